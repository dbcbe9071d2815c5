"""A meeting's own answers override its programme's, each by itself."""

import itertools

import pytest

from directory import following, verification
from directory.classification import BESIDE, TESTS, Kind, classify, stands_for
from directory.models import Meeting, Programme
from directory.vocabulary import Answer
from tests.conftest import NOW
from tests.factories import MeetingFactory, ProgrammeFactory, stamp


def test_one_that_says_nothing_is_as_its_programme():
    for programme in (ProgrammeFactory.build(), ProgrammeFactory.build(staff=True)):
        meeting = MeetingFactory.build(programme=programme, venue=None, source=None)
        assert not meeting.answers_for_itself
        assert meeting.kind is programme.kind


@pytest.mark.parametrize("run_by", ["", *Programme.RunBy.values])
def test_every_answer_of_its_own_is_taken_and_every_other_is_its_programmes(run_by):
    programme = ProgrammeFactory.build(same_problem="unknown", values_experience="no")
    for own in itertools.product(["", *Answer.values], repeat=5):
        meeting = Meeting(programme=programme, run_by=run_by, **dict(zip(TESTS, own, strict=True)))
        taken = tuple(mine or getattr(programme, test) for mine, test in zip(own, TESTS, strict=True))
        assert meeting.kind is classify(tests=taken, run_by=run_by or "members")


def test_no_answer_of_its_own_brings_a_programme_within_the_standard():
    programme = ProgrammeFactory.build(recruits="yes")
    assert Meeting(programme=programme, run_by="members").kind is Kind.OUTSIDE_STANDARD


def test_within_mutual_aid_the_label_decides_nothing_and_beside_it_only_its_like_stands():
    for own, programme in itertools.product(Kind, repeat=2):
        assert stands_for(own, programme) is (own == programme or (own not in BESIDE and programme not in BESIDE))


@pytest.mark.django_db
class TestInTheIndex:
    def rows(self):
        return {row.meeting: row for row in following.directory().index.rows}

    def test_one_that_staff_run_is_listed_and_speaks_for_no_other(self):
        meeting, other = MeetingFactory(), MeetingFactory()
        stamp(meeting, other)
        assert verification.answer_tests(Meeting.objects.filter(pk=meeting.pk), at=NOW, run_by="service") == 1
        rows = self.rows()
        assert (rows[meeting.pk].kind, rows[meeting.pk].open_to_all) == ("service_run", False)
        assert (rows[other.pk].kind, rows[other.pk].open_to_all) == ("", True)

    def test_what_is_no_longer_said_is_its_programmes_again(self):
        meeting = MeetingFactory(run_by="service", same_problem="no")
        stamp(meeting)
        verification.answer_tests(Meeting.objects.filter(pk=meeting.pk), at=NOW)
        assert self.rows()[meeting.pk].kind == ""

    @pytest.mark.parametrize("outside", [{"charges_no_fee": "no"}, {"run_by": "company"}])
    def test_one_outside_the_standard_leaves_every_list_at_once(self, outside):
        meeting, other = MeetingFactory(), MeetingFactory()
        stamp(meeting, other)
        assert set(self.rows()) == {meeting.pk, other.pk}
        verification.answer_tests(Meeting.objects.filter(pk=meeting.pk), at=NOW, **outside)
        assert set(self.rows()) == {other.pk}
        assert set(Meeting.objects.listed()) == {other}

    def test_a_programme_outside_the_standard_takes_its_meetings_with_it(self):
        MeetingFactory(programme__recruits="yes")
        stamp()
        assert not self.rows()
        assert not Meeting.objects.listed()
