"""The next meetings of one kind of group: near a place, from afar, from a day on; and when one meets."""

import datetime as dt

import pytest

from directory import following, geocoding
from referrals import next_meetings
from referrals.next_meetings import FURTHEST, MOST_FROM_AFAR, MOST_PLACES, chosen, start_on, to_try
from tests.conftest import NOW
from tests.factories import CellFactory, MeetingFactory, PatternFactory, ProgrammeFactory, VenueFactory, stamp
from tests.referrals.factories import EpisodeFactory, PersonFactory, ReferralFactory

pytestmark = pytest.mark.django_db
TUESDAY = dt.date(2026, 11, 24)


@pytest.fixture
def programme():
    return ProgrammeFactory()


@pytest.fixture
def place():
    CellFactory(slug="invented-town")
    return geocoding.cell("invented-town")


def found(programme, place=None, **more):
    near, afar = to_try(programme, place, directory=following.directory(), now=NOW, **more)
    return near, afar


def test_the_nearest_stand_first_and_so_do_the_soonest_from_afar(programme, place):
    far = MeetingFactory(programme=programme, venue=VenueFactory(lat=53.6))
    here = MeetingFactory(programme=programme)
    late = MeetingFactory(programme=programme, online=True, pattern__weekday=1)
    soon = MeetingFactory(programme=programme, by_phone=True)
    stamp(far, here, late, soon)
    near, afar = found(programme, place)
    assert [each.meeting for each in near] == [here.pk, far.pk]
    assert [each.meeting for each in afar] == [soon.pk, late.pk]
    assert near[0].value == f"{here.pk}.2026-11-24"
    assert near[0].on == TUESDAY


def test_there_are_never_more_than_fit_in_the_hand(programme, place):
    stamp(
        *(MeetingFactory(programme=programme, venue=VenueFactory()) for _ in range(9)),
        *(MeetingFactory(programme=programme, online=True) for _ in range(9)),
    )
    near, afar = found(programme, place)
    assert (len(near), len(afar)) == (MOST_PLACES, MOST_FROM_AFAR)


def test_whom_it_is_kept_for_is_said(programme, place):
    stamp(MeetingFactory(programme=programme, restricted_to=["women"]))
    assert found(programme, place)[0][0].said.endswith("(women only)")


def test_a_hybrid_meeting_near_is_not_given_twice(programme, place):
    stamp(MeetingFactory(programme=programme, hybrid=True))
    near, afar = found(programme, place)
    assert (len(near), afar) == (1, [])
    assert len(found(programme)[1]) == 1


def test_none_is_near_beyond_what_anybody_goes(programme, place):
    stamp(MeetingFactory(programme=programme, venue=VenueFactory(lat=53.4835 + (FURTHEST + 2) / 69)))
    assert found(programme, place) == ([], [])


def test_from_a_day_on_each_is_at_its_first_start_then(programme, place):
    stamp(MeetingFactory(programme=programme), MeetingFactory(programme=programme, online=True, pattern__weekday=1))
    near, afar = found(programme, place, since=dt.date(2026, 12, 9))
    assert [each.on for each in (*near, *afar)] == [dt.date(2026, 12, 15), dt.date(2026, 12, 14)]
    for never in (dt.date(1, 1, 1), dt.date(9999, 12, 31), dt.date(2026, 1, 1)):
        assert found(programme, place, since=never)[0][0].on == TUESDAY


def test_a_meeting_that_ends_before_that_day_is_not_given(programme, place):
    stamp(MeetingFactory(programme=programme, pattern__valid_to=dt.date(2026, 12, 1)))
    assert found(programme, place, since=dt.date(2026, 12, 9)) == ([], [])


@pytest.mark.parametrize(
    ("on", "starts"),
    [
        (TUESDAY, True),
        (TUESDAY + dt.timedelta(days=70), True),
        (TUESDAY + dt.timedelta(days=2), True),
        (TUESDAY + dt.timedelta(days=1), False),
        (dt.date(1, 1, 1), False),
        (dt.date.max, False),
    ],
)
def test_it_meets_on_its_own_days_alone(programme, on, starts):
    meeting = MeetingFactory(programme=programme)
    PatternFactory(meeting=meeting, weekday=4)
    stamp(meeting)
    start = start_on(meeting.pk, on, programme.slug, directory=following.directory())
    assert (start is not None) is starts
    said = chosen(f"{meeting.pk}.{on.isoformat()}", programme, directory=following.directory(), now=NOW)
    assert (said is not None) is starts


@pytest.mark.parametrize("value", ["", ".", "x.y", "7f9c24e8-3b12-4fa5-9d0e-1c2b3a495867.2026-12-01"])
def test_what_names_nothing_is_nothing(programme, value):
    assert chosen(value, programme, directory=following.directory(), now=NOW) is None


def test_what_has_begun_is_not_chosen(programme):
    meeting = MeetingFactory(programme=programme)
    stamp(meeting)
    later = NOW + dt.timedelta(hours=6)
    value = f"{meeting.pk}.{TUESDAY.isoformat()}"
    assert chosen(value, programme, directory=following.directory(), now=later) is None


@pytest.mark.parametrize(
    ("district", "area", "nation"),
    [("W06000015", "E08000003", "wales"), ("", "N09000003", "northern_ireland"), ("", "", ""), ("X1", "", "")],
)
def test_the_nation_is_where_they_were_shown_the_options_or_who_pays(district, area, nation):
    person = PersonFactory(episode=False)
    EpisodeFactory(person=person, area=area)
    referral = ReferralFactory(person=person)
    referral.offer.district = district
    assert next_meetings.nation_of(referral) == nation


def test_a_kind_that_has_left_the_catalogue_has_no_number(programme):
    directory = following.directory()
    assert next_meetings.own_contact(ProgrammeFactory.build(), "england", directory=directory) is None
