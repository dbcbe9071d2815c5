"""A file that an editor sent, from its arrival until it is taken or forgotten."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.models.source import ImportRun


class UploadQuerySet(models.QuerySet):
    """The questions we ask about what was sent."""

    def out_of_date(self, *, now):
        """Kept long enough."""
        return self.filter(made_at__lte=now - Upload.KEPT_FOR)

    def kept(self, *, now):
        """Not kept long enough yet."""
        return self.filter(made_at__gt=now - Upload.KEPT_FOR)

    def waiting(self):
        """Not taken yet, the newest first, without what is long in them."""
        unfinished = self.exclude(state=Upload.State.APPLIED).select_related("made_by")
        return unfinished.defer("mapping", "first_rows", "problems").order_by("-made_at", "pk")

    def is_worked_on(self, pk):
        """Is this one being opened, looked at or taken, as the database has it now?"""
        return self.filter(pk=pk).in_state(*Upload.WORKED_ON).exists()

    def in_state(self, *states):
        """Those that have come as far as one of these."""
        return self.filter(state__in=states)


class Upload(models.Model):
    """A list on its way in: what was said of it, how its columns are read, and what it would do.

    Its file stands under its key in a folder of its own (directory/uploads/keeping.py).
    """

    class State(models.TextChoices):
        OPENING = "opening", _("Being opened")
        MATCHING = "matching", _("To be matched")
        LOOKING = "looking", _("Being looked at")
        LOOKED = "looked", _("Looked at")
        APPLYING = "applying", _("Being taken")
        APPLIED = "applied", _("Taken")

    class Format(models.TextChoices):
        SPREADSHEET = "spreadsheet", _("Spreadsheet: CSV or Excel (.xlsx)")
        MEETING_GUIDE = "meeting_guide", _("Meeting Guide JSON")
        BMLT = "bmlt", _("BMLT JSON: meetings and formats in one file")

    # Whatever became of it, it is forgotten a day after it came, file and row: what was taken is told by its run.
    KEPT_FOR = dt.timedelta(days=1)
    WORKED_ON = (State.OPENING, State.LOOKING, State.APPLYING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=60, help_text="The short name of its list, which may be new")
    details = models.JSONField(help_text="What was said of the list: name, licence, permission, credit, address")
    format = models.CharField(max_length=13, choices=Format)
    as_of = models.DateField(help_text="The day the list speaks of")
    made_at = models.DateTimeField(db_index=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="uploads")
    glance = models.JSONField(default=dict, help_text="What columns and words it has: glance.Glance; of a feed nothing")
    mapping = models.TextField(blank=True, help_text="TOML: which column says what")
    state = models.CharField(max_length=8, choices=State, default=State.MATCHING)
    trouble = models.TextField(blank=True, help_text="Why what was asked for did not happen, as a sentence")
    started_at = models.DateTimeField(null=True, blank=True, help_text="When the work on it began")
    doing = models.CharField(max_length=40, blank=True, help_text="What is being done, such as “rows read”")
    done = models.PositiveIntegerField(default=0, help_text="And how many of them are done")
    reading = models.CharField(max_length=64, blank=True, help_text="That of the listing that was looked at")
    standing = models.JSONField(default=dict, help_text="How its source stood then: holding.Standing")
    first_rows = models.JSONField(default=list, help_text="The first meetings as they would be")
    counts = models.JSONField(default=dict, help_text="As ImportRun.counts, of what it would do")
    problems = models.JSONField(default=list, help_text="As ImportRun.problems, of what it would do")
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="uploads_applied"
    )
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, null=True, blank=True, related_name="uploads")

    objects = UploadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="upload_state_known",
                condition=Q(state__in=["opening", "matching", "looking", "looked", "applying", "applied"]),
                violation_error_message="Say how far it has come.",
            ),
            models.CheckConstraint(
                name="upload_format_known",
                condition=Q(format__in=["spreadsheet", "meeting_guide", "bmlt"]),
                violation_error_message="Choose the format of the file.",
            ),
            models.CheckConstraint(
                name="upload_work_has_begun",
                condition=~Q(state__in=["opening", "looking", "applying", "applied"]) | Q(started_at__isnull=False),
                violation_error_message="Say when the work on it began.",
            ),
            models.CheckConstraint(
                name="upload_looked_at_before_it_is_taken",
                condition=~Q(state__in=["looked", "applying", "applied"]) | ~Q(reading=""),
                violation_error_message="Look at what it would do before you take it.",
            ),
            models.CheckConstraint(
                name="upload_taken_by_somebody",
                condition=~Q(state__in=["applying", "applied"]) | Q(applied_by__isnull=False),
                violation_error_message="Say who takes it.",
            ),
            models.CheckConstraint(
                name="upload_taken_has_a_run",
                condition=Q(state="applied", run__isnull=False) | (~Q(state="applied") & Q(run__isnull=True)),
                violation_error_message="What is taken has a run, and nothing else has.",
            ),
        ]

    def __str__(self):
        return f"{self.slug}, {self.as_of}"

    @property
    def is_worked_on(self):
        """Is it being opened, looked at or taken, or was it when the work was cut off?"""
        return self.state in self.WORKED_ON

    @property
    def seen(self):
        """The same for as long as what was looked at stands."""
        return f"{self.reading} {self.standing.get('run')} {self.standing.get('change')}"

    @property
    def would_be(self):
        """The run it would be, as a run, to be told in the same words."""
        return ImportRun(counts=self.counts, problems=self.problems, as_of=self.as_of)

    def run_after_all(self):
        """The run that took it, where the worker was cut off before it could say so; None where nothing was taken."""
        runs = ImportRun.objects.filter(source__slug=self.slug, started_at=self.started_at, by=self.applied_by_id)
        return runs.first() if self.state == self.State.APPLYING else None
