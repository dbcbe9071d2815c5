"""How does a caseload look, in words? A page of it in, rows out: its template then says what it is given.

There may be six hundred rows: whatever is the same on many of them is put into words once.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from mutualaid.ui import words
from referrals.caseload import Band, Caseload, Line, Somebody
from referrals.next_step import Next
from referrals.stages import Stage
from referrals.views import links

ANY = uuid.UUID(int=0)
# The drawing of a loop for each stage; an option that nobody asks about again rests.
DRAWN: dict[str, str] = {
    Stage.INTRODUCE: "#loop-introduce",
    Stage.CONNECT: "#loop-connect",
    Stage.INTEREST: "#loop-interest",
}
AT_REST = "#loop-rest"


class Read:
    """A template looks a name up as an item first: found so, hundreds of rows are drawn sooner."""

    __slots__ = ()

    def __getitem__(self, name: str) -> object:
        return getattr(self, name)


@dataclass(frozen=True, slots=True)
class Row(Read):
    """One line of one person. ``leads_to`` is empty while there is no such page."""

    option: str
    drawn: str
    stage: str
    word: str
    is_ours: bool
    due: str
    is_late: bool
    act: str
    leads_to: str


@dataclass(frozen=True, slots=True)
class Person(Read):
    """One person, where their record stands, and their rows."""

    reference: str
    service: str
    record: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Shown:
    """A band that has somebody in it on this page."""

    when: str
    title: str
    until: str
    count: int
    people: list[Person]


def bands(caseload: Caseload, *, now: dt.datetime) -> list[Shown]:
    """The bands of a page, with the words and addresses of every row."""
    telling = _Telling(caseload, now)
    return [telling.band(band) for band in caseload.bands if band.people]


class _Telling:
    """What is said on many rows, put into words once."""

    def __init__(self, caseload: Caseload, now: dt.datetime) -> None:
        self.caseload, self.now = caseload, now
        self.stages = {str(stage): str(stage.label) for stage in Stage}
        self.acts = {str(act): str(act.label) for act in Next}
        self.record, self.introduce, self.option = map(_addresses, ("person", "introduce", "option"))

    def band(self, band: Band) -> Shown:
        days = {"today": self.caseload.today, "week": self.caseload.sunday}
        day = days.get(str(band.when))
        until = words.short_date(day, now=self.now) if day else ""
        people = [self.person(each) for each in band.people]
        return Shown(str(band.when), str(band.when.label), until, band.count, people)

    def person(self, person: Somebody) -> Person:
        rows = [self.row(person, line) for line in person.lines]
        return Person(person.reference, person.service, self.record(person.pk), rows)

    def row(self, person: Somebody, line: Line) -> Row:
        return Row(
            option=line.option,
            drawn=DRAWN.get(line.stage, AT_REST),
            stage=self.stages[line.stage],
            word=line.word,
            is_ours=line.is_ours,
            due=words.short_date(line.due_on, now=self.now),
            is_late=line.due_on < self.caseload.today,
            act=self.acts[line.act],
            leads_to=self.option(line.referral) if line.referral else self.introduce(person.pk),
        )


def _addresses(name: str) -> Callable[[UUID], str]:
    """What gives the address of any record by its key; the page is looked up once for all of them."""
    before, found, after = links.address(name, ANY).partition(str(ANY))
    return lambda key: f"{before}{key}{after}" if found else ""
