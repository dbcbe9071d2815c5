import datetime as dt
import io

import pytest
from django.db import OperationalError, connection

from directory import following, geocoding, parity, verification
from directory.models import ImportRun, Meeting
from directory.search import Search
from mutualaid.ops import demo
from mutualaid.ops.management.commands.demo import Command
from tests.factories import CellFactory, MeetingFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db
COUNT = 400


@pytest.fixture(autouse=True)
def ground(db):
    """A few towns in each nation and sixteen programmes, so that every reach is dealt twice."""
    for at, nation in enumerate(["england", "scotland", "wales", "northern_ireland"]):
        for size in range(5):
            CellFactory(nation=nation, population=900 * 10**size // 7, lat=51 + at + size / 5, lon=-3 - at)
    for _ in range(16):
        ProgrammeFactory()


def facts():
    """Everything about every meeting but its identity."""
    columns = [field.name for field in Meeting._meta.fields if field.name not in {"revision", "venue"}]
    return list(Meeting.objects.order_by("source_key").values_list(*columns, "venue__address", "venue__lat"))


def test_it_lists_as_many_meetings_as_asked_all_of_them_invented(now):
    assert demo.load(now=now, count=COUNT)
    assert Meeting.objects.count() == COUNT
    assert not Meeting.objects.filter(source__is_demonstration=False).exists()
    assert 0 < COUNT - Meeting.objects.listed().count() < 20


def test_the_second_time_on_one_day_it_changes_nothing(now):
    demo.load(now=now, count=COUNT)
    before = facts()
    assert not demo.load(now=now + dt.timedelta(hours=2), count=COUNT)
    assert facts() == before


def test_the_next_day_it_is_as_fresh_as_on_the_first(now):
    demo.load(now=now, count=COUNT)
    before = dict(Meeting.objects.values_list("pk", "seen_in_source_at"))
    assert demo.load(now=now + dt.timedelta(days=1), count=COUNT)
    after = dict(Meeting.objects.values_list("pk", "seen_in_source_at"))
    assert before.keys() == after.keys()
    assert {after[pk] - before[pk] for pk in after} == {dt.timedelta(days=1)}
    assert Meeting.objects.exclude(withdrawn_at=None).count() == 1


def test_every_age_and_every_state_is_there(now):
    demo.load(now=now, count=COUNT)
    seen = set(Meeting.objects.values_list("seen_in_source_at", flat=True))
    assert sorted((now - at).days for at in seen) == [0, 250, 450]
    assert set(Meeting.objects.values_list("confirmed_by", flat=True)) == {"", "editor", "contact", "visitors"}
    assert Meeting.objects.exclude(withdrawn_at=None).count() == 1
    assert Meeting.objects.exclude(held_at=None).count() == 1
    assert Meeting.objects.outside_our_area().count() == 1
    assert not Meeting.objects.listed().filter(setting="custody").exists()
    assert Meeting.objects.filter(setting="custody").exists()


@pytest.mark.parametrize("cell", ["principal-scotland", "keswick"])
def test_every_band_has_something_in_a_city_and_in_the_country(now, cell):
    CellFactory(slug="principal-scotland", nation="scotland", population=900_000, lat=56, lon=-3)
    CellFactory(slug="keswick", population=5_000, lat=54.6, lon=-3.1)
    demo.load(now=now, count=COUNT)
    options = parity.options(Search(place=geocoding.cell(cell)), directory=following.directory(), now=now)
    assert options.reachable
    assert options.online
    assert options.not_near


def test_real_meetings_keep_the_invented_ones_out(now):
    MeetingFactory()
    with pytest.raises(verification.DemonstrationRefused):
        demo.load(now=now, count=COUNT)
    assert Meeting.objects.count() == 1
    assert not ImportRun.objects.exists()


def test_broken_off_before_the_end_it_leaves_nothing_and_the_next_finishes(now):
    def full_disk(execute, sql, params, many, context):
        if sql.startswith("UPDATE") and "held_reason" in sql:
            raise OperationalError("database or disk is full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(full_disk), pytest.raises(OperationalError):
        demo.load(now=now, count=COUNT)
    assert not Meeting.objects.exists()
    assert demo.load(now=now, count=COUNT)


def test_the_generator_can_make_as_many_as_the_largest_listing_we_know():
    assert len(demo.meetings(count=8296, seed=1)) == 8296


def test_a_clock_that_went_back_leaves_what_is_there_and_says_so(now, settings, time_machine):
    settings.DEMO = True
    demo.load(now=now, count=COUNT)
    before = facts()
    time_machine.move_to(now - dt.timedelta(days=3))
    said = io.StringIO()
    Command(stdout=said).load_meetings()
    assert "of a later day than this machine’s clock says" in said.getvalue()
    assert facts() == before
