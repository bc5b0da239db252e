"""The learned phases: fitted before each cut, tested on the months after it, and against a hand timeline.

The observations are our chronology's pairs month by month (30 days). Each test month is foretold from those
before it by the chain of the last cut, by the rules of `detente.scenario.phase` (what followed each of its
names), and by plain shares. The hand timeline is never fitted on.
"""

import csv
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from detente.archive import registry, tables
from detente.archive.history import COVERED_BY_KOREA
from detente.backtest.compare import clustered
from detente.numerics.phases import Chain, ahead, filtered, fit
from detente.scenario.cycle import PRIOR_MONTHS, Standing, prior
from detente.scenario.months import BIN, CLASSES, LEVELS, levels
from detente.scenario.phase import phase
from detente.world.actor import Dyad
from detente.world.answers import Comparison
from detente.world.event import Event

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Progress = Callable[[str], None]

CUTS = tuple(range(1990, 2030, 5))
SPARE = 0.5
"""Pseudo-counts of every level in the plain shares."""

RECENT = 60
"""Months that the recent share looks back."""

OURS = "learned phases"
PAIR = Dyad("KOR", "PRK")
AS_ONE = {"clash": "provocation"}
"""The hand timeline knows no clash of its own."""


def _start() -> date:
    return date.fromisoformat(registry.days_covered("korea.csv")[0])


def _end() -> date:
    return date.fromisoformat(registry.days_covered("korea.csv")[1])


@cache
def acts(dyad: Dyad) -> tuple[Event, ...]:
    """What our chronology tells of a pair."""
    return tuple(event for event in tables.korea() if event.happened and event.between(dyad))


def observed(until: date) -> Ints:
    """All pairs' levels in the whole bins that end on `until`, (pairs, bins, classes)."""
    bins = (until - _start()).days // BIN
    known = [[e for e in acts(dyad) if e.known_by(until)] for dyad in COVERED_BY_KOREA]
    return np.stack([levels(one, until, bins) for one in known])


@cache
def fitted(year: int) -> Chain:
    """The chain fitted on what lies before a year."""
    return fit(observed(date(year, 1, 1) - timedelta(days=1)), prior(), weight=PRIOR_MONTHS)


def vintage(year: int) -> dict[str, object]:
    """What ships of a cut."""
    chain = fitted(year)
    told: dict[str, object] = {
        "stay": chain.stay.tolist(),
        "move": chain.move.tolist(),
        "emit": chain.emit.tolist(),
    }
    return {"phases": {**told, "stages": chain.stages, "names": better_than_rules(year)}}


def better_than_rules(year: int) -> bool:
    """Whether the learned phases foretold months better than the rules, on test months before a year."""
    if year <= CUTS[0]:
        return False
    months = foretold(lambda _: None, before=year)
    return clustered(months.losses[OURS] - months.losses["rules"], months.years).high < 0.0


@dataclass(frozen=True, slots=True)
class Months:
    """Minus the log chance of what each of n test months held, by model (n,); the year of each month."""

    losses: dict[str, Floats]
    years: list[str]


def foretold(progress: Progress, before: int = 9999) -> Months:
    """Every pair's months from the first cut to a year, each by the models of the cut before it."""
    parts: dict[str, list[Floats]] = {}
    years: list[str] = []
    for cut in (year for year in CUTS if date(year, 1, 1) < _end() and year < before):
        progress(f"phases: months after {cut}")
        last = min(date(cut + 5, 1, 1), _end())
        bins = (last - date(cut, 1, 1)).days // BIN
        until = date(cut, 1, 1) + timedelta(days=BIN * bins - 1)
        for place, dyad in enumerate(COVERED_BY_KOREA):
            for name, loss in _block(cut, bins, until, place).items():
                parts.setdefault(name, []).append(loss)
            years += [f"{dyad.text} {d.year}" for d in _days(until, bins)]
    return Months({name: np.concatenate(found) for name, found in parts.items()}, years)


def _days(until: date, bins: int) -> list[date]:
    """The last day of each of the bins that end on `until`."""
    return [until - timedelta(days=BIN * back) for back in range(bins - 1, -1, -1)]


@cache
def _block(cut: int, bins: int, until: date, place: int) -> dict[str, Floats]:
    """One pair's `bins` months after a cut: losses by model, each month foretold from those before it."""
    every = observed(until)
    train, seen = every[:, :-bins], every[place]
    names = [rule_names(pair, until, every.shape[1]) for pair in COVERED_BY_KOREA]
    states, _ = filtered(fitted(cut), seen)
    after_rule = _after(train, [n[: train.shape[1]] for n in names])
    after_level = _after_level(train)
    before = range(seen.shape[0] - bins - 1, seen.shape[0] - 1)
    foretold = {
        OURS: [ahead(fitted(cut), states[t]) for t in before],
        "rules": [after_rule.get(names[place][t], after_rule[""]) for t in before],
        "climatology": [_shares(seen[: t + 1]) for t in before],
        "last five years": [_shares(seen[max(0, t + 1 - RECENT) : t + 1]) for t in before],
        "last month": [after_level[np.arange(len(CLASSES)), seen[t]] for t in before],
    }
    then = seen[-bins:]
    return {
        name: np.array([_loss(table, month) for table, month in zip(rows, then, strict=True)])
        for name, rows in foretold.items()
    }


def _loss(table: Floats, seen: Ints) -> float:
    return float(-np.log(table[np.arange(len(CLASSES)), seen]).sum())


def _shares(seen: Ints) -> Floats:
    """The share of each level of each class among months (..., C), as (C, L)."""
    flat = seen.reshape(-1, len(CLASSES))
    counts = np.stack([(flat == level).sum(axis=0) for level in range(LEVELS)], axis=-1) + SPARE
    found: Floats = counts / counts.sum(axis=-1, keepdims=True)
    return found


def _after(train: Ints, names: Sequence[Sequence[str]]) -> dict[str, Floats]:
    """What followed each name of the rules in the training months, (C, L); "" for all together."""
    follows: dict[str, list[Ints]] = {}
    for seen, row in zip(train, names, strict=True):
        for name, then in zip(row[:-1], seen[1:], strict=True):
            follows.setdefault(name, []).append(then)
    return {"": _shares(train), **{name: _shares(np.stack(found)) for name, found in follows.items()}}


def _after_level(train: Ints) -> Floats:
    """The chance of each level after each level of the same class, (C, L, L)."""
    now, then = train[:, :-1].reshape(-1, len(CLASSES)), train[:, 1:].reshape(-1, len(CLASSES))
    counts = np.full((len(CLASSES), LEVELS, LEVELS), SPARE)
    for place in range(len(CLASSES)):
        np.add.at(counts[place], (now[:, place], then[:, place]), 1.0)
    found: Floats = counts / counts.sum(axis=2, keepdims=True)
    return found


@cache
def rule_names(dyad: Dyad, until: date, bins: int) -> tuple[str, ...]:
    """The rules' name of the phase at the end of each bin."""
    known = sorted(((e.when.end, e) for e in acts(dyad) if e.when is not None), key=lambda pair: pair[0])
    ends = [end for end, _ in known]
    return tuple(phase(_year(known, ends, day), day).name for day in _days(until, bins))


def _year(known: Sequence[tuple[date, Event]], ends: Sequence[date], day: date) -> list[Event]:
    """The acts of the year that ends on a day."""
    return [e for _, e in known[bisect_left(ends, day - timedelta(days=366)) : bisect_right(ends, day)]]


def comparisons(progress: Progress) -> Iterator[Comparison]:
    """The card's rows about phases: the next month foretold."""
    months = foretold(progress)
    ours = months.losses[OURS]
    for name, loss in months.losses.items():
        if name != OURS:
            gap = clustered(ours - loss, months.years)
            yield Comparison(
                "scenario: learned phases, next month", name, "log score of six counts, nats", ours.size,
                float(ours.mean()), float(loss.mean()), gap, gap.high < 0.0,
                f"own chronology, {CUTS[0]}-{_end().year}, three pairs, 30 days ahead, refit "
                "every five years, years of a pair resampled",
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far names agree with the hand timeline over n months: share, Cohen's kappa, pairs of names."""

    n: int
    share: float
    kappa: float
    pairs: Counter[tuple[str, str]]


def timeline(path: Path) -> list[tuple[date, str]]:
    """The hand timeline (start, end, phase, what, source by months) by the last day of each month."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    found = []
    for row in rows:
        year, month = map(int, row["start"].split("-"))
        while f"{year}-{month:02d}" <= row["end"]:
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
            found.append((date(year, month, 1) - timedelta(days=1), row["phase"]))
    return found


def agreement(by_hand: Sequence[str], named: Sequence[str]) -> Agreement:
    """Cohen's kappa (1960) of two lists of names, clash told as provocation."""
    pairs = Counter((a, AS_ONE.get(b, b)) for a, b in zip(by_hand, named, strict=True))
    n = sum(pairs.values())
    share = sum(k for (a, b), k in pairs.items() if a == b) / n
    left, right = Counter(by_hand), Counter(AS_ONE.get(b, b) for b in named)
    chance = sum(left[name] * right[name] for name in left) / n**2
    return Agreement(n, share, (share - chance) / (1.0 - chance), pairs)


def learned_names(days: Sequence[date]) -> list[str]:
    """The filtered name on each day, by the chain of the last cut before it."""
    return [_name(day) for day in days]


def _name(day: date) -> str:
    chain = fitted(max(year for year in CUTS if year <= max(day.year, CUTS[0])))
    known = [event for event in acts(PAIR) if event.known_by(day)]
    return Standing.of(chain, known, day, [(_start(), _end())]).name
