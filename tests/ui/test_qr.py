"""Does a telephone read the address that was meant?"""

import re

import numpy as np
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from mutualaid.ui.qr import QUIET, qr_code

RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z")


def drawn(code, scale=4):
    """The picture that its path draws, black on white."""
    picture = np.full((code.side, code.side), 255, dtype=np.uint8)
    assert RUN.sub("", code.path) == ""
    for left, top, length, back in (map(int, found.groups()) for found in RUN.finditer(code.path)):
        assert length == back
        picture[top, left : left + length] = 0
    return np.kron(picture, np.ones((scale, scale), dtype=np.uint8))


def read(picture):
    (found,) = zxingcpp.read_barcodes(picture)
    return found.text


@given(st.from_regex(r"https://[a-z]{1,20}\.example\.org/near/[a-z0-9-]{1,40}/", fullmatch=True))
def test_it_reads_back_as_the_address(address):
    assert read(drawn(qr_code(address))) == address


@pytest.mark.parametrize("address", ["https://localhost:8000/near/leeds/"])
def test_it_has_a_white_edge_and_is_read_when_creased(address):
    picture = drawn(qr_code(address))
    edge = QUIET * 4
    assert picture[:edge].min() == picture[-edge:].min() == picture[:, :edge].min() == picture[:, -edge:].min() == 255
    middle = picture.shape[0] // 2
    picture[middle : middle + 4, :] = 255
    assert read(picture) == address
