"""Feeds and workbooks through the command: what is taken, and what is refused whole."""

import io
import json

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from openpyxl.writer.excel import save_workbook

from directory.importers import json_feed, spreadsheet
from directory.models import DirectoryRevision, Holding, ImportRun, Meeting, Pattern, Source, Venue
from tests.directory.importers.feeds import BODIES, FORMATS, GUIDE, RESULT, SOURCE
from tests.directory.importers.sheets import HEADER, MAPPING, geography, programmes, row, sheet

pytestmark = pytest.mark.django_db

EVERYTHING = (Source, Venue, Meeting, Pattern, Holding, ImportRun, DirectoryRevision)


@pytest.fixture(autouse=True)
def world(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    geography()
    programmes()


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "sheet.toml").write_text(MAPPING)
    (tmp_path / "feed.toml").write_text(SOURCE)
    return tmp_path


def import_meetings(format, path, source="lamps"):
    mapping = path if path.is_dir() else path.parent
    while not (mapping / "feed.toml").exists():
        mapping = mapping.parent
    said = io.StringIO()
    name = "sheet.toml" if format == "spreadsheet" else "feed.toml"
    options = ["--format", format, "--file", str(path), "--mapping", str(mapping / name)]
    call_command("import_meetings", source, *options, stdout=said)
    return said.getvalue()


def held():
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in EVERYTHING}


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


def workbook(*rows):
    book, file = openpyxl.Workbook(), io.BytesIO()
    for one in rows:
        book.active.append(one)
    save_workbook(book, file)
    return file.getvalue()


def test_a_meeting_guide_feed_is_taken_and_again_changes_nothing(folder):
    feed = write(folder / "meetings.json", [GUIDE, GUIDE | {"slug": "river", "day": [0, 3]}])
    assert "Meetings added: 2\n" in import_meetings("meeting_guide", feed)
    assert Pattern.objects.count() == 3
    assert "Meetings unchanged: 2\n" in import_meetings("meeting_guide", feed)


def test_a_feed_is_found_in_the_folder_its_address_was_fetched_into(folder):
    write(folder / "example.org" / "wp-json" / "meetings.json", [GUIDE])
    assert "Meetings added: 1\n" in import_meetings("meeting_guide", folder / "example.org")


def test_a_server_is_taken_from_the_folder_its_addresses_were_fetched_into(folder):
    site = folder / "bmlt.example.org" / "main" / "client_interface" / "json"
    for name, content in (("GetSearchResults", [RESULT]), ("GetFormats", FORMATS), ("GetServiceBodies", BODIES)):
        write(site / f"index.html?switcher={name}", content)
    assert "Meetings added: 1\n" in import_meetings("bmlt", folder / "bmlt.example.org")
    assert Meeting.objects.get().openness == "closed"


def test_a_server_is_taken_from_files_that_share_a_name(folder):
    write(folder / "a-GetSearchResults.json", [RESULT])
    write(folder / "a-GetFormats.json", {"formats": FORMATS})
    write(folder / "b-GetFormats.json", [])
    assert "Meetings added: 1\n" in import_meetings("bmlt", folder / "a-GetSearchResults.json")
    assert Meeting.objects.get().openness == "closed"


def test_a_server_is_taken_from_one_file_that_holds_both(folder):
    write(folder / "all.json", {"meetings": [RESULT], "formats": FORMATS})
    assert "Meetings added: 1\n" in import_meetings("bmlt", folder / "all.json")
    assert Meeting.objects.get().openness == "closed"


def test_the_same_rows_as_a_workbook_change_nothing(folder):
    rows = [row(), row(Title="River")]
    import_meetings("spreadsheet", write(folder / "list.csv", sheet(*rows).encode()))
    cells = [[one[column] for column in HEADER] for one in rows]
    said = import_meetings("spreadsheet", write(folder / "list.xlsx", workbook(HEADER, *cells)))
    assert "Meetings unchanged: 2\n" in said


GZIP = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcb"
WIDE = ",".join(str(number) for number in range(100_000)).encode() + b"\n"
SPREADSHEET, GUIDE_FEED, SERVER = "spreadsheet", "meeting_guide", "bmlt"
BAD = {
    "a truncated gzip as a spreadsheet": (SPREADSHEET, GZIP, "is compressed: unpack it first"),
    "a truncated gzip as a feed": (GUIDE_FEED, GZIP, "is compressed: unpack it first"),
    "a truncated gzip as a server": (SERVER, GZIP, "is compressed: unpack it first"),
    "a depth bomb as a feed": (GUIDE_FEED, b"[" * 3_000_000, f"brackets over {json_feed.DEEPEST} deep"),
    "a depth bomb in a server's record": (SERVER, b'[{"a":' + b'{"a":' * 500_000, "brackets over"),
    "a text without end": (GUIDE_FEED, b'[{"slug": "' + b"a" * 3_000_000, "one record of over"),
    "100,000 columns": (SPREADSHEET, WIDE, f"has 100,000 columns, and at most {spreadsheet.MOST_COLUMNS:,}"),
    "a line without end": (SPREADSHEET, b"Title" * 500_000, "a line of over 1 MB"),
    "a workbook of too many columns": (SPREADSHEET, workbook(["a"] * 2000), "has 2,000 columns"),
    "a workbook of another list": (SPREADSHEET, workbook(["Name", "When"]), "The header has no “Kind”"),
    "a workbook with nothing in it": (SPREADSHEET, workbook(), "it has: nothing"),
    "a workbook of a header alone": (SPREADSHEET, workbook(HEADER), "has a header and no rows"),
    "a workbook cut off": (SPREADSHEET, workbook(HEADER)[:-300], "cut off or damaged"),
    "a workbook as a feed": (GUIDE_FEED, workbook(HEADER), "is a workbook or a zip file, not JSON"),
    "a zip file": (SPREADSHEET, b"PK\x03\x04" + bytes(200), "cut off or damaged"),
    "days from 1 in a feed": (
        GUIDE_FEED,
        [GUIDE | {"slug": str(day), "day": day} for day in range(1, 8)],
        "numbers a day 7 where this format’s run from 0 (Sunday) to 6 (Saturday)",
    ),
    "days from 0 in a server": (
        SERVER,
        {
            "formats": FORMATS,
            "meetings": [RESULT | {"id_bigint": str(day), "weekday_tinyint": str(day)} for day in range(7)],
        },
        "numbers a day 0 where this format’s run from 1 (Sunday) to 7 (Saturday)",
    ),
    "a server's results as a feed": (GUIDE_FEED, [RESULT], "not a Meeting Guide feed"),
    "a feed as a server's results": (SERVER, {"formats": FORMATS, "meetings": [GUIDE]}, "not BMLT’s search results"),
    "formats as a feed": (GUIDE_FEED, FORMATS, "not a Meeting Guide feed"),
    "a feed as a server's results, with no formats": (SERVER, [GUIDE], "not BMLT’s search results"),
    "results without their formats": (SERVER, [RESULT], "There is no GetFormats beside"),
    "a spreadsheet as a feed": (GUIDE_FEED, sheet(row()).encode(), "is not JSON from its beginning"),
    "a feed as a spreadsheet": (SPREADSHEET, [GUIDE], "The header has no “Kind”"),
    "a web page as a feed": (GUIDE_FEED, b"<!DOCTYPE html><html>Not found</html>", "is not JSON from its beginning"),
    "a feed cut off": (GUIDE_FEED, json.dumps([GUIDE, GUIDE]).encode()[:-30], "is not JSON after 1 records"),
    "a feed that is not UTF-8": (GUIDE_FEED, b'[{"slug": "caf\xe9"}]', "is not UTF-8 text (line 1)"),
    "a feed of nothing": (GUIDE_FEED, [], "holds no meetings"),
    "an object without meetings": (GUIDE_FEED, {"error": "Not found"}, "holds no meetings"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_refused_in_one_sentence_and_nothing_changes(folder, what):
    format, content, sentence = BAD[what]
    import_meetings("spreadsheet", write(folder / "list.csv", sheet(row()).encode()))
    before = held()
    with pytest.raises(CommandError) as refused:
        import_meetings(format, write(folder / "bad", content))
    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)
    assert refused.value.returncode != 0
    assert held() == before


def test_a_rule_for_every_second_is_no_day(folder):
    said = import_meetings(
        "spreadsheet", write(folder / "list.csv", sheet(row(), row(Day="FREQ=SECONDLY;INTERVAL=1")).encode())
    )
    assert "“FREQ=SECONDLY;INTERVAL=1” is not a day: write Monday to Sunday." in said
    assert "Meetings added: 1\n" in said


def test_a_point_in_texas_is_replaced_by_its_postcodes_or_refused(folder):
    texas = {"latitude": "30.17", "longitude": "-95.47"}
    unknown = {"slug": "b", "formatted_address": "Nowhere", "country": "GB"}
    said = import_meetings("meeting_guide", write(folder / "feed.json", [GUIDE | texas, GUIDE | texas | unknown]))
    assert "Row 2 was not used" in said
    assert "It has no postcode and no position that can be so: give its whole postcode." in said
    assert round(Meeting.objects.get().venue.lat) == 53


@pytest.mark.parametrize(("names", "sentence"), [([], "holds no file with"), (["a.json", "b/c.json"], "several files")])
def test_a_folder_without_one_feed_is_refused(folder, names, sentence):
    (folder / "site").mkdir()
    for name in names:
        write(folder / "site" / name, [GUIDE])
    with pytest.raises(CommandError, match=sentence):
        import_meetings("meeting_guide", folder / "site")


def test_formats_with_nothing_in_them_are_refused(folder):
    write(folder / "a-GetSearchResults.json", [RESULT])
    write(folder / "a-GetFormats.json", [])
    with pytest.raises(CommandError, match="fetch GetFormats again"):
        import_meetings("bmlt", folder / "a-GetSearchResults.json")
