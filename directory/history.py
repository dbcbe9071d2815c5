"""What has been changed about a thing, by whom and why, in words? For editors alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import ForeignKey, Model
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.models import Change, Group, Programme, Venue
from directory.vocabulary import Restriction
from mutualaid.ui import words

MOST = 200  # changes of one thing that are told
LABELS = {
    "programme": _("Programme"),
    "group": _("Group"),
    "venue": _("Venue"),
    "name": _("Name"),
    "address": _("Address"),
    "postcode": _("Postcode"),
    "lat": _("Latitude"),
    "lon": _("Longitude"),
    "precision": _("How exact its position is"),
    "nation": _("Nation"),
    "authority": _("Local authority"),
    "mode": _("How people meet"),
    "join_url": _("Joining link"),
    "phone": _("Telephone number"),
    "time_zone": _("Time zone"),
    "setting": _("Setting"),
    "openness": _("Open or closed"),
    "restricted_to": _("For some people only"),
    "step_free": _("Step-free way in"),
    "hearing_loop": _("Hearing loop"),
    "children_welcome": _("Children welcome"),
    "newcomers": _("Says it is for newcomers"),
    "same_problem": _("Do members share the same problem?"),
    "gives_and_receives": _("Do people both give and receive support?"),
    "run_by_members": _("Is it organised by its members?"),
    "values_experience": _("Is lived experience what counts?"),
    "charges_no_fee": _("Is it free of fees?"),
    "run_by": _("Who runs it"),
    "language": _("Language"),
    "formats": _("Kind of meeting, in its own words"),
    "notes": _("Notes"),
    "private_notes": _("Private notes"),
    "bank_holidays": _("Meets on bank holidays"),
    "term_time_only": _("In term time only"),
    "says_when": _("What its list says of when, to check"),
    "says_stopped": _("What its list says of having stopped"),
    "held_at": _("Held since"),
    "held_reason": _("Why it is held"),
    "withdrawn_at": _("Withdrawn since"),
    "paused_at": _("Paused since"),
    "patterns": _("Times"),
}
ROWS: tuple[type[Model], ...] = (Programme, Group, Venue)


@dataclass(frozen=True, slots=True)
class Line:
    """One fact of a thing: what it said and what it says."""

    label: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Told:
    """One change in words; ``may_be_undone`` unless there was nothing before, or it has been undone."""

    change: Change
    lines: tuple[Line, ...]
    may_be_undone: bool


def of(thing: Model) -> list[Told]:
    """Everything that was changed of ``thing``, the newest first; at most MOST."""
    changes = list(Change.objects.of(thing).for_history()[:MOST])
    undone = {change.undoes_id for change in changes}
    names = _names([facts for change in changes for facts in (change.before, change.after)])
    return [
        Told(
            change=change,
            lines=tuple(_lines(type(thing), change.before, change.after, names)),
            may_be_undone=not change.is_addition and change.pk not in undone,
        )
        for change in changes
    ]


def between(model: type[Model], before: dict[str, Any], after: dict[str, Any]) -> list[Line]:
    """What differs between two states of a thing, in words."""
    return list(_lines(model, before, after, _names([before, after])))


def _lines(model: type[Model], before: dict[str, Any], after: dict[str, Any], names: dict[str, str]) -> Iterator[Line]:
    for field, label in LABELS.items():
        if field in after and (after[field] != before.get(field) or field in before):
            was, now = (_said(model, field, facts.get(field), names) for facts in (before, after))
            if was != now:
                yield Line(str(label), was, now)


def _names(every: Iterable[dict[str, Any]]) -> dict[str, str]:
    """{key: the name of the programme, group or venue that it is}, in one query each."""
    facts, names = list(every), {}
    for model in ROWS:
        keys = {one.get(str(model._meta.model_name)) for one in facts} - {None}
        if keys:
            names |= {str(row.pk): str(row) for row in model._default_manager.filter(pk__in=keys)}
    return names


def _said(model: type[Model], field: str, value: Any, names: dict[str, str]) -> str:
    """One value in words."""
    if value in (None, "", []):
        return gettext("nothing")
    if field == "patterns":
        return "; ".join(_time(one) for one in value)
    if field == "restricted_to":
        return words.listed([str(dict(Restriction.choices).get(one, one)) for one in value])
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    column = model._meta.get_field(field)
    if isinstance(column, ForeignKey):
        return names.get(value, gettext("one that is not here any more"))
    if field.endswith("_at"):
        at = parse_datetime(value)
        return words.moment(at) if at else str(value)
    return str(dict(column.flatchoices).get(value, value))


def _time(pattern: dict[str, Any]) -> str:
    """ "Every Tuesday 7.30pm, 60 minutes"."""
    at = dt.time.fromisoformat(pattern["starts_at"])
    if pattern["kind"] == "monthly":
        said = words.monthly((pattern["nth"],), pattern["weekday"], at)
    else:
        every_other = pattern["kind"] == "fortnightly"
        said = words.weekly(pattern["weekday"], at, every_other=every_other, not_nth=pattern.get("not_nth"))
    if pattern["minutes"]:
        said = gettext("%(times)s, %(minutes)s minutes") % {"times": said, "minutes": pattern["minutes"]}
    if pattern["valid_from"]:
        said = gettext("%(times)s, from %(day)s") % {"times": said, "day": _day(pattern["valid_from"])}
    if pattern["valid_to"]:
        said = gettext("%(times)s, until %(day)s") % {"times": said, "day": _day(pattern["valid_to"])}
    return said


def _day(iso: str) -> str:
    return words.date(dt.date.fromisoformat(iso))
