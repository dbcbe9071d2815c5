"""Whom does an operator mean? A service is named; a reference comes from a file or standard input.

Never from the command line: that stands in the shell's history and in the list of processes.
"""

from __future__ import annotations

import sys
from pathlib import Path
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from mutualaid.sealing.seals import CannotSeal
from referrals.models import Person, Service

LONGEST = 200  # of what is read: a reference has twenty letters
FROM_INPUT = Path("-")


def add_arguments(parser):
    parser.add_argument("--service", required=True, metavar="NAME-OR-ID", help="which service knows them")
    who = parser.add_mutually_exclusive_group(required=True)
    who.add_argument(
        "--reference-file",
        type=Path,
        metavar="FILE",
        help="a file that holds the service’s reference for them; - reads it from standard input",
    )
    who.add_argument("--person", metavar="ID", help="the id of their record, as the trail has it")


def found(*, service: str, reference_file: Path | None, person: str | None) -> Person:
    """The one who is meant. Raises CommandError with a sentence that says nothing of them."""
    where = _service(service)
    people = Person.objects.select_related("service")
    try:
        known = people.filter(service=where, pk=person) if person else people.known_as(_read(reference_file), where)
        return known.get()
    except (Person.DoesNotExist, ValidationError, CannotSeal):
        raise CommandError("This service knows nobody by that: check it. They may have been erased already.") from None


def _service(named: str) -> Service:
    try:
        return Service.objects.get(pk=UUID(named))
    except (ValueError, Service.DoesNotExist):
        pass
    known = list(Service.objects.filter(name=named).order_by("pk")) if "\0" not in named else []
    if not known:
        raise CommandError("There is no service of that name or id.")
    if len(known) > 1:
        raise CommandError(f"Several services have that name. Give an id: {', '.join(str(one.pk) for one in known)}.")
    return known[0]


def _read(file: Path) -> str:
    try:
        if file == FROM_INPUT:
            held = sys.stdin.buffer.read(LONGEST + 1)
        else:
            with file.open("rb") as opened:
                held = opened.read(LONGEST + 1)
    except OSError as error:
        raise CommandError(f"The reference could not be read: {error.strerror}.") from None
    said = held.decode(errors="replace").strip()
    if not said or len(held) > LONGEST:
        raise CommandError("Give one reference and nothing else, at most 20 letters and numbers.")
    return said
