"""Reconciling, the slow and obvious way: look at everything again after each match."""

from dataclasses import asdict
from difflib import SequenceMatcher


def likeness(known, meeting):
    """How sure we are that the two are one meeting, greater for surer."""
    titles = SequenceMatcher(None, known.facts.name.casefold(), meeting.facts.name.casefold(), autojunk=False).ratio()
    return titles, known.facts.venue == meeting.facts.venue


def pairs(listed, known, identity):
    """{key as listed: known} of every meeting that is in both."""
    found = {}
    for meeting in listed:
        for one in known:
            if one.key == meeting.key:
                found[meeting.key] = one
    while True:
        candidates = [
            (*likeness(one, meeting), meeting.key, one)
            for meeting in listed
            for one in known
            if meeting.key not in found
            and one not in found.values()
            and not one.by_key_alone
            and identity.slot(meeting.key)
            and identity.slot(meeting.key) == identity.slot(one.key)
        ]
        if not candidates:
            return found
        best = max(candidate[:2] for candidate in candidates)
        _, _, key, one = min((c for c in candidates if c[:2] == best), key=lambda c: (c[2], c[3].key))
        found[key] = one


def reconcile(listed, known, identity):
    """(added keys, {key: changed fields}, unchanged ids, missing ids, {key: fields where an editor is believed})."""
    found = pairs(listed, known, identity)
    added, changed, unchanged, kept = set(), {}, set(), {}
    for meeting in listed:
        one = found.get(meeting.key)
        if one is None:
            added.add(meeting.key)
            continue
        now, then = asdict(meeting.facts), asdict(one.facts)
        differing = {name for name in now if now[name] != then[name]}
        differing |= {"source_key"} if one.key != meeting.key else set()
        differing |= {"withdrawn_at"} if one.returns else set()
        if differing & one.kept:
            kept[meeting.key] = differing & one.kept
        differing -= one.kept
        if differing:
            changed[meeting.key] = differing
        else:
            unchanged.add(one.id)
    missing = {one.id for one in known if one not in found.values()}
    return added, changed, unchanged, missing, kept
