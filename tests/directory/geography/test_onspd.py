import brotli
import msgpack
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.geography import onspd
from directory.geography.rows import PostcodesBroken

GOOD = {
    "columns": list(onspd.COLUMNS),
    "data": {
        "pcd": ["M1  1AE", "M1  1AD"],
        "laua": ["E08000003", float("nan")],
        "oseast1m": [384756.0, float("nan")],
        "osnrth1m": [398553.0, float("nan")],
    },
}


def written(folder, content, letter="M"):
    path = folder / f"postcodes_{letter}.msgpack.br"
    path.write_bytes(brotli.compress(content if isinstance(content, bytes) else msgpack.packb(content), quality=1))
    return path


def without(name):
    return GOOD | {"data": {key: values for key, values in GOOD["data"].items() if key != name}}


def having(**columns):
    return GOOD | {"data": GOOD["data"] | columns}


def test_a_file_gives_its_rows(tmp_path):
    rows = onspd.read(written(tmp_path, GOOD))
    assert rows.postcode.tolist() == [b"M1  1AE", b"M1  1AD"]
    assert rows.authority.tolist() == [b"E08000003", b""]
    assert rows.easting[0] == 384756
    assert np.isnan(rows.northing[1])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xc1",
        b"not msgpack at all",
        [],
        7,
        {},
        {"data": []},
        {"data": {}},
        *(without(name) for name in onspd.COLUMNS),
        having(oseast1m=[384756.0]),
        having(oseast1m=["east", "west"]),
        having(oseast1m=3),
        having(oseast1m=[[1, 2], [3, 4]]),
        having(pcd=None),
    ],
)
def test_a_file_that_is_not_postcodes_is_named(tmp_path, content):
    with pytest.raises(PostcodesBroken, match=r"postcodes_M\.msgpack\.br .*: install the postcodes package again\.$"):
        onspd.read(written(tmp_path, content))


@settings(deadline=None)
@given(st.data())
def test_a_file_cut_short_anywhere_is_named(tmp_path_factory, data):
    path = written(tmp_path_factory.mktemp("cut"), GOOD)
    whole = path.read_bytes()
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
    with pytest.raises(PostcodesBroken, match="is cut short"):
        onspd.read(path)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_rubbish_inside_is_named_or_read_never_anything_else(tmp_path_factory, rubbish):
    path = written(tmp_path_factory.mktemp("rubbish"), rubbish)
    with pytest.raises(PostcodesBroken):
        onspd.read(path)


def test_a_missing_letter_is_said(tmp_path):
    written(tmp_path, GOOD)
    with pytest.raises(PostcodesBroken, match="no postcodes that begin with A, B, C"):
        onspd.files(tmp_path)


def test_the_digest_follows_the_files(tmp_path):
    path = written(tmp_path, GOOD)
    before = onspd.digest([path])
    assert onspd.digest([path]) == before
    written(tmp_path, having(oseast1m=[1.0, 2.0]))
    assert onspd.digest([path]) != before


def test_the_package_is_found_without_importing_it():
    import sys

    assert len(onspd.files(onspd.packaged_folder())) == 23
    assert onspd.PACKAGE not in sys.modules
