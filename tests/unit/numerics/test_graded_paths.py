"""Paths of the graded process: against exact sums, against a slow form path by path, plan beside plan."""

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from detente.numerics.hawkes.events import Floats
from detente.numerics.hawkes.graded import SIDES, Graded, named_kinds, rates
from detente.numerics.hawkes.graded_paths import Kinds, Plan, simulate, unchanged

SHORT = 30.0
GRADES = 2
KINDS = SIDES * GRADES


def example(seed: int = 0, *, level: float = 0.03, strength: float = 0.15) -> Graded:
    rng = np.random.default_rng(seed)
    common = rng.uniform(0.5, 1.5, KINDS)
    return Graded(
        memories=np.array([2.0, 9.0, 200.0]),
        single=rng.uniform(0.0, strength, (GRADES, 3, 3, GRADES)),
        both=rng.uniform(0.0, strength, (GRADES, 3, 2, GRADES)),
        single_floor=rng.uniform(0.5, 1.5, GRADES) * level,
        both_floor=rng.uniform(0.5, 1.5, GRADES) * level,
        common=common / common.sum(),
    )


PROCESS = example()
PROCESS.single[:, :2, 1] *= 5.0  # sides that answer each other
STATE = np.random.default_rng(1).uniform(0.0, 0.3, (3, KINDS))
USUAL = np.random.default_rng(2).dirichlet(np.ones(KINDS))


def run(plans: Sequence[Plan], *, process: Graded = PROCESS, state: Floats = STATE, days: int = 60,
        paths: int = 400, seed: int = 0, common: bool = True) -> Kinds:  # fmt: skip
    return simulate(process, state, USUAL, days=days, paths=paths, seed=seed, plans=plans, short=SHORT,
                    trusted=0.7, common=common)  # fmt: skip


def between_sides(left: float) -> Floats:
    """Factors (3G, 3G) that leave a share of what one side sets off in the other."""
    factors = np.ones((SIDES, GRADES, SIDES, GRADES))
    factors[0, :, 1] = factors[1, :, 0] = left
    return factors.reshape(KINDS, KINDS)


# --- against sums that are exact ----------------------------------------------------------------------------


def exact_counts(process: Graded, state: Floats, usual: Floats, days: int, trusted: float) -> Floats:
    """Chances of each kind on each day, shape (days, 3G), over every history that can come before."""
    kinds = usual.size
    keep = np.exp(-1.0 / process.memories)[:, None]
    chances = np.zeros((days, kinds))
    for history in product(range(-1, kinds), repeat=days - 1):
        weight, now = 1.0, state
        for day in range(days):
            lam = rates(process, now)
            hit = -math.expm1(-lam.sum())
            named = hit * (trusted * named_kinds(lam, usual) + (1.0 - trusted) * usual)
            follows = not any(kind >= 0 for kind in history[day:])
            if follows:  # each prefix is counted once: with the quiet continuation
                chances[day] += weight * named
            if day < days - 1:
                kind = history[day]
                weight *= named[kind] if kind >= 0 else 1.0 - hit
                now = keep * now
                if kind >= 0:
                    now[:, kind] += 1.0 - keep[:, 0]
    return chances


def test_means_are_those_of_the_exact_recursion() -> None:
    process = replace(
        PROCESS,
        single=np.array([[[[0.2], [0.9], [0.3]], [[0.1], [0.2], [0.1]]]]),
        both=np.array([[[[0.3], [0.5]], [[0.1], [0.1]]]]),
        single_floor=np.array([0.08]),
        both_floor=np.array([0.05]),
        memories=np.array([1.5, 40.0]),
    )
    state, usual = np.array([[0.3, 0.0, 0.1], [0.02, 0.05, 0.0]]), np.array([0.5, 0.2, 0.3])
    paths, days = 60_000, 5
    said = exact_counts(process, state, usual, days, 0.6)
    found = simulate(process, state, usual, days=days, paths=paths, seed=3, plans=[unchanged(process)],
                     short=SHORT, trusted=0.6)[0]  # fmt: skip
    shares = np.stack([(found == kind).mean(axis=0) for kind in range(3)], axis=1)
    assert (np.abs(shares - said) < 4.0 * np.sqrt(said * (1.0 - said) / paths)).all()


def test_rare_incidents_add_up_day_by_day() -> None:
    """Where kinds go by habit alone and days hardly fill up, the mean rates follow a linear recursion."""
    process, paths, days = example(level=1e-4, strength=0.1), 20_000, 60
    process = replace(process, memories=np.array([40.0, 80.0, 300.0]))
    keep, weights = np.exp(-1.0 / process.memories)[:, None], process.matrix()
    state, total = 0.02 * STATE, 0.0
    now = state
    for _ in range(days):
        lam = (process.floor() + np.einsum("kcd,kd->c", weights, now)).sum()
        total += lam
        now = keep * now + (1.0 - keep) * lam * USUAL
    found = simulate(process, state, USUAL, days=days, paths=paths, seed=0, plans=[unchanged(process)],
                     short=SHORT, trusted=0.0)[0]  # fmt: skip
    counts = (found >= 0).sum(axis=1)
    assert counts.mean() == pytest.approx(total, abs=3.5 * counts.std() / math.sqrt(paths) + 0.01 * total)


# --- against a slow form ------------------------------------------------------------------------------------

Past = list[tuple[int, int, bool]]
"""Day, kind, and whether it was an answer."""


class Slow:
    """One path of one plan, by sums over its whole past."""

    def __init__(self, plan: Plan, level: "Slow | None") -> None:
        self.plan, self.process = plan, plan.process or PROCESS
        self.level = level if plan.frozen and level is not None else self
        self.past: Past = [] if plan.extra is None else [(-1, plan.extra, False)]

    def state(self, day: int, k: int, kind: int, *, answers: bool) -> float:
        tau = float(PROCESS.memories[k])
        own = self if tau <= SHORT else self.level
        rows = [(s, c) for s, c, answer in own.past if s < day and c == kind and (answer or not answers)]
        later = sum((1.0 - math.exp(-1.0 / tau)) * math.exp(-(day - s - 1) / tau) for s, _ in rows)
        return later + (0.0 if answers else float(STATE[k, kind]) * math.exp(-day / tau))

    def rate(self, day: int, child: int, *, crossing: bool = False) -> float:
        total = 0.0 if crossing else float(self.process.floor()[child])
        matrix, mute = self.process.matrix(), self.plan.mute
        for k, tau in enumerate(PROCESS.memories.tolist()):
            for parent in range(KINDS):
                across = {child // GRADES, parent // GRADES} == {0, 1}
                if crossing and not (across and tau <= SHORT):
                    continue
                entry = (
                    matrix[k, child, parent]
                    * np.broadcast_to(self.plan.entries, matrix.shape)[k, child, parent]
                )
                seen = self.state(day, k, parent, answers=False)
                if mute is not None and tau <= SHORT:
                    seen -= (1.0 - mute[child, parent]) * self.state(day, k, parent, answers=True)
                total += entry * seen
        return float(total)

    def draw(self, day: int, rise: float, name: float, whence: float) -> int:
        lam = np.array([self.rate(day, child) for child in range(KINDS)])
        named = self.plan.keep * (0.7 * named_kinds(lam, USUAL) + 0.3 * USUAL)
        if rise >= -math.expm1(-lam.sum() * named.sum()):
            return -1
        kind = int(np.searchsorted(np.cumsum(named) / named.sum(), name))
        answer = whence * lam[kind] < self.rate(day, kind, crossing=True)
        self.past.append((day, kind, bool(answer)))
        return kind


def plans() -> list[Plan]:
    base = unchanged(PROCESS)
    rng = np.random.default_rng(5)
    keep = rng.uniform(0.2, 1.6, KINDS)
    return [
        base,
        replace(base, entries=rng.uniform(0.0, 1.5, base.entries.shape), keep=keep),
        replace(base, mute=between_sides(0.0)),
        replace(base, mute=rng.uniform(0.0, 1.0, (KINDS, KINDS)), keep=keep, entries=0.8 * base.entries),
        replace(base, keep=keep, frozen=True),
        replace(base, extra=3),
        replace(base, process=example(6), mute=between_sides(0.5), frozen=True),
    ]


def test_every_plan_goes_its_way_day_by_day() -> None:
    asked, days, paths, seed = plans(), 30, 8, 11
    found = run(asked, days=days, paths=paths, seed=seed)
    uniform = np.random.default_rng(seed).random((days, 3, paths))
    for p in range(paths):
        first = Slow(asked[0], None)
        slow = [first, *(Slow(plan, first) for plan in asked[1:])]
        for day in range(days):
            assert found[:, p, day].tolist() == [one.draw(day, *uniform[day, :, p].tolist()) for one in slow]
    assert (found >= 0).sum() > 100
    assert len({path.tobytes() for path in found}) == len(asked)


# --- plans side by side -------------------------------------------------------------------------------------


def test_same_seed_same_bytes() -> None:
    base = unchanged(PROCESS)
    assert run([base]).tobytes() == run([base]).tobytes()
    assert run([base]).tobytes() != run([base], seed=1).tobytes()


def test_a_plan_that_changes_nothing_follows_the_same_paths() -> None:
    base = unchanged(PROCESS)
    same = [base, base, replace(base, mute=np.ones((KINDS, KINDS))), replace(base, frozen=True),
            replace(base, process=PROCESS)]  # fmt: skip
    found = run(same)
    assert all(np.array_equal(found[0], other) for other in found[1:])
    assert np.array_equal(found[0], run([base])[0])


def test_own_random_numbers_where_they_are_asked_for() -> None:
    base = unchanged(PROCESS)
    totals = (run([base, base], common=False, paths=2000) >= 0).sum(axis=2)
    assert abs(np.corrcoef(totals)[0, 1]) < 0.08
    assert totals[0].mean() == pytest.approx(totals[1].mean(), rel=0.05)


def test_fewer_answers_are_fewer_incidents_and_chance_is_shared() -> None:
    base = unchanged(PROCESS)
    asked = [base, *(replace(base, entries=left * base.entries) for left in (0.9, 0.6, 0.2, 0.0))]
    mine, apart = ((run(asked, paths=1500, common=c) >= 0).sum(axis=2).astype(float) for c in (True, False))
    assert (np.diff(mine.mean(axis=1)) < 0.0).all()
    spread = [np.var(mine[0] - mine[k]) / np.var(apart[0] - apart[k]) for k in (1, 2)]
    assert spread[0] < 0.35
    assert spread[1] < 0.7


def test_a_frozen_level_does_not_follow_the_plan() -> None:
    """Half of all days are left: of a frozen level half, of one that moves with the past less and less."""
    rare = example(level=0.003, strength=0.3)
    rare.single[:, :2] = 0.0
    rare.both[:, :2] = 0.0
    base = unchanged(rare)
    half = replace(base, keep=0.5 * base.keep)
    asked = [base, half, replace(half, frozen=True)]
    found = run(asked, process=rare, state=0.2 * STATE, days=150, paths=2500)
    now, free, frozen = (found >= 0).sum(axis=(1, 2)).tolist()
    assert frozen == pytest.approx(0.5 * now, rel=0.05)
    assert free < 0.93 * frozen


def test_mute_takes_away_answers_to_answers_only() -> None:
    """Two sides that do nothing but answer each other once: of a chain two links are left, of one act one."""
    single = np.zeros((1, 1, 3, 1))
    single[0, 0, 1, 0] = 0.9
    process = Graded(np.array([3.0]), single, np.zeros((1, 1, 2, 1)), np.zeros(1), np.zeros(1),
                     np.full(3, 1 / 3))  # fmt: skip
    base, state = unchanged(process), np.zeros((1, 3))
    asked = [replace(base, extra=0), replace(base, extra=0, mute=np.zeros((3, 3)))]
    found = simulate(process, state, np.array([0.45, 0.45, 0.1]), days=60, paths=3000, seed=0, plans=asked,
                     short=SHORT, trusted=1.0)  # fmt: skip
    lone, hushed = (found[0] >= 0).sum(axis=1), (found[1] >= 0).sum(axis=1)
    assert (hushed <= lone).all()
    assert set(np.unique(found[1])) == {-1, 1}
    first = np.log(lone.size / (lone == 0).sum())
    assert first == pytest.approx(0.9, abs=0.1)
    assert hushed.mean() < 0.9
    assert lone.mean() > 2.0 * hushed.mean()


def test_a_kind_that_is_silenced_is_not_replaced_by_others() -> None:
    """The habit names the silenced kind far more often than the rates do: the others stay as they were."""
    quiet = replace(PROCESS, single=0 * PROCESS.single, both=0 * PROCESS.both)
    keep = np.ones(KINDS)
    keep[1] = 0.0
    base, usual = unchanged(quiet), np.array([0.1, 0.5, 0.1, 0.1, 0.1, 0.1])
    both = [base, replace(base, keep=keep)]
    found = simulate(quiet, STATE, usual, days=10, paths=20_000, seed=0, plans=both,
                     short=SHORT, trusted=0.4)  # fmt: skip
    before, after = (np.bincount(one[one >= 0].ravel(), minlength=KINDS) for one in found)
    assert before[1] > 0.3 * before.sum()
    assert after[1] == 0
    others = np.arange(KINDS) != 1
    # Quiet days are more by those silenced, so that a little more of the rest fits in: at most L / 2 of it.
    assert after[others] == pytest.approx(before[others], rel=0.06 + quiet.floor().sum() / 2)
    assert after[others].sum() < (1.0 + quiet.floor().sum() / 2) * before[others].sum()


def test_a_plan_can_add_days_of_a_kind() -> None:
    keep = np.ones(KINDS)
    keep[4:] = 1.5
    base = unchanged(PROCESS)
    found = run([base, replace(base, keep=keep)], days=20, paths=3000)
    before, after = ((one >= 4).sum() for one in found)
    assert 1.2 < after / before < 1.8


def test_all_silenced_or_nothing_to_set_anything_off_is_quiet() -> None:
    base = unchanged(PROCESS)
    assert (run([base, replace(base, keep=np.zeros(KINDS))])[1] == -1).all()
    dead = replace(PROCESS, single_floor=np.zeros(GRADES), both_floor=np.zeros(GRADES))
    assert (run([base], process=dead, state=np.zeros((3, KINDS))) == -1).all()


@pytest.mark.parametrize(("days", "paths"), [(1, 3), (4, 1), (0, 2)])
def test_shapes(days: int, paths: int) -> None:
    base = unchanged(PROCESS)
    found = run([base, base], days=days, paths=paths)
    assert found.shape == (2, paths, days)
    assert found.dtype == np.int8
