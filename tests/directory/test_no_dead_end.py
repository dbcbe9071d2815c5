"""Three thousand cells of the whole country: every one is answered with every kind, and every kind leads somewhere."""

import io
import re
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils.html import escape

from directory import catalogue, following, geocoding, verification
from directory.classification import Kind
from directory.geography import loading
from directory.models import Cell
from directory.parity import options
from directory.search import DISTANCES, Search
from directory.views.nothing_near import nothing_near
from directory.views.rows import row
from directory.vocabulary import Nation
from directory.widening import A_CHOICE
from mutualaid.ui import words
from tests.conftest import NOW
from tests.directory.views.checklist import Page
from tests.geography_edition import taken_back

pytestmark = [pytest.mark.realdata, pytest.mark.django_db]

MAPPING = Path(__file__).parent.parent.parent / "docs" / "mappings" / "uk-listing.toml"
CELLS = 3000
RENDERED = 30


@pytest.fixture(scope="module")
def country(real_data, django_db_setup, django_db_blocker):
    """Every place, every kind in the catalogue, and the meetings of three of them."""
    with taken_back(django_db_blocker):
        loading.load(now=NOW)
        verification.set_catalogue(catalogue.read(), now=NOW)
        listing = real_data / "meetings" / "uk-listing-2026-08-05.csv"
        how = ["--format", "spreadsheet", "--file", str(listing), "--mapping", str(MAPPING)]
        call_command("import_meetings", "uk", *how, stdout=io.StringIO())
        following.forget()
        yield following.directory()
    following.forget()


@pytest.fixture
def cells(country):
    """Spread evenly over the table: sectors, outcodes and settlements of all four nations."""
    slugs = list(Cell.objects.order_by("kind", "slug").values_list("slug", flat=True))
    chosen = slugs[:: len(slugs) // CELLS][:CELLS]
    assert len(chosen) == CELLS
    return [geocoding.cell(slug) for slug in chosen]


def leads_somewhere(option):
    """A meeting to go to or to join, a number, or a site."""
    return bool(
        (option.nearest and option.nearest.miles is not None)
        or option.online
        or (option.contact and (option.contact.phone or option.contact.site))
    )


def test_no_cell_is_a_dead_end(country, cells):
    within = [each for each in country.programmes.values() if each.kind is not Kind.OUTSIDE_STANDARD]
    due = {
        nation: {each.slug for each in within if not each.nations or nation in each.nations} for nation in Nation.values
    }
    seen = Counter()
    for place in cells:
        found = options(Search(place=place, widens=True), directory=country, now=NOW)
        assert {option.slug for option in found.every} == due[place.nation], place.cell
        assert len(found.every) == len(due[place.nation]), place.cell
        for option in found.every:
            assert leads_somewhere(option), (place.cell, option.slug)
            assert option.nearest is None or option.nearest.miles is not None, (place.cell, option.slug)
        families = {option.approach for option in found.reachable}
        if len(families) < A_CHOICE and found.search.miles < DISTANCES[-1]:
            # It stopped before the end only where going on would reach no more.
            farther = Search(place=place, miles=DISTANCES[-1])
            more = {option.approach for option in options(farther, directory=country, now=NOW).reachable}
            assert more == families, place.cell
        instead = nothing_near(found)
        assert (instead is None) is bool(found.reachable), place.cell
        if instead:
            assert instead.joined, place.cell
        assert found.reachable or found.search.miles == DISTANCES[-1], place.cell
        seen["widened" if found.is_widened else "usual"] += 1
        seen["nothing near" if instead else "near"] += 1
        seen[place.precision] += 1
        seen[place.nation] += 1
    # The walk met every case, or it proved little.
    assert min(seen[each] for each in ("widened", "usual", "nothing near", "near")) > 0, seen
    assert min(seen[each] for each in (*Nation.values, "sector", "settlement")) > 0, seen


def test_the_pages_of_some_of_them_lead_on(client, country, cells, time_machine):
    time_machine.move_to(NOW, tick=False)

    def found_from(place):
        return options(Search(place=place, widens=True), directory=country, now=NOW)

    remote = [place for place in cells if not found_from(place).reachable]
    for place in [*cells[:: CELLS // RENDERED][: RENDERED - 5], *remote[:5]]:
        found = found_from(place)
        response = client.get(f"/near/{place.cell}/")
        assert response.status_code == 200, place.cell
        page = Page(response)
        text = " ".join(page.text.split())
        for option in found.every:
            assert re.search(rf">{re.escape(escape(option.name))}</a></h3>", page.markup), (place.cell, option.slug)
        assert ("so this looks within" in text) is found.is_widened, place.cell
        assert ("Nothing near enough?" in text) is (not found.reachable), place.cell
        meetings = Page(client.get(f"/near/{place.cell}/meetings/"))
        lines = re.findall(r'href="/meetings/', meetings.markup)
        assert lines, place.cell  # near, or joined from where they are


def test_every_kind_that_meets_in_person_says_how_far_wherever_one_looks_from(country, cells):
    for place in cells[::20]:
        found = options(Search(place=place, widens=True), directory=country, now=NOW)
        for option in found.every:
            if option.nearest:
                said = row(option, of=found)
                distance = words.miles(option.nearest.miles, exact=True)
                assert distance in " ".join((said.where, *said.more)), (place.cell, option.slug)
