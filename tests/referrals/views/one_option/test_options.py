"""One person and one option: where they stand, what was done, only what the pathway has from there; and a card."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from referrals import stages
from referrals.models import Offer, Referral, Step
from referrals.stages import Act, Stage
from tests.conftest import NOW
from tests.directory.views.checklist import Page
from tests.factories import MeetingFactory, ProgrammeFactory, stamp
from tests.referrals.factories import (
    TODAY,
    ContactFactory,
    EpisodeFactory,
    PlanFactory,
    ReviewFactory,
    SnapshotFactory,
    WorkerFactory,
)
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
WORDS = {
    "put_off": "Not now",
    "rule_out": "Not for me",
    "explain": "I was told more",
    "choose": "I want to try it",
}


def stand(option, stage):
    """Put the option at a stage, as if it had got there."""
    option.stage = stage
    option.due_on = TODAY if stage in stages.DUE else None
    option.ended_at = NOW if stage == Stage.ENDED else None
    option.save()
    return option


def buttons(markup):
    return set(re.findall(r'name="act" value="(\w+)"|value="(\w+)"[^>]*name="act"', markup))


@pytest.mark.parametrize("stage", Stage)
def test_it_offers_what_the_pathway_has_from_there_and_nothing_else(signed_in, option, stage):
    page = sound(signed_in.get(page_of("option", stand(option, stage))))
    assert str(stage.label) in page.text
    there = {act for act in WORDS if act in stages.NEXT[stage]} - ({"choose"} if stage == Stage.INTEREST else set())
    assert {one or other for one, other in buttons(page.markup)} == there
    assert ("Ask how it went" in page.links) == (Act.ASK in stages.NEXT[stage])
    assert ("Plan a first visit" in page.links) == (stage != Stage.ENDED)


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("act", Act)
def test_no_act_outside_the_table_is_done_by_posting_it(signed_in, option, stage, act):
    stand(option, stage)
    response = signed_in.post(page_of("option", option), typed(option, act=act))
    option.refresh_from_db()
    if act in WORDS and act in stages.NEXT[stage] and not (act == Act.CHOOSE and stage == Stage.INTEREST):
        assert response.status_code == 302
        assert option.stage == stages.NEXT[stage][act]
    else:
        assert response.status_code == 422
        assert "Press the button that says what was done." in Page(response).text
        assert option.stage == stage


@pytest.mark.parametrize(
    ("said", "days"),
    [({}, 28), ({"again": "month"}, 28), ({"again": "three_months"}, 91), ({"again_on": "2026-12-02"}, 8)],
)
def test_not_now_asks_again_when_they_say(signed_in, option, said, days):
    signed_in.post(page_of("option", option), typed(option, act="put_off", **said))
    option.refresh_from_db()
    assert (option.stage, option.due_on) == ("not_now", TODAY + dt.timedelta(days=days))


def test_being_told_more_moves_no_day_that_was_agreed(signed_in, option):
    stand(option, "not_now")
    option.due_on = TODAY + dt.timedelta(days=60)
    option.save()
    signed_in.post(page_of("option", option), typed(option, act="explain"))
    option.refresh_from_db()
    assert option.due_on == TODAY + dt.timedelta(days=60)


def test_what_was_done_is_told_in_words_the_newest_first(signed_in, option, planned):
    signed_in.post(page_of("option", option), typed(option, act="explain"))
    Step.objects.create(
        person=option.person,
        service=option.service,
        referral=option,
        act="ask",
        before="interest",
        after="interest",
        number=9,
        at=NOW,
        by=WorkerFactory(),
    )
    ReviewFactory(person=option.person, referral=option, and_now="keep_going", plan=planned)
    ContactFactory(person=option.person, referral=option, who="person", reached="helpline")
    text = sound(signed_in.get(page_of("option", option))).text
    assert "24 November 2026, by a colleague Asked how it went: Went, Keep going" in text
    assert "24 November 2026, by you Told them more" in text
    assert text.index("Asked how it went: Went") < text.index("Told them more")
    assert "from what was done: Accompanied." in text


def test_the_plan_is_told_to_the_one_who_goes(signed_in, option, planned):
    planned.words, planned.meeting_point, planned.safety = "To listen once.", "By the clock.", "yes"
    planned.save()
    text = sound(signed_in.get(page_of("option", option))).text
    assert "The plan Lamp Tuesday 24 November, 7.30pm, Example Hall, with a peer." in text
    assert "In your words: “To listen once.”" in text
    assert "You meet: By the clock." in text
    assert "You said that something affects where you can safely go." in text
    notes = re.search(r"<textarea.*?>(.*?)</textarea>", signed_in.get(page_of("option", option)).content.decode(), re.S)
    assert "To listen once" not in notes[1]
    assert "By the clock" not in notes[1]


def test_a_meeting_that_has_gone_from_the_list_is_said_to_have(signed_in, option, planned, met):
    met.withdrawn_at = NOW
    met.save()
    stamp(met)
    for page in ("option", "card"):
        assert "not on the list any more" in Page(signed_in.get(page_of(page, option))).text


def test_it_and_its_card_are_seen_by_nobody_else(client, option, planned):
    seen_by_nobody_else(client, page_of("option", option), option)
    for stranger in strangers_who_are_new(option):
        client.force_login(stranger)
        assert client.get(page_of("card", option)).status_code == 404
        assert client.post(page_of("another", option)).status_code == 404


def strangers_who_are_new(option):
    return [WorkerFactory(service=option.service), WorkerFactory()]


def test_no_such_option_is_a_404_and_what_is_only_posted_is_not_got(signed_in, option):
    for name in ("option", "card", "another"):
        assert signed_in.post(reverse(f"referrals:{name}", args=[NOWHERE])).status_code in {404, 405}
        assert signed_in.delete(page_of(name, option)).status_code == 405
    assert signed_in.get(page_of("another", option)).status_code == 405
    assert signed_in.post(page_of("card", option)).status_code == 405
    assert signed_in.get("/referrals/options/nonsense/").status_code == 404


def test_looking_is_one_event(signed_in, option, planned):
    _, event = is_one_event(signed_in, page_of("option", option), "option.seen")
    assert (event.subjects, event.facts) == ([option.person.pk.hex], {"referral": option.pk.hex})
    is_one_event(signed_in, page_of("card", option), "card.seen")
    is_one_event(signed_in, page_of("option", option), "option.seen", post={"act": "nothing"})


def test_two_at_once_and_a_second_press(signed_in, option):
    page = typed(option, act="put_off")
    for _ in range(2):
        assert signed_in.post(page_of("option", option), page).status_code == 302
    assert Step.objects.count() == 1
    response = signed_in.post(page_of("option", option), page | {"act": "rule_out"})
    assert response.status_code == 422
    assert "Somebody recorded something" in Page(response).text
    option.refresh_from_db()
    assert option.stage == "not_now"


def test_one_who_was_handed_over_meanwhile_is_not_there(signed_in, option):
    option.person.keyworker = WorkerFactory(service=option.service)
    option.person.save()
    assert signed_in.post(page_of("option", option), typed(option, act="explain")).status_code == 404


def test_hostile_input_is_told_what_is_wrong(signed_in, option):
    for said in hostile(("act", "again", "again_on", "seen", "once")):
        assert signed_in.post(page_of("option", option), said).status_code in {302, 422}, said
    for said in hostile(("programme",)):
        assert signed_in.post(page_of("another", option), said).status_code == 302


def test_it_costs_the_same_with_more_behind_it(signed_in, option, planned):
    ContactFactory(person=option.person, referral=option)
    before = {name: len(queries(signed_in, page_of(name, option))) for name in ("option", "card")}
    for _ in range(5):
        PlanFactory(person=option.person, referral=option, meeting=planned.meeting)
        ReviewFactory(person=option.person, referral=option)
        ContactFactory(person=option.person, referral=option)
    after = {name: queries(signed_in, page_of(name, option)) for name in before}
    assert {name: len(asked) for name, asked in after.items()} == before, after
    assert before["option"] <= 14


# --- Another kind ---------------------------------------------------------------------------------


@pytest.fixture
def shown(option):
    """They were shown three kinds of group, this one among them."""
    others = [ProgrammeFactory(name=name) for name in ("Zebra group", "Apple group")]
    slugs = [others[0].slug, option.programme.slug, others[1].slug, "gone-since"]
    content = {"form": 1, "groups": [{"programme": slug} for slug in slugs]}
    option.offer.snapshot = SnapshotFactory(content=content)
    option.offer.save()
    return others


def test_another_kind_is_one_of_those_shown_in_the_order_of_the_page(signed_in, option, shown):
    markup = signed_in.get(page_of("connect", option)).content.decode()
    choices = re.findall(r'<option value="([^"]+)"', markup)
    assert choices == [programme.slug for programme in shown]
    response = signed_in.post(page_of("another", option), {"programme": shown[1].slug})
    made = Referral.objects.get(programme=shown[1])
    assert response["Location"] == page_of("connect", made)
    assert made.stage == "connect"
    assert signed_in.post(page_of("another", option), {"programme": shown[1].slug})["Location"] == page_of(
        "connect", made
    )
    assert Referral.objects.count() == 2


@pytest.mark.parametrize("slug", ["", "not-shown", "gone-since"])
def test_what_was_not_shown_is_not_brought_up(signed_in, option, shown, slug):
    ProgrammeFactory(slug="not-shown")
    response = signed_in.post(page_of("another", option), {"programme": slug}, follow=True)
    assert "Choose one of those you were shown" in Page(response).text
    assert Referral.objects.count() == 1


def test_nothing_is_brought_up_where_no_offer_stands(signed_in, option, shown):
    Offer.objects.update(lapsed_at=NOW, lapsed_because="newer")
    response = signed_in.post(page_of("another", option), {"programme": shown[0].slug}, follow=True)
    assert "Show every option first" in Page(response).text
    assert Referral.objects.count() == 1


# --- The card -------------------------------------------------------------------------------------


def test_the_card_says_the_meeting_and_nobody(signed_in, option, planned):
    option.programme.ways_in.append({"kind": "phone", "value": "0161 496 0000"})
    option.programme.save()
    stamp(planned.meeting)
    planned.words, planned.meeting_point = "Ask for Somebody.", "By the clock."
    planned.save()
    page = sound(signed_in.get(page_of("card", option)))
    assert page.titled == "Meeting 7.30 - Every option"
    card = re.search(r'<section class="pocket".*?</section>', page.markup, re.DOTALL)[0]
    words = " ".join(re.sub(r"<[^>]+>", " ", card).split())
    assert "Tuesday 24 November, 7.30pm" in words
    assert "Example Hall, 1 Example Street, ZZ1 1ZZ" in words
    assert "You can leave when you like." in words
    assert "To ring its own line: 0161 496 0000 (not checked yet)" in words
    assert "check that it is still on before you set out, at https://example.org/" in words
    for never in ("<a ", "<img", "Somebody", "clock", option.service.name, "peer", "RH-", str(option.pk)):
        assert never not in card, never


def test_in_prison_the_card_has_no_address_to_follow(signed_in, option, planned):
    EpisodeFactory._meta.model.objects.update(setting="prison")
    markup = signed_in.get(page_of("card", option)).content.decode()
    card = re.search(r'<section class="pocket".*?</section>', markup, re.DOTALL)[0]
    assert "http" not in card
    assert "once you are out" in card
    call = (
        signed_in.get(page_of("option", option)).content.decode().partition('<p class="call">')[2].partition("</p>")[0]
    )
    assert "We know no number" in call
    assert "<a" not in call


def test_every_visit_to_come_has_a_card(signed_in, option, planned, met):
    PlanFactory(person=option.person, referral=option, meeting=met, on=NEXT_TUESDAY)
    online = MeetingFactory(programme=option.programme, online=True, pattern__weekday=4, pattern__starts_at=dt.time(12))
    stamp(online)
    PlanFactory(person=option.person, referral=option, meeting=online, on=TODAY + dt.timedelta(days=2))
    PlanFactory(person=option.person, referral=option, on=TODAY + dt.timedelta(days=3))
    text = Page(signed_in.get(page_of("card", option))).text
    assert text.count("When you arrive") == 4
    assert "Thursday 26 November, noon" in text
    assert "By Friday 27 November" in text


def test_nothing_planned_has_no_card(signed_in, option):
    assert "Nothing is planned yet." in Page(signed_in.get(page_of("card", option))).text
