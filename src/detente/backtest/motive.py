"""Do motives foresee the next move? Rounds of 2000 to 2009, each from those before it, against both nulls.

Pairs are chosen, and priors and rates learned, on the thirty years before 2000; each pair's parameters are
fitted again every second year on the thirty years before. The score is the log chance of what both sides did
in a round, given all rounds before it (forward-chained; Dawid 1984, J. R. Stat. Soc. A 147:278). Types move
on with every round; so do habit's counts and the weights of the mixture.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from detente.backtest.compare import clustered
from detente.backtest.inputs import opened
from detente.backtest.motive_pairs import Played, played, taking_part
from detente.backtest.motive_prior import Array, Learned, learn
from detente.backtest.rolling import Progress
from detente.motive.engine import FAST
from detente.motive.episodes import Episodes
from detente.motive.estimate import Prior, fit_all
from detente.motive.filter import filtered
from detente.motive.nulls import base_rates, habit
from detente.motive.payoffs import MOTIVES
from detente.motive.vintage import BASE, HABIT
from detente.world.answers import Comparison

FIRST, LAST = 2000, 2009
EVERY = 2
"""Years between two fits of a pair."""

JOBS = 2
MIXTURE = "mixture of the motives"
POOL = "half the motives, half habit"
"""A linear pool; its even shares were chosen on 1990-1999."""

TEST = f"MIE, rounds of {FIRST}-{LAST}, each from those before; pairs drawn again"
SCORE = "log score a round, nats"

Logs = Mapping[str, Array]
"""Log chance of each round tested (R,), by model."""


def run(data: Path | None = None, *, progress: Progress = lambda _: None) -> list[Comparison]:
    """A comparison for every motive and mixture with each null; lower is better."""
    pairs = taking_part(played(opened(None, data or Path("../shared/data"), progress), progress), FIRST)
    learned = learn(pairs, FIRST, JOBS, progress)
    found = [tested(one, learned, logs) for one, logs in foreseen(pairs, learned, FIRST, LAST + 1, progress)]
    return list(compared(found, [one.name for one in pairs]))


def foreseen(pairs: Sequence[Played], learned: Learned, first: int, last: int,
             progress: Progress) -> Iterator[tuple[Played, Logs]]:  # fmt: skip
    """Each pair's rounds of the years first..last-1 under every model."""
    asked = [_Asked.of(one, learned.priors, first, last) for one in pairs]
    with ProcessPoolExecutor(JOBS) as pool:
        for n, (one, logs) in enumerate(zip(pairs, pool.map(_motives, asked), strict=True)):
            if n % 10 == 0:
                progress(f"motive back-test: {one.name}, {n} of {len(pairs)} pairs")
            yield one, {**logs, **_nulls(one, learned, first, last)}


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a worker needs of a pair: rounds by motive, priors, and the rows of each fit and of what
    follows."""

    seen: Mapping[str, Episodes]
    priors: Mapping[str, Prior]
    rows: Sequence[tuple[slice, slice]]

    @classmethod
    def of(cls, one: Played, priors: Mapping[str, Prior], first: int, last: int) -> "_Asked":
        rows = [
            (one.past(year), one.within(year, min(year + EVERY, last))) for year in range(first, last, EVERY)
        ]
        return cls({motive: one.view.episodes(motive) for motive in MOTIVES}, priors, rows)


def _motives(asked: _Asked) -> Logs:
    """Fitted again every `EVERY` years, from where the fits before ended."""
    starts: dict[str, Array] = {}
    found: dict[str, list[Array]] = {motive: [] for motive in asked.seen}
    for past, ahead in asked.rows:
        fits = fit_all({m: seen.part(past) for m, seen in asked.seen.items()}, asked.priors, starts, FAST)
        starts = {motive: one.theta for motive, one in fits.items()}
        for motive, seen in asked.seen.items():
            whole = seen.part(slice(past.start, ahead.stop))
            logs = filtered(whole, starts[motive][:, None], motive, engine=FAST).logs[:, 0]
            found[motive].append(logs[ahead.start - past.start :])
    return {motive: np.concatenate(parts) for motive, parts in found.items()}


def _nulls(one: Played, learned: Learned, first: int, last: int) -> Logs:
    past, ahead = one.past(first), one.within(first, last)
    seen = one.view.episodes(None).part(slice(past.start, ahead.stop))
    skipped = ahead.start - past.start
    return {BASE: base_rates(seen, learned.rates)[skipped:], HABIT: habit(seen, learned.rates)[skipped:]}


def tested(one: Played, learned: Learned, logs: Logs) -> Logs:
    """With the mixture, whose weights are the evidence up to each round, and the pool of it and habit."""
    mixture = _mixed(logs, {m: learned.fits[one.name][m].evidence for m in MOTIVES})
    return {**logs, MIXTURE: mixture, POOL: np.logaddexp(mixture, logs[HABIT]) - np.log(2.0)}


def _mixed(logs: Logs, before: Mapping[str, float]) -> Array:
    """Log chance (R,) under the motives, weighed by what each had foreseen before."""
    table = np.stack([logs[m] for m in MOTIVES])
    past = np.array([before[m] for m in MOTIVES])[:, None] + np.cumsum(table, axis=1) - table
    weights = past - np.logaddexp.reduce(past, axis=0)
    return np.asarray(np.logaddexp.reduce(weights + table, axis=0))


def compared(found: Sequence[Logs], names: Sequence[str]) -> Iterator[Comparison]:
    """Every motive and mixture against each null, mean over rounds."""
    clusters = [name for name, logs in zip(names, found, strict=True) for _ in logs[BASE]]
    whole = {m: np.concatenate([logs[m] for logs in found]) for m in found[0]}
    for baseline in (BASE, HABIT):
        for model in (*MOTIVES, MIXTURE, POOL, *((HABIT,) if baseline == BASE else ())):
            gap = clustered(whole[baseline] - whole[model], clusters)
            yield Comparison(
                model=f"motive: {model}",
                baseline=baseline,
                score=SCORE,
                n=len(clusters),
                value=float(-whole[model].mean()),
                baseline_value=float(-whole[baseline].mean()),
                difference=gap,
                used=gap.high < 0.0,
                test=TEST,
            )
