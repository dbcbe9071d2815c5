"""The keys of a site with forty people are changed, step by step as docs/security.md says, while work goes on."""

import io

import pytest
from django.core.management import CommandError, call_command

from mutualaid.ops import archives, backups
from mutualaid.sealing import keys
from mutualaid.sealing.seals import CannotOpen
from referrals import pathway
from referrals.models import Person, Plan
from tests.ops.test_backups import quiet


def told(*command):
    said = io.StringIO()
    call_command(*command, stdout=said)
    return said.getvalue()


def everything():
    """Whatever is sealed about anybody, opened; and whether each is found by their reference."""
    people = list(Person.objects.order_by("pk").select_related("service"))
    found = [Person.objects.known_as(person.reference, person.service).get() == person for person in people]
    assert all(found)
    plans = Plan.objects.order_by("pk")
    return [person.reference for person in people], [(plan.words, plan.meeting_point) for plan in plans]


@pytest.fixture
def rings(settings):
    """The ring before, and at each of the four steps."""
    old, new = keys.new_key(), keys.new_key()
    settings.KEY_RING = [old]
    return [old, new], [new, old], [new]


def test_from_the_first_key_to_the_second_without_a_text_lost(rings, forty, settings, tmp_path, now):
    both, turned, newest = rings
    before = everything()
    assert len(before[0]) == 40
    assert any(words for words, _ in before[1])
    settings.KEY_RING = both  # 1: every node can open what the new key will seal
    assert everything() == before
    kept, _manifest, _ = backups.back_up(tmp_path, now=now, progress=quiet)
    settings.KEY_RING = turned  # 2: it seals
    person = Person.objects.order_by("pk").first()
    pathway.correct_reference(person, "DM-99", by=person.keyworker, at=now)
    before[0][0] = "DM-99"
    assert "referrals_person: 40 rows, 39 to be sealed anew" in told("rotate_keys", "--dry-run")  # 3
    assert everything() == before
    assert "referrals_person: 40 rows, 39 sealed anew" in told("rotate_keys")
    assert "Nothing else needs an older key." in told("rotate_keys")
    settings.KEY_RING = newest  # 4: the old one is gone
    assert everything() == before
    assert backups.keys_missing(archives.read(kept, progress=quiet)), "a backup of before needs the old key"
    after, manifest, _ = backups.back_up(tmp_path / "after", now=now, progress=quiet)
    assert after.exists()
    assert backups.keys_missing(manifest) == []
    assert len(manifest.keys) == 1


def test_a_key_taken_out_too_early_opens_nothing_and_put_back_opens_all(rings, forty, settings):
    both, turned, newest = rings
    settings.KEY_RING = both
    before = everything()
    settings.KEY_RING = newest
    with pytest.raises(CannotOpen):
        everything()
    with pytest.raises(CommandError, match="Keep every key"):
        told("rotate_keys")
    settings.KEY_RING = turned
    assert everything() == before
    told("rotate_keys")
    settings.KEY_RING = newest
    assert everything() == before
