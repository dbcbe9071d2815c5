import io

import pytest
from django.core.management import CommandError, call_command

from mutualaid.audit.models import Seal
from tests.audit.conftest import done, run_of

pytestmark = pytest.mark.usefixtures("short_runs")


def say(*asked):
    said = io.StringIO()
    try:
        call_command(*asked, stdout=said)
    except CommandError as error:
        return error.returncode, [*said.getvalue().splitlines(), str(error)]
    return 0, said.getvalue().splitlines()


def test_the_commands_seal_and_verify_and_print_the_newest_digest(events):
    code, said = say("seal_trail")
    newest = Seal.objects.order_by("number").last().digest
    assert (code, said) == (0, ["Sealed 10 events under 4 seals.", f"Newest digest: {newest}"])
    assert say("seal_trail") == (0, ["Everything is sealed already.", f"Newest digest: {newest}"])
    assert say("verify_trail", "--expect", newest) == (
        0,
        [
            "10 events under 4 seals were read; 0 are not sealed yet.",
            f"Newest digest: {newest}",
            "The trail is as it was sealed.",
        ],
    )


@pytest.mark.django_db
def test_an_empty_trail_is_told_of():
    assert say("seal_trail") == (0, ["Everything is sealed already."])
    assert say("verify_trail")[0] == 0
    assert say("verify_trail", "--expect", "a" * 64)[0] == 1


def test_verify_says_which_run_and_fails(sealed):
    done("UPDATE audit_event SET what = 'person.forgotten' WHERE id = %s", sealed[1].last)
    code, said = say("verify_trail")
    assert code == 1
    assert said[0].startswith(run_of(sealed[1]))
    assert said[-1] == "The trail is not as it was sealed: 1 fault."


@pytest.mark.parametrize("wrong", ["aa", "A" * 64, "é" * 64, "a" * 65])
def test_a_digest_that_is_none_is_refused(db, wrong):
    code, said = say("verify_trail", "--expect", wrong)
    assert (code, said) == (1, ["Give the digest as seal_trail prints it: 64 digits and letters from a to f."])
