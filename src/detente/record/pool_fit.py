"""The factors of the pool, fitted on cases of crises that neither evidence nor context was fitted on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.record.pool import ByLabel, Pool

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Opinion:
    """One case: what evidence and context say of each label, and which labels are right."""

    evidence: ByLabel
    context: ByLabel
    right: frozenset[str]


def fit_factors(cases: Sequence[Opinion]) -> tuple[float, float]:
    """The two factors, none negative, under which the right labels are likeliest; (1, 0) without cases."""
    from scipy.optimize import minimize

    rows = [_row(case) for case in cases if case.right & case.evidence.keys()]
    if not rows:
        return 1.0, 0.0

    def loss(w: Floats) -> float:
        total = 0.0
        for z, right in rows:
            score = z @ w
            score = score - score.max()
            total += float(np.log(np.exp(score).sum()) - np.log(np.exp(score[right]).sum()))
        return total / len(rows) + 1e-4 * float(((w - 0.5) ** 2).sum())

    best = minimize(loss, np.array([0.5, 0.5]), method="L-BFGS-B", bounds=[(0.0, None)] * 2)
    return float(best.x[0]), float(best.x[1])


def _row(case: Opinion) -> tuple[Floats, NDArray[np.bool_]]:
    least = min(case.context.values(), default=0.0)
    z = np.array([(e, case.context.get(label, least)) for label, e in case.evidence.items()])
    return z, np.array([label in case.right for label in case.evidence])


def fit_links(cases: Sequence[tuple[float, float, bool]]) -> tuple[float, float, float]:
    """The factors of the two log-odds of a link, and what is added; by logistic regression."""
    from scipy.optimize import minimize

    rows = np.array([(e, c, 1.0, float(right)) for e, c, right in cases])
    if not len(rows):
        return 1.0, 0.0, 0.0
    x, y = rows[:, :3], rows[:, 3]

    def loss(w: Floats) -> float:
        z = x @ w
        return float((np.logaddexp(0.0, z) - y * z).mean() + 1e-4 * (w * w).sum())

    best = minimize(
        loss, np.array([0.5, 0.5, 0.0]), method="L-BFGS-B", bounds=[(0, None), (0, None), (None, None)]
    )
    own, other, added = map(float, best.x)
    return own, other, added


def fit_pool(opinions: Mapping[str, Sequence[Opinion]], links: Sequence[tuple[float, float, bool]]) -> Pool:
    """The factors of all decisions."""
    found: dict[str, float] = {}
    for decision, cases in opinions.items():
        found[f"{decision}_evidence"], found[f"{decision}_context"] = fit_factors(cases)
    found["links_evidence"], found["links_context"], found["links_bias"] = fit_links(links)
    return Pool(**found)
