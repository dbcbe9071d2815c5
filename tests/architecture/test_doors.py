"""Which doors lead to people? Our own pages alone: no admin, and no address for programs.

The database holds without them (tests/referrals/test_no_referral_without_an_offer.py), but a door
that shows people's rows needs ``visible_to``, a place in the trail and a decision. Whoever makes one comes by here.
"""

import inspect
import sys

from django.apps import apps
from django.contrib import admin
from django.urls import get_resolver, include, path

from mutualaid.accounts.permissions import Permission
from referrals import urls
from tests.architecture.test_access import pages

# What a page asks for that shows people, or counts them.
ABOUT_PEOPLE = {Permission.PERSON_SEE, Permission.REFERRAL_MAKE, Permission.SERVICE_MANAGE, Permission.REPORT_READ}


def referrals_models():
    return set(apps.get_app_config("referrals").get_models())


def admins(patterns):
    """(address, model) of every page of every admin: what is in no address is not reached."""
    for where, view in pages(patterns):
        if hasattr(view, "model_admin"):
            yield where, view.model_admin.model


def reaching_people(patterns):
    """What is wrong with each address for programs that could reach people."""
    for where, view in pages(patterns):
        if "api" not in where.split("/"):
            continue
        if getattr(view, "may_be_seen_by", None) in ABOUT_PEOPLE:
            yield f"/{where} asks for a power over people"
        elif names_people(view):
            yield f"/{where} is made of what is kept about people"


def names_people(view):
    """Is the view of the referrals app, or does its module name anything of it?"""
    module = sys.modules[inspect.unwrap(view).__module__]
    named = {getattr(each, "__module__", None) or getattr(each, "__name__", "") for each in vars(module).values()}
    return any(str(name).split(".")[0] == "referrals" for name in (module.__name__, *named))


def test_no_admin_reaches_people():
    found = {f"/{where}" for where, model in admins(get_resolver().url_patterns) if model in referrals_models()}
    assert not found, sorted(found)


def test_no_address_for_programs_reaches_people():
    assert not list(reaching_people(get_resolver().url_patterns))


def test_an_admin_would_be_found():
    site = admin.AdminSite(name="found")
    site.register(apps.get_model("referrals", "Person"), admin.ModelAdmin)
    found = dict(admins([path("anywhere/", site.urls)]))
    assert found["anywhere/referrals/person/add/"] is apps.get_model("referrals", "Person")


def test_an_address_for_programs_would_be_found():
    assert list(reaching_people([path("api/v1/", include(urls.urlpatterns))]))
    assert not list(reaching_people([path("people/", include(urls.urlpatterns))]))
