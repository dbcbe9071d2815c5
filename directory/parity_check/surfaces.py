"""Does every surface hold the same set, in the same order? Each is read as somebody else would read it.

A surface is a name and a way to read from it, for a search, what it names and in which order. A new one is one line
in SURFACES; until it is there it is named in NOT_BUILT, and the report says that it was not looked at. The PDF is
made of the sheet’s own template: what reads a PDF is there for tests alone, and one holds it to the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlencode

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from directory import answers, parity, several_places
from directory.following import Directory
from directory.options import Options
from directory.parity_check.faults import Fault
from directory.search import Search, read

NOT_BUILT = ("offline pack", "embed")
FORM = ("row__name", "row__kind", "row__when", "row__mark", "row__more")  # of a row, in this order; marks where asked
BESIDE = ("community", "staff", "family")  # sections that stand though they be empty


@dataclass(frozen=True, slots=True)
class Shown:
    """What a surface names, as slugs in its order, and what is wrong with its form."""

    slugs: tuple[str, ...]
    faults: tuple[Fault, ...] = ()
    of: Options | None = None  # what it is to be held to, where that is another answer than the page’s


@dataclass(frozen=True, slots=True)
class Asked:
    """A search, what ``options`` answers to it, and what that was worked out from."""

    search: Search
    found: Options
    directory: Directory

    @classmethod
    def now(cls, search: Search, directory: Directory) -> Asked:
        """As at this moment: a page tells the time by the same clock."""
        return cls(search, parity.options(search, directory=directory, now=timezone.now()), directory)


def page(asked: Asked) -> Shown:
    """The results page: every row, and the names in the folds’ closed lines."""
    markup = ask("directory:options", asked.search)
    rows = Rows()
    rows.feed(markup)
    faults = []
    if rows.closed_lines != [", ".join(names) for names in rows.folded]:
        faults.append(Fault(1, "The closed lines of the folds do not name what is in them."))
    if wrong := [slug for slug, parts in rows.parts.items() if parts != [part for part in FORM if part in parts]]:
        faults.append(Fault(9, f"{wrong[0]}’s row is not in the form of the others."))
    lengths = {tuple(part for part in parts if part != "row__mark") for parts in rows.parts.values()}
    if len(lengths) > 1:
        faults.append(Fault(9, "Some rows have parts that others have not."))
    if missing := [name for name in BESIDE if name not in rows.sections]:
        faults.append(Fault(11, f"The block of {missing[0]} is not there."))
    return Shown(tuple(rows.slugs), (*faults, *_without_lines(rows)))


def legend(asked: Asked) -> Shown:
    """The list beside the map: its pins are of these."""
    rows = Rows()
    rows.feed(ask("directory:map", asked.search))
    return Shown(tuple(rows.slugs), tuple(_without_lines(rows)))


def sheet(asked: Asked, layout: str = "") -> Shown:
    """The sheet to print: it names options by their names, of which two might be alike."""
    rows = Rows()
    rows.feed(ask("directory:sheet", asked.search, layout=layout))
    slugs: dict[str, deque[str]] = defaultdict(deque)
    for option in asked.found.every:
        slugs[option.name].append(option.slug)
    named = [slugs[name].popleft() if slugs[name] else name for name in map(_in_one_line, rows.entries)]
    return Shown(tuple(named), tuple(_without_lines(rows)))


def as_json(asked: Asked) -> Shown:
    """What ``find --json`` prints."""
    around = parity.look_around(asked.search, directory=asked.directory, now=asked.found.now)
    given = answers.answer(asked.found, around)["options"]
    uneven = len({tuple(option) for option in given}) > 1
    return Shown(
        tuple(option["programme"] for option in given),
        (Fault(9, "Some options have fields that others have not."),) if uneven else (),
    )


def desk(asked: Asked) -> Shown:
    """What a keyworker shows at the desk, from one place. It does not widen: an offer is frozen at a distance."""
    search, directory, now = replace(asked.search, widens=False), asked.directory, asked.found.now
    several = several_places.options([search], directory=directory, now=now)
    found = parity.options(search, directory=directory, now=now)
    return Shown(tuple(option.slug for option in several.options.every), of=found)


SURFACES: dict[str, Callable[[Asked], Shown]] = {
    "page": page,
    "JSON": as_json,
    "desk": desk,
    "map legend": legend,
    "printed sheet": sheet,
    "large print sheet": partial(sheet, layout="large"),
    "Easy Read sheet": partial(sheet, layout="easy"),
}


def faults(asked: Asked, read_from: Callable[[Asked], Shown], name: str) -> Iterator[Fault]:
    """The same set (clause 1), and in each block the same order (clause 6)."""
    shown = read_from(asked)
    counted = Counter(shown.slugs)
    found = shown.of or asked.found
    expected = [option.slug for option in found.every]
    for slug in sorted(set(expected) - set(counted)):
        yield Fault(1, f"The {name} does not name {slug}.")
    for slug, times in sorted((counted - Counter(expected)).items()):
        yield Fault(1, f"The {name} names {slug} {times} times too often.")
    for block in (found.groups, found.family, found.community, found.staff):
        right = [option.slug for option in block if option.slug in counted]
        if [slug for slug in shown.slugs if slug in right] != right and max(counted.values()) == 1:
            yield Fault(6, f"The {name} has another order than the schedule’s.")
    for fault in shown.faults:
        yield Fault(fault.clause, f"The {name}: {fault.sentence}")


def can_be_asked(search: Search) -> bool:
    """May a visitor ask just this? What the page has no field for, it cannot be asked."""
    return read(search.place, parse_qs(search.query()), _posted(search)) == search


def ask(name: str, search: Search, *, layout: str = "") -> str:
    """The page of this name for ``search``, as a visitor’s browser gets it: what is sensitive by a post."""
    host = next((host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*"), "localhost")
    client = Client(SERVER_NAME=host)
    address, posted = reverse(name, args=[search.place.cell]), _posted(search)
    secure, chosen = bool(settings.SECURE_SSL_REDIRECT), {"layout": layout} if layout else {}
    if posted:
        answer = client.post(address, posted | chosen, secure=secure)
    else:
        query = "&".join(filter(None, [search.query(), urlencode(chosen)]))
        answer = client.get(f"{address}?{query}", secure=secure)
    if answer.status_code != 200:
        raise SurfaceFailed(f"{address} answered {answer.status_code}.")
    return str(answer.content.decode())


class SurfaceFailed(Exception):
    """A surface gave no page; ``str(error)`` says which."""


def _posted(search: Search) -> dict[str, list[str]]:
    """All that a form carries, where some of it is in no address; else nothing."""
    return parse_qs(urlencode(search.carried())) if search.is_sensitive else {}


def _without_lines(rows: Rows) -> Iterator[Fault]:
    """One line to treatment and one on medicines, on every surface."""
    text = _in_one_line(" ".join(rows.words))
    for line in (gettext("Treatment where you are"), gettext("Never change your prescription because of a meeting.")):
        if line not in text:
            yield Fault(11, f"It does not say “{line}”")


def _in_one_line(said: str) -> str:
    return " ".join(said.split())


@dataclass
class _Open:
    tag: str
    classes: frozenset[str]


@dataclass
class Rows(HTMLParser):
    """The rows of a page: slugs in order, the parts of each, and what the closed lines say; of a sheet, its entries."""

    slugs: list[str] = field(default_factory=list)
    parts: dict[str, list[str]] = field(default_factory=dict)
    folded: list[list[str]] = field(default_factory=list)  # fold by fold, the names of its rows
    closed_lines: list[str] = field(default_factory=list)  # and what the line says that is seen while it is closed
    sections: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    entries: list[str] = field(default_factory=list)  # names

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[_Open] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag in {"meta", "link", "input", "br", "img", "hr", "col"}:
            return
        classes = frozenset(said.get("class", "").split())
        if tag == "section" and "id" in said:
            self.sections.append(said["id"])
        if tag == "li" and "row" in classes:
            self.slugs.append(said.get("id", ""))
            self.parts[said.get("id", "")] = []
        elif self.slugs and (part := next((part for part in FORM if part in classes), None)):
            self.parts[self.slugs[-1]].append(part)
        if "row__name" in classes and self._inside("fold"):
            self.folded[-1].append("")
        if "fold__names" in classes:
            self.closed_lines.append("")
            self.folded.append([])
        if "entry__name" in classes:
            self.entries.append("")
        self._open.append(_Open(tag, classes))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._inside("fold__names"):
            self.closed_lines[-1] += data
        elif self._inside("row__name") and self._inside("fold"):
            self.folded[-1][-1] += data
        elif self._inside("entry__name"):
            self.entries[-1] += data

    def _inside(self, name: str) -> bool:
        return any(name in each.classes for each in self._open)
