"""Two meetings, and what somebody has said of whether they are one."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from directory.models.meeting import Meeting


class LikenessQuerySet(models.QuerySet):
    """The questions we ask about what was said of two meetings."""

    def of(self, one, other):
        """What was said of these two, whichever was named first."""
        return self.filter(Q(meeting=one, other=other) | Q(meeting=other, other=one))

    def said_of(self, one, other):
        """What was said of these two, with who said it; None where nothing was."""
        return self.of(one, other).for_editors().first()

    def merged(self):
        """Said to be one: ``meeting`` was merged into ``other``."""
        return self.filter(decision=Likeness.Decision.SAME)

    def merging(self, meeting):
        """That ``meeting`` was merged into another, and those merged into it, with all that is told of them."""
        return self.merged().filter(Q(meeting=meeting) | Q(other=meeting)).for_editors().order_by("decided_at", "pk")

    def decided(self):
        """What somebody has said, the newest first."""
        return self.for_editors().order_by("-decided_at", "pk")

    def for_editors(self):
        """Everything that telling of them reads."""
        return self.select_related("decided_by", "meeting__source", "meeting__programme", "other__source")


class Likeness(models.Model):
    """Somebody looked at two meetings that may be one. A merge is put back by what stands here."""

    class Decision(models.TextChoices):
        SAME = "same", _("One and the same")
        DIFFERENT = "different", _("Two meetings")
        UNDECIDED = "undecided", _("Looked at, and not decided")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="likenesses")
    other = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="likenesses_of_others")
    decision = models.CharField(max_length=9, choices=Decision)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="likenesses")
    reasons = models.JSONField(default=list, blank=True, help_text="What was shown for it and against it, in words")

    objects = LikenessQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="likeness_of_two",
                condition=~Q(meeting=models.F("other")),
                violation_error_message="A meeting is not compared with itself.",
            ),
            models.CheckConstraint(
                name="likeness_decision_known",
                condition=Q(decision__in=["same", "different", "undecided"]),
                violation_error_message="Say whether they are one meeting, two, or not decided.",
            ),
            models.UniqueConstraint(
                Least("meeting", "other"),
                Greatest("meeting", "other"),
                name="likeness_pair_once",
                violation_error_message="Something is said of these two already: change that.",
            ),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(decision="same"),
                name="likeness_merged_once",
                violation_error_message="It is merged already: take it apart first.",
            ),
        ]

    def __str__(self):
        return f"{self.meeting}, {self.other}: {self.get_decision_display()}"
