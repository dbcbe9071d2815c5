"""Erasing from the terminal: said first, by a reference that no shell remembers."""

import io
import sys

import pytest
from django.core.management import CommandError, call_command

from mutualaid.audit.models import Event
from mutualaid.ops import whom
from referrals.models import Person
from tests.processes import manage
from tests.referrals.factories import PersonFactory, ServiceFactory
from tests.referrals.test_erasure import recorded


@pytest.fixture
def type_in(monkeypatch):
    """What stands on standard input."""

    def typed(held):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(held)))

    return typed


@pytest.mark.django_db(transaction=True)
def test_it_says_first_then_erases_and_the_second_time_there_is_nobody(type_in, capsys):
    person, other = recorded(reference="RH-7"), recorded(reference="RH-8")
    asked = ("erase", "--service", person.service.name, "--reference-file", "-")
    type_in(b"rh 7\n")
    with pytest.raises(CommandError, match="knows nobody"):  # RH7 is not RH-7
        call_command(*asked)
    type_in(b"rh-7\n")
    call_command(*asked)
    said = capsys.readouterr().out
    assert "Nothing was done." in said
    assert "episode: 1" in said
    assert Person.objects.count() == 2
    type_in(b"RH-7\n")
    call_command(*asked, "--apply")
    said = capsys.readouterr().out
    assert f"Erased: {person.pk}." in said
    assert "RH-7" not in said
    assert list(Person.objects.all()) == [other]
    type_in(b"RH-7")
    with pytest.raises(CommandError, match="knows nobody by that"):
        call_command(*asked, "--apply")


@pytest.mark.django_db(transaction=True)
def test_whoever_a_backup_brought_back_is_erased_again_by_their_id():
    person = recorded()
    asked = ("--service", str(person.service.pk), "--person", str(person.pk), "--why", "mistake", "--apply")
    done = manage("erase", *asked)
    assert done.returncode == 0, done.stderr
    assert not Person.objects.exists()
    assert Event.objects.get(what="person.erased").facts["why"] == "mistake"


@pytest.mark.django_db(transaction=True)
def test_killed_before_it_commits_nothing_has_gone():
    person = recorded()
    before = "import os, signal\nfrom referrals import erasure\n"
    before += "erasure.trail.record = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)"
    asked = ("--service", str(person.service.pk), "--person", str(person.pk), "--apply")
    assert manage("erase", *asked, before=before).returncode == -9
    assert Person.objects.filter(pk=person.pk).exists()
    assert person.episodes.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed", [b"", b"\n", b"\0", b"R\0H-1", b"\xff\xfe\xed\xa0\x80", b"9" * 2_000_000, b"RH-1\nRH-2", "é".encode() * 90]
)
def test_whatever_is_typed_a_sentence_comes_back_that_does_not_repeat_it(type_in, typed):
    service = ServiceFactory()
    type_in(typed)
    with pytest.raises(CommandError) as refused:
        call_command("erase", "--service", service.name, "--reference-file", "-")
    assert str(refused.value).startswith(("Give one reference", "This service knows nobody"))


@pytest.mark.django_db
@pytest.mark.parametrize("named", ["nowhere", "\0", "", "9" * 100_000, "00000000-0000-0000-0000-000000000000"])
def test_a_service_that_is_not_there_is_said_to_be(named, type_in):
    type_in(b"RH-1")
    with pytest.raises(CommandError, match="no service of that name or id"):
        call_command("erase", "--service", named, "--reference-file", "-")


@pytest.mark.django_db
def test_two_services_of_one_name_are_told_apart_by_their_ids(tmp_path):
    one, other = ServiceFactory(name="Invented"), ServiceFactory(name="Invented", setting="prison")
    person = PersonFactory(service=other, reference="RH-1")
    file = tmp_path / "reference"
    file.write_text("RH-1\n")
    with pytest.raises(CommandError, match=str(one.pk)):
        whom.found(service="Invented", reference_file=file, person=None)
    assert whom.found(service=str(other.pk), reference_file=file, person=None) == person
    with pytest.raises(CommandError, match="knows nobody"):
        whom.found(service=str(one.pk), reference_file=None, person=str(person.pk))
    with pytest.raises(CommandError, match="knows nobody"):
        whom.found(service=str(one.pk), reference_file=None, person="nonsense")
    with pytest.raises(CommandError, match="could not be read"):
        whom.found(service=str(one.pk), reference_file=tmp_path / "none", person=None)
