"""The Isle of Man, Jersey and Guernsey: places people type that are not in the United Kingdom. Pure."""

from __future__ import annotations

# Their postcodes look like ours; nobody publishes where they are.
POSTCODE_AREAS = frozenset({"IM", "JE", "GY"})

# Folded. Some share their name with a place we hold.
ISLE_OF_MAN = "isle of man, iom, douglas, ramsey, peel, castletown, onchan, port erin, port st mary, laxey, ballasalla"
JERSEY = "jersey, st helier, st brelade, st saviour, st clement, gorey, channel islands"
GUERNSEY = "guernsey, st peter port, st sampson, alderney, st anne, sark, herm"
NAMES = frozenset(f"{ISLE_OF_MAN}, {JERSEY}, {GUERNSEY}".split(", "))
