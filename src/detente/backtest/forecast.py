"""Is the forecast better than the plain base rate? Fitted before each cut, tested on the five years after.

Baseline: the share of all earlier cases of the same situation, every case with equal weight. Structure and
candidate traits were chosen on 1960-1989; 1990-2009 is reported apart.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from detente.backtest.alarms import hashes, read_cases
from detente.backtest.dispute_vintages import dispute_vintages
from detente.backtest.further import SITUATIONS, pooled
from detente.backtest.inputs import Inputs, inputs, opened
from detente.forecast.fit import LEFT_OUT, cuts, fit, fit_situation
from detente.forecast.ledger import HORIZONS, TARGETS, Floats, Marks
from detente.forecast.model import STEPS, Constants, scatter, steps
from detente.forecast.table import Cases, Table, first_day
from detente.numerics.calibrate import coverage
from detente.numerics.scores import Bin, brier, log_score, paired_difference, reliability
from detente.world.answers import Comparison
from detente.world.errors import DataError
from detente.world.estimate import Interval

CUTS = tuple(range(1960, 2010, 5))
VINTAGES = tuple(range(1950, 2015, 5))
HELD_OUT = 1990
"""Test years from here on played no part in any choice."""

COMMAND = "detente fit forecast"
PLAIN = "all earlier cases of the situation, equal weights"
NAMES: Mapping[str, str] = {
    "all": "recency",
    "pairs": "+ pairs",
    "acts": "+ acts",
    "pair": "+ own past",
    "rate": "+ rate",
    "logit": "+ logit",
    "timing": "+ timing",
}
"""Short names of the steps: recent cases count more; pairs, acts like it; the pair's past; then its rate, the
logit, the timing of acts."""

FURTHER: Mapping[str, str] = {
    "tables": "+ tables of both states",
    "analogues": "+ nearest past cases",
}
"""Short names of the voices of `backtest/further.py`."""

FULL = ", full"
"""Marks the last step that a situation takes."""

_EQUAL = 1e6
"""A half-life in years that weighs all cases alike."""


@dataclass(frozen=True, slots=True)
class Rolled:
    """Test cases of one situation with the forecasts of the plain baseline and of each step, (m, 3, 3)."""

    situation: str
    cases: Cases
    plain: Floats
    chain: tuple[Floats, ...]
    sigma: Floats
    used: tuple[bool, ...]

    def since(self, year: int) -> "Rolled":
        """The test cases of `year` and later."""
        rows = self.cases.day >= first_day(year)
        chain = tuple(p[rows] for p in self.chain)
        return Rolled(
            self.situation, self.cases.take(rows), self.plain[rows], chain, self.sigma[rows], self.used
        )


def run(data_dir: Path, *, progress: Callable[[str], None]) -> list[Comparison]:
    """The comparisons of the card: each step, the full model by target, and whatever it does not win."""
    found = further_tables(data_dir, progress)
    rows = list[Comparison]()
    for situation, cases in read_cases(data_dir).items():
        progress(f"forecast: {cases.day.size} cases of {situation}")
        rolled = roll_situation(situation, cases)
        rows += [row for row in compare(rolled) if shown(row)]
        if found is not None and situation in SITUATIONS:
            rows += _further(rolled, pooled(cases, rolled.cases, rolled.chain[-1], found))
    return rows


def further_tables(data_dir: Path, progress: Callable[[str], None]) -> Inputs | None:
    """The tables of states that further voices need; None, saying so, where the folder lacks one."""
    try:
        return inputs(opened(None, data_dir, progress), VINTAGES[-1] - 1)
    except DataError as error:
        progress(f"further voices are not tried: {error}")
        return None


def _further(rolled: Rolled, voices: Mapping[str, Floats]) -> Iterator[Comparison]:
    """What further voices would add, over all test years and over those held out."""
    y, full = rolled.cases.followed, rolled.chain[-1]
    for voice, p in voices.items():
        ours, theirs = (log_score(q, y).sum(axis=(1, 2)) for q in (p, full))
        for since, test in ((1960, "1960-2009"), (HELD_OUT, f"{HELD_OUT}-2009, held out")):
            late = rolled.cases.day >= first_day(since)
            names = (
                f"{FURTHER[voice]}, every target, summed",
                "log score",
                "the same without this voice",
                test,
            )
            yield _difference(rolled, names, (ours[late], theirs[late]), late, used=False)


def shown(row: Comparison) -> bool:
    """Whether the card shows a row: steps that changed nothing and repetitions stay out."""
    full, held = FULL in row.model, "held out" in row.test
    moved = row.difference.value != 0.0
    if "every target" in row.model:
        return moved and (full or held)
    return full and moved and (row.difference.high >= 0.0 or (held and row.score == "log score"))


def roll_situation(situation: str, cases: Cases, years: tuple[int, ...] = CUTS) -> Rolled:
    """Fits before each cut of `years` and forecasts the cases of the five years after it."""
    rolled = [_rolled_window(situation, cases, year) for year in years]
    columns = zip(*(r.chain for r in rolled), strict=True)
    rows = np.concatenate([np.flatnonzero(cuts(cases.day) == year) for year in years])
    return Rolled(
        situation,
        cases.take(rows),
        np.concatenate([r.plain for r in rolled]),
        tuple(np.concatenate(column) for column in columns),
        np.concatenate([r.sigma for r in rolled]),
        _used(fit_situation(cases, VINTAGES[-1], LEFT_OUT.get(situation, ())).constants),
    )


def _rolled_window(situation: str, cases: Cases, year: int) -> Rolled:
    fitted = fit_situation(cases, year, LEFT_OUT.get(situation, ()))
    test, c = cases.take(cuts(cases.day) == year), fitted.constants
    chain = steps(fitted.voices(test), c)
    plain = Table.count(cases, year, _EQUAL).voices(test.group, test.band, test.own).everyone.alone()
    return Rolled(situation, test, plain, chain, scatter(test.own, c), _used(c))


def _used(c: Constants) -> tuple[bool, ...]:
    return (True, *(getattr(c, step) is not None for step in STEPS[1:]))


def compare(rolled: Rolled) -> Iterator[Comparison]:
    """All rows of one situation."""
    for part, test in ((rolled, "1960-2009"), (rolled.since(HELD_OUT), f"{HELD_OUT}-2009, held out")):
        for i in (i for i, step in enumerate(STEPS) if step in _taken(rolled.situation)):
            yield _summed(part, i, part.plain, (PLAIN, test))
            if i:
                yield _summed(part, i, part.chain[i - 1], ("the same without this step", test))
            yield from _each(part, i, test)


def _taken(situation: str) -> list[str]:
    return [step for step in STEPS if step not in LEFT_OUT.get(situation, ())]


def _name(situation: str, step: str) -> str:
    return NAMES[step] + (FULL if step == _taken(situation)[-1] else "")


def _summed(r: Rolled, i: int, baseline: Floats, against: tuple[str, str]) -> Comparison:
    y = r.cases.followed
    ours, theirs = (log_score(p, y).sum(axis=(1, 2)) for p in (r.chain[i], baseline))
    return _row(r, i, ("every target, summed", "log score", *against), (ours, theirs))


def _each(r: Rolled, i: int, test: str) -> Iterator[Comparison]:
    for rule, score in ((log_score, "log score"), (brier, "Brier score")):
        for t, target in enumerate(TARGETS):
            for h, days in enumerate(HORIZONS):
                y = r.cases.followed[:, t, h]
                losses = rule(r.chain[i][:, t, h], y), rule(r.plain[:, t, h], y)
                yield _row(r, i, (f"{target} in {days} days", score, PLAIN, test), losses)


def _row(r: Rolled, i: int, names: tuple[str, str, str, str], losses: tuple[Floats, Floats]) -> Comparison:
    what, *rest = names
    named = f"{_name(r.situation, STEPS[i])}, {what}", *rest
    return _difference(r, named, losses, slice(None), used=r.used[i])


def _difference(
    r: Rolled, names: Sequence[str], losses: tuple[Floats, Floats], rows: slice | Marks, *, used: bool
) -> Comparison:
    what, score, baseline, test = names
    ours, theirs = losses
    found = paired_difference(ours - theirs, r.cases.pair[rows])
    return Comparison(
        f"{r.situation}: {what}",
        baseline,
        score,
        ours.size,
        float(ours.mean()),
        float(theirs.mean()),
        Interval(found.value, found.low, found.high, "95 %, pairs resampled 300 times"),
        used,
        f"rolling origin, vintages every five years, {test}",
    )


def calibration(rolled: Rolled) -> tuple[list[tuple[str, int, list[Bin]]], tuple[float, int]]:
    """Reliability of the full model by target and horizon, and coverage of its 90 % range at 30 days.

    Clusters of the coverage are a pair within five years; one with fewer than five cases is not judged.
    """
    p, y = rolled.chain[-1], rolled.cases.followed
    tables = [
        (target, days, reliability(p[:, t, h], y[:, t, h]))
        for t, target in enumerate(TARGETS)
        for h, days in enumerate(HORIZONS)
    ]
    shared = rolled.cases.pair * 10_000 + cuts(rolled.cases.day)
    return tables, coverage(p[:, :, 0], y[:, :, 0], shared, rolled.sigma)


def write_vintages(data_dir: Path, out_dir: Path, *, progress: Callable[[str], None]) -> list[Path]:
    """Writes `<year>.json` for 1950, 1955, ... 2010: counts and constants from the cases before each."""
    cases, inputs = read_cases(data_dir), hashes(data_dir)
    progress(f"{len(cases)} cases")
    made = {"made_by": COMMAND, "data": inputs}
    disputes = dispute_vintages(data_dir, VINTAGES, progress)
    out_dir.mkdir(parents=True, exist_ok=True)
    return [_write(out_dir / f"{y}.json", {**fit(cases, y), **disputes[y], **made}) for y in VINTAGES]


def _write(path: Path, content: object) -> Path:
    path.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return path
