"""A hundred thousand invented people and a million acts, laid down as plain rows: what a caseload is measured on."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import models, transaction
from django.utils import timezone

from directory.models import Programme
from mutualaid.accounts.models import User
from referrals.models import Episode, Membership, Offer, OfferSnapshot, Person, Referral, Review, Service, Step
from referrals.stages import FIRST, NEXT, Act

SERVICES, WORKERS_EACH, PEOPLE_EACH, OPTIONS_EACH = 50, 10, 200, 2
ACTS = (Act.CHOOSE, Act.PLAN, Act.ASK, Act.ASK, Act.ASK)  # of each option: a million in all
PASSWORD = "an invented password"
WORKER = "bench-worker-0@example.org"
BATCH = 5_000


def prepared() -> User:
    """Lay them down, or find them there: only the first time takes minutes. Returns a worker with 200 people."""
    worker = User.objects.filter(email=WORKER).first()
    if worker and Step.objects.count() >= SERVICES * WORKERS_EACH * PEOPLE_EACH * OPTIONS_EACH * len(ACTS):
        return worker
    now = timezone.now()
    with transaction.atomic():
        workers = list(_workers(now))
        print(f"Laying down {len(workers) * PEOPLE_EACH:,} invented people, which takes minutes the first time")
        programmes = list(Programme.objects.current().order_by("rotation_key")[:20])
        snapshot = OfferSnapshot.objects.create(digest="0" * 64, content={}, made_at=now)
        for number, (worker, service) in enumerate(workers):
            _people_of(worker, service, programmes, snapshot, number, now)
            if number % 50 == 49:
                print(f"  {(number + 1) * PEOPLE_EACH:,}", flush=True)
        # One statement for all: each referral has exactly one review.
        its_own = Review.objects.filter(referral=models.OuterRef("pk")).values("pk")[:1]
        Referral.objects.update(last_review=models.Subquery(its_own))
    return User.objects.get(email=WORKER)


def _workers(now: dt.datetime) -> Iterator[tuple[User, Service]]:
    for at in range(SERVICES):
        service = Service.objects.create(name=f"Invented service {at}", setting="community")
        for worker in range(WORKERS_EACH):
            email = f"bench-worker-{at * WORKERS_EACH + worker}@example.org"
            user = User.objects.create_user(email, PASSWORD if email == WORKER else None)
            Membership.objects.create(user=user, service=service, role="keyworker", began_at=now)
            yield user, service


def _people_of(worker, service, programmes, snapshot, number: int, now: dt.datetime) -> None:
    """Two hundred people of one worker, each with two options that are at some day of asking."""
    today, people, episodes, offers, referrals, reviews, steps = now.date(), [], [], [], [], [], []
    for at in range(PEOPLE_EACH):
        person = Person(service=service, keyworker=worker, added_at=now, added_by=worker)
        person.reference = f"BN-{number}-{at}"
        about = {"service": service, "person": person}
        episode = Episode(**about, started_on=today - dt.timedelta(days=60), setting=service.setting)
        offer = Offer(**about, episode=episode, snapshot=snapshot, state="looked_at", made_at=now, made_by=worker)
        people.append(person)
        episodes.append(episode)
        offers.append(offer)
        for option in range(OPTIONS_EACH):
            referral = Referral(
                **about,
                episode=episode,
                offer=offer,
                programme=programmes[(at + option * 7) % len(programmes)],
                stage="interest",
                due_on=today + dt.timedelta(days=(at + option * 3) % 21 - 7),
                began_at=now,
                version=len(ACTS),
            )
            referrals.append(referral)
            reviews.append(Review(**about, referral=referral, how="went", asked_at=now, asked_by=worker))
            steps.extend(_steps(referral, about, worker, now))
    for rows in (people, episodes, offers, referrals, reviews, steps):
        _keep(rows)


def _steps(referral: Referral, about: dict[str, object], worker: User, now: dt.datetime) -> Iterator[Step]:
    stage = FIRST
    for number, act in enumerate(ACTS, start=1):
        after = NEXT[stage][act]
        yield Step(
            id=uuid.uuid4(),
            **about,
            referral=referral,
            act=act,
            before=stage,
            after=after,
            number=number,
            at=now,
            by=worker,
        )
        stage = after


def _keep(rows: Iterable[models.Model]) -> None:
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        type(batch[0])._default_manager.bulk_create(batch)
