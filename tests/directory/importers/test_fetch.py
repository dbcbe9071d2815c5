import hashlib
import os

import pytest

from directory.importers import fetch
from directory.importers.fetch import FileRefused


def refusal(path, **options):
    with pytest.raises(FileRefused) as refused, fetch.opened(path, **options):
        pass
    return str(refused.value)


def test_a_text_file_is_opened_with_its_digest(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes("\ufeffTitle\nCafé\n".encode())
    with fetch.opened(path) as fetched:
        assert fetched.text.read() == "Title\nCafé\n"
        assert fetched.digest == hashlib.sha256(path.read_bytes()).hexdigest()
        assert fetched.ends_whole


def test_a_last_line_without_its_end_is_noticed(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("Title\nLam")
    with fetch.opened(path) as fetched:
        assert not fetched.ends_whole


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04 and so on", "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
        (b"%PDF-1.7", "PDF"),
        (b"\x1f\x8b\x08", "unpack it"),
        ("Title\n".encode("utf-16"), "UTF-16"),
        (b"Title\nLa\0mp\n", "NUL bytes, the first on line 2"),
        ("Title\nOne\nCafé\n".encode("latin-1"), r"not UTF-8 text (line 3)"),
        ("Caf\u00e9".encode()[:-1], "not UTF-8 text (line 1)"),
    ],
)
def test_what_is_not_utf_8_text_is_refused_in_one_sentence(tmp_path, content, sentence):
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    assert sentence in refusal(path)


def test_a_letter_across_two_chunks_is_still_one(tmp_path, monkeypatch):
    monkeypatch.setattr(fetch, "MEGABYTE", 7)
    path = tmp_path / "list.csv"
    path.write_text("Title\né–é–é–é\n", encoding="utf-8")
    with fetch.opened(path) as fetched:
        assert fetched.text.read() == "Title\né–é–é–é\n"


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    assert "There is no file" in refusal(tmp_path / "nothing.csv")
    assert "is not a file" in refusal(tmp_path)


def test_a_device_is_refused_without_reading_it():
    assert "is not a file" in refusal(fetch.Path("/dev/zero"))


@pytest.fixture
def as_nobody():
    """Root may read everything: be somebody else for a while."""
    mine = os.geteuid()
    if mine == 0:
        os.seteuid(65534)
    yield
    os.seteuid(mine)


def test_a_file_we_may_not_read_is_refused(tmp_path, request):
    path = tmp_path / "list.csv"
    path.write_text("Title\n")
    path.chmod(0)
    request.getfixturevalue("as_nobody")
    assert "may not be read" in refusal(path)


def test_a_sparse_file_of_500_mb_is_refused_by_its_size_alone(tmp_path):
    path = tmp_path / "list.csv"
    with path.open("wb") as file:
        file.truncate(500 * fetch.MEGABYTE)
    assert "is 500 MB; at most 400 MB is read" in refusal(path)


def test_a_small_text_has_a_small_cap(tmp_path):
    path = tmp_path / "mapping.toml"
    path.write_text("x = 1\n")
    assert fetch.small_text(path) == "x = 1\n"
    path.write_text("#" * (fetch.MEGABYTE + 1))
    with pytest.raises(FileRefused, match="at most 1 MB"):
        fetch.small_text(path)
