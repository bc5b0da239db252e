"""What a month adds to what a year tells of a pair: the last weeks, and whom else the two are at odds with.

Counts of a pair fade day by day on a square of states; what began on the day itself or later is not known.
Enemies in common, enemies of allies: Maoz, Terris, Kuperman & Talmud 2007 (J. of Politics 69:100).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from detente.forecast.annals import Annals
from detente.forecast.covariates import Columns, Rows
from detente.forecast.ledger import Floats, Ints
from detente.forecast.structure import FIRST, NO_BORDER, PLEDGES, Structure

RECENT: Mapping[str, tuple[str, float]] = {
    "disputes 30d": ("disputes", 30.0),
    "disputes 90d": ("disputes", 90.0),
    "disputes 180d": ("disputes", 180.0),
    "events 15d": ("events", 15.0),
    "lethal 45d": ("lethal", 45.0),
}
"""Columns of the pair's own last weeks: what is counted, and its half-life in days."""

WEB_DAYS: Mapping[str, float] = {"1y": 365.0, "10y": 3650.0}
"""Half-lives of the events between either state and third ones."""

ENTANGLED = (
    "enemies in common", "enemies of allies", "neighbours' trouble, more", "neighbours' trouble, less",
    "opponents, more", "opponents, less",
)  # fmt: skip
WEB = tuple(f"{name} {span}" for span in WEB_DAYS for name in ENTANGLED)
MONTHLY = (*RECENT, *WEB)
"""All columns of this module."""

OPPOSED = 0.1
"""Discounted count (log of 1 more) from which a state counts as an opponent."""


class Acts(NamedTuple):
    """Acts in order of their `day`, each between states `i` and `j`; all (n,)."""

    day: Ints
    i: Ints
    j: Ints


def month_columns(s: Structure, annals: Annals, r: Rows) -> Columns:
    """The columns of `MONTHLY` for the pairs and days of `r`, each (m,)."""
    found = {name: np.zeros(r.at.size) for name in MONTHLY}
    acts = acts_of(annals)
    for name, (kind, half_life) in RECENT.items():
        for here, count in fading(acts[kind], r, half_life, len(s.codes)):
            found[name][here] = count[r.i[here], r.j[here]]
    for span, half_life in WEB_DAYS.items():
        for here, count in fading(acts["events"], r, half_life, len(s.codes)):
            for name, values in _entangled(s, count, _taken(r, here)).items():
                found[f"{name} {span}"][here] = values
    return found


def acts_of(annals: Annals) -> dict[str, Acts]:
    """Starts of disputes, event days and lethal event days of all pairs."""
    d = annals.disputes
    pairs = [(*pair, days, lethal) for pair, (days, lethal) in annals.events.items()]
    return {
        "disputes": _ordered([(d.i, d.j, d.start)]),
        "events": _ordered([(_same(i, days), _same(j, days), days) for i, j, days, _ in pairs]),
        "lethal": _ordered(
            [(_same(i, d), _same(j, d), d) for i, j, days, kill in pairs for d in [days[kill]]]
        ),
    }


def fading(acts: Acts, r: Rows, half_life: float, states: int) -> Iterator[tuple[Ints, Floats]]:
    """For each day of `r`: its rows, and log(1 + discounted count) of acts before it, (states, states)."""
    order = np.argsort(r.at, kind="stable")
    days, first = np.unique(r.at[order], return_index=True)
    count, seen, before = np.zeros((states, states)), 0, 0
    for day, here in zip(days.tolist(), np.split(order, first[1:]), strict=True):
        count *= 2.0 ** ((before - day) / half_life)
        known = int(np.searchsorted(acts.day, day))
        new = slice(seen, known)
        np.add.at(count, (acts.i[new], acts.j[new]), np.exp2((acts.day[new] - day) / half_life))
        seen, before = known, day
        yield here, np.log1p(count + count.T)


def _entangled(s: Structure, count: Floats, r: Rows) -> Columns:
    """The columns of `ENTANGLED` for rows of one day, from the counts of all pairs on it."""
    t = r.year[0] - FIRST
    near = (s.border[t] < NO_BORDER).astype(np.float64)
    ally = s.pledge[t, PLEDGES.index("defense")].astype(np.float64)
    i, j = count[r.i], count[r.j]
    trouble = near @ count.sum(axis=1) / np.maximum(near.sum(axis=1), 1.0)
    opponents = (count > OPPOSED).sum(axis=1).astype(np.float64)
    values = (
        np.minimum(i, j).sum(axis=1),
        (ally[r.i] * j).sum(axis=1) + (ally[r.j] * i).sum(axis=1),
        *_more_and_less(trouble, r),
        *_more_and_less(opponents, r),
    )
    return dict(zip(ENTANGLED, map(np.log1p, values), strict=True))


def _more_and_less(value: Floats, r: Rows) -> tuple[Floats, Floats]:
    return np.maximum(value[r.i], value[r.j]), np.minimum(value[r.i], value[r.j])


def _taken(r: Rows, here: Ints) -> Rows:
    return Rows(r.i[here], r.j[here], r.at[here], r.year[here])


def _same(state: int, days: Ints) -> Ints:
    return np.full(days.size, state, dtype=np.int64)


def _ordered(parts: Sequence[tuple[Ints, Ints, Ints]]) -> Acts:
    none = np.empty(0, dtype=np.int64)
    i, j, day = (
        (np.concatenate((none, *column)) for column in zip(*parts, strict=True)) if parts else (none,) * 3
    )
    order = np.argsort(day, kind="stable")
    return Acts(day[order], i[order], j[order])
