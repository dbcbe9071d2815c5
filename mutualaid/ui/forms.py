"""Which part of the design system draws a form's field, and with what. One renderer for every form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import SafeString, mark_safe

from mutualaid.ui.design_system import draw


class GovukRenderer(TemplatesSetting):
    """Draws forms and fields with the design system's markup."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A component of the design system and what to give it."""

    component: str
    params: dict[str, Any]


def as_component(field: forms.BoundField) -> Drawing:
    """How to draw ``field``: its widget decides the component."""
    widget = field.field.widget
    # CheckboxSelectMultiple is a subclass of RadioSelect, and RadioSelect of Select: the narrowest is asked for first.
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return Drawing("checkboxes", _choices(field) | {"values": field.value() or []})
    if isinstance(widget, forms.CheckboxInput):
        return Drawing("checkboxes", _one_tick(field))
    if isinstance(widget, forms.RadioSelect):
        return Drawing("radios", _choices(field) | {"items": _with_one_checked(field)})
    if isinstance(widget, forms.Select):
        return Drawing("select", _one_box(field) | {"items": _items(field), "value": str(field.value() or "")})
    if isinstance(widget, forms.Textarea):
        return Drawing("textarea", _one_box(field) | {"value": field.value() or ""})
    if isinstance(widget, forms.FileInput):
        return Drawing("file-upload", _one_box(field))
    # A password is never sent back to the page it came from.
    value = "" if isinstance(widget, forms.PasswordInput) else field.value() or ""
    return Drawing("input", _one_box(field) | {"type": widget.input_type, "value": value})


def _one_box(field: forms.BoundField) -> dict[str, Any]:
    """What an input, a select and a textarea share. Hint and error keep the ids that Django points at."""
    params: dict[str, Any] = {
        "id": field.auto_id,
        "name": field.html_name,
        "label": {"text": field.label, "for": field.auto_id},
        "attributes": {name: value for name, value in field.field.widget.attrs.items() if name != "class"},
        "formGroup": {"beforeInput": {"html": _said_before(field)}},
    }
    if field.aria_describedby:
        params["describedBy"] = field.aria_describedby
    if field.errors:
        component = {forms.Select: "select", forms.FileInput: "file-upload"}.get(_kind(field), "input")
        params["classes"] = f"govuk-{component}--error"
        params["formGroup"]["classes"] = "govuk-form-group--error"
    return params


def _kind(field: forms.BoundField) -> type[forms.Widget] | None:
    """Which of the boxes that have a class of their own it is."""
    return next((kind for kind in (forms.Select, forms.FileInput) if isinstance(field.field.widget, kind)), None)


def _choices(field: forms.BoundField) -> dict[str, Any]:
    """What radios and checkboxes share: a legend, and every choice with a label of its own."""
    params: dict[str, Any] = {
        "idPrefix": field.auto_id,
        "name": field.html_name,
        "items": _items(field),
        "fieldset": {"legend": {"text": field.label}, "describedBy": field.aria_describedby or ""},
        "formGroup": {"beforeInputs": {"html": _said_before(field)}},
    }
    if field.errors:
        params["formGroup"]["classes"] = "govuk-form-group--error"
    return params


def _one_tick(field: forms.BoundField) -> dict[str, Any]:
    """A yes that stands alone: its label is the question."""
    return {
        "idPrefix": field.auto_id,
        "name": field.html_name,
        "items": [{"value": "on", "text": field.label, "checked": bool(field.value())}],
        "formGroup": {"beforeInputs": {"html": _said_before(field)}},
    }


def _items(field: forms.BoundField) -> list[dict[str, Any]]:
    return [{"value": str(value), "text": text} for value, text in field.field.choices]


def _with_one_checked(field: forms.BoundField) -> list[dict[str, Any]]:
    """Each item says whether it is the one: upstream takes an empty value for none."""
    chosen = str(field.value() or "")
    return [item | {"checked": item["value"] == chosen} for item in _items(field)]


def _said_before(field: forms.BoundField) -> SafeString:
    """The hint and the error that stand before the box."""
    drawn = []
    if field.help_text:
        drawn.append(draw("hint", {"id": f"{field.auto_id}_helptext", "text": field.help_text}))
    if field.errors:
        drawn.append(draw("error-message", {"id": f"{field.auto_id}_error", "text": field.errors[0]}))
    return mark_safe("\n".join(drawn))
