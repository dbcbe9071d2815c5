"""What is kept of an Introduce page, what stands in the way, and what comes after it."""

import datetime as dt
import re
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from directory import following, geocoding, parity
from directory.models import Meeting
from directory.search import Search
from directory.views.programmes import QUESTIONS
from mutualaid.accounts import drafts
from mutualaid.audit.models import Event
from referrals import pathway, telling
from referrals.models import Mark, Offer, OfferSnapshot, Plan, Referral, Step
from tests.directory.views.checklist import Page
from tests.directory.views.conftest import NOWHERE, clock, town
from tests.factories import CellFactory, ProgrammeFactory, stamp
from tests.referrals.factories import PersonFactory
from tests.referrals.views.sitting import REFERENCE, address, hidden, person, planned, save, show, text, worker

__all__ = ["clock", "person", "town", "worker"]

pytestmark = pytest.mark.django_db


# --- What is kept ---------------------------------------------------------------------------------


def test_looked_at_together_is_kept_with_what_was_shown_and_nothing_more(worker, person, now):
    answer = save(worker, person)
    assert (answer.status_code, answer["Location"]) == (302, address(person, "introduced"))
    offer = Offer.objects.get()
    assert (offer.person, offer.state, offer.made_by, offer.made_at) == (person, "looked_at", person.keyworker, now)
    everybody = parity.options(
        Search(place=geocoding.locate("Invented Town"), who="me"), directory=following.directory(), now=now
    )
    assert [shown["programme"] for shown in offer.snapshot.content["groups"]] == [o.slug for o in everybody.groups]
    assert not Mark.objects.exists()
    assert not Referral.objects.exists()


def test_a_whole_sitting_is_kept_at_once(worker, person, now):
    said = planned(said=["interested", "know_more"], words="Go once, see who’s there")
    said |= {"been": "before", "idea": "theirs", "talked": ["tools", "faith"], "family_offered": "yes"}
    assert save(worker, person, **said).status_code == 302
    offer, plan, referral = Offer.objects.get(), Plan.objects.get(), Referral.objects.get()
    assert (offer.been, offer.idea, offer.family_offered) == ("before", "theirs", True)
    assert {(mark.approach, mark.said) for mark in Mark.objects.all()} == {
        ("tools", "talked_about"),
        ("faith", "talked_about"),
        ("", "interested"),
        ("", "know_more"),
    }
    assert (plan.on, plan.with_whom, plan.safety, plan.words) == (
        now.date(),
        "peer",
        "no",
        "Go once, see who’s there",
    )
    assert plan.meeting.programme.slug == "tools-groups"
    assert (referral.stage, referral.due_on) == ("interest", dt.date(2026, 11, 25))


def test_what_was_only_ticked_has_come_up_and_nothing_is_said_of_it(worker, person):
    assert save(worker, person, **{"try": "faith-groups"}).status_code == 302
    assert Referral.objects.get().stage == "introduce"
    assert not Mark.objects.exists()


def test_a_day_chosen_is_a_wish_to_try_it_whatever_else_was_said(worker, person):
    assert save(worker, person, **planned(said="know_more")).status_code == 302
    acts = list(Step.objects.order_by("number").values_list("act", flat=True))
    assert acts == ["explain", "choose", "plan"]


def test_would_rather_not_and_not_today_need_no_place(worker, person):
    assert save(worker, person, home=None, state="rather_not").status_code == 302
    other = PersonFactory(service=person.service, keyworker=person.keyworker)
    said = {"home": None, "state": "not_yet", "not_yet": "unwell", "due_on": "2026-12-01"}
    assert save(worker, other, **said).status_code == 302
    offer = Offer.objects.get(person=other)
    assert (offer.not_yet, offer.due_on, offer.informed) == ("unwell", dt.date(2026, 12, 1), False)


def test_not_now_is_asked_again_on_the_day_they_name(worker, person):
    said = {"try": "tools-groups", "of-tools-groups-said": "not_now", "of-tools-groups-again_on": "2027-02-01"}
    assert save(worker, person, **said).status_code == 302
    referral = Referral.objects.get()
    assert (referral.stage, referral.due_on) == ("not_now", dt.date(2027, 2, 1))


def test_not_now_without_a_day_is_asked_again_in_four_weeks_and_the_card_says_so(worker, person):
    said = {"try": "tools-groups", "of-tools-groups-said": "not_now"}
    assert "Left open, in four weeks." in text(show(worker, person, **said))
    assert save(worker, person, **said).status_code == 302
    assert Referral.objects.get().due_on == dt.date(2026, 12, 22)


@pytest.mark.parametrize("day", ["2026-11-24", "2020-01-01", "2028-01-01", "9999-12-31", "soon", "\x00"])
def test_a_day_to_ask_again_is_after_today_and_within_a_year(worker, person, day):
    said = {"try": "tools-groups", "of-tools-groups-said": "not_now", "of-tools-groups-again_on": day}
    answer = save(worker, person, **said)
    assert answer.status_code == 422
    assert "Enter a day" in text(answer)
    assert not Offer.objects.exists()


def test_a_day_to_ask_again_means_nothing_beside_another_answer(worker, person):
    said = {"try": "tools-groups", "of-tools-groups-said": "interested", "of-tools-groups-again_on": "2020-01-01"}
    assert save(worker, person, **said).status_code == 302
    assert (Referral.objects.get().stage, Referral.objects.get().due_on) == ("connect", dt.date(2026, 12, 1))


@pytest.mark.parametrize("home", [None, "Invented Town"])
def test_where_nothing_was_looked_at_nothing_is_kept_as_shown_and_the_words_say_so(worker, person, home):
    """Whether or not options stood on the page when they said that they would rather not."""
    assert save(worker, person, home=home, state="rather_not").status_code == 302
    assert Offer.objects.get().snapshot is None
    assert not OfferSnapshot.objects.exists()
    assert "Would rather not look at kinds of mutual aid." in text(worker.get(address(person, "introduced")))
    record = text(worker.get(address(person, "person")))
    assert "Would rather not (nothing was shown)" in record
    [shown] = [fact.words for fact in telling.record(Offer.objects.get()) if fact.name == "options_shown"]
    assert shown == "They were not shown then."


def test_not_today_lets_work_go_on_and_nothing_is_kept_as_shown(worker, person):
    said = planned() | {"state": "not_yet", "not_yet": "no_time", "due_on": "2026-12-01"}
    assert save(worker, person, **said).status_code == 302
    referral = Referral.objects.get()
    assert referral.offer.snapshot is None
    assert referral.stage == "interest"
    for page in ("option", "connect", "card", "ask"):
        assert (
            worker.get(f"/referrals/options/{referral.pk}/{'' if page == 'option' else page + '/'}").status_code == 200
        )
    assert "Every option is shown first" in text(worker.get(f"/referrals/options/{referral.pk}/connect/"))


def test_the_place_is_kept_nowhere_and_logged_nowhere(worker, person, caplog):
    caplog.set_level("DEBUG")
    answer = save(worker, person, **planned())
    assert answer.status_code == 302
    assert "town" not in answer["Location"]
    for model in (Offer, OfferSnapshot, Plan, Mark, Referral, Step, Event):
        assert model.objects.exists()
        for row in model.objects.values():
            assert "invented town" not in str(row).lower()
            assert "invented-town" not in str(row).lower()
    said = [record.getMessage() for record in caplog.records if record.name != "django.db.backends"]
    assert not [line for line in said if "invented" in line.lower() or "RH-7741" in line]


def test_pressed_twice_it_is_kept_once(worker, person):
    carried = hidden(show(worker, person, **planned()))
    given = {**carried, "home": "Invented Town", "who": "me", "state": "looked_at", "save": "yes", **planned()}
    for _press in range(2):
        assert worker.post(address(person), given).status_code == 302
    assert (Offer.objects.count(), Plan.objects.count(), Step.objects.count()) == (1, 1, 2)


# --- What stands in the way, and that nothing typed is lost ---------------------------------------


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"state": None}, "Say how every option was shown."),
        ({"state": "nonsense"}, "Say how every option was shown."),
        ({"home": None}, "Enter a town or a postcode, like Leeds or M1 1AE, and press Show."),
        ({"home": "Nowhere at all"}, "We don’t know a place called that."),
        ({"home": "\0"}, "Enter a town or a postcode"),
        ({"home": "x" * 101}, "Enter a town or a postcode alone"),
        ({"work": "<script>"}, "We don’t know a place called that."),
        ({"state": "not_yet"}, "Say why it is not today."),
        (
            {"state": "not_yet", "not_yet": "unwell", "due_on": "2026-11-24"},
            "Enter the day to show it, after today and",
        ),
        ({"state": "not_yet", "not_yet": "unwell", "due_on": "9999-12-31"}, "within a year"),
        ({"state": "not_yet", "not_yet": "unwell", "due_on": "soon"}, "Enter a day, like 2026-11-24"),
        ({"state": "rather_not", "talked": ["tools"]}, "They would rather not look, and yet something is marked"),
        ({"state": "rather_not", "try": "tools-groups"}, "They would rather not look, and yet something is marked"),
        ({"try": "no-such-groups"}, "is no longer on the page"),
        ({"talked": "nonsense"}, "Choose among the answers"),
        ({"been": "nonsense"}, "Choose one of the answers"),
        ({"once": "nonsense"}, "Open this page again."),
        ({"seen": "nonsense"}, "Open this page again."),
        ({"seen": "9" * 30}, "Open this page again."),
        ({"shown": "nonsense"}, "These options have not been on the page yet"),
    ],
)
def test_it_says_what_stands_in_the_way_and_keeps_what_was_typed(worker, person, said, sentence):
    answer = save(worker, person, **{"been": "before", **said})
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not Offer.objects.exists()
    if "home" not in said:
        assert 'value="Invented Town"' in answer.text
    if "been" not in said:
        assert re.search(r'name="been"[^>]*value="before" checked', answer.text)


@pytest.mark.parametrize(
    ("card", "sentence"),
    [
        ({"with_whom": None}, "Say who goes along to Tools groups."),
        ({"said": "not_now"}, "Tools groups: they would rather not, and yet a day is chosen."),
        ({"on": f"{NOWHERE}.2026-11-24"}, "It is not on then any longer"),
        ({"on": "nonsense"}, "It is not on then any longer"),
        ({"words": "x" * 501}, "Keep their words to 500 letters."),
    ],
)
def test_a_card_says_what_stands_in_the_way(worker, person, card, sentence):
    said = {name: value for name, value in planned(**card).items() if value is not None}
    answer = save(worker, person, **said)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not Offer.objects.exists()


def test_a_day_is_not_planned_before_the_safety_question_is_asked(worker, person):
    answer = save(worker, person, **planned() | {"safety": None})
    assert "Ask the safety question before a day is planned." in text(answer)


def test_what_was_not_shown_is_not_kept_as_shown(worker, person):
    CellFactory(slug="far-town", label="Far Town", lat=54.9, lon=-1.6)
    carried = hidden(show(worker, person))
    given = {**carried, "home": "Far Town", "who": "me", "state": "looked_at", "save": "yes"}
    answer = worker.post(address(person), given)
    assert "These options have not been on the page yet" in text(answer)
    again = worker.post(address(person), given | hidden(answer))
    assert again.status_code == 302


def test_what_somebody_else_recorded_meanwhile_is_told_and_nothing_typed_is_lost(worker, person, now):
    carried = hidden(show(worker, person))
    pathway.set_facts(person, {"gender": "woman"}, by=person.keyworker, at=now)
    given = {
        **carried,
        "home": "Invented Town",
        "who": "me",
        "state": "looked_at",
        "save": "yes",
        **planned(words="Sit near the door"),
    }
    answer = worker.post(address(person), given)
    assert answer.status_code == 422
    assert "Somebody recorded something for this person while you were writing." in text(answer)
    assert "Sit near the door" in answer.text
    assert not Offer.objects.exists()
    assert worker.post(address(person), given | hidden(answer)).status_code == 302


def test_one_that_left_the_directory_between_show_and_save_is_told_of(worker, person, now):
    carried = hidden(show(worker, person, **planned()))
    programme = Meeting.objects.get(programme__slug="tools-groups").programme
    given = {**carried, "home": "Invented Town", "who": "me", "state": "looked_at", "save": "yes", **planned()}
    programme.retired_at = now
    programme.save()
    stamp(programme)
    answer = worker.post(address(person), given)
    assert "1 option that was ticked is no longer on the page. It is taken off" in text(answer)
    assert not Offer.objects.exists()


def test_somebody_whose_treatment_has_ended_is_told_of(worker, person, now):
    person.episodes.update(ended_on=now.date(), ending="completed", way_back="given", ended_by=person.keyworker)
    assert "Their treatment here has ended." in text(save(worker, person))


HOSTILE = [b"\xff\xfe", b"try=" + b"a" * 200_000, b"home=%00&work=%ED%A0%80&save=yes", b"day=mon&day=\x00&once=&save=1"]


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_that_is_sent_breaks_it(worker, person, body):
    for page in ("introduce", "introduce_print"):
        answer = worker.generic("POST", address(person, page), body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code in {200, 400, 413, 422}


def test_a_hundred_ticks_lay_out_no_more_cards_than_can_be_read(worker, person):
    programmes = [ProgrammeFactory(slug=f"more-{at}") for at in range(20)]
    stamp(*programmes)
    ticks = [programme.slug for programme in programmes]
    answer = worker.post(
        address(person),
        urlencode({"home": "Invented Town", "state": "looked_at", "save": "yes", "try": ticks}, doseq=True),
        content_type="application/x-www-form-urlencoded",
    )
    assert "Tick 12 at most" in text(answer)
    assert answer.text.count('class="card"') == 12


# --- What comes after -----------------------------------------------------------------------------


def test_it_says_that_it_is_saved_and_what_is_next_with_a_paragraph_to_copy(worker, person):
    save(worker, person, **planned() | {"been": "before", "talked": ["tools"]})
    answer = worker.get(address(person, "introduced"))
    assert "Saved: Looked at together" in text(answer)
    assert "Tools groups : ask how it went by 25 November 2026" in text(answer)
    notes = re.search(r"<textarea[^>]*>(.*?)</textarea>", answer.text, re.DOTALL)[1]
    assert notes == (
        "24 November 2026. Looked together at 8 kinds of mutual aid, in person and online. "
        "Has been to a group before. Talked about: tools and techniques. Tools groups: interested. "
        "Plans to try Tools groups on Tuesday 24 November, with a peer. "
        "Safety question asked: nothing affects where they can safely go. "
        "Next: ask how it went (Tools groups) on Wednesday 25 November."
    )
    for secret in (REFERENCE, "Invented Town", person.service.name):
        assert secret not in answer.text


def test_before_anything_was_shown_it_leads_to_where_it_is(worker, person):
    assert worker.get(address(person, "introduced"))["Location"] == address(person)


def test_the_print_holds_what_they_want_to_know_more_of_and_always_the_whole_range(worker, person, now):
    answer = worker.post(
        address(person, "introduce_print"), {"home": "Invented Town", "who": "me", "try": "tools-groups"}
    )
    everybody = parity.options(
        Search(place=geocoding.locate("Invented Town"), who="me"), directory=following.directory(), now=now
    )
    page = Page(answer)
    for option in everybody.every:
        assert option.name in page.text
    for question in QUESTIONS.values():
        assert str(question) in page.text
    assert page.titled.startswith("Every kind of group")
    for secret in (REFERENCE, person.service.name, "Invented Town"):
        assert secret not in answer.text
    assert 'type="checkbox"' not in answer.text


def test_a_page_saved_for_one_is_not_saved_again_for_another(worker, person):
    other = PersonFactory(service=person.service, keyworker=person.keyworker)
    given = hidden(show(worker, person)) | {"state": "looked_at", "save": "yes", "home": "Invented Town", "who": "me"}
    assert worker.post(address(person), given).status_code == 302
    answer = worker.post(address(other), given)
    assert "Open this page again" in text(answer)
    assert Offer.objects.get().person == person


def test_when_the_screen_locks_what_was_typed_is_kept_sealed_and_no_place_is(worker, person, time_machine):
    page = show(worker, person)
    carried, never = hidden(page), re.findall(r'name="_never_kept" value="(\w+)"', page.text)
    assert never == ["home", "work", "elsewhere", "shown"]
    time_machine.shift(20 * 60)
    given = {"home": "Invented Town", "been": "before", "_never_kept": never}
    worker.post(address(person), {**carried, **given})
    [kept] = drafts.of(person.keyworker, now=timezone.now())
    assert ("been", "before") in kept.fields
    assert not {"home", "shown"} & {name for name, _value in kept.fields}


# --- Gone back to, and changed ----------------------------------------------------------------------


def test_saved_gone_back_to_changed_and_saved_again_is_told_of_and_not_lost(worker, person):
    """The browser's own page from before carries what it carried; what is on it now is another sitting."""
    first = {"home": "Invented Town", "who": "me", **hidden(show(worker, person)), "state": "looked_at", "save": "yes"}
    assert worker.post(address(person), first).status_code == 302
    assert worker.post(address(person), first).status_code == 302  # pressed twice
    changed = first | {"talked": ["tools"]}
    told = worker.post(address(person), changed)
    assert told.status_code == 422
    assert "Somebody recorded something" in text(told)
    assert worker.post(address(person), changed | {"seen": hidden(told)["seen"]}).status_code == 302
    assert Offer.objects.count() == 2
    assert Mark.objects.get().offer == Offer.objects.get(lapsed_at=None)


# --- In prison ------------------------------------------------------------------------------------


def test_in_prison_there_is_no_code_to_scan_and_nothing_to_press_to_ring(client, town):
    person = PersonFactory(service__setting="prison")
    client.force_login(person.keyworker)
    said = {"try": ["tools-groups", "faith-groups"]}
    page = show(client, person, **said)
    assert "Look near where you will live after release" in text(page)
    assert 'value="qr_shown"' not in page.text
    assert '<p class="card__call"><a' not in page.text
    answer = save(client, person, state="qr_shown")
    assert answer.status_code == 422
    assert not Offer.objects.exists()
    assert save(client, person, state="printed").status_code == 302


def test_outside_prison_there_is_a_code(worker, person):
    page = show(worker, person)
    assert 'value="qr_shown"' in page.text
    assert "after release" not in text(page)
