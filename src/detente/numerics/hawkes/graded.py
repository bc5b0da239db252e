"""Days of a pair that carry a mark, who acted and how gravely, set off by earlier ones over several memories.

A day holds at most one incident of the pair: a salvo is one incident day. Its kind is c = who * G + grade,
`who` 0 (the first side), 1 (the second), 2 (both), `grade` in 0..G-1. With memories tau_k, w_k = e^(-1/tau_k)

    S_kc(t) = sum over earlier days s of kind c of (1 - w_k) w_k^(t-s-1),
    lambda_c(t) = floor_c + sum_kc' B[k, c, c'] S_kc'(t),        L = sum_c lambda_c,
    P(incident) = 1 - e^-L,    P(kind c | incident) = trust g_c + (1 - trust) habit_c,

with habit_c the pair's own discounted shares of the kinds, g_c ~ sqrt(lambda_c habit_c) and trust the weight
that g has earned against habit alone on the pair's past days (Bayes). B[k, c, c'] is the mean number of later
days of kind c that one of kind c' sets off with memory k, on the scale of rates. The two sides are alike:
entries depend on whether the child is by the same side, the other or both. Short memories are reaction; a
long one is a level that moves with the past, as a discounted rate does.
Sources: Hawkes, Biometrika 58 (1971) 83; Porter & White, Annals of Applied Statistics 6 (2012) 106 (hurdle).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.numerics.hawkes.events import Floats, Ints
from detente.numerics.special import expit

SIDES = 3
"""The first side, the second, both."""
SWAPPED = (1, 0, 2)


@dataclass(frozen=True, slots=True)
class Graded:
    """Entries for a child by one side, from (same, other, both) parents, and for a child by both.

    `memories` (K,) in days; `single` (G, K, 3, G): child grade, memory, parent's side, parent's grade; `both`
    (G, K, 2, G): parents by one side or by both; `single_floor`, `both_floor` (G,) rates a day; `common`
    (3G,) shares of the kinds over all pairs.
    """

    memories: Floats
    single: Floats
    both: Floats
    single_floor: Floats
    both_floor: Floats
    common: Floats

    @property
    def grades(self) -> int:
        """G."""
        return int(self.single_floor.size)

    def matrix(self) -> Floats:
        """B, shape (K, 3G, 3G)."""
        size = self.grades
        whole = np.zeros((self.memories.size, SIDES, size, SIDES, size))
        for child in (0, 1):
            for parent, place in ((child, 0), (1 - child, 1), (2, 2)):
                whole[:, child, :, parent, :] = self.single[:, :, place, :].swapaxes(0, 1)
        for parent, place in ((0, 0), (1, 0), (2, 1)):
            whole[:, 2, :, parent, :] = self.both[:, :, place, :].swapaxes(0, 1)
        return whole.reshape(self.memories.size, SIDES * size, SIDES * size)

    def floor(self) -> Floats:
        """The rate of each kind that no earlier day sets off, shape (3G,)."""
        return np.concatenate([self.single_floor, self.single_floor, self.both_floor])


@dataclass(frozen=True, slots=True)
class Incidents:
    """A pair's incident days: sorted distinct `days`, `who` and `grade` of each, shapes (m,)."""

    days: Ints
    who: Ints
    grade: Ints

    def before(self, day: int) -> "Incidents":
        """Those earlier than `day`."""
        end = int(np.searchsorted(self.days, day))
        return Incidents(self.days[:end], self.who[:end], self.grade[:end])

    def kinds(self, grades: int) -> Ints:
        """c of each day."""
        return self.who * grades + self.grade


def states(found: Incidents, at: Ints, memories: Floats, grades: int) -> Floats:
    """S just before each day in `at`, shape (len(at), K, 3G)."""
    kinds = SIDES * grades
    keep = np.exp(-1.0 / memories)
    sums = _after_each(found, keep, grades)
    index = np.searchsorted(found.days, at, side="left")
    last = found.days[np.maximum(index - 1, 0)] if found.days.size else np.zeros(at.size, dtype=np.int64)
    gap = np.where(index > 0, at - last - 1, 0)
    faded = keep[None, :] ** gap[:, None] * (1.0 - keep)
    state: Floats = sums[index] * faded[:, :, None]
    return state.reshape(at.size, memories.size, kinds)


def _after_each(found: Incidents, keep: Floats, grades: int) -> Floats:
    """The undamped sums right after no, the first, the second ... day, shape (m + 1, K, 3G)."""
    kinds = found.kinds(grades)
    sums = np.zeros((kinds.size + 1, keep.size, SIDES * grades))
    for m, kind in enumerate(kinds):
        gap = found.days[m] - found.days[m - 1] if m else 0
        sums[m + 1] = sums[m] * (keep**gap)[:, None]
        sums[m + 1, :, kind] += 1.0
    return sums


def spent(found: Incidents, low: int, high: int, memories: Floats, grades: int) -> Floats:
    """The sum of S(t) over the days low <= t < high, shape (K, 3G)."""
    keep = np.exp(-1.0 / memories)
    start = np.maximum(low - found.days - 1, 0)
    end = np.maximum(high - found.days - 1, 0)
    share = np.where(end > start, keep[:, None] ** start - keep[:, None] ** end, 0.0)
    total = np.zeros((memories.size, SIDES * grades))
    for kind in range(SIDES * grades):
        total[:, kind] = share[:, found.kinds(grades) == kind].sum(axis=1)
    return total


def rates(process: Graded, state: Floats) -> Floats:
    """lambda of each kind, shape (..., 3G), from S (..., K, 3G)."""
    lam: Floats = process.floor() + np.einsum("kcd,...kd->...c", process.matrix(), state)
    return lam


HABIT_HALF_LIFE = 1461.0
"""Days; with the prior chosen on 1970-1989 of the back-test."""
HABIT_PRIOR = 3.0
"""Incident days that the shares of all pairs count for."""


def shares(pairs: Sequence[Incidents], grades: int) -> Floats:
    """Shares of the kinds over many pairs, alike for both sides, shape (3G,)."""
    counts = np.ones((SIDES, grades))
    for pair in pairs:
        np.add.at(counts, (pair.who, pair.grade), 1.0)
    counts[:2] = counts[:2].mean(axis=0)
    found: Floats = counts.ravel() / counts.sum()
    return found


def habit(common: Floats, found: Incidents, at: Ints) -> Floats:
    """A pair's discounted shares of the kinds before each day, (len(at), 3G), drawn to the `common` ones."""
    kinds = found.kinds(common.size // SIDES)
    known = np.tile(HABIT_PRIOR * common, (at.size, 1))
    for i, day in enumerate(at):
        end = int(np.searchsorted(found.days, day))
        weights = 0.5 ** ((day - found.days[:end]) / HABIT_HALF_LIFE)
        known[i] += np.bincount(kinds[:end], weights=weights, minlength=common.size)
    mixed: Floats = known / known.sum(axis=1, keepdims=True)
    return mixed


def named_kinds(lam: Floats, usual: Floats) -> Floats:
    """g, shape (..., 3G): the geometric mean of the rates' shares and the pair's habit, summing to 1.

    Chosen on 1970-1989 of the back-test before the arithmetic mean and before either alone.
    """
    drawn = np.sqrt(lam * usual)
    found: Floats = drawn / np.maximum(drawn.sum(axis=-1, keepdims=True), 1e-300)
    return found


FIRST_TRUST = 0.8
"""Of g before any day is seen; chosen on 1970-1989 among .5, .8, .9, .95."""


def trust(process: Graded, found: Incidents) -> Floats:
    """The weight of g before each incident day and after the last, shape (m + 1,)."""
    lam = rates(process, states(found, found.days, process.memories, process.grades))
    usual, kinds = habit(process.common, found, found.days), found.kinds(process.grades)
    row = np.arange(kinds.size)
    with np.errstate(divide="ignore"):
        gain = np.log(named_kinds(lam, usual)[row, kinds] / usual[row, kinds])
    odds = np.log(FIRST_TRUST / (1.0 - FIRST_TRUST)) + np.concatenate([[0.0], np.cumsum(gain)])
    return expit(np.clip(odds, -50.0, 50.0))


def loss(process: Graded, found: Incidents, low: int, high: int) -> tuple[float, float]:
    """Negative log-probability of low <= t < high: of incident days or none, and of the kinds given those.

    Infinite where the process leaves no chance of a day that came.
    """
    size = process.grades
    inside = (found.days >= low) & (found.days < high)
    lam = rates(process, states(found, found.days[inside], process.memories, size))
    total = lam.sum(axis=1)
    caused = (process.matrix().sum(axis=1) * spent(found, low, high, process.memories, size)).sum()
    whole = process.floor().sum() * (high - low) + caused
    with np.errstate(divide="ignore"):
        hit = np.log(-np.expm1(-total)) + total
    kinds, usual = found.kinds(size)[inside], habit(process.common, found, found.days[inside])
    weight = trust(process, found)[:-1][inside][:, None]
    mixed = weight * named_kinds(lam, usual) + (1.0 - weight) * usual
    named = np.log(mixed[np.arange(kinds.size), kinds])
    return float(whole - hit.sum()), float(-named.sum())
