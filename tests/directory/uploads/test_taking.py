"""What becomes of a list while it is looked at and taken, by others too."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from directory import verification
from directory.importers import places
from directory.importers.turn import turn
from directory.models import GeographyEdition, ImportRun, Meeting, Upload
from directory.uploads import keeping, taking, working
from directory.verification import edit
from tests.conftest import NOW
from tests.directory.importers.sheets import MAPPING, geography, programmes, row, sheet
from tests.directory.views.conftest import NOWHERE
from tests.factories import UploadFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def world(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    geography()
    programmes()


def upload(*rows, slug="lamps", **facts):
    made = UploadFactory(slug=slug, mapping=MAPPING, **facts)
    keeping.folder()
    keeping.path_of(made).write_text(sheet(*rows or [row()]), newline="")
    return made


def looked_at(*rows, **facts):
    made = upload(*rows, **facts)
    working.look(made, at=NOW)
    return fresh(made)


def take(made, editor):
    working.apply(made, by=editor, at=NOW)
    return fresh(made)


def fresh(made):
    return Upload.objects.get(pk=made.pk)


def test_looking_keeps_what_it_would_do_and_does_nothing():
    made = looked_at(row(), row(Title="River", Time=""))
    assert (made.state, made.trouble) == ("looked", "")
    assert (made.counts["added"], made.counts["rejected"]) == (1, 1)
    assert [one["name"] for one in made.first_rows] == ["Tuesday Lamp"]
    assert made.problems[0]["row"] == 3
    assert not Meeting.objects.exists()


def test_taking_does_it_and_says_by_whom(editor):
    made = take(looked_at(), editor)
    assert made.state == "applied"
    assert (made.run.by, made.run.mapping, made.run.format) == (editor, MAPPING, "spreadsheet")
    assert not keeping.path_of(made).exists()
    assert Meeting.objects.count() == 1


def test_it_is_taken_once_however_often_it_is_asked_for(editor):
    made = looked_at()
    take(made, editor)
    with pytest.raises(working.FileGone):
        working.apply(made, by=editor, at=NOW)
    keeping.path_of(made).write_text("something")
    with pytest.raises(working.AtWork):
        working.apply(made, by=editor, at=NOW)
    assert ImportRun.objects.count() == 1


def test_it_is_not_taken_before_it_was_looked_at(editor):
    made = upload()
    with pytest.raises(working.AtWork):
        working.apply(made, by=editor, at=NOW)
    assert not Meeting.objects.exists()


def test_where_another_took_the_list_meanwhile_it_is_looked_at_anew(editor):
    first, second = looked_at(row()), looked_at(row(), row(Title="River"))
    take(first, editor)
    second = take(second, editor)
    assert second.state == "looked"
    assert second.trouble.startswith("lamps was imported again, or a meeting of it changed, since you looked.")
    assert (second.counts["added"], second.counts["unchanged"]) == (1, 1)
    assert ImportRun.objects.count() == 1
    assert take(second, editor).state == "applied"
    assert Meeting.objects.count() == 2


def test_where_an_editor_changed_a_meeting_meanwhile_it_is_looked_at_anew(editor):
    take(looked_at(), editor)
    made = looked_at(row(Note="Ring twice."))
    edit(Meeting.objects.get(), {"notes": "Ring the bell."}, by=editor, at=NOW, why="They rang.")
    made = take(made, editor)
    assert made.state == "looked"
    assert "a meeting of it changed" in made.trouble
    assert (made.counts["changed"], made.counts["kept"]) == (0, 1)


def test_where_the_postcodes_changed_meanwhile_it_is_looked_at_anew(editor):
    made = looked_at()
    before = places.edition()
    GeographyEdition.objects.update(digest="1" * 64)
    assert places.edition() != before
    made = take(made, editor)
    assert made.state == "looked"
    assert "postcodes" in made.trouble
    assert not Meeting.objects.exists()


def test_a_file_changed_under_it_is_not_taken(editor):
    made = looked_at()
    keeping.path_of(made).write_text(sheet(row(), row(Title="Slipped in")), newline="")
    made = take(made, editor)
    assert (made.state, made.counts["added"]) == ("looked", 2)
    assert not Meeting.objects.exists()


def test_while_another_takes_the_list_its_sentence_is_shown(editor, settings):
    made = looked_at()
    with turn("lamps", folder=settings.VAR_DIR / "locks"):
        made = take(made, editor)
    assert (made.state, made.applied_by) == ("looked", None)
    assert made.trouble == "Another import of lamps is under way: wait until it has finished."
    assert take(made, editor).state == "applied"


def test_a_database_that_will_not_have_it_is_told_and_logged_without_its_words(editor, monkeypatch, caplog):
    made = looked_at()

    def full(*args, **kwargs):
        raise DatabaseError("no room for Tuesday Lamp")

    monkeypatch.setattr("directory.verification.taking._write", full)
    made = take(made, editor)
    assert (made.state, made.trouble) == ("looked", taking.NO_DATABASE)
    assert "upload.broke" in caplog.text
    assert "Lamp" not in caplog.text
    assert not Meeting.objects.exists()


def test_whatever_breaks_is_told_and_logged_without_its_words(monkeypatch, caplog):
    def broken(*args, **kwargs):
        raise RuntimeError("Tuesday Lamp")

    monkeypatch.setattr("directory.importers.intake.listing", broken)
    made = looked_at()
    assert (made.state, made.trouble) == ("matching", taking.BROKE)
    assert "Lamp" not in caplog.text


def test_how_far_it_is_is_said_while_rows_are_read(monkeypatch):
    monkeypatch.setattr(taking, "SAID_EVERY", 0)
    said = []
    say = taking._say
    monkeypatch.setattr(taking, "_say", lambda made, **facts: (said.append(facts), say(made, **facts)))
    looked_at(*[row(Title=f"Lamp {number}") for number in range(5)])
    assert {"doing": "rows read", "done": 5} in said
    assert {"doing": "meetings to compare and write", "done": 5} in said


def test_one_cut_off_after_it_was_taken_is_taken(editor):
    made = take(looked_at(), editor)
    run = made.run
    Upload.objects.filter(pk=made.pk).update(state="applying", run=None)  # it ended before it could say so
    assert working.settled(fresh(made)).run == run
    assert fresh(made).state == "applied"


def test_one_cut_off_before_it_was_taken_is_not(editor):
    made = looked_at()
    Upload.objects.filter(pk=made.pk).update(state="applying", started_at=NOW, applied_by=editor)
    assert working.settled(fresh(made)).state == "applying"
    assert not working.goes_on(made)
    assert take(fresh(made), editor).state == "applied"


def test_what_breaks_after_it_was_taken_is_taken_all_the_same(editor, monkeypatch):
    made, take_from = looked_at(), verification.take_from

    def cut_off(*args, **kwargs):
        take_from(*args, **kwargs)
        raise DatabaseError

    monkeypatch.setattr(verification, "take_from", cut_off)
    made = take(made, editor)
    assert (made.state, made.trouble, made.run) == ("applied", "", ImportRun.objects.get())


def test_by_hand_the_command_does_only_what_is_asked_of_it():
    for pk in (upload().pk, NOWHERE):
        with pytest.raises(CommandError, match="Nothing is asked of that upload"):
            call_command("take_upload", str(pk))
