"""A caseload from a file, in a browser: looked at, then taken whole."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mutualaid.audit.models import Event
from referrals.models import Person
from tests.directory.views.checklist import Page
from tests.referrals.factories import MembershipFactory, ServiceFactory, WorkerFactory

FILE = "/referrals/people/file/"
GOOD = "Reference,Start date\nRH-2041,03/11/2026\nRH-3000,03/11/2026\n"


def send(client, content=GOOD, **said):
    content = content if isinstance(content, bytes) else content.encode()
    return client.post(FILE, {"file": SimpleUploadedFile("Smith family.csv", content)} | said)


def take(client, response, **more):
    said = {name: response.context[name] for name in ("rows",)}
    return client.post(FILE, said | more)


def test_it_is_looked_at_before_anything_is_kept_then_taken(signed_in, person):
    response = send(signed_in)
    text = Page(response).text
    assert "1 person is new" in text
    assert "1 person is left as they are" in text
    assert Person.objects.count() == 1
    assert take(signed_in, response).headers["Location"] == "/referrals/"
    assert "Taken: 1 new, 0 came back, 1 left as they were." in Page(signed_in.get("/referrals/")).text
    assert Person.objects.count() == 2


def test_taken_twice_nobody_is_there_twice(signed_in):
    response = send(signed_in)
    take(signed_in, response)
    take(signed_in, response)
    assert Person.objects.count() == 2


def test_every_row_that_cannot_be_taken_is_told_and_nothing_is_taken(signed_in):
    response = send(signed_in, GOOD + "Smith,03/11/2026\nRH-4000,soon\n")
    page = Page(response)
    assert "2 rows cannot be taken" in page.text
    assert "Row 4 Enter a reference with a number in it" in page.text
    assert "Row 5 Under “Start date” write the day" in page.text
    assert "Smith" not in page.text
    assert "rows" not in response.context
    assert "Take it" not in page.text


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Choose the file"),
        (b"nonsense", "needs the headings"),
        (b"\xff\xfe", "no text in UTF-8"),
        (b"PK\x03\x04", "cannot be read"),
        (b"x" * (2 * 1024 * 1024 + 1), "The file is over 2 MB"),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(signed_in, content, told):
    response = send(signed_in, content)
    assert response.status_code == 200
    assert told in Page(response).text


def test_no_file_is_asked_for(signed_in):
    assert "Choose the file" in Page(signed_in.post(FILE, {})).text
    assert "Choose the file" in Page(signed_in.post(FILE, {"other": SimpleUploadedFile("x.csv", b"x")})).text


@pytest.mark.parametrize("rows", ["nonsense", "\x00", "🙂", "A" * 5000])
def test_what_nobody_looked_at_is_not_taken(signed_in, rows):
    response = signed_in.post(FILE, {"rows": rows})
    assert "send it again" in Page(response).text
    assert Person.objects.count() == 1


def test_what_somebody_else_looked_at_is_not_taken(client, signed_in, person):
    response = send(signed_in)
    client.force_login(WorkerFactory(service=person.service))
    assert "send it again" in Page(take(client, response)).text


def test_a_manager_says_whose_those_who_are_new_are(client, person, worker):
    client.force_login(WorkerFactory(service=person.service, service__role="manager"))
    response = send(client, keyworker=str(worker.pk))
    take(client, response, keyworker=str(worker.pk))
    assert Person.objects.known_as("RH-3000", person.service).get().keyworker == worker


def test_a_keyworker_is_not_asked(signed_in, person, worker):
    assert "Who works with those who are new?" not in Page(signed_in.get(FILE)).text
    colleague = WorkerFactory(service=person.service)
    take(signed_in, send(signed_in), keyworker=str(colleague.pk))
    assert Person.objects.known_as("RH-3000", person.service).get().keyworker == worker


def test_whoever_works_for_two_services_says_which(signed_in, worker):
    other = ServiceFactory()
    MembershipFactory(user=worker, service=other)
    assert "Choose the service they come to" in Page(send(signed_in)).text
    response = send(signed_in, service=str(other.pk))
    take(signed_in, response, service=str(other.pk))
    assert Person.objects.of(other).count() == 2


def test_the_name_of_the_file_is_kept_nowhere(signed_in, caplog):
    caplog.set_level("DEBUG")
    take(signed_in, send(signed_in))
    assert "Smith" not in str([(event.what, event.facts) for event in Event.objects.all()])
    assert not [record for record in caplog.records if "Smith" in record.getMessage()]


def test_a_file_without_its_token_is_refused(person, worker):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(worker)
    assert send(strict).status_code == 403


def test_the_template_is_downloaded(signed_in):
    response = signed_in.get(f"{FILE}template/")
    assert response.headers["Content-Disposition"] == 'attachment; filename="caseload.csv"'
    assert response.content.decode().strip() == "Reference,Start date,Structured,Area"
    assert signed_in.post(f"{FILE}template/").status_code == 405


@pytest.mark.parametrize("page", ["", "template/"])
def test_for_those_who_work_with_nobody_there_is_no_such_page(client, page):
    assert client.get(FILE + page).headers["Location"].startswith("/accounts/sign-in/")
    client.force_login(WorkerFactory(role="editor"))
    assert client.get(FILE + page).status_code == 404
