import resource
from contextlib import contextmanager

import pytest
from django.core.files.uploadhandler import SkipFile

from directory.uploads.receiving import NO_ROOM, ToDisk


@contextmanager
def room_for(size):
    """No file of this process can be longer."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("size", [100, 5000, 65_536])
def test_where_there_is_no_room_for_a_file_that_is_said_and_nothing_is_kept(settings, tmp_path, size):
    settings.VAR_DIR = tmp_path
    receiver = ToDisk()
    receiver.new_file("file", "list.csv", "text/csv", size)
    with room_for(size - 1), pytest.raises(SkipFile):
        receiver.receive_data_chunk(b"x" * size, 0)
    assert receiver.refused == NO_ROOM
    assert list((tmp_path / "uploads").iterdir()) == []
