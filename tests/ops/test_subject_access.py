"""Everything that is held about somebody, and nobody else; in words, in a file that says nothing by its name."""

import io
import json
import re
import stat
import sys
import zipfile

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models

from directory.models import Meeting, Programme
from mutualaid.audit import trail
from mutualaid.audit.models import Event
from referrals import subject_access, telling
from referrals.models import OfferSnapshot, Person, Plan, Service
from referrals.models.about import AboutAPerson
from tests.conftest import NOW
from tests.referrals.factories import PersonFactory, WorkerFactory
from tests.referrals.test_erasure import recorded

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(monkeypatch, tmp_path):
    """Ask for the record of whoever has this reference; the two texts in the file, or None where none was made."""

    def asked(person, *more):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(person.reference.encode())))
        service = str(person.service_id)
        call_command("subject_access", tmp_path / "out", "--service", service, "--reference-file", "-", *more)
        (file,) = (tmp_path / "out").glob("*.zip")
        with zipfile.ZipFile(file) as archive:
            assert archive.namelist() == ["record.html", "record.json"]
            return file, *(archive.read(name).decode() for name in archive.namelist())

    return asked


def test_it_says_first_and_writes_nothing(ask, tmp_path, capsys):
    person = recorded()
    with pytest.raises(ValueError, match="not enough values"):
        ask(person)
    said = capsys.readouterr().out
    assert "Your times in treatment: 1" in said
    assert "Nothing was done." in said
    assert not Event.objects.filter(what="person.disclosed").exists()


def test_every_word_of_it_is_there_and_nobody_else(ask):
    person = recorded(reference="RH-71", age_band="30_44")
    worker = person.keyworker
    type(worker).objects.filter(pk=worker.pk).update(name="Invented Worker")
    other = recorded(reference="RH-72", service=person.service)
    auditor = WorkerFactory(name="Invented Onlooker", service=person.service)
    trail.record("people.listed", actor=auditor.pk, service=person.service_id, subjects=[person.pk, other.pk], at=NOW)
    file, page, data = ask(person, "--apply")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert re.fullmatch(r"record-\d{8}-\d{6}-\d{6}\.zip", file.name)
    for said in ("RH-71", "Only an example", "Under the invented clock", "30 to 44", "Invented Worker", "By telephone"):
        assert said in page, said
        assert said in data, said
    for hidden in ("RH-72", worker.email, auditor.email, "Invented Onlooker", str(other.pk), other.pk.hex):
        assert hidden not in page + data, hidden
    assert "Looked at a list that you stood on" in page
    assert "Keyworker" in page
    told = json.loads(data)
    assert len(told["sections"]) == len(subject_access.TITLES)
    assert all(section["records"] for section in told["sections"])
    assert Event.objects.about(person.pk).filter(what="person.disclosed").count() == 1
    assert person.pk.hex in data.replace("-", "")


def test_the_options_shown_are_told_in_their_order_with_the_way_into_each(ask):
    person = recorded()
    shown = list(Programme.objects.all()[:1])
    meeting = Meeting.objects.first()
    content = {
        "groups": [
            {"programme": shown[0].slug, "nearest": str(meeting.pk) if meeting else None, "online": None},
            {"programme": "gone-since", "nearest": None, "online": None},
        ],
        "elsewhere": ["a-slug"],
    }
    OfferSnapshot.objects.update(content=content)
    _file, page, _data = ask(person, "--apply")
    assert f"Groups: {shown[0].name}" in page
    assert "gone-since. Elsewhere, one link away: a-slug." in page


def test_what_does_not_open_is_said_and_stops_nothing(ask):
    person = recorded()
    Plan.objects.update(words_sealed=b"altered")
    _file, page, _data = ask(person, "--apply")
    assert "does not open" in page


def test_markup_in_what_they_said_stays_words(ask):
    person = recorded()
    plan = Plan.objects.get()
    plan.words = "<script>x</script> & more"
    plan.save()
    _file, page, data = ask(person, "--apply")
    assert "<script" not in page
    assert json.loads(data)


def test_somebody_with_nothing_recorded_has_a_record_too(ask):
    person = PersonFactory(episode=False)
    _file, page, _data = ask(person, "--apply")
    assert "Nothing." in page


def test_where_it_cannot_be_written_a_sentence_says_so(ask, tmp_path):
    (tmp_path / "out").touch()
    with pytest.raises(CommandError, match="could not be written"):
        ask(PersonFactory(), "--apply")


def test_every_kind_of_record_has_its_title_and_every_list_its_words():
    about = {model for model in apps.get_models() if issubclass(model, AboutAPerson)}
    assert set(subject_access.TITLES) == about | {Person}
    lists = {
        (model.__name__, field.name)
        for model in subject_access.TITLES
        for field in model._meta.fields
        if isinstance(field, models.JSONField)
    }
    assert lists == set(telling.LISTS)


def test_it_asks_the_same_however_much_there_is(django_assert_max_num_queries):
    person = recorded()
    service = Service.objects.first()
    for _ in range(20):
        trail.record("person.seen", actor=WorkerFactory().pk, service=service.pk, subjects=[person.pk], at=NOW)
    with django_assert_max_num_queries(25):
        subject_access.everything(person, now=NOW)
