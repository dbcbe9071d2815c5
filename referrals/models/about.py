"""What every record about a person has in common: whose it is, and who may see it."""

import uuid

from django.db import models


class AboutAPersonQuerySet(models.QuerySet):
    """Rows about people are reached by ``visible_to`` alone."""

    def visible_to(self, user):
        """Those about the people that ``user`` helps, or whose service they manage."""
        from referrals.models.person import Person

        return self.filter(person__in=Person.objects.visible_to(user))

    def about(self, people):
        """Those about ``people``, who were found by ``Person.objects.visible_to`` before."""
        return self.filter(person__in=people)


class AboutAPerson(models.Model):
    """``service`` is the person's own, on every row: a trigger of the database holds it to that."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey("referrals.Service", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("referrals.Person", on_delete=models.PROTECT, related_name="%(class)ss")

    objects = AboutAPersonQuerySet.as_manager()

    class Meta:
        abstract = True
