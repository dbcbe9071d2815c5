import pytest

from directory import areas
from directory.geography import units
from directory.models import GeographyEdition, Sector
from tests.geography_edition import KNOWN, Known, load, write

MANCHESTER, LEEDS = "E08000003", "E08000035"
pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(tmp_path):
    """The small edition, with these postcodes besides."""

    def more(*known):
        return load(write(tmp_path, (*KNOWN, *known))).edition

    return more


def codes(authority):
    return [sector.code for sector in areas.ground(authority).sectors]


def test_an_area_has_its_own_sectors_in_order_and_each_the_nearest_town(small_geography):
    assert codes(MANCHESTER) == ["M1 1", "M1 2"]
    assert {sector.name for sector in areas.ground(MANCHESTER).sectors} == {"Manchester"}
    assert codes(LEEDS) == ["LS1 4"]


def test_a_sector_of_a_few_postcodes_is_left_out_and_counted(small_geography):
    assert areas.ground(MANCHESTER).left_out == 1  # M1 9 has three
    assert areas.ground(LEEDS).left_out == 0


def test_an_area_we_know_nothing_of_is_empty(small_geography):
    assert areas.ground("E00000001") == areas.NOTHING


def test_before_any_geography_is_loaded_every_area_is_empty():
    assert areas.ground(MANCHESTER) == areas.NOTHING


def test_a_town_is_where_three_hundred_postcodes_are_within_a_mile_whoever_they_belong_to(loaded):
    # Four sectors of sixty within half a mile of LS1 4, one of them another authority's, and one far away.
    close = [
        Known(f"LS1 {digit}AA", 429363 + 200 * at, 433330, authority)
        for at, (digit, authority) in enumerate([(5, LEEDS), (6, LEEDS), (7, LEEDS), (8, "E08000036")])
    ]
    loaded(*close, Known("LS21 1AA", 420000, 445000, LEEDS))
    towns = {sector.code: sector.in_town for sector in areas.ground(LEEDS).sectors}
    assert towns == {"LS1 4": True, "LS1 5": True, "LS1 6": True, "LS1 7": True, "LS21 1": False}


def test_a_sector_that_has_ended_is_left_out_where_the_postcodes_say_so(small_geography):
    assert areas.ground(LEEDS).says_ended is False
    sector = Sector.objects.get(code="M1 2")
    packed = bytearray(sector.units)
    authorities = packed[1]
    start = 2 + 9 * authorities
    for at in range(start + units.RECORD.itemsize - 1, len(packed), units.RECORD.itemsize):
        packed[at] = units.ENDED
    Sector.objects.filter(pk=sector.pk).update(units=bytes(packed))
    areas.forget()
    ground = areas.ground(MANCHESTER)
    assert ([each.code for each in ground.sectors], ground.says_ended, ground.left_out) == (["M1 1"], True, 1)


def test_it_is_worked_out_once_an_edition(small_geography, small_geography_files, django_assert_num_queries):
    areas.ground(LEEDS)
    with django_assert_num_queries(1):
        first = areas.ground(LEEDS)
    assert load(small_geography_files, again=True).is_new
    assert GeographyEdition.objects.current().get() != small_geography
    assert areas.ground(LEEDS) is not first
    assert areas.ground(LEEDS) == first
