"""Does the parity rule hold, over the directory as it is?"""

import json
import sys
from argparse import ArgumentTypeError
from dataclasses import asdict
from time import monotonic

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from directory import parity_check
from directory.parity_check.findings import Findings
from directory.vocabulary import Approach, Nation

USUAL_PLACES = 300
QUIET_SECONDS = 2
TOLD = 20  # violations, in words; all of them are in --json
GAP = "Families with nothing in person near. A gap may be a gap in what we hold, not in what there is."


def a_number(said: str) -> int:
    if not said.isascii() or not said.isdigit() or not 1 <= len(said) <= 6 or int(said) == 0:
        raise ArgumentTypeError("give a number of places, like 300")
    return int(said)


class Command(BaseCommand):
    help = (
        "Walk places in all four nations, ask at each what people ask, and judge every answer by the parity rule "
        "(docs/parity.md), worked out again from the database. Nothing is changed. Exit code 1 where it is broken."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--places", type=a_number, default=USUAL_PLACES, help="how many places to look from")
        parser.add_argument("--json", action="store_true", help="one object: docs/reference/check_parity.schema.json")

    def handle(self, *, places, **asked):
        self.said_at = monotonic()
        found = parity_check.check(places=places, now=timezone.now(), tell=self.tell)
        said = json.dumps(plain(found), indent=1) if asked["json"] else "\n".join(in_words(found))
        self.stdout.write(said)
        if found.violations:
            sys.exit(1)

    def tell(self, done, of):
        """How far it has come, every few seconds."""
        if monotonic() - self.said_at >= QUIET_SECONDS:
            self.said_at = monotonic()
            self.stderr.write(f"{done:,} of {of:,} places")


def plain(found: Findings):
    """As data, with the same words as in Findings."""
    return {"places": len(found.fairness), "holds": not found.violations, **asdict(found)}


def in_words(found: Findings):
    """The whole of it, to read."""
    yield (
        f"{len(found.fairness):,} places, {found.searches:,} searches, {found.seconds:g} s: "
        f"{len(found.violations):,} violations"
    )
    for one in found.violations[:TOLD]:
        yield f"  clause {one.clause}, {one.place or 'everywhere'}, asked {one.asked}: {one.sentence}"
    if len(found.violations) > TOLD:
        yield f"  and {len(found.violations) - TOLD:,} more: --json tells them all"
    read = ", ".join(f"{name} {times} times" for name, times in found.surfaces.items())
    yield (
        f"Read with the same set and order: {read}. Not there to be read: {', '.join(found.not_checked)}. "
        "The PDF is made of the printed sheet’s template."
    )
    lists = sum(each.lists for each in found.fairness)
    position = max((each.position for each in found.fairness), default=0)
    precedence = max((each.precedence for each in found.fairness), default=0)
    yield (
        f"Over 2n weeks, {lists:,} lists counted exactly: the most that a position is out is {position}, "
        f"that a precedence is out {precedence}."
    )
    yield "\nWhose lists we hold, by family and nation: whole, part, none"
    for row in _by_approach(found.completeness):
        told = "; ".join(f"{Nation(each.nation).label} {each.whole}, {each.part}, {each.none}" for each in row)
        yield f"  {Approach(row[0].approach).label}: {told}"
    yield "\nHow far the texts differ"
    for spread in found.texts:
        outliers = ", ".join(spread.outliers) or "none"
        how_far = f"{spread.least:g} to {spread.most:g}, {spread.middle:g} in the middle"
        yield f"  {spread.of}: {how_far}; outliers: {outliers}"
    yield f"\n{GAP}"
    for row in _by_approach(found.gaps):
        within = "; ".join(
            f"within {each.miles} miles {each.places:,} places, {each.people:,} people in towns" for each in row
        )
        yield f"  {Approach(row[0].approach).label}, of {row[0].of_places:,} places: {within}"


def _by_approach(rows):
    """Rows of one family together."""
    together = {}
    for row in rows:
        together.setdefault(row.approach, []).append(row)
    return list(together.values())
