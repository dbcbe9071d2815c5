"""A known reference, place and words go through every stage: they are in no log line, address, title, mail or cookie,
and stand nowhere in the database as they were typed."""

import logging
import uuid

import pytest
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from mutualaid.accounts.models import User
from referrals.models import Consent, Person, Plan, Referral, Review
from tests.conftest import NOW, PASSWORD
from tests.directory.views.checklist import Page
from tests.directory.views.test_traces import KEPT_APART
from tests.factories import MeetingFactory, ProgrammeFactory, VenueFactory, stamp
from tests.referrals.factories import TODAY, ServiceFactory, WorkerFactory
from tests.referrals.views.sitting import hidden

pytestmark = pytest.mark.django_db
REFERENCE, POSTCODE = "QZ-7319", "M1 1AE"
WORDS, POINT = "Quillonby quartz lantern", "By the Vexillary fountain"
SECRETS = [REFERENCE, "QZ7319", POSTCODE, "M11AE", WORDS, "Quillonby", POINT, "Vexillary", PASSWORD]


@pytest.fixture
def log(caplog):
    """Every line that any logger says, down to the smallest."""
    caplog.set_level(logging.DEBUG)
    loggers = [logging.getLogger(name) for name in (*KEPT_APART, "django", "directory", "referrals", "mutualaid")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
        logger.addHandler(caplog.handler)
    # What the database is told is not the site's to log: its own line for each statement is only for debugging.
    logging.getLogger("django.db.backends").setLevel(logging.INFO)
    yield caplog
    for logger, level in zip(loggers, levels, strict=True):
        logger.removeHandler(caplog.handler)
        logger.setLevel(level)


class Journey:
    """A worker's browser, and everything of what it was told that others could see."""

    def __init__(self, client, log):
        self.client, self.log, self.seen = client, log, []

    def get(self, where):
        return self._kept(where, self.client.get(where))

    def post(self, where, given):
        return self._kept(where, self.client.post(where, given))

    def _kept(self, where, response):
        assert response.status_code in {200, 302}, (where, response.status_code)
        headers = " ".join(f"{name}: {value}" for name, value in response.headers.items())
        self.seen += [where, headers, str(response.cookies)]
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            page = Page(response)
            self.seen += [page.titled, *(address or "" for found in page.links.values() for address in found)]
        return response

    def carried(self, where):
        """What a page carries along, as a browser would send it back."""
        response = self.get(where)
        form = response.context["form"]
        own = {field.html_name: field.value() for field in form if field.value() not in (None, "", [])}
        return own | hidden(response)


@pytest.fixture
def journey(client, log, small_geography, time_machine):
    time_machine.move_to(NOW, tick=False)
    client.force_login(WorkerFactory(service=ServiceFactory(), name="Invented Worker"))
    return Journey(client, log)


def records(page, person):
    return reverse(f"referrals:{page}", args=[person.pk])


def went_through_everything(journey):
    """Added, found, introduced, planned with a contact made, asked, agreed, handed over, ended."""
    programme = ProgrammeFactory(slug="lantern-groups", name="Lantern Groups")
    stamp(MeetingFactory(programme=programme, venue=VenueFactory(lat=53.4835, lon=-2.2312)))
    journey.post(reverse("referrals:add"), {"reference": REFERENCE, "started_on": TODAY.isoformat(), "kind": "client"})
    person = Person.objects.get()
    journey.post(reverse("referrals:caseload"), {"reference": REFERENCE})
    journey.get(reverse("referrals:caseload"))
    journey.get(records("person", person))
    introduce = records("introduce", person)
    looked = {"home": POSTCODE, "who": "me", "try": "lantern-groups", "of-lantern-groups-said": "interested"}
    looked |= {"of-lantern-groups-words": WORDS}
    shown = journey.post(introduce, journey.carried(introduce) | looked | {"show": "yes"})
    saved = journey.post(introduce, hidden(shown) | looked | {"state": "looked_at", "save": "yes"})
    assert saved.status_code == 302, Page(saved).text
    journey.get(records("introduced", person))
    referral = Referral.objects.get()
    journey.get(records("option", referral))
    plan = {"place": POSTCODE, "by_when": "2026-11-26", "with_whom": "peer", "safety": "no", "words": WORDS}
    plan |= {"who": "together", "reached": "member", "channel": "telephone", "agrees": "on", "meeting_point": POINT}
    sends = {"seen": referral.version, "once": str(uuid.uuid4())}
    connect = records("connect", referral)
    journey.post(connect, sends | plan | {"look": "yes"})
    saved = journey.post(connect, sends | plan)
    assert saved.status_code == 302, Page(saved).text
    journey.get(records("card", referral))
    referral.refresh_from_db()
    sends = {"seen": referral.version, "once": str(uuid.uuid4())}
    journey.get(records("ask", referral))
    saved = journey.post(records("ask", referral), sends | {"how": "went", "and_now": "keep_going", "ask_on": "week"})
    assert Review.objects.exists() or saved.status_code == 200
    journey.get(records("asked", referral)) if Review.objects.exists() else None
    person.refresh_from_db()
    end = {"seen": person.version, "ending": "completed", "ended_on": TODAY.isoformat(), "way_back": "given"}
    journey.post(records("end", person), end)
    return person


def test_what_was_typed_is_nowhere_that_others_see(journey):
    person = went_through_everything(journey)
    assert person.episodes.get().ending == "completed"
    assert Plan.objects.filter(words_sealed__isnull=False).exists()
    assert Consent.objects.get().what == "contact"
    seen = "\n".join([*journey.seen, journey.log.text, *(f"{each.subject} {each.body}" for each in mail.outbox)])
    seen += repr(dict(journey.client.session)) + repr(getattr(cache, "_cache", {}))
    found = [secret for secret in SECRETS if secret.casefold() in seen.casefold()]
    assert not found
    assert len(journey.seen) > 40


def rows():
    """Every row of every table of ours, as text; what is bytes is read as if it were text."""
    for model in apps.get_models():
        if model is User:
            continue
        for row in model._default_manager.values():
            for name, value in row.items():
                if isinstance(value, bytes | memoryview):
                    value = bytes(value).decode("latin-1")
                yield f"{model.__name__}.{name}", str(value)


def test_what_was_typed_stands_nowhere_as_it_was_typed(journey):
    went_through_everything(journey)
    of_the_ground = {"Sector", "Cell", "Venue", "GeographyEdition"}  # a sector’s name is no secret
    kept = [(where, value) for where, value in rows() if where.split(".")[0] not in of_the_ground]
    assert len(kept) > 100
    wrong = [where for where, value in kept for secret in SECRETS if secret.casefold() in value.casefold()]
    assert not wrong
