"""How is all that is sealed given the newest key, so that an older one can be thrown away?

Every model's ``Sealed`` texts are found by looking at the models. What is sealed in any
other way is told of by its app: ``sealed_elsewhere`` on the AppConfig gives ``Kept`` things.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db import IntegrityError, models, transaction

from mutualaid.sealing import seals
from mutualaid.sealing.fields import Sealed, sealed_of

BATCH = 500
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows that hold something sealed.

    ``renewed`` is given a row's ``pk`` and ``columns``, and gives those that are to be written so that
    only the newest key is needed: none where that is so already. It may raise CannotOpen.
    """

    model: type[models.Model]
    columns: tuple[str, ...]
    renewed: Callable[[Row], dict[str, Any]]


@dataclass(slots=True)
class Counted:
    """What was found in one table. ``stuck`` does not open, or is another's twin by now: it is left as it is."""

    table: str
    rows: int = 0
    renewed: int = 0
    stuck: int = 0


def rotate(*, dry_run: bool = False, apps: Apps = installed) -> Iterator[Counted]:
    """Seal anew whatever is not sealed with the newest key, some rows at a time.

    Stopped anywhere, every row opens with the same ring, and doing it again finishes it.
    """
    for kept in everything(apps):
        counted = Counted(kept.model._meta.db_table)
        for batch in _batches(kept):
            _take(kept, batch, counted, dry_run=dry_run)
        yield counted


def everything(apps: Apps = installed) -> Iterator[Kept]:
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.proxy and (sealed := sealed_of(model)):
            columns = {name: None for one in sealed for name in (one.column, one.index) if name}
            yield Kept(model, tuple(columns), partial(_renewed, model, sealed))
    for config in apps.get_app_configs():
        yield from getattr(config, "sealed_elsewhere", list)()


def _renewed(model: type[models.Model], sealed: list[Sealed], row: Row) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    for one in sealed:
        held = row[one.column]
        if held is None or (seals.is_newest(held) and not one.index):
            continue
        place = one.place(model, row["pk"])
        text = seals.unseal(held, bound_to=place)
        if not seals.is_newest(held):
            changes[one.column] = seals.seal(text, bound_to=place)
        if one.index and (wanted := one.blind(text)) != bytes(row[one.index] or b""):
            changes[one.index] = wanted
    return changes


def _batches(kept: Kept) -> Iterator[Sequence[Row]]:
    rows = kept.model._base_manager.order_by("pk").values("pk", *kept.columns)
    batch: Sequence[Row] = []
    while batch := list((rows.filter(pk__gt=batch[-1]["pk"]) if batch else rows)[:BATCH]):
        yield batch


def _take(kept: Kept, batch: Sequence[Row], counted: Counted, *, dry_run: bool) -> None:
    counted.rows += len(batch)
    behind = [row["pk"] for row in batch if _is_behind(kept, row, counted)]
    if dry_run:
        counted.renewed += len(behind)
    elif behind:
        _write(kept, behind, counted)


def _is_behind(kept: Kept, row: Row, counted: Counted) -> bool:
    try:
        return bool(kept.renewed(row))
    except seals.CannotOpen:
        counted.stuck += 1
        return False


@transaction.atomic
def _write(kept: Kept, keys: list[Any], counted: Counted) -> None:
    """Read again under a lock, so that what somebody wrote meanwhile is not taken back."""
    rows = kept.model._base_manager.filter(pk__in=keys).order_by("pk")
    for row in rows.select_for_update().values("pk", *kept.columns):
        try:
            changes = kept.renewed(row)
            with transaction.atomic():
                counted.renewed += bool(changes) and kept.model._base_manager.filter(pk=row["pk"]).update(**changes)
        except (seals.CannotOpen, IntegrityError):
            counted.stuck += 1
