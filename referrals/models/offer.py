"""Every option, as it was shown to somebody: frozen, and how it was given."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.vocabulary import Approach
from referrals.models.about import AboutAPerson, AboutAPersonQuerySet

LASTS = dt.timedelta(days=365)


class OfferSnapshot(models.Model):
    """The options, their order and best ways in, and which texts said so. About nobody: many people share one.

    It holds no place and no distance, so that it cannot say where somebody lives.
    """

    digest = models.CharField(max_length=64, primary_key=True, help_text="SHA-256 of its content")
    content = models.JSONField()
    made_at = models.DateTimeField()

    def __str__(self):
        return self.digest[:12]


class OfferQuerySet(AboutAPersonQuerySet):
    """The questions we ask about offers."""

    def standing(self, *, at):
        """The person’s newest, in this time of treatment and this district, and not a year old."""
        return self.filter(lapsed_at=None, made_at__gt=at - LASTS)

    def pressed(self):
        """Somebody who can make life harder for them was behind it."""
        return self.filter(idea__in=Offer.PRESSING)

    def informed(self):
        """In a state that counts as having been told of everything."""
        return self.filter(state__in=Offer.INFORMED)


class Offer(AboutAPerson):
    """Somebody was told of every option, or was to be: would rather not, or not today, and then nothing was shown.

    "Not yet" lets work go on, and counts as not informed.
    """

    class State(models.TextChoices):
        LOOKED_AT = "looked_at", _("Looked at together")
        PRINTED = "printed", _("Printed for them")
        SENT = "sent", _("Sent to them")
        QR_SHOWN = "qr_shown", _("Shown as a code to scan")
        RATHER_NOT = "rather_not", _("Would rather not")
        NOT_YET = "not_yet", _("Not today")

    INFORMED = (State.LOOKED_AT, State.PRINTED, State.SENT, State.QR_SHOWN)

    class Been(models.TextChoices):
        NEVER = "never", _("Never")
        BEFORE = "before", _("Before")
        LATELY = "lately", _("In the last four weeks")

    class Idea(models.TextChoices):
        THEIRS = "theirs", _("Their own")
        OURS = "ours", _("Ours")
        FAMILY = "family", _("Family or friends")
        COURT = "court", _("A court or probation")
        SOCIAL_CARE = "social_care", _("Social care")
        HOUSING = "housing", _("Housing or benefits")
        ANOTHER = "another", _("Somebody else")
        RATHER_NOT = "rather_not", _("Rather not say")

    PRESSING = (Idea.COURT, Idea.SOCIAL_CARE, Idea.HOUSING)

    class NotYet(models.TextChoices):
        UNWELL = "unwell", _("Unwell today")
        UPSET = "upset", _("Something else had to come first")
        NO_TIME = "no_time", _("No time today")
        INTERPRETER = "interpreter", _("Wants an interpreter or another format")
        ANOTHER = "another", _("Another reason")

    class Lapse(models.TextChoices):
        NEWER = "newer", _("Asked again since")
        EPISODE = "episode", _("That time in treatment ended")
        DISTRICT = "district", _("Moved to another district")
        YEAR = "year", _("A year has passed")

    episode = models.ForeignKey("referrals.Episode", on_delete=models.PROTECT, related_name="offers")
    snapshot = models.ForeignKey(
        OfferSnapshot,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="offers",
        help_text="What was shown; none where nothing was",
    )
    state = models.CharField(max_length=10, choices=State)
    not_yet = models.CharField(max_length=11, choices=NotYet, blank=True)
    due_on = models.DateField(null=True, blank=True, help_text="When to show it, where not today")
    been = models.CharField(max_length=6, choices=Been, blank=True)
    idea = models.CharField(max_length=11, choices=Idea, blank=True)
    family_offered = models.BooleanField(default=False, help_text="Help for their family and friends came up")
    district = models.CharField(max_length=9, blank=True, help_text="The ONS code of where they looked; nothing finer")
    by_telephone = models.BooleanField(default=False)
    together_with = models.PositiveSmallIntegerField(default=0, help_text="How many others were shown it with them")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lapsed_at = models.DateTimeField(null=True, blank=True)
    lapsed_because = models.CharField(max_length=8, choices=Lapse, blank=True)
    once = models.UUIDField(unique=True, null=True, blank=True, help_text="Of the page it was saved from")

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="offer_state_known",
                condition=Q(state__in=["looked_at", "printed", "sent", "qr_shown", "rather_not", "not_yet"]),
                violation_error_message=_("Say how every option was shown."),
            ),
            models.CheckConstraint(
                name="offer_shown_is_kept_as_shown",
                condition=Q(state__in=["rather_not", "not_yet"], snapshot__isnull=True)
                | (~Q(state__in=["rather_not", "not_yet"]) & Q(snapshot__isnull=False)),
                violation_error_message=_("What was shown is kept with it; where nothing was shown, nothing is."),
            ),
            models.CheckConstraint(
                name="offer_not_yet_says_why_and_when",
                condition=(
                    Q(state="not_yet", due_on__isnull=False)
                    & Q(not_yet__in=["unwell", "upset", "no_time", "interpreter", "another"])
                )
                | (~Q(state="not_yet") & Q(not_yet="", due_on__isnull=True)),
                violation_error_message=_("Where it is not today, say why, and when to show it."),
            ),
            models.CheckConstraint(
                name="offer_answers_known",
                condition=Q(been__in=["", "never", "before", "lately"])
                & Q(
                    idea__in=[
                        *("", "theirs", "ours", "family", "court"),
                        *("social_care", "housing", "another", "rather_not"),
                    ]
                ),
                violation_error_message=_("Choose one of the answers, or leave it."),
            ),
            models.CheckConstraint(
                name="offer_lapsed_for_a_reason",
                condition=Q(lapsed_at__isnull=True, lapsed_because="")
                | Q(lapsed_at__isnull=False, lapsed_because__in=["newer", "episode", "district", "year"]),
                violation_error_message=_("Say when the offer lapsed and why, or nothing of it."),
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(lapsed_at=None),
                name="offer_one_stands",
                violation_error_message=_("Another offer stands: it lapses first."),
            ),
        ]

    def __str__(self):
        return self.get_state_display()

    @property
    def informed(self):
        """Does it count as having been told of everything?"""
        return self.state in self.INFORMED


class Mark(AboutAPerson):
    """Something was said about a kind of group, or about one programme. What nobody spoke of has no mark."""

    class Said(models.TextChoices):
        TALKED_ABOUT = "talked_about", _("Talked about")
        INTERESTED = "interested", _("Interested")
        BEEN_BEFORE = "been_before", _("Been before")
        NOT_NOW = "not_now", _("Not now")
        NEVER = "never", _("Not for me")
        KNOW_MORE = "know_more", _("Know more")

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="marks")
    approach = models.CharField(max_length=14, choices=Approach, blank=True)
    programme = models.ForeignKey(
        "directory.Programme", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    said = models.CharField(max_length=12, choices=Said)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mark_of_a_family_or_a_programme",
                condition=(Q(programme__isnull=True) & ~Q(approach="") & Q(said="talked_about"))
                | (
                    Q(programme__isnull=False, approach="")
                    & Q(said__in=["interested", "been_before", "not_now", "never", "know_more"])
                ),
                violation_error_message=_("A kind of group was talked about; of a programme something was said."),
            ),
            # NULLs are never equal, so a programme's marks and a family's are held apart.
            models.UniqueConstraint(
                fields=["offer", "programme", "said"],
                condition=Q(programme__isnull=False),
                name="mark_of_a_programme_once",
                violation_error_message=_("That is marked already."),
            ),
            models.UniqueConstraint(
                fields=["offer", "approach"],
                condition=Q(programme__isnull=True),
                name="mark_of_a_family_once",
                violation_error_message=_("That is marked already."),
            ),
        ]

    def __str__(self):
        return self.get_said_display()
