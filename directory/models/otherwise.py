"""When things are not as the pattern says: a break, a term, one evening moved, a hall that is closed."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from directory.models.meeting import Meeting
from directory.models.venue import Venue
from directory.recurrence import Moved, Span


class ToldQuerySet(models.QuerySet):
    """The questions we ask about what somebody told us."""

    def standing(self):
        """Not undone."""
        return self.filter(undone_at=None)

    def like(self, told):
        """Those that say just what ``told`` says."""
        return self.filter(**{name: getattr(told, name) for name in told.SAYS})

    def of(self, thing):
        """Those of one meeting or one venue, the earliest days first."""
        return self.filter(**{thing._meta.model_name: thing}).order_by(self.model.SAYS[-2], "pk")

    def for_history(self):
        """Everything that telling a history reads."""
        return self.select_related("made_by", "undone_by")


class Told(models.Model):
    """Somebody told us, and perhaps it was undone. Kept for good."""

    SAYS = ()  # the fields that say what we were told, the days last

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    how = models.CharField(max_length=8, choices=Meeting.ConfirmedBy, help_text="Who told us")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ToldQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_says_how",
                condition=Q(how__in=Meeting.ConfirmedBy.values),
                violation_error_message="Say who told us: an editor, the group, its source or visitors.",
            ),
            models.CheckConstraint(
                name="%(class)s_undone_after_it_was_made",
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_at__gte=F("made_at")),
                violation_error_message="Say when it was undone: after it was made.",
            ),
        ]

    @property
    def days(self):
        """The days that it names."""
        return [day for name in self.SAYS[-2:] if (day := getattr(self, name)) is not None]


class SpellQuerySet(ToldQuerySet):
    """The questions we ask about breaks and terms."""

    def terms(self):
        """The terms that stand, the earliest first."""
        return self.standing().filter(kind=Spell.Kind.TERM).order_by("first_on", "pk")

    def by_its_list(self):
        """Breaks that the meeting's own list tells of, undone or not."""
        return self.filter(kind=Spell.Kind.BREAK, how=Meeting.ConfirmedBy.SOURCE)


class Spell(Told):
    """Days between two dates, both included: a meeting does not meet in them, or they are a term it meets in."""

    SAYS = ("meeting", "kind", "first_on", "last_on")

    class Kind(models.TextChoices):
        BREAK = "break", _("It does not meet in these days")
        TERM = "term", _("It meets in term time, and these days are a term")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="spells")  # part of it
    kind = models.CharField(max_length=5, choices=Kind, default=Kind.BREAK)
    first_on = models.DateField()
    last_on = models.DateField(null=True, blank=True, help_text="Empty until somebody says when a break ends")

    objects = SpellQuerySet.as_manager()

    class Meta:
        constraints = [
            *Told.Meta.constraints,
            models.CheckConstraint(
                name="spell_has_what_its_kind_needs",
                condition=Q(kind="break") | Q(kind="term", last_on__isnull=False),
                violation_error_message="A spell is a break or a term, and a term has a last day.",
            ),
            models.CheckConstraint(
                name="spell_ends_after_it_begins",
                condition=Q(last_on__isnull=True) | Q(last_on__gte=F("first_on")),
                violation_error_message="The last day cannot be before the first.",
            ),
        ]

    def __str__(self):
        return f"{self.meeting}: {self.kind} from {self.first_on}"

    @property
    def span(self):
        return Span(self.first_on, self.last_on)

    @property
    def thing(self):
        return self.meeting


class Move(Told):
    """One meeting on another day or at another time than its pattern says, in the wall time of its own zone."""

    SAYS = ("meeting", "to_at", "was_on", "to_on")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="moves")  # part of it
    was_on = models.DateField(help_text="The day its pattern says")
    to_on = models.DateField()
    to_at = models.TimeField()

    class Meta:
        constraints = [
            *Told.Meta.constraints,
            models.UniqueConstraint(
                fields=["meeting", "was_on"],
                condition=Q(undone_at__isnull=True),
                name="move_once_from_a_day",
                violation_error_message="That day has been moved already: undo that first.",
            ),
        ]

    def __str__(self):
        return f"{self.meeting}: {self.was_on} to {self.to_on}"

    @property
    def thing(self):
        return self.meeting

    @property
    def moved(self):
        """As recurrence reads it."""
        return Moved(self.was_on, dt.datetime.combine(self.to_on, self.to_at))


class Closure(Told):
    """A hall that is closed: nothing meets there in those days, both included."""

    SAYS = ("venue", "reason", "first_on", "last_on")

    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="closures")
    first_on = models.DateField()
    last_on = models.DateField(null=True, blank=True, help_text="Empty: until further notice")
    reason = models.CharField(max_length=200, help_text="Shown to everybody: building work")

    class Meta:
        constraints = [
            *Told.Meta.constraints,
            models.CheckConstraint(
                name="closure_ends_after_it_begins",
                condition=Q(last_on__isnull=True) | Q(last_on__gte=F("first_on")),
                violation_error_message="The last day cannot be before the first.",
            ),
            models.CheckConstraint(
                name="closure_for_a_reason",
                condition=~Q(reason=""),
                violation_error_message="Say why it is closed.",
            ),
        ]

    def __str__(self):
        return f"{self.venue} from {self.first_on}"

    @property
    def span(self):
        return Span(self.first_on, self.last_on)

    @property
    def thing(self):
        return self.venue
