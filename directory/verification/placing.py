"""Where is a postcode? What a venue says of its place follows from it, and nobody types a position."""

from __future__ import annotations

from directory.importers import cells
from directory.importers.listed import ImportRefused, ListedVenue
from directory.importers.places import postal
from directory.importers.positions import NotPlaced, settle
from directory.models import Venue
from directory.verification.plain import Facts


class PostcodeNotKnown(ValueError):
    """No postcode we know; ``str(error)`` says what to give."""


def place_of(postcode: str) -> Facts:
    """The facts of a venue that follow from its postcode. Raises PostcodeNotKnown."""
    code = cells.postcode(postcode)
    try:
        listed = ListedVenue(key="", name="", address="", postcode=code, point=None, nation="")
        settled = settle(listed, postal([code]).get(code))
    except NotPlaced:
        raise PostcodeNotKnown("We do not know that postcode: check it, and give the whole of it.") from None
    except ImportRefused as error:
        raise PostcodeNotKnown(str(error)) from None
    if settled.nation == Venue.OUTSIDE:
        raise PostcodeNotKnown("That postcode is outside the UK: the directory lists what meets in the UK.")
    lat, lon = (settled.point.lat, settled.point.lon) if settled.point else (None, None)
    return {
        "postcode": code,
        "lat": lat,
        "lon": lon,
        "precision": settled.precision,
        "nation": settled.nation,
        "authority": settled.authority,
    }
