"""Cells of reports, for templates."""

from django import template

register = template.Library()


@register.filter
def under(cell, column):
    """A cell as its column shows it."""
    return column.shows(cell)


@register.simple_tag(takes_context=True)
def people_behind(context, row):
    """Where somebody may read whom a row counts; nothing where they may not, or it counts nobody."""
    behind = context.get("behind")
    return behind(row.behind) if behind and row.behind and row.cells[1] else ""
