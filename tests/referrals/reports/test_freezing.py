"""Figures are frozen once each, area by area: killed half-way, two runs at once, an area that goes wrong."""

import datetime as dt
import io
import logging

import pytest
from django.core.management import CommandError, call_command

from directory.models import Area
from mutualaid.audit.models import Event
from referrals.models import Chance, Episode, Frozen, InTreatment
from referrals.reports import counting, freezing, periods
from referrals.reports.freezing import EVERYWHERE
from referrals.reports.periods import Quarter
from tests.conftest import NOW
from tests.processes import manage
from tests.referrals.at_once import at_once
from tests.referrals.factories import EpisodeFactory, PersonFactory, ServiceFactory, WorkerFactory

AREAS = ("E00000001", "E00000002", "E00000003")
MENU = periods.mature(NOW.date())[::-1]
NEWEST, NEXT = MENU[-1], Quarter(MENU[-1].end)


def works_for(area):
    service = ServiceFactory()
    service.areas.add(Area.objects.get_or_create(code=area, defaults={"name": area, "nation": "england"})[0])
    return service


def introduced(area, quarter, number=3):
    """Some people who were introduced in the first month of a quarter, at a service that works for the area."""
    service = works_for(area)
    for _ in range(number):
        person = PersonFactory(service=service, episode=False)
        EpisodeFactory(person=person, area=area, started_on=quarter.first, introduced_on=quarter.first)


@pytest.fixture
def people(db):
    for area in AREAS:
        introduced(area, NEWEST)
    introduced(AREAS[0], MENU[0])


def run(*words):
    said = io.StringIO()
    call_command("freeze_reports", *words, stdout=said)
    return said.getvalue()


def held(**which):
    return Frozen.objects.filter(**which).count()


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


def test_every_quarter_of_the_menu_is_frozen_for_every_area_whether_or_not_anybody_is_counted(people):
    said = run()
    assert set(Frozen.objects.filter(quarter=NEWEST.first).values_list("area", flat=True)) == {*AREAS, EVERYWHERE}
    assert set(Frozen.objects.filter(quarter=MENU[0].first).values_list("area", flat=True)) == {*AREAS, EVERYWHERE}
    assert held(area=EVERYWHERE) == len(MENU)
    assert said.count(": frozen") == len(AREAS) * len(MENU)
    assert Event.objects.filter(what="report.frozen").count() == len(MENU)


def test_the_second_night_nothing_is_due(people, today):
    run()
    before = held()
    today.move_to(NOW + dt.timedelta(days=1), tick=False)
    assert run() == ""
    assert run("--dry-run") == "Nothing is due.\n"
    assert held() == before


def test_with_a_new_quarter_the_earlier_ones_are_frozen_again_as_now_known(people, today):
    run()
    introduced(AREAS[1], NEXT)
    today.move_to(dt.datetime.combine(NEXT.mature_on, dt.time(3), dt.UTC), tick=False)
    assert run("--dry-run").count(",") == len(MENU) - 1
    run()
    assert held(quarter=NEXT.first) == len(AREAS) + 1
    assert held(quarter=NEWEST.first, area=AREAS[0]) == 2
    assert set(Frozen.objects.filter(area=EVERYWHERE).now_known().values_list("frozen_on", flat=True)) == {
        NOW.date(),  # the one that has left the menu
        NEXT.mature_on,
    }


def test_of_a_night_broken_off_the_next_does_the_rest_and_no_more(people, today):
    """Also on another day: whatever was published is not published again for that."""
    one = next(freezing.freeze_due(now=NOW))
    assert (one.quarter, held()) == (MENU[0], 1)
    today.move_to(NOW + dt.timedelta(days=1), tick=False)
    run()
    assert held(quarter=MENU[0].first, area=AREAS[0]) == 1
    [everywhere] = Frozen.objects.filter(quarter=MENU[0].first, area=EVERYWHERE)
    assert len(everywhere.units) == len(AREAS) + 1, "each service, whether or not anybody is in it"
    assert held(area=EVERYWHERE) == len(MENU)


def test_broken_off_while_the_earlier_ones_were_frozen_again_the_next_night_does_the_rest(people, today):
    run()
    introduced(AREAS[1], NEXT)
    first_night = dt.datetime.combine(NEXT.mature_on, dt.time(3), dt.UTC)
    doing = freezing.freeze_due(now=first_night)
    assert [next(doing).quarter for _ in range(len(AREAS) + 1)] == [NEXT] * len(AREAS) + [MENU[1]]
    doing.close()
    today.move_to(first_night + dt.timedelta(days=1), tick=False)
    run()
    assert all(held(quarter=NEWEST.first, area=area) == 2 for area in (*AREAS, EVERYWHERE))
    assert run() == ""


def test_one_that_goes_wrong_keeps_no_other_waiting_and_is_tried_again(people, monkeypatch, caplog):
    count = counting.count

    def broken(asked):
        if asked.area == AREAS[1]:
            raise ValueError("7 people of Invented House")
        return count(asked)

    with monkeypatch.context() as patched, caplog.at_level(logging.ERROR):
        patched.setattr(counting, "count", broken)
        with pytest.raises(CommandError) as refused:
            run()
    wrong = ", ".join(f"{AREAS[1]} of {quarter.slug}" for quarter in MENU)
    assert str(refused.value) == (
        f"Not frozen: {wrong}. The log has the kind of error. The rest is frozen; run it again."
    )
    assert "Invented House" not in caplog.text
    assert {record.error for record in caplog.records} == {"ValueError"}
    assert set(Frozen.objects.filter(quarter=NEWEST.first).values_list("area", flat=True)) == {AREAS[0], AREAS[2]}
    assert freezing.due(today=NOW.date()) == MENU
    assert run() == "".join(f"{quarter.slug} {AREAS[1]}: frozen\n" for quarter in MENU)
    assert held(quarter=NEWEST.first, area=EVERYWHERE) == 1


def test_nobody_is_left_out_without_a_word(people):
    """An area that pays for somebody at a service that does not list it is not frozen, and is named."""
    person = PersonFactory(service=works_for(AREAS[0]), episode=False)
    EpisodeFactory(person=person, area=AREAS[1], started_on=NEWEST.first, introduced_on=NEWEST.first)
    with pytest.raises(CommandError, match=f"Not frozen: {AREAS[1]} of {NEWEST.slug}"):
        run()
    person.service.areas.add(AREAS[1])
    assert run() == f"{NEWEST.slug} {AREAS[1]}: frozen\n"


def test_what_is_printed_of_an_area_does_not_say_whether_anybody_is_in_it(people):
    prison = works_for(AREAS[0])
    type(prison).objects.filter(pk=prison.pk).update(setting="prison")
    run("--quarter", NEWEST.slug)
    [row] = Frozen.objects.filter(quarter=NEWEST.first, area=AREAS[0])
    lines = {(unit["phase"], unit["kind"]) for unit in row.units if unit["service"] == prison.pk.hex}
    assert lines == {(phase, kind) for phase in ("here", "after") for kind in ("client", "someone_close")}


def test_one_quarter_can_be_asked_for_and_said_first(people):
    assert run("--quarter", NEWEST.slug, "--dry-run") == f"To freeze: {NEWEST.slug}\n"
    assert not Frozen.objects.exists()
    run("--quarter", NEWEST.slug)
    assert set(Frozen.objects.values_list("quarter", flat=True)) == {NEWEST.first}


@pytest.mark.parametrize("slug", ["2026-q9", "2025-26", "spring", NEXT.slug, MENU[0].before.slug])
def test_what_is_no_quarter_that_can_be_counted_is_refused_with_a_sentence(db, slug):
    with pytest.raises(CommandError, match="Give one of the quarters"):
        run("--quarter", slug)


def test_a_quarter_is_not_frozen_before_everybody_has_had_sixteen_weeks(db):
    with pytest.raises(ValueError, match="can be counted from"):
        list(freezing.freeze(NEXT, now=NOW))


def test_the_secret_is_made_once(db):
    assert freezing._secret() == freezing._secret()
    assert Chance.objects.count() == 1


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """Committed, and in threads and processes of their own."""

    @pytest.fixture(autouse=True)
    def committed(self):
        for area in AREAS:
            introduced(area, NEWEST)
        service = ServiceFactory()
        worker = WorkerFactory(service=service)
        InTreatment.objects.create(
            service=service, area=AREAS[0], quarter=NEWEST.first, people=9, said_by=worker, said_at=NOW
        )

    def test_two_runs_freeze_each_area_once(self):
        came = at_once(*[lambda: list(freezing.freeze_due(now=NOW))] * 2)
        assert all(done.frozen for run in came for done in run)
        assert all(held(quarter=NEWEST.first, area=area) == 1 for area in (*AREAS, EVERYWHERE))
        assert held(area=EVERYWHERE) == len(MENU)
        assert Event.objects.filter(what="report.frozen").count() == len(MENU)
        assert Chance.objects.count() == 1

    def test_killed_half_way_it_finishes_when_it_is_run_again(self):
        dies = (
            "import os\nfrom referrals.reports import freezing\nkeep = freezing._keep\nseen = []\n"
            "def dying(area, *rest):\n"
            "    kept = keep(area, *rest)\n"
            "    seen.append(area)\n"
            f"    if area == {AREAS[1]!r}:\n        os._exit(9)\n"
            "    return kept\n"
            "freezing._keep = dying"
        )
        killed = manage("freeze_reports", "--quarter", NEWEST.slug, before=dies)
        assert killed.returncode == 9, killed.stderr
        done = set(Frozen.objects.values_list("area", flat=True))
        assert {AREAS[0], AREAS[1]} == done
        again = manage("freeze_reports", "--quarter", NEWEST.slug)
        assert again.returncode == 0, again.stderr
        assert again.stdout == f"{NEWEST.slug} {AREAS[2]}: frozen\n"
        assert all(held(area=area) == 1 for area in (*AREAS, EVERYWHERE))

    def test_what_is_recorded_while_it_is_counted_is_in_all_of_it_or_in_none(self, monkeypatch):
        whole, asked = counting._rows, []

        def between(statement, values):
            found = whole(statement, values)
            asked.append(found)
            if len(asked) == 1:
                [came] = at_once(lambda: Episode.objects.filter(area=AREAS[0]).update(already_going=True) or "done")
                assert came
            return found

        monkeypatch.setattr(counting, "_rows", between)
        with freezing._as_at_one_moment():
            counting.count(counting.Asked(NEWEST, NOW, area=AREAS[0]))
            assert not Episode.objects.filter(area=AREAS[0], already_going=True).exists()
        assert Episode.objects.filter(area=AREAS[0], already_going=True).exists()
