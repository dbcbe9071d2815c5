"""A suggestion: somebody says that what we list should be otherwise."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SuggestionQuerySet(models.QuerySet):
    """The questions we ask about suggestions."""

    def waiting(self):
        """Not decided yet, the oldest first."""
        return self.filter(decision="").order_by("made_at", "pk")

    def for_editors(self):
        """Everything that an editor’s page reads of them."""
        return self.select_related("meeting__programme")


class Suggestion(models.Model):
    """A correction of a meeting, or a group we do not list. Seen by editors; it changes nothing by itself.

    Who sent it is a personal fact and never stands here.
    """

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("Something is not as listed")
        NEW_GROUP = "new_group", _("A group that is not listed")

    class Decision(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    meeting = models.ForeignKey(
        "directory.Meeting", on_delete=models.PROTECT, null=True, blank=True, related_name="suggestions"
    )
    proposed = models.JSONField(default=dict, blank=True, help_text="{field of Meeting: what it should be}")
    says = models.TextField(max_length=2000, blank=True, help_text="In their own words")
    made_at = models.DateTimeField()
    decision = models.CharField(max_length=8, choices=Decision, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was declined")

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="suggestion_corrects_a_meeting",
                condition=Q(kind="correction", meeting__isnull=False) | Q(kind="new_group", meeting__isnull=True),
                violation_error_message="A correction is of a meeting; a new group is of none yet.",
            ),
            models.CheckConstraint(
                name="suggestion_decided_by_somebody",
                condition=Q(decision="", decided_at__isnull=True, decided_by__isnull=True)
                | Q(decision__in=["accepted", "declined"], decided_at__isnull=False, decided_by__isnull=False),
                violation_error_message="Say what was decided, when and by whom, or nothing of it.",
            ),
            models.CheckConstraint(
                name="suggestion_declined_for_a_reason",
                condition=(Q(decision="declined") & ~Q(reason="")) | (~Q(decision="declined") & Q(reason="")),
                violation_error_message="Say why it is declined.",
            ),
        ]

    def __str__(self):
        return self.get_kind_display()
