"""Small areas whose counts are invented cell by cell, published as the night does it, and fetched as a commissioner."""

import datetime as dt
import random
import re
import uuid
from dataclasses import dataclass, field
from unittest import mock

from directory.models import Area
from referrals.models import Chance, Frozen
from referrals.reports import counting, freezing
from referrals.reports.counting import Unit
from referrals.reports.disclosure import protect, turn
from referrals.reports.figures import Figures
from referrals.reports.measures import CELLS, IN_TREATMENT, relations
from referrals.reports.periods import Quarter, Year
from tests.conftest import NOW
from tests.oracles.attacker import Count
from tests.oracles.cascade import EVERYTHING, unit
from tests.referrals.factories import CommissionFactory, ServiceFactory

AREA, ELSEWHERE = "E00000001", "E00000002"
NAMES = {AREA: "Inventedshire", ELSEWHERE: "Otherland"}
QUARTERS = [Quarter(dt.date(*first, 1)) for first in ((2025, 4), (2025, 7), (2025, 10), (2026, 1), (2026, 4))]
YEAR = Year(QUARTERS[0].first)
PERIODS = {period.slug: period for period in (*QUARTERS, YEAR)}
SERVICES = {"Alder": "community", "Birch": "community", "Cedar": "prison", "Dune": "primary_care"}
SIZES = (0, 1, 2, 4, 8, 15, 30, 60)
VERSIONS = ("first", "now")
SECRET = bytes(range(32))
ATTACKED_ELSEWHERE = 2  # services: they share nobody, and more only take longer


@dataclass
class World:
    """``counts`` is {(area, quarter, version): {unit: {cell: exactly how many}}}; version 0 first, 1 as now known."""

    services: dict
    counts: dict = field(default_factory=dict)
    seed: int = 1

    def publish(self):
        """Frozen quarter by quarter as it was due; and all but the newest once more, now."""
        Frozen.objects.all().delete()
        secret = Chance()
        secret.secret = SECRET.hex()
        Chance.objects.get_or_create(only=True, defaults={"id": secret.pk, "secret_sealed": secret.secret_sealed})
        for quarter in QUARTERS:
            self._freeze(quarter, 0, dt.datetime.combine(quarter.mature_on, dt.time(3), dt.UTC))
        for quarter in QUARTERS[:-1]:
            self._freeze(quarter, 1, NOW)

    def _freeze(self, quarter, version, now):
        def count(asked):
            return {unit: {**cells} for unit, cells in self.counts[asked.area, asked.quarter, version].items()}

        with mock.patch.object(counting, "count", count):
            assert all(done.frozen for done in freezing.freeze(quarter, now=now))

    def shown(self):
        """{count as the attacker names it: its number} of all that was published, also of services elsewhere."""
        ours, found = {service.pk.hex: name for name, service in self.services.items()}, {}
        for version, rows in enumerate((Frozen.objects.first_published(), Frozen.objects.now_known())):
            for row in rows.exclude(area=ELSEWHERE):
                quarter = Quarter(row.quarter).slug
                if version_of(quarter, VERSIONS[version]) != version:
                    continue
                for one in row.units:
                    if row.area == AREA:
                        unit = f"{ours[one['service']]}/{one['phase']}/{one['kind']}/{quarter}"
                    elif one["service"] not in ours:
                        unit = f"elsewhere {one['service']}/{quarter}"
                    else:
                        continue
                    found |= {Count(unit, cell, version): number for cell, number in one["cells"].items()}
        return found

    def units_of(self, whom, period, version, what):
        """[(unit as the reader calls it, its quarter's address)] of whom a line of a page is."""
        if whom[0] == "elsewhere" and whom[1] >= ATTACKED_ELSEWHERE:
            return []
        if whom[0] == "elsewhere":
            return [
                (f"elsewhere {self._elsewhere(period, version)[whom[1]]}", q.slug) for q in PERIODS[period].quarters
            ]
        kind = "someone_close" if whom == "family" else "client"
        found = []
        for quarter in PERIODS[period].quarters:
            for one in self.counts[AREA, quarter, 0]:
                name, setting = next((n, s.setting) for n, s in self.services.items() if s.pk == one.service)
                line = f"{SETTINGS[setting]}, after they left" if one.phase == "after" else SETTINGS[setting]
                chosen = {
                    "main": setting == "community",
                    "family": True,
                    ("service", name): True,
                    ("setting", line): setting != "community",
                }.get(whom, False)
                told = what not in (IN_TREATMENT, "introduced of told") or name in TOLD
                if one.kind == kind and chosen and told:
                    found.append((f"{name}/{one.phase}/{kind}", quarter.slug))
        return found

    def _elsewhere(self, period, version):
        """The services elsewhere in the order in which they are printed: the worst that a reader could know of them."""
        found = {}
        rows = Frozen.objects.filter(
            area=freezing.EVERYWHERE, quarter__in=[each.first for each in PERIODS[period].quarters]
        )
        ours = {service.pk.hex for service in self.services.values()}
        for row in rows.first_published() if version == "first" else rows.now_known():
            for one in row.units:
                if one["setting"] == "community" and one["service"] not in ours:
                    found.setdefault(one["service"], []).append(Figures(one["cells"], 5))
        summed = {service: Figures.together(some, 5) for service, some in found.items()}
        drawn = [service for service, figures in summed.items() if figures.can_be_compared]
        return sorted(
            drawn, key=lambda key: [summed[key][cell] for cell in ("introduced", "connected", "once_not_asked")]
        )


SETTINGS = {"prison": "Prison", "primary_care": "Primary care", "community": "Community"}
TOLD = ("Alder", "Cedar")  # how many are in treatment
UNIT = {"community": ("here",), "primary_care": ("here",), "prison": ("here", "after")}


def world(seed, *, sizes=SIZES, neighbours=0, of=SERVICES):
    """A few services of several settings, each with so many people a quarter as chance has it."""
    rng = random.Random(seed)
    made = {name: _service(rng, name, setting, AREA) for name, setting in of.items()}
    others = [_service(rng, f"Other {number}", "community", ELSEWHERE) for number in range(neighbours)]
    found = World(made, seed=seed)
    for quarter in QUARTERS:
        for area, them in ((AREA, [*made.values()]), (ELSEWHERE, others)):
            first = {}
            for service in them:
                for phase in UNIT[service.setting]:
                    for kind in ("client", "someone_close"):
                        size = rng.choice(sizes if area == AREA else (60, 90))
                        cells = _cells(rng, size, service, phase, kind)
                        unit_of = Unit(service.pk, service.setting, phase, kind)
                        first[unit_of] = cells if area == AREA else _asked_more(cells)
            found.counts[area, quarter, 0] = first
            found.counts[area, quarter, 1] = {one: _later(rng, cells) for one, cells in first.items()}
    return found


def _service(rng, name, setting, area):
    Area.objects.get_or_create(code=area, defaults={"name": NAMES[area], "nation": "england"})
    service = ServiceFactory(pk=uuid.UUID(int=rng.getrandbits(128)), name=name, setting=setting)
    service.areas.add(area)
    return service


def _cells(rng, size, service, phase, kind):
    cells = unit(size, rng, EVERYTHING)
    if (phase, kind) != ("here", "client") or service.name not in TOLD:
        del cells[IN_TREATMENT]
    assert {*cells} - {IN_TREATMENT} == {*CELLS}
    return cells


def _later(rng, cells):
    """Some more were written down."""
    more = unit(rng.randrange(6), rng, EVERYTHING)
    return {cell: number + more[cell] for cell, number in cells.items()}


def _asked_more(cells):
    """Of fewer than usual nobody asked how it went, so that they can be compared."""
    return cells | {"once_not_asked": cells["once_not_asked"] // 3}


def version_of(quarter, version):
    """The newest quarter was published once: first and now are the same."""
    return VERSIONS.index(version) if quarter != QUARTERS[-1].slug else 0


def printed_of(cells, one, quarter, area=AREA):
    """What is published of one unit, as ``freezing`` has it."""
    rule = freezing.profile()
    name = "|".join((area, quarter.slug, one.service.hex, one.setting, one.phase, one.kind))
    return protect(cells, relations(cells), rule, lambda cell: turn(SECRET, name, cell, rule.base))


def another(world, rng, tries=12):
    """A world in which other people were counted, and nothing else is published."""
    found = World(world.services, {})
    for (area, quarter, version), units in world.counts.items():
        found.counts[area, quarter, version] = {
            one: _otherwise(cells, one, quarter, area, rng, tries if area == AREA else 0)
            for one, cells in units.items()
        }
    return found


def _otherwise(cells, one, quarter, area, rng, tries):
    cells = {**cells}
    printed = printed_of(cells, one, quarter, area) if tries else {}
    for cell in rng.sample(sorted(cells), tries):
        moved = cells | {cell: cells[cell] + rng.choice([-2, -1, 1, 2])}
        try:
            if printed_of(moved, one, quarter, area) == printed:
                cells = moved
        except ValueError:
            continue  # nobody can be counted so
    return cells


def commissioner():
    Area.objects.get_or_create(code=AREA, defaults={"name": NAMES[AREA], "nation": "england"})
    return CommissionFactory(area_id=AREA).user


def fetched(client, user, which=""):
    """{address: answer} of everything that is led to from their reports, and from what that leads to.

    ``which`` is what every address has to end in, where not all are wanted.
    """
    client.force_login(user)
    found, waiting = {}, ["/reports/"]
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        found[address] = answer = client.get(address)
        assert answer.status_code == 200, address
        if answer["Content-Type"].startswith("text/html"):
            led_to = re.findall(r'href="(/reports/[^"#?]*)', answer.content.decode())
            waiting += [each for each in led_to if each.endswith(which)]
    return found


def parts_of(address):
    """(period, version, page or kind of file) of an address of a report, or None."""
    found = re.fullmatch(rf"/reports/{AREA}/([^/]+)/(first|now)/(?:report\.(csv|xlsx))?", address)
    return found and (found[1], found[2], found[3] or "page")
