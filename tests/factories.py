"""The smallest valid thing of each kind. Traits make the awkward ones.

Names are invented, telephone numbers from the ranges kept for drama, addresses at example.org.
"""

import datetime as dt

import factory

from directory.models import (
    Cell,
    Closure,
    DirectoryRevision,
    GeographyEdition,
    Meeting,
    Move,
    Pattern,
    Programme,
    Source,
    Spell,
    Upload,
    Venue,
)
from mutualaid.accounts.models import User
from tests.conftest import NOW

TEXT = {
    "summary": "An invented programme.",
    "who": "Anybody.",
    "goal": "Your own.",
    "used_today": "You may come.",
    "must_speak": "No.",
    "believe": "No.",
    "medicines": "We don’t know.",
    "cost": "Nothing.",
    "who_runs": "Its members.",
    "kept_private": "First names only.",
}


class ProgrammeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Programme

    slug = factory.Sequence(lambda n: f"programme-{n}")
    name = factory.LazyAttribute(lambda it: it.slug.replace("-", " ").capitalize())
    approach = "twelve_step"
    is_twelve_step = factory.LazyAttribute(lambda it: it.approach in {"twelve_step", "family_steps"})
    rotation_key = factory.Sequence(lambda n: f"{(n * 2654435761) % 16**12:012x}")
    serves = ["me"]
    goal = "own_choice"
    same_problem = gives_and_receives = run_by_members = values_experience = charges_no_fee = "yes"
    run_by = "members"
    ways_in = factory.LazyAttribute(lambda it: [{"kind": "site", "value": f"https://example.org/{it.slug}"}])
    text = {"en": TEXT}

    class Params:
        family = factory.Trait(approach="family_steps", serves=["someone_close"])
        community = factory.Trait(approach="community", run_by="recovery_organisation")
        staff = factory.Trait(approach="staff", run_by="service")


class SourceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Source
        django_get_or_create = ("slug",)

    slug = "invented-list"
    name = "An invented list"
    licence = "own"


class VenueFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Venue

    name = factory.Sequence(lambda n: f"Invented Hall {n}")
    address = "1 Example Street"
    lat = 53.4835
    lon = -2.2312
    precision = "given"
    nation = "england"


class MeetingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Meeting
        skip_postgeneration_save = True

    programme = factory.SubFactory(ProgrammeFactory)
    source = factory.SubFactory(SourceFactory)
    source_key = factory.Sequence(lambda n: f"row {n}")
    venue = factory.SubFactory(VenueFactory)
    name = factory.Sequence(lambda n: f"Invented meeting {n}")
    mode = "in_person"
    seen_in_source_at = NOW - dt.timedelta(days=10)

    class Params:
        online = factory.Trait(mode="online", venue=None, join_url="https://example.org/join")
        hybrid = factory.Trait(mode="hybrid", join_url="https://example.org/join")
        by_phone = factory.Trait(mode="phone", venue=None, phone="01632 960014")
        stale = factory.Trait(seen_in_source_at=NOW - dt.timedelta(days=500))
        abroad = factory.Trait(venue=factory.SubFactory(VenueFactory, nation="outside", lat=53.35, lon=-6.26))
        withdrawn = factory.Trait(withdrawn_at=NOW)

    @factory.post_generation
    def pattern(self, create, given, **facts):
        """A weekly Tuesday at 19:30 unless told: ``pattern__weekday=3``, or ``pattern=False`` for none."""
        if create and given is not False:
            PatternFactory(meeting=self, **facts)


class PatternFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Pattern

    meeting = factory.SubFactory(MeetingFactory, pattern=False)
    weekday = 2
    starts_at = dt.time(19, 30)
    minutes = 60


class ToldFactory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    how = "editor"
    made_at = NOW


class SpellFactory(ToldFactory):
    class Meta:
        model = Spell

    meeting = factory.SubFactory(MeetingFactory)
    first_on = dt.date(2026, 12, 1)
    last_on = dt.date(2026, 12, 14)


class MoveFactory(ToldFactory):
    class Meta:
        model = Move

    meeting = factory.SubFactory(MeetingFactory)
    was_on = dt.date(2026, 12, 1)
    to_on = dt.date(2026, 12, 2)
    to_at = dt.time(11)


class ClosureFactory(ToldFactory):
    class Meta:
        model = Closure

    venue = factory.SubFactory(VenueFactory)
    first_on = dt.date(2026, 12, 1)
    last_on = dt.date(2026, 12, 14)
    reason = "invented building work"


class EditionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GeographyEdition
        django_get_or_create = ("is_current",)

    source = "Invented geography"
    loaded_at = NOW
    is_current = True


class CellFactory(factory.django.DjangoModelFactory):
    """A town of the current edition; ``kind="sector"`` or ``"outcode"`` for the others."""

    class Meta:
        model = Cell

    edition = factory.SubFactory(EditionFactory)
    slug = factory.Sequence(lambda n: f"invented-town-{n}")
    kind = "settlement"
    label = name = factory.LazyAttribute(lambda it: it.slug.replace("-", " ").capitalize())
    population = 20_000
    lat = 53.4835
    lon = -2.2312
    nation = "england"
    authority = "E00000001"


class UploadFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Upload

    slug = "invented-list"
    details = {"name": "An invented list", "licence": "own"}
    format = "spreadsheet"
    as_of = dt.date(2026, 8, 5)
    made_at = NOW
    made_by = factory.LazyFunction(lambda: User.objects.get_or_create(email="sender@example.org")[0])

    class Params:
        begun = factory.Trait(started_at=NOW)
        looked = factory.Trait(state="looked", reading="a" * 64, standing={"run": None, "change": None})


def stamp(*meetings):
    """Tell every process that these meetings have changed, as verification does."""
    revision, _ = DirectoryRevision.objects.get_or_create(pk=1)
    revision.number += 1
    for meeting in meetings:
        type(meeting).objects.filter(pk=meeting.pk).update(revision=revision.number)
    revision.save()
