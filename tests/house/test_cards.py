"""A card says which code and data it was made from: when they change, it must be made again.

`detente backtest NAME --write` makes it.
"""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from detente.archive.ingest import ingest
from detente.archive.query import Archive
from detente.backtest.code import ROOT, code_hash
from detente.backtest.inputs import FILES, inputs
from detente.backtest.plans import TESTS, card_of

SHARED = Path(__file__).parents[3] / "shared" / "data"
HASHED = ("backtest", "forecast", "numerics")
"""The packages whose code a result of these tests rests on; the archive is in the hash of the data."""

FREE = {"backtest/code", "backtest/rolling"}
"""Modules that run a test and reckon nothing."""


def card(name: str) -> dict[str, Any]:
    path = card_of(name)
    if not path.exists():
        pytest.skip(f"{name} has no card yet: detente backtest {name} --write")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def imported(module: str) -> Iterator[str]:
    """The modules of the hashed packages that a module imports."""
    for node in ast.walk(ast.parse((ROOT / f"{module}.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("detente."):
            path = str(node.module).removeprefix("detente.").replace(".", "/")
            names = [path, *(f"{path}/{alias.name}" for alias in node.names)]
            yield from (name for name in names if name.split("/")[0] in HASHED and _is_module(name))


def _is_module(name: str) -> bool:
    return (ROOT / f"{name}.py").exists()


def reached(module: str) -> set[str]:
    """All that a module rests on, itself included."""
    found, open_ones = set[str](), [module]
    while open_ones:
        if (name := open_ones.pop()) not in found:
            found.add(name)
            open_ones += imported(name)
    return found


def test_all_tests_of_a_room_have_cards_or_none_has() -> None:
    for room in {test.room for test in TESTS.values()}:
        names = [name for name, test in TESTS.items() if test.room == room]
        there = [name for name in names if card_of(name).exists()]
        assert there in ([], names), f"{room}: cards of {there}, none of the others"


@pytest.mark.parametrize("name", TESTS)
def test_the_code_hashed_is_the_code_run(name: str) -> None:
    test = TESTS[name]
    named = f"backtest/{name.replace('-', '_')}"
    main = named if named in test.code else test.code[0]
    assert main.startswith("backtest/")
    assert reached(main) - FREE <= set(test.code)
    assert all(_is_module(path) for path in test.code)


@pytest.mark.parametrize("name", TESTS)
def test_the_card_is_of_this_code(name: str) -> None:
    stored = card(name)
    assert stored["code"] == code_hash(TESTS[name].code), f"run detente backtest {name} --write"
    assert (stored["name"], stored["rows"] != []) == (name, True)


@pytest.mark.nightly
@pytest.mark.nightly
@pytest.mark.skipif(
    not (SHARED / "gml_part.parquet").exists(), reason="no publishers' files in ../shared/data"
)
def test_the_cards_are_of_this_data(tmp_path: Path) -> None:
    made = {name: card(name) for name in TESTS if card_of(name).exists() and name != "next"}
    if not made:
        pytest.skip("no card yet")
    ingest("auto", [file for each in FILES if (file := SHARED / f"{each}.parquet").exists()], tmp_path)
    archive = Archive(tmp_path)
    stale = [
        name for name, each in made.items() if each["data_hash"] != inputs(archive, each["to"]).data_hash
    ]
    assert stale == []
