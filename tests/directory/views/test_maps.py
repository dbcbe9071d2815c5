"""The page with the map, and what the map is drawn from: the same options as everywhere, and nobody's whereabouts."""

import json
import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.utils.html import escape

from directory import geocoding
from directory.models import Programme
from directory.views import maps
from mutualaid.ui import tiles
from tests.directory.views.checklist import POSTCODE, Page, sound
from tests.directory.views.test_finding import names
from tests.factories import CellFactory, MeetingFactory, ProgrammeFactory, VenueFactory, stamp

pytestmark = pytest.mark.django_db
OPTIONS, MAP, DATA = "/near/invented-town/", "/near/invented-town/map/", "/near/invented-town/map.json"
SERVER = tiles.read("https://tiles.example.org/{z}/{x}/{y}.png", "© An example’s map")
FIELDS = {
    *("key", "slug", "programme", "kind", "where", "when", "notes", "more", "how_exact", "link", "lat", "lon"),
}


@pytest.fixture
def many(town, monkeypatch):
    """More places than fit: one programme with fifteen, and seven others with one each."""
    monkeypatch.setattr(maps, "MOST_PLACES", 12)
    largest = ProgrammeFactory(slug="largest-of-all")
    stamp(*(MeetingFactory(programme=largest) for _ in range(15)))
    return town


def keys(response):
    """Of the places a page lists, in its order."""
    return re.findall(r'data-place="([^"]+)"', response.text)


class TestThePage:
    @pytest.mark.parametrize("query", ["", "?day=mon", "?miles=1", "?mode=online", "?sort=a-z", "?sort=nearest"])
    def test_it_names_every_option_once_as_the_page_of_options_does(self, client, town, query):
        response = client.get(MAP + query)
        page = sound(response)
        assert set(names(response)) == set(Programme.objects.values_list("name", flat=True))
        headed = re.findall(r'<h3 class="row__name"><a [^>]*>([^<]+)</a></h3>', page.markup)
        assert len(headed) == len(set(headed))
        assert set(headed) == {escape(name) for name in names(client.get(OPTIONS + query))}

    @pytest.mark.parametrize("posted", [{"who": "someone_close"}, {"who": "young_person"}, {"problem": "gambling"}])
    def test_so_it_does_for_what_is_sensitive(self, client, town, posted):
        response = client.post(MAP, posted)
        sound(response, kept=False)
        assert set(names(response)) == set(names(client.post(OPTIONS, posted)))

    def test_options_stand_in_the_order_of_the_page_of_options(self, client, town):
        def order(address):
            return re.findall(r'<li class="row" id="([^"]+)"', client.get(address).text)

        assert order(MAP) == order(OPTIONS)

    def test_what_has_no_pin_says_why(self, client, town):
        page = Page(client.get(MAP))
        assert "<b>Tonight 7.30pm</b>, online" in page.markup
        assert "We don’t hold its list" in page.text

    def test_a_way_in_that_is_none_of_its_places_is_said_besides(self, client, town):
        some = ProgrammeFactory(name="Invented for some")
        stamp(
            MeetingFactory(programme=some, restricted_to=["women"]),
            MeetingFactory(programme=some, online=True, pattern__weekday=4),
        )
        row = (
            client.get(MAP)
            .text.split('id="invented-for-some"' if False else f'id="{some.slug}"')[1]
            .split("</li></ul>")[0]
        )
        assert "women only" in row
        assert "<b>Thu 7.30pm</b>, online" in row

    def test_one_with_many_places_is_no_wall_before_the_next(self, client, town):
        many = ProgrammeFactory(slug="invented-many")
        stamp(*(MeetingFactory(programme=many) for _ in range(10)))
        row = client.get(MAP).text.partition('id="invented-many"')[2].partition('<li class="row"')[0]
        before, _, folded = row.partition("<details")
        assert (before.count("data-place="), folded.count("data-place=")) == (3, 7)
        assert "7 more places" in folded
        assert "<details open" not in row

    def test_the_range_leads_to_rows_of_the_page(self, client, town):
        page = Page(client.get(MAP))
        jumps = {href for found in page.links.values() for href in found if href.startswith("#")}
        assert {jump.removeprefix("#") for jump in jumps} <= set(page.ids)
        assert len(jumps) >= 8

    def test_without_scripts_it_is_a_list_and_says_so(self, client, town):
        response = client.get(MAP)
        assert "Without it you miss nothing: the list is whole." in response.text
        assert re.search(r'<button type="submit"[^>]* hidden>Show the map</button>', response.text)
        assert re.search(r'<section class="map"[^>]* hidden ', response.text)

    def test_the_library_is_fetched_by_nobody_who_does_not_ask(self, client, town):
        page = Page(client.get(MAP))
        assert not [address for address in page.fetched if "leaflet" in address]
        for address in (OPTIONS, f"{OPTIONS}meetings/", "/"):
            assert not [each for each in Page(client.get(address)).fetched if "map" in each]

    @pytest.mark.parametrize("address", [OPTIONS, f"{OPTIONS}meetings/"])
    def test_other_pages_lead_to_it_and_carry_what_was_marked(self, client, town, address):
        assert Page(client.get(f"{address}?day=tue&miles=10")).links["See these on a map"] == {
            f"{MAP}?day=tue&miles=10"
        }
        page = Page(client.post(address, {"who": "someone_close", "day": "tue"}))
        assert "See these on a map" not in page.links
        form = page.markup.partition(f'action="{MAP}"')[2].partition("</form>")[0]
        assert {'name="who" value="someone_close"', 'name="day" value="tue"'} <= set(
            re.findall(r'name="\w+" value="\w+"', form)
        )

    def test_what_says_nothing_about_anybody_becomes_the_address(self, client, town):
        for address in (MAP, DATA):
            response = client.post(address, {"day": ["tue", "wed"], "miles": "10"})
            assert response.headers["Location"] == f"{address}?day=tue&day=wed&miles=10"

    def test_what_is_sensitive_is_in_no_address_and_posted_for_the_map_too(self, client, town):
        page = sound(client.post(MAP, {"who": "someone_close", "problem": "alcohol", "day": "tue"}), kept=False)
        addresses = [address for found in page.links.values() for address in found]
        assert not [address for address in addresses if "someone_close" in address or "problem" in address]
        assert f'action="{DATA}" method="post"' in page.markup
        assert f'<link rel="canonical" href="{MAP}?day=tue">' in page.markup
        assert "You marked: Tue, Someone close to me, Alcohol." in page.text

    def test_a_place_we_do_not_know_is_a_page_we_do_not_have(self, client, town):
        assert client.get("/near/nowhere-at-all/map/").status_code == 404
        assert client.get("/near/nowhere-at-all/map.json").status_code == 404

    def test_nothing_typed_by_a_list_is_trusted(self, client, town):
        name = "</script><script>alert(1)</script>"
        stamp(MeetingFactory(name=name, venue=VenueFactory(name=name)))
        assert name not in client.get(MAP).text

    def test_a_young_person_is_shown_no_place_of_a_grown_up_programme(self, client, town):
        kept, for_all = ProgrammeFactory(serves=["me", "young_person"]), ProgrammeFactory(serves=["young_person"])
        stamp(
            MeetingFactory(programme=kept, restricted_to=["young_people"], venue__name="Invented Youth Hall"),
            MeetingFactory(programme=kept, venue__name="Invented Grown Up Hall"),
            MeetingFactory(programme=for_all, venue__name="Invented School"),
        )
        for answer in (client.post(address, {"who": "young_person"}).content.decode() for address in (MAP, DATA)):
            assert "Invented Youth Hall" in answer
            assert "Invented School" in answer
            assert "Invented Grown Up Hall" not in answer
        assert client.post(MAP, {"who": "young_person"}).text.index("0800 1111") < len(client.get(MAP).text)

    def test_it_costs_the_same_however_many_there_are(self, town, costs_the_same):
        def add():
            stamp(*(MeetingFactory(programme=ProgrammeFactory()) for _ in range(5)))

        costs_the_same(MAP, add=add)
        costs_the_same(DATA, add=add)


class TestTheData:
    def test_it_is_kept_as_a_public_page_is(self, client, town):
        response = client.get(DATA)
        assert response.headers["Content-Type"] == "application/json"
        assert response.headers["Cache-Control"] == "public, max-age=60"
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")
        assert client.post(DATA, {"who": "me"}).headers["Cache-Control"] == "no-store"
        assert client.put(DATA).status_code == 405

    def test_its_places_are_those_of_the_list_in_its_order(self, client, town):
        places = client.get(DATA).json()["places"]
        assert [place["key"] for place in places] == keys(client.get(MAP))
        assert len({place["key"] for place in places}) == len(places) == 7  # nine meetings, of which two are online

    def test_every_place_has_the_same_fields_and_none_that_ranks(self, client, town):
        for place in client.get(DATA).json()["places"]:
            assert set(place) == FIELDS
            assert all(isinstance(value, float if name in {"lat", "lon"} else str) for name, value in place.items())

    def test_a_place_says_what_the_list_says(self, client, town):
        page = client.get(MAP).text
        for place in client.get(DATA).json()["places"]:
            item = page.partition(f'data-place="{place["key"]}"')[2].partition("</li>")[0]
            assert escape(place["when"]) in item
            assert escape(place["where"]) in item
            assert f'href="{place["link"]}"' in item

    @pytest.mark.parametrize(
        ("precision", "said"),
        [("given", "where its list says"), ("postcode", "middle of its postcode"), ("sector", "about there")],
    )
    def test_a_pin_says_how_exactly_its_place_is_known(self, client, town, precision, said):
        stamp(MeetingFactory(venue=VenueFactory(name="Invented Rooms", precision=precision)))
        (place,) = [each for each in client.get(DATA).json()["places"] if "Invented Rooms" in each["where"]]
        assert said in place["how_exact"]

    def test_of_whoever_asks_it_holds_the_middle_of_their_cell_alone(self, client, town):
        place = client.get(f"{DATA}?lat=53.123456&lon=-2.654321&place=M1%201AE").json()["place"]
        assert place == {"label": "Invented Town", "miles": 5, "lat": 53.4835, "lon": -2.2312}

    def test_what_is_joined_from_afar_has_no_place(self, client, town):
        assert client.get(f"{DATA}?mode=online").json()["places"] == []

    def test_days_and_distance_are_those_that_were_asked(self, client, town):
        assert client.get(f"{DATA}?day=mon").json()["places"] == []
        assert client.get(f"{DATA}?day=tue").json()["places"] == client.get(DATA).json()["places"]
        stamp(MeetingFactory(venue=VenueFactory(name="Invented Far Hall", lat=53.6)))
        assert "Invented Far Hall" not in client.get(DATA).content.decode()
        assert "Invented Far Hall" in client.get(f"{DATA}?miles=10").content.decode()

    @pytest.mark.parametrize(
        "query",
        [
            "day=xyz&day=mon",
            "miles=1000000",
            "miles=nan",
            "after=99:99",
            "sort=best",
            "page=-4",
            "who=someone_close&problem=gambling",
            "%00=%FF&day=%00",
            "miles=" + "9" * 400,
            "callback=alert(1)",
        ],
    )
    def test_whatever_is_asked_is_answered(self, client, town, query):
        for address in (MAP, DATA):
            response = client.get(f"{address}?{query}")
            assert response.status_code == 200
            assert b"alert(1)" not in response.content
        assert client.get(f"{DATA}?{query}").json()["place"]["miles"] == 5

    def test_what_is_sensitive_is_answered_in_place_and_not_said_back(self, client, town):
        response = client.post(DATA, {"who": "someone_close", "problem": "alcohol"})
        assert response.status_code == 200
        assert [place["slug"] for place in response.json()["places"]] == ["family-groups"]
        assert "someone_close" not in response.text

    def test_the_ground_is_sectors_and_towns_round_about(self, client, small_geography, clock):
        ground = client.get("/near/m1-1/map.json?miles=5").json()["ground"]
        assert {code for _, _, code in ground["dots"]} == {"M1 1", "M1 2", "M1 9"}
        assert [name for _, _, name, _ in ground["names"]] == ["Manchester"]
        south, west, north, east = ground["box"]
        for lat, lon, *_ in ground["dots"] + ground["names"]:
            assert south <= lat <= north
            assert west <= lon <= east
        assert not POSTCODE.search(json.dumps(ground))

    def test_no_postcode_of_whoever_asks_and_no_finer_point_than_a_sectors_middle(self, client, small_geography, clock):
        ground = client.get("/near/m1-1/map.json?miles=5").json()
        assert ground["place"] == {
            "label": "M1 1",
            "miles": 5,
            "lat": round(geocoding.cell("m1-1").point.lat, 5),
            "lon": round(geocoding.cell("m1-1").point.lon, 5),
        }


class TestTooMany:
    def test_every_programme_keeps_a_place_and_what_is_left_out_is_said(self, client, many):
        data = client.get(DATA).json()
        assert len(data["places"]) == 12
        assert data["left_out"] == 10
        assert len({place["slug"] for place in data["places"]}) == 8
        page = Page(client.get(MAP))
        assert "22 places within 5 miles." in page.text
        assert "12 places are shown here and 10 are left out, of the kinds that have the most." in page.text
        assert "See every meeting" in page.links

    def test_list_and_map_leave_out_the_same(self, client, many):
        assert [place["key"] for place in client.get(DATA).json()["places"]] == keys(client.get(MAP))

    def test_nothing_is_said_where_nothing_is_left_out(self, client, town):
        assert "left out" not in client.get(MAP).text

    def test_with_as_many_as_there_may_be_both_stay_small(self, client, town):
        stamp(
            *(
                MeetingFactory(programme=programme, venue=VenueFactory(lat=53.45 + at / 1000, postcode="ZZ1 1ZZ"))
                for programme in [ProgrammeFactory() for _ in range(10)]
                for at in range(25)
            )
        )
        response = client.get(f"{MAP}?miles=25")
        sound(response)
        assert len(keys(response)) == maps.MOST_PLACES
        assert len(client.get(f"{DATA}?miles=25", headers={"accept-encoding": "gzip"}).content) < 32 * 1024


class TestTiles:
    @pytest.fixture
    def served(self, settings):
        settings.MAP_TILES = SERVER

    def policy(self, response):
        return dict(part.strip().partition(" ")[::2] for part in response.headers["Content-Security-Policy"].split(";"))

    def test_with_none_no_page_may_show_a_picture_of_another_host(self, client, town):
        for address in (MAP, DATA, OPTIONS, "/about/privacy/"):
            assert self.policy(client.get(address))["img-src"] == "'self'"
        assert "data-tiles" not in client.get(MAP).text
        assert "No other server is asked." in client.get("/about/privacy/").text
        assert "with one exception" not in client.get("/about/privacy/").text

    def test_that_one_host_may_be_shown_on_the_page_with_the_map_alone(self, client, town, served):
        for address in (OPTIONS, f"{OPTIONS}meetings/", DATA, "/", "/about/privacy/"):
            assert self.policy(client.get(address))["img-src"] == "'self'"
        here, elsewhere = self.policy(client.get(MAP)), self.policy(client.get(OPTIONS))
        assert here.pop("img-src") == "'self' https://tiles.example.org"
        assert here == {name: said for name, said in elsewhere.items() if name != "img-src"}
        assert self.policy(client.post(MAP, {"who": "me"}))["img-src"] == "'self' https://tiles.example.org"

    def test_the_page_says_so_before_anybody_asks_and_so_does_the_privacy_page(self, client, town, served):
        page = sound(client.get(MAP))
        assert "its pictures come from tiles.example.org, which then sees your internet address" in page.text
        assert page.text.index("tiles.example.org") < page.text.index("Show the map")
        assert "© An example’s map" in page.text
        privacy = Page(client.get("/about/privacy/")).text
        assert "its pictures come from tiles.example.org. That server then sees your internet address" in privacy
        assert "nothing from any other company" not in privacy


def test_the_ground_reaches_past_what_was_asked():
    assert maps.AROUND > 1
    assert maps.LEAST_GROUND > 1


def test_who_made_the_map_is_credited(client, db):
    text = Page(client.get("/about/sources/")).text
    assert "Leaflet" in text
    assert "BSD 2-Clause" in text


def test_the_address_of_the_data_carries_what_the_page_was_asked(client, town):
    page = client.get(f"{MAP}?day=tue&after=18:00&miles=10&sort=soonest&utm_source=a").text
    form = page.partition(f'action="{DATA}" method="get"')[2].partition("</form>")[0]
    carried = re.findall(r'name="(\w+)" value="([^"]*)"', form)
    canonical = re.search(r'rel="canonical" href="([^"]+)"', page)[1].replace("&amp;", "&")
    assert carried == parse_qsl(urlsplit(canonical).query)


def test_a_cell_in_a_country_with_nothing_in_it_has_a_map_of_nothing(client, clock, db):
    CellFactory(slug="invented-island")
    response = client.get("/near/invented-island/map/")
    assert response.status_code == 200
    assert client.get("/near/invented-island/map.json").json()["places"] == []
