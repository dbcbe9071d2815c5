"""The index follows edits made by another process, by revision."""

import datetime as dt
import threading

import pytest
from django.db import DatabaseError, InterfaceError, connection

from directory import following
from directory.models import DirectoryRevision, Holding, Meeting, Venue
from directory.verification import begin_again, changing
from tests.factories import MeetingFactory, PatternFactory, ProgrammeFactory, SourceFactory, stamp

pytestmark = pytest.mark.django_db


def names():
    return sorted(row.name for row in following.directory().index.rows)


def test_the_first_answer_reads_everything_listed():
    MeetingFactory(name="Listed")
    MeetingFactory(name="Withdrawn", withdrawn=True)
    MeetingFactory(name="Held", held_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), held_reason="A concern")
    MeetingFactory(name="Abroad", abroad=True)
    MeetingFactory(name="In custody", setting="custody")
    MeetingFactory(name="Of a programme that has gone", programme__retired_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    kept = MeetingFactory(name="Kept")
    MeetingFactory(name="Merged", merged_into=kept)
    assert names() == ["Kept", "Listed"]


def test_a_meeting_with_two_times_has_two_rows_and_counts_once():
    meeting = MeetingFactory()
    PatternFactory(meeting=meeting, weekday=5)
    index = following.directory().index
    assert len(index) == 2
    assert len(set(index.meeting.tolist())) == 1


def test_an_unchanged_revision_costs_one_query(django_assert_num_queries):
    MeetingFactory()
    stamp()
    following.directory()
    with django_assert_num_queries(1):
        following.directory()


def test_added_changed_withdrawn_and_returned_meetings_are_followed():
    meeting, other = MeetingFactory(name="Before"), MeetingFactory(name="Other")
    stamp(meeting, other)
    assert names() == ["Before", "Other"]
    Meeting.objects.filter(pk=meeting.pk).update(name="After")
    stamp(meeting)
    assert names() == ["After", "Other"]
    Meeting.objects.filter(pk=meeting.pk).update(withdrawn_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    stamp(meeting)
    assert names() == ["Other"]
    Meeting.objects.filter(pk=meeting.pk).update(withdrawn_at=None)
    stamp(meeting)
    assert names() == ["After", "Other"]


def test_only_what_was_stamped_is_read_again(django_assert_max_num_queries):
    meetings = MeetingFactory.create_batch(3)
    stamp(*meetings)
    before = {row.meeting: row for row in following.directory().index.rows}
    stamp(meetings[0])
    after = {row.meeting: row for row in following.directory().index.rows}
    assert after[meetings[0].pk] is not before[meetings[0].pk]
    assert after[meetings[1].pk] is before[meetings[1].pk]


def test_following_gives_what_reading_afresh_gives():
    meetings = MeetingFactory.create_batch(6)
    stamp(*meetings)
    following.directory()
    Venue.objects.filter(pk=meetings[2].venue_id).update(name="Another Invented Hall")
    Meeting.objects.filter(pk=meetings[4].pk).update(step_free="yes")
    stamp(meetings[2], meetings[4])
    followed = following.directory().index
    following.forget()
    assert sorted(followed.rows, key=lambda row: row.meeting) == sorted(
        following.directory().index.rows, key=lambda row: row.meeting
    )


def test_a_revision_that_went_backwards_is_another_database_and_is_read_afresh():
    stamp(MeetingFactory(name="Of the old database"))
    stamp()
    following.directory()
    Meeting.objects.update(name="Of the restored one")
    DirectoryRevision.objects.update(number=1)
    assert names() == ["Of the restored one"]


def test_while_the_database_cannot_be_reached_the_old_index_answers(monkeypatch):
    stamp(MeetingFactory(name="Still here"))
    following.directory()

    def unreachable():
        raise DatabaseError

    monkeypatch.setattr(connection, "ensure_connection", unreachable)
    monkeypatch.setattr(connection, "cursor", lambda *args, **kwargs: unreachable())
    assert names() == ["Still here"]


def test_with_no_index_yet_an_unreachable_database_is_an_error(monkeypatch):
    def unreachable(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", unreachable)
    with pytest.raises(DatabaseError):
        following.directory()


def test_what_we_hold_is_the_most_any_source_gave():
    programme = ProgrammeFactory()
    for slug, extent in [("one", "whole"), ("two", "part")]:
        Holding.objects.create(
            programme=programme,
            nation="wales",
            source=SourceFactory(slug=slug),
            extent=extent,
            as_of=dt.date(2026, 8, 5),
        )
    directory = following.directory()
    assert directory.held(programme.slug, "wales").extent == "whole"
    assert directory.held(programme.slug, "england").extent == "none"


def test_it_is_known_whether_any_meeting_listed_is_real():
    invented = SourceFactory(slug="demonstration", is_demonstration=True)
    stamp(MeetingFactory(source=invented))
    assert not following.directory().holds_real
    stamp(MeetingFactory())
    assert following.directory().holds_real


def test_an_answer_does_not_cost_more_queries_with_more_meetings(django_assert_num_queries):
    for count in (2, 20):
        stamp(*MeetingFactory.create_batch(count))
        following.forget()
        with django_assert_num_queries(11):
            following.directory()


@pytest.mark.django_db(transaction=True)
def test_a_great_change_is_read_behind_while_the_old_index_answers(monkeypatch):
    monkeypatch.setattr(following, "REBUILD_BEHIND", 2)
    stamp(MeetingFactory(name="Old"))
    following.directory()
    stamp(*MeetingFactory.create_batch(5, name="New"))
    assert names() == ["Old"]
    following.wait()
    assert names() == ["New"] * 5 + ["Old"]


@pytest.mark.django_db(transaction=True)
def test_edits_by_another_connection_are_followed():
    meeting = MeetingFactory(name="Before")
    stamp(meeting)
    assert names() == ["Before"]

    def edit():
        try:
            with changing() as revision:
                Meeting.objects.filter(pk=meeting.pk).update(name="After", revision=revision)
        finally:
            connection.close()

    editor = threading.Thread(target=edit)
    editor.start()
    editor.join()
    assert names() == ["After"]


@pytest.mark.django_db(transaction=True)
def test_a_reader_does_not_wait_for_a_writer_that_has_not_committed():
    stamp(MeetingFactory(name="Committed"))
    following.directory()
    writing, read = threading.Event(), threading.Event()

    def write():
        try:
            with changing() as revision:
                Meeting.objects.update(name="Not yet", revision=revision)
                writing.set()
                read.wait(timeout=10)
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    writing.wait(timeout=10)
    following.forget()
    try:
        assert names() == ["Committed"]
    finally:
        read.set()
        writer.join()
    assert names() == ["Not yet"]


def test_a_list_that_may_not_be_shown_is_not_said_to_be_held(settings):
    settings.PRODUCTION = True
    source = SourceFactory(slug="unlicensed", licence="none_stated")
    meeting = MeetingFactory(source=source)
    Holding.objects.create(
        programme=meeting.programme, nation="wales", source=source, extent="whole", as_of=dt.date(2026, 8, 5)
    )
    assert following.directory().held(meeting.programme.slug, "wales").extent == "none"


def test_a_time_zone_this_machine_does_not_know_takes_no_other_meeting_with_it(caplog):
    MeetingFactory(name="Listed")
    unknown = MeetingFactory(name="On Mars", time_zone="Mars/Olympus")
    assert names() == ["Listed"]
    assert f"index.zone_unknown meeting={unknown.pk} zone=Mars/Olympus" in caplog.text


def test_a_connection_cut_by_the_server_is_a_database_out_of_reach(monkeypatch):
    stamp(MeetingFactory(name="Still here"))
    following.directory()

    def cut(*args, **kwargs):
        raise InterfaceError("connection already closed")

    monkeypatch.setattr(connection, "cursor", cut)
    assert names() == ["Still here"]


def test_a_restored_backup_that_has_caught_up_is_noticed(now):
    ghost = MeetingFactory(name="Added after the backup")
    MeetingFactory(name="In the backup")
    stamp(ghost)
    assert names() == ["Added after the backup", "In the backup"]
    # The backup is of before: the meeting is in it nowhere, and what it has is stamped with numbers long read.
    ghost.patterns.all().delete()
    ghost.delete()
    DirectoryRevision.objects.update(number=0)
    begin_again(now=now)
    stamp()
    stamp()
    assert names() == ["In the backup"]
    later = MeetingFactory(name="Added since")
    stamp(later)
    assert names() == ["Added since", "In the backup"]


def test_the_numbers_of_a_restored_backup_are_held_by_both_databases(now):
    number = begin_again(now=now.replace(year=2200))
    meeting = MeetingFactory()
    stamp(meeting)
    assert Meeting.objects.get(pk=meeting.pk).revision == number + 1
