"""The sheet to take away: every option on two sides of A4, in large print or in Easy Read; in the browser or as a PDF.

Nothing on it says who asked, or where from: no person, no service, no joining link.
Its title and its file name say nothing of what it is about.
"""

import datetime as dt
from urllib.parse import urlencode

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory import following, parity
from directory.looking_again import look_again_on
from directory.recurrence import LONDON
from directory.views import easy_read, fitting, paper
from directory.views.finding import address_of, carried, search_of
from directory.vocabulary import Who
from mutualaid.ui import pdf, urgent
from mutualaid.ui.access import public
from mutualaid.ui.pace import Pace
from mutualaid.ui.qr import qr_code

LAYOUTS = {"": _("Two sides"), "large": _("Large print"), "easy": _("Easy Read")}
FILE_NAME = "information.pdf"
# A service prints many from one address; each takes a second or two of one processor.
PACE = Pace(30, dt.timedelta(minutes=10))


@public(posted=True)
def sheet(request, cell):
    """To look at and to print. What is sensitive is posted here and answered in place."""
    search = search_of(request, cell)
    if request.method == "POST" and not search.is_sensitive:
        return redirect(_sheet_address("directory:sheet", search, _layout(request)))
    return _shown(request, search)


@public(posted=True)
def sheet_pdf(request, cell):
    """The same as a PDF; where none is made, the page to print, which says so."""
    search = search_of(request, cell)
    if request.method == "POST" and not search.is_sensitive:
        return redirect(_sheet_address("directory:sheet_pdf", search, _layout(request)))
    if not pdf.can_be_made():
        return _shown(request, search)
    if not PACE.is_kept(get_ip(request), now=timezone.now()):
        sentence = gettext("Many sheets were made from here just now. Print this page instead, or wait ten minutes.")
        return _shown(request, search, trouble=sentence, status=429)
    page = _told(request, search) | {"frame": "layouts/paper.html"}
    try:
        made = pdf.made(render_to_string("directory/sheet.html", page, request), styles=("sheet.css",))
    except pdf.NotMade:
        sentence = gettext("The PDF could not be made just now. Print this page instead, or try again in a minute.")
        return _shown(request, search, trouble=sentence, status=503)
    said = {"Content-Disposition": f'inline; filename="{FILE_NAME}"'}
    return HttpResponse(made, content_type="application/pdf", headers=said)


def _shown(request, search, *, trouble="", status=200):
    page = _told(request, search) | {"frame": "layouts/base.html", "trouble": trouble}
    return render(request, "directory/sheet.html", page, status=status)


def _told(request, search):
    found = parity.options(search, directory=following.directory(), now=timezone.now())
    return told(found, _layout(request))


def told(found, layout):
    """What a sheet of ``found`` is made of, in one of LAYOUTS."""
    search = found.search
    near = reverse("directory:options", args=[search.place.cell])
    to_every_option = address_of("directory:options", search, page=1)
    return {
        "options": found,
        "layout": layout,
        "choices": _choices(search, layout),
        "pdf": _choice("directory:sheet_pdf", search, layout) if pdf.can_be_made() else None,
        "back": {"to": near, "address": to_every_option, "carried": carried(search, page=1)},
        "canonical": _sheet_address("directory:sheet", search, layout),
        "made_on": found.now.astimezone(LONDON).date(),
        "look_again_on": look_again_on(found),
        "qr": qr_code(settings.SITE_ADDRESS + near),  # to the place alone: nothing of what was asked
        "typed": paper.site(settings.SITE_ADDRESS + near),
        "urgent": urgent.urgent_help(search.place.nation),
        "for_a_young_person": search.who == Who.YOUNG_PERSON,
        **_said(found, layout),
    }


def _said(found, layout):
    """The range and every option in words, in their sections; and how large the letters can be."""
    entries = easy_read.entries if layout == "easy" else paper.entries
    lines, reachable = paper.lines(found), entries(found.reachable, of=found)
    sections = (
        (_("Online or by phone"), found.online),
        (_("Not near you now"), found.not_near),
        (_("Recovery communities and peer support"), found.community),
        (_("Groups run by staff"), found.staff),
        (_("For family and friends"), found.family),
    )
    bands = [{"title": title, "entries": entries(options, of=found)} for title, options in sections]
    said = {"lines": lines, "reachable": reachable, "bands": bands}
    return said | ({"size": f"sheet--{layout}"} if layout else _fitted(**said))


def _fitted(*, lines, reachable, bands):
    fit = fitting.fit(
        families=len(lines),
        reachable=[entry.letters for entry in reachable],
        others=[[entry.letters for entry in band["entries"]] for band in bands],
    )
    return {"size": fit.names, "begins_anew": fit.begins_anew}


def _layout(request):
    asked = request.POST.get("layout") or request.GET.get("layout") or ""
    return asked if asked in LAYOUTS else ""


def _sheet_address(name, search, layout):
    """The address of a sheet: never anything sensitive."""
    query = "&".join(filter(None, [urlencode({"layout": layout}) if layout else "", search.query(page=1)]))
    return reverse(name, args=[search.place.cell]) + (f"?{query}" if query else "")


def _choice(name, search, layout):
    """The way to a sheet: an address, and what a form carries instead where that is sensitive."""
    hidden = carried(search, page=1) + ([("layout", layout)] if layout else [])
    return {
        "to": reverse(name, args=[search.place.cell]),
        "address": _sheet_address(name, search, layout),
        "carried": hidden,
    }


def _choices(search, layout):
    """Each layout: its name, whether it is the one shown, and the way to it."""
    return [
        {"said": said, "is_on": each == layout, "way": _choice("directory:sheet", search, each)}
        for each, said in LAYOUTS.items()
    ]
