"""The demonstration’s people: every stage and awkward case, and nobody who could be anybody."""

import datetime as dt

import pytest

from mutualaid.accounts.models import User
from mutualaid.accounts.permissions import Permission, may
from mutualaid.audit.models import Event
from mutualaid.ops import demo, demo_people
from mutualaid.ops.stories import SERVICES, STORIES
from referrals.models import BEEN, NOT_KNOWN, Episode, How, Offer, Person, Referral, Review, Service
from referrals.stages import Stage
from tests.ops.conftest import lay_ground

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ground(db):
    lay_ground()


def test_forty_people_of_four_services_are_there_once(now):
    assert demo_people.load(now=now)
    assert (Person.objects.count(), Service.objects.count()) == (40, 4) == (len(STORIES), len(SERVICES))
    assert not demo_people.load(now=now + dt.timedelta(days=1))
    assert Person.objects.count() == 40


def test_every_stage_every_state_and_every_answer_is_there(now):
    demo_people.load(now=now)
    assert set(Referral.objects.values_list("stage", flat=True)) == set(Stage)
    assert set(Offer.objects.values_list("state", flat=True)) >= {"looked_at", "printed", "rather_not", "not_yet"}
    assert set(Review.objects.values_list("how", flat=True)) == set(How) >= {*BEEN, *NOT_KNOWN}
    assert set(Episode.objects.values_list("ending", flat=True)) >= {
        "",
        "completed",
        "stopped_coming",
        "died",
        "custody",
    }
    assert set(Person.objects.values_list("kind", flat=True)) == {"client", "someone_close"}
    assert Offer.objects.filter(lapsed_because="year").exists()
    assert Offer.objects.filter(idea="court").exists()


def test_something_is_due_today_and_something_is_overdue_on_the_keyworker_s_list(now):
    demo_people.load(now=now)
    mine = Referral.objects.visible_to(User.objects.get(email="keyworker@example.org")).open()
    assert mine.filter(due_on=now.date()).exists()
    assert mine.filter(due_on__lt=now.date()).exists()


def test_there_is_a_sign_in_for_each_role(now):
    demo_people.load(now=now)
    powers = {
        each.email: {permission for permission in Permission if may(User.objects.get(email=each.email), permission)}
        for each in demo_people.SIGN_INS
    }
    # no area is laid here for anybody to answer for: tests/journeys/test_reports.py reads one
    assert set.union(*powers.values()) == set(Permission) - {Permission.AREA_READ}
    assert Permission.PERSON_SEE not in powers["commissioner@example.org"]
    assert all(User.objects.get(email=email).check_password(demo.PASSWORD) for email in powers)


def test_nobody_could_be_anybody(now):
    demo_people.load(now=now)
    assert all(person.reference.startswith("DM-") for person in Person.objects.all())
    assert all("nvented" in service.name for service in Service.objects.all())
    assert all(user.email.endswith("@example.org") for user in User.objects.all())
    assert Event.objects.count() > 100


def test_interrupted_nothing_is_left(now, monkeypatch):
    def stop(*_args, **_kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(demo_people._Teller, "_end", stop)
        with pytest.raises(KeyboardInterrupt):
            demo_people.load(now=now)
    assert not Service.objects.exists()
    assert not Person.objects.exists()
    assert demo_people.load(now=now)
