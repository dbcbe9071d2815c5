"""A change: what somebody put right about a thing, and what it said before."""

import uuid
from collections import defaultdict

from django.conf import settings
from django.db import models
from django.db.models import Q

THINGS = ("programme", "venue", "group", "meeting")


def _of_one_thing():
    """Exactly one of them is there."""
    each = (Q(**{f"{other}__isnull": other != thing for other in THINGS}) for thing in THINGS)
    return next(each) | next(each) | next(each) | next(each)


class ChangeQuerySet(models.QuerySet):
    """The questions we ask about changes."""

    def of(self, thing):
        """A thing's history, the newest first."""
        return self.filter(**{thing._meta.model_name: thing}).order_by("-revision", "pk")

    def for_history(self):
        """Everything that telling a history reads."""
        return self.select_related("by", *THINGS)

    def touching(self, source):
        """Those that an editor made to what a source lists: its meetings, and the venues they are in."""
        of_its_own = Q(meeting__source=source) | Q(venue__in=source.meetings.order_by().values("venue"))
        return self.filter(of_its_own).exclude(by=None).select_related("undoes").order_by("-revision", "pk")

    def last_revision(self):
        """The revision of the latest; None where there is none."""
        return self.aggregate(last=models.Max("revision"))["last"]

    def standing(self):
        """{key of the thing: the fields in which an editor’s word stands}; what was undone stands no more."""
        undone, stands = set(), defaultdict(set)
        for change in self:
            if change.pk in undone:
                continue
            if change.undoes_id:
                undone.add(change.undoes_id)
            if change.by_id and (change.undoes is None or change.undoes.by_id is None):
                stands[change.thing_id] |= set(change.after)
        return dict(stands)


class Change(models.Model):
    """One change of one thing, field by field. Kept for good; never changed. Seen by editors.

    ``before`` and ``after`` hold the fields that differ; a thing that is new had nothing before.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(
        "directory.Programme", on_delete=models.PROTECT, null=True, blank=True, related_name="changes"
    )
    venue = models.ForeignKey(
        "directory.Venue", on_delete=models.PROTECT, null=True, blank=True, related_name="changes"
    )
    group = models.ForeignKey(
        "directory.Group", on_delete=models.PROTECT, null=True, blank=True, related_name="changes"
    )
    meeting = models.ForeignKey(
        "directory.Meeting", on_delete=models.PROTECT, null=True, blank=True, related_name="changes"
    )
    revision = models.PositiveBigIntegerField(db_index=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="changes",
        help_text="Empty: no person did, as when a list is taken",
    )
    why = models.CharField(max_length=300)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict)
    undoes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by")

    objects = ChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="change_of_one_thing",
                condition=_of_one_thing(),
                violation_error_message="A change is of one programme, venue, group or meeting.",
            ),
            models.CheckConstraint(
                name="change_says_why",
                condition=~Q(why=""),
                violation_error_message="Say why it is changed, or how you know.",
            ),
            models.UniqueConstraint(
                fields=["undoes"],
                name="change_undone_once",
                violation_error_message="Somebody has undone this already.",
            ),
            models.CheckConstraint(
                name="change_does_not_undo_itself",
                condition=Q(undoes__isnull=True) | ~Q(undoes=models.F("id")),
                violation_error_message="A change cannot undo itself.",
            ),
        ]

    def __str__(self):
        return self.why

    @property
    def thing_id(self):
        return self.programme_id or self.venue_id or self.group_id or self.meeting_id

    @property
    def thing(self):
        """What was changed."""
        return self.programme or self.venue or self.group or self.meeting

    @property
    def is_addition(self):
        """Was there nothing before?"""
        return not self.before

    @property
    def is_of_merging(self):
        """Was it made one with another, or one of its own again?"""
        return "merged_into" in self.after
