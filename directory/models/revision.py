"""How far the directory has moved on, so that each process can follow."""

from django.db import models


class DirectoryRevision(models.Model):
    """One row. Whoever changes a public fact locks it first and bumps it last."""

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(name="revision_is_one_row", condition=models.Q(pk=1))]

    def __str__(self):
        return str(self.number)
