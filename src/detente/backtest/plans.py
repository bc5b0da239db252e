"""Tests of disputes and next acts by name: `detente backtest onset`, `escalation`, `next`, `analogues`."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from detente.archive.query import Archive
from detente.backtest import escalation, onset, onset_month
from detente.backtest import next as following
from detente.backtest.code import code_hash
from detente.backtest.inputs import Inputs, inputs
from detente.backtest.inputs import opened as opened
from detente.backtest.rolling import Plan as Plan
from detente.backtest.tested import Tested, shown
from detente.world.errors import DataError, UsageError

Run = Callable[[Archive, int | None, int | None, Plan], Tested]
"""What runs a test, on an archive, the first and last year asked for, None for the usual ones."""


LAST = 2009
"""The last year by default; later ones are for those who ask for them with --to."""


@dataclass(frozen=True, slots=True)
class Test:
    """A test: its room, what runs it, the code it rests on."""

    room: str
    run: Run
    code: tuple[str, ...]


def _of_disputes(test: Callable[[Inputs, int, int, Plan], Tested], usual: int) -> Run:
    """A test of disputes, usually from the year `usual` to `LAST`."""

    def run(archive: Archive, first: int | None, last: int | None, plan: Plan) -> Tested:
        begin, end = first or usual, last or LAST
        if begin > end:
            raise UsageError("no-span", f"--from {begin} lies after --to {end}")
        return test(inputs(archive, end), begin, end, plan)

    return run


TESTS: Mapping[str, Test] = {
    "onset": Test("forecast", _of_disputes(onset.run, 1990), onset.CODE),
    "onset-month": Test("forecast", _of_disputes(onset_month.run, 1990), onset_month.CODE),
    "next": Test("forecast", following.run, following.CODE),
    "escalation": Test("forecast", _of_disputes(escalation.run, 1946), escalation.CODE),
    "analogues": Test("scenario", _of_disputes(escalation.run_analogues, 1946), escalation.CODE),
}


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
    return test.run(asked.archive, asked.first, asked.last, plan)


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
