"""Frozen figures as ``freezing`` keeps them, without anybody behind them."""

import datetime as dt

from directory.models import Area
from referrals.models import Frozen
from referrals.reports.measures import CELLS
from referrals.reports.periods import Quarter
from tests.conftest import NOW
from tests.referrals.factories import CommissionFactory

AREA = "E00000001"
QUARTERS = tuple(Quarter(dt.date(*first, 1)) for first in ((2025, 4), (2025, 7), (2025, 10), (2026, 1)))


def unit(key="1", *, name="Invented service", setting="community", phase="here", kind="client", **cells):
    """The figures of one unit; whatever is not given is hidden."""
    key = key * 32
    about = {"service": key, "name": name, "setting": setting, "phase": phase, "kind": kind}
    return about | {"cells": dict.fromkeys(CELLS, 0) | cells}


def freeze(quarter, units, *, area=AREA, on=None, profile="5"):
    """One row of figures."""
    on = on or quarter.mature_on
    at = dt.datetime.combine(on, NOW.timetz())
    return Frozen.objects.create(
        area=area, quarter=quarter.first, frozen_on=on, made_at=at, profile=profile, units=units
    )


def commissioner(area=AREA, name="Inventedshire"):
    """Somebody who answers for the area."""
    Area.objects.get_or_create(code=area, defaults={"name": name, "nation": "england"})
    return CommissionFactory(area_id=area).user
