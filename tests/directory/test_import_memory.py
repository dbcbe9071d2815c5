"""What an import keeps in memory hardly grows with its list."""

import datetime as dt
import io
import tracemalloc

import pytest
import time_machine
from django.core.management import call_command

from directory.importers import cells, holding, intake, sentences, spool, wording
from directory.models import Meeting
from tests.directory.importers.sheets import MAPPING, geography, programmes, row, sheet

pytestmark = pytest.mark.django_db

FEW, MANY = 300, 1500
BYTES_A_ROW = 250  # rows that were kept would be 2,500 and more


@pytest.fixture
def import_rows(settings, tmp_path, monkeypatch):
    """Import so many rows as of a day, and say how many bytes were in use at most."""
    settings.VAR_DIR = tmp_path
    for module in (holding, intake, spool):
        monkeypatch.setattr(module, "AT_ONCE", 100)
    (tmp_path / "mapping.toml").write_text(MAPPING)
    geography()
    programmes()
    tracemalloc.start()
    # What is kept of cells is kept of so many only.
    for remember in (cells.folded, sentences.plain, wording.tidy, wording.title, wording.impersonal):
        for number in range(wording.REMEMBERED):
            remember(f"A text as long as others {number}")

    def imported(source, count, *, length="1hr", day=5):
        path = tmp_path / "list.csv"
        rows = (row(Title=f"Lamp {n}", Venue=f"Hall {n}", Length=length, Time=f"{n % 24}:00") for n in range(count))
        path.write_text(sheet(*rows), newline="")
        words = ["--file", str(path), "--mapping", str(tmp_path / "mapping.toml"), "--as-of", f"2026-08-0{day}"]
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        with time_machine.travel(dt.datetime(2026, 11, 24, 15, tzinfo=dt.UTC)):
            call_command("import_meetings", source, "--format", "spreadsheet", *words, stdout=io.StringIO())
        return tracemalloc.get_traced_memory()[1] - before

    yield imported
    tracemalloc.stop()


def test_a_list_of_five_times_the_rows_takes_hardly_more(import_rows):
    import_rows("warm-up", 100)
    # All of them added; seen again, beside one that is new; changed.
    for more, how in ((0, {}), (1, {"day": 6}), (1, {"day": 7, "length": "45mins"})):
        few, many = import_rows("few", FEW + more, **how), import_rows("many", MANY + more, **how)
        assert (many - few) / (MANY - FEW) < BYTES_A_ROW, how
    assert Meeting.objects.count() == 100 + FEW + 1 + MANY + 1
