"""One person and one option: where they stand on the pathway, and every step that led there."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from referrals.models.about import AboutAPerson, AboutAPersonQuerySet
from referrals.stages import DUE, NEXT, OPEN, Act, Stage


class ReferralQuerySet(AboutAPersonQuerySet):
    """The questions we ask about referrals."""

    def open(self):
        """Something is still to be asked or done."""
        return self.filter(stage__in=OPEN)

    def for_pages(self):
        """Everything the pages of one option read of it, in one query."""
        return self.select_related("person", "programme", "episode", "offer__snapshot", "last_review__plan")


class Referral(AboutAPerson):
    """The loop of one person and one option. There is none without an offer of every option before it."""

    episode = models.ForeignKey("referrals.Episode", on_delete=models.PROTECT, related_name="referrals")
    offer = models.ForeignKey("referrals.Offer", on_delete=models.PROTECT, related_name="referrals")
    programme = models.ForeignKey("directory.Programme", on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=9, choices=Stage)
    due_on = models.DateField(null=True, blank=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(
        default=0, help_text="Goes up with every step, so that two at once are noticed"
    )
    last_review = models.ForeignKey(
        "referrals.Review", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "programme"],
                condition=Q(ended_at=None),
                name="referral_one_loop_for_each_option",
                violation_error_message=_("They are on the pathway with this group already."),
            ),
            models.CheckConstraint(
                name="referral_stage_known",
                condition=Q(stage__in=list(NEXT)),
                violation_error_message=_("Say where on the pathway they are."),
            ),
            models.CheckConstraint(
                name="referral_ended_when_it_says_so",
                condition=Q(stage="ended", ended_at__isnull=False) | (~Q(stage="ended") & Q(ended_at=None)),
                violation_error_message=_("Say when it ended, and only then."),
            ),
            models.CheckConstraint(
                name="referral_due_while_open",
                condition=Q(stage__in=sorted(DUE), due_on__isnull=False)
                | (~Q(stage__in=sorted(DUE)) & Q(due_on__isnull=True)),
                violation_error_message=_("Say when to ask again."),
            ),
        ]
        indexes = [models.Index(fields=["person", "stage", "due_on"], name="referral_caseload")]

    def __str__(self):
        return self.get_stage_display()


class Step(AboutAPerson):
    """One act on a referral. Kept for good beside the others; never changed."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(max_length=8, choices=Act)
    before = models.CharField(max_length=9, choices=Stage)
    after = models.CharField(max_length=9, choices=Stage)
    number = models.PositiveIntegerField(help_text="The version of the referral that it made")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    once = models.UUIDField(unique=True, null=True, blank=True, help_text="Of the page it was saved from")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="step_is_on_the_pathway",
                condition=Q(
                    *(
                        Q(act=act, before=before, after=after)
                        for before, acts in NEXT.items()
                        for act, after in acts.items()
                    ),
                    _connector=Q.OR,
                ),
                violation_error_message=_("The pathway has no such step."),
            ),
            models.UniqueConstraint(
                fields=["referral", "number"],
                name="step_one_at_a_time",
                violation_error_message=_("Somebody else recorded something meanwhile."),
            ),
        ]

    def __str__(self):
        return self.get_act_display()
