"""What the journeys stand on: nothing is looked at between two pages, and what leads nowhere is not waited for."""

import re

from tests.journeys.conftest import arrive

AT_ONCE = {"no_wait_after": True}  # go on without the little that the browser's driver waits by itself


def test_what_is_looked_at_after_a_link_is_where_it_leads(page, sound):
    page.goto("/near/m1-1/")
    page.locator(".row__name a").first.click(**AT_ONCE)
    sound()
    assert "/programmes/" in page.url


def test_what_is_looked_at_after_a_form_is_its_answer(page, sound):
    page.goto("/")
    page.get_by_label(re.compile("postcode", re.I)).fill("M1 1AE")
    page.get_by_role("button", name="Show every option").press("Enter", **AT_ONCE)
    sound()
    assert page.url.endswith("/near/m1-1/")


def test_what_leads_nowhere_keeps_nobody_waiting(page):
    page.goto("/near/m1-1/")
    page.get_by_role("link", name=re.compile("Skip")).press("Enter")
    page.evaluate("history.pushState({}, '', '?')")
    page.evaluate("document.body.append(Object.assign(document.createElement('form'), {id: 'kept'}))")
    page.evaluate("kept.addEventListener('submit', (sent) => sent.preventDefault())")
    page.evaluate("kept.requestSubmit()")
    arrive(page)
    assert page.url.endswith("/near/m1-1/?")
