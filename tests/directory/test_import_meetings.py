import datetime as dt
import io

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from directory.importers import fetch, intake
from directory.importers.turn import turn
from directory.models import DirectoryRevision, GeographyEdition, Holding, ImportRun, Meeting, Pattern, Source, Venue
from tests.directory.importers.sheets import MAPPING, geography, programmes, row, sheet

pytestmark = pytest.mark.django_db

EVERYTHING = (Source, Venue, Meeting, Pattern, Holding, ImportRun, DirectoryRevision)


@pytest.fixture(autouse=True)
def world(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    geography()
    programmes()


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "mapping.toml").write_text(MAPPING)
    (tmp_path / "list-2026-08-05.csv").write_text(sheet(row(), row(Title="River")), newline="")
    return tmp_path


def import_meetings(folder, *options, file="list-2026-08-05.csv", mapping="mapping.toml"):
    said = io.StringIO()
    paths = ["--file", str(folder / file), "--mapping", str(folder / mapping)]
    call_command("import_meetings", "lamps", "--format", "spreadsheet", *paths, *options, stdout=said)
    return said.getvalue()


def held():
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in EVERYTHING}


def test_it_takes_the_list_and_says_what_came_of_it(folder):
    said = import_meetings(folder)
    assert said.startswith("An invented sheet, as of 5 August 2026\n")
    assert "Meetings added: 2\n" in said
    assert Source.objects.get().slug == "lamps"
    assert Meeting.objects.count() == 2


def test_the_second_time_nothing_changes(folder):
    import_meetings(folder)
    before = held()
    said = import_meetings(folder)
    after = held()
    assert "Meetings added: 0\n" in said
    assert "Meetings unchanged: 2\n" in said
    assert len(after.pop("ImportRun")) == len(before.pop("ImportRun")) + 1
    assert after == before


def test_every_row_not_used_is_listed_with_its_number_and_reason(folder):
    rows = [row(Title=f"Lamp {number}", Time="") for number in range(300)]
    (folder / "list-2026-08-05.csv").write_text(sheet(row(Length="-1hr"), *rows), newline="")
    said = import_meetings(folder).splitlines()
    assert "Row 3 was not used (Lamp 0, M1 1AE, Tuesday). It has no time: write when it starts, such as 19:30." in said
    assert sum(line.startswith("Row ") for line in said) == 300
    assert "Put right, a length that cannot be so, left as not stated. Rows: 1" in said


def test_a_dry_run_says_the_same_and_changes_nothing(folder):
    before = held()
    said = import_meetings(folder, "--dry-run")
    assert "Meetings added: 2\n" in said
    assert "nothing was changed: this was a dry run" in said
    assert held() == before


def test_the_day_it_speaks_of_is_given_or_in_its_name_or_today(folder):
    import_meetings(folder, "--as-of", "2026-08-01")
    assert ImportRun.objects.latest("pk").as_of == dt.date(2026, 8, 1)
    import_meetings(folder)
    assert ImportRun.objects.latest("pk").as_of == dt.date(2026, 8, 5)
    (folder / "list-2026-08-05.csv").rename(folder / "list-2026-13-45.csv")
    with time_machine.travel("2026-11-24 15:00Z", tick=False):
        import_meetings(folder, file="list-2026-13-45.csv")
    assert ImportRun.objects.latest("pk").as_of == dt.date(2026, 11, 24)


def test_a_day_to_come_is_refused(folder):
    with time_machine.travel("2026-07-01 15:00Z", tick=False), pytest.raises(CommandError, match="has not come yet"):
        import_meetings(folder)


def test_a_slow_import_says_how_far_it_is(folder, monkeypatch):
    monkeypatch.setattr("directory.management.commands.import_meetings.QUIET_SECONDS", -1)
    said = io.StringIO()
    paths = ["--file", str(folder / "list-2026-08-05.csv"), "--mapping", str(folder / "mapping.toml")]
    call_command(
        "import_meetings", "lamps", "--format", "spreadsheet", *paths, stdout=io.StringIO(), stderr=said, no_color=True
    )
    assert "2 rows read…" in said.getvalue()


def test_two_imports_of_one_source_at_once_are_refused(folder, settings):
    before = held()
    with turn("lamps", folder=settings.VAR_DIR / "locks"), pytest.raises(CommandError, match="is under way"):
        import_meetings(folder)
    assert held() == before


BAD = {
    "a wrong header": (b"Name,When\nLamp,Tuesday\n", "The header has no “Kind”"),
    "nothing in it": (b"", "is empty"),
    "only a line end": (b"\n", "it has: nothing"),
    "a wrong encoding": (sheet(row(Venue="Café")).encode("latin-1"), "is not UTF-8 text (line 2)"),
    "utf-16": (sheet(row()).encode("utf-16"), "UTF-16"),
    "NUL bytes": (sheet(row()).encode().replace(b"Lamp", b"La\0mp"), "NUL bytes, the first on line 2"),
    "cut off in a row": (sheet(row(), row(Title="Last")).encode()[:-60], "cut off in row 3"),
    "cut off in quotation marks": (sheet(row(Note='a "note"\nof lines')).encode()[:-45], "cut off in row 2"),
    "a workbook": (b"PK\x03\x04" + bytes(range(1, 200)), "workbook"),
    "a PDF": (b"%PDF-1.7\n", "PDF"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x01\x02", "not UTF-8"),
    "a web page": (b"<!DOCTYPE html><html><body>Not found</body></html>", "The header has no"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_refused_in_one_sentence_and_nothing_changes(folder, what):
    content, sentence = BAD[what]
    import_meetings(folder)
    before = held()
    (folder / "bad-2026-08-06.csv").write_bytes(content)
    with pytest.raises(CommandError) as refused:
        import_meetings(folder, file="bad-2026-08-06.csv")
    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)
    assert refused.value.returncode != 0
    assert held() == before


def test_a_missing_file_a_folder_and_500_mb_are_refused_and_nothing_changes(folder):
    before = held()
    with (folder / "huge.csv").open("wb") as file:
        file.truncate(500 * fetch.MEGABYTE)
    for file, sentence in [("gone.csv", "There is no file"), ("", "is not a file"), ("huge.csv", "is 500 MB")]:
        with pytest.raises(CommandError, match=sentence):
            import_meetings(folder, file=file)
    assert held() == before


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("[columns]", "[colums]", "Take “colums” out of the mapping"),
        ('["Kind", "Postcode", "Day", "Time", "Title"]', '["Unread"]', "have the same Unread as another"),
        ('OD = "open-door"', 'OD = "unheard-of"', "The catalogue has no unheard-of"),
    ],
)
def test_a_mapping_that_cannot_be_followed_is_refused_and_nothing_changes(folder, old, new, sentence):
    before = held()
    rows = [row(Title=f"Lamp {number}") for number in range(5)]
    (folder / "list-2026-08-05.csv").write_text(sheet(*rows), newline="")
    (folder / "mapping.toml").write_text(MAPPING.replace(old, new))
    with pytest.raises(CommandError, match=sentence):
        import_meetings(folder)
    assert held() == before


def test_without_postcodes_it_says_what_to_load(folder):
    GeographyEdition.objects.all().delete()
    with pytest.raises(CommandError, match="load_geography"):
        import_meetings(folder)


@pytest.mark.parametrize("name", ["../lamps", "lamps and tables", "x" * 61, ""])
def test_a_source_needs_a_short_name(folder, name):
    paths = ["--file", str(folder / "list-2026-08-05.csv"), "--mapping", str(folder / "mapping.toml")]
    with pytest.raises(CommandError, match="short name of letters"):
        call_command("import_meetings", name, "--format", "spreadsheet", *paths)


def test_a_header_without_rows_is_refused_and_nothing_changes(folder):
    import_meetings(folder)
    before = held()
    (folder / "list-2026-08-06.csv").write_text(sheet(), newline="")
    with pytest.raises(CommandError, match="has a header and no rows"):
        import_meetings(folder, file="list-2026-08-06.csv")
    assert held() == before


def test_a_file_in_which_hardly_a_row_can_be_used_is_refused_before_it_fills_the_memory(folder, monkeypatch):
    monkeypatch.setattr(intake, "MOST_PROBLEMS", 3)
    rows = [row(Title=f"Lamp {number}", Time="") for number in range(5)]
    (folder / "list-2026-08-05.csv").write_text(sheet(*rows), newline="")
    with pytest.raises(CommandError, match="Over 3 rows cannot be used, the first of them row 2: It has no time"):
        import_meetings(folder)


@pytest.mark.parametrize(("verb", "table"), [("SELECT", "directory_source"), ("INSERT", "directory_meeting")])
def test_a_database_that_will_not_have_it_is_said_in_one_sentence_and_nothing_changes(folder, verb, table):
    def full_disk(execute, sql, params, many, context):
        if sql.startswith(verb) and table in sql:
            raise OperationalError("database or disk is full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(full_disk), pytest.raises(CommandError, match="nothing was changed: database or"):
        import_meetings(folder)
    assert not any(held().values())


def test_the_names_of_the_invented_lists_are_taken(folder):
    paths = ["--file", str(folder / "list-2026-08-05.csv"), "--mapping", str(folder / "mapping.toml")]
    with pytest.raises(CommandError, match="are invented: give it another short name"):
        call_command("import_meetings", "demonstration", "--format", "spreadsheet", *paths)


def test_the_run_keeps_the_mapping_it_was_read_by_and_nobody_took_it(folder):
    import_meetings(folder)
    run = ImportRun.objects.get()
    assert (run.by, run.format, run.mapping) == (None, "spreadsheet", MAPPING)
    import_meetings(folder)
    again = ImportRun.objects.latest("pk")
    assert (again.by, again.format, again.mapping) == (None, "spreadsheet", MAPPING)
    assert ImportRun.objects.last_mapping("lamps", format="spreadsheet") == MAPPING
    assert ImportRun.objects.last_mapping("lamps", format="bmlt") == ""
