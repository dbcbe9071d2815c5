"""What a list says of when, from its own words to what people see: taken, taken again, and undone."""

import datetime as dt
import io

import pytest

from directory import following, verification
from directory.importers import intake, mapping
from directory.importers.said_when import NOT_PRINTED
from directory.management.commands.import_meetings import Command
from directory.models import Meeting, Pattern, Source, Spell
from directory.verification import plain, take_from
from tests.conftest import NOW
from tests.directory.importers.sheets import MAPPING, geography, programmes, row, sheet

pytestmark = pytest.mark.django_db
AUGUST, SEPTEMBER = dt.date(2026, 8, 5), dt.date(2026, 9, 5)


@pytest.fixture(autouse=True)
def world():
    geography()
    programmes()


@pytest.fixture
def take(tmp_path):
    def take(*notes, as_of=AUGUST, **cells):
        path = tmp_path / "list.csv"
        path.write_text(
            sheet(*(row(Note=note, Title=f"Lamp {at}") | cells for at, note in enumerate(notes))), newline=""
        )
        told = intake.listing(path, mapping.read(MAPPING), format="spreadsheet", as_of=as_of, progress=lambda *_: None)
        source = Source.objects.filter(slug="lamps").first() or Source(slug="lamps", name="Lamps", licence="own")
        return take_from(source, told, now=NOW)

    return take


def words(run):
    return {name.removeprefix("when_"): n for name, n in run.counts.items() if name.startswith("when_") and n}


def patterns():
    return list(Pattern.objects.order_by("nth").values_list("kind", "nth", "not_nth"))


def test_the_report_counts_what_was_read_and_what_was_not(take):
    run = take(
        "Held on the last Tuesday of the month only.",
        "No meetings on Bank Holidays.",
        "Last Tuesday of the month is an open meeting.",
        "Meets every other week.",
        "Now closed permanently.",
        "Ramp.",
    )
    assert words(run) == {"read": 2, "stands": 1, "flagged": 1, "stopped": 1}
    command = Command(stdout=io.StringIO())
    command._report(run, dry_run=False)
    said = command.stdout._out.getvalue()
    assert "Meetings whose words on when they meet were read: 2\n" in said
    assert "Meetings whose own words say they have stopped: kept, not listed: 1\n" in said


def test_two_of_the_month_are_two_patterns_of_one_meeting(take):
    take("We meet on the 1st and 3rd Tuesdays of the month.")
    assert patterns() == [("monthly", 1, None), ("monthly", 3, None)]
    assert len(following.directory().index) == 2
    assert len(set(following.directory().index.meeting.tolist())) == 1


def test_what_the_list_says_no_more_is_no_more(take):
    take("Held on the last Tuesday of the month only. Closed 1 to 14 December 2026.")
    assert patterns() == [("monthly", -1, None)]
    assert Spell.objects.count() == 1
    run = take("Does not meet on the 1st Tuesday of the month.", as_of=SEPTEMBER)
    assert run.counts["changed"] == 1
    assert patterns() == [("weekly", None, 1)]
    assert not Spell.objects.exists()


def test_the_same_words_again_change_nothing(take):
    note = "Closed 1 to 14 December 2026. Held on the 1st and 3rd Tuesday of the month. Term time only. Closed in May."
    take(note)
    before = list(Spell.objects.values()), list(Pattern.objects.order_by("pk").values())
    assert take(note).counts["unchanged"] == 1
    assert (list(Spell.objects.values()), list(Pattern.objects.order_by("pk").values())) == before


def test_a_break_of_its_list_that_somebody_has_undone_does_not_come_back_with_the_same_list(take):
    take("Closed 24 November 2026.")
    verification.undo(Spell.objects.get(), at=NOW)
    assert take("Closed 24 November 2026.").counts["unchanged"] == 1
    assert not Spell.objects.standing().exists()


def test_what_an_editor_says_is_not_touched_by_a_list(take):
    take("Ramp.")
    days = {"first": dt.date(2026, 12, 1), "last": dt.date(2026, 12, 1)}
    verification.call_off(Meeting.objects.get(), **days, how="editor", at=NOW)
    take("Closed 8 December 2026.", as_of=SEPTEMBER)
    assert sorted(Spell.objects.standing().values_list("how", flat=True)) == ["editor", "source"]


def test_one_that_says_it_has_stopped_is_kept_unlisted_and_listed_again_when_it_meets(take):
    take("Ramp.")
    assert Meeting.objects.listed().exists()
    run = take("Now closed permanently.", as_of=SEPTEMBER)
    assert run.counts["changed"] == 1
    assert not Meeting.objects.listed().exists()
    assert Meeting.objects.get().held_at is None  # holds are people's, and no list touches them
    assert len(following.directory().index) == 0
    take("Ramp.", as_of=dt.date(2026, 10, 5))
    assert Meeting.objects.listed().exists()


def test_a_venue_called_cancelled_is_a_meeting_that_has_stopped(take):
    take("Ramp.", Venue="Cancelled,", Address="Cancelled,Cancelled")
    assert Meeting.objects.get().says_stopped
    assert not Meeting.objects.listed().exists()


def test_no_number_and_nobody_is_kept_in_the_words_beside_its_times(take):
    take("Meets every other week, ring 01632 960123.\nMeets fortnightly.")
    assert Meeting.objects.get().says_when == f"{NOT_PRINTED} Meets fortnightly."


def test_a_sentence_that_gives_a_passcode_is_read_and_not_printed(take):
    take("This meeting is online only on the last Tuesday of each month: passcode 123456.")
    meeting = Meeting.objects.get()
    assert (meeting.says_when, meeting.notes) == (NOT_PRINTED, "")


def test_five_rows_at_one_hall_share_it(take):
    take(*["Ramp."] * 5)
    assert Meeting.objects.count() == 5
    assert Meeting.objects.values("venue").distinct().count() == 1
    (venue,) = {meeting.venue for meeting in Meeting.objects.select_related("venue")}
    days = {"first": NOW.date(), "last": dt.date(2026, 12, 7)}
    verification.close_venue(venue, **days, reason="a fair", how="editor", at=NOW)
    starts = following.directory().index.moments(NOW).starts
    assert (starts >= dt.datetime(2026, 12, 8, tzinfo=dt.UTC).timestamp()).all()


def test_what_an_editor_settled_is_not_brought_back_by_the_same_list(take, editor):
    take("Meets every other week.")
    meeting = Meeting.objects.get()
    fortnight = plain.said(meeting)["patterns"][0] | {"kind": "fortnightly", "anchor_on": "2026-11-24"}
    verification.edit(meeting, {"says_when": "", "patterns": [fortnight]}, by=editor, at=NOW, why="They rang.")
    take("Meets every other week.", as_of=SEPTEMBER)
    assert Meeting.objects.get().says_when == ""
    assert patterns() == [("fortnightly", None, None)]
