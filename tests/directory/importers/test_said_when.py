"""A listing's own words on when: read where plain, flagged where not, and never taken for times when they are not."""

import datetime as dt

import pytest

from directory.importers import said_when
from directory.importers.listed import When
from directory.recurrence import Span

TUESDAY = When(2, dt.time(19, 30), 90)
MONDAY = When(1, dt.time(19, 30), 90)


def heard(notes, *, name="Invented Lamp", when=TUESDAY, place=()):
    return said_when.heard(name, notes, (when,), place=place)


def nths(found):
    return [when.nth for when in found.when if when.kind == "monthly"]


@pytest.mark.parametrize(
    ("words", "which"),
    [
        ("This meeting is held on the last Tuesday of each month only.", [-1]),
        ("This mtg is held on the 1st Tues of each month only", [1]),
        ("Please note this Meeting is only Held on the 2nd & Last Tuesday of the Month", [2, -1]),
        ("We meet on the 1st and 3rd Tuesdays of the month", [1, 3]),
        ("Meetings are held first, second & fourth Tuesday in the month", [1, 2, 4]),
        ("ONLY operates on 1st Tuesday of every month - OPEN to all", [1]),
        ("****Meeting held Second Tuesday of every month only****", [2]),
        ("Meeting is now on the 1'st Tuesday of the month.", [1]),
        ("Last Tuesday each month only!", [-1]),
        ("Held on the 5th Tuesday of the month", [5]),
        ("This meeting is held on the 1st Tuesday of each month only as follows: 1st Dec 26, 5th Jan 27", [1]),
    ],
)
def test_what_says_when_it_is_held_is_its_times(words, which):
    found = heard(words)
    assert nths(found) == which
    assert {(when.weekday, when.starts_at, when.minutes) for when in found.when} == {(2, dt.time(19, 30), 90)}
    assert (found.outcome, found.says_when) == ("read", "")


def test_a_name_in_brackets_says_it_too():
    assert nths(heard("", name="Invented Lamp (1St Tue Each Month Only)")) == [1]


@pytest.mark.parametrize(
    "words",
    [
        "Last Tuesday of the month is an open meeting.",
        "Step meeting on the first Tuesday of each month",
        "1st Tuesday of the month: Big Book. 2nd Tuesday of the month: share.",
        "We have a speaker (two chairs) on the last Tuesday of each month.",
        "Share ( with a reading) on the 2nd Tuesday of each month",
        "This is a closed meeting but will be open on the 4th Tuesday of the month.",
        "Big Book study every other week",
        "Speaker meeting on alternate weeks",
        "Every other Tuesday is a literature reading.",
        "Main share once a month",
        "Monday meeting only held on the first Monday of the month",
        "1st week of the month - basic text study",
    ],
)
def test_what_says_what_happens_then_leaves_its_times_alone(words):
    found = heard(words)
    assert found.when == (TUESDAY,)
    assert (found.outcome, found.says_when) == ("stands", "")


@pytest.mark.parametrize(
    ("words", "which"),
    [
        ("First Tuesday of every month the venue is closed so no meeting.", 1),
        ("Does NOT operate on 1st Tuesday of every month.", 1),
        ("There will not be a meeting held here on the 3rd Tuesday of every month, as the hall is taken", 3),
        ("No meeting last Tuesday of the month", -1),
    ],
)
def test_one_of_the_month_that_is_left_out(words, which):
    found = heard(words)
    assert [(when.kind, when.not_nth) for when in found.when] == [("weekly", which)]
    assert found.outcome == "read"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("No meetings held on Bank Holidays.", "no"),
        ("No mtgs Bank Holidays", "no"),
        ("No meetings held on bank holidays, including Good Friday", "no"),
        ("Closed Bank Holidays", "no"),
        ("***not open on public bank holiday***", "no"),
        ("Note that this meeting does not run on a bank holiday.", "no"),
        ("Shut on Bank Holidays", "no"),
        ("Mtgs held on bank holidays.", "yes"),
        ("Meeting open every Tuesday, including Bank Holidays.", "yes"),
        ("The venue is open on Bank Holidays.", "yes"),
        ("Runs on Public Holidays", "yes"),
    ],
)
def test_what_it_does_on_bank_holidays(words, says):
    found = heard(words)
    assert (found.bank_holidays, found.outcome, found.says_when) == (says, "read", "")


def test_bank_holiday_mondays_are_of_a_monday_meeting():
    words = "No meetings are held on Bank Holiday Mondays due to the council."
    assert heard(words, when=MONDAY).bank_holidays == "no"
    assert (heard(words).bank_holidays, heard(words).outcome) == ("unknown", "flagged")


def test_both_at_once_is_not_stated_and_flagged():
    found = heard("Closed Bank Holidays.\nMtgs held on bank holidays.", when=MONDAY)
    assert (found.bank_holidays, found.outcome) == ("unknown", "flagged")
    assert "Closed Bank Holidays." in found.says_when


@pytest.mark.parametrize(
    ("words", "spans"),
    [
        ("Closed 21.7.26 and 28.7.26", [("2026-07-21", "2026-07-21"), ("2026-07-28", "2026-07-28")]),
        ("1/12/25-7/12/25 CLOSED TEMPORARILY FOR BUILDING WORKS", [("2025-12-01", "2025-12-07")]),
        ("No meeting on Tuesday 16th February 2027", [("2027-02-16", "2027-02-16")]),
        ("Closed 3 to 17 August 2027", [("2027-08-03", "2027-08-17")]),
        ("Closed 28 December 2026 to 3rd January 2027", [("2026-12-28", "2027-01-03")]),
        ("Meeting is closed 26th June 2026 and re-opens next week", [("2026-06-26", "2026-06-26")]),
    ],
)
def test_days_with_their_year_are_breaks(words, spans):
    found = heard(words)
    assert [(f"{span.first}", f"{span.last}") for span in found.breaks] == spans
    assert (found.outcome, found.when) == ("read", (TUESDAY,))


def test_a_day_without_its_year_is_flagged_unless_the_row_says_the_year_elsewhere():
    assert heard("Closed on Tuesday 16th February for building work.").outcome == "flagged"
    told = heard("Closed on Tuesday 16th February for building work.", name="Lamp (Closed 16.02.2027 for 1 day)")
    assert told.breaks == (Span(dt.date(2027, 2, 16), dt.date(2027, 2, 16)),)
    assert (told.outcome, told.says_when) == ("read", "")


@pytest.mark.parametrize(
    "words",
    ["Term time only", "We only meet in term time", "No meetings during school holidays", "Closed in school holidays"],
)
def test_term_time_is_a_stated_fact_and_no_dates_are_invented(words):
    found = heard(words)
    assert (found.term_time_only, found.breaks, found.when, found.outcome) == (True, (), (TUESDAY,), "read")


@pytest.mark.parametrize(
    "words",
    [
        "This meeting is held fortnightly",  # which fortnight?
        "Meets every other week",
        "Fortnightly",
        "Open every fortnight, to look at the traditions",
        "Closed in August",  # this one, or every one?
        "The hall will be closed for the whole of August",
        "Closed Good Friday - 3rd April",
        "No meeting on election days",
        "CLOSED CHRISTMAS EVE",
        "Closed from 3 August 2027",
        "Closed until 3 August 2027, reopens 4 August 2027",
        "This meeting is ONLINE ONLY on the last Tuesday of each month",
        "Physical meeting last Monday of the month",
        "First Tuesday each month",
        "No meeting on the 1st and 3rd Tuesday of the month",
        "Meeting restarting on August 21st",
        "We will temporarily move to the Invented Chapel",
    ],
)
def test_what_is_not_plain_is_flagged_in_its_own_words_and_changes_nothing(words):
    found = heard(words)
    assert (found.outcome, found.says_when) == ("flagged", words)
    assert (found.when, found.breaks, found.bank_holidays, found.term_time_only) == ((TUESDAY,), (), "unknown", False)


def test_a_fortnight_with_a_day_on_which_it_meets_is_read():
    found = heard("This meeting is held fortnightly from 1 December 2026")
    assert [(when.kind, when.anchor_on) for when in found.when] == [("fortnightly", dt.date(2026, 12, 1))]
    assert heard("This meeting is held fortnightly from 2 December 2026").outcome == "flagged"  # a Wednesday


def test_a_monthly_name_is_flagged_until_the_notes_say_which():
    assert heard("", name="Invented Monthly Meeting").says_when == "Invented Monthly Meeting"
    told = heard("This meeting is held on the last Tuesday of each month only.", name="Invented Monthly Meeting")
    assert (nths(told), told.says_when, told.outcome) == ([-1], "", "read")


def test_sentences_that_disagree_change_nothing_and_are_both_kept():
    found = heard("This meeting is held on the first Tuesday of the month.\nHeld on the last Tuesday of the month.")
    assert (found.when, found.outcome) == ((TUESDAY,), "flagged")
    assert "first" in found.says_when
    assert "last" in found.says_when


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"name": "CANCELLED"}, "CANCELLED"),
        ({"notes": "This meeting is now closed permanently."}, "This meeting is now closed permanently."),
        ({"notes": "Closed for good."}, "Closed for good."),
        ({"notes": "We no longer meet."}, "We no longer meet."),
        ({"notes": "Temporarily closed until further notice"}, "Temporarily closed until further notice"),
        ({"place": ["Cancelled, Cancelled"]}, "Cancelled, Cancelled"),
    ],
)
def test_one_that_says_it_has_stopped(words, told):
    found = heard(**{"notes": ""} | words)
    assert (found.says_stopped, found.outcome) == (told, "stopped")


@pytest.mark.parametrize(
    "words",
    [
        "If the door is closed ring the bell.",
        "Doors are closed after 10 minutes.",
        "The main entrance will be closed: use the side door.",
        "This is a closed meeting.",
        "Meeting no longer hybrid.",
        "Ramp, and tea. Step-free.",
        "The last bus is at ten.",
        "What3words: smooth.second.month",
        "",
    ],
)
def test_what_does_not_speak_of_when_is_let_be(words):
    assert heard(words) == said_when.Heard(when=(TUESDAY,))


@pytest.mark.parametrize("name", ["Feel Good Friday", "Invented Good Friday", "Christmas Street Group"])
def test_a_name_is_a_name(name):
    assert heard("", name=name) == said_when.Heard(when=(TUESDAY,))


def test_what_is_kept_is_kept_short():
    assert len(heard("Meets every other week. " * 90).says_when) <= said_when.SAID_AT_MOST
    many = "\n".join(f"Closed {day} August" for day in range(1, 29)) * 9
    assert len(heard(many).says_when) <= said_when.SAID_AT_MOST


def test_of_several_days_each_is_read_by_itself():
    found = said_when.heard("Lamp", "Held on the last Tuesday of the month. Closed 3 May 2027.", (MONDAY, TUESDAY))
    assert [(when.weekday, when.kind, when.nth) for when in found.when] == [(1, "weekly", None), (2, "monthly", -1)]
    assert len(found.breaks) == 1
    assert found.outcome == "read"
