"""Which options could serve this person, all of them, and the best way into each.

The parity rule is design text of its own (docs/parity.md); the clauses are cited by
number. ``options()`` is the only maker of a results page, a ``find`` answer, a sheet
or an offer: templates add nothing to what it returns and drop nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from directory import widening
from directory.classification import BESIDE, Kind
from directory.first_screen import folded, miles, next_start, the_range
from directory.following import Directory
from directory.freshness import Freshness
from directory.index import Around
from directory.models import Programme
from directory.options import Band, Block, Elsewhere, Option, Options, Stance, WayIn
from directory.own_ways import OwnWays
from directory.places import Place
from directory.recurrence import LONDON
from directory.search import Order, Search
from directory.turns import interleaved, turn
from directory.vocabulary import FAMILY_ROTATION_KEYS, Problem, Restriction, Who

DRUGS = {Problem.COCAINE, Problem.CANNABIS, Problem.CRYSTAL_METH, Problem.OPIOIDS, Problem.PILLS}


def relevant(programme: Programme, *, who: str, problems: Collection[str], place: Place) -> bool:
    """Could the programme serve this person? Whom, any of which problems, which nation; unset means every one."""
    serves = not who or who in programme.serves
    reaches = not programme.nations or place.nation in programme.nations
    return serves and reaches and _is_for(programme, problems)


def is_grown_up(programme: Programme, search: Search) -> bool:
    """Does a young person ask, who is sent to none of its meetings but those kept for the young?"""
    return search.who == Who.YOUNG_PERSON and programme.serves != [Who.YOUNG_PERSON]


def _is_for(programme: Programme, problems: Collection[str]) -> bool:
    """Does it take any of these problems? One drug is drugs, and drugs may be any of them."""
    if not problems or Problem.OTHER in problems or not programme.problems:
        return True
    wanted = set(problems)
    if wanted & DRUGS:
        wanted.add(Problem.DRUGS)
    if Problem.DRUGS in problems:
        wanted |= DRUGS
    return not wanted.isdisjoint(programme.problems)


def in_order(options: Sequence[Option], *, search: Search, keys: dict[str, str], t: int) -> list[Option]:
    """The options of one block, band after band, in the order the visitor chose or the schedule's."""
    ordered: list[Option] = []
    for band in Band:
        fair = interleaved(
            (option for option in options if option.band is band),
            family=lambda option: option.approach,
            family_key=FAMILY_ROTATION_KEYS.__getitem__,
            key=lambda option: keys[option.slug],
            t=t,
        )
        if search.order is Order.NEAREST:
            fair.sort(key=miles)
        elif search.order is Order.SOONEST:
            fair.sort(key=next_start)
        elif search.order is Order.A_TO_Z:
            fair.sort(key=lambda option: option.name.casefold())
        ordered += fair
    return ordered


def options(search: Search, *, directory: Directory, now: dt.datetime) -> Options:
    """Every option for ``search`` as at ``now``: each relevant programme once, with its best way in."""
    shown, elsewhere = _sorted_out(search, directory)
    around, families = _around(search, directory, now), _families(shown, search, directory)
    search, around = _far_enough(search, around, families)
    wider = None if search.widens else widening.wider(around.reach(), search.miles, families)
    ways = _Ways.of(around)
    made = [_option(programme, search=search, directory=directory, ways=ways, now=now) for programme in shown]
    told = [Elsewhere(programme.slug, programme.name) for programme in elsewhere]
    return laid_out(made, elsewhere=told, search=search, directory=directory, now=now, wider=wider)


def laid_out(
    made: Sequence[Option],
    *,
    elsewhere: Sequence[Elsewhere],
    search: Search,
    directory: Directory,
    now: dt.datetime,
    wider: float | None = None,
) -> Options:
    """``made`` in their blocks, in the order to show them from the search's place and in this week."""
    keys = {option.slug: directory.programmes[option.slug].rotation_key for option in made}
    t = turn(search.place.cell, on=now.astimezone(LONDON).date())

    def block(name: Block) -> list[Option]:
        return in_order([option for option in made if option.block is name], search=search, keys=keys, t=t)

    groups = block(Block.GROUPS)
    family = block(Block.FAMILY)
    return Options(
        search=search,
        now=now,
        groups=tuple(groups),
        family=tuple(family),
        community=tuple(block(Block.COMMUNITY)),
        staff=tuple(block(Block.STAFF)),
        range=tuple(the_range(groups, t=t) + the_range(family, t=t)),
        folded=folded(groups, now=now),
        elsewhere=tuple(elsewhere),
        wider=wider,
    )


def look_around(search: Search, *, directory: Directory, now: dt.datetime) -> Around:
    """The index as seen from the search's place, as far as ``options`` looks."""
    shown, _elsewhere = _sorted_out(search, directory)
    families = _families(shown, search, directory)
    return _far_enough(search, _around(search, directory, now), families)[1]


def _around(search: Search, directory: Directory, now: dt.datetime) -> Around:
    return directory.index.around(search.place.point, miles=search.miles, wanted=search.wanted, now=now)


def _families(shown: Sequence[Programme], search: Search, directory: Directory) -> dict[str, str]:
    """The approach of each programme that somebody could go to: those of the bands."""
    return {
        programme.slug: programme.approach
        for programme in shown
        if _block(programme, directory.kinds[programme.slug], search) is Block.GROUPS
        and not is_grown_up(programme, search)
    }


def _far_enough(search: Search, around: Around, families: Mapping[str, str]) -> tuple[Search, Around]:
    """The same, as far as there is a choice, where nobody chose a distance."""
    miles = widening.far_enough(around.reach(), families) if search.widens else search.miles
    return (search, around) if miles == search.miles else (replace(search, miles=miles), around.within(miles))


def _sorted_out(search: Search, directory: Directory) -> tuple[list[Programme], list[Programme]]:
    """Programmes within our standard: those that could serve this person, and those that are for others."""
    shown, elsewhere = [], []
    for programme in directory.programmes.values():
        if programme.retired_at is None and directory.kinds[programme.slug] is not Kind.OUTSIDE_STANDARD:
            could_serve = relevant(programme, who=search.who, problems=search.problems, place=search.place)
            (shown if could_serve else elsewhere).append(programme)
    return shown, elsewhere


@dataclass(frozen=True, slots=True)
class _Ways:
    """The rows of the index that are each programme's ways in, from one point."""

    around: Around
    nearest: dict[str, int]
    soonest: dict[str, int]
    seconds: dict[str, int]
    online: dict[str, int]
    counts: dict[str, int]
    unsaid: dict[str, int]
    today: dt.date  # in London
    said: dict[tuple[int, bool], WayIn] = field(default_factory=dict)  # often one row is both nearest and soonest

    @classmethod
    def of(cls, around: Around) -> _Ways:
        return cls(
            around=around,
            nearest=around.nearest(),
            soonest=around.soonest(),
            seconds=around.nearest_second(),
            online=around.online(),
            counts=around.counts(),
            unsaid=around.counts_unsaid(),
            today=around.now.astimezone(LONDON).date(),
        )

    def way(self, row: int | None, *, from_afar: bool = False) -> WayIn | None:
        """The row as a way in; a hybrid meeting joined ``from_afar`` is at no distance."""
        if row is None:
            return None
        if from_afar and self.around.asked is None:
            return self._from_anywhere(row)
        if (row, from_afar) not in self.said:
            self.said[row, from_afar] = self._way(row, from_afar=from_afar)
        return self.said[row, from_afar]

    def _from_anywhere(self, row: int) -> WayIn:
        """The same from every place while nothing is asked for, so it is made once and not for every visitor."""
        kept = self.around.moments.from_anywhere
        if (row, self.today) not in kept:
            kept[row, self.today] = self._way(row, from_afar=True)
        return kept[row, self.today]

    def _way(self, row: int, *, from_afar: bool) -> WayIn:
        listed, told, asked = self.around.index.rows[row], self.around.told(row), self.around.asked
        return WayIn(
            meeting=listed.meeting,
            name=listed.name,
            mode=listed.mode,
            miles=None if from_afar else self.around.miles(row),
            next_start=told.start,
            inside_filters=self.around.matches(row),
            venue=listed.venue_name or listed.address,
            postcode=listed.postcode,
            restricted_to=listed.restricted_to,
            kind=listed.kind,
            seen_on=told.seen_on,
            confirmed_on=told.confirmed_on,
            freshness=told.freshness,
            cautions=told.cautions,
            kept_for=listed.kept_for,
            unsaid=asked.missing(row) if asked else (),
            begun=asked.begun.get(row) if asked else None,
            minutes=listed.minutes,
        )

    def second(self, slug: str) -> WayIn | None:
        """A meeting for some people only, or run by others, that is nearer than the best way in, or all there is.

        Where somebody asked for what is kept for them, theirs, be it nearer or not.
        """
        second, nearest = self.seconds.get(slug), self.nearest.get(slug)
        if second is None:
            return None
        if self.around.asked is not None and self.around.asked.kept is not None:
            return self.way(second, from_afar=not self.around.inside[second])
        closeness = self.around.closeness
        nearer = nearest is None or closeness(second) > closeness(nearest)
        return self.way(second) if nearer else None


def _option(programme: Programme, *, search: Search, directory: Directory, ways: _Ways, now: dt.datetime) -> Option:
    slug = programme.slug
    nearest, soonest, second, online = _meetings(slug, ways, grown_up=is_grown_up(programme, search))
    kind = directory.kinds[slug]
    held = directory.held(slug, search.place.nation)
    own = directory.own_ways(slug, search.place.nation)
    return Option(
        slug=slug,
        name=programme.name,
        approach=programme.approach,
        tradition=programme.tradition,
        problems=tuple(programme.problems),
        is_twelve_step=programme.is_twelve_step,
        kind=kind,
        block=_block(programme, kind, search),
        band=_band(own, nearest=nearest, online=online, within=search.miles, now=now),
        listing=held.extent,
        listing_as_of=held.as_of,
        nearest=nearest,
        soonest=soonest,
        second=second,
        online=online,
        contact=own.contact,
        meetings=ways.counts.get(slug, 0),
        not_checked=not _checked(own, meetings=(nearest, online), now=now),
        known_in_uk=programme.known_in_uk,
        paused=programme.paused_at is not None,
        unsaid=ways.unsaid.get(slug, 0),
        medicines=_stance(programme) if search.medicines else None,
    )


def _stance(programme: Programme) -> Stance | None:
    """What it says of prescribed medicines, with its source: nothing else is passed on."""
    if not programme.medicines_source or programme.medicines_on is None:
        return None
    return Stance(programme.medicines, programme.medicines_source, programme.medicines_on)


def _meetings(slug: str, ways: _Ways, *, grown_up: bool) -> tuple[WayIn | None, ...]:
    """The nearest, the soonest, the second and the online meeting of a programme.

    No list says how old those are who come. So where a programme is not for young people alone, a young person
    is sent to none of its meetings but those kept for them: to whoever answers its telephone instead.
    """
    nearest, soonest = ways.way(ways.nearest.get(slug)), ways.way(ways.soonest.get(slug))
    second, online = ways.second(slug), ways.way(ways.online.get(slug), from_afar=True)
    found = (nearest, soonest, second, online)
    return (
        tuple(way if way and Restriction.YOUNG_PEOPLE in way.restricted_to else None for way in found)
        if grown_up
        else found
    )


def _block(programme: Programme, kind: Kind, search: Search) -> Block:
    """Staff-run groups and recovery communities stand beside; family has its own place until asked for."""
    if kind is Kind.STAFF_RUN:
        return Block.STAFF
    if kind in BESIDE:
        return Block.COMMUNITY
    return Block.GROUPS if search.who or Who.ME in programme.serves else Block.FAMILY


def _band(own: OwnWays, *, nearest: WayIn | None, online: WayIn | None, within: float, now: dt.datetime) -> Band:
    """Reach, by fact alone: widening the distance moves the first line and nothing else (clause 5)."""
    if nearest and nearest.miles is not None and nearest.miles <= within:
        return Band.REACHABLE
    answers = own.from_afar_until is not None and now.date() <= own.from_afar_until
    return Band.ONLINE if online or answers else Band.NOT_NEAR


def _checked(own: OwnWays, *, meetings: tuple[WayIn | None, ...], now: dt.datetime) -> bool:
    """Has any way in been checked within six months: a contact of its own, or a meeting still fresh?"""
    fresh = any(way and way.freshness == Freshness.FRESH for way in meetings)
    return fresh or (own.checked_until is not None and now.date() <= own.checked_until)
