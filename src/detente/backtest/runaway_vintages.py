"""Vintages of what other pairs say: the prior of a pair's fit, the process of days ahead, accidents."""

import csv
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.backtest.runaway import LEAST_TRAIN, compare, folds, losses
from detente.backtest.runaway_accidents import accident_rows, exposure
from detente.backtest.runaway_daily import known_process, supported
from detente.backtest.runaway_data import WINDOW, Series, day_of, load, stream_before
from detente.numerics.hawkes.graded import Graded, Incidents
from detente.numerics.hawkes.hurdle_pool import pooled_prior
from detente.numerics.hawkes.hurdle_search import draw, ratio, search
from detente.numerics.hawkes.stream import Prior, Stream
from detente.runaway.borrowed import held_form

YEARS = range(1955, 2011, 5)
DATA = "Gibler & Miller, Militarized Interstate Events 1.0 (2023), acts before the vintage's year"
REFITS = 10
Row = dict[str, Any]
Progress = Callable[[str], None]


def write_vintages(data_dir: Path, out_dir: Path, *, progress: Progress) -> list[Path]:
    """Write <year>.json for every fifth year from 1955; of acts each holds only aggregates of earlier ones.

    A file that is there already is written again; about five minutes in all on one core.
    """
    series = load(data_dir, 1)
    tested = _tested([one for one in series if one.all_days().size >= LEAST_TRAIN])
    ahead = supported([one.incidents() for one in series], range(1953, YEARS[-1] + 1), progress)
    out_dir.mkdir(parents=True, exist_ok=True)
    paths = []
    for year in YEARS:
        path = out_dir / f"{year}.json"
        found = vintage(series, year, tested, ahead=ahead[year], progress=progress)
        path.write_text(json.dumps(found, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
        paths.append(path)
    return paths


def vintage(series: Sequence[Series], year: int, tested: Sequence[Row], *, ahead: bool = False,
            progress: Progress = lambda _: None) -> Row:  # fmt: skip
    """One vintage: nothing fitted lies after the first of January of its year.

    Rows of our tables of accidents and published figures go on up to the next vintage; the room closes them.
    """
    streams = [found for one in series if (found := stream_before(one, year)) is not None]
    prior = pooled_prior(streams, progress=progress)
    known = [past for one in series if (past := one.incidents().before(day_of(year))).days.size]
    rates = [_fatal(one, year) for one in series if _known(one, year) >= LEAST_TRAIN]
    ratios = [_ratio(one, prior) for one in streams]
    return {
        "command": "detente fit runaway",
        "data": DATA,
        "prior": asdict(prior),
        "branching": _range(ratios) | {"n": len(ratios)} if ratios else None,
        "fatal_per_year": _range(rates) if rates else None,
        "informative": _informative([row for row in tested if row["year"] < year]),
        "informative_ahead": ahead,
        **_processes(known, year),
        "exposure": exposure(known, year),
        "accidents": accident_rows(before=_next(year)),
        "hazards": hazards(before=_next(year)),
    }


def _processes(known: Sequence[Incidents], year: int) -> Row:
    """The pooled process, and refits of it with the pairs drawn again, in the form that a room decodes."""
    if not known:
        return {"graded": None, "graded_refits": []}
    central = known_process(known, year)
    rng = np.random.default_rng(year)
    refits = [_refit(known, rng.integers(0, len(known), len(known)), year, central) for _ in range(REFITS)]
    return {"graded": held_form(central), "graded_refits": [held_form(one) for one in refits]}


def _refit(known: Sequence[Incidents], pick: NDArray[np.int64], year: int, central: Graded) -> Graded:
    return known_process([known[k] for k in pick.tolist()], year, start=central)


def _next(year: int) -> int:
    return year + 5 if year < YEARS[-1] else 9999


def hazards(*, before: int) -> list[Row]:
    """The rows of our table of published accident figures from years before `before`."""
    text = (files("detente.data") / "hazards.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(text.splitlines()) if int(row["year"]) < before]
    numbers = ("low", "median", "high")
    return [{**row, "year": int(row["year"]), **{k: float(row[k]) for k in numbers}} for row in rows]


def _known(one: Series, year: int) -> int:
    return int((one.all_days() < day_of(year)).sum())


def _ratio(stream: Stream, prior: Prior) -> float:
    found = search(stream, prior)
    return ratio(found, draw(found.excited, stream)).value


def _fatal(one: Series, year: int) -> float:
    """Fatal days short of war a year, from the first act to the vintage's year."""
    span = max(day_of(year) - int(one.all_days()[0]), 1) / 365.25
    return float((one.fatal < day_of(year)).sum() / span)


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
