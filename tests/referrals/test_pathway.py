"""What may be recorded, by whom, and what becomes of it. Any order of acts keeps every promise."""

import datetime as dt
import itertools
import uuid

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mutualaid.audit.models import Event
from referrals import access, pathway, stages
from referrals.models import Consent, Episode, Mark, Offer, Person, Plan, Referral, Review, Step
from referrals.pathway import Asked, ChangedMeanwhile, Introduced, NotRecorded, Planned, Said
from referrals.stages import DUE, NEXT, Act, Stage
from tests.conftest import NOW
from tests.factories import ProgrammeFactory
from tests.oracles.pathway import Follower
from tests.referrals.factories import (
    TODAY,
    PersonFactory,
    ReferralFactory,
    ServiceFactory,
    SnapshotFactory,
    WorkerFactory,
)

pytestmark = pytest.mark.django_db
WEEK = dt.timedelta(days=7)


@pytest.fixture
def person():
    return PersonFactory()


@pytest.fixture
def by(person):
    return person.keyworker


def introduced(person, by, *said, state="looked_at", at=NOW, **more):
    what = Introduced(state=state, said=tuple(Said(ProgrammeFactory(), each) for each in said), **more)
    return pathway.introduce(person, snapshot=SnapshotFactory(), what=what, by=by, at=at)


def planned(referral, by, **more):
    facts = {"on": TODAY + dt.timedelta(days=2), "with_whom": "peer", "safety": "no"} | more
    return pathway.plan(referral, Planned(**facts), by=by, at=NOW)


# --- Coming in ------------------------------------------------------------------------------------


def test_somebody_new_is_in_treatment_from_the_day_it_started_before_anything_is_introduced():
    service = ServiceFactory(setting="prison")
    by = WorkerFactory(service=service)
    person = pathway.add_person(service, reference=" rh-2041 ", started_on=TODAY - WEEK, by=by, at=NOW)
    person = Person.objects.visible_to(by).get(pk=person.pk)
    assert person.reference == "RH-2041"
    assert b"2041" not in bytes(person.reference_sealed)
    assert person.keyworker == by
    episode = person.episodes.get()
    assert (episode.started_on, episode.setting, episode.ended_on) == (TODAY - WEEK, "prison", None)
    assert Event.objects.get().what == "person.added"


def test_a_reference_is_known_once_in_a_service_and_may_be_known_in_another():
    person = PersonFactory(reference="RH-1")
    with pytest.raises(pathway.AlreadyKnown) as known:
        pathway.add_person(person.service, reference="rh-1", started_on=TODAY, by=person.keyworker, at=NOW)
    assert known.value.person == person
    elsewhere = ServiceFactory()
    assert pathway.add_person(
        elsewhere, reference="RH-1", started_on=TODAY, by=WorkerFactory(service=elsewhere), at=NOW
    )


def test_nobody_adds_to_a_service_they_do_not_work_for():
    with pytest.raises(access.Denied):
        pathway.add_person(ServiceFactory(), reference="RH-1", started_on=TODAY, by=WorkerFactory(), at=NOW)


def test_treatment_does_not_start_tomorrow():
    service = ServiceFactory()
    with pytest.raises(NotRecorded, match="today or before"):
        pathway.add_person(
            service, reference="RH-1", started_on=TODAY + WEEK, by=WorkerFactory(service=service), at=NOW
        )
    assert not Person.objects.exists()


def test_a_stranger_records_nothing(person):
    stranger = WorkerFactory(service=person.service)
    referral = ReferralFactory(person=person)
    for act in (
        lambda: introduced(person, stranger),
        lambda: planned(referral, stranger),
        lambda: pathway.put_off(referral, by=stranger, at=NOW),
        lambda: pathway.set_facts(person, {"age_band": "18_29"}, by=stranger, at=NOW),
        lambda: pathway.end(person, ending="completed", ended_on=TODAY, way_back="given", by=stranger, at=NOW),
        lambda: pathway.hand_over(person, to=stranger, by=stranger, at=NOW),
    ):
        with pytest.raises(access.Denied):
            act()


def test_handing_over_moves_them_to_another_s_list(person, by):
    to = WorkerFactory(service=person.service)
    pathway.hand_over(person, to=to, by=by, at=NOW)
    assert not Person.objects.visible_to(by).exists()
    assert Person.objects.visible_to(to).get().handed_over_at == NOW
    assert pathway.take_on(person, by=to, at=NOW).handed_over_at is None
    with pytest.raises(NotRecorded, match="works for this service"):
        pathway.hand_over(person, to=WorkerFactory(), by=to, at=NOW)


# --- Introduce ------------------------------------------------------------------------------------


def test_what_was_said_decides_where_each_option_stands(person, by):
    offer = introduced(person, by, "interested", "not_now", "never", "know_more", "been_before")
    stages_now = [referral.stage for referral in person.referrals.order_by("programme__pk")]
    assert sorted(stages_now) == sorted(["connect", "not_now", "never", "introduce", "introduce"])
    assert offer.informed
    assert all(referral.offer == offer for referral in person.referrals.all())


def test_somebody_may_have_been_before_and_be_interested(person, by):
    programme = ProgrammeFactory()
    what = Introduced(state="looked_at", said=(Said(programme, "been_before"), Said(programme, "interested")))
    pathway.introduce(person, snapshot=SnapshotFactory(), what=what, by=by, at=NOW)
    assert person.referrals.get().stage == "connect"
    assert set(Mark.objects.values_list("said", flat=True)) == {"been_before", "interested"}


def test_a_newer_offer_makes_the_last_lapse_and_loops_go_on(person, by):
    first = introduced(person, by, "interested")
    referral = person.referrals.get()
    what = Introduced(state="printed", said=(Said(referral.programme, "not_now"),))
    pathway.introduce(person, snapshot=SnapshotFactory(), what=what, by=by, at=NOW + WEEK)
    first.refresh_from_db()
    referral.refresh_from_db()
    assert first.lapsed_because == "newer"
    assert (referral.stage, referral.offer) == ("not_now", first)
    assert person.referrals.count() == 1


def test_not_today_wants_a_reason_and_a_day_and_counts_as_not_informed(person, by):
    with pytest.raises(NotRecorded, match="say why"):
        introduced(person, by, state="not_yet")
    offer = introduced(person, by, "interested", state="not_yet", not_yet="unwell", due_on=TODAY + WEEK)
    assert not offer.informed
    assert person.referrals.get().stage == "connect"  # work goes on


def test_who_would_rather_not_look_has_marked_nothing(person, by):
    assert introduced(person, by, state="rather_not")
    with pytest.raises(NotRecorded, match="would rather not"):
        introduced(person, by, "interested", state="rather_not")


def test_an_offer_stands_for_a_year_in_its_district(person, by):
    offer = introduced(person, by, district="E00000001")
    standing = Offer.objects.filter(person=person)
    assert standing.standing(at=NOW + dt.timedelta(days=364)).exists()
    assert not standing.standing(at=NOW + dt.timedelta(days=365)).exists()
    assert pathway.lapse_elsewhere(person, district="E00000001", by=by, at=NOW) == 0
    assert pathway.lapse_elsewhere(person, district="E00000002", by=by, at=NOW) == 1
    offer.refresh_from_db()
    assert offer.lapsed_because == "district"


def test_old_offers_lapse_by_themselves(person, by):
    introduced(person, by)
    assert pathway.lapse_old(at=NOW) == 0
    assert pathway.lapse_old(at=NOW + dt.timedelta(days=366)) == 1
    assert Offer.objects.get().lapsed_because == "year"


def test_another_option_comes_up_only_where_all_of_them_were_shown(person, by):
    with pytest.raises(NotRecorded, match="Show every option first"):
        pathway.bring_up(person, ProgrammeFactory(), by=by, at=NOW)
    introduced(person, by)
    assert pathway.bring_up(person, ProgrammeFactory(), by=by, at=NOW).stage == "introduce"


# --- Connect --------------------------------------------------------------------------------------


def test_whoever_gets_in_touch_for_them_asked_first(person, by):
    referral = ReferralFactory(person=person)
    for consent in (None, consented(person, by, what="reminder"), consented(PersonFactory(), None)):
        with pytest.raises(NotRecorded, match="Ask them first"):
            pathway.contact(referral, who="together", reached="member", consent=consent, by=by, at=NOW)
    consent = consented(person, by)
    made = pathway.contact(referral, who="together", reached="member", consent=consent, by=by, at=NOW)
    assert made.consent == consent
    pathway.withdraw_consent(consent, by=by, at=NOW)
    with pytest.raises(NotRecorded, match="Ask them first"):
        pathway.contact(referral, who="worker", reached="member", consent=consent, by=by, at=NOW)
    assert pathway.contact(referral, who="person", reached="helpline", by=by, at=NOW)


def consented(person, by, what="contact"):
    by = by or person.keyworker
    return pathway.give_consent(person, what=what, whom="group", channel="telephone", by=by, at=NOW)


def test_a_plan_is_kept_in_their_words_sealed_and_asked_about_the_day_after(person, by):
    referral = ReferralFactory(person=person)
    plan = planned(referral, by, words="Go once, see who’s there", barriers=("nerves",), fixes=("company",))
    plan = Plan.objects.get(pk=plan.pk)
    assert plan.words == "Go once, see who’s there"
    assert "see who" not in str(bytes(plan.words_sealed))
    referral.refresh_from_db()
    assert (referral.stage, referral.due_on) == ("interest", TODAY + dt.timedelta(days=3))


@pytest.mark.parametrize("on", [TODAY - WEEK, TODAY + dt.timedelta(days=400)])
def test_a_plan_is_for_a_day_to_come(person, by, on):
    with pytest.raises(NotRecorded, match="from today on"):
        planned(ReferralFactory(person=person), by, on=on)


# --- Take an interest -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "and_now", "stage"),
    [
        ("went", "keep_going", "interest"),
        ("went", "try_another", "connect"),
        ("left_early", "leave_it", "not_now"),
        ("wasnt_on", "", "interest"),
        ("not_asked", "", "interest"),
        ("rather_not", "leave_it", "not_now"),
        ("lost_touch", "", "interest"),
    ],
)
def test_how_it_went_and_what_they_want_lead_on(person, by, how, and_now, stage):
    referral = ReferralFactory(person=person, stage="interest")
    pathway.ask(referral, Asked(how=how, and_now=and_now, ask_on=TODAY + WEEK), by=by, at=NOW)
    referral.refresh_from_db()
    assert (referral.stage, referral.due_on) == (stage, TODAY + WEEK)
    assert referral.last_review.how == how
    assert referral.last_review.setting == "community"


@pytest.mark.parametrize(
    "asked",
    [
        {"how": "not_asked", "got": ("spoke",)},
        {"how": "lost_touch", "and_now": "keep_going"},
        {"how": "not_this_time", "times": "once"},
        {"how": "went", "ask_on": TODAY},
    ],
)
def test_what_cannot_both_be_so_is_not_kept(person, by, asked):
    referral = ReferralFactory(person=person, stage="interest")
    with pytest.raises(NotRecorded):
        pathway.ask(referral, Asked(**({"ask_on": TODAY + WEEK} | asked)), by=by, at=NOW)
    assert not Review.objects.exists()


def test_nobody_is_asked_how_it_went_before_there_is_a_plan(person, by):
    with pytest.raises(stages.NoSuchStep):
        pathway.ask(ReferralFactory(person=person), Asked(how="went", ask_on=TODAY + WEEK), by=by, at=NOW)
    assert not Review.objects.exists()


# --- Ending ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", Episode.Ending.values)
def test_work_can_always_end_and_everything_open_ends_with_it(person, by, ending):
    introduced(person, by, "interested", "never", "not_now")
    way_back = "" if ending == "died" else "sent"
    pathway.end(person, ending=ending, ended_on=TODAY, way_back=way_back, by=by, at=NOW)
    assert not Referral.objects.open().exists()
    assert set(Referral.objects.values_list("stage", flat=True)) == {"ended"}
    assert Offer.objects.get().lapsed_because == "episode"
    with pytest.raises(NotRecorded, match="has ended"):
        introduced(person, by)


def test_a_way_back_is_always_written_and_mutual_aid_is_no_ending(person, by):
    with pytest.raises(NotRecorded, match="always written down"):
        pathway.end(person, ending="completed", ended_on=TODAY, way_back="", by=by, at=NOW)
    assert not [ending for ending in Episode.Ending.values if "aid" in ending]


def test_they_may_come_back_unless_they_died(person, by):
    pathway.end(person, ending="completed", ended_on=TODAY, way_back="given", by=by, at=NOW)
    pathway.start_episode(person, started_on=TODAY, by=by, at=NOW)
    with pytest.raises(NotRecorded, match="already"):
        pathway.start_episode(person, started_on=TODAY, by=by, at=NOW)
    pathway.end(person, ending="died", ended_on=TODAY, way_back="", by=by, at=NOW)
    with pytest.raises(NotRecorded, match="manager"):
        pathway.start_episode(person, started_on=TODAY, by=by, at=NOW)


# --- Two at once, and twice -----------------------------------------------------------------------


def test_what_was_recorded_meanwhile_is_told_and_not_overwritten(person, by):
    referral = ReferralFactory(person=person)
    seen = referral.version
    pathway.explain(referral, by=by, at=NOW, seen=seen)
    with pytest.raises(ChangedMeanwhile):
        pathway.rule_out(referral, by=by, at=NOW, seen=seen)
    with pytest.raises(ChangedMeanwhile):
        pathway.introduce(person, snapshot=SnapshotFactory(), what=Introduced(state="looked_at"), by=by, at=NOW, seen=0)


def test_a_button_pressed_twice_is_recorded_once(person, by):
    once, referral = uuid.uuid4(), ReferralFactory(person=person)
    what = Planned(on=TODAY, with_whom="myself", safety="no")
    first = pathway.plan(referral, what, by=by, at=NOW, seen=0, once=once)
    assert pathway.plan(referral, what, by=by, at=NOW, seen=0, once=once) == first
    asked = Asked(how="went", ask_on=TODAY + WEEK)
    again = uuid.uuid4()
    assert [pathway.ask(referral, asked, by=by, at=NOW, once=again).pk for _ in range(2)]
    assert Review.objects.count() == 1
    snapshot, page = SnapshotFactory(), uuid.uuid4()
    for _ in range(2):
        pathway.introduce(person, snapshot=snapshot, what=Introduced(state="sent"), by=by, at=NOW, once=page)
    assert Offer.objects.filter(snapshot=snapshot).count() == 1


# --- Any order of acts ----------------------------------------------------------------------------

acts = st.lists(st.tuples(st.sampled_from(Act), st.booleans()), max_size=12)


def do(act, referral, by):
    """One act as its page does it."""
    if act == Act.PLAN:
        planned(referral, by)
    elif act == Act.CONTACT:
        pathway.contact(referral, who="person", reached="message", by=by, at=NOW)
    elif act == Act.ASK:
        pathway.ask(referral, Asked(how="went", ask_on=TODAY + WEEK), by=by, at=NOW)
    elif act == Act.END:
        pathway.end(referral.person, ending="stopped_coming", ended_on=TODAY, way_back="kept", by=by, at=NOW)
    else:
        moves = {Act.EXPLAIN: pathway.explain, Act.CHOOSE: pathway.choose}
        moves |= {Act.PUT_OFF: pathway.put_off, Act.RULE_OUT: pathway.rule_out}
        moves[act](referral, by=by, at=NOW)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts)
def test_any_order_of_acts_keeps_every_promise_and_none_outside_the_table_is_done(transactional_examples, acts):
    with transactional_examples():
        referral = ReferralFactory(stage="introduce")
        by, follower = referral.person.keyworker, Follower()
        for act, stale in acts:
            told = Referral.objects.get(pk=referral.pk) if stale else referral
            may = follower.may(act)
            try:
                do(act, told, by)
            except (stages.NoSuchStep, NotRecorded):
                assert not may
            else:
                assert may
                follower.did(act)
            keeps_every_promise(Referral.objects.get(pk=referral.pk), follower)


def keeps_every_promise(referral, follower):
    steps = list(referral.steps.order_by("number"))
    assert [step.act for step in steps] == follower.done
    assert referral.stage == follower.stage
    assert referral.version == len(steps)
    for step, following in itertools.pairwise(steps):
        assert step.after == following.before
    assert all(step.after == NEXT[step.before][step.act] for step in steps)
    assert (referral.due_on is not None) == (referral.stage in DUE)
    assert (referral.ended_at is not None) == (referral.stage == Stage.ENDED)
    assert referral.offer.person_id == referral.person_id
    assert Event.objects.filter(what__startswith="referral.").count() == len(steps)
    assert Step.objects.count() == len(steps)
    assert not Consent.objects.exists()


@pytest.fixture
def transactional_examples():
    """Each example starts from nothing."""
    from contextlib import contextmanager

    @contextmanager
    def example():
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    return example
