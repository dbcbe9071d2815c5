"""What is told where the rule is broken. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """A clause of docs/parity.md that one answer breaks, and how."""

    clause: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Violation:
    """A fault, where it was found: a cell, and what was asked there in words."""

    place: str
    asked: str
    clause: int
    sentence: str
