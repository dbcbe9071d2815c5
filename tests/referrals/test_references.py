"""A service's reference is a code; whatever could be more than that is refused with a hint."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.references import NotAReference, checked, normal


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("RH-2041", "RH-2041"),
        (" rh-2041 ", "RH-2041"),
        ("rh 2041", "RH2041"),
        ("2041", "2041"),
        ("CASE/9.1", "CASE/9.1"),
        ("ＲＨ２０４１", "RH2041"),  # a keyboard for Japanese
        ("12345678901234567890", "12345678901234567890"),
    ],
)
def test_a_code_is_kept_in_one_form(typed, kept):
    assert checked(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        *("", "   ", "Invented", "Invented Person", "invented1", "person.invented7", "O’Example2"),
        *("a@example.org", "a1@example.org", "X" * 21 + "1", "1" * 21, "-1", "<script>1", "\x00", "RH\x001", "\ud8001"),
        *("01.02.1980", "1/2/80", "1980-02-01", "19800201", "01021980", "31-12-1999"),  # a day of birth
        *("07700900123", "02079460123"),  # a telephone number
        *("M1 1AE", "SW1A1AA"),  # a postcode
        *("QQ123456C",),  # a national insurance number
        *("943 476 5919", "9434765919", "943-476-5919"),  # a number that passes for the health service’s
    ],
)
def test_what_could_say_who_is_refused(typed):
    with pytest.raises(NotAReference) as refused:
        checked(typed)
    assert str(refused.value)
    assert typed.strip("\x00 ") == "" or typed not in str(refused.value)


@given(st.text())
def test_whatever_is_typed_is_a_code_or_refused(typed):
    try:
        kept = checked(typed)
    except NotAReference:
        return
    assert re.fullmatch(r"[A-Z0-9][A-Z0-9/._-]{0,19}", kept)
    assert any(character.isdigit() for character in kept)
    assert max(map(len, re.findall("[A-Z]+", kept)), default=0) <= 4
    assert checked(kept) == normal(kept) == kept


def is_nhs_number(digits):
    """The slow way: add up, as the data dictionary tells it."""
    total = 0
    for position in range(9):
        total += int(digits[position]) * (10 - position)
    check = 11 - total % 11
    check = 0 if check == 11 else check
    return check != 10 and check == int(digits[9])


@given(st.text("0123456789", min_size=10, max_size=10))
def test_ten_digits_are_a_code_unless_they_could_be_a_national_or_telephone_number(digits):
    other = re.fullmatch(r"0[1-9].*", digits)
    if is_nhs_number(digits):
        with pytest.raises(NotAReference):
            checked(digits)
    elif not other:
        assert checked(digits) == digits
