"""What is held for longer than referrals/retention.py says? It goes, a little at a time; nothing younger is touched.

Somebody whose treatment ended long enough ago is erased. What goes on its own before that is emptied:
a plan's words, where they were to meet and which meeting. What rests on something that stays, stays
with it: an agreement under which somebody was rung goes when the call does. An app has its own rows
swept by ``over(now)`` on its AppConfig: {what: rows}.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from mutualaid.audit import trail
from referrals import erasure, pathway
from referrals.models import (
    LASTS,
    Commission,
    Consent,
    Contact,
    Episode,
    Frozen,
    InTreatment,
    Membership,
    Offer,
    OfferSnapshot,
    Person,
    Plan,
    Service,
)
from referrals.retention import RULES, Rule

BATCH = 500
# Whoever is shown it just now has not saved yet.
FRESH = dt.timedelta(days=1)

Rows = QuerySet[Any]
Progress = Callable[[str, int], None]


def due(*, now: dt.datetime) -> dict[str, int]:
    """{what: how many} would go. What rests only on some of it is not counted yet."""
    counted = {what: rows.count() for what, rows in [("people", people(now)), *_emptied(now), *_deleted(now)]}
    return counted | {"offers": Offer.objects.filter(lapsed_at=None, made_at__lte=now - LASTS).count()}


def sweep(*, now: dt.datetime, progress: Progress = lambda *_: None) -> dict[str, int]:
    """Let go of all that is due. Stopped anywhere, the next time carries on. Gives {what: how many}."""
    gone = {"people": _erase(now, progress)}
    for what, rows in _emptied(now):
        gone[what] = _batched(rows, lambda some: some.update(**_nothing(some.model)), what, progress)
    for what, rows in _deleted(now):
        gone[what] = _batched(rows, _delete, what, progress)
    gone["offers"] = pathway.lapse_old(at=now)
    if any(gone.values()):
        facts = {what.replace(" ", "_"): number for what, number in gone.items() if number}
        trail.record("retention.swept", actor=None, at=now, facts=facts)
    return gone


def people(now: dt.datetime) -> QuerySet[Person]:
    """Those whose last time in treatment ended long enough ago; or who were added then, and never in any."""
    day, moment = _since(RULES["Person.id"], now)
    theirs = Episode.objects.filter(person=OuterRef("pk"))
    going_on = theirs.filter(Q(ended_on=None) | Q(ended_on__gt=day))
    return Person.objects.filter(~Exists(going_on), Exists(theirs) | Q(added_at__lte=moment))


def whole(model: type[models.Model]) -> Rule:
    """How long a whole record of this kind is kept."""
    return RULES[f"{model.__name__}.{model._meta.pk.name}"]


def alone(model: type[models.Model]) -> dict[str, Rule]:
    """{field: how long} of what goes before its record does."""
    of_it = {name.partition(".")[2]: rule for name, rule in RULES.items() if name.startswith(f"{model.__name__}.")}
    return {name: rule for name, rule in of_it.items() if rule.alone}


def _erase(now: dt.datetime, progress: Progress) -> int:
    """Each by themselves: whoever has come back meanwhile stays."""
    gone = 0
    for key in list(people(now).order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            if Person.objects.select_for_update().filter(pk=key) and people(now).filter(pk=key).exists():
                erasure.erase(key, why="retention", by=None, at=now)
                gone += 1
        progress("people erased", gone)
    return gone


def _emptied(now: dt.datetime) -> Iterator[tuple[str, Rows]]:
    """Rows of which a part goes now, and is not gone yet."""
    day, _moment = _since(next(iter(alone(Plan).values())), now)
    held = Q(*(~Q(**{name: empty}) for name, empty in _nothing(Plan).items()), _connector=Q.OR)
    yield "words of plans", Plan.objects.filter(held, on__lte=day)


def _nothing(model: type[models.Model]) -> dict[str, Any]:
    return dict.fromkeys(alone(model))


def _deleted(now: dt.datetime) -> Iterator[tuple[str, Rows]]:
    """Rows that go whole, each kind before what it rests on."""
    _day, moment = _since(whole(Consent), now)
    rung = Contact.objects.filter(consent=OuterRef("pk"))
    yield "consents", Consent.objects.filter(~Exists(rung), Q(until__lte=moment) | Q(withdrawn_at__lte=moment))
    day, _moment = _since(whole(Frozen), now)
    yield "frozen figures", Frozen.objects.filter(quarter__lte=day)
    yield "numbers in treatment", InTreatment.objects.filter(quarter__lte=day)
    yield from _of_the_work(now)
    yield "snapshots", OfferSnapshot.objects.filter(offers=None, made_at__lte=now - FRESH)
    for config in apps.get_app_configs():
        yield from getattr(config, "over", _none)(now).items()


def _of_the_work(now: dt.datetime) -> Iterator[tuple[str, Rows]]:
    day, moment = _since(whole(Membership), now)
    yield "memberships", Membership.objects.filter(Q(ended_at__lte=moment) | Q(service__closed_on__lte=day))
    yield "commissions", Commission.objects.filter(ended_at__lte=moment)
    held = [Exists(model.objects.filter(service=OuterRef("pk"))) for model in (Person, Membership, InTreatment)]
    yield "services", Service.objects.filter(*(~one for one in held), closed_on__lte=day)


def _none(_now: dt.datetime) -> Mapping[str, Rows]:
    return {}


def _since(rule: Rule, now: dt.datetime) -> tuple[dt.date, dt.datetime]:
    """The last day, and the last moment, that are long enough ago."""
    long_enough = dt.timedelta(days=rule.days)
    return pathway.day_of(now) - long_enough, now - long_enough


def _delete(rows: Rows) -> int:
    """How many of them went; what hangs on each is not counted."""
    return rows.delete()[1].get(rows.model._meta.label, 0)


def _batched(rows: Rows, act: Callable[[Rows], int], what: str, progress: Progress) -> int:
    """Some at a time, each batch whole: what is not due any more when its turn comes is left."""
    keys, done = list(rows.order_by("pk").values_list("pk", flat=True)), 0
    for at in range(0, len(keys), BATCH):
        with transaction.atomic():
            done += act(rows.filter(pk__in=keys[at : at + BATCH]))
        progress(what, done)
    return done
