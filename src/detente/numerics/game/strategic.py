"""Strategic choice with two players and three outcomes: who goes on, who fights, with what probability.

    1 -- stops: outcome 0, worth u11 to player 1
    `--- goes on: 2 -- gives in: outcome 1, worth u13 to player 1 and 0 to player 2
                  `--- fights: outcome 2, worth u14 to player 1 and u24 to player 2

Player 1 knows how likely player 2 is to fight, but neither knows the other's errors: solved backwards, it is
the agent quantal response equilibrium, and it is unique. Errors are normal of variance 1 for each move
("probit"), of the extreme value kind ("logit"), or normal of variance 1 for each outcome and known to their
owner alone (`private`). Signorino (1999), American Political Science Review 93:279-297, and (2003), Political
Analysis 11:316-344.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.numerics.game.small_normal import mills

Floats = NDArray[np.float64]
Whole = NDArray[np.intp]
Link = Literal["probit", "logit"]

UTILITIES = ("u11", "u13", "u14", "u24")
CONSTANT = "1"
"""The name of the regressor that is 1 in every row."""


class Unidentified(ValueError):
    """No data could tell the coefficients apart, or these data cannot."""


@dataclass(frozen=True, slots=True)
class Errors:
    """What the players do not know of each other."""

    link: Link = "probit"
    private: bool = False

    def __post_init__(self) -> None:
        if self.link not in ("probit", "logit"):
            raise ValueError(f"{self.link!r} is no link: choose probit or logit")
        if self.private and self.link == "logit":
            raise ValueError("private information is normal: use the probit")


@dataclass(frozen=True, slots=True)
class Model:
    """The regressors of each utility by name, "1" for the constant; a utility without any is fixed at 0."""

    u11: Sequence[str] = ()
    u13: Sequence[str] = ()
    u14: Sequence[str] = ()
    u24: Sequence[str] = ()
    errors: Errors = field(default_factory=Errors)

    def __post_init__(self) -> None:
        for term in self.u11:
            if term in self.u13 and term in self.u14:
                raise Unidentified(
                    f"{term!r} stands in u11, u13 and u14: only differences count, leave one out"
                )
        if not self.u24:
            raise Unidentified(
                "u24 has no regressor: player 2 would fight in half of all cases, whatever the data"
            )
        if not (self.u11 or self.u13 or self.u14):
            raise Unidentified("u11, u13 and u14 have no regressor: player 1 would toss a coin")
        for utility, terms in self.terms.items():
            if len(set(terms)) < len(terms):
                raise Unidentified(f"{utility} has a regressor twice: {', '.join(terms)}")

    @property
    def terms(self) -> dict[str, tuple[str, ...]]:
        """The regressors by utility."""
        return {name: tuple(getattr(self, name)) for name in UTILITIES}

    @property
    def names(self) -> tuple[str, ...]:
        """The coefficients in the order that every vector has, "u11:a" for the regressor a of u11."""
        return tuple(f"{utility}:{term}" for utility, terms in self.terms.items() for term in terms)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every regressor once, without the constant."""
        every = (term for terms in self.terms.values() for term in terms if term != CONSTANT)
        return tuple(dict.fromkeys(every))

    def blocks(self, table: Mapping[str, ArrayLike], rows: int) -> tuple[Floats, ...]:
        """The regressors of each utility in turn, shapes (rows, terms)."""
        return tuple(block(terms, table, rows) for terms in self.terms.values())


def block(terms: Sequence[str], table: Mapping[str, ArrayLike], rows: int) -> Floats:
    """The columns of `table` that `terms` name, shape (rows, terms)."""
    columns = [np.ones(rows) if t == CONSTANT else np.asarray(table[t], dtype=np.float64) for t in terms]
    return np.column_stack(columns) if columns else np.zeros((rows, 0))


def utilities(blocks: Sequence[Floats], coefficients: ArrayLike) -> Floats:
    """u11, u13, u14 and u24 of each row, shape (rows, 4), from all coefficients one after the other."""
    ends = np.cumsum([block.shape[1] for block in blocks])
    parts = np.split(np.asarray(coefficients, dtype=np.float64), ends[:-1])
    return np.column_stack([block @ part for block, part in zip(blocks, parts, strict=True)])


def probabilities(u: ArrayLike, errors: Errors) -> Floats:
    """The probability of each outcome, shape (rows, 3), from utilities of shape (rows, 4)."""
    u = np.asarray(u, dtype=np.float64)
    return np.column_stack([np.exp(scores(u, np.full(len(u), j), errors)[0]) for j in range(3)])


def moves(u: ArrayLike, errors: Errors) -> Floats:
    """The probability that player 1 goes on and that player 2 fights if asked, shape (rows, 2)."""
    way = _way(np.asarray(u, dtype=np.float64), errors)
    return np.column_stack([np.exp(log_chance(way.first, errors)[0]), np.exp(way.log_fight)])


def unit(errors: Errors) -> float:
    """The scale of the difference of two errors: sqrt(2) of normal ones, 1 in the logit's units."""
    return 2.0**0.5 if errors.link == "probit" else 1.0


def first_slopes(u: Floats, errors: Errors) -> Floats:
    """What a unit of u11, u13, u14 and u24 adds to player 1's reason to go on, shape (rows, 4)."""
    return _way(u, errors).first_slopes


@dataclass(frozen=True, slots=True)
class _Way:
    """The arguments of both choices, and how that of player 1 moves with each utility, shape (rows, 4)."""

    first: Floats
    second: Floats
    log_fight: Floats
    first_slopes: Floats


def _way(u: Floats, errors: Errors) -> _Way:
    """Backwards: player 2's choice, then what going on is worth to player 1 who foresees it."""
    size = unit(errors)
    second = u[:, 3] / size
    log_fight, slope = log_chance(second, errors)
    fight = np.exp(log_fight)
    gives_in = np.exp(log_chance(-second, errors)[0])
    spread = np.sqrt(1.0 + fight**2 + gives_in**2) if errors.private else np.full(len(u), size)
    gain = fight * u[:, 2] + gives_in * u[:, 1] - u[:, 0]
    fight_slope = fight * slope / size
    widening = (fight - gives_in) / spread if errors.private else 0.0
    by_fight = fight_slope * (u[:, 2] - u[:, 1] - gain * widening / spread)
    slopes = np.column_stack([-np.ones(len(u)), gives_in, fight, by_fight]) / spread[:, None]
    return _Way(gain / spread, second, log_fight, slopes)


def scores(u: Floats, outcomes: Whole, errors: Errors) -> tuple[Floats, Floats]:
    """Log-likelihood of each row, shape (rows,), and its derivatives by the utilities, shape (rows, 4)."""
    way = _way(u, errors)
    on, fought = outcomes > 0, outcomes == 2
    value, slope = log_chance(np.where(on, way.first, -way.first), errors)
    derivatives = np.where(on, slope, -slope)[:, None] * way.first_slopes
    reply, bend = log_chance(np.where(fought, way.second, -way.second), errors)
    derivatives[:, 3] += np.where(on, np.where(fought, bend, -bend) / unit(errors), 0.0)
    return value + np.where(on, reply, 0.0), derivatives


def log_chance(x: Floats, errors: Errors) -> tuple[Floats, Floats]:
    """The log of the errors' distribution function at x, and its derivative, both without underflow."""
    from scipy.special import log_expit, log_ndtr

    if errors.link == "logit":
        return log_expit(x), np.exp(log_expit(-x))
    return log_ndtr(x), mills(x)
