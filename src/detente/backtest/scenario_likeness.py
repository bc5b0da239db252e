"""The forecasts of the rolling test of likeness, and how its numbers are chosen from what was known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from detente.backtest.compare import log_loss
from detente.backtest.scenario_cases import ENOUGH, Case, Floats, Ints
from detente.scenario.model import Choice
from detente.scenario.outcomes import LEVEL, OUTCOMES, TARGETS

PARTS = ((0.6, 0.2, 0.2), (0.4, 0.4, 0.2), (0.4, 0.2, 0.4), (0.2, 0.6, 0.2), (0.2, 0.4, 0.4), (0.2, 0.2, 0.6))
"""Weights of course, traits, third parties: a part that the reader is shown counts a fifth at least."""

CHOICES = tuple(
    Choice(*parts, bandwidth, half_life)
    for parts, bandwidth, half_life in product(PARTS, (0.02, 0.04, 0.08, 0.16), (0.0, 20.0))
)
YEAR = 2
"""The place of the horizon of a year."""

RECENT = 10.0
"""Years that the recent share of outcomes looks back."""

SHUFFLES = 199


@dataclass(frozen=True, slots=True)
class Board:
    """Every choice's chances of `TARGETS` within a year for n cases, (choices, n, 2), and what happened."""

    cases: tuple[Case, ...]
    table: Floats
    happened: NDArray[np.bool_]

    def before(self, year: int) -> "Board":
        """The cases that were over by a year."""
        past = np.array([case.year + 1 < year for case in self.cases], dtype=np.bool_)
        cases = tuple(case for case, over in zip(self.cases, past.tolist(), strict=True) if over)
        return Board(cases, self.table[:, past], self.happened[past])

    @property
    def losses(self) -> Floats:
        """Log scores of both targets added, (choices, n)."""
        losses: Floats = log_loss(self.table, self.happened).sum(axis=2)
        return losses


def board(cases: Sequence[Case]) -> Board:
    """The forecasts of every choice."""
    happened = np.array([[case.happened[YEAR] >= rung for _, rung in TARGETS] for case in cases])
    table = np.array([[shares(case, voices(case, choice)) for case in cases] for choice in CHOICES])
    return Board(tuple(cases), table, happened)


@dataclass(frozen=True, slots=True)
class Rolling:
    """The forecasts of n cases, all as of their day: chances of `TARGETS` within a year, shape (n, 2).

    `choices` (n,) are the places in `CHOICES`; `happened` (n, 2).
    """

    cases: tuple[Case, ...]
    choices: Ints
    ours: Floats
    happened: NDArray[np.bool_]

    @property
    def weights(self) -> Iterator[tuple[Case, Floats]]:
        """Each case with the voices (m,) of its past episodes."""
        for case, place in zip(self.cases, self.choices.tolist(), strict=True):
            yield case, voices(case, CHOICES[place])


def rolling(known: Board) -> Rolling:
    """Each case forecast with the choice that had scored best on all cases that were over by its year."""
    losses = known.losses
    years = np.array([case.year for case in known.cases])
    choices = np.array([best(losses[:, years + 1 < year]) for year in years.tolist()])
    return Rolling(known.cases, choices, known.table[choices, np.arange(years.size)], known.happened)


def best(losses: Floats) -> int:
    """The place of the best choice by its summed losses (choices, cases); the default where few are over."""
    return CHOICES.index(Choice()) if losses.shape[1] < ENOUGH else int(losses.sum(axis=1).argmin())


def voices(case: Case, choice: Choice) -> Floats:
    """The weight of each past episode, shape (m,); as `detente.scenario.model.weights`."""
    similarity = case.likeness @ np.array([choice.course, choice.traits, choice.third_parties])
    near: Floats = np.exp((similarity - similarity.max()) / choice.bandwidth)
    return near if choice.half_life == 0.0 else near * 0.5 ** (case.years / choice.half_life)


def shares(case: Case, weight: Floats) -> Floats:
    """Chances of `TARGETS` within a year, (2,): weighted shares with Jeffreys' half a case on each side."""
    worst = case.worst[:, YEAR]
    known = worst >= 0
    w, rungs = weight[known], worst[known]
    if w.sum() == 0.0:
        return np.full(len(TARGETS), 0.5)
    n = w.sum() ** 2 / (w**2).sum()
    hits = np.array([(w * (rungs >= rung)).sum() for _, rung in TARGETS])
    found: Floats = (n * hits / w.sum() + 0.5) / (n + 1.0)
    return found


def plain(cases: Sequence[Case]) -> dict[str, Floats]:
    """The plain shares to beat, each (n, 2): of all past episodes, of ten years, of those as high."""
    return {
        "all past episodes": np.array([shares(c, np.ones(c.years.size)) for c in cases]),
        "past episodes of ten years": np.array([shares(c, _flat(c.years <= RECENT)) for c in cases]),
        "past episodes as high on day 3": np.array([shares(c, _flat(c.high)) for c in cases]),
    }


def _flat(chosen: NDArray[np.bool_]) -> Floats:
    return chosen.astype(np.float64)


def shuffled(found: Rolling) -> Floats:
    """Chances as `found` with what followed exchanged among past episodes of a decade, (SHUFFLES, n, 2)."""
    rng = np.random.default_rng(0)
    return np.stack([_shuffled(case, weight, rng) for case, weight in found.weights], axis=1)


def _shuffled(case: Case, weight: Floats, rng: np.random.Generator) -> Floats:
    worst = case.worst[:, YEAR]
    known = worst >= 0
    w, rungs = weight[known], worst[known]
    decade = np.floor((case.year - case.years[known]) / 10.0)
    order = np.argsort(decade, kind="stable")
    drawn = np.argsort(decade + rng.random((SHUFFLES, decade.size)), axis=1)
    mixed = np.empty((SHUFFLES, decade.size), dtype=rungs.dtype)
    mixed[:, order] = rungs[drawn]
    n = w.sum() ** 2 / (w**2).sum()
    hits = np.stack([(mixed >= rung) @ w for _, rung in TARGETS], axis=1)
    found: Floats = (n * hits / w.sum() + 0.5) / (n + 1.0)
    return found


@dataclass(frozen=True, slots=True)
class Sets:
    """80 % outcome sets at one horizon: whether each of n cases fell into its own, and how many it held.

    `threshold` is the one that all n cases give.
    """

    covered: NDArray[np.bool_]
    size: Ints
    threshold: float


def outcome_sets(found: Rolling, horizon: int) -> Sets:
    """Sets of `LEVEL` at place `horizon`, each with the threshold of the cases that were over by its year."""
    above = np.array([_mass_above(_chances(case, weight, horizon)) for case, weight in found.weights])
    places = np.array([int(case.happened_outcomes[horizon]) for case in found.cases])
    scores = above[np.arange(places.size), places]
    years = np.array([case.year for case in found.cases])
    limits = np.array([_threshold(scores[years + 1 < case.year]) for case in found.cases])
    held = above <= limits[:, None]
    return Sets(held[np.arange(places.size), places], held.sum(axis=1), _threshold(scores))


def _threshold(scores: Floats) -> float:
    """The score that `LEVEL` of past cases stay within, one more case counted (split conformal)."""
    rank = int(np.ceil(LEVEL * (scores.size + 1)))
    return LEVEL if scores.size < ENOUGH else float(np.sort(scores)[min(rank, scores.size) - 1])


def _chances(case: Case, weight: Floats, horizon: int) -> Floats:
    """The chance of each outcome, (5,), as `detente.scenario.outcomes.chances`."""
    places = case.outcomes[:, horizon]
    known = places >= 0
    w = weight[known]
    n = w.sum() ** 2 / (w**2).sum()
    parts = np.bincount(places[known], weights=w, minlength=len(OUTCOMES)) / w.sum()
    found: Floats = (n * parts + 1.0 / len(OUTCOMES)) / (n + 1.0)
    return found


def _mass_above(p: Floats) -> Floats:
    """The chance of all likelier outcomes at each place, (5,); ties go to the milder one."""
    order = np.argsort(-p, kind="stable")
    above = np.empty_like(p)
    above[order] = np.cumsum(p[order]) - p[order]
    return above
