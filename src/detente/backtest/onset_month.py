"""Is a dispute foreseen a month and a year ahead? Pair-months, fitted anew every five years.

A forecast is made on the first day of a month and rests on what had begun before it; what taught its model
was over when the five years began. Quiet months are many and alike: one in ten of them teaches, and counts
for ten. Ours pools a logit and trees with weights from the log score of what they had said before. Baselines
see the same rows and learn from the same ones.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from detente.backtest.code import code_hash
from detente.backtest.inputs import Inputs
from detente.backtest.onset import BASE_GROWTH, FIRST_YEAR, LEARNED, OURS
from detente.backtest.onset import CODE as YEAR_CODE
from detente.backtest.onset_month_columns import MONTHLY, month_columns
from detente.backtest.rolling import Found, Plan, rolled
from detente.backtest.tested import Outcomes, Tested, scored
from detente.forecast.annals import Annals
from detente.forecast.covariates import YEAR, Columns, Rows, picked
from detente.forecast.ledger import Floats, Ints, Marks
from detente.forecast.onset import (
    HISTORY,
    NAMES,
    PEACE,
    STRUCTURE,
    VOICES,
    begun_within,
    onset_columns,
)
from detente.numerics.ridge import Ridge
from detente.numerics.stack import pool_weights
from detente.numerics.trees import Growth, Trees
from detente.world.errors import UsageError

BLOCK = 5
"""Years that one fit serves."""

QUIET_SHARE = 10
"""One in so many quiet months teaches."""

MEMORY = 3653
"""Days after its last dispute or event for which a pair is not quiet."""

COLUMNS = (*NAMES, *MONTHLY)
PAST = (*HISTORY, "disputes 30d", "disputes 90d", "since start")
LOGITS: Mapping[str, tuple[str, ...]] = {
    "peace-months cubic logit": PEACE,
    "structural + peace months": (*STRUCTURE, *PEACE),
    "self-exciting logit": (*PEACE, *PAST),
    "all logit": (*STRUCTURE, *PEACE, *PAST),
}
"""Logit baselines and their columns."""

CODE = (*YEAR_CODE, "backtest/onset_month", "backtest/onset_month_columns")


@dataclass(frozen=True, slots=True)
class Setting:
    """How the voices are fitted: the ridge, the half-life in years of what teaches the logit, the trees."""

    strength: float
    half_life: float
    growth: Growth


SETTINGS: Mapping[int, Setting] = {
    1: Setting(0.03, 20.0, Growth(trees=300, rate=0.03, leaves=8, least=30, ridge=10.0, columns=0.3)),
    12: Setting(
        0.001, 20.0, Growth(trees=300, rate=0.03, leaves=8, least=100, ridge=50.0, columns=0.15, rows=0.4)
    ),
}
"""By months ahead, chosen on 1970-1989. Twelve months overlap: a dispute counts twelve times there."""


@dataclass(frozen=True)
class Panel:
    """Pair-months from 1946 on, with whether a dispute begins within `months` of their first day.

    `until`: the day from which that is known; `weight`: for how many rows each one teaches; all (m,).
    Columns are made for the rows that an origin needs, so that 900,000 rows are never held at once.
    """

    found: Inputs
    months: int
    first: int
    r: Rows
    until: Ints
    y: Floats
    weight: Floats

    @classmethod
    def of(cls, found: Inputs, months: int, first: int, last: int) -> "Panel":
        """The politically relevant pairs of every month up to `last`; `first` is the first year tested."""
        years, i, j = found.structure.rows(FIRST_YEAR, last)
        month = (years[:, None] * 12 + np.arange(12)).ravel()
        at, until = first_of_month(month), first_of_month(month + months)
        r = Rows(np.repeat(i, 12), np.repeat(j, 12), at, np.repeat(years, 12))
        y = begun_within(found.annals, r, until - at)
        return cls(found, months, first, r, until, y, teaching(r, month, y, found.annals))

    @cached_property
    def key(self) -> str:
        """Months ahead, years, data and code."""
        span = f"{self.months}-{self.first}-{self.r.year.max()}"
        return f"onset-month-{span}-{self.found.data_hash[:16]}-{code_hash(CODE)[:16]}"

    def tested(self, origin: int) -> Ints:
        """The rows of the years from `origin` on that its fit serves."""
        return np.flatnonzero((self.r.year >= origin) & (self.r.year < origin + BLOCK))

    def at(self, origin: int) -> dict[str, Floats]:
        """The chances that every model gives the rows of `tested`."""
        start = date(origin, 1, 1).toordinal()
        past, now = np.flatnonzero((self.until <= start) & (self.weight > 0)), self.tested(origin)
        y, weight = self.y[past], self.weight[past]
        columns = self._columns(past), self._columns(now)
        age = (start - self.r.at[past]) / YEAR
        found = _voices(SETTINGS[self.months], columns, y, weight, age)
        return found | (_baselines(columns, y, weight) if origin >= self.first else {})

    def _columns(self, here: Ints) -> Columns:
        s, annals = self.found.structure, self.found.annals
        r = Rows(self.r.i[here], self.r.j[here], self.r.at[here], self.r.year[here])
        return onset_columns(s, annals, r) | month_columns(s, annals, r)


def first_of_month(month: Ints) -> Ints:
    """Ordinals (m,) of the first days of months counted from year 0, January of year y being 12 y."""
    months, where = np.unique(month, return_inverse=True)
    days = [date(m // 12, m % 12 + 1, 1).toordinal() for m in months.tolist()]
    return np.array(days, dtype=np.int64)[where]


def teaching(r: Rows, month: Ints, y: Floats, annals: Annals) -> Floats:
    """Weights (m,): 1 for what came true and for pairs with a recent past; a few of the rest for all."""
    drawn = _mixed((r.i * 1000 + r.j) * 100_000 + month) % np.uint64(QUIET_SHARE) == 0
    return np.where((y > 0) | _at_odds(r, annals), 1.0, np.where(drawn, float(QUIET_SHARE), 0.0))


def _mixed(number: Ints) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    """Numbers as if drawn by lot, the same ones every time (Steele, Lea & Flood 2014, SplitMix)."""
    x = number.astype(np.uint64)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def _at_odds(r: Rows, annals: Annals) -> Marks:
    """Whether the pair had a dispute or an event in the last `MEMORY` days."""
    # A pair and a day as one number: the distance to another pair's is far longer than any memory.
    pair = np.int64(10**9)
    starts = [(i * 1000 + j) * pair + annals.disputes.start[past] for (i, j), past in annals.of_pair.items()]
    events = [(i * 1000 + j) * pair + days for (i, j), (days, _) in annals.events.items()]
    known = np.sort(np.concatenate([np.array([-(10**18)], dtype=np.int64), *starts, *events]))
    now = (r.i * 1000 + r.j) * pair + r.at
    recent: Marks = now - known[np.searchsorted(known, now) - 1] <= MEMORY
    return recent


def _voices(
    how: Setting, columns: tuple[Columns, Columns], y: Floats, weight: Floats, age: Floats
) -> dict[str, Floats]:
    """What both voices say; `columns` of the rows that teach and of those asked about, `age` in years."""
    x, now = (picked(c, COLUMNS) for c in columns)
    faded = weight * np.exp2(-age / how.half_life)
    return {
        "logit": Ridge.fitted(x, y, strength=how.strength, weight=faded).chance(now),
        "trees": Trees.fitted(x, y, how.growth, weight=weight).chance(now),
    }


def _baselines(columns: tuple[Columns, Columns], y: Floats, weight: Floats) -> dict[str, Floats]:
    found = {"climatology": np.full(columns[1]["peace"].size, np.average(y, weights=weight))}
    for name, names in LOGITS.items():
        x, now = (picked(c, names) for c in columns)
        found[name] = Ridge.fitted(x, y, strength=1.0, weight=weight).chance(now)
    x, now = (picked(c, LOGITS["all logit"]) for c in columns)
    found["LightGBM"] = Trees.fitted(x, y, BASE_GROWTH, weight=weight).chance(now)
    found["mean of logit and LightGBM"] = (found["all logit"] + found["LightGBM"]) / 2.0
    return found


def run(found: Inputs, first: int, last: int, plan: Plan) -> Tested:
    """The tables of pair-months: a month ahead, `first` to `last`; twelve, to the year before `last`."""
    earliest = FIRST_YEAR + LEARNED
    if first < earliest:
        raise UsageError("too-early", f"--from {first}: pair-months can be tested from {earliest} on")
    table = _table(found, 1, (first, last), plan)
    return table.with_others([_table(found, 12, (first, last - 1), plan)] if first < last else [])


def _table(found: Inputs, months: int, span: tuple[int, int], plan: Plan) -> Tested:
    first, last = span
    panel = Panel.of(found, months, *span)
    tested = range(first, last + 1, BLOCK)
    learned = [y for y in range(first - LEARNED, first, BLOCK) if y >= FIRST_YEAR + LEARNED]
    said = rolled(panel, [*learned, *tested], plan)
    forecasts = {name: np.concatenate([said[o][name] for o in tested]) for name in said[first]}
    weights = {o: weights_at(panel, said, o) for o in tested}
    forecasts[OURS] = np.concatenate([_side_by_side(said[o]) @ weights[o] for o in tested])
    rows = np.concatenate([panel.tested(o) for o in tested])
    decade = panel.r.year[rows] // 10 * 10
    return scored(
        ("onset-month", f"pair-month, within {months} month{'s' * (months > 1)}"),
        span,
        Outcomes(panel.y[rows], (panel.r.i * 10_000 + panel.r.j)[rows]),
        forecasts,
        ours=OURS,
        data_hash=found.data_hash,
        variants=VOICES,
        parts={f"{d}s": decade == d for d in np.unique(decade).tolist()},
        notes=(f"data: {found.sources}", *_weight_lines(weights)),
    )


def weights_at(panel: Panel, said: Mapping[int, Found], origin: int) -> Floats:
    """Weights of the voices from what they had said of months that were over when `origin` began."""
    before = [o for o in said if o < origin]
    if not before:
        return np.full(len(VOICES), 1.0 / len(VOICES))
    rows = np.concatenate([panel.tested(o) for o in before])
    over = panel.until[rows] <= date(origin, 1, 1).toordinal()
    p = np.concatenate([_side_by_side(said[o]) for o in before])
    return pool_weights(p[over], panel.y[rows][over], np.ones(int(over.sum())))


def _side_by_side(said: Found) -> Floats:
    return np.stack([said[voice] for voice in VOICES], axis=1)


def _weight_lines(weights: Mapping[int, Floats]) -> Sequence[str]:
    names = ", ".join(VOICES)
    return [f"weights of {names} from {o}: {', '.join(f'{w:.2f}' for w in ws)}" for o, ws in weights.items()]
