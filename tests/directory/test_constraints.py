"""Each thing that must never be false, broken: the database refuses it, and a person is told why."""

import datetime as dt
import uuid

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import UniqueConstraint

from directory.models import (
    Area,
    Cell,
    Change,
    Check,
    DirectoryRevision,
    GeographyEdition,
    Holding,
    ImportRun,
    Likeness,
    Sector,
    Suggestion,
)
from mutualaid.accounts.models import Invitation, User
from tests.factories import (
    ClosureFactory,
    MeetingFactory,
    MoveFactory,
    PatternFactory,
    ProgrammeFactory,
    SourceFactory,
    SpellFactory,
    UploadFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
DAY = NOW.date()
DAY_BEFORE = NOW - dt.timedelta(days=1)


def edition(**facts):
    return GeographyEdition.objects.create(source="Invented", loaded_at=NOW, **facts)


def cell(of, **facts):
    return Cell.objects.create(
        edition=of, slug="m1-1", kind="sector", label="M1 1", lat=53, lon=-2, nation="england", **facts
    )


def sector(of):
    return Sector.objects.create(
        edition=of, code="M1 1", outcode="M1", lat=53, lon=-2, nation="england", authority="", postcodes=1, units=b""
    )


def invitation(user, **facts):
    return Invitation.objects.create(user=user, key_hash=uuid.uuid4().hex, made_at=NOW, **facts)


def holding(programme, source):
    return Holding.objects.create(programme=programme, nation="wales", source=source, extent="part", as_of=DAY)


def run(**facts):
    given = {"source": SourceFactory(), "started_at": NOW, "finished_at": NOW, "as_of": DAY}
    return ImportRun.objects.create(**given | facts)


def check(**facts):
    return Check.objects.create(**{"outcome": "as_listed", "how": "editor", "at": NOW} | facts)


def likeness(meeting, other=None, decision="different"):
    by = User.objects.first() or somebody()
    return Likeness.objects.create(
        meeting=meeting, other=other or meeting, decision=decision, decided_at=NOW, decided_by=by
    )


def suggestion(**facts):
    return Suggestion.objects.create(**{"kind": "new_group", "made_at": NOW} | facts)


def change(**facts):
    """A change of an invented meeting, unless it is said to be of something else."""
    of = {} if {"meeting", "venue"} & set(facts) else {"meeting": MeetingFactory()}
    return Change.objects.create(**{"revision": 1, "at": NOW, "why": "They rang.", "after": {"name": "x"}} | of | facts)


def undone_by_itself():
    made = change()
    Change.objects.filter(pk=made.pk).update(undoes=made)


def somebody():
    return User.objects.create_user("editor@example.org")


def twice(make, *things):
    make(*things)
    make(*things)


def pattern(**facts):
    return lambda: PatternFactory(**facts)


BREAKS = {
    "revision_is_one_row": [lambda: DirectoryRevision.objects.create(pk=2)],
    "programme_approach_known": [lambda: ProgrammeFactory(approach="astrology")],
    "programme_medicines_has_source": [
        lambda: ProgrammeFactory(medicines="welcomes"),
        lambda: ProgrammeFactory(medicines="no_view", medicines_source="Its own page"),
    ],
    "programme_standard_answered": [
        lambda: ProgrammeFactory(recruits="perhaps"),
        lambda: ProgrammeFactory(under_18s=""),
        lambda: ProgrammeFactory(safeguarding=""),
    ],
    "holding_once": [lambda: twice(holding, ProgrammeFactory(), SourceFactory())],
    "source_licence_stated": [lambda: SourceFactory(licence=""), lambda: SourceFactory(licence="surely fine")],
    "import_run_ends_after_it_starts": [
        lambda: run(finished_at=NOW - dt.timedelta(seconds=1)),
    ],
    "upload_state_known": [lambda: UploadFactory(state="lost")],
    "upload_format_known": [lambda: UploadFactory(format="pdf")],
    "upload_work_has_begun": [lambda: UploadFactory(state="looking")],
    "upload_looked_at_before_it_is_taken": [lambda: UploadFactory(state="looked")],
    "upload_taken_by_somebody": [lambda: UploadFactory(looked=True, begun=True, state="applying")],
    "upload_taken_has_a_run": [
        lambda: UploadFactory(looked=True, begun=True, state="applied", applied_by=somebody()),
        lambda: UploadFactory(run=run()),
    ],
    "venue_in_our_area_has_a_point": [
        lambda: VenueFactory(lat=None, lon=None),
        lambda: VenueFactory(lat=30.17, lon=-95.47),
        lambda: VenueFactory(lat=0, lon=0),
    ],
    "venue_point_is_whole": [lambda: VenueFactory(nation="outside", lat=53.0, lon=None)],
    "venue_nation_known": [lambda: VenueFactory(nation="atlantis")],
    "meeting_once_in_its_source": [
        lambda: twice(lambda source: MeetingFactory(source=source, source_key="1"), SourceFactory())
    ],
    "meeting_place_matches_mode": [
        lambda: MeetingFactory(venue=None),
        lambda: MeetingFactory(mode="hybrid"),
        lambda: MeetingFactory(mode="online", venue=None),
        lambda: MeetingFactory(mode="online", join_url="https://example.org/"),
        lambda: MeetingFactory(mode="phone", venue=None),
        lambda: MeetingFactory(mode="by post"),
    ],
    "meeting_confirmed_at_and_by": [
        lambda: MeetingFactory(confirmed_at=NOW),
        lambda: MeetingFactory(confirmed_by="editor"),
    ],
    "meeting_held_for_a_reason": [
        lambda: MeetingFactory(held_at=NOW),
        lambda: MeetingFactory(held_reason="A concern"),
    ],
    "meeting_has_a_name": [lambda: MeetingFactory(name="")],
    "meeting_own_answers_known": [
        lambda: MeetingFactory(same_problem="perhaps"),
        lambda: MeetingFactory(charges_no_fee="free"),
        lambda: MeetingFactory(run_by="somebody"),
    ],
    "area_nation_known": [lambda: Area.objects.create(code="X1", name="Invented", nation="atlantis")],
    "area_has_a_name": [lambda: Area.objects.create(code="X1", name="", nation="wales")],
    "check_of_one_thing": [
        lambda: check(),
        lambda: check(meeting=MeetingFactory(), programme=ProgrammeFactory(), way_in="https://example.org/"),
        lambda: check(meeting=MeetingFactory(), way_in="https://example.org/"),
        lambda: check(programme=ProgrammeFactory()),
    ],
    "check_outcome_known": [lambda: check(meeting=MeetingFactory(), outcome="fine")],
    "check_says_how": [
        lambda: check(meeting=MeetingFactory(), how=""),
        lambda: check(meeting=MeetingFactory(), how="me"),
    ],
    "likeness_of_two": [lambda: likeness(MeetingFactory())],
    "likeness_decision_known": [lambda: likeness(MeetingFactory(), MeetingFactory(), decision="perhaps")],
    "likeness_pair_once": [lambda: _both_ways(MeetingFactory(), MeetingFactory())],
    "likeness_merged_once": [lambda: _merge_into_two(MeetingFactory())],
    "suggestion_corrects_a_meeting": [
        lambda: suggestion(kind="correction"),
        lambda: suggestion(kind="new_group", meeting=MeetingFactory()),
        lambda: suggestion(kind="a question"),
    ],
    "suggestion_decided_by_somebody": [
        lambda: suggestion(decision="accepted", decided_at=NOW),
        lambda: suggestion(decided_at=NOW),
        lambda: suggestion(decision="perhaps", decided_at=NOW, decided_by=somebody()),
    ],
    "change_of_one_thing": [
        lambda: change(meeting=None),
        lambda: change(meeting=MeetingFactory(), venue=VenueFactory()),
    ],
    "change_says_why": [lambda: change(why="")],
    "change_undone_once": [lambda: twice(lambda undone: change(undoes=undone), change())],
    "change_does_not_undo_itself": [undone_by_itself],
    "suggestion_declined_for_a_reason": [
        lambda: suggestion(decision="declined", decided_at=NOW, decided_by=somebody()),
        lambda: suggestion(reason="It is so already."),
    ],
    "meeting_not_merged_into_itself": [lambda: _merge_into_itself(MeetingFactory())],
    "pattern_weekday_is_a_day": [pattern(weekday=0), pattern(weekday=8)],
    "pattern_lasts_a_sensible_time": [pattern(minutes=0), pattern(minutes=721)],
    "pattern_kind_has_what_it_needs": [
        pattern(kind="fortnightly"),
        pattern(kind="monthly"),
        pattern(kind="monthly", nth=6),
        pattern(nth=1),
        pattern(kind="yearly"),
    ],
    "meeting_bank_holidays_answered": [
        lambda: MeetingFactory(bank_holidays="perhaps"),
        lambda: MeetingFactory(bank_holidays=""),
    ],
    "pattern_leaves_out_one_in_the_month": [
        pattern(not_nth=6),
        pattern(not_nth=0),
        pattern(kind="monthly", nth=1, not_nth=2),
    ],
    "spell_has_what_its_kind_needs": [
        lambda: SpellFactory(kind="term", last_on=None),
        lambda: SpellFactory(kind="once"),
    ],
    "spell_ends_after_it_begins": [lambda: SpellFactory(last_on=dt.date(2026, 11, 30))],
    "spell_says_how": [lambda: SpellFactory(how=""), lambda: SpellFactory(how="hearsay")],
    "spell_undone_after_it_was_made": [
        lambda: SpellFactory(undone_at=DAY_BEFORE),
        lambda: SpellFactory(undone_by=somebody()),
    ],
    "move_says_how": [lambda: MoveFactory(how="hearsay")],
    "move_undone_after_it_was_made": [
        lambda: MoveFactory(undone_at=DAY_BEFORE),
        lambda: MoveFactory(undone_by=somebody()),
    ],
    "move_once_from_a_day": [lambda: twice(lambda meeting: MoveFactory(meeting=meeting), MeetingFactory())],
    "closure_ends_after_it_begins": [lambda: ClosureFactory(last_on=dt.date(2026, 11, 30))],
    "closure_for_a_reason": [lambda: ClosureFactory(reason="")],
    "closure_says_how": [lambda: ClosureFactory(how="hearsay")],
    "closure_undone_after_it_was_made": [
        lambda: ClosureFactory(undone_at=DAY_BEFORE),
        lambda: ClosureFactory(undone_by=somebody()),
    ],
    "pattern_ends_after_it_begins": [pattern(valid_from=DAY, valid_to=DAY - dt.timedelta(days=1))],
    "geography_one_current_edition": [lambda: twice(lambda: edition(is_current=True))],
    "sector_once": [lambda: twice(sector, edition())],
    "cell_once": [lambda: twice(cell, edition())],
    "user_role_known": [lambda: User.objects.create_user("ann@example.org", role="queen")],
    "user_email_in_small_letters": [
        lambda: User.objects.filter(pk=User.objects.create_user("ann@example.org").pk).update(email="Ann@example.org")
    ],
    "invitation_ends_one_way": [lambda: invitation(somebody(), answered_at=NOW, withdrawn_at=NOW)],
    "invitation_one_unanswered": [lambda: twice(invitation, somebody())],
}


def _merge_into_itself(meeting):
    type(meeting).objects.filter(pk=meeting.pk).update(merged_into=meeting)


def _both_ways(one, other):
    likeness(one, other)
    likeness(other, one, decision="undecided")


def _merge_into_two(meeting):
    likeness(meeting, MeetingFactory(), decision="same")
    likeness(meeting, MeetingFactory(), decision="same")


def constraints():
    ours = [model for app in ("directory", "accounts") for model in apps.get_app_config(app).get_models()]
    return [(model, constraint) for model in ours for constraint in model._meta.constraints]


@pytest.mark.parametrize(
    ("name", "breaks"),
    [
        pytest.param(name, breaks, id=f"{name} {at}")
        for name, every in BREAKS.items()
        for at, breaks in enumerate(every)
    ],
)
def test_the_database_refuses_it(name, breaks):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        breaks()
    constraint = next(constraint for _, constraint in constraints() if constraint.name == name)
    # SQLite names the columns of these, not the constraint.
    by_fields = isinstance(constraint, UniqueConstraint) and constraint.fields
    assert name in str(refused.value) or by_fields or "UNIQUE" in str(refused.value)


def test_every_constraint_is_broken_here_and_has_a_sentence_for_people():
    assert {constraint.name for _, constraint in constraints()} == set(BREAKS)
    for _, constraint in constraints():
        told = constraint.violation_error_message or ""
        assert told.endswith("."), constraint.name


def test_an_address_signs_in_once_however_it_is_typed():
    somebody()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("EDITOR@example.org")


def test_a_form_is_told_the_sentence():
    meeting = MeetingFactory()
    meeting.venue = None
    with pytest.raises(ValidationError, match="Give a venue for in-person meetings"):
        meeting.validate_constraints()
