"""Whatever somebody sends as a list, the answer is a sentence, nothing is changed and nothing is left lying about."""

import gzip
import io
import zipfile

import pytest
from django.test import Client

from directory.importers import workbook
from directory.models import ImportRun, Meeting, Source, Upload
from tests.directory.importers.sheets import MAPPING, row, sheet
from tests.directory.importers.test_workbook import SHEET, book, changed
from tests.directory.views.checklist import Page
from tests.directory.views.sending import GOOD, looked_at, page_of, send, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists_come_in")]
COLUMNS = ["Title", "Day", "Time", "Kind"]
XLSX = book(COLUMNS, ["Lamp", "Monday", "19:30", "OD"])


def zipped():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        parts.writestr("list.csv", GOOD)
    return file.getvalue()


NO_SHEETS = {
    "a truncated gzip": (gzip.compress(GOOD.encode())[:-20], "The file is compressed: unpack it first."),
    "a truncated workbook": (XLSX.getvalue()[:-200], "cut off or damaged"),
    "half a sheet in a workbook": (changed(XLSX, SHEET, lambda text: text[:200]).getvalue(), "cut off or damaged"),
    "a zip file of something else": (zipped(), "without an Excel workbook"),
    "a PDF": (b"%PDF-1.7 invented", "The file is a PDF, not CSV text"),
    "an old workbook": (b"\xd0\xcf\x11\xe0 invented", "The file is an old Excel workbook"),
    "NUL bytes": (GOOD.encode().replace(b"River", b"Ri\0er"), "The file has NUL bytes, the first on line 3"),
    "another encoding": (GOOD.replace("River", "Rivière").encode("latin-1"), "The file is not UTF-8 text (line 3)"),
    "UTF-16": (GOOD.encode("utf-16"), "The file is UTF-16 text"),
    "100,000 columns": (",".join(f"c{n}" for n in range(100_000)), "100,000 columns, and at most 1,000"),
    "a line without an end": ("x" * 1_100_000, "The file has a line of over 1 MB"),
    "lines without words": ("\n\n\n", "names no column"),
    "quotation marks out of place": ('Title,"Da"y\nLamp', "look for a quotation mark out of place"),
    "only spaces": ("   \n", "names no column"),
}


@pytest.mark.parametrize("what", NO_SHEETS)
def test_what_is_no_sheet_is_refused_in_a_sentence(signed_in, tmp_path, what):
    content, told = NO_SHEETS[what]
    upload = sent(signed_in, content)
    for name in ("match", "write_mapping"):
        response = signed_in.get(page_of(name, upload))
        assert response.status_code == 200
        assert str(tmp_path) not in Page(response).text
    assert told in Page(signed_in.get(page_of("match", upload))).text


@pytest.mark.parametrize("what", NO_SHEETS)
def test_it_is_refused_with_a_mapping_of_its_own_too(signed_in, what):
    upload = sent(signed_in, NO_SHEETS[what][0])
    signed_in.post(page_of("write_mapping", upload), {"toml": MAPPING})
    upload.refresh_from_db()
    assert upload.state == "matching"
    assert upload.trouble.endswith(".")
    assert str(upload.pk) not in upload.trouble
    assert not Source.objects.exists()
    assert not Meeting.objects.exists()
    assert not ImportRun.objects.exists()


def test_a_workbook_that_unpacks_to_more_than_is_read_is_refused_before_it_is(signed_in, monkeypatch):
    monkeypatch.setattr(workbook, "UNPACKED", 100_000)
    bomb = changed(XLSX, SHEET, lambda text: text + b" " * 10_000_000).getvalue()
    assert len(bomb) < 50_000
    assert "unpacks to 10 MB" in Page(signed_in.get(page_of("match", sent(signed_in, bomb)))).text


def test_an_empty_file_is_not_kept(signed_in):
    assert "The file is empty" in Page(send(signed_in, "")).text
    assert not Upload.objects.exists()


def test_a_header_alone_holds_no_meetings(signed_in):
    upload = looked_at(signed_in, sheet())
    assert "The file has a header and no rows" in Page(signed_in.get(page_of("match", upload))).text


def test_a_list_of_other_columns_than_its_mapping_names_them(signed_in):
    upload = sent(signed_in, "Title,Day\nLamp,Monday\n")
    signed_in.post(page_of("write_mapping", upload), {"toml": MAPPING})
    assert "The header has no “Kind”" in Page(signed_in.get(page_of("match", upload))).text


@pytest.mark.parametrize("format", ["meeting_guide", "bmlt"])
@pytest.mark.parametrize("content", [GOOD, "[" * 100_000, '{"meetings": [', "[]", b"PK\x03\x04", '[{"id": 1}]', "null"])
def test_what_is_no_feed_is_refused_in_a_sentence(signed_in, format, content):
    upload = sent(signed_in, content, format=format)
    own = '[source]\nname = "x"\nlicence = "own"\n[defaults]\nprogramme = "open-door"\n'
    signed_in.post(page_of("write_mapping", upload), {"toml": own})
    upload.refresh_from_db()
    assert upload.trouble or upload.counts["rejected"] == 1
    assert str(upload.pk) not in upload.trouble
    assert not Meeting.objects.exists()


def test_many_columns_are_offered_as_far_as_a_page_can_hold(signed_in):
    names = ["Title", "Day", "Time", *(f"Column {n}" for n in range(900))]
    upload = sent(signed_in, ",".join(names) + "\n")
    response = signed_in.get(page_of("match", upload))
    assert "803 columns are not offered here" in Page(response).text
    assert len(response.content) < 400_000


def test_markup_in_a_list_is_text(signed_in):
    name = "<script>alert(1)</script><b>Lamp"
    upload = looked_at(signed_in, sheet(row(Title=name, Kind='"><i>')))
    page = signed_in.get(page_of("words", upload)).content.decode()
    assert "<i>" not in page
    assert "<script>alert" not in signed_in.get(page_of("upload", upload)).content.decode()


def as_multipart(disposition, *, fields=True):
    """A request by hand, since Django’s own client sends only the last part of a name."""
    said = {"slug": "lamps", "name": "Lamps", "licence": "own", "format": "spreadsheet", "as_of": "2026-08-05"}
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}' for name, value in said.items()]
    parts.append(f"Content-Disposition: form-data; {disposition}\r\nContent-Type: text/csv\r\n\r\n{GOOD}")
    return "".join(f"--edge\r\n{part}\r\n" for part in parts) + "--edge--\r\n"


@pytest.mark.parametrize(
    ("called", "status"),
    [
        ("../../../../etc/passwd", 302),
        ("/etc/passwd", 302),
        ("..\\..\\list.csv", 302),
        ("x" * 700 + ".csv", 302),
        ("x" * 5000, 400),
        ("", 200),
        ("..", 200),
        ("a\x01b.csv", 302),
    ],
)
def test_a_name_is_part_of_no_path(signed_in, tmp_path, called, status):
    body = as_multipart(f'name="file"; filename="{called}"')
    response = signed_in.generic("POST", "/editing/imports/start/", body, "multipart/form-data; boundary=edge")
    assert response.status_code == status
    kept = [path.name for path in tmp_path.rglob("*") if path.is_file()]
    assert kept == [str(one.pk) for one in Upload.objects.all()]
    assert len(kept) == (status == 302)


def test_a_request_that_ends_too_soon_leaves_nothing(editor, tmp_path):
    client = Client(raise_request_exception=False)
    client.force_login(editor)
    body = as_multipart('name="file"; filename="list.csv"')[:-200]
    response = client.generic("POST", "/editing/imports/start/", body, "multipart/form-data; boundary=edge")
    assert response.status_code < 500
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == Upload.objects.count()


def test_thousands_of_fields_are_refused(signed_in):
    upload = sent(signed_in)
    assert signed_in.post(page_of("match", upload), {f"f{n}": "x" for n in range(500)}).status_code == 400
