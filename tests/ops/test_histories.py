"""Invented histories keep every promise of the database, and look as if they had been recorded through the pathway."""

import datetime as dt
import random
from collections import defaultdict
from importlib import import_module

import pytest
from django.db import connection

from mutualaid.ops.histories import laying, lives, rows, telling
from mutualaid.ops.histories.lives import Offered, Team
from referrals import models, pathway, stages
from referrals.models import Consent, Contact, Episode, Mark, Offer, Person, Plan, Referral, Review, Step
from referrals.pathway import introducing
from referrals.reports import counting, measures, periods
from referrals.reports.counting import Asked
from referrals.reports.disclosure import BELOW_5, protect
from tests.factories import MeetingFactory, ProgrammeFactory
from tests.referrals.factories import ServiceFactory, SnapshotFactory, WorkerFactory

TRIGGERS = import_module("referrals.migrations.0002_rows_belong_to_their_person")
SETTINGS = ("community", "inpatient", "prison", "residential", "hospital", "housing")
AREA = "E00000001"


@pytest.fixture
def people(db, now):
    """What became of 240 people of six services in twenty months."""
    for _ in range(8):
        MeetingFactory(programme=ProgrammeFactory())
    ProgrammeFactory(community=True)
    for _ in range(3):
        ProgrammeFactory(family=True)
    snapshot = SnapshotFactory().pk
    offered = Offered(laying.options(), dict.fromkeys(laying.FOR_WHOM, snapshot))
    until, chance = now.date().toordinal(), random.Random(3)

    def told():
        for number, setting in enumerate(SETTINGS):
            service = ServiceFactory(setting=setting)
            worker = WorkerFactory(service=service)
            team = Team(
                service.pk.hex,
                setting,
                AREA,
                (worker.pk.hex,),
                f"HX-{number}-",
                asks=0.7,
                ends_all=setting == "housing",
            )
            for at in range(40):
                yield lives.live(team, at, until - chance.randrange(600), offered=offered, until=until, chance=chance)

    return told()


@pytest.fixture
def laid(people):
    counts = defaultdict(int)
    for some in laying.lay(people):
        for table, number in some.items():
            counts[table] += number
    connection.check_constraints()
    return counts


@pytest.mark.parametrize("table", rows.TABLES, ids=lambda table: table.__name__)
def test_a_row_has_every_column_of_its_table(table):
    model = getattr(models, table.__name__)
    assert sorted(laying._columns(table)) == sorted(field.column for field in model._meta.concrete_fields)


def test_days_and_words_are_those_of_the_pathway():
    consents = import_module("referrals.pathway.consents")
    assert (introducing.SOON.days, introducing.LATER.days) == (telling.SOON, telling.LATER)
    assert (consents.LASTS.days, consents.WORDING) == (telling.CONSENT_LASTS, telling.WORDING)
    assert {str(said): act for said, act in introducing.ACTS.items()} == telling.ACTS
    assert lives.CLOSED == measures.CLOSED


def test_the_same_chance_tells_the_same(db):
    option = telling.Option("0" * 32, "twelve_step", "mutual_aid")
    offered = Offered(dict.fromkeys(laying.FOR_WHOM, (option,)), dict.fromkeys(laying.FOR_WHOM, "0" * 64))
    team = Team("1" * 32, "community", AREA, ("2" * 32,), "HX-")
    one, same, another = (
        lives.live(team, 1, 739000, offered=offered, until=739500, chance=random.Random(seed)).whole()
        for seed in (7, 7, 8)
    )
    assert one == same != another


def test_everything_is_there(laid):
    assert laid[rows.Person] == Person.objects.count() == 240
    for table in rows.TABLES:
        assert laid[table] == getattr(models, table.__name__).objects.count() > 0, table
    assert {person.reference[:3] for person in Person.objects.all()} == {"HX-"}
    assert Episode.objects.filter(ended_on=None).exists()
    assert not Episode.objects.filter(ended_on=None, setting="housing").exists()
    assert set(Referral.objects.values_list("stage", flat=True)) >= {"connect", "interest", "not_now", "never", "ended"}
    assert Mark.objects.exclude(approach="").exists()


def test_every_loop_stands_where_its_steps_led(laid):
    steps = defaultdict(list)
    for step in Step.objects.order_by("referral", "number"):
        steps[step.referral_id].append(step)
    for referral in Referral.objects.select_related("episode"):
        stage = stages.FIRST
        for number, step in enumerate(steps[referral.pk], start=1):
            assert (step.number, step.before) == (number, stage)
            stage = step.after
        assert (referral.stage, referral.version) == (stage, len(steps[referral.pk]))
        at = [step.at for step in steps[referral.pk]]
        assert at == sorted(at)
        newest = Review.objects.filter(referral=referral).order_by("-asked_at").first()
        assert referral.last_review == newest
        if referral.ended_at:
            assert referral.episode.ended_on is not None


def test_each_act_has_what_it_rests_on(laid, now):
    for episode in Episode.objects.all():
        first = episode.offers.order_by("made_at").first()
        assert episode.introduced_on == (pathway.day_of(first.made_at) if first else None)
        assert episode.already_going == bool(first and first.been == Offer.Been.LATELY)
        assert episode.ended_on or episode.offers.filter(lapsed_at=None).count() == bool(first)
        assert not episode.offers.filter(made_at__gt=now).exists()
    for review in Review.objects.select_related("plan"):
        asked = pathway.day_of(review.asked_at)
        assert review.visit_on == (min(review.plan.on, asked) if review.plan else asked)
    for contact in Contact.objects.exclude(who="person"):
        assert Consent.objects.standing(at=contact.at).filter(pk=contact.consent_id, person=contact.person_id).exists()
    for plan in Plan.objects.select_related("referral"):
        assert plan.on >= pathway.day_of(plan.made_at)
        assert plan.meeting is None or plan.meeting.programme_id == plan.referral.programme_id
    assert {step.act for step in Step.objects.all()} >= {
        "explain",
        "choose",
        "contact",
        "plan",
        "ask",
        "put_off",
        "end",
    }


def test_every_relation_that_readers_know_of_holds(laid, now):
    seen = set()
    for quarter in periods.latest(now.date()):
        for unit, cells in counting.count(Asked(quarter, now, area=AREA)).items():
            protect(cells, measures.relations(cells), BELOW_5, lambda _cell: 0)
            seen |= {cell for cell, number in cells.items() if number}
            assert unit.setting in SETTINGS
    assert seen >= {"introduced", "already_going", "left", "would_rather_not", "intensive", "connected", "still"}
    assert seen >= {*map(measures.once, ("not_asked", "lost_touch")), "community", "in_the_way"}


def test_some_are_told_of_late_and_some_visits_come_after_they_got_out(laid):
    late = Review.objects.filter(how="went", plan__isnull=False)
    assert any(pathway.day_of(one.asked_at) - one.visit_on > dt.timedelta(weeks=16) for one in late)
    out = Review.objects.filter(how="went", setting="prison").select_related("referral__episode")
    ended = [(one.visit_on, one.referral.episode.ended_on) for one in out]
    assert any(end and visit > end for visit, end in ended)


def test_with_the_triggers_away_a_review_is_named_at_once(people):
    TRIGGERS.take_away(None, connection.schema_editor())
    list(laying.lay(people, guarded=False))
    TRIGGERS.make(None, connection.schema_editor())
    connection.check_constraints()
    assert Referral.objects.exclude(last_review=None).exists()
    for referral in Referral.objects.exclude(last_review=None):
        Referral.objects.filter(pk=referral.pk).update(last_review=referral.last_review)  # the trigger looks again
