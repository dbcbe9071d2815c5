"""A place people meet in."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.places import EAST, NORTH, SOUTH, WEST
from directory.vocabulary import Nation


class VenueQuerySet(models.QuerySet):
    """The questions we ask about venues."""

    def in_our_area(self):
        """In the UK: what meets in others is not listed."""
        return self.exclude(nation=Venue.OUTSIDE)

    def offered(self, *, postcode, keys):
        """Those to choose among: at ``postcode`` if one is given, and those of ``keys``."""
        at = Q(postcode=postcode) if postcode else Q(pk=None)
        return self.filter(at | Q(pk__in=keys)).order_by("name", "address", "pk")


class Venue(models.Model):
    """A hall, a church, a room: where it is and how exactly we know."""

    OUTSIDE = "outside"

    class Precision(models.TextChoices):
        GIVEN = "given", _("The point its source gives")
        POSTCODE = "postcode", _("The middle of its postcode")
        SECTOR = "sector", _("The middle of its postcode sector: about")
        OUTCODE = "outcode", _("The middle of its postcode district: about")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=400, blank=True)
    postcode = models.CharField(max_length=8, blank=True, help_text="With its space, as M1 1AE")
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    precision = models.CharField(max_length=8, choices=Precision)
    nation = models.CharField(max_length=16, choices=[*Nation.choices, (OUTSIDE, "Outside our area")])
    authority = models.CharField(max_length=9, blank=True, help_text="Local authority code, from its postcode")
    revision = models.PositiveBigIntegerField(default=0)

    objects = VenueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="venue_in_our_area_has_a_point",
                # Without "is not null" an unknown position would pass: a check lets NULL through.
                condition=Q(nation="outside")
                | Q(
                    lat__isnull=False,
                    lon__isnull=False,
                    lat__gte=SOUTH,
                    lat__lte=NORTH,
                    lon__gte=WEST,
                    lon__lte=EAST,
                ),
                violation_error_message="A venue in the UK needs a position in the UK.",
            ),
            models.CheckConstraint(
                name="venue_point_is_whole",
                condition=Q(lat__isnull=True, lon__isnull=True) | Q(lat__isnull=False, lon__isnull=False),
                violation_error_message="Give both latitude and longitude, or neither.",
            ),
            models.CheckConstraint(
                name="venue_nation_known",
                condition=Q(nation__in=[*Nation.values, "outside"]),
                violation_error_message="Say which nation the venue is in.",
            ),
        ]

    def __str__(self):
        return self.name or self.address or self.postcode

    @property
    def in_full(self):
        """Its name, address and postcode, so far as they are known."""
        return ", ".join(part for part in (self.name, self.address, self.postcode) if part)
