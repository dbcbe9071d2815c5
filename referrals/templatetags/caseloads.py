"""What the caseload says of each line, for templates."""

from django import template

from mutualaid.ui import words
from referrals import access
from referrals.views import links, rows

register = template.Library()


@register.filter
def short_date(on, now):
    return words.short_date(on, now=now)


@register.filter
def drawn(stage):
    return rows.DRAWN.get(stage, rows.AT_REST)


@register.simple_tag
def manages(user):
    """Does ``user`` manage a service? Asked once a request, with the rest of who they are."""
    return bool(access.managed(user))


register.simple_tag(links.address, name="page_address")
