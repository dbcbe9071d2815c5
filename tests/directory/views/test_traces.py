"""What somebody looks for is in no log, whatever they type and wherever it leads."""

import logging

import pytest

pytestmark = pytest.mark.django_db

KEPT_APART = ("django.request", "django.server", "geopy")  # their lines do not reach the root's handlers


@pytest.fixture
def log(caplog):
    """Every line that is let through by the site's own settings."""
    loggers = [logging.getLogger(name) for name in KEPT_APART]
    for logger in loggers:
        logger.addHandler(caplog.handler)
    yield caplog
    for logger in loggers:
        logger.removeHandler(caplog.handler)


@pytest.mark.parametrize("typed", ["M1 1AE", "m11ae", "ZZ9 9ZZ", "Zzyzx-on-Sea", "53.4835,-2.2312", "Newport"])
def test_nothing_typed_and_no_place_looked_for_is_logged(client, small_geography, clock, log, typed):
    client.post("/", {"place": typed})
    client.post("/near/m1-1/", {"who": "someone_close", "problem": "gambling", "day": "tue"})
    client.get("/near/m1-1/meetings/?day=tue")
    client.get("/near/nowhere-we-know/")
    client.get("/meetings/not-a-meeting/")
    assert "index.read" in log.text
    for told in (typed, "gambling", "someone_close", "m1-1", "nowhere-we-know", "not-a-meeting"):
        assert told.casefold() not in log.text.casefold()
