"""The branch of logit equilibria from lambda = 0, followed by pseudo-arclength with Newton corrections.

At lambda = 0 every action has even chances; from there one smooth branch leads on, for almost every game
(McKelvey and Palfrey 1995, Games and Economic Behavior 10:6, theorem 3). It may turn back in lambda, which is
where sweeps fail: arclength does not mind (Allgower and Georg 1990, Numerical Continuation Methods, ch. 6).
The unknowns are beliefs alone, as log odds: strategies follow from them in one sweep back. A step ahead goes
along the cubic through the last two points and their tangents: at high lambda Newton's steps settle only from
close by, and a straight line would have to creep.
"""

from dataclasses import dataclass

import numpy as np

from detente.numerics.game.games import Array, Games
from detente.numerics.game.jacobian import jacobian
from detente.numerics.game.sweep import Numbers, backward, forward

TINY = 1e-30
"""The complex step: no difference is taken, so that it can be as small as this."""

STEPS, CORRECTIONS, POLISH = 1500, 6, 12
FIRST, LONGEST, SHORTEST = 0.05, 0.25, 1e-9
"""Steps in arclength: the first and longest as shares of the target lambda; the least, else it is lost."""
CLOSE = 1e-7
"""The gap in log odds at which a point counts as on the branch."""
PACE = (2.0, 2.0, 2.0, 1.3, 1.0, 0.7, 0.7)
"""How the next step grows by the number of corrections that this one took."""


@dataclass(frozen=True, slots=True)
class Odds:
    """One game as a system for the log odds y (M,) of beliefs: answer(y, lambda) = y."""

    game: Games

    @property
    def size(self) -> int:
        """M: of each history but the root, the types of the other than the first."""
        return (self.game.tree.histories - 1) * (self.game.types - 1)

    def of(self, logs: Numbers) -> Numbers:
        """The log odds (M, D) that follow by Bayes from strategies in logs (N, A, T, D)."""
        reach = forward(self.game, logs)
        other = 1 - self.game.tree.mover[1:]
        found = reach[1 + np.arange(other.size), other]
        odds: Numbers = (found[:, 1:] - found[:, :1]).reshape(self.size, -1)
        return odds

    def belief(self, y: Numbers) -> Numbers:
        """Beliefs (N, T, D) of log odds (M, D)."""
        types, tree = self.game.types, self.game.tree
        logs = np.zeros((tree.histories, types, y.shape[1]), dtype=y.dtype)
        logs[1:, 1:] = y.reshape(tree.histories - 1, types - 1, -1)
        prior = np.log(self.game.prior[1 - int(tree.mover[0])])
        logs[0] = prior - prior[0]
        sizes = np.exp(logs - logs.real.max(axis=1, keepdims=True))
        shares: Numbers = sizes / sizes.sum(axis=1, keepdims=True)
        return shares

    def strategies(self, y: Numbers, precision: Numbers) -> Numbers:
        """Logit answers in logs (N, A, T, D) to log odds (M, D) at precisions (D,)."""
        return backward(self.game, self.belief(y), precision)[0]

    def answer(self, y: Numbers, precision: Numbers) -> Numbers:
        """Log odds (M, D) by Bayes from those strategies."""
        return self.of(self.strategies(y, precision))

    def gap(self, x: Array) -> Array:
        """answer(y, lambda) - y of a point x = (y, lambda)."""
        y = x[:-1, None]
        return (self.answer(y, x[-1:]) - y)[:, 0]

    def slopes(self, x: Array) -> Array:
        """The Jacobian (M, M + 1) of `gap`."""
        y, sharp = x[:-1, None], x[-1:] + 1j * TINY
        own = jacobian(self.game, self.belief(y)[..., 0], float(x[-1])) - np.eye(self.size)
        return np.column_stack([own, self.answer(y.astype(np.complex128), sharp).imag / TINY])


@dataclass(frozen=True, slots=True)
class Spot:
    """A point x = (y, lambda) on the branch, and the unit direction in which it goes on."""

    x: Array
    direction: Array

    def ahead(self, before: "Spot | None", step: float) -> Array:
        """Where the branch should be a step ahead: by the cubic through both, else along the tangent."""
        if before is None:
            return self.x + step * self.direction
        width = float(np.linalg.norm(self.x - before.x))
        u = 1.0 + step / width
        ends = (2 * u**3 - 3 * u**2 + 1) * before.x + (3 * u**2 - 2 * u**3) * self.x
        bends = (u**3 - 2 * u**2 + u) * before.direction + (u**3 - u**2) * self.direction
        there: Array = ends + width * bends
        return there


def follow(game: Games, tolerance: float) -> tuple[Array, Array]:
    """Strategies in logs (N, A, T, 1) and beliefs (N, T, 1) at the game's lambda, on the branch from 0.

    Where the branch gets lost they are those of the last point found; their certificate then fails.
    """
    system, target = Odds(game), float(game.precision[0])
    x = _along(system, target, tolerance)
    y = x[:-1, None]
    return system.strategies(y, np.array([target])), system.belief(y)


def _along(system: Odds, target: float, tolerance: float) -> Array:
    """The point of the branch at the target lambda, or the last one on the way there."""
    start = np.append(system.answer(np.zeros((system.size, 1)), np.zeros(1))[:, 0], 0.0)
    here, before = _spot(system, start, np.append(np.zeros(system.size), 1.0)), None
    step = FIRST * target
    for _ in range(STEPS):
        found, taken = _corrected(system, here.ahead(before, step), here.direction)
        if found is None or np.linalg.norm(found - here.x) > 2.0 * step:
            step *= 0.5
        elif (found[-1] - target) * (here.x[-1] - target) <= 0.0:
            landed = _landed(system, here.x, found, target, tolerance)
            if landed is not None:
                return landed
            step *= 0.5
        else:
            here, before = _spot(system, found, here.direction), here
            step = min(step * PACE[taken], LONGEST * max(target, float(np.linalg.norm(found))))
        if step < SHORTEST:
            break
    return here.x


def _spot(system: Odds, x: Array, before: Array) -> Spot:
    """The point with its direction, on the side of the last one."""
    bordered = np.vstack([system.slopes(x), before])
    along = _solve(bordered, np.append(np.zeros(system.size), 1.0))
    return Spot(x, along / np.linalg.norm(along))


def _corrected(system: Odds, x: Array, direction: Array) -> tuple[Array | None, int]:
    """Back to the branch, square to its direction, and the steps taken; None if it does not get there."""
    last = np.inf
    for taken in range(CORRECTIONS + 1):
        gap = system.gap(x)
        size = float(np.abs(gap).max())
        if size < CLOSE:
            return x, taken
        if not np.isfinite(size) or (taken > 1 and size > last):
            break
        last = size
        x = x - _solve(np.vstack([system.slopes(x), direction]), np.append(gap, 0.0))
    return None, CORRECTIONS


def _landed(system: Odds, one: Array, two: Array, target: float, tolerance: float) -> Array | None:
    """Newton at the target lambda from between two points of the branch."""
    share = (target - one[-1]) / (two[-1] - one[-1])
    x = one + share * (two - one)
    x[-1] = target
    return newton(system, x, tolerance)


def newton(system: Odds, x: Array, tolerance: float, steps: int = POLISH) -> Array | None:
    """The solution (y, lambda) at the lambda of x by Newton's steps from x; None if they do not lead to one.

    Where rounding does not let the gap come under the tolerance, the best point of the way counts, if close.
    """
    best, least = x, np.inf
    for _ in range(steps):
        gap = system.gap(x)
        size = float(np.abs(gap).max())
        if not np.isfinite(size):
            break
        if size < least:
            best, least = x, size
        if least < 0.1 * tolerance:
            break
        x = x - np.append(_solve(system.slopes(x)[:, :-1], gap), 0.0)
    return best if least < CLOSE else None


def _solve(matrix: Array, right: Array) -> Array:
    try:
        return np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)
    except np.linalg.LinAlgError:
        return np.asarray(np.linalg.lstsq(matrix, right, rcond=None)[0], dtype=np.float64)
