"""A field with two axes: across in per cent of the chart, up in rem. Curves inside are drawn 100 by 100 and stretch."""

from __future__ import annotations

from dataclasses import dataclass

from referrals.reports.charts.drawing import length


@dataclass(frozen=True, slots=True)
class Field:
    """``left`` and ``right`` in per cent, ``top`` and ``height`` in rem."""

    left: float
    right: float
    top: float
    height: float

    @property
    def width(self) -> str:
        return length(self.right - self.left)

    @property
    def foot(self) -> float:
        return self.top + self.height

    def across(self, share: float) -> str:
        """Where on the chart ``share`` of the way across is, in per cent."""
        return length(self.left + (self.right - self.left) * share)

    def rem(self, share: float) -> float:
        """How far down the chart ``share`` of the way up is."""
        return self.top + self.height * (1 - share)

    def up(self, share: float) -> str:
        return length(self.rem(share))


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis: of the one across with its ``x``, of the one up with its ``y``."""

    x: str
    y: str
    words: str
    second: str = ""  # a line beneath


@dataclass(frozen=True, slots=True)
class Label:
    """Words beside a curve."""

    x: str
    y: str
    words: str
    anchor: str = "start"
    strong: bool = False
