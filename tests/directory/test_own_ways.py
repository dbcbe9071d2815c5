import datetime as dt

import pytest

from directory.own_ways import own_ways

SITE = {"kind": "site", "value": "https://example.org/", "checked_on": "2026-10-01"}
OTHER_SITE = {"kind": "site", "value": "https://example.org/other"}
PHONE = {"kind": "phone", "value": "01632 960014", "checked_on": "2026-09-01"}
UNCHECKED_PHONE = {"kind": "phone", "value": "01632 960014"}
ONLINE = {"kind": "online", "value": "https://example.org/meet", "checked_on": "2026-11-01"}


def until(day):
    return dt.date.fromisoformat(day) + dt.timedelta(days=183)


def test_a_programme_without_any_has_none_and_nothing_was_checked():
    found = own_ways([])
    assert (found.contact, found.checked_until, found.from_afar_until) == (None, None, None)


@pytest.mark.parametrize(
    ("given", "site", "phone", "checked_on"),
    [
        ([SITE, PHONE], "https://example.org/", "01632 960014", dt.date(2026, 9, 1)),
        ([SITE, UNCHECKED_PHONE], "https://example.org/", "01632 960014", None),
        ([PHONE], None, "01632 960014", dt.date(2026, 9, 1)),
        ([SITE, OTHER_SITE], "https://example.org/", None, dt.date(2026, 10, 1)),
    ],
)
def test_the_first_of_each_kind_is_told_with_the_day_of_the_one_checked_longest_ago(given, site, phone, checked_on):
    contact = own_ways(given).contact
    assert (contact.site, contact.phone, contact.checked_on) == (site, phone, checked_on)


def test_what_is_joined_online_is_no_contact():
    assert own_ways([ONLINE]).contact is None


def test_it_counts_as_checked_for_six_months_from_the_latest_check():
    assert own_ways([SITE, PHONE]).checked_until == until("2026-10-01")


def test_a_site_answers_nobody_from_afar():
    assert own_ways([SITE]).from_afar_until is None
    assert own_ways([SITE, PHONE]).from_afar_until == until("2026-09-01")
    assert own_ways([PHONE, ONLINE]).from_afar_until == until("2026-11-01")
    assert own_ways([UNCHECKED_PHONE]).from_afar_until is None
