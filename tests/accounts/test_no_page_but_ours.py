"""The library's own pages cannot be reached, and each of ours is whole: titled, labelled, in our layout."""

import pytest
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import NoReverseMatch, get_resolver, reverse

from mutualaid.accounts.urls_allauth import OURS
from tests.accounts.conftest import force, give_password
from tests.architecture.test_access import pages
from tests.directory.views.checklist import Page

pytestmark = pytest.mark.django_db
# Names of the library's own pages that must lead nowhere.
THEIRS = ("account_signup", "account_email", "account_logout", "account_set_password", "account_inactive", "mfa_index")
THEIRS += ("mfa_deactivate_totp", "mfa_trust", "account_confirm_login_code", "account_request_login_code")
SIGNED_OUT = ("sign-in/", "password/forgotten/", "password/forgotten/sent/", "password/choose/")
SIGNED_IN = ("", "password/", "password/again/", "recovery-codes/", "sessions/", "people/")


@pytest.mark.parametrize("name", THEIRS)
def test_no_other_page_of_the_library_has_an_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("name", ["account/login.html", "account/signup.html", "mfa/index.html", "account/base.html"])
def test_none_of_its_templates_is_there_to_be_shown(name):
    with pytest.raises(TemplateDoesNotExist):
        get_template(name)


def test_it_finds_ours_by_its_names():
    assert {reverse(theirs) for theirs in OURS} == {reverse(f"accounts:{ours}") for ours in OURS.values()}


@pytest.mark.parametrize("address", ["signup/", "login/", "email/", "2fa/", "reauthenticate/", "social/", "inactive/"])
def test_nobody_registers(client, address):
    assert client.get(f"/accounts/{address}").status_code == 404


def whole(response):
    page = Page(response)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert [template.name for template in response.templates if template.name.startswith(("accounts/", "layouts/"))]
    assert not [control for control in page.controls if control.get("id") not in page.labels]
    assert page.headings[0] == 1
    assert 'style="' not in page.markup
    assert "Django" not in page.markup


@pytest.mark.parametrize("address", SIGNED_OUT)
def test_signed_out_each_page_is_whole(client, address):
    whole(client.get(f"/accounts/{address}"))


@pytest.mark.parametrize("address", SIGNED_IN)
def test_signed_in_each_page_is_whole(client, administrator, address):
    client.force_login(administrator)
    whole(client.get(f"/accounts/{address}"))


def test_an_answer_to_whom_asks_for_data_is_still_a_page(client, editor):
    answer = client.get(
        "/accounts/sign-in/", headers={"accept": "application/json", "x-requested-with": "XMLHttpRequest"}
    )
    assert answer["Content-Type"].startswith("text/html")
    whole(answer)


def test_every_page_answers_whatever_is_posted_to_it(administrator, set_up, clock):
    """NUL bytes, half a character, a megabyte's worth of letters: a page, a redirect or a refusal, never an error."""
    addresses = [f"/{where}" for where, _ in pages(get_resolver().url_patterns) if where.startswith("accounts/")]
    names = (
        "login",
        "email",
        "name",
        "password",
        "password1",
        "password2",
        "code",
        "_kept_for",
        "_draft",
        "role",
        "key",
    )
    client = force(administrator)
    for address in (one.replace("<uuid:pk>", "7f9c24e8-3b12-4fa5-9d0e-1c2b3a495867") for one in addresses):
        for value in ("\x00", "\ud83d".encode("utf-8", "replace").decode(), "x" * 80_000, "'\"<>", "-1"):
            answer = client.post(f"{address}?next=%00", dict.fromkeys(names, value))
            assert answer.status_code < 500, (address, value[:9])
            if "_auth_user_id" not in client.session or client.session.get("locked"):
                client = force(administrator)


def test_a_next_that_is_elsewhere_leads_nowhere(client, editor, set_up, clock):
    secret, _ = set_up(editor)
    for path in ("sign-in/", "password/again/", "second-factor/verify/"):
        page = force(editor).get(f"/accounts/{path}?next=https://example.org/")
        assert "example.org/" not in page.headers.get("Location", "")
    assert give_password(client, editor).status_code == 302
    assert secret
