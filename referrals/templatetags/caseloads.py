"""What the caseload says of each line, for templates."""

from django import template

from mutualaid.ui import words
from referrals import access
from referrals.stages import Stage
from referrals.views import links

register = template.Library()

# The drawing of a loop for each stage; an option that nobody asks about again rests.
DRAWN = {
    Stage.INTRODUCE: "#loop-introduce",
    Stage.CONNECT: "#loop-connect",
    Stage.INTEREST: "#loop-interest",
}


@register.filter
def short_date(on, now):
    return words.short_date(on, now=now)


@register.filter
def drawn(stage):
    return DRAWN.get(stage, "#loop-rest")


@register.filter
def stage_words(stage):
    return Stage(stage).label


@register.simple_tag
def manages(user):
    """Does ``user`` manage a service? Asked once a request, with the rest of who they are."""
    return bool(access.managed(user))


register.simple_tag(links.of_line, name="line_address")
register.simple_tag(links.address, name="page_address")
