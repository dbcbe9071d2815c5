import ast
import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction

from mutualaid.audit import trail
from mutualaid.audit.facts import NotForTheTrail
from mutualaid.audit.models import Event, Mention
from tests.architecture.reading import calls, modules, texts
from tests.architecture.test_writers import writes
from tests.audit.conftest import somebody
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
ANN, BEN, EVE = (uuid.uuid4() for _ in range(3))


def seen(*subjects, actor=EVE, **more):
    return trail.record("person.seen", actor=actor, at=NOW, subjects=subjects, **more)


def test_what_was_recorded_is_there():
    made = trail.record(
        "referral.moved",
        actor=EVE,
        service=somebody(7),
        subjects=[ANN, BEN, ANN],
        facts={"to": "ended", "on": NOW.date(), "of": ANN, "count": 3, "first": True, "changed": ["area", "setting"]},
        at=NOW,
    )
    kept = Event.objects.get(pk=made.pk)
    assert (kept.what, kept.actor, kept.service, kept.at) == ("referral.moved", EVE, somebody(7), NOW)
    assert kept.subjects == [ANN.hex, BEN.hex]
    assert kept.facts == {
        "to": "ended",
        "on": "2026-11-24",
        "of": ANN.hex,
        "count": 3,
        "first": True,
        "changed": ["area", "setting"],
    }


def test_a_job_has_no_actor_and_an_event_may_name_nobody():
    made = trail.record("trail.sealed", actor=None, at=NOW)
    assert Event.objects.get(pk=made.pk).subjects == []
    assert not Mention.objects.exists()


@pytest.mark.parametrize("many", [0, 1, 200])
def test_it_is_one_insert_however_many_are_named(many, django_assert_num_queries):
    with django_assert_num_queries(1) as asked:
        seen(*(somebody(number) for number in range(many)))
    assert asked.captured_queries[0]["sql"].startswith("INSERT")
    assert Mention.objects.count() == many


def test_each_person_s_events_are_found_and_only_theirs():
    both, one, _ = seen(ANN, BEN), seen(ANN), seen(BEN)
    assert list(Event.objects.about(ANN).newest_first()) == [one, both]
    assert not Event.objects.about(EVE).exists()
    assert Event.objects.by(EVE).count() == 3
    assert not Event.objects.by(ANN).exists()


def test_an_event_stands_or_falls_with_what_was_done():
    with transaction.atomic():
        seen(ANN)
        transaction.set_rollback(True)
    assert not Event.objects.exists()
    assert not Mention.objects.exists()


@pytest.mark.parametrize(
    "what", ["", "seen", "Person.seen", "person seen", "person.", "person.seen\n", "a." + "b" * 60, "person.seen\0"]
)
def test_what_was_done_is_said_in_dotted_words(what):
    with pytest.raises(NotForTheTrail, match="dotted words"):
        trail.record(what, actor=EVE, at=NOW)


@pytest.mark.parametrize(
    "value",
    [
        "Ann",
        "an invented name",
        "ann@example.org",
        "07700 900123",
        "07700900123",
        7700900123,
        9434765919,
        "M1 1AE",
        "",
        "x" * 61,
        "a\0",
        "\ud800",
        "line\n",
        1.5,
        b"bytes",
        {"a": 1},
        object(),
        [["a"]],
        ["fine", "Not fine"],
        ["a"] * 101,
    ],
)
def test_a_text_about_somebody_is_refused_and_not_repeated(value):
    with pytest.raises(NotForTheTrail, match="note: ") as told:
        seen(ANN, facts={"note": value})
    assert not Event.objects.exists()
    assert not isinstance(value, str) or len(value) < 3 or value not in str(told.value)


@pytest.mark.parametrize(
    "facts", [{"An invented name": 1}, {"": 1}, {7: 1}, {"a b": 1}, {f"fact_{n}": n for n in range(21)}]
)
def test_facts_have_short_names_and_are_few(facts):
    with pytest.raises(NotForTheTrail):
        seen(ANN, facts=facts)


@pytest.mark.parametrize("wrong", ["7f9c24e8-3b12-4fa5-9d0e-1c2b3a495867", "Ann", None, 7])
def test_people_are_known_by_their_ids(wrong):
    with pytest.raises(NotForTheTrail, match="UUIDs"):
        seen(ANN, wrong)
    if wrong is not None:
        with pytest.raises(NotForTheTrail, match="UUIDs"):
            seen(ANN, actor=wrong)
        with pytest.raises(NotForTheTrail, match="UUIDs"):
            seen(ANN, service=wrong)


def test_a_moment_has_its_time_zone():
    with pytest.raises(NotForTheTrail, match="time zone"):
        trail.record("person.seen", actor=EVE, at=dt.datetime(2026, 11, 24, 15))


def test_an_event_says_what_in_the_database_too():
    with pytest.raises(IntegrityError, match="event_says_what"), transaction.atomic():
        Event.objects.create(what="", subjects=[], facts={}, at=NOW)


# Who writes what, by the names of the models and of the tables.

TRAIL, CHAIN = "mutualaid/audit/trail.py", "mutualaid/audit/chain.py"


def makes(tree, model):
    """Does a module make or write rows of that model of the trail?"""
    imported = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("mutualaid.audit")
        for alias in node.names
        if alias.name in {model, "models"}
    }
    lines = {line for line, _ in writes(tree)}
    return any(
        imported & set(called[:1]) and model in called and (called[-1] == model or line in lines)
        for line, called, _ in calls(tree)
    )


@pytest.mark.parametrize(("model", "writers"), [("Event", {TRAIL}), ("Mention", set()), ("Seal", {CHAIN})])
def test_each_part_of_the_trail_has_one_writer(model, writers):
    assert {path.as_posix() for path, tree in modules().items() if makes(tree, model)} == writers


def test_no_other_module_names_the_tables():
    named = {path.as_posix() for path, text in texts().items() if "audit_event" in text and path.suffix == ".py"}
    assert {name for name in named if not name.startswith("tests/")} == {"mutualaid/audit/append_only.py", CHAIN}


@pytest.mark.parametrize(
    "line",
    [
        "from mutualaid.audit.models import Event\nEvent.objects.create(what='x')",
        "from mutualaid.audit.models import Event\nEvent(what='x').save()",
        "from mutualaid.audit import models\nmodels.Event.objects.bulk_create(rows)",
        "from mutualaid.audit.models import Event\nEvent.objects.by(1).delete()",
    ],
)
def test_the_guard_sees_another_writer(line):
    assert makes(ast.parse(line), "Event")
