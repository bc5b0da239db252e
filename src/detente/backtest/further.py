"""Would further voices better the forecast's table? Each is pooled with it by weights from the log score.

Two are tried on days with recent acts: the nested logit with columns from tables of states beside its own,
and what followed the nearest past cases. A weight is learned from the forecasts of earlier cuts whose years
were over by then, and may go to 0. Neither is used: the card shows what they would have brought.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date

import numpy as np

from detente.archive.codes import StateUnknown, shipped_codes
from detente.backtest.inputs import Inputs
from detente.forecast.covariates import Rows, of_either, pair_structure, picked, rows
from detente.forecast.escalation import NEAR, NEAR_HALF_LIFE, NEAR_PRIOR
from detente.forecast.fit import cuts, known, nested
from detente.forecast.ledger import Floats, Ints
from detente.forecast.table import Cases, first_day
from detente.numerics.neighbours import nearest
from detente.numerics.stack import pool_weights
from detente.world.when import When

SITUATIONS = ("alarm", "spell")

TABLES = (
    "distance", "ratio", "stronger", "weaker", "defense", "nonaggression", "consultation", "both free",
    "less free", "more free", "rule unknown",
    *(f"{name}, {which}" for name in ("events 1y", "events 10y", "age", "neighbours", "soldiers", "people")
      for which in ("more", "less")),
)  # fmt: skip
"""What the two are like, and how they act toward others; no dispute table, whose rows MIE's acts make up."""

Voice = Callable[[Cases, int], Floats]
"""What a voice fitted before the cut of a year says of all cases, (m, 3, 3)."""


def pooled(cases: Cases, tested: Cases, ours: Floats, found: Inputs) -> Mapping[str, Floats]:
    """By voice, its pool with `ours` (m, 3, 3) on the cases `tested`, which are those of `cases` by cut.

    Before the first cut whose forecasts are over, the voice has no weight.
    """
    beside = replace(cases, x=_with_tables(cases, found))
    voices: Mapping[str, Voice] = {"tables": _by_tables, "analogues": _by_analogy}
    return {name: _pool(_rolled(beside, tested, voice), tested, ours) for name, voice in voices.items()}


def _rolled(cases: Cases, tested: Cases, voice: Voice) -> Floats:
    cut = cuts(cases.day)
    return np.concatenate(
        [voice(cases, int(year))[cut == year] for year in dict.fromkeys(cuts(tested.day).tolist())]
    )


def _pool(said: Floats, tested: Cases, ours: Floats) -> Floats:
    cut, mixed = cuts(tested.day), ours.copy()
    both = np.stack((ours, said), axis=3)
    for year in np.unique(cut):
        over, here = known(tested, int(year)) & (cut < year), cut == year
        if over.any():
            y = tested.followed[over].ravel()
            weights = pool_weights(both[over].reshape(-1, 2), y, np.ones(y.size))
            mixed[here] = both[here] @ weights
    return mixed


def _by_tables(cases: Cases, year: int) -> Floats:
    fitted = nested(cases, year)
    if fitted is None or cases.x is None:
        return np.full(cases.followed.shape, cases.followed[known(cases, year)].mean(axis=0))
    return fitted.chance(cases.x)


def _by_analogy(cases: Cases, year: int) -> Floats:
    assert cases.x is not None
    past = known(cases, year)
    age = (first_day(year) - cases.day[past]) / 365.25
    near = nearest(
        cases.x[past], cases.x, age, k=min(NEAR, int(past.sum())), half_life=NEAR_HALF_LIFE / 365.25
    )
    weight = np.exp2(-age * 365.25 / NEAR_HALF_LIFE)
    followed = cases.followed[past].reshape(-1, 9)
    base = (weight @ followed + 0.5) / (weight.sum() + 1.0)
    shares = [near.share(y, float(p), NEAR_PRIOR) for y, p in zip(followed.T, base, strict=True)]
    return np.stack(shares, axis=1).reshape(cases.followed.shape)


def _with_tables(cases: Cases, found: Inputs) -> Floats:
    """The columns of the nested logit and those of `TABLES` on the day after each case."""
    r = _rows(cases, found.structure.index)
    columns = pair_structure(found.structure, r) | of_either(found.structure, found.annals, r)
    assert cases.x is not None
    return np.concatenate((cases.x, picked(columns, TABLES)), axis=1)


def _rows(cases: Cases, at: Mapping[str, int]) -> Rows:
    states = np.array(list(_states(cases.pair, cases.day, at)), dtype=np.int64)
    return rows(states[:, 0], states[:, 1], cases.day + 1)


def _states(pairs: Ints, days: Ints, at: Mapping[str, int]) -> Iterator[tuple[int, int]]:
    """The indices of the two states of each case; those of others where a number is no state of ours."""
    for pair, day in zip(pairs.tolist(), map(date.fromordinal, days.tolist()), strict=True):
        when = When.of(day.year, day.month, day.day)
        try:
            one, other = (at[shipped_codes().cow(number, when)] for number in divmod(pair, 1000))
        except (StateUnknown, KeyError):
            one, other = 0, 1
        yield one, other
