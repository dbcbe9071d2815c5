import pytest

from directory.importers.listed import When
from directory.told import tell


def told(**facts):
    return tell(**{"key": "1", "source": "list", "programme": "invented-steps", "name": "Lamp", "when": [], **facts})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lamp", "The Lamp Group"),
        ("Lamp", "Tuesday Night Lamp Meeting"),
        ("Lamp", "Invented Steps – Lamp"),
        ("Lamp", "I.S. Lamp"),
        ("Lamp & Lantern", "lamp and lantern"),
        ("St. Anne’s", "Saint Annes"),
    ],
)
def test_one_name_is_known_in_many_forms(one, other):
    assert told(name=one).words == told(name=other).words


def test_a_name_of_nothing_else_is_left_as_it_is():
    assert told(name="Tuesday Meeting").words == "tuesday meeting"


def test_another_programme_s_name_is_part_of_a_name():
    assert told(name="Tools Lamp").words == "tools lamp"


def test_it_does_not_matter_where_a_list_puts_the_street():
    one = told(venue="St. Anne's Church", address="55 Example Street")
    assert one.place == told(venue="", address="St Annes Church, 55 Example St").place


def test_a_postcode_is_known_without_its_space():
    assert told(postcode="m1 1ae").postcode == told(postcode="M11AE").postcode == "M11AE"


def test_a_room_is_known_without_its_passcode():
    one = told(join_url="https://www.example.org/j/123/?pwd=secret")
    assert one.joining == told(join_url="http://example.org/j/123").joining == {"example.org/j/123"}


def test_a_number_is_known_from_home_and_abroad():
    assert told(phone="01632 960014").joining == told(phone="+44 1632 960014").joining == {"1632960014"}


def test_a_link_that_is_none_is_nowhere():
    assert told(join_url="https://[").joining == frozenset()


@pytest.mark.parametrize(
    ("facts", "languages"),
    [
        ({"name": "Lamp (Persian speaking)"}, {"farsi"}),
        ({"language": "Polish"}, {"polish"}),
        ({"language": "English"}, set()),
        ({}, set()),
    ],
)
def test_a_language_is_heard_in_its_name_and_where_it_is_stated(facts, languages):
    assert told(**facts).languages == languages


def test_whom_it_is_for_is_heard_in_its_name_and_where_it_is_stated():
    assert told(name="Lamp Women’s").audiences == told(restricted_to=["women"]).audiences == {"women"}
    assert told(name="Lamp Beginners").for_newcomers


@pytest.mark.parametrize("facts", [{"address": "1 Example Street"}, {"postcode": "M1 1AE"}])
def test_it_is_somewhere_when_its_list_says_so(facts):
    assert told(**facts).has_place
    assert not told(join_url="https://example.org/j/1").has_place


def test_when_it_meets_is_kept_as_told():
    times = [When(weekday, None) for weekday in (2, 4)]
    assert told(when=times).when == tuple(times)
