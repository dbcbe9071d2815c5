import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from mutualaid.audit import chain
from mutualaid.audit.models import Mention, Seal
from tests.audit.conftest import LONG, done, faults, recorded, run_of, unguarded
from tests.conftest import NOW
from tests.oracles import trail as oracle

pytestmark = pytest.mark.usefixtures("short_runs")


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


def test_each_run_costs_the_same_however_long_the_trail(sealed):
    """So much is asked, and held, of three events at once; the last run has one."""

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert faults() == []
        return len(queries)

    before = asked()
    for number in range(30):
        recorded(100 + number)
    assert len(list(chain.seal(now=NOW))) == 10
    assert (asked() - before) / 10 <= 7


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
