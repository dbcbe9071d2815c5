"""What do the catalogue's files say, and how does that differ from the database?

One file a programme, ``programmes/<slug>.toml``. Besides plain fields, a file has

- ``[tests]``: the five tests, yes, no or unknown;
- ``[standard]``: recruits, under_18s and safeguarding, each yes, no or unknown; a yes or no ends
  in the ids of its sources, as "no [leaflet]";
- ``[medicines]``: ``stance``, and the id of the ``source`` it was read in;
- ``[listing]``: how much of its list we hold in each nation, before any import;
- ``[[ways_in]]``: ``kind``, ``value``, ``checked_on`` once somebody has checked it, and
  ``nations`` where it is not for all of them;
- ``[[sources]]``: ``id``, ``title``, ``address``, and ``read_on``, the day it was read;
- ``[text.en]``, later ``[text.cy]``: a summary, for whom, the goal and the seven answers.
  An answer ends in the ids of its sources, as "Nothing. [leaflet] [site]", or owns “We don’t know”.

In the database days within JSON are ISO text and marks stay in the answers; the source and
day of the stance on medicines are the title and day of its source. docs/programmes.md is
for people who write the files.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from directory.classification import TESTS
from directory.models import Check, Programme
from directory.shapes import Day, ListOf, OneOf, Shape, Table, Text, Truth
from directory.vocabulary import Answer, Approach, Listing, Nation, Problem, Who

FOLDER = Path(__file__).parent / "programmes"

QUESTIONS = ("used_today", "must_speak", "believe", "medicines", "cost", "who_runs", "kept_private")
STANDARD = ("recruits", "under_18s", "safeguarding")
LANGUAGES = ("en", "cy")
LONGEST_ANSWER, LONGEST_SUMMARY, LONGEST_LINE = 200, 240, 160  # letters, without marks
NOT_KNOWN = "e don’t know"  # We or we
MARK = re.compile(r"\s*\[([a-z0-9-]+)\]")
FOR_FAMILIES = (Approach.FAMILY_STEPS, Approach.FAMILY_SUPPORT)
UNSOURCED = (Programme.Medicines.NOT_KNOWN, Programme.Medicines.NOT_RELEVANT)

SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
ADDRESS = {"like": r"https?://[^\s/]+\.\S+", "such_as": "https://example.org/about"}
VALUES: dict[str, Shape] = {
    "site": Text(300, **ADDRESS),
    "online": Text(300, **ADDRESS),
    "phone": Text(30, like=r"0[0-9 ]{9,14}", such_as="0808 157 0123"),
    "email": Text(100, like=r"[^\s@]+@[^\s@]+\.[^\s@]+", such_as="help@example.org"),
}
WAY_IN = Table(
    {"kind": OneOf(VALUES), "value": Text(300)},
    {"checked_on": Day(), "nations": ListOf(OneOf(Nation.values), least=1)},
)
WORDS: dict[str, Shape] = {
    "summary": Text(LONGEST_SUMMARY),
    "who": Text(LONGEST_LINE),
    "goal": Text(LONGEST_LINE),
    **{question: Text(LONGEST_ANSWER + 100) for question in QUESTIONS},  # with marks; measured again without
}
SHORT_ANSWER = Text(100, like=r"unknown|(yes|no)( \[[a-z0-9-]+\])+", such_as="no [leaflet], or unknown")
FILE = Table(
    {
        "name": Text(80),
        "short_name": Text(20, least=0),
        "also_known_as": ListOf(Text(80)),
        "approach": OneOf(Approach.values),
        "tradition": Text(30, least=0),
        "is_twelve_step": Truth(),
        "rotation_key": Text(12, like="[0-9a-f]{12}", such_as="0f3a9c2b71de: twelve random letters a to f and digits"),
        "serves": ListOf(OneOf(Who.values), least=1),
        "problems": ListOf(OneOf(Problem.values)),
        "nations": ListOf(OneOf(Nation.values)),
        "goal": OneOf(Programme.Goal.values),
        "run_by": OneOf(Programme.RunBy.values),
        "cost": OneOf(Programme.Cost.values),
        "known_in_uk": Truth(),
        "tests": Table({test: OneOf(Answer.values) for test in TESTS}),
        "standard": Table(dict.fromkeys(STANDARD, SHORT_ANSWER)),
        "medicines": Table({"stance": OneOf(Programme.Medicines.values), "source": Text(40, least=0)}),
        "listing": Table({nation: OneOf(Listing.values) for nation in Nation.values}),
        "ways_in": ListOf(WAY_IN, least=1),
        "sources": ListOf(
            Table(
                {
                    "id": Text(40, like=SLUG, such_as="leaflet"),
                    "title": Text(200),
                    "address": Text(300, **ADDRESS),
                    "read_on": Day(),
                }
            ),
            least=1,
        ),
        "text": Table({"en": Table(WORDS)}, {"cy": Table(WORDS)}),
    }
)

# Said in a file as Programme says it.
PLAIN = (
    *("name", "short_name", "also_known_as", "approach", "tradition", "is_twelve_step", "rotation_key", "serves"),
    *("problems", "nations", "goal", "run_by", "cost", "known_in_uk", "listing", "text"),
)
FIELDS = (
    *(*PLAIN, *TESTS, *STANDARD),
    *("standard_sources", "medicines", "medicines_source", "medicines_on", "ways_in", "sources"),
)


class CatalogueRefused(Exception):
    """Some file cannot be used. Each fault is a sentence; together they are the message."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Entry:
    """One file, checked: a programme's slug and the value of each of FIELDS."""

    slug: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """What loading would do. Programmes carry their new facts, unsaved; a retired one that is back is changed."""

    added: tuple[Programme, ...]
    changed: tuple[Programme, ...]
    retired: tuple[Programme, ...]
    unchanged: tuple[Programme, ...]

    @property
    def anything(self) -> bool:
        return bool(self.added or self.changed or self.retired)


def read(folder: Path = FOLDER) -> tuple[Entry, ...]:
    """Every file of ``folder``, in the order of their names. Raises CatalogueRefused with all their faults."""
    faults: list[str] = []
    entries: list[Entry] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            entries.append(_entry(path))
        except CatalogueRefused as error:
            faults += (f"{path.name}: {fault}" for fault in error.faults)
    faults += _shared_keys(entries)
    if not (entries or faults):
        faults.append(f"Put the programmes’ files in {folder}: there are none.")
    if faults:
        raise CatalogueRefused(faults)
    return tuple(entries)


def compare(entries: Iterable[Entry]) -> Differences:
    """How the database differs from ``entries``. Raises CatalogueRefused where a rotation key is somebody else’s."""
    held = {programme.slug: programme for programme in Programme.objects.order_by("slug")}
    said = {entry.slug: entry for entry in _as_checked(entries)}
    _check_keys_are_free(said, held)
    changed = [slug for slug in said if slug in held and _takes(held[slug], said[slug].facts)]
    gone = [slug for slug, programme in held.items() if slug not in said and programme.retired_at is None]
    return Differences(
        added=tuple(Programme(slug=slug, **entry.facts) for slug, entry in said.items() if slug not in held),
        changed=tuple(held[slug] for slug in changed),
        retired=tuple(held[slug] for slug in gone),
        unchanged=tuple(held[slug] for slug in said if slug in held and slug not in changed),
    )


def _as_checked(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries, each way in as whoever looked last found it: the file's day, or a later check's."""
    checks: dict[str, list[Check]] = defaultdict(list)
    for check in Check.objects.of_ways_in().select_related("programme"):
        checks[check.programme.slug].append(check)
    for entry in entries:
        ways = entry.facts["ways_in"]
        for check in checks[entry.slug]:
            ways = [check.said_of(way) for way in ways]
        yield Entry(entry.slug, entry.facts | {"ways_in": ways})


def _takes(programme: Programme, facts: dict[str, Any]) -> bool:
    """Give ``programme`` these facts; did anything change? One that had been retired has, by coming back."""
    differs = programme.retired_at is not None or any(getattr(programme, name) != facts[name] for name in FIELDS)
    for name in FIELDS:
        setattr(programme, name, facts[name])
    return differs


def _check_keys_are_free(said: dict[str, Entry], held: dict[str, Programme]) -> None:
    owners = {programme.rotation_key: slug for slug, programme in held.items()}
    taken = [
        f"{slug}.toml: Give it a “rotation_key” of its own: {owners[key]} has had that one."
        for slug, key in ((entry.slug, entry.facts["rotation_key"]) for entry in said.values())
        if owners.get(key, slug) != slug
    ]
    if taken:
        raise CatalogueRefused(taken)


def _shared_keys(entries: Iterable[Entry]) -> Iterator[str]:
    owners: dict[str, str] = {}
    for entry in entries:
        owner = owners.setdefault(entry.facts["rotation_key"], entry.slug)
        if owner != entry.slug:
            yield f"{entry.slug}.toml: Give it a “rotation_key” of its own: {owner} has the same."


def _entry(path: Path) -> Entry:
    """One file, or CatalogueRefused with its faults."""
    if not re.fullmatch(SLUG, path.stem):
        raise CatalogueRefused(["Name the file in small letters, digits and single hyphens, like al-anon.toml."])
    try:
        file = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueRefused([f"Make it TOML in UTF-8: {error}."]) from None
    faults = list(FILE.faults(file, "")) or list(_contradictions(file))
    if faults:
        raise CatalogueRefused(faults)
    return Entry(path.stem, _facts(file))


def _contradictions(file: dict[str, Any]) -> Iterator[str]:
    """What is wrong in a file whose every field has its shape."""
    sources = [source["id"] for source in file["sources"]]
    for twice in sorted({source for source in sources if sources.count(source) > 1}):
        yield f"Give each source an “id” of its own: {twice} is there twice."
    for place, way in enumerate(file["ways_in"], 1):
        yield from VALUES[way["kind"]].faults(way["value"], f"ways_in {place}.value")
    if (file["approach"] == Approach.FAITH) != bool(file["tradition"]):
        yield "Give a “tradition” if the approach is faith, and only then."
    if file["approach"] in FOR_FAMILIES and Who.ME in file["serves"]:
        yield "Take “me” out of “serves”, or choose another “approach”: that one is for people close to somebody."
    stance, source = file["medicines"]["stance"], file["medicines"]["source"]
    if stance not in UNSOURCED and source not in sources:
        yield "Make “medicines.source” the id of the source the stance was read in."
    if stance in UNSOURCED and source:
        yield f"Take “medicines.source” out: nothing was read if the stance is {stance}."
    for question, answer in file["standard"].items():
        yield from _unknown_marks(answer, sources, f"standard.{question}")
    for language, text in file["text"].items():
        for question in QUESTIONS:
            yield from _answer_faults(text[question], sources, f"text.{language}.{question}")


def _answer_faults(answer: str, sources: Sequence[str], where: str) -> Iterator[str]:
    marks, said = MARK.findall(answer), MARK.sub("", answer)
    if len(said) > LONGEST_ANSWER:
        yield f"Make “{where}” {LONGEST_ANSWER} letters long at most, without its marks: it has {len(said)}."
    yield from _unknown_marks(answer, sources, where)
    if not marks and NOT_KNOWN not in said:
        yield f"End “{where}” with the id of its source, like [leaflet], or write “We don’t know” in it."


def _unknown_marks(answer: str, sources: Sequence[str], where: str) -> Iterator[str]:
    for mark in MARK.findall(answer):
        if mark not in sources:
            yield f"Add a source called {mark}, or take [{mark}] out of “{where}”."


def _facts(file: dict[str, Any]) -> dict[str, Any]:
    """A checked file as the values of Programme's fields."""
    stance, read_in = file["medicines"]["stance"], file["medicines"]["source"]
    source = next((source for source in file["sources"] if source["id"] == read_in), None)
    return {
        **{name: file[name] for name in PLAIN},
        **file["tests"],
        **{question: MARK.sub("", file["standard"][question]) for question in STANDARD},
        "standard_sources": {question: MARK.findall(file["standard"][question]) for question in STANDARD},
        "medicines": stance,
        "medicines_source": source["title"] if source else "",
        "medicines_on": source["read_on"] if source else None,
        "ways_in": [_dated(way, "checked_on") for way in file["ways_in"]],
        "sources": [_dated(source, "read_on") for source in file["sources"]],
    }


def _dated(table: dict[str, Any], name: str) -> dict[str, str]:
    """A table with its day as JSON can hold it; a day not given stays not given."""
    return table | {name: table[name].isoformat()} if name in table else table
