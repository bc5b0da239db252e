"""Is a dispute foreseen a month and a year ahead? Pair-months, fitted anew each year.

A forecast is made on the first day of a month and rests on what had begun before it; what taught its model
was over when the year began. Months of a pair are alike: two of a year teach. Ours pools a logit and trees
with weights from the log score of what they had said of the ten years before. Baselines see the same rows
and learn from the same ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from detente.backtest.code import code_hash
from detente.backtest.inputs import Inputs
from detente.backtest.onset import BASE_GROWTH, FIRST_YEAR, LEARNED, OURS, side_by_side
from detente.backtest.onset import CODE as YEAR_CODE
from detente.backtest.onset_month_columns import MONTHLY, month_columns
from detente.backtest.parts import decades_and_regions
from detente.backtest.rolling import Found, Plan, rolled
from detente.backtest.tested import Outcomes, Tested, scored, weights_note
from detente.forecast.covariates import YEAR, Columns, Rows, picked
from detente.forecast.ledger import Floats, Ints
from detente.forecast.onset import (
    GROWTH,
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
from detente.numerics.trees import Trees
from detente.world.errors import UsageError

GAP = 6
"""Months between those of a pair that teach: with more of them, scores were no better."""

STRENGTH = 0.03
HALF_LIFE = 20.0
"""Of the logit's ridge, and years after which a row teaches either voice half as much; tried on 1975-1989."""

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


@dataclass(frozen=True)
class Panel:
    """Pair-months from 1946 on, with whether a dispute begins within `months` of their first day.

    `until`: the day from which that is known; `weight`: for how many rows each one teaches; all (m,).
    `lessons`: columns of the rows that teach; those of the rows tested are made at their origin, so that
    900,000 rows are never held at once.
    """

    found: Inputs
    months: int
    first: int
    r: Rows
    until: Ints
    y: Floats
    weight: Floats
    lessons: Columns

    @classmethod
    def of(cls, found: Inputs, months: int, first: int, last: int) -> "Panel":
        """The politically relevant pairs of every month up to `last`; `first` is the first year tested."""
        years, i, j = found.structure.rows(FIRST_YEAR, last)
        month = (years[:, None] * 12 + np.arange(12)).ravel()
        at, until = first_of_month(month), first_of_month(month + months)
        r = Rows(np.repeat(i, 12), np.repeat(j, 12), at, np.repeat(years, 12))
        y = begun_within(found.annals, r, until - at)
        weight = teaching(r, month, y, months)
        lessons = _columns(found, r, np.flatnonzero(weight > 0))
        return cls(found, months, first, r, until, y, weight, lessons)

    @cached_property
    def key(self) -> str:
        """Months ahead, years, data and code."""
        span = f"{self.months}-{self.first}-{self.r.year.max()}"
        return f"onset-month-{span}-{self.found.data_hash[:16]}-{code_hash(CODE)[:16]}"

    def tested(self, origin: int) -> Ints:
        """The rows of the year `origin`."""
        return np.flatnonzero(self.r.year == origin)

    def at(self, origin: int) -> dict[str, Floats]:
        """The chances that every model gives the rows of `tested`."""
        start = date(origin, 1, 1).toordinal()
        teach = np.flatnonzero(self.weight > 0)
        over = self.until[teach] <= start
        past = teach[over]
        known = {name: values[over] for name, values in self.lessons.items()}
        columns = known, _columns(self.found, self.r, self.tested(origin))
        y, weight = self.y[past], self.weight[past]
        faded = weight * np.exp2((self.r.at[past] - start) / (HALF_LIFE * YEAR))
        return _voices(columns, y, faded) | (_baselines(columns, y, weight) if origin >= self.first else {})


def _columns(found: Inputs, r: Rows, here: Ints) -> Columns:
    """`COLUMNS` of some rows."""
    some = Rows(r.i[here], r.j[here], r.at[here], r.year[here])
    every = onset_columns(found.structure, found.annals, some)
    every |= month_columns(found.structure, found.annals, some)
    return {name: every[name] for name in COLUMNS}


def first_of_month(month: Ints) -> Ints:
    """Ordinals (m,) of the first days of months counted from year 0, January of year y being 12 y."""
    months, where = np.unique(month, return_inverse=True)
    days = [date(m // 12, m % 12 + 1, 1).toordinal() for m in months.tolist()]
    return np.array(days, dtype=np.int64)[where]


def teaching(r: Rows, month: Ints, y: Floats, months: int) -> Floats:
    """Weights (m,): every `GAP`-th month of a pair teaches, a sixth of the pairs in each month.

    A dispute that such a month cannot see `months` ahead teaches too, and the months drawn count for all.
    """
    drawn = ((r.i + r.j + month) % GAP == 0).astype(np.float64)
    return drawn if months >= GAP else np.where(y > 0, 1.0, GAP * drawn)


def _voices(columns: tuple[Columns, Columns], y: Floats, weight: Floats) -> dict[str, Floats]:
    """What both voices say; `columns` of the rows that teach and of those asked about."""
    x, now = (picked(c, COLUMNS) for c in columns)
    return {
        "logit": Ridge.fitted(x, y, strength=STRENGTH, weight=weight).chance(now),
        "trees": Trees.fitted(x, y, GROWTH, weight=weight).chance(now),
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
    tested = range(first, last + 1)
    said = rolled(panel, range(max(FIRST_YEAR + LEARNED, first - LEARNED), last + 1), plan)
    forecasts = {name: np.concatenate([said[o][name] for o in tested]) for name in said[first]}
    weights = {o: weights_at(panel, said, o) for o in tested}
    forecasts[OURS] = np.concatenate([side_by_side(said[o]) @ weights[o] for o in tested])
    rows = np.concatenate([panel.tested(o) for o in tested])
    year, i, j = panel.r.year[rows], panel.r.i[rows], panel.r.j[rows]
    return scored(
        ("onset-month", f"pair-month, within {months} month{'s' * (months > 1)}"),
        span,
        Outcomes(panel.y[rows], i * 10_000 + j),
        forecasts,
        ours=OURS,
        data_hash=found.data_hash,
        variants=VOICES,
        by=decades_and_regions(found.structure.codes, year, i, j),
        notes=(f"data: {found.sources}", weights_note(VOICES, weights[last], f"in {last}")),
    )


def weights_at(panel: Panel, said: Mapping[int, Found], origin: int) -> Floats:
    """Weights of the voices from what they had said of months that were over when `origin` began."""
    before = [o for o in said if origin - LEARNED <= o < origin]
    if not before:
        return np.full(len(VOICES), 1.0 / len(VOICES))
    rows = np.concatenate([panel.tested(o) for o in before])
    over = panel.until[rows] <= date(origin, 1, 1).toordinal()
    p = np.concatenate([side_by_side(said[o]) for o in before])
    return pool_weights(p[over], panel.y[rows][over], np.ones(int(over.sum())))
