"""Is a dispute foreseen better than by the best that public data gave? Pair-years, fitted anew each year.

Every year's forecasts rest on what had begun before it. The two voices of `forecast/onset.py` are pooled with
weights from the log score of what they had said of the ten years before, whichever year is tested first.
Baselines see the same pairs and are fitted on the same years. The table of remote pairs stands beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np

from detente.backtest.code import code_hash
from detente.backtest.inputs import Inputs
from detente.backtest.onset_remote import remote_tables
from detente.backtest.parts import decades_and_regions
from detente.backtest.rolling import Found, Plan, rolled
from detente.backtest.tested import Outcomes, Tested, scored, weights_note
from detente.forecast.covariates import Columns, Rows, picked, rows
from detente.forecast.dispute_vintage import world_at
from detente.forecast.ledger import Floats, Marks
from detente.forecast.onset import (
    HISTORY,
    NAMES,
    PEACE,
    STRENGTH,
    STRUCTURE,
    VOICES,
    begun_within,
    onset_columns,
    voices,
)
from detente.forecast.remote import RemoteYears
from detente.forecast.structure import first_day
from detente.numerics.ridge import Ridge
from detente.numerics.stack import pool_weights
from detente.numerics.trees import Growth, Trees
from detente.world.errors import UsageError

FIRST_YEAR = 1946
"""The first year of the rows: in an earlier study, logits taught from 1816 on were a little worse."""

LEARNED = 10
"""Years before a forecast from which the weights learn, and years that the first fit rests on."""

BASE_GROWTH = Growth(trees=300, rate=0.03, leaves=15, least=40, ridge=5.0, columns=0.7)
LOGITS: Mapping[str, tuple[str, ...]] = {
    "peace-years cubic logit": PEACE,
    "structural logit": STRUCTURE,
    "structural + peace years": (*STRUCTURE, *PEACE),
    "self-exciting logit": (*PEACE, *HISTORY),
    "all logit": (*STRUCTURE, *PEACE, *HISTORY),
}
"""Logit baselines and their columns."""

CODE = (
    "backtest/onset", "backtest/inputs", "forecast/onset", "forecast/covariates", "forecast/annals",
    "forecast/structure", "numerics/ridge", "numerics/trees", "numerics/stack", "numerics/decay",
    "numerics/special", "numerics/scores", "backtest/tested", "forecast/ledger", "forecast/dispute_vintage",
    "forecast/escalation", "numerics/neighbours", "numerics/calibrate", "numerics/beta", "backtest/parts",
    "backtest/onset_remote", "forecast/remote",
)  # fmt: skip
AS_USED = "logit of five-year vintages, as answers use it"
OURS = "detente: logit and trees, pooled"


@dataclass(frozen=True)
class Panel:
    """Pair-years from 1946 on: rows, columns, outcomes, and what names them."""

    r: Rows
    columns: dict[str, Floats]
    y: Floats
    first: int
    data_hash: str
    world: Mapping[int, float] = field(default_factory=dict)

    @classmethod
    def of(cls, found: Inputs, first: int, last: int) -> "Panel":
        """The politically relevant pairs of each year up to `last`; `first` is the first year tested."""
        years, i, j = found.structure.rows(FIRST_YEAR, last)
        start = first_day(years)
        r = rows(i, j, start)
        y = begun_within(found.annals, r, first_day(years + 1) - start)
        columns = onset_columns(found.structure, found.annals, r)
        world = {
            cut: world_at(found.structure, found.annals, date(cut, 1, 1).toordinal())
            for cut in range(first // 5 * 5, last + 1, 5)
        }
        return cls(r, columns, y, first, found.data_hash, world)

    @cached_property
    def key(self) -> str:
        """Data, code and the first year tested."""
        return f"onset-{self.first}-{self.data_hash[:16]}-{code_hash(CODE)[:16]}"

    def at(self, origin: int) -> dict[str, Floats]:
        """The chances that every model gives the pairs of the year `origin`."""
        past, now = self.r.year < origin, self.r.year == origin
        x, y = picked(self.columns, NAMES), self.y[past]
        found = {name: model.chance(x[now]) for name, model in voices(x[past], y).items()}
        if origin < self.first:
            return found
        then = {name: values[now] for name, values in self.columns.items()}
        return {**found, AS_USED: self.as_used(then, origin // 5 * 5), **self._baselines(past, now)}

    def as_used(self, columns: Columns, cut: int) -> Floats:
        """What an answer says of rows: the logit of the vintage `cut`, with the world's rate of its day."""
        past = self.r.year < cut
        logit = Ridge.fitted(picked(self.columns, NAMES)[past], self.y[past], strength=STRENGTH)
        world = np.full(columns["world"].size, self.world[cut])
        return logit.chance(picked({**columns, "world": world}, NAMES))

    def _baselines(self, past: Marks, now: Marks) -> dict[str, Floats]:
        y = self.y[past]
        found = {
            "climatology": np.full(int(now.sum()), y.mean()),
            "dyad base rate": self._pair_rate(past, now),
        }
        for name, columns in LOGITS.items():
            x = picked(self.columns, columns)
            found[name] = Ridge.fitted(x[past], y, strength=1.0).chance(x[now])
        x = picked(self.columns, LOGITS["all logit"])
        found["LightGBM"] = Trees.fitted(x[past], y, BASE_GROWTH).chance(x[now])
        found["mean of logit and LightGBM"] = (found["all logit"] + found["LightGBM"]) / 2.0
        return found

    def _pair_rate(self, past: Marks, now: Marks) -> Floats:
        """The share of the pair's own years with an onset, with 20 years at the share of all."""
        pair = self.r.i * 10_000 + self.r.j
        pairs, where = np.unique(pair, return_inverse=True)
        n = np.bincount(where[past], minlength=pairs.size)[where[now]]
        k = np.bincount(where[past], weights=self.y[past], minlength=pairs.size)[where[now]]
        rate: Floats = (k + 20.0 * self.y[past].mean()) / (n + 20.0)
        return rate


def run(found: Inputs, first: int, last: int, plan: Plan) -> Tested:
    """The tables of pair-years `first` to `last`: of politically relevant pairs, of remote pairs."""
    earliest = FIRST_YEAR + LEARNED
    if first < earliest:
        raise UsageError("too-early", f"--from {first}: pair-years can be tested from {earliest} on")
    panel = Panel.of(found, first, last)
    forecasts, weights = pooled(panel, last, plan)
    test = panel.r.year >= first
    year, i, j = panel.r.year[test], panel.r.i[test], panel.r.j[test]
    table = scored(
        ("onset", "pair-year"),
        (first, last),
        Outcomes(panel.y[test], i * 10_000 + j),
        forecasts,
        ours=OURS,
        data_hash=found.data_hash,
        variants=(*VOICES, AS_USED),
        by=decades_and_regions(found.structure.codes, year, i, j),
        notes=(f"data: {found.sources}", weights_note(VOICES, weights, f"in {last}")),
    )
    far = RemoteYears.of(found.structure, found.annals, FIRST_YEAR, last)
    return table.with_others(remote_tables(found, far, (first, last), panel.as_used))


def pooled(panel: Panel, last: int, plan: Plan) -> tuple[dict[str, Floats], Floats]:
    """Every model's chances of the years tested up to `last`, our pool's too, and its weights in `last`."""
    earliest = max(FIRST_YEAR + LEARNED, panel.first - LEARNED)
    said = rolled(panel, range(earliest, last + 1), plan)
    years = range(panel.first, last + 1)
    weights = {year: _weights(panel, said, year) for year in years}
    chances = {model: np.concatenate([said[y][model] for y in years]) for model in said[last]}
    chances[OURS] = np.concatenate([side_by_side(said[y]) @ weights[y] for y in years])
    return chances, weights[last]


def _weights(panel: Panel, said: Mapping[int, Found], year: int) -> Floats:
    before = [y for y in said if year - LEARNED <= y < year]
    if not before:
        return np.full(len(VOICES), 1.0 / len(VOICES))
    p = np.concatenate([side_by_side(said[y]) for y in before])
    y = np.concatenate([panel.y[panel.r.year == y] for y in before])
    return pool_weights(p, y, np.ones(y.size))


def side_by_side(said: Found) -> Floats:
    """What each of `VOICES` said, (m, voices)."""
    return np.stack([said[voice] for voice in VOICES], axis=1)
