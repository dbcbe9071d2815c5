"""The editors' pages: each works, is not there without the power, and loses nothing that was typed."""

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Change, Check, Group, Meeting, Venue
from directory.verification.plain import said
from mutualaid.accounts.models import User
from tests.conftest import PASSWORD
from tests.directory.importers.sheets import geography
from tests.directory.views.checklist import Page
from tests.directory.views.conftest import NOWHERE, page_of, undoing
from tests.factories import TEXT, MeetingFactory, ProgrammeFactory, VenueFactory

pytestmark = pytest.mark.django_db


def typed(form, **more):
    """What a browser would post of a form as it was sent, with ``more`` typed over it."""
    data = {}
    for one in (form, form.times.management_form, *form.times):
        for field in one:
            value = field.value()
            if value not in (None, "", []):
                data[field.html_name] = value
    return data | {"why": "They rang."} | more


def shown(client, meeting):
    return client.get(page_of("meeting", meeting)).context["form"]


def save(client, meeting, **more):
    return client.post(page_of("meeting", meeting), typed(shown(client, meeting), **more))


def addresses(meeting):
    programme, venue = meeting.programme, meeting.venue
    group = Group.objects.create(programme=programme, name="Invented group")
    plain = [reverse(f"editing:{name}") for name in ("home", "held", "unverified", "programmes")]
    plain += [reverse(f"editing:add_{name}") for name in ("meeting", "venue", "group")]
    for thing in (programme, venue, group, meeting):
        kind = thing._meta.model_name
        plain += [page_of(kind, thing), page_of(f"{kind}_history", thing)]
    return plain


def posted_to(meeting):
    change = Change.objects.create(meeting=meeting, revision=1, at=meeting.seen_in_source_at, why="x", after={"a": 1})
    programme = meeting.programme
    return [
        *(page_of(name, meeting) for name in ("standing", "check_meeting")),
        *(page_of(name, programme) for name in ("check_way_in", "pause")),
        undoing(change),
    ]


def test_every_page_is_sound_and_is_not_kept(signed_in, meeting):
    for address in addresses(meeting):
        response = signed_in.get(address)
        assert response.status_code == 200, address
        page = Page(response)
        assert response["Cache-Control"] == "no-store"
        assert not page.open
        assert page.headings.count(1) == 1
        assert len(page.ids) == len(set(page.ids)), address
        assert {one["id"] for one in page.controls if one.get("type") != "submit"} <= page.labels, address
        assert all(here.startswith("/static/") for here in page.fetched)


def test_signed_out_every_page_asks_to_sign_in(client, meeting):
    for address in addresses(meeting):
        assert client.get(address)["Location"] == f"/accounts/sign-in/?next={address}"
    for address in posted_to(meeting):
        assert client.post(address)["Location"].startswith("/accounts/sign-in/")


def test_without_the_power_no_page_is_there(client, meeting):
    client.force_login(User.objects.create_user("ann@example.org", PASSWORD))
    for address in addresses(meeting):
        assert client.get(address).status_code == 404
    for address in posted_to(meeting):
        assert client.post(address).status_code == 404


def test_what_only_takes_posts_refuses_to_be_looked_at(signed_in, meeting):
    for address in posted_to(meeting):
        assert signed_in.get(address).status_code == 405


def test_what_is_not_there_is_missing(signed_in, meeting):
    for name in ("meeting", "venue", "group", "meeting_history", "venue_history", "group_history"):
        assert signed_in.get(reverse(f"editing:{name}", args=[NOWHERE])).status_code == 404
    for name in ("standing", "check_meeting"):
        assert signed_in.post(reverse(f"editing:{name}", args=[NOWHERE])).status_code == 404
    for kind in ("change", "closure", "spell", "move", "meeting", "nothing"):
        assert signed_in.post(reverse("editing:undo", args=[kind, NOWHERE])).status_code == 404
    for name in ("check_way_in", "pause"):
        assert signed_in.post(reverse(f"editing:{name}", args=["nobody"])).status_code == 404
    assert signed_in.get(reverse("editing:programme", args=["nobody"])).status_code == 404


def test_a_post_from_elsewhere_is_refused(editor, meeting):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    assert strict.post(page_of("standing", meeting), {"to": "hold", "reason": "x"}).status_code == 403


@pytest.mark.parametrize("words", ["invented meet", "M1 1AE", "m11ae", "Programme"])
def test_a_meeting_is_found_and_no_postcode_is_in_the_address(signed_in, meeting, words):
    other = MeetingFactory(name="Another", programme__name="Other groups", venue__postcode="LS1 4AP")
    page = signed_in.post("/editing/", {"words": words})
    assert meeting.name in Page(page).text
    assert other.name not in Page(page).text


def test_a_search_for_nothing_says_what_to_do(signed_in, meeting):
    assert "Enter part of a name" in Page(signed_in.post("/editing/", {"words": ""})).text
    assert "shorter part" in Page(signed_in.post("/editing/", {"words": "zzz"})).text


def test_home_counts_what_waits(signed_in, meeting, now):
    meeting.suggestions.create(kind="correction", made_at=now)
    Meeting.objects.update(held_at=now, held_reason="A concern")
    context = signed_in.get("/editing/").context
    assert (context["held"], context["suggestions"], context["unverified"]) == (1, 1, 1)
    assert "A concern" in Page(signed_in.get("/editing/held/")).text


def test_saving_a_form_as_it_was_shown_changes_nothing(signed_in, meeting):
    before = said(meeting)
    assert save(signed_in, meeting).status_code == 302
    assert said(Meeting.objects.get()) == before
    assert not Change.objects.exists()


def test_what_is_typed_is_saved_with_its_reason(signed_in, editor, meeting):
    response = save(
        signed_in, meeting, name="Another name", step_free="yes", restricted_to=["women"], formats="Speaker, Reading"
    )
    assert response["Location"] == page_of("meeting", meeting)
    meeting.refresh_from_db()
    assert (meeting.name, meeting.step_free, meeting.restricted_to) == ("Another name", "yes", ["women"])
    assert meeting.formats == ["Speaker", "Reading"]
    change = Change.objects.get()
    assert (change.by, change.why) == (editor, "They rang.")
    assert "Saved." in Page(signed_in.get(response["Location"])).text


def test_times_are_added_changed_and_taken_out(signed_in, meeting):
    monthly = {"times-1-weekday": 5, "times-1-starts_at": "20:00", "times-1-kind": "monthly", "times-1-nth": "-1"}
    other = {"times-2-weekday": 1, "times-2-starts_at": "09:00", "times-2-kind": "fortnightly"}
    assert save(signed_in, meeting, **monthly, **other, **{"times-2-anchor_on": "2026-11-23"}).status_code == 302
    assert sorted(meeting.patterns.values_list("weekday", "kind")) == [
        (1, "fortnightly"),
        (2, "weekly"),
        (5, "monthly"),
    ]
    assert save(signed_in, meeting, **{"times-0-remove": "yes", "times-1-minutes": "90"}).status_code == 302
    assert sorted(meeting.patterns.values_list("weekday", "minutes")) == [(2, 90), (5, None)]
    assert "The last Friday of the month 8pm" in Page(signed_in.get(page_of("meeting_history", meeting))).text


def test_a_week_of_the_month_that_is_left_out_stays_so_when_something_else_is_changed(signed_in, meeting):
    save(signed_in, meeting, **{"times-0-not_nth": "1"})
    assert save(signed_in, meeting, name="Another name").status_code == 302
    assert list(meeting.patterns.values_list("kind", "not_nth")) == [("weekly", 1)]
    told = Page(signed_in.get(page_of("meeting_history", meeting))).text
    assert "Every Tuesday 7.30pm, but not the first of the month" in told


def test_what_is_otherwise_is_put_right_by_hand(signed_in, meeting):
    Meeting.objects.update(says_when="Fortnightly.")
    given = {"bank_holidays": "no", "term_time_only": "yes", "says_when": "", "says_stopped": "They rang: no more."}
    assert save(signed_in, meeting, **given).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.bank_holidays, meeting.term_time_only, meeting.says_when) == ("no", True, "")
    assert not Meeting.objects.listed().exists()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"name": ""}, "Give the meeting a name"),
        ({"why": ""}, "Say why you change it"),
        ({"mode": "online"}, "Give a venue for in-person meetings"),
        ({"join_url": "nowhere at all"}, "Enter a link"),
        ({"venue": NOWHERE}, "Choose one of these"),
        ({"venue": "rubbish"}, "Choose one of these"),
        ({"time_zone": "Mars"}, "Enter a time zone"),
        ({"seen": "rubbish"}, "Open this page again"),
        ({"times-0-weekday": ""}, "Choose a day"),
        ({"times-0-starts_at": "soon"}, "Enter a time"),
        ({"times-0-minutes": "5"}, "between 10 minutes and 12 hours"),
        ({"times-0-kind": "monthly"}, "Choose which one in the month"),
        ({"times-0-kind": "fortnightly"}, "Enter a day on which it met"),
        ({"times-0-valid_from": "2026-11-24", "times-0-valid_to": "2026-11-23"}, "not before the first"),
        ({"times-0-remove": "yes"}, "Say when it meets"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(signed_in, meeting, given, told):
    before = said(meeting)
    response = save(signed_in, meeting, **({"notes": "Kept as typed."} | given))
    page = Page(response)
    assert response.status_code == 200
    assert "There is a problem" in page.text
    assert told in page.text
    assert "Kept as typed." in page.text
    assert page.titled.startswith("Error:")
    assert said(Meeting.objects.get()) == before


def test_the_second_of_two_editors_is_told_and_keeps_what_they_typed(signed_in, meeting):
    mine = typed(shown(signed_in, meeting), name="Mine")
    assert save(signed_in, meeting, notes="Theirs.").status_code == 302
    response = signed_in.post(page_of("meeting", meeting), mine)
    page = Page(response)
    assert "Somebody changed this while you were writing" in page.text
    assert "Notes: it said “nothing” and says “Theirs.” now" in page.text
    form = response.context["form"]
    assert (form["name"].value(), form["notes"].value(), form["why"].value()) == ("Mine", "Theirs.", "They rang.")
    assert signed_in.post(page_of("meeting", meeting), typed(form)).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.name, meeting.notes) == ("Mine", "Theirs.")


def test_a_venue_is_looked_for_by_its_postcode_and_nothing_typed_is_lost(signed_in, meeting):
    hall = VenueFactory(name="The other hall", postcode="LS1 4AP")
    response = save(signed_in, meeting, postcode="ls14ap", look="venue", name="", notes="Kept as typed.")
    page = Page(response)
    assert "The other hall" in page.text
    assert "Kept as typed." in page.text
    assert "There is a problem" not in page.text
    assert save(signed_in, meeting, postcode="LS1 4AP\x00", look="venue").status_code == 200
    assert save(signed_in, meeting, venue=str(hall.pk)).status_code == 302
    assert Meeting.objects.get().venue == hall


@pytest.mark.parametrize(
    ("to", "held", "withdrawn"), [("hold", True, False), ("withdraw", False, True), ("bring_back", False, False)]
)
def test_it_is_held_withdrawn_and_brought_back_for_a_reason(signed_in, editor, meeting, to, held, withdrawn):
    response = signed_in.post(page_of("standing", meeting), {"to": to, "reason": "A concern."})
    assert response["Location"] == page_of("meeting", meeting)
    meeting.refresh_from_db()
    assert (meeting.held_at is not None, meeting.withdrawn_at is not None) == (held, withdrawn)
    assert list(Change.objects.values_list("by", "why")) == ([(editor.pk, "A concern.")] if held or withdrawn else [])


def test_without_a_reason_it_stands_as_it_was(signed_in, meeting):
    page = Page(signed_in.post(page_of("standing", meeting), {"to": "hold"}))
    assert "Give a reason" in page.text
    assert Meeting.objects.get().held_at is None


@pytest.mark.parametrize("outcome", ["as_listed", "no_answer"])
def test_a_check_of_a_meeting_is_recorded(signed_in, editor, meeting, outcome):
    signed_in.post(page_of("check_meeting", meeting), {"outcome": outcome})
    assert Check.objects.filter(meeting=meeting, by=editor, outcome=outcome).exists()
    assert (Meeting.objects.get().confirmed_at is not None) is (outcome == "as_listed")
    assert signed_in.post(page_of("check_meeting", meeting), {"outcome": "rubbish"}).status_code == 302
    assert Check.objects.count() == 1


def test_the_history_says_who_when_and_why_and_undoes(signed_in, meeting):
    save(signed_in, meeting, name="Another name", private_notes="Passcode 000000")
    page = Page(signed_in.get(page_of("meeting_history", meeting)))
    assert "They rang." in page.text
    assert "An Editor" in page.text
    assert "It said “Invented meeting”, then “Another name”" in page.text
    undone = signed_in.post(undoing(Change.objects.get()))
    assert undone["Location"] == page_of("meeting_history", meeting)
    assert Meeting.objects.get().name == "Invented meeting"
    signed_in.post(undoing(Change.objects.filter(undoes=None).get()))
    assert "undone this already" in Page(signed_in.get(page_of("meeting_history", meeting))).text


def test_private_notes_are_on_no_public_page_after_an_edit(signed_in, client, meeting):
    save(signed_in, meeting, private_notes="Passcode 000000")
    client.logout()
    assert "000000" not in client.get(meeting.get_absolute_url()).content.decode()


def test_a_meeting_is_added(signed_in, clock):
    programme, hall = ProgrammeFactory(), VenueFactory(postcode="M1 1AE")
    form = signed_in.get("/editing/meetings/add/").context["form"]
    given = {"programme": str(programme.pk), "name": "Invented new meeting", "times-0-weekday": 3}
    given |= {"times-0-starts_at": "19:30", "postcode": "M1 1AE"}
    looked = signed_in.post("/editing/meetings/add/", typed(form, look="venue", **given))
    assert hall.name in Page(looked).text
    response = signed_in.post("/editing/meetings/add/", typed(form, venue=str(hall.pk), **given))
    added = Meeting.objects.listed().get()
    assert response["Location"] == page_of("meeting", added)
    assert (added.venue, added.patterns.get().weekday) == (hall, 3)
    assert "A meeting that no list has" in Page(signed_in.post("/editing/meetings/add/", {})).text


def test_a_venue_is_added_and_put_right_from_its_postcode(signed_in):
    geography()
    seen = signed_in.get("/editing/venues/add/").context["form"]["seen"].value()
    given = {"name": "Invented Hall", "address": "", "postcode": "m11ae", "why": "They rang.", "seen": seen}
    response = signed_in.post("/editing/venues/add/", given)
    hall = Venue.objects.get()
    assert response["Location"] == page_of("venue", hall)
    assert (hall.postcode, hall.precision, hall.authority) == ("M1 1AE", "postcode", "E08000003")
    form = signed_in.get(response["Location"]).context["form"]
    again = given | {"seen": form["seen"].value(), "name": "The right hall"}
    assert signed_in.post(response["Location"], again).status_code == 302
    hall.refresh_from_db()
    assert hall.name == "The right hall"
    refused = signed_in.post(response["Location"], again | {"postcode": "ZZ99 9ZZ"})
    assert "We do not know that postcode" in Page(refused).text


def test_a_group_is_added_and_renamed(signed_in):
    programme = ProgrammeFactory()
    seen = signed_in.get("/editing/groups/add/").context["form"]["seen"].value()
    given = {"programme": str(programme.pk), "name": "Invented group", "why": "They rang.", "seen": seen}
    response = signed_in.post("/editing/groups/add/", given)
    seen = signed_in.get(response["Location"]).context["form"]["seen"].value()
    assert signed_in.post(response["Location"], given | {"seen": seen, "name": "Another"}).status_code == 302
    assert Group.objects.get().name == "Another"


def test_a_programme_is_paused_and_resumed_for_a_reason(signed_in, meeting):
    programme = meeting.programme
    assert "Give a reason" in Page(signed_in.post(page_of("pause", programme), {})).text
    signed_in.post(page_of("pause", programme), {"reason": "A concern."})
    programme.refresh_from_db()
    assert programme.paused_at is not None
    signed_in.post(page_of("pause", programme), {"reason": "Looked into.", "resume": "yes"})
    programme.refresh_from_db()
    assert programme.paused_at is None
    assert "Looked into." in Page(signed_in.get(page_of("programme_history", programme))).text


def test_what_is_unverified_is_checked_from_where_it_is_listed(signed_in, editor, clock):
    site = "https://example.org/lamps"
    programme = ProgrammeFactory(slug="lamps", ways_in=[{"kind": "site", "value": site}])
    assert site in Page(signed_in.get("/editing/unverified/")).text
    given = {"way_in": site, "outcome": "as_listed", "from_unverified": "yes"}
    assert signed_in.post(page_of("check_way_in", programme), given)["Location"] == "/editing/unverified/"
    assert site not in Page(signed_in.get("/editing/unverified/")).text
    assert Check.objects.get().by == editor
    for wrong in ({"outcome": "as_listed", "way_in": "https://example.org/other"}, {"outcome": "maybe"}):
        assert signed_in.post(page_of("check_way_in", programme), wrong)["Location"] == page_of("programme", programme)
    assert Check.objects.count() == 1


def test_what_is_unverified_is_read_a_page_at_a_time(signed_in, clock):
    for number in range(30):
        ProgrammeFactory(ways_in=[{"kind": "site", "value": f"https://example.org/{number}"}])
    pages = [Page(signed_in.get(f"/editing/unverified/?page={number}")).text for number in ("1", "2", "x", "99")]
    listed = [sum(f"https://example.org/{number} " in page for number in range(30)) for page in pages]
    assert listed == [25, 5, 25, 5]
    assert "Page 2 of 2" in pages[1]


def test_what_nobody_knows_is_asked_in_words_and_not_as_the_files_call_it(signed_in, clock):
    text = TEXT | {"kept_private": "We don’t know."}
    programme = ProgrammeFactory(recruits="unknown", same_problem="unknown", text={"en": text})
    for page in ("/editing/unverified/", page_of("programme", programme)):
        told = Page(signed_in.get(page)).text
        for asked in (
            "recruit people into paid services?",
            "share the same problem?",
            "kept private?",
            "words in Welsh",
        ):
            assert asked in told
        assert "text." not in told
        assert "tests." not in told


def test_what_is_asked_of_the_database_does_not_grow(signed_in, meeting, costs_the_same, now):
    Meeting.objects.update(held_at=now, held_reason="A concern")

    def add():
        more = MeetingFactory(programme=meeting.programme, venue=meeting.venue, held_at=now, held_reason="A concern")
        ProgrammeFactory()
        for at in range(3):
            Change.objects.create(
                meeting=meeting,
                revision=at,
                at=now,
                why="x",
                before={"venue": None},
                after={"venue": str(more.venue_id)},
            )

    Change.objects.create(
        meeting=meeting, revision=9, at=now, why="x", before={"venue": None}, after={"venue": str(meeting.venue_id)}
    )
    for name in ("held", "unverified", "programmes", "home", "add_meeting"):
        costs_the_same(reverse(f"editing:{name}"), add=add)
    for name, thing in (("meeting", meeting), ("meeting_history", meeting), ("venue", meeting.venue)):
        costs_the_same(page_of(name, thing), add=add)
