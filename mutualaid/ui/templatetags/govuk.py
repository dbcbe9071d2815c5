"""The design system in templates: ``{% govuk "button" text=_("Find groups") %}``.

Parameters are named as upstream's; two underscores go one level down
(``label__text``). The markup is the design system's own.
"""

from django import template
from django.utils.translation import gettext

from mutualaid.ui.design_system import draw, merged, nested
from mutualaid.ui.forms import as_component

register = template.Library()


@register.simple_tag
def govuk(component, **params):
    """One component."""
    return draw(component, nested(params))


@register.simple_tag
def govuk_field(field, **params):
    """One field of a form as its component; ``params`` are laid over what the field says."""
    if field.is_hidden:
        return str(field)
    drawing = as_component(field)
    return draw(drawing.component, merged(drawing.params, nested(params)))


@register.simple_tag
def govuk_errors(form, also=()):
    """The summary of what is wrong, each line a link to its field; nothing where nothing is.

    ``also`` are forms that stand within it, such as a formset's.
    """
    forms = [form, *also]
    if not any(one.errors for one in forms):
        return ""
    general = [{"text": error} for one in forms for error in one.non_field_errors()]
    told = [
        {"text": error, "href": f"#{one[name].auto_id}"}
        for one in forms
        for name, errors in one.errors.items()
        if name != "__all__"
        for error in errors
    ]
    return draw("error-summary", {"titleText": gettext("There is a problem"), "errorList": general + told})
