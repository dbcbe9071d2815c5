"""Places: postcode sectors with their postcodes packed inside, cells, settlements, local authorities."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.vocabulary import Nation


class GeographyEditionQuerySet(models.QuerySet):
    def current(self):
        """The edition that answers now; one or none."""
        return self.filter(is_current=True)


class GeographyEdition(models.Model):
    """One whole loading of geography. The current one answers until the next is complete."""

    source = models.CharField(max_length=120, help_text="For example ONSPD, November 2025")
    credit = models.CharField(max_length=300, blank=True)
    digest = models.CharField(max_length=64, help_text="SHA-256 of all it was made from")
    postcodes = models.PositiveIntegerField(default=0, help_text="How many it holds, with a position")
    loaded_at = models.DateTimeField()
    is_current = models.BooleanField(default=False)

    objects = GeographyEditionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"],
                condition=Q(is_current=True),
                name="geography_one_current_edition",
                violation_error_message="Only one edition of geography is current.",
            )
        ]

    def __str__(self):
        return self.source


class Sector(models.Model):
    """A postcode sector, as "M1 1": its centre, its authority, and its postcodes packed in ``units``."""

    edition = models.ForeignKey(GeographyEdition, on_delete=models.CASCADE)  # goes with its edition
    code = models.CharField(max_length=6, help_text="With its space, as M1 1")
    outcode = models.CharField(max_length=4, db_index=True)
    lat = models.FloatField()
    lon = models.FloatField()
    nation = models.CharField(max_length=16, choices=Nation)
    authority = models.CharField(max_length=9, help_text="The commonest local authority code in it")
    postcodes = models.PositiveIntegerField(help_text="How many it holds, with a position")
    units = models.BinaryField(help_text="geography.units packs and reads these")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                # The code first: it is what look-ups know.
                fields=["code", "edition"],
                name="sector_once",
                violation_error_message="This sector is already in this edition.",
            )
        ]

    def __str__(self):
        return self.code


class Cell(models.Model):
    """An area with an address of its own: a sector of 50 postcodes or more, else an outcode; or a settlement."""

    class Kind(models.TextChoices):
        SECTOR = "sector", _("Postcode sector")
        OUTCODE = "outcode", _("Postcode district")
        SETTLEMENT = "settlement", _("Town, village or suburb")

    edition = models.ForeignKey(GeographyEdition, on_delete=models.CASCADE)  # goes with its edition
    slug = models.SlugField(max_length=80, db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    label = models.CharField(max_length=100, help_text="M1 1, or Newport (Gwent)")
    name = models.CharField(max_length=80, blank=True, help_text="Settlements: the name alone")
    other_names = models.JSONField(default=list, blank=True, help_text="Folded: Caerdydd and the like")
    population = models.PositiveIntegerField(default=0)
    lat = models.FloatField()
    lon = models.FloatField()
    nation = models.CharField(max_length=16, choices=Nation)
    authority = models.CharField(max_length=9, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "edition"],
                name="cell_once",
                violation_error_message="This address is already a place.",
            )
        ]

    def __str__(self):
        return self.label
