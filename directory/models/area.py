"""A local authority: the area a commissioner answers for."""

from django.db import models
from django.db.models import Q

from directory.vocabulary import Nation


class Area(models.Model):
    """A current local authority, known by its ONS code, as venues, sectors and cells name it.

    They hold the code alone: older postcode files name authorities that have since gone.
    """

    code = models.CharField(max_length=9, primary_key=True)
    name = models.CharField(max_length=80)
    county = models.CharField(max_length=80, blank=True, help_text="The county or area people say")
    nation = models.CharField(max_length=16, choices=Nation)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="area_nation_known",
                condition=Q(nation__in=Nation.values),
                violation_error_message="Say which nation the area is in.",
            ),
            models.CheckConstraint(
                name="area_has_a_name",
                condition=~Q(name=""),
                violation_error_message="Give the area its name.",
            ),
        ]

    def __str__(self):
        return self.name
