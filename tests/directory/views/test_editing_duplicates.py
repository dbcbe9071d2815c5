"""Pairs that may be one meeting: listed with reasons, seen side by side, decided, and taken apart again."""

import pytest
from django.urls import reverse

from directory import verification
from directory.models import Change, Likeness, Meeting
from mutualaid.accounts.models import User
from tests.conftest import PASSWORD
from tests.directory.views.checklist import Page
from tests.directory.views.conftest import NOWHERE, page_of
from tests.factories import MeetingFactory, ProgrammeFactory, SourceFactory, VenueFactory, stamp

pytestmark = pytest.mark.django_db
LIST = "/editing/duplicates/"
DECIDED = "/editing/duplicates/decided/"


def made(slug, *, programme, **facts):
    venue = VenueFactory(name="Invented Hall", postcode="M1 1AE", lat=53.48, lon=-2.23)
    source = SourceFactory(slug=slug, name=f"The {slug}")
    meeting = MeetingFactory(**{"name": "Lamp", "venue": venue, "programme": programme, "source": source} | facts)
    stamp(meeting)
    return meeting


@pytest.fixture
def two(clock):
    """The first is the one seen later, so it is the one to keep."""
    programme = ProgrammeFactory()
    return made("sheet", programme=programme), made("feed", programme=programme, name="The Lamp Group", stale=True)


def side_by_side(two):
    return reverse("editing:duplicate", args=[meeting.pk for meeting in two])


def decide(client, two, decision, **typed):
    """As a browser would post it from the page as it stands."""
    seen = client.get(side_by_side(two)).context["form"].now
    return client.post(side_by_side(two), {"decision": decision, "seen": seen} | typed)


def test_pairs_are_listed_with_points_and_reasons(signed_in, two):
    page = Page(signed_in.get(LIST))
    assert "1 pair to decide" in page.text
    assert page.links["Lamp and The Lamp Group, 1"] == {side_by_side(two)}
    assert "15 points: same day and time; same hall; names alike" in page.text
    assert "The sheet, seen 14 November 2026: Every Tuesday 7.30pm" in page.text


def test_they_stand_side_by_side_with_what_differs_in_words(signed_in, two):
    page = Page(signed_in.get(side_by_side(two)))
    assert "Name differs First: Lamp Second: The Lamp Group" in page.text
    assert "Times First: Every Tuesday 7.30pm, 60 minutes Second: Every Tuesday 7.30pm, 60 minutes" in page.text
    assert "Their halls are under ¼ mile from each other." in page.text
    assert "Last seen on it First: 14 November 2026 Second: 12 July 2025" in page.text
    assert "differs" not in page.text.split("Where each comes from")[1]


@pytest.mark.parametrize(("decision", "gone", "kept"), [("one", 1, 0), ("other", 0, 1)])
def test_one_and_the_same_keeps_the_one_that_was_chosen(signed_in, editor, two, decision, gone, kept):
    response = decide(signed_in, two, decision, reason="Rang them.")
    assert response["Location"] == LIST
    two[gone].refresh_from_db()
    assert two[gone].merged_into == two[kept]
    said = Likeness.objects.get()
    assert (said.decided_by, said.reasons[-1]) == (editor, "Rang them.")
    assert said.reasons[0] == "same day and time"
    assert "0 pairs to decide" in Page(signed_in.get(LIST)).text


def test_two_meetings_are_not_asked_about_again_and_what_nobody_can_tell_is(signed_in, two):
    decide(signed_in, two, "open")
    page = Page(signed_in.get(LIST))
    assert "Looked at on 24 November 2026, and left open." in page.text
    decide(signed_in, two, "two")
    assert "0 pairs to decide" in Page(signed_in.get(LIST)).text
    assert "Two meetings: 3pm, Tuesday 24 November 2026, An Editor" in Page(signed_in.get(DECIDED)).text


def test_what_was_merged_is_taken_apart_from_its_page_or_from_where_they_stand_side_by_side(signed_in, two):
    decide(signed_in, two, "one")
    keep, gone = two
    for page in (page_of("meeting", gone), side_by_side(two)):
        assert reverse("editing:take_apart", args=[gone.pk]) in signed_in.get(page).content.decode()
    assert "is merged into it" in Page(signed_in.get(page_of("meeting", keep))).text
    apart = page_of("take_apart", gone)
    refused = signed_in.post(apart, {"reason": ""})
    assert "Say how you know" in Page(refused).text
    assert signed_in.post(apart, {"reason": "Two rooms."})["Location"] == page_of("meeting", gone)
    gone.refresh_from_db()
    assert gone.merged_into is None
    assert Likeness.objects.get().reasons == ["Two rooms."]
    assert "there is nothing to take apart" in Page(signed_in.post(apart, {"reason": "Again."})).text


def test_the_history_tells_of_both_and_leads_to_no_other_way_back(signed_in, two):
    decide(signed_in, two, "one")
    signed_in.post(page_of("take_apart", two[1]), {"reason": "Two rooms."})
    response = signed_in.get(page_of("meeting_history", two[1]))
    page = Page(response)
    assert "One and the same meeting: same day and time; same hall; names alike" in page.text
    assert "Two meetings after all: Two rooms." in page.text
    assert "Merged into It said “nothing”, then “Lamp”" in page.text
    assert not any(one.may_be_undone for one in response.context["told"])
    back = signed_in.post(reverse("editing:undo", args=["change", Change.objects.first().pk]))
    assert "taken apart where they stand side by side" in Page(signed_in.get(back["Location"])).text


def test_merged_by_way_of_a_third_they_are_not_taken_apart_here(signed_in, editor, now, two):
    third = made("third", programme=two[0].programme)
    for meeting in two:
        verification.merge(meeting, third, by=editor, at=now)
    assert "one by way of a third" in Page(signed_in.get(side_by_side(two))).text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"decision": ""}, "Choose what they are"),
        ({"decision": "perhaps"}, "Choose what they are"),
        ({"decision": "one", "reason": "x" * 201}, "Make it 200 letters or fewer"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(signed_in, two, typed, told):
    given = {"reason": "Kept as typed."} | typed
    page = Page(signed_in.post(side_by_side(two), given | {"seen": ""}))
    assert told in page.text
    assert page.titled.startswith("Error:")
    assert given["reason"] in page.markup
    assert not Likeness.objects.exists()


def test_what_cannot_be_merged_is_refused_with_its_sentence(signed_in, two):
    Meeting.objects.filter(pk=two[1].pk).update(programme=ProgrammeFactory())
    assert "They are of two programmes" in Page(decide(signed_in, two, "one")).text


@pytest.mark.parametrize("mine", ["one", "two", "open"])
@pytest.mark.parametrize("theirs", ["one", "two", "open"])
def test_the_second_of_two_editors_is_told_what_the_first_decided(signed_in, two, mine, theirs):
    decide(signed_in, two, theirs)
    before = Likeness.objects.values().get()
    page = Page(signed_in.post(side_by_side(two), {"decision": mine, "reason": "Kept as typed.", "seen": ""}))
    assert "Somebody else decided this while you were looking." in page.text
    assert page.text.count("An Editor") >= 2
    assert Likeness.objects.values().get() == before
    if theirs != "one":
        assert "Kept as typed." in page.markup
        assert decide(signed_in, two, mine).status_code == 302


def test_pairs_are_shown_of_one_list_and_page_by_page(signed_in, two):
    programme = ProgrammeFactory()
    for at in range(26):
        for slug in ("third", "fourth"):
            made(slug, programme=programme, name=f"Lantern {at}", pattern__starts_at=f"{at % 12 + 8:02}:00")
    assert "1 pair to decide" in Page(signed_in.get(LIST, {"list": "feed"})).text
    first, second = (signed_in.get(LIST, {"list": "third", "page": number}) for number in (1, 2))
    assert "list=third&amp;page=2" in first.content.decode()
    assert len(first.context["questions"]) == 25
    assert second.context["questions"]
    question = first.context["questions"][0][0]
    at = f"{side_by_side((question.keep, question.other))}?list=third"
    answer = signed_in.post(at, {"decision": "two", "seen": ""})
    assert answer["Location"] == f"{LIST}?list=third"
    for page in ("0", "-1", "99", "rubbish", ""):
        assert signed_in.get(LIST, {"page": page}).status_code == 200
        assert signed_in.get(DECIDED, {"page": page}).status_code == 200
    unknown = Page(signed_in.get(LIST, {"list": "nowhere"}))
    assert "We hold no list of that name" in unknown.text


def test_a_list_that_is_not_there_is_in_no_address_we_send(signed_in, two):
    page = Page(signed_in.get(f"{side_by_side(two)}?list=//example.org"))
    assert page.links["Back to the pairs"] == {LIST}


def test_each_page_is_kept_from_those_without_the_power(signed_in, two):
    apart = page_of("take_apart", two[1])
    pages = [LIST, DECIDED, side_by_side(two)]
    for address in pages:
        response = signed_in.get(address)
        page = Page(response)
        assert response["Cache-Control"] == "no-store"
        assert not page.open
        assert len(page.ids) == len(set(page.ids))
        assert page.headings.count(1) == 1
    assert signed_in.get(apart).status_code == 405
    assert signed_in.post(LIST).status_code == signed_in.post(DECIDED).status_code == 405
    for keys in ([two[0].pk, two[0].pk], [two[0].pk, NOWHERE], [NOWHERE, two[0].pk]):
        assert signed_in.get(reverse("editing:duplicate", args=keys)).status_code == 404
    assert signed_in.post(reverse("editing:take_apart", args=[NOWHERE])).status_code == 404
    signed_in.force_login(User.objects.create_user("ann@example.org", PASSWORD))
    assert {signed_in.get(address).status_code for address in pages} == {404}
    assert signed_in.post(apart).status_code == signed_in.post(side_by_side(two)).status_code == 404
    signed_in.logout()
    assert all(signed_in.get(address)["Location"].startswith("/accounts/sign-in/") for address in pages)


def test_what_is_asked_of_the_database_does_not_grow(signed_in, editor, now, two, costs_the_same):
    def add():
        programme = ProgrammeFactory()
        more = [made(slug, programme=programme) for slug in ("third", "fourth", "fifth")]
        verification.keep_apart(more[0], more[1], by=editor, at=now)
        signed_in.get(LIST)  # compared anew once, because the directory has changed

    verification.leave_open(*two, by=editor, at=now)
    for address in (LIST, DECIDED, side_by_side(two)):
        costs_the_same(address, add=add)
