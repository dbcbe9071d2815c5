"""Taking a list, the slow and obvious way: from what was held and what is listed, what is to be held."""

from dataclasses import dataclass

from directory.importers import cells, holding
from directory.models import Change, Meeting
from directory.places import Point
from tests.oracles import reconcile as oracle

SAID = ("name", "mode", "join_url", "notes", "openness", "when")
WHERE = {"mode", "venue", "join_url", "phone"}


@dataclass(frozen=True)
class Named:
    name: str
    venue: str


@dataclass(frozen=True)
class Known:
    id: object
    key: str
    facts: Named
    by_key_alone: bool


def held(source):
    """{id: what we hold of it} of every meeting."""
    rows = Meeting.objects.filter(source=source).select_related("venue", "merged_into")
    return {row.pk: _held(row) for row in rows}


def _held(row):
    facts = {name: getattr(row, name) for name in SAID if name != "when"}
    return facts | {
        "when": [(one.weekday, one.starts_at) for one in row.patterns.all()],
        "key": row.source_key,
        "venue": row.venue_id,
        "place": row.venue and place(row.venue, Point(row.venue.lat, row.venue.lon)),
        "withdrawn_at": row.withdrawn_at,
        "held_at": row.held_at,
        "seen": row.seen_in_source_at,
        "merged_into": row.merged_into_id,
        "merged_within": row.merged_into is not None and row.merged_into.source_id == row.source_id,
    }


def place(venue, point):
    """Where it is: its key, and all that is told of it."""
    key = cells.venue_key(venue.name, venue.address, venue.postcode, point)
    return key, (venue.name, venue.address, venue.postcode, point.lat, point.lon)


def words():
    """{thing: the fields in which an editor’s word stands}. Undoing one is none, but undoing what nobody did is."""
    every = list(Change.objects.select_related("undoes"))
    found = {}
    for change in every:
        is_word = change.by_id and not (change.undoes and change.undoes.by_id)
        if is_word and not _is_undone(change, every):
            found.setdefault(change.thing_id, set()).update(change.after)
    return found


def _is_undone(change, every):
    return any(other.undoes_id == change.pk and not _is_undone(other, every) for other in every)


def take(before, listing):
    """(what is to be held by id, what is to be added, {what becomes of them: how many})."""
    seen, stands = holding.first_moment(listing.as_of), words()
    pairs = oracle.pairs(listing.meetings, [_known(pk, one) for pk, one in before.items()], listing.identity)
    after, added, counts = {pk: dict(one) for pk, one in before.items()}, [], {"added": 0, "changed": 0, "unchanged": 0}
    for meeting in listing.meetings:
        says = _says(meeting)
        if meeting.key not in pairs:
            added.append(says | {"key": meeting.key, "seen": seen})
            counts["added"] += 1
            continue
        one = after[pairs[meeting.key].id]
        kept = _kept(pairs[meeting.key].id, one, stands)
        counts["changed" if _make(one, says, meeting.key, kept, seen) else "unchanged"] += 1
    counts["missing"] = len(before) - len(pairs)
    return after, added, counts


def _make(one, says, key, kept, seen):
    """Make what is held say what is listed; does it say anything else than before?"""
    differs = one["key"] != key
    for name in set(SAID) - kept:
        differs |= one[name] != says[name]
        one[name] = says[name]
    if "venue" not in kept and (one["place"] or [None])[0] != (says["place"] or [None])[0]:
        differs, one["venue"], one["place"] = True, "another", says["place"]
    if one["withdrawn_at"] and one["withdrawn_at"] < seen and "withdrawn_at" not in kept:
        differs, one["withdrawn_at"] = True, None
    one["key"], one["seen"] = key, max(one["seen"], seen)
    return differs


def _known(pk, one):
    alone = one["withdrawn_at"] is not None or one["merged_within"]
    return Known(pk, one["key"], Named(one["name"], one["place"][0] if one["place"] else ""), alone)


def _kept(pk, one, stands):
    kept = {"when" if name == "patterns" else name for name in stands.get(pk, ())}
    if one["venue"] in stands:
        kept.add("venue")
    return kept | WHERE if kept & WHERE else kept


def _says(meeting):
    facts, venue = meeting.facts, meeting.venue
    says = {name: getattr(facts, name) for name in SAID if name != "when"}
    says["when"] = [(one.weekday, one.starts_at) for one in facts.when]
    return says | {"place": place(venue, venue.point) if venue else None}
