"""Are motives found again where they are known? Rounds simulated from each motive, weighed blind.

Parameters are drawn from the prior, the settings of all four motives at random in every round, types turn
over as the model says. An episode is a round in which somebody climbs. Every motive is fitted to every
simulated pair, and weighed by its evidence; cf. Talts et al. (2018), arXiv:1804.06788, on checks by
simulation.
"""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.backtest.motive_prior import FIRST_GUESS, Array
from detente.backtest.rolling import Progress
from detente.motive.engine import FAST
from detente.motive.episodes import Episodes, Places
from detente.motive.estimate import Prior, fit_all
from detente.motive.filter import Grid, drawn_types, grid_games
from detente.motive.payoffs import MOTIVES, NAMES, TYPES, tree
from detente.numerics.game.tree import HOLD, NONE

YEARS_A_ROUND = 28 / 365.25
MOST_ROUNDS = 1500
CALLED = 0.4
"""The chance that a motive is called for in a round."""

LEVEL = 1.6448536269514722
"""Standard deviations of a 90 % interval of a normal."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """One simulated pair: the motive behind it, the weight of each, whether its parameters are covered
    (14,)."""

    truth: str
    weights: Array
    covered: NDArray[np.bool_]
    episodes: int


def recover(episodes: int, runs: int, *, prior: Prior = FIRST_GUESS, jobs: int = 2, seed: int = 0,
            progress: Progress = lambda _: None) -> list[Recovered]:  # fmt: skip
    """`runs` pairs of `episodes` episodes for each motive."""
    asked = [(m, episodes, prior, (seed, n, k)) for n in range(runs) for k, m in enumerate(MOTIVES)]
    found = []
    with ProcessPoolExecutor(jobs) as pool:
        for n, one in enumerate(pool.map(_one, asked)):
            if n % 20 == 0:
                progress(f"motive recovery: {n} of {len(asked)} simulated pairs of {episodes} episodes")
            found.append(one)
    return found


def _one(asked: tuple[str, int, Prior, tuple[int, int, int]]) -> Recovered:
    truth, episodes, prior, seed = asked
    rng = np.random.default_rng(seed)
    theta = prior.mean + prior.spread * rng.standard_normal(len(NAMES))
    seen = simulated(truth, theta, episodes, rng)
    fits = fit_all(seen, dict.fromkeys(MOTIVES, prior), {}, FAST)
    evidence = np.array([fits[m].evidence for m in MOTIVES])
    weights = np.exp(evidence - evidence.max())
    found = fits[truth]
    away = np.abs(theta - found.theta) / np.sqrt(np.diag(found.covariance))
    return Recovered(truth, weights / weights.sum(), away <= LEVEL, episodes)


def simulated(truth: str, theta: Array, episodes: int, rng: np.random.Generator) -> dict[str, Episodes]:
    """Rounds played by the truth, as each motive would see them: they differ in settings alone."""
    grid = Grid.of(truth, hopes=False)
    logs, _ = FAST.solve(grid_games(theta[:, None], grid, truth), None)
    chance = np.exp(logs)
    drawn = drawn_types(theta[:, None])[:, 0]
    turnover = float(np.exp(theta[NAMES.index("turnover")]))
    types, belief = rng.choice(TYPES, 2, p=drawn), np.repeat(drawn[None], 2, axis=0)
    called: list[Array] = []
    paths: list[Places] = []
    while sum(_climbs(p) for p in paths) < episodes and len(paths) < MOST_ROUNDS:
        kept = np.exp(-turnover * (YEARS_A_ROUND if paths else 0.0))
        types = np.where(rng.random(2) < kept, types, rng.choice(TYPES, 2, p=drawn))
        belief = drawn + kept * (belief - drawn)
        setting = (rng.random(len(MOTIVES)) < CALLED).astype(float)
        shares = grid.shares(belief[..., None], setting[[MOTIVES.index(truth)]], 0.0)[:, 0]
        path = _played(chance, types, shares, rng)
        belief = _learned(chance, path, shares, belief)
        called.append(setting)
        paths.append(path)
    return _seen(paths, np.array(called))


def _played(chance: Array, types: NDArray[np.int64], shares: Array, rng: np.random.Generator) -> Places:
    """A path: each side keeps to the strategy of one point of the grid, drawn by its share."""
    full, at, found = tree(), 0, []
    points = rng.choice(shares.size, 2, p=shares / shares.sum())
    while at != NONE:
        side = int(full.mover[at])
        action = int(rng.choice(full.actions, p=_whole(chance[at, :, types[side], points[side]])))
        found.append((side, at, action))
        at = int(full.child[at, action])
    return tuple(found)


def _whole(chances: Array) -> Array:
    return np.asarray(chances / chances.sum())


def _learned(chance: Array, path: Places, shares: Array, belief: Array) -> Array:
    by_type = np.ones((2, TYPES, shares.size))
    for side, at, action in path:
        by_type[side] *= chance[at, action]
    joint = belief * (by_type @ shares)
    return np.asarray(joint / joint.sum(axis=1, keepdims=True))


def _climbs(path: Places) -> bool:
    return any(action > HOLD for _, _, action in path)


def _seen(paths: Sequence[Places], called: Array) -> dict[str, Episodes]:
    distinct = {path: n for n, path in enumerate(dict.fromkeys(paths))}
    years = np.full(len(paths), YEARS_A_ROUND)
    years[0] = 0.0
    place = np.array([[distinct[path]] for path in paths])
    return {
        motive: Episodes(
            tuple(distinct), np.ones((len(paths), 1)), place, years, called[:, k], np.zeros(len(paths))
        )
        for k, motive in enumerate(MOTIVES)
    }


def right(found: Sequence[Recovered]) -> float:
    """The share of pairs whose truth has the largest weight."""
    return float(np.mean([MOTIVES[int(r.weights.argmax())] == r.truth for r in found]))


def decided(found: Sequence[Recovered], least: float = 0.6) -> tuple[float, float]:
    """The share of pairs with a weight of at least `least`, and the share of these that are right."""
    sure = [r for r in found if r.weights.max() >= least]
    return len(sure) / len(found), right(sure) if sure else float("nan")


def miscalibration(found: Sequence[Recovered], bins: int = 5) -> float:
    """Expected calibration error of the weights: mean gap of weight and share right, over bins of weights."""
    weights = np.concatenate([r.weights for r in found])
    truth = np.concatenate([[m == r.truth for m in MOTIVES] for r in found]).astype(float)
    place = np.minimum((weights * bins).astype(int), bins - 1)
    gaps = [
        abs(weights[place == b].mean() - truth[place == b].mean()) * (place == b).mean() for b in set(place)
    ]
    return float(np.sum(gaps))


def coverage(found: Sequence[Recovered]) -> float:
    """The share of 90 % intervals of all parameters but hope, which nothing here tells of, that cover."""
    kept = [n for n, name in enumerate(NAMES) if name != "hope"]
    return float(np.mean([r.covered[kept] for r in found]))
