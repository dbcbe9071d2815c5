"""Freeze every option as it was shown. No referral starts without one of these.

A snapshot is known by the digest of its content, so that many people who were shown
the same share one. It holds no place and no distance: it cannot say where anybody lives.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from directory.options import Option, Options
from referrals.models import OfferSnapshot

FORM = 1  # of the content below; a new form has a new number


def freeze(options: Options, *, revision: int, texts: Mapping[str, int], at: dt.datetime) -> OfferSnapshot:
    """The snapshot of ``options``, made now or found made before.

    ``revision`` is the directory's; ``texts`` says which revision of each programme's words was shown.
    """
    content = content_of(options, revision=revision, texts=texts)
    digest = digest_of(content)
    snapshot, _made = OfferSnapshot.objects.get_or_create(digest=digest, defaults={"content": content, "made_at": at})
    return snapshot


def content_of(options: Options, *, revision: int, texts: Mapping[str, int]) -> dict[str, Any]:
    """Everything that says what was shown: whom it was for, each block in its order, each best way in."""
    return {
        "form": FORM,
        "revision": revision,
        "who": options.search.who,
        "problem": ",".join(sorted(options.search.problems)),  # the desk asks for one at most
        "groups": [_shown(option, texts) for option in options.groups],
        "family": [_shown(option, texts) for option in options.family],
        "community": [_shown(option, texts) for option in options.community],
        "staff": [_shown(option, texts) for option in options.staff],
        "elsewhere": sorted(option.slug for option in options.elsewhere),
    }


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of the content, the same however its keys are ordered."""
    written = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(written.encode()).hexdigest()


def _shown(option: Option, texts: Mapping[str, int]) -> dict[str, Any]:
    return {
        "programme": option.slug,
        "text": texts[option.slug],
        "band": option.band,
        "list": option.listing,
        "nearest": str(option.nearest.meeting) if option.nearest else None,
        "online": str(option.online.meeting) if option.online else None,
        "not_checked": option.not_checked,
    }
