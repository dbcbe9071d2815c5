"""The very list that was taken last is not read again, unless anything at all is different."""

import datetime as dt

import pytest

from directory.importers import intake, mapping
from directory.models import DirectoryRevision, GeographyEdition, Holding, ImportRun, Meeting, Source
from directory.verification import hold, take_again, take_from, withdraw
from tests.conftest import NOW
from tests.directory.importers.sheets import MAPPING, geography, programmes, row, sheet
from tests.factories import MeetingFactory

pytestmark = pytest.mark.django_db

AUGUST, LATER = dt.date(2026, 8, 5), dt.date(2026, 8, 6)
READ = mapping.read(MAPPING)


@pytest.fixture(autouse=True)
def world():
    geography()
    programmes()


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(sheet(row(), row(Title="River", Length="-1hr"), row(Title="No time", Time="")), newline="")
    return path


@pytest.fixture
def source(path):
    """A source whose list has been taken, with one meeting that is no longer in it."""
    source = Source(slug="lamps", name="Lamps", licence="own")
    earlier = path.with_name("earlier.csv")
    earlier.write_text(sheet(row(Title="Gone", Time="08:00")), newline="")
    for one in (earlier, path):
        take_from(source, listing(one), now=NOW)
    return source


def listing(path, *, as_of=AUGUST):
    return intake.listing(path, READ, format="spreadsheet", as_of=as_of, progress=lambda *_: None)


def whole(source, path, *, as_of):
    return take_from(source, listing(path, as_of=as_of), now=NOW)


def taken_once(path):
    source = Source(slug="lamps", name="Lamps", licence="own")
    whole(source, path, as_of=AUGUST)
    return source


def again(source, path, *, read=READ, as_of=AUGUST, **options):
    reading = intake.reading(path, read, format="spreadsheet")
    return take_again(source, reading, as_of=as_of, started_at=NOW, now=NOW, **options)


def test_it_is_recorded_as_reading_it_again_would_be(source, path):
    before = list(Meeting.objects.order_by("pk").values())
    short, whole = again(source, path), take_from(source, listing(path), now=NOW)
    assert (short.counts, short.problems) == (whole.counts, whole.problems)
    assert (short.counts["unchanged"], short.counts["missing"], short.counts["rejected"]) == (2, 1, 1)
    assert (short.digest, short.reading, short.revision) == (whole.digest, whole.reading, whole.revision)
    assert list(Meeting.objects.order_by("pk").values()) == before
    assert again(source, path).counts == whole.counts


def test_a_dry_run_keeps_no_record(source, path):
    runs = ImportRun.objects.count()
    assert again(source, path, dry_run=True).counts["unchanged"] == 2
    assert ImportRun.objects.count() == runs


@pytest.mark.parametrize(
    "change",
    [
        lambda source, path: path.write_text(sheet(row()), newline=""),
        lambda source, path: withdraw(Meeting.objects.filter(name="River"), at=NOW),
        lambda source, path: hold(Meeting.objects.filter(name="River"), reason="A call", at=NOW),
        lambda source, path: MeetingFactory(source=source),
        lambda source, path: Source.objects.update(permission="Avery, by letter"),
        lambda source, path: GeographyEdition.objects.update(digest="1" * 64),
        lambda source, path: ImportRun.objects.update(reading=""),
        lambda source, path: MeetingFactory(source__is_demonstration=True),
    ],
    ids=["file", "withdrawn", "held", "added", "source", "postcodes", "earlier code", "demonstration"],
)
def test_whatever_has_changed_it_is_read_again(source, path, change):
    assert again(source, path) is not None
    change(source, path)
    assert again(source, path) is None


def test_another_mapping_or_an_earlier_day_is_read_again(source, path):
    assert again(source, path, read=mapping.read(MAPPING.replace("True = { step_free", "False = { step_free"))) is None
    assert again(source, path, as_of=AUGUST - dt.timedelta(days=1)) is None


def test_of_a_later_day_it_is_recorded_and_written_as_reading_it_would_be(path):
    written = []
    for slug, take in (("read", whole), ("not-read", again)):
        source = Source(slug=slug, name="Lamps", licence="own")
        earlier = path.with_name("earlier.csv")
        earlier.write_text(sheet(row(Title="Gone", Time="08:00")), newline="")
        take_from(source, listing(earlier, as_of=AUGUST - dt.timedelta(days=1)), now=NOW)
        take_from(source, listing(path), now=NOW)
        run = take(source, path, as_of=LATER)
        assert run.revision == DirectoryRevision.objects.get().number
        rows = source.meetings.order_by("source_key")
        assert {one.revision for one in rows.exclude(name="Gone")} == {run.revision}
        assert rows.get(name="Gone").revision < run.revision
        seen = list(rows.values_list("source_key", "seen_in_source_at"))
        holdings = list(Holding.objects.filter(source=source).values_list("nation", "extent", "as_of"))
        written.append((run.counts, run.problems, run.as_of, run.reading, seen, holdings))
    assert written[0] == written[1]
    assert written[0][0]["missing"] == 1


def test_of_a_later_day_a_dry_run_changes_nothing(path):
    source = taken_once(path)
    before = list(Meeting.objects.values())
    assert again(source, path, as_of=LATER, dry_run=True).counts["unchanged"] == 2
    assert list(Meeting.objects.values()) == before


def test_of_a_later_day_it_is_read_where_one_that_was_withdrawn_may_come_back(path):
    source = taken_once(path)
    withdraw(Meeting.objects.filter(name="River"), at=NOW)
    take_from(source, listing(path), now=NOW)
    assert again(source, path) is not None
    assert again(source, path, as_of=LATER) is None


def test_of_a_later_day_it_is_read_where_another_list_of_that_day_had_more(source, path):
    assert again(source, path, as_of=LATER) is None


def test_a_new_source_has_nothing_to_take_again(path):
    assert again(Source(slug="new", name="New", licence="own"), path) is None
    assert intake.reading(path, READ, format="spreadsheet") == listing(path).reading
