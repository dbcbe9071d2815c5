"""What had somebody filled in when the screen locked? Kept sealed until they come back to it.

It is never sent on from here: their own browser posts it again, to a page that asks again who may.
"""

import json
import re
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.urls import resolve

from mutualaid.accounts.models import Draft
from mutualaid.sealing.seals import CannotOpen, CannotSeal

AT_MOST = 10  # drafts of one person: a browser with more pages open loses the oldest
NAME, TO = "_draft", "_kept_for"  # fields of ours among a form's own
# A signed value, and how many rows a form has.
OF_THE_PAGE = re.compile(r".*=[\w-]+:[\w-]+:[\w-]{20,}|.*_FORMS=\d+")
NEVER = "_never_kept"  # and the names of those that a page wants kept nowhere, not even sealed
NOT_KEPT = {NAME, TO, NEVER, "csrfmiddlewaretoken"}


@dataclass(frozen=True, slots=True)
class Kept:
    """One draft as it is given back."""

    pk: UUID
    to: str
    fields: list[tuple[str, str]]
    made_at: object
    had_files: bool

    @property
    def told(self):
        """What somebody filled in: not what the page put beside it to know itself again."""
        return [(name, value) for name, value in self.fields if value and not OF_THE_PAGE.fullmatch(f"{name}={value}")]


@transaction.atomic
def keep(user, given, *, to, now, had_files=False):
    """Keep the fields of a form that goes to the address ``to``; nothing where it is none of ours, or is empty."""
    left_out = NOT_KEPT.union(given.getlist(NEVER))
    fields = [(name, value) for name in given if name not in left_out for value in given.getlist(name)]
    if not any(value for _, value in fields) or not may_be_kept(to):
        return
    draft = Draft(user=user, made_at=now)
    try:
        draft.held = json.dumps({"whose": str(user.pk), "to": to, "fields": fields, "had_files": had_files})
    except CannotSeal:
        return
    draft.save()
    oldest = Draft.objects.of(user, now=now).order_by("-made_at", "pk")[AT_MOST:]
    Draft.objects.filter(pk__in=[one.pk for one in oldest]).delete()


def of(user, *, now):
    """What waits to be sent or thrown away, the oldest first. What does not open any more is not there."""
    return [kept for one in Draft.objects.of(user, now=now).oldest_first() if (kept := _opened(one))]


def forget(user, key=None):
    """One of theirs, or all."""
    theirs = Draft.objects.filter(user=user)
    (theirs.filter(pk=key) if key else theirs).delete()


def may_be_kept(to):
    """Is it an address of ours that wants somebody signed in? Passwords and codes are never kept."""
    try:
        parts = urlsplit(to)
        page = resolve(parts.path)
    except (Http404, ValueError):
        return False
    return to.startswith(parts.path) and is_for_drafts(page)


def is_for_drafts(page):
    """A page that takes a post unseen could be made to keep what somebody else wrote."""
    view = page.func
    return (
        page.app_name != "accounts"
        and getattr(view, "login_required", True)
        and not getattr(view, "csrf_exempt", False)
    )


def used(request):
    """Which draft was posted again with this request, if any."""
    try:
        return UUID(request.POST[NAME])
    except (KeyError, ValueError):
        return None


def _opened(draft):
    try:
        held = json.loads(draft.held)
    except CannotOpen:
        return None
    if held["whose"] != str(draft.user_id):
        return None
    fields = [(name, value) for name, value in held["fields"]]
    return Kept(draft.pk, held["to"], fields, draft.made_at, held["had_files"])
