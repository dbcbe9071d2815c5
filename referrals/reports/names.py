"""What the cells are called on pages, in charts and in files, and in which order lists of them stand."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.vocabulary import Approach
from referrals.method import Method
from referrals.models import Barrier, How
from referrals.reports.funnel import Verdict
from referrals.reports.measures import BY_KEY, FAMILIES, NOT_KNOWN, WAYS, once, way

Named = list[tuple[str, str]]

METHODS = {
    "accompanied": Method.ACCOMPANIED,
    "by_peer": Method.PEER_LINK,
    "by_worker": Method.WORKER_LINK,
    "intensive": Method.INTENSIVE,
}
VERDICTS = {
    Verdict.TOO_FEW_PEOPLE: gettext_lazy("Under 20 people: own trend only"),
    Verdict.NOT_ASKED: gettext_lazy("Cannot be compared: of over 25% nobody asked"),
    Verdict.TOO_FEW_SERVICES: gettext_lazy("Too few services to compare it with"),
    Verdict.WITHIN: gettext_lazy("Within limits"),
    Verdict.HIGHER_THAN_95: gettext_lazy("A little higher than chance and ordinary difference would usually give"),
    Verdict.LOWER_THAN_95: gettext_lazy("A little lower than chance and ordinary difference would usually give"),
    Verdict.HIGHER: gettext_lazy("Higher than chance and ordinary difference would give"),
    Verdict.LOWER: gettext_lazy("Lower than chance and ordinary difference would give"),
}


def measure(key: str) -> str:
    """A step of the cascade, or anything else that is measured."""
    return str(BY_KEY[key].name)


def modes() -> Named:
    """The ways of being linked, A to Z: (cell, name)."""
    return _a_to_z((cell, str(method.label)) for cell, method in METHODS.items())


def families() -> Named:
    """Every kind of group, A to Z: (family, name)."""
    return _a_to_z((family, str(Approach(family).label)) for family in FAMILIES)


def not_known() -> Named:
    """The kinds of not knowing, the service’s own first: (kind, name)."""
    return [(kind, _("Nobody asked") if kind == How.NOT_ASKED else str(How(kind).label)) for kind in NOT_KNOWN]


def ways() -> Named:
    """Everything that can get in the way, A to Z: (cell, name)."""
    return _a_to_z((way(each), str(each.label)) for each in (*map(Barrier, WAYS), How.COULDNT_GET_IN, How.WASNT_ON))


def verdict(each: Verdict) -> str:
    """How a service reads among others of like setting."""
    return str(VERDICTS[each])


def _a_to_z(named: Iterable[tuple[str, str]]) -> Named:
    return sorted(named, key=lambda pair: (pair[1].casefold(), pair[0]))


def cell(key: str) -> str:
    """Any cell that somebody may stand behind, as the page calls it."""
    called = dict((*ways(), *modes(), *((once(kind), name) for kind, name in not_known())))
    return called.get(key) or (measure(key) if key in BY_KEY else _("Behind a number"))
