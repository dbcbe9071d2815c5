import re
import time

import pytest
from django.test import Client

from tests.conftest import PASSWORD, half_way
from tests.directory.views.checklist import Page
from tests.oracles.one_time_codes import code_at

SIGN_IN, CODE = "/accounts/sign-in/", "/accounts/sign-in/code/"
SET_UP, VERIFY, RECOVERY = (
    "/accounts/second-factor/set-up/",
    "/accounts/second-factor/verify/",
    "/accounts/recovery-codes/",
)


def code_of(secret, *, steps=0):
    """What the app shows now, or so many half minutes later."""
    return code_at(secret.replace(" ", ""), time.time() + 30 * steps)


def secret_on(page):
    """The letters to type that a page shows."""
    return re.search(r'<b class="secret">([A-Z2-7 ]+)</b>', page.content.decode())[1]


def codes_on(page):
    return re.findall(r"<li>(\d{8})</li>", page.content.decode())


@pytest.fixture
def clock(time_machine, now):
    """It stands still, so that a code is good for as long as a test takes."""
    time_machine.move_to(now, tick=False)
    return time_machine


@pytest.fixture
def set_up(clock):
    """Sets a second factor up for ``user``: its secret and recovery codes."""

    def set_up(user):
        client = half_way(force(user))
        secret = secret_on(client.get(SET_UP))
        assert client.post(SET_UP, {"code": code_of(secret)})["Location"] == RECOVERY
        codes = codes_on(client.get(RECOVERY))
        clock.shift(120)  # the code that was used is over
        return secret, codes

    return set_up


def force(user):
    client = Client()
    client.force_login(user)
    return client


def give_password(client, user, password=PASSWORD):
    return client.post(SIGN_IN, {"login": user.email, "password": password})


def text(response):
    return Page(response).text
