"""What the theory of bargaining before a fight says in closed form: yardsticks for the solver; for teaching.

Two players divide a prize of 1; the first wins a fight with chance p, and fighting costs each something.
Fearon (1995), Rationalist Explanations for War, International Organization 49:379-414; Banks (1990),
Equilibrium Behavior in Crisis Bargaining Games, American Journal of Political Science 34:599-614; Powell
(1988), Nuclear Brinkmanship with Two-Sided Incomplete Information, American Political Science Review
82:155-178; Richardson (1960), Arms and Insecurity. The closed forms of `Ultimatum` are worked out here from
Fearon's set-up.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.numerics.game.games import Array


@dataclass(frozen=True, slots=True)
class Ultimatum:
    """The risk-return trade-off of Fearon (1995): take it or leave it, the other's cost unknown.

    The first demands x. The other fights if a fight is worth more than 1 - x, and his cost is uniform on 0 to
    `most`. All of shape (B,): `win` the chance p, `cost` the first's own.
    """

    win: Array
    cost: Array
    most: Array

    def __post_init__(self) -> None:
        if not ((self.win > 0.0) & (self.win < 1.0) & (self.cost > 0.0) & (self.most > 0.0)).all():
            raise ValueError("a chance to win between 0 and 1, and costs above 0")

    def fights(self, demand: Array) -> Array:
        """The chance (B,) that the other fights: his cost is below what the demand takes beyond p."""
        return np.clip((demand - self.win) / self.most, 0.0, 1.0)

    def worth(self, demand: Array) -> Array:
        """The first's payoff (B,) of a demand."""
        fights = self.fights(demand)
        found: Array = (1.0 - fights) * demand + fights * (self.win - self.cost)
        return found

    def demand(self) -> Array:
        """The best demand (B,): p + (most - cost) / 2, within what there is and what is never refused."""
        return np.clip(self.win + 0.5 * (self.most - self.cost), self.win, 1.0)

    def war(self) -> Array:
        """The chance (B,) of a fight at the best demand: (1 - cost / most) / 2 where the demand is inside."""
        return self.fights(self.demand())


def bargaining_range(win: Array, first: Array, second: Array) -> tuple[Array, Array]:
    """Divisions that both prefer to a fight, from p - c1 to p + c2: never empty (Fearon 1995)."""
    return win - first, win + second


@dataclass(frozen=True, slots=True)
class Menu:
    """What a player with a secret can bring about in any bargaining game (Banks 1990).

    Each of K plans leads to a fight with chance `war` (K,) and else to settlements worth `settlement` (K,) on
    average. His fight is worth w, which only he knows; a plan is then worth (1 - war) settlement + war w.
    """

    war: Array
    settlement: Array

    def chosen(self, fight: Array) -> NDArray[np.int64]:
        """The best plan of each type, whose fights are worth `fight` (T,)."""
        worth: Array = (1.0 - self.war) * self.settlement + self.war * fight[:, None]
        return np.asarray(worth.argmax(axis=1), dtype=np.int64)


def critical_risk(prevail: Array, submit: Array, disaster: Array) -> Array:
    """The risk up to which standing firm beats submitting: (w - s) / (w + d).

    `prevail` w, `submit` s, `disaster` d as a cost: firm is worth (1 - r) w - r d. Powell (1988).
    """
    found: Array = (prevail - submit) / (prevail + disaster)
    return found


@dataclass(frozen=True, slots=True)
class Race:
    """Richardson's arms race x' = k y - a x + g, y' = l x - b y + h (Arms and Insecurity)."""

    k: float
    a: float
    l: float  # noqa: E741 - the letters of the source
    b: float

    @property
    def ratio(self) -> float:
        """kl / (ab): the race settles if and only if it is below 1."""
        return self.k * self.l / (self.a * self.b)

    def flow(self) -> Array:
        """The matrix of the equations; the race settles if both eigenvalues lie left of 0."""
        return np.array([[-self.a, self.k], [self.l, -self.b]])

    def branching(self) -> Array:
        """The matching self-exciting process: what one unit of the other's sets off in all.

        Its spectral radius is the root of kl / (ab): two generations, there and back, are one of the race.
        """
        return np.array([[0.0, self.k / self.a], [self.l / self.b, 0.0]])
