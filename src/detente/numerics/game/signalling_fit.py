"""The signalling game fitted to tallies of outcomes by pseudo-likelihood, once or until expectations agree.

With several equilibria the likelihood jumps, and a climb on it fails. Pseudo-likelihood takes from a first
stage what each side expects of the other: then every probability is smooth in the coefficients and no
equilibrium need be found. Nested, expectations are replaced by what the fit implies until they agree with it.
Crisman-Cox and Gibilisco (2021), Political Science Research and Methods; Aguirregabiria and Mira (2007),
Econometrica 75:1-53. Standard errors are not given: those of the second step alone would leave out the first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from detente.numerics.game.signalling import Floats, log_ends
from detente.numerics.game.small_climb import climbed
from detente.numerics.game.small_normal import log_phi, mills
from detente.numerics.game.strategic import Unidentified, block

PAYOFFS = ("sa", "va", "cb", "wa", "wb", "a", "vb")
OWNERS = {"A": ("sa", "va", "wa", "a"), "B": ("cb", "wb", "vb")}

STARTS, ROUNDS, AGREED = 4, 200, 1e-7
"""Climbs of a first fit; rounds at most when nested; the largest change of an expectation that ends them."""


@dataclass(frozen=True, slots=True)
class Regressors:
    """The regressors of each payoff by name, "1" for the constant; a payoff without any is fixed at 0."""

    sa: Sequence[str] = ()
    va: Sequence[str] = ()
    cb: Sequence[str] = ()
    wa: Sequence[str] = ()
    wb: Sequence[str] = ()
    a: Sequence[str] = ()
    vb: Sequence[str] = ()

    def __post_init__(self) -> None:
        for owner, payoffs in OWNERS.items():
            for term in dict.fromkeys(term for name in payoffs for term in getattr(self, name)):
                if all(term in getattr(self, name) for name in payoffs):
                    raise Unidentified(f"{term!r} stands in every payoff of {owner}: leave it out of one")

    @property
    def names(self) -> tuple[str, ...]:
        """The coefficients in the order of every vector, "sa:x" for the regressor x of sa."""
        return tuple(f"{payoff}:{term}" for payoff in PAYOFFS for term in getattr(self, payoff))


@dataclass(frozen=True, slots=True)
class Expected:
    """What A expects of B, and B of A, in each game: probabilities of shape (games,)."""

    resist: Floats
    stand: Floats


@dataclass(frozen=True, slots=True)
class Fitted:
    """The estimates in the order of `regressors.names`."""

    regressors: Regressors
    coefficients: Floats
    loglik: float
    slope: float
    """The largest derivative a game: how far the climb is from the summit."""
    expected: Expected
    """What both sides expected of each other in this fit."""
    rounds: int
    """How often the expectations were replaced; 0 for pseudo-likelihood alone."""
    agreed: bool
    """Whether expectations agree with what the fit implies: an equilibrium in every game."""


def pseudo(
    regressors: Regressors,
    table: Mapping[str, ArrayLike],
    tallies: ArrayLike,
    first: Expected,
    *,
    starts: int = STARTS,
    seed: int = 0,
) -> Fitted:
    """Maximum pseudo-likelihood; `tallies` of shape (games, 4) count SQ, CD, BD and SF.

    `first` are estimates of the first stage, strictly between 0 and 1. ValueError if a number is not finite,
    a tally is negative or a probability is not inside of 0 to 1; KeyError if a column is missing.
    """
    problem = _Problem(regressors, table, tallies, first)
    rng = np.random.default_rng(seed)
    draws = rng.normal(0.0, 0.05, (starts, problem.sizes.size))
    ends = [climbed(problem.valued, start, problem.games) for start in draws]
    return problem.fitted(max(ends, key=lambda b: problem.valued(b)[0]), 0)


def nested(regressors: Regressors, table: Mapping[str, ArrayLike], tallies: ArrayLike, fit: Fitted) -> Fitted:
    """Pseudo-likelihood again and again, each time with the expectations that the last fit implies.

    `fit` is the first one, from `pseudo`. The answer says whether expectations came to agree.
    """
    for count in range(1, ROUNDS + 1):
        problem = _Problem(regressors, table, tallies, fit.expected)
        implied = problem.implied(fit.coefficients * problem.sizes)
        problem = _Problem(regressors, table, tallies, implied)
        fit = problem.fitted(climbed(problem.valued, fit.coefficients * problem.sizes, problem.games), count)
        if fit.agreed:
            break
    return fit


class _Problem:
    """The pseudo-likelihood, in units of each regressor's root mean square."""

    def __init__(
        self, regressors: Regressors, table: Mapping[str, ArrayLike], tallies: ArrayLike, expected: Expected
    ) -> None:
        self.regressors, self.expected = regressors, expected
        self.tallies = np.asarray(tallies, dtype=np.float64)
        self.games = len(self.tallies)
        raw = [block(getattr(regressors, payoff), table, self.games) for payoff in PAYOFFS]
        self.sizes = np.sqrt(np.concatenate([(b**2).mean(axis=0) for b in raw]))
        _check(self.tallies, np.hstack(raw), self.sizes, regressors, expected)
        self.ends = np.cumsum([b.shape[1] for b in raw])[:-1]
        self.blocks = [b / s for b, s in zip(raw, np.split(self.sizes, self.ends), strict=True)]

    def payoffs(self, b: Floats) -> list[Floats]:
        """Each payoff in each game, in the order of `PAYOFFS`."""
        return [block @ part for block, part in zip(self.blocks, np.split(b, self.ends), strict=True)]

    def valued(self, b: Floats) -> tuple[float, Floats]:
        """The log pseudo-likelihood and its gradient."""
        value, slopes = _scores(self.payoffs(b), self.tallies, self.expected)
        return value, np.concatenate([x.T @ slopes[i] for i, x in enumerate(self.blocks)])

    def implied(self, b: Floats) -> Expected:
        """Each side's best answer to what it expected of the other."""
        from scipy.special import ndtr

        sa, va, cb, wa, wb, a, vb = self.payoffs(b)
        firm, back = log_ends(_cut(sa, va, self.expected.resist), wa, a)
        index = wb + (vb - cb) / self.expected.stand - vb
        return Expected(_inside(ndtr(index)), _inside(np.exp(firm - np.logaddexp(firm, back))))

    def fitted(self, b: Floats, rounds: int) -> Fitted:
        value, gradient = self.valued(b)
        slope = float(np.abs(gradient).max() / self.games)
        implied = self.implied(b)
        apart = max(
            float(np.abs(implied.resist - self.expected.resist).max()),
            float(np.abs(implied.stand - self.expected.stand).max()),
        )
        return Fitted(self.regressors, b / self.sizes, value, slope, self.expected, rounds, apart < AGREED)


def _check(tallies: Floats, regressors: Floats, sizes: Floats, model: Regressors, expected: Expected) -> None:
    if (
        tallies.ndim != 2
        or tallies.shape[1] != 4
        or not (tallies >= 0).all()
        or not np.isfinite(tallies).all()
    ):
        raise ValueError("tallies are four counts a game, SQ, CD, BD and SF, none of them negative")
    if not np.isfinite(regressors).all():
        row, column = np.argwhere(~np.isfinite(regressors))[0]
        raise ValueError(f"{model.names[column]} is not finite in game {row + 1}")
    if (sizes == 0).any():
        raise Unidentified(f"{model.names[int(np.argmin(sizes))]} is 0 in every game: leave it out")
    for p in (expected.resist, expected.stand):
        if np.shape(p) != (len(tallies),) or not ((p > 0) & (p < 1)).all():
            raise ValueError("what is expected are probabilities inside of 0 to 1, one a game")


def _cut(sa: Floats, va: Floats, resist: Floats) -> Floats:
    return (sa - (1.0 - resist) * va) / resist


def _inside(p: Floats) -> Floats:
    """Kept a little away from 0 and 1, as an expectation must be."""
    return np.clip(p, 1e-10, 1.0 - 1e-10)


def _scores(payoffs: list[Floats], tallies: Floats, expected: Expected) -> tuple[float, list[Floats]]:
    """The log pseudo-likelihood and its derivatives by each payoff in each game, ordered as `PAYOFFS`."""
    from scipy.special import log_ndtr

    sa, va, cb, wa, wb, a, vb = payoffs
    sq, cd, bd, sf = tallies.T
    c = _cut(sa, va, expected.resist)
    firm, back = log_ends(c, wa, a)
    on = np.logaddexp(firm, back)
    left = log_ndtr(c - wa) + log_ndtr(c - a)
    index = wb + (vb - cb) / expected.stand - vb
    resists, concedes = log_ndtr(index), log_ndtr(-index)
    value = sq @ left + cd @ (on + concedes) + sf @ (firm + resists) + bd @ (back + resists)
    by_index = (sf + bd) * mills(index) - cd * mills(-index)
    by_c, by_wa, by_a = _slopes_of_a((c, wa, a), (firm, back, on), tallies)
    slopes = {
        "sa": by_c / expected.resist,
        "va": -by_c * (1.0 - expected.resist) / expected.resist,
        "cb": -by_index / expected.stand,
        "wa": by_wa,
        "wb": by_index,
        "a": by_a,
        "vb": by_index * (1.0 / expected.stand - 1.0),
    }
    return float(value), [slopes[name] for name in PAYOFFS]


def _slopes_of_a(
    at: tuple[Floats, Floats, Floats], logs: tuple[Floats, Floats, Floats], tallies: Floats
) -> tuple[Floats, Floats, Floats]:
    """Derivatives of A's part by its cut and by what its two ends are worth.

    Both ends and their sum depend on differences of the three only, so that one derivative follows from two.
    """
    from scipy.special import log_ndtr

    (c, wa, a), (firm, back, on), (sq, cd, bd, sf) = at, logs, tallies.T
    edge_firm, edge_back = log_phi(c - wa) + log_ndtr(c - a), log_phi(c - a) + log_ndtr(c - wa)
    # How much mass moves from one end to the other as one of them becomes worth more.
    tie = log_phi((wa - a) / 2**0.5) - 0.5 * np.log(2.0) + log_ndtr(2**0.5 * ((wa + a) / 2.0 - c))
    firm_a, back_wa = -np.exp(tie - firm), -np.exp(tie - back)
    firm_c, back_c = -np.exp(edge_firm - firm), -np.exp(edge_back - back)
    on_c = -np.exp(np.logaddexp(edge_firm, edge_back) - on)
    on_wa, on_a = np.exp(edge_firm - on), np.exp(edge_back - on)
    left_wa, left_a = mills(c - wa), mills(c - a)
    return (
        sq * (left_wa + left_a) + cd * on_c + sf * firm_c + bd * back_c,
        -sq * left_wa + cd * on_wa - sf * (firm_c + firm_a) + bd * back_wa,
        -sq * left_a + cd * on_a + sf * firm_a - bd * (back_c + back_wa),
    )
