"""Ladders and small trees that the tests of the solver share."""

import numpy as np
from numpy.typing import NDArray

from detente.numerics.game.crisis import Crisis, games
from detente.numerics.game.games import Games
from detente.numerics.game.tree import NONE, Tree

Floats = NDArray[np.float64]


def crises(count: int, seed: int, rungs: int = 5, types: int = 3, jumps: int = 1) -> Crisis:
    """Ladders with all payoffs, risks and priors at random."""
    rng = np.random.default_rng(seed)
    low, high = rng.uniform(0.1, 1.0, count), rng.uniform(1.5, 6.0, count)
    share = rng.uniform(0.1, 0.6, count)
    return Crisis(
        rungs,
        disaster=np.repeat((low + (high - low) * np.linspace(0.0, 1.0, types)[:, None])[None], 2, axis=0),
        prior=rng.dirichlet(np.full(types, 5.0), (2, count)).swapaxes(1, 2),
        jumps=jumps,
        status_quo=np.stack([share, 1.0 - share]),
        audience=rng.uniform(0.0, 1.0, (2, count)),
        benefit=rng.normal(0.0, 0.1, (2, count)),
        war=-rng.uniform(0.2, 1.5, (2, count)),
        risk=rng.uniform(0.005, 0.08, count),
        growth=rng.uniform(1.0, 1.6, count),
    )


def ladders(count: int, seed: int, precision: float, rungs: int = 5, types: int = 3, jumps: int = 1) -> Games:
    return games(crises(count, seed, rungs, types, jumps), precision)


def bluff(precision: float, cost: float = 1.0) -> Games:
    """A challenge that may be a bluff: A may challenge, B concedes or resists, A backs down or fights.

    The tough type of A would rather fight than back down, and is deterred if B resists; the weak one backs
    down at no great cost. So the more B resists, the weaker a challenger must be, and the better it is to
    resist: there are three equilibria. `cost` is what conceding costs B.
    """
    nothing = np.full(3, NONE)
    tree = Tree(
        mover=np.array([0, 1, 0]),
        child=np.array([[NONE, 1], [NONE, 2], [NONE, NONE]]),
        open=np.ones((3, 2), dtype=np.bool_),
        parent=np.array([NONE, 0, 1]),
        taken=np.array([NONE, 1, 1]),
        rung=np.zeros(3, dtype=np.int64),
        climbs=np.zeros((3, 2), dtype=np.int64),
        held=np.zeros(3, dtype=np.bool_),
        last=nothing,
        depth=np.arange(3),
        rungs=1,
    )
    gain = np.zeros((3, 2, 2, 2, 1))
    gain[1, 0, 0], gain[1, 0, 1] = 1.0, -cost
    gain[2, 0, 0, :, 0], gain[2, 0, 1] = (-2.5, -0.1), 1.0
    gain[2, 1, 0, :, 0], gain[2, 1, 1] = (-2.0, -6.0), -6.0
    go = np.zeros((3, 2, 1))
    go[0, 1] = go[1, 1] = 1.0
    return Games(tree, gain, go, np.full((2, 2, 1), 0.5), np.array([precision]))
