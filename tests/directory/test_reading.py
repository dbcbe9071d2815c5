"""What is read as columns is what the rows say in full, one after the other."""

import datetime as dt
import uuid
from dataclasses import fields

import numpy as np
import pytest

from directory import following
from directory.columns import Columns
from directory.great_circle import unit_vector, unit_vectors_at
from directory.index import MeetingIndex
from directory.models import Closure, Group, Meeting, Move, Pattern, Spell
from directory.places import Point
from directory.times import Times
from directory.timetables import NEVER
from directory.traits import Fact
from directory.vocabulary import Language, Mode, Restriction
from directory.wanted import Wanted
from tests.conftest import NOW
from tests.factories import MeetingFactory, PatternFactory, ProgrammeFactory, VenueFactory, stamp

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def everything():
    """A meeting of every sort."""
    programmes = [ProgrammeFactory(slug=slug) for slug in ("beta", "alpha", "al-gamma")]
    scotland, shared = VenueFactory(nation="scotland"), VenueFactory()
    facts = [
        {"venue": shared, "restricted_to": ["women", "lgbt"], "formats": ["Speaker", "BSL"], "language": "Polish"},
        {"venue": shared, "bank_holidays": "no", "openness": "open", "confirmed_at": NOW, "confirmed_by": "editor"},
        {"venue": scotland, "bank_holidays": "no", "term_time_only": True, "says_when": "At other times too."},
        {"online": True, "time_zone": "America/New_York", "bank_holidays": "no"},
        {"run_by": "service", "hearing_loop": "yes", "newcomers": "yes"},
        {
            "same_problem": "no",
            "children_welcome": "no",
            "seen_in_source_at": NOW - dt.timedelta(days=200, microseconds=7),
        },
        {"venue": scotland, "step_free": "yes"},
        {},
    ]
    meetings = [
        MeetingFactory(programme=programmes[number % 3], name=f"Invented {number}", **facts)
        for number, facts in enumerate(facts * 2)
    ]
    meetings[0].group = Group.objects.create(programme=meetings[0].programme, name="Invented group")
    meetings[0].save()
    PatternFactory(meeting=meetings[1], weekday=5, minutes=90)
    PatternFactory(meeting=meetings[1], weekday=1, kind="monthly", nth=-1)
    PatternFactory(meeting=meetings[7], kind="fortnightly", anchor_on=TODAY, valid_from=TODAY)
    told = {"how": "source", "made_at": NOW}
    Spell.objects.create(meeting=meetings[4], kind="break", first_on=TODAY, **told)
    for first in (TODAY + dt.timedelta(days=60), TODAY):
        last = first + dt.timedelta(days=20)
        Spell.objects.create(meeting=meetings[5], kind="term", first_on=first, last_on=last, **told)
    pattern = meetings[8].patterns.get()
    day = next(iter(pattern.repeats.dates(TODAY, TODAY + dt.timedelta(days=7))))
    Move.objects.create(meeting=meetings[8], was_on=day, to_on=day, to_at=dt.time(9), **told)
    Closure.objects.create(venue=scotland, first_on=TODAY, last_on=TODAY, reason="Invented works", **told)
    stamp(*meetings)
    return meetings


def slowly(directory):
    """{(meeting, pattern): what is said of it}, by the ORM and the models alone."""
    times, said = Times.of(Meeting.objects.all()), {}
    for pattern in Pattern.objects.filter(meeting__in=Meeting.objects.listed()).select_related("meeting__venue"):
        meeting = pattern.meeting
        meeting.programme = directory.programmes[Meeting.objects.get(pk=meeting.pk).programme.slug]
        expected = meeting.programme.kind
        said[meeting.pk, times.repeats(meeting, pattern)] = (
            meeting.name,
            meeting.programme.slug,
            meeting.mode,
            Point(meeting.venue.lat, meeting.venue.lon) if meeting.venue else None,
            times.cautions(meeting),
            meeting.time_zone,
            meeting.venue.in_full if meeting.venue else "",
            tuple(meeting.restricted_to),
            "" if meeting.kind is expected else meeting.kind,
            meeting.seen_in_source_at,
            meeting.confirmed_at,
            (meeting.openness, meeting.step_free, meeting.hearing_loop, meeting.children_welcome, meeting.newcomers),
            (meeting.language, tuple(meeting.formats), meeting.group.name if meeting.group else ""),
            pattern.minutes or 0,
        )
    return said


def as_said(row):
    return (
        row.name,
        row.programme,
        row.mode,
        row.point,
        row.cautions,
        row.zone,
        ", ".join(part for part in (row.venue_name, row.address, row.postcode) if part),
        row.restricted_to,
        row.kind,
        row.seen_at,
        row.confirmed_at,
        (row.openness, row.step_free, row.hearing_loop, row.children_welcome, row.newcomers),
        (row.language, row.formats, row.group),
        row.minutes,
    )


def test_a_row_says_what_the_models_say(everything):
    directory = following.directory()
    assert {(row.meeting, row.repeats): as_said(row) for row in directory.index.rows} == slowly(directory)


def told(index, now):
    """What is said of the next start of every row."""
    around = index.around(Point(53.48, -2.23), miles=5, wanted=Wanted(), now=now)
    return [around.told(row) for row in np.flatnonzero(index.moments(now).starts < NEVER).tolist()]


def same_index(one, other, now=NOW):
    """Are both made of the same rows in the same order, with the same in every column?"""
    assert list(one.rows) == list(other.rows)
    assert (one.programmes, one.number.tolist()) == (other.programmes, other.number.tolist())
    own = {"programme", "place", "timetable", "kind", "entry"}  # numbers of a ledger, which is another
    for each in fields(Columns):
        if each.name not in own:
            assert getattr(one.columns, each.name).tolist() == getattr(other.columns, each.name).tolist(), each.name
    assert np.allclose(one.vectors, other.vectors, atol=1e-15)
    for name in ("starts", "day", "minute", "usable", "visitable", "from_afar"):
        assert getattr(one.moments(now), name).tolist() == getattr(other.moments(now), name).tolist(), name
    assert one.moments(now).next_online == other.moments(now).next_online
    assert told(one, now) == told(other, now)
    for name, asked in [("facts", Fact), ("languages", Language), ("kept_for", Restriction), ("mode", Mode)]:
        for each in asked:
            ours, theirs = getattr(one.traits, name)[each], getattr(other.traits, name)[each]
            assert ours.tolist() == theirs.tolist(), each
    assert one.traits.on_now(now) == other.traits.on_now(now)
    for words in ("invented 1", "group", "nobody"):
        assert one.traits.with_words(words).tolist() == other.traits.with_words(words).tolist()


def test_columns_that_were_read_are_those_laid_out_from_rows_in_full(everything):
    index = following.directory().index
    same_index(index, MeetingIndex.of(index.rows))


def edits(meetings):
    """One change after the other, each by itself and stamped."""
    first, second, other = meetings[0], meetings[1], meetings[7]
    yield Meeting.objects.filter(pk=first.pk).update, {"name": "Another name", "restricted_to": []}
    yield Meeting.objects.filter(pk=first.pk).update, {"bank_holidays": "yes", "says_when": "Not in snow"}
    yield Meeting.objects.filter(pk=first.pk).update, {"confirmed_at": NOW, "confirmed_by": "editor"}
    yield Meeting.objects.filter(pk=second.pk).update, {"venue": VenueFactory()}
    yield Meeting.objects.filter(pk=second.pk).update, {"venue": VenueFactory(lat=54.1, lon=-3.1)}
    yield Meeting.objects.filter(pk=second.pk).update, {"withdrawn_at": NOW}
    yield Meeting.objects.filter(pk=second.pk).update, {"withdrawn_at": None}
    yield Meeting.objects.filter(pk=other.pk).update, {"programme": first.programme}
    yield Pattern.objects.filter(meeting=other).update, {"weekday": 3}
    yield Meeting.objects.update, {"held_at": NOW, "held_reason": "A concern"}
    yield Meeting.objects.update, {"held_at": None, "held_reason": ""}


def test_after_every_edit_the_index_is_the_one_that_is_read_afresh(everything):
    following.directory().index.moments(NOW)
    for update, facts in edits(everything):
        before = following.directory().index
        rows = list(before.rows)
        update(**facts)
        stamp(*everything)
        followed = following.directory().index
        assert followed.ledger is before.ledger
        assert list(before.rows) == rows  # a request that began before still has its own
        following.forget()
        afresh = following.directory().index
        same_index(followed, afresh)


def test_a_change_of_words_leaves_what_is_known_of_time_and_place(everything):
    kept = following.directory().index
    before = told(kept, NOW)
    Meeting.objects.filter(pk=everything[0].pk).update(name="Another name")
    stamp(everything[0])
    followed = following.directory().index
    assert followed.moments(NOW).starts is kept.moments(NOW).starts
    assert followed.columns.known is kept.columns.known
    assert followed.columns.entry is not kept.columns.entry
    assert told(followed, NOW) == before
    assert [row.name for row in followed.rows].count("Another name") == 1
    assert "Another name" not in {row.name for row in kept.rows}


def test_one_meeting_among_others_of_its_programme_is_put_where_it_belongs():
    programme = ProgrammeFactory()
    meetings = [MeetingFactory(programme=programme, pk=uuid.UUID(int=number << 64)) for number in (1, 3, 5)]
    stamp(*meetings)
    following.directory()
    for number in (4, 0, 6, 2):
        stamp(MeetingFactory(programme=programme, pk=uuid.UUID(int=number << 64)))
        index = following.directory().index
        keys = [row.meeting.int for row in index.rows]
        assert keys == sorted(keys)
        assert [row.meeting.int for row in index.rows_of(uuid.UUID(int=number << 64), programme.slug)] == [number << 64]


def test_meetings_whose_keys_begin_alike_are_not_taken_for_one_another():
    programme = ProgrammeFactory()
    one, other = (MeetingFactory(programme=programme, pk=uuid.UUID(int=(7 << 64) + number)) for number in (1, 2))
    stamp(one, other)
    following.directory()
    Meeting.objects.filter(pk=one.pk).update(withdrawn_at=NOW)
    stamp(one)
    index = following.directory().index
    assert [row.meeting for row in index.rows] == [other.pk]
    assert index.rows_of(one.pk, programme.slug) == []
    assert index.rows_of(one.pk, "no-such-programme") == []


def test_another_programme_or_too_much_that_has_gone_is_read_afresh(monkeypatch):
    stamp(meeting := MeetingFactory())
    ledger = following.directory().index.ledger
    stamp(MeetingFactory())
    assert following.directory().index.ledger is not ledger
    ledger = following.directory().index.ledger
    monkeypatch.setattr("directory.columns.GONE_AT_LEAST", 0)
    for _ in range(2):
        stamp(meeting)
        assert following.directory().index.ledger is ledger
    stamp(meeting)
    assert len(following.directory().index.ledger.entries) == 5
    stamp(meeting)
    assert following.directory().index.ledger is not ledger


def test_only_so_many_rows_are_kept_in_full(monkeypatch):
    monkeypatch.setattr("directory.columns.MADE_AT_MOST", 2)
    stamp(*MeetingFactory.create_batch(3))
    index = following.directory().index
    assert len({row.meeting for row in index.rows}) == 3
    assert len(index.ledger._made) <= 2
    assert [row.name for row in index.rows[0:2]] == [index.rows[0].name, index.rows[1].name]


def test_what_many_say_alike_stands_once():
    programme, hall = ProgrammeFactory(), VenueFactory()
    stamp(*MeetingFactory.create_batch(5, programme=programme, venue=hall))
    index = following.directory().index
    assert len(index.ledger.kinds) == len(index.ledger.timetables.every()) == 1
    assert len(index.ledger.places) == 2  # the hall, and nowhere


def test_a_question_is_composed_anew_where_what_may_be_shown_is_another_thing(settings):
    meeting = MeetingFactory(source__licence="none_stated", source__slug="unlicensed")
    stamp(meeting)
    assert len(following.directory().index) == 1
    settings.PRODUCTION = True
    following.forget()
    assert len(following.directory().index) == 0


def test_unit_vectors_of_many_are_those_of_each():
    points = [Point(49.9, -8.1), Point(55.0, 0.0), Point(60.8, 1.7)]
    many = unit_vectors_at(np.array([point.lat for point in points]), np.array([point.lon for point in points]))
    assert np.allclose(many, [unit_vector(point) for point in points], atol=1e-15)


def test_an_index_followed_answers_as_one_read_afresh(everything):
    here = Point(everything[7].venue.lat, everything[7].venue.lon)
    following.directory()
    Meeting.objects.filter(pk=everything[7].pk).update(name="Changed")
    stamp(everything[7])
    followed = following.directory().index.around(here, miles=25, wanted=Wanted(days=frozenset({1, 2, 3})), now=NOW)
    following.forget()
    afresh = following.directory().index.around(here, miles=25, wanted=Wanted(days=frozenset({1, 2, 3})), now=NOW)
    for name in ("nearest", "counts", "soonest", "online", "nearest_second"):
        assert getattr(followed, name)() == getattr(afresh, name)()
