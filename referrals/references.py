"""Is this a reference, or could it be a name? A service knows people by its own codes; nothing else is kept. Pure."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

LONGEST = 20
LONGEST_WORD = 4  # letters in a row: "RH" and "CASE" are codes, "Smith" is a name
ALLOWED = re.compile(r"[A-Z0-9][A-Z0-9/._-]*")
WORD = re.compile(r"[A-Z]+")
POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")
NATIONAL_INSURANCE = re.compile(r"[A-Z]{2}[0-9]{6}[A-D]")
DATE = re.compile(r"(0?[1-9]|[12][0-9]|3[01])[/._-](0?[1-9]|1[0-2])[/._-](19|20)?[0-9]{2}")
DATE_BACKWARDS = re.compile(r"(19|20)[0-9]{2}[/._-]?(0[1-9]|1[0-2])[/._-]?(0[1-9]|[12][0-9]|3[01])")
DATE_UNBROKEN = re.compile(r"(0[1-9]|[12][0-9]|3[01])(0[1-9]|1[0-2])(19|20)[0-9]{2}")
TELEPHONE = re.compile(r"0[1-9][0-9]{8,9}")


class NotAReference(ValueError):
    """It is no reference that we may keep; ``str(error)`` says what to do."""


def normal(said: str) -> str:
    """The same reference however it was typed: capitals, no spaces."""
    return "".join(unicodedata.normalize("NFKC", said).upper().split())


def checked(said: str) -> str:
    """The reference as it is kept. Raises NotAReference where it could be more than a code."""
    reference = normal(said)
    if not reference:
        raise NotAReference(str(_("Enter the reference that your service uses, like RH-2041")))
    if len(reference) > LONGEST:
        raise NotAReference(str(_("Enter a reference of at most 20 letters and numbers, like RH-2041")))
    if not ALLOWED.fullmatch(reference) or not any(character.isdigit() for character in reference):
        raise NotAReference(str(_("Enter a reference with a number in it, like RH-2041. We do not keep names.")))
    if any(len(word) > LONGEST_WORD for word in WORD.findall(reference)):
        raise NotAReference(str(_("That has a word in it that could be a name. Enter a reference like RH-2041.")))
    if _says_who(reference):
        raise NotAReference(
            str(
                _(
                    "That could be a date of birth, a postcode, a telephone number or a national number. "
                    "Enter your service’s own reference, like RH-2041."
                )
            )
        )
    return reference


def _says_who(reference: str) -> bool:
    """Does it look like something that others know somebody by?"""
    bare = re.sub(r"[/._-]", "", reference)
    patterns = (DATE, DATE_BACKWARDS, DATE_UNBROKEN)
    return (
        any(pattern.fullmatch(reference) for pattern in patterns)
        or any(pattern.fullmatch(bare) for pattern in (POSTCODE, NATIONAL_INSURANCE, TELEPHONE, DATE_UNBROKEN))
        or _is_nhs_number(bare)
    )


def _is_nhs_number(bare: str) -> bool:
    """Ten digits whose last checks the others, modulo 11. Scotland’s CHI numbers are checked the same way."""
    if not re.fullmatch(r"[0-9]{10}", bare):
        return False
    weighted = sum(int(digit) * weight for digit, weight in zip(bare[:9], range(10, 1, -1), strict=True))
    return (11 - weighted % 11) % 11 == int(bare[9])
