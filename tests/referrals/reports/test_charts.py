import re
from dataclasses import asdict

import pytest

from referrals.reports.charts import Charts
from referrals.reports.charts.drawing import length
from referrals.reports.charts.trend import FIELD
from referrals.reports.figures import Figures
from referrals.reports.release import OfService
from referrals.reports.tables import tables
from tests.referrals.reports import samples
from tests.referrals.reports.samples import connected


def drawn(report):
    by_key = {table.key: table for table in tables(report)}
    return by_key, Charts.of(report, by_key)


def widths(bar):
    return [(part.kind, float(part.width)) for part in bar.parts]


@pytest.mark.parametrize("report", [samples.of_area(), samples.of_a_busy_area(), samples.of_service()])
def test_bars_are_as_long_as_their_tables_say(report):
    by_key, charts = drawn(report)
    for key in ("not_known", "ways", "families"):
        rows, bars = by_key[key].rows, getattr(charts, key).bars
        numbers = [
            [cell if isinstance(cell, int) else 0 for cell in row.cells[1 : 1 + (key == "families") + 1]]
            for row in rows
        ]
        most = max(max(each) for each in numbers) or 1
        for bar, each in zip(bars, numbers, strict=True):
            assert [float(part.width) for part in bar.parts] == [
                pytest.approx(100 * number / most, abs=0.01) for number in each if number
            ]


def test_the_headline_is_one_bar_of_everybody():
    by_key, charts = drawn(samples.of_area())
    numbers = [row.cells[1] for row in by_key["headline"].rows]
    assert numbers == [95, 25, 60, 15, 35, 10]
    whole, at = sum(numbers), 0
    for part, number in zip(charts.headline.parts, numbers, strict=True):
        assert (part.x, part.width) == (length(100 * at / whole), length(100 * number / whole))
        at += number
    assert (charts.headline.bracket.low, charts.headline.bracket.known, charts.headline.bracket.high) == (33, 40, 46)
    assert [inside.words for inside in charts.headline.inside] == ["95", "25", "60", "35"]


def test_a_number_stands_inside_its_part_only_where_it_fits():
    been = {"introduced": 1000, "planned": 1000, "once": 970, "connected": 970, "once_not_asked": 30}
    _tables, charts = drawn(samples.of_service(been))
    assert [inside.words for inside in charts.headline.inside] == ["970"]


@pytest.mark.parametrize("report", [samples.empty_area(), samples.of_service({})])
def test_of_nobody_no_headline_and_no_trend_is_drawn(report):
    _tables, charts = drawn(report)
    assert charts.headline is None
    assert charts.trend is None
    assert charts.funnel is None


def test_every_step_runs_to_the_same_whole_as_yes_then_not_known_then_no():
    _tables, charts = drawn(samples.of_area())
    bars = {bar.label: bar for bar in charts.cascade.bars}
    whole = float(bars["Introduced"].parts[0].width)
    for name, bar in bars.items():
        if name != "In treatment, where known":
            assert sum(width for _kind, width in widths(bar)) == pytest.approx(whole, abs=0.03), name
    kinds = [(kind, width / whole) for kind, width in widths(bars["Connected"])]
    assert kinds == [
        ("yes", pytest.approx(95 / 240, abs=0.001)),
        ("hatched", pytest.approx(135 / 240, abs=0.001)),
        ("no", pytest.approx(10 / 240, abs=0.001)),
    ]
    assert bars["Connected"].figure == "95 · 40%"
    assert bars["Connected"].wide == " (33 to 46)"
    assert bars["Connected"].strong


def test_nothing_said_of_being_involved_is_not_a_no():
    _tables, charts = drawn(samples.of_area())
    involved = charts.cascade.bars[-1]
    assert involved.label == "Involved"
    assert [kind for kind, _width in widths(involved)] == ["yes", "hatched", "no"]


def test_those_in_treatment_are_open_where_a_service_has_not_told():
    _tables, charts = drawn(samples.of_area())
    treated = charts.cascade.bars[0]
    assert widths(treated) == [("before", 90), ("hatched open", 10)]
    assert treated.wide == " · 1 of 5 services not known"
    assert not charts.cascade.broken


def test_where_nobody_has_told_all_of_it_is_open():
    _tables, charts = drawn(samples.of_service({"introduced": 20}))
    assert widths(charts.cascade.bars[0]) == [("hatched open", 100)]


def test_far_more_in_treatment_than_introduced_is_drawn_with_a_break():
    _tables, charts = drawn(samples.of_a_busy_area())
    assert charts.cascade.broken
    (_kind, first), (_same, second) = widths(charts.cascade.bars[0])
    assert first + second < 100
    assert float(charts.cascade.bars[1].parts[0].width) > 70


def test_parts_that_were_rounded_above_their_whole_stay_inside_it():
    main = Figures({"introduced": 20, "planned": 25, "connected": 15, "once_not_asked": 10, "once": 25}, 5)
    _tables, charts = drawn(samples.of_area(main=main))
    for bar in charts.cascade.bars[1:]:
        assert sum(width for _kind, width in widths(bar)) <= float(charts.cascade.bars[1].parts[0].width) + 0.02


def test_the_ways_of_being_linked_are_a_to_z():
    _tables, charts = drawn(samples.of_area())
    words = [thin.words for thin in charts.cascade.thin]
    assert words == ["35 Accompanied", "15 Intensive referral", "60 Link by the worker", "45 Link to a peer or member"]


def test_a_hidden_number_is_drawn_by_nothing_but_its_mark():
    """Whatever it hides: nothing is drawn from it, and the description says that it is hidden."""
    _tables, charts = drawn(samples.empty_area())
    for chart in (charts.not_known, charts.ways, charts.families):
        assert all(bar.hidden and not bar.parts for bar in chart.bars)
        assert not re.findall(r"\d", chart.desc.replace("12 weeks", ""))
    assert all(bar.hidden and not bar.parts for bar in charts.cascade.bars[1:])
    assert not any(thin.part for thin in charts.cascade.thin)


def test_the_trend_stands_where_its_table_says():
    by_key, charts = drawn(samples.of_area())
    shares = [row.cells[3] for row in by_key["trend"].rows]
    assert [dot.y for dot in charts.trend.dots] == [FIELD.up(share / 100) for share in shares]
    assert charts.trend.runs[0].known.split()[0] == "0.00,70.00"
    assert charts.trend.runs[0].most.split()[-1] == "100.00,4.00"
    assert [tick.words for tick in charts.trend.across] == ["Oct", "Jan", "Apr", "Jul"] * 2
    assert [tick.second for tick in charts.trend.across] == ["2024", "2025", "", "", "", "2026", "", ""]


def test_a_hidden_quarter_is_a_gap_with_a_mark():
    numbers = tuple((100, 100, yes, yes, 20, 0) for yes in (40, 45, 0, 45))
    _tables, charts = drawn(samples.of_area(trend=samples.trend(numbers)))
    assert len(charts.trend.runs) == 1
    assert len(charts.trend.dots) == 3
    assert [dot.x for dot in charts.trend.hidden] == [FIELD.across(2 / 3)]
    assert [bool(dot.low) for dot in charts.trend.dots] == [False, False, True]
    assert "hidden" in charts.trend.desc


def test_two_labels_that_would_touch_are_one():
    _tables, charts = drawn(samples.of_service({"introduced": 2, "connected": 1}))
    assert [label.words for label in charts.trend.labels] == ["50% known connected"]


def test_services_stand_where_their_table_says():
    by_key, charts = drawn(samples.of_area())
    assert [disc.letter for disc in charts.funnel.ours] == ["A", "B", "C"]
    assert len(charts.funnel.elsewhere) == len(by_key["elsewhere"].rows) == 18
    first = charts.funnel.ours[0]  # 20 of 45 on axes to 120 people and 80 per cent
    assert float(first.x) == pytest.approx(9 + 88 * 45 / 120, abs=0.01)
    assert float(first.y) == pytest.approx(0.7 + 10.5 * (1 - (20 / 45) / 0.8), abs=0.01)
    assert [tick.words for tick in charts.funnel.across] == ["0", "20", "40", "60", "80", "100", "120"]
    assert "Hillfoot: 44%, Within limits" in charts.funnel.desc
    assert "Market Street" not in charts.funnel.desc


@pytest.mark.parametrize("report", [samples.of_area(), samples.of_a_busy_area()])
def test_every_disc_is_on_the_chart(report):
    _tables, charts = drawn(report)
    field = charts.funnel.field
    for disc in (*charts.funnel.ours, *charts.funnel.elsewhere):
        assert field.left <= float(disc.x) <= field.right
        assert field.top <= float(disc.y) <= field.foot


def test_a_service_of_whom_everybody_is_connected_is_on_the_chart():
    report = samples.of_area(services=(OfService("All", connected(100, 105), True),))
    _tables, charts = drawn(report)
    assert charts.funnel.ours[0].y == length(charts.funnel.field.top)


def test_twenty_is_named_only_where_there_is_room():
    _tables, charts = drawn(samples.of_a_busy_area())
    assert [tick.words for tick in charts.funnel.across] == ["0", "3,000", "6,000", "9,000", "12,000", "15,000"]
    assert not charts.funnel.too_few_words
    assert charts.funnel.ends


def test_every_chart_has_a_title_and_a_description():
    _tables, charts = drawn(samples.of_area())
    for chart in (getattr(charts, name) for name in asdict(charts)):
        assert chart.title
        assert chart.desc.endswith(".")
