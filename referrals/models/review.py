"""How did it go? As they tell it; nobody asks a group."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from referrals.models.about import AboutAPerson, AboutAPersonQuerySet


class How(models.TextChoices):
    """How it went, or one of the four kinds of not knowing."""

    WENT = "went", _("Went")
    LEFT_EARLY = "left_early", _("Left early")
    COULDNT_GET_IN = "couldnt_get_in", _("Couldn’t get in online")
    WASNT_ON = "wasnt_on", _("It wasn’t on")
    NOT_THIS_TIME = "not_this_time", _("Not this time")
    NOT_ASKED = "not_asked", _("Not asked")
    RATHER_NOT = "rather_not", _("Rather not say")
    LOST_TOUCH = "lost_touch", _("Lost touch")
    CANT_RECALL = "cant_recall", _("Can’t recall")


BEEN = (How.WENT, How.LEFT_EARLY)
NOT_KNOWN = (How.NOT_ASKED, How.RATHER_NOT, How.LOST_TOUCH, How.CANT_RECALL)


class AndNow(models.TextChoices):
    """What they want next."""

    KEEP_GOING = "keep_going", _("Keep going")
    TRY_ANOTHER = "try_another", _("Try another")
    LEAVE_IT = "leave_it", _("Leave it for now")


class Got(models.TextChoices):
    """What they got from it, beyond being there. Worded for every kind of group."""

    SPOKE = "spoke", _("Spoke to someone")
    SWAPPED = "swapped", _("Swapped numbers")
    WELCOME = "welcome", _("Felt welcome")
    TOOL = "tool", _("A useful tool")
    JOB = "job", _("A job to do")
    REGULAR = "regular", _("A regular group")
    MENTOR = "mentor", _("A sponsor, mentor or buddy")
    READING = "reading", _("Something to read or do between meetings")


class WasntOn(models.TextChoices):
    """What they found instead of the meeting."""

    NOBODY_THERE = "nobody_there", _("Nobody there")
    MOVED = "moved", _("Moved")
    WRONG_TIME = "wrong_time", _("Wrong time")
    CLOSED = "closed", _("Closed for good")


class Still(models.TextChoices):
    """Asked once, about twelve weeks on. "Most times it meets" is fair to a fortnightly group."""

    MOST = "most", _("Most times it meets")
    SOMETIMES = "sometimes", _("Sometimes")
    STOPPED = "stopped", _("Stopped going")
    RATHER_NOT = "rather_not", _("Rather not say")


class ReviewQuerySet(AboutAPersonQuerySet):
    """The questions we ask about reviews."""

    def been(self):
        """They say that they were there."""
        return self.filter(how__in=BEEN)


class Review(AboutAPerson):
    """One asking. What kind of meeting it was is frozen as it was at the visit, for measures."""

    class Times(models.TextChoices):
        ONCE = "once", _("Once")
        MORE = "more", _("More than once")

    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="reviews")
    plan = models.ForeignKey("referrals.Plan", on_delete=models.PROTECT, null=True, blank=True, related_name="reviews")
    how = models.CharField(max_length=14, choices=How)
    times = models.CharField(max_length=4, choices=Times, blank=True, help_text="How often they went since last asked")
    and_now = models.CharField(max_length=11, choices=AndNow, blank=True)
    got = models.JSONField(default=list, blank=True)
    in_the_way = models.JSONField(default=list, blank=True)
    would_help = models.JSONField(default=list, blank=True)
    still = models.CharField(max_length=10, choices=Still, blank=True, help_text="Whether they go, twelve weeks on")
    wasnt_on = models.CharField(max_length=12, choices=WasntOn, blank=True)
    meeting_kind = models.CharField(max_length=24, blank=True, help_text="Its class at the visit")
    setting = models.CharField(max_length=12, blank=True, help_text="The setting of the treatment at the visit")
    visit_on = models.DateField(null=True, blank=True, help_text="The day of the visit asked about, else of the asking")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="review_answers_known",
                condition=Q(
                    how__in=[
                        *("went", "left_early", "couldnt_get_in", "wasnt_on", "not_this_time"),
                        *("not_asked", "rather_not", "lost_touch", "cant_recall"),
                    ]
                )
                & Q(and_now__in=["", "keep_going", "try_another", "leave_it"])
                & Q(wasnt_on__in=["", "nobody_there", "moved", "wrong_time", "closed"])
                & Q(still__in=["", "most", "sometimes", "stopped", "rather_not"]),
                violation_error_message=_("Choose one of the answers."),
            ),
            models.CheckConstraint(
                name="review_counts_visits_of_those_who_went",
                condition=Q(times="") | (Q(how__in=["went", "left_early"]) & Q(times__in=["once", "more"])),
                violation_error_message=_("How often they went is asked only of those who went."),
            ),
            models.CheckConstraint(
                name="review_wasnt_on_only_then",
                condition=Q(wasnt_on="") | Q(how="wasnt_on"),
                violation_error_message=_("What they found instead is asked only where it was not on."),
            ),
            models.CheckConstraint(
                name="review_next_is_asked_of_those_asked",
                condition=~Q(how__in=["not_asked", "lost_touch"]) | Q(and_now="", still=""),
                violation_error_message=_("Nobody who was not asked has said what they want next."),
            ),
        ]

    def __str__(self):
        return self.get_how_display()
