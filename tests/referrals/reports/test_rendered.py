"""The attacker who reads what a commissioner really fetches: every page, chart and file of every period and version.

Each number is tied to what it is of, everything is put together, and it tells no more than the rule allows; what is
no function of the printed counts is found, and so are weaker rules.
"""

import random
import re
from copy import deepcopy
from dataclasses import replace
from unittest import mock

import pytest

from referrals.reports import charts, freezing
from referrals.reports.disclosure import BELOW_5, BELOW_8
from tests.conftest import NOW
from tests.oracles.attacker import Count
from tests.oracles.cascade import EVERYTHING
from tests.oracles.rendered import Reader, read_page
from tests.referrals.reports.published import (
    AREA,
    PERIODS,
    QUARTERS,
    VERSIONS,
    commissioner,
    fetched,
    parts_of,
    version_of,
    world,
)

pytestmark = pytest.mark.django_db
ONE = {"Alder": "community"}
UNTOUCHED = ("connected", "once_not_asked", "still", "by_worker", "already_going", "wanted_secular")  # never repaired


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def user():
    return commissioner()


@pytest.fixture
def layout(client, user):
    """A page without figures: nothing has been published yet."""
    client.force_login(user)
    return client.get("/reports/").content.decode()


def everything_read(client, user, layout, base=5, which=""):
    """A reader who has fetched all that there is, or all whose addresses end so."""
    reader = Reader(base, {str(quarter): quarter.slug for quarter in QUARTERS}, layout)
    for address, answer in fetched(client, user, which).items():
        if parts := parts_of(address):
            reader.reads(*parts, answer.content)
        else:
            assert read_page(answer.content.decode(), reader.layout) == ([], []), address
    return reader


def attack(reader, made, asked, turn_of=None):
    attacker = reader.attacker(EVERYTHING, made.units_of, version_of)
    if turn_of:
        attacker.turn_of = turn_of
    return attacker.finds(asked)


def some(shown, rng, hidden, others):
    """Of what was published: so many that are hidden, and so many that are not."""
    kinds = [sorted(count for count in shown if bool(shown[count]) is seen) for seen in (False, True)]
    return {
        count: shown[count]
        for kind, many in zip(kinds, (hidden, others), strict=True)
        for count in rng.sample(kind, many)
    }


@pytest.mark.parametrize(
    ("seed", "profile", "neighbours"), [(1, BELOW_5, 12), (2, BELOW_5, 0), (3, BELOW_8, 0)], ids=["elsewhere", "5", "8"]
)
def test_everything_fetched_tells_no_more_than_the_rule(client, user, layout, settings, seed, profile, neighbours):
    """Periods, settings, services, versions, totals, shares and charts together: each count keeps every value."""
    settings.REPORTS_HIDE_BELOW = str(profile.below)
    made = world(seed, neighbours=neighbours)
    made.publish()
    reader, rng = everything_read(client, user, layout, profile.base), random.Random(seed)
    assert not reader.odd
    assert not reader.does_not_follow()
    whose = {(whom if isinstance(whom, str) else whom[0], of, version) for whom, of, version in reader.told}
    assert ("trend", "2025-26", "now") in whose
    lines = {"main", "family", "service", "setting"} | ({"elsewhere", "others"} if neighbours else set())
    assert whose >= {(line, of, version) for line in lines for of in PERIODS for version in VERSIONS}
    told = {count for of in reader.attacker(EVERYTHING, made.units_of, version_of).printed for count in of}
    shown = {count: number for count, number in made.shown().items() if count in told}
    assert {count.cell for count in shown} >= EVERY_CELL - NEVER_PRINTED
    assert not attack(reader, made, some(shown, rng, 20, 10))


NEVER_PRINTED = {"would_rather_not", "alcohol_told", "stopped"}  # the last can be worked out in larger areas
EVERY_CELL = {cell for each in EVERYTHING for cell in (each.whole, *getattr(each, "parts", getattr(each, "by", ())))}


def test_totals_that_are_printed_are_near(client, user, layout):
    """|error| <= m(b - 1) of m units, repaired ones at most three times that; by chance about (b / 2) sqrt(m)."""
    errors = []
    made = world(4, sizes=(8, 15, 30, 60))
    made.publish()
    reader = everything_read(client, user, layout)
    for slug, period in PERIODS.items():
        for version in VERSIONS:
            units = made.units_of("main", slug, version, "introduced")
            printed = reader.cells(("main", slug, version))
            for cell in sorted({*printed} - {"introduced of told", "in_treatment"}):
                exact = sum(
                    cells[cell]
                    for quarter in period.quarters
                    for one, cells in made.counts[AREA, quarter, version_of(quarter.slug, version)].items()
                    if (one.setting, one.kind) == ("community", "client")
                )
                error, many = printed[cell] - exact, len(units)
                assert abs(error) <= (1 if cell in UNTOUCHED else 3) * 4 * many, (slug, cell, error)
                errors += [error / many**0.5] if cell in UNTOUCHED else []
    assert len(errors) > 50
    assert (sum(error**2 for error in errors) / len(errors)) ** 0.5 <= 1.25 * 5 / 2


CHANGEABLE = re.compile(
    r'<td class="numeric">(\d+)|<b>(\d+)|about (\d+)|(\d+); |(?:y=".95rem" text-anchor="end">|· )(\d+)|'
    r'<rect class="(?:yes|once|mode|talked)"[^>]* width="(\d+)|class="curve [a-z-]+" points="[\d.]+,(\d+)|\((\d+) to '
)


def test_no_number_of_a_page_goes_unread(client, user, layout):
    """Changed by two wherever it stands, in words, a table, a description or a drawing, it follows no more."""
    made, rng = world(1, sizes=(30, 60), neighbours=12), random.Random(7)
    made.publish()
    pages = {parts_of(address): answer.content for address, answer in fetched(client, user, "/first/").items()}
    html = pages["2025-26", "first", "page"].decode()
    until = html.index("Services elsewhere, fewest")  # in its last column, alone, nothing has to follow
    places = [(found.span(found.lastindex)) for found in CHANGEABLE.finditer(html[:until])]
    places = [(start, end) for start, end in places if "2025" not in html[start:end]]
    assert len(places) > 300
    unchanged = Reader(5, {str(quarter): quarter.slug for quarter in QUARTERS}, layout)
    for parts, body in pages.items():
        if parts and parts[0] != "2025-26":
            unchanged.reads(*parts, body)
    for start, end in rng.sample(places, 30):
        reader = deepcopy(unchanged)
        reader.reads("2025-26", "first", "page", f"{html[:start]}{int(html[start:end]) + 2}{html[end:]}".encode())
        assert reader.odd or reader.does_not_follow(), html[start - 90 : end + 20]


# Weaker rules, published and fetched in the same way


@pytest.fixture
def small(client, user, layout):
    """Publishes one service’s small numbers by a weakened rule, and reads the pages as first published."""

    def publish(protect=None, *, seed=5, sizes=(2, 4, 8)):
        made = world(seed, sizes=sizes, of=ONE)
        with mock.patch.object(freezing, "protect", protect or freezing.protect):
            made.publish()
        return made, everything_read(client, user, layout, which="/first/")

    return publish


def clients(made, *cells):
    """Of what was published first, these cells of the one service’s clients."""
    return {
        count: number
        for count, number in made.shown().items()
        if count.cell in cells and "/client/" in count.unit and not count.version
    }


def rounded(counts, turn_of):
    return {cell: 5 * ((number + turn_of(cell)) // 5) for cell, number in counts.items()}


def test_exact_numbers_are_caught(small):
    made, reader = small(lambda counts, *_rule: dict(counts))
    assert reader.does_not_follow()
    assert attack(reader, made, some(clients(made, *EVERY_CELL), random.Random(1), 0, 20))


def test_rounding_to_the_nearest_is_caught(small):
    """Of a rule that rounds to the nearest, which anybody can know, what is hidden is 0 to 2."""
    made, reader = small(lambda counts, *_rule: rounded(counts, lambda cell: 2))
    asked = some(clients(made, *UNTOUCHED), random.Random(1), 6, 0)
    assert attack(reader, made, asked, turn_of=lambda count: 2) == {count: [3, 4] for count in asked}


def test_numbers_that_were_not_repaired_are_caught(small):
    made, reader = small(lambda counts, _relations, _rule, turn_of: rounded(counts, turn_of))
    assert not reader.does_not_follow(), "each is a multiple of the base: only together do they tell"
    assert attack(reader, made, clients(made, "introduced", "once", "planned"))


def drawn_with(name, change):
    """A chart of every page changed on its way: as if somebody drew it from more than its table."""
    whole = getattr(charts, name)

    def weakened(*read):
        chart = whole(*read)
        return chart and change(chart)

    return mock.patch.object(charts, name, weakened)


def test_an_exact_number_in_the_title_of_a_chart_is_caught(small):
    with drawn_with("headline", lambda chart: replace(chart, title="Of 23 people introduced")):
        made, reader = small(sizes=(30,))
    assert {(each.number, each.what) for _group, each in reader.does_not_follow()} == {(23, "introduced")}
    assert attack(reader, made, clients(made, "introduced"))


def test_a_number_in_words_that_nobody_knows_is_caught(small):
    with drawn_with("cascade", lambda chart: replace(chart, title=f"{chart.title} (17 in fact)")):
        _made, reader = small(sizes=(30,))
    assert {each.rsplit(" ", 1)[-1] for each in map(str, reader.odd)} == {"17"}


def test_a_bar_as_long_as_the_exact_number_is_caught(small):
    def by_an_exact_number(chart):
        bars = [_longer(bar) if bar.label == "Connected" else bar for bar in chart.bars]
        return replace(chart, bars=tuple(bars))

    with drawn_with("cascade", by_an_exact_number):
        made, reader = small(sizes=(30,))
    found = [each for _group, each in reader.does_not_follow()]
    assert found
    assert {each.what for each in found} == {("up to the whole", "connected")}
    assert attack(reader, made, clients(made, "connected"))


def _longer(bar):
    """By one person of those that the whole bar is of."""
    yes = [part for part in bar.parts if part.kind == "yes"]
    if not yes:
        return bar
    count = int(bar.figure.split(" · ")[0])
    width = f"{float(yes[0].width) * (count + 1) / count:.2f}"
    return replace(bar, parts=(replace(yes[0], width=width), *bar.parts[1:]))


def test_a_share_of_exact_numbers_is_caught():
    """13 of 23 is 57%; of what is printed, 15 of 25, it is 60%."""
    reader = Reader(5, {})
    lines = [
        "Of those introduced,People,Share (%)",
        "Been at least twice,15,57",
        "",
        "Step,People,Not known,Share,Likely from,Likely to,At most",
        "Introduced,25,,,,,",
    ]
    body = "\r\n".join(lines).encode()
    reader.reads("2025-q2", "first", "csv", body)
    assert [each.number for _group, each in reader.does_not_follow()] == [57]
    attacker = reader.attacker((), lambda *_line: [("unit", "2025-q2")], version_of)
    connected = Count("unit/2025-q2", "connected")
    assert attacker.finds({connected: 15})[connected] == [11, 14, 15, 17, 18, 19]
