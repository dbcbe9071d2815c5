import uuid

import pytest
from django.db import models
from django.test.utils import isolate_apps

from mutualaid.sealing.fields import Sealed, sealed_of
from mutualaid.sealing.seals import CannotOpen, CannotSeal
from tests.sealing.conftest import Note, Proxy


def test_a_text_is_sealed_when_it_is_set_and_opens_when_it_is_read(notes):
    kept = notes.objects.create(reference="ab 12", secret="Invented words")
    read = notes.objects.get(pk=kept.pk)
    assert (read.reference, read.secret) == ("ab 12", "Invented words")
    assert b"Invented" not in bytes(read.secret_sealed)
    assert Proxy.objects.get(pk=kept.pk).reference == "ab 12"
    assert notes.objects.only("pk").get(pk=kept.pk).reference == "ab 12"


def test_nothing_is_nothing_and_an_empty_text_is_a_text(notes):
    kept = notes.objects.create(reference=None, secret="")
    read = notes.objects.get(pk=kept.pk)
    assert (read.reference, read.reference_sealed, read.reference_index) == (None, None, None)
    assert read.secret == ""
    read.reference = "AB12"
    read.reference = None
    assert read.reference_index is None


def test_it_is_found_by_its_index_with_either_key(notes, settings):
    newer, older = settings.KEY_RING
    settings.KEY_RING = [older]
    kept = notes.objects.create(reference="ab 12")
    settings.KEY_RING = [newer, older]
    assert notes.objects.get(reference_index__in=notes.reference.blinds("AB12")) == kept
    assert not notes.objects.filter(reference_index__in=notes.reference.blinds("AB13")).exists()


@pytest.mark.parametrize("column", ["reference_sealed", "secret_sealed"])
def test_what_was_moved_to_another_row_or_column_does_not_open(notes, column):
    one, other = notes.objects.create(reference="AB12", secret="First"), notes.objects.create(secret="Second")
    notes.objects.filter(pk=other.pk).update(secret_sealed=getattr(one, column))
    with pytest.raises(CannotOpen):
        notes.objects.get(pk=other.pk).secret  # noqa: B018


def test_a_key_said_as_text_is_the_same_key():
    key = uuid.uuid4()
    sealed = Note(pk=key.hex.upper(), secret="Words").secret_sealed
    assert Note(pk=key, secret_sealed=sealed).secret == "Words"


def test_what_cannot_be_kept_is_refused_and_what_was_there_stays():
    note = Note(reference="AB12")
    before = note.reference_sealed, note.reference_index
    with pytest.raises(CannotSeal):
        note.reference = "\ud800"
    assert (note.reference_sealed, note.reference_index) == before


def test_a_row_without_a_key_seals_nothing():
    with pytest.raises(ValueError, match="give the row its key"):
        Note(pk=None, secret="Words")


def test_nothing_shows_the_text():
    note = Note(secret="Words")
    assert "Words" not in repr(note) + str(note) + repr(Note.secret) + repr(vars(note))
    assert repr(Note.secret) == "Sealed('secret_sealed')"


@isolate_apps("tests")
def test_a_model_answers_for_its_own_table_alone():
    class Child(Note):
        more_sealed = models.BinaryField()
        more = Sealed("more_sealed")

        class Meta:
            app_label = "tests"

        def __str__(self):
            return ""

    assert sealed_of(Note) == [Note.reference, Note.secret]
    assert sealed_of(Child) == [Child.more]
    pk = uuid.uuid4()
    assert Child.secret.place(Child, pk) == Note.secret.place(Note, pk)


def test_an_index_belongs_to_a_table():
    with pytest.raises(TypeError, match="declare it there"):

        class Lent(models.Model):
            a_sealed = models.BinaryField()
            a_index = models.BinaryField()
            a = Sealed("a_sealed", index="a_index")

            class Meta:
                abstract = True

            def __str__(self):
                return ""
