"""Every field of a ledger's line, of its rule and of the track record stands on their page."""

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from detente.archive.ledger import Entry
from detente.backtest.claim import rule
from detente.backtest.resolve import Outcome
from detente.backtest.track_record import Miss, Row, Score, TrackRecord
from detente.forecast.ledger import TARGETS
from detente.numerics.scores import Bin, Difference

PAGE = (Path(__file__).parents[2] / "docs/reference/json-ledger.md").read_text(encoding="utf-8")


def described(name: str) -> bool:
    return f"`{name}`" in PAGE or f".{name}`" in PAGE


def keys(value: dict[str, Any]) -> set[str]:
    """The names of its fields and of those within `act` and `day`."""
    return {*value, *value["act"], *value["day"]} - {"act"}


@pytest.mark.parametrize("kind", [Entry, TrackRecord, Row, Score, Difference, Bin, Miss, Outcome])
def test_every_field_of_the_ledger_is_described(kind: Any) -> None:
    assert [field.name for field in fields(kind) if not described(field.name)] == []


@pytest.mark.parametrize("target", TARGETS)
def test_every_field_of_a_rule_is_described(target: str) -> None:
    found = rule(("KOR", "PRK"), target, ("2020-01-02", "2020-01-31"))
    assert sorted(name for name in keys(found) if not described(name)) == []
