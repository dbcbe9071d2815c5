"""An administrator opens services and asks commissioners, and never sees or counts anybody in treatment."""

import pytest
from django.core import mail

from directory.models import Area
from mutualaid.accounts.models import Role, User
from referrals.models import Commission, Membership, Service
from tests.directory.views.checklist import Page
from tests.referrals.factories import (
    CommissionFactory,
    MembershipFactory,
    PersonFactory,
    ServiceFactory,
    WorkerFactory,
    somebody,
)

SERVICES = "/referrals/services/"
NOBODYS = "7f9c24e8-3b12-4fa5-9d0e-1c2b3a495867"
OPENED = {"name": "Invented Lantern", "setting": "community", "areas": "Leeds", "telephone": "0113 496 0001"}
ASKED = {"email": "ann@example.org", "name": "Ann Lamp"}


@pytest.fixture(autouse=True)
def areas(db):
    rows = (("E08000035", "Leeds"), ("W06000015", "Cardiff"), ("E06000001", "Twice"), ("E06000002", "Twice"))
    return [Area.objects.create(code=code, name=name, nation="england") for code, name in rows]


@pytest.fixture
def administering(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def post(administering, django_capture_on_commit_callbacks):
    def post(address, **said):
        with django_capture_on_commit_callbacks(execute=True):
            response = administering.post(f"{SERVICES}{address}", said)
        return administering.get(response["Location"]) if response.status_code == 302 else response

    return post


def names(service):
    return sorted(area.name for area in service.areas.all())


def test_a_service_is_opened_and_its_first_manager_invited(post):
    response = post("open/", **OPENED)
    service = Service.objects.get()
    assert response.request["PATH_INFO"] == f"{SERVICES}{service.pk}/manager/"
    assert (service.name, service.setting, names(service)) == ("Invented Lantern", "community", ["Leeds"])
    page = Page(post(f"{service.pk}/manager/", **ASKED))
    assert "Manager: Ann Lamp." in page.text
    assert "0 people work there." in page.text
    assert mail.outbox[0].to == ["ann@example.org"]
    assert Membership.objects.get().role == "manager"


def test_the_list_says_what_a_service_is_and_nothing_of_who_is_in_treatment(administering, areas):
    service = ServiceFactory(name="Invented Lantern", telephone="0113 496 0001")
    service.areas.set(areas[:2])
    WorkerFactory(service=service, service__role="manager", name="Invented manager")
    PersonFactory(service=service, reference="RH-2041")
    page = Page(administering.get(SERVICES))
    for said in (
        "In the community. Cardiff, Leeds.",
        "0113 496 0001",
        "Manager: Invented manager.",
        "2 people work there.",
    ):
        assert said in page.text
    assert "RH-2041" not in page.text
    assert "in treatment is seen or counted here" in page.text


def test_it_costs_the_same_however_many_services_there_are(administering, areas, costs_the_same):
    def add():
        service = ServiceFactory()
        service.areas.set(areas)
        MembershipFactory(service=service, role="manager")
        CommissionFactory(area_id=areas[0].pk)

    add()
    costs_the_same(SERVICES, add=add)


def test_a_name_areas_and_telephone_are_changed_and_a_setting_never(post, areas):
    service = ServiceFactory(setting="prison")
    service.areas.set(areas[:1])
    address = f"{service.pk}/"
    page = Page(post(address, name=""))
    assert "Its setting stays: Prison." in page.text
    post(address, name="Another", setting="community", areas="cardiff\r\n\r\nE06000002\nCARDIFF", telephone="")
    service.refresh_from_db()
    assert (service.name, service.setting, names(service)) == ("Another", "prison", ["Cardiff", "Twice"])


def test_what_it_is_now_stands_in_the_form(administering, areas):
    service = ServiceFactory(name="Invented Lantern")
    service.areas.set(areas[:2])
    page = administering.get(f"{SERVICES}{service.pk}/")
    assert "Cardiff\nLeeds" in page.content.decode()
    assert "Invented Lantern" in page.content.decode()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"name": ""}, "Enter the service’s name"),
        ({"name": "x" * 121}, "Enter the service’s name"),
        ({"name": "\x00"}, "Enter the service’s name"),
        ({"setting": ""}, "Choose one of these"),
        ({"setting": "moon"}, "Choose one of these"),
        ({"areas": "Leedss"}, "did you mean Leeds?"),
        ({"areas": "Xyzzy"}, "enter its name as the council writes it"),
        ({"areas": "<b>" + "🙂" * 500}, "enter its name as the council writes it"),
        ({"areas": "Twice"}, "Enter the code of the one you mean: E06000001, E06000002"),
        ({"areas": "\n".join(map(str, range(51)))}, "Enter at most 50 areas"),
        ({"areas": "x" * 10**5}, "Enter the name of a local authority"),
        ({"areas": "\x00"}, "Enter the name of a local authority"),
        ({"telephone": "ring us"}, "Enter a telephone number"),
        ({"telephone": "1" * 31}, "Enter a telephone number"),
        ({"telephone": "0113\x00496"}, "Enter a telephone number"),
        ({"telephone": "٠١١٣٤٩٦"}, "Enter a telephone number"),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_typed_is_lost(post, said, told):
    response = post("open/", **OPENED | said)
    page = Page(response)
    assert response.status_code == 200
    assert told in page.text
    assert page.titled.strip().startswith("Error:")
    for name in {"name", "telephone"} - set(said):
        assert OPENED[name] in page.markup
    assert not Service.objects.exists()


def test_opened_twice_it_is_there_once(post):
    post("open/", **OPENED)
    assert "open already" in Page(post("open/", **OPENED)).text
    assert Service.objects.count() == 1


def test_it_is_closed_only_when_nobody_is_in_treatment_there(post, administering):
    person = PersonFactory()
    assert "in treatment there still" in Page(post(f"{person.service_id}/close/")).text
    empty = ServiceFactory(name="Invented and empty")
    page = Page(post(f"{empty.pk}/close/"))
    assert "Closed. Nobody works there any more." in page.text
    assert "Invented and empty" not in page.text
    assert administering.get(f"{SERVICES}{empty.pk}/").status_code == 404
    assert post(f"{empty.pk}/close/").status_code == 404


def test_a_commissioner_is_invited_for_an_area_and_ended(post, administering):
    page = Page(post("commissioners/invite/", **ASKED, area="leeds"))
    assert "ann@example.org" in page.text
    assert "Invited on 24 November 2026." in page.text
    commission = Commission.objects.get()
    page = Page(post(f"commissions/{commission.pk}/end/"))
    assert "ann@example.org" not in page.text
    assert post(f"commissions/{commission.pk}/end/").status_code == 404


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"area": ""}, "Enter the name of a local authority"),
        ({"area": "Leeds\nCardiff"}, "Enter only 1 area"),
        ({"area": "\x00"}, "Enter the name of a local authority"),
        ({"area": "Leeds", "email": "ann"}, "like name@example.org"),
        ({"area": "Leeds", "email": "administrator@example.org"}, "somebody else has to invite you"),
    ],
)
def test_a_commissioner_that_cannot_be_asked_is_said(post, said, told):
    assert told in Page(post("commissioners/invite/", **ASKED | said)).text
    assert not Commission.objects.exists()


def test_a_commissioner_lands_where_it_says_that_they_never_see_a_person(client, areas):
    user = CommissionFactory(area_id=areas[0].pk).user
    client.force_login(user)
    page = Page(client.get("/reports/"))
    for said in ("Nothing has been published for this area yet", "never sees a person", "Leeds"):
        assert said in page.text
    assert client.get(SERVICES).status_code == 404
    assert "/reports/" in str(Page(client.get("/accounts/")).links)


@pytest.mark.parametrize("who", ["keyworker", "manager", "commissioner", Role.EDITOR, Role.AUDITOR])
def test_nobody_else_finds_these_pages(client, areas, who):
    service = ServiceFactory()
    commission = CommissionFactory(area_id=areas[0].pk)
    user = somebody(who, service, areas[1])
    client.force_login(user)
    for address in (
        "",
        "open/",
        f"{service.pk}/",
        f"{service.pk}/manager/",
        f"{service.pk}/close/",
        "commissioners/invite/",
        f"commissions/{commission.pk}/end/",
    ):
        assert client.post(f"{SERVICES}{address}", OPENED | ASKED).status_code in {404, 405} - (
            {405} if address else set()
        )
        assert client.get(f"{SERVICES}{address}").status_code in {404, 405}
    assert Service.objects.open().count() == 1
    assert not User.objects.filter(email=ASKED["email"]).exists()


def test_signed_out_they_ask_to_sign_in(client):
    for address in ("", "open/", f"{NOBODYS}/", "commissioners/invite/"):
        assert client.get(f"{SERVICES}{address}").headers["Location"].startswith("/accounts/sign-in/")
    assert client.get("/reports/").headers["Location"].startswith("/accounts/sign-in/")


def test_what_is_not_there_is_not_found_and_acts_are_posted(administering, areas):
    for address in (f"{NOBODYS}/", f"{NOBODYS}/manager/", "nonsense/"):
        assert administering.get(f"{SERVICES}{address}").status_code == 404
    service, commission = ServiceFactory(), CommissionFactory(area_id=areas[0].pk)
    assert administering.get(f"{SERVICES}{service.pk}/close/").status_code == 405
    assert administering.get(f"{SERVICES}commissions/{commission.pk}/end/").status_code == 405
