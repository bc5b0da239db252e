"""Fits one vintage on cases that were complete before it, and leaves out the steps that did not pay.

The constants are fitted step by step. Features of a past case are those a vintage of its own time would have
given: classes counted at the five-year cut before it, the pair's past up to its day. A step enters a vintage
only if, on the cases before that vintage, it lowers the log score summed over the nine targets and the
interval of the difference, pairs resampled, lies below 0.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np
from scipy.optimize import minimize_scalar

from detente.forecast.ledger import YEAR, Floats, Ints, Marks
from detente.forecast.model import DOUBT, STEPS, Constants, Counts, Voices, recent, steps
from detente.forecast.nested import LEAST as LEAST_NESTED
from detente.forecast.nested import Nested
from detente.forecast.table import Cases, Table, first_day
from detente.numerics.beta import pool
from detente.numerics.calibrate import scatter
from detente.numerics.scores import Difference, log_score, paired_difference, reliability

FIRST_CUT = 1950
INTERVAL = 5
"""Years between vintages."""

HALF_LIVES = (5.0, 10.0, 40.0)
"""Years in which a case's weight in its classes may halve, if that beats the usual 20."""

RATE_DAYS = tuple(float(round(x)) for x in np.exp(np.linspace(np.log(7.0), np.log(365.0), 9)))
"""Days of exposure that the prior of the recent rate may count for."""

BINS = 6
"""Bins of the reliability that a vintage carries."""

ROUNDING = -1e-9
"""A smaller gain than this is none."""

MOST = {"logit": 1.0, "timing": 0.5}
"""The largest share of a voice in the answer; few early cases made that of the timing of acts too bold (on
alarms of 1960-89 the step cost 0.005 nats unbounded and gained 0.011 so)."""

LEAST = 100
"""Past cases without which no constant is fitted."""

LEFT_OUT: Mapping[str, tuple[str, ...]] = {
    "spell": ("pair",),
    "quiet": ("timing",),
    "any": ("acts", "pair", "rate", "logit", "timing"),
}
"""Steps that stay out: in spells of 1960-89 the pair's past cost 0.01 nats; on `quiet` days the timing of
acts gained 0.01 at best and takes minutes; on `any` day no act is known."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """What a vintage knows of one situation; `gates` are the differences that let steps in or not."""

    constants: Constants
    table: Table
    gates: Mapping[str, Difference]
    n: int
    nested: Nested | None = None
    reliability: list[list[list[list[float]]]] = field(default_factory=list)

    def stored(self) -> dict[str, Any]:
        """For the vintage's JSON."""
        gates = {name: [round(x, 5) for x in (d.value, d.low, d.high)] for name, d in self.gates.items()}
        constants = {k: v if v is None else round(v, 4) for k, v in asdict(self.constants).items()}
        nested = None if self.nested is None or self.constants.logit is None else self.nested.stored()
        table = self.table.stored()
        return {
            "constants": constants, "gates": gates, "cases": self.n, "table": table, "nested": nested,
            "reliability": self.reliability,
        }  # fmt: skip

    def voices(self, cases: Cases) -> Voices:
        """What this vintage says of `cases`."""
        said = None if self.nested is None or cases.x is None else self.nested.chance(cases.x)
        voices = self.table.voices(cases.group, cases.band, cases.own)
        return replace(voices, nested=said, timing=cases.timing)


def fit(cases: Mapping[str, Cases], year: int) -> dict[str, Any]:
    """The vintage of 1 January `year` from the cases of each situation; nothing later is used."""
    return {
        "vintage": str(year),
        "situations": {
            name: fit_situation(found, year, LEFT_OUT.get(name, ())).stored() for name, found in cases.items()
        },
    }


def fit_situation(cases: Cases, year: int, left_out: Sequence[str] = ()) -> Fitted:
    """Constants, gates and class counts of one situation on 1 January `year`; steps `left_out` stay out."""
    c, gates, bins = Constants(), dict[str, Difference](), list[list[list[list[float]]]]()
    rows = known(cases, year) & (cases.day >= first_day(FIRST_CUT))
    if rows.sum() >= LEAST:
        c, gates, bins = _fit_constants(cases, rows, left_out)
    table = Table.count(cases, year, c.half_life)
    return Fitted(c, table, gates, int(known(cases, year).sum()), nested(cases, year), bins)


def nested(cases: Cases, year: int) -> Nested | None:
    """The nested logit of 1 January `year`; None where the cases have no columns or are too few."""
    rows = known(cases, year)
    if cases.x is None or rows.sum() < LEAST_NESTED:
        return None
    age = (first_day(year) - cases.day[rows]) / 365.25
    return Nested.fitted(cases.x[rows], cases.followed[rows], age)


def known(cases: Cases, year: int) -> Marks:
    """Which cases had their year behind them on 1 January `year`."""
    over: Marks = cases.day + YEAR < first_day(year)
    return over


def cuts(days: Ints) -> Ints:
    """The year of the last vintage not after each ordinal day."""
    years = np.arange(FIRST_CUT, 2101, INTERVAL)
    starts = np.array([first_day(int(year)) for year in years])
    found: Ints = years[np.maximum(np.searchsorted(starts, days, side="right") - 1, 0)]
    return found


def rolled(cases: Cases, rows: Marks, half_life: float) -> Voices:
    """What was known of the cases of `rows`, their classes counted at the cut before each."""
    chosen = cases.take(rows)
    cut, m = cuts(chosen.day), chosen.day.size
    counts = [Counts(np.zeros(m), np.zeros((m, 3, 3))) for _ in range(4)]
    for year in np.unique(cut):
        then, here = Table.count(cases, int(year), half_life), cut == year
        voices = then.voices(chosen.group[here], chosen.band[here], chosen.own.take(here))
        parts = (voices.everyone, voices.pairs, voices.bands, voices.acts)
        for whole, part in zip(counts, parts, strict=True):
            whole.n[here], whole.k[here] = part.n, part.k
    everyone, pairs, bands, acts = counts
    return Voices(everyone, pairs, bands, acts, chosen.own, timing=chosen.timing)


def _rolled_nested(cases: Cases, rows: Marks) -> Floats | None:
    """What the nested logit of the cut before each case of `rows` said; NaN before the first one."""
    if cases.x is None:
        return None
    chosen = cases.take(rows)
    cut, said = cuts(chosen.day), np.full((chosen.day.size, 3, 3), np.nan)
    for year in np.unique(cut):
        if (then := nested(cases, int(year))) is not None and chosen.x is not None:
            said[cut == year] = then.chance(chosen.x[cut == year])
    return said


def _fit_constants(
    cases: Cases, rows: Marks, left_out: Sequence[str]
) -> tuple[Constants, dict[str, Difference], list[list[list[list[float]]]]]:
    c, past = Constants(half_life=_half_life(cases, rows)), cases.take(rows)
    voices, gates = rolled(cases, rows, c.half_life), dict[str, Difference]()
    voices = replace(voices, nested=_rolled_nested(cases, rows))
    for step in [step for step in STEPS[1:] if step not in left_out]:
        tried = _with_step(step, voices, past, c)
        gates[step] = gate(steps(voices, tried)[-1], steps(voices, c)[-1], past)
        c = tried if gates[step].high < ROUNDING else c
    c = _finished(voices, past, c)
    return c, gates, _bins(steps(voices, c)[-1], past.followed)


def _bins(p: Floats, followed: Floats) -> list[list[list[list[float]]]]:
    """Per target and horizon, bins of past cases: n, mean forecast, observed share and its Wilson bounds.

    The classes and the logit are those of the cut before each case; the few constants are those fitted here.
    """
    return [
        [
            [[b.n, *(round(x, 6) for x in (b.forecast, b.observed, b.low, b.high))]
             for b in reliability(p[:, t, h], followed[:, t, h], bins=BINS)]
            for h in range(p.shape[2])
        ]
        for t in range(p.shape[1])
    ]  # fmt: skip


def _half_life(cases: Cases, rows: Marks) -> float:
    usual, past = Constants().half_life, cases.take(rows)
    p = {h: steps(rolled(cases, rows, h), Constants())[0] for h in (usual, *HALF_LIVES)}
    best = min(p, key=lambda h: float(_loss(p[h], past).mean()))
    return best if best != usual and gate(p[best], p[usual], past).high < ROUNDING else usual


def _with_step(step: str, voices: Voices, past: Cases, c: Constants) -> Constants:
    if step == "rate":
        return _with_rate(voices, past, c)
    if step in MOST:
        weight, _ = _minimum(lambda w: steps(voices, c.but(step, w))[-1], (0.0, MOST[step]), past)
        return c.but(step, weight)

    def tried(x: float) -> Constants:
        return c.but(step, float(np.exp(x)))

    x, _ = _minimum(lambda x: steps(voices, tried(x))[-1], (0.0, 8.0), past)
    return tried(x)


def _with_rate(voices: Voices, past: Cases, c: Constants) -> Constants:
    return min((_best_rate(days, voices, past, c) for days in RATE_DAYS), key=lambda found: found[0])[1]


def _best_rate(days: float, voices: Voices, past: Cases, c: Constants) -> tuple[float, Constants]:
    everyone, _, _, pair, *_ = steps(voices, c)
    rate, share = recent(everyone, voices.own, days), voices.own.watched[:, None, None]
    weight, loss = _minimum(lambda w: pool(pair, rate, w * share), (0.0, 1.0), past)
    return loss, replace(c, rate=weight, rate_days=days)


def _minimum(p: Callable[[float], Floats], bounds: tuple[float, float], past: Cases) -> tuple[float, float]:
    """The number within `bounds` at which chances `p` score best on `past`, and that mean score."""
    found = minimize_scalar(
        lambda x: _loss(p(x), past).mean(),
        bounds=bounds,
        method="bounded",
        options={"xatol": 0.02 * bounds[1] / 8.0, "maxiter": 25},
    )
    return float(found.x), float(found.fun)


def _loss(p: Floats, cases: Cases) -> Floats:
    loss: Floats = log_score(p, cases.followed).sum(axis=(1, 2))
    return loss


def gate(p: Floats, without: Floats, cases: Cases) -> Difference:
    """Mean difference of the summed log score with and without a step, pairs of states resampled."""
    return paired_difference(_loss(p, cases) - _loss(without, cases), cases.pair)


def _finished(voices: Voices, past: Cases, fitted: Constants) -> Constants:
    c = replace(fitted, doubt=0.0 if fitted.rate is None else DOUBT)
    shared = past.pair * 10_000 + cuts(past.day)
    chain, month = steps(voices, c), past.followed[:, :, 0]
    known, unknown = (scatter(p[:, :, 0], month, shared) for p in (chain[-1], chain[2]))
    return replace(c, sigma=known, sigma_prior=max(known, unknown))
