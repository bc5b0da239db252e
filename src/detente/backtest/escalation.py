"""Is it foreseen how far a dispute goes? Fitted anew each year, on disputes that were over by then.

Ours pools the nested logit and the nearest past disputes of `forecast/escalation.py` with weights from what
they had said of disputes since over. No column is known only afterwards: what a dispute was about (the issue)
is coded with hindsight and left out, of the baselines too. The same run tests the analogues alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from detente.backtest.code import code_hash
from detente.backtest.inputs import Inputs
from detente.backtest.parts import decades_and_regions
from detente.backtest.rolling import Found, Plan, rolled
from detente.backtest.tested import Outcomes, Tested, scored, weights_note
from detente.forecast.covariates import FADED, picked
from detente.forecast.escalation import (
    NAMES,
    PAIR,
    TARGETS,
    VOICES,
    Begun,
    by_analogy,
    by_logit,
    columns,
    ladder,
    likelihood,
    steps,
    training,
    world_shares,
)
from detente.forecast.ledger import Floats, Ints, Marks
from detente.numerics.neighbours import nearest
from detente.numerics.ridge import Ridge
from detente.numerics.scores import log_score, paired_difference
from detente.numerics.stack import pool_weights
from detente.numerics.trees import Growth, Trees
from detente.world.errors import DataError, UsageError

LEARNED_FROM = 1920
"""The first year of which the voices' forecasts may choose their weights."""

LEAST = 5
"""Past disputes with deaths below which nothing is forecast."""

LEARNED_HALF_LIFE = 20.0
"""Years."""

RANDOM_SETS = 400
NEAREST, NEAREST_PRIOR = 30, 5.0

GROWTH = Growth(trees=150, rate=0.03, leaves=7, least=20, ridge=10.0, columns=0.7)
AS_USED = "logits of five-year vintages, as answers use them"
OURS = "detente: logit and analogues, pooled"
ANALOGUES = "detente: analogues"
TEN_YEARS = "climatology, last ten years"

_OLD = [name for name in NAMES if " as such" not in name and name not in FADED]
_LOGITS: Mapping[str, list[str]] = {
    "structural logit": [n for n in _OLD if n.split()[-1] in ("major", "nuclear", "weight", "rule")
                         or n in (*PAIR[:9], "ratio", "signed ratio", "originators", "many")],
    "history logit": [n for n in PAIR if n not in PAIR[:9]],
}  # fmt: skip
_ALL = list(dict.fromkeys([*_LOGITS["structural logit"], *_LOGITS["history logit"]]))

CODE = (
    "backtest/escalation", "backtest/inputs", "forecast/escalation", "forecast/covariates", "forecast/annals",
    "forecast/structure", "numerics/ridge", "numerics/trees", "numerics/stack", "numerics/decay",
    "numerics/neighbours", "numerics/special", "numerics/scores", "backtest/tested", "forecast/ledger",
    "backtest/parts",
)  # fmt: skip


@dataclass(frozen=True)
class Trial:
    """All disputes with what was known at their start."""

    begun: Begun
    columns: dict[str, Floats]
    first: int
    data_hash: str

    @classmethod
    def of(cls, found: Inputs, first: int) -> "Trial":
        """The disputes of a set of inputs; `first` is the first year tested."""
        begun = Begun.of(found.structure, found.annals)
        return cls(begun, columns(found.structure, found.annals, begun), first, found.data_hash)

    @cached_property
    def key(self) -> str:
        """Data, code and the first year tested."""
        return f"escalation-{self.first}-{self.data_hash[:16]}-{code_hash(CODE)[:16]}"

    def at(self, origin: int) -> dict[str, Floats]:
        """The chances (m, 3) that every model gives the disputes begun in the year `origin`."""
        day = date(origin, 1, 1).toordinal()
        past, now = training(self.begun, day), self.begun.r.year == origin
        age = (day - self.begun.r.at[past]).astype(np.float64)
        x, reached = picked(self.columns, NAMES), self.begun.reached[past]
        found = {
            "logit": by_logit(ladder(x[past], reached, age), x[now]),
            "analogues": by_analogy(x[past], reached, age, x[now]),
        }
        if origin < self.first:
            return found
        return {**found, AS_USED: self._as_used(x, now, _vintage(origin)), **self._baselines(past, now, age)}

    def _as_used(self, x: Floats, now: Marks, cut: int) -> Floats:
        """What an answer says: the logits of the last vintage, with the world's shares of its day."""
        day = date(cut, 1, 1).toordinal()
        past, then = training(self.begun, day), x[now].copy()
        shares = world_shares(self.begun, np.array([day]))[0]
        for name, share in zip(TARGETS, shares, strict=True):
            then[:, NAMES.index(f"world {name}")] = np.log(share / (1.0 - share))
        age = (day - self.begun.r.at[past]).astype(np.float64)
        return by_logit(ladder(x[past], self.begun.reached[past], age), then)

    def _baselines(self, past: Marks, now: Marks, age: Floats) -> dict[str, Floats]:
        reached, m = self.begun.reached[past], int(now.sum())
        ever, recent = _shares(reached), _recent(reached, age)
        pair = [self.columns[f"pair {name}"][now] for name in TARGETS]
        found = {
            "climatology": np.tile(ever, (m, 1)),
            TEN_YEARS: np.tile(recent, (m, 1)),
            "pair history": np.stack(pair, axis=1),
            "random analogues": _random(reached, ever, m, int(age.size)),
        }
        for name, names in {**_LOGITS, "all logit": _ALL}.items():
            found[name] = self._each(past, now, names, "logit")
        x = picked(self.columns, _ALL)
        found["30 nearest"] = _plain_nearest(x[past], reached, x[now], ever)
        found["LightGBM"] = self._each(past, now, _ALL, "trees")
        found["mean of logit and LightGBM"] = (found["all logit"] + found["LightGBM"]) / 2.0
        return found

    def _each(self, past: Marks, now: Marks, names: list[str], model: str) -> Floats:
        """One fit a target, (m, 3)."""
        x = picked(self.columns, [*names, "world force", "world fatal", "world war"])
        found = []
        for k in range(3):
            y = self.begun.reached[past, k]
            rows, known = x[past][~np.isnan(y)], y[~np.isnan(y)]
            fit = (
                Ridge.fitted(rows, known, strength=0.3)
                if model == "logit"
                else Trees.fitted(rows, known, GROWTH)
            )
            found.append(fit.chance(x[now]))
        return np.stack(found, axis=1)


def _shares(reached: Floats) -> Floats:
    shares: Floats = np.nanmean(reached, axis=0)
    return shares


def _recent(reached: Floats, age: Floats) -> Floats:
    """The shares of the last ten years, with two cases at those of all."""
    last = reached[age <= 10 * 366]
    hits, n = np.nansum(last, axis=0), (~np.isnan(last)).sum(axis=0)
    recent: Floats = np.maximum((hits + 2.0 * _shares(reached)) / (n + 2.0), 1e-3)
    return recent


def _random(reached: Floats, base: Floats, m: int, seed: int) -> Floats:
    drawn = np.random.default_rng(seed).integers(0, reached.shape[0], (m, NEAREST))
    sets = reached[drawn]
    n = (~np.isnan(sets)).sum(axis=1)
    shares: Floats = (np.nansum(sets, axis=1) + NEAREST_PRIOR * base) / (n + NEAREST_PRIOR)
    return shares


def _plain_nearest(past: Floats, reached: Floats, x: Floats, base: Floats) -> Floats:
    near = nearest(past, x, np.zeros(past.shape[0]), k=min(NEAREST, past.shape[0]), half_life=1.0)
    shares = [near.share(reached[:, k], float(base[k]), NEAREST_PRIOR) for k in range(3)]
    return np.stack(shares, axis=1)


@dataclass(frozen=True)
class Rolled:
    """A trial and what every model said, (n, 3) by model, of the `rows` from its first to its last year."""

    trial: Trial
    rows: Ints
    said: Mapping[str, Floats]
    weights: Floats


def roll(found: Inputs, first: int, last: int, plan: Plan) -> Rolled:
    """Every model's chances for the disputes begun in `first` to `last`."""
    trial = Trial.of(found, first)
    origins = _origins(trial.begun, first, last)
    said = rolled(trial, origins, plan)
    tested_years = [y for y in origins if y >= first]
    models = said[tested_years[-1]]
    whole = {m: np.concatenate([said[y][m] for y in tested_years]) for m in models}
    weights = [_weights(trial, said, year) for year in tested_years]
    parts = [
        w[0] * said[y]["logit"] + w[1] * said[y]["analogues"]
        for y, w in zip(tested_years, weights, strict=True)
    ]
    whole[OURS] = np.concatenate(parts)
    rows = np.concatenate([np.flatnonzero(trial.begun.r.year == y) for y in tested_years])
    return Rolled(trial, rows, whole, weights[-1])


def _origins(begun: Begun, first: int, last: int) -> list[int]:
    """The years with disputes and enough before them; DataError, UsageError if those tested are none."""
    years = [int(y) for y in np.unique(begun.r.year) if min(LEARNED_FROM, first) <= y <= last]
    tested_years = [y for y in years if y >= first]
    if not tested_years:
        raise DataError("no-cases", f"no dispute between originators begins in {first}-{last}")
    vintage = _vintage(tested_years[0])
    if (n := _cases(begun, vintage)) < LEAST:
        why = f"only {n} disputes over by {vintage} teach what follows force or a death; {LEAST} are needed"
        raise UsageError("too-early", f"--from {first}: {why}")
    return [y for y in years if _cases(begun, y) >= LEAST]


def _vintage(year: int) -> int:
    """The year of the last of the vintages, which are made every five years."""
    return year // 5 * 5


def _cases(begun: Begun, year: int) -> int:
    """How many past disputes the least taught step of the ladder has."""
    past = training(begun, date(year, 1, 1).toordinal())
    return min(y.size for _, y in steps(begun.reached[past]))


def _weights(trial: Trial, said: Mapping[int, Found], year: int) -> Floats:
    """Weights of the voices by what they had said of disputes that were over before the year."""
    before = [y for y in said if y < year]
    if not before:
        return np.full(2, 0.5)
    rows = np.concatenate([np.flatnonzero(trial.begun.r.year == y) for y in before])
    over = trial.begun.settled[rows] < date(year, 1, 1).toordinal()
    reached = trial.begun.reached[rows][over]
    p = np.stack(
        [likelihood(np.concatenate([said[y][v] for y in before])[over], reached) for v in VOICES], axis=1
    )
    age = year - trial.begun.r.year[rows][over]
    return pool_weights(p, np.ones(p.shape[0]), np.exp2(-age / LEARNED_HALF_LIFE))


def run(found: Inputs, first: int, last: int, plan: Plan) -> Tested:
    """The tables of fatal, force and war, in this order."""
    done = roll(found, first, last, plan)
    tables = [_table(done, found, k, (first, last), OURS, (*VOICES, AS_USED)) for k in (1, 0, 2)]
    return tables[0].with_others(tables[1:])


def run_analogues(found: Inputs, first: int, last: int, plan: Plan) -> Tested:
    """The analogues alone against shares of the last ten years and random analogues: fatal, then war."""
    done = roll(found, first, last, plan)
    plain = (ANALOGUES, "climatology", TEN_YEARS, "random analogues")
    said = {ANALOGUES: done.said["analogues"], **{m: done.said[m] for m in plain[1:]}}
    alone = Rolled(done.trial, done.rows, said, done.weights)
    tables = [
        _table(alone, found, k, (first, last), ANALOGUES, (), name="analogues", notes=(_permuted(alone, k),))
        for k in (1, 2)
    ]
    return tables[0].with_others(tables[1:])


def _table(
    done: Rolled, found: Inputs, k: int, years: tuple[int, int], ours: str, variants: tuple[str, ...],
    *, name: str = "escalation", notes: tuple[str, ...] = (),
) -> Tested:  # fmt: skip
    begun = done.trial.begun
    y = begun.reached[done.rows, k]
    known = ~np.isnan(y)
    year, i, j = (column[done.rows][known] for column in (begun.r.year, begun.r.i, begun.r.j))
    pairs = i * 10_000 + j
    ten = log_score(done.said[ours][known, k], y[known]) - log_score(done.said[TEN_YEARS][known, k], y[known])
    gap = paired_difference(ten, pairs, resamples=1000)
    against = f"less {TEN_YEARS}: {gap.value:+.4f} [{gap.low:+.4f}, {gap.high:+.4f}]"
    return scored(
        (name, TARGETS[k]),
        years,
        Outcomes(y[known], pairs),
        {model: p[known, k] for model, p in done.said.items()},
        ours=ours,
        data_hash=found.data_hash,
        variants=variants,
        by=decades_and_regions(found.structure.codes, year, i, j),
        notes=(
            against,
            *notes,
            f"data: {found.sources}",
            weights_note(VOICES, done.weights, "in the last year"),
        ),
    )


def _permuted(done: Rolled, k: int) -> str:
    """How often outcomes dealt out anew within a decade suit the analogues as well as the real ones do."""
    begun = done.trial.begun
    y = begun.reached[done.rows, k]
    known = ~np.isnan(y)
    p, y, decade = done.said[ANALOGUES][known, k], y[known], begun.r.year[done.rows][known] // 10
    real, rng = float(log_score(p, y).mean()), np.random.default_rng(0)
    better = 0
    for _ in range(RANDOM_SETS):
        dealt = y.copy()
        for d in np.unique(decade):
            dealt[decade == d] = rng.permutation(y[decade == d])
        better += float(log_score(p, dealt).mean()) <= real
    return f"permutation p, outcomes dealt out anew within decades: {(better + 1) / (RANDOM_SETS + 1):.4f}"
