"""What the players of the ladder want: payoffs as sums of parameters times patterns of the tree.

The heights are quiet, show, force, lethal; the top is war. Unit: the prize, half of which a concession hands
over. Quiet is worth nothing to either side. A motive adds its term at one place of the tree and to the actor
alone; the terms of all four have one strength, so that no motive has more freedom than another.

Where each term comes from: disaster and accident, Powell (1990), Nuclear Deterrence Theory, ch. 3; audience,
Fearon (1994) APSR 88:577; hard and soft types, Zagare & Kilgour (2000), Perfect Deterrence, ch. 4; security,
Kydd (2005), Trust and Mistrust, ch. 2; status, O'Neill (1999), Honor, Symbols, and War, ch. 12; coercion,
Schelling (1966), Arms and Influence, ch. 2.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from detente.numerics.game.games import Games
from detente.numerics.game.tree import CONCEDE, HOLD, NONE, Tree, ladder

Array = NDArray[np.float64]

HEIGHTS = ("quiet", "show", "force", "lethal")
TYPES = 3
"""A side is soft (0), resolved (1) or fighting (2)."""

MOTIVES = ("security", "status", "coercion", "domestic")

NAMES = (
    "show", "force", "lethal", "war", "tilt", "audience", "resolve", "fight", "resolved", "fighting",
    "turnover", "precision", "strength", "hope",
)  # fmt: skip
"""The parameters, in this order.

show, force, lethal, war: what a climb to that height is worth in itself to either side, usually below
nothing. tilt: how much more a climb is worth to the actor than to the other. audience, in logs: the loss from
leaving the other's climb unanswered or from conceding to it, in proportion to the height. resolve, in
logs: how much more a climb is worth to the types that are not soft; fight, in logs: how much more again a
climb to force or beyond is to the fighting one. resolved, fighting, in log odds against the soft one: the
chance of that type when a type is drawn; turnover, in logs: how often a year that happens. precision, in
logs: lambda. strength, in logs: of the motive. hope, in logs: what belief in a deal adds to a round without a
climb of the actor.
"""

DISASTER = (3.0, 1.0, 1.0)
"""What an accident costs each type, in prizes: an assumption (one type hardly minds, one does)."""

WAR = 0.6
"""What war costs as a share of a disaster: an assumption."""

RISK = (0.001, 0.01, 0.04)
"""The chance that a climb to show, force, lethal gets out of hand: assumptions of ours, not fitted."""

UMBRELLA = (-1.0, 0.3)
"""What a patron who honours his word adds to war for the adversary and for the protected side:
assumptions."""

HONOUR = 0.7
"""What a patron loses by abandoning, less what he loses by honouring, in prizes: an assumption."""

JUMPS = len(HEIGHTS)


def tree() -> Tree:
    """The tree: 54 histories, climbs of any number of heights."""
    return ladder(len(HEIGHTS), JUMPS)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a what-if may change: risks of a climb, the patron's resolve, who is protected (None: nobody).

    Fits know no patron: what his word is worth as it stands lies in what a climb to war is worth to both.
    Only a change of his resolve is paid, in the share by which it makes him honour it more often or less.
    """

    risk: tuple[float, float, float] = RISK
    honour: float = HONOUR
    protected: int | None = None
    settlement: float = 0.0
    recognition: float = 0.0


USUAL = Rules()


@cache
def patterns(motive: str | None) -> Array:
    """Where each parameter of `NAMES` is paid (14, N, A, 2, T): times the parameter's value, summed."""
    spot = _Spots(tree())
    found = np.zeros((len(NAMES), *spot.shape))
    for height in (1, 2, 3, 4):
        found[height - 1] = spot.climb_to(height)
    found[NAMES.index("tilt")] = 0.5 * spot.climbs(0) - 0.5 * spot.climbs(1)
    found[NAMES.index("audience")] = -spot.unanswered(0) - spot.unanswered(1)
    found[NAMES.index("resolve")] = spot.by_type(np.array([0.0, 1.0, 1.0]))
    found[NAMES.index("fight")] = spot.by_type(np.array([0.0, 0.0, 1.0]), least=2)
    if motive is not None:
        found[NAMES.index("strength")] = _term(spot, motive)
    found[NAMES.index("hope")] = spot.ends(0, ~spot.climbed(0))
    return found


def _term(spot: "_Spots", motive: str) -> Array:
    """The motive's place in the tree."""
    if motive == "security":  # a round that ends unarmed
        return -spot.ends(0, ~spot.climbed(0))
    if motive == "status":  # every climb is seen, whatever follows
        return spot.climbs(0)
    if motive == "coercion":  # what the other yields, and half of it by settling under pressure
        return spot.conceded_to(0) + 0.5 * spot.settled(0, spot.last(0))
    # domestic: the other's climb stands, or the actor yields
    return -spot.settled(0, spot.last(1)) - spot.conceding(0)


class _Spots:
    """Patterns (N, A, 2, T) of one unit paid to a player at some places of a tree."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.shape = (tree.histories, tree.actions, 2, TYPES)
        self.steps = np.arange(tree.actions) - HOLD
        self.target = tree.rung[:, None] + np.maximum(self.steps, 0)

    def climb_to(self, height: int) -> Array:
        """Paid to whoever climbs to the height; `len(HEIGHTS)` is war."""
        reached = self.target == height
        return self.pay(0, reached & self._climbing(0)) + self.pay(1, reached & self._climbing(1))

    def climbs(self, player: int) -> Array:
        """Paid to the player for each climb of his."""
        return self.pay(player, self._climbing(player))

    def by_type(self, sizes: Array, least: int = 1) -> Array:
        """Paid by type to whoever climbs to a height of at least `least`."""
        high = self.target >= least
        return (self.pay(0, self._climbing(0) & high) + self.pay(1, self._climbing(1) & high)) * sizes

    def unanswered(self, player: int) -> Array:
        """Paid in proportion to the height when the player lets the other's climb stand or concedes to it."""
        height = self.tree.rung[:, None] / len(HEIGHTS)
        stands = self._settling() | self._conceding(player)
        return self.pay(player, stands & self.last(1 - player)[:, None], height)

    def ends(self, player: int, where: NDArray[np.bool_]) -> Array:
        """Paid to the player where a round ends by settling or conceding in histories `where` (N,)."""
        return self.pay(player, (self._settling() | self._conceding(0) | self._conceding(1)) & where[:, None])

    def settled(self, player: int, where: NDArray[np.bool_]) -> Array:
        """Paid to the player where a round is settled in histories `where` (N,)."""
        return self.pay(player, self._settling() & where[:, None])

    def conceded_to(self, player: int) -> Array:
        """Paid to the player where the other concedes."""
        return self.pay(player, self._conceding(1 - player))

    def conceding(self, player: int) -> Array:
        """Paid to the player where he concedes."""
        return self.pay(player, self._conceding(player))

    def climbed(self, player: int) -> NDArray[np.bool_]:
        """Histories (N,) in which the player has climbed."""
        return np.asarray(self.tree.climbs[:, player] > 0)

    def last(self, player: int) -> NDArray[np.bool_]:
        """Histories (N,) in which the player was the last to climb."""
        return np.asarray(self.tree.last == player)

    def pay(self, player: int, where: NDArray[np.bool_], size: Array | float = 1.0) -> Array:
        """The pattern of one payment at places (N, A)."""
        found = np.zeros(self.shape)
        found[:, :, player, :] = (where * size)[:, :, None]
        return found

    def _climbing(self, player: int) -> NDArray[np.bool_]:
        return np.asarray(self.tree.open & (self.steps > 0)[None, :] & (self.tree.mover == player)[:, None])

    def _settling(self) -> NDArray[np.bool_]:
        holding = np.arange(self.tree.actions) == HOLD
        return np.asarray(holding[None, :] & (self.tree.child[:, [HOLD]] == NONE))

    def _conceding(self, player: int) -> NDArray[np.bool_]:
        conceding = np.arange(self.tree.actions) == CONCEDE
        return np.asarray(conceding[None, :] & (self.tree.mover == player)[:, None])


@cache
def _fixed(rules: Rules) -> tuple[Array, Array, Array]:
    """Payoffs (N, A, 2, T) that no parameter scales, their share by the patron, and go (N, A)."""
    spot, full = _Spots(tree()), tree()
    risk = np.append(np.asarray(rules.risk), 0.0)
    climbing = spot.steps[None, :] > 0
    accident = np.where(climbing & full.open, risk[np.clip(spot.target - 1, 0, len(HEIGHTS) - 1)], 0.0)
    war = climbing & full.open & (spot.target == len(HEIGHTS))
    prize = 0.5 * (spot.conceded_to(0) + spot.conceded_to(1) - spot.conceding(0) - spot.conceding(1))
    disaster = spot.pay(0, full.open, accident) + spot.pay(1, full.open, accident)
    fought = spot.pay(0, war, WAR) + spot.pay(1, war, WAR)
    gain = prize - (disaster + fought) * np.array(DISASTER)
    gain += spot.pay(0, spot._settling(), rules.settlement) + spot.pay(1, spot._settling(), rules.settlement)
    gain += spot.pay(0, spot._settling() & ~spot.climbed(0)[:, None], rules.recognition)
    patron = np.zeros(spot.shape)
    if rules.protected is not None:
        patron = spot.pay(rules.protected, war, UMBRELLA[1])
        patron += spot.pay(1 - rules.protected, war, UMBRELLA[0])
    go = np.where(full.child != NONE, 1.0 - accident, 0.0)
    return gain, patron, go


def _honours(lam: Array, resolve: float) -> Array:
    """The chance that the patron honours his word: a logit choice."""
    return np.asarray(1.0 / (1.0 + np.exp(-lam * resolve)))


def games(theta: Array, intensity: Array, hoped: Array, prior: Array, motive: str | None,
          rules: Rules = USUAL) -> Games:  # fmt: skip
    """One game a column: `theta` (14, B) in the order of `NAMES`, `intensity`, `hoped` (B,), `prior` (2, T,
    B).

    `intensity` and `hoped` in [0, 1] scale the motive and the hope; `prior` is the chance of each type of
    each side; `motive` None is the ladder without a motive.
    """
    sizes = theta.copy()
    for name in ("audience", "resolve", "fight", "strength", "hope"):
        sizes[NAMES.index(name)] = np.exp(sizes[NAMES.index(name)])
    sizes[NAMES.index("strength")] *= intensity
    sizes[NAMES.index("hope")] *= hoped
    lam = np.exp(theta[NAMES.index("precision")])
    fixed, patron, go = _fixed(rules)
    where = patterns(motive)
    # The batch comes first in memory: one matrix product, and what compiled kernels read without a copy.
    gain = sizes.T @ where.reshape(len(NAMES), -1)
    gain += fixed.ravel()
    if rules.protected is not None:
        gain += np.outer(_honours(lam, rules.honour) - _honours(lam, HONOUR), patron)
    return Games(
        tree(),
        np.moveaxis(gain.reshape(-1, *where.shape[1:]), 0, -1),
        np.moveaxis(np.repeat(go[None], lam.size, axis=0), 0, -1),
        prior,
        lam,
    )
