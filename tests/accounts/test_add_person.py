import io

import pytest
from django.core.management import CommandError, call_command

from mutualaid.accounts.management.commands import add_person
from mutualaid.accounts.models import Role, User
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def types(monkeypatch):
    """What somebody types where a password is asked for."""

    def types(*typed):
        answers = iter(typed)
        monkeypatch.setattr(add_person, "getpass", lambda prompt: next(answers))

    return types


def test_an_editor_is_added_and_the_password_is_said_nowhere(types):
    types(PASSWORD, PASSWORD)
    said = io.StringIO()
    call_command("add_person", "Ann@example.org", stdout=said)
    assert User.objects.get(email="ann@example.org").role == Role.EDITOR
    assert User.objects.get().check_password(PASSWORD)
    assert PASSWORD not in said.getvalue()


@pytest.mark.parametrize(
    ("email", "typed", "told"),
    [
        ("ann", (), "valid email"),
        ("EDITOR@example.org", (), "already signs in"),
        ("ann@example.org", ("short",), "too short"),
        ("ann@example.org", (PASSWORD, "another lamp river"), "differ"),
    ],
)
def test_what_cannot_be_is_said_and_nobody_is_added(editor, types, email, typed, told):
    types(*typed)
    with pytest.raises(CommandError, match=told):
        call_command("add_person", email)
    assert User.objects.get() == editor
