"""A check: somebody looked whether what we list is so."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models.meeting import Meeting


class CheckQuerySet(models.QuerySet):
    """The questions we ask about checks."""

    def of_ways_in(self):
        """Those of programmes' own sites, numbers and addresses, the latest last."""
        return self.exclude(programme=None).order_by("at", "pk")


class Check(models.Model):
    """One look at one thing: a meeting, or a way in of a programme. Kept for good; never changed."""

    class Outcome(models.TextChoices):
        AS_LISTED = "as_listed", _("As we list it")
        NOT_AS_LISTED = "not_as_listed", _("Not as we list it")
        NO_ANSWER = "no_answer", _("Nobody answered")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="checks")
    programme = models.ForeignKey(
        "directory.Programme", on_delete=models.PROTECT, null=True, blank=True, related_name="checks"
    )
    way_in = models.CharField(max_length=300, blank=True, help_text="The value of the programme’s way in")
    outcome = models.CharField(max_length=13, choices=Outcome)
    how = models.CharField(max_length=8, choices=Meeting.ConfirmedBy)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="checks"
    )

    objects = CheckQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="check_of_one_thing",
                condition=Q(meeting__isnull=False, programme__isnull=True, way_in="")
                | (Q(meeting__isnull=True, programme__isnull=False) & ~Q(way_in="")),
                violation_error_message="A check is of one meeting, or of one way in of a programme.",
            ),
            models.CheckConstraint(
                name="check_outcome_known",
                condition=Q(outcome__in=["as_listed", "not_as_listed", "no_answer"]),
                violation_error_message="Say what came of the check.",
            ),
            models.CheckConstraint(
                name="check_says_how",
                condition=Q(how__in=Meeting.ConfirmedBy.values),
                violation_error_message="Say who checked: an editor, the group, its source or visitors.",
            ),
        ]

    def __str__(self):
        return f"{self.meeting or self.way_in}: {self.get_outcome_display()}"

    def said_of(self, way_in):
        """``way_in``, an entry of Programme.ways_in, as this check found it, unless somebody has looked since."""
        on = timezone.localdate(self.at).isoformat()
        if way_in["value"] != self.way_in or way_in.get("checked_on", "") > on:
            return way_in
        unchecked = {name: value for name, value in way_in.items() if name != "checked_on"}
        if self.outcome != self.Outcome.AS_LISTED:
            return unchecked
        return unchecked | {"checked_on": on}
