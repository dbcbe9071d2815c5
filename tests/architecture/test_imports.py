import tomllib

from tests.architecture.reading import ROOT


def test_every_module_held_to_be_pure_is_typed_strictly():
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
    pure = next(one for one in tools["importlinter"]["contracts"] if one["id"] == "pure")
    typed = {name.removesuffix(".py").replace("/", ".") for name in tools["mypy"]["files"]}
    assert tools["mypy"]["strict"] is True
    assert set(pure["source_modules"]) <= typed
