import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.geography.postcodes import OUTCODE, Postcode, exchanges, readings

OUTCODES = ["M1", "M60", "LS1", "LS11", "W1A", "EC1A", "SW1A", "BT1", "G1", "SO14", "B1", "E1W", "OX1"]
postcodes = st.builds(
    Postcode,
    st.sampled_from(OUTCODES),
    st.sampled_from("0123456789"),
    st.text("ABDEFGHJLNPQRSTUWXYZ", min_size=2, max_size=2),
)


@given(postcodes, st.sampled_from(["", " ", "  ", "-", ".", "\t"]), st.booleans())
def test_a_postcode_is_read_in_any_spacing_and_case(postcode, between, small):
    text = f" {postcode.outcode}{between}{postcode.digit}{postcode.letters} "
    assert readings(text.lower() if small else text)[0] == postcode


@given(st.text(max_size=12))
def test_nothing_typed_breaks_it_and_every_reading_is_well_shaped(text):
    for reading in readings(text):
        assert OUTCODE.fullmatch(reading.outcode)
        assert reading.digit == "" or reading.digit.isdigit()
        assert len(reading.letters) in {0, 2}


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("M1", Postcode("M1")),
        ("m11", Postcode("M11")),
        ("M1 1", Postcode("M1", "1")),
        ("M1 1A", Postcode("M1", "1")),
        ("m111", Postcode("M11", "1")),
        ("EC1A 1", Postcode("EC1A", "1")),
        ("ec1a1bb", Postcode("EC1A", "1", "BB")),
        ("w1a", Postcode("W1A")),
        ("MI 1AE", Postcode("M1", "1", "AE")),
        ("M1 IAE", Postcode("M1", "1", "AE")),
        ("0X1 1AA", Postcode("OX1", "1", "AA")),
    ],
)
def test_the_first_reading_is_what_was_typed(text, first):
    assert readings(text)[0] == first


def test_a_nought_for_an_o_is_offered_after_what_was_typed():
    assert readings("S014 4AB")[0] == Postcode("SO14", "4", "AB")
    assert str(readings("S01 4AB")[0]) == "S01 4AB"
    assert Postcode("SO1", "4", "AB") in readings("S01 4AB")


@given(st.sampled_from(["LS11", "M111", "SO14 0AA", "0X1 1AA", "1G1", "S01 4AB", "BI1 1I", "IV10 0IO"]))
def test_fewer_exchanges_come_first(text):
    changes = [exchanges(text, reading) for reading in readings(text)]
    assert changes == sorted(changes)


def test_what_was_typed_has_no_exchanges():
    assert exchanges("so14-0aa", Postcode("SO14", "0", "AA")) == 0
    assert exchanges("S014 0AA", Postcode("SO14", "0", "AA")) == 1


@pytest.mark.parametrize(
    "text", ["", "Leeds", "M", "1", "12345678", "M1 1AE extra", "M1 1AEE", "٣٣", "M1\0 1AE", "🙂1"]
)
def test_what_is_not_like_a_postcode_has_no_reading(text):
    assert readings(text) == ()


@pytest.mark.parametrize(
    ("postcode", "area"), [("M1", "M"), ("LS1", "LS"), ("EC1A", "EC"), ("IM1", "IM"), ("E1W", "E")]
)
def test_the_area_is_the_letters_before_the_first_number(postcode, area):
    assert Postcode(postcode).area == area
