"""Each definition by one person's story: what happened on which day, and in which figures they are then counted."""

import datetime as dt

import pytest

from directory.models import Programme
from directory.vocabulary import Approach
from referrals.models import Episode, InTreatment, Mark, Person, Step
from referrals.reports import counting
from referrals.reports.counting import Asked
from referrals.reports.measures import (
    BY_KEY,
    CELLS,
    FAMILIES,
    IN_TREATMENT,
    MEASURES,
    MODES,
    NOT_KNOWN,
    RELATIONS,
    Phase,
    once,
)
from referrals.reports.periods import Quarter
from tests.factories import ProgrammeFactory
from tests.oracles import measures as oracle
from tests.referrals.factories import (
    ConsentFactory,
    ContactFactory,
    EpisodeFactory,
    OfferFactory,
    PersonFactory,
    PlanFactory,
    ReferralFactory,
    ReviewFactory,
    ServiceFactory,
)

pytestmark = pytest.mark.django_db
FIRST = dt.date(2026, 1, 12)  # day 0, a Monday; day 112 is in summer time
QUARTER = Quarter.of(FIRST)
KNOWN_BY = dt.datetime(2026, 7, 24, 2, 0, tzinfo=dt.UTC)  # the quarter is whole
NOON, BEFORE_MIDNIGHT, AFTER_MIDNIGHT = dt.time(12), dt.time(22, 30), dt.time(23, 30)  # in UTC, of a summer’s day


def on(day, clock=NOON):
    return dt.datetime.combine(FIRST + dt.timedelta(days=day), clock, tzinfo=dt.UTC)


def programme_of(name):
    approach = {"tools": Approach.TOOLS}.get(name, Approach.TWELVE_STEP)
    return Programme.objects.filter(slug=name).first() or ProgrammeFactory(slug=name, approach=approach)


class Somebody:
    """Everything is recorded at noon of a numbered day; day 0 is that of the first offer."""

    def __init__(self, setting="community", kind="client", **facts):
        service = ServiceFactory(setting=setting)
        self.person = PersonFactory(service=service, kind=kind, episode=False, **facts)
        self.episode = EpisodeFactory(person=self.person, started_on=FIRST - dt.timedelta(days=70))
        self.referrals, self.plans = {}, []

    def offered(self, state="looked_at", day=0, talked_about=(), interested=(), already=False, clock=NOON):
        if self.episode.introduced_on is None:
            self.episode.introduced_on, self.episode.already_going = FIRST + dt.timedelta(days=day), already
            self.episode.save()
        nothing_shown = {"snapshot": None} if state in {"not_yet", "rather_not"} else {}
        not_yet = {"not_yet": "unwell", "due_on": FIRST} if state == "not_yet" else {}
        lapsed = {"lapsed_at": on(day, clock), "lapsed_because": "newer"}
        offer = OfferFactory(
            person=self.person,
            episode=self.episode,
            state=state,
            made_at=on(day, clock),
            **nothing_shown,
            **not_yet,
            **lapsed,
        )
        facts = {"service": offer.service, "person": self.person, "offer": offer}
        for approach in talked_about:
            Mark.objects.create(**facts, approach=approach, said="talked_about")
        for name in interested:
            Mark.objects.create(**facts, programme=programme_of(name), said="interested")
        return self

    def option(self, name):
        if name not in self.referrals:
            offer = self.person.offers.latest("made_at")
            self.referrals[name] = ReferralFactory(person=self.person, offer=offer, programme=programme_of(name))
        return self.referrals[name]

    def _step(self, act, after, name, at):
        referral = self.option(name)
        referral.version += 1
        referral.save()
        Step.objects.create(
            service=referral.service,
            person=self.person,
            referral=referral,
            act=act,
            before="introduce",
            after=after,
            number=referral.version,
            at=at,
            by=self.person.keyworker,
        )
        return self

    def wants(self, name="steps", day=0, clock=NOON):
        return self._step("choose", "connect", name, on(day, clock))

    def not_now(self, name="steps", day=0):
        return self._step("put_off", "not_now", name, on(day))

    def not_for_me(self, name="steps", day=0):
        return self._step("rule_out", "never", name, on(day))

    def told_more(self, name="steps", day=0):
        return self._step("explain", "introduce", name, on(day))

    def rang(self, who, reached, name="steps", day=0):
        consent = ConsentFactory(person=self.person)
        ContactFactory(
            person=self.person, referral=self.option(name), who=who, reached=reached, consent=consent, at=on(day)
        )
        return self

    def plans_for(self, day, name="steps", with_whom="myself", made=0):
        self.wants(name, made)
        self.plans.append(
            PlanFactory(
                person=self.person,
                referral=self.option(name),
                on=FIRST + dt.timedelta(days=day),
                with_whom=with_whom,
                made_at=on(made),
            )
        )
        return self

    def says(self, how, day, name="steps", told=None, of_the_plan=True, kind="mutual_aid", clock=NOON, **answers):
        """How it went on ``day``, as they say on that day or when ``told``."""
        plan = self.plans[-1] if of_the_plan and self.plans else None
        ReviewFactory(
            person=self.person,
            referral=self.option(name),
            plan=plan,
            how=how,
            meeting_kind=kind,
            visit_on=FIRST + dt.timedelta(days=day),
            asked_at=on(day if told is None else told, clock),
            **answers,
        )
        return self

    def leaves(self, ending, day):
        self.episode.ended_on, self.episode.ending = FIRST + dt.timedelta(days=day), ending
        self.episode.way_back = "" if ending == "died" else "given"
        self.episode.ended_by = self.person.keyworker
        self.episode.save()
        return self

    def comes_back(self, day):
        self.episode = EpisodeFactory(person=self.person, started_on=FIRST + dt.timedelta(days=day))
        self.referrals = {}
        return self

    def cells(self, phase=Phase.HERE):
        """Every cell with them in it, on that clock; the walk over their history says the same."""
        service = self.person.service_id
        counted = counting.count(Asked(QUARTER, KNOWN_BY, service=service))
        assert counted == oracle.count(oracle.everybody(), QUARTER, KNOWN_BY, service=service)
        of_phase = [cells for unit, cells in counted.items() if unit.phase == phase]
        return {cell for cells in of_phase for cell, number in cells.items() if number}


def went_once():
    return Somebody().offered().plans_for(7).says("went", 7, times="once")


# What is looked at beside the cells of the measure itself.
BESIDE = {
    "already_going": {"introduced"},
    "left": {"introduced"},
    "informed": {"would_rather_not", "introduced"},
    "linked": set(MODES),
    "connected": {"once"},
    "still": {"once"},
    "qs11": {"alcohol", "alcohol_told"},
    "not_known": {"once", "planned"},
    "community": {"once"},
    "couldnt_reach": {"in_the_way"},
}

# {measure: [(what happened, told day by day, the cells with them in it)]}
STORIES = {
    "introduced": [
        ("shown every option on the first day", lambda: Somebody().offered(), {"introduced"}),
        ("not today, and that is a first time too", lambda: Somebody().offered("not_yet"), {"introduced"}),
        ("in treatment, and nobody has brought it up", lambda: Somebody(), set()),
        ("brought up a day before the quarter", lambda: Somebody().offered(day=-12), set()),
        ("on the last day of the quarter", lambda: Somebody().offered(day=78), {"introduced"}),
        ("on the first day of the next", lambda: Somebody().offered(day=79), set()),
        (
            "in an earlier time in treatment, and now again for the first time in this one",
            lambda: Somebody().offered(day=-60).leaves("completed", -30).comes_back(-5).offered(),
            {"introduced"},
        ),
    ],
    "already_going": [
        ("had been last week", lambda: Somebody().offered(already=True), {"already_going"}),
        ("had never been", lambda: Somebody().offered(), {"introduced"}),
        ("goes, and went again", lambda: Somebody().offered(already=True).says("went", 9), {"already_going"}),
    ],
    "left": [
        ("died on day 111", lambda: Somebody().offered().leaves("died", 111), {"left"}),
        ("moved to another service", lambda: Somebody().offered().leaves("transfer", 20), {"left"}),
        ("taken into custody", lambda: Somebody().offered().leaves("custody", 20), {"left"}),
        ("when all sixteen weeks were over", lambda: Somebody().offered().leaves("custody", 112), {"introduced"}),
        ("completed as planned", lambda: Somebody().offered().leaves("completed", 20), {"introduced"}),
        (
            "moved on from a ward, where a new clock starts",
            lambda: Somebody("inpatient").offered().leaves("transfer", 9),
            {"introduced"},
        ),
    ],
    "informed": [
        ("looked at together", lambda: Somebody().offered(), {"introduced", "informed"}),
        ("printed", lambda: Somebody().offered("printed"), {"introduced", "informed"}),
        ("not today", lambda: Somebody().offered("not_yet"), {"introduced"}),
        ("not today, then shown", lambda: Somebody().offered("not_yet").offered(day=9), {"introduced", "informed"}),
        ("would rather not", lambda: Somebody().offered("rather_not"), {"introduced", "would_rather_not"}),
        (
            "would rather not, then sent",
            lambda: Somebody().offered("rather_not").offered("sent", day=50),
            {"introduced", "informed"},
        ),
        (
            "shown at half past eleven in the last evening",
            lambda: Somebody().offered("not_yet").offered(day=111, clock=BEFORE_MIDNIGHT),
            {"introduced", "informed"},
        ),
        (
            "shown half an hour after midnight in London, when it is still the day before in UTC",
            lambda: Somebody().offered("not_yet").offered(day=111, clock=AFTER_MIDNIGHT),
            {"introduced"},
        ),
    ],
    "chose": [
        ("wants to try one", lambda: Somebody().offered().wants(), {"chose"}),
        ("says not now of one", lambda: Somebody().offered().not_now(), {"chose"}),
        ("says not for me of one", lambda: Somebody().offered().not_for_me(), {"chose"}),
        ("was told more of one", lambda: Somebody().offered().told_more(), set()),
        ("chose too late", lambda: Somebody().offered().wants(day=112), set()),
    ],
    "planned": [
        ("planned a visit", lambda: Somebody().offered().plans_for(7), {"planned"}),
        ("wants to, and planned nothing", lambda: Somebody().offered().wants(), set()),
        ("planned it on day 112", lambda: Somebody().offered().plans_for(120, made=112), set()),
    ],
    "linked": [
        (
            "the worker rang the helpline",
            lambda: Somebody().offered().rang("worker", "helpline"),
            {"linked", "by_worker"},
        ),
        ("rang a member together", lambda: Somebody().offered().rang("together", "member"), {"linked", "by_peer"}),
        ("rang by themselves", lambda: Somebody().offered().rang("person", "member"), set()),
        ("left a message", lambda: Somebody().offered().rang("worker", "message"), set()),
        (
            "went with a peer",
            lambda: Somebody().offered().plans_for(7, with_whom="peer").says("went", 7),
            {"linked", "accompanied"},
        ),
        (
            "was to go with a peer, and did not",
            lambda: Somebody().offered().plans_for(7, with_whom="peer").says("not_this_time", 7),
            set(),
        ),
        (
            "rang together and planned on one day, asked twice within six weeks",
            lambda: Somebody().offered().rang("together", "member").plans_for(7).says("went", 8).says("rather_not", 42),
            {"linked", "by_peer", "intensive"},
        ),
        (
            "the same, asked the second time on day 43",
            lambda: Somebody().offered().rang("together", "member").plans_for(7).says("went", 8).says("rather_not", 43),
            {"linked", "by_peer"},
        ),
    ],
    "once": [
        ("went", lambda: went_once(), {"once"}),
        ("left early", lambda: Somebody().offered().plans_for(7).says("left_early", 7), {"once"}),
        ("not this time", lambda: Somebody().offered().plans_for(7).says("not_this_time", 7), set()),
        ("on day 111", lambda: Somebody().offered().plans_for(111).says("went", 111), {"once"}),
        ("on day 112", lambda: Somebody().offered().plans_for(112).says("went", 112), set()),
        (
            "on day 111, and told three weeks later",
            lambda: Somebody().offered().plans_for(111).says("went", 111, told=133),
            {"once"},
        ),
        (
            "told after we looked",
            lambda: Somebody().offered().plans_for(111).says("went", 111, told=193),
            set(),
        ),
        (
            "to a group run by staff",
            lambda: Somebody().offered().plans_for(7).says("went", 7, kind="service_run"),
            set(),
        ),
        (
            "in prison, before they were out",
            lambda: Somebody("prison").offered().plans_for(7).says("went", 7).leaves("completed", 7),
            {"once"},
        ),
        (
            "in prison, the day after they were out: that is the other clock’s",
            lambda: Somebody("prison").offered().plans_for(8).says("went", 8).leaves("completed", 7),
            set(),
        ),
    ],
    "connected": [
        ("once, and nobody asked again", went_once, {"once"}),
        (
            "more than once since we last asked",
            lambda: Somebody().offered().plans_for(7).says("went", 7, times="more"),
            {"once", "connected"},
        ),
        (
            "two visits",
            lambda: went_once().plans_for(14).says("went", 14),
            {"once", "connected"},
        ),
        ("one visit, asked about twice", lambda: went_once().says("went", 7, told=9), {"once"}),
        ("two visits without a plan", lambda: went_once().says("went", 20, of_the_plan=False), {"once", "connected"}),
        ("once, then lost touch", lambda: went_once().says("lost_touch", 20), {"once"}),
        ("once, then not again", lambda: went_once().says("not_this_time", 20), {"once"}),
        (
            "once, and leaves it for now",
            lambda: Somebody().offered().plans_for(7).says("went", 7, and_now="leave_it"),
            {"once"},
        ),
        ("never asked", lambda: Somebody().offered().wants(), set()),
        (
            "once to a peer-led one, once to one run by staff",
            lambda: went_once().says("went", 14, "staff", kind="service_run", of_the_plan=False),
            {"once"},
        ),
    ],
    "keep_going": [
        (
            "wants to keep going",
            lambda: Somebody().offered().plans_for(7).says("went", 7, and_now="keep_going"),
            {"keep_going"},
        ),
        (
            "wanted to, and then another",
            lambda: (
                Somebody()
                .offered()
                .plans_for(7)
                .says("went", 7, and_now="keep_going")
                .says("went", 14, and_now="try_another")
            ),
            set(),
        ),
        (
            "what is said later of a recovery community takes nothing away",
            lambda: (
                Somebody()
                .offered()
                .plans_for(7)
                .says("went", 7, and_now="keep_going")
                .says("went", 9, "community", kind="recovery_community", of_the_plan=False, and_now="try_another")
            ),
            {"keep_going"},
        ),
        (
            "has not been, and means to",
            lambda: Somebody().offered().plans_for(7).says("wasnt_on", 7, and_now="keep_going"),
            set(),
        ),
    ],
    "still": [
        ("most times it meets", lambda: went_once().says("went", 84, still="most"), {"once", "still"}),
        (
            "sometimes, and not this week",
            lambda: went_once().says("not_this_time", 84, still="sometimes"),
            {"once", "still"},
        ),
        ("stopped", lambda: went_once().says("not_this_time", 84, still="stopped"), {"once", "stopped"}),
        (
            "stopped, and had only ever been to one run by staff",
            lambda: Somebody().offered().plans_for(7).says("went", 7, kind="service_run", still="stopped"),
            set(),
        ),
        ("would rather not say", lambda: went_once().says("went", 84, still="rather_not"), {"once"}),
        ("nobody asked", went_once, {"once"}),
        ("lost touch, so nobody could", lambda: went_once().says("lost_touch", 60), {"once"}),
        (
            "leaves it for now, and nothing since",
            lambda: Somebody().offered().plans_for(7).says("went", 7, and_now="leave_it"),
            {"once"},
        ),
        (
            "sometimes, and three weeks later stopped",
            lambda: went_once().says("went", 84, still="sometimes").says("not_this_time", 105, still="stopped"),
            {"once", "stopped"},
        ),
        (
            "asked after the sixteen weeks, of a visit within them",
            lambda: went_once().says("went", 100, told=113, still="most"),
            {"once"},
        ),
        (
            "goes most times to a group run by staff",
            lambda: went_once().says("went", 84, "staff", kind="service_run", of_the_plan=False, still="most"),
            {"once"},
        ),
    ],
    "involved": [
        ("swapped numbers", lambda: Somebody().offered().plans_for(7).says("went", 7, got=["swapped"]), {"involved"}),
        ("felt welcome", lambda: Somebody().offered().plans_for(7).says("went", 7, got=["welcome", "tool"]), set()),
        (
            "a job to do at a recovery community",
            lambda: went_once().says("went", 9, "community", kind="recovery_community", got=["job"]),
            set(),
        ),
    ],
    "two_programmes": [
        (
            "one of each of two programmes",
            lambda: went_once().plans_for(14, "tools").says("went", 14, "tools"),
            {"two_programmes"},
        ),
        ("two of one programme", lambda: went_once().plans_for(14).says("went", 14), set()),
    ],
    "community": [
        (
            "a recovery community",
            lambda: Somebody().offered().plans_for(7).says("went", 7, kind="recovery_community"),
            {"community"},
        ),
        (
            "allied peer support",
            lambda: Somebody().offered().plans_for(7).says("left_early", 7, kind="allied_peer_support"),
            {"community"},
        ),
        ("a peer-led meeting", went_once, {"once"}),
    ],
    "qs11": [
        (
            "told and planned with",
            lambda: Somebody(substances="alcohol", age_band="30_44").offered().plans_for(7),
            {"alcohol", "alcohol_told", "alcohol_supported"},
        ),
        (
            "told, rung for, and no visit planned",
            lambda: Somebody(substances="drugs_and_alcohol").offered().rang("worker", "helpline"),
            {"alcohol", "alcohol_told"},
        ),
        ("told", lambda: Somebody(substances="alcohol").offered(), {"alcohol", "alcohol_told"}),
        (
            "planned with, and not told of every option",
            lambda: Somebody(substances="alcohol").offered("not_yet").plans_for(7),
            {"alcohol"},
        ),
        ("under 18", lambda: Somebody(substances="alcohol", age_band="under_18").offered(), set()),
        ("opiates", lambda: Somebody(substances="opiates").offered().plans_for(7), set()),
    ],
    "not_known": [
        ("shown, and no visit planned", lambda: Somebody().offered(), set()),
        ("planned, nobody asked", lambda: Somebody().offered().plans_for(7), {"planned", "once_not_asked"}),
        (
            "lost touch",
            lambda: Somebody().offered().plans_for(7).says("lost_touch", 9),
            {"planned", "once_lost_touch"},
        ),
        (
            "would rather not say",
            lambda: Somebody().offered().plans_for(7).says("rather_not", 9),
            {"planned", "once_rather_not"},
        ),
        (
            "cannot recall",
            lambda: Somebody().offered().plans_for(7).says("cant_recall", 9),
            {"planned", "once_cant_recall"},
        ),
        ("went, then lost touch: that is known", lambda: went_once().says("lost_touch", 20), {"planned", "once"}),
        ("would rather not look", lambda: Somebody().offered("rather_not"), set()),
        ("ruled out all that came up", lambda: Somebody().offered().not_for_me().not_for_me("tools"), set()),
        (
            "ruled out one and put off another",
            lambda: Somebody().offered().not_for_me().not_now("tools"),
            set(),
        ),
        ("chose one, and ruled it out", lambda: Somebody().offered().wants().not_for_me(), set()),
        (
            "planned a visit, and ruled the option out: of that nobody was asked",
            lambda: Somebody().offered().plans_for(7).not_for_me(day=9),
            {"planned", "once_not_asked"},
        ),
        (
            "planned a visit, and would rather not look at others",
            lambda: Somebody().offered().plans_for(7).offered("rather_not", day=9),
            {"planned", "once_not_asked"},
        ),
        (
            "planned a visit, and did not go",
            lambda: Somebody().offered().plans_for(7).says("not_this_time", 7),
            {"planned"},
        ),
        (
            "planned too late to be asked in time",
            lambda: Somebody().offered().plans_for(120, made=112).says("not_asked", 120),
            set(),
        ),
        (
            "one run by staff, and of the peer-led one nobody asked",
            lambda: (
                Somebody()
                .offered()
                .plans_for(7)
                .says("not_asked", 7)
                .says("went", 9, "staff", kind="service_run", of_the_plan=False)
            ),
            {"planned", "once_not_asked"},
        ),
        (
            "one run by staff, and nothing else came up",
            lambda: Somebody().offered().plans_for(7).says("went", 7, kind="service_run"),
            {"planned"},
        ),
    ],
    "families": [
        (
            "two kinds were talked about, one of them interested",
            lambda: Somebody().offered(talked_about=["twelve_step", "tools"], interested=["tools"]),
            {"talked_twelve_step", "talked_tools", "wanted_tools"},
        ),
        ("chose one that they had not marked", lambda: Somebody().offered().wants("tools"), set()),
        (
            "marked one after the sixteen weeks",
            lambda: Somebody().offered().offered(day=112, interested=["tools"]),
            set(),
        ),
        ("nothing was talked about", lambda: Somebody().offered(), set()),
    ],
    "ways": [
        (
            "travel and nerves",
            lambda: Somebody().offered().plans_for(7).says("not_this_time", 7, in_the_way=["travel", "nerves"]),
            {"in_the_way", "way_travel", "way_nerves"},
        ),
        (
            "it was not on",
            lambda: Somebody().offered().plans_for(7).says("wasnt_on", 7),
            {"in_the_way", "way_wasnt_on"},
        ),
        (
            "did not say what",
            lambda: Somebody().offered().plans_for(7).says("not_this_time", 7, in_the_way=["not_said"]),
            set(),
        ),
    ],
    "couldnt_reach": [
        (
            "could not get in online",
            lambda: Somebody().offered().plans_for(7).says("couldnt_get_in", 7),
            {"in_the_way", "way_couldnt_get_in"},
        ),
        (
            "steps at the door",
            lambda: Somebody().offered().plans_for(7).says("not_this_time", 7, in_the_way=["access"]),
            {"in_the_way", "way_access"},
        ),
        (
            "did not fancy it",
            lambda: Somebody().offered().plans_for(7).says("not_this_time", 7, in_the_way=["didnt_fancy"]),
            {"in_the_way"},
        ),
    ],
}


EACH = [
    pytest.param(key, tell, cells, id=f"{key}: {happened}")
    for key, stories in STORIES.items()
    for happened, tell, cells in stories
]


@pytest.mark.parametrize(("key", "tell", "cells"), EACH)
def test_who_is_counted(key, tell, cells):
    watched = {*BY_KEY[key].of} | BESIDE.get(key, set())
    assert tell().cells() & watched == cells


def test_every_measure_has_a_story_that_is_counted_and_one_that_is_not():
    assert set(STORIES) == {measure.key for measure in MEASURES} - {IN_TREATMENT}
    for key, stories in STORIES.items():
        of = set(BY_KEY[key].of)
        assert any(cells & of for _happened, _tell, cells in stories), key
        assert any(not cells >= of for _happened, _tell, cells in stories), key


@pytest.mark.parametrize(
    ("tell", "cells"),
    [
        (lambda it: it.leaves("completed", 30), {"introduced", "informed", "planned", "once_not_asked"}),
        (lambda it: it.leaves("transfer", 30).says("went", 31), {"introduced", "once"}),
        (lambda it: it.leaves("completed", 30).says("went", 141), {"once"}),
        (lambda it: it.leaves("completed", 30).says("went", 142), {"once_not_asked"}),
        (lambda it: it.leaves("completed", 30).says("went", 30), {"once_not_asked"}),
        (lambda it: it.leaves("custody", 30), set()),
        (lambda it: it.leaves("died", 30), set()),
        (lambda it: it, set()),
    ],
)
def test_the_clock_starts_again_on_the_day_after_they_leave_a_closed_place(tell, cells):
    told = tell(Somebody("prison").offered().plans_for(7)).cells(Phase.AFTER)
    assert told >= cells
    assert bool(told) == bool(cells)


def test_nobody_leaves_a_service_in_the_community_into_another_clock():
    assert not Somebody().offered().leaves("transfer", 30).cells(Phase.AFTER)


@pytest.mark.parametrize(("told", "known"), [(7, 7), (2, 2), (1, None), (0, None)])
def test_a_number_in_treatment_below_those_recorded_since_is_not_known(told, known):
    it = Somebody().offered()
    other = PersonFactory(service=it.person.service, episode=False)
    EpisodeFactory(
        person=other, introduced_on=FIRST, already_going=True, area="E00000001", started_on=FIRST - dt.timedelta(9)
    )
    Episode.objects.filter(pk=it.episode.pk).update(area="E00000001")
    tell_in_treatment(it, people=told)
    assert in_treatment(it) == known


def test_a_number_for_one_area_says_nothing_of_a_service_that_works_for_two():
    it = Somebody().offered()
    tell_in_treatment(it, people=50)
    assert in_treatment(it) is None, "nobody has said who pays for them"
    Episode.objects.filter(pk=it.episode.pk).update(area="E00000002")
    assert in_treatment(it) is None
    tell_in_treatment(it, people=20, area="E00000002")
    assert in_treatment(it) == 70
    assert in_treatment(it, area="E00000002") == 20


def test_a_number_told_after_we_looked_is_not_known_yet():
    it = Somebody().offered()
    Episode.objects.filter(pk=it.episode.pk).update(area="E00000001")
    tell_in_treatment(it, people=50, said_at=KNOWN_BY)
    assert in_treatment(it) is None


def tell_in_treatment(it, *, people, area="E00000001", said_at=KNOWN_BY - dt.timedelta(days=9)):
    it_was = {"said_by": it.person.keyworker, "said_at": said_at, "quarter": QUARTER.first}
    InTreatment.objects.create(service=it.person.service, area=area, people=people, **it_was)


def in_treatment(it, **whose):
    [cells] = counting.count(Asked(QUARTER, KNOWN_BY, **whose or {"service": it.person.service_id})).values()
    return cells.get(IN_TREATMENT)


def test_families_are_counted_apart_from_clients():
    client = Somebody().offered()
    close = PersonFactory(service=client.person.service, kind="someone_close", episode=False)
    EpisodeFactory(person=close, introduced_on=FIRST, started_on=FIRST)
    counted = counting.count(Asked(QUARTER, KNOWN_BY, service=client.person.service_id))
    assert {unit.kind: cells["introduced"] for unit, cells in counted.items()} == {"client": 1, "someone_close": 1}


def test_a_keyworkers_figures_are_of_their_own_people():
    it = Somebody().offered()
    PersonFactory(service=it.person.service, episode__introduced_on=FIRST)
    asked = Asked(QUARTER, KNOWN_BY, service=it.person.service_id, worker=it.person.keyworker_id)
    assert [cells["introduced"] for cells in counting.count(asked).values()] == [1]
    assert counting.behind(asked, "informed", phase="here", kind="client") == [it.person.pk]


@pytest.mark.parametrize(("days", "is_counted"), [(111, False), (112, True)])
def test_nobody_is_counted_before_their_sixteen_weeks_are_over(days, is_counted):
    it = Somebody().offered()
    just_after_midnight = on(days - 1, AFTER_MIDNIGHT)  # of London, where it is the next day
    asked = Asked(QUARTER, just_after_midnight, service=it.person.service_id)
    assert bool(counting.count(asked)) == is_counted
    assert counting.not_yet(asked) == (not is_counted)


def test_every_cell_belongs_to_a_measure_or_stands_beside_one():
    of = {cell for measure in MEASURES for cell in measure.of}
    beside = {cell for cells in BESIDE.values() for cell in cells}
    assert {*CELLS, IN_TREATMENT} == of | beside
    assert {measure.among for measure in MEASURES} <= {*CELLS, IN_TREATMENT}
    assert len(BY_KEY) == len(MEASURES)


def test_every_relation_is_of_cells_that_are_counted():
    for relation in RELATIONS:
        parts = getattr(relation, "parts", None) or relation.by
        assert {*parts, relation.whole} <= set(CELLS)


def test_the_kinds_of_not_knowing_and_of_people_are_those_recorded():
    assert set(map(once, NOT_KNOWN)) <= set(CELLS)
    assert set(FAMILIES) == set(Approach.values)
    assert set(Person.Kind.values) == {"client", "someone_close"}
