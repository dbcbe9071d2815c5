"""What is within reach in an area? Lists, meetings and sectors: no person is behind any number here."""

from django.db.models import TextChoices
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from directory.coverage import Days, Part, Week
from mutualaid.accounts.access import needs
from mutualaid.accounts.permissions import Permission
from referrals import access
from referrals.provision import provision as provision_of


@needs(Permission.REPORT_READ, methods=("GET", "HEAD"))
def provision(request, code):
    """For an area that they answer for, or that a service they manage works in."""
    area = get_object_or_404(access.areas(request.user), pk=code)
    week = Week(_chosen(Days, request.GET.get("days")), _chosen(Part, request.GET.get("part")))
    context = {
        "provision": provision_of(area, week=week, now=timezone.now()),
        "days": _offered(Days, week.days),
        "parts": _offered(Part, week.part),
    }
    return render(request, "reports/provision.html", context)


def _chosen(choices: type[TextChoices], said):
    """What the address says, or all of it where that is none of the choices."""
    return choices(said) if said in choices.values else choices.ANY


def _offered(choices: type[TextChoices], chosen):
    return [{"value": value, "text": label, "checked": value == chosen} for value, label in choices.choices]
