"""The plain ladder of brinkmanship: who climbs raises the risk of a disaster that neither wants.

Two players, each with a private cost of disaster, in turn concede, hold or climb. A climb is a lottery: with
the risk of its rung a disaster ends the play, else it goes on; a climb beyond the last rung is a fight. The
last to concede loses the prize and pays for the height he had reached; two holds running leave things as they
are. Schelling (1960), The Strategy of Conflict, ch. 8, "the threat that leaves something to chance"; Powell
(1988), American Political Science Review 82:155; Powell (2015), International Organization 69:589, with a
choice of risk. The cost of backing down that grows with the height is that of Fearon (1994), American
Political Science Review 88:577. A patron may stand by the second player in a fight; he chooses by logit.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from detente.numerics.game.games import Array, Games
from detente.numerics.game.tree import CLIMB, CONCEDE, HOLD, NONE, Tree, ladder

SUREST = 0.95
"""No climb brings disaster with a higher chance."""


@dataclass(frozen=True, slots=True)
class Patron:
    """What standing by and aside are worth to the patron (2, B); how his help shifts the fight (2, B)."""

    worth: ArrayLike = ((0.1,), (-0.6,))
    shift: ArrayLike = ((-1.0,), (0.6,))

    def stands_by(self, precision: Array) -> Array:
        """The chance (B,) that he stands by, by a logit choice."""
        by, aside = np.asarray(self.worth, dtype=np.float64)
        chance: Array = np.exp(-np.logaddexp(0.0, -precision * (by - aside)))
        return chance


@dataclass(frozen=True, slots=True)
class Crisis:
    """A batch of B ladders; all but `disaster` and `prior` broadcast to the shape given, the batch last.

    `disaster` (2, T, B): the cost of a disaster to each type of each player. `prior` (2, T, B): the chance of
    each type. `prize` (B,): what the other's concession is worth. `status_quo` (2, B): two holds. `audience`
    (2, B): the cost of conceding at the top; at rung k of K, k/K of it. `benefit` (2, B): each own climb.
    `war` (2, B): a fight, in units of the own cost of disaster. `risk`, `growth` (B,): a climb from rung k
    ends in disaster with chance risk * growth^k; one of several rungs runs all their risks.
    """

    rungs: int
    disaster: Array
    prior: Array
    jumps: int = 1
    prize: ArrayLike = 1.0
    status_quo: ArrayLike = ((0.35,), (0.65,))
    audience: ArrayLike = ((0.3,), (0.25,))
    benefit: ArrayLike = ((0.08,), (0.0,))
    war: ArrayLike = ((-0.6,), (-0.5,))
    risk: ArrayLike = 0.02
    growth: ArrayLike = 1.35
    patron: Patron | None = field(default_factory=Patron)

    @property
    def batch(self) -> int:
        """B."""
        return int(self.disaster.shape[-1])

    def by_player(self, name: str) -> Array:
        """A parameter (2, B)."""
        return np.broadcast_to(np.asarray(getattr(self, name), dtype=np.float64), (2, self.batch))

    def risks(self) -> Array:
        """The chance (K, J, B) that a climb of 1..J rungs from each rung ends in disaster."""
        heights = np.arange(self.rungs + self.jumps)[:, None]
        growth = np.asarray(self.growth, dtype=np.float64)
        single = np.minimum(np.asarray(self.risk) * growth**heights, SUREST)
        safe = np.broadcast_to(1.0 - single, (heights.size, self.batch))
        runs = [safe[k : k + self.jumps].cumprod(axis=0) for k in range(self.rungs)]
        return 1.0 - np.array(runs)

    def fight(self, precision: Array) -> Array:
        """Payoffs (2, T, B) of a fight, over the patron's choice."""
        own: Array = self.by_player("war")[:, None] * self.disaster
        if self.patron is None:
            return own
        shift = np.broadcast_to(np.asarray(self.patron.shift, dtype=np.float64), (2, self.batch))
        return own + (self.patron.stands_by(precision) * shift)[:, None]


def typical(rungs: int, types: int, batch: int = 1, *, least: float = 0.4, most: float = 3.0) -> Crisis:
    """The ladder of the benchmarks: costs of disaster from `least` to `most`, equally likely."""
    costs = np.linspace(least, most, types) if types > 1 else np.ones(1)
    disaster = np.broadcast_to(costs[:, None], (2, types, batch))
    return Crisis(rungs, disaster, np.full((2, types, batch), 1.0 / types))


def games(crisis: Crisis, precision: ArrayLike) -> Games:
    """The ladders as arrays, at precisions (B,)."""
    tree = ladder(crisis.rungs, crisis.jumps)
    sharp = np.array(np.broadcast_to(np.asarray(precision, dtype=np.float64), (crisis.batch,)))
    types = crisis.disaster.shape[1]
    gain = np.zeros((tree.histories, tree.actions, 2, types, crisis.batch))
    go = np.zeros((tree.histories, tree.actions, crisis.batch))
    _concessions(crisis, tree, gain)
    _holds(crisis, tree, gain, go)
    _climbs(crisis, tree, crisis.fight(sharp), gain, go)
    return Games(tree, gain, go, np.array(crisis.prior, dtype=np.float64), sharp)


def _concessions(crisis: Crisis, tree: Tree, gain: Array) -> None:
    """The other gets the prize; the mover pays for the height."""
    at, mover = np.arange(tree.histories), tree.mover
    height = (tree.rung / crisis.rungs)[:, None]
    gain[at, CONCEDE, mover] = -(crisis.by_player("audience")[mover] * height)[:, None]
    gain[at, CONCEDE, 1 - mover] = np.broadcast_to(np.asarray(crisis.prize), (crisis.batch,))


def _holds(crisis: Crisis, tree: Tree, gain: Array, go: Array) -> None:
    """The second of two holds leaves things as they are."""
    settles = tree.child[:, HOLD] == NONE
    gain[settles, HOLD] = crisis.by_player("status_quo")[:, None]
    go[~settles, HOLD] = 1.0


def _climbs(crisis: Crisis, tree: Tree, fight: Array, gain: Array, go: Array) -> None:
    """Each is worth its benefit, a share of a disaster, and beyond the last rung the rest of a fight."""
    benefit, risks = crisis.by_player("benefit"), crisis.risks()
    for i, action in np.argwhere(tree.open[:, CLIMB:]):
        risk, a = risks[tree.rung[i], action], CLIMB + action
        gain[i, a] = -risk * crisis.disaster
        gain[i, a, tree.mover[i]] += benefit[tree.mover[i]]
        if tree.child[i, a] == NONE:
            gain[i, a] += (1.0 - risk) * fight
        else:
            go[i, a] = 1.0 - risk


@dataclass(frozen=True, slots=True)
class Ends:
    """How a ladder ends, by type of player 0 and of player 1, and the climbs on the way.

    `concedes` (2, T, T, B), `settles`, `disaster`, `fight` (T, T, B) are chances that add up to 1; `climbs`
    (2, T, T, B) are mean numbers.
    """

    concedes: Array
    settles: Array
    disaster: Array
    fight: Array
    climbs: Array

    def over_types(self, crisis: Crisis) -> "Ends":
        """The same (2, B) and (B,), averaged over both types."""
        weight = crisis.prior[0][:, None] * crisis.prior[1][None]

        def mean(x: Array) -> Array:
            found: Array = (x * weight).sum(axis=(-3, -2))
            return found

        return Ends(*(mean(x) for x in (self.concedes, self.settles, self.disaster, self.fight, self.climbs)))


def ends(crisis: Crisis, strategy: Array) -> Ends:
    """How ladders end under strategies (N, A, T, B)."""
    tree, risks = ladder(crisis.rungs, crisis.jumps), crisis.risks()
    types, batch = strategy.shape[2:]
    there = np.zeros((tree.histories, types, types, batch))
    found = Ends(*(np.zeros((*shape, types, types, batch)) for shape in ((2,), (), (), (), (2,))))
    there[0] = 1.0
    for i in range(tree.histories):
        m = int(tree.mover[i])
        for a in np.flatnonzero(tree.open[i]):
            chance = there[i] * (strategy[i, a][:, None] if m == 0 else strategy[i, a][None])
            if a == CONCEDE:
                found.concedes[m] += chance
            elif a == HOLD:
                _goes_on(there, int(tree.child[i, a]), chance, found.settles)
            else:
                risk = risks[tree.rung[i], a - CLIMB]
                found.climbs[m] += chance
                found.disaster[:] += risk * chance
                _goes_on(there, int(tree.child[i, a]), (1.0 - risk) * chance, found.fight)
    return found


def _goes_on(there: Array, child: int, chance: Array, end: Array) -> None:
    """Add a chance to the history that follows, else to the end."""
    if child == NONE:
        end += chance
    else:
        there[child] = chance
