"""How far will this dispute go? A nested ridge logit over force, death, war, and the nearest past disputes.

P(force), P(death | force) and P(war | death) are fitted one by one, so that war <= fatal <= force holds by
construction (continuation ratios: Fienberg 1980; Tutz 1991). Past disputes weigh less the longer ago they
began, because the base rates drift.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.forecast.annals import Annals
from detente.forecast.covariates import (
    FADED,
    OUTCOME_YEARS,
    YEAR,
    Columns,
    Rows,
    log_weight,
    pair_disputes,
    pair_events,
    pair_structure,
    rows,
)
from detente.forecast.ledger import Floats, Ints, Marks
from detente.forecast.structure import FIRST, Structure
from detente.numerics.decay import decayed
from detente.numerics.neighbours import nearest
from detente.numerics.ridge import Ridge

TARGETS = ("force", "fatal", "war")
WORLD_YEARS = 5.0
SHARE_PRIOR = 4.0
"""Cases at the share of all disputes beside a state's or pair's own."""

STRENGTH = 0.01
HALF_LIFE = 25.0 * YEAR
"""Of the ridge's cases, in days; chosen with `STRENGTH` on disputes of 1946-1979."""

NEAR, NEAR_HALF_LIFE, NEAR_PRIOR = 60, 20.0 * YEAR, 3.0
"""Analogues, the half-life of their weight, and the cases at the base rate beside them. The first two are of
an earlier study of these disputes, which chose between two settings by their scores of 1946-2010."""

PAIR = (
    "land", "near", "distance", "defense", "nonaggression", "consultation", "less free", "more free",
    "rule unknown", "disputes 1y", "disputes 10y", "going on", "since start", "since end", "last fatal",
    "last level", "pair force", "pair fatal", "pair war",
)  # fmt: skip
SIDES = tuple(
    f"{side} {what}"
    for side in ("beginner", "target")
    for what in (
        "major", "nuclear", "weight", "soldiers", "age", "rule", "disputes 3y", "going on",
        "force", "fatal", "war", "force as such", "fatal as such",
    )
)  # fmt: skip
WHOLE = ("ratio", "signed ratio", "originators", "many", "world force", "world fatal", "world war")
NAMES = (*PAIR, *SIDES, *FADED, *WHOLE)


@dataclass(frozen=True, slots=True)
class Begun:
    """m disputes at their start: the lead pair and its beginner, what was known, how far it went and when.

    `reached` (m, 3) for `TARGETS`, NaN where unknown; `settled`: the day on which the whole dispute was
    known to be over.
    """

    number: Ints
    r: Rows
    beginner: Ints
    originators: Floats
    reached: Floats
    settled: Ints

    @classmethod
    def of(cls, s: Structure, annals: Annals) -> "Begun":
        """Every dispute between originators; its lead pair is the strongest of those that began it."""
        d = annals.disputes
        d = d.take(d.both_began)
        _, first, where = np.unique(d.number, return_index=True, return_inverse=True)
        d = d.take(d.start == d.start[first][where])
        r = rows(d.i, d.j, d.start)
        strength = np.nan_to_num(s.cinc[r.t, r.i]) + np.nan_to_num(s.cinc[r.t, r.j])
        order = np.lexsort((-strength, d.number))
        numbers, first, count = np.unique(d.number[order], return_index=True, return_counts=True)
        lead = order[first]
        by_start = np.lexsort((numbers, d.start[lead]))
        lead, many = lead[by_start], count[by_start].astype(np.float64)
        led = d.take(lead)
        return cls(led.number, rows(led.i, led.j, led.start), led.first_side, many, led.reached, led.settled)

    @property
    def target(self) -> Ints:
        """The state of the pair that did not begin."""
        other: Ints = self.r.i + self.r.j - self.beginner
        return other


def columns(s: Structure, annals: Annals, begun: Begun, world: Floats | None = None) -> Columns:
    """All columns of `NAMES`; `world` (3,) stands in for the shares of all disputes up to each day."""
    r = begun.r
    world = world_shares(begun, r.at) if world is None else np.tile(world, (r.at.size, 1))
    pair = {**pair_structure(s, r), **pair_disputes(annals, r), **pair_events(annals, r)}
    shares = {f"world {name}": _log_odds(world[:, k]) for k, name in enumerate(TARGETS)}
    own = {
        f"pair {name}": _shrunk(pair[column], pair["over"], world[:, k])
        for k, (name, column) in enumerate(zip(TARGETS, ("forceful", "fatal", "wars"), strict=True))
    }
    sides = {
        f"{side} {name}": values
        for side, states, began in (("beginner", begun.beginner, True), ("target", begun.target, False))
        for name, values in _of_side(s, annals, r, states, world, began=began).items()
    }
    weight = sides["beginner weight"] - sides["target weight"]
    return {
        **pair, **shares, **own, **sides, "signed ratio": weight,
        "originators": np.log(begun.originators), "many": (begun.originators > 1).astype(np.float64),
    }  # fmt: skip


def world_shares(begun: Begun, at: Ints) -> Floats:
    """Discounted shares of disputes, over before each of `at` (m,), that reached each level; (m, 3)."""
    over = begun.settled[None, :] < at[:, None]
    age = at[:, None] - begun.r.at[None, :]
    shares = np.empty((at.size, 3))
    for k in range(3):
        known = ~np.isnan(begun.reached[:, k])
        w = np.where(over & known, np.exp2(-np.maximum(age, 0) / (WORLD_YEARS * YEAR)), 0.0)
        flat = (over & known).astype(np.float64)
        hits = np.nan_to_num(begun.reached[:, k])
        always = (flat @ hits + 0.5) / (flat.sum(axis=1) + 1.0)
        shares[:, k] = (w @ hits + 2.0 * always) / (w.sum(axis=1) + 2.0)
    return np.clip(shares, 0.003, 0.99)


def _log_odds(p: Floats) -> Floats:
    odds: Floats = np.log(p / (1.0 - p))
    return odds


def _shrunk(hits: Floats, n: Floats, base: Floats) -> Floats:
    share: Floats = (hits + SHARE_PRIOR * base) / (n + SHARE_PRIOR)
    return share


def _of_side(s: Structure, annals: Annals, r: Rows, states: Ints, world: Floats, *, began: bool) -> Columns:
    """What one side is like alone: its weight and rule, its disputes, how far they went in either role."""
    t = r.t
    past = _past_of_states(annals, states, r.at, began=began)
    age = s.age()
    return {
        "major": s.power[t, states].astype(np.float64),
        "nuclear": s.nuclear[t, states].astype(np.float64),
        "weight": log_weight(s, t, states),
        "soldiers": np.log1p(np.nan_to_num(s.soldiers[t, states])),
        "age": np.log1p(np.maximum(age[t, states], age[np.maximum(r.year - FIRST - 1, 0), states])),
        "rule": np.nan_to_num(s.democracy[t, states]),
        "disputes 3y": np.log1p(past[:, 0]),
        "going on": np.minimum(past[:, 1], 3.0),
        **{name: _shrunk(past[:, 3 + k], past[:, 2], world[:, k]) for k, name in enumerate(TARGETS)},
        **{
            f"{name} as such": _shrunk(past[:, 7 + k], past[:, 6], world[:, k])
            for k, name in enumerate(TARGETS[:2])
        },
    }


def _past_of_states(annals: Annals, states: Ints, at: Ints, *, began: bool) -> Floats:
    """Per row: recent starts, those going on, then discounted numbers over, by level, and in that role."""
    found = np.zeros((at.size, 9))
    for state in np.unique(states).tolist():
        past = annals.of_state.get(state)
        if past is not None:
            here = np.flatnonzero(states == state)
            found[here] = _past_of_state(annals, past, state, at[here], began=began)
    return found


def _past_of_state(annals: Annals, past: Ints, state: int, at: Ints, *, began: bool) -> Floats:
    d = annals.disputes.take(past)
    role = ((d.first_side == state) == began).astype(np.float64)
    reached, life = np.nan_to_num(d.reached), [OUTCOME_YEARS * YEAR]
    going_on = np.searchsorted(np.sort(d.start), at) - np.searchsorted(np.sort(d.settled), at)
    weights = [None, *reached.T, role, *(role * reached[:, k] for k in range(2))]
    counts = [decayed(at, d.settled, life, weight)[:, 0] for weight in weights]
    return np.stack([decayed(at, d.start, [3.0 * YEAR])[:, 0], going_on, *counts], axis=1)


def training(begun: Begun, origin: int) -> Marks:
    """The disputes that were over before the ordinal `origin`."""
    over: Marks = begun.settled < origin
    return over


def steps(reached: Floats) -> list[tuple[Marks, Floats]]:
    """The rows that stood before each step of the ladder with a known outcome, and whether they took it."""
    stood = [np.ones(reached.shape[0], dtype=np.bool_), reached[:, 0] == 1, reached[:, 1] == 1]
    known = [before & ~np.isnan(reached[:, k]) for k, before in enumerate(stood)]
    return [(rows_, reached[rows_, k]) for k, rows_ in enumerate(known)]


def ladder(x: Floats, reached: Floats, age: Floats) -> list[Ridge]:
    """The three ridges, on past disputes `x` (n, k), `reached` (n, 3), `age` (n,) in days."""
    weight = np.exp2(-age / HALF_LIFE)
    return [Ridge.fitted(x[r], y, strength=STRENGTH, weight=weight[r]) for r, y in steps(reached)]


def climbed(steps_: Sequence[Floats]) -> Floats:
    """Chances of each level from those of each step, (3, m) to (m, 3); never increasing along a row."""
    return np.cumprod(np.stack(steps_, axis=1), axis=1).astype(np.float64)


def by_logit(fitted: Sequence[Ridge], x: Floats) -> Floats:
    """The ridge's chances of force, a death and war for rows `x` (m, k); shape (m, 3)."""
    return climbed([ridge.chance(x) for ridge in fitted])


def by_analogy(past: Floats, reached: Floats, age: Floats, x: Floats) -> Floats:
    """The chances by what the nearest past disputes came to, step by step; shape (m, 3)."""
    shares = []
    for rows_, y in steps(reached):
        found = nearest(past[rows_], x, age[rows_], k=min(NEAR, y.size), half_life=NEAR_HALF_LIFE)
        weight = np.exp2(-age[rows_] / NEAR_HALF_LIFE)
        shares.append(found.share(y, float((weight @ y + 0.5) / (weight.sum() + 1.0)), NEAR_PRIOR))
    return climbed(shares)


def likelihood(p: Floats, reached: Floats) -> Floats:
    """The probability that `p` (m, 3) gave to how far each dispute went, (m,); summed over unknowns."""
    ends = np.tri(4, 3, -1)
    fits = (np.isnan(reached)[:, None, :] | (reached[:, None, :] == ends)).all(axis=2)
    chance = -np.diff(p, axis=1, prepend=1.0, append=0.0)
    found: Floats = (fits * chance).sum(axis=1)
    return found


VOICES = ("logit", "analogues")
