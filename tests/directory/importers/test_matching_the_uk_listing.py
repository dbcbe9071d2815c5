"""What is guessed of a real listing, beside the mapping that was written for it by hand."""

import tomllib
from pathlib import Path

import pytest

from directory.importers import matching
from directory.importers.glance import glance

pytestmark = pytest.mark.realdata
MAPPINGS = Path(__file__).parent.parent.parent.parent / "docs" / "mappings"


SLOT = {"Postcode", "Day", "Time", "Title"}


@pytest.mark.parametrize(
    ("name", "mapping", "identity"),
    [
        ("uk-listing-2026-08-05.csv", "uk-listing.toml", SLOT | {"MeetingTypeNamespace"}),
        # Its numbers tell rows apart. That they do not last from list to list, a person knew and no guess can.
        ("uk-listing-2025-01-21.csv", "uk-listing-2025.toml", {"Guid"}),
        ("uk-listing-2025-05-19.csv", "uk-listing-2025.toml", {"Guid"}),
    ],
)
def test_its_columns_are_guessed_as_a_person_chose_them(real_data, name, mapping, identity):
    guessed = matching.guess(glance(real_data / "meetings" / name))
    assert guessed["columns"] == tomllib.loads((MAPPINGS / mapping).read_text())["columns"]
    assert set(guessed["identity"]) == identity
