"""What every programme's text has to keep to, so that no programme is told better than another (parity, clause 9)."""

import datetime as dt
import re
from collections import Counter
from itertools import pairwise

import pytest

from directory import catalogue, catalogue_review, following, parity, verification
from directory.classification import Kind
from directory.models import Programme
from directory.places import Place, Point
from directory.search import Search
from directory.vocabulary import Approach, Who

ENTRIES = {entry.slug: entry for entry in catalogue.read()}
FIVE = {"alcoholics-anonymous", "narcotics-anonymous", "cocaine-anonymous", "smart-recovery", "al-anon"}

RANKS = re.compile(
    r"\b(best|better|leading|leader in|top|only|most|effective|proven|proved|unlike|largest|biggest|popular|success\w*"
    r"|premier|foremost|favourite|unique\w*|ideal|superior|recommend\w*|well.known|famous|trusted|powerful|world.class"
    r"|award.winning|evidence.based|science.based|scientific\w*|number one|main|major|traditional|alternative"
    r"|always works?|it works|really works?|guarantee\w*|excellent|outstanding|gold standard)\b",
    re.IGNORECASE,
)
# What an organisation asks of those who come, or offers them; none of it ranks.
ALLOWED = (
    *("the only requirement", "first names only", "a first name only", "you need only", "may only listen"),
    *("asks only that", "believe only that"),
)
ANYTHING_PERSONAL = re.compile(r"\b(?:07\d{3} ?\d{6}|[A-Z]\.|Mr|Mrs|Ms|Dr)\b")


def ranks(text):
    """The words in ``text`` that put one programme above another."""
    for allowed in ALLOWED:
        text = re.sub(allowed, "", text, flags=re.IGNORECASE)
    return RANKS.findall(text)


def said(entry, language="en"):
    """{line: its text without marks}"""
    return {line: catalogue.MARK.sub("", text) for line, text in entry.facts["text"][language].items()}


def programme(entry):
    return Programme(slug=entry.slug, **entry.facts)


every = pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)


def test_there_are_enough_and_the_five_everybody_names_are_among_them():
    assert len(ENTRIES) >= 22
    assert set(ENTRIES) >= FIVE


def test_every_family_has_a_programme():
    assert {entry.facts["approach"] for entry in ENTRIES.values()} == set(Approach)


def test_both_roles_and_young_people_are_served():
    assert {who for entry in ENTRIES.values() for who in entry.facts["serves"]} == set(Who)


def test_faiths_are_named_and_several():
    traditions = [entry.facts["tradition"] for entry in ENTRIES.values() if entry.facts["tradition"]]
    assert len(set(traditions)) >= 3


@every
def test_it_has_the_same_lines_as_every_other(entry):
    assert list(entry.facts["text"]["en"]) == list(catalogue.WORDS)


@every
def test_no_word_of_it_ranks(entry):
    found = {line: ranks(text) for line, text in said(entry).items()}
    assert not any(found.values()), {line: words for line, words in found.items() if words}


def test_ranking_is_seen_and_an_organisations_own_rule_is_not_taken_for_it():
    assert ranks("The leading and most effective way.") == ["leading", "most", "effective"]
    assert ranks("The only group that helps.") == ["only"]
    assert ranks("Unlike other groups, it is proven.") == ["Unlike", "proven"]
    assert ranks("The only requirement is that you want to stop. First names only.") == []


@every
def test_it_speaks_of_no_other_programme_but_its_own_kin(entry):
    kin = {
        "drug-addicts-anonymous": {"Alcoholics Anonymous"},  # the book it uses
        "calix-society": {"Alcoholics Anonymous"},  # whose members its own are
        "gamblers-anonymous": {"Gam-Anon"},
        "gam-anon": {"Gamblers Anonymous"},
        "alateen": {"Al-Anon"},
        "smart-family-and-friends": {"SMART"},
    }.get(entry.slug, set())
    text = " ".join(said(entry).values())
    for slug, other in ENTRIES.items():
        names = {other.facts["name"], other.facts["short_name"]} - {"", "MA", "FA", "CR", "RC", "MM"} - kin
        if slug != entry.slug:
            mine = {entry.facts["name"], entry.facts["short_name"], *entry.facts["also_known_as"]}
            assert not [name for name in names - mine if re.search(rf"\b{re.escape(name)}\b", text)], slug


@every
def test_its_sentences_are_short_enough_to_read_when_tired(entry):
    for line, text in said(entry).items():
        for sentence in re.split(r"(?<=[.!?])\s+", text):
            assert len(sentence.split()) <= 28, f"{line}: {sentence}"


@every
def test_each_line_is_whole_sentences_in_our_typography(entry):
    for line, text in said(entry).items():
        assert text[0].isupper(), line
        assert text.endswith((".", "”.")), line
        assert not re.search(r"['\"]|  |--|!", text), line


@every
def test_nobody_is_named(entry):
    assert not ANYTHING_PERSONAL.search(" ".join(said(entry).values()))


def test_they_are_told_alike_in_length_and_plainly_enough_for_a_child_of_ten():
    programmes = [programme(entry) for entry in ENTRIES.values()]
    lately = max(source["read_on"] for each in programmes for source in each.sources)
    assert catalogue_review.review(programmes, today=dt.date.fromisoformat(lately)).to_mend == ()


@every
def test_every_answer_has_a_source_or_owns_that_we_dont_know(entry):
    known = {source["id"] for source in entry.facts["sources"]}
    for question in catalogue.QUESTIONS:
        answer = entry.facts["text"]["en"][question]
        marks = set(catalogue.MARK.findall(answer))
        assert marks <= known, question
        assert marks or "e don’t know" in answer, question


@every
def test_the_stance_on_medicines_and_the_answer_stand_on_the_same_source(entry):
    facts = entry.facts
    if facts["medicines_source"]:
        (source,) = [source["id"] for source in facts["sources"] if source["title"] == facts["medicines_source"]]
        assert f"[{source}]" in facts["text"]["en"]["medicines"]
    if facts["medicines"] == Programme.Medicines.NOT_KNOWN:
        assert "e don’t know" in facts["text"]["en"]["medicines"]


@every
def test_free_or_not_known_is_said_alike_in_the_field_and_the_test(entry):
    if entry.facts["charges_no_fee"] == "yes":
        assert entry.facts["cost"] in {"free", "donations"}
    if entry.facts["cost"] == "not_known":
        assert entry.facts["charges_no_fee"] == "unknown"


@pytest.mark.django_db
def test_the_whole_catalogue_is_shown_and_what_nobody_has_checked_is_shown_as_not_checked(now):
    verification.set_catalogue(list(ENTRIES.values()), now=now)
    place = Place("Leeds", "leeds", Point(53.8, -1.55), "settlement", "england")
    options = parity.options(Search(place=place), directory=following.directory(), now=now)
    serving = {slug for slug, entry in ENTRIES.items() if "england" in (entry.facts["nations"] or ["england"])}
    assert Counter(option.slug for option in options.every) == Counter(serving)
    for option in options.every:
        ways = ENTRIES[option.slug].facts["ways_in"]
        if not any("checked_on" in way for way in ways):
            assert option.not_checked, option.slug
            assert option.contact.checked_on is None, option.slug


@every
def test_it_has_a_site_and_each_way_in_once(entry):
    ways = [(way["kind"], way["value"]) for way in entry.facts["ways_in"]]
    assert "site" in dict(ways)
    assert max(Counter(ways).values()) == 1


@every
def test_we_claim_no_list_before_any_import(entry):
    assert set(entry.facts["listing"].values()) == {"none"}


@every
def test_its_class_is_one_the_standard_shows(entry):
    assert programme(entry).kind is not Kind.OUTSIDE_STANDARD


def test_rotation_keys_say_nothing_about_names():
    keys = [entry.facts["rotation_key"] for _, entry in sorted(ENTRIES.items())]
    assert len(set(keys)) == len(keys)
    ups = sum(one < next_one for one, next_one in pairwise(keys))
    assert len(keys) / 4 < ups < len(keys) * 3 / 4  # neither rising nor falling with the alphabet


def test_smart_leaves_open_who_runs_it():
    smart = programme(ENTRIES["smart-recovery"])
    assert (smart.run_by, smart.run_by_members) == ("members", "unknown")
    assert smart.kind is Kind.NOT_FULLY_CHECKED


def test_recovery_communities_are_run_by_recovery_organisations():
    communities = [programme(entry) for entry in ENTRIES.values() if entry.facts["approach"] == Approach.COMMUNITY]
    assert communities
    assert {each.kind for each in communities} == {Kind.RECOVERY_COMMUNITY}


def test_groups_run_by_staff_are_of_a_service():
    groups = [programme(entry) for entry in ENTRIES.values() if entry.facts["approach"] == Approach.STAFF]
    assert {each.kind for each in groups} == {Kind.STAFF_RUN}
