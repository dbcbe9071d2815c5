"""Every address of the site asked for as everybody: what tests/architecture/test_permissions.py holds and prints."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.test import Client
from django.urls import get_resolver

from directory.models import Area, Group, ImportRun, Suggestion, Upload
from mutualaid.accounts.models import Invitation, Role
from referrals.reports.periods import mature
from tests.architecture.test_access import pages
from tests.conftest import NOW
from tests.directory.views.sending import sent
from tests.factories import CellFactory, ClosureFactory, MeetingFactory
from tests.referrals.factories import (
    CommissionFactory,
    ConsentFactory,
    MembershipFactory,
    PersonFactory,
    PlanFactory,
    ServiceFactory,
    WorkerFactory,
)
from tests.referrals.reports.frozen import freeze

COUNTED = ("read", "added", "changed", "unchanged", "withdrawn", "rejected", "repaired", "outside", "held")
OWN, COLLEAGUE, ELSEWHERE = "their own", "a colleague’s", "another service’s"
NOBODYS = "7f9c24e8-3b12-4fa5-9d0e-1c2b3a495867"
YES, NO, SIGN_IN = "yes", "no", "sign in"


@dataclass
class World:
    """One record of everything, and somebody of every role."""

    roles: dict = field(default_factory=dict)  # {name: user}, None for somebody signed out
    people: dict = field(default_factory=dict)  # {OWN …: a person}
    records: dict = field(default_factory=dict)

    @classmethod
    def made(cls):
        service, elsewhere = ServiceFactory(), ServiceFactory()
        service.areas.add(area_of_the_walk())
        keyworker = WorkerFactory(service=service)
        world = cls(
            people={
                OWN: PersonFactory(service=service, keyworker=keyworker),
                COLLEAGUE: PersonFactory(service=service),
                ELSEWHERE: PersonFactory(service=elsewhere),
            },
            roles={
                "keyworker": keyworker,
                "manager": WorkerFactory(service=service, service__role="manager"),
                "commissioner": _commissioner(),
                **{str(role.label).lower(): WorkerFactory(role=role) for role in Role},
                "signed out": None,
            },
        )
        meeting = MeetingFactory()
        freeze(QUARTER, [], on=NOW.date())
        world.records = {
            "meeting": meeting,
            "other": MeetingFactory(programme=meeting.programme),
            "cell": CellFactory(slug="m1-1", kind="sector", name=""),
            "group": Group.objects.create(programme=meeting.programme, name="An invented group"),
            "run": ImportRun.objects.create(
                source=meeting.source,
                as_of=NOW.date(),
                digest="0" * 64,
                started_at=NOW,
                finished_at=NOW,
                counts=dict.fromkeys(COUNTED, 0),
            ),
            "closure": ClosureFactory(venue=meeting.venue),
            "suggestion": Suggestion.objects.create(kind="correction", meeting=meeting, made_at=NOW),
        }
        return world


def _commissioner():
    return CommissionFactory(area=area_of_the_walk()).user


def area_of_the_walk():
    return Area.objects.get_or_create(code="E00000001", defaults={"name": "Invented", "nation": "england"})[0]


QUARTER = mature(NOW.date())[0]  # a report of it is frozen for the walk
REPORT = {"period": QUARTER.slug, "version": "first", "kind": "csv"}
BEHIND = {"phase": "here", "kind": "client", "cell": "introduced"}


# {how an address begins: what stands in its places}. The longest that fits is taken.
STANDS = {
    "accounts/people/": lambda world, whose: {"pk": WorkerFactory().pk},
    "accounts/invitations/": lambda world, whose: {"pk": _invited().pk},
    "accounts/sessions/": lambda world, whose: {"pk": NOBODYS},  # each has their own: of another's nothing is ended
    "accounts/not-saved/": lambda world, whose: {"pk": NOBODYS},
    "near/": lambda world, whose: {"cell": world.records["cell"].slug},
    "programmes/": lambda world, whose: {"slug": world.records["meeting"].programme.slug},
    "meetings/": lambda world, whose: {"pk": world.records["meeting"].pk},
    "editing/duplicates/": lambda world, whose: {
        "one": world.records["meeting"].pk,
        "other": world.records["other"].pk,
    },
    "editing/suggestions/": lambda world, whose: {"pk": world.records["suggestion"].pk},
    "editing/meetings/": lambda world, whose: {"pk": world.records["meeting"].pk},
    "editing/venues/": lambda world, whose: {"pk": world.records["meeting"].venue.pk},
    "editing/groups/": lambda world, whose: {"pk": world.records["group"].pk},
    "editing/programmes/": lambda world, whose: {"slug": world.records["meeting"].programme.slug},
    "editing/imports/<uuid:pk>/": lambda world, whose: {"pk": _sent(world).pk},
    "editing/imports/<int:pk>/": lambda world, whose: {"pk": world.records["run"].pk},
    "editing/undo/": lambda world, whose: {"kind": "closure", "pk": world.records["closure"].pk},
    "reports/": lambda world, whose: {"code": area_of_the_walk().pk} | REPORT,
    "reports/services/": lambda world, whose: {"pk": world.people[whose].service.pk} | REPORT,
    "reports/services/<uuid:pk>/<slug:period>/<slug:phase>/": lambda world, whose: (
        {"pk": world.people[whose].service.pk} | REPORT | BEHIND
    ),
    "referrals/people/": lambda world, whose: {"pk": world.people[whose].pk},
    "referrals/options/": lambda world, whose: {"pk": _referral(world.people[whose]).pk},
    "referrals/service/": lambda world, whose: {"pk": world.people[OWN].service.pk},
    "referrals/service/members/": lambda world, whose: {"pk": MembershipFactory(service=world.people[OWN].service).pk},
    "referrals/services/": lambda world, whose: {"pk": ServiceFactory().pk},  # one of the pages closes it
    "referrals/services/commissions/": lambda world, whose: {"pk": CommissionFactory(area=area_of_the_walk()).pk},
    "referrals/consents/": lambda world, whose: {"pk": ConsentFactory(person=world.people[whose]).pk},
}


def _invited():
    """One that is open: one of the pages withdraws it."""
    user = WorkerFactory(is_active=False)
    return Invitation.objects.create(user=user, key_hash=user.pk.hex, made_at=NOW)


def _referral(person):
    """One that may be asked about, so that every page of an option has something to show."""
    return person.referrals.first() or PlanFactory(person=person).referral


def _sent(world):
    """A list that was just sent: one of the pages forgets it."""
    if not Upload.objects.filter(pk=world.records.get("upload")).exists():
        client = Client()
        client.force_login(world.roles["directory editor"])
        world.records["upload"] = sent(client).pk
    return Upload.objects.get(pk=world.records["upload"])


def address(pattern, world, whose=OWN):
    """An address of that pattern with real keys in it. Fails where nobody has said what stands there."""
    if "<" not in pattern:
        return f"/{pattern}"
    begins = [each for each in STANDS if pattern.startswith(each)]
    assert begins, f"/{pattern}: say in tests/walk.py what stands in this address"
    for name, value in STANDS[max(begins, key=len)](world, whose).items():
        pattern = _put(pattern, name, value)
    assert "<" not in pattern, f"/{pattern}: say in tests/walk.py what stands in this address"
    return f"/{pattern}"


def _put(pattern, name, value):
    before, found, after = pattern.partition(f":{name}>")
    return before.rpartition("<")[0] + str(value) + after if found else pattern


def about_somebody(pattern):
    """Does the address name a record about a person?"""
    is_of_people = pattern.startswith("referrals/") and "referrals/service" not in pattern
    return "<" in pattern and (is_of_people or pattern.startswith("reports/services/"))


def answer(user, where):
    """What somebody gets there: the page, no such page, or to sign in."""
    client = Client()
    if user is not None:
        client.force_login(user)
    response = client.get(where)
    if response.status_code == 405:
        response = client.post(where)
    if response.status_code == 404:
        return NO
    goes_to = urlsplit(response.headers.get("Location", "")).path
    return SIGN_IN if goes_to == "/accounts/sign-in/" and where != "/accounts/sign-in/" else YES


def everything():
    """(pattern, who it says may see it) of every address, in the order of the addresses."""
    patterns = get_resolver().url_patterns
    return sorted({where: view.may_be_seen_by for where, view in pages(patterns)}.items())
