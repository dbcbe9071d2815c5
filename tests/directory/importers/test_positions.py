import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.importers import positions
from directory.importers.listed import Facts, ListedMeeting, ListedVenue, Rejection, Repair
from directory.importers.positions import NotPlaced, Postal
from directory.places import Point

NEAR = Point(53.4805, -2.2350)
POSTCODE = Postal(Point(53.4804, -2.2352), "postcode", "england", "E08000003")


def venue(*, postcode="M1 1AE", point=NEAR, nation="england", key="hall"):
    return ListedVenue(key, "Invented Hall", "", postcode, point, nation)


def test_the_rows_own_point_is_used_where_it_is_near_its_postcode():
    settled = positions.settle(venue(), POSTCODE)
    assert (settled.point, settled.precision) == (NEAR, "given")
    assert (settled.nation, settled.authority) == ("england", "E08000003")


@pytest.mark.parametrize(
    "point", [None, Point(30.17, -95.47), Point(38.1, 13.4), Point(-2.2350, 53.4805), Point(51.5, -0.1)]
)
def test_a_point_that_cannot_be_so_gives_way_to_the_postcodes(point):
    settled = positions.settle(venue(point=point), POSTCODE)
    assert (settled.point, settled.precision) == (POSTCODE.point, "postcode")


def test_the_coarser_the_postcode_the_further_a_point_may_be():
    fifteen_miles_north = Point(POSTCODE.point.lat + 0.2, POSTCODE.point.lon)
    coarse = Postal(POSTCODE.point, "outcode", "england", "E08000003")
    assert positions.settle(venue(point=fifteen_miles_north), coarse).precision == "given"
    assert positions.settle(venue(point=fifteen_miles_north), POSTCODE).precision == "postcode"


def test_the_nation_is_the_postcodes_and_only_without_one_the_rows_own():
    assert positions.settle(venue(nation="wales"), POSTCODE).nation == "england"
    assert positions.settle(venue(nation="outside"), POSTCODE).nation == "england"
    assert positions.settle(venue(nation="wales", postcode=""), None).nation == "wales"


@pytest.mark.parametrize(
    ("postcode", "nation"),
    [("D02 K023", "england"), ("IM4 4RE", "england"), ("GY1", ""), ("", "outside"), ("ZZ9 9ZZ", "outside")],
)
def test_ireland_and_the_islands_are_outside_with_or_without_a_point(postcode, nation):
    for point in (NEAR, None):
        settled = positions.settle(venue(postcode=postcode, nation=nation, point=point), None)
        assert settled.nation == "outside"


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"postcode": "", "point": None}, "It has no postcode and no position that can be so"),
        ({"postcode": "RY29", "point": None}, "“RY29” is not a postcode we know"),
        ({"postcode": "RY29", "point": Point(30.17, -95.47)}, "no position that can be so"),
        ({"postcode": "", "nation": ""}, "does not say which nation it is in"),
    ],
)
def test_what_cannot_be_placed_says_what_to_give(facts, sentence):
    with pytest.raises(NotPlaced) as refused:
        positions.settle(venue(**facts), None)
    assert sentence in str(refused.value)


def listed(row, where):
    return ListedMeeting(
        row, f"key {row}", Facts(programme="p", name="Lamp", mode="in_person", when=(), venue=where.key), where
    )


def test_every_meeting_of_a_venue_is_placed_or_refused_alike():
    lost = venue(postcode="", point=None, key="lost")
    wrong = venue(point=Point(38.1, 13.4), nation="wales", key="wrong")
    online = ListedMeeting(6, "key 6", Facts(programme="p", name="Lamp", mode="online", when=()))
    placed = positions.place(
        [listed(2, venue()), listed(3, lost), listed(4, lost), listed(5, wrong), online], {"M1 1AE": POSTCODE}
    )
    assert [meeting.row for meeting in placed.meetings] == [2, 5, 6]
    assert [(problem.row, problem.kind) for problem in placed.problems] == [
        (3, Rejection.POSITION),
        (4, Rejection.POSITION),
    ]
    assert [(repair.row, repair.kind) for repair in placed.repairs] == [(5, Repair.POINT), (5, Repair.NATION)]


@given(
    st.none() | st.builds(Point, st.floats(-90, 90), st.floats(-180, 180)),
    st.sampled_from(["", "england", "wales", "outside"]),
    st.sampled_from(["", "M1 1AE", "D02 K023", "RY29"]),
    st.sampled_from([None, POSTCODE]),
)
def test_whatever_is_placed_in_the_uk_has_a_point_in_the_uk(point, nation, postcode, postal):
    try:
        settled = positions.settle(venue(point=point, nation=nation, postcode=postcode), postal)
    except NotPlaced:
        return
    assert settled.nation
    assert settled.nation == "outside" or settled.point.in_the_uk
