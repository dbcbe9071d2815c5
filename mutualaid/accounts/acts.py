"""What was done to an account? Told to the trail by ids alone: its address is not in it."""

from mutualaid.audit import trail


def record(what, user, *, by, now):
    """``by`` is None where it was done from the command line."""
    trail.record(what, actor=by.pk if by else None, at=now, facts={"who": user.pk, "role": user.role or None})
