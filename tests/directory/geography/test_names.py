"""Every name leads to its settlement, and every Welsh town's Welsh name is here."""

from collections import Counter, defaultdict

import pytest

from directory.geography import names, settlements
from directory.geography.settlements import Gazetteer, fold
from directory.places import LocalName

ALL = {each.slug: each for each in settlements.read()}
GAZETTEER = Gazetteer(ALL.values())
# Written alike in both languages, or in English with nothing but an accent or a hyphen less.
ALIKE = {
    "abercanaid",
    "abercynon",
    "abergele",
    "abertridwr",
    "aberystwyth",
    "bangor-gwynedd",
    "beddau",
    "bedwas",
    "brymbo",
    "brynna",
    "caernarfon",
    "clydach",
    "coedpoeth",
    "cwmafan",
    "deganwy",
    "dinas-powys",
    "gelligaer",
    "gorseinon",
    "hengoed",
    "hirwaun",
    "llandudno",
    "llanelli",
    "llanharan",
    "llantrisant",
    "maesteg",
    "penarth",
    "pencoed",
    "pentre",
    "pontarddulais",
    "pontypridd",
    "prestatyn",
    "rhosllannerchrugog",
    "tonypandy",
    "tonyrefail",
    "tredegar",
    "treharris",
    "ystalyfera",
}


def slugs(text):
    return [each.slug for each in GAZETTEER.find(text).settlements]


def test_every_name_finds_its_settlement_with_accents_and_without():
    for slug, found in names.by_slug().items():
        for each in found:
            assert slug in slugs(each.name), each
            assert slug in slugs(fold(each.name)), each


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("Caerdydd", "cardiff"),
        ("ABERTAWE", "swansea"),
        ("casnewydd", "newport-gwent"),
        ("trefdraeth", "newport-pembrokeshire"),
        ("pont-y-pwl", "pontypool"),
        ("Pont y pŵl", "pontypool"),
        ("dun eideann", "edinburgh"),
        ("Dùn Èideann", "edinburgh"),
        ("Inbhir Nis", "inverness"),
        ("a'mhanachainn", "beauly"),
        ("Béal Feirste", "belfast"),
        ("Cardiff / Caerdydd", "cardiff"),
        ("Newport Casnewydd", "newport-gwent"),
    ],
)
def test_a_name_that_one_place_has_is_sure_or_offered_first(typed, slug):
    assert slugs(typed)[0] == slug


def test_a_name_that_is_another_place_s_too_is_asked_about():
    found = GAZETTEER.find("Llansawel")
    assert not found.is_sure
    assert {each.slug for each in found.settlements} == {"briton-ferry", "llansawel"}


def test_the_first_of_a_language_is_the_one_shown():
    assert names.shown("dundee") == (LocalName("gd", "Dùn Dè"),)
    assert names.shown("edinburgh") == (LocalName("cy", "Caeredin"), LocalName("gd", "Dùn Èideann"))
    assert names.shown("leeds") == ()
    for slug in names.by_slug():
        assert max(Counter(each.language for each in names.shown(slug)).values()) == 1


# --- The list itself --------------------------------------------------------


def test_every_row_is_a_settlement_we_have_in_a_language_of_its_nation():
    nations = defaultdict(set)
    for slug, found in names.by_slug().items():
        for each in found:
            nations[each.language].add(ALL[slug].nation)
            assert each.name == each.name.strip() != ALL[slug].name
    assert nations.pop("cy") == {"wales", "england", "scotland"}
    assert nations == {"gd": {"scotland"}, "ga": {"northern_ireland"}}


def test_every_row_is_there_once_and_says_what_it_rests_on():
    heading, titles, *rows = names.FILE.read_text(encoding="utf-8").splitlines()
    assert heading.startswith("# ")
    assert titles == "slug,language,name,source"
    assert len(set(rows)) == len(rows) >= 350
    assert {row.rsplit(",", 1)[1] for row in rows} == {"GeoNames", "general use"}


def test_every_welsh_town_of_five_thousand_has_its_welsh_name_unless_it_is_the_same():
    towns = {each.slug for each in ALL.values() if each.nation == "wales" and each.population >= 5000}
    have = {slug for slug, found in names.by_slug().items() if any(each.language == "cy" for each in found)}
    assert sorted(towns - have - ALIKE) == []
    assert sorted(ALIKE & have) == []


def test_every_scottish_city_and_the_towns_of_the_highlands_and_islands_have_their_gaelic_name():
    wanted = "aberdeen dundee dunfermline edinburgh glasgow inverness perth stirling stornoway portree oban thurso tain"
    wanted += " fort-william wick-highland nairn ullapool dingwall mallaig kyle-of-lochalsh tobermory campbeltown lairg"
    for slug in wanted.split():
        assert any(each.language == "gd" for each in names.of(slug)), slug
