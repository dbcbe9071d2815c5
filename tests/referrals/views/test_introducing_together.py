"""Several people are shown every option at once."""

import re

import pytest

from mutualaid.audit.models import Event
from referrals import pathway
from referrals.models import Offer, OfferSnapshot
from tests.directory.views.conftest import clock, town
from tests.referrals.factories import PersonFactory, WorkerFactory
from tests.referrals.views.sitting import REFERENCE, address, hidden, person, text, worker

__all__ = ["clock", "person", "town", "worker"]

pytestmark = pytest.mark.django_db


# --- Several people at once -----------------------------------------------------------------------


TOGETHER = "/referrals/introduce/together/"


@pytest.fixture
def group(person):
    """Three whom the same worker works with, and one of somebody else's."""
    mine = [PersonFactory(service=person.service, keyworker=person.keyworker) for _ in range(2)]
    PersonFactory(service=person.service, reference="RH-9999")
    return [person, *mine]


def carried(answer):
    """What a group's page carries along: each person's key with their version among it."""
    return hidden(answer) | {"seen": re.findall(r'name="seen" value="([^"]+)"', answer.text)}


def keys(people):
    return [str(person.pk) for person in people]


def test_a_worker_chooses_among_those_they_work_with(worker, group):
    answer = worker.get(TOGETHER)
    assert REFERENCE in text(answer)
    assert "RH-9999" not in text(answer)
    event = Event.objects.get()
    assert (event.what, set(event.subjects)) == ("together.seen", {one.pk.hex for one in group})


@pytest.mark.parametrize("how_many", [0, 1])
def test_one_alone_is_no_group(worker, group, how_many):
    answer = worker.post(TOGETHER, {"people": keys(group)[:how_many]})
    assert answer.status_code == 422
    assert "Choose between 2 and 12 of the people you work with." in text(answer)
    assert answer.text.count(" checked") == how_many


def test_whoever_one_does_not_work_with_is_in_no_group(worker, group):
    others = PersonFactory(service=group[0].service)
    for keys_sent in ([*keys(group), str(others.pk)], [*keys(group), "nonsense"]):
        assert worker.post(TOGETHER, {"people": keys_sent}).status_code == 422


def test_several_are_shown_the_same_and_each_is_kept_an_offer(worker, group):
    first = worker.post(TOGETHER, {"people": keys(group)})
    assert "Shown to 3 people at once" in text(first)
    assert not any(one.reference in first.text for one in group)
    given = {"people": keys(group), "home": "Invented Town", "who": "me", **carried(first)}
    shown = worker.post(TOGETHER, {**given, "show": "yes"})
    assert "Tools groups" in text(shown)
    assert 'name="try"' not in shown.text
    saved = {**given, **carried(shown), "state": "looked_at", "save": "yes"}
    assert worker.post(TOGETHER, saved).status_code == 302
    assert worker.post(TOGETHER, saved).status_code == 302
    assert {offer.person for offer in Offer.objects.all()} == set(group)
    assert {(offer.together_with, offer.been) for offer in Offer.objects.all()} == {(2, "")}
    assert OfferSnapshot.objects.count() == 1
    assert "Saved for 3 people." in text(worker.get("/referrals/"))
    assert "In a group." in worker.get(address(group[0], "introduced")).text


def test_what_a_group_was_not_shown_is_not_kept_for_any_of_them(worker, group):
    first = worker.post(TOGETHER, {"people": keys(group)})
    answer = worker.post(TOGETHER, {"people": keys(group), **carried(first), "state": "looked_at", "save": "yes"})
    assert answer.status_code == 422
    assert not Offer.objects.exists()


def test_where_one_of_a_groups_treatment_has_ended_meanwhile_nothing_is_kept_for_any(worker, group, now):
    first = worker.post(TOGETHER, {"people": keys(group)})
    given = {"people": keys(group), **carried(first), "state": "rather_not", "save": "yes"}
    group[1].episodes.update(ended_on=now.date(), ending="completed", way_back="given", ended_by=group[1].keyworker)
    assert worker.post(TOGETHER, given).status_code == 422
    assert not Offer.objects.exists()


def shown_to(worker, group):
    """What would be posted to save what the page shows."""
    first = worker.post(TOGETHER, {"people": keys(group)})
    given = {"people": keys(group), "home": "Invented Town", "who": "me", **carried(first)}
    shown = worker.post(TOGETHER, {**given, "show": "yes"})
    return {**given, **carried(shown), "state": "looked_at", "save": "yes"}


def test_what_a_colleague_recorded_meanwhile_is_told_and_nothing_typed_is_lost(worker, group, now):
    saved = shown_to(worker, group)
    pathway.set_facts(group[2], {"gender": "woman"}, by=group[2].keyworker, at=now)
    told = worker.post(TOGETHER, saved)
    assert told.status_code == 422
    assert "Somebody recorded something for one of these people" in text(told)
    assert not Offer.objects.exists()
    assert 'value="Invented Town"' in told.text
    assert worker.post(TOGETHER, saved).status_code == 422  # the page from before is told again
    assert worker.post(TOGETHER, saved | carried(told)).status_code == 302
    assert Offer.objects.count() == 3


@pytest.mark.parametrize("seen", [[], ["nonsense"], ["7f9c24e8-3b12-4fa5-9d0e-1c2b3a495867.0"] * 3, ["\x00"] * 3])
def test_a_page_that_does_not_say_what_it_was_made_from_is_not_kept(worker, group, seen):
    answer = worker.post(TOGETHER, shown_to(worker, group) | {"seen": seen})
    assert answer.status_code == 422
    assert "Open this page again." in text(answer)
    assert not Offer.objects.exists()


def test_somebody_handed_over_meanwhile_leaves_the_group_and_nothing_is_kept(worker, group, now):
    saved = shown_to(worker, group)
    colleague = WorkerFactory(service=group[0].service)
    pathway.hand_over(group[1], to=colleague, by=group[1].keyworker, at=now)
    assert worker.post(TOGETHER, saved).status_code == 422
    assert not Offer.objects.exists()
