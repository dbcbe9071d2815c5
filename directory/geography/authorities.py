"""The local authorities of the United Kingdom by their codes. Pure."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

FILE = Path(__file__).with_name("authorities.csv")


@dataclass(frozen=True, slots=True)
class Authority:
    """Its ONS code, its name, and the county or area people say ("E08000035", "Leeds", "West Yorkshire")."""

    code: str
    name: str
    area: str


@lru_cache(maxsize=1)
def by_code() -> MappingProxyType[str, Authority]:
    """Every current one, of 2025. Source: Office for National Statistics; the areas are ours."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return MappingProxyType({row["code"]: Authority(row["code"], row["name"], row["area"]) for row in rows})
