"""What has been changed about a thing, by whom and why, in words? For editors alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import ForeignKey, Model
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.models import Change, Closure, Group, Meeting, Move, Programme, Spell, Venue
from directory.vocabulary import Restriction
from mutualaid.accounts.models import User
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
    "merged_into": _("Merged into"),
}
# {field: of what kind the row is that it names}
ROWS: dict[str, type[Model]] = {"programme": Programme, "group": Group, "venue": Venue, "merged_into": Meeting}
# {kind: what may be undone, as its address names it}
DONE: dict[str, type[Model]] = {"change": Change, "closure": Closure, "spell": Spell, "move": Move}
# What may be told of each kind of thing beside its changes.
OTHERWISE: dict[type[Model], tuple[type[Model], ...]] = {Meeting: (Spell, Move), Venue: (Closure,)}


@dataclass(frozen=True, slots=True)
class Line:
    """One fact of a thing: what it said and what it says."""

    label: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that was done, in words. It is undone by ``kind``, as DONE has it, and ``pk``, if it may be."""

    at: dt.datetime
    by: User | None
    why: str
    kind: str
    pk: UUID
    lines: tuple[Line, ...] = ()
    says: str = ""
    may_be_undone: bool = False


def of(thing: Model, *, now: dt.datetime) -> list[Told]:
    """Everything that was done to ``thing``, the newest first; of its changes at most MOST."""
    changes = list(Change.objects.of(thing).for_history()[:MOST])
    undone = {change.undoes_id for change in changes}
    names = _names([facts for change in changes for facts in (change.before, change.after)])
    told = [_change(one, type(thing), names, is_undone=one.pk in undone) for one in changes]
    for model in OTHERWISE.get(type(thing), ()):
        for row in model._default_manager.of(thing).for_history():
            told += _otherwise(row, now)
    return sorted(told, key=lambda one: one.at, reverse=True)


def standing(thing: Model, *, now: dt.datetime) -> list[Told]:
    """What is told to be otherwise of ``thing`` and was not undone, the earliest days first."""
    models = OTHERWISE.get(type(thing), ())
    rows = [row for model in models for row in model._default_manager.of(thing).standing().for_history()]
    return [told for row in sorted(rows, key=lambda row: row.days) for told in _otherwise(row, now)]


def _change(change: Change, model: type[Model], names: dict[str, str], *, is_undone: bool) -> Told:
    return Told(
        at=change.at,
        by=change.by,
        why=change.why,
        kind="change",
        pk=change.pk,
        lines=() if change.is_addition else tuple(_lines(model, change.before, change.after, names)),
        says=gettext("Added. There was nothing before.") if change.is_addition else "",
        may_be_undone=not (change.is_addition or change.is_of_merging or is_undone),
    )


def _otherwise(row: Closure | Spell | Move, now: dt.datetime) -> Iterator[Told]:
    """That it was told, and, where it was undone, that as well."""
    said, kind = _days(row, now), str(row._meta.model_name)
    if row.undone_at:
        yield Told(row.undone_at, row.undone_by, gettext("Undone: %(what)s") % {"what": said}, kind, row.pk)
    how = gettext("Told %(how)s.") % {"how": row.get_how_display()}
    yield Told(row.made_at, row.made_by, said, kind, row.pk, says=how, may_be_undone=row.undone_at is None)


def _days(row: Closure | Spell | Move, now: dt.datetime) -> str:
    """ "Closed 1 to 14 December: a new floor"."""
    if isinstance(row, Move):
        was = words.weekday_and_date(row.was_on, now=now)
        to = gettext("%(day)s %(time)s") % {
            "day": words.weekday_and_date(row.to_on, now=now),
            "time": words.clock(row.to_at),
        }
        return gettext("Moved from %(day)s to %(to)s") % {"day": was, "to": to}
    days = words.days(row.first_on, row.last_on, now=now)
    if isinstance(row, Closure):
        return gettext("Closed %(days)s: %(reason)s") % {"days": days, "reason": row.reason}
    if row.kind == Spell.Kind.TERM:
        return gettext("A term: %(days)s") % {"days": days}
    return gettext("Called off %(days)s") % {"days": days}


def between(model: type[Model], before: dict[str, Any], after: dict[str, Any]) -> list[Line]:
    """What differs between two states of a thing, in words."""
    return list(_lines(model, before, after, _names([before, after])))


def in_words(model: type[Model], *every: dict[str, Any]) -> list[dict[str, str]]:
    """Each of these states of a thing, field by field in words."""
    names = _names(every)
    return [{name: _said(model, name, value, names) for name, value in facts.items()} for facts in every]


def _lines(model: type[Model], before: dict[str, Any], after: dict[str, Any], names: dict[str, str]) -> Iterator[Line]:
    for field, label in LABELS.items():
        if field in after and (after[field] != before.get(field) or field in before):
            was, now = (_said(model, field, facts.get(field), names) for facts in (before, after))
            if was != now:
                yield Line(str(label), was, now)


def _names(every: Iterable[dict[str, Any]]) -> dict[str, str]:
    """{key: the name of the programme, group, venue or meeting that it is}, in one query each."""
    facts, names = list(every), {}
    for field, model in ROWS.items():
        keys = {one.get(field) for one in facts} - {None}
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
    said = repeated(pattern["kind"], pattern["weekday"], at, nth=pattern["nth"], not_nth=pattern.get("not_nth"))
    if pattern["minutes"]:
        said = gettext("%(times)s, %(minutes)s minutes") % {"times": said, "minutes": pattern["minutes"]}
    if pattern["valid_from"]:
        said = gettext("%(times)s, from %(day)s") % {"times": said, "day": _day(pattern["valid_from"])}
    if pattern["valid_to"]:
        said = gettext("%(times)s, until %(day)s") % {"times": said, "day": _day(pattern["valid_to"])}
    return said


def repeated(kind: str, weekday: int, at: dt.time, *, nth: int | None, not_nth: int | None) -> str:
    """ "Every other Tuesday 7.30pm"."""
    if kind == "monthly" and nth is not None:
        return words.monthly((nth,), weekday, at)
    return words.weekly(weekday, at, every_other=kind == "fortnightly", not_nth=not_nth)


def _day(iso: str) -> str:
    return words.date(dt.date.fromisoformat(iso))
