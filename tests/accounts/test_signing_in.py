"""Signing in: one way of being wrong, out again, and a power that is missing is a page that is missing."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import path, reverse

from mutualaid.accounts.access import needs
from mutualaid.accounts.models import Role, User
from mutualaid.accounts.permissions import Permission, may
from tests.conftest import PASSWORD
from tests.directory.views.checklist import Page

pytestmark = pytest.mark.django_db
SIGN_IN = "/accounts/sign-in/"


def test_an_editor_signs_in_goes_where_they_were_going_and_out_again(client, editor, settings):
    asked = client.get("/editing/")
    assert (asked.status_code, asked["Location"]) == (302, f"{SIGN_IN}?next=/editing/")
    signed_in = client.post(SIGN_IN, {"login": editor.email, "password": PASSWORD, "next": "/editing/"})
    assert (signed_in.status_code, signed_in["Location"]) == (302, "/editing/")
    settings.DEMO = True  # which asks for no second factor
    page = client.get("/editing/")
    assert page["Cache-Control"] == "no-store"
    assert "An Editor" in Page(page).text
    assert set(client.cookies) == {"csrftoken", "sessionid"}
    assert client.post("/accounts/sign-out/").status_code == 302
    assert not any(cookie.value for cookie in client.cookies.values())
    assert client.get("/editing/").status_code == 302


def test_a_browser_may_say_that_a_form_is_from_this_site_and_a_form_from_elsewhere_is_refused(editor):
    strict = Client(enforce_csrf_checks=True)
    page = strict.get(SIGN_IN)
    assert page["Referrer-Policy"] == "same-origin"  # else browsers post from "null", and nobody could sign in
    assert '<meta name="referrer" content="same-origin">' in page.content.decode()
    given = {"login": editor.email, "password": PASSWORD}
    token = {"csrfmiddlewaretoken": strict.cookies["csrftoken"].value}
    refused = strict.post(SIGN_IN, given | token, headers={"origin": "null"})
    assert refused.status_code == 403
    assert "Go back, load the page again" in Page(refused).text
    assert strict.post(SIGN_IN, given | token, headers={"origin": "http://testserver"}).status_code == 302


@pytest.mark.parametrize(
    ("email", "password"),
    [("editor@example.org", "river lamp"), ("nobody@example.org", PASSWORD), ("closed@example.org", PASSWORD)],
)
def test_every_way_of_being_wrong_says_the_same(client, editor, email, password):
    User.objects.create_user("closed@example.org", PASSWORD, is_active=False)
    page = client.post(SIGN_IN, {"login": email, "password": password})
    assert page.status_code == 200
    assert "do not belong together" in Page(page).text
    assert password not in page.content.decode()


@pytest.mark.parametrize("given", [{}, {"login": "me"}, {"login": "\x00", "password": "\x00"}])
def test_what_is_missing_is_asked_for(client, given):
    assert "Enter" in Page(client.post(SIGN_IN, given)).text


def test_nobody_is_sent_to_another_site(client, editor):
    given = {"login": editor.email, "password": PASSWORD, "next": "https://elsewhere.example.org/"}
    assert client.post(SIGN_IN, given)["Location"] == reverse("editing:home")


def test_without_the_power_there_is_no_page(client):
    client.force_login(User.objects.create_user("ann@example.org", PASSWORD))
    assert client.get("/editing/").status_code == 404


@pytest.mark.parametrize(
    ("role", "powers"),
    [
        ("", set()),
        (Role.EDITOR, {Permission.DIRECTORY_EDIT}),
        (Role.ADMINISTRATOR, {Permission.DIRECTORY_EDIT, Permission.ACCOUNT_MANAGE}),
        (Role.AUDITOR, {Permission.AUDIT_READ}),
    ],
)
def test_each_role_has_its_powers_and_a_closed_account_has_none(role, powers):
    user = User.objects.create_user("ann@example.org", PASSWORD, role=role)
    assert {permission for permission in Permission if may(user, permission)} == powers
    user.is_active = False
    assert not [permission for permission in Permission if may(user, permission)]


def test_a_public_page_knows_nobody(client, editor, django_assert_num_queries):
    client.force_login(editor)
    page = client.get("/about/privacy/")
    assert "Vary" not in page or "Cookie" not in page["Vary"]
    assert "An Editor" not in page.content.decode()


def test_a_page_takes_only_the_methods_it_names():
    view = needs(Permission.DIRECTORY_EDIT, methods=("POST",))(lambda request: HttpResponse())
    assert view.may_be_seen_by == "directory.edit"
    assert path("x/", view)
