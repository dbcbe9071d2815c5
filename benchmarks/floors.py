"""The site with two more addresses: what a page could cost at least. Served by gunicorn for bin/bench alone.

``/floor/template/...`` renders the options page's own template with what its view once
worked out; ``/floor/bytes/...`` sends the same page ready-made.
"""

from __future__ import annotations

from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import RequestFactory
from django.urls import include, path

from directory.views import finding
from mutualaid.ui.access import public


@lru_cache
def canned(cell: str) -> tuple[str, dict]:
    """The template and context the options view hands over for a cell."""
    handed: list[tuple[str, dict]] = []

    def keep(request: HttpRequest, template: str, context: dict, **rest: object) -> HttpResponse:
        handed.append((template, context))
        return render(request, template, context, **rest)

    finding.render, really = keep, finding.render
    try:
        finding.options(RequestFactory().get(f"/near/{cell}/"), cell)
    finally:
        finding.render = really
    return handed[0]


@lru_cache
def ready_made(cell: str) -> bytes:
    return finding.options(RequestFactory().get(f"/near/{cell}/"), cell).content


@public
def template_floor(request: HttpRequest, cell: str) -> HttpResponse:
    return render(request, *canned(cell))


@public
def bytes_floor(request: HttpRequest, cell: str) -> HttpResponse:
    return HttpResponse(ready_made(cell))


urlpatterns = [
    path("floor/template/<slug:cell>/", template_floor),
    path("floor/bytes/<slug:cell>/", bytes_floor),
    path("", include("mutualaid.urls")),
]
