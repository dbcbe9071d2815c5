"""An address as a QR code, as our own template draws it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import segno

QUIET = 4  # modules of white on every side, as the standard asks


@dataclass(frozen=True, slots=True)
class QrCode:
    """``side`` is how many modules it is wide, white edge and all; ``path`` draws its dark ones, a unit each."""

    address: str
    side: int
    path: str


def qr_code(address: str) -> QrCode:
    """A code that is read though a seventh of it is creased or stained (level M)."""
    rows = [bytes(row) for row in segno.make_qr(address, error="m").matrix]
    drawn = [
        f"M{left + QUIET} {top + QUIET}h{length}v1h-{length}z"
        for top, row in enumerate(rows)
        for left, length in _runs(row)
    ]
    return QrCode(address=address, side=len(rows) + 2 * QUIET, path="".join(drawn))


def _runs(row: bytes) -> list[tuple[int, int]]:
    """(first, how many) of the dark modules that stand together."""
    runs, at = [], 0
    while at < len(row):
        length = 1
        while at + length < len(row) and row[at + length] == row[at]:
            length += 1
        if row[at]:
            runs.append((at, length))
        at += length
    return runs
