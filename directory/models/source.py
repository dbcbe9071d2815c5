"""Where facts come from, and each time we took them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SourceQuerySet(models.QuerySet):
    """The questions we ask about sources."""

    def by_name(self):
        return self.order_by("name", "slug")

    def shown_to_everyone(self):
        """Sources the public may see: in production, a licence or the operator's recorded permission."""
        if not settings.PRODUCTION:
            return self
        return self.exclude(licence=Source.Licence.NONE_STATED, permission="")

    def real(self):
        """Lists of real meetings, A to Z."""
        return self.filter(is_demonstration=False).order_by("name", "pk")

    def called(self, slug):
        """The list of this short name, in whatever case."""
        return self.filter(slug__iexact=slug)

    def with_last_run(self):
        """With ``as_of``, the latest day that any taking of it speaks of; None before the first."""
        return self.annotate(as_of=models.Max("runs__as_of"))


class Source(models.Model):
    """A list we take meetings from."""

    class Licence(models.TextChoices):
        OGL = "ogl", _("Open Government Licence v3")
        CC_BY = "cc_by", _("Creative Commons Attribution 4.0")
        CC0 = "cc0", _("Public domain")
        AGREED = "agreed", _("Agreed in writing with the publisher")
        OWN = "own", _("Written by this directory")
        NONE_STATED = "none_stated", _("None stated")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    licence = models.CharField(max_length=12, choices=Licence)
    permission = models.CharField(
        max_length=300, blank=True, help_text="Who allowed us to show a list with no licence, and when"
    )
    credit = models.CharField(max_length=300, blank=True)
    address = models.URLField(max_length=300, blank=True)
    is_demonstration = models.BooleanField(default=False)

    objects = SourceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="source_licence_stated",
                condition=Q(licence__in=["ogl", "cc_by", "cc0", "agreed", "own", "none_stated"]),
                violation_error_message="Say what licence the list is under, even if none is stated.",
            )
        ]

    def __str__(self):
        return self.name


class ImportRunQuerySet(models.QuerySet):
    """The questions we ask about what was taken."""

    def for_a_list(self):
        """Every taking, the newest first, without what is long in it."""
        return self.select_related("source", "by").defer("problems", "mapping").order_by("-pk")

    def for_a_page(self):
        """Everything that one taking's page tells."""
        return self.select_related("source", "by")

    def last_mapping(self, slug, *, format):
        """The mapping by which the list of this short name was last read in this format; "" where none is kept."""
        kept = self.filter(source__slug=slug, format=format).exclude(mapping="")
        return kept.order_by("-pk").values_list("mapping", flat=True).first() or ""


class ImportRun(models.Model):
    """One taking of a source: what was read, what came of it, and every row we could not use."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="runs")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="import_runs",
        help_text="Empty: a command took it",
    )
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    as_of = models.DateField(help_text="The day the list speaks of")
    digest = models.CharField(max_length=64, help_text="SHA-256 of what was read")
    reading = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of what was read, by which mapping, code and postcodes"
    )
    revision = models.PositiveBigIntegerField(
        default=0, help_text="That of the directory once this was taken: what is changed later has a greater one"
    )
    format = models.CharField(max_length=13, blank=True)
    mapping = models.TextField(blank=True, help_text="TOML, as it was given: which column said what")
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list, help_text="[{row, reason, says}]: rejected rows, then repaired ones")

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="import_run_ends_after_it_starts",
                condition=Q(finished_at__gte=models.F("started_at")),
                violation_error_message="An import cannot end before it starts.",
            )
        ]

    def __str__(self):
        return f"{self.source}, {self.as_of}"
