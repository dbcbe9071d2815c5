import logging

import pytest
from django.db import DatabaseError, connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.geocoding import PlaceAmbiguous, PlaceUnknown, cell, forget, locate, nearest_cell, postcode_point
from directory.models import Cell

pytestmark = pytest.mark.django_db
ANY_DATABASE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.fixture(autouse=True)
def _loaded(small_geography):
    return small_geography


def near(place, lat, lon):
    return place.point.lat == pytest.approx(lat, abs=1e-5) and place.point.lon == pytest.approx(lon, abs=1e-5)


@pytest.mark.parametrize("text", ["M1 1AE", "m11ae", " M1  1ae ", "M1-1AE", "MI 1AE", "M1 IAE", "m1.1ae"])
def test_a_full_postcode_is_exact_and_its_address_is_its_sector(text):
    place = locate(text)
    assert (place.label, place.cell, place.precision) == ("M1 1", "m1-1", "postcode")
    assert (place.nation, place.authority) == ("england", "E08000003")
    assert near(place, 53.483471, -2.231184)


def test_a_postcode_in_a_small_sector_is_exact_and_its_address_is_its_outcode():
    place = locate("M1 9WU")
    assert (place.label, place.cell, place.precision) == ("M1", "m1", "postcode")


@pytest.mark.parametrize(
    ("text", "label", "precision", "nation"),
    [
        ("BT1 5GS", "BT1 5", "postcode", "northern_ireland"),
        ("EH1 1YZ", "EH1 1", "postcode", "scotland"),
        ("CF10 3NP", "CF10 3", "postcode", "wales"),
        ("1 Example Street, Leeds LS1 4AP", "LS1 4", "postcode", "england"),
        ("M1 1ZZ", "M1 1", "sector", "england"),
        ("M1 1", "M1 1", "sector", "england"),
        ("M1 1A", "M1 1", "sector", "england"),
        ("M1 8AA", "M1", "outcode", "england"),
        ("M1", "M1", "outcode", "england"),
        ("m1", "M1", "outcode", "england"),
        ("Leeds", "Leeds", "settlement", "england"),
        ("caerdydd", "Cardiff", "settlement", "wales"),
        ("st. alban's", "St Albans", "settlement", "england"),
        ("Newport, Gwent", "Newport (Gwent)", "settlement", "wales"),
    ],
)
def test_what_is_not_exact_says_so(text, label, precision, nation):
    place = locate(text)
    assert (place.label, place.precision, place.nation) == (label, precision, nation)


def test_belfast_is_placed_by_the_irish_grid():
    assert near(locate("BT1 5GS"), 54.596639, -5.930077)


def test_without_a_space_an_outcode_that_exists_wins_and_one_that_does_not_is_a_sector():
    assert locate("LS1").label == "LS1"
    assert locate("LS14").label == "LS1 4"  # the small edition has no LS14


@pytest.mark.parametrize(
    ("text", "first", "many"),
    [("Newport", "Newport (Gwent)", 6), ("Newcastle", "Newcastle upon Tyne", 3), ("Ashford", "Ashford (Kent)", 2)],
)
def test_a_name_that_several_have_is_asked_about(text, first, many):
    with pytest.raises(PlaceAmbiguous, match="Choose the place you meant") as raised:
        locate(text)
    candidates = raised.value.candidates
    assert candidates[0].label == first
    assert len({place.label for place in candidates}) == len(candidates) == many


@pytest.mark.parametrize(("text", "meant"), [("Manchestre", "manchester"), ("Ledes", "leeds"), ("Edinb", "edinburgh")])
def test_a_slip_or_a_beginning_is_asked_about_even_when_only_one_place_is_near(text, meant):
    with pytest.raises(PlaceAmbiguous) as raised:
        locate(text)
    assert [place.cell for place in raised.value.candidates] == [meant]


def test_a_district_in_parts_offers_its_parts():
    with pytest.raises(PlaceAmbiguous, match="SW1 has several parts") as raised:
        locate("SW1")
    assert [place.cell for place in raised.value.candidates] == ["sw1a"]


@pytest.mark.parametrize("text", ["IM1 1AA", "JE2 3AB", "gy11aa", "GY1", "Jersey", "isle of man", "Guernsey", "Sark"])
def test_the_islands_are_told_where_to_look(text):
    with pytest.raises(PlaceUnknown, match=r"United Kingdom only.*the programme’s own site"):
        locate(text)


def test_an_island_name_that_we_have_too_is_asked_about_with_both_said():
    with pytest.raises(PlaceAmbiguous, match="Isle of Man") as raised:
        locate("Douglas")
    assert [place.cell for place in raised.value.candidates] == ["douglas"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "\0",
        "Leeds\0",
        "🙂",
        "x" * 81,
        "ZZ1 1ZZ",
        "zz",
        "'; DROP TABLE directory_cell; --",
        "%",
        "../../etc",
        "٣,٣",
    ],
)
def test_what_is_not_a_place_is_answered_with_a_sentence_that_helps(text):
    with pytest.raises(PlaceUnknown) as raised:
        locate(text)
    sentence = str(raised.value)
    assert "Enter a postcode, like M1 1AE, or a town." in sentence or "or enter a town." in sentence
    assert text.strip() == "" or text not in sentence


@ANY_DATABASE
@given(st.text(max_size=90))
def test_whatever_is_typed_is_a_place_or_candidates_or_a_sentence(text):
    candidates, sentence = _answered(text)
    assert candidates or sentence.endswith(".")
    for place in candidates:
        assert cell(place.cell).label == place.label


def _answered(text):
    try:
        return (locate(text),), ""
    except PlaceAmbiguous as error:
        return error.candidates, str(error)
    except PlaceUnknown as error:
        return (), str(error)


def test_coordinates_keep_the_point_and_find_the_nearest_cell():
    for text in ("53.4834,-2.2312", "53.4834, -2.2312", "53.4834 -2.2312"):
        place = locate(text)
        assert (place.cell, place.precision, place.is_exact) == ("m1-1", "point", True)
        assert (place.point.lat, place.point.lon) == (53.4834, -2.2312)


@pytest.mark.parametrize(
    ("lat", "lon"), [(48.85, 2.35), (53.35, -6.26), (50.95, 1.86), (90.0, 0.0), (float("nan"), 0.0)]
)
def test_a_point_that_is_not_in_the_united_kingdom_is_refused(lat, lon):
    with pytest.raises(PlaceUnknown, match="That point is"):
        nearest_cell(lat, lon)


def test_a_point_far_from_the_middle_of_a_sector_must_be_near_one_of_its_postcodes():
    assert nearest_cell(53.59, -2.2312).precision == "point"  # 12 km north
    with pytest.raises(PlaceUnknown, match="not near any place"):
        nearest_cell(53.66, -2.2312)  # 20 km north


@ANY_DATABASE
@given(st.sampled_from(["m1-1", "ls1-4", "eh1-1", "cf10-3", "bt1-5", "sw1a-1"]))
def test_the_middle_of_a_sector_is_nearest_to_itself(slug):
    middle = cell(slug).point
    assert nearest_cell(middle.lat, middle.lon).cell == slug


def test_every_cell_has_its_address():
    for row in Cell.objects.all():
        assert (cell(row.slug).label, cell(row.slug).precision) == (row.label, row.kind)


@pytest.mark.parametrize("slug", ["m1-9", "nowhere", "", "M1-1", "m1 1", "m1-1ae", "m1\0", "x" * 81, "-"])
def test_an_address_that_is_no_cell_is_unknown(slug):
    with pytest.raises(PlaceUnknown):
        cell(slug)


def test_an_importer_is_told_how_exactly_a_postcode_is_known():
    assert postcode_point("M1 1AE").precision == "postcode"
    assert postcode_point("m1 1zz").precision == "sector"
    assert postcode_point("M1 8ZZ").precision == "outcode"


@pytest.mark.parametrize("text", ["", "M1", "Leeds", "M1 1", "ZZ9 9ZZ", "IM1 1AA", "\0", "x" * 1000])
def test_an_importer_is_told_when_a_postcode_is_not_one_we_know(text):
    with pytest.raises(PlaceUnknown):
        postcode_point(text)


@pytest.mark.parametrize(
    ("text", "at_most"), [("M1 1AE", 1), ("M1", 1), ("M1 1ZZ", 1), ("Leeds", 1), ("53.48,-2.23", 1)]
)
def test_a_second_look_costs_one_query(django_assert_max_num_queries, text, at_most):
    locate("Leeds"), locate("53.48,-2.23"), locate("M1")
    with django_assert_max_num_queries(at_most):
        locate(text)


def test_while_the_database_cannot_be_reached_the_cells_in_memory_answer(monkeypatch):
    known = cell("m1-1")

    def unreachable(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", unreachable)
    assert cell("m1-1") == known
    forget()
    with pytest.raises(DatabaseError):
        cell("m1-1")


def test_nothing_typed_is_logged(caplog):
    caplog.set_level(logging.DEBUG)
    for text in ("M1 1AE", "Leeds", "Nowhere-in-particular", "Newport", "53.4834,-2.2312"):
        _answered(text)
    ours = [record for record in caplog.records if not record.name.startswith("django.db")]
    assert [record.getMessage() for record in ours] == []


def test_without_an_edition_the_reason_is_said(small_geography):
    small_geography.delete()
    for text in ("M1 1AE", "Leeds", "53.48,-2.23"):
        with pytest.raises(PlaceUnknown, match="no map of places yet"):
            locate(text)
