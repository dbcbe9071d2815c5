"""The Introduce page: who may open it, what it shows, what it costs."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory import following, geocoding, parity
from directory.models import Meeting
from directory.search import Search
from mutualaid.audit.models import Event
from referrals.models import Offer, Plan
from tests.directory.views.checklist import Page
from tests.directory.views.conftest import NOWHERE, clock, town
from tests.factories import CellFactory, MeetingFactory, ProgrammeFactory, stamp
from tests.referrals.factories import OfferFactory, PersonFactory, ServiceFactory, WorkerFactory
from tests.referrals.views.sitting import REFERENCE, address, day_of, person, save, show, text, ticks, worker

__all__ = ["clock", "person", "town", "worker"]

pytestmark = pytest.mark.django_db


# --- Who may open it ------------------------------------------------------------------------------


PAGES = ["introduce", "introduced"]


@pytest.mark.parametrize("page", PAGES)
def test_signed_out_one_is_asked_to_sign_in(client, person, page):
    answer = client.get(address(person, page))
    assert answer.status_code == 302
    assert "sign-in" in answer["Location"]


@pytest.mark.parametrize("page", PAGES)
def test_another_keyworker_another_service_and_an_editor_find_nothing(client, person, page, editor):
    others = [WorkerFactory(service=person.service), WorkerFactory(service=ServiceFactory()), editor]
    for other in others:
        client.force_login(other)
        assert client.get(address(person, page)).status_code == 404
        assert client.post(address(person), {"save": "yes"}).status_code == 404
        assert client.post(address(person, "introduce_print"), {}).status_code == 404
    assert not Offer.objects.count()
    assert not Event.objects.exists()


def test_the_services_manager_may(client, person):
    client.force_login(WorkerFactory(service=person.service, service__role="manager"))
    assert client.get(address(person)).status_code == 200
    assert save(client, person).status_code == 302


def test_nobody_is_at_a_key_that_nobody_has_and_nonsense_is_no_address(worker):
    assert worker.get(address(NOWHERE)).status_code == 404
    assert worker.get("/referrals/people/nonsense/introduce/").status_code == 404


def test_what_only_answers_a_press_refuses_to_be_asked(worker, person):
    assert worker.get(address(person, "introduce_print")).status_code == 405
    assert worker.post(address(person, "introduced")).status_code == 405
    assert worker.put(address(person)).status_code == 405


# --- What it shows --------------------------------------------------------------------------------


def test_it_opens_with_nothing_chosen_but_for_whom(worker, person):
    answer = worker.get(address(person))
    checked = re.findall(r"<input[^>]*\bchecked\b[^>]*>", answer.text)
    assert [re.search(r'name="(\w+)" type="\w+" value="(\w+)"', each).groups() for each in checked] == [("who", "me")]
    assert "every kind of group comes up" in text(answer)


def test_it_shows_every_option_that_anybody_is_shown_from_there(worker, person, town, now):
    answer = show(worker, person)
    assert answer.status_code == 200
    place = geocoding.locate("Invented Town")
    everybody = parity.options(Search(place=place, who="me"), directory=following.directory(), now=now)
    shown = ticks(answer)
    assert sorted(shown) == sorted(option.slug for option in everybody.every)
    assert len(shown) == len(set(shown))
    assert f"Every kind of group, {len(everybody.groups)}" in text(answer)
    for words in ("You can get to these", "Online or by phone", "Not near you now", "counted apart: 1"):
        assert words in text(answer)
    assert f"{len(everybody.elsewhere)} other kind" in text(answer)
    assert "Treatment where you are" in text(answer)
    assert "Never change your prescription because of a meeting" in text(answer)


def test_for_anybody_it_names_what_is_for_families_too(worker, person):
    answer = show(worker, person, who="")
    assert "family-groups" in ticks(answer)


def test_a_place_further_on_adds_its_ways_in_and_says_which_it_is(worker, person):
    CellFactory(slug="far-town", label="Far Town", lat=54.9, lon=-1.6)
    far = MeetingFactory(programme__slug="far-groups", programme__approach="less", venue__lat=54.9, venue__lon=-1.6)
    stamp(far)
    answer = show(worker, person, work="Far Town")
    assert "under ¼ mile, work" in text(answer)
    assert "under ¼ mile, home" in text(answer)


def test_days_and_nearness_mark_and_take_nothing_away(worker, person):
    plain, marked = show(worker, person), show(worker, person, day=["tue"], near_home="not")
    assert ticks(plain) == ticks(marked)
    assert "<mark>" not in plain.text
    assert "<mark>" in marked.text
    assert "<em>under ¼ mile<span" in marked.text


def test_where_we_hold_no_list_it_never_says_that_there_is_none(worker, person):
    stamp(ProgrammeFactory(slug="unlisted-groups", approach="less"))
    answer = text(show(worker, person))
    assert "We don’t hold its list" in answer
    assert not re.search(r"[-–—] *(Anybody|Not known)", answer)  # no cell is a dash


def test_a_ticked_option_gets_a_card_with_its_days_and_its_number(worker, person):
    programme = Meeting.objects.filter(programme__slug="tools-groups").get().programme
    programme.ways_in = [{"kind": "phone", "value": "01632 960014", "checked_on": "2026-11-02"}]
    programme.save()
    stamp(programme)
    answer = show(worker, person, **{"try": "tools-groups"})
    assert f'value="{day_of("tools-groups")}"' in answer.text
    assert "Tue 7.30pm: Invented Hall" in text(answer)
    assert "Call now: 01632 960014" in text(answer)
    assert "checked 2 November 2026" in text(answer)


def test_where_no_meeting_is_known_a_day_can_be_named_all_the_same(worker, person):
    assert 'name="of-less-groups-by"' in show(worker, person, **{"try": "less-groups"}).text
    said = {
        "try": "less-groups",
        "safety": "no",
        "of-less-groups-by": "2026-11-30",
        "of-less-groups-with_whom": "worker",
    }
    assert save(worker, person, **said).status_code == 302
    plan = Plan.objects.get()
    assert (plan.meeting, plan.on) == (None, dt.date(2026, 11, 30))


def test_nothing_on_it_or_in_its_title_says_whose_it_is(worker, person):
    for answer in (show(worker, person), worker.get(address(person))):
        words = answer.content.decode()
        for secret in (REFERENCE, person.service.name, person.keyworker.name, person.keyworker.email):
            assert secret not in words
        assert Page(answer).titled.startswith("Every kind of group")


def test_where_somebody_presses_it_says_what_is_known(worker, person):
    answer = text(show(worker, person, idea="court"))
    assert "There is emerging evidence that coerced attendance does worse." in answer
    assert "can be passed from here to whoever presses you" in answer


def test_by_telephone_each_family_is_a_line_to_read_out_and_everything_is_under_it(worker, person):
    desk, aloud = show(worker, person), show(worker, person, telephone="yes")
    assert ticks(aloud) == ticks(desk)
    assert "Tools and techniques, 1 kind: under ¼ mile, tonight" in text(aloud)
    assert save(worker, person, telephone="yes", state="sent").status_code == 302
    assert Offer.objects.get().by_telephone


def test_somebody_under_18_is_shown_the_childrens_lines_first_and_what_is_for_young_people(client, town):
    person = PersonFactory(age_band="under_18")
    young = MeetingFactory(programme__slug="young-groups", programme__serves=["young_person"])
    both = MeetingFactory(programme__slug="both-groups", programme__serves=["me", "young_person"])
    stamp(young, both)
    client.force_login(person.keyworker)
    assert re.search(r'value="young_person" checked', client.get(address(person)).text)
    answer = show(client, person, who="young_person")
    # What serves adults alone is one link away and counted.
    assert sorted(ticks(answer)) == ["both-groups", "young-groups"]
    assert "other kinds, for other people, problems or places" in text(answer)
    assert text(answer).index("Childline", 900) < text(answer).index("You can get to these")


def test_the_directory_does_not_know_yet_which_meeting_of_a_mixed_programme_is_of_adults(client, town):
    """Nobody tells us a meeting’s ages, so one of adults may be the way in to what serves both."""
    person = PersonFactory(age_band="under_18")
    programme = ProgrammeFactory(slug="both-groups", serves=["me", "young_person"])
    open_to_all = MeetingFactory(programme=programme)
    kept_for_the_young = MeetingFactory(programme=programme, restricted_to=["young_people"])
    stamp(open_to_all, kept_for_the_young)
    client.force_login(person.keyworker)
    answer = show(client, person, who="young_person", **{"try": "both-groups"})
    assert str(open_to_all.pk) in answer.text
    assert str(kept_for_the_young.pk) not in answer.text


def test_it_is_a_whole_page(worker, person):
    page = Page(show(worker, person, **{"try": ["tools-groups", "less-groups"]}))
    assert not page.open
    assert len(page.ids) == len(set(page.ids))
    assert {control["id"] for control in page.controls if control.get("type") != "submit"} <= page.labels | {"notes"}
    assert not {words: to for words, to in page.links.items() if len(to) > 1}


# --- What it costs, and what the trail keeps ------------------------------------------------------


def test_it_asks_the_database_as_often_however_many_programmes_and_people(worker, person):
    def asked():
        show(worker, person)
        with CaptureQueriesContext(connection) as queries:
            worker.post(address(person), {"home": "Invented Town", "show": "yes", "try": "tools-groups"})
        return len(queries)

    before = asked()
    stamp(*[MeetingFactory(programme__slug=f"more-{at}") for at in range(8)])
    for _person in range(5):
        OfferFactory(person=PersonFactory(service=person.service, keyworker=person.keyworker))
    assert asked() == before
    assert before <= 12


def test_each_view_is_one_event_of_the_trail_and_says_nothing_but_whom(worker, person):
    worker.get(address(person))
    event = Event.objects.get()
    assert (event.what, event.actor, event.service) == ("introduce.seen", person.keyworker.pk, person.service.pk)
    assert event.subjects == [person.pk.hex]
    assert event.facts == {}
