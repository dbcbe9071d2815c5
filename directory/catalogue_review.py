"""What in the catalogue is not known, not checked, told unevenly, or read long ago?

It asks of programmes, whether from the database or from files not yet loaded (``from_files``),
and answers in values, so that a command, a page and a test can say the same. Most of what it
finds is honest and may stay: “We don’t know” is an answer. What may not stay is in ``to_mend``.
"""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from directory import catalogue
from directory.classification import TESTS
from directory.freshness import FRESH_FOR
from directory.models import Programme
from directory.reading_age import reading_age
from directory.vocabulary import Answer

READ_AGAIN_AFTER = dt.timedelta(days=365)
MOST_TIMES_LONGER = 2  # nobody's answers run to more than twice another's (docs/programmes.md)
READERS_AGE = 11  # a child of ten can read it, so younger than this


@dataclass(frozen=True, slots=True)
class Unknown:
    """A field of a programme that says “not known”, or a language it has no words in."""

    slug: str
    name: str
    field: str  # as the file calls it: tests.charges_no_fee, text.en.believe


@dataclass(frozen=True, slots=True)
class Unverified:
    """Something nobody has looked at lately enough: a way in or a source. ``last`` is None if never."""

    slug: str
    name: str
    what: str  # source, or the kind of way in: site, phone, email, online
    value: str  # an address or a number
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class Spread:
    """How far programmes differ in one measure, and which two stand at its ends."""

    of: str
    least: float
    middle: float
    most: float
    least_in: str  # slugs
    most_in: str


@dataclass(frozen=True, slots=True)
class Review:
    """What was found in so many ``programmes``, each list in the order it wants attention."""

    programmes: int
    unknown: tuple[Unknown, ...]  # by programme, A to Z
    ways_in: tuple[Unverified, ...]  # never checked, or not within six months; never first, then oldest
    sources: tuple[Unverified, ...]  # read more than a year ago; oldest first
    spreads: tuple[Spread, ...]
    to_mend: tuple[str, ...]  # sentences; empty if all is within the rules

    @property
    def unverified(self) -> tuple[Unverified, ...]:
        """Ways in and sources together, oldest first."""
        return _oldest_first([*self.ways_in, *self.sources])


def from_files(folder: Path = catalogue.FOLDER) -> tuple[Programme, ...]:
    """The programmes as the files have them, unsaved. Raises catalogue.CatalogueRefused."""
    return tuple(Programme(slug=entry.slug, **entry.facts) for entry in catalogue.read(folder))


def review(programmes: Iterable[Programme], *, today: dt.date) -> Review:
    """All that wants looking at in ``programmes``. None at all has nothing to review, and no spread."""
    looked_at = sorted(programmes, key=lambda programme: programme.slug)
    sources = _oldest_first(_read_long_ago(looked_at, today))
    spreads = tuple(_spread(of, measure, looked_at) for of, measure in MEASURES.items()) if looked_at else ()
    return Review(
        programmes=len(looked_at),
        unknown=tuple(found for programme in looked_at for found in _unknown(programme)),
        ways_in=_oldest_first(_not_checked(looked_at, today)),
        sources=sources,
        spreads=spreads,
        to_mend=(*_uneven(spreads), *_too_hard(looked_at), *_to_read_again(sources)),
    )


def unverified(programmes: Iterable[Programme], *, today: dt.date) -> tuple[Unverified, ...]:
    """Ways in and sources that nobody has looked at lately enough, the oldest first."""
    looked_at = list(programmes)
    return _oldest_first([*_not_checked(looked_at, today), *_read_long_ago(looked_at, today)])


def unknown(programme: Programme) -> tuple[Unknown, ...]:
    """What is not known of one programme."""
    return tuple(_unknown(programme))


def _unknown(programme: Programme) -> Iterator[Unknown]:
    asked = {f"tests.{test}": getattr(programme, test) for test in TESTS}
    asked |= {f"standard.{question}": getattr(programme, question) for question in catalogue.STANDARD}
    if programme.under_18s == Answer.NO:
        del asked["standard.safeguarding"]  # a policy for whom?
    fields = [field for field, answer in asked.items() if answer == Answer.UNKNOWN]
    fields += ["medicines.stance"] if programme.medicines == Programme.Medicines.NOT_KNOWN else []
    fields += ["cost"] if programme.cost == Programme.Cost.NOT_KNOWN else []
    for language in catalogue.LANGUAGES:
        fields += _not_said(programme.text.get(language), f"text.{language}")
    yield from (Unknown(programme.slug, programme.name, field) for field in fields)


def _not_said(words: dict[str, str] | None, where: str) -> list[str]:
    """The answers that own “We don’t know”; the whole text, if there is none in the language."""
    if words is None:
        return [where]
    return [f"{where}.{question}" for question in catalogue.QUESTIONS if catalogue.NOT_KNOWN in words[question]]


def _not_checked(programmes: Iterable[Programme], today: dt.date) -> Iterator[Unverified]:
    for programme in programmes:
        for way in programme.ways_in:
            last = dt.date.fromisoformat(way["checked_on"]) if "checked_on" in way else None
            if last is None or today - last > FRESH_FOR:
                yield Unverified(programme.slug, programme.name, way["kind"], way["value"], last)


def _read_long_ago(programmes: Iterable[Programme], today: dt.date) -> Iterator[Unverified]:
    for programme in programmes:
        for source in programme.sources:
            last = dt.date.fromisoformat(source["read_on"])
            if today - last > READ_AGAIN_AFTER:
                yield Unverified(programme.slug, programme.name, "source", source["address"], last)


def _oldest_first(found: Iterable[Unverified]) -> tuple[Unverified, ...]:
    return tuple(sorted(found, key=lambda one: (one.last or dt.date.min, one.slug, one.what, one.value)))


def _letters_of_summary(programme: Programme) -> int:
    return len(_said(programme)["summary"])


def _letters_of_answers(programme: Programme) -> int:
    words = _said(programme)
    return sum(len(words[question]) for question in catalogue.QUESTIONS)


def _reading_age(programme: Programme) -> float:
    return reading_age(" ".join(_said(programme).values()))


def _said(programme: Programme) -> dict[str, str]:
    """{line: its English words, without marks}"""
    return {line: catalogue.MARK.sub("", words) for line, words in programme.text["en"].items()}


LENGTHS: dict[str, Callable[[Programme], float]] = {
    "letters in the summary": _letters_of_summary,
    "letters in the seven answers": _letters_of_answers,
}
MEASURES = LENGTHS | {"reading age": _reading_age}


def _spread(of: str, measure: Callable[[Programme], float], programmes: Sequence[Programme]) -> Spread:
    measured = sorted((measure(programme), programme.slug) for programme in programmes)
    (least, least_in), (most, most_in) = measured[0], measured[-1]
    return Spread(of, least, statistics.median(value for value, _ in measured), most, least_in, most_in)


def _uneven(spreads: Iterable[Spread]) -> Iterator[str]:
    for spread in spreads:
        if spread.of in LENGTHS and spread.most > MOST_TIMES_LONGER * spread.least:
            yield (
                f"Bring {spread.most_in} ({spread.most:.0f}) and {spread.least_in} ({spread.least:.0f}) nearer each "
                f"other in {spread.of}: one has more than twice the other’s."
            )


def _too_hard(programmes: Iterable[Programme]) -> Iterator[str]:
    for programme in programmes:
        age = _reading_age(programme)
        if age >= READERS_AGE:
            yield f"Make {programme.slug} plainer, with shorter words and sentences: it asks for a reader of {age:.0f}."


def _to_read_again(sources: Iterable[Unverified]) -> Iterator[str]:
    for source in sources:
        yield f"Read {source.value} again for {source.slug}, and put the day in its “read_on”: last read {source.last}."
