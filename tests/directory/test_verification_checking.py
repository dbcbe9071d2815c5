"""Somebody looked: each look is kept, and what it found is shown."""

import datetime as dt

import pytest

from directory import verification
from directory.catalogue import compare, read
from directory.models import Check, DirectoryRevision, Meeting, Programme
from directory.verification.checking import NoSuchWayIn
from mutualaid.accounts.models import User
from tests.directory.programme_files import write
from tests.factories import MeetingFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db
SITE = "https://example.org/fellowship"
PHONE = "0808 157 0123"


@pytest.fixture
def editor():
    return User.objects.create_user("editor@example.org")


@pytest.fixture
def fellowship(tmp_path, now):
    write(tmp_path, "fellowship")
    verification.set_catalogue(read(tmp_path), now=now)
    return Programme.objects.get()


def checked_on(programme):
    programme.refresh_from_db()
    return {way["value"]: way.get("checked_on") for way in programme.ways_in}


def revision():
    return DirectoryRevision.objects.get(pk=1).number


def test_confirming_keeps_who_looked_and_when(editor, now):
    some = [MeetingFactory(), MeetingFactory()]
    assert verification.confirm(Meeting.objects.all(), how="editor", at=now, by=editor) == 2
    assert set(Check.objects.values_list("meeting", "outcome", "how", "at", "by")) == {
        (meeting.pk, "as_listed", "editor", now, editor.pk) for meeting in some
    }


def test_doubt_is_on_record_and_changes_nothing_that_is_shown(editor, now):
    MeetingFactory()
    before = Meeting.objects.values().get()
    meetings = Meeting.objects.all()
    assert verification.doubt(meetings, outcome="no_answer", how="editor", at=now, by=editor) == 1
    assert Check.objects.get().outcome == "no_answer"
    assert Meeting.objects.values().get() == before
    assert not DirectoryRevision.objects.exists()


def test_a_number_that_answers_is_checked_that_day(fellowship, editor, now):
    verification.check_way_in(fellowship, SITE, outcome="as_listed", how="editor", at=now, by=editor)
    assert checked_on(fellowship) == {SITE: now.date().isoformat(), PHONE: "2026-11-02"}
    assert fellowship.revision == revision()


@pytest.mark.parametrize("outcome", ["not_as_listed", "no_answer"])
def test_a_number_that_does_not_is_not_checked_any_more(fellowship, outcome, now):
    verification.check_way_in(fellowship, PHONE, outcome=outcome, how="editor", at=now)
    assert checked_on(fellowship)[PHONE] is None


def test_loading_the_catalogue_again_keeps_what_somebody_found(fellowship, tmp_path, now):
    verification.check_way_in(fellowship, SITE, outcome="as_listed", how="editor", at=now)
    verification.check_way_in(fellowship, PHONE, outcome="no_answer", how="editor", at=now)
    assert not compare(read(tmp_path)).anything
    write(tmp_path, "fellowship", ("People meet and talk.", "People meet, and talk."))
    verification.set_catalogue(read(tmp_path), now=now)
    assert checked_on(fellowship) == {SITE: now.date().isoformat(), PHONE: None}


def test_a_later_day_in_the_file_is_later_still(fellowship, tmp_path, now):
    verification.check_way_in(fellowship, PHONE, outcome="no_answer", how="editor", at=now - dt.timedelta(days=90))
    write(tmp_path, "fellowship")
    verification.set_catalogue(read(tmp_path), now=now)
    assert checked_on(fellowship)[PHONE] == "2026-11-02"


def test_a_way_in_it_has_not_is_refused_and_nothing_is_kept(now):
    with pytest.raises(NoSuchWayIn, match="look at its page"):
        verification.check_way_in(ProgrammeFactory(), PHONE, outcome="as_listed", how="editor", at=now)
    assert not Check.objects.exists()
