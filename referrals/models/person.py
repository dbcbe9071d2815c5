"""Somebody a service works with, by as little as can be held; and each time they are in treatment."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, Min, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from mutualaid.sealing.fields import Sealed
from referrals import references
from referrals.models.about import AboutAPerson, AboutAPersonQuerySet
from referrals.models.service import Membership, Service, Setting


class PersonQuerySet(models.QuerySet):
    """The questions we ask about people."""

    def visible_to(self, user):
        """Those whose keyworker ``user`` is, and everybody of a service they manage."""
        standing = Membership.objects.now().filter(user=user)
        managed = standing.filter(role=Membership.Role.MANAGER).values("service")
        worked_for = standing.values("service")
        return self.filter(Q(service__in=managed) | Q(keyworker=user, service__in=worked_for))

    def version_of(self, person):
        """As it is now, whatever ``person`` said when it was read."""
        return self.values_list("version", flat=True).get(pk=person.pk)

    def versions_of(self, people):
        """{key: version} of several, as they are now."""
        return dict(self.filter(pk__in=[person.pk for person in people]).values_list("pk", "version"))

    def known_as(self, reference, service):
        """Whoever the service knows by this reference: one, or nobody."""
        return self.filter(service=service, reference_index__in=Person.reference.blinds(reference))

    def with_reference(self, reference):
        """Whoever is known by this reference, at whichever service. Raises CannotSeal."""
        return self.filter(reference_index__in=Person.reference.blinds(reference)).select_related("service")

    def worked_with_by(self, worker):
        """Those whose keyworker is the one of this key."""
        return self.filter(keyworker=worker)

    def nobodys(self):
        """Those whom nobody works with: no keyworker, or one who works for their service no more."""
        works_there = Membership.objects.now().filter(user=OuterRef("keyworker"), service=OuterRef("service"))
        return self.exclude(Exists(works_there))

    def in_treatment(self):
        """Those whose time in treatment has not ended."""
        return self.filter(Exists(Episode.objects.open().filter(person=OuterRef("pk"))))

    def of(self, service):
        """Those of one service."""
        return self.filter(service=service)

    def counted_by_keyworker(self):
        """{keyworker: how many people}; None for those without one."""
        return dict(self.order_by().values("keyworker").annotate(number=Count("pk")).values_list("keyworker", "number"))

    def with_first_due(self):
        """Each with the day on which the first of their open options is due, as ``first_due``; None without one."""
        from referrals.models.referral import Referral

        loops = Referral.objects.open().filter(person=OuterRef("pk")).order_by().values("person")
        return self.annotate(first_due=Subquery(loops.annotate(first=Min("due_on")).values("first")))

    def references(self, keys):
        """{key: reference}, opened, of those who were found by ``visible_to`` before."""
        held = self.filter(pk__in=keys).only("reference_sealed").order_by("pk")
        return {person.pk: person.reference for person in held}

    def for_a_record(self):
        """Everything that the head of a record reads, in one query."""
        return self.select_related("service", "keyworker")


class Person(models.Model):
    """A client, or somebody close to one; the two are never linked. No name, address or date of birth.

    Everything but the reference is optional and coarse. Each fact's reason and how long it
    is kept stand in referrals/retention.py.
    """

    class Kind(models.TextChoices):
        CLIENT = "client", _("Somebody with the problem")
        SOMEONE_CLOSE = "someone_close", _("Somebody close to them")

    class AgeBand(models.TextChoices):
        UNDER_18 = "under_18", _("Under 18")
        FROM_18 = "18_29", _("18 to 29")
        FROM_30 = "30_44", _("30 to 44")
        FROM_45 = "45_59", _("45 to 59")
        OVER_60 = "60_up", _("60 or over")

    class Gender(models.TextChoices):
        WOMAN = "woman", _("Woman")
        MAN = "man", _("Man")
        ANOTHER = "another", _("In another way")

    class Substances(models.TextChoices):
        ALCOHOL = "alcohol", _("Alcohol")
        OPIATES = "opiates", _("Opiates")
        OTHER_DRUGS = "other_drugs", _("Other drugs")
        DRUGS_AND_ALCOHOL = "drugs_and_alcohol", _("Other drugs and alcohol")

    class Prescribed(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")

    class Need(models.TextChoices):
        """As the Accessible Information Standard asks, in words of our own."""

        LARGE_PRINT = "large_print", _("Large print")
        EASY_READ = "easy_read", _("Easy words and pictures")
        READ_ALOUD = "read_aloud", _("Somebody reads it to them")
        AUDIO = "audio", _("To listen to")
        BRAILLE = "braille", _("Braille")
        SIGN_LANGUAGE = "sign_language", _("British or Irish Sign Language")
        HEARING_LOOP = "hearing_loop", _("A hearing loop, or somebody who speaks clearly")
        INTERPRETER = "interpreter", _("Another language")
        TEXT = "text", _("By text, not by telephone")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="people")
    reference_sealed = models.BinaryField()
    reference_index = models.BinaryField(max_length=32, help_text="Its keyed hash, to find it by")
    kind = models.CharField(max_length=13, choices=Kind, default=Kind.CLIENT)
    age_band = models.CharField(_("Age"), max_length=8, choices=AgeBand, blank=True)
    gender = models.CharField(_("Gender"), max_length=7, choices=Gender, blank=True)
    substances = models.CharField(_("What they are in treatment for"), max_length=17, choices=Substances, blank=True)
    prescribed = models.CharField(_("Medicine for opioid dependence"), max_length=3, choices=Prescribed, blank=True)
    needs = models.JSONField(_("How they need to be told things"), default=list, blank=True)
    keyworker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="people", null=True, blank=True
    )
    handed_over_at = models.DateTimeField(null=True, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(
        default=0, help_text="Goes up with every act, so that two at once are noticed"
    )

    reference = Sealed("reference_sealed", index="reference_index", normal=references.normal)

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "reference_index"],
                name="person_reference_once",
                violation_error_message=_("The service knows somebody by this reference already."),
            ),
            models.CheckConstraint(
                name="person_kind_known",
                condition=Q(kind__in=["client", "someone_close"]),
                violation_error_message=_("Say whether they have the problem or are close to somebody who has."),
            ),
            models.CheckConstraint(
                name="person_facts_known",
                condition=Q(age_band__in=["", "under_18", "18_29", "30_44", "45_59", "60_up"])
                & Q(gender__in=["", "woman", "man", "another"])
                & Q(substances__in=["", "alcohol", "opiates", "other_drugs", "drugs_and_alcohol"])
                & Q(prescribed__in=["", "yes", "no"]),
                violation_error_message=_("Choose one of the answers, or leave it."),
            ),
        ]
        indexes = [models.Index(fields=["keyworker"], name="person_keyworker")]

    def __str__(self):
        return str(self.pk)

    @property
    def for_whom(self):
        """Whom options are looked for: a ``directory.vocabulary.Who``."""
        if self.age_band == self.AgeBand.UNDER_18:
            return "young_person"
        return "someone_close" if self.kind == self.Kind.SOMEONE_CLOSE else "me"


class EpisodeQuerySet(AboutAPersonQuerySet):
    """The questions we ask about times in treatment."""

    def open(self):
        """Not ended."""
        return self.filter(ended_on=None)


class Episode(AboutAPerson):
    """One time in treatment, from its first day, whether or not anybody has introduced mutual aid yet."""

    class Ending(models.TextChoices):
        COMPLETED = "completed", _("Completed as planned")
        STOPPED_COMING = "stopped_coming", _("Stopped coming")
        ENDED_BY_SERVICE = "ended_by_service", _("Ended by the service")
        TRANSFER = "transfer", _("Moved to another service")
        CUSTODY = "custody", _("Taken into custody")
        DIED = "died", _("Died")

    class WayBack(models.TextChoices):
        GIVEN = "given", _("Given to them")
        SENT = "sent", _("Sent to them")
        KEPT = "kept", _("Kept here for when they get in touch")

    started_on = models.DateField()
    structured = models.BooleanField(default=True, help_text="Structured treatment, as the national data set means it")
    setting = models.CharField(max_length=12, choices=Setting)
    area = models.CharField(max_length=9, blank=True, help_text="The ONS code of the area that pays for it")
    introduced_on = models.DateField(
        null=True, blank=True, help_text="The day of its first offer: measures count from it"
    )
    already_going = models.BooleanField(default=False, help_text="Had been in the four weeks before that day")
    ended_on = models.DateField(null=True, blank=True)
    ending = models.CharField(max_length=16, choices=Ending, blank=True)
    way_back = models.CharField(_("How they can come back, in writing"), max_length=5, choices=WayBack, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = EpisodeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ended_on=None),
                name="episode_one_at_a_time",
                violation_error_message=_("They are in treatment here already: end that time first."),
            ),
            models.CheckConstraint(
                name="episode_ended_in_some_way",
                condition=Q(ended_on__isnull=True, ending="", ended_by__isnull=True)
                | (
                    Q(ended_on__isnull=False, ended_by__isnull=False)
                    & Q(
                        ending__in=[
                            *("completed", "stopped_coming", "ended_by_service"),
                            *("transfer", "custody", "died"),
                        ]
                    )
                ),
                violation_error_message=_("Say when, how and by whom it ended, or nothing of it."),
            ),
            models.CheckConstraint(
                name="episode_ends_after_it_starts",
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                violation_error_message=_("It cannot end before it starts."),
            ),
            models.CheckConstraint(
                name="episode_way_back_written",
                condition=(Q(ended_on=None) & Q(way_back=""))
                | (Q(ending="died") & Q(way_back=""))
                | (~Q(ending="died") & Q(ended_on__isnull=False, way_back__in=["given", "sent", "kept"])),
                violation_error_message=_("Write down for them how to come back, before the work ends."),
            ),
            models.CheckConstraint(
                name="episode_setting_known",
                condition=Q(setting__in=Setting.values),
                violation_error_message=_("Say where the treatment is given."),
            ),
            models.CheckConstraint(
                name="episode_going_is_said_when_introduced",
                condition=Q(already_going=False) | Q(introduced_on__isnull=False),
                violation_error_message=_("Whether they go already is asked when they are introduced."),
            ),
        ]
        indexes = [
            models.Index(fields=["area", "introduced_on"], name="episode_area_introduced"),
            models.Index(fields=["area", "ended_on"], name="episode_area_ended"),
        ]

    def __str__(self):
        return f"{self.started_on:%d.%m.%Y}"
