"""Invented directories for property tests: programmes and meetings with no database behind them."""

import datetime as dt
import uuid
from dataclasses import replace

from hypothesis import strategies as st

from directory.cautions import Cautions
from directory.classification import TESTS, stands_for
from directory.following import Directory, Held
from directory.freshness import STALE_AFTER
from directory.index import MeetingIndex
from directory.listed import Listed
from directory.places import Place, Point
from directory.recurrence import Repeats, Span
from directory.search import DISTANCES, KEPT_FOR, USUAL_MILES, Order, Search
from directory.traits import Fact
from directory.vocabulary import Answer, Approach, Mode, Nation, Problem, Who
from directory.wanted import Soon, Wanted
from tests.conftest import NOW
from tests.factories import MeetingFactory, ProgrammeFactory

times = st.builds(dt.time, st.integers(0, 23), st.sampled_from([0, 30]))
points = st.builds(Point, st.floats(53.3, 53.7), st.floats(-2.6, -1.9))
cells = st.sampled_from(["m1-1", "m1", "leeds", "ls1-4", "eh1-1", "bt1", "newport-gwent"])

CHRISTMAS = Span(dt.date(2026, 12, 21), dt.date(2027, 1, 3))

_programmes = st.fixed_dictionaries(
    {
        "approach": st.sampled_from(Approach.values),
        "serves": st.sampled_from([["me"], ["someone_close"], ["young_person"], ["me", "someone_close"]]),
        "problems": st.sampled_from([[], ["alcohol"], ["drugs", "alcohol"], ["cocaine"], ["gambling"]]),
        "nations": st.sampled_from([[], ["england"], ["scotland", "wales"]]),
        "is_twelve_step": st.booleans(),
        "run_by": st.sampled_from(["members", "members", "members", "recovery_organisation", "service", "company"]),
        "charges_no_fee": st.sampled_from(["yes", "yes", "unknown", "no"]),
        "recruits": st.sampled_from(["unknown", "unknown", "no", "yes"]),
        "medicines": st.sampled_from(["not_known", "welcomes", "varies", "tells_to_stop"]),
        "under_18s": st.sampled_from(["unknown", "no", "yes"]),
        "safeguarding": st.sampled_from(["unknown", "yes", "no"]),
        "known_in_uk": st.booleans(),
        "paused_at": st.sampled_from([None, None, NOW]),
        "retired_at": st.sampled_from([None, None, None, NOW]),
    }
)
_meetings = st.fixed_dictionaries(
    {
        "mode": st.sampled_from(["in_person", "in_person", "online", "hybrid", "phone"]),
        "point": points,
        "repeats": st.builds(
            Repeats,
            kind=st.just("weekly"),
            weekday=st.integers(1, 7),
            at=times,
            breaks=st.sampled_from([(), (), (Span(dt.date(2026, 11, 20), None),), (CHRISTMAS,)]),
        ),
        "cautions": st.sampled_from([Cautions(), Cautions(nation="england", closed=(CHRISTMAS,), says_when=True)]),
        "restricted_to": st.sampled_from([(), (), (), ("women",), ("men",), ("profession",)]),
        "run_by": st.sampled_from(["", "", "", "members", "service", "recovery_organisation"]),
        "seen_at": st.sampled_from([NOW, NOW - dt.timedelta(days=250), NOW - STALE_AFTER - dt.timedelta(days=3)]),
        "openness": st.sampled_from(["open", "closed", "unknown"]),
        **dict.fromkeys(("step_free", "hearing_loop", "children_welcome", "newcomers"), st.sampled_from(Answer.values)),
        "language": st.sampled_from(["", "", "Polish", "British Sign Language"]),
        "group": st.sampled_from(["", "Café of Friends"]),
        "minutes": st.sampled_from([0, 60, 90]),
    }
)


@st.composite
def directories(draw):
    """Up to a dozen programmes, up to thirty meetings among them."""
    drawn = draw(st.lists(_programmes, min_size=1, max_size=12))
    keys = draw(st.permutations(range(len(drawn))))
    programmes = [
        ProgrammeFactory.build(slug=f"programme-{at}", rotation_key=f"{keys[at]:012x}", **facts)
        for at, facts in enumerate(drawn)
    ]
    listed = [
        meeting(draw(st.sampled_from(programmes)), at, **facts)
        for at, facts in enumerate(draw(st.lists(_meetings, max_size=30)))
    ]
    return directory_of(programmes, listed)


def meeting(programme, at, *, restricted_to=(), **facts):
    """A row of the index; what is said of run_by or the five tests is the meeting's own answer."""
    own = {field: facts.pop(field) for field in ("run_by", *TESTS) if field in facts}
    kind = MeetingFactory.build(programme=programme, **own).kind
    return Listed(
        meeting=uuid.UUID(int=at),
        programme=programme.slug,
        name=f"Invented meeting {at}",
        zone="Europe/London",
        venue=uuid.UUID(int=at + 1000),
        venue_name=f"Invented Hall {at}",
        address="1 Example Street",
        postcode="",
        restricted_to=restricted_to,
        admits_all=set(restricted_to) <= programme.admits,
        kept_for=tuple(sorted({*restricted_to, *programme.admits})),
        kind="" if kind is programme.kind else kind,
        stands_for=stands_for(kind, programme.kind),
        confirmed_at=None,
        **facts,
    )


def directory_of(programmes, listed=()):
    holdings = {(programme.slug, "england"): Held("part", NOW.date()) for programme in programmes[::2]}
    return Directory(
        1,
        {programme.slug: programme for programme in programmes},
        {programme.slug: programme.kind for programme in programmes},
        holdings,
        MeetingIndex.of(listed),
        holds_real=False,
    )


wanted = st.builds(
    Wanted,
    days=st.frozensets(st.integers(1, 7), max_size=3),
    after=st.none() | times,
    before=st.none() | times,
    mode=st.sampled_from(["", "", *Mode.values]),
    soon=st.sampled_from(["", "", *map(str, Soon)]),
    facts=st.frozensets(st.sampled_from([str(fact) for fact in Fact]), max_size=2),
    kept_for=st.frozensets(st.sampled_from([str(each) for each in KEPT_FOR]), max_size=1),
    language=st.sampled_from(["", "", "polish", "welsh"]),
    words=st.sampled_from(["", "", "hall", "cafe friends", "nowhere"]),
)
places = st.builds(
    Place,
    label=st.just("Somewhere"),
    cell=cells,
    point=points,
    precision=st.just("sector"),
    nation=st.sampled_from(Nation.values),
)
searches = st.builds(
    Search,
    place=places,
    miles=st.sampled_from(DISTANCES),
    widens=st.just(False),
    wanted=wanted,
    who=st.sampled_from(["", "", *Who.values]),
    problems=st.frozensets(st.sampled_from([str(problem) for problem in Problem]), max_size=2),
    medicines=st.booleans(),
    order=st.sampled_from(Order),
)
widening = searches.map(lambda search: replace(search, miles=USUAL_MILES, widens=True))
moments = st.datetimes(
    dt.datetime(2026, 11, 1), dt.datetime(2027, 4, 30), timezones=st.just(dt.UTC)
)  # over a change of the clocks
