"""The learned cycle of phases: what each means before any data are seen, and where a pair stands in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.numerics.phases import Chain, filtered, lengths, phases, quantile, remaining
from detente.scenario.months import BIN, LEVELS, Span, levels
from detente.world.estimate import Interval
from detente.world.event import Event
from detente.world.resemblance import NextPhase, PhaseLine

MEANING = {
    "quiet": (0.05, 0.05, 0.02, 0.05, 0.02, 0.01),
    "talks": (0.60, 0.15, 0.05, 0.15, 0.03, 0.03),
    "detente": (0.90, 0.05, 0.03, 0.05, 0.02, 0.01),
    "breakdown": (0.15, 0.40, 0.60, 0.25, 0.10, 0.05),
    "provocation": (0.15, 0.40, 0.10, 0.85, 0.30, 0.05),
    "clash": (0.15, 0.40, 0.10, 0.50, 0.50, 0.50),
}
"""By phase the chance that 30 days hold an act of each class (`CLASSES`): the prior that names the phases."""

NAMES = tuple(MEANING)

PRIOR_MONTHS = 12.0
"""How many months in each phase the prior counts for; set before any data were seen."""

STAY = 0.85
"""A phase lasts half a year or so before any data are seen."""

STAGES = 1
"""Hidden stages of a phase: 1 gives lengths a geometric law. Two predicted worse on 1970-1989."""

MEMORY = 120
"""Bins that the filter looks back: ten years, far longer than any phase lasts."""

ENOUGH = 6
"""Of them so many must be covered, the last one among them."""

ABOUT = "80 % of spells, by the learned law of lengths"


def prior() -> Chain:
    """The chain that the phases' meaning gives before any data are seen."""
    any_day = np.array(list(MEANING.values()))
    rest = (LEVELS - 1) * [any_day / (LEVELS - 1)]
    size = len(MEANING)
    move = (1.0 - np.eye(size)) / (size - 1)
    return Chain(np.full(size, STAY), move, np.stack([1.0 - any_day, *rest], axis=-1), STAGES)


def chain_of(card: Mapping[str, Any]) -> Chain | None:
    """The chain of a vintage; None if it holds none."""
    told = card.get("phases")
    if told is None:
        return None
    return Chain(np.array(told["stay"]), np.array(told["move"]), np.array(told["emit"]), int(told["stages"]))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a pair stands on a day: filtered, so that nothing later is used.

    `states` (bins, phases * stages) are the chances after each bin, `observed` how many bins were covered, 0
    if the last one was not.
    """

    chain: Chain
    as_of: date
    states: NDArray[np.float64]
    observed: int

    @classmethod
    def of(cls, chain: Chain, acts: Sequence[Event], as_of: date, covered: Sequence[Span]) -> "Standing":
        """By the acts of the last ten years, as far as they are covered."""
        seen = levels(acts, as_of, MEMORY, covered)
        watched = seen[:, 0] >= 0
        states, _ = filtered(chain, seen)
        return cls(chain, as_of, states, int(watched.sum()) if watched[-1] else 0)

    @property
    def known(self) -> bool:
        """Whether enough of the pair's months were observed to say."""
        return self.observed >= ENOUGH

    @property
    def name(self) -> str:
        """The likeliest phase."""
        return NAMES[self._now]

    @property
    def _likeliest(self) -> list[int]:
        return [int(place) for place in phases(self.chain, self.states).argmax(axis=1)]

    @property
    def _now(self) -> int:
        return self._likeliest[-1]

    @property
    def since(self) -> str:
        """The first day of the bins in which it has been the likeliest without a break."""
        run = sum(1 for _ in takewhile(lambda place: place == self._now, reversed(self._likeliest)))
        return (self.as_of - timedelta(days=BIN * run - 1)).isoformat()

    def lines(self) -> tuple[PhaseLine, ...]:
        """Every phase with its chance and its length in days, the likeliest first."""
        chances = phases(self.chain, self.states[-1]).tolist()
        rows = [PhaseLine(n, p, _days(lengths(self.chain, k)))
                for k, (n, p) in enumerate(zip(NAMES, chances, strict=True))]  # fmt: skip
        return tuple(sorted(rows, key=lambda row: -row.p))

    def remaining(self) -> Interval:
        """Days that the likeliest phase may still last."""
        return _days(remaining(self.chain, self._now, self.states[-1]))

    def next_phases(self) -> tuple[NextPhase, ...]:
        """What may come after it, the likeliest first."""
        move = self.chain.move[self._now].tolist()
        rows = [NextPhase(n, p) for n, p in zip(NAMES, move, strict=True) if p > 0.0]
        return tuple(sorted(rows, key=lambda row: -row.p))


def _days(chances: NDArray[np.float64]) -> Interval:
    low, middle, high = (BIN * quantile(chances, level) for level in (0.1, 0.5, 0.9))
    return Interval(middle, low, high, ABOUT)
