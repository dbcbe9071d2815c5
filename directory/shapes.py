"""Is this data, read from a file that people write, the shape it should be? Pure.

A shape is itself data: tables of named fields, down to texts, days and choices. Each
fault is a sentence that names the field and says what to do; a file's are told together.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


class Shape(Protocol):
    def faults(self, value: Any, where: str) -> Iterator[str]:
        """A sentence for each thing wrong with ``value``, which stands at ``where``."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text of ``least`` to ``most`` letters; if ``like`` is given, all of it matches that pattern."""

    most: int
    least: int = 1
    like: str = ""
    such_as: str = ""

    def faults(self, value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield f"Make “{where}” a text between quotation marks."
        elif value != value.strip():
            yield f"Take the spaces off the ends of “{where}”."
        elif not self.least <= len(value) <= self.most:
            yield f"Make “{where}” {self.least} to {self.most} letters long: it has {len(value)}."
        elif value and self.like and not re.fullmatch(self.like, value):
            yield f"Write “{where}” like {self.such_as}."


@dataclass(frozen=True, slots=True)
class OneOf:
    values: Collection[str]

    def faults(self, value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, str) or value not in self.values:
            yield f"Make “{where}” one of: {', '.join(self.values)}."


@dataclass(frozen=True, slots=True)
class Truth:
    def faults(self, value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, bool):
            yield f"Make “{where}” true or false."


@dataclass(frozen=True, slots=True)
class Day:
    def faults(self, value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
            yield f"Make “{where}” a day, like 2026-11-24."


@dataclass(frozen=True, slots=True)
class ListOf:
    """``least`` or more of one shape, none of them twice."""

    each: Shape
    least: int = 0

    def faults(self, value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"Make “{where}” a list."
            return
        if len(value) < self.least:
            yield f"Give “{where}” {self.least} or more."
        for place, one in enumerate(value, 1):
            yield from self.each.faults(one, f"{where} {place}")
            if one in value[: place - 1]:
                yield f"Take “{where} {place}” out: it is there already."


@dataclass(frozen=True, slots=True)
class Table:
    """Named fields: every one of ``needed``, any of ``optional``, and nothing else."""

    needed: Mapping[str, Shape]
    optional: Mapping[str, Shape] = field(default_factory=dict)

    def faults(self, value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"Make “{where}” a table."
            return
        within = f"{where}." if where else ""
        for name in self.needed:
            if name not in value:
                yield f"Add “{within}{name}”."
        for name, one in value.items():
            shape = self.needed.get(name) or self.optional.get(name)
            if shape is None:
                yield f"Take “{within}{name}” out: nothing reads it."
            else:
                yield from shape.faults(one, f"{within}{name}")
