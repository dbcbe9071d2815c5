"""An auditor reads who did and saw what: ids and codes, page by page, and stands in the trail themselves."""

import datetime as dt

import pytest

from mutualaid.accounts.models import Role
from mutualaid.audit import chain, trail
from mutualaid.audit.models import Event
from tests.conftest import NOW
from tests.directory.views.checklist import Page
from tests.referrals.factories import PersonFactory, ServiceFactory, WorkerFactory, somebody
from tests.walk import area_of_the_walk

TRAIL = "/audit/"
DAY = dt.timedelta(days=1)


@pytest.fixture
def reading(client, db, time_machine):
    time_machine.move_to(NOW, tick=False)
    client.force_login(WorkerFactory(role=Role.AUDITOR, name="Invented auditor"))
    return client


@pytest.fixture
def person(db):
    return PersonFactory(reference="RH-2041", service__name="Invented Lantern")


def seen(person, *, at=NOW, what="person.seen", by=None, subjects=None):
    actor = by or person.keyworker
    return trail.record(
        what,
        actor=actor.pk,
        at=at,
        service=person.service_id,
        subjects=subjects or [person.pk],
        facts={"stage": "connect"},
    )


def numbers(response):
    return [event.number for event in response.context["events"]]


def test_it_says_who_did_what_when_for_whom_and_about_which_id(reading, person):
    event = seen(person)
    page = Page(reading.get(TRAIL))
    for said in (
        f"{event.pk}. person.seen",
        "24 November 2026, 15:00:00",
        f"By {person.keyworker.name}.",
        "For Invented Lantern.",
        person.pk.hex,
        "stage: connect",
    ):
        assert said in page.text
    assert "RH-2041" not in page.markup


def test_reading_it_stands_in_it(reading, person):
    reading.get(TRAIL, {"what": "person", "who": str(person.keyworker.pk), "about": str(person.pk), "on": "2026-11-24"})
    event = Event.objects.newest_first().first()
    assert event.what == "trail.read"
    assert event.subjects == [person.pk.hex]
    assert event.facts == {"what": "person", "who": person.keyworker.pk.hex, "on": "2026-11-24", "of": None}
    assert "trail.read" in Page(reading.get(TRAIL)).text


def test_each_question_narrows_it(reading, person):
    other, colleague = PersonFactory(), WorkerFactory()
    wanted = seen(person, at=NOW - DAY, by=colleague)
    seen(other, at=NOW - DAY)
    seen(person, what="membership.began")
    for asked in (
        {"who": colleague.pk},
        {"about": person.pk, "what": "person.seen"},
        {"about": person.pk.hex, "on": "2026-11-23"},
        {"service": person.service_id, "what": "person"},
    ):
        assert numbers(reading.get(TRAIL, asked)) == [wanted.pk], asked
    assert "Nothing in the trail is like that." in Page(reading.get(TRAIL, {"what": "king"})).text


def test_a_day_is_a_day_in_london(reading, person):
    first = dt.datetime(2026, 6, 1, 23, 0, tzinfo=dt.UTC)
    inside = [seen(person, at=first), seen(person, at=first + DAY - dt.timedelta(seconds=1))]
    seen(person, at=first - dt.timedelta(seconds=1))
    seen(person, at=first + DAY)
    assert numbers(reading.get(TRAIL, {"on": "2026-06-02"})) == [event.pk for event in reversed(inside)]


def test_every_event_is_on_one_page_and_no_page_asks_more(reading, person, django_assert_num_queries, costs_the_same):
    ids = [seen(person).pk for _ in range(120)]
    response, got = reading.get(TRAIL, {"what": "person.seen"}), []
    while True:
        got += numbers(response)
        if not (older := response.context["older"]):
            break
        response = reading.get(f"{TRAIL}?{older}")
    assert got == ids[::-1]
    costs_the_same(TRAIL, add=lambda: [seen(PersonFactory()) for _ in range(20)])


def test_of_a_whole_page_of_people_it_shows_a_few_ids(reading, person):
    subjects = [PersonFactory().pk for _ in range(7)]
    seen(person, subjects=subjects)
    page = Page(reading.get(TRAIL))
    assert "and 2 more" in page.text


def test_it_says_how_far_it_is_sealed_and_gives_the_digest(reading, person):
    seen(person)
    assert "Nothing is sealed yet" in Page(reading.get(TRAIL)).text
    list(chain.seal(now=NOW))
    page = Page(reading.get(TRAIL))
    assert chain.newest_digest() in page.text
    assert "verify_trail" in page.text
    assert "1 event came after it." in page.text


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"on": "yesterday"}, "Enter a day"),
        ({"on": "0000-00-00"}, "Enter a day"),
        ({"what": "Person Seen"}, "Enter a kind of act"),
        ({"what": "a\x00"}, "Enter a kind of act"),
        ({"what": "x" * 10**4}, "Enter a kind of act"),
        ({"who": "ann"}, "Choose somebody in the list"),
        ({"who": "7f9c24e8-3b12-4fa5-9d0e-1c2b3a495867"}, "Choose somebody in the list"),
        ({"service": "\x00"}, "Choose a service in the list"),
        ({"about": "RH-2041"}, "Enter a record’s id"),
        ({"about": "\x00"}, "Enter a record’s id"),
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_is_shown(reading, asked, told):
    response = reading.get(TRAIL, asked)
    page = Page(response)
    assert response.status_code == 200
    assert told in page.text
    assert "events" not in response.context
    assert page.titled.strip().startswith("Error:")


@pytest.mark.parametrize("before", ["-1", "0", "x", "9" * 30, "²", "\x00", str(2**63 - 1), str(2**63)])
@pytest.mark.parametrize("on", ["0001-01-01", "9999-12-31", ""])
def test_no_page_or_day_makes_it_fail(reading, before, on):
    assert reading.get(TRAIL, {"before": before, "on": on}).status_code == 200


@pytest.mark.parametrize("who", ["keyworker", "manager", "commissioner", Role.EDITOR, Role.ADMINISTRATOR])
def test_nobody_else_finds_it(client, db, who):
    user = somebody(who, ServiceFactory(), area_of_the_walk())
    client.force_login(user)
    assert client.get(TRAIL).status_code == 404
    assert not Event.objects.filter(what="trail.read").exists()


def test_signed_out_it_asks_to_sign_in_and_it_is_never_posted(client, reading):
    assert reading.post(TRAIL).status_code == 405
    client.logout()
    assert client.get(TRAIL).headers["Location"].startswith("/accounts/sign-in/")
