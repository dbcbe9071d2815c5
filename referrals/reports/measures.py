"""What is counted: each measure’s definition, numerator, denominator, maturity and source. Pure.

docs/reference/measures.md is printed from here, and every figure links to its entry. How
each is worked out of records is ``counting``; a slow walk over each person's history in the
tests says the same. A *cell* is one protected count; ``RELATIONS`` is what any reader knows
of cells: who is among whom.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.vocabulary import Approach
from referrals.reports.disclosure import AtMost, Covered

Text = str | Promise


class Phase(TextChoices):
    """From when somebody is counted: from the day they were introduced, or from the day they were out."""

    HERE = "here", _("From the day they were introduced")
    AFTER = "after", _("From the day they left")


# Whoever is treated there lives there: groups behind the wall are counted apart from those after it.
CLOSED = ("hospital", "inpatient", "prison", "residential")
# The classes of directory.classification that count as a peer-led meeting outside the service.
PEER_LED = ("mutual_aid", "mutual_aid_unchecked")
BESIDE = ("allied_peer_support", "recovery_community")
INVOLVED = ("job", "mentor", "regular", "swapped")  # of models.Got
REACH = ("access", "online", "travel")  # of models.Barrier: they could not get to it
WAYS = ("children", "didnt_fancy", "money", "nerves", "not_safe", "unwell", "work", *REACH)
FOR_ALCOHOL = ("alcohol", "drugs_and_alcohol")  # of Person.Substances
STEPS = ("informed", "chose", "planned", "linked", "once", "connected", "still", "involved")  # the cascade's bars
MODES = ("accompanied", "by_peer", "by_worker", "intensive")
NOT_KNOWN = ("not_asked", "lost_touch", "rather_not", "cant_recall")
FAMILIES = tuple(Approach.values)


def talked(approach: str) -> str:
    """The cell of those with whom a family was talked about."""
    return f"talked_{approach}"


def wanted(approach: str) -> str:
    """The cell of those who wanted to try a programme of that family."""
    return f"wanted_{approach}"


def way(barrier: str) -> str:
    """The cell of those in whose way this got."""
    return f"way_{barrier}"


def once(kind: str) -> str:
    """The cell of those of whom it is not known, for this reason, whether they have been."""
    return f"once_{kind}"


CELLS: tuple[str, ...] = (
    *("introduced", "already_going", "left", "informed", "would_rather_not"),
    *("chose", "planned", "linked", *MODES),
    *("once", *map(once, NOT_KNOWN)),
    *("connected", "keep_going", "two_programmes", "still", "stopped", "involved", "community"),
    *("alcohol", "alcohol_told", "alcohol_supported"),
    *("in_the_way", *map(way, WAYS), "way_couldnt_get_in", "way_wasnt_on"),
    *map(talked, FAMILIES),
    *map(wanted, FAMILIES),
)
IN_TREATMENT = "in_treatment"  # there only where the service has told its number

RELATIONS: tuple[AtMost | Covered, ...] = (
    AtMost(("informed", "would_rather_not"), "introduced"),
    AtMost(("chose",), "introduced"),
    AtMost(("planned",), "chose"),
    AtMost(("linked",), "chose"),
    Covered("linked", ("accompanied", "by_peer", "by_worker")),
    AtMost(("accompanied",), "planned"),
    AtMost(("intensive",), "by_peer"),
    AtMost(("intensive",), "planned"),
    AtMost(("once", *map(once, NOT_KNOWN)), "planned"),
    AtMost(("connected",), "once"),
    AtMost(("keep_going",), "once"),
    AtMost(("two_programmes",), "connected"),
    AtMost(("still", "stopped"), "once"),
    AtMost(("involved",), "once"),
    AtMost(("community",), "planned"),
    AtMost(("alcohol_supported",), "alcohol_told"),
    AtMost(("alcohol_supported",), "planned"),
    AtMost(("alcohol_told",), "alcohol"),
    AtMost(("alcohol_told",), "informed"),
    AtMost(("alcohol",), "introduced"),
    AtMost(("in_the_way",), "planned"),
    Covered("in_the_way", (*map(way, WAYS), "way_couldnt_get_in", "way_wasnt_on")),
    *(AtMost((talked(family),), "introduced") for family in FAMILIES),
    *(AtMost((wanted(family),), "chose") for family in FAMILIES),
)
OF_TREATMENT = AtMost(("introduced", "already_going", "left"), IN_TREATMENT)


def relations(cells: Iterable[str]) -> tuple[AtMost | Covered, ...]:
    """What is known of these cells."""
    return (*RELATIONS, OF_TREATMENT) if IN_TREATMENT in cells else RELATIONS


SIXTEEN_WEEKS = _("Sixteen weeks after they were introduced")


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure. ``of`` and ``among`` name the cells it is made of; texts are for people."""

    key: str
    name: Text
    definition: Text
    of: tuple[str, ...]
    numerator: Text
    denominator: Text
    source: Text
    among: str = "introduced"
    matures: Text = SIXTEEN_WEEKS


INTRODUCED = _("Everybody introduced, who did not go already")
OURS = _("A definition of our own")
TOLD = _("As they tell it; nobody asks a group")

MEASURES: tuple[Measure, ...] = (
    Measure(
        IN_TREATMENT,
        _("In treatment, where known"),
        _("How many people each service had in treatment for the area in the quarter, as its manager says."),
        (IN_TREATMENT,),
        _("The numbers that services have told; a service that has told none is named as not known"),
        _("None: it is what the others are beside"),
        _("The service’s manager"),
        matures=_("When it is told"),
    ),
    Measure(
        "introduced",
        _("Introduced"),
        _(
            "Mutual aid was brought up with them for the first time in this treatment, and they did not go already. "
            "A new time in treatment counts anew: so somebody released from custody starts again."
        ),
        ("introduced",),
        _("Times in treatment with a first offer in the quarter, of any state"),
        _("In treatment, where the service has told its number"),
        OURS,
        among=IN_TREATMENT,
    ),
    Measure(
        "already_going",
        _("Going already"),
        _("When it was first brought up they had been to a group in the last four weeks. Shown beside, in no share."),
        ("already_going",),
        _("Times in treatment whose first offer says “in the last four weeks”"),
        _("None"),
        OURS,
    ),
    Measure(
        "left",
        _("Died, moved on or taken into custody"),
        _(
            "Within sixteen weeks they died, moved to another service or were taken into custody. "
            "One number for all three, beside the others: nobody’s failing; the clock starts again where they are next."
        ),
        ("left",),
        _("Times in treatment that ended so within sixteen weeks"),
        _("None"),
        OURS,
    ),
    Measure(
        "informed",
        _("Informed"),
        _(
            "Every option was looked at together, printed, sent or shown as a code. “Not today” does not count, "
            "and whoever would rather not look is counted as that."
        ),
        ("informed",),
        _("Those with an offer in such a state within sixteen weeks"),
        INTRODUCED,
        _("FAMA, first stage; the state is the offer’s, not the software’s"),
    ),
    Measure(
        "chose",
        _("Chose"),
        _(
            "They said of at least one option that they want to try it, or that it is not for now or for them. "
            "Never scored."
        ),
        ("chose",),
        _("Those with such an answer within sixteen weeks"),
        INTRODUCED,
        OURS,
    ),
    Measure(
        "planned",
        _("Planned"),
        _("Agreed which group, by which day, and who goes along."),
        ("planned",),
        _("Those with a plan made within sixteen weeks"),
        INTRODUCED,
        _("FAMA, second stage"),
    ),
    Measure(
        "linked",
        _("Linked"),
        _(
            "The service got in touch with the group or somebody who goes to it, with them or for them, or they "
            "went with company. Worked out from what was done; no way is ranked, and some are linked in several."
        ),
        ("linked",),
        _("Those linked in any of the four ways within sixteen weeks"),
        INTRODUCED,
        _("Manning and others 2012; Timko and others 2006"),
    ),
    Measure(
        "once",
        _("Been once"),
        _(
            "They say they have been to at least one peer-led meeting outside the service. Recovery communities and "
            "groups run by staff are not counted here."
        ),
        ("once",),
        _("Those with such a visit within sixteen weeks"),
        INTRODUCED,
        TOLD,
    ),
    Measure(
        "connected",
        _("Connected"),
        _("They say they have been to a peer-led meeting outside the service at least twice."),
        ("connected",),
        _("Those with two such visits, or who say more than once, within sixteen weeks"),
        INTRODUCED,
        TOLD,
    ),
    Measure(
        "keep_going",
        _("Mean to keep going"),
        _("They have been, and when last asked about a peer-led meeting said that they want to keep going."),
        ("keep_going",),
        _("Those whose last answer was so"),
        INTRODUCED,
        TOLD,
    ),
    Measure(
        "still",
        _("Still going at 12 weeks"),
        _(
            "Asked once of a peer-led meeting, about twelve weeks on: they go most times it meets, or sometimes. "
            "Whoever says that they stopped is counted beside; of everybody else it is not known."
        ),
        ("still", "stopped"),
        _("Those who have been, and whose last answer within sixteen weeks was so"),
        INTRODUCED,
        _("Wording of our own, fair to groups that meet fortnightly; weekly counts after Timko are not"),
    ),
    Measure(
        "involved",
        _("Involved"),
        _(
            "They have been to a peer-led meeting and there swapped numbers, have a sponsor, mentor or buddy, a job "
            "to do, or a regular group."
        ),
        ("involved",),
        _("Those of whom at least one was said"),
        INTRODUCED,
        _("Our own list of facts, for every kind of group; asked only where it comes up"),
    ),
    Measure(
        "two_programmes",
        _("Tried two or more programmes"),
        _("They have been to peer-led meetings of at least two programmes. No direction is good."),
        ("two_programmes",),
        _("Those with visits to two programmes within sixteen weeks"),
        INTRODUCED,
        TOLD,
    ),
    Measure(
        "community",
        _("Been to a recovery community"),
        _("They say they have been to a recovery community or allied peer support. Beside mutual aid, not instead."),
        ("community",),
        _("Those with such a visit within sixteen weeks"),
        INTRODUCED,
        TOLD,
    ),
    Measure(
        "qs11",
        _("Told and supported: NICE QS11, statement 2"),
        _(
            "Adults in treatment for alcohol who were informed of every option and given support to go: "
            "a visit was planned with them."
        ),
        ("alcohol_supported",),
        _("Those informed, with whom a visit was planned"),
        _("Adults introduced who are in treatment for alcohol, alone or with drugs"),
        _("NICE quality standard 11, statement 2; check its wording before it is quoted"),
        among="alcohol",
    ),
    Measure(
        "not_known",
        _("Not known"),
        _(
            "Why it is not known whether those who planned a visit have been: nobody asked, lost touch, would rather "
            "not say, cannot recall. Only “nobody asked” is the service’s to put right. What they said last of a "
            "peer-led meeting goes before what they said of any other group. Of those with whom no visit was planned "
            "it is not known either; nobody is asked to ask them."
        ),
        tuple(map(once, NOT_KNOWN)),
        _("Those with a plan whose last answer is of that kind, or who have none"),
        _("Those with whom a visit was planned"),
        OURS,
        among="planned",
    ),
    Measure(
        "families",
        _("Talked about, and wanted to try"),
        _("Kinds of group talked about at Introduce, and those of which they wanted to try one. No mix is right."),
        (*map(talked, FAMILIES), *map(wanted, FAMILIES)),
        _("Those with whom each was marked as talked about; those who marked one of that kind as interesting"),
        INTRODUCED,
        OURS,
    ),
    Measure(
        "ways",
        _("What got in the way"),
        _("What somebody who planned to go said got in the way, each as often as it was said. Against nobody."),
        ("in_the_way", *map(way, WAYS), "way_couldnt_get_in", "way_wasnt_on"),
        _("Those who said so of a visit within sixteen weeks"),
        _("Those who said that something got in the way"),
        TOLD,
        among="in_the_way",
    ),
    Measure(
        "couldnt_reach",
        _("Wanted to go and could not reach it"),
        _("They planned to go, and travel, getting in or taking part, or going online got in the way: each by itself."),
        ("way_couldnt_get_in", *map(way, REACH)),
        _("Those who said so of a visit within sixteen weeks"),
        _("None"),
        TOLD,
    ),
)
BY_KEY = {measure.key: measure for measure in MEASURES}
