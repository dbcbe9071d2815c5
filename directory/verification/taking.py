"""What a source lists becomes what we list: read and compared first, then written in one short transaction."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import models, transaction

from directory.batches import in_batches
from directory.importers import holding, records
from directory.importers.intake import Progress
from directory.importers.listed import ImportRefused, Listing
from directory.importers.reconcile import reconcile
from directory.importers.spool import Spool, spooled
from directory.models import Change, Holding, ImportRun, Meeting, Pattern, Source, Spell, Venue
from directory.verification.changing import changing, revision_now, upsert


class DemonstrationRefused(ImportRefused):
    """Invented and real meetings are never listed together."""


class Overtaken(ImportRefused):
    """A newer list of this source has been taken."""


class ChangedSince(ImportRefused):
    """It is not as it was when somebody looked at what the list would do."""


def take_from(
    source: Source,
    listing: Listing,
    *,
    now: dt.datetime,
    started_at: dt.datetime | None = None,
    dry_run: bool = False,
    progress: Progress = lambda what, number: None,
    how: records.How = records.BY_A_COMMAND,
    looked_at: holding.Standing | None = None,
) -> ImportRun:
    """Make what we hold of ``source`` what it lists, and keep a record of the taking.

    ``source`` may be new and unsaved. ``looked_at`` is how it stood when somebody looked at
    what this would do, where somebody did: it has to stand so still. What it no longer
    lists is counted and left. All is read and compared before the transaction and written
    in one, so that a process killed anywhere leaves the old or the new. Raises ImportRefused.
    """
    number = revision_now()
    held, seen = holding.held(source), holding.first_moment(listing.as_of)
    if held.newest is not None and listing.as_of < held.newest:
        ours, theirs = f"{held.newest:%-d %B %Y}", f"{listing.as_of:%-d %B %Y}"
        raise Overtaken(f"This list is of {theirs}, and we have taken one of {ours} already: nothing older is taken.")
    if looked_at not in (None, held.standing):
        raise ChangedSince(f"{source.slug} was imported again, or a meeting of it changed, since you looked.")
    spool = spooled(listing.meetings, listing.identity)
    programmes = records.programmes(listing, spool)
    spool.compare(holding.meetings(source, held, as_of=listing.as_of))
    counts = _counts(spool, listing)
    holdings = records.holdings(source, listing, programmes)
    run = records.run(source, listing, spool, counts, how=how, started_at=started_at or now, finished_at=now)
    run.revision = number
    invented = _invented() if not source.is_demonstration else Meeting.objects.none()
    _check_demonstration(source)
    if dry_run:
        return run
    retold = _is_retold(source)
    if not (counts.differs or holdings or retold or invented.exists()):
        with transaction.atomic():
            _check_not_overtaken(source, held.last_run, held.last_change)
            run.save()
        return run
    with changing() as revision:
        run.revision = revision
        _check_not_overtaken(source, held.last_run, held.last_change)
        _check_demonstration(source)
        if retold:  # who may see its meetings may have changed with it
            source.save()
            Meeting.objects.filter(source=source).update(revision=revision)
        _write(spool, listing, records.Stamp(source, programmes, seen, revision), progress)
        upsert(Holding, holdings, by=["programme", "nation", "source"], fields=["extent", "as_of"])
        if not source.is_demonstration:
            invented.update(withdrawn_at=now, revision=revision)
            # Nobody's whole list is held because an invented one was.
            Holding.objects.filter(source__is_demonstration=True).delete()
        run.save()
    return run


def _counts(spool: Spool, listing: Listing) -> records.Counts:
    """What becomes of every meeting that is listed or held."""
    if not spool.holds:
        return records.Counts(added=len(spool), differs=len(spool) > 0)
    counts = records.Counts(unchanged=spool.count_same(), differs=spool.has_news())
    for some in spool.differing():
        counts.add(reconcile(some.listed, some.known, listing.identity), some.older)
    return counts


def take_again(
    source: Source,
    reading: str,
    *,
    as_of: dt.date,
    started_at: dt.datetime,
    now: dt.datetime,
    dry_run: bool = False,
    how: records.How = records.BY_A_COMMAND,
) -> ImportRun | None:
    """Keep a record of taking the very list that was taken last, of the same day or a later one; None where it is not.

    ``reading`` is the Listing's. Reading and comparing it again could only find what the
    last taking found, unless something of this source has been changed since. Of a later
    day, what it lists has been seen again.
    """
    last = None if source._state.adding else ImportRun.objects.filter(source=source).order_by("-pk").first()
    if last is None or not reading or last.reading != reading or as_of < last.as_of or _is_retold(source):
        return None
    changed = Change.objects.touching(source).last_revision()
    meetings, counts = Meeting.objects.filter(source=source), last.counts
    unchanged = counts["added"] + counts["changed"] + counts["unchanged"]
    if meetings.filter(revision__gt=last.revision).exists() or meetings.count() != unchanged + counts["missing"]:
        return None
    listed = meetings.filter(seen_in_source_at__gte=holding.first_moment(last.as_of))
    # One it lists no more may have been in another list of that day; one that was withdrawn may come back by now.
    if as_of > last.as_of and (listed.count() != unchanged or listed.exclude(withdrawn_at=None).exists()):
        return None
    if not source.is_demonstration and _invented().exists():
        return None
    run = ImportRun(
        source=source,
        started_at=started_at,
        finished_at=now,
        as_of=as_of,
        digest=last.digest,
        reading=reading,
        revision=last.revision,
        **records.how_kept(how),
        counts=counts | {"added": 0, "changed": 0, "unchanged": unchanged},
        problems=last.problems,
    )
    if dry_run:
        return run
    with transaction.atomic() if as_of == last.as_of else changing() as revision:
        _check_not_overtaken(source, last, changed)
        if revision is not None:
            run.revision = revision
            listed.update(seen_in_source_at=holding.first_moment(as_of), revision=revision)
            Holding.objects.filter(source=source, as_of=last.as_of).update(as_of=as_of)
        run.save()
    return run


def _invented() -> models.QuerySet[Meeting]:
    """The demonstration's meetings that are still listed.

    By the keys of its sources: an update over a join asks PostgreSQL about every meeting anew
    for each meeting just written, which took minutes.
    """
    demonstrations = list(Source.objects.filter(is_demonstration=True).values_list("pk", flat=True))
    return Meeting.objects.filter(source__in=demonstrations, withdrawn_at=None)


def _is_retold(source: Source) -> bool:
    """Is the source new, or does it say of itself what it did not before: a licence, a permission, a name?"""
    known = Source.objects.filter(pk=source.pk).values().first()
    return known is None or any(getattr(source, name) != value for name, value in known.items())


def _check_demonstration(source: Source) -> None:
    """Invented meetings are not listed beside real ones."""
    real = Meeting.objects.filter(source__is_demonstration=False, withdrawn_at=None)
    if source.is_demonstration and real.exists():
        raise DemonstrationRefused(
            "Real meetings are listed here, and invented ones are never shown beside them: "
            "load the demonstration into a database of its own."
        )


def _check_not_overtaken(source: Source, known: ImportRun | None, changed: int | None) -> None:
    """Nobody has taken this source, or changed a meeting of it, since we read what we held of it."""
    last = ImportRun.objects.filter(source__slug=source.slug).order_by("-pk").first()
    if last != known:
        raise Overtaken(f"Another import of {source.slug} finished while this one was reading: run it again.")
    if not source._state.adding and Change.objects.touching(source).last_revision() != changed:
        raise Overtaken(f"An editor changed a meeting of {source.slug} while this list was being read: run it again.")


def _write(spool: Spool, listing: Listing, stamp: records.Stamp, progress: Progress) -> None:
    """Write all that differs, some at a time: it is compared once more, as so much of it would fill the memory."""
    for moved in spool.moved():
        _write_moved(records.moved(moved, revision=stamp.revision), stamp)
    written = 0
    for some in spool.differing():
        differences = reconcile(some.listed, some.known, listing.identity)
        _write_drafts(records.drafts(differences, spool, stamp))
        _see_again(records.seen_again(differences, some.older), stamp)
        written += len(some.listed)
        progress("meetings compared and written", written)
    for ids in spool.seen_again():
        _see_again(ids, stamp)


def _write_moved(venues: list[Venue], stamp: records.Stamp) -> None:
    upsert(Venue, venues, by=["id"], fields=[*holding.VENUE, "revision"])
    for ids in in_batches([venue.pk for venue in venues]):
        Meeting.objects.filter(venue__in=ids).update(revision=stamp.revision)


def _write_drafts(drafts: records.Drafts) -> None:
    Venue.objects.bulk_create(drafts.new_venues)
    Meeting.objects.bulk_create(drafts.new_meetings)
    upsert(Meeting, drafts.changed_meetings, by=["id"], fields=[*records.MEETING, "revision"])
    for ids in in_batches(drafts.repatterned):
        Pattern.objects.filter(meeting__in=ids).delete()
    Pattern.objects.bulk_create(drafts.patterns)
    for ids in in_batches(drafts.rebroken):
        Spell.objects.by_its_list().filter(meeting__in=ids).delete()
    Spell.objects.bulk_create(drafts.breaks)


def _see_again(meetings: list[UUID], stamp: records.Stamp) -> None:
    """When a meeting was last seen decides its freshness, so every index has to hear of it."""
    for ids in in_batches(meetings):
        Meeting.objects.filter(pk__in=ids).update(seen_in_source_at=stamp.seen, revision=stamp.revision)
