"""The sheet to take away: every option once, in the order of the page, and nothing that says who took it."""

import datetime as dt
import io
import re
from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pypdf import PdfReader

from directory.catalogue_review import from_files
from directory.models import Programme
from directory.options import Band
from directory.parity import options
from directory.reading_age import reading_age
from directory.search import Search
from directory.views import easy_read, sheet
from directory.vocabulary import Approach, Nation
from mutualaid.ui import pdf, urgent
from mutualaid.ui.pace import Pace
from tests.conftest import NOW
from tests.directory.test_parity import MANCHESTER, meets
from tests.directory.views.checklist import POSTCODE, Page, sound
from tests.directory.worlds import directories, directory_of, moments, searches
from tests.factories import CellFactory, ClosureFactory, MeetingFactory, ProgrammeFactory, VenueFactory, stamp

NEAR = "/near/invented-town/"
ADDRESS, PDF = f"{NEAR}sheet/", f"{NEAR}sheet.pdf"
EVERY_LAYOUT = pytest.mark.parametrize("layout", sheet.LAYOUTS)
OF_WHAT_IT_IS = re.compile(r"addict|alcohol|drug|recover|gambl|group|mutual|sober|treatment|help", re.IGNORECASE)


@pytest.fixture
def makes_pdfs():
    if not pdf.can_be_made():
        pytest.skip("WeasyPrint’s libraries are not here: Debian has them in libpango-1.0-0 and libpangoft2-1.0-0")


@pytest.fixture
def town(db, time_machine, now):
    """An invented town with an option of every family, in every band."""
    time_machine.move_to(now, tick=False)
    place = CellFactory(slug="invented-town", label="Invented Town")
    meetings = []
    for at, approach in enumerate(Approach.values):
        programme = ProgrammeFactory(name=f"Invented kind {chr(65 + at)}", approach=approach)
        if at % 3:
            meetings.append(MeetingFactory(programme=programme, online=at % 3 == 1, name=f"Secret name {at}"))
    stamp(*meetings)
    return place


def pages(found, layout):
    """The sheet as markup, as the PDF is made of it."""
    told = sheet.told(found, layout) | {"frame": "layouts/paper.html"}
    return render_to_string("directory/sheet.html", told, RequestFactory().get("/"))


def slugs(told):
    return [
        entry.slug for entries in (told["reachable"], *(band["entries"] for band in told["bands"])) for entry in entries
    ]


def in_order(found):
    """The options as the page has them, band after band and block after block."""
    return [*found.reachable, *found.online, *found.not_near, *found.community, *found.staff, *found.family]


def read(response):
    assert response.headers["Content-Type"] == "application/pdf", response.content[:300]
    return PdfReader(io.BytesIO(response.content))


def words_of(reader):
    """All that it says, however its lines are broken."""
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in reader.pages))


# --- The same options, in the same order ----------------------------------


@given(directories(), searches, moments, st.sampled_from(list(sheet.LAYOUTS)))
def test_every_option_once_in_the_order_of_the_page(directory, search, now, layout):
    found = options(search, directory=directory, now=now)
    told = sheet.told(found, layout)
    assert slugs(told) == [option.slug for option in in_order(found)]
    assert sorted(slugs(told)) == sorted(option.slug for option in found.every)
    assert len(told["lines"]) == len(found.range)


@hypothesis_settings(max_examples=25)
@given(directories(), searches, moments, st.sampled_from(list(sheet.LAYOUTS)))
def test_the_template_adds_nothing_and_drops_nothing(directory, search, now, layout):
    found = options(search, directory=directory, now=now)
    markup = pages(found, layout)
    named = re.findall(r'class="entry__name">([^<]+)<', markup)
    assert named == [option.name for option in in_order(found)]
    assert "Treatment where you are" in markup
    assert "Never change your prescription because of a meeting." in markup
    for line in urgent.urgent_help(search.place.nation).lines:
        assert line.number in markup


@given(directories(), searches, moments)
def test_no_time_is_said_from_where_somebody_reads_it(directory, search, now):
    """Tonight is another night tomorrow."""
    found = options(search, directory=directory, now=now)
    for layout in sheet.LAYOUTS:
        told = sheet.told(found, layout)
        said = " ".join([str(told["lines"]), str(told["reachable"]), str(told["bands"])])
        assert not re.search(r"tonight|today|tomorrow|yesterday|\bago\b", said, re.IGNORECASE)


@given(directories(), searches, moments)
def test_all_have_one_form(directory, search, now):
    """Equal form (parity, clause 9): where something is told of one option it is told of the next."""
    found = options(replace(search), directory=directory, now=now)
    entries = {entry.slug: entry for entry in slugs_and_entries(sheet.told(found, ""))}
    for option in found.every:
        entry = entries[option.slug]
        assert entry.kind
        assert entry.where
        assert bool(entry.when) is (option.band is not Band.NOT_NEAR and has_way(option))
        if option.listing == "none":
            assert "hold its list" in entry.known + entry.where or option.paused or not option.known_in_uk
        else:
            assert re.search(r"whole list|part of list", entry.known, re.IGNORECASE)


def slugs_and_entries(told):
    return [entry for entries in (told["reachable"], *(band["entries"] for band in told["bands"])) for entry in entries]


def has_way(option):
    return (option.online if option.band is Band.ONLINE else option.nearest) is not None


def test_a_hall_is_given_with_its_postcode_and_a_long_name_is_cut():
    programme = ProgrammeFactory.build()
    row = meets(programme, 1)
    listed = [replace(row, venue_name="Invented " * 20, postcode="ZZ1 1ZZ")]
    found = options(Search(place=MANCHESTER), directory=directory_of([programme], listed), now=NOW)
    (entry,) = sheet.told(found, "")["reachable"]
    assert re.fullmatch(r"about \S+ miles?, .{1,48}…?, ZZ1 1ZZ", entry.where)


@EVERY_LAYOUT
def test_one_that_is_nearer_for_some_people_only_is_named_second_and_labelled(layout):
    programme = ProgrammeFactory.build(name="Invented kind")
    nearer = replace(meets(programme, 2, point=MANCHESTER.point, restricted_to=("women",)), venue_name="Women’s Hall")
    found = options(
        Search(place=MANCHESTER), directory=directory_of([programme], [meets(programme, 1), nearer]), now=NOW
    )
    markup = pages(found, layout)
    assert "women only" in markup
    assert markup.index("Invented Hall 1") < markup.index("women only") < markup.index("Women’s Hall")


# --- What it says of itself, and of nobody --------------------------------


@pytest.mark.django_db
class TestThePage:
    @EVERY_LAYOUT
    def test_it_is_a_sound_page_with_a_title_that_says_nothing(self, client, town, layout):
        page = sound(client.get(ADDRESS, {"layout": layout}))
        assert page.titled == "Local information, 24 November 2026 - Every option"
        assert not OF_WHAT_IT_IS.search(page.titled)
        assert "Made on 24 November 2026." in page.text
        assert "Look again by 8 December 2026: times change." in page.text
        assert "Somebody you can ring" in page.text

    @EVERY_LAYOUT
    def test_it_names_what_the_page_names(self, client, town, layout):
        markup = client.get(ADDRESS, {"layout": layout}).content.decode()
        for name in Programme.objects.values_list("name", flat=True):
            assert len(re.findall(rf'class="entry__name">{name}<', markup)) == 1

    @EVERY_LAYOUT
    def test_no_link_no_passcode_no_note_and_no_telephone_of_a_member_is_on_it(self, client, town, layout):
        told = {
            "join_url": "https://example.org/join?pwd=passcode123",
            "private_notes": "a private note",
            "notes": "passcode 998877",
        }
        online = ProgrammeFactory(name="Invented online")
        stamp(MeetingFactory(programme=online, online=True, **told))
        markup = client.get(ADDRESS, {"layout": layout}).content.decode()
        assert "Invented online" in markup
        for secret in ("passcode123", "example.org/join", "a private note", "998877"):
            assert secret not in markup

    def test_it_is_the_same_whoever_is_signed_in(self, client, town, editor):
        before = client.get(ADDRESS).content
        client.force_login(editor)
        after = client.get(ADDRESS).content
        assert after == before
        assert editor.name.encode() not in after

    def test_what_is_asked_in_the_address_is_as_on_the_page(self, client, town):
        page = Page(client.get(f"{ADDRESS}?day=tue&miles=10&utm_source=a"))
        assert "within 10 miles" in page.text
        assert re.search("as you asked", page.text, re.IGNORECASE)
        assert page.links["Back to every option"] == {f"{NEAR}?day=tue&miles=10"}
        assert page.links["Large print"] == {f"{ADDRESS}?layout=large&day=tue&miles=10"}
        assert f'<link rel="canonical" href="{ADDRESS}?day=tue&amp;miles=10">' in page.markup

    def test_what_is_sensitive_is_answered_in_place_and_carried_by_forms(self, client, town):
        posted = {"who": "someone_close", "problem": "alcohol", "day": "tue", "layout": "large"}
        response = client.post(ADDRESS, posted)
        page = sound(response, kept=False)
        addresses = {address for found in page.links.values() for address in found}
        assert not [address for address in addresses if "someone_close" in address or "alcohol" in address]
        assert 'name="who" value="someone_close"' in page.markup
        assert 'name="layout" value="easy"' in page.markup
        assert "Someone close" not in page.text
        assert "sheet--large" in page.markup

    @pytest.mark.parametrize("address", [ADDRESS, PDF])
    def test_what_is_not_sensitive_becomes_the_address(self, client, town, address):
        response = client.post(address, {"day": "tue", "layout": "easy"})
        assert response.headers["Location"] == f"{address}?layout=easy&day=tue"

    def test_who_it_is_for_is_not_believed_from_an_address(self, client, town):
        assert client.get(f"{ADDRESS}?who=someone_close").content.count(b"entry__name") == len(Approach.values)

    def test_a_young_persons_lines_stand_first(self, client, town):
        markup = client.post(ADDRESS, {"who": "young_person"}).content.decode()
        article = markup[markup.index("<article") :]
        assert article.index("0800 1111") < article.index("The whole range")

    @pytest.mark.parametrize("nation", Nation.values)
    def test_the_numbers_are_the_nations(self, client, town, nation):
        CellFactory(slug="invented-north", nation=nation)
        markup = client.get("/near/invented-north/sheet/").content.decode()
        article = markup[markup.index("<article") :]
        for line in urgent.urgent_help(nation).lines:
            assert line.number in article
        assert ("choose 2" in article) is (nation in {"england", "wales"})

    def test_the_code_and_the_link_lead_to_the_place_and_to_nothing_that_was_asked(self, client, town, settings):
        settings.SITE_ADDRESS = "https://directory.example.org"
        markup = client.get(f"{ADDRESS}?day=tue&miles=10").content.decode()
        where = "https://directory.example.org/near/invented-town/"
        assert f"QR code that leads to {where}" in markup
        assert ">directory.example.org/near/invented-town<" in markup
        drawn = re.search(r'<path fill="#000" d="([^"]+)"', markup)[1]
        assert drawn == sheet.qr_code(where).path

    def test_it_is_one_press_from_the_page_with_what_was_asked(self, client, town):
        page = Page(client.get(f"{NEAR}?day=tue"))
        assert page.links["Print or save a sheet"] == {f"{ADDRESS}?day=tue"}
        posted = client.post(NEAR, {"who": "me"}).content.decode()
        assert f'action="{ADDRESS}" method="post"' in posted

    def test_a_change_that_is_known_brings_the_day_to_look_again_nearer(self, client, town):
        meeting = MeetingFactory(venue=VenueFactory())
        ClosureFactory(venue=meeting.venue, first_on=dt.date(2026, 12, 1))
        stamp(meeting)
        assert "Look again by 1 December 2026" in client.get(ADDRESS).content.decode()

    @pytest.mark.parametrize("address", ["/near/nowhere-at-all/sheet/", "/near/nowhere-at-all/sheet.pdf"])
    def test_a_place_we_do_not_know_is_a_page_that_helps(self, client, town, address):
        response = client.get(address)
        assert response.status_code == 404
        assert "Town or postcode" in sound(response, kept=False).text

    @pytest.mark.parametrize(
        "query", ["layout=huge", "layout=%00", "layout=large&layout=easy", "day=xyz", "miles=-1", "%FF=a"]
    )
    def test_what_makes_no_sense_is_answered_all_the_same(self, client, town, query):
        assert client.get(f"{ADDRESS}?{query}").status_code == 200
        assert client.post(ADDRESS, {"who": "me", "layout": query}).status_code == 200

    def test_no_other_method_is_taken(self, client, town):
        assert client.put(ADDRESS).status_code == client.delete(PDF).status_code == 405

    def test_nothing_typed_by_a_list_is_trusted(self, client, town):
        name = "<script>alert(1)</script>"
        stamp(MeetingFactory(name=name, venue=VenueFactory(name=name)))
        for layout in sheet.LAYOUTS:
            assert name not in client.get(ADDRESS, {"layout": layout}).content.decode()

    def test_it_costs_the_same_however_many_there_are(self, town, costs_the_same):
        costs_the_same(ADDRESS, add=lambda: stamp(*(MeetingFactory(programme=ProgrammeFactory()) for _ in range(5))))

    @pytest.mark.parametrize("demo", [True, False])
    def test_the_demonstration_says_so_on_paper_too(self, town, settings, demo, now):
        settings.DEMO = demo
        found = options(Search(place=MANCHESTER), directory=directory_of([ProgrammeFactory.build()]), now=now)
        assert ("Demonstration:" in pages(found, "")) is demo


# --- The PDF --------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.usefixtures("makes_pdfs")
class TestThePdf:
    @EVERY_LAYOUT
    def test_it_says_all_of_it_and_nothing_of_what_it_is(self, client, town, layout):
        response = client.get(PDF, {"layout": layout})
        assert response.headers["Content-Disposition"] == 'inline; filename="information.pdf"'
        assert response.headers["Cache-Control"] == "public, max-age=60"
        assert not response.cookies
        reader = read(response)
        assert reader.metadata.title == "Local information, 24 November 2026"
        assert not OF_WHAT_IT_IS.search(" ".join(map(str, reader.metadata.values())))
        said = words_of(reader)
        for name in Programme.objects.values_list("name", flat=True):
            assert said.count(name.replace(" ", "")) == 1
        assert "Lookagainby8December2026" in said
        assert "0800" in said

    def test_it_is_two_sides(self, client, town):
        assert len(read(client.get(PDF)).pages) == 2

    def test_what_is_sensitive_is_answered_in_place_and_kept_by_nobody(self, client, town):
        response = client.post(PDF, {"who": "someone_close", "problem": "alcohol"})
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Content-Disposition"] == 'inline; filename="information.pdf"'
        reader = read(response)
        assert not re.search("someone_close|alcohol", " ".join(map(str, reader.metadata.values())))
        assert not POSTCODE.search(str(reader.metadata))

    def test_after_many_from_one_address_it_is_the_page_to_print_with_a_sentence(self, client, town, monkeypatch):
        monkeypatch.setattr(sheet, "PACE", Pace(1, dt.timedelta(minutes=10)))
        assert client.get(PDF).status_code == 200
        response = client.get(PDF)
        assert response.status_code == 429
        page = sound(response, kept=False)
        assert "Print this page instead, or wait ten minutes." in page.text
        assert "Invented kind A" in page.text
        assert client.get(PDF, REMOTE_ADDR="192.0.2.7").status_code == 200
        assert client.get(ADDRESS).status_code == 200  # to read is never refused

    def test_one_that_could_not_be_made_is_the_page_to_print_with_a_sentence(self, client, town, monkeypatch):
        monkeypatch.setattr(pdf, "LARGEST", 10)
        response = client.get(PDF)
        assert response.status_code == 503
        assert "Print this page instead, or try again in a minute." in sound(response, kept=False).text


@pytest.mark.django_db
def test_where_none_can_be_made_the_page_says_so_and_is_there_to_print(client, town, monkeypatch):
    monkeypatch.setattr(pdf, "can_be_made", lambda: False)
    for address in (ADDRESS, PDF):
        page = sound(client.get(address))
        assert "This site cannot make the PDF itself." in page.text
        assert "Take it as a PDF" not in page.links
        assert "Invented kind A" in page.text


# --- Easy Read ------------------------------------------------------------


def test_a_child_of_nine_can_read_what_is_said_of_every_option_of_the_catalogue():
    """Names of programmes and of what they are for are theirs; the rest is ours."""
    programmes = from_files()
    listed = [
        meets(programme, at, mode="online" if at % 2 else "in_person") for at, programme in enumerate(programmes[::2])
    ]
    found = options(Search(place=MANCHESTER), directory=directory_of(programmes, listed), now=NOW)
    entries = easy_read.entries(found.every, of=found)
    for entry in entries:
        said = [line.sentence for line in entry.lines if not line.sentence.startswith(("It is for ", "Look at "))]
        assert reading_age(" ".join(said)) <= 9, (entry.name, said)
    sentences = {line.sentence for entry in entries for line in entry.lines}
    assert max(len(sentence.split()) for sentence in sentences if not sentence.startswith("It is for ")) <= 14


@pytest.mark.parametrize("nation", Nation.values)
def test_what_stands_round_the_options_is_as_easy(nation):
    place = replace(MANCHESTER, nation=nation)
    markup = pages(options(Search(place=place), directory=directory_of([]), now=NOW), "easy")
    article = markup[markup.index("<article") : markup.index("</article>")]
    paragraphs = [re.sub(r"<[^>]+>|\s+", " ", each).strip() for each in re.findall(r"<p\b.*?</p>", article, re.DOTALL)]
    ours = [said for said in paragraphs if not re.search(r"localhost|benzodiazepines", said)]
    assert len(ours) > 15
    assert reading_age(" ".join(said if said.endswith(".") else f"{said}." for said in ours)) <= 9


def test_every_line_has_a_drawing_that_is_there():
    for approach in Approach.values:
        assert easy_read.APPROACHES[approach]
    drawings = {line.drawing for line in (easy_read.Said(name, "") for name in ("people", "clock", "place", "look"))}
    for drawing in drawings | {easy_read.Said(name, "").drawing for name in ("phone", "screen")}:
        assert render_to_string(drawing).startswith("<svg")


def test_the_addresses_are_those_promised():
    assert reverse("directory:sheet", args=["leeds"]) == "/near/leeds/sheet/"
    assert reverse("directory:sheet_pdf", args=["leeds"]) == "/near/leeds/sheet.pdf"
