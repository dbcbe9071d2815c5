import datetime as dt
import io
import threading
import uuid
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mutualaid.audit import chain
from mutualaid.audit.models import Event, Mention, Seal
from tests.audit.conftest import recorded, unguarded
from tests.conftest import NOW
from tests.oracles import trail as oracle

LONG = 10


@pytest.fixture(autouse=True)
def short_runs(monkeypatch):
    """Three events to a seal, read two at a time: every edge is there to be met."""
    monkeypatch.setattr(chain, "RUN", 3)
    monkeypatch.setattr(chain, "BATCH", 2)


@pytest.fixture
def sealed(events):
    return list(chain.seal(now=NOW))


def faults(**how):
    return list(chain.faults(chain.Read(), **how))


def test_a_trail_as_it_was_sealed_is_whole(sealed):
    assert [seal.count for seal in sealed] == [3, 3, 3, 1]
    assert [seal.first for seal in sealed] == [1, *(seal.last + 1 for seal in sealed[:-1])]
    assert faults() == []
    assert oracle.is_whole()


def test_sealing_again_seals_what_is_new_and_no_more(sealed):
    assert list(chain.seal(now=NOW)) == []
    new = [recorded(number) for number in range(20, 22)]
    (seal,) = chain.seal(now=NOW + dt.timedelta(hours=1))
    assert (seal.number, seal.count, seal.last) == (5, 2, new[-1].pk)
    assert seal.previous == sealed[-1].digest
    assert faults() == []
    assert oracle.is_whole()


@pytest.mark.django_db
def test_an_empty_trail_is_whole_and_nothing_is_sealed():
    assert list(chain.seal(now=NOW)) == []
    assert faults() == []


def test_what_is_not_sealed_yet_is_counted(sealed):
    recorded(30)
    read = chain.Read()
    assert list(chain.faults(read)) == []
    assert (read.seals, read.events, read.unsealed, read.newest) == (4, LONG, 1, sealed[-1].digest)


def test_an_id_that_was_never_used_is_no_fault(events):
    with transaction.atomic():
        recorded(50)
        transaction.set_rollback(True)
    recorded(51)
    assert sum(seal.count for seal in chain.seal(now=NOW)) == LONG + 1
    assert faults() == []
    assert oracle.is_whole()


def test_stopped_between_two_seals_the_next_time_carries_on(events):
    making = chain.seal(now=NOW)
    next(making)
    making.close()
    assert faults() == []
    assert [seal.number for seal in chain.seal(now=NOW)] == [2, 3, 4]
    assert oracle.is_whole()


# What can be done to a trail by somebody who owns the database: (what is done, what is said of it).


def run_of(seal):
    return f"Events {seal.first} to {seal.last} (seal {seal.number})"


def done(sql, *values):
    with unguarded() as cursor:
        cursor.execute(sql, values)


def test_an_event_that_was_changed_is_found_in_its_run(sealed):
    done("UPDATE audit_event SET what = 'person.forgotten' WHERE id = %s", sealed[1].last)
    assert faults() == [f"{run_of(sealed[1])}: changed or put in another order, or their seal was altered."]


def test_an_event_that_was_removed_is_found_in_its_run(sealed):
    done("DELETE FROM audit_mention WHERE event_id = %s", sealed[1].last)
    done("DELETE FROM audit_event WHERE id = %s", sealed[1].last)
    assert faults() == [f"{run_of(sealed[1])}: removed, 2 instead of 3."]


def test_an_event_that_was_inserted_is_found_in_its_run(events):
    with transaction.atomic():
        gap = recorded(50).pk
        transaction.set_rollback(True)
    with unguarded() as cursor:  # so that the ids after it leave a gap on both databases
        cursor.execute("UPDATE audit_event SET id = %s WHERE id = %s", (gap + 5, events[-1].pk))
        cursor.execute("UPDATE audit_mention SET event_id = %s WHERE event_id = %s", (gap + 5, events[-1].pk))
    made = list(chain.seal(now=NOW))
    assert faults() == []
    columns = "what, actor, service, subjects, facts, at"
    with connection.cursor() as cursor:  # nothing forbids it, for all that is added has some id
        cursor.execute(
            f"INSERT INTO audit_event (id, {columns}) SELECT %s, {columns} FROM audit_event WHERE id = %s",
            (gap, events[0].pk),
        )
    assert faults() == [f"{run_of(made[-1])}: inserted, 2 instead of 1."]


def test_two_that_changed_places_are_found(sealed, events):
    one, other = events[0].pk, events[2].pk
    with unguarded() as cursor:
        for before, after in ((one, -1), (other, one), (-1, other)):
            for table, column in (("audit_event", "id"), ("audit_mention", "event_id")):
                cursor.execute(f"UPDATE {table} SET {column} = %s WHERE {column} = %s", (after, before))
    assert faults()[0].startswith(f"{run_of(sealed[0])}: changed or put in another order")


def test_an_end_that_was_cut_off_is_seen_only_by_who_kept_its_digest(sealed):
    kept = sealed[-1].digest
    assert faults(expect=kept) == []
    done("DELETE FROM audit_seal WHERE number = 4")
    done("DELETE FROM audit_mention WHERE event_id > %s", sealed[2].last)
    done("DELETE FROM audit_event WHERE id > %s", sealed[2].last)
    assert faults() == []
    assert faults(expect=kept) == [
        "The seal kept elsewhere is not here: the end of the trail was cut off, or all of it was made again."
    ]
    assert faults(expect=sealed[1].digest) == []


def test_a_trail_that_was_made_again_is_seen_only_by_who_kept_its_digest(sealed):
    done("UPDATE audit_event SET what = 'person.forgotten'")
    done("DELETE FROM audit_seal")
    assert list(chain.seal(now=NOW))
    assert faults() == []
    assert len(faults(expect=sealed[-1].digest)) == 1


def test_a_seal_that_was_removed_is_found(sealed):
    done("DELETE FROM audit_seal WHERE number = 2")
    assert faults() == ["Between seal 1 and seal 3: a seal was removed, inserted or altered."]


def test_a_first_seal_that_was_removed_is_found(sealed):
    done("DELETE FROM audit_seal WHERE number = 1")
    assert faults()[0] == "Between seal 0 and seal 2: a seal was removed, inserted or altered."


@pytest.mark.parametrize(
    "change",
    [
        "digest = 'aa'",
        "previous = 'aa'",
        "count = 1",
        "first = 5, count = 2",
        "last = last + 1",
        "number = 20",
        "sealed_at = '2020-01-01 00:00:00+00'",
    ],
)
def test_a_seal_that_was_altered_is_found(sealed, change):
    done(f"UPDATE audit_seal SET {change} WHERE number = 2")
    assert not oracle.is_whole()
    assert any("eal 2" in fault or "seal 20" in fault for fault in faults())


def test_a_digest_that_was_altered_is_told_from_events_that_were(sealed):
    done("UPDATE audit_seal SET digest = 'aa' WHERE number = 2")
    assert "Seal 2 was altered." in faults()


@pytest.mark.parametrize(
    "sql", ["DELETE FROM audit_mention WHERE event_id = %s", "UPDATE audit_mention SET event_id = %s"]
)
def test_who_is_found_by_an_event_is_verified_too(sealed, sql):
    naming = Mention.objects.filter(event_id__lte=sealed[0].last).values_list("event_id", flat=True).first()
    with unguarded() as cursor:
        if sql.startswith("UPDATE"):
            cursor.execute("DELETE FROM audit_mention WHERE event_id = %s", (naming,))
            cursor.execute(
                "INSERT INTO audit_mention (subject, event_id) VALUES (%s, %s)",
                (uuid.uuid4().hex, naming),
            )
        else:
            cursor.execute(sql, (naming,))
    assert faults() == [f"{run_of(sealed[0])}: whom they name was changed in audit_mention."]


def test_a_mention_of_no_event_is_found(events):
    with unguarded() as cursor:
        for table, column in (("audit_event", "id"), ("audit_mention", "event_id")):
            cursor.execute(f"UPDATE {table} SET {column} = {column} + 5 WHERE {column} = %s", (events[-1].pk,))
    list(chain.seal(now=NOW))
    done("INSERT INTO audit_mention (subject, event_id) VALUES (%s, %s)", uuid.uuid4().hex, events[-1].pk + 2)
    assert len(faults()) == 1


@pytest.mark.parametrize(
    "change",
    ["at = 'nonsense'", "actor = 'nobody'", "subjects = '7'", "subjects = '[[]]'", "at = 7"],
)
def test_what_cannot_be_read_is_a_fault_and_no_crash(sealed, change):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL holds no nonsense")
    with unguarded() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        cursor.execute(f"UPDATE audit_event SET {change} WHERE id = %s", (sealed[1].last,))
        cursor.execute("PRAGMA ignore_check_constraints = OFF")
    assert faults() == [f"{run_of(sealed[1])}: changed, one of them cannot be read."]


def test_a_seal_that_cannot_be_read_is_a_fault_and_no_crash(sealed):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL holds no nonsense")
    done("UPDATE audit_seal SET sealed_at = 'nonsense' WHERE number = 2")
    assert "cannot be read" in faults()[-1]


# Any change whatever to any column of any event, against an oracle.

moments = st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(dt.UTC))
codes = st.text("abc.", min_size=1, max_size=5)
people = st.lists(st.uuids().map(lambda one: one.hex), max_size=3, unique=True)
CHANGES = {
    "what": codes,
    "actor": st.none() | st.uuids(),
    "service": st.none() | st.uuids(),
    "subjects": people,
    "facts": st.dictionaries(codes, st.none() | st.booleans() | st.integers(-99, 99) | codes, max_size=3),
    "at": moments,
}


def change(draw_from, number):
    """One column of one event to something else; False where it is the same."""
    column = draw_from.draw(st.sampled_from(sorted(CHANGES)))
    value = draw_from.draw(CHANGES[column])
    event = Event.objects.order_by("pk")[number]
    if getattr(event, column) == value and type(getattr(event, column)) is type(value):
        return False
    with unguarded():
        Event.objects.filter(pk=event.pk).update(**{column: value})
    return True


def remove(draw_from, number):
    event = Event.objects.order_by("pk")[number]
    with unguarded() as cursor:
        if draw_from.draw(st.booleans()):
            cursor.execute("DELETE FROM audit_mention WHERE event_id = %s", (event.pk,))
        cursor.execute("DELETE FROM audit_event WHERE id = %s", (event.pk,))
    return True


def swap(draw_from, number):
    """Two events change places: all that they say, and their ids stay."""
    other = draw_from.draw(st.integers(0, LONG - 1))
    one, two = Event.objects.order_by("pk")[number], Event.objects.order_by("pk")[other]
    with unguarded():
        for into, out_of in ((one, two), (two, one)):
            Event.objects.filter(pk=into.pk).update(**{column: getattr(out_of, column) for column in CHANGES})
    return number != other


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=120)
@given(data=st.data(), number=st.integers(0, LONG - 1), what=st.sampled_from([change, remove, swap]))
def test_any_one_thing_done_to_it_is_found_where_it_was_done(sealed, data, number, what):
    with transaction.atomic():
        seal = next(seal for seal in sealed if seal.last >= Event.objects.order_by("pk")[number].pk)
        altered = what(data, number)
        found = faults()
        assert bool(found) == altered == (not oracle.is_whole())
        assert not altered or any(fault.startswith(run_of(seal)) for fault in found)
        transaction.set_rollback(True)


# Its rules in the database.


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"last": 0}, "seal_has_a_run"),
        ({"count": 0}, "seal_has_a_run"),
        ({"count": 4}, "seal_has_a_run"),
        ({"previous": "aa"}, "seal_follows_another"),
        ({"number": 2}, "seal_follows_another"),
        ({"number": 2, "previous": "aa"}, "seal_follows_another"),
        ({"digest": ""}, "seal_has_a_digest"),
    ],
)
@pytest.mark.django_db
def test_the_database_holds_a_seal_to_its_rules(facts, name):
    right = {"number": 1, "first": 1, "last": 3, "count": 3, "previous": "", "digest": "bb", "sealed_at": NOW}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Seal.objects.create(**right | facts)
    Seal.objects.create(**right)


# The commands.


def say(*asked):
    said = io.StringIO()
    try:
        call_command(*asked, stdout=said)
    except CommandError as error:
        return error.returncode, [*said.getvalue().splitlines(), str(error)]
    return 0, said.getvalue().splitlines()


def test_the_commands_seal_and_verify_and_print_the_newest_digest(events):
    code, said = say("seal_trail")
    newest = Seal.objects.order_by("number").last().digest
    assert (code, said) == (0, ["Sealed 10 events under 4 seals.", f"Newest digest: {newest}"])
    assert say("seal_trail") == (0, ["Everything is sealed already.", f"Newest digest: {newest}"])
    assert say("verify_trail", "--expect", newest) == (
        0,
        [
            "10 events under 4 seals were read; 0 are not sealed yet.",
            f"Newest digest: {newest}",
            "The trail is as it was sealed.",
        ],
    )


@pytest.mark.django_db
def test_an_empty_trail_is_told_of():
    assert say("seal_trail") == (0, ["Everything is sealed already."])
    assert say("verify_trail")[0] == 0
    assert say("verify_trail", "--expect", "a" * 64)[0] == 1


def test_verify_says_which_run_and_fails(sealed):
    done("UPDATE audit_event SET what = 'person.forgotten' WHERE id = %s", sealed[1].last)
    code, said = say("verify_trail")
    assert code == 1
    assert said[0].startswith(run_of(sealed[1]))
    assert said[-1] == "The trail is not as it was sealed: 1 fault."


@pytest.mark.parametrize("wrong", ["aa", "A" * 64, "é" * 64, "a" * 65])
def test_a_digest_that_is_none_is_refused(db, wrong):
    code, said = say("verify_trail", "--expect", wrong)
    assert (code, said) == (1, ["Give the digest as seal_trail prints it: 64 digits and letters from a to f."])


def test_however_long_the_trail_no_more_of_it_is_held_and_each_run_costs_the_same(
    sealed, django_assert_max_num_queries
):
    """A seal costs as many queries as its run has batches, twice over."""
    with django_assert_max_num_queries(4 * 7 + 4):
        faults()


# Two at once.


class Elsewhere(threading.Thread):
    """Another connection, which records an event and holds its transaction open until it is let go."""

    def __init__(self):
        super().__init__()
        self.written, self.let_go = threading.Event(), threading.Event()
        self.start()
        assert self.written.wait(10)

    def run(self):
        try:
            with transaction.atomic():
                recorded(1)
                self.written.set()
                self.let_go.wait(10)
        finally:
            connection.close()

    def finish(self):
        self.let_go.set()
        self.join(10)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_event_given_a_lower_id_and_committed_later_is_waited_for(monkeypatch):
    monkeypatch.setattr(chain, "PATIENCE", "100ms")
    elsewhere = Elsewhere()
    later = recorded(2)
    with pytest.raises(chain.Busy):
        list(chain.seal(now=NOW))
    assert "nothing was sealed" in say("seal_trail")[1][-1]
    elsewhere.finish()
    (seal,) = chain.seal(now=NOW)
    assert (seal.count, seal.last) == (2, later.pk)
    assert faults() == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_sealing_goes_on_as_soon_as_the_writer_is_done():
    elsewhere = Elsewhere()
    recorded(2)
    threading.Timer(0.3, elsewhere.let_go.set).start()
    (seal,) = chain.seal(now=NOW)
    elsewhere.finish()
    assert seal.count == 2


@pytest.mark.django_db(transaction=True)
def test_many_who_seal_while_many_record_make_one_chain():
    def work(number):
        try:
            for at in range(12):
                if number < 2:
                    list(chain.seal(now=NOW))
                else:
                    recorded(number * 100 + at)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    list(chain.seal(now=NOW))
    seals = list(Seal.objects.order_by("number"))
    assert sum(seal.count for seal in seals) == 36
    assert all(after.first == before.last + 1 for before, after in pairwise(seals))
    assert faults() == []
    assert oracle.is_whole()
