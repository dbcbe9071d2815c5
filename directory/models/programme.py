"""A programme: one way of doing mutual aid, such as a fellowship."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory import classification, standard
from directory.vocabulary import Answer, Approach, Listing, Restriction, Who


def answer_field(asks):
    """A question with three answers; ``asks`` is the sentence."""
    return models.CharField(asks, max_length=7, choices=Answer, default=Answer.UNKNOWN)


class ProgrammeQuerySet(models.QuerySet):
    """The questions we ask about programmes."""

    def current(self):
        """Still in the catalogue."""
        return self.filter(retired_at=None)

    def for_choice(self, key):
        """Those to choose among, A to Z: all in the catalogue, and the one of ``key`` if it has left it."""
        return self.filter(Q(retired_at=None) | Q(pk=key)).order_by("name", "pk")

    def offered(self):
        """(short name, name) of those in the catalogue, A to Z."""
        return self.current().order_by("name", "pk").values_list("slug", "name")

    def names(self, slugs):
        """{short name: name} of these."""
        return dict(self.filter(slug__in=slugs).values_list("slug", "name"))

    def outside_standard(self):
        """Those known to break a point of the listing standard: the same as ``Programme.kind`` says of each."""
        return self.filter(
            Q(charges_no_fee=Answer.NO)
            | Q(run_by=Programme.RunBy.COMPANY)
            | Q(recruits=Answer.YES)
            | Q(medicines=Programme.Medicines.TELLS_TO_STOP)
            | Q(under_18s=Answer.YES, safeguarding=Answer.NO)
        )

    def serving(self, nation):
        """Those that serve a nation: they name it, or name none and serve them all."""
        named = Cast("nations", models.TextField())  # SQLite cannot ask what a JSON list contains
        return self.alias(named=named).filter(Q(nations=[]) | Q(named__contains=f'"{nation}"'))


class Programme(models.Model):
    """What the catalogue says of a programme. Written as TOML, loaded by catalogue.py."""

    class RunBy(models.TextChoices):
        MEMBERS = "members", _("Its members")
        RECOVERY_ORGANISATION = "recovery_organisation", _("A recovery organisation")
        SERVICE = "service", _("A service, with staff of its own")
        COMPANY = "company", _("A company")

    class Goal(models.TextChoices):
        ABSTINENCE = "abstinence", _("Stopping altogether")
        OWN_CHOICE = "own_choice", _("Your own goal")
        CUTTING_DOWN = "cutting_down", _("Cutting down or safer use")
        LIVING_WELL = "living_well", _("Living well, whatever somebody else does")
        BELONGING = "belonging", _("A place to belong")

    class Medicines(models.TextChoices):
        """What the programme itself says of prescribed medicines."""

        WELCOMES = "welcomes", _("Welcomes people on prescribed medicines")
        NO_VIEW = "no_view", _("Takes no view")
        VARIES = "varies", _("Varies from group to group: ask")
        TELLS_TO_STOP = "tells_to_stop", _("Tells people to stop prescribed medicine")
        NOT_RELEVANT = "not_relevant", _("Doesn’t come up")
        NOT_KNOWN = "not_known", _("Not known")

    class Cost(models.TextChoices):
        FREE = "free", _("Free")
        DONATIONS = "donations", _("Free; a hat is passed for those who wish")
        FEE = "fee", _("There is a charge")
        NOT_KNOWN = "not_known", _("Not known")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=20, blank=True)
    also_known_as = models.JSONField(default=list, blank=True)
    approach = models.CharField(max_length=20, choices=Approach)
    tradition = models.CharField(max_length=30, blank=True, help_text="For faith-based: Christian, Muslim and so on")
    is_twelve_step = models.BooleanField()
    rotation_key = models.CharField(max_length=12, unique=True)

    serves = models.JSONField(default=list, help_text="From Who; never empty")
    problems = models.JSONField(default=list, blank=True, help_text="From Problem; empty means any")
    nations = models.JSONField(default=list, blank=True, help_text="From Nation; empty means all")
    goal = models.CharField(max_length=20, choices=Goal)

    same_problem = answer_field("Do members share the same problem?")
    gives_and_receives = answer_field("Do people both give and receive support?")
    run_by_members = answer_field("Is it organised by its members?")
    values_experience = answer_field("Is lived experience what counts?")
    charges_no_fee = answer_field("Is it free of fees?")
    run_by = models.CharField(max_length=24, choices=RunBy)

    recruits = answer_field("Does it recruit people into paid services?")
    under_18s = answer_field("Do under-18s come?")
    safeguarding = answer_field("Has it a safeguarding policy?")
    standard_sources = models.JSONField(
        default=dict, blank=True, help_text="{recruits: [source ids]}, and so for the other two"
    )

    medicines = models.CharField(max_length=13, choices=Medicines, default=Medicines.NOT_KNOWN)
    medicines_source = models.CharField(max_length=300, blank=True)
    medicines_on = models.DateField(null=True, blank=True)
    cost = models.CharField(max_length=10, choices=Cost, default=Cost.NOT_KNOWN)

    ways_in = models.JSONField(default=list, help_text="[{kind: site|phone|email|online, value, checked_on, nations}]")
    listing = models.JSONField(default=dict, help_text="{nation: whole|part|none}, before any import")
    text = models.JSONField(default=dict, help_text="{language: {summary, who, goal, used_today, ...}}")
    sources = models.JSONField(default=list, help_text="[{id, title, address, read_on}]")

    known_in_uk = models.BooleanField(default=True, help_text="Is any group known to meet in the UK?")
    paused_at = models.DateTimeField(null=True, blank=True, help_text="Paused while we look")
    retired_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveBigIntegerField(default=0, db_index=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="programme_approach_known",
                condition=Q(approach__in=Approach.values),
                violation_error_message="Choose one of the approach families.",
            ),
            models.CheckConstraint(
                name="programme_medicines_has_source",
                condition=Q(medicines__in=["not_known", "not_relevant"])
                | (~Q(medicines_source="") & Q(medicines_on__isnull=False)),
                violation_error_message="Say where the stance on medicines was read, and when.",
            ),
            models.CheckConstraint(
                name="programme_standard_answered",
                condition=Q(recruits__in=Answer.values, under_18s__in=Answer.values, safeguarding__in=Answer.values),
                violation_error_message="Answer each question of the listing standard with yes, no or unknown.",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("directory:programme", args=[self.slug])

    def ways_in_from(self, nation):
        """Its own ways in that serve a nation: those that name it, and those that name none."""
        return [way for way in self.ways_in if nation in way.get("nations", [nation])]

    @property
    def admits(self):
        """Restrictions its own rule already makes, so that they restrict nobody it admits (parity, clause 8)."""
        admits = set()
        if self.approach == Approach.WOMEN:
            admits.add(Restriction.WOMEN)
        if self.serves == [Who.YOUNG_PERSON]:
            admits.add(Restriction.YOUNG_PEOPLE)
        return admits

    @property
    def standard(self):
        """How it stands to each point of the listing standard: {Point: Answer}."""
        return standard.points(
            charges_no_fee=self.charges_no_fee,
            run_by=self.run_by,
            recruits=self.recruits,
            medicines=self.medicines,
            under_18s=self.under_18s,
            safeguarding=self.safeguarding,
        )

    @property
    def kind(self):
        """Its class, derived from the standard, the five tests and who runs it; never typed."""
        if not standard.is_met(self.standard):
            return classification.Kind.OUTSIDE_STANDARD
        tests = tuple(getattr(self, test) for test in classification.TESTS)
        return classification.classify(tests=tests, run_by=self.run_by)


class Holding(models.Model):
    """How much of a programme's list one source gave us in one nation, and of what day (clause 4)."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="holdings")
    nation = models.CharField(max_length=16)
    source = models.ForeignKey("directory.Source", on_delete=models.PROTECT, related_name="holdings")
    extent = models.CharField(max_length=5, choices=Listing)
    as_of = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "nation", "source"],
                name="holding_once",
                violation_error_message="This source already says how much it holds there.",
            )
        ]

    def __str__(self):
        return f"{self.programme} in {self.nation}: {self.extent}"
