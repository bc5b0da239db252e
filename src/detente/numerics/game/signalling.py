"""The signalling game of Lewis and Schultz: all its equilibria.

    A -- leaves it: SQ, worth sa to A
    `--- challenges: B -- concedes: CD, worth va to A and cb to B
                     `--- resists: A -- backs down: BD, worth a + e to A and vb to B
                                   `--- stands firm: SF, worth wa + e to A and wb + e to B

Every e is standard normal and known to its owner alone; B's status quo is worth 0. A challenge tells B
something of A's errors, so there can be one, three or more perfect Bayesian equilibria. Each is a fixed point
of the probability that B resists. Lewis and Schultz (2003), Political Analysis 11:345-367; Crisman-Cox and
Gibilisco (2021), Political Science Research and Methods.
"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.numerics.game.small_normal import mills

Floats = NDArray[np.float64]

Bracket = tuple[float, float]

LARGEST = 30.0
"""Payoffs are in standard deviations of the errors; beyond this no choice is left open in a float."""

EDGE, POINTS, BEND = 37.0, 801, 6.0
"""Quantile at which a probability counts as 0 or 1; points of the grid; how much denser its middle."""

FINER, PASSES = 65, 4
"""Points into which a bracket, or a turn between two points, is divided; and how many times more."""

NODES, WEIGHTS = np.polynomial.legendre.leggauss(48)


@dataclass(frozen=True, slots=True)
class Payoffs:
    """What each outcome is worth, in standard deviations of the errors; letters as in the papers."""

    va: float
    wa: float
    a: float
    vb: float
    wb: float
    sa: float = 0.0
    cb: float = 0.0

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if not abs(value) <= LARGEST:
                raise ValueError(
                    f"{field.name} is {value:g}: a payoff lies between {-LARGEST:g} and {LARGEST:g}"
                )


@dataclass(frozen=True, slots=True)
class Equilibrium:
    """Probabilities of the moves and of the outcomes."""

    challenge: float
    resist: float
    """That B resists a challenge."""
    stand: float
    """That A stands firm if B resists."""
    sq: float
    cd: float
    bd: float
    sf: float
    stable: bool
    """Whether beliefs that are a little off come back when each answers the other in turn."""


def equilibria(payoffs: Payoffs) -> list[Equilibrium]:
    """All equilibria that a grid of 801 points can tell apart, by B's probability of resisting, ascending.

    At least one. Turning points between two points of the grid are searched once more, so that two equilibria
    which have just been born are found.
    """
    # One beyond the largest answer, so that the gap has opposite signs at both ends and a root is sure.
    z = (EDGE + 1.0) * np.sinh(BEND * np.linspace(-1.0, 1.0, POINTS)) / np.sinh(BEND)
    gap = _gap(z, payoffs)
    # What a finer look divides further is a place of its own; after that a second change is rounding.
    finer = [
        bracket
        for low, high in (*_changes(z, gap), *_turns(z, gap))
        for bracket in _inside(low, high, payoffs)
    ]
    return [_at(_narrowed(low, high, payoffs), payoffs) for low, high in sorted(finer)]


def _changes(z: Floats, gap: Floats) -> list[Bracket]:
    """Neighbours between which the gap changes its sign; 0 counts as positive, lest a root be found twice."""
    change = np.flatnonzero((gap[:-1] >= 0) != (gap[1:] >= 0))
    return [(float(z[i]), float(z[i + 1])) for i in change]


def _turns(z: Floats, gap: Floats) -> list[Bracket]:
    """Points at which the gap turns away from 0 without having reached it, with their neighbours."""
    size, positive = np.abs(gap), gap >= 0
    same = (positive[:-2] == positive[1:-1]) & (positive[1:-1] == positive[2:])
    turn = same & (size[1:-1] <= size[:-2]) & (size[1:-1] <= size[2:])
    return [(float(z[i]), float(z[i + 2])) for i in np.flatnonzero(turn)]


def _inside(low: float, high: float, payoffs: Payoffs) -> list[Bracket]:
    z = np.linspace(low, high, FINER)
    return _changes(z, _gap(z, payoffs))


def _narrowed(low: float, high: float, payoffs: Payoffs) -> float:
    """The root in a bracket: ever finer grids, then where the straight line between both ends is 0."""
    for _ in range(PASSES):
        low, high = next(iter(_inside(low, high, payoffs)), (low, high))
    left, right = _gap(np.array([low, high]), payoffs)
    return float(low + (high - low) * left / (left - right)) if left != right else low


def _gap(z: Floats, payoffs: Payoffs) -> Floats:
    """What B's quantile is above B's best answer to itself; 0 in equilibrium."""
    return z - answer(z, payoffs)


def answer(z: Floats, payoffs: Payoffs) -> Floats:
    """The quantile of B's best answer if A expects B to resist with probability Phi(z), any shape."""
    firm, back = log_ends(cut(z, payoffs), payoffs.wa, payoffs.a)
    odds = np.exp(np.minimum(back - firm, 600.0))
    index = payoffs.wb - payoffs.cb + (payoffs.vb - payoffs.cb) * odds
    return np.clip(index, -EDGE, EDGE)


def cut(z: Floats, payoffs: Payoffs) -> Floats:
    """What the better of A's two ends must be worth for A to challenge, any shape."""
    from scipy.special import log_ndtr

    # SA = Phi(-z) VA + Phi(z) cut, in logs because Phi(z) can be too small for a float.
    more = np.exp(np.minimum(-log_ndtr(z), 600.0)) * (payoffs.sa - payoffs.va)
    return np.asarray(np.clip(payoffs.va + more, -1e4, 1e4), dtype=np.float64)


def log_ends(c: Floats, wa: ArrayLike, a: ArrayLike) -> tuple[Floats, Floats]:
    """Log-probabilities that A challenges and would stand firm, and that A challenges and would back down.

    The first is P(wa + e > c, wa + e > a + e'); any shape, relative precision also far in the tails.
    """
    return _log_mass(c, wa, a), _log_mass(c, a, wa)


def _log_mass(c: Floats, own: ArrayLike, other: ArrayLike) -> Floats:
    """Log of the integral of phi(x - own) Phi(x - other) over x > c, by Gauss-Legendre where it has mass."""
    from scipy.special import log_ndtr

    c, own, other = np.broadcast_arrays(c, own, other)
    start = np.maximum(c, own - 9.0)
    length = np.maximum(np.maximum(start, own), (own + other) / 2.0) + 9.0 - start
    # The integrand is log-concave: it falls at least as fast everywhere as it does at the start.
    away = start - other
    fall = start - own - mills(away)
    length = np.where(fall > 1.0, np.minimum(length, 40.0 / np.maximum(fall, 1.0)), length)[..., None]
    x = start[..., None] + length * (NODES + 1.0) / 2.0
    logs = -0.5 * (x - own[..., None]) ** 2 + log_ndtr(x - other[..., None])
    top = logs.max(axis=-1, keepdims=True)
    total: Floats = np.log((np.exp(logs - top) * length) @ (WEIGHTS / 2.0)) + top[..., 0]
    return np.asarray(total - 0.5 * np.log(2.0 * np.pi), dtype=np.float64)


def _at(z: float, payoffs: Payoffs) -> Equilibrium:
    """The equilibrium in which B resists with probability Phi(z)."""
    from scipy.special import log_ndtr, ndtr

    c = cut(np.array([z]), payoffs)
    firm, back = (float(v[0]) for v in log_ends(c, payoffs.wa, payoffs.a))
    challenge, resist = np.exp(np.logaddexp(firm, back)), ndtr(z)
    return Equilibrium(
        challenge=float(challenge),
        resist=float(resist),
        stand=float(np.exp(firm - np.logaddexp(firm, back))),
        sq=float(np.exp(log_ndtr(c[0] - payoffs.wa) + log_ndtr(c[0] - payoffs.a))),
        cd=float(challenge * ndtr(-z)),
        bd=float(np.exp(back) * resist),
        sf=float(np.exp(firm) * resist),
        stable=abs(_slope(z, payoffs)) < 1.0,
    )


def _slope(z: float, payoffs: Payoffs) -> float:
    """How far B's answer moves with what A expects of B."""
    low, high = answer(np.array([z - 1e-5, z + 1e-5]), payoffs)
    return float(high - low) / 2e-5
