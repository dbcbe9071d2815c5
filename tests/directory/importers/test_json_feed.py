import io
import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.importers import json_feed
from directory.importers.json_feed import DEEPEST, LONGEST, FeedRefused, Watched, Week, text

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def read(content, name="meetings"):
    return list(json_feed.records(io.BytesIO(content), name))


def deepest(value):
    """How deep brackets stand inside each other: the slow, obvious way."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inside is None else 1 + max(map(deepest, inside), default=0)


@given(st.lists(values, max_size=6), st.booleans())
def test_the_records_are_those_of_a_parser_that_reads_the_whole(records, plain):
    assert read(json.dumps(records, ensure_ascii=plain).encode("utf-8", "replace")) == json.loads(
        json.dumps(records, ensure_ascii=plain).encode("utf-8", "replace")
    )


@given(st.lists(values, max_size=6), st.integers(1, 7))
def test_the_watch_counts_brackets_as_a_parser_does_however_the_bytes_arrive(records, size):
    content = json.dumps(records).encode()
    watched, most = Watched(io.BytesIO(content)), 0
    while watched.read(size):
        most = max(most, watched._depth)
    assert watched._depth == 0
    assert most <= deepest(records)


def test_an_object_holds_them_under_a_name_and_the_rest_is_passed_over():
    content = b'{"formats": [{"id": "1"}], "meetings": [{"a": 1}, {"a": 2}]}'
    assert read(content) == [{"a": 1}, {"a": 2}]
    assert read(content, "formats") == [{"id": "1"}]
    assert read(content, "bodies") == []


def test_a_mark_of_byte_order_is_passed_over():
    assert read(b'\xef\xbb\xbf[{"a": 1}]') == [{"a": 1}]


@pytest.mark.parametrize(
    "content",
    [b"", b"[", b'[{"a": 1}', b'[{"a": 1},]', b"Name,When\n", b"[NaN]", b"[1] [2]", b"[" + b"9" * 6000 + b"]"],
)
def test_what_is_not_whole_json_is_refused_in_one_sentence_without_quoting_it(content):
    with pytest.raises(FeedRefused) as refused:
        read(content)
    assert "cut off or is not JSON" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_cut_off_says_after_how_many_records():
    with pytest.raises(FeedRefused, match="after 2 records"):
        read(b'[{"a": 1}, {"a": 2}, {"a')


@pytest.mark.parametrize("bomb", [b"[" * 5_000_000, b'[{"a":' * 1_000_000, b'[{"a": "' + b"[" * 5_000_000])
def test_brackets_a_million_deep_or_a_text_without_end_are_refused_before_they_fill_the_memory(bomb):
    tracemalloc.start()
    with pytest.raises(FeedRefused, match="which no list of meetings has"):
        read(bomb)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20 * LONGEST


def test_a_record_of_a_million_fields_is_refused():
    with pytest.raises(FeedRefused, match="one record of over"):
        read(b"[{" + b",".join(b'"%d": 1' % number for number in range(300_000)) + b"}]")


def test_brackets_as_deep_as_they_may_be_are_read():
    assert len(read(b"[" * DEEPEST + b"]" * DEEPEST)) == 1
    with pytest.raises(FeedRefused, match="deep"):
        read(b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1))


def test_brackets_inside_a_text_are_letters():
    assert read(json.dumps(["[" * 1000 + '"[\\"' * 100]).encode()) == ["[" * 1000 + '"[\\"' * 100]


@pytest.mark.parametrize(
    ("value", "said"),
    [("a\0b", "ab"), (7, "7"), (1.5, "1.5"), (True, "True"), (None, ""), ({"a": 1}, ""), (["C", None, "D"], "C, D")],
)
def test_a_value_is_the_text_of_a_cell(value, said):
    assert text(value) == said


@pytest.mark.parametrize(("sunday", "days"), [(0, "0123456"), (1, "1234567")])
def test_days_are_counted_from_sunday_as_the_format_counts(sunday, days):
    week = Week(sunday)
    told = [week.day(day) for day in days]
    assert told == ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    week.check()


@pytest.mark.parametrize(("sunday", "days"), [(0, "1234567"), (1, "0123456")])
def test_days_counted_from_another_number_are_refused(sunday, days):
    week = Week(sunday)
    for day in days:
        week.day(day)
    with pytest.raises(FeedRefused, match="every day may be wrong"):
        week.check()


def test_one_slip_among_days_counted_rightly_is_only_that_rows():
    week = Week(0)
    assert [week.day(day) for day in ("0", "7", "", "Mon", "1234", "²")] == ["Sunday", "7", "", "Mon", "1234", "²"]
    week.check()
