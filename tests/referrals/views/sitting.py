"""Sitting at the desk in a test: show, then save, as a browser would, and what the page says."""

import re

import pytest
from django.urls import reverse

from directory.models import Meeting
from tests.directory.views.checklist import Page
from tests.referrals.factories import PersonFactory

REFERENCE = "RH-7741"


@pytest.fixture
def person(town):
    return PersonFactory(reference=REFERENCE, service__name="Invented Lantern Service")


@pytest.fixture
def worker(client, person):
    client.force_login(person.keyworker)
    return client


def address(person, page="introduce"):
    return reverse(f"referrals:{page}", args=[getattr(person, "pk", person)])


def hidden(answer):
    """What the page carries along, as a browser would."""
    markup = answer.content.decode()
    found = re.findall(r'<input type="hidden" name="(once|seen|shown)"[^>]* ?value="([^"]*)"', markup)
    return dict(found)


def show(client, person, **said):
    """Press Show with ``said``, after what the page carried before."""
    carried = hidden(client.get(address(person)))
    return client.post(address(person), {**carried, "home": "Invented Town", "who": "me", "show": "yes"} | said)


def save(client, person, **said):
    """Show, then save the same with ``said``; None takes something out."""
    shown = {"home": "Invented Town", "who": "me"} | {
        name: value for name, value in said.items() if name not in {"state"}
    }
    shown = {name: value for name, value in shown.items() if value is not None}
    carried = hidden(show(client, person, **shown))
    given = {**carried, **shown, "state": "looked_at", "save": "yes"} | said
    return client.post(address(person), {name: value for name, value in given.items() if value is not None})


def text(answer):
    return Page(answer).text


def day_of(programme):
    """How the page names the programme's next meeting: Tuesday evening is today."""
    return f"{Meeting.objects.get(programme__slug=programme).pk}.2026-11-24"


def planned(programme="tools-groups", **more):
    """A card with a day, as it is sent."""
    given = {"said": "interested", "on": day_of(programme), "with_whom": "peer"} | more
    return {"try": programme, "safety": "no", **{f"of-{programme}-{name}": value for name, value in given.items()}}


def ticks(answer):
    """The options on the page, in their order."""
    return re.findall(r'name="try" type="checkbox" value="([^"]+)"', answer.text)
