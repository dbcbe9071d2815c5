"""The twenty nearest meetings by trigonometry in SQL over the whole table: what ours is held against.

Our own writing, in the shape that servers of meeting lists have: the great circle worked out for every row, in WHERE
and in ORDER BY; one list, whichever programmes happen to be nearest. It answers less than ours: no best way into every
programme, no next start, no counts.
"""

from __future__ import annotations

import sqlite3
from functools import lru_cache

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines

from directory import geocoding
from mutualaid.ui.access import public

MILES = 5
FAR = """3958.76 * ACOS(LEAST(1.0, COS(RADIANS(%(lat)s)) * COS(RADIANS(v.lat)) * COS(RADIANS(v.lon) - RADIANS(%(lon)s))
    + SIN(RADIANS(%(lat)s)) * SIN(RADIANS(v.lat))))"""
NEAREST = f"""SELECT m.id, m.name, g.name, v.name, v.address, v.postcode, {FAR} AS far
    FROM directory_meeting m
    JOIN directory_venue v ON v.id = m.venue_id
    JOIN directory_programme g ON g.id = m.programme_id
    WHERE m.withdrawn_at IS NULL AND m.held_at IS NULL AND m.setting = 'community' AND {FAR} <= %(miles)s
    ORDER BY {FAR} LIMIT 20"""
PAGE = """<!doctype html><title>Meetings</title><ul>
{% for key, name, programme, hall, address, postcode, far in found %}
<li><a href="/meetings/{{ key }}/">{{ name }}</a>
{{ programme }}, {{ hall }}, {{ address }} {{ postcode }} {{ far|floatformat:1 }} miles
{% endfor %}</ul>"""


@public
def nearest(request: HttpRequest, cell: str) -> HttpResponse:
    point = geocoding.cell(cell).point
    asked = {"lat": point.lat, "lon": point.lon, "miles": MILES}
    page = engines["django"].from_string(PAGE)
    return HttpResponse(page.render({"found": _found(asked)}, request))


def _found(asked: dict[str, float]) -> list[tuple]:
    if connection.vendor == "sqlite":
        # Django's own SIN and COS are Python's: SQLite's are quicker.
        statement = NEAREST.replace("LEAST", "MIN").replace("%(", ":").replace(")s", "")
        return _plain_sqlite().execute(statement, asked).fetchall()
    with connection.cursor() as cursor:
        cursor.execute(NEAREST, asked)
        return cursor.fetchall()


@lru_cache
def _plain_sqlite() -> sqlite3.Connection:
    return sqlite3.connect(connection.settings_dict["NAME"], check_same_thread=False)
