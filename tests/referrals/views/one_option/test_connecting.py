"""Plan a visit together: meetings near a place that is not kept, who goes along, and who rang whom. All or nothing."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mutualaid.accounts import drafts
from mutualaid.audit.models import Event
from referrals.models import Consent, Contact, Plan, Step
from tests.conftest import NOW
from tests.directory.views.checklist import Page
from tests.factories import CellFactory, MeetingFactory, VenueFactory, stamp
from tests.referrals.factories import TODAY, ConsentFactory, EpisodeFactory, WorkerFactory
from tests.referrals.views.one_option.conftest import (
    NEXT_TUESDAY,
    NOWHERE,
    hostile,
    is_one_event,
    page_of,
    queries,
    seen_by_nobody_else,
    sound,
    typed,
)

pytestmark = pytest.mark.django_db
FIELDS = (
    *("place", "not_before", "meetings", "by_when", "with_whom", "safety", "words", "barriers", "fixes", "who"),
    *("reached", "channel", "agrees", "meeting_point", "ask_on", "seen", "once", "look"),
)
GOES = {"with_whom": "peer", "safety": "no"}


def value(meeting, on=TODAY):
    return f"{meeting.pk}.{on.isoformat()}"


@pytest.fixture
def save(signed_in, option):
    def post(**said):
        return signed_in.post(page_of("connect", option), typed(option, **said))

    return post


def test_a_place_is_looked_near_and_not_kept(save, town, met, option, caplog):
    caplog.set_level("DEBUG")
    online = MeetingFactory(programme=option.programme, online=True, name="Candle", pattern__weekday=4)
    other = MeetingFactory(name="Of another kind")
    stamp(online, other)
    response = save(place="Invented Town", look="yes", words="To listen.", with_whom="peer")
    page = sound(response)
    assert response.status_code == 200
    assert "Tonight 7.30pm, under ¼ mile, Example Hall, ZZ1 1ZZ" in page.text
    assert "Thu 7.30pm, online, Candle" in page.text
    assert "Of another kind" not in page.text
    assert "Error" not in page.titled
    assert "To listen." in page.text
    assert "Invented Town" not in caplog.text
    assert not [event for event in Event.objects.all() if "nvented" in repr(event.facts)]
    assert not Plan.objects.exists()


def test_before_a_place_is_typed_what_can_be_joined_from_afar_is_there(signed_in, option):
    stamp(MeetingFactory(programme=option.programme, online=True, name="Candle"))
    assert "Tonight 7.30pm, online, Candle" in sound(signed_in.get(page_of("connect", option))).text


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("Nowhere in particular", "We don’t know"),
        ("ZZ99 9ZZ", "postcode"),
        ("x" * 101, "Enter a town or a postcode alone"),
    ],
)
def test_a_place_we_do_not_know_is_said_to_be_and_what_was_typed_stays(save, town, place, told):
    response = save(place=place, look="yes", words="To listen.")
    assert response.status_code == 422
    page = sound(response)
    assert told in page.text
    assert "To listen." in page.text
    assert place in page.markup


def test_of_several_places_the_names_are_told(save, db):
    for slug in ("twin-north", "twin-south"):
        CellFactory(slug=slug, label=f"Twin ({slug[5:].capitalize()})", name="Twin")
    response = save(place="Twin", look="yes")
    assert response.status_code in {200, 422}


def test_a_meeting_and_who_goes_along_are_planned(save, signed_in, option, met):
    response = save(
        place="anything at all that is not a place",
        meetings=[value(met)],
        words="To listen once.",
        meeting_point="By the clock.",
        barriers=["nerves", "travel"],
        fixes=["company"],
        **GOES,
    )
    assert response.status_code == 422  # a place is typed that is not one: nothing is saved past it
    response = save(
        meetings=[value(met)], words="To listen once.", barriers=["nerves", "travel"], fixes=["fare"], **GOES
    )
    assert response["Location"] == page_of("option", option)
    plan = Plan.objects.get()
    assert (plan.meeting, plan.on, plan.with_whom, plan.safety) == (met, TODAY, "peer", "no")
    assert (plan.words, plan.meeting_point) == ("To listen once.", None)
    assert b"listen" not in bytes(plan.words_sealed)
    option.refresh_from_db()
    assert (option.stage, option.due_on) == ("interest", TODAY + dt.timedelta(days=1))
    text = Page(signed_in.get(page_of("option", option))).text
    assert (
        "24 November 2026. They plan to try Invented Fellowship, Tuesday 24 November, 7.30pm, Example Hall, with a "
        "peer. What could get in the way: nerves and travel. What would help: a fare. "
        "Next: ask on Wednesday 25 November."
    ) in text


def test_several_meetings_are_several_plans_and_the_first_is_asked_about_first(save, option, met):
    other = MeetingFactory(programme=option.programme, pattern__weekday=4)
    stamp(other)
    save(meetings=[value(met, NEXT_TUESDAY), value(other, TODAY + dt.timedelta(days=2))], **GOES)
    assert Plan.objects.count() == 2
    option.refresh_from_db()
    assert option.due_on == TODAY + dt.timedelta(days=3)


def test_a_line_or_a_site_is_planned_by_when(save, option):
    save(by_when="2026-11-30", ask_on="2026-12-03", **GOES)
    plan = Plan.objects.get()
    assert (plan.meeting, plan.on) == (None, dt.date(2026, 11, 30))
    option.refresh_from_db()
    assert option.due_on == dt.date(2026, 12, 3)


@pytest.mark.parametrize("stage", ["introduce", "not_now", "never"])
def test_planning_from_anywhere_says_first_that_they_want_to(save, option, met, stage):
    option.stage, option.due_on = stage, None if stage == "never" else TODAY
    option.save()
    assert save(meetings=[value(met)], **GOES).status_code == 302
    assert list(Step.objects.order_by("number").values_list("act", flat=True)) == ["choose", "plan"]


def test_a_contact_in_the_session_is_kept_with_what_they_agreed_to(save, signed_in, option, met):
    said = {"who": "together", "reached": "member", "channel": "telephone", "agrees": ["yes"]}
    assert save(meetings=[value(met)], meeting_point="By the clock.", **said, **GOES).status_code == 302
    contact, consent = Contact.objects.get(), Consent.objects.get()
    assert (contact.who, contact.reached, contact.consent) == ("together", "member", consent)
    assert (consent.what, consent.whom, consent.channel, consent.wording) == (
        "contact",
        "group",
        "telephone",
        "2026-11",
    )
    assert Plan.objects.get().meeting_point == "By the clock."
    text = Page(signed_in.get(page_of("option", option))).text
    assert "Got in touch together in the session, as they had agreed: somebody who goes to it was reached." in text
    assert "from what was done: Link to a peer or member." in text


def test_nobody_is_contacted_for_them_without_their_agreeing(save, met):
    said = {"who": "worker", "reached": "helpline", "channel": "telephone"}
    response = save(meetings=[value(met)], **said, **GOES)
    assert response.status_code == 422
    assert "Ask first, then tick that you agree" in Page(response).text
    assert not Contact.objects.exists()
    assert not Plan.objects.exists()


@pytest.mark.parametrize(
    ("standing", "is_saved"),
    [
        ({}, True),
        ({"channel": "email"}, False),
        ({"whom": "peer"}, False),
        ({"what": "reminder"}, False),
        ({"withdrawn_at": NOW}, False),
        ({"given_at": NOW - dt.timedelta(days=300), "until": NOW - dt.timedelta(days=1)}, False),
    ],
)
def test_what_they_agreed_to_before_stands_for_that_alone(save, option, standing, is_saved):
    ConsentFactory(person=option.person, **standing)
    response = save(who="worker", reached="helpline", channel="telephone")
    assert response.status_code == (302 if is_saved else 422)
    assert Contact.objects.exists() is is_saved
    assert Consent.objects.count() == 1


def test_another_s_agreeing_stands_for_nobody_else(save):
    ConsentFactory()
    assert save(who="worker", reached="helpline", channel="telephone").status_code == 422


def test_whoever_rang_themselves_agrees_to_nothing(save, option):
    assert save(who="person", reached="nobody").status_code == 302
    assert not Consent.objects.exists()
    option.refresh_from_db()
    assert option.stage == "connect"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, "Choose a meeting to try, or say by when, or who got in touch"),
        ({"meetings": ["M"]}, "Choose who goes along, even if it is nobody"),
        ({"meetings": ["M"], "with_whom": "peer"}, "Ask this first. “Rather not say” is an answer."),
        ({"meetings": ["M"], "with_whom": "a dog", "safety": "no"}, "Choose one of the answers"),
        ({"meetings": [f"{NOWHERE}.2026-12-01"], **GOES}, "One of those is not on the list any more"),
        ({"by_when": "2026-11-23", **GOES}, "Choose a day from today on, within a year"),
        ({"by_when": "2027-12-23", **GOES}, "Choose a day from today on, within a year"),
        ({"by_when": "soon", **GOES}, "Enter a day, like 1/12/2026"),
        ({"by_when": "2026-12-01", "ask_on": "2026-11-24", **GOES}, "Choose a day after today"),
        ({"who": "together"}, "Choose whom you reached, or that nobody answered"),
        ({"who": "together", "reached": "member"}, "Choose how: agreeing is to that way alone"),
        ({"reached": "member"}, "Choose who got in touch"),
        ({"by_when": "2026-12-01", "words": "x" * 501, **GOES}, "Keep it to 500 letters"),
        ({"by_when": "2026-12-01", "words": "a\x00b", **GOES}, "Null characters are not allowed"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(save, met, said, told):
    said = {name: [value(met)] if typed == ["M"] else typed for name, typed in said.items()}
    response = save(**{"meeting_point": "By the clock."} | said)
    assert response.status_code == 422
    page = sound(response)
    assert page.titled.startswith("Error:")
    assert told in page.text
    assert "By the clock." in page.markup
    assert not Plan.objects.exists()
    assert not Contact.objects.exists()


@pytest.mark.parametrize("wrong", ["2026-11-25", "2026-11-17", "2027-99-01"])
def test_a_meeting_is_planned_only_on_a_day_on_which_it_meets(save, met, wrong):
    assert save(meetings=[f"{met.pk}.{wrong}"], **GOES).status_code == 422
    assert not Plan.objects.exists()


def test_a_meeting_of_another_kind_is_not_planned_here(save):
    other = MeetingFactory()
    stamp(other)
    assert save(meetings=[value(other)], **GOES).status_code == 422


def test_what_was_chosen_stays_when_another_place_is_looked_near(save, town, met):
    CellFactory(slug="far-town", label="Far Town", name="Far Town", lat=57.1, lon=-2.1)
    page = Page(save(place="Far Town", meetings=[value(met)], look="yes"))
    assert "None near on the list we hold." in page.text
    chosen = [control for control in page.controls if control.get("name") == "meetings" and "checked" in control]
    assert [control["value"] for control in chosen] == [value(met)]


def test_whoever_comes_out_of_prison_looks_from_that_day(save, signed_in, option, town, met):
    EpisodeFactory._meta.model.objects.update(setting="prison")
    page = Page(save(place="Invented Town", not_before="2026-12-20", look="yes"))
    assert "near where you will live after release" in page.text
    assert "Tue 22 December 7.30pm, under ¼ mile, Example Hall" in page.text
    assert "2026-12-22" in page.markup


def test_its_own_number_is_there_to_call_and_says_when_it_was_checked(signed_in, option, met):
    option.programme.ways_in = [
        {"kind": "phone", "value": "0161 496 0000", "nations": ["england"], "checked_on": "2026-11-02"},
        {"kind": "phone", "value": "0131 496 0000", "nations": ["scotland"]},
    ]
    option.programme.save()
    stamp(met)
    assert "We know no number" in Page(signed_in.get(page_of("connect", option))).text
    for district, told in (
        ("E08000003", "0161 496 0000 , its own number, checked 2 November 2026"),
        ("S12000036", "0131 496 0000 , its own number, not checked yet"),
    ):
        option.offer.district = district
        option.offer.save()
        assert told in Page(signed_in.get(page_of("connect", option))).text


def test_it_never_asks_a_group_to_confirm(signed_in, option, met):
    assert "Nobody asks the group to confirm that you came." in Page(signed_in.get(page_of("connect", option))).text


def test_it_is_seen_by_nobody_else(client, option, met):
    seen_by_nobody_else(client, page_of("connect", option), option)


def test_no_such_option_is_a_404_and_an_ended_one_leads_back(signed_in, option):
    assert signed_in.get(reverse("referrals:connect", args=[NOWHERE])).status_code == 404
    assert signed_in.put(page_of("connect", option)).status_code == 405
    option.stage, option.due_on, option.ended_at = "ended", None, NOW
    option.save()
    assert "Work here has ended" in Page(signed_in.get(page_of("connect", option), follow=True)).text


def test_looking_is_one_event(signed_in, option, town):
    _, event = is_one_event(signed_in, page_of("connect", option), "connect.seen")
    assert event.facts == {"referral": option.pk.hex}
    is_one_event(signed_in, page_of("connect", option), "connect.seen", post={"place": "Invented Town", "look": "yes"})


def test_pressed_twice_it_is_planned_once_and_another_worker_is_told(client, signed_in, option, met):
    page = typed(option, meetings=[value(met)], **GOES)
    for _ in range(2):
        assert signed_in.post(page_of("connect", option), page).status_code == 302
    assert Plan.objects.count() == 1
    client.force_login(WorkerFactory(service=option.service, service__role="manager"))
    response = client.post(page_of("connect", option), page | {"once": str(NOWHERE), "with_whom": "worker"})
    assert response.status_code == 422
    again = Page(response)
    assert "Somebody recorded something" in again.text
    assert "worker" in {control["value"] for control in again.controls if "checked" in control}
    seen = re.search(r'name="seen" value="(\d+)"', again.markup)[1]
    last = page | {"once": str(NOWHERE), "with_whom": "worker", "seen": seen}
    assert client.post(page_of("connect", option), last).status_code == 302
    assert Plan.objects.count() == 2


def test_hostile_input_is_told_what_is_wrong(signed_in, option, met, town):
    for said in hostile(FIELDS):
        assert signed_in.post(page_of("connect", option), said).status_code in {200, 302, 422}, said
    whole = typed(option, meetings=[value(met)], words="<script>alert(1)</script>", **GOES)
    signed_in.post(page_of("connect", option), whole)
    assert "<script>alert" not in signed_in.get(page_of("option", option)).content.decode()


def test_it_costs_the_same_with_more_to_choose_from(signed_in, option, met, town):
    def asked():
        said = {"place": "Invented Town", "look": "yes"}
        signed_in.post(page_of("connect", option), said)
        with CaptureQueriesContext(connection) as queries:
            signed_in.post(page_of("connect", option), said)
        return len(queries)

    before, got = asked(), len(queries(signed_in, page_of("connect", option)))
    stamp(*(MeetingFactory(programme=option.programme, venue=VenueFactory()) for _ in range(8)))
    assert asked() == before
    assert len(queries(signed_in, page_of("connect", option))) == got
    assert before <= 15


def test_a_place_is_not_kept_even_sealed_while_the_screen_is_locked(signed_in, option, town):
    page = signed_in.get(page_of("connect", option))
    assert '<input type="hidden" name="_never_kept" value="place">' in page.text
    signed_in.post("/accounts/lock/")
    signed_in.post(
        page_of("connect", option), typed(option, place="Invented Town", words="To listen.", _never_kept="place")
    )
    [kept] = drafts.of(option.person.keyworker, now=timezone.now())
    assert ("words", "To listen.") in kept.fields
    assert "place" not in dict(kept.fields)
