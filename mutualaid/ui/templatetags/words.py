"""mutualaid.ui.words, for templates."""

from django import template

from mutualaid.ui import words

register = template.Library()

register.filter("date_words", words.date, expects_localtime=True)
register.filter("moment_words", words.moment)
register.filter("listed", words.listed)
register.filter("counted", words.counted)
register.filter("dialled", words.dialled)


@register.filter
def short_miles(distance):
    return words.miles(distance, exact=True)


@register.filter
def when(start, now):
    return words.when(start, now=now)


@register.filter
def ago(on, now):
    return words.ago(on, now=now)
