"""Tests of disputes and next acts by name: `detente backtest onset`, `escalation`, `next`, `analogues`."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from detente.archive.query import Archive
from detente.backtest import escalation, onset
from detente.backtest.code import code_hash
from detente.backtest.inputs import Inputs, inputs
from detente.backtest.inputs import opened as opened
from detente.backtest.rolling import Plan as Plan
from detente.backtest.tested import Tested, shown
from detente.world.errors import DataError, UsageError

Run = Callable[[Inputs, int, int, Plan], Tested]


@dataclass(frozen=True, slots=True)
class Test:
    """A test: its room, what runs it, the first year that it is usually run from, the code it rests on."""

    room: str
    run: Run
    first: int
    code: tuple[str, ...]


TESTS: Mapping[str, Test] = {
    "onset": Test("forecast", onset.run, 1990, onset.CODE),
    "escalation": Test("forecast", escalation.run, 1946, escalation.CODE),
    "analogues": Test("scenario", escalation.run_analogues, 1946, escalation.CODE),
}

LAST = 2009
"""The last year by default; later ones are for those who ask for them with --to."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which years of which archive; None for the usual ones."""

    archive: Archive
    first: int | None = None
    last: int | None = None


def run(name: str, asked: Asked, plan: Plan) -> Tested:
    """The table of a test; DataError for data or LightGBM missing, UsageError for a span that is none."""
    test = TESTS[name]
    if "numerics/trees" in test.code and find_spec("lightgbm") is None:
        raise DataError("no-lightgbm", "LightGBM is not installed: pip install 'detente[trees]'")
    first, last = asked.first or test.first, asked.last or LAST
    if first > last:
        raise UsageError("no-span", f"--from {first} lies after --to {last}")
    return test.run(inputs(asked.archive, last), first, last, plan)


def show(tested: Tested, *, as_json: bool) -> str:
    """The table for people or for programs."""
    return json.dumps(_rounded(tested.as_json()), ensure_ascii=False) if as_json else shown(tested)


def _rounded(value: Any) -> Any:
    """Numbers to ten digits: the same bytes on any machine whose sums differ in the last bit."""
    if isinstance(value, float):
        return float(f"{value:.10g}")
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    return [_rounded(inner) for inner in value] if isinstance(value, list | tuple) else value


def store_of(archive: Path | None) -> Path | None:
    """Where finished origins are kept: beside the segments; nowhere for a passing archive."""
    return None if archive is None else archive / "backtest"


def card_of(name: str) -> Path:
    """The file of a test's card."""
    return Path(str(files("detente.data"))) / "fitted" / TESTS[name].room / f"{name}.card.json"


def write_card(tested: Tested) -> Path:
    """Write the card of a test with the hash of its code; a house test tells when it is stale."""
    path = card_of(tested.name)
    stored = {"code": code_hash(TESTS[tested.name].code), **_rounded(tested.as_json())}
    path.write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path
