"""Every kind of group, and one kind: seven questions answered in the same order for each (parity, clause 9)."""

import datetime as dt
from dataclasses import dataclass

import django_filters
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from directory import following
from directory.catalogue import MARK
from directory.classification import TESTS, Kind
from directory.models import Programme
from directory.standard import Point
from directory.turns import turn, turned
from directory.vocabulary import FAMILY_ROTATION_KEYS, Approach, Listing, Nation, Problem, Who
from mutualaid.ui import words
from mutualaid.ui.access import public

QUESTIONS = {
    "used_today": _("Can I come if I have used today?"),
    "must_speak": _("Must I speak?"),
    "believe": _("Do I have to believe anything?"),
    "medicines": _("What about my medicines?"),
    "cost": _("What does it cost?"),
    "who_runs": _("Who runs it?"),
    "kept_private": _("What is kept private?"),
}
SERVES = {
    Who.ME: _("people with the problem"),
    Who.SOMEONE_CLOSE: _("people close to somebody with the problem"),
    Who.YOUNG_PERSON: _("young people"),
}
# The questions whose sources a point rests on; the others are on the page already.
RESTS_ON = {Point.NO_RECRUITING: ("recruits",), Point.SAFEGUARDING: ("under_18s", "safeguarding")}
WAYS = {"site": _("Website"), "phone": _("Telephone"), "email": _("Email"), "online": _("Online")}


class ProgrammeFilter(django_filters.FilterSet):
    """Which nation. Unset shows every one."""

    nation = django_filters.ChoiceFilter(
        label=_("Nation"), choices=Nation.choices, empty_label=_("The whole UK"), method="in_nation"
    )

    class Meta:
        model = Programme
        fields: list[str] = []

    def in_nation(self, programmes, name, nation):
        return programmes.serving(nation)


@dataclass(frozen=True, slots=True)
class Cited:
    """A source as a line names it."""

    title: str
    address: str
    read_on: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A question, what is said, and where that was read."""

    question: str
    said: str
    sources: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class WayIn:
    """A way in: a site, a number, an address; and the link that opens it."""

    kind: str
    label: str
    value: str
    link: str
    checked_on: str


@public
def programmes(request):
    """All of them by approach family; families turn each week, programmes are A to Z inside theirs."""
    listed = ProgrammeFilter(request.GET, queryset=Programme.objects.current().order_by("name", "pk"))
    within = [programme for programme in listed.qs if programme.kind is not Kind.OUTSIDE_STANDARD]
    order = turned(Approach, key=FAMILY_ROTATION_KEYS.__getitem__, t=turn("0", on=timezone.localdate()))
    directory, nation = following.directory(), listed.form.cleaned_data.get("nation", "")
    rows = [(each, text_of(each)["summary"], held_across(each, nation, directory)) for each in within]
    families = [(family, [row for row in rows if row[0].approach == family]) for family in order]
    context = {"filter": listed, "rows": rows, "families": [(family, found) for family, found in families if found]}
    return render(request, "directory/programmes.html", context)


@public
def programme(request, slug):
    """One programme: what it is, seven answers, its ways in, whose list we hold, and its class."""
    found = get_object_or_404(Programme.objects.current(), slug=slug)
    directory = following.directory()
    context = {
        "programme": found,
        "text": text_of(found),
        "family": Approach(found.approach).label,
        "serves": capfirst(words.listed([str(SERVES[Who(who)]) for who in found.serves])),
        "problems": capfirst(words.listed([words.initial(Problem(problem).label) for problem in found.problems])),
        "answers": [answer(found, key) for key in QUESTIONS],
        "tests": [
            (found._meta.get_field(test).verbose_name, getattr(found, f"get_{test}_display")()) for test in TESTS
        ],
        "standard": [standard_line(found, point, met) for point, met in found.standard.items()],
        "sources": [cited(source) for source in found.sources],
        "ways_in": [way_in(way) for way in found.ways_in],
        "held": [held(nation, directory.held(slug, nation)) for nation in Nation],
    }
    return render(request, "directory/programme.html", context)


def held_across(programme, nation, directory):
    """What we hold of its list in ``nation``; unset, in every nation that it serves."""
    nations = [nation] if nation else programme.nations or Nation.values
    extents = {directory.held(programme.slug, each).extent for each in nations}
    return Listing(extents.pop()).label if len(extents) == 1 else gettext("We hold its list in some nations")


def held(nation, holding):
    """ "Its meetings in Wales": what we hold of its list there, and of what day."""
    said = str(Listing(holding.extent).label)
    if holding.as_of:
        said = gettext("%(held)s, %(date)s") % {"held": said, "date": words.date(holding.as_of)}
    return nation.label, said


def marked(programme):
    """Its text in the language of the page, or English, with its marks like [about]."""
    language, _dash, _country = (get_language() or "en").partition("-")
    return programme.text.get(language) or programme.text["en"]


def text_of(programme):
    """The same without its marks, to be read."""
    return {key: MARK.sub("", said) for key, said in marked(programme).items()}


def answer(programme, key):
    """What it says to one question, and the sources that its marks name."""
    marks = MARK.findall(marked(programme)[key])
    return Answer(question=QUESTIONS[key], said=text_of(programme)[key], sources=named(programme, marks))


def standard_line(programme, point, met):
    """A point of the listing standard, whether it is met, and the sources of that."""
    marks = [mark for question in RESTS_ON.get(point, ()) for mark in programme.standard_sources.get(question, [])]
    return Answer(question=point.label, said=met.label, sources=named(programme, marks))


def named(programme, marks):
    """The sources that ``marks`` name, each once."""
    known = {source["id"]: cited(source) for source in programme.sources}
    return tuple(known[mark] for mark in dict.fromkeys(marks) if mark in known)


def cited(source):
    return Cited(source["title"], source["address"], words.date(dt.date.fromisoformat(source["read_on"])))


def _labelled(way):
    """ "Website", "Website in Northern Ireland"."""
    label, nations = str(WAYS[way["kind"]]), way.get("nations", [])
    if not nations:
        return label
    where = words.listed([Nation(nation).label for nation in nations])
    return gettext("%(label)s in %(where)s") % {"label": label, "where": where}


def way_in(way):
    """A way in as a link. ``checked_on`` stays empty until somebody has checked it."""
    links = {"phone": f"tel:{words.dialled(way['value'])}", "email": f"mailto:{way['value']}"}
    return WayIn(
        kind=way["kind"],
        label=_labelled(way),
        value=way["value"],
        link=links.get(way["kind"], way["value"]),
        checked_on=words.date(dt.date.fromisoformat(way["checked_on"])) if way.get("checked_on") else "",
    )
