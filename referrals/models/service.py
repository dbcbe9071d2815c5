"""A treatment service, who works for it, and who answers for an area."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from directory.models import Area


class Setting(models.TextChoices):
    """Where treatment is given. Measures never mix them."""

    COMMUNITY = "community", _("In the community")
    INPATIENT = "inpatient", _("Inpatient unit")
    RESIDENTIAL = "residential", _("Residential rehabilitation")
    PRISON = "prison", _("Prison")
    HOUSING = "housing", _("Supported housing")
    PRIMARY_CARE = "primary_care", _("Primary care")
    HOSPITAL = "hospital", _("Hospital")


class ServiceQuerySet(models.QuerySet):
    """The questions we ask about services."""

    def open(self):
        """Still working with people."""
        return self.filter(closed_on=None)

    def managed_by(self, user):
        """Those whose manager ``user`` is now."""
        return self.filter(memberships__in=Membership.objects.now().filter(user=user, role=Membership.Role.MANAGER))

    def for_a_list(self):
        """Everything that a list of services reads, A to Z: the areas of each too."""
        return self.prefetch_related(Prefetch("areas", Area.objects.order_by("name", "pk"))).order_by("name", "pk")


class Service(models.Model):
    """One service with one setting. An organisation with a ward and a team in town is two."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    setting = models.CharField(max_length=12, choices=Setting)
    areas = models.ManyToManyField("directory.Area", related_name="services", blank=True)
    telephone = models.CharField(max_length=30, blank=True, help_text="Where people ring to come back")
    closed_on = models.DateField(null=True, blank=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="service_setting_known",
                condition=Q(setting__in=Setting.values),
                violation_error_message=_("Say where the service gives treatment."),
            ),
            models.CheckConstraint(
                name="service_has_a_name",
                condition=~Q(name=""),
                violation_error_message=_("Give the service its name."),
            ),
            # Two of one name and setting would share out one caseload, and nobody could say which is meant.
            models.UniqueConstraint(
                Lower("name"),
                "setting",
                condition=Q(closed_on=None),
                name="service_open_once",
                violation_error_message=_("A service of this name and setting is open already: look at the list."),
            ),
        ]

    def __str__(self):
        return self.name


class MembershipQuerySet(models.QuerySet):
    """The questions we ask about who works where."""

    def now(self):
        """Those that stand."""
        return self.filter(ended_at=None, service__closed_on=None)

    def at(self, services):
        """Those at one of these services."""
        return self.filter(service__in=services)

    def for_a_list(self):
        """Everything that a list of who works where reads, A to Z, in one query."""
        return self.select_related("user", "service").order_by("user__name", "user__email", "pk")


class Membership(models.Model):
    """Somebody works for a service. They may work for two."""

    class Role(models.TextChoices):
        KEYWORKER = "keyworker", _("Keyworker")
        MANAGER = "manager", _("Service manager")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=9, choices=Role)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="membership_role_known",
                condition=Q(role__in=["keyworker", "manager"]),
                violation_error_message=_("Say whether they are a keyworker or the service’s manager."),
            ),
            models.UniqueConstraint(
                fields=["user", "service"],
                condition=Q(ended_at=None),
                name="membership_once",
                violation_error_message=_("They work for this service already."),
            ),
        ]

    def __str__(self):
        return self.get_role_display()


class CommissionQuerySet(models.QuerySet):
    """The questions we ask about who answers for an area."""

    def now(self):
        """Those that stand."""
        return self.filter(ended_at=None)

    def of(self, user):
        """What somebody answers for."""
        return self.filter(user=user)

    def for_a_list(self):
        """Everything that a list of who answers for which area reads, A to Z, in one query."""
        return self.select_related("user", "area").order_by("area__name", "area", "user__name", "user__email", "pk")


class Commission(models.Model):
    """Somebody answers for treatment in an area. They read its reports, and never see a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="commissions")
    area = models.ForeignKey("directory.Area", on_delete=models.PROTECT, related_name="commissions")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CommissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "area"],
                condition=Q(ended_at=None),
                name="commission_once",
                violation_error_message=_("They answer for this area already."),
            ),
        ]

    def __str__(self):
        return str(self.area_id)
