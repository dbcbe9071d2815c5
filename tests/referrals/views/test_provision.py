"""What is within reach in an area: the drawing, the tables and the oracle say the same, and nothing that we
don’t hold is a gap."""

import datetime as dt
import re
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from directory import areas, following
from directory.coverage import Week
from directory.models import Area, Holding, Sector
from referrals.provision import provision
from tests.conftest import NOW
from tests.directory.views.checklist import Page
from tests.factories import MeetingFactory, ProgrammeFactory, SourceFactory, VenueFactory
from tests.oracles import coverage as oracle
from tests.referrals.factories import CommissionFactory, ServiceFactory, WorkerFactory

MANCHESTER, LEEDS, CARDIFF = "E08000003", "E08000035", "W06000015"
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _loaded(small_geography):
    return small_geography


@pytest.fixture
def commissioner():
    return CommissionFactory(area_id=MANCHESTER).user


@pytest.fixture
def reading(client, commissioner):
    client.force_login(commissioner)
    return client


def where(code=MANCHESTER, query=""):
    return f"/reports/{code}/provision/{query}"


def meeting(programme, *, lat=53.4835, lon=-2.2312, authority=MANCHESTER, **facts):
    return MeetingFactory(programme=programme, venue=VenueFactory(lat=lat, lon=lon, authority=authority), **facts)


def hold(programme, extent="whole"):
    return Holding.objects.create(
        programme=programme, nation="england", source=SourceFactory(), extent=extent, as_of=NOW.date()
    )


@pytest.fixture
def town():
    """Two kinds in Manchester, one of them in Leeds too, and a third whose list nobody gave us."""
    steps = ProgrammeFactory(slug="lamp", name="Lamp", approach="twelve_step")
    tools = ProgrammeFactory(slug="lantern", name="Lantern", approach="tools")
    ProgrammeFactory(slug="candle", name="Candle", approach="buddhist")
    hold(steps)
    hold(tools, "part")
    meeting(steps, confirmed_at=NOW - 30 * DAY, confirmed_by="editor", step_free="yes", pattern__weekday=6)
    meeting(steps, step_free="no", language="Polish", restricted_to=["women"], pattern__starts_at=dt.time(11))
    meeting(tools, lat=53.4835 + 2 / 69, pattern__starts_at=dt.time(11))
    meeting(steps, lat=53.79, lon=-1.55, authority=LEEDS)


def part(response):
    """What the page says of what is within reach, as a tree: it is well-formed XML."""
    return ElementTree.fromstring(re.search(r'<section class="provision".*</section>', response.text, re.DOTALL)[0])


def said(element):
    return " ".join("".join(element.itertext()).split())


def figures(tree, caption):
    """The rows of the table of that caption, as text."""
    [table] = [each for each in tree.iter("table") if caption in said(each.find("caption"))]
    return [[said(cell) for cell in row] for row in table.find("tbody")]


def drawn(tree):
    """What the discs say, in order."""
    return [each.text for each in tree.iter("text") if "map__number" in each.get("class")]


def numbers(rows):
    """[code, number, …] of each row of a table of sectors."""
    return [[" ".join(row[0].split()[:2]), *map(int, row[1:])] for row in rows]


@pytest.mark.parametrize(
    "query", ["", "?days=weekday&part=daytime", "?days=weekend", "?part=evening", "?days=weekday&part=evening"]
)
def test_the_drawing_the_tables_and_the_oracle_say_the_same(reading, town, query):
    page = part(reading.get(where(query=query)))
    chosen = dict(each.split("=") for each in query.lstrip("?").split("&") if each)
    when = {"days": chosen.get("days", ""), "part": chosen.get("part", ""), "now": NOW}
    found = provision(Area.objects.get(pk=MANCHESTER), week=Week(), now=NOW)
    offered = [each.programme for each in found.coverage.lists]
    rows = following.directory().index.rows
    sectors = areas.ground(MANCHESTER).sectors
    lines = oracle.sector_lines(rows, offered, sectors, **when)
    times = numbers(figures(page, "part of the week"))
    assert numbers(figures(page, "we know of")) == [list(line[:4]) for line in lines]
    assert times == [[line[0], *line[4:]] for line in lines]
    assert drawn(page) == [str(line[2]) for line in lines]
    kinds = {row[0]: row[1:] for row in figures(page, "is each kind within reach")}
    for approach, name in (("twelve_step", "Steps and a sponsor"), ("tools", "Tools and techniques")):
        reached = [str(each) for each in oracle.sectors_with(rows, offered, sectors, approach, **when)]
        assert kinds[name] == (
            reached if approach == "twelve_step" or reached[2] != "0" else ["None in the part we hold"]
        )


def test_it_counts_meetings_by_what_is_stated(reading, town):
    page = part(reading.get(where()))
    assert "Of 3 meetings listed in the area, 1 were confirmed in the last 90 days" in said(page)
    [listed] = [each for each in page.iter("dl") if each.get("class") == "counts"]
    counts = {said(each.find("dt")): said(each.find("dd")) for each in listed}
    assert counts == {
        "Daytime": "2",
        "Step-free": "1 not stated 1",
        "Women’s": "1",
        "LGBT+": "0",
        "For families": "0",
        "Other languages": "1 (Polish 1), not stated 2",
    }


def test_a_programme_whose_list_is_not_held_is_never_a_gap(reading, town):
    page = part(reading.get(where()))
    kinds = {row[0]: row[1:] for row in figures(page, "is each kind within reach")}
    assert kinds["Buddhist-inspired"] == ["Not known: we hold no list"]
    held = {row[0]: row[1:] for row in figures(page, "Whose lists we hold")}
    assert held["Buddhist-inspired"] == ["None", "Not known"]
    programmes = {row[0]: row[1:] for row in figures(page, "Each programme")}
    assert programmes["Candle Buddhist-inspired"] == ["None", "Not known"]
    assert programmes["Lamp Steps and a sponsor"] == ["Whole", "1 of 2"]
    assert "counted nowhere and missing nowhere: Buddhist-inspired" in said(page)
    assert "is a gap in our data, not in the world." in said(page)
    assert "We hold no list of 1 of 3 programmes: its groups may well meet here." in said(page)


def test_what_we_hold_is_what_every_kind_of_groups_page_says(reading, client, town):
    held = {row[0].split()[0]: row[1] for row in figures(part(reading.get(where())), "Each programme")}
    told = {"Whole": "We hold its whole list", "Part": "We hold part of its list", "None": "We don’t hold its list"}
    everybody = Page(client.get("/programmes/?nation=england")).text
    assert set(held) == {"Candle", "Lamp", "Lantern"}
    for name, extent in held.items():
        assert f"{name} Mutual aid. {told[extent]}" in everybody


def test_an_area_of_one_sector(client):
    steps = ProgrammeFactory(approach="twelve_step")
    meeting(steps, lat=53.7967, lon=-1.5554, authority=LEEDS)
    hold(steps)
    client.force_login(CommissionFactory(area_id=LEEDS).user)
    page = part(client.get(where(LEEDS)))
    assert "Its one sector has 1 kind of group within “further” reach at any time of the week." in said(page)
    assert drawn(page) == ["1"]


def test_an_empty_area(client):
    Area.objects.create(code="E00000001", name="Invented", nation="england")
    client.force_login(CommissionFactory(area_id="E00000001").user)
    page = part(client.get(where("E00000001")))
    assert "We hold no postcodes of this area" in said(page)
    assert page.find(".//svg") is None
    assert "Of 0 meetings listed in the area" in said(page)


def test_an_area_of_another_nation_has_the_programmes_of_that_nation(client):
    for slug, nations in (("welsh", ["wales"]), ("english", ["england"]), ("british", [])):
        ProgrammeFactory(slug=slug, nations=nations)
    ProgrammeFactory(slug="gone", retired_at=NOW)
    ProgrammeFactory(slug="outside", charges_no_fee="no")
    client.force_login(CommissionFactory(area_id=CARDIFF).user)
    rows = figures(part(client.get(where(CARDIFF))), "Each programme")
    assert [row[0].split()[0] for row in rows] == ["British", "Welsh"]


def test_many_sectors_are_folded_and_each_is_in_the_table(reading, town):
    sector = Sector.objects.get(code="M1 1")
    for at in range(40):
        sector.pk, sector.code, sector.lat = None, f"M{at + 20} 1", sector.lat + 0.002
        sector.save()
    page = part(reading.get(where()))
    assert "All 42 sectors" in said(page)
    assert len(drawn(page)) == len(figures(page, "we know of")) == 42
    assert [row[2] for row in figures(page, "we know of")] == drawn(page)


def test_it_costs_the_same_however_many_meetings_and_sectors(reading, town, costs_the_same):
    costs_the_same(where(), add=lambda: [meeting(ProgrammeFactory(approach="faith")) for _ in range(5)])


def test_a_manager_reads_of_the_areas_their_services_work_in(client):
    service = ServiceFactory()
    service.areas.add(MANCHESTER)
    manager = WorkerFactory(service=service, service__role="manager")
    client.force_login(manager)
    assert client.get(where()).status_code == 200
    assert client.get(where(LEEDS)).status_code == 404
    assert where() in client.get("/reports/").text
    service.closed_on = NOW.date()
    service.save()
    assert client.get(where()).status_code == 404


def test_a_commissioner_reads_of_their_own_area_alone_and_while_they_answer_for_it(reading, commissioner):
    assert reading.get(where()).status_code == 200
    assert reading.get(where(LEEDS)).status_code == 404
    assert "/reports/E08000003/provision/" in reading.get("/reports/").text
    CommissionFactory(user=commissioner, area_id=LEEDS)
    assert reading.get("/reports/").text.count("/provision/") == 2
    commissioner.commissions.filter(area_id=MANCHESTER).update(ended_at=NOW)
    assert reading.get(where()).status_code == 404


@pytest.mark.parametrize("code", ["e08000003", "E99999999", "x", "E08000003%00", "E08000003%0a"])
def test_an_area_that_is_not_there_is_not_found(reading, code):
    assert reading.get(where(code)).status_code == 404


def test_nobody_else_reads_it(client):
    assert client.get(where()).status_code == 302
    keyworker = WorkerFactory(service=ServiceFactory())
    client.force_login(keyworker)
    assert client.get(where()).status_code == 404


def test_it_is_only_read(reading):
    assert reading.post(where()).status_code == 405


@pytest.mark.parametrize(
    "query", ["?days=never&part=", "?days[]=weekday", "?days=%00&part=%ff", "?utm_source=x", "?days=WEEKDAY"]
)
def test_what_it_does_not_know_asks_nothing(reading, town, query):
    assert Page(reading.get(where(query=query))).text == Page(reading.get(where())).text


def test_the_title_says_nothing_of_where(reading):
    assert "Manchester" not in Page(reading.get(where())).titled


def test_what_was_wanted_has_a_place_and_is_empty_unless_given(town):
    area = Area.objects.get(pk=MANCHESTER)
    without = render_to_string(
        "reports/_provision.html", {"provision": provision(area, week=Week(), now=timezone.now())}
    )
    assert "Wanted, couldn’t reach" not in without
    told = provision(area, week=Week(), now=timezone.now(), wanted="about 15 people <b>")
    page = render_to_string("reports/_provision.html", {"provision": told})
    assert re.search(r"Wanted, couldn’t reach:</b> about 15 people &lt;b&gt;", page)
