"""The pages of those who read numbers: what is there, for whom, and what a manager tells."""

import datetime as dt

import pytest

from directory.models import Area
from mutualaid.audit.models import Event
from referrals.models import InTreatment
from referrals.reports import periods
from tests.conftest import NOW
from tests.referrals.factories import EpisodeFactory, PersonFactory, ServiceFactory, WorkerFactory
from tests.referrals.reports.frozen import AREA, QUARTERS, commissioner, freeze, unit

pytestmark = pytest.mark.django_db
SPRING = QUARTERS[0]
HOME = "/reports/"
QUARTER = periods.mature(NOW.date())[0]


@pytest.fixture
def service():
    service = ServiceFactory(name="Invented House")
    service.areas.add(Area.objects.get_or_create(code=AREA, defaults={"name": "Inventedshire", "nation": "england"})[0])
    return service


@pytest.fixture
def managing(client, service):
    client.force_login(WorkerFactory(service=service, service__role="manager"))
    return client


@pytest.fixture
def reading(client):
    client.force_login(commissioner())
    return client


def introduced(service, number=1):
    for _ in range(number):
        person = PersonFactory(service=service, episode=False)
        first = QUARTER.first
        EpisodeFactory(person=person, started_on=first, introduced_on=first, area=AREA)
    return person


def test_the_menu_is_what_has_been_frozen(reading):
    page = reading.get(HOME).content.decode()
    assert "Nothing has been published for this area yet" in page
    for quarter in QUARTERS:
        freeze(quarter, [unit(introduced=40)])
    page = reading.get(HOME).content.decode()
    for slug in ("2025-q2", "2025-q3", "2025-q4", "2026-q1", "2025-26"):
        assert f"/reports/{AREA}/{slug}/first/" in page
        assert f"/reports/{AREA}/{slug}/now/" in page
    assert "2025-q1" not in page


@pytest.mark.parametrize("number", [0, 1])
def test_an_area_with_nobody_and_one_with_few_are_pages_too(reading, number):
    freeze(SPRING, [unit(introduced=5)] * number)
    page = reading.get(f"/reports/{AREA}/2025-q2/first/")
    assert page.status_code == 200
    for kind in ("csv", "xlsx"):
        taken = reading.get(f"/reports/{AREA}/2025-q2/first/report.{kind}")
        assert taken.status_code == 200
        assert taken.headers["Content-Disposition"] == f'attachment; filename="report-2025-q2.{kind}"'


@pytest.mark.parametrize(
    "where",
    [
        f"{AREA}/2025-q2/live/",
        f"{AREA}/2025-q3/first/",
        f"{AREA}/2025-q2/first/report.pdf",
        f"{AREA}/2025-q2/first/report.CSV",
        f"{AREA}/2025-q2/first/people/",
        "E00000009/2025-q2/first/",
        f"{AREA}/9999-99/first/",
        f"{AREA}/0000-q1/first/",
        f"{AREA}/{'9' * 50}-q1/first/",
        "all/2025-q2/first/",
    ],
)
def test_whatever_is_not_on_the_menu_is_not_there(reading, where):
    freeze(SPRING, [unit(introduced=40)])
    freeze(SPRING, [], area="all")
    assert reading.get(HOME + where).status_code == 404


def test_what_an_address_asks_beside_changes_nothing(reading):
    freeze(SPRING, [unit(introduced=40)])
    plain = reading.get(f"/reports/{AREA}/2025-q2/first/").content
    asked = reading.get(f"/reports/{AREA}/2025-q2/first/?service=1&cell=connected&base=1&profile=8").content
    assert _without_tokens(plain) == _without_tokens(asked)


def _without_tokens(page):
    return [line for line in page.decode().splitlines() if "csrf" not in line]


def test_reading_asks_the_database_no_more_for_more_services(reading, django_assert_max_num_queries):
    freeze(SPRING, [unit(introduced=40)])
    reading.get(f"/reports/{AREA}/2025-q2/first/")
    with django_assert_max_num_queries(40) as few:
        reading.get(f"/reports/{AREA}/2025-q2/first/")
    freeze(SPRING, [unit(key, introduced=40, name=f"Service {key}") for key in "123456789abcdef"], on=NOW.date())
    with django_assert_max_num_queries(40) as many:
        reading.get(f"/reports/{AREA}/2025-q2/now/")
    assert len(many) == len(few)


def test_a_manager_sees_who_is_behind_a_number_and_the_trail_says_so(managing, service):
    person = introduced(service)
    page = managing.get(f"/reports/services/{service.pk}/{QUARTER.slug}/").content.decode()
    where = f"/reports/services/{service.pk}/{QUARTER.slug}/here/client/introduced/"
    assert where in page
    behind = managing.get(where)
    assert person.reference in behind.content.decode()
    seen = Event.objects.filter(what="caseload.seen").latest("pk")
    assert seen.subjects == [person.pk.hex]
    title = behind.content.decode().partition("</title>")[0]
    assert person.reference not in title


def test_a_manager_tells_how_many_are_in_treatment_and_changes_it(managing, service):
    where = f"/reports/services/{service.pk}/in-treatment/"
    for people in ("240", "250"):
        said = {"area": AREA, "quarter": QUARTER.first.isoformat(), "people": people}
        assert managing.post(where, said).status_code == 302
    told = InTreatment.objects.get()
    assert (told.people, told.area, told.quarter) == (250, AREA, QUARTER.first)
    assert "250" in managing.get(where).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"people": ""},
        {"people": "-1"},
        {"people": "many"},
        {"people": "1e9"},
        {"people": "9" * 30},
        {"people": "٣"},
        {"area": "E00000009"},
        {"area": ""},
        {"quarter": "1999-01-01"},
        {"quarter": "2026-02-01"},
        {"quarter": "x\0"},
        {"quarter": ""},
    ],
)
def test_what_is_not_such_a_number_is_told_and_nothing_is_kept(managing, service, wrong):
    said = {"area": AREA, "quarter": QUARTER.first.isoformat(), "people": "240"} | wrong
    response = managing.post(f"/reports/services/{service.pk}/in-treatment/", said)
    if wrong == {"people": "٣"}:  # three, in other digits: a number all the same
        assert response.status_code == 302
        return
    assert response.status_code == 422
    assert "There is a problem" in response.content.decode()
    assert not InTreatment.objects.exists()


def test_another_services_number_is_not_theirs_to_tell(managing):
    other = ServiceFactory()
    assert managing.post(f"/reports/services/{other.pk}/in-treatment/", {"people": "5"}).status_code == 404


def test_no_report_is_kept_by_a_browser_or_a_proxy(reading):
    freeze(SPRING, [unit(introduced=40)])
    for tail in ("", "report.csv"):
        response = reading.get(f"/reports/{AREA}/2025-q2/first/{tail}")
        assert "no-store" in response.headers["Cache-Control"]


def test_the_quarter_that_comes_next_is_named_with_its_day(reading):
    page = reading.get(HOME).content.decode()
    coming = QUARTER.after
    assert coming.mature_on > NOW.date() >= QUARTER.mature_on
    assert dt.date(coming.mature_on.year, 1, 1) <= coming.mature_on
    assert str(coming.mature_on.day) in page
