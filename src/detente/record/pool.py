"""How much two opinions count when they are brought into one: that of named evidence and that of context.

Each is a log-probability of every label; their weighted sum, brought to a total of 1, is a logarithmic
opinion pool (Genest & Zidek 1986, Combining probability distributions, Statistical Science 1, section 3).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self

ByLabel = Mapping[str, float]
DECISIONS = ("types", "kinds", "status", "source", "target", "links")


@dataclass(frozen=True, slots=True)
class Pool:
    """The factor of the evidence and of the context for each decision; fitted on crises new to both."""

    types_evidence: float = 1.0
    types_context: float = 0.0
    kinds_evidence: float = 1.0
    kinds_context: float = 0.0
    status_evidence: float = 1.0
    status_context: float = 0.0
    source_evidence: float = 1.0
    source_context: float = 0.0
    target_evidence: float = 1.0
    target_context: float = 0.0
    links_evidence: float = 1.0
    links_context: float = 0.0
    links_bias: float = 0.0

    @classmethod
    def of(cls, numbers: Mapping[str, float]) -> Self:
        """From numbers by name; others are passed over."""
        return cls(**{field.name: numbers[field.name] for field in fields(cls) if field.name in numbers})

    @property
    def hears(self) -> bool:
        """Whether the context counts for anything."""
        return any(self.factors(name)[1] for name in DECISIONS)

    def factors(self, decision: str) -> tuple[float, float]:
        """Of the evidence and of the context, for one of `DECISIONS`."""
        return getattr(self, f"{decision}_evidence"), getattr(self, f"{decision}_context")

    def scores(self, decision: str, evidence: ByLabel, context: ByLabel | None) -> dict[str, float]:
        """The pooled scores of the labels of `evidence`; one that the context does not know has its least."""
        if context is None:
            return dict(evidence)
        own, other = self.factors(decision)
        least = min(context.values(), default=0.0)
        return {label: own * z + other * context.get(label, least) for label, z in evidence.items()}


def shares(scores: ByLabel) -> dict[str, float]:
    """Scores as probabilities."""
    top = max(scores.values())
    odds = {label: math.exp(z - top) for label, z in scores.items()}
    total = sum(odds.values())
    return {label: each / total for label, each in odds.items()}


def log_odds(p: float) -> float:
    """Of a probability, kept finite."""
    p = min(max(p, 1e-5), 1.0 - 1e-5)
    return math.log(p / (1.0 - p))
