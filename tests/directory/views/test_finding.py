import datetime as dt
import io
import re

import pytest
from django.core.management import call_command
from django.urls import reverse

from directory.models import Programme, Source
from tests.directory.views.checklist import Page, sound
from tests.factories import CellFactory, MeetingFactory, ProgrammeFactory, VenueFactory, stamp
from tests.official_files import MANCHESTER, onspd_rows, onspd_text

NEAR = "/near/invented-town/"
pytestmark = pytest.mark.django_db


def names(response):
    """Every programme named on a page, in rows or in a fold's closed line."""
    links = Page(response).links
    return [
        words for words, found in links.items() if any(re.fullmatch(r"/programmes/[\w-]+/", each) for each in found)
    ]


class TestHome:
    def test_it_asks_for_a_place(self, client, db):
        page = sound(client.get("/"))
        assert "Town or postcode" in page.text

    def test_a_town_leads_to_the_address_of_its_options(self, client, small_geography):
        response = client.post("/", {"place": "Leeds"})
        assert (response.status_code, response.headers["Location"]) == (302, "/near/leeds/")

    def test_a_postcode_is_nowhere_in_the_answers_address(self, client, small_geography):
        response = client.post("/", {"place": "M1 1AE"})
        assert response.headers["Location"] == "/near/m1-1/"
        assert response.headers["Cache-Control"] == "no-store"
        assert not response.cookies

    def test_where_i_am_leads_to_the_nearest_cell(self, client, small_geography):
        assert client.post("/", {"place": "53.48,-2.23"}).headers["Location"].startswith("/near/m1")

    def test_several_places_are_offered_as_links(self, client, small_geography):
        response = client.post("/", {"place": "Newport"})
        assert response.status_code == 200
        page = sound(response, kept=False)
        assert {"/near/newport-gwent/"} in page.links.values()
        assert 'value="Newport"' in page.markup

    def test_a_name_in_another_language_leads_to_the_town(self, client, small_geography):
        assert client.post("/", {"place": "Caerdydd"}).headers["Location"] == "/near/cardiff/"

    def test_names_in_other_languages_stand_beside_the_english_one(self, client, small_geography):
        page = sound(client.post("/", {"place": "Newport"}), kept=False)
        assert '<span class="also" lang="cy">Casnewydd</span>' in page.markup

    def test_a_postcode_that_has_ended_is_said_to_have_before_anybody_goes_there(self, client, tmp_path):
        path = tmp_path / "ONSPD_NOV_2025_UK.csv"
        ended = ("M1 1AD", "E08000003", "384700", "0398500", "199606")
        path.write_text(onspd_text(onspd_rows(MANCHESTER, ended)), newline="")
        call_command("load_geography", onspd_path=path, stdout=io.StringIO())
        page = sound(client.post("/", {"place": "M1 1AD"}), kept=False)
        assert "no longer in use" in page.text
        assert {"/near/m1/"} in page.links.values()
        assert client.post("/", {"place": "M1 1AE"}).headers["Location"] == "/near/m1/"

    @pytest.mark.parametrize("typed", ["Zzyzx", "ZZ99 9ZZ", "999,999", "<b>", "a" * 300, "\x00"])
    def test_somewhere_unknown_says_so_and_keeps_what_was_typed(self, client, small_geography, typed):
        response = client.post("/", {"place": typed})
        assert response.status_code == 422
        page = sound(response, kept=False)
        assert "There is a problem" in page.text
        assert "Error: " in page.titled
        assert {"#id_place"} in page.links.values()

    def test_what_was_typed_is_kept_in_the_box_alone(self, client, small_geography):
        response = client.post("/", {"place": "Zzyzx"})
        assert response.content.count(b"Zzyzx") == 1

    @pytest.mark.parametrize("posted", [{}, {"place": ""}, {"place": "   "}])
    def test_nothing_typed_says_what_to_type(self, client, db, posted):
        response = client.post("/", posted)
        assert response.status_code == 422
        assert "Enter a town or a postcode" in response.content.decode()

    def test_no_other_method_is_taken(self, client, db):
        assert client.put("/").status_code == 405


class TestOptions:
    def test_it_names_every_kind_once(self, client, town):
        response = client.get(NEAR)
        page = sound(response)
        assert page.titled == "Groups near Invented Town - Every option"
        every = set(Programme.objects.values_list("name", flat=True))
        assert set(names(response)) == every
        for name in every:
            assert page.markup.count(f">{name}</a></h3>") == 1

    def test_the_range_has_a_line_for_each_family_and_each_leads_to_a_row(self, client, town):
        page = Page(client.get(NEAR))
        jumps = {href for found in page.links.values() for href in found if href.startswith("#")} - {"#content"}
        assert len(jumps) >= 8
        assert {jump.removeprefix("#") for jump in jumps} <= set(page.ids)

    def test_a_place_we_do_not_know_is_a_page_that_helps(self, client, town):
        response = client.get("/near/nowhere-at-all/")
        assert response.status_code == 404
        page = sound(response, kept=False)
        assert "Town or postcode" in page.text

    @pytest.mark.parametrize(
        "query",
        [
            "day=xyz&day=mon",
            "miles=1000000",
            "miles=-1",
            "after=99:99",
            "sort=best",
            "soon=2",
            "welcome=step_free",
            "mode=carrier_pigeon",
            "page=-4",
            "utm_source=a",
            "%00=%FF",
        ],
    )
    def test_an_address_that_makes_no_sense_is_answered_all_the_same(self, client, town, query):
        response = client.get(f"{NEAR}?{query}")
        assert response.status_code == 200
        assert set(names(response)) == set(names(client.get(NEAR)))

    @pytest.mark.parametrize(
        "query",
        [
            *("day=mon", "miles=1", "mode=online", "mode=hybrid", "mode=phone", "sort=a-z"),
            *("after=18:00&before=20:00", "soon=now", "soon=3", "welcome=newcomers&welcome=first_visit"),
        ],
    )
    def test_marks_take_nothing_away(self, client, town, query):
        assert set(names(client.get(f"{NEAR}?{query}"))) == set(names(client.get(NEAR)))

    def test_marks_are_said_beside_each_way_in(self, client, town):
        assert "Suits what you marked" in client.get(f"{NEAR}?day=tue").content.decode()
        assert "Doesn’t suit what you marked" in client.get(f"{NEAR}?day=mon").content.decode()
        assert "you marked<" not in client.get(NEAR).content.decode()

    def test_what_was_marked_is_said_in_a_line_and_can_be_cleared(self, client, town):
        page = sound(
            client.post(NEAR, {"who": "someone_close", "day": "tue", "after": "18:00", "miles": "10"}), kept=False
        )
        assert "You marked: Tue, no earlier than 6pm, up to 10 miles, Someone close to me." in page.text
        assert page.links["Clear the marks"] == {NEAR}
        assert "<details open" not in page.markup
        assert "You marked" not in client.get(NEAR).content.decode()

    def test_the_order_that_was_chosen_is_the_one_said(self, client, town):
        assert "in a straight line. The order turns each week." in client.get(NEAR).content.decode()
        page = client.get(f"{NEAR}?sort=nearest").content.decode()
        assert "in a straight line. Nearest first." in page

    def test_what_is_chosen_and_says_nothing_about_anybody_becomes_the_address(self, client, town):
        response = client.post(NEAR, {"day": ["tue", "wed"], "miles": "10", "sort": "a-z"})
        assert response.headers["Location"] == f"{NEAR}?day=tue&day=wed&miles=10&sort=a-z"

    def test_what_is_sensitive_is_answered_in_place_and_is_in_no_address(self, client, town):
        response = client.post(NEAR, {"who": "someone_close", "problem": "alcohol", "day": "tue"})
        assert response.status_code == 200
        page = sound(response, kept=False)
        addresses = [address for found in page.links.values() for address in found]
        assert not [address for address in addresses if "someone_close" in address or "problem" in address]
        assert "someone" not in page.titled
        assert 'value="someone_close" checked' in page.markup
        assert 'name="who" value="someone_close"' in page.markup

    def test_what_is_sensitive_is_not_believed_from_an_address(self, client, town):
        assert set(names(client.get(f"{NEAR}?who=someone_close"))) == set(names(client.get(NEAR)))

    def test_what_is_not_for_what_was_asked_is_counted_and_one_link_away(self, client, town):
        ProgrammeFactory(slug="gambling-alone", problems=["gambling"])
        stamp()
        page = Page(client.post(NEAR, {"problem": "alcohol"}))
        assert {reverse("directory:programmes")} == page.links[
            "1 more kind is for other people, problems or places: see every kind"
        ]

    @pytest.mark.parametrize("posted", [{}, {"who": "me"}, {"who": "someone_close"}, {"who": "young_person"}])
    def test_whoever_it_is_for_the_lines_on_abuse_and_for_children_stand_on_the_page(self, client, town, posted):
        page = Page(client.post(NEAR, posted) if posted else client.get(NEAR))
        assert {"tel:08082000247"} == page.links["0808 2000 247"]
        at = page.markup.index("0800 1111", page.markup.index("<main"))
        assert (at < page.markup.index('id="groups"')) is (posted == {"who": "young_person"})

    def test_unknown_parameters_are_left_out_of_the_canonical_address(self, client, town):
        markup = client.get(f"{NEAR}?utm_source=a&day=tue").content.decode()
        assert f'<link rel="canonical" href="{NEAR}?day=tue">' in markup

    def test_urgent_help_is_the_nations(self, client, town):
        CellFactory(slug="invented-north", nation="northern_ireland")
        assert "Urgent help in England" in client.get(NEAR).content.decode()
        assert "Urgent help in Northern Ireland" in client.get("/near/invented-north/").content.decode()

    def test_the_question_is_asked_of_the_database_as_often_however_many_there_are(self, town, costs_the_same):
        def add():
            stamp(*(MeetingFactory(programme=ProgrammeFactory()) for _ in range(5)))

        costs_the_same(NEAR, add=add)

    @pytest.mark.parametrize("demo", [True, False])
    def test_the_demonstration_says_that_it_is_one(self, client, town, settings, demo):
        settings.DEMO = demo
        Source.objects.update(is_demonstration=True)
        assert ("these meetings are not real" in client.get(NEAR).content.decode()) is demo

    def test_a_demonstration_with_a_real_list_in_it_says_that_it_is_not_kept_up(self, client, town, settings):
        settings.DEMO = True
        stamp(MeetingFactory())
        page = client.get(NEAR).content.decode()
        assert "these meetings are not real" not in page
        assert "not kept up to date" in page

    def test_nothing_typed_by_a_list_is_trusted(self, client, town):
        name = "<script>alert(1)</script>"
        stamp(MeetingFactory(name=name, venue=VenueFactory(name=name)))
        for address in (NEAR, f"{NEAR}meetings/"):
            assert name not in client.get(address).content.decode()

    @pytest.mark.parametrize("restricted", [[], ["women"]])
    @pytest.mark.parametrize("page", ["", "meetings/", "meetings/?mode=online"])
    def test_a_meeting_that_meets_no_more_breaks_no_page(self, client, town, restricted, page, now):
        ended = {"restricted_to": restricted, "pattern__valid_to": now.date() - dt.timedelta(days=3)}
        stamp(MeetingFactory(**ended), MeetingFactory(online=True, **ended))
        assert client.get(f"{NEAR}{page}").status_code == 200


class TestEveryMeeting:
    def test_a_page_past_the_last_has_the_last_ones_address(self, client, town):
        assert 'page=99"' not in client.get(f"{NEAR}meetings/?page=99").content.decode()

    ADDRESS = f"{NEAR}meetings/"

    @pytest.fixture
    def many(self, town):
        meetings = [MeetingFactory(pattern__weekday=at % 7 + 1) for at in range(45)]
        stamp(*meetings)
        return meetings

    def test_every_meeting_is_on_one_page_or_another(self, client, many):
        seen, address = set(), self.ADDRESS
        for _ in range(10):
            page = sound(client.get(address))
            seen |= {href for found in page.links.values() for href in found if href.startswith("/meetings/")}
            if "Next page" not in page.links:
                break
            (address,) = page.links["Next page"]
        assert {meeting.get_absolute_url() for meeting in many} <= seen
        assert "Page 3 of 3" in page.text

    def test_unknown_parameters_are_left_out_of_the_canonical_address(self, client, town):
        markup = client.get(f"{NEAR}meetings/?utm_source=a-friend&day=tue&who=me&problem=gambling").content.decode()
        assert f'<link rel="canonical" href="{NEAR}meetings/?day=tue">' in markup

    def test_a_page_past_the_last_is_the_last(self, client, many):
        assert "Page 3 of 3" in client.get(f"{self.ADDRESS}?page=999").content.decode()

    def test_one_programme_at_one_place_is_one_entry_with_all_its_times(self, client, town):
        venue, programme = VenueFactory(name="Invented Rooms"), ProgrammeFactory(name="Invented Fellowship")
        stamp(*(MeetingFactory(venue=venue, programme=programme, pattern__weekday=day) for day in (1, 3, 5)))
        markup = client.get(self.ADDRESS).content.decode()
        assert markup.count('<h2 class="row__name">Invented Fellowship</h2>') == 1

    def test_a_meeting_nobody_has_vouched_for_lately_is_marked(self, client, town):
        mark = "not confirmed for a year or more: ring first"
        assert mark not in Page(client.get(f"{NEAR}meetings/")).text
        stamp(MeetingFactory(stale=True))
        assert Page(client.get(f"{NEAR}meetings/")).text.count(mark) == 1

    def test_what_is_sensitive_is_carried_by_forms_and_never_by_links(self, client, many):
        Programme.objects.update(problems=[])
        response = client.post(self.ADDRESS, {"problem": "alcohol", "miles": "10"})
        page = sound(response, kept=False)
        assert not [href for found in page.links.values() for href in found if "page=" in href or "problem" in href]
        assert 'name="problem" value="alcohol"' in page.markup
        assert 'name="page" value="2"' in page.markup
        assert 'name="miles" value="10"' in page.markup

    def test_the_next_page_of_something_sensitive_is_another_page(self, client, many):
        response = client.post(self.ADDRESS, {"problem": "alcohol", "page": "2"})
        assert "Page 2 of" in response.content.decode()

    def test_what_is_joined_from_afar_is_one_link_away_and_counted_as_such(self, client, town):
        page = sound(client.get(self.ADDRESS))
        assert " groups within 5 miles." in page.text
        (address,) = page.links["Online or by phone"]
        page = sound(client.get(address))
        assert "2 to join online or by phone." in page.text
        assert "within 5 miles" not in page.text
        assert page.links["Nearest first"] == {f"{self.ADDRESS}?sort=nearest"}

    def test_nothing_near_says_that_it_may_be_a_gap_in_what_we_know(self, client, clock, db):
        CellFactory(slug="invented-island")
        page = sound(client.get("/near/invented-island/meetings/"))
        assert "a gap in what we know" in page.text
        assert "None on our lists within 25 miles. Little within 5 miles, so this looks further." in page.text
        assert "Up to 25 miles" not in page.links
        page = Page(client.get("/near/invented-island/meetings/?miles=5"))
        assert "None on our lists within 5 miles." in page.text
        (further,) = page.links["Up to 25 miles"]
        assert "Up to 25 miles" not in Page(client.get(further)).links

    def test_it_costs_the_same_however_many_there_are(self, many, costs_the_same):
        costs_the_same(self.ADDRESS, add=lambda: stamp(*(MeetingFactory() for _ in range(5))))
