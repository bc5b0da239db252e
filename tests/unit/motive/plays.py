"""All plays of the ladder by its rules, a draw of parameters, and what a play pays by the words of
payoffs.py.

Written without the tree: heights and holds are counted here, so that a fault of the tree or of a pattern
shows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from detente.backtest.motive_prior import FIRST_GUESS
from detente.motive.episodes import Episodes, Places, places
from detente.motive.moves import Move
from detente.motive.payoffs import DISASTER, HEIGHTS, HONOUR, NAMES, UMBRELLA, USUAL, WAR, Rules
from detente.motive.rounds import Step

Array = NDArray[np.float64]
DAY = date(2000, 1, 1)
TOP = len(HEIGHTS)

Play = tuple[tuple[int, Move], ...]
"""A play as (side, move) in turn."""


def every_play() -> list[Play]:
    """All plays to their end: two holds running, a concession or war."""
    return list(_from((), 0, False))


def _from(play: Play, height: int, held: bool) -> Iterator[Play]:
    side = len(play) % 2
    yield (*play, (side, Move.CONCEDE))
    if held:
        yield (*play, (side, Move.HOLD))
    else:
        yield from _from((*play, (side, Move.HOLD)), height, True)
    for higher in range(height + 1, TOP + 1):
        climbed = (*play, (side, Move(higher + 1)))
        yield from [climbed] if higher == TOP else _from(climbed, higher, False)


def steps(play: Play) -> tuple[Step, ...]:
    """The play with days that are of no account."""
    return tuple(Step(side, move, DAY, None) for side, move in play)


EVERY: list[Places] = [places(steps(play)) for play in every_play()]
"""Every play as its places in the tree."""


def thetas(count: int, seed: int) -> Array:
    """Parameter vectors (14, count) from the first guess of the prior."""
    away = np.random.default_rng(seed).standard_normal((len(NAMES), count))
    return np.asarray(FIRST_GUESS.mean[:, None] + FIRST_GUESS.spread[:, None] * away)


def beliefs(count: int, seed: int) -> Array:
    """Beliefs (2, 3, count) about both sides."""
    drawn = np.random.default_rng(seed).dirichlet(np.ones(3), (2, count))
    return np.ascontiguousarray(np.moveaxis(drawn, 1, 2))


def any_of_all(rounds: int, seed: int, *, hopes: bool = True) -> Episodes:
    """Rounds in which nothing is known but that the round was played: every play is a reading of it."""
    rng, every = np.random.default_rng(seed), np.arange(len(EVERY))
    hope = rng.random(rounds) if hopes else np.zeros(rounds)
    ones = np.ones((rounds, len(EVERY)))
    years, called = rng.random(rounds), rng.random(rounds)
    return Episodes(tuple(EVERY), ones, np.repeat(every[None], rounds, axis=0), years, called, hope)


def some_rounds(rounds: int, seed: int, *, readings: int = 3, hopes: bool = True) -> Episodes:
    """Rounds with a few readings each, of weights that sum to 1."""
    rng = np.random.default_rng(seed)
    weight = rng.dirichlet(np.ones(readings), rounds)
    path = np.stack([rng.choice(len(EVERY), readings, replace=False) for _ in range(rounds)])
    hope = rng.random(rounds) if hopes else np.zeros(rounds)
    return Episodes(tuple(EVERY), weight, path, rng.random(rounds), rng.random(rounds), hope)


def certain(paths: list[Places], *, years: float = 0.1) -> Episodes:
    """Rounds of one reading each."""
    known = {path: n for n, path in enumerate(dict.fromkeys(paths))}
    gaps, nothing = np.full(len(paths), years), np.zeros(len(paths))
    gaps[:1] = 0.0
    at = np.array([[known[path]] for path in paths])
    return Episodes(tuple(known), np.ones((len(paths), 1)), at, gaps, nothing, nothing)


@dataclass(frozen=True)
class Payer:
    """What a play is worth to a side of a type, by the words of payoffs.py alone."""

    theta: dict[str, float]
    motive: str | None
    intensity: float = 0.0
    hope: float = 0.0
    rules: Rules = USUAL

    def paid(self, play: Play, side: int, kind: int) -> float:
        """All terms in turn, each by the chance that no accident came before."""
        height, last, climbed, survived, total = 0, None, False, 1.0, 0.0
        for mover, move in play:
            if move >= Move.SHOW:
                height, last = move - 1, mover
                climbed |= mover == 0
                worth, going = self._climb(height, mover == side, side, kind)
                total, survived = total + survived * worth, survived * going
        mover, move = play[-1]
        if move < Move.SHOW:
            total += survived * self._end(
                side, mover if move == Move.CONCEDE else None, height, last, climbed
            )
        return total

    def _climb(self, height: int, own: bool, side: int, kind: int) -> tuple[float, float]:
        """What a climb is worth at once, and the chance that the play goes on."""
        th = self.theta
        total = 0.0
        if own:
            total += th[("show", "force", "lethal", "war")[height - 1]]
            total += 0.5 * th["tilt"] if side == 0 else -0.5 * th["tilt"]
            total += np.exp(th["resolve"]) if kind > 0 else 0.0
            total += np.exp(th["fight"]) if kind == 2 and height >= 2 else 0.0
            total += self._strength() if side == 0 and self.motive == "status" else 0.0
        if height == TOP:
            return total - WAR * DISASTER[kind] + self._patron(side), 0.0
        risk = self.rules.risk[height - 1]
        return total - risk * DISASTER[kind], 1.0 - risk

    def _end(self, side: int, yields: int | None, height: int, last: int | None, climbed: bool) -> float:
        """What a settlement or a concession is worth; `climbed` is the actor's."""
        loser = side == yields
        total = 0.0 if yields is None else -0.5 if loser else 0.5
        if last == 1 - side and (loser or yields is None):
            total -= np.exp(self.theta["audience"]) * height / TOP
        if yields is None:
            total += self.rules.settlement
        if side == 1:
            return total
        total += self._motive(yields, last, climbed)
        if not climbed:
            total += self.hope * np.exp(self.theta["hope"])
            total += self.rules.recognition if yields is None else 0.0
        return total

    def _motive(self, yields: int | None, last: int | None, climbed: bool) -> float:
        places = {
            "security": 0.0 if climbed else -1.0,
            "coercion": (yields == 1) + 0.5 * (yields is None and last == 0),
            "domestic": -(last == 1 and yields is None) - 1.0 * (yields == 0),
        }
        return self._strength() * places.get(self.motive or "", 0.0)

    def _strength(self) -> float:
        return float(self.intensity * np.exp(self.theta["strength"]))

    def _patron(self, side: int) -> float:
        if self.rules.protected is None:
            return 0.0
        lam = np.exp(self.theta["precision"])
        then, now = (1.0 / (1.0 + np.exp(-lam * resolve)) for resolve in (self.rules.honour, HONOUR))
        return float((then - now) * UMBRELLA[side == self.rules.protected])
