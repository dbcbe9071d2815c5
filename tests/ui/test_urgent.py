import pytest
from django.template import engines

from directory.vocabulary import Nation
from mutualaid.ui.urgent import EVERYWHERE, every_line, for_families, urgent_help


def numbers(lines):
    return {line.number for line in lines}


@pytest.mark.parametrize("nation", [*Nation.values, "", "elsewhere"])
def test_every_panel_has_what_is_the_same_everywhere(nation):
    assert {"999", "116 123", "0800 1111"} <= numbers(urgent_help(nation).lines)


def test_there_is_no_111_in_northern_ireland():
    help_there = urgent_help(Nation.NORTHERN_IRELAND)
    assert "111" not in numbers(help_there.lines)
    assert "0808 808 8000" in numbers(help_there.lines)
    assert "111" not in help_there.withdrawal


@pytest.mark.parametrize("nation", ["england", "scotland", "wales"])
def test_111_is_offered_in_the_other_nations(nation):
    assert "111" in numbers(urgent_help(nation).lines)


def test_each_nation_has_its_own_line_on_abuse_and_the_whole_uk_has_all_four():
    own = [numbers(for_families(nation)) - {"0800 1111"} for nation in Nation.values]
    assert all(len(each) == 1 for each in own)
    assert set.union(*own) <= numbers(EVERYWHERE.lines)
    assert len(set.union(*own)) == 4


def test_every_number_shown_in_a_nation_is_among_those_to_be_checked():
    for nation in Nation.values:
        assert numbers(urgent_help(nation).lines) <= numbers(every_line())


def test_the_panel_says_what_must_not_be_stopped_suddenly():
    drawn = engines["django"].from_string('{% urgent_help "wales" %}').render({})
    assert "Urgent help in Wales" in drawn
    for words in ("Do not suddenly stop alcohol, benzodiazepines or GHB", "naloxone", "tel:116123"):
        assert words in drawn
