"""Every change is stamped with a revision, and the revision is the last thing written."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory import following, verification
from directory.models import DirectoryRevision, Meeting, Programme
from tests.factories import MeetingFactory, ProgrammeFactory, stamp

pytestmark = pytest.mark.django_db
REVISION = DirectoryRevision._meta.db_table


def followed():
    """The meetings that a process which keeps up by revision now lists."""
    return {row.meeting for row in following.directory().index.rows}


def test_the_revision_is_bumped_in_the_last_statement():
    meeting = MeetingFactory()
    with CaptureQueriesContext(connection) as queries:
        verification.hold(Meeting.objects.filter(pk=meeting.pk), reason="A concern", at=meeting.seen_in_source_at)
    writes = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert any("held_at" in sql for sql in writes[:-1])
    assert writes[-1].startswith(f'UPDATE "{REVISION}"')


def change_and_break():
    with verification.changing() as revision:
        Programme.objects.update(name="Half changed", revision=revision)
        raise ZeroDivisionError


def test_what_breaks_half_way_leaves_no_stamp_and_no_revision():
    programme = ProgrammeFactory(name="As it was")
    with pytest.raises(ZeroDivisionError):
        change_and_break()
    programme.refresh_from_db()
    assert (programme.name, programme.revision) == ("As it was", 0)
    assert not DirectoryRevision.objects.filter(number__gt=0).exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda meetings, now: verification.hold(meetings, reason="A concern", at=now),
        lambda meetings, now: verification.withdraw(meetings, at=now),
    ],
    ids=["hold", "withdraw"],
)
def test_what_is_held_or_withdrawn_leaves_every_index(change, now):
    going, staying = MeetingFactory(), MeetingFactory()
    stamp(going, staying)
    assert followed() == {going.pk, staying.pk}
    assert change(Meeting.objects.filter(pk=going.pk), now) == 1
    assert followed() == {staying.pk}


def test_what_is_confirmed_is_fresh_in_every_index(now):
    meeting = MeetingFactory(stale=True)
    stamp(meeting)
    assert not following.directory().index.moments(now).usable.any()
    assert verification.confirm(Meeting.objects.filter(pk=meeting.pk), how="editor", at=now) == 1
    assert following.directory().index.moments(now).usable.all()
