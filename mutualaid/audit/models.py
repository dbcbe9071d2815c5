"""What the trail keeps. ``trail.record`` writes events and ``chain.seal`` seals them; nothing else writes here.

The database itself refuses to change or delete any of it (``append_only``). People and
services are known by their ids alone, so that the trail knows nothing above it.
"""

from django.db import models
from django.db.models import F, Q


class EventQuerySet(models.QuerySet):
    """The questions we ask of the trail. Whether somebody may ask is for the page to say."""

    def about(self, subject):
        """Whatever was done to somebody and whoever looked at them."""
        return self.filter(mentions__subject=subject)

    def by(self, actor):
        """What somebody did and looked at."""
        return self.filter(actor=actor)

    def of_kind(self, what):
        """Those whose name begins so: person.seen alone, or person for all that was done to somebody."""
        return self.filter(what__startswith=what)

    def between(self, start, end):
        """Of this time, its end left out."""
        return self.filter(at__gte=start, at__lt=end)

    def for_service(self, service):
        return self.filter(service=service)

    def before(self, event):
        """Older than the event of this id."""
        return self.filter(pk__lt=event)

    def newest_first(self):
        return self.order_by("-pk")


class Event(models.Model):
    """Something that was done, or a page that somebody looked at, with everyone who stood on it."""

    id = models.BigAutoField(primary_key=True)
    what = models.CharField(max_length=60, help_text="Dotted, in the past: person.seen")
    actor = models.UUIDField(null=True, help_text="Who did it; nobody where a job did")
    service = models.UUIDField(null=True, help_text="For which service")
    subjects = models.JSONField(help_text="The ids of those it was done to or who were seen, as hexadecimal")
    facts = models.JSONField(help_text="Codes, numbers, ids and days; never a text about somebody")
    at = models.DateTimeField()

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["actor", "id"], name="event_by_actor")]
        constraints = [
            models.CheckConstraint(
                name="event_says_what",
                condition=~Q(what=""),
                violation_error_message="Say what was done.",
            ),
        ]

    def __str__(self):
        return f"{self.pk} {self.what}"


class Mention(models.Model):
    """That an event names somebody: the event's own ids again, so that each is found by an index.

    The database writes it as the event is written, so neither can be there without the other.
    """

    pk = models.CompositePrimaryKey("subject", "event_id")
    subject = models.UUIDField()
    # No check by the database: only its own trigger writes here, and an event never goes.
    event = models.ForeignKey(Event, models.DO_NOTHING, related_name="mentions", db_constraint=False)

    def __str__(self):
        return f"{self.subject} in {self.event_id}"


class Seal(models.Model):
    """A run of events as they were when they were sealed: theirs are all ids from ``first`` to ``last``."""

    number = models.PositiveBigIntegerField(primary_key=True, help_text="From 1, without gaps")
    first = models.PositiveBigIntegerField(unique=True)
    last = models.PositiveBigIntegerField()
    count = models.PositiveIntegerField(help_text="Ids may be missing: what was not done left one unused")
    previous = models.CharField(max_length=64, blank=True, unique=True, help_text="The digest of the seal before")
    digest = models.CharField(max_length=64, unique=True)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="seal_has_a_run",
                condition=Q(last__gte=F("first")) & Q(count__gte=1) & Q(count__lte=F("last") - F("first") + 1),
                violation_error_message="A seal is of one event or more, and of no more than its ids.",
            ),
            models.CheckConstraint(
                name="seal_follows_another",
                condition=Q(number=1, first=1, previous="") | (Q(number__gt=1, first__gt=1) & ~Q(previous="")),
                violation_error_message="Only the first seal follows none.",
            ),
            models.CheckConstraint(
                name="seal_has_a_digest",
                condition=~Q(digest=""),
                violation_error_message="A seal has a digest.",
            ),
        ]

    def __str__(self):
        return f"{self.number}: {self.first} to {self.last}"
