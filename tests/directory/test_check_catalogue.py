import datetime as dt
import io

import pytest
import time_machine
from django.core.management import CommandError, call_command

from tests.directory.programme_files import keyed, write

SAID = """\
1 programmes

{unknown} fields not known:
  one: {fields}

1 ways in not checked within six months:
  one: site https://example.org/fellowship, never

0 sources read more than a year ago:

How far they differ:
  letters in the summary: 21 (one), in the middle 21, 21 (one)
  letters in the seven answers: 61 (one), in the middle 61, 61 (one)
  reading age: 5 (one), in the middle 5, 5 (one)
"""


def check(folder):
    said = io.StringIO()
    call_command("check_catalogue", "--folder", str(folder), stdout=said)
    return said.getvalue()


@time_machine.travel(dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC))
def test_it_says_all_that_wants_looking_at(tmp_path):
    write(tmp_path, "one", keyed(1))
    said = check(tmp_path)
    fields = [
        *("tests.values_experience", "standard.under_18s", "standard.safeguarding"),
        *("text.en.kept_private", "text.cy"),
    ]
    assert said == SAID.format(unknown=len(fields), fields=", ".join(fields))


@time_machine.travel(dt.datetime(2027, 12, 1, 12, tzinfo=dt.UTC))
def test_what_must_be_mended_ends_it_with_an_exit_code_and_a_sentence(tmp_path):
    write(tmp_path, "one", keyed(1))
    with pytest.raises(CommandError, match=r"Read https://example.org/leaflet again for one, .* 2026-11-01") as stopped:
        check(tmp_path)
    assert stopped.value.returncode == 1


def test_a_faulty_file_ends_it_with_its_fault(tmp_path):
    write(tmp_path, "one", ('cost = "donations"', 'cost = "dear"'))
    with pytest.raises(CommandError, match=r"one.toml: Make “cost” one of"):
        check(tmp_path)
