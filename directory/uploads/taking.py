"""What would this file do, and do it: the work of the process that is set going for it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import asdict
from itertools import islice
from time import monotonic
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from directory import verification
from directory.importers import holding, intake, records
from directory.importers.glance import glance
from directory.importers.listed import ImportRefused, ListedMeeting, Listing
from directory.importers.turn import turn
from directory.models import Upload
from directory.uploads import keeping, working
from directory.verification import ChangedSince

log = logging.getLogger(__name__)
State = Upload.State
FIRST_ROWS = 10
SAID_EVERY = 1.0  # seconds between two words on how far it is
BROKE = "Something here went wrong, and nothing was changed: ask whoever runs this site to look at its log."
NO_DATABASE = "The database would not have it, and nothing was changed: try again in a while."


def work(pk: UUID) -> None:
    """Do what is asked of it, and say how it ended. Never raises: nobody is there to hear it."""
    upload = Upload.objects.get(pk=pk)
    try:
        WORK[upload.state](upload)
    except ImportRefused as refused:
        _refuse(upload, keeping.sentence(upload, refused))
    except Exception as error:
        # What it says may hold a row of the list: its kind alone is written down.
        log.error("upload.broke", extra={"upload": str(pk), "error": type(error).__name__})
        _refuse(upload, NO_DATABASE if isinstance(error, DatabaseError) else BROKE)


def open_up(upload: Upload) -> None:
    """Keep what columns it has."""
    _say(upload, state=State.MATCHING, glance=asdict(glance(keeping.path_of(upload))))


def look(upload: Upload, *, trouble: str = "") -> None:
    """Keep what it would do, and how its source stood then."""
    listing = _listing(upload)
    source = records.source(upload.slug, intake.mapping_of(upload.mapping, upload.format).source)
    standing = holding.standing(source)
    run = verification.take_from(source, listing, now=timezone.now(), dry_run=True)
    _say(
        upload,
        state=State.LOOKED,
        trouble=trouble,
        reading=listing.reading,
        standing=asdict(standing),
        first_rows=[_plainly(meeting) for meeting in islice(listing.meetings, FIRST_ROWS)],
        counts=run.counts,
        problems=run.problems,
        applied_by=None,
    )


def apply(upload: Upload) -> None:
    """Take it as it was looked at. Where that is not so any more it is looked at anew, and nothing is taken."""
    try:
        with turn(upload.slug, folder=settings.VAR_DIR / "locks"):
            run = _taken(upload)
    except ChangedSince as changed:
        look(upload, trouble=f"{changed} Nothing was changed. This is what it would do now.")
        return
    working.finish(upload, run)
    log.info("upload.applied", extra={"upload": str(upload.pk), "run": run.pk} | run.counts)


WORK: dict[str, Callable[[Upload], None]] = {State.OPENING: open_up, State.LOOKING: look, State.APPLYING: apply}


def _taken(upload: Upload):
    read = intake.mapping_of(upload.mapping, upload.format)
    if intake.reading(keeping.path_of(upload), read, format=upload.format) != upload.reading:
        raise ChangedSince("The postcodes, or how lists are read here, have changed since you looked.")
    return verification.take_from(
        records.source(upload.slug, read.source),
        _listing(upload),
        now=timezone.now(),
        started_at=upload.started_at,
        how=records.How(by=upload.applied_by, format=upload.format, mapping=upload.mapping),
        looked_at=holding.Standing(**upload.standing),
    )


def _listing(upload: Upload) -> Listing:
    said_at = monotonic()

    def say_how_far(doing: str, number: int) -> None:
        nonlocal said_at
        if monotonic() - said_at >= SAID_EVERY:
            _say(upload, doing=doing, done=number)
            said_at = monotonic()

    read = intake.mapping_of(upload.mapping, upload.format)
    path = keeping.path_of(upload)
    listing = intake.listing(path, read, format=upload.format, as_of=upload.as_of, progress=say_how_far)
    _say(upload, doing="meetings to compare and write", done=len(listing.meetings))
    return listing


def _refuse(upload: Upload, trouble: str) -> None:
    """Back to where it began, with the reason; but what was taken before something broke is taken."""
    if (run := upload.run_after_all()) is not None:
        working.finish(upload, run)
        return
    before = State.LOOKED if upload.state == State.APPLYING else State.MATCHING
    _say(upload, state=before, trouble=trouble, applied_by=None)


def _say(upload: Upload, **facts: object) -> None:
    Upload.objects.filter(pk=upload.pk).update(**facts)


def _plainly(meeting: ListedMeeting) -> dict[str, object]:
    """A meeting in values that can be kept."""
    facts, venue = meeting.facts, meeting.venue
    return {
        "programme": facts.programme,
        "name": facts.name,
        "mode": facts.mode,
        "zone": facts.time_zone,
        "when": [
            {
                "kind": one.kind,
                "weekday": one.weekday,
                "at": one.starts_at.isoformat(),
                "nth": one.nth,
                "anchor": one.anchor_on and one.anchor_on.isoformat(),
                "not_nth": one.not_nth,
            }
            for one in facts.when
        ],
        "where": [part for part in (venue.name, venue.address, venue.postcode) if part] if venue else [],
        "openness": facts.openness,
        "restricted_to": list(facts.restricted_to),
    }
