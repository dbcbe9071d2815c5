import csv
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from directory.geography import authorities, settlements
from directory.geography.postcodes import OUTCODE
from directory.geography.settlements import Gazetteer, fold

ALL = settlements.read()
GAZETTEER = Gazetteer(ALL)
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def slugs(text):
    return [each.slug for each in GAZETTEER.find(text).settlements]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("King’s Lynn", "kings lynn"),
        ("St. Albans", "st albans"),
        ("SAINT ALBANS", "st albans"),
        ("Stoke-on-Trent", "stoke on trent"),
        ("Dùn Èideann", "dun eideann"),
        ("  Newport (Gwent) ", "newport gwent"),
        ("Brighton & Hove", "brighton and hove"),
        ("🙂", ""),
    ],
)
def test_names_are_folded_as_people_type_them(text, folded):
    assert fold(text) == folded


@given(st.text(max_size=80))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=80))
def test_whatever_is_typed_is_answered_with_few_candidates(text):
    found = GAZETTEER.find(text)
    assert len(found.settlements) <= settlements.MOST_CANDIDATES
    assert len(set(found.settlements)) == len(found.settlements)


@given(st.sampled_from(ALL))
def test_a_name_in_full_always_leads_to_its_place(settlement):
    assert settlement in GAZETTEER.find(settlement.label).settlements
    assert (
        settlement
        in GAZETTEER.find(f"{settlement.name}, {authorities.by_code()[settlement.authority].area}").settlements
    )


@given(st.sampled_from([each for each in ALL if len(each.name) >= 7]), st.data())
def test_one_slip_of_the_finger_is_offered_never_taken(settlement, data):
    name = fold(settlement.name)
    at = data.draw(st.integers(0, len(name) - 2))
    slip = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    found = GAZETTEER.find(slip)
    if not found.is_exact:
        assert found.settlements
        nearest = min(OSA.distance(slip, other) for each in found.settlements for other in GAZETTEER.by_name
                      if each in GAZETTEER.by_name[other])  # fmt: skip
        assert nearest <= 1 or any(other.startswith(slip) for other in GAZETTEER.by_name)


@pytest.mark.parametrize(
    "name", ["Leeds", "London", "manchester", "Hull", "Caerdydd", "Abertawe", "Londonderry", "Glaschu"]
)
def test_a_name_one_place_has_is_sure(name):
    assert GAZETTEER.find(name).is_sure


def test_a_name_six_places_have_gives_all_six_the_largest_first():
    found = GAZETTEER.find("Newport")
    assert found.is_exact
    assert not found.is_sure
    assert slugs("Newport")[:2] == ["newport-gwent", "newport-isle-of-wight"]
    assert len(slugs("Newport")) == 6


def test_newcastle_is_asked_about_though_one_place_has_exactly_that_name():
    assert slugs("Newcastle") == ["newcastle-upon-tyne", "newcastle-under-lyme", "newcastle"]


@pytest.mark.parametrize(
    "text", ["Leeds, West Yorkshire", "leeds england", "Newport, Gwent", "Newport (Isle of Wight)"]
)
def test_a_county_or_nation_after_the_name_settles_it(text):
    assert GAZETTEER.find(text).is_sure


def test_a_beginning_is_offered_but_never_taken():
    found = GAZETTEER.find("Amblesid")
    assert [each.slug for each in found.settlements] == ["ambleside"]
    assert not found.is_sure


def test_a_slip_is_offered_beside_beginnings():
    assert slugs("Leds")[0] == "leeds"
    assert slugs("Manchestre") == ["manchester"]


@pytest.mark.parametrize("text", ["", "x", "zz", "qqqqqqqq", "'; drop table directory_cell; --"])
def test_what_is_near_nothing_has_no_candidates(text):
    assert slugs(text) == []


# --- The table itself -----------------------------------------------------


def test_the_table_is_small_and_credited():
    assert settlements.FILE.stat().st_size < 400 * 1024
    assert "GeoNames (geonames.org), CC BY 4.0" in settlements.FILE.read_text(encoding="utf-8").splitlines()[0]


def test_addresses_are_distinct_and_never_look_like_a_postcode():
    repeated = [slug for slug, times in Counter(each.slug for each in ALL).items() if times > 1]
    assert repeated == []
    for each in ALL:
        assert SLUG.fullmatch(each.slug), each.slug
        assert not OUTCODE.match(each.slug.upper()), each.slug


def test_labels_are_distinct_and_begin_with_the_name():
    assert [label for label, times in Counter(each.label for each in ALL).items() if times > 1] == []
    assert all(each.label.startswith(each.name) for each in ALL)


def test_every_place_is_in_the_united_kingdom_with_an_authority_we_name():
    for each in ALL:
        assert 49 <= each.lat <= 61.5, each.slug
        assert -9 <= each.lon <= 2.5, each.slug
        assert each.authority in authorities.by_code(), each.slug


def test_other_names_lead_somewhere_else_than_the_name_itself():
    assert [each.slug for each in ALL if fold(each.name) in each.other_names] == []


def test_every_authority_is_named_once_in_all_four_nations():
    known = authorities.by_code()
    assert len(known) == 361
    assert Counter(code[0] for code in known) == {"E": 296, "S": 32, "W": 22, "N": 11}
    assert len({each.name for each in known.values()}) == 361


@pytest.mark.realdata
def test_places_agree_with_the_other_list_on_where_they_are(real_data):
    with (real_data / "geo" / "places_gb.csv").open(encoding="utf-8") as file:
        theirs = {(row["name"], round(float(row["lat"]), 2)) for row in csv.DictReader(file)}
    ours = [(each.name, round(each.lat, 2)) for each in ALL]
    assert sum(each in theirs for each in ours) / len(ours) > 0.97
