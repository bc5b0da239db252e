"""A ladder of brinkmanship as the text of an extensive game, for packages that read Gambit's format.

Written from the payoffs of the crisis, not from the arrays that our solver takes: nature draws both types and
the accidents, the patron is a third player. All numbers are exact fractions. Every chance node has its own
information set: shared ones are read as imperfect recall.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import count, product

import numpy as np

from detente.numerics.game.crisis import Crisis
from detente.numerics.game.tree import CLIMB, HOLD, NONE, ladder

ACTIONS = ("concede", "hold", "climb")
PLAYERS = ("one", "two", "patron")


class Writer:
    """One crisis, B = 1 and single climbs, as lines of an .efg file."""

    def __init__(self, crisis: Crisis) -> None:
        if crisis.jumps != 1 or crisis.patron is None or crisis.batch != 1:
            raise ValueError("one game with a patron and climbs of one rung")
        self.crisis, self.tree = crisis, ladder(crisis.rungs)
        self.prize = float(np.asarray(crisis.prize))
        self.risks = crisis.risks()[:, 0, 0]
        self.chance, self.outcome = count(1), count(1)
        by, aside = np.asarray(crisis.patron.worth, dtype=float)[:, 0]
        self.patron = (
            (float(by), np.asarray(crisis.patron.shift, dtype=float)[:, 0]),
            (float(aside), np.zeros(2)),
        )

    def text(self) -> str:
        """The file."""
        return "\n".join(self.lines()) + "\n"

    def lines(self) -> Iterator[str]:
        """The root draws the types of both, then each pair plays."""
        types = list(product(range(self.crisis.disaster.shape[1]), repeat=2))
        players = " ".join(f'"{name}"' for name in PLAYERS)
        yield f'EFG 2 R "ladder" {{ {players} }}'
        yield '""'
        shares = [
            [Fraction(float(p)).limit_denominator(10**6) for p in row[:, 0]] for row in self.crisis.prior
        ]
        draws = " ".join(f'"{t}-{u}" {shares[0][t] * shares[1][u]}' for t, u in types)
        yield f'c "" {next(self.chance)} "" {{ {draws} }} 0'
        for pair in types:
            yield from self.history(0, pair, np.zeros(2))

    def history(self, at: int, types: tuple[int, int], gained: np.ndarray) -> Iterator[str]:
        """A mover's node with all that follows; `gained` is what climbs have been worth to both."""
        mover, rung = int(self.tree.mover[at]), int(self.tree.rung[at])
        names = " ".join(f'"{name}"' for name in ACTIONS)
        infoset = at * self.crisis.disaster.shape[1] + types[mover] + 1
        yield f'p "" {mover + 1} {infoset} "" {{ {names} }} 0'
        conceded = np.full(2, self.prize)
        conceded[mover] = -self.of("audience")[mover] * rung / self.crisis.rungs
        yield self.end(gained + conceded)
        if self.tree.child[at, HOLD] == NONE:
            yield self.end(gained + self.of("status_quo"))
        else:
            yield from self.history(int(self.tree.child[at, HOLD]), types, gained)
        gained = gained.copy()
        gained[mover] += self.of("benefit")[mover]
        yield from self.climb(at, types, gained)

    def climb(self, at: int, types: tuple[int, int], gained: np.ndarray) -> Iterator[str]:
        """Nature ends the play or not; beyond the last rung the patron decides."""
        risk = Fraction(float(self.risks[self.tree.rung[at]]))
        yield f'c "" {next(self.chance)} "" {{ "disaster" {risk} "none" {1 - risk} }} 0'
        costs = np.array([self.crisis.disaster[player, types[player], 0] for player in (0, 1)])
        yield self.end(gained - costs)
        child = int(self.tree.child[at, CLIMB])
        if child != NONE:
            yield from self.history(child, types, gained)
            return
        yield f'p "" 3 {at + 1} "" {{ "by" "aside" }} 0'
        for worth, shift in self.patron:
            yield self.end(gained + self.of("war") * costs + shift, worth)

    def end(self, worth: np.ndarray, patron: float = 0.0) -> str:
        """An end of the play with its payoffs."""
        payoffs = " ".join(str(Fraction(float(one))) for one in (*worth, patron))
        return f't "" {next(self.outcome)} "" {{ {payoffs} }}'

    def of(self, name: str) -> np.ndarray:
        """A parameter of both players (2,)."""
        return self.crisis.by_player(name)[:, 0]


def efg(crisis: Crisis) -> str:
    """One crisis as the text of an .efg file."""
    return Writer(crisis).text()
