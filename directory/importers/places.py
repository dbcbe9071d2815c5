"""What does geography know of many postcodes at once?

geocoding.py answers one person's question; an import asks thousands, so each
sector is read once and the whole lot in a few queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from directory.batches import in_batches
from directory.geography import units
from directory.geography.postcodes import NATIONS, Postcode, readings
from directory.importers.listed import ImportRefused
from directory.importers.positions import Postal
from directory.models import GeographyEdition, Sector
from directory.places import Point

NONE_HERE = "There are no postcodes here yet: run manage.py load_geography first."


class GeographyMissing(ImportRefused):
    """No postcode can be placed yet."""


def postal(postcodes: Iterable[str]) -> dict[str, Postal]:
    """What is known of each postcode or outcode, by the text given; those that nobody knows are left out.

    A whole postcode falls back to its sector and then its outcode. Raises GeographyMissing.
    """
    if not GeographyEdition.objects.filter(is_current=True).exists():
        raise GeographyMissing(NONE_HERE)
    meant = {text: [one for one in readings(text) if one.letters or not one.digit] for text in set(postcodes)}
    sectors = _sectors(one.sector for ones in meant.values() for one in ones if one.letters)
    whole = {text: found for text, ones in meant.items() if (found := _first(_whole(one, sectors) for one in ones))}
    outcodes = _outcodes(one.outcode for text, ones in meant.items() if text not in whole for one in ones)
    return whole | {
        text: found
        for text, ones in meant.items()
        if text not in whole
        if (found := _first(outcodes.get(one.outcode) for one in ones))
    }


def edition() -> str:
    """Which postcodes are current. Raises GeographyMissing."""
    current = GeographyEdition.objects.filter(is_current=True).values_list("pk", "digest").first()
    if current is None:
        raise GeographyMissing(NONE_HERE)
    return f"{current[0]} {current[1]}"


def _whole(postcode: Postcode, sectors: dict[str, Sector]) -> Postal | None:
    """From the postcode itself, else the middle of its sector."""
    sector = sectors.get(postcode.sector)
    if sector is None or not postcode.letters:
        return None
    unit = units.find(bytes(sector.units), postcode.letters)
    if unit is None:
        return Postal(Point(sector.lat, sector.lon), "sector", sector.nation, sector.authority)
    return Postal(Point(unit.lat, unit.lon), "postcode", NATIONS[unit.authority[0]], unit.authority)


def _sectors(codes: Iterable[str]) -> dict[str, Sector]:
    current = Sector.objects.filter(edition__is_current=True)
    return {sector.code: sector for some in in_batches(sorted(set(codes))) for sector in current.filter(code__in=some)}


def _outcodes(codes: Iterable[str]) -> dict[str, Postal]:
    """The middle of each outcode: of its sectors, each counting as its postcodes do."""
    current = Sector.objects.filter(edition__is_current=True).defer("units")
    by_outcode: dict[str, list[Sector]] = defaultdict(list)
    for some in in_batches(sorted(set(codes))):
        for sector in current.filter(outcode__in=some).order_by("code"):
            by_outcode[sector.outcode].append(sector)
    return {outcode: _middle(sectors) for outcode, sectors in by_outcode.items()}


def _middle(sectors: list[Sector]) -> Postal:
    total = sum(sector.postcodes for sector in sectors)
    lat = sum(sector.lat * sector.postcodes for sector in sectors) / total
    lon = sum(sector.lon * sector.postcodes for sector in sectors) / total
    largest = max(sectors, key=lambda sector: sector.postcodes)
    return Postal(Point(lat, lon), "outcode", largest.nation, largest.authority)


def _first(found: Iterable[Postal | None]) -> Postal | None:
    """The best of several readings: the first exact one, else the first of any kind."""
    known = [one for one in found if one is not None]
    return next((one for one in known if one.precision == "postcode"), known[0] if known else None)
