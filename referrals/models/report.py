"""What reports rest on beside people: figures that were frozen, and how many a service says are in treatment."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Max, Min, Q
from django.utils.translation import gettext_lazy as _

from mutualaid.sealing.fields import Sealed
from referrals.models.service import Service


class FrozenQuerySet(models.QuerySet):
    """The questions we ask about frozen figures."""

    def of_area(self, area):
        """Everything frozen for one area, the oldest quarter first."""
        return self.filter(area=area).order_by("quarter", "frozen_on")

    def first_published(self):
        """Of each area and quarter, what was frozen first."""
        return self._of_each(Min("frozen_on"))

    def now_known(self):
        """Of each area and quarter, what was frozen last."""
        return self._of_each(Max("frozen_on"))

    def _of_each(self, which):
        same = Frozen.objects.filter(area=models.OuterRef("area"), quarter=models.OuterRef("quarter"))
        day = same.order_by().values("area", "quarter").annotate(day=which).values("day")
        return self.filter(frozen_on=models.Subquery(day))


class Frozen(models.Model):
    """The protected figures of one area and quarter, as they were on one day. No exact count, no person; never changed.

    ``units`` is a list of ``{"service", "name", "setting", "phase", "kind", "cells": {cell: protected count}}``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.CharField(max_length=9, help_text="The ONS code of the area that pays")
    quarter = models.DateField(help_text="Its first day")
    frozen_on = models.DateField()
    made_at = models.DateTimeField()
    profile = models.CharField(max_length=10, help_text="The rule by which counts are protected")
    units = models.JSONField(default=list, blank=True)

    objects = FrozenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "quarter", "frozen_on"],
                name="frozen_once_a_day",
                violation_error_message=_("The figures of that quarter have been frozen today already."),
            ),
            models.CheckConstraint(
                name="frozen_for_an_area",
                condition=~Q(area="") & ~Q(profile=""),
                violation_error_message=_("Say of which area, and by which rule."),
            ),
            models.CheckConstraint(
                name="frozen_after_it_began",
                condition=Q(frozen_on__gt=F("quarter")),
                violation_error_message=_("Nothing is frozen before its quarter has begun."),
            ),
        ]

    def __str__(self):
        return f"{self.area} {self.quarter:%Y-%m}"


class InTreatmentQuerySet(models.QuerySet):
    """The questions we ask about numbers in treatment."""

    def said_by_service(self, service):
        """What a service has told, the newest quarter first."""
        return self.filter(service=service).order_by("-quarter", "area")


class InTreatment(models.Model):
    """How many people a service had in treatment for an area in a quarter, as its manager says. A number, nobody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="in_treatment")
    area = models.CharField(max_length=9)
    quarter = models.DateField(help_text="Its first day")
    people = models.PositiveIntegerField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    objects = InTreatmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "area", "quarter"],
                name="in_treatment_once",
                violation_error_message=_("The number for that quarter has been given: change it."),
            ),
            models.CheckConstraint(
                name="in_treatment_for_an_area",
                condition=~Q(area=""),
                violation_error_message=_("Say for which area."),
            ),
        ]

    def __str__(self):
        return f"{self.quarter:%Y-%m}"


class Chance(models.Model):
    """The one secret that says which way each count is rounded. It never changes: a new one would tell more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    only = models.BooleanField(default=True, unique=True)
    secret_sealed = models.BinaryField()

    secret = Sealed("secret_sealed")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="chance_is_one",
                condition=Q(only=True),
                violation_error_message=_("There is one secret to round by."),
            ),
        ]

    def __str__(self):
        return str(self.pk)
