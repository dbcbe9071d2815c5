"""What changes for the rows of the index as time passes: next starts, and what may be a way in. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from directory.columns import Columns
from directory.listed import Told
from directory.traits import Mask
from directory.traits import Rows as RowNumbers

if TYPE_CHECKING:
    from directory.options import WayIn

# What they are worked out from.
FROM = ("programme", "place", "in_person", "from_afar", "open_to_all", "known", "timetable")


@dataclass(frozen=True, slots=True, eq=False)
class Among:
    """Some rows, in groups by programme, and where each of them is."""

    rows: RowNumbers
    place: RowNumbers  # by its number in the ledger
    first: RowNumbers  # where each group begins
    size: RowNumbers  # none is empty


@dataclass(frozen=True, slots=True)
class Moments:
    """What changes as time passes, good from ``since`` to ``until``, both included (seconds of the epoch)."""

    since: float
    until: float
    starts: npt.NDArray[np.int64]  # the next start of each row; NEVER where it meets no more
    day: npt.NDArray[np.uint8]  # of that start in London, a bit for each: 2 Monday to 128 Sunday
    minute: npt.NDArray[np.int16]  # of that day in London
    in_person: Mask  # still meets, and there is a place to go to
    from_afar: Mask  # still meets, and can be joined from anywhere
    usable: Mask  # may be a best way in: open to all, and not stale (parity, clause 8)
    visitable: Mask  # and in person
    to_visit: Among  # those
    next_online: dict[str, int]  # each programme's next usable row joined online or by phone
    told: dict[tuple[int, dt.date], Told] = field(default_factory=dict)  # by row and day, as they are asked for
    from_anywhere: dict[tuple[int, dt.date], WayIn] = field(
        default_factory=dict
    )  # the same, of what parity makes of it

    def after(self, old: Columns, new: Columns, *, otherwise: Collection[int]) -> Moments | None:
        """The same over ``new``, where only ``otherwise`` say something else; None where that is of time or of place.

        What was told of those rows is told anew.
        """
        if any(getattr(new, name) is not getattr(old, name) for name in FROM):
            return None
        gone = set(otherwise)
        # Copied first: whoever still answers with the older index adds to them meanwhile.
        return replace(
            self,
            told={key: told for key, told in dict(self.told).items() if key[0] not in gone},
            from_anywhere={key: way for key, way in dict(self.from_anywhere).items() if key[0] not in gone},
        )
