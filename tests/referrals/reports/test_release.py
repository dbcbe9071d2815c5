"""The one door: who may read which figures, and that what comes out is what was frozen."""

import datetime as dt
import uuid

import pytest

from mutualaid.audit.models import Event
from referrals.models import Person
from referrals.reports import freezing, release
from referrals.reports.periods import Quarter, Year
from referrals.reports.release import NotYours, Version
from tests.conftest import NOW
from tests.referrals.factories import EpisodeFactory, OfferFactory, PersonFactory, ServiceFactory, WorkerFactory
from tests.referrals.reports.frozen import AREA, QUARTERS, commissioner, freeze, unit

pytestmark = pytest.mark.django_db
SPRING = QUARTERS[0]


def read(user, period=SPRING, version="first", code=AREA):
    return release.of_area(user, code, period.slug, version, now=NOW)


def test_an_area_is_read_by_whoever_answers_for_it_and_nobody_else():
    freeze(SPRING, [unit(introduced=40)])
    assert read(commissioner()).main["introduced"] == 40
    service = ServiceFactory()
    for other in (
        WorkerFactory(service=service),
        WorkerFactory(service=service, service__role="manager"),
        WorkerFactory(role="administrator"),
        WorkerFactory(role="auditor"),
        commissioner("E00000002", "Elsewhere"),
    ):
        with pytest.raises(NotYours):
            read(other)


def test_whoever_answers_for_it_no_more_reads_it_no_more():
    user = commissioner()
    freeze(SPRING, [unit(introduced=40)])
    user.commissions.update(ended_at=NOW)
    with pytest.raises(NotYours):
        read(user)


@pytest.mark.parametrize("slug", ["2025-q3", "2025-q5", "2025-26", "2025-04", "", "everything", "2025-q2-", "٢٠٢٥-q2"])
def test_what_is_not_in_the_menu_is_not_there(slug):
    user = commissioner()
    freeze(SPRING, [unit(introduced=40)])
    with pytest.raises(NotYours):
        release.of_area(user, AREA, slug, "first", now=NOW)


@pytest.mark.parametrize("version", ["live", "last", ""])
def test_an_area_has_two_versions_and_no_live_one(version):
    user = commissioner()
    freeze(SPRING, [unit(introduced=40)])
    with pytest.raises(NotYours):
        read(user, version=version)


def test_what_was_published_first_stays_beside_what_is_known_now():
    user = commissioner()
    freeze(SPRING, [unit(introduced=40, connected=10)])
    freeze(SPRING, [unit(introduced=40, connected=15)], on=SPRING.mature_on + dt.timedelta(days=91))
    freeze(SPRING, [unit(introduced=40, connected=20)], on=SPRING.mature_on + dt.timedelta(days=182))
    assert read(user, version="first").main["connected"] == 10
    assert read(user, version="now").main["connected"] == 20


def test_a_year_is_the_sum_of_its_quarters_and_there_when_all_are():
    user = commissioner()
    year = Year(dt.date(2025, 4, 1))
    for quarter in QUARTERS[:3]:
        freeze(quarter, [unit(introduced=10)])
    assert not release.menu(user, AREA).years
    with pytest.raises(NotYours):
        read(user, year)
    freeze(QUARTERS[3], [unit(introduced=15)])
    assert release.menu(user, AREA).years == (year,)
    assert read(user, year).main["introduced"] == 45


def test_settings_phases_and_families_are_kept_apart():
    freeze(
        SPRING,
        [
            unit("1", introduced=40),
            unit("2", introduced=20),
            unit("1", kind="someone_close", introduced=5),
            unit("3", setting="prison", introduced=10),
            unit("3", setting="prison", phase="after", introduced=15),
        ],
    )
    report = read(commissioner())
    assert (report.setting, report.main["introduced"], report.family["introduced"]) == ("community", 60, 5)
    assert [(line.setting, line.after, line.figures["introduced"]) for line in report.others] == [
        ("prison", False, 10),
        ("prison", True, 15),
    ]


def test_without_a_service_in_the_community_the_headline_is_of_where_most_are():
    freeze(SPRING, [unit("1", setting="prison", introduced=10), unit("2", setting="residential", introduced=20)])
    assert read(commissioner()).setting == "residential"


def test_services_stand_a_to_z_and_those_elsewhere_without_a_name():
    freeze(SPRING, [unit("1", name="Beta", introduced=40), unit("2", name="Alpha", introduced=20)])
    freeze(
        SPRING,
        [
            {"service": "1" * 32, "setting": "community", "cells": {"introduced": 40}},
            {"service": "8" * 32, "setting": "community", "cells": {"introduced": 90}},
            {"service": "9" * 32, "setting": "community", "cells": {"introduced": 30}},
            {"service": "7" * 32, "setting": "prison", "cells": {"introduced": 30}},
        ],
        area=freezing.EVERYWHERE,
    )
    report = read(commissioner())
    assert [service.name for service in report.services] == ["Alpha", "Beta"]
    assert [each["introduced"] for each in report.elsewhere] == [30, 90]


def test_the_trend_goes_up_to_the_period_and_no_further():
    user = commissioner()
    for number, quarter in enumerate(QUARTERS, start=1):
        freeze(quarter, [unit(introduced=10 * number)])
    points = read(user, QUARTERS[2]).trend
    assert [(point.quarter, point.figures["introduced"]) for point in points] == list(
        zip(QUARTERS[:3], (10, 20, 30), strict=True)
    )


def test_each_report_that_is_read_is_in_the_trail():
    user = commissioner()
    freeze(SPRING, [unit(introduced=40)])
    release.of_area(user, AREA, SPRING.slug, "first", now=NOW, how="csv")
    event = Event.objects.get(what="report.read")
    assert (event.actor, event.subjects) == (user.pk, [])
    assert event.facts == {"of": "e00000001", "first": "2025-04-01", "quarters": 1, "as": "first", "how": "csv"}


def introduced(service, on, **facts):
    person = PersonFactory(service=service, episode=False)
    episode = EpisodeFactory(person=person, started_on=on, introduced_on=on, area=AREA, **facts)
    made_at = dt.datetime.combine(on, dt.time(12), tzinfo=dt.UTC)
    OfferFactory(person=person, episode=episode, made_at=made_at)
    return person


def test_a_manager_reads_their_own_service_exactly_and_no_other():
    service = ServiceFactory()
    manager = WorkerFactory(service=service, service__role="manager")
    quarter = Quarter.of(NOW.date() - dt.timedelta(days=200))
    person = introduced(service, quarter.first)
    introduced(ServiceFactory(), quarter.first)
    report = release.of_service(manager, service.pk, quarter.slug, now=NOW)
    assert (report.version, report.profile, report.main["introduced"]) == (Version.LIVE, None, 1)
    behind = release.people_behind(manager, service.pk, quarter.slug, "introduced", "here", "client", now=NOW)
    assert list(behind) == [person]
    for other in (
        WorkerFactory(service=service),
        WorkerFactory(service=ServiceFactory(), service__role="manager"),
        commissioner(),
    ):
        with pytest.raises(NotYours):
            release.of_service(other, service.pk, quarter.slug, now=NOW)
        with pytest.raises(NotYours):
            release.people_behind(other, service.pk, quarter.slug, "introduced", "here", "client", now=NOW)


@pytest.mark.parametrize(
    ("cell", "phase", "kind"),
    [("everybody", "here", "client"), ("introduced", "there", "client"), ("introduced", "here", "keyworker")],
)
def test_there_is_nobody_behind_what_is_not_counted(cell, phase, kind):
    service = ServiceFactory()
    manager = WorkerFactory(service=service, service__role="manager")
    with pytest.raises(NotYours):
        release.people_behind(manager, service.pk, "2026-q1", cell, phase, kind, now=NOW)


def test_there_is_no_service_that_is_not_there():
    with pytest.raises(NotYours):
        release.of_service(WorkerFactory(), uuid.uuid4(), "2026-q1", now=NOW)


def test_a_manager_is_told_how_many_are_too_new_to_count():
    service = ServiceFactory()
    manager = WorkerFactory(service=service, service__role="manager")
    introduced(service, NOW.date() - dt.timedelta(days=111))
    introduced(service, NOW.date() - dt.timedelta(days=112))
    slugs = {Quarter.of(NOW.date() - dt.timedelta(days=days)).slug for days in (111, 112)}
    reports = [release.of_service(manager, service.pk, slug, now=NOW) for slug in slugs]
    assert sum(report.not_yet for report in reports) == 1
    assert sum(report.main["introduced"] for report in reports) == 1
    assert Person.objects.count() == 2
