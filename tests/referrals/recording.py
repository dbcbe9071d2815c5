"""A worker that records one act after another and is killed at any moment. Run in a process of its own."""

import json
import os
import random
import signal
import time
from itertools import count

from tests.conftest import NOW
from tests.referrals.factories import TODAY, PersonFactory, SnapshotFactory

WEEK = 7


def killed(times, seed):
    """How each of ``times`` workers ended: what they were told is recorded, one JSON list a line."""
    dice = random.Random(seed)
    person = PersonFactory()
    for _ in range(times):
        told = _one(str(person.pk), after=dice.uniform(0, 0.25))
        print(json.dumps(told), flush=True)


def _one(person, *, after):
    """The acts that one worker was told are recorded before it was killed."""
    reading, writing = os.pipe()
    worker = os.fork()
    if worker == 0:
        os.close(reading)
        try:
            _record_for_ever(person, writing)
        finally:
            os._exit(1)  # only reached by an error: the parent says so
    os.close(writing)
    with os.fdopen(reading) as told:
        first = told.readline()  # however busy the machine is, it has begun
        time.sleep(after)
        os.kill(worker, signal.SIGKILL)
        said = first + told.read()
    _, status = os.waitpid(worker, 0)
    assert os.WIFSIGNALED(status), "the worker stopped by itself"
    return [line for line in said.splitlines() if line.endswith(".")]


def _record_for_ever(pk, writing):
    from django.db import connection

    from referrals import pathway
    from referrals.models import Person
    from referrals.pathway import Asked, Introduced, Planned, Said
    from tests.factories import ProgrammeFactory

    connection.close()
    person = Person.objects.get(pk=pk)
    by = person.keyworker
    for _ in count():
        programme = ProgrammeFactory(
            slug=f"option-{os.getpid()}-{time.monotonic_ns()}", rotation_key=os.urandom(6).hex()
        )
        what = Introduced(state="looked_at", said=(Said(programme, "interested"),))
        offer = pathway.introduce(person, snapshot=SnapshotFactory(), what=what, by=by, at=NOW)
        os.write(writing, f"offer {offer.pk} .\n".encode())
        referral = person.referrals.get(programme=programme)
        plan = Planned(on=TODAY, with_whom="myself", safety="no", words="Only an example")
        made = pathway.plan(referral, plan, by=by, at=NOW)
        os.write(writing, f"plan {made.pk} .\n".encode())
        asked = Asked(how="went", and_now="leave_it", ask_on=TODAY.replace(day=30))
        review = pathway.ask(referral, asked, by=by, at=NOW)
        os.write(writing, f"review {review.pk} .\n".encode())
