"""From a place to every option near it, and to every meeting. Nothing typed is kept."""

from dataclasses import replace

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from directory import every_meeting, following, geocoding, parity
from directory.forms import PlaceForm
from directory.geocoding import PlaceAmbiguous, PlaceUnknown
from directory.options import Block
from directory.search import DISTANCES, Order, read
from directory.views import suiting
from directory.views.entries import line
from directory.views.marks import marks
from directory.views.nothing_near import nothing_near
from directory.views.rows import fold, ways
from directory.vocabulary import Mode, Who
from mutualaid.ui.access import public
from mutualaid.ui.headers import NEVER_KEPT

ENTRIES_ON_A_PAGE = 20


@public(posted=True)
def home(request):
    """Ask for a place; answer with the address of its cell, so that no postcode is ever in one."""
    form = PlaceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            place = geocoding.locate(form.cleaned_data["place"])
            # An address cannot say that its postcode has ended, so it is said before anybody goes there.
            return _which(request, form, str(geocoding.ENDED), [place]) if place.has_ended else _go(place)
        except PlaceAmbiguous as several:
            return _which(request, form, str(several), several.candidates)
        except PlaceUnknown as unknown:
            form.add_error("place", str(unknown))
    return render(request, "directory/home.html", {"form": form}, status=422 if form.errors else 200)


@public
def suggestions(request):
    """Towns that what is being typed may become, as options of a list; nothing for what could be a postcode."""
    typed = request.GET.get("q", "")
    places = geocoding.suggest(typed)
    response = render(request, "directory/_suggestions.html", {"places": places})
    if not places:
        response.headers["Cache-Control"] = NEVER_KEPT  # whatever it was, no cache in between keeps it
    return response


@public(posted=True)
def options(request, cell):
    """Every option near a place. What is sensitive is posted here and answered in place."""
    search = _search(request, cell)
    if request.method == "POST" and not search.is_sensitive:
        return redirect(_address("directory:options", search))
    now = timezone.now()
    found = parity.options(search, directory=following.directory(), now=now)
    return render(
        request,
        "directory/options.html",
        {
            "options": found,
            "marks": marks(search),
            "counted": " ".join(filter(None, [suiting.counted(found), suiting.which_suit(found)])),
            "nothing_near": nothing_near(found),
            "wider": _wider(found),
            "ways": ways(found, block=Block.GROUPS),
            "family_ways": ways(found, block=Block.FAMILY),
            "reachable": fold(found.reachable, of=found),
            "online": fold(found.online, of=found),
            "not_near": fold(found.not_near, of=found),
            "community": fold(found.community, of=found),
            "staff": fold(found.staff, of=found),
            "family": fold(found.family, of=found, closed=True),
            # Under-18s see the children's lines before anything else.
            "for_a_young_person": search.who == Who.YOUNG_PERSON,
            "carried": carried(search, page=1),
            "held": f"{reverse('directory:programmes')}?nation={search.place.nation}",
            "meetings_address": _address("directory:meetings", search, page=1),
            "canonical": _address("directory:options", search, page=1),
        },
    )


@public(posted=True)
def meetings(request, cell):
    """Every meeting near a place, one entry for each programme at a venue."""
    search = _search(request, cell)
    if request.method == "POST" and not search.is_sensitive:
        return redirect(_address("directory:meetings", search))
    now, directory = timezone.now(), following.directory()
    found = parity.options(search, directory=directory, now=now)
    around = parity.look_around(search, directory=directory, now=now)
    entries = every_meeting.entries(around, search=search, among=found.counts)
    from_afar = every_meeting.is_from_afar(search)
    page = Paginator(entries, ENTRIES_ON_A_PAGE).get_page(search.page)
    return render(
        request,
        "directory/meetings.html",
        {
            "options": found,
            "ways": ways(found, block=Block.GROUPS) + ways(found, block=Block.FAMILY),
            "page": page,
            "lines": [
                line(entry, name=directory.programmes[entry.programme].name, now=now) for entry in page.object_list
            ],
            "turns": _turns(search, page),
            "looks": _looks(search, within=found.search.miles, found_any=bool(entries)),
            "from_afar": from_afar,
            "say_so": sum(not entry.is_perhaps for entry in entries),
            "perhaps": sum(entry.is_perhaps for entry in entries),
            "asks_what_may_be_unsaid": search.wanted.asks_what_may_be_unsaid,
            "nothing_near": None if entries or from_afar else nothing_near(found),
            "back": _address("directory:options", search, page=1),
            "carried": carried(search, page=1),
            "canonical": _address("directory:meetings", search, page=page.number),
        },
    )


def _go(place):
    return redirect("directory:options", place.cell)


def _which(request, form, why, candidates):
    return render(request, "directory/which_place.html", {"form": form, "why": why, "candidates": candidates})


def _search(request, cell):
    """What was asked; a place we do not know is a page we do not have."""
    try:
        place = geocoding.cell(cell)
    except PlaceUnknown as unknown:
        raise Http404 from unknown
    return read(place, dict(request.GET.lists()), dict(request.POST.lists()))


def _address(name, search, **changes):
    """The address of a page for ``search``: never anything sensitive."""
    query = search.query(**changes)
    return reverse(name, args=[search.place.cell]) + (f"?{query}" if query else "")


def carried(search, **changes):
    """What a form must carry along so that nothing asked for is lost, as (name, value)."""
    return search.carried(**changes)


def _turns(search, page):
    """The pages before and after, each as an address and what a form carries instead."""
    turns = {}
    if page.has_previous():
        turns["previous"] = _turn(search, page.previous_page_number())
    if page.has_next():
        turns["next"] = _turn(search, page.next_page_number())
    return turns


def _turn(search, number, **changes):
    return {
        "number": number,
        "address": _address("directory:meetings", search, page=number, **changes),
        "carried": carried(search, page=number, **changes),
    }


def _looks(search, *, within, found_any):
    """Nearest first, soonest first, or what is joined from afar: which is on, and the way to each."""
    from_afar, soonest = every_meeting.is_from_afar(search), search.order is Order.SOONEST
    here = replace(search.wanted, mode="") if from_afar else search.wanted
    afar = replace(search.wanted, mode=Mode.ONLINE)
    nearest_is_on, soonest_is_on = not from_afar and not soonest, not from_afar and soonest
    looks = [
        _look(gettext("Nearest first"), nearest_is_on, _turn(search, 1, order=Order.NEAREST, wanted=here)),
        _look(gettext("Soonest first"), soonest_is_on, _turn(search, 1, order=Order.SOONEST, wanted=here)),
        _look(gettext("Online or by phone"), from_afar, _turn(search, 1, wanted=afar)),
    ]
    furthest = DISTANCES[-1]
    if not found_any and within < furthest:
        said = gettext("Up to %(miles)d miles") % {"miles": furthest}
        looks.append(_look(said, False, _turn(search, 1, miles=furthest, widens=False)))
    return looks


def _wider(found):
    """A wider distance that reaches more than what the visitor chose: in words, and the way there; or None."""
    if found.wider is None:
        return None
    changes = {"miles": found.wider, "page": 1}
    return {
        "miles": found.wider,
        "address": _address("directory:options", found.search, **changes),
        "carried": carried(found.search, **changes),
    }


def _look(said, is_on, turn):
    return {"said": said, "is_on": is_on, "turn": turn}
