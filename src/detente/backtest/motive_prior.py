"""What other pairs teach before a cut: the prior of each motive's parameters, and the rates of moves.

The prior is learned by steps of expectation and maximisation over pairs (empirical Bayes; Morris 1983,
Journal of the American Statistical Association 78:47), from a first guess of ours.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np

from detente.backtest.motive_pairs import Played, taking_part
from detente.backtest.rolling import Progress
from detente.motive.engine import FAST
from detente.motive.episodes import Episodes
from detente.motive.estimate import Fit, Prior, fit_all
from detente.motive.filter import Array as Array
from detente.motive.nulls import Rates, counted
from detente.motive.payoffs import MOTIVES

FIRST_GUESS = Prior(
    np.array([-0.8, -1.1, -1.3, -1.6, 0.0, np.log(0.3), np.log(0.5), np.log(0.3), np.log(0.2), np.log(0.1),
              np.log(0.5), np.log(4.0), np.log(0.3), np.log(0.1)]),
    np.array([0.3, 0.4, 0.5, 0.6, 0.2, 0.5, 0.5, 0.5, 0.7, 0.7, 0.8, 0.3, 0.5, 0.7]),
)  # fmt: skip
"""In the order of motive/payoffs.py NAMES."""

STEPS = 1
NULLS = (30.0, 0.5, 2.0)
"""Habit's settings: weight of other pairs, half-life in years, trust in the base rate; chosen on
1990-1999."""


SHARED_OUT = 5
"""Times that the rates share out what the record leaves open; chosen on 1990-1999."""

Fits = Mapping[str, Mapping[str, Fit]]
"""Of pairs by name, and motives."""


@dataclass(frozen=True, slots=True)
class Learned:
    """The prior of each motive, the rates of the nulls, and each pair's fits."""

    priors: Mapping[str, Prior]
    rates: Rates
    fits: Fits


def learn(pairs: Sequence[Played], cut: int, jobs: int, progress: Progress, *,
          known: Learned | None = None, starts: Fits | None = None) -> Learned:  # fmt: skip
    """From the rounds before the year `cut`; the prior from one view of each pair that takes part.

    Priors and rates of `known` are kept if given; `starts` are fits to begin from, of an earlier cut.
    """
    one_view = taking_part(list(pairs), cut)
    priors = dict.fromkeys(MOTIVES, FIRST_GUESS) if known is None else dict(known.priors)
    fits: Fits = starts or {}
    with ProcessPoolExecutor(jobs) as pool:
        for _ in range(0 if known else STEPS):
            progress(f"motive: prior before {cut} from {len(one_view)} pairs")
            fits = {**fits, **_fits(one_view, cut, priors, fits, pool)}
            priors = {m: _prior([fits[one.name][m] for one in one_view]) for m in MOTIVES}
        progress(f"motive: fits before {cut} of {len(pairs)} views of pairs")
        fits = _fits(pairs, cut, priors, fits, pool)
    rates = rates_before(one_view, cut) if known is None else known.rates
    return Learned(priors, rates, fits)


def _fits(pairs: Sequence[Played], cut: int, priors: Mapping[str, Prior], starts: Fits,
          pool: ProcessPoolExecutor) -> dict[str, dict[str, Fit]]:  # fmt: skip
    """Of every pair and motive, each from where it stood before."""
    asked = [
        ({motive: one.before(cut, motive) for motive in MOTIVES}, priors, _start(starts, one.name))
        for one in pairs
    ]
    return dict(zip([one.name for one in pairs], pool.map(_fitted, asked), strict=True))


def _start(starts: Fits, name: str) -> dict[str, Array]:
    return {motive: one.theta for motive, one in starts.get(name, {}).items()}


def rates_before(pairs: Sequence[Played], cut: int) -> Rates:
    """Moves of all pairs before the year `cut`, both sides together.

    What the record leaves open is shared out by the rates themselves: steps of expectation and maximisation
    (Dempster, Laird & Rubin 1977, Journal of the Royal Statistical Society B 39:1).
    """
    seen = [one.before(cut, None) for one in pairs]
    rates = _rates(seen, None)
    for _ in range(SHARED_OUT):
        rates = _rates(seen, rates.chances())
    return rates


def _rates(seen: Sequence[Episodes], chances: Array | None) -> Rates:
    return Rates(np.sum([counted(one, chances).sum(axis=0) for one in seen], axis=0), *NULLS)


def _fitted(asked: tuple[dict[str, Episodes], Mapping[str, Prior], dict[str, Array]]) -> dict[str, Fit]:
    seen, priors, starts = asked
    return fit_all(seen, priors, starts, FAST)


def _prior(fits: Sequence[Fit]) -> Prior:
    """Mean and spread over pairs: of their modes, and what each leaves open."""
    modes = np.array([one.theta for one in fits])
    open_ = np.array([np.diag(one.covariance) for one in fits])
    mean = modes.mean(axis=0)
    return Prior(mean, np.sqrt(((modes - mean) ** 2 + open_).mean(axis=0)))
