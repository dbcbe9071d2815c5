"""Somebody with an option under way, whoever may and may not see it, and what every page of it is held to."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.models import Area
from mutualaid.accounts.models import Role, User
from mutualaid.audit.models import Event
from tests.conftest import NOW
from tests.directory.views.checklist import POSTCODE, Page
from tests.factories import CellFactory, MeetingFactory, VenueFactory, stamp
from tests.referrals.factories import (
    TODAY,
    CommissionFactory,
    MembershipFactory,
    PersonFactory,
    PlanFactory,
    ReferralFactory,
    ServiceFactory,
    WorkerFactory,
)

NOWHERE = uuid.UUID("7f9c24e8-3b12-4fa5-9d0e-1c2b3a495867")
ONCE = "0b0a9c52-2d1f-4a6e-9a51-6f6f2c1a7d11"
NEXT_TUESDAY = TODAY + dt.timedelta(days=7)
# What a hostile hand puts in any field.
HOSTILE = (
    *("\x00", "x" * 5000, "-1", "9" * 5000, "1e400", "[]", "<b>b</b>", "' OR 1=1 --", "0001-01-01"),
    *("9999-12-31", "\u202e", str(NOWHERE), f"{NOWHERE}.2026-12-01", f"{NOWHERE}.0001-01-01", "٣", "{{ 7 }}"),
)


@pytest.fixture
def clock(time_machine):
    """A Tuesday afternoon."""
    time_machine.move_to(NOW, tick=False)
    return NOW


@pytest.fixture
def town(db):
    return CellFactory(slug="invented-town", label="Invented Town", name="Invented Town")


@pytest.fixture
def option(db, clock):
    """Somebody who wants to try one kind of group; nothing is planned yet."""
    return ReferralFactory(programme__name="Invented Fellowship", person=PersonFactory(reference="RH-2041"))


@pytest.fixture
def met(option):
    """Its meeting in a hall, on Tuesdays at 7.30."""
    meeting = MeetingFactory(
        programme=option.programme, venue=VenueFactory(name="Example Hall", postcode="ZZ1 1ZZ"), name="Lamp"
    )
    stamp(meeting)
    return meeting


@pytest.fixture
def planned(option, met):
    """They planned to go today, with a peer."""
    option.stage = "interest"
    option.save()
    return PlanFactory(person=option.person, referral=option, meeting=met, with_whom="peer")


@pytest.fixture
def signed_in(client, option):
    client.force_login(option.person.keyworker)
    return client


def page_of(name, referral):
    return reverse(f"referrals:{name}", args=[referral.pk])


def typed(referral, **said):
    """What a page of ``referral`` as it stands sends."""
    referral.refresh_from_db()
    return {"seen": referral.version, "once": ONCE, **said}


def sound(response):
    """Hold a page of somebody's to the list; returns it read."""
    page = Page(response)
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert all(address.startswith("/static/") for address in page.fetched), page.fetched
    assert not page.open, f"left open: {page.open}"
    alike = {words: addresses for words, addresses in page.links.items() if len(addresses) > 1}
    assert not alike, f"links with the same words lead to different places: {alike}"
    assert not [each for found in page.links.values() for each in found if POSTCODE.search(each)]
    ids = {control["id"] for control in page.controls if "readonly" not in control and control.get("type") != "submit"}
    assert ids <= page.labels, ids - page.labels
    assert len(page.ids) == len(set(page.ids)), "an id is used twice"
    assert page.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(page.headings, page.headings[1:], strict=False))
    assert "RH-2041" not in page.markup
    return page


def seen_by_nobody_else(client, address, referral, *, methods=("get", "post")):
    """Signed out they are asked to sign in; whoever does not work with the person is told that there is no page."""
    others = strangers(referral)
    for method in methods:
        client.logout()
        answer = getattr(client, method)(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/sign-in/")
        for stranger in others:
            client.force_login(stranger)
            assert getattr(client, method)(address).status_code == 404, stranger


def strangers(referral):
    """Another keyworker, another service's manager, one who has left, and every role that sees nobody."""
    left = WorkerFactory()
    MembershipFactory(user=left, service=referral.service, ended_at=NOW)
    commissioner = WorkerFactory()
    area, _ = Area.objects.get_or_create(code="E00000001", defaults={"name": "Invented", "nation": "england"})
    CommissionFactory(user=commissioner, area=area)
    named = {"password": None, "name": "A stranger"}
    return [
        WorkerFactory(service=referral.service),
        WorkerFactory(service=ServiceFactory()),
        WorkerFactory(service=ServiceFactory(), service__role="manager"),
        left,
        commissioner,
        *(User.objects.create_user(f"{role}@example.org", role=role, **named) for role in Role.values),
    ]


def is_one_event(client, address, what, *, post=None):
    """The page is one event, of the one person it shows."""
    before = Event.objects.count()
    response = client.post(address, post) if post is not None else client.get(address)
    event = Event.objects.latest("pk")
    assert Event.objects.count() == before + 1
    assert event.what == what
    return response, event


def queries(client, address):
    client.get(address)  # what is read once is read
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return [query["sql"] for query in asked]


def hostile(names):
    """Posts with every hostile value in every field, one at a time and all at once."""
    half_a_letter = [b"\xed\xa0\x80"]  # a lone surrogate, as no browser sends it
    yield dict.fromkeys(names, half_a_letter)
    for value in HOSTILE:
        yield dict.fromkeys(names, value)
        yield {name: [value, value] for name in names}
        for name in names:
            yield {"seen": 0, "once": ONCE, name: value}
