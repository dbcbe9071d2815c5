import pytest

from mutualaid.ui import tiles

ADDRESS = "https://tiles.example.org/{z}/{x}/{y}.png"


def test_nothing_set_is_no_tile_server():
    assert tiles.read("", "") is None


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        (ADDRESS, "https://tiles.example.org"),
        ("https://tiles.example.org:8443/base/{z}/{y}/{x}?style=plain&key=abc-1", "https://tiles.example.org:8443"),
        (f"  {ADDRESS}  ", "https://tiles.example.org"),
    ],
)
def test_one_host_is_taken_from_the_address(address, origin):
    found = tiles.read(address, "© An example")
    assert (found.origin, found.address, found.credit) == (origin, address.strip(), "© An example")
    assert found.host == origin.removeprefix("https://")


@pytest.mark.parametrize(
    "address",
    [
        "http://tiles.example.org/{z}/{x}/{y}.png",
        "https://{s}.tiles.example.org/{z}/{x}/{y}.png",
        "https://tiles.example.org/{z}/{x}/{y}{r}.png",
        "https://tiles.example.org/{z}/{x}.png",
        "https://tiles.example.org/{z}/{x}/{y}/{x}.png",
        "https://tiles.example.org/{z}/{x}/{y}.png}",
        "https://user:secret@tiles.example.org/{z}/{x}/{y}.png",
        "https://tiles.example.org; script-src * /{z}/{x}/{y}.png",
        "https://*/{z}/{x}/{y}.png",
        "https://*.example.org/{z}/{x}/{y}.png",
        "https://localhost/{z}/{x}/{y}.png",
        'https://tiles.example.org/{z}/{x}/{y}.png"',
        "https://tiles.example.org",
        "/tiles/{z}/{x}/{y}.png",
        "//tiles.example.org/{z}/{x}/{y}.png",
        "javascript:alert(1)//{z}{x}{y}",
        "data:image/png,{z}{x}{y}",
    ],
)
def test_any_other_address_is_refused_with_an_example(address):
    with pytest.raises(tiles.TilesRefused, match=r"like https://tiles\.example\.org/\{z\}/\{x\}/\{y\}\.png"):
        tiles.read(address, "© An example")


@pytest.mark.parametrize("credit", ["", "  ", "x" * 201, "two\nlines"])
def test_tiles_without_a_credit_that_can_be_shown_are_refused(credit):
    with pytest.raises(tiles.TilesRefused, match="Set MUTUALAID_MAP_CREDIT"):
        tiles.read(ADDRESS, credit)


def test_a_credit_without_tiles_is_refused():
    with pytest.raises(tiles.TilesRefused, match="Unset MUTUALAID_MAP_CREDIT"):
        tiles.read("", "© An example")
