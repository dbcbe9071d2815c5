"""What a person typed, as a place: never a silent guess, never a call to anybody.

A postcode in any spacing, part of one, a town, or "lat,lon". What is not exactly one
known place raises PlaceAmbiguous with candidates, or PlaceUnknown with a sentence that
says what to do. Nothing typed here is kept or logged.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from django.db import DatabaseError, InterfaceError, connection
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.geography import islands, names, postcodes, settlements, units
from directory.geography.centres import Centre, Centres, km_to_the_nearest
from directory.geography.ground import Box, Dot, Ground, Land
from directory.geography.loading import FEWEST_POSTCODES_IN_A_CELL
from directory.geography.postcodes import NATIONS, Postcode
from directory.geography.settlements import Gazetteer, Settlement
from directory.models import Cell, GeographyEdition, Sector
from directory.places import Place, Point, Precision
from directory.sector_map import Named

LONGEST = 80
COORDINATES = re.compile(r"([+-]?\d{1,3}(?:\.\d{1,15})?)\s*[,;\s]\s*([+-]?\d{1,3}(?:\.\d{1,15})?)", re.ASCII)
# Nobody lives in the sea: a point must be this near a postcode, or nearer than that to the middle of a sector.
NEAR_A_POSTCODE_KM, NEAR_A_SECTOR_KM = 15.0, 10.0
# The farthest any postcode is from the nearest middle is 60 km (Shetland); this many sectors reach as far.
SECTORS_WITHIN_REACH = 300

ENDED = _("That postcode is no longer in use. This is where it was: choose it, or enter another.")
ISLANDS_ELSEWHERE = _(
    "We hold the United Kingdom only, so not the Isle of Man, Jersey or Guernsey: "
    "look at the programme’s own site, which each programme’s page gives."
)
CURRENT = f"SELECT id, digest FROM {GeographyEdition._meta.db_table} WHERE is_current = %s"
PRECISIONS: dict[str, Precision] = {
    Cell.Kind.SECTOR: "sector",
    Cell.Kind.OUTCODE: "outcode",
    Cell.Kind.SETTLEMENT: "settlement",
}


_last_edition: tuple[int, str] | None = None


class PlaceUnknown(Exception):
    """No place we know; ``str(error)`` tells the person what to do."""


class PlaceAmbiguous(Exception):
    """More than one place, or a likely misspelling: ``candidates`` to choose from, the likeliest first."""

    def __init__(self, sentence: str, candidates: tuple[Place, ...]) -> None:
        super().__init__(sentence)
        self.candidates = candidates


def locate(text: str) -> Place:
    """The place a person typed. Raises PlaceAmbiguous or PlaceUnknown."""
    typed = text.strip()
    if not typed or len(typed) > LONGEST or not typed.isprintable():
        raise PlaceUnknown(gettext("Enter a postcode, like M1 1AE, or a town."))
    if match := COORDINATES.fullmatch(typed):
        return nearest_cell(float(match[1]), float(match[2]))
    postcode = postcodes.without_address(typed)
    if readings := postcodes.readings(postcode):
        return _by_postcode(postcode, readings)
    return _by_name(typed)


def cell(slug: str) -> Place:
    """The place at an address, "m1-1" or "leeds". Raises PlaceUnknown."""
    found = _cells(*_edition()).get(slug)
    if found is None:
        raise PlaceUnknown(gettext("We don’t know a place at this address. Enter a postcode, like M1 1AE, or a town."))
    return found


def nearest_cell(lat: float, lon: float) -> Place:
    """A point in the UK (WGS84 degrees), kept exactly, with the cell whose middle is nearest. Raises PlaceUnknown."""
    if not Point(lat, lon).in_the_uk:
        raise PlaceUnknown(
            gettext("That point is outside the United Kingdom. Enter a postcode, like M1 1AE, or a town.")
        )
    nearest = _centres(*_edition()).nearest(lat, lon, how_many=SECTORS_WITHIN_REACH)
    if not nearest or not _is_inhabited(lat, lon, nearest):
        raise PlaceUnknown(
            gettext("That point is not near any place in the United Kingdom. Enter a postcode, like M1 1AE, or a town.")
        )
    centre, _ = nearest[0]
    nation = NATIONS[centre.authority[0]]
    return Place(centre.label, centre.cell, Point(lat, lon), "point", nation, centre.authority)


def ground(box: Box) -> Ground:
    """What the map stands on inside ``box``. Raises PlaceUnknown where nothing is loaded."""
    return _land(*_edition()).within(box)


def suggest(text: str) -> tuple[Place, ...]:
    """Settlements that ``text`` may become, for somebody who is typing; none for what has a digit, as postcodes have.

    Each label is one that ``locate`` takes for just that place.
    """
    if len(text) > LONGEST or not text.isprintable() or any(character.isdigit() for character in text):
        return ()
    try:
        gazetteer = _gazetteer(*_edition())
        found = gazetteer.suggest(text)
        return tuple(replace(_settlement_place(each), label=gazetteer.in_full(each)) for each in found)
    except PlaceUnknown:  # nothing is loaded yet
        return ()


def postcode_point(text: str) -> Place:
    """Where a full postcode is, else its sector, else its outcode; ``precision`` says which. Raises PlaceUnknown."""
    is_sane = len(text) <= LONGEST and text.isprintable()
    readings = tuple(reading for reading in postcodes.readings(text) if reading.letters) if is_sane else ()
    if not readings:
        raise PlaceUnknown(gettext("Enter a whole postcode, like M1 1AE."))
    try:
        return _by_postcode(text, readings)
    except PlaceAmbiguous as error:
        raise PlaceUnknown(gettext("That could be more than one postcode: check its letters and numbers.")) from error


def _is_inhabited(lat: float, lon: float, nearest: list[tuple[Centre, float]]) -> bool:
    """Near the middle of a sector; else, slower, near any postcode: Unst is far from a middle, and so is Calais."""
    if nearest[0][1] <= NEAR_A_SECTOR_KM:
        return True
    codes = [centre.code for centre, _ in nearest]
    packed = Sector.objects.filter(edition__is_current=True, code__in=codes).values_list("units", flat=True)
    return any(km_to_the_nearest(*units.points(each), lat, lon) <= NEAR_A_POSTCODE_KM for each in packed)


# --- By postcode ----------------------------------------------------------


def _by_postcode(typed: str, readings: tuple[Postcode, ...]) -> Place:
    """As typed if that exists; else as it may have been meant, if that is one thing only."""
    if readings[0].area in islands.POSTCODE_AREAS:
        raise PlaceUnknown(str(ISLANDS_ELSEWHERE))
    as_typed = [reading for reading in readings if not postcodes.exchanges(typed, reading)]
    for reading in as_typed:
        if place := _at(reading):
            return place
    found = list(dict.fromkeys(place for reading in readings if reading not in as_typed if (place := _at(reading))))
    if len(found) == 1:
        return found[0]
    if found:
        raise PlaceAmbiguous(gettext("That could be more than one postcode. Choose one."), tuple(found))
    if readings[0].area == "BT" and not any(slug.startswith("bt") for slug in _cells(*_edition())):
        raise PlaceUnknown(gettext("This site holds no postcodes of Northern Ireland: enter a town, like Belfast."))
    if parts := _districts_within(readings[0]):
        raise PlaceAmbiguous(
            gettext("%(outcode)s has several parts. Choose one, or enter a whole postcode.") % {"outcode": readings[0]},
            parts,
        )
    raise PlaceUnknown(gettext("We don’t know that postcode. Check its letters and numbers, or enter a town."))


def _at(postcode: Postcode) -> Place | None:
    """The most exact place we hold for this postcode, sector or outcode."""
    if postcode.digit and (sector := _sector(postcode.sector)):
        return _in_sector(sector, postcode.letters)
    return _cells(*_edition()).get(postcode.outcode.lower())


def _districts_within(postcode: Postcode) -> tuple[Place, ...]:
    """ "SW1" is no outcode, but SW1A to SW1Y are."""
    if postcode.digit:
        return ()
    beginning = postcode.outcode.lower()
    return tuple(
        place
        for slug, place in _cells(*_edition()).items()
        if slug.startswith(beginning) and place.precision == "outcode" and not slug[-1].isdigit()
    )


def _in_sector(sector: Sector, letters: str) -> Place:
    """The postcode itself if the sector has it, else the middle of the sector."""
    unit = units.find(sector.units, letters) if letters else None
    point = Point(unit.lat, unit.lon) if unit else Point(sector.lat, sector.lon)
    precision: Precision = "postcode" if unit else "sector"
    authority = unit.authority if unit else sector.authority
    slug, label = _address(sector.code, sector.outcode, sector.postcodes)
    has_ended = unit is not None and unit.has_ended
    return Place(label, slug, point, precision, NATIONS[authority[0]], authority, has_ended=has_ended)


def _address(code: str, outcode: str, held: int) -> tuple[str, str]:
    """The slug and label of the cell a sector belongs to: itself, or its outcode where it is small."""
    label = code if held >= FEWEST_POSTCODES_IN_A_CELL else outcode
    return label.lower().replace(" ", "-"), label


def _sector(code: str) -> Sector | None:
    return Sector.objects.filter(edition__is_current=True, code=code).first()


# --- By name --------------------------------------------------------------


def _by_name(typed: str) -> Place:
    found = _gazetteer(*_edition()).find(typed)
    places = tuple(_settlement_place(each) for each in found.settlements)
    is_island = settlements.fold(typed) in islands.NAMES
    if found.is_sure and not is_island:
        return places[0]
    if is_island and not found.is_exact:
        raise PlaceUnknown(str(ISLANDS_ELSEWHERE))
    if is_island:
        raise PlaceAmbiguous(
            gettext("Choose one, if you meant one of these. %(elsewhere)s") % {"elsewhere": ISLANDS_ELSEWHERE}, places
        )
    if not places:
        raise PlaceUnknown(gettext("We don’t know a place called that. Enter a postcode, like M1 1AE, or a town."))
    raise PlaceAmbiguous(gettext("Choose the place you meant, or enter a postcode."), places)


def _settlement_place(each: Settlement) -> Place:
    point, also = Point(each.lat, each.lon), names.shown(each.slug)
    return Place(each.label, each.slug, point, "settlement", each.nation, each.authority, also)


# --- Held in memory, an edition at a time ---------------------------------


def _edition() -> tuple[int, str]:
    """The current edition's key and digest (a key alone may come again after a rollback).

    While the database cannot be reached, the last one known: what is in memory keeps answering.
    """
    global _last_edition
    try:
        # Asked for by every page, so asked plainly, as the revision is.
        with connection.cursor() as cursor:
            cursor.execute(CURRENT, [True])
            _last_edition = cursor.fetchone()
    except (DatabaseError, InterfaceError):
        if _last_edition is None:
            raise
    if _last_edition is None:
        raise PlaceUnknown(gettext("We have no map of places yet: whoever runs this site needs to load one."))
    return _last_edition


@lru_cache(maxsize=2)
def _cells(edition: int, digest: str) -> dict[str, Place]:
    """Every cell by its slug, in the order of slugs."""
    rows = Cell.objects.filter(edition=edition).order_by("slug")
    return {
        slug: Place(label, slug, Point(lat, lon), PRECISIONS[kind], nation, authority, names.shown(slug))
        for slug, label, kind, lat, lon, nation, authority in rows.values_list(
            "slug", "label", "kind", "lat", "lon", "nation", "authority"
        )
    }


@lru_cache(maxsize=2)
def _gazetteer(edition: int, digest: str) -> Gazetteer:
    rows = Cell.objects.filter(edition=edition, kind=Cell.Kind.SETTLEMENT).order_by("slug")
    return Gazetteer(
        Settlement(
            slug=row.slug,
            name=row.name,
            label=row.label,
            lat=row.lat,
            lon=row.lon,
            population=row.population,
            nation=row.nation,
            authority=row.authority,
            other_names=tuple(row.other_names),
        )
        for row in rows
    )


@lru_cache(maxsize=2)
def _centres(edition: int, digest: str) -> Centres:
    rows = Sector.objects.filter(edition=edition).order_by("code").defer("units")
    return Centres(
        Centre(row.code, *_address(row.code, row.outcode, row.postcodes), row.authority, row.lat, row.lon)
        for row in rows
    )


@lru_cache(maxsize=2)
def _land(edition: int, digest: str) -> Land:
    settled = Cell.objects.filter(edition=edition, kind=Cell.Kind.SETTLEMENT).order_by("slug")
    return Land(
        sectors=[Dot(each.code, Point(each.lat, each.lon)) for each in _centres(edition, digest).all],
        districts=[
            Dot(place.label, place.point) for place in _cells(edition, digest).values() if place.precision == "outcode"
        ],
        settlements=[
            Named(name, Point(lat, lon), population)
            for name, lat, lon, population in settled.values_list("name", "lat", "lon", "population")
        ],
    )


def forget() -> None:
    """Start again from nothing. For tests, whose editions are alike and come again."""
    global _last_edition
    _last_edition = None
    for held in (_cells, _gazetteer, _centres, _land):
        held.cache_clear()
