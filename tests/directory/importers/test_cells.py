import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from directory.importers import cells
from directory.places import Point

texts = st.text(max_size=40) | st.from_regex(r"-?\d{0,4} ?(h|hr|hrs|m|mins|am|pm|:|\.)? ?\d{0,3} ?(mins|m|pm)?")


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1hr 30mins", 90),
        ("1hr ", 60),
        ("2hrs", 120),
        ("0hr 45mins", 45),
        ("45mins", 45),
        ("90", 90),
        ("1:15", 75),
        ("1 hour 5 minutes", 65),
        ("-1hr ", None),
        ("-11hr ", None),
        ("0hr 5mins", None),
        ("", None),
        ("all evening", None),
        ("800", None),
    ],
)
def test_minutes_are_read_or_not_stated(text, minutes):
    assert cells.minutes(text) == minutes


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("19:30", dt.time(19, 30)),
        ("7.30pm", dt.time(19, 30)),
        ("7 pm", dt.time(19)),
        ("12am", dt.time(0)),
        ("12:15 p.m.", dt.time(12, 15)),
        ("19:30:00", dt.time(19, 30)),
        ("01:05", dt.time(1, 5)),
        ("24:00", None),
        ("19", None),
        ("13pm", None),
        ("19:75", None),
        ("", None),
        ("noon-ish", None),
    ],
)
def test_a_time_of_day_is_read_or_is_none(text, time):
    assert cells.clock(text) == time


@pytest.mark.parametrize(
    ("text", "day"),
    [("Monday", 1), ("sundays", 7), ("Tue", 2), ("Weds", 3), ("Thu.", 4), ("Funday", None), ("", None), ("s", None)],
)
def test_a_day_is_read_or_is_none(text, day):
    assert cells.weekday(text) == day


@given(texts)
@example("١:٣٠")
@example("²")
def test_no_reader_ever_raises(text):
    length = cells.minutes(text)
    assert length is None or cells.SHORTEST <= length <= cells.LONGEST
    cells.clock(text)
    cells.weekday(text)
    cells.point(text, text)
    cells.is_outside(text)
    cells.is_time_zone(text)
    assert len(cells.postcode(text)) <= cells.POSTCODE_AT_MOST
    assert "|" not in cells.folded(text)


@given(st.times(), st.sampled_from(["%H:%M", "%I:%M %p", "%I.%M%p", "%H:%M:00"]))
def test_every_way_of_writing_a_time_reads_as_that_time(time, how):
    assert cells.clock(time.strftime(how)) == time.replace(second=0, microsecond=0)


@pytest.mark.parametrize(
    ("text", "postcode"),
    [
        ("m11ae", "M1 1AE"),
        (" M1  1AE ", "M1 1AE"),
        ("M1-1AE", "M1 1AE"),
        ("Rear of M1 1AE", "M1 1AE"),
        ("bn2", "BN2"),
        ("D02 K023", "D02 K023"),
        ("ask the caretaker", ""),
        ("", ""),
    ],
)
def test_a_postcode_is_written_as_we_write_it(text, postcode):
    assert cells.postcode(text) == postcode


@pytest.mark.parametrize(
    ("text", "outside"),
    [
        ("D02 K023", True),
        ("T23W A22", True),
        ("A92 RF2P", True),
        ("IM4 4RE", True),
        ("GY1", True),
        ("JE2 3WP", True),
        ("M1 1AE", False),
        ("EC1A 1BB", False),
        ("BT1 1AA", False),
        ("IG1 1QP", False),
        ("", False),
    ],
)
def test_postcodes_of_ireland_and_the_islands_are_known(text, outside):
    assert cells.is_outside(text) is outside


def test_the_point_where_nobody_said_is_none():
    assert cells.point("0", "0") is None
    assert cells.point("", "") is None
    assert cells.point("nan", "1") is None
    assert cells.point("91", "1") is None
    assert cells.point("53.4", "-2.2") == Point(53.4, -2.2)


def test_folding_makes_the_same_of_what_people_read_as_the_same():
    assert cells.folded("St  Mary’S HALL") == cells.folded("st mary's Hall")
    assert cells.folded("St Mary's Hall") != cells.folded("St Marys Hall")


@pytest.mark.parametrize("name", ["localtime", "Factory", "posixrules", "right/Europe/London", "posix/UTC", ""])
def test_a_name_that_is_not_the_same_time_zone_everywhere_is_none(name):
    assert not cells.is_time_zone(name)
