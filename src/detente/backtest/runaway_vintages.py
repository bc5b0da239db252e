"""Vintages of what other pairs say: the class of branching ratios, what follows an act, accident priors."""

import csv
import json
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from detente.backtest.runaway import LEAST_TRAIN, WINDOW, compare, folds, losses
from detente.backtest.runaway_data import Series, day_of, load
from detente.numerics.hawkes.hurdle import Ints
from detente.numerics.hawkes.hurdle_search import draw, ratio, search

YEARS = range(1955, 2011, 5)
DATA = "Gibler & Miller, Militarized Interstate Events 1.0 (2023), acts before the vintage's year"
AHEAD = 30
Row = dict[str, Any]


def write_vintages(data_dir: Path, out_dir: Path) -> list[Path]:
    """Write <year>.json for every fifth year from 1955; each holds only aggregates of earlier acts."""
    series = load(data_dir, LEAST_TRAIN)
    tested = _tested(series)
    out_dir.mkdir(parents=True, exist_ok=True)
    paths = []
    for year in YEARS:
        path = out_dir / f"{year}.json"
        text = json.dumps(vintage(series, year, tested), indent=1, sort_keys=True, ensure_ascii=False)
        path.write_text(text + "\n", encoding="utf-8")
        paths.append(path)
    return paths


def vintage(series: Sequence[Series], year: int, tested: Sequence[Row]) -> Row:
    """One vintage: nothing in it lies after the first of January of its year."""
    before = [one for one in series if _known(one, year) >= LEAST_TRAIN]
    ratios = [_ratio(one, year) for one in before]
    past = [row for row in tested if row["year"] < year]
    return {
        "command": "detente fit runaway",
        "data": DATA,
        "branching": _range(ratios) | {"n": len(ratios)} if ratios else None,
        "after_30": _after(before, year),
        "fatal_per_year": _range([_fatal(one, year) for one in before]) if before else None,
        "informative": _informative(past),
        "tested_on": len(past),
        "hazards": hazards(before=year + 5 if year < YEARS[-1] else 9999),
    }


def hazards(*, before: int) -> list[Row]:
    """The rows of our table of published accident figures from years before `before`."""
    text = (files("detente.data") / "hazards.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(text.splitlines()) if int(row["year"]) < before]
    numbers = ("low", "median", "high")
    return [{**row, "year": int(row["year"]), **{k: float(row[k]) for k in numbers}} for row in rows]


def _known(one: Series, year: int) -> int:
    return int((one.all_days() < day_of(year)).sum())


def _ratio(one: Series, year: int) -> float:
    """The branching ratio in the window that ends with the year of the last act before `year`."""
    past = one.all_days()[one.all_days() < day_of(year)]
    end = next(y for y in range(1946, year + 1) if day_of(y) > past[-1])
    start = day_of(max(1946, end - WINDOW))
    days = one.between(start, day_of(end))
    found = search(days, day_of(end) - start)
    return ratio(found, draw(found.excited, days)).value


def _fatal(one: Series, year: int) -> float:
    """Fatal days short of war a year, from the first act to the vintage's year."""
    span = max(day_of(year) - int(one.all_days()[0]), 1) / 365.25
    return float((one.fatal < day_of(year)).sum() / span)


def _after(series: Sequence[Series], year: int) -> Row:
    """Event days within 30 days after one: of the same side and of the other; the median of the pairs."""
    pairs = [[_mean_after(one, year, apart) for apart in (0, 1)] for one in series] or [[0.0, 0.0]]
    own, other = np.median(np.array(pairs), axis=0)
    return {"own": _round(own), "other": _round(other)}


def _mean_after(one: Series, year: int, apart: int) -> float:
    """Followers by the same side (apart 0) or the other (1), over both sides."""
    before = [kind[kind < day_of(year) - AHEAD] for kind in one.days]
    means = [_followers(before[k], one.days[(k + apart) % 2]) for k in (0, 1) if before[k].size]
    return sum(means) / max(len(means), 1)


def _followers(at: Ints, days: Ints) -> float:
    reach = np.searchsorted(days, at + AHEAD, side="right") - np.searchsorted(days, at, side="right")
    return float(reach.mean())


def _range(values: Sequence[float]) -> Row:
    low, middle, high = np.quantile(values, [0.05, 0.5, 0.95])
    return {"low": _round(low), "median": _round(middle), "high": _round(high)}


def _round(value: np.floating[Any] | float) -> float:
    return round(float(value), 4)


def _tested(series: Sequence[Series]) -> list[Row]:
    """Losses of each held-out dyad-year, with its year."""
    held = folds(series, range(1956, YEARS[-1]), WINDOW)
    return [{"year": fold.year, "fold": fold, "losses": losses(fold)} for fold in held]


def _informative(past: Sequence[Row]) -> bool:
    """Whether excitation beat drift alone on every-year tests before the vintage, dyads resampled."""
    if len({row["fold"].series.name for row in past}) < 2:
        return False
    scores = np.array([row["losses"] for row in past])
    line = compare("excited", "plain", [row["fold"] for row in past], value=scores[:, 0], plain=scores[:, 1])
    return line.used
