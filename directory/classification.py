"""Is this mutual aid? The five tests and who runs it give the answer; nobody types it.

The tests are those of the evidence review this project comes from: members share the
same problem; they give and receive support; they organise it themselves; lived
experience is what counts; there is no fee. The class decides a label and a block on
the page, never whether something is shown or where it stands (parity, clause 3).
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from directory.vocabulary import Answer

# The five tests by the names the fields have, in order.
TESTS = ("same_problem", "gives_and_receives", "run_by_members", "values_experience", "charges_no_fee")


class Kind(TextChoices):
    MUTUAL_AID = "mutual_aid", _("Mutual aid")
    NOT_FULLY_CHECKED = "mutual_aid_unchecked", _("Mutual aid, not fully checked")
    RECOVERY_COMMUNITY = "recovery_community", _("Recovery community")
    PEER_SUPPORT = "allied_peer_support", _("Allied peer support")
    STAFF_RUN = "service_run", _("Run by a service")
    OUTSIDE_STANDARD = "not_within_standard", _("Not within our standard")


def classify(*, tests: tuple[str, str, str, str, str], run_by: str) -> Kind:
    """The class of a programme or meeting.

    ``tests`` are yes, no or unknown, in the order of the module's first lines;
    ``run_by`` is members, recovery_organisation, service or company.
    """
    charges_no_fee = tests[4]
    if charges_no_fee == Answer.NO or run_by == "company":
        return Kind.OUTSIDE_STANDARD
    if run_by == "service":
        return Kind.STAFF_RUN
    if run_by == "recovery_organisation":
        return Kind.RECOVERY_COMMUNITY
    if Answer.NO in tests:
        return Kind.PEER_SUPPORT
    if Answer.UNKNOWN in tests:
        return Kind.NOT_FULLY_CHECKED
    return Kind.MUTUAL_AID


# Beside mutual aid, not instead of it (parity, clause 11).
BESIDE = {Kind.RECOVERY_COMMUNITY, Kind.PEER_SUPPORT, Kind.STAFF_RUN}


def stands_for(own: Kind, programme: Kind) -> bool:
    """May a meeting of class ``own`` be the best way into a ``programme`` of that class?

    A group run by staff or by a recovery organisation is not mutual aid because its
    programme is. Within mutual aid the label decides nothing.
    """
    return own == programme or not {own, programme} & BESIDE
