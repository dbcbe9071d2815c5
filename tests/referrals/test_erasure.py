"""Erased is erased: nothing but the trail speaks of them, and not their bytes in the file either."""

import threading

import pytest
from django.apps import apps
from django.db import connection, transaction

from mutualaid.audit.models import Event
from mutualaid.ops import freed
from referrals import access, erasure, pathway
from referrals.models import OfferSnapshot, Person, Plan, Referral
from referrals.models.about import AboutAPerson
from tests.conftest import NOW
from tests.referrals.factories import ConsentFactory, ContactFactory, PersonFactory, PlanFactory, ReviewFactory

SPEAKS_OF_THEM = {"audit_event", "audit_mention"}  # by their id alone


def recorded(**facts):
    """Somebody of whom there is one of everything, and of the newest review each way."""
    person = PersonFactory(**facts)
    consent = ConsentFactory(person=person)
    plan = PlanFactory(person=person)
    plan.words, plan.meeting_point = "Only an example", "Under the invented clock"
    plan.save()
    ContactFactory(person=person, referral=plan.referral, who="worker", consent=consent)
    review = ReviewFactory(person=person, referral=plan.referral, plan=plan)
    Referral.objects.filter(pk=plan.referral_id).update(last_review=review)
    offer = plan.referral.offer
    offer.marks.create(service=person.service, person=person, approach="twelve_step", said="talked_about")
    pathway.put_off(plan.referral, by=person.keyworker, at=NOW)
    return person


def naming(key):
    """The tables of which a row holds this id, in whatever column and form."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            if any(key.hex in repr(row).replace("-", "") for row in cursor.fetchall()):
                yield table


def test_every_model_about_a_person_has_its_place_in_the_order():
    about = {model for model in apps.get_models() if issubclass(model, AboutAPerson)}
    assert set(erasure.ORDER) == about
    names = {
        model
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model in {Person, *about}
    }
    assert names == about, "something else names a person: erase it too"


@pytest.mark.django_db
def test_nothing_but_the_trail_names_them_afterwards():
    person, other = recorded(), recorded()
    before = {model: model._base_manager.filter(person=other).count() for model in erasure.ORDER}
    assert all(before.values()), "one of everything is there to be erased, and to be left"
    assert set(naming(person.pk)) > SPEAKS_OF_THEM
    counts = erasure.counted(person)
    assert erasure.erase(person.pk, why="asked", by=None, at=NOW) == counts
    assert set(naming(person.pk)) == SPEAKS_OF_THEM
    assert {model: model._base_manager.filter(person=other).count() for model in erasure.ORDER} == before
    assert OfferSnapshot.objects.count() == 2
    event = Event.objects.about(person.pk).newest_first()[0]
    assert (event.what, event.facts) == ("person.erased", {"why": "asked", "records": sum(counts.values())})


@pytest.mark.django_db
def test_the_second_time_there_is_nobody():
    person = recorded()
    erasure.erase(person.pk, why="asked", by=person.keyworker, at=NOW)
    with pytest.raises(erasure.NobodyThere):
        erasure.erase(person.pk, why="asked", by=None, at=NOW)
    assert Event.objects.filter(what="person.erased").count() == 1


class Killed(Exception):
    pass


@pytest.mark.django_db
def test_killed_at_any_statement_nothing_has_gone():
    person = recorded()
    for number in range(100):
        left = iter(range(number))

        def stop(execute, *asked, left=left):
            if next(left, None) is None:
                raise Killed
            return execute(*asked)

        before = erasure.counted(person)
        try:
            with transaction.atomic(), connection.execute_wrapper(stop):
                erasure.erase(person.pk, why="asked", by=None, at=NOW)
        except Killed:
            assert erasure.counted(person) == before
            assert Person.objects.filter(pk=person.pk).exists()
        else:
            break
    assert number > 10
    assert not Person.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_erase_and_one_who_records_at_once_leave_nothing_half():
    person = recorded()
    plan = Plan.objects.get(person=person)
    ended = []

    def run(act):
        try:
            ended.append(act() and "done")
        except (erasure.NobodyThere, access.Denied) as error:
            ended.append(type(error).__name__)
        finally:
            connection.close()

    def record():
        for _ in range(50):
            pathway.bring_up(person, plan.referral.programme, by=person.keyworker, at=NOW)
            pathway.give_consent(person, what="contact", whom="peer", channel="telephone", by=person.keyworker, at=NOW)

    def erase():
        return erasure.erase(person.pk, why="asked", by=None, at=NOW)

    threads = [threading.Thread(target=run, args=(act,)) for act in (record, erase, erase)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert ended.count("NobodyThere") == 1
    assert ended.count("done") == 1
    assert set(naming(person.pk)) == SPEAKS_OF_THEM


@pytest.mark.django_db(transaction=True)
def test_their_bytes_are_in_the_file_no_more():
    if connection.vendor == "postgresql":
        assert freed.give_back(["referrals_person"]) == freed.VACUUMED
        return
    person = recorded()
    plan = Plan.objects.get(person=person)
    sealed = [bytes(person.reference_sealed), bytes(person.reference_index), bytes(plan.words_sealed)]
    assert all(one in held() for one in sealed)
    erasure.erase(person.pk, why="asked", by=None, at=NOW)
    assert freed.give_back([]) == freed.GONE
    assert not [one for one in sealed if one in held()]
    assert person.keyworker.email.encode() in held(), "the files are not those of the database"


@pytest.mark.django_db(transaction=True)
def test_where_somebody_reads_meanwhile_it_says_so(monkeypatch):
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL’s readers stop nobody")
    import sqlite3

    recorded()
    reader = sqlite3.connect(connection.settings_dict["NAME"])
    try:
        reader.execute("BEGIN")
        reader.execute("SELECT COUNT(*) FROM referrals_person").fetchone()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 50")
        assert freed.give_back([]) == freed.BUSY
    finally:
        reader.close()
        connection.close()


def held():
    """Every byte of the database's files."""
    from pathlib import Path

    name = Path(connection.settings_dict["NAME"])
    return b"".join(path.read_bytes() for path in name.parent.glob(f"{name.name}*"))
