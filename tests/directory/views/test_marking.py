"""What somebody marks: what it says beside each way in, what it never says in an address, and where nothing is near."""

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from directory.models import Meeting, Programme
from tests.directory.views.checklist import Page, sound
from tests.directory.views.test_finding import NEAR, names
from tests.factories import CellFactory, MeetingFactory, ProgrammeFactory, stamp

pytestmark = pytest.mark.django_db


class TestOptions:
    SENSITIVE = [
        {"who": "me"},
        {"problem": ["alcohol", "gambling"]},
        {"kept_for": ["women", "lgbt"]},
        {"needs": ["step_free", "hearing_loop", "children", "bsl"]},
        {"language": "polish"},
        {"medicines": "yes"},
        {"words": "invented hall"},
    ]

    @pytest.mark.parametrize("posted", SENSITIVE, ids=[next(iter(posted)) for posted in SENSITIVE])
    @pytest.mark.parametrize("address", [NEAR, f"{NEAR}meetings/"])
    def test_whatever_says_something_of_somebody_is_posted_and_in_no_address(self, client, town, address, posted):
        page = sound(client.post(address, {**posted, "day": "tue"}), kept=False)
        ((name, said),) = posted.items()
        every = [said] if isinstance(said, str) else said
        asked = [parse_qs(urlsplit(href).query) for found in page.links.values() for href in found]
        for value in every:
            assert not [query for query in asked if name in query or [value] in query.values()]
            assert f'<input type="hidden" name="{name}" value="{value}">' in page.markup
        # And from an address it is not believed.
        query = "&".join(f"{name}={value}" for value in every)
        assert "You marked" not in Page(client.get(f"{NEAR}?{query}")).text

    @pytest.mark.parametrize("posted", SENSITIVE[2:], ids=[next(iter(posted)) for posted in SENSITIVE[2:]])
    def test_what_somebody_needs_takes_nothing_away(self, client, town, posted):
        assert set(names(client.post(NEAR, posted))) == set(names(client.get(NEAR)))

    @pytest.mark.parametrize(
        "words", ["x" * 10_000, "\x00", "\x00invented", "<script>alert(1)</script>", "%_'\"", "(.*", "\u202e"]
    )
    @pytest.mark.parametrize("address", [NEAR, f"{NEAR}meetings/"])
    def test_any_words_are_answered_plainly(self, client, town, address, words):
        response = client.post(address, {"words": words, "who": "me"})
        page = sound(response, kept=False)
        assert "<script>alert" not in page.markup
        assert "\x00" not in page.markup
        assert "x" * 101 not in page.markup

    @pytest.mark.parametrize("words", ["INVENTED", "hall invented", "zz1 1zz", "ZZ11ZZ", "example street"])
    def test_words_are_looked_for_in_names_venues_and_postcodes(self, client, town, words):
        text = Page(client.post(f"{NEAR}meetings/", {"words": words})).text
        assert "None on our lists" not in text
        assert "None on our lists" in Page(client.post(f"{NEAR}meetings/", {"words": f"{words} nowhere"})).text

    def test_what_is_not_stated_says_ring_first_and_is_counted(self, client, town):
        page = sound(client.post(NEAR, {"needs": "step_free"}), kept=False)
        assert "Not stated, ring first: step-free way in" in page.text
        assert "Within 5 miles, 0 meetings say so; 7 do not say: ring first." in page.text

    def test_a_womens_meeting_is_told_of_to_whoever_asks(self, client, town):
        programme = Programme.objects.get(slug="tools-groups")
        stamp(MeetingFactory(programme=programme, restricted_to=["women"], pattern__starts_at=dt.time(18)))
        assert "Women only: tonight 6pm" in Page(client.post(NEAR, {"kept_for": "women"})).text
        assert "women only" not in Page(client.get(NEAR)).text.casefold()

    def test_what_each_kind_says_of_medicines_is_said_with_its_source(self, client, town, now):
        stated = {"medicines": "welcomes", "medicines_source": "Its leaflet", "medicines_on": now.date()}
        Programme.objects.filter(slug="tools-groups").update(**stated)
        stamp()
        text = Page(client.post(NEAR, {"medicines": "yes"})).text
        assert "Says it welcomes people on prescribed medicines (Its leaflet, 24 November 2026)" in text
        assert "Medicines: not stated, ask" in text

    def test_where_little_is_near_it_looks_further_and_says_so(self, client, town):
        here = CellFactory(slug="invented-farm", label="Invented Farm", lat=53.35, lon=-2.23)  # nine miles to the south
        page = sound(client.get(f"/near/{here.slug}/"))
        assert "Little within 5 miles, so this looks within 10 miles in a straight line." in page.text
        assert "within 10 miles. Free." in page.text
        assert "Nothing near enough?" not in page.text
        meetings = sound(client.get(f"/near/{here.slug}/meetings/"))
        assert "groups within 10 miles. Little within 5 miles, so this looks further." in meetings.text
        assert "about 9 miles" in meetings.text.casefold()
        # A distance that somebody chose is kept to, and the wider one offered.
        chosen = sound(client.get(f"/near/{here.slug}/?miles=5"))
        assert "0 within 5 miles." in chosen.text
        assert chosen.links["Look within 10 miles: there is more"] == {f"/near/{here.slug}/?miles=10"}
        posted = sound(client.post(f"/near/{here.slug}/", {"miles": "5", "needs": "bsl"}), kept=False)
        assert "Look within 10 miles: there is more" in posted.text
        assert 'name="miles" value="10"' in posted.markup
        assert not [href for found in posted.links.values() for href in found if "miles=" in href]

    def test_where_nothing_is_near_there_is_something_to_do(self, client, town):
        ProgrammeFactory(slug="by-telephone", ways_in=[{"kind": "phone", "value": "01632 960014"}])
        stamp()
        here = CellFactory(slug="invented-island", label="Invented Island", lat=58.0, lon=-6.5)
        for address in (f"/near/{here.slug}/", f"/near/{here.slug}/meetings/"):
            page = sound(client.get(address))
            assert "Nothing near enough? You can still" in page.text
            assert "Tonight 7.30pm, online" in page.text
            assert "you can leave the camera off" in page.text
            assert {"tel:01632960014"} in page.links.values()
            assert {reverse("directory:programmes")} == page.links["Every kind, and its own site"]
            assert {reverse("directory:contact")} == page.links["Or tell us"]
        assert "Nothing near enough?" not in Page(client.get(NEAR)).text

    def test_where_nothing_is_near_and_nothing_is_online_it_says_that(self, client, clock):
        ProgrammeFactory()
        stamp()
        CellFactory(slug="invented-island")
        page = sound(client.get("/near/invented-island/"))
        assert "We hold no list of online meetings that could be for you." in page.text


class TestEveryMeeting:
    ADDRESS = f"{NEAR}meetings/"

    @pytest.fixture
    def many(self, town):
        meetings = [MeetingFactory(pattern__weekday=at % 7 + 1) for at in range(45)]
        stamp(*meetings)
        return meetings

    def test_what_is_stated_comes_first_and_what_is_not_stated_second_under_its_own_heading(self, client, town):
        stamp(
            MeetingFactory(name="It says yes", step_free="yes"),
            MeetingFactory(name="It says no", step_free="no"),
            MeetingFactory(name="It does not say"),
        )
        page = sound(client.post(self.ADDRESS, {"needs": "step_free"}), kept=False)
        first, heading, second = (page.text.index(said) for said in ("It says yes", "ring first These", "It does not"))
        assert first < heading < second
        assert "It says no" not in page.text
        assert "1 group within 5 miles. 8 more do not say: ring first." in page.text
        assert "step-free way in: not stated" in page.text
        for answer in client.get(self.ADDRESS), client.post(self.ADDRESS, {"who": "me"}):
            assert "Not stated" not in answer.content.decode()

    def test_the_second_part_keeps_its_heading_on_a_page_of_its_own(self, client, many):
        Meeting.objects.filter(pk__in=[meeting.pk for meeting in many[:25]]).update(step_free="yes")
        stamp(*many)
        page = sound(client.post(self.ADDRESS, {"needs": "step_free", "page": "3"}), kept=False)
        assert page.text.count("Not stated: ring first") == 1

    @pytest.mark.parametrize("mode", ["hybrid", "phone"])
    def test_how_people_meet_may_be_asked_for(self, client, town, mode):
        asked, other = {"hybrid": True}, {"by_phone": True}
        if mode == "phone":
            asked, other = other, asked
        stamp(MeetingFactory(name="It is that", **asked), MeetingFactory(name="It is other", **other))
        text = Page(client.get(f"{self.ADDRESS}?mode={mode}")).text
        assert ("It is that" in text, "It is other" in text) == (True, False)

    def test_what_is_on_now_says_when_it_started(self, client, town, now):
        stamp(
            MeetingFactory(name="It is on", pattern__starts_at=dt.time(14, 30), pattern__minutes=None),
            MeetingFactory(name="It is over", pattern__starts_at=dt.time(13, 30), pattern__minutes=60),
        )
        text = Page(client.get(f"{self.ADDRESS}?soon=now")).text
        assert "On now: started 2.30pm, how long is not stated It is on" in text
        assert "It is over" not in text
        assert "1 group within 5 miles." in text

    def test_the_next_few_hours_are_counted_from_now(self, client, town):
        # It is three in the afternoon, and the town's meetings are at half past seven.
        assert "None on our lists" in Page(client.get(f"{self.ADDRESS}?soon=3")).text
        assert "groups within 5 miles" in Page(client.get(f"{self.ADDRESS}?soon=6")).text
