"""How is one record told to the one whom it is about? Field by field, opened, plainly and in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.models import Meeting, Programme
from mutualaid.accounts.models import User
from mutualaid.sealing.fields import sealed_of
from mutualaid.sealing.seals import CannotOpen
from mutualaid.ui import words
from referrals.models import Barrier, Fix, Got, Offer, Person

# What a list of codes is said in.
LISTS: dict[tuple[str, str], Any] = {
    ("Person", "needs"): Person.Need,
    ("Plan", "barriers"): Barrier,
    ("Plan", "fixes"): Fix,
    ("Review", "got"): Got,
    ("Review", "in_the_way"): Barrier,
    ("Review", "would_help"): Fix,
}
# Whose it is is said once; these only hold the records together, and stand in the JSON.
ONLY_TECHNICAL = frozenset(
    {"id", "service", "person", "version", "once", "reference_index", "number", "snapshot", "last_review"}
)
BLOCKS = {
    "groups": gettext_lazy("Groups"),
    "family": gettext_lazy("For family and friends"),
    "community": gettext_lazy("Recovery communities"),
    "staff": gettext_lazy("Run by staff"),
    "elsewhere": gettext_lazy("Elsewhere, one link away"),
}
WAYS = ("nearest", "online")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is held: its name in the database, its label, and what it says, plainly and in words."""

    name: str
    label: str
    held: Any
    words: str


def in_words(fact: Fact) -> bool:
    """Does it say anything to somebody who is no machine?"""
    return fact.name not in ONLY_TECHNICAL and fact.words != ""


def record(row: models.Model) -> list[Fact]:
    """Everything in it, and of an offer what was shown."""
    sealed = {one.column: one for one in sealed_of(type(row))}
    facts = []
    for field in row._meta.fields:
        if field.name in sealed:
            said = _opened(row, sealed[field.name])
            facts.append(Fact(field.name.removesuffix("_sealed"), label(field), said, said or ""))
        else:
            facts.append(Fact(field.name, label(field), _plain(row, field), _words(row, field)))
    if isinstance(row, Offer):
        shown = _shown(row)
        said = _said(shown) if row.snapshot_id else _("They were not shown then.")
        facts.append(Fact("options_shown", _("The options, as they were shown"), shown, said))
    return facts


def _opened(row: models.Model, sealed: Any) -> str | None:
    try:
        opened: str | None = sealed.__get__(row)
    except CannotOpen as error:
        return str(error)
    return opened


def label(field: models.Field[Any, Any]) -> str:
    """What a field is called."""
    return capfirst(str(field.verbose_name).removesuffix(" sealed"))


def _plain(row: models.Model, field: models.Field[Any, Any]) -> Any:
    if _is_user(field):
        return _name(getattr(row, field.name))
    held = getattr(row, field.attname)
    if isinstance(held, bytes | memoryview):
        return bytes(held).hex()
    if isinstance(held, UUID):
        return str(held)
    return held.isoformat() if isinstance(held, dt.date) else held


def _words(row: models.Model, field: models.Field[Any, Any]) -> str:
    held = getattr(row, field.name)
    if held is None or held == "" or held == []:
        return ""
    if _is_user(field):
        return _name(held)
    if isinstance(held, bool):
        return _("Yes") if held else _("No")
    if isinstance(held, list):
        labels = dict(LISTS[type(row).__name__, field.name].choices)
        return words.listed([str(labels.get(one, one)) for one in held])
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    return _said_of(held)


def _said_of(held: Any) -> str:
    if isinstance(held, dt.datetime):
        return words.moment(held)
    if isinstance(held, dt.date):
        return words.date(held)
    return str(held)


def _is_user(field: models.Field[Any, Any]) -> bool:
    return isinstance(field, models.ForeignKey) and field.related_model._meta.label == settings.AUTH_USER_MODEL


def _name(user: User | None) -> str:
    return "" if user is None else user.name or _("A worker of the service")


def _shown(offer: Offer) -> dict[str, list[str]]:
    """{block: the options in the order in which they stood, with the best way into each}."""
    content = offer.snapshot.content if offer.snapshot else {}
    blocks = {name: content.get(name, []) for name in BLOCKS}
    slugs = {each if isinstance(each, str) else each["programme"] for block in blocks.values() for each in block}
    names = dict(Programme.objects.filter(slug__in=slugs).values_list("slug", "name"))
    ways = {each[way] for block in blocks.values() for each in block if isinstance(each, dict) for way in WAYS}
    meetings = {str(pk): name for pk, name in Meeting.objects.filter(pk__in=ways - {None}).values_list("pk", "name")}
    return {
        str(BLOCKS[name]): [_option(each, names, meetings) for each in block] for name, block in blocks.items() if block
    }


def _option(each: Any, names: dict[str, str], meetings: dict[str, str]) -> str:
    slug = each if isinstance(each, str) else each["programme"]
    ways = [] if isinstance(each, str) else [meetings.get(each[way], "") for way in WAYS if each[way]]
    name, known = names.get(slug, slug), [way for way in ways if way]
    return f"{name} ({'; '.join(known)})" if known else name


def _said(shown: dict[str, list[str]]) -> str:
    return " ".join(f"{block}: {', '.join(options)}." for block, options in shown.items())
