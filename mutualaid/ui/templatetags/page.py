"""What every page carries, without asking the request or the database: the error page uses them too."""

from dataclasses import dataclass

from django import template
from django.conf import settings

from mutualaid.ui import urgent

register = template.Library()


@dataclass(frozen=True, slots=True)
class Site:
    """What every page knows about the site."""

    name: str
    is_demonstration: bool
    leave_url: str
    contact_email: str


@register.simple_tag
def site():
    return Site(
        name="Every option",
        is_demonstration=settings.DEMO,
        leave_url=settings.LEAVE_URL,
        contact_email=settings.CONTACT_EMAIL,
    )


@register.inclusion_tag("layouts/_urgent.html")
def urgent_help(nation=""):
    """The panel for ``nation``, or for the whole UK."""
    return {"urgent": urgent.urgent_help(nation)}


@register.simple_tag
def family_lines(nation=""):
    return urgent.for_families(nation)
