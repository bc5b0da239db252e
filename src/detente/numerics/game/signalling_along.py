"""All equilibria of the signalling game along one payoff, and the values at which two are born or vanish."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from detente.numerics.game.signalling import Equilibrium, Payoffs, equilibria

Found = tuple[Equilibrium, ...]

SHARP, COARSE, FAR = 1e-6, 1e3, 0.05
"""A fold is told to this share of the range; how much wider a step may be at a jump; how far is a jump."""


@dataclass(frozen=True, slots=True)
class Along:
    """The equilibria at each value, ascending; `folds` are the values where their number changes."""

    values: tuple[float, ...]
    found: tuple[Found, ...]
    folds: tuple[float, ...]


def along(payoffs: Payoffs, name: str, low: float, high: float, *, steps: int = 61) -> Along:
    """The equilibria as the payoff `name` goes from low to high; values grow dense where much changes.

    ValueError if there is no such payoff, the range is empty, or there are fewer than two steps.
    """
    if name not in Payoffs.__dataclass_fields__:
        raise ValueError(f"{name!r} is no payoff: choose one of {', '.join(Payoffs.__dataclass_fields__)}")
    if not low < high or steps < 2:
        raise ValueError(f"{name} must go up, in two steps or more: not from {low:g} to {high:g} in {steps}")
    line = _Line(payoffs, name, SHARP * (high - low))
    for left, right in pairwise(map(float, np.linspace(low, high, steps))):
        line.fill(left, right)
    values = tuple(sorted(line.seen))
    folds = [(a + b) / 2.0 for a, b in pairwise(values) if len(line.at(a)) != len(line.at(b))]
    return Along(values, tuple(line.at(v) for v in values), tuple(folds))


class _Line:
    """The equilibria at the values met so far."""

    def __init__(self, payoffs: Payoffs, name: str, sharp: float) -> None:
        self.payoffs, self.name, self.sharp = payoffs, name, sharp
        self.seen: dict[float, Found] = {}

    def at(self, value: float) -> Found:
        if value not in self.seen:
            self.seen[value] = tuple(equilibria(replace(self.payoffs, **{self.name: value})))
        return self.seen[value]

    def fill(self, left: float, right: float) -> None:
        """Halve a step where the number of equilibria changes, or one of them moves far."""
        differ = len(self.at(left)) != len(self.at(right))
        wide = self.sharp if differ else COARSE * self.sharp
        if right - left > wide and (differ or self._farthest(left, right) > FAR):
            middle = (left + right) / 2.0
            self.fill(left, middle)
            self.fill(middle, right)

    def _farthest(self, left: float, right: float) -> float:
        """A jump may hide two folds that lie between the values."""
        pairs = zip(self.at(left), self.at(right), strict=True)
        return max(abs(a.resist - b.resist) for a, b in pairs)
