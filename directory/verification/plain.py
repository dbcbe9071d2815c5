"""What does a thing say, in plain values that a form can carry and a history can keep?

A fact is text, a number, a list or None: another row is its key, a moment or a day is ISO 8601,
and when a meeting meets is a list of patterns in the order of the week.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, Model

from directory.classification import TESTS
from directory.models import Group, Meeting, Pattern, Programme, Venue

Facts = dict[str, Any]

STANDING = ("held_at", "held_reason", "withdrawn_at")
# What may be changed by hand, and so has a history.
FIELDS: dict[type[Model], tuple[str, ...]] = {
    Programme: ("paused_at",),
    Venue: ("name", "address", "postcode", "lat", "lon", "precision", "nation", "authority"),
    Group: ("programme", "name"),
    Meeting: (
        *("programme", "group", "venue", "name", "mode", "join_url", "phone", "time_zone", "setting", "openness"),
        *("restricted_to", "step_free", "hearing_loop", "children_welcome", "newcomers", "language", "formats"),
        *("notes", "private_notes", *TESTS, "run_by", *STANDING),
        *("bank_holidays", "term_time_only", "says_when", "says_stopped"),
    ),
}
PATTERN = ("kind", "weekday", "nth", "not_nth", "anchor_on", "starts_at", "minutes", "valid_from", "valid_to")


def said(thing: Model) -> Facts:
    """Every fact that may be changed of ``thing``; a saved meeting's patterns with them."""
    facts = {name: plain(_held(thing, name)) for name in FIELDS[type(thing)]}
    if isinstance(thing, Meeting):
        kept = [] if thing._state.adding else thing.patterns.all()
        facts["patterns"] = in_order({name: plain(getattr(one, name)) for name in PATTERN} for one in kept)
    return facts


def say(thing: Model, facts: Facts) -> list[Pattern] | None:
    """Put ``facts`` on ``thing``, unsaved, and hold it to its rules; its new patterns, None to leave them.

    Raises ValidationError, its messages by field.
    """
    wrong: dict[str, list[str]] = {}
    for name in set(facts) - {"patterns"}:
        field = thing._meta.get_field(name)
        setattr(thing, field.attname, _cleaned(field, facts[name], wrong))
    patterns = None
    if "patterns" in facts:
        patterns = [_pattern(one, wrong) for one in facts["patterns"]]
    try:
        thing.full_clean(exclude=_not_by_hand(thing))
    except ValidationError as error:
        wrong |= error.message_dict
    if wrong:
        raise ValidationError(wrong)
    return patterns


def plain(value: Any) -> Any:
    """One value as JSON holds it."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return list(value) if isinstance(value, list | tuple) else value


def in_order(patterns: Any) -> list[Facts]:
    """Patterns as the week runs, so that the same times are the same list."""
    return sorted(patterns, key=lambda one: [(one.get(name) is not None, str(one.get(name))) for name in ORDER])


ORDER = ("weekday", "starts_at", "kind", "nth", "not_nth", "anchor_on", "valid_from", "valid_to", "minutes")


def _not_by_hand(thing: Model) -> set[str]:
    """What this cannot change, and so need not answer for."""
    return {field.name for field in thing._meta.fields} - set(FIELDS[type(thing)])


def _held(thing: Model, name: str) -> Any:
    return getattr(thing, thing._meta.get_field(name).attname)


def _cleaned(field: Any, value: Any, wrong: dict[str, list[str]]) -> Any:
    try:
        return (field.target_field if isinstance(field, ForeignKey) else field).to_python(value)
    except ValidationError as error:
        wrong[field.name] = error.messages
        return value


def _pattern(facts: Facts, wrong: dict[str, list[str]]) -> Pattern:
    pattern = Pattern()
    for name in PATTERN:
        setattr(pattern, name, _cleaned(Pattern._meta.get_field(name), facts.get(name), {}))
    try:
        pattern.full_clean(exclude=["meeting"])
    except ValidationError as error:
        wrong.setdefault("patterns", []).extend(error.messages)
    return pattern
