"""Over the UK listing as imported, the catalogue and the whole country, the rule holds."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from directory import catalogue, verification
from directory.parity_check import check
from tests.conftest import NOW

pytestmark = [pytest.mark.realdata, pytest.mark.django_db]
MAPPING = Path(__file__).parents[3] / "docs" / "mappings" / "uk-listing.toml"
PLACES = 90


def test_nobody_is_left_out_promoted_or_sent_where_they_would_not_be_let_in(
    real_data, whole_country, settings, tmp_path, time_machine
):
    settings.VAR_DIR = tmp_path
    verification.set_catalogue(catalogue.read(), now=NOW)
    call_command(
        "import_meetings",
        "uk",
        *["--format", "spreadsheet", "--file", str(real_data / "meetings" / "uk-listing-2026-08-05.csv")],
        *["--mapping", str(MAPPING)],
        stdout=StringIO(),
    )
    time_machine.move_to(NOW, tick=False)
    found = check(places=PLACES, now=NOW)
    assert not found.violations
    assert len(found.fairness) == PLACES
    assert {(each.position, each.precedence) for each in found.fairness} == {(0, 0)}
    steps = next(gap for gap in found.gaps if (gap.approach, gap.miles) == ("twelve_step", 25))
    assert steps.places < PLACES / 4  # the listing is there: three fellowships, all over the country
