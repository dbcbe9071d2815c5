import pytest

from directory.importers import places
from directory.importers.places import GeographyMissing
from tests.directory.importers.sheets import POSTCODES, geography

pytestmark = pytest.mark.django_db


def test_without_geography_nothing_is_guessed():
    with pytest.raises(GeographyMissing, match="load_geography"):
        places.postal(["M1 1AE"])


def test_postcodes_are_found_each_as_exactly_as_can_be():
    geography()
    found = places.postal(["M1 1AE", "M1 1ZZ", "M1 9AA", "M1", "ZZ9 9ZZ", "24NU", "", "CH1 1AB", "BT1 1AA"])
    lat, lon, authority = POSTCODES["M1 1"]["AE"]
    exact = found["M1 1AE"]
    assert (exact.point.lat, exact.point.lon) == pytest.approx((lat, lon))
    assert (exact.precision, exact.nation, exact.authority) == ("postcode", "england", authority)
    assert found["M1 1ZZ"].precision == "sector"
    assert found["M1 9AA"].precision == found["M1"].precision == "outcode"
    assert found["BT1 1AA"].nation == "northern_ireland"
    assert set(found) == {"M1 1AE", "M1 1ZZ", "M1 9AA", "M1", "CH1 1AB", "BT1 1AA"}


def test_the_nation_is_the_postcodes_own_where_a_sector_straddles_the_border():
    geography()
    found = places.postal(["CH1 1AA", "CH1 1AB"])
    assert (found["CH1 1AA"].nation, found["CH1 1AB"].nation) == ("england", "wales")


def test_o_for_nought_is_read_as_it_was_meant():
    geography()
    assert places.postal(["MI 1AE"])["MI 1AE"].precision == "postcode"


def test_an_outcode_with_a_digit_too_many_is_not_taken_for_a_sector():
    geography()
    assert places.postal(["M11"]) == {}


def test_thousands_are_asked_in_few_queries(django_assert_max_num_queries):
    geography()
    many = [f"M{outcode} {digit}A{letter}" for outcode in range(1, 60) for digit in range(10) for letter in "ABDE"]
    with django_assert_max_num_queries(20):
        places.postal(many)
