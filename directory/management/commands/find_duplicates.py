"""manage.py find_duplicates: which meetings may be one, for a person to decide."""

import json
from time import monotonic

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from directory.importers.cells import DAYS
from directory.likenesses import questions
from directory.models import Source

QUIET_SECONDS = 2


class Command(BaseCommand):
    help = (
        "Pairs of meetings that may be one and the same, the likeliest first, each with its points and reasons. "
        "Nothing is merged: a person decides. What was decided is not asked again. docs/duplicates.md tells more."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--source",
            action="append",
            default=[],
            metavar="SHORT-NAME",
            help="look only at this list; given twice, at these two together",
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, source, **asked):
        self.said_at = monotonic()
        found = questions(_sources(source), progress=self._say_if_slow)
        if asked["json"]:
            self.stdout.write(json.dumps([_plain(question) for question in found], indent=1, ensure_ascii=False))
            return
        for question in found:
            self.stdout.write("\n".join(_in_words(question)) + "\n")
        pairs = "1 pair" if len(found) == 1 else f"{len(found):,} pairs"
        self.stdout.write(f"{pairs} to decide. Nothing was changed.")

    def _say_if_slow(self, what, number):
        """Progress, no oftener than every two seconds."""
        if monotonic() - self.said_at >= QUIET_SECONDS:
            self.stderr.write(f"{number:,} {what}…")
            self.said_at = monotonic()


def _sources(slugs):
    found = {source.slug: source for source in Source.objects.filter(slug__in=slugs)}
    if unknown := sorted(set(slugs) - set(found)):
        known = ", ".join(Source.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
        raise CommandError(f"We hold no list called {', '.join(unknown)}. The lists we hold: {known}.")
    return list(found.values())


def _in_words(question):
    """The pair on three lines, and a fourth where somebody looked and could not tell."""
    yield f"{question.pair.points} points: {'; '.join(question.pair.reasons)}"
    for meeting, told in _both(question):
        where = ", ".join(filter(None, _where(meeting)))
        seen = f"seen {timezone.localdate(meeting.seen_in_source_at):%-d %B %Y}"
        yield f"  {meeting.pk}  {meeting.source.slug}, {seen}: {meeting.name}; {_times(told)}; {where}"
    if question.looked_at:
        yield f"  Looked at on {timezone.localdate(question.looked_at.decided_at):%-d %B %Y}, and left open"


def _plain(question):
    looked_at = question.looked_at
    return {
        "points": question.pair.points,
        "reasons": list(question.pair.reasons),
        "left_open_on": timezone.localdate(looked_at.decided_at).isoformat() if looked_at else None,
        "meetings": [
            {
                "id": str(meeting.pk),
                "source": meeting.source.slug,
                "seen_on": timezone.localdate(meeting.seen_in_source_at).isoformat(),
                "programme": meeting.programme.slug,
                "name": meeting.name,
                "when": _times(told),
                "where": [part for part in _where(meeting) if part],
            }
            for meeting, told in _both(question)
        ],
    }


def _both(question):
    """(meeting, as it was compared) of each, the one to keep first."""
    told = {one.key: one for one in (question.pair.a, question.pair.b)}
    return [(meeting, told[str(meeting.pk)]) for meeting in (question.keep, question.other)]


def _where(meeting):
    if meeting.venue is None:
        return ["online" if meeting.join_url else "by phone"]
    return [meeting.venue.name, meeting.venue.address, meeting.venue.postcode]


def _times(told):
    return ", ".join(f"{DAYS[one.weekday - 1].capitalize()} {one.starts_at:%H:%M}" for one in told.when)
