"""Would further voices better the forecast's table? Each is pooled with it by weights from the log score.

Two are tried on days with recent acts: the nested logit with columns from tables of states beside its own,
and what followed the nearest past cases. A weight is learned from the forecasts of earlier cuts whose years
were over by then, and may go to 0. Neither is used: the card shows what they would have brought.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import numpy as np

from detente.backtest.alarms import dyad_on
from detente.backtest.inputs import Inputs
from detente.forecast.covariates import of_either, pair_structure, picked, rows
from detente.forecast.escalation import NEAR, NEAR_HALF_LIFE, NEAR_PRIOR
from detente.forecast.fit import cuts, known, nested
from detente.forecast.ledger import Floats
from detente.forecast.table import Cases, first_day
from detente.numerics.neighbours import nearest
from detente.numerics.stack import pool_weights

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
    if fitted is None:
        return np.full(cases.followed.shape, cases.followed[known(cases, year)].mean(axis=0))
    return fitted.chance(_columns(cases))


def _by_analogy(cases: Cases, year: int) -> Floats:
    x, past = _columns(cases), known(cases, year)
    age = (first_day(year) - cases.day[past]).astype(np.float64)
    near = nearest(x[past], x, age, k=min(NEAR, age.size), half_life=NEAR_HALF_LIFE)
    weight, followed = np.exp2(-age / NEAR_HALF_LIFE), cases.followed[past].reshape(-1, 9)
    base = (weight @ followed + 0.5) / (weight.sum() + 1.0)
    shares = [near.share(y, float(p), NEAR_PRIOR) for y, p in zip(followed.T, base, strict=True)]
    return np.stack(shares, axis=1).reshape(cases.followed.shape)


def _columns(cases: Cases) -> Floats:
    if cases.x is None:
        raise ValueError("cases without columns")
    return cases.x


def _with_tables(cases: Cases, found: Inputs) -> Floats:
    """The columns of the nested logit and those of `TABLES` on the day after each case."""
    pairs = zip(cases.pair.tolist(), cases.day.tolist(), strict=True)
    states = np.array([_states(pair, day, found.structure.index) for pair, day in pairs], dtype=np.int64)
    r = rows(states[:, 0], states[:, 1], cases.day + 1)
    columns = pair_structure(found.structure, r) | of_either(found.structure, found.annals, r)
    return np.concatenate((_columns(cases), picked(columns, TABLES)), axis=1)


def _states(pair: int, day: int, at: Mapping[str, int]) -> tuple[int, int]:
    """The indices of the two states on a day; of two others where one is no state of ours."""
    dyad = dyad_on(pair, date.fromordinal(day))
    return (at.get(dyad.a, 0), at.get(dyad.b, 1)) if dyad is not None else (0, 1)
