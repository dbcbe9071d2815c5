"""The site with three more addresses: what a page could cost at least. For bin/bench alone.

``/floor/template/...`` renders the options page's own template with what its view once
worked out; ``/floor/bytes/...`` sends the same page ready-made; ``/floor/report/...`` renders
a report's template as the first.
"""

from __future__ import annotations

from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.test import RequestFactory
from django.urls import include, path

from benchmarks import finding as finding_help
from benchmarks import naive
from directory.views import finding
from mutualaid.accounts.access import needs
from mutualaid.accounts.permissions import Permission
from mutualaid.ui.access import public
from referrals.views import reports


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


def canned_report(asked: tuple[str, str, str], request: HttpRequest) -> tuple[str, dict]:
    """The template and context that the view of a report hands over, to somebody who may read it."""
    handed: list[tuple[str, dict]] = []

    def keep(request: HttpRequest, template: str, context: dict, **rest: object) -> HttpResponse:
        handed.append((template, context))
        return render(request, template, context, **rest)

    reports.render, really = keep, reports.render
    try:
        reports.area(request, *asked)
    finally:
        reports.render = really
    return handed[0]


_REPORTS: dict[tuple[str, str, str], tuple[str, dict]] = {}


@needs(Permission.REPORT_READ, methods=("GET", "HEAD"))
def report_floor(request: HttpRequest, code: str, period: str, version: str) -> HttpResponse:
    asked = (code, period, version)
    if asked not in _REPORTS:
        _REPORTS[asked] = canned_report(asked, request)
    return render(request, *_REPORTS[asked])


def forget_reports() -> None:
    """The database has grown: what was once worked out is of the smaller one."""
    _REPORTS.clear()


@public
def empty(request: HttpRequest) -> HttpResponse:
    """A page of the site that says nothing."""
    page = engines["django"].from_string(
        '{% extends "layouts/base.html" %}{% block title %}Nothing{% endblock %}'
        "{% block content %}<h1 data-empty>Nothing</h1>{% endblock %}"
    )
    return HttpResponse(page.render({}, request))


@public
def memory(request: HttpRequest) -> HttpResponse:
    """How many bytes this worker holds."""
    return HttpResponse(f"{finding_help.resident()}")


urlpatterns = [
    path("floor/memory/", memory),
    path("floor/empty/", empty),
    path("floor/naive/<slug:cell>/", naive.nearest),
    path("floor/report/<slug:code>/<slug:period>/<slug:version>/", report_floor),
    path("floor/template/<slug:cell>/", template_floor),
    path("floor/bytes/<slug:cell>/", bytes_floor),
    path("", include("mutualaid.urls")),
]
