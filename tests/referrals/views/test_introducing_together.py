"""Several people are shown every option at once."""

import pytest

from mutualaid.audit.models import Event
from referrals.models import Offer, OfferSnapshot
from tests.directory.views.conftest import clock, town
from tests.referrals.factories import PersonFactory
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
    given = {"people": keys(group), "home": "Invented Town", "who": "me", "once": hidden(first)["once"]}
    shown = worker.post(TOGETHER, {**given, "show": "yes"})
    assert "Tools groups" in text(shown)
    assert 'name="try"' not in shown.text
    saved = {**given, **hidden(shown), "state": "looked_at", "save": "yes"}
    assert worker.post(TOGETHER, saved).status_code == 302
    assert worker.post(TOGETHER, saved).status_code == 302
    assert {offer.person for offer in Offer.objects.all()} == set(group)
    assert {(offer.together_with, offer.been) for offer in Offer.objects.all()} == {(2, "")}
    assert OfferSnapshot.objects.count() == 1
    assert "Saved for 3 people." in text(worker.get("/referrals/"))
    assert "In a group." in worker.get(address(group[0], "introduced")).text


def test_what_a_group_was_not_shown_is_not_kept_for_any_of_them(worker, group):
    first = worker.post(TOGETHER, {"people": keys(group)})
    answer = worker.post(TOGETHER, {"people": keys(group), **hidden(first), "state": "looked_at", "save": "yes"})
    assert answer.status_code == 422
    assert not Offer.objects.exists()


def test_where_one_of_a_groups_treatment_has_ended_meanwhile_nothing_is_kept_for_any(worker, group, now):
    first = worker.post(TOGETHER, {"people": keys(group)})
    given = {"people": keys(group), **hidden(first), "state": "rather_not", "save": "yes"}
    group[1].episodes.update(ended_on=now.date(), ending="completed", way_back="given", ended_by=group[1].keyworker)
    assert worker.post(TOGETHER, given).status_code == 422
    assert not Offer.objects.exists()
