"""What many pairs say beforehand of one: empirical Bayes for the entries and memory of the event-day process.

Each round fits every pair under the prior of the round before, then sets the prior to the moments of the
posteriors: mean and variance of the log entries, chances of each memory and of any excitation. This is EM
with Laplace's approximation for what is not seen: Dempster, Laird & Rubin, J. R. Statist. Soc. B 39 (1977) 1;
Steele, Statistics & Probability Letters 27 (1996) 145.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from detente.numerics.hawkes.baseline import Basis
from detente.numerics.hawkes.events import Floats
from detente.numerics.hawkes.hurdle_fit import Fit, fit
from detente.numerics.hawkes.hurdle_search import search
from detente.numerics.hawkes.stream import DECAYS, OPEN, Prior, Stream
from detente.numerics.special import expit

ROUNDS = 6
WEIGHT = 4.0
"""Pairs that the open prior counts for: with few pairs little is learnt."""
LEAST_SD = 0.3


@dataclass(frozen=True, slots=True)
class _Pair:
    """A stream, the baselines found for it, and the log-evidence without excitation."""

    stream: Stream
    basis: Basis
    plain: float


def pooled_prior(streams: Sequence[Stream], *, rounds: int = ROUNDS,
                 progress: Callable[[str], None] = lambda _: None) -> Prior:  # fmt: skip
    """The prior that the streams suggest for one more like them; OPEN for none."""
    pairs = [_prepared(stream) for stream in streams]
    prior = OPEN
    for round_ in range(rounds if pairs else 0):
        moments = [_moments(pair, prior) for pair in pairs]
        prior = _updated(moments)
        progress(f"round {round_ + 1} of {rounds}: {len(pairs)} pairs, mean log entries {prior.mean}")
    return prior


def _prepared(stream: Stream) -> _Pair:
    found = search(stream)
    return _Pair(stream, found.excited.sides[0].basis, found.plain.log_evidence)


@dataclass(frozen=True, slots=True)
class _Moments:
    """Of one pair: chance of excitation, chances of decays (G,), mean and mean square of logs (2,)."""

    excited: float
    decays: Floats
    first: Floats
    second: Floats


def _moments(pair: _Pair, prior: Prior) -> _Moments:
    found = fit(pair.stream, pair.basis, prior=prior)
    odds = found.log_evidence - pair.plain + np.log(prior.excited / (1.0 - prior.excited))
    means, squares = _logs(found)
    return _Moments(
        excited=float(expit(np.clip(odds, -50.0, 50.0))),
        decays=found.weight,
        first=found.weight @ means,
        second=found.weight @ squares,
    )


def _logs(found: Fit) -> tuple[Floats, Floats]:
    """Mean and mean square of the log entries at each decay, over both sides, shapes (G, 2)."""
    p = found.sides[0].basis.width
    at = np.array([[mode.x[p : p + 2] for mode in side] for side in found.modes])
    spread = np.array([[np.diag(np.linalg.inv(m.hessian))[p : p + 2] for m in side] for side in found.modes])
    return at.mean(axis=0), (at**2 + spread).mean(axis=0)


def _updated(moments: Sequence[_Moments]) -> Prior:
    """The prior with the moments of the posteriors, drawn to the open one."""
    weight = np.array([one.excited for one in moments])
    total = weight.sum() + WEIGHT
    open_mean, open_sd = OPEN.of(2)
    mean = (weight @ np.array([one.first for one in moments]) + WEIGHT * open_mean) / total
    square = weight @ np.array([one.second for one in moments]) + WEIGHT * (open_sd**2 + open_mean**2)
    sd = np.sqrt(np.maximum(square / total - mean**2, LEAST_SD**2))
    decays = (weight @ np.array([one.decays for one in moments]) + WEIGHT / DECAYS.size) / total
    excited = (weight.sum() + 0.5 * WEIGHT) / (weight.size + WEIGHT)
    rounded = [tuple(round(v, 4) for v in values.tolist()) for values in (mean, sd, decays / decays.sum())]
    return Prior(
        (rounded[0][0], rounded[0][1]),
        (rounded[1][0], rounded[1][1]),
        rounded[2],
        round(excited, 4),
        weight.size,
    )
