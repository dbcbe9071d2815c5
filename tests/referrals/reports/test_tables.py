import datetime as dt

import pytest

from referrals.reports.counting import FLAGS
from referrals.reports.disclosure import BELOW_5, is_safe
from referrals.reports.figures import HIDDEN, Figures
from referrals.reports.measures import BY_KEY, CELLS, relations
from referrals.reports.periods import Year
from referrals.reports.release import OfService
from referrals.reports.tables import tables
from tests.referrals.reports import samples

ORDER = ["headline", "cascade", "beside", "not_known", "families", "ways", "trend", "settings", "services"]


def by_key(report):
    return {table.key: table for table in tables(report)}


def column(table, name):
    at = [each.name for each in table.columns].index(name)
    return [row.cells[at] for row in table.rows]


def test_they_stand_in_the_order_of_the_page():
    assert [table.key for table in tables(samples.of_area())] == [*ORDER, "limits", "elsewhere"]
    assert [table.key for table in tables(samples.of_service())] == ORDER[:7]


@pytest.mark.parametrize("report", [samples.of_area(), samples.of_service(), samples.empty_area()])
def test_every_row_fills_its_columns_and_is_defined(report):
    for table in tables(report):
        for row in table.rows:
            assert len(row.cells) == len(table.columns), table.key
            assert row.means in BY_KEY or table.key in {"limits", "elsewhere"}, table.key
            assert not row.behind or row.behind in FLAGS, row.behind
            assert all(isinstance(cell, int | str | None) for cell in row.cells), table.key


def test_the_invented_numbers_could_have_been_printed():
    cells = dict.fromkeys(CELLS, 0) | samples.MAIN
    assert is_safe(cells, relations(cells), BELOW_5)


def test_the_headline_is_everybody_in_six_parts():
    headline = by_key(samples.of_area())["headline"]
    assert column(headline, "People") == [95, 25, 60, 15, 35, 10]
    assert sum(column(headline, "People")) == 240
    assert column(headline, "Share") == [40, 10, 25, 6, 15, 4]
    assert headline.caption == "Of about 240 people introduced: been to a meeting at least twice"


def test_the_cascade_says_what_is_not_known_only_where_it_can_be():
    rows = {row.cells[0]: row.cells[1:] for row in by_key(samples.of_area())["cascade"].rows}
    assert rows["In treatment, where known"] == (290, None, None, None, None, None)
    assert rows["Introduced"] == (240, None, None, None, None, None)
    assert rows["Informed"] == (220, None, 92, 87, 95, None)
    assert rows["Been once"] == (120, 110, 50, 43, 57, 96)
    assert rows["Connected"] == (95, 135, 40, 33, 46, 96)
    assert rows["Still going at 12 weeks"] == (65, 145, 27, 21, 34, 88)
    assert rows["Intensive referral"] == (15, None, 6, 3, 11, None)
    assert rows["Involved"] == (40, 190, 17, 12, 22, 96)


def test_a_year_says_nothing_of_who_is_in_treatment():
    rows = by_key(samples.of_area(period=Year(dt.date(2025, 4, 1))))["cascade"].rows
    assert rows[0].cells[0] == "Introduced"


def test_a_number_in_treatment_that_nobody_told_is_not_known():
    report = samples.of_area(main=Figures({"introduced": 20}, 5))
    assert by_key(report)["cascade"].rows[0].cells[:2] == ("In treatment, where known", "Not known")


def test_nothing_but_the_mark_is_shown_of_an_empty_area():
    for table in tables(samples.empty_area()):
        for row in table.rows:
            assert set(row.cells[1:]) <= {HIDDEN, None, "Not known"}, (table.key, row)


def test_a_services_own_nought_is_a_nought():
    shown = by_key(samples.of_service())
    assert column(shown["headline"], "People") == [1, 0, 0, 0, 0, 0]
    assert column(shown["headline"], "Share") == [100, 0, 0, 0, 0, 0]
    assert by_key(samples.of_service({}))["headline"].rows[0].cells == ("Been at least twice", 0, None)


def test_a_part_above_its_whole_is_all_of_it():
    """Each number is rounded for itself, and sums of such numbers drift apart."""
    numbers = {"introduced": 20, "planned": 25, "once": 20, "connected": 25, "once_not_asked": 10}
    headline = by_key(samples.of_area(main=Figures(numbers, 5)))["headline"]
    assert column(headline, "Share") == [100, HIDDEN, 50, HIDDEN, HIDDEN, HIDDEN]


def test_families_are_a_to_z_and_all_of_them():
    names = column(by_key(samples.of_area())["families"], "Kind of group")
    assert names == sorted(names)
    assert len(names) == 12


def test_what_got_in_the_way_is_sorted_by_size_then_a_to_z():
    ways = by_key(samples.of_area())["ways"]
    assert [row.cells for row in ways.rows][:5] == [
        ("Nerves", 25),
        ("Travel", 20),
        ("Work", 15),
        ("Didn’t fancy it", 10),
        ("It wasn’t on", 10),
    ]
    assert column(ways, "People")[-5:] == [HIDDEN] * 5
    assert column(ways, "What got in the way")[-5:] == sorted(column(ways, "What got in the way")[-5:])


def test_services_are_a_to_z_and_say_how_each_reads():
    rows = [(row.cells[0], row.cells[1], row.cells[-1]) for row in by_key(samples.of_area())["services"].rows]
    assert rows == [
        ("Hillfoot", "A", "Within limits"),
        ("Market Street", None, "Cannot be compared: of over 25% nobody asked"),
        ("Moorland", None, "Under 20 people: own trend only"),
        ("Northgate", "B", "Within limits"),
        ("Quayside", "C", "Within limits"),
    ]


def test_too_few_services_have_no_limits_and_no_letters():
    shown = by_key(samples.of_area(elsewhere=()))
    assert "limits" not in shown
    assert column(shown["services"], "Letter") == [None] * 5
    assert shown["services"].rows[0].cells[-1] == "Too few services to compare it with"


def test_the_twenty_seventh_service_has_a_letter_of_its_own():
    many = tuple(OfService(f"Service {number:02}", samples.connected(40, 15), True) for number in range(28))
    letters = column(by_key(samples.of_area(services=many))["services"], "Letter")
    assert letters[:2] == ["A", "B"]
    assert letters[25:] == ["Z", "A2", "B2"]
