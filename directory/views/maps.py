"""The list with a map beside it, and what the map is drawn from. The list is whole without the map."""

from dataclasses import dataclass

from csp.decorators import csp_update
from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from directory import following, geocoding, parity
from directory.geography.ground import Box
from directory.on_the_map import MOST_PLACES, OnTheMap, on_the_map
from directory.options import Block, Options
from directory.views.finding import address_of, carried, entries_for, search_of
from directory.views.map_rows import MapRow, as_data, degrees, map_rows, said_on_the_map
from directory.views.marks import marks
from directory.views.rows import ways
from directory.vocabulary import Who
from mutualaid.ui.access import public

AROUND = 1.3  # how much farther than was asked the ground reaches, so that a pin at the edge stands on some
LEAST_GROUND = 3  # miles: round a mile of a town there would be too few names to know where one is


@dataclass(frozen=True, slots=True)
class Band:
    """Options under one title, all of them in full."""

    id: str
    title: str
    rows: list[MapRow]


@dataclass(frozen=True, slots=True)
class Mapped:
    """Every option for a search in the page's bands, and the places that stand on the map."""

    options: Options
    on_map: OnTheMap
    bands: list[Band]


@public(posted=True)
def near(request, cell):
    """Every option near a place, as on the page of options, with its places; and a map of them when asked for."""
    search = search_of(request, cell)
    if request.method == "POST" and not search.is_sensitive:
        return redirect(address_of("directory:map", search))
    mapped, tiles = _mapped(search), settings.MAP_TILES
    # This page alone may show pictures of an operator's tile server, where there is one.
    drawn = csp_update({"img-src": [tiles.origin]})(render) if tiles else render
    return drawn(
        request,
        "directory/map.html",
        {
            "options": mapped.options,
            "bands": mapped.bands,
            "on_map": mapped.on_map,
            "ways": ways(mapped.options, block=Block.GROUPS),
            "family_ways": ways(mapped.options, block=Block.FAMILY),
            "marked": marks(search).said,
            "carried": carried(search, page=1),
            "tiles": tiles,
            # Under-18s see the children's lines before anything else.
            "for_a_young_person": search.who == Who.YOUNG_PERSON,
            "back": address_of("directory:options", search, page=1),
            "meetings_address": address_of("directory:meetings", search, page=1),
            "canonical": address_of("directory:map", search, page=1),
        },
    )


@public(posted=True)
def data(request, cell):
    """The places and the ground under them. Of whoever asks: the middle of their cell, which is in the address."""
    search = search_of(request, cell)
    if request.method == "POST" and not search.is_sensitive:
        return redirect(address_of("directory:map_data", search))
    mapped = _mapped(search)
    miles = mapped.options.search.miles  # as far as it looked: further than the usual where little is near
    ground = geocoding.ground(Box.around(search.place.point, miles=max(miles, LEAST_GROUND) * AROUND))
    box = ground.box
    return JsonResponse(
        {
            "place": {"label": search.place.label, "miles": miles, **degrees(search.place.point)},
            "places": [as_data(place) for band in mapped.bands for row in band.rows for place in row.places],
            "left_out": mapped.on_map.left_out,
            "ground": {
                "box": [round(side, 4) for side in (box.south, box.west, box.north, box.east)],
                "dots": [[*_to_ten_metres(dot.point), dot.code] for dot in ground.dots],
                "names": [[*_to_ten_metres(each.point), each.name, each.population] for each in ground.names],
            },
            "words": said_on_the_map(),
        }
    )


def _mapped(search):
    now, directory = timezone.now(), following.directory()
    options = parity.options(search, directory=directory, now=now)
    around = parity.look_around(search, directory=directory, now=now)
    found = entries_for(search, around=around, options=options, directory=directory)
    on_map = on_the_map(found, most=MOST_PLACES)
    bands = [
        ("groups", gettext("You can get to these"), options.reachable),
        ("online", gettext("Online or by phone"), options.online),
        ("not-near", gettext("Not near you now"), options.not_near),
        ("community", gettext("Recovery communities and peer support"), options.community),
        ("staff", gettext("Groups run by staff"), options.staff),
        ("family", gettext("For family and friends"), options.family),
    ]
    return Mapped(
        options=options,
        on_map=on_map,
        bands=[
            Band(name, title, map_rows(those, of=options, places=on_map.places))
            for name, title, those in bands
            if those
        ],
    )


def _to_ten_metres(point):
    return round(point.lat, 4), round(point.lon, 4)
