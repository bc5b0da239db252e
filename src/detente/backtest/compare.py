"""Two forecasts of the same outcomes side by side: log score, paired difference, interval over pairs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.world.answers import Comparison
from detente.world.estimate import Interval

RESAMPLES = 500
SEED = 20221103


@dataclass(frozen=True, slots=True)
class Scored:
    """Forecasts of n outcomes by a model and by the plain baseline; all arrays have shape (n,)."""

    pairs: list[str]
    happened: NDArray[np.bool_]
    model: NDArray[np.float64]
    baseline: NDArray[np.float64]


def log_loss(p: NDArray[np.float64], happened: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Minus the log probability of what happened, shape (n,), in nats; lower is better."""
    loss: NDArray[np.float64] = -np.log(np.where(happened, p, 1.0 - p))
    return loss


def compare(scored: Scored, *, names: tuple[str, str], test: str) -> Comparison:
    """The model's mean log score beside the baseline's; 95 % of a bootstrap over whole pairs of states.

    `used` only where the interval of the difference lies below 0.
    """
    ours = log_loss(scored.model, scored.happened)
    plain = log_loss(scored.baseline, scored.happened)
    gap = clustered(ours - plain, scored.pairs)
    return Comparison(
        model=names[0],
        baseline=names[1],
        score="log score, nats",
        n=len(scored.pairs),
        value=float(ours.mean()),
        baseline_value=float(plain.mean()),
        difference=gap,
        used=gap.high < 0.0,
        test=test,
    )


def resampled(gaps: NDArray[np.float64], sizes: NDArray[np.float64], *, what: str) -> Interval:
    """sum(gaps) / sum(sizes), each (clusters,), with 95 % bounds: clusters drawn again 2,000 times."""
    pick = np.random.default_rng(0).integers(0, gaps.size, (2000, gaps.size))
    ratios = gaps[pick].sum(axis=1) / np.maximum(sizes[pick].sum(axis=1), 1.0)
    low, high = np.quantile(ratios, [0.025, 0.975]).tolist()
    value = float(gaps.sum() / max(sizes.sum(), 1.0))
    return Interval(value, min(low, value), max(high, value), f"95 %, {what} resampled")


def clustered(difference: NDArray[np.float64], clusters: list[str]) -> Interval:
    """The mean difference with its 2.5 and 97.5 % bootstrap quantiles, whole clusters drawn."""
    labels, index = np.unique(np.array(clusters), return_inverse=True)
    sums = np.bincount(index, weights=difference)
    sizes = np.bincount(index).astype(np.float64)
    draws = np.random.default_rng(SEED).integers(0, labels.size, size=(RESAMPLES, labels.size))
    means = sums[draws].sum(axis=1) / sizes[draws].sum(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    best = float(difference.mean())
    return Interval(
        best, min(best, float(low)), max(best, float(high)), f"bootstrap over {labels.size} clusters, 95 %"
    )
