"""What was known of pairs of states on given days, as columns of numbers: structure, disputes, event days.

Every row is a pair (i, j) and a day `at`; what began on the day itself or later is not known. Outcomes of a
dispute count once the whole dispute is known to be over, which is half a year after its last act.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.forecast.annals import Annals
from detente.forecast.ledger import Floats, Ints
from detente.forecast.structure import FIRST, NO_BORDER, PLEDGES, Structure
from detente.numerics.decay import decayed, since_last

YEAR = 365.25
LONG_AGO = 100.0 * YEAR
"""Days since the last dispute or event of a pair that had none."""

DISPUTE_YEARS = (1.0, 3.0, 10.0, 30.0)
EVENT_DAYS = (45.0, 180.0, 365.0, 1095.0, 3650.0)
LETHAL_DAYS = (365.0, 1095.0, 3650.0)
OUTCOME_YEARS = 10.0
"""Half-lives of the discounted counts."""

FADED = (
    *(f"events {days:g}d" for days in EVENT_DAYS),
    *(f"lethal {days:g}d" for days in LETHAL_DAYS),
    "since event", "since lethal",
)  # fmt: skip
"""The columns of a pair's event days."""

Columns = dict[str, Floats]


@dataclass(frozen=True, slots=True)
class Rows:
    """m pairs i < j on days `at`; `year` is that of the day; all (m,)."""

    i: Ints
    j: Ints
    at: Ints
    year: Ints

    @property
    def t(self) -> Ints:
        """Index of the year in the arrays of `Structure`."""
        t: Ints = self.year - FIRST
        return t


def rows(i: Ints, j: Ints, at: Ints) -> Rows:
    """Rows of pairs in any order of their states."""
    days, where = np.unique(at, return_inverse=True)
    years = np.array([date.fromordinal(int(day)).year for day in days], dtype=np.int64)
    return Rows(np.minimum(i, j), np.maximum(i, j), at, years[where] if days.size else at)


def pair_structure(s: Structure, r: Rows) -> Columns:
    """What the two are like: nearness, weight, pledges, rule, weapons; missing values at fixed places."""
    t, i, j = r.t, r.i, r.j
    border, km = s.border[t, i, j], s.distance[t, i, j].astype(np.float64)
    weight = log_weight(s, t, i), log_weight(s, t, j)
    rule = s.democracy[t, i], s.democracy[t, j]
    unknown = np.isnan(rule[0]) | np.isnan(rule[1])
    pledges = {name: _float(s.pledge[t, k, i, j]) for k, name in enumerate(PLEDGES)}
    return {
        "land": _float(border == 1),
        "near": _float(border < NO_BORDER),
        "distance": np.where(border == 1, 0.0, np.log1p(np.nan_to_num(km, nan=2000.0))),
        "majors": _float(s.power[t, i]) + _float(s.power[t, j]),
        "ratio": np.abs(weight[0] - weight[1]),
        "stronger": np.maximum(*weight),
        "weaker": np.minimum(*weight),
        **pledges,
        "both free": _float((rule[0] >= 0.6) & (rule[1] >= 0.6)),
        "less free": np.where(unknown, -0.3, np.fmin(*rule)),
        "more free": np.where(unknown, 0.3, np.fmax(*rule)),
        "rule unknown": _float(unknown),
        "nuclear": _float(s.nuclear[t, i]) + _float(s.nuclear[t, j]),
    }


def log_weight(s: Structure, t: Ints, k: Ints) -> Floats:
    """Log of the share of the world's capabilities of states `k` in the years `t`, both (m,)."""
    weight: Floats = np.log(np.maximum(np.nan_to_num(s.cinc[t, k], nan=1e-4), 1e-6))
    return weight


def _float(mask: NDArray[Any]) -> Floats:
    return mask.astype(np.float64)


def pair_disputes(annals: Annals, r: Rows) -> Columns:
    """Past disputes of the pair: discounted counts, their outcomes, how long ago, whether one goes on."""
    names = [
        *(f"disputes {years:g}y" for years in DISPUTE_YEARS),
        "forceful", "fatal", "wars", "over", "going on", "since start", "since end",
        "last fatal", "last level",
    ]  # fmt: skip
    found = {name: np.zeros(r.at.size) for name in names}
    found["since start"][:] = found["since end"][:] = np.log(LONG_AGO)
    for pair, here in _by_pair(r):
        past = annals.of_pair.get(pair)
        if past is not None:
            for name, values in _of_pair(annals, past, r.at[here]).items():
                found[name][here] = values
    return found


def _of_pair(annals: Annals, past: Ints, at: Ints) -> Columns:
    d = annals.disputes.take(past)
    counts = np.log1p(decayed(at, d.start, [years * YEAR for years in DISPUTE_YEARS]))
    over = np.sort(d.settled)
    last = since_last(at, over)
    going_on = np.searchsorted(d.start, at) - np.searchsorted(over, at)
    outcome = _outcomes(d.settled, d.reached, at)
    return {
        **{f"disputes {years:g}y": counts[:, k] for k, years in enumerate(DISPUTE_YEARS)},
        **dict(zip(("forceful", "fatal", "wars"), outcome[:, :3].T, strict=True)),
        "over": outcome[:, 3],
        "going on": np.minimum(going_on, 2).astype(np.float64),
        "since start": _log_days(since_last(at, d.start)),
        "since end": _log_days(last),
        **_last_dispute(d.settled, d.reached, at),
    }


def _outcomes(end: Ints, reached: Floats, at: Ints) -> Floats:
    """Discounted numbers of disputes over by then that reached each level, and of all of them; (m, 4)."""
    known = np.nan_to_num(reached)
    columns = [decayed(at, end, [OUTCOME_YEARS * YEAR], known[:, k])[:, 0] for k in range(3)]
    return np.stack([*columns, decayed(at, end, [OUTCOME_YEARS * YEAR])[:, 0]], axis=1)


def _last_dispute(end: Ints, reached: Floats, at: Ints) -> Columns:
    order = np.argsort(end, kind="stable")
    last = np.searchsorted(end[order], at) - 1
    levels = np.nan_to_num(reached[order][np.maximum(last, 0)])
    return {
        "last fatal": np.where(last >= 0, levels[:, 1], 0.0),
        "last level": np.where(last >= 0, levels.sum(axis=1) + 1.0, 0.0),
    }


def _log_days(gap: Ints) -> Floats:
    days: Floats = np.log(np.minimum(gap, LONG_AGO))
    return days


def pair_events(annals: Annals, r: Rows) -> Columns:
    """Past event days of the pair: discounted counts, of all and of lethal ones, and how long ago."""
    none = np.empty(0, dtype=np.int64)
    found = np.tile(faded(np.zeros(1, dtype=np.int64), none, none), (r.at.size, 1))
    for pair, here in _by_pair(r):
        if pair in annals.events:
            days, lethal = annals.events[pair]
            found[here] = faded(r.at[here], days, days[lethal])
    return dict(zip(FADED, found.T, strict=True))


def faded(at: Ints, days: Ints, lethal: Ints) -> Floats:
    """The columns `FADED` of days `at` (m,), from event days and lethal days before each; shape (m, 10)."""
    counts = np.log1p(
        np.concatenate((decayed(at, days, EVENT_DAYS), decayed(at, lethal, LETHAL_DAYS)), axis=1)
    )
    waits = np.stack([_log_days(since_last(at, past)) for past in (days, lethal)], axis=1)
    return np.concatenate((counts, waits), axis=1)


def of_either(s: Structure, annals: Annals, r: Rows) -> Columns:
    """What each of the two is like apart from the other, as the greater and the lesser value."""
    found: Columns = {}
    for name, values in _of_states(s, annals, r).items():
        found[f"{name}, more"] = np.maximum(*values)
        found[f"{name}, less"] = np.minimum(*values)
    return found


def peace(s: Structure, annals: Annals, r: Rows) -> Columns:
    """Decades since the last dispute of the pair began, or since both exist, and its powers.

    Carter & Signorino 2010 (Political Analysis 18:271): the cubic of peace years.
    """
    age = s.age()
    quiet = np.minimum(age[r.t, r.i], age[r.t, r.j]) / 10.0
    for pair, here in _by_pair(r):
        past = annals.of_pair.get(pair)
        if past is not None:
            since = since_last(r.at[here], annals.disputes.start[past]) / (10.0 * YEAR)
            quiet[here] = np.minimum(quiet[here], since)
    return {"peace": quiet, "peace 2": quiet**2, "peace 3": quiet**3}


def _of_states(s: Structure, annals: Annals, r: Rows) -> Mapping[str, tuple[Floats, Floats]]:
    both = (r.i, r.j)
    age, near = s.age(), s.neighbours()
    plain: Mapping[str, Callable[[Ints], Floats]] = {
        "disputes 2y": lambda k: _of_state(annals, r, k, 2.0),
        "events 1y": lambda k: _days_of_state(annals, r, k, 365.0),
        "events 10y": lambda k: _days_of_state(annals, r, k, 3650.0),
        "age": lambda k: np.log1p(age[r.t, k]),
        "neighbours": lambda k: np.log1p(near[r.t, k]),
        "soldiers": lambda k: np.log1p(np.nan_to_num(s.soldiers[r.t, k])),
        "people": lambda k: np.log(np.maximum(np.nan_to_num(s.people[r.t, k], nan=3000.0), 1.0)),
    }
    return {name: (value(both[0]), value(both[1])) for name, value in plain.items()}


def _of_state(annals: Annals, r: Rows, k: Ints, years: float) -> Floats:
    starts = {state: annals.disputes.start[past] for state, past in annals.of_state.items()}
    return _counted(starts, r, k, years * YEAR)


def _days_of_state(annals: Annals, r: Rows, k: Ints, half_life: float) -> Floats:
    return _counted(annals.days_of_state, r, k, half_life)


def _counted(days: Mapping[int, Ints], r: Rows, k: Ints, half_life: float) -> Floats:
    count = np.zeros(r.at.size)
    for state, here in _groups(k):
        if state in days:
            at, where = np.unique(r.at[here], return_inverse=True)
            count[here] = np.log1p(decayed(at, days[state], [half_life])[where, 0])
    return count


def _groups(key: Ints) -> Iterator[tuple[int, Ints]]:
    order = np.argsort(key, kind="stable")
    edges = np.flatnonzero(np.diff(key[order])) + 1
    return ((int(key[part[0]]), part) for part in np.split(order, edges) if part.size)


def _by_pair(r: Rows) -> Iterator[tuple[tuple[int, int], Ints]]:
    """The rows of each pair."""
    base = int(r.j.max(initial=0)) + 1
    return ((divmod(key, base), here) for key, here in _groups(r.i * base + r.j))


def world_rate(annals: Annals, r: Rows, s: Structure) -> Columns:
    """Log of the disputes begun in the five years before, a year and thousand relevant pairs."""
    starts = np.sort(annals.disputes.start[annals.disputes.both_began])
    days, where = np.unique(r.at, return_inverse=True)
    five = np.searchsorted(starts, days) - np.searchsorted(starts, days - int(5 * YEAR))
    pairs = np.array([s.rows(year, year)[0].size for year in (date.fromordinal(int(d)).year for d in days)])
    rate = np.log((five + 0.5) / (5.0 * np.maximum(pairs, 1)) * 1000.0)
    return {"world": rate[where]}


def picked(columns: Mapping[str, Floats], names: Sequence[str]) -> Floats:
    """The named columns side by side, shape (m, k)."""
    return np.stack([columns[name] for name in names], axis=1)
