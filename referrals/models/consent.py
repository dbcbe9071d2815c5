"""What somebody has agreed to, until when, and whether they still do."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from referrals.models.about import AboutAPerson, AboutAPersonQuerySet


class ConsentQuerySet(AboutAPersonQuerySet):
    """The questions we ask about consents."""

    def standing(self, *, at):
        """Given, not run out, not taken back."""
        return self.filter(given_at__lte=at, until__gte=at, withdrawn_at=None)

    def for_an_act(self):
        """With the person who agreed, in one query."""
        return self.select_related("person")

    def agreed_contacts(self, person):
        """{(whom, channel)}: with whom we may get in touch for somebody, and how."""
        return set(self.filter(person=person, what=Consent.What.CONTACT).values_list("whom", "channel"))


class Consent(AboutAPerson):
    """One thing, for one kind of recipient, by one channel. Off until given; ends by itself."""

    class What(models.TextChoices):
        CONTACT = "contact", _("Get in touch with a group or somebody who goes to it")
        COMPANION = "companion", _("Tell the one who goes along where and when to meet")
        REMINDER = "reminder", _("Remind them of a meeting")
        FOLLOW_UP = "follow_up", _("Ask how it goes after their treatment has ended")
        TRANSFER = "transfer", _("Pass on to another service what was planned")

    class Whom(models.TextChoices):
        GROUP = "group", _("The group or its helpline")
        PEER = "peer", _("A peer of this service")
        THEMSELVES = "themselves", _("Nobody but themselves")
        SERVICE = "service", _("The other service")

    class Channel(models.TextChoices):
        IN_PERSON = "in_person", _("Face to face")
        TELEPHONE = "telephone", _("By telephone")
        TEXT = "text", _("By text message")
        EMAIL = "email", _("By e-mail")
        LETTER = "letter", _("By letter")

    what = models.CharField(max_length=9, choices=What)
    whom = models.CharField(max_length=10, choices=Whom)
    channel = models.CharField(max_length=9, choices=Channel)
    wording = models.CharField(max_length=20, help_text="Which version of the words they agreed to")
    given_at = models.DateTimeField()
    given_to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consent_known",
                condition=Q(what__in=["contact", "companion", "reminder", "follow_up", "transfer"])
                & Q(whom__in=["group", "peer", "themselves", "service"])
                & Q(channel__in=["in_person", "telephone", "text", "email", "letter"])
                & ~Q(wording=""),
                violation_error_message=_("Say what they agree to, for whom, by which channel and in which words."),
            ),
            models.CheckConstraint(
                name="consent_ends",
                condition=Q(until__gt=F("given_at")),
                violation_error_message=_("A consent runs out after it is given."),
            ),
            models.CheckConstraint(
                name="consent_withdrawn_after_it_is_given",
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")),
                violation_error_message=_("It cannot be taken back before it is given."),
            ),
        ]

    def __str__(self):
        return self.get_what_display()
