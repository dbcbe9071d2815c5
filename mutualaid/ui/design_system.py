"""Draws one part of the design system: its own macros, run with our values.

Markup comes from upstream, never by hand. Nothing is kept between two drawings but
the compiled macros, so one visitor's words cannot reach another's page.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, PackageLoader, PrefixLoader, TemplateNotFound
from jinja2.runtime import Macro


class UnknownComponent(LookupError):
    """The design system has no component of that name."""


class UnsafeMarkup(ValueError):
    """An ``html`` option was given text that nobody has escaped."""


@cache
def _environment() -> Environment:
    return Environment(
        loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        autoescape=True,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _macro(component: str) -> Macro:
    """The macro of a component: "error-summary" is govukErrorSummary."""
    try:
        template = _environment().get_template(f"govuk_frontend_jinja/components/{component}/macro.html")
    except TemplateNotFound as error:
        raise UnknownComponent(f"The design system has no {component!r}.") from error
    name = "govuk" + "".join(word.capitalize() for word in component.split("-"))
    return getattr(template.module, name)  # type: ignore[no-any-return]


def draw(component: str, params: Mapping[str, Any]) -> SafeString:
    """The markup of ``component``; ``params`` are named and nested as upstream's.

    Raises UnknownComponent, or UnsafeMarkup where an ``html`` option holds plain text:
    upstream does not escape those.
    """
    _refuse_unsafe(params)
    return mark_safe(_macro(component)(params).strip())


def nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    """``label__text="Place"`` as ``{"label": {"text": "Place"}}``, for template tags."""
    tree: dict[str, Any] = {}
    for path, value in flat.items():
        *branches, leaf = path.split("__")
        at = tree
        for branch in branches:
            at = at.setdefault(branch, {})
        at[leaf] = value
    return tree


def merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Both trees as one; where both have a leaf, ``over``'s."""
    both = dict(under)
    for key, value in over.items():
        known = both.get(key)
        both[key] = merged(known, value) if isinstance(known, Mapping) and isinstance(value, Mapping) else value
    return both


def _refuse_unsafe(params: Any) -> None:
    """Raise UnsafeMarkup if an ``html`` option, at any depth, is not already safe."""
    if isinstance(params, Mapping):
        for key, value in params.items():
            if key == "html" and value and not hasattr(value, "__html__"):
                raise UnsafeMarkup(f"Give text, not html, or markup that is already safe: {value!r}")
            _refuse_unsafe(value)
    elif isinstance(params, list | tuple):
        for item in params:
            _refuse_unsafe(item)
