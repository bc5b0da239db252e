"""Paths of the graded process ahead, under several plans at once with common random numbers.

Path p of every plan sees the same uniform numbers on the same day, so that plans differ by what they change
and not by luck: Glasserman & Yao, Management Science 38 (1992) 884.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.numerics.hawkes.events import Floats
from detente.numerics.hawkes.graded import SIDES, Graded, named_kinds

Kinds = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a plan changes: `entries` (K, 3G, 3G) multiply B, `keep` (3G,) the days of each kind.

    With p the chances of the kinds, P(incident) = 1 - e^-(L sum_c keep_c p_c) and its kind has chances
    keep_c p_c / sum: taking one kind away leaves the others as they were, but for what it would have set off.
    `frozen`: memories longer than `short` days follow the paths of the first plan, as a level does that has
    causes of its own. `mute` (3G, 3G), if given, multiplies B of an act that is itself an answer: a day that
    the other side's acts set off. `extra`: the kind of one more incident on the day before. `process` takes
    the place of the common one, with the same memories.
    """

    entries: Floats
    keep: Floats
    frozen: bool = False
    mute: Floats | None = None
    extra: int | None = None
    process: Graded | None = None


def unchanged(process: Graded) -> Plan:
    """The plan that changes nothing."""
    kinds = SIDES * process.grades
    return Plan(np.ones((process.memories.size, kinds, kinds)), np.ones(kinds))


def simulate(process: Graded, state: Floats, usual: Floats, *, days: int, paths: int, seed: int,
             plans: Sequence[Plan], short: float, trusted: float = 1.0,
             common: bool = True) -> Kinds:  # fmt: skip
    """The kind of each day, -1 for none, shape (plans, paths, days), from S (K, 3G), habit (3G,) and trust.

    The first plan is the one that frozen levels follow. Memories up to `short` days are reaction. With
    `common` the plans share their random numbers, else each has its own.
    """
    rng = np.random.default_rng(seed)
    shape = (1 if common else len(plans), paths)
    run = _Run.of(process, plans, paths, state, usual, short, trusted)
    found = np.full((len(plans), paths, days), -1, dtype=np.int8)
    for day in range(days):
        found[..., day] = run.day(rng.random(shape), rng.random(shape), rng.random(shape))
    return found


@dataclass(slots=True)
class _Run:
    """All plans and paths on one day: S (plans, paths, K * 3G), and the part of S from answers.

    `muted` is what B loses where the parent is an answer; `crossing`, `hushed` are the parts of B and of
    `muted` by which one side answers the other.
    """

    state: Floats
    answers: Floats | None
    weights: Floats
    muted: Floats
    crossing: Floats
    hushed: Floats
    floor: Floats
    keep: Floats
    usual: Floats
    trusted: float
    fade: Floats
    frozen: NDArray[np.intp]
    slow: NDArray[np.intp]

    @classmethod
    def of(cls, process: Graded, plans: Sequence[Plan], paths: int, state: Floats, usual: Floats,
           short: float, trusted: float) -> "_Run":  # fmt: skip
        size, memories = SIDES * process.grades, process.memories
        quick = memories <= short
        each = [plan.process or process for plan in plans]
        matrix = {id(one): one.matrix() for one in each}
        weights = np.stack([matrix[id(one)] * plan.entries for one, plan in zip(each, plans, strict=True)])
        mute = np.stack([np.ones((size, size)) if p.mute is None else p.mute for p in plans])
        muted = weights * (1.0 - mute[:, None]) * quick[:, None, None]
        replies = _crossing(process.grades) * quick[:, None, None]
        begun = np.stack([_begun(state, plan, memories) for plan in plans])
        start = np.repeat(begun[:, None], paths, axis=1)
        return cls(
            state=start,
            answers=np.zeros_like(start) if any(p.mute is not None for p in plans) else None,
            weights=_flat(weights),
            muted=_flat(muted),
            crossing=_flat(weights * replies),
            hushed=_flat(muted * replies),
            floor=np.stack([one.floor() for one in each]),
            keep=np.stack([plan.keep for plan in plans]),
            usual=usual,
            trusted=trusted,
            fade=np.repeat(np.exp(-1.0 / memories), size),
            frozen=np.flatnonzero([plan.frozen for plan in plans]),
            slow=np.flatnonzero(np.repeat(~quick, size)),
        )

    def day(self, rise: Floats, name: Floats, whence: Floats) -> Kinds:
        """Draw one day of all paths and carry S on to the next; what is drawn is (plans or 1, paths)."""
        self.state[np.ix_(self.frozen, np.arange(rise.shape[1]), self.slow)] = self.state[0][:, self.slow]
        lam = self.state @ self.weights + self.floor[:, None, :]
        if self.answers is not None:
            lam = np.maximum(lam - self.answers @ self.muted, 0.0)
        plan, path, reached = self._hits(lam, rise)
        name, whence = (np.broadcast_to(u, lam.shape[:2])[plan, path] for u in (name, whence))
        kind = (name[:, None] * reached[:, -1:] > reached).sum(axis=-1).clip(max=lam.shape[-1] - 1)
        self._carry(plan, path, kind, whence * lam[plan, path, kind])
        found = np.full(lam.shape[:2], -1, dtype=np.int8)
        found[plan, path] = kind
        return found

    def _hits(self, lam: Floats, rise: Floats) -> tuple[NDArray[np.intp], NDArray[np.intp], Floats]:
        """Plan and path of each incident, and the running sum of what is left of each kind (hits, 3G)."""
        level = lam.sum(axis=-1)
        plan, path = np.nonzero(rise < -np.expm1(-level * self.keep.max(axis=1)[:, None]))
        named = self.trusted * named_kinds(lam[plan, path], self.usual) + (1.0 - self.trusted) * self.usual
        reached = np.cumsum(named * self.keep[plan], axis=-1)
        drawn = np.broadcast_to(rise, level.shape)[plan, path]
        hit = drawn < -np.expm1(-level[plan, path] * reached[:, -1])
        return plan[hit], path[hit], reached[hit]

    def _carry(self, plan: NDArray[np.intp], path: NDArray[np.intp], kind: NDArray[np.intp],
               whence: Floats) -> None:  # fmt: skip
        """S of the next day; an incident is an answer where `whence` lies in what the other side set off."""
        size = self.usual.size
        at = kind[:, None] + size * np.arange(self.fade.size // size)
        gain = 1.0 - self.fade
        if self.answers is not None:
            crossing = (self.state[plan, path] * self.crossing[plan, :, kind]).sum(axis=1)
            crossing -= (self.answers[plan, path] * self.hushed[plan, :, kind]).sum(axis=1)
            answered = whence < crossing
            self.answers *= self.fade
            of = (plan[answered, None], path[answered, None], at[answered])
            self.answers[of] += gain[at[answered]]
        self.state *= self.fade
        self.state[plan[:, None], path[:, None], at] += gain[at]


def _begun(state: Floats, plan: Plan, memories: Floats) -> Floats:
    """S at the start of a plan, flat."""
    begun = state.copy()
    if plan.extra is not None:
        begun[:, plan.extra] += -np.expm1(-1.0 / memories)
    return begun.reshape(-1)


def _flat(entries: Floats) -> Floats:
    """(plans, K, child, parent) as (plans, K * parent, child), for one product a day."""
    plans, memories, child, parent = entries.shape
    return np.ascontiguousarray(entries.swapaxes(2, 3)).reshape(plans, memories * parent, child)


def _crossing(grades: int) -> Floats:
    """1 where a day of one side is set off by a day of the other alone, (3G, 3G)."""
    sides = np.repeat(np.arange(SIDES), grades)
    apart: Floats = (sides[:, None] + sides[None, :] == 1).astype(float)
    return apart
