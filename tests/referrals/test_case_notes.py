"""What is copied into case notes: what was said, in "they", and nothing that says who or where they live."""

import pytest

from directory import following
from referrals import case_notes, planned
from referrals.case_notes.stages import AND_NOW, GOT, GOT_IN_TOUCH, HOW, REACHED
from referrals.models import AndNow, Contact, Got, How, With
from referrals.planned import GOES_ALONG, YOU_GO
from tests.conftest import NOW
from tests.factories import MeetingFactory, VenueFactory, stamp
from tests.referrals.factories import TODAY, ContactFactory, PlanFactory, ReviewFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    meeting = MeetingFactory(
        programme__name="Invented Fellowship", venue=VenueFactory(name="Example Hall"), name="Lamp"
    )
    stamp(meeting)
    plan = PlanFactory(meeting=meeting, with_whom="worker", barriers=["money", "nerves"], fixes=["fare"])
    plan.words, plan.meeting_point = "To see Somebody.", "By the clock."
    plan.save()
    return plan


@pytest.fixture
def visit(plan):
    return planned.visits([plan], directory=following.directory(), now=NOW)[0]


def connected(visits, contacts=(), **more):
    said = {"ask_on": TODAY, "is_pressed": False, "now": NOW} | more
    return case_notes.connected("Invented Fellowship", visits, contacts, **said)


def asked(review, visit=None, **more):
    said = {"ask_on": None, "is_pressed": False, "now": NOW} | more
    return case_notes.asked("Invented Fellowship", review, visit, **said)


def test_every_answer_has_its_words():
    assert set(HOW) == set(How)
    assert set(AND_NOW) == set(AndNow)
    assert set(GOT) == set(Got)
    assert set(GOES_ALONG) == set(YOU_GO) == set(With)
    assert set(REACHED) == set(Contact.Reached)
    assert set(GOT_IN_TOUCH) == set(Contact.Who)


def test_a_plan_is_told_without_their_words_or_where_they_meet(plan, visit):
    contact = ContactFactory(person=plan.person, referral=plan.referral, who="person", reached="message")
    assert connected([visit], [contact]) == (
        "24 November 2026. They plan to try Invented Fellowship, Tuesday 24 November, 7.30pm, Example Hall, with their "
        "worker. They got in touch themselves: a message was left. What could get in the way: nerves and money. "
        "What would help: a fare. Next: ask on Tuesday 24 November."
    )


def test_what_is_planned_without_a_meeting_is_by_when(plan):
    plan.meeting = None
    plan.barriers = plan.fixes = []
    visit = planned.visits([plan], directory=following.directory(), now=NOW)[0]
    assert connected([visit], ask_on=None) == (
        "24 November 2026. They plan to try Invented Fellowship, by Tuesday 24 November, with their worker."
    )


@pytest.mark.parametrize("how", How)
def test_each_answer_makes_sentences_and_names_nobody(visit, how):
    review = ReviewFactory.build(person=visit.plan.person, referral=visit.plan.referral, how=how, service=None)
    text = asked(review, visit)
    assert text.startswith("24 November 2026. ")
    assert text.endswith(".")
    assert "%" not in text
    assert " you" not in text.lower()
    for never in (visit.plan.person.reference, "Somebody", "clock", visit.plan.service.name):
        assert never not in text
    assert "Invented Fellowship" in asked(review) or how in {"not_asked", "rather_not", "lost_touch", "cant_recall"}


def test_under_pressure_every_answer_makes_the_same_text(visit):
    texts = set()
    for how in How:
        about = {"person": visit.plan.person, "referral": visit.plan.referral, "service": None}
        more = {"and_now": "keep_going", "got": ["spoke"], "in_the_way": ["nerves"], "would_help": ["fare"]}
        texts.add(asked(ReviewFactory.build(how=how, **more, **about), visit, is_pressed=True))
    assert len(texts) == 1
    assert "do not say whether they went" in connected([visit], is_pressed=True)
