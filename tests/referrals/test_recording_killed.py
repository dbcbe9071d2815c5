"""A worker’s process killed in twenty saves: what they were told is kept is there, and nothing is half."""

import json
import os
import subprocess
import sys

import pytest
from django.db import connection

from tests.processes import database_url

KILLS = 20
LOOK = """
import json
from django.db.models import Count
from mutualaid.audit.models import Event
from referrals.models import Mark, Offer, Plan, Referral, Review, Step
from referrals.stages import NEXT
def keys(model):
    return [str(pk) for pk in model.objects.values_list("pk", flat=True)]
halves = []
for referral in Referral.objects.prefetch_related("steps"):
    steps = sorted(referral.steps.all(), key=lambda step: step.number)
    if referral.version != len(steps) or (steps and steps[-1].after != referral.stage):
        halves.append(str(referral.pk))
    halves += [str(step.pk) for step in steps if NEXT[step.before].get(step.act) != step.after]
    asked = [step for step in steps if step.act == "ask"]
    if len(asked) != Review.objects.filter(referral=referral).count():
        halves.append(str(referral.pk))
    if len([step for step in steps if step.act == "plan"]) != Plan.objects.filter(referral=referral).count():
        halves.append(str(referral.pk))
offers = Offer.objects.annotate(said=Count("marks"))
halves += [str(offer.pk) for offer in offers if offer.said != 1]
print(json.dumps({
    "offer": keys(Offer), "plan": keys(Plan), "review": keys(Review), "halves": halves,
    "standing": Offer.objects.filter(lapsed_at=None).count(),
    "steps": Step.objects.count(), "traced": Event.objects.filter(what__startswith="referral.").count(),
    "offers_traced": Event.objects.filter(what="offer.made").count(),
}))
"""


class Workplace:
    """A database of its own for processes to record in."""

    def __init__(self, folder):
        self.env = os.environ | {"MUTUALAID_MODE": "test", "MUTUALAID_VAR": str(folder), "PYTHONPATH": "."}
        if connection.vendor == "postgresql":
            self.env["DATABASE_URL"] = database_url()
        else:
            self.env.pop("DATABASE_URL", None)
            self.manage("migrate", "--verbosity=0")

    def manage(self, *words):
        done = subprocess.run([sys.executable, "manage.py", *words], env=self.env, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def shell(self, code):
        return self.manage("shell", "--verbosity=0", "--command", code).splitlines()


@pytest.mark.django_db(transaction=True)
def test_killed_in_twenty_saves_no_acknowledged_act_is_lost_and_none_is_half(tmp_path):
    place = Workplace(tmp_path)
    lines = place.shell(f"from tests.referrals.recording import killed; killed({KILLS}, seed=4)")
    told = [line.split()[:2] for each in lines for line in json.loads(each)]
    assert len(lines) == KILLS
    assert len(told) > KILLS, "too little was recorded to say anything"
    kept = json.loads(place.shell(LOOK)[-1])
    lost = [(kind, key) for kind, key in told if key not in kept[kind]]
    assert not lost
    assert not kept["halves"]
    assert kept["standing"] == 1
    assert kept["steps"] == kept["traced"]
    assert kept["offers_traced"] == len(kept["offer"])
