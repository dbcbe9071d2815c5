"""What a person is asked of the meetings we hold: each pair until somebody has decided it."""

import pytest

from directory import verification
from directory.duplicates import Reason
from directory.likenesses import compared, questions
from directory.models import Meeting
from mutualaid.accounts.models import User
from tests.conftest import NOW
from tests.factories import MeetingFactory, PatternFactory, ProgrammeFactory, SourceFactory, VenueFactory, stamp

pytestmark = pytest.mark.django_db


@pytest.fixture
def said():
    return {"by": User.objects.create_user("editor@example.org"), "at": NOW}


@pytest.fixture
def make():
    """One meeting, told again by any list: ``make("sheet", name="Lamp group")``."""
    programme = ProgrammeFactory()

    def make(slug, **facts):
        venue = VenueFactory(name="Invented Hall", postcode="M1 1AE", lat=53.4801)
        told = {"name": "Lamp", "programme": programme, "venue": venue, "source": SourceFactory(slug=slug)}
        return MeetingFactory(**{**told, **facts})

    return make


def asked(*sources):
    return [{question.keep, question.other} for question in questions(sources)]


def test_what_two_lists_tell_is_asked_about_with_reasons(make):
    one, other = make("sheet"), make("feed", name="The Lamp Group")
    (question,) = questions()
    assert {question.keep, question.other} == {one, other}
    assert question.pair.reasons == (Reason.TIME, Reason.HALL, Reason.NAMES)
    assert question.looked_at is None


def test_the_one_seen_later_is_offered_to_be_kept(make):
    stale, fresh = make("sheet", stale=True), make("feed")
    (question,) = questions()
    assert (question.keep, question.other) == (fresh, stale)


def test_what_was_decided_is_not_asked_again(make, said):
    one, other = make("sheet"), make("feed")
    verification.keep_apart(other, one, **said)
    assert not asked()
    verification.merge(one, other, **said)
    assert not asked()
    verification.unmerge(one, **said)
    assert not asked()


def test_what_was_left_open_is_asked_again_and_says_so(make, said):
    one, other = make("sheet"), make("feed")
    verification.leave_open(one, other, **said)
    (question,) = questions()
    assert question.looked_at.decided_at == NOW


def test_what_has_gone_is_not_asked_about_and_what_is_held_is(make):
    one = make("sheet")
    make("feed", withdrawn=True)
    held = make("third", held_at=NOW, held_reason="A concern")
    assert asked() == [{one, held}]


def test_only_the_lists_named_are_looked_at(make):
    one, other, third = make("sheet"), make("feed"), make("third")
    assert len(asked()) == 3
    assert asked(one.source, third.source) == [{one, third}]
    assert not asked(other.source)


def test_online_meetings_are_asked_about_by_their_room(make):
    room = {"mode": "online", "venue": None, "join_url": "https://example.org/j/1"}
    one, other = make("sheet", **room), make("feed", **room)
    make("third", **{**room, "join_url": "https://example.org/j/2"})
    assert asked() == [{one, other}]


def test_every_time_of_a_meeting_counts(make):
    one, other = make("sheet", pattern__weekday=4), make("feed", pattern__weekday=1)
    assert not asked()
    PatternFactory(meeting=other, weekday=4)
    stamp(other)
    assert asked() == [{one, other}]


def test_a_place_abroad_without_a_point_is_known_by_its_words(make):
    abroad = {"name": "Invented Hall", "address": "1 Example Street", "nation": "outside", "lat": None, "lon": None}
    one, other = (make(slug, venue=VenueFactory(**abroad)) for slug in ("sheet", "feed"))
    assert asked() == [{one, other}]


def test_it_costs_the_same_however_many(make, django_assert_num_queries):
    for slug in ("sheet", "feed"):
        make(slug)
    with django_assert_num_queries(5):
        questions()
    stamp(make("third"))
    with django_assert_num_queries(5):
        questions()


def test_what_was_compared_is_kept_until_the_directory_changes(make, said, django_assert_num_queries):
    one, other = make("sheet"), make("feed")
    assert asked() == [{one, other}]
    with django_assert_num_queries(3):  # what was said, the revision, and the two to be shown
        assert asked() == [{one, other}]
    verification.leave_open(one, other, **said)
    assert questions()[0].looked_at is not None  # what is said is never kept
    Meeting.objects.filter(pk=other.pk).update(name="Lantern", withdrawn_at=NOW)
    assert asked() == [{one, other}]
    stamp(other)
    assert not asked()


def test_two_are_compared_by_themselves_as_they_are_among_all(make):
    one, other = make("sheet"), make("feed", name="The Lamp Group")
    (question,) = questions()
    assert compared(one, other) == compared(other, one) == question.pair
