"""A page as a PDF, where this machine can make one.

Made by WeasyPrint in a process of its own, which reaches no network and no database,
is told nothing of the site's settings, and is stopped when it takes too long.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from threading import BoundedSemaphore

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static

WORKER = Path(__file__).with_name("pdf_worker.py")
AT_ONCE = BoundedSemaphore(2)  # in this process
PATIENCE = 5  # seconds that somebody waits for those before them
SECONDS = 20  # that one may take
LARGEST = 5 * 1024 * 1024


class NotMade(Exception):
    """There is no PDF this time: too many at once, or it took too long or was too large."""


@lru_cache(maxsize=1)
def can_be_made() -> bool:
    """Are WeasyPrint's own libraries (Pango and what it stands on) on this machine? Asked once."""
    try:
        asked = subprocess.run(
            [sys.executable, "-I", "-c", "import weasyprint"],
            env=_environment(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def made(html: str, *, styles: tuple[str, ...]) -> bytes:
    """``html`` as a PDF; ``styles`` are the static files that it names. Raises NotMade."""
    files = {static(name): _text(name) for name in styles}
    if not AT_ONCE.acquire(timeout=PATIENCE):
        raise NotMade
    try:
        return _made(json.dumps({"html": html, "files": files}).encode())
    finally:
        AT_ONCE.release()


def _made(told: bytes) -> bytes:
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(WORKER)],
            input=told,
            env=_environment(),
            capture_output=True,  # what it complains of could hold what the page says, so it is in no log
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        raise NotMade from None
    if done.returncode or not done.stdout.startswith(b"%PDF-") or len(done.stdout) > LARGEST:
        raise NotMade
    return done.stdout


def _text(name: str) -> str:
    found = finders.find(name)
    assert isinstance(found, str), f"{name}: bin/frontend builds it"
    return Path(found).read_text(encoding="utf-8-sig")


def _environment() -> dict[str, str]:
    """No secret and no database: a place for the list of fonts, and nothing more."""
    return {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "XDG_CACHE_HOME": str(settings.VAR_DIR / "fonts")}
