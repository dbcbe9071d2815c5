"""What was planned for a first visit, or the next: which meeting, when, with whom."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutualaid.sealing.fields import Sealed
from referrals.models.about import AboutAPerson, AboutAPersonQuerySet


class With(models.TextChoices):
    """Who goes along."""

    MYSELF = "myself", _("Myself")
    SOMEONE_I_KNOW = "someone_i_know", _("Someone I know")
    MEMBER = "member", _("One of the group")
    PEER = "peer", _("A peer")
    WORKER = "worker", _("My worker")


class Safety(models.TextChoices):
    """Is there anyone, or any condition, that affects where you can safely go? No detail is kept."""

    NO = "no", _("No")
    YES = "yes", _("Yes")
    RATHER_NOT = "rather_not", _("Rather not say")


class Barrier(models.TextChoices):
    """What could get in the way, or did."""

    NERVES = "nerves", _("Nerves")
    TRAVEL = "travel", _("Travel")
    MONEY = "money", _("Money")
    WORK = "work", _("Work")
    CHILDREN = "children", _("Children")
    UNWELL = "unwell", _("Felt unwell")
    NOT_SAFE = "not_safe", _("Not safe")
    ACCESS = "access", _("Getting in or taking part")
    ONLINE = "online", _("Going online")
    DIDNT_FANCY = "didnt_fancy", _("Didn’t fancy it")
    NOT_SAID = "not_said", _("Not said")


class Fix(models.TextChoices):
    """What would help."""

    COMPANY = "company", _("Someone to go with")
    ANOTHER_DAY = "another_day", _("Another day")
    ANOTHER_GROUP = "another_group", _("Another group")
    ONLINE_FIRST = "online_first", _("Online first")
    FARE = "fare", _("A fare")
    RING_FIRST = "ring_first", _("Ringing first")
    CHILDCARE = "childcare", _("Somebody to mind the children")
    DEVICE = "device", _("A phone or data to join with")


class PlanQuerySet(AboutAPersonQuerySet):
    """The questions we ask about plans."""

    def for_cards(self):
        """Everything a plan’s card reads, in one query."""
        return self.select_related("meeting__venue", "meeting__programme")


class Plan(AboutAPerson):
    """One meeting to try, in the person’s own words. A person may plan several, of different kinds."""

    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="plans")
    meeting = models.ForeignKey("directory.Meeting", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField(help_text="The day of the meeting, or by when")
    with_whom = models.CharField(max_length=14, choices=With)
    safety = models.CharField(max_length=10, choices=Safety)
    words_sealed = models.BinaryField(null=True, blank=True)
    meeting_point_sealed = models.BinaryField(null=True, blank=True)
    barriers = models.JSONField(default=list, blank=True)
    fixes = models.JSONField(default=list, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    words = Sealed("words_sealed")
    meeting_point = Sealed("meeting_point_sealed")

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="plan_answers_known",
                condition=Q(with_whom__in=["myself", "someone_i_know", "member", "peer", "worker"])
                & Q(safety__in=["no", "yes", "rather_not"]),
                violation_error_message=_("Say who goes along, and ask the safety question."),
            ),
        ]

    def __str__(self):
        return f"{self.on:%d.%m.%Y}"


class Contact(AboutAPerson):
    """Somebody got in touch with a group, or with somebody who goes to it."""

    class Who(models.TextChoices):
        TOGETHER = "together", _("We did it together, here")
        WORKER = "worker", _("The worker did")
        PERSON = "person", _("They did it themselves")

    class Reached(models.TextChoices):
        MEMBER = "member", _("Somebody who goes to the group")
        HELPLINE = "helpline", _("The group’s helpline")
        PEER = "peer", _("A peer of this service")
        MESSAGE = "message", _("Left a message")
        NOBODY = "nobody", _("No answer")

    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="contacts")
    who = models.CharField(max_length=8, choices=Who)
    reached = models.CharField(max_length=8, choices=Reached)
    consent = models.ForeignKey("referrals.Consent", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="contact_answers_known",
                condition=Q(who__in=["together", "worker", "person"])
                & Q(reached__in=["member", "helpline", "peer", "message", "nobody"]),
                violation_error_message=_("Say who got in touch, and whom they reached."),
            ),
            models.CheckConstraint(
                name="contact_agreed_to",
                condition=Q(who="person") | Q(consent__isnull=False),
                violation_error_message=_("Ask them first whether you may get in touch, and record that they agree."),
            ),
        ]

    def __str__(self):
        return self.get_reached_display()
