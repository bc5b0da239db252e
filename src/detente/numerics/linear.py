"""Multinomial logistic regression on sparse named features: fitted once, then read as sums of rows.

Beside features of a sample, whose weight differs by label, a sample may have tied features of some labels,
whose weight all labels share ("this is the label that the rule gives"): McFadden's conditional logit (1974,
in Zarembka, Frontiers in Econometrics).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, repeat
from math import exp

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Tied = Mapping[str, Sequence[str]]
"""The tied features of a sample: for each, the labels that have it."""


@dataclass(frozen=True, slots=True)
class Linear:
    """A fitted model: `weights` has shape (features, labels); `tied` has one weight for each tied feature."""

    labels: tuple[str, ...]
    vocabulary: dict[str, int]
    weights: NDArray[np.float32]
    tied: dict[str, float]

    @property
    def place(self) -> dict[str, int]:
        """The column of each label."""
        return _places(self.labels)

    def scores(self, features: Iterable[str], tied: Tied | None = None) -> Array:
        """The sum of the weights of a sample's features, each counted once, shape (labels,)."""
        rows = [row for row in map(self.vocabulary.get, dict.fromkeys(features)) if row is not None]
        total = self.weights.take(rows, axis=0).sum(axis=0, dtype=np.float64)
        for name, labels in (tied or {}).items():
            places = [place for place in map(self.place.get, labels) if place is not None]
            total[places] += self.tied.get(name, 0.0)
        return total  # type: ignore[no-any-return]

    def probabilities(self, features: Iterable[str], tied: Tied | None = None) -> Array:
        """The probability of each label, shape (labels,)."""
        scores = self.scores(features, tied)
        odds = np.exp(scores - scores.max())
        return odds / odds.sum()  # type: ignore[no-any-return]

    def pruned(self, smallest: float) -> "Linear":
        """The same without weights nearer to 0 than `smallest` and features that are left with none."""
        weights = np.where(np.abs(self.weights) < smallest, 0.0, self.weights).astype(np.float32)
        kept = [(name, row) for name, row in self.vocabulary.items() if weights[row].any()]
        rows = [row for _, row in kept]
        return Linear(self.labels, {name: k for k, (name, _) in enumerate(kept)}, weights[rows], self.tied)


@lru_cache(maxsize=16)
def _places(labels: tuple[str, ...]) -> dict[str, int]:
    return {label: k for k, label in enumerate(labels)}


@dataclass(frozen=True, slots=True)
class Logistic:
    """A model of yes or no: the weight of each feature in the log-odds of yes."""

    weights: dict[str, float]

    @classmethod
    def of(cls, model: Linear, yes: str) -> "Logistic":
        """The same as a model of two labels, as one weight a feature."""
        sign = model.labels.index(yes)
        odds = model.weights[:, sign] - model.weights[:, 1 - sign]
        return cls({name: float(odds[row]) for name, row in model.vocabulary.items()})

    def probability(self, features: Iterable[str]) -> float:
        """The probability of yes; each feature counts once."""
        odds = sum(map(self.weights.get, dict.fromkeys(features), repeat(0.0)))
        return 1.0 / (1.0 + exp(-odds)) if odds > -700 else 0.0


def fit_linear(
    samples: Sequence[Sequence[str]],
    labels: Sequence[str],
    *,
    tied: Sequence[Tied] | None = None,
    ridge: float = 1.0,
    least: int = 3,
    known: Sequence[str] = (),
) -> Linear:
    """The weights that maximise the likelihood less `ridge`/2 times their squares (L-BFGS).

    Features that fewer than `least` samples have are left out; labels that are `known` are not, even if no
    sample has them. (Hastie, Tibshirani & Friedman 2009, The Elements of Statistical Learning, section 4.4.)
    """
    from scipy.optimize import minimize
    from scipy.sparse import csr_matrix

    counts = Counter(chain.from_iterable(map(set, samples)))
    vocabulary = {name: k for k, name in enumerate(sorted(n for n, c in counts.items() if c >= least))}
    names = tuple(sorted({*labels, *known}))
    if not vocabulary:
        return Linear(names, {}, np.zeros((0, len(names)), dtype=np.float32), {})
    columns, ends = _columns(samples, vocabulary)
    n, width = len(samples), len(names)
    x = csr_matrix((np.ones(len(columns)), columns, ends), shape=(n, len(vocabulary)))
    turned = x.T.tocsr()
    y = np.zeros((n, width))
    y[np.arange(n), [names.index(label) for label in labels]] = 1.0
    shared = _shared(tied or (), names)
    plain = len(vocabulary) * width

    def loss(flat: Array) -> tuple[float, Array]:
        w, b = flat[:plain].reshape(len(vocabulary), width), flat[plain:]
        scores = x @ w
        for weight, matrix in zip(b, shared.values(), strict=True):
            scores += weight * matrix
        top = scores.max(axis=1, keepdims=True)
        odds = np.exp(scores - top)
        total = odds.sum(axis=1, keepdims=True)
        value = float((np.log(total[:, 0]) + top[:, 0] - (scores * y).sum(axis=1)).sum())
        off = odds / total - y
        slope = turned @ off + ridge * w
        slope_b = np.array([float((off * matrix).sum()) for matrix in shared.values()]) + 0.01 * b
        penalty = 0.5 * ridge * float((w * w).sum()) + 0.005 * float((b * b).sum())
        return value + penalty, np.concatenate([slope.ravel(), slope_b])

    best = minimize(
        loss, np.zeros(plain + len(shared)), jac=True, method="L-BFGS-B", options={"maxiter": 200}
    )
    fitted = best.x[:plain].reshape(len(vocabulary), width).astype(np.float32)
    return Linear(names, vocabulary, fitted, dict(zip(shared, map(float, best.x[plain:]), strict=True)))


def _columns(samples: Sequence[Sequence[str]], vocabulary: dict[str, int]) -> tuple[list[int], list[int]]:
    """The columns of each sample's features, one after the other, and where each sample's end."""
    columns: list[int] = []
    ends = [0]
    for sample in samples:
        columns += {column for column in map(vocabulary.get, sample) if column is not None}
        ends.append(len(columns))
    return columns, ends


def _shared(tied: Sequence[Tied], names: tuple[str, ...]) -> dict[str, Array]:
    """For each tied feature a matrix of shape (samples, labels) with 1 where a label has it."""
    found: dict[str, Array] = {}
    place = {name: k for k, name in enumerate(names)}
    for i, sample in enumerate(tied):
        for name, labels in sample.items():
            matrix = found.setdefault(name, np.zeros((len(tied), len(names)), dtype=np.float32))
            for label in labels:
                if label in place:
                    matrix[i, place[label]] = 1.0
    return found
