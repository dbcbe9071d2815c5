"""A new edition of geography, written beside the old one and swapped in whole.

Rows of the new edition are written file by file in transactions of their own, answering
nobody. One short transaction then makes it current. Until then, and if anything breaks,
yesterday's edition answers; what a killed load left behind goes with the next load.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import IntegrityError, transaction

from directory.geography import authorities, onspd, settlements, units
from directory.geography.postcodes import NATIONS
from directory.geography.rows import PostcodesBroken, Rows, Source
from directory.geography.sectors import Outcode, PackedSector, outcodes, positions, sectors
from directory.models import Area, Cell, GeographyEdition, Sector

# Smaller sectors would say nearly which door somebody looked from.
FEWEST_POSTCODES_IN_A_CELL = 50
CREDIT = (
    "Contains OS data © Crown copyright and database right; Royal Mail data © Royal Mail copyright and database right; "
    "National Statistics data © Crown copyright and database right (OGL v3). " + settlements.CREDIT
)

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load came to; ``is_new`` is False when the same data was already current."""

    edition: GeographyEdition
    is_new: bool


def load(
    source: Source | None = None,
    *,
    now: datetime,
    towns: Path = settlements.FILE,
    again: bool = False,
    say: Say = lambda words: None,
) -> Loaded:
    """Make the postcodes of ``source`` (the packaged ones unless told) and ``towns`` the current geography.

    Does nothing when they already are, unless ``again``. Raises PostcodesBroken, with a
    sentence for people, when they are missing or damaged; the current edition stays.
    """
    source = source or onspd.source()
    digest = _digest(source, towns)
    _name_areas()
    current = GeographyEdition.objects.filter(is_current=True).first()
    if current and current.digest == digest and not again:
        return Loaded(current, is_new=False)
    GeographyEdition.objects.filter(is_current=False).delete()
    edition = GeographyEdition.objects.create(
        source=source.called[:120], credit=CREDIT, digest=digest, loaded_at=now, is_current=False
    )
    try:
        for part in source.parts():
            edition.postcodes += _add_postcodes(edition, part)
            say(f"Postcodes: {edition.postcodes:,} so far.")
        _add_settlements(edition, towns)
        _swap_in(edition)
    except IntegrityError as error:
        raise PostcodesBroken(
            "Another load of geography took this one’s place: let it finish, then look again."
        ) from error
    edition.is_current = True
    return Loaded(edition, is_new=True)


def _digest(source: Source, towns: Path) -> str:
    """Of everything an edition is made from, the way its postcodes are read and packed included."""
    files = onspd.digest([*source.files, towns, authorities.FILE, authorities.FORMER_FILE])
    return hashlib.sha256(f"{source.called} {files} {units.LAYOUT}".encode()).hexdigest()


@transaction.atomic
def _add_postcodes(edition: GeographyEdition, part: Rows) -> int:
    """One part's sectors, outcodes and cells; how many postcodes they hold."""
    placed = positions(part)
    found = list(sectors(placed))
    Sector.objects.bulk_create(_sector_row(edition, each) for each in found)
    cells = [_sector_cell(edition, each) for each in found if each.postcodes >= FEWEST_POSTCODES_IN_A_CELL]
    cells += [_outcode_cell(edition, each) for each in outcodes(placed)]
    Cell.objects.bulk_create(cells)
    return len(placed)


@transaction.atomic
def _add_settlements(edition: GeographyEdition, towns: Path) -> None:
    Cell.objects.bulk_create(_settlement_cells(edition, settlements.read(towns)))


@transaction.atomic
def _name_areas() -> None:
    """Every current local authority, by the name it has now. None is taken out: venues may still name it."""
    rows = [
        Area(code=each.code, name=each.name, county=each.area, nation=NATIONS[each.code[0]])
        for each in authorities.by_code().values()
    ]
    Area.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["code"], update_fields=["name", "county", "nation"]
    )


@transaction.atomic
def _swap_in(edition: GeographyEdition) -> None:
    """The only moment anybody notices."""
    old = GeographyEdition.objects.filter(is_current=True)
    gone = list(old.values_list("pk", flat=True))
    old.update(is_current=False)
    if not GeographyEdition.objects.filter(pk=edition.pk).update(is_current=True, postcodes=edition.postcodes):
        raise IntegrityError("The new edition is not there any more.")
    GeographyEdition.objects.filter(pk__in=gone).delete()


def _sector_row(edition: GeographyEdition, sector: PackedSector) -> Sector:
    return Sector(
        edition=edition,
        code=sector.code,
        outcode=sector.outcode,
        lat=sector.lat,
        lon=sector.lon,
        nation=sector.nation,
        authority=sector.authority,
        postcodes=sector.postcodes,
        units=sector.units,
    )


def _sector_cell(edition: GeographyEdition, sector: PackedSector) -> Cell:
    return _cell(edition, sector, slug=sector.code.replace(" ", "-"), kind=Cell.Kind.SECTOR)


def _outcode_cell(edition: GeographyEdition, outcode: Outcode) -> Cell:
    return _cell(edition, outcode, slug=outcode.code, kind=Cell.Kind.OUTCODE)


def _cell(edition: GeographyEdition, area: PackedSector | Outcode, *, slug: str, kind: str) -> Cell:
    return Cell(
        edition=edition,
        slug=slug.lower(),
        kind=kind,
        label=area.code,
        lat=area.lat,
        lon=area.lon,
        nation=area.nation,
        authority=area.authority,
    )


def _settlement_cells(edition: GeographyEdition, found: Iterable[settlements.Settlement]) -> Iterable[Cell]:
    for each in found:
        yield Cell(
            edition=edition,
            slug=each.slug,
            kind=Cell.Kind.SETTLEMENT,
            label=each.label,
            name=each.name,
            other_names=list(each.other_names),
            population=each.population,
            lat=each.lat,
            lon=each.lon,
            nation=each.nation,
            authority=each.authority,
        )
