"""Multinomial logistic regression on sparse named features: fitted once, then read as sums of rows."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Linear:
    """A fitted model: `weights` has shape (features + 1, labels), the last row for features never seen."""

    labels: tuple[str, ...]
    vocabulary: dict[str, int]
    weights: NDArray[np.float32]

    def scores(self, features: Iterable[str]) -> NDArray[np.float32]:
        """The sum of the rows of `features`, shape (labels,)."""
        rows = [row for row in map(self.vocabulary.get, features) if row is not None]
        return self.weights[rows].sum(axis=0)  # type: ignore[no-any-return]

    def probabilities(self, features: Iterable[str]) -> Array:
        """The probability of each label, shape (labels,)."""
        scores = self.scores(features).astype(np.float64)
        odds = np.exp(scores - scores.max())
        return odds / odds.sum()  # type: ignore[no-any-return]

    def pruned(self, smallest: float) -> "Linear":
        """The same without weights nearer to 0 than `smallest` and features that are left with none."""
        weights = np.where(np.abs(self.weights) < smallest, 0.0, self.weights).astype(np.float32)
        kept = [(name, row) for name, row in self.vocabulary.items() if weights[row].any()]
        rows = [row for _, row in kept]
        return Linear(self.labels, {name: k for k, (name, _) in enumerate(kept)}, weights[rows])


def fit_linear(
    samples: Sequence[Sequence[str]], labels: Sequence[str], *, ridge: float = 1.0, least: int = 2,
    weights: Sequence[float] | None = None,
) -> Linear:  # fmt: skip
    """The weights that maximise the likelihood less `ridge`/2 times their squares (L-BFGS).

    Features that fewer than `least` samples have are left out. `weights` are those of the samples, 1 each by
    default. (Hastie, Tibshirani & Friedman 2009, The Elements of Statistical Learning, section 4.4.)
    """
    from scipy.optimize import minimize
    from scipy.sparse import csr_matrix

    counts = Counter(name for sample in samples for name in set(sample))
    vocabulary = {name: k for k, name in enumerate(sorted(n for n, c in counts.items() if c >= least))}
    names = tuple(sorted(set(labels)))
    rows = [(i, vocabulary[name]) for i, s in enumerate(samples) for name in set(s) if name in vocabulary]
    i, j = np.array(rows, dtype=np.int64).reshape(-1, 2).T
    x = csr_matrix((np.ones(len(rows)), (i, j)), shape=(len(samples), len(vocabulary)))
    y = np.zeros((len(samples), len(names)))
    y[np.arange(len(samples)), [names.index(label) for label in labels]] = 1.0
    share = np.ones(len(samples)) if weights is None else np.asarray(weights, dtype=np.float64)

    def loss(flat: Array) -> tuple[float, Array]:
        w = flat.reshape(len(vocabulary), len(names))
        scores = x @ w
        top = scores.max(axis=1, keepdims=True)
        odds = np.exp(scores - top)
        total = odds.sum(axis=1, keepdims=True)
        value = float((share * (np.log(total[:, 0]) + top[:, 0] - (scores * y).sum(axis=1))).sum())
        slope = x.T @ ((odds / total - y) * share[:, None]) + ridge * w
        return value + 0.5 * ridge * float((w * w).sum()), slope.ravel()

    start = np.zeros(len(vocabulary) * len(names))
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300})
    fitted = best.x.reshape(len(vocabulary), len(names)).astype(np.float32)
    return Linear(names, vocabulary, fitted)
