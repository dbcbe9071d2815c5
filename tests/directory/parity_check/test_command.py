"""``manage.py check_parity``, as promised."""

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import jsonschema
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

SCHEMA = json.loads(Path("docs/reference/check_parity.schema.json").read_text())
pytestmark = pytest.mark.django_db


def run(*asked):
    out = StringIO()
    call_command("check_parity", *asked, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_the_command_says_in_json_what_its_schema_promises(ground, now):
    told = json.loads(run("--places", "12", "--json"))
    jsonschema.validate(told, SCHEMA)
    assert told["holds"]
    assert told["places"] == 12
    steps = {row["nation"]: row for row in told["completeness"] if row["approach"] == "twelve_step"}
    assert (steps["england"]["whole"], steps["england"]["none"], steps["wales"]["whole"]) == (1, 2, 0)


def test_the_command_ends_with_1_and_names_place_question_clause_and_sentence(ground, now, plant):
    plant(lambda options: replace(options, groups=options.groups[1:]))
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("check_parity", "--places=9", stdout=out, stderr=StringIO())
    assert ended.value.code == 1
    assert "asked nothing: programme-" in out.getvalue()
    assert "clause 1, " in out.getvalue()
    assert "more: --json tells them all" in out.getvalue()


def test_the_command_in_words_owns_that_a_gap_may_be_ours(ground, now):
    told = run("--places", "12")
    assert "0 violations" in told
    assert "A gap may be a gap in what we hold" in told
    assert "Not there to be read: offline pack, embed" in told
    assert "the most that a position is out is 0, that a precedence is out 0" in told


@pytest.mark.parametrize("count", ["0", "-1", "many", "1e3", "9" * 30, "²"])
def test_the_command_wants_a_number_of_places(count):
    with pytest.raises(CommandError, match="give a number of places"):
        call_command("check_parity", f"--places={count}")


def test_a_long_walk_says_how_far_it_has_come(ground, monkeypatch):
    monkeypatch.setattr("directory.management.commands.check_parity.QUIET_SECONDS", 0)
    err = StringIO()
    call_command("check_parity", "--places=3", stdout=StringIO(), stderr=err)
    assert err.getvalue().splitlines()[-1] == "3 of 3 places"
