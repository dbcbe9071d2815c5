"""The demonstration: invented meetings of real programmes, laid over real geography.

They stand in three invented lists, one read today, one eight months ago and one
fifteen, so that every age a fact can have is there to be seen, today and whenever
the demonstration is started again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math

from django.db import transaction

from directory import verification
from directory.importers.listed import Identity, ListedMeeting, ListHeld, Listing
from directory.models import Cell, ImportRun, Meeting, Programme, Source
from directory.places import Point
from directory.recurrence import LONDON
from directory.vocabulary import Nation
from mutualaid.accounts.models import Role, User
from mutualaid.ops import invented
from mutualaid.ops.invented import Ground, Meets, Town

# It listens on this machine alone, and nothing in it is real.
EDITOR, PASSWORD = "editor@example.org", "an invented password"
COUNT = 1500
SEED = 12

# {list: (days since it was read, its name)}. Which meeting stands in which depends on its number alone.
LISTS = {
    "demonstration": (0, "Invented meetings"),
    "demonstration-ageing": (250, "Invented meetings, from a list not read lately"),
    "demonstration-stale": (450, "Invented meetings, from a list not read for long"),
}
# (Every which meeting of today's list, by whom, how many days ago.) The rest nobody ever confirmed.
CONFIRMED = (
    (4, Meeting.ConfirmedBy.EDITOR, 12),
    (7, Meeting.ConfirmedBy.CONTACT, 60),
    (15, Meeting.ConfirmedBy.VISITORS, 3),
)
STAFF_RUN = 40  # every which of them is run by staff, whatever its programme
WITHDRAWN, HELD = "demonstration-80", "demonstration-81"

# How many of a nation's settlements, from the biggest: the first are principal towns.
PRINCIPAL = {Nation.ENGLAND: 14, Nation.SCOTLAND: 4, Nation.WALES: 3, Nation.NORTHERN_IRELAND: 2}
OTHER = {Nation.ENGLAND: 100, Nation.SCOTLAND: 24, Nation.WALES: 16, Nation.NORTHERN_IRELAND: 12}
SMALL = {Nation.ENGLAND: 90, Nation.SCOTLAND: 30, Nation.WALES: 24, Nation.NORTHERN_IRELAND: 16}
SMALL_TOWN = range(1000, 20_000)
# Far from any city, and always with something near: where to look at the demonstration from.
RURAL = ("aberystwyth", "keswick", "kirkwall", "enniskillen", "penzance")
MEETINGS_IN_EACH_RURAL = 3


def meetings(*, count: int = COUNT, seed: int = SEED) -> tuple[ListedMeeting, ...]:
    """Exactly ``count`` invented meetings of the catalogue's programmes over the geography that is loaded."""
    return invented.meetings(programmes(), ground(), count=count, seed=seed)


def programmes() -> tuple[Meets, ...]:
    """Who meets, and how widely: dealt out by rotation key, so that no name or kind has more."""
    current = Programme.objects.current().filter(paused_at=None).order_by("rotation_key")
    return tuple(
        Meets(
            slug=one.slug,
            reach=invented.REACH[at % len(invented.REACH)] if one.known_in_uk else invented.ONLINE,
            nations=tuple(one.nations),
        )
        for at, one in enumerate(current)
    )


def ground() -> Ground:
    """Towns of every size in all four nations, from the current geography."""
    principal, other, small, rural = [], [], [], []
    for nation in Nation:
        cells = _settlements(nation)
        towns = [_town(cell) for cell in cells[: PRINCIPAL[nation] + OTHER[nation]]]
        principal += towns[: PRINCIPAL[nation]]
        other += towns[PRINCIPAL[nation] :]
        smaller = [cell for cell in cells if cell.population in SMALL_TOWN]
        small += [_town(cell) for cell in smaller[:: max(1, len(smaller) // SMALL[nation])]]
        rural += [_town(cell) for cell in cells if cell.slug in RURAL]
    return Ground(tuple(principal), tuple(other), (*rural * MEETINGS_IN_EACH_RURAL, *small))


def _settlements(nation: str) -> list[Cell]:
    here = Cell.objects.filter(edition__is_current=True, kind=Cell.Kind.SETTLEMENT, nation=nation)
    return list(here.order_by("-population", "slug"))


def _town(cell: Cell) -> Town:
    return Town(
        slug=cell.slug,
        label=cell.label,
        point=Point(cell.lat, cell.lon),
        nation=cell.nation,
        authority=cell.authority,
        weight=math.sqrt(cell.population / 1_000_000),
    )


def load(*, now: dt.datetime, count: int = COUNT, seed: int = SEED) -> bool:
    """List the invented meetings as of today: all of them, or none where it is interrupted.

    False where that has been done already. Raises verification.DemonstrationRefused
    where real meetings are listed: the two are never shown together.
    """
    today = now.astimezone(LONDON).date()
    listings = _listings(meetings(count=count, seed=seed), today)
    if all(_is_taken(slug, listing) for slug, listing in listings.items()):
        return False
    with transaction.atomic():
        for slug, listing in listings.items():
            verification.take_from(_source(slug), listing, now=now)
        _what_people_did(now)
    return True


def let_an_editor_in() -> None:
    """Somebody to sign in as."""
    if not User.objects.filter(email=EDITOR).exists():
        User.objects.create_user(EDITOR, PASSWORD, name="An invented editor", role=Role.EDITOR)


def _listings(every: tuple[ListedMeeting, ...], today: dt.date) -> dict[str, Listing]:
    """The three lists, each as of the day on which it was read."""
    digest = hashlib.sha256(repr(every).encode()).hexdigest()
    standing = {slug: tuple(one for one in every if _list_of(one.row) == slug) for slug in LISTS}
    return {
        slug: Listing(
            as_of=today - dt.timedelta(days=LISTS[slug][0]),
            digest=digest,
            read=len(listed),
            meetings=listed,
            identity=Identity(),
            lists=_lists_held(every) if LISTS[slug][0] == 0 else (),
        )
        for slug, listed in standing.items()
    }


def _list_of(number: int) -> str:
    if number % 20 == 7:
        return "demonstration-stale"
    return "demonstration-ageing" if number % 10 == 3 else "demonstration"


def _lists_held(every: tuple[ListedMeeting, ...]) -> tuple[ListHeld, ...]:
    """Whose invented list is whole and whose is part, in turn; who never meets here, nobody's list is held of."""
    meeting = sorted({one.facts.programme for one in every})
    extents = ("whole", "part", "whole")
    return tuple(ListHeld(slug, extents[at % len(extents)], tuple(Nation.values)) for at, slug in enumerate(meeting))


def _is_taken(slug: str, listing: Listing) -> bool:
    last = ImportRun.objects.filter(source__slug=slug).order_by("-pk").first()
    return last is not None and (last.as_of, last.digest) == (listing.as_of, listing.digest)


def _source(slug: str) -> Source:
    """The invented list of that name, unsaved where it is new."""
    known = Source.objects.filter(slug=slug).first()
    return known or Source(
        slug=slug,
        name=LISTS[slug][1],
        licence=Source.Licence.OWN,
        credit="Invented for the demonstration. No meeting in it is real.",
        is_demonstration=True,
    )


def _what_people_did(now: dt.datetime) -> None:
    """What no list says: some are confirmed, one is held while somebody looks, one is gone."""
    todays = Meeting.objects.filter(source__slug="demonstration")
    keys = sorted(todays.values_list("source_key", flat=True))
    for every, how, days in CONFIRMED:
        verification.confirm(todays.filter(source_key__in=keys[::every]), how=how, at=now - dt.timedelta(days=days))
    verification.answer_tests(todays.filter(source_key__in=keys[::STAFF_RUN]), at=now, run_by=Programme.RunBy.SERVICE)
    verification.hold(todays.filter(source_key=HELD), reason="Held for the demonstration.", at=now)
    verification.withdraw(todays.filter(source_key=WITHDRAWN), at=now)
