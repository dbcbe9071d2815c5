"""How often is something dear asked for from one place? Counted in memory, under a key that is made anew each day.

Nothing of it is in a database, a file or a log, and it is over with the process. Each
process counts for itself, so that as many times as much may come through as there are
processes: enough to keep one visitor from taking a machine to themselves.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from collections import deque
from threading import Lock

ROOM = 10_000  # places; full, the one seen longest ago is forgotten first


class Pace:
    """At most ``most`` within ``per``, from one place."""

    def __init__(self, most: int, per: dt.timedelta) -> None:
        self.most, self.per = most, per
        self._lock = Lock()
        self.forget()

    def forget(self) -> None:
        """All of it, and the key."""
        self._day = dt.date.min
        self._key = b""
        self._seen: dict[bytes, deque[dt.datetime]] = {}

    def is_kept(self, place: str, *, now: dt.datetime) -> bool:
        """May ``place`` go on, now? If so it is counted; what was refused is not."""
        with self._lock:
            self._forget_what_is_over(now)
            name = hmac.digest(self._key, place.encode("utf-8", "surrogatepass"), hashlib.sha256)
            times = self._seen.pop(name, deque())
            self._seen[name] = times  # last among those seen
            if len(times) >= self.most:
                return False
            times.append(now)
            return True

    def _forget_what_is_over(self, now: dt.datetime) -> None:
        if now.date() != self._day:
            self.forget()
            self._day, self._key = now.date(), secrets.token_bytes(32)
        for name, times in list(self._seen.items()):
            while times and times[0] <= now - self.per:
                times.popleft()
            if not times:
                del self._seen[name]
        while len(self._seen) >= ROOM:
            del self._seen[next(iter(self._seen))]
