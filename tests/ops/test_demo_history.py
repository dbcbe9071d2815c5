"""The demonstration’s past: eight quarters, read by the commissioner as first published and as now known."""

import datetime as dt

import pytest

from directory.models import Area
from mutualaid.accounts.models import User
from mutualaid.ops import demo_history, demo_people
from referrals.models import Episode, Frozen, InTreatment, Membership, Person, Service
from referrals.reports import periods, release
from tests.factories import CellFactory, ProgrammeFactory
from tests.ops.conftest import lay_ground

pytestmark = pytest.mark.django_db
TOWN = demo_history.HERE[0].name


@pytest.fixture
def loaded(now):
    lay_ground()
    CellFactory(population=300_000, authority="E00000002")
    ProgrammeFactory(family=True)
    for code in ("E00000001", "E00000002"):
        Area.objects.get_or_create(code=code, defaults={"name": f"Invented area {code[-1]}", "nation": "england"})
    demo_people.load(now=now)
    assert demo_history.load(now=now, share=0.15)


def test_the_commissioner_reads_eight_quarters_and_a_year_in_both_versions(loaded, now):
    commissioner = User.objects.get(email="commissioner@example.org")
    [area] = release.areas(commissioner)
    menu = release.menu(commissioner, area.pk)
    assert list(menu.quarters) == periods.mature(now.date())
    for period in (*menu.quarters, *menu.years):
        first, now_known = (
            release.of_area(commissioner, area.pk, period.slug, version, now=now) for version in ("first", "now")
        )
        assert first.as_of == period.mature_on
        assert now_known.as_of == now.date()
        assert first.main
        assert {each.name for each in first.services} <= {service.name for service in demo_history.HERE}
    assert {each.told for each in first.services} == {True, False}
    assert len(first.elsewhere) == len(demo_history.ELSEWHERE)
    assert {line.setting for line in first.others} >= {"prison", "inpatient", "residential", "housing"}


def test_the_manager_sees_the_people_behind_their_own_figures_and_nobody_new_to_work_with(loaded, now):
    manager = User.objects.get(email="manager@example.org")
    town = Service.objects.get(name=TOWN)
    slug = periods.mature(now.date())[0].slug
    report = release.of_service(manager, town.pk, slug, now=now)
    people = release.people_behind(manager, town.pk, slug, "introduced", "here", "client", now=now)
    assert report.main["introduced"] == people.count() > 0
    open_there = Episode.objects.open().filter(service__name__in=[name for name, _s in demo_people.SERVICES.values()])
    assert all(episode.person.reference.startswith("DM-") for episode in open_there)
    left = User.objects.filter(name="An invented keyworker who has left")
    assert left.exists()
    assert not Membership.objects.now().filter(user__in=left).exists()


def test_nobody_of_it_can_be_anybody_and_the_second_time_nobody_is_added(loaded, now):
    assert {person.reference[:3] for person in Person.objects.all()} == {"DM-", "DEM"}
    assert all("nvented" in name for name in Service.objects.values_list("name", flat=True))
    invented = User.objects.filter(email__startswith="history-")
    assert not any(user.is_active or user.has_usable_password() for user in invented)
    assert all(told.people > 0 for told in InTreatment.objects.all())

    before = Person.objects.count(), Frozen.objects.count()
    assert not demo_history.load(now=now + dt.timedelta(days=1))
    assert (Person.objects.count(), Frozen.objects.count()) == before
