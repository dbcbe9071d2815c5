"""How did it go, and what now? Two taps and Save; whatever hangs on an answer comes with it."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from directory.models import Suggestion
from mutualaid.audit.models import Event
from referrals.models import How, Offer, Review
from tests.conftest import NOW
from tests.directory.views.checklist import Page
from tests.referrals.factories import TODAY, PlanFactory, ReferralFactory, ReviewFactory, WorkerFactory
from tests.referrals.views.one_option.conftest import (
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
FIELDS = ("how", "and_now", "wasnt_on", "in_the_way", "would_help", "times", "got", "again", "again_on", "seen", "once")


@pytest.fixture
def save(signed_in, option, planned, django_capture_on_commit_callbacks):
    """Save a review of the option with these answers."""

    def post(**said):
        with django_capture_on_commit_callbacks(execute=True):
            return signed_in.post(page_of("ask", option), typed(option, **said))

    return post


def test_the_page_asks_two_things_and_nothing_is_chosen_beforehand(signed_in, option, planned):
    page = sound(signed_in.get(page_of("ask", option)))
    assert page.titled == "How did it go? - Every option"
    assert "Invented Fellowship, Tuesday 24 November, 7.30pm" in page.text
    assert "Or we don’t know. “Not asked” is ours to put right." in page.text
    assert "Nobody asks the group" in page.text
    assert not [control for control in page.controls if "checked" in control]
    said = {control["value"] for control in page.controls if control.get("name") == "how"}
    assert said == set(How.values)


def test_it_is_seen_by_nobody_else(client, option, planned):
    seen_by_nobody_else(client, page_of("ask", option), option)


def test_what_was_saved_is_seen_by_nobody_else(client, option, planned):
    seen_by_nobody_else(client, page_of("asked", option), option, methods=("get",))


def test_a_manager_may_ask_too(client, option, planned):
    manager = WorkerFactory(service=option.service, service__role="manager")
    client.force_login(manager)
    assert client.get(page_of("ask", option)).status_code == 200


def test_no_such_option_is_a_404_and_what_may_only_be_read_is_not_posted(signed_in, option, planned):
    for name in ("ask", "asked"):
        assert signed_in.get(reverse(f"referrals:{name}", args=[NOWHERE])).status_code == 404
        assert signed_in.put(page_of(name, option)).status_code == 405
    assert signed_in.post(page_of("asked", option)).status_code == 405


def test_looking_is_one_event(signed_in, option, planned):
    _, event = is_one_event(signed_in, page_of("ask", option), "ask.seen")
    assert (event.subjects, event.actor) == ([option.person.pk.hex], option.person.keyworker_id)
    is_one_event(signed_in, page_of("ask", option), "ask.seen", post={"how": "never"})


def test_two_answers_are_saved_and_the_next_step_is_shown(save, signed_in, option, planned):
    response = save(how="went", and_now="keep_going", got=["spoke", "welcome"], times="once")
    assert response["Location"] == page_of("asked", option)
    review = Review.objects.get()
    assert (review.how, review.and_now, review.got, review.times) == (
        "went",
        "keep_going",
        ["spoke", "welcome"],
        "once",
    )
    assert (review.plan, review.meeting_kind, review.setting) == (planned, "mutual_aid", "community")
    option.refresh_from_db()
    assert option.due_on == TODAY + dt.timedelta(days=7)
    page = sound(is_one_event(signed_in, page_of("asked", option), "asked.seen")[0])
    assert "We’ll ask again on 1 December 2026." in page.text
    assert (
        "24 November 2026. Asked how it went with mutual aid. They went to Invented Fellowship, Tuesday 24 November, "
        "7.30pm, Example Hall. They say that they spoke to someone and felt welcome. They want to keep going. "
        "Next: ask on Tuesday 1 December."
    ) in page.text


@pytest.mark.parametrize(
    ("said", "stage", "days"),
    [
        ({"how": "went"}, "interest", 7),
        ({"how": "went", "and_now": "leave_it"}, "not_now", 28),
        ({"how": "not_this_time", "and_now": "try_another"}, "connect", 7),
        ({"how": "lost_touch", "and_now": "keep_going", "again": "month"}, "interest", 28),
        ({"how": "went", "again": "two_weeks"}, "interest", 14),
        ({"how": "went", "again": "day", "again_on": "2026-12-24"}, "interest", 30),
        ({"how": "went", "again_on": "2026-12-24"}, "interest", 30),
        ({"how": "went", "again": "session", "again_on": "2026-12-24"}, "interest", 7),
    ],
)
def test_it_goes_on_or_back_or_rests_and_is_asked_again_when_they_say(save, option, said, stage, days):
    assert save(**said).status_code == 302
    option.refresh_from_db()
    assert (option.stage, option.due_on) == (stage, TODAY + dt.timedelta(days=days))


@pytest.mark.parametrize(
    ("how", "kept"),
    [
        ("went", {"got", "times", "and_now"}),
        ("left_early", {"got", "times", "and_now", "in_the_way", "would_help"}),
        ("not_this_time", {"and_now", "in_the_way", "would_help"}),
        ("couldnt_get_in", {"and_now", "in_the_way", "would_help"}),
        ("wasnt_on", {"and_now", "wasnt_on"}),
        ("not_asked", set()),
        ("lost_touch", set()),
        ("rather_not", {"and_now"}),
        ("cant_recall", {"and_now"}),
    ],
)
def test_what_hangs_on_another_answer_is_not_kept(save, how, kept):
    rest = {"got": ["tool"], "times": "more", "in_the_way": ["money"], "would_help": ["fare"], "wasnt_on": "moved"}
    assert save(how=how, and_now="keep_going", **rest).status_code == 302
    review = Review.objects.get()
    assert {name for name in (*rest, "and_now") if getattr(review, name)} == kept


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, "Choose how it went, or why we don’t know"),
        ({"how": "declined"}, "Choose one of the answers"),
        ({"how": "went", "got": ["a prize"]}, "Choose among the answers"),
        ({"how": "went", "again": "day"}, "Enter the day on which to ask again"),
        ({"how": "went", "again_on": "soon"}, "Enter a day, like 1/12/2026"),
        ({"how": "went", "again": "day", "again_on": "2026-11-24"}, "Choose a day after today, within a year"),
        ({"how": "went", "again_on": "2028-11-24"}, "Choose a day after today, within a year"),
        ({"how": "went", "seen": ""}, "Open this page again, then save: it did not come whole."),
        ({"how": "went", "once": "x"}, "Open this page again, then save: it did not come whole."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_said_is_kept(save, said, told):
    response = save(**{"and_now": "keep_going"} | said)
    assert response.status_code == 422
    page = sound(response)
    assert page.titled.startswith("Error:")
    assert told in page.text
    checked = {control["value"] for control in page.controls if "checked" in control}
    assert checked >= {"keep_going"} | ({said["how"]} if said.get("how") == "went" else set())
    assert not Review.objects.exists()


def test_nobody_is_asked_how_it_went_before_anything_is_planned(signed_in, option):
    response = signed_in.get(page_of("ask", option), follow=True)
    assert response.redirect_chain == [(page_of("option", option), 302)]
    assert "That cannot be done from here" in Page(response).text
    assert "Nobody has asked how it went yet." in Page(signed_in.get(page_of("asked", option), follow=True)).text


def test_pressed_twice_it_is_kept_once_and_changed_it_is_not_swallowed(signed_in, option, planned):
    said = typed(option, how="went")
    for _ in range(2):
        assert signed_in.post(page_of("ask", option), said).status_code == 302
    assert Review.objects.count() == 1
    response = signed_in.post(page_of("ask", option), said | {"how": "left_early"})
    assert response.status_code == 422
    assert "Somebody recorded something" in Page(response).text
    assert Review.objects.get().how == "went"


def test_the_second_of_two_workers_is_told_and_loses_nothing(client, option, planned):
    manager = WorkerFactory(service=option.service, service__role="manager")
    page = typed(option, how="went", and_now="keep_going")
    client.force_login(option.person.keyworker)
    client.post(page_of("ask", option), page)
    client.force_login(manager)
    response = client.post(page_of("ask", option), page | {"how": "left_early", "once": str(NOWHERE)})
    assert response.status_code == 422
    again = Page(response)
    assert "Somebody recorded something for this person while you were writing." in again.text
    assert {control["value"] for control in again.controls if "checked" in control} == {"left_early", "keep_going"}
    seen = re.search(r'name="seen" value="(\d+)"', again.markup)[1]
    changed = page | {"how": "left_early", "once": str(NOWHERE), "seen": seen}
    assert client.post(page_of("ask", option), changed).status_code == 302
    assert {review.how for review in Review.objects.all()} == {"went", "left_early"}


def test_another_s_once_stands_for_nothing_here(signed_in, option, planned):
    other = ReferralFactory(person=option.person, stage="interest", offer=option.offer)
    for each in (option, other):
        assert signed_in.post(page_of("ask", each), typed(each, how="went")).status_code == 302
    assert Review.objects.count() == 2


def test_hostile_input_is_told_what_is_wrong(signed_in, option, planned):
    for said in hostile(FIELDS):
        assert signed_in.post(page_of("ask", option), said).status_code in {302, 422}, said
    assert signed_in.post(page_of("ask", option), {"how": "x" * (1 << 20)}).status_code == 400


def test_it_costs_the_same_with_more_behind_it(signed_in, option, planned):
    ReviewFactory(person=option.person, referral=option)
    option.last_review = Review.objects.get()
    option.save()
    before = {name: len(queries(signed_in, page_of(name, option))) for name in ("ask", "asked")}
    for _ in range(5):
        PlanFactory(person=option.person, referral=option, meeting=planned.meeting)
        ReviewFactory(person=option.person, referral=option)
    after = {name: queries(signed_in, page_of(name, option)) for name in before}
    assert {name: len(asked) for name, asked in after.items()} == before, after
    assert before["ask"] <= 14


# --- It wasn't on ---------------------------------------------------------------------------------


def test_it_was_not_on_asks_the_directory_to_look_and_counts_against_nobody(save, signed_in, option, met):
    save(how="wasnt_on", wasnt_on="moved")
    suggestion = Suggestion.objects.get()
    assert (suggestion.meeting, suggestion.says) == (met, "Somebody went, and it had moved.")
    text = Page(signed_in.get(page_of("asked", option))).text
    assert "That’s ours to put right It doesn’t count against anyone." in text
    assert "The directory is told about the meeting, and nothing about you." in text


def test_nothing_in_the_directory_or_the_log_ties_it_to_anybody(save, option, planned, caplog):
    caplog.set_level("DEBUG")
    save(how="wasnt_on", wasnt_on="nobody_there")
    suggestion = Suggestion.objects.get()
    ours = [option.person, option.person.keyworker, option.service, option, planned, Review.objects.get()]
    keys = {str(one.pk) for one in ours} | {one.pk.hex for one in ours} | {"RH-2041"}
    held = repr(Suggestion.objects.values().get())
    assert not [key for key in keys if key in held]
    # No hour of the day: midnight in London, and nothing of the session's clock.
    assert (suggestion.made_at, suggestion.decided_at) == (dt.datetime(2026, 11, 24, tzinfo=dt.UTC), None)
    there = {suggestion.pk.hex, str(suggestion.pk), str(suggestion.meeting_id), suggestion.meeting_id.hex}
    assert not [
        event for event in Event.objects.all() if any(key in repr([event.facts, event.subjects]) for key in there)
    ]
    told = [line for line in caplog.text.splitlines() if "INSERT" not in line and "django.db" not in line]
    assert not [line for line in told if any(key in line for key in keys | there)]
    assert not {field.name for field in Review._meta.get_fields() if field.related_model is Suggestion}
    assert NOW.isoformat() not in held


def test_what_waits_already_is_not_said_twice(save, option):
    save(how="wasnt_on", wasnt_on="nobody_there")
    save(how="wasnt_on", wasnt_on="nobody_there", again="month")
    assert Review.objects.count() == 2
    assert Suggestion.objects.count() == 1
    save(how="wasnt_on", wasnt_on="closed")
    assert Suggestion.objects.count() == 2


def test_a_plan_of_no_meeting_tells_the_directory_nothing(save, signed_in, option, planned):
    planned.meeting = None
    planned.save()
    save(how="wasnt_on")
    assert not Suggestion.objects.exists()
    assert "nobody is told anything" in Page(signed_in.get(page_of("asked", option))).text


# --- Under pressure -------------------------------------------------------------------------------


@pytest.mark.parametrize("idea", Offer.PRESSING)
def test_under_pressure_what_is_known_is_said_and_no_text_tells_whether_they_went(save, signed_in, option, idea):
    Offer.objects.update(idea=idea)
    for page in ("ask", "option"):
        text = Page(signed_in.get(page_of(page, option))).text
        assert "emerging evidence that coerced attendance does worse" in text
    notes = set()
    for how in How.values:
        save(how=how, and_now="keep_going", got=["spoke"])
        markup = signed_in.get(page_of("asked", option)).content.decode()
        notes.add(re.search(r"<textarea.*?>(.*?)</textarea>", markup, re.DOTALL)[1])
    assert notes == {
        "24 November 2026. Talked about mutual aid. Going is their own choice, and these notes do not say whether "
        "they went. Next: ask on Tuesday 1 December."
    }


@pytest.mark.parametrize("idea", ["", "theirs", "ours", "family", "another", "rather_not"])
def test_where_nobody_presses_nothing_is_said_of_it(signed_in, option, planned, idea):
    Offer.objects.update(idea=idea)
    assert "coerced" not in signed_in.get(page_of("ask", option)).content.decode()


# --- Twelve weeks on -----------------------------------------------------------------------------


def introduced(option, weeks):
    type(option.episode).objects.filter(pk=option.episode_id).update(introduced_on=TODAY - dt.timedelta(weeks=weeks))


@pytest.mark.parametrize(("weeks", "is_asked"), [(10, False), (11, True), (16, True)])
def test_whether_they_still_go_is_asked_about_twelve_weeks_on(signed_in, option, planned, weeks, is_asked):
    introduced(option, weeks)
    assert ("Twelve weeks on: do they go?" in signed_in.get(page_of("ask", option)).content.decode()) == is_asked


def test_whether_they_still_go_is_asked_once(save, signed_in, option, planned):
    introduced(option, 12)
    assert save(how="went", still="sometimes").status_code == 302
    assert Review.objects.get().still == "sometimes"
    assert "Twelve weeks on" not in signed_in.get(page_of("ask", option)).content.decode()


@pytest.mark.parametrize("how", ["not_asked", "lost_touch"])
def test_nobody_who_was_not_asked_has_said_whether_they_still_go(save, option, planned, how):
    introduced(option, 12)
    save(how=how, still="most")
    assert Review.objects.get().still == ""


def test_before_that_no_answer_is_taken(save, option, planned):
    introduced(option, 3)
    save(how="went", still="most")
    assert Review.objects.get().still == ""
