"""What is wrong with a trail, slowly and obviously: all of it at once, written out as its docs say."""

import hashlib
import json

from mutualaid.audit.models import Event, Mention, Seal


def moment(at):
    return at.strftime("%Y-%m-%dT%H:%M:%S.%f+00:00")


def text_of(seal, events):
    lines = [[seal.number, seal.first, seal.last, seal.previous, moment(seal.sealed_at)]]
    for event in events:
        actor = str(event.actor).replace("-", "") if event.actor else None
        service = str(event.service).replace("-", "") if event.service else None
        lines.append([event.id, event.what, actor, service, event.subjects, event.facts, moment(event.at)])
    lines.append([len(events)])
    return "".join(json.dumps(line, separators=(",", ":"), sort_keys=True) + "\n" for line in lines)


def is_whole():
    """Is the trail as it was sealed, as far as it was?"""
    events, seals = list(Event.objects.order_by("id")), list(Seal.objects.order_by("number"))
    named = sorted(
        (event, str(subject).replace("-", "")) for subject, event in Mention.objects.values_list("subject", "event_id")
    )
    if [seal.number for seal in seals] != list(range(1, len(seals) + 1)):
        return False
    if named != sorted((event.id, subject) for event in events for subject in event.subjects):
        return False
    last, digest = 0, ""
    for seal in seals:
        run = [event for event in events if seal.first <= event.id <= seal.last]
        if (seal.first, seal.previous, seal.count) != (last + 1, digest, len(run)):
            return False
        last, digest = seal.last, seal.digest
        if hashlib.sha256(text_of(seal, run).encode()).hexdigest() != digest:
            return False
    return True
