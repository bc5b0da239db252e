"""Accidents for the vintages of the runaway room: rows of our table, exposure, and a check of the hazards."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

import numpy as np

from detente.backtest.runaway_data import day_of
from detente.numerics.hawkes.events import Floats
from detente.numerics.hawkes.graded import Incidents
from detente.runaway.accident import draws, events
from detente.runaway.model import BLOCKS
from detente.world.estimate import Interval

Row = dict[str, Any]


def accident_rows(before: int) -> list[Row]:
    """The rows of accidents.csv from years before `before`, in order of their days.

    `deaths` is a number, `between` and `bystander` are true or false, the rest is text.
    """
    text = (files("detente.data") / "accidents.csv").read_text(encoding="utf-8")
    return [_row(row) for row in csv.DictReader(text.splitlines()) if int(row["date"][:4]) < before]


def block_counts(rows: Sequence[Mapping[str, Any]], until: int) -> dict[str, int]:
    """Unintended fatal events between states at odds before the first of January of `until`, by block."""
    return events(rows, date(until, 1, 1))


def exposure(pairs: Iterable[Incidents], until: int) -> dict[str, int]:
    """Incident days of all pairs before the first of January of `until` by their highest block."""
    days = _days(pairs, day_of(until))
    return {"until": until, **{block: int(n) for block, n in zip(BLOCKS, days, strict=True)}}


@dataclass(frozen=True, slots=True)
class Check:
    """Accidents of the years from `start`: foretold from before, given the event days that came; and seen."""

    start: int
    foretold: Interval
    seen: int


def check(pairs: Sequence[Incidents], rows: Sequence[Row], starts: Iterable[int], span: int) -> list[Check]:
    """Whether hazards known before each start foretell the accidents of the `span` years from it.

    The event days that came are given, so that only the hazards are tested. Bounds are 90 % of the posterior
    predictive.
    """
    return [_check(pairs, rows, start, span) for start in starts]


def _check(pairs: Sequence[Incidents], rows: Sequence[Row], start: int, span: int) -> Check:
    ahead = _days(pairs, day_of(start + span)) - _days(pairs, day_of(start))
    hazards = draws({"exposure": exposure(pairs, start)}, rows, date(start, 1, 1))
    foretold = np.random.default_rng(start).poisson(hazards @ ahead)
    low, value, high = (float(v) for v in np.quantile(foretold, [0.05, 0.5, 0.95]))
    counts = (sum(block_counts(rows, year).values()) for year in (start + span, start))
    return Check(start, Interval(value, low, high, "posterior predictive, 90 %"), next(counts) - next(counts))


def _days(pairs: Iterable[Incidents], end: int) -> Floats:
    """Incident days before day `end` by block, shape (3,)."""
    total = np.zeros(len(BLOCKS))
    for pair in pairs:
        total += np.bincount(pair.grade[pair.days < end], minlength=len(BLOCKS))
    return total


def _row(row: dict[str, str]) -> Row:
    flags = {key: row[key] == "yes" for key in ("between", "bystander")}
    return {**row, **flags, "deaths": int(row["deaths"])}
