"""How much the record speaks for each motive: exact evidence by half-year, weights, bootstrap intervals."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from detente.motive.model import HYPOTHESES, marked, window
from detente.numerics.matched import GRID, log_bayes_factor, stratum_loglik
from detente.world.event import Event

Floats = NDArray[np.float64]
HALF_YEAR = 182
RESAMPLES = 200


def tables_of(
    acts: Sequence[Event],
    shown: Sequence[date],
    actor: str,
    span: tuple[date, date],
    holidays: Sequence[tuple[int, int]],
) -> list[Floats]:
    """The strata of every hypothesis in the order of `HYPOTHESES`; `acts` are those that mark days."""
    tables = []
    for hypothesis in HYPOTHESES:
        first, last = (timedelta(days=d) for d in window(hypothesis.motive))
        triggers = marked(hypothesis.motive, acts, actor, holidays)
        tables.append(strata(shown, [(day + first, day + last) for day in triggers], span))
    return tables


def strata(events: Sequence[date], marked: Sequence[tuple[date, date]], span: tuple[date, date]) -> Floats:
    """Log likelihoods by half-year, shape (strata, grid), of events falling on marked days.

    `marked` are closed spans of days, `span` the first and last covered day. A half-year without events or
    without both kinds of day says nothing and gives zeros.
    """
    first, last = (day.toordinal() for day in span)
    flag = _flags([(a.toordinal(), b.toordinal()) for a, b in marked], first, last)
    happened = np.zeros(last - first + 1, dtype=bool)
    happened[[day.toordinal() - first for day in events if span[0] <= day <= span[1]]] = True
    rows = [
        _row(flag[i : i + HALF_YEAR], happened[i : i + HALF_YEAR]) for i in range(0, flag.size, HALF_YEAR)
    ]
    return np.array(rows).reshape(-1, GRID.size)


def _flags(spans: Sequence[tuple[int, int]], first: int, last: int) -> NDArray[np.bool_]:
    flag = np.zeros(last - first + 1, dtype=bool)
    for start, end in spans:
        flag[max(0, start - first) : max(0, end - first + 1)] = True
    return flag


def _row(flag: NDArray[np.bool_], happened: NDArray[np.bool_]) -> Floats:
    n, d, m, x = flag.size, int(flag.sum()), int(happened.sum()), int((flag & happened).sum())
    return stratum_loglik(n, d, m, x)


def weigh(tables: Sequence[Floats], signs: Sequence[int], *, seed: int) -> Floats:
    """Weights of the hypotheses and of habit (last) with 90 % bounds, shape (hypotheses + 1, 3).

    Equal prior odds; `tables` have shape (strata, grid). Bounds: 5 and 95 % of a bootstrap over half-years.
    """
    count = tables[0].shape[0]
    draws = np.random.default_rng(seed).multinomial(count, np.full(count, 1.0 / count), size=RESAMPLES)
    counts = np.vstack([np.ones((1, count)), draws]).astype(np.float64)
    evidence = [log_bayes_factor(counts @ table, sign=s) for table, s in zip(tables, signs, strict=True)]
    logs = np.stack([*evidence, np.zeros(counts.shape[0])])
    shares = np.exp(logs - logs.max(axis=0))
    shares = shares / shares.sum(axis=0)
    low, high = np.quantile(shares[:, 1:], (0.05, 0.95), axis=1)
    best = shares[:, 0]
    return np.stack([best, np.minimum(low, best), np.maximum(high, best)], axis=1)


def odds_ratio(table: Floats) -> float:
    """The most likely odds ratio of an event on a marked day against another; 1 if the record is silent."""
    total = table.sum(axis=0)
    return float(np.exp(GRID[int(total.argmax())])) if float(np.ptp(total)) > 0 else 1.0
