import dataclasses
import datetime as dt

import pytest

from directory import catalogue, catalogue_review
from directory.catalogue_review import Unknown, Unverified, from_files, review
from directory.freshness import FRESH_FOR
from tests.directory.programme_files import keyed, write
from tests.factories import ProgrammeFactory

READ, CHECKED = dt.date(2026, 11, 1), dt.date(2026, 11, 2)  # the days in the smallest file
TODAY = dt.date(2026, 11, 24)
SITE, PHONE = "https://example.org/fellowship", "0808 157 0123"


@pytest.fixture
def one(tmp_path):
    """Review a folder of one programme, the smallest with something altered."""

    def reviewed(*changes, today=TODAY):
        write(tmp_path, "one", keyed(1), *changes)
        return review(from_files(tmp_path), today=today)

    return reviewed


def fields(found):
    return {unknown.field for unknown in found.unknown}


def test_what_a_file_does_not_know_is_named_as_the_file_names_it(one):
    found = one(('stance = "no_view"', 'stance = "not_known"'), ('source = "leaflet"', 'source = ""'))
    assert Unknown("one", "Invented Fellowship", "tests.values_experience") in found.unknown
    assert fields(found) >= {"tests.values_experience", "medicines.stance", "text.en.kept_private"}
    assert not fields(found) & {"tests.same_problem", "cost", "text.en.believe", "text.en.summary"}


def test_what_is_known_is_not_listed(one):
    known = [('kept_private = "We don’t know."', 'kept_private = "Names. [leaflet]"')]
    known += [('values_experience = "unknown"', 'values_experience = "yes"')]
    assert not fields(one(*known)) & {"tests.values_experience", "text.en.kept_private"}


def test_a_cost_and_the_points_of_the_standard_may_be_unknown(one):
    assert "cost" in fields(
        one(('cost = "donations"', 'cost = "not_known"'), ('_no_fee = "yes"', '_no_fee = "unknown"'))
    )
    assert fields(one()) >= {"standard.under_18s", "standard.safeguarding"}
    assert "standard.recruits" not in fields(one())


def test_a_policy_for_under_18s_is_not_asked_for_where_none_come(one):
    assert "standard.safeguarding" not in fields(one(('under_18s = "unknown"', 'under_18s = "no [leaflet]"')))


def test_a_language_without_a_text_is_missing_as_a_whole(one):
    assert "text.cy" in fields(one())


def test_a_way_in_nobody_has_checked_is_listed_and_one_checked_lately_is_not(one):
    assert one().ways_in == (Unverified("one", "Invented Fellowship", "site", SITE, None),)


@pytest.mark.parametrize(("days", "listed"), [(0, False), (1, True)])
def test_a_check_holds_for_six_months(one, days, listed):
    found = one(today=CHECKED + FRESH_FOR + dt.timedelta(days))
    assert (Unverified("one", "Invented Fellowship", "phone", PHONE, CHECKED) in found.ways_in) is listed


@pytest.mark.parametrize(("days", "mend"), [(365, False), (366, True)])
def test_a_source_is_to_be_read_again_after_a_year(one, days, mend):
    found = one(today=READ + dt.timedelta(days))
    assert [source.last for source in found.sources] == [READ] * mend
    assert [sentence.startswith("Read https://example.org/leaflet again for one") for sentence in found.to_mend] == [
        True
    ] * mend


def test_the_unverified_stand_oldest_first_and_never_before_all(tmp_path):
    write(tmp_path, "one", keyed(1))
    write(tmp_path, "two", keyed(2), ("read_on = 2026-11-01", "read_on = 2024-02-29"))
    found = review(from_files(tmp_path), today=dt.date(2028, 1, 1))
    assert [(one.slug, one.what, one.last) for one in found.unverified] == [
        ("one", "site", None),
        ("two", "site", None),
        ("two", "source", dt.date(2024, 2, 29)),
        ("one", "source", READ),
        ("one", "phone", CHECKED),
        ("two", "phone", CHECKED),
    ]


def test_a_spread_names_the_programmes_at_its_ends(tmp_path):
    for number, summary in enumerate(("People talk.", "People meet and talk.", "People meet and talk a little."), 1):
        write(tmp_path, f"p{number}", keyed(number), ("People meet and talk.", summary))
    spread = next(
        each for each in review(from_files(tmp_path), today=TODAY).spreads if each.of == "letters in the summary"
    )
    assert dataclasses.astuple(spread) == ("letters in the summary", 12, 21, 30, "p1", "p3")


@pytest.mark.parametrize(("letters", "mend"), [(42, False), (43, True)])
def test_a_summary_more_than_twice_another_is_to_be_mended(tmp_path, letters, mend):
    write(tmp_path, "short", keyed(1))  # its summary has 21 letters
    write(tmp_path, "long", keyed(2), ("People meet and talk.", "Sit. " * 7 + "So " + "a" * (letters - 39) + "."))
    to_mend = review(from_files(tmp_path), today=TODAY).to_mend
    assert [sentence.startswith(f"Bring long ({letters}) and short (21) nearer") for sentence in to_mend] == [
        True
    ] * mend


def test_answers_are_measured_without_the_marks_of_their_sources(one):
    measured = {spread.of: spread.most for spread in one().spreads}
    said = ("Yes.", "No.", "No.", "It takes no view.", "Nothing.", "Its members.", "We don’t know.")
    assert measured["letters in the seven answers"] == sum(map(len, said))


def test_a_text_too_hard_for_a_child_of_ten_is_to_be_mended(one):
    hard = "Organisations facilitate confidential conversations concerning problematic consumption behaviours."
    (sentence,) = one(("People meet and talk.", f"{hard} {hard}")).to_mend
    assert sentence.startswith("Make one plainer")
    assert one().to_mend == ()


def test_programmes_of_the_database_are_reviewed_as_files_are(db):
    programme = ProgrammeFactory(
        values_experience="unknown", sources=[], text={"en": dict.fromkeys(catalogue.WORDS, "Yes.")}
    )
    found = review([programme], today=TODAY)
    assert found.programmes == 1
    assert Unknown(programme.slug, programme.name, "tests.values_experience") in found.unknown


def test_nothing_has_nothing_to_review():
    found = review([], today=TODAY)
    assert (found.programmes, found.unverified, found.spreads, found.to_mend) == (0, (), (), ())


def test_a_faulty_file_is_refused_before_any_review(tmp_path):
    write(tmp_path, "one", ('cost = "donations"', 'cost = "dear"'))
    with pytest.raises(catalogue.CatalogueRefused, match="cost"):
        catalogue_review.from_files(tmp_path)
