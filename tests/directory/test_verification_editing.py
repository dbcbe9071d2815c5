"""An editor changes one thing: it is traced, can be undone, and loses nobody's work."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from directory import following, verification
from directory.models import Change, Group, Meeting, Source, Venue
from directory.verification import ChangedMeanwhile, NotUndone
from directory.verification.plain import FIELDS, said
from tests.factories import MeetingFactory, PatternFactory, ProgrammeFactory, SourceFactory, VenueFactory, stamp

pytestmark = pytest.mark.django_db

TIMES = {"kind": "weekly", "weekday": 4, "nth": None, "anchor_on": None, "starts_at": "18:00:00", "minutes": 60}
THURSDAY = TIMES | {"valid_from": None, "valid_to": None}
LAST_FRIDAY = THURSDAY | {"kind": "monthly", "weekday": 5, "nth": -1}


@pytest.fixture
def meeting():
    meeting = MeetingFactory(name="Invented meeting")
    stamp(meeting)
    return meeting


@pytest.fixture
def edit(editor, now):
    def do(thing, facts, *, why="They rang.", by=editor, **more):
        return verification.edit(thing, facts, by=by, at=now, why=why, **more)

    return do


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def test_an_edit_is_shown_by_every_index_and_says_who_when_and_why(meeting, edit, editor, now):
    following.directory()
    change = edit(meeting, {"name": "Another name", "step_free": "yes"})
    assert [row.name for row in following.directory().index.rows] == ["Another name"]
    assert (change.by, change.at, change.why, change.meeting) == (editor, now, "They rang.", meeting)
    assert change.before == {"name": "Invented meeting", "step_free": "unknown"}
    assert change.after == {"name": "Another name", "step_free": "yes"}
    assert change.revision == fresh(meeting).revision


def test_new_times_replace_the_old(meeting, edit):
    change = edit(meeting, {"patterns": [THURSDAY, LAST_FRIDAY]})
    assert sorted(meeting.patterns.values_list("weekday", "kind")) == [(4, "weekly"), (5, "monthly")]
    assert [one["weekday"] for one in change.before["patterns"]] == [2]


def test_the_same_times_in_another_order_change_nothing(meeting, edit):
    PatternFactory(meeting=meeting, weekday=5)
    edited = edit(meeting, {"patterns": said(meeting)["patterns"][::-1], "name": meeting.name})
    assert edited is None
    assert not Change.objects.exists()


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"mode": "online"}, "Give a venue for in-person meetings"),
        ({"name": ""}, "blank"),
        ({"openness": "sometimes"}, "not a valid choice"),
        ({"venue": "7f9c24e8-3b12-4fa5-9d0e-1c2b3a495867"}, "venue.*not a valid choice"),
        ({"venue": "nowhere"}, "not a valid UUID"),
        ({"patterns": [THURSDAY | {"weekday": 9}]}, "Choose a day of the week"),
        ({"patterns": [THURSDAY | {"kind": "fortnightly"}]}, "a day on which they met"),
    ],
)
def test_what_breaks_a_rule_changes_nothing(meeting, edit, facts, told):
    before = Meeting.objects.values().get()
    with pytest.raises(ValidationError, match=told):
        edit(meeting, facts)
    assert Meeting.objects.values().get() == before
    assert [one.weekday for one in meeting.patterns.all()] == [2]
    assert not Change.objects.exists()


def test_an_edit_without_a_reason_is_refused(meeting, edit):
    with pytest.raises(ValidationError):
        edit(meeting, {"name": "Another"}, why="")
    assert fresh(meeting).name == "Invented meeting"


def test_the_second_of_two_editors_is_told_what_changed_and_nothing_is_lost(meeting, edit):
    seen = said(meeting)
    edit(meeting, {"notes": "Ring the bell."})
    with pytest.raises(ChangedMeanwhile) as told:
        edit(meeting, {"name": "Mine"}, seen=seen)
    assert told.value.now == {"notes": "Ring the bell."}
    assert fresh(meeting).name == "Invented meeting"
    assert edit(meeting, {"name": "Mine"}, seen=said(fresh(meeting)))
    assert (fresh(meeting).name, fresh(meeting).notes) == ("Mine", "Ring the bell.")


@pytest.mark.parametrize(
    "facts",
    [
        {"name": "Another"},
        {"patterns": [THURSDAY]},
        {"mode": "online", "venue": None, "join_url": "https://example.org/join"},
        {"restricted_to": ["women"], "private_notes": "Passcode 000000"},
        {"held_at": "2026-11-24T15:00:00+00:00", "held_reason": "A concern"},
    ],
)
def test_undoing_puts_back_exactly_what_was_changed(meeting, edit, editor, now, facts):
    before = said(meeting)
    change = edit(meeting, facts)
    edit(meeting, {"language": "Polish"})
    undone = verification.undo(change, by=editor, at=now)
    assert said(fresh(meeting)) == before | {"language": "Polish"}
    assert (undone.undoes, undone.before, undone.after) == (change, change.after, change.before)
    again = verification.undo(undone, by=editor, at=now)
    assert again.after == change.after


def test_what_was_changed_again_since_is_not_undone(meeting, edit, editor, now):
    change = edit(meeting, {"name": "Another", "notes": "Ring."})
    edit(meeting, {"name": "A third"})
    with pytest.raises(NotUndone, match="changed again since: name"):
        verification.undo(change, by=editor, at=now)
    assert fresh(meeting).name == "A third"


def test_nothing_is_undone_twice(meeting, edit, editor, now):
    change = edit(meeting, {"name": "Another"})
    verification.undo(change, by=editor, at=now)
    with pytest.raises(NotUndone, match="undone this already"):
        verification.undo(change, by=editor, at=now)


def test_what_would_break_a_rule_is_not_put_back(meeting, edit, editor, now):
    change = edit(meeting, {"phone": "01632 960014"})
    edit(meeting, {"mode": "phone", "venue": None})
    with pytest.raises(NotUndone, match="Give a venue"):
        verification.undo(change, by=editor, at=now)


def test_a_meeting_added_by_hand_is_listed_and_our_editors_answer_for_it(edit, editor, now):
    facts = {"programme": str(ProgrammeFactory().pk), "venue": str(VenueFactory().pk), "mode": "in_person"}
    more = {"name": "Invented new meeting", "patterns": [LAST_FRIDAY]}
    added = verification.add_meeting(facts | more, by=editor, at=now, why="They wrote to us.")
    assert Meeting.objects.listed().get() == added
    assert (added.source.slug, added.confirmed_by, added.confirmed_at) == ("editors", "editor", now)
    change = Change.objects.of(added).get()
    assert change.is_addition
    with pytest.raises(NotUndone, match="nothing before"):
        verification.undo(change, by=editor, at=now)


def test_where_meetings_are_invented_so_is_one_added_by_hand(editor, now):
    invented = MeetingFactory(source=SourceFactory(slug="demonstration", is_demonstration=True))
    facts = {name: said(invented)[name] for name in ("programme", "venue", "mode", "name", "patterns")}
    assert verification.add_meeting(facts, by=editor, at=now, why="To try it.").source.is_demonstration
    assert not Source.objects.filter(slug="editors").exists()


def test_what_cannot_be_added_leaves_nothing_behind(editor, now):
    with pytest.raises(ValidationError, match="UK needs a position"):
        verification.add_venue({"name": "Hall", "nation": "england", "precision": "given"}, by=editor, at=now, why="x")
    assert not Venue.objects.exists()
    assert not Change.objects.exists()


def test_a_venue_put_right_is_told_to_every_index_through_its_meetings(meeting, edit):
    following.directory()
    edit(meeting.venue, {"name": "Another hall"})
    assert [row.venue_name for row in following.directory().index.rows] == ["Another hall"]


def test_a_group_has_a_history_too(meeting, edit, editor, now):
    facts = {"programme": str(meeting.programme_id), "name": "Invented group"}
    group = verification.add_group(facts, by=editor, at=now, why="They wrote.")
    assert edit(group, {"name": "Another group"}).before == {"name": "Invented group"}
    assert [change.is_addition for change in Change.objects.of(group)] == [False, True]
    assert Group.objects.get().name == "Another group"


def test_a_programme_is_paused_and_resumed(meeting, edit, now):
    change = edit(meeting.programme, {"paused_at": now.isoformat()}, why="A concern.")
    assert fresh(meeting.programme).paused_at == now
    assert change.after == {"paused_at": "2026-11-24T15:00:00+00:00"}
    edit(meeting.programme, {"paused_at": None}, why="Looked into.")
    assert fresh(meeting.programme).paused_at is None


def test_what_is_done_to_many_is_in_the_history_of_each(meeting, editor, now):
    verification.hold(Meeting.objects.all(), reason="A concern", at=now, by=editor)
    verification.withdraw(Meeting.objects.all(), at=now, by=editor)
    verification.bring_back(Meeting.objects.all(), reason="It meets after all.", at=now, by=editor)
    why = list(Change.objects.of(meeting).values_list("why", "by"))
    assert why == [(said, editor.pk) for said in ("It meets after all.", "Meets no more.", "A concern")]
    verification.undo(Change.objects.of(meeting)[0], by=editor, at=now)
    assert fresh(meeting).held_reason == "A concern"


def test_accepting_a_suggestion_is_in_the_history_and_can_be_undone(meeting, editor, now):
    suggestion = meeting.suggestions.create(kind="correction", proposed={"name": "Another"}, made_at=now)
    verification.accept(suggestion, by=editor, at=now)
    verification.undo(Change.objects.get(), by=editor, at=now + dt.timedelta(minutes=1))
    assert fresh(meeting).name == "Invented meeting"


def test_every_field_with_a_history_is_one_the_thing_has():
    for model, names in FIELDS.items():
        assert set(names) <= {field.name for field in model._meta.get_fields()}
    assert not {"source", "source_key", "revision", "confirmed_at"} & set(FIELDS[Meeting])


def test_what_an_editor_said_stands_until_it_is_undone(meeting, edit, editor, now):
    def standing():
        return Change.objects.touching(meeting.source).standing()

    imported = edit(meeting, {"phone": "01632 960014"}, by=None)
    assert standing() == {}
    change = edit(meeting, {"name": "Another"})
    edit(meeting, {"notes": "Ring."})
    edit(meeting.venue, {"name": "Hall"})
    assert standing() == {meeting.pk: {"name", "notes"}, meeting.venue_id: {"name"}}
    undone = verification.undo(change, by=editor, at=now)
    assert standing()[meeting.pk] == {"notes"}
    verification.undo(undone, by=editor, at=now)
    assert standing()[meeting.pk] == {"name", "notes"}
    verification.undo(imported, by=editor, at=now)
    assert standing()[meeting.pk] == {"name", "notes", "phone"}
