"""A meeting: where and when a group of a programme meets."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory import classification
from directory.classification import Kind
from directory.models.programme import Programme
from directory.models.source import Source
from directory.models.venue import Venue
from directory.recurrence import Repeats
from directory.vocabulary import Answer, Mode


def own_answer(test):
    """A meeting's own answer to one of the five tests; empty is its programme's."""
    asks = Programme._meta.get_field(test).verbose_name
    return models.CharField(asks, max_length=7, choices=Answer, blank=True)


class GroupQuerySet(models.QuerySet):
    """The questions we ask about groups."""

    def of(self, programme):
        """A programme's groups, A to Z; ``programme`` is its key."""
        return self.filter(programme=programme).order_by("name", "pk")

    def for_editors(self):
        return self.select_related("programme")


class Group(models.Model):
    """People who meet under one name, perhaps in several meetings."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("directory.Programme", on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(max_length=200)

    objects = GroupQuerySet.as_manager()

    def __str__(self):
        return self.name


class MeetingQuerySet(models.QuerySet):
    """The questions we ask about meetings, named as keyworkers ask them."""

    def for_everyone(self):
        """What the public may know of, gone or not: not behind a wall or outside the UK, from a list we may show."""
        return self._wherever().exclude(venue__nation=Venue.OUTSIDE)

    def _wherever(self):
        return self.filter(setting=Meeting.Setting.COMMUNITY, source__in=Source.objects.shown_to_everyone())

    def listed(self):
        """What the public may see: of those, not withdrawn, held, stopped or merged, and within the standard."""
        return self.listed_wherever().exclude(venue__nation=Venue.OUTSIDE)

    def listed_wherever(self):
        """Those, and what would be listed if its venue were in the UK: for whoever reads every venue and sees to it."""
        standing = self._wherever().filter(withdrawn_at=None, held_at=None, says_stopped="", merged_into=None)
        return standing.filter(programme__retired_at=None).exclude(
            Q(programme__in=Programme.objects.outside_standard())
            | Q(charges_no_fee=Answer.NO)
            | Q(run_by=Programme.RunBy.COMPANY)
        )

    def outside_our_area(self):
        """In person and not in the UK: kept and counted, never listed."""
        return self.filter(withdrawn_at=None, venue__nation=Venue.OUTSIDE)

    def standing(self):
        """Shown or held, in our area or not: neither withdrawn nor merged into another."""
        return self.filter(withdrawn_at=None, merged_into=None)

    def held(self):
        """Kept from everybody while somebody looks, the longest held first."""
        return self.standing().exclude(held_at=None).order_by("held_at", "pk")

    def since(self, revision):
        """Those that were changed after this revision of the directory."""
        return self.filter(revision__gt=revision)

    def these(self, *keys):
        """Those of these keys."""
        return self.filter(pk__in=keys)

    def matching(self, words, *, postcode):
        """Those whose name, programme or venue holds ``words``, or whose postcode begins with ``postcode``."""
        named = Q(name__icontains=words) | Q(programme__name__icontains=words) | Q(venue__name__icontains=words)
        return self.filter(named | Q(venue__postcode__istartswith=postcode)).order_by("name", "pk")

    def for_a_place(self):
        """A venue’s or a group’s meetings as its page names them, A to Z."""
        return self.select_related("programme").order_by("name", "pk")[:100]

    def for_editors(self):
        """Every meeting, with all that an editor’s pages read of it, in two queries."""
        return self.for_pages()

    def for_questions(self):
        """What is told of two that may be one, in one query."""
        return self.select_related("programme", "venue", "source")

    def for_pages(self):
        """Everything the meeting page and the rows of a list read, in two queries."""
        return self.select_related("programme", "venue", "group", "source").prefetch_related("patterns")


class Meeting(models.Model):
    """Facts about a meeting. verification alone writes them."""

    class Openness(models.TextChoices):
        OPEN = "open", _("Anybody may come")
        CLOSED = "closed", _("For people with the problem (that’s you if you want to stop)")
        CONFLICT = "conflict", _("Its list says both open and closed: ask")
        UNKNOWN = "unknown", _("Not stated: ring first if you would come with somebody")

    class Setting(models.TextChoices):
        COMMUNITY = "community", _("In the community")
        CUSTODY = "custody", _("In custody")
        WARD = "ward", _("On a ward")
        RESIDENTS = "residents", _("For residents only")

    class ConfirmedBy(models.TextChoices):
        EDITOR = "editor", _("by an editor")
        CONTACT = "contact", _("by the group")
        SOURCE = "source", _("by its own list")
        VISITORS = "visitors", _("by people who went")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("directory.Programme", on_delete=models.PROTECT, related_name="meetings")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings")
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="meetings")
    source_key = models.CharField(max_length=300, help_text="How its source knows it; never our public key")

    name = models.CharField(max_length=200)
    mode = models.CharField(max_length=9, choices=Mode)
    join_url = models.URLField(max_length=500, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    time_zone = models.CharField(max_length=40, default="Europe/London")
    setting = models.CharField(max_length=9, choices=Setting, default=Setting.COMMUNITY)

    openness = models.CharField(max_length=8, choices=Openness, default=Openness.UNKNOWN)
    restricted_to = models.JSONField(default=list, blank=True, help_text="From Restriction; empty admits all")
    step_free = models.CharField(max_length=7, choices=Answer, default=Answer.UNKNOWN)
    hearing_loop = models.CharField(max_length=7, choices=Answer, default=Answer.UNKNOWN)
    children_welcome = models.CharField(max_length=7, choices=Answer, default=Answer.UNKNOWN)
    newcomers = models.CharField(
        max_length=7, choices=Answer, default=Answer.UNKNOWN, help_text="Does it say it is for newcomers?"
    )
    same_problem = own_answer("same_problem")
    gives_and_receives = own_answer("gives_and_receives")
    run_by_members = own_answer("run_by_members")
    values_experience = own_answer("values_experience")
    charges_no_fee = own_answer("charges_no_fee")
    run_by = models.CharField(max_length=24, choices=Programme.RunBy, blank=True, help_text="Empty: as its programme")

    language = models.CharField(max_length=40, blank=True, help_text="Where stated, in English: Polish")
    formats = models.JSONField(default=list, blank=True, help_text="What kind of meeting, in its source's words")
    notes = models.TextField(blank=True)
    private_notes = models.TextField(blank=True, help_text="Passcodes and the like: kept from every public page")
    bank_holidays = models.CharField(
        max_length=7, choices=Answer, default=Answer.UNKNOWN, help_text="Does it meet on them?"
    )
    term_time_only = models.BooleanField(default=False, help_text="Does it say so?")
    says_when = models.TextField(blank=True, help_text="What its list says of when, that no pattern holds")
    says_stopped = models.TextField(blank=True, help_text="In its list’s words; empty while it meets")

    seen_in_source_at = models.DateTimeField(help_text="When its source last listed it")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=8, choices=ConfirmedBy, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    held_reason = models.CharField(max_length=200, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    revision = models.PositiveBigIntegerField(default=0, db_index=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_key"],
                name="meeting_once_in_its_source",
                violation_error_message="This source already lists that meeting.",
            ),
            models.CheckConstraint(
                name="meeting_place_matches_mode",
                condition=Q(mode="in_person", venue__isnull=False)
                | (Q(mode="online", venue__isnull=True) & ~Q(join_url=""))
                | (Q(mode="hybrid", venue__isnull=False) & ~Q(join_url=""))
                | (Q(mode="phone", venue__isnull=True) & ~Q(phone="")),
                violation_error_message=(
                    "Give a venue for in-person meetings, a joining link for online ones and a number for phone ones."
                ),
            ),
            models.CheckConstraint(
                name="meeting_confirmed_at_and_by",
                condition=Q(confirmed_at__isnull=True, confirmed_by="")
                | (Q(confirmed_at__isnull=False) & ~Q(confirmed_by="")),
                violation_error_message="Say both when it was confirmed and by whom.",
            ),
            models.CheckConstraint(
                name="meeting_held_for_a_reason",
                condition=Q(held_at__isnull=True, held_reason="") | (Q(held_at__isnull=False) & ~Q(held_reason="")),
                violation_error_message="Say why it is held.",
            ),
            models.CheckConstraint(
                name="meeting_has_a_name",
                condition=~Q(name=""),
                violation_error_message="Give the meeting a name.",
            ),
            models.CheckConstraint(
                name="meeting_own_answers_known",
                condition=Q(**{f"{test}__in": ["", *Answer.values] for test in classification.TESTS})
                & Q(run_by__in=["", *Programme.RunBy.values]),
                violation_error_message="Answer the five tests, and who runs it, from the choices or not at all.",
            ),
            models.CheckConstraint(
                name="meeting_bank_holidays_answered",
                condition=Q(bank_holidays__in=Answer.values),
                violation_error_message="Say whether it meets on bank holidays: yes, no or not known.",
            ),
            models.CheckConstraint(
                name="meeting_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("id")),
                violation_error_message="A meeting cannot be merged into itself.",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("directory:meeting", args=[self.pk])

    @property
    def answers_for_itself(self):
        """Is anything said of it that is not said of its whole programme?"""
        return bool(self.run_by or any(getattr(self, test) for test in classification.TESTS))

    @property
    def kind(self):
        """Its class: its own answers override its programme's, each by itself; never typed."""
        if self.programme.kind is Kind.OUTSIDE_STANDARD:
            return Kind.OUTSIDE_STANDARD
        return classification.classify(
            tests=tuple(getattr(self, test) or getattr(self.programme, test) for test in classification.TESTS),
            run_by=self.run_by or self.programme.run_by,
        )

    @property
    def is_held(self):
        """Kept from everybody while somebody looks, and not gone for good."""
        return self.held_at is not None and self.withdrawn_at is None

    def also_listed(self):
        """The same meeting by other lists: those merged into it that the public may know of, with their sources."""
        told = self.merged.for_everyone().filter(withdrawn_at=None, held_at=None)
        return told.select_related("source").order_by("source__name", "pk")


class Pattern(models.Model):
    """When a meeting meets, in the wall time of its own time zone. recurrence.py reads it."""

    class Kind(models.TextChoices):
        WEEKLY = "weekly", _("Every week")
        FORTNIGHTLY = "fortnightly", _("Every other week")
        MONTHLY = "monthly", _("A day of each month")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="patterns")  # part of it
    kind = models.CharField(max_length=11, choices=Kind, default=Kind.WEEKLY)
    weekday = models.PositiveSmallIntegerField(help_text="1 Monday to 7 Sunday")
    nth = models.SmallIntegerField(null=True, blank=True, help_text="Monthly: 1 to 5, or -1 for the last")
    not_nth = models.SmallIntegerField(null=True, blank=True, help_text="Weekly: the one in the month it leaves out")
    anchor_on = models.DateField(null=True, blank=True, help_text="Fortnightly: a day on which it met")
    starts_at = models.TimeField()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True, help_text="How long; empty if not stated")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="pattern_weekday_is_a_day",
                condition=Q(weekday__gte=1, weekday__lte=7),
                violation_error_message="Choose a day of the week.",
            ),
            models.CheckConstraint(
                name="pattern_lasts_a_sensible_time",
                condition=Q(minutes__isnull=True) | Q(minutes__gte=10, minutes__lte=720),
                violation_error_message="A meeting lasts between 10 minutes and 12 hours.",
            ),
            models.CheckConstraint(
                name="pattern_kind_has_what_it_needs",
                condition=Q(kind="weekly", nth__isnull=True, anchor_on__isnull=True)
                | Q(kind="fortnightly", nth__isnull=True, anchor_on__isnull=False)
                | Q(kind="monthly", nth__isnull=False, nth__in=[1, 2, 3, 4, 5, -1], anchor_on__isnull=True),
                violation_error_message=(
                    "Fortnightly meetings need a day on which they met; monthly ones, which one in the month."
                ),
            ),
            models.CheckConstraint(
                name="pattern_leaves_out_one_in_the_month",
                condition=Q(not_nth__isnull=True)
                | Q(kind="weekly", not_nth__isnull=False, not_nth__in=[1, 2, 3, 4, 5, -1]),
                violation_error_message="A weekly meeting may leave out one in the month: the first, or another.",
            ),
            models.CheckConstraint(
                name="pattern_ends_after_it_begins",
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=models.F("valid_from")),
                violation_error_message="A pattern cannot end before it begins.",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.weekday} {self.starts_at:%H:%M}"

    @property
    def repeats(self):
        """As recurrence reads it, without what is otherwise: times.py adds that."""
        return Repeats(
            kind=self.kind,
            weekday=self.weekday,
            at=self.starts_at,
            nth=self.nth,
            anchor=self.anchor_on,
            first=self.valid_from,
            last=self.valid_to,
            not_nth=self.not_nth,
        )
