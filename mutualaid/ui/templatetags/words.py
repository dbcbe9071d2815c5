"""mutualaid.ui.words, for templates."""

from django import template

from mutualaid.ui import words

register = template.Library()

register.filter("date_words", words.date)
register.filter("moment_words", words.moment)
register.filter("listed", words.listed)
register.filter("either", words.either)
register.filter("initial", words.initial)
register.filter("clock", words.clock)


@register.filter
def about_miles(distance):
    """From the middle of an area, as every address of ours is."""
    return words.miles(distance)


@register.filter
def short_miles(distance):
    return words.miles(distance, exact=True)


@register.filter
def when(start, now):
    return words.when(start, now=now)


@register.filter
def when_shortly(start, now):
    return words.when_shortly(start, now=now)


@register.filter
def ago(on, now):
    return words.ago(on, now=now)
