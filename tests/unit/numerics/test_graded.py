"""The graded process: every sum by brute force, its fit by slopes, recovery and mirror."""

import math
import warnings
from dataclasses import replace

import numpy as np
import pytest

from detente.numerics.hawkes.events import Floats, HawkesError, Ints
from detente.numerics.hawkes.graded import (
    FIRST_TRUST,
    HABIT_HALF_LIFE,
    HABIT_PRIOR,
    SIDES,
    SWAPPED,
    Graded,
    Incidents,
    habit,
    loss,
    named_kinds,
    rates,
    shares,
    spent,
    states,
    trust,
)
from detente.numerics.hawkes.graded_fit import ENTRY_MEAN, UNIT, fit_graded, objective, table
from detente.numerics.hawkes.graded_paths import simulate, unchanged

MEMORIES = np.array([2.0, 15.0])
GRADES = 2
KINDS = SIDES * GRADES


def example(seed: int = 0) -> Graded:
    """Random entries, no two alike."""
    rng = np.random.default_rng(seed)
    common = rng.uniform(0.5, 1.5, KINDS)
    return Graded(
        memories=MEMORIES,
        single=rng.uniform(0.0, 0.1, (GRADES, 2, 3, GRADES)),
        both=rng.uniform(0.0, 0.1, (GRADES, 2, 2, GRADES)),
        single_floor=rng.uniform(0.01, 0.03, GRADES),
        both_floor=rng.uniform(0.01, 0.03, GRADES),
        common=common / common.sum(),
    )


def pair(seed: int, n: int = 60, m: int = 14) -> Incidents:
    rng = np.random.default_rng(seed)
    days = np.sort(rng.choice(n, m, replace=False)).astype(np.int64)
    return Incidents(days, rng.integers(0, SIDES, m), rng.integers(0, GRADES, m))


def mirrored(found: Incidents) -> Incidents:
    return Incidents(found.days, np.array(SWAPPED)[found.who], found.grade)


def state_by_hand(found: Incidents, t: int, memories: Floats, grades: int) -> Floats:
    whole = np.zeros((memories.size, SIDES * grades))
    for s, kind in zip(found.days.tolist(), found.kinds(grades).tolist(), strict=True):
        for k, tau in enumerate(memories.tolist()):
            if s < t:
                whole[k, kind] += (1.0 - math.exp(-1.0 / tau)) * math.exp(-(t - s - 1) / tau)
    return whole


def entry(process: Graded, memory: int, child: int, parent: int) -> float:
    """B[memory, child, parent], by the words of the docstring."""
    (to, up), (by, low) = divmod(child, process.grades), divmod(parent, process.grades)
    if to == 2:
        return float(process.both[up, memory, 1 if by == 2 else 0, low])
    place = 2 if by == 2 else 0 if by == to else 1
    return float(process.single[up, memory, place, low])


def lam_by_hand(process: Graded, found: Incidents, t: int) -> Floats:
    state = state_by_hand(found, t, process.memories, process.grades)
    floors = [*process.single_floor, *process.single_floor, *process.both_floor]
    kinds = range(SIDES * process.grades)
    memories = range(process.memories.size)
    return np.array([
        floors[c] + sum(entry(process, k, c, d) * state[k, d] for k in memories for d in kinds) for c in kinds
    ])  # fmt: skip


def habit_by_hand(common: Floats, found: Incidents, t: int, grades: int) -> Floats:
    known = HABIT_PRIOR * common
    for s, kind in zip(found.days.tolist(), found.kinds(grades).tolist(), strict=True):
        if s < t:
            known[kind] += 0.5 ** ((t - s) / HABIT_HALF_LIFE)
    return np.asarray(known / known.sum())


def test_states_and_their_sums_by_brute_force() -> None:
    found, at = pair(1), np.array([0, 1, 17, 18, 59, 60, 200])
    by_hand = np.stack([state_by_hand(found, t, MEMORIES, GRADES) for t in at.tolist()])
    assert states(found, at, MEMORIES, GRADES) == pytest.approx(by_hand, abs=1e-14)
    for low, high in ((0, 60), (0, 1), (17, 40), (59, 60), (60, 90), (30, 30)):
        days = np.arange(low, high)
        each_day = states(found, days, MEMORIES, GRADES).sum(axis=0)
        assert spent(found, low, high, MEMORIES, GRADES) == pytest.approx(each_day, abs=1e-12)


def test_no_incidents_leave_no_state() -> None:
    none = Incidents(*(np.zeros(0, dtype=np.int64) for _ in range(3)))
    assert not states(none, np.arange(4), MEMORIES, GRADES).any()
    assert not spent(none, 0, 9, MEMORIES, GRADES).any()
    assert habit(np.full(KINDS, 1 / KINDS), none, np.arange(2)) == pytest.approx(1 / KINDS)


def test_before_looks_at_no_later_day() -> None:
    found = Incidents(np.array([2, 5, 9]), np.array([0, 1, 2]), np.array([1, 0, 1]))
    assert found.before(5).days.tolist() == [2]
    assert found.before(6).kinds(GRADES).tolist() == [1, 2]


def test_matrix_row_is_set_off_by_column() -> None:
    """Only a grave act of the other side sets anything off, and only light acts."""
    single, both = np.zeros((GRADES, 2, 3, GRADES)), np.zeros((GRADES, 2, 2, GRADES))
    single[0, 1, 1, 1] = 0.7
    process = replace(example(), single=single, both=both)
    matrix = process.matrix()
    assert matrix[1, 0, 1 * GRADES + 1] == 0.7  # the first side's light acts, by the second's grave ones
    assert matrix[1, 1 * GRADES, 0 * GRADES + 1] == 0.7
    assert matrix.sum() == pytest.approx(1.4)


def test_matrix_is_what_its_words_say_and_alike_for_both_sides() -> None:
    process = example()
    matrix = process.matrix()
    for k in range(2):
        for c in range(KINDS):
            assert matrix[k, c] == pytest.approx([entry(process, k, c, d) for d in range(KINDS)])
    swap = np.arange(KINDS).reshape(SIDES, GRADES)[list(SWAPPED)].ravel()
    assert np.array_equal(matrix[:, swap][:, :, swap], matrix)
    assert np.array_equal(process.floor()[swap], process.floor())


def test_rates_by_brute_force() -> None:
    process, found = example(), pair(2)
    at = np.array([3, 20, 59])
    by_hand = np.stack([lam_by_hand(process, found, t) for t in at.tolist()])
    assert rates(process, states(found, at, MEMORIES, GRADES)) == pytest.approx(by_hand, rel=1e-12)


def test_habit_by_hand() -> None:
    process, found = example(), pair(3, n=4000)
    at = np.array([0, 700, 3999])
    by_hand = np.stack([habit_by_hand(process.common, found, t, GRADES) for t in at.tolist()])
    assert habit(process.common, found, at) == pytest.approx(by_hand, rel=1e-12)
    one = Incidents(np.array([100]), np.array([1]), np.array([0]))
    later = habit(process.common, one, np.array([100, 100 + int(HABIT_HALF_LIFE)]))
    assert later[0] == pytest.approx(process.common)
    gained = (HABIT_PRIOR * process.common[2] + 0.5) / (HABIT_PRIOR + 0.5)
    assert later[1, 2] == pytest.approx(gained)


def test_named_kinds_lie_between_rates_and_habit_and_sum_to_one() -> None:
    rng = np.random.default_rng(0)
    lam, usual = rng.uniform(size=(5, KINDS)), rng.dirichlet(np.ones(KINDS), 5)
    named = named_kinds(lam, usual)
    assert named.sum(axis=1) == pytest.approx(1.0)
    assert named_kinds(100.0 * lam, usual) == pytest.approx(named)
    assert named_kinds(usual, usual) == pytest.approx(usual)
    c, d = 1, 4
    both = lam[:, c] * usual[:, c] / (lam[:, d] * usual[:, d])
    assert (named[:, c] / named[:, d]) ** 2 == pytest.approx(both)


def test_shares_of_many_pairs_are_alike_for_both_sides() -> None:
    found = Incidents(np.array([1, 2, 3, 9]), np.array([0, 0, 1, 2]), np.array([1, 1, 0, 1]))
    assert shares([found], GRADES) == pytest.approx(np.array([1.5, 2.0, 1.5, 2.0, 1.0, 2.0]) / 10.0)
    assert np.array_equal(shares([found, pair(1)], GRADES), shares([mirrored(found), pair(1)], GRADES))
    assert shares([], GRADES) == pytest.approx(1 / KINDS)


def test_trust_is_earned_by_bayes() -> None:
    process, found = example(), pair(4)
    for_g, for_habit = FIRST_TRUST, 1.0 - FIRST_TRUST
    by_hand = [for_g]
    for t, kind in zip(found.days.tolist(), found.kinds(GRADES).tolist(), strict=True):
        usual = habit_by_hand(process.common, found, t, GRADES)
        drawn = np.sqrt(lam_by_hand(process, found, t) * usual)
        for_g, for_habit = for_g * drawn[kind] / drawn.sum(), for_habit * usual[kind]
        by_hand.append(for_g / (for_g + for_habit))
    assert trust(process, found) == pytest.approx(by_hand, rel=1e-10)


def loss_by_hand(process: Graded, found: Incidents, low: int, high: int) -> tuple[float, float]:
    days, kinds, weight = found.days.tolist(), found.kinds(GRADES).tolist(), trust(process, found)
    of_days = of_kinds = 0.0
    for t in range(low, high):
        lam = lam_by_hand(process, found, t)
        if t not in days:
            of_days += lam.sum()
            continue
        of_days -= math.log(1.0 - math.exp(-lam.sum()))
        usual, m = habit_by_hand(process.common, found, t, GRADES), days.index(t)
        mixed = weight[m] * named_kinds(lam, usual) + (1.0 - weight[m]) * usual
        of_kinds -= math.log(mixed[kinds[m]])
    return of_days, of_kinds


@pytest.mark.parametrize(("low", "high"), [(0, 60), (25, 50), (40, 90), (70, 75)])
def test_loss_is_the_sum_over_days(low: int, high: int) -> None:
    process, found = example(), pair(5)
    assert loss(process, found, low, high) == pytest.approx(loss_by_hand(process, found, low, high))


def test_loss_looks_at_no_later_day() -> None:
    process, found = example(), pair(6)
    assert loss(process, found, 0, 40) == pytest.approx(loss(process, found.before(40), 0, 40))
    assert loss(process, found, 0, 30)[0] + loss(process, found, 30, 60)[0] == pytest.approx(
        loss(process, found, 0, 60)[0]
    )


def test_a_day_without_any_chance_has_infinite_loss() -> None:
    """And a kind without any chance ends all trust in the rates; neither is a warning."""
    process, nothing = example(), np.zeros(GRADES)
    found = pair(7)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        dead = replace(process, single_floor=nothing, both_floor=nothing, single=0 * process.single)
        assert loss(dead, found, 0, 60)[0] == math.inf
        no_light = replace(process, single_floor=np.array([0.0, 0.02]), single=0 * process.single)
        light = Incidents(np.array([3, 30]), np.array([0, 1]), np.array([0, 1]))
        assert trust(no_light, light)[1:] == pytest.approx(0.0, abs=1e-20)
        usual = habit(process.common, light, light.days)[[0, 1], light.kinds(GRADES)]
        first = (1.0 - FIRST_TRUST) * usual[0]
        assert loss(no_light, light, 0, 60)[1] == pytest.approx(-np.log([first, usual[1]]).sum())


# --- the fit -----------------------------------------------------------------------------------------------


def flat(process: Graded) -> Floats:
    rows = [
        np.column_stack([floor / UNIT, part.reshape(process.grades, -1)])
        for floor, part in ((process.single_floor, process.single), (process.both_floor, process.both))
    ]
    return np.concatenate([part.ravel() for part in rows])


def posterior_by_hand(process: Graded, pairs: list[Incidents], low: int, high: int) -> float:
    """Log-probability of all days and, given an incident, of kind c: lambda_c / L; and of the entries."""
    total = -(process.single.sum() + process.both.sum()) / ENTRY_MEAN
    for found in pairs:
        kinds = dict(zip(found.days.tolist(), found.kinds(GRADES).tolist(), strict=True))
        for t in range(low, high):
            lam = lam_by_hand(process, found, t)
            if t in kinds:
                share = lam[kinds[t]] / lam.sum()
                total += math.log((1.0 - math.exp(-lam.sum())) * share)
            else:
                total -= lam.sum()
    return float(total)


def test_objective_is_the_sum_over_days() -> None:
    process, pairs = example(), [pair(8), pair(9)]
    data = table(pairs, 10, 50, MEMORIES, GRADES)
    by_hand = posterior_by_hand(process, pairs, 10, 50)
    assert objective(data, flat(process))[0] == pytest.approx(by_hand, rel=1e-10)


def test_slopes_of_the_objective_agree_with_finite_differences() -> None:
    data, x = table([pair(8), pair(9)], 10, 50, MEMORIES, GRADES), flat(example())
    slope = objective(data, x)[1]
    for i, bump in enumerate(1e-6 * np.eye(x.size) * np.maximum(x, 1.0)):
        slow = (objective(data, x + bump)[0] - objective(data, x - bump)[0]) / (2.0 * bump[i])
        assert slope[i] == pytest.approx(slow, rel=1e-5, abs=1e-5)


def test_objective_does_not_break_where_nothing_is_possible() -> None:
    data = table([pair(8)], 0, 60, MEMORIES, GRADES)
    value, slope = objective(data, np.zeros(flat(example()).size))
    assert np.isfinite(value)
    assert np.isfinite(slope).all()


def drawn(process: Graded, n: int, pairs: int, seed: int) -> list[Incidents]:
    """Pairs that follow the law of the fit to the letter: a kind c has chance lambda_c / L."""
    rng, matrix = np.random.default_rng(seed), process.matrix()
    keep = np.exp(-1.0 / process.memories)[:, None]
    state = np.zeros((pairs, process.memories.size, SIDES * process.grades))
    kinds = np.full((n, pairs), -1)
    for t in range(n):
        lam = process.floor() + np.einsum("kcd,pkd->pc", matrix, state)
        reached = np.cumsum(lam, axis=1)
        hit = np.flatnonzero(rng.random(pairs) < -np.expm1(-reached[:, -1]))
        kind = (rng.random(hit.size)[:, None] * reached[hit, -1:] > reached[hit]).sum(axis=1)
        state *= keep
        state[hit, :, kind] += 1.0 - keep[:, 0]
        kinds[t, hit] = kind
    return [_incidents(row, process.grades) for row in kinds.T]


def _incidents(kinds: Ints, grades: int) -> Incidents:
    days = np.flatnonzero(kinds >= 0).astype(np.int64)
    return Incidents(days, kinds[days] // grades, kinds[days] % grades)


ONE_GRADE = Graded(
    memories=np.array([2.0, 60.0]),
    single=np.array([[[[0.10], [0.35], [0.0]], [[0.20], [0.0], [0.10]]]]),
    both=np.array([[[[0.0], [0.30]], [[0.10], [0.0]]]]),
    single_floor=np.array([0.004]),
    both_floor=np.array([0.002]),
    common=np.full(3, 1 / 3),
)
"""Asymmetric: fast answers by the other side, slow ones by the same, fast ones between joint days."""


def test_fit_recovers_entries_memories_and_floors() -> None:
    n, pairs = 5000, drawn(ONE_GRADE, 5000, 24, seed=1)
    found = fit_graded(pairs, 0, n, ONE_GRADE.memories, 1)
    assert found.single == pytest.approx(ONE_GRADE.single, abs=0.07)
    assert found.both == pytest.approx(ONE_GRADE.both, abs=0.07)
    assert found.single_floor == pytest.approx(ONE_GRADE.single_floor, rel=0.15)
    assert found.both_floor == pytest.approx(ONE_GRADE.both_floor, rel=0.25)
    assert found.common == pytest.approx(shares(pairs, 1))


def test_fit_recovers_what_the_paths_are_drawn_from() -> None:
    """Where only joint days can come their kind is certain, so that paths follow the law of the fit."""
    truth = replace(
        ONE_GRADE,
        single=np.zeros((1, 2, 3, 1)),
        single_floor=np.zeros(1),
        both=np.array([[[[0.0], [0.30]], [[0.0], [0.25]]]]),
        both_floor=np.array([0.01]),
    )
    kinds = simulate(truth, np.zeros((2, 3)), np.full(3, 1 / 3), days=3000, paths=30, seed=0,
                     plans=[unchanged(truth)], short=30.0)[0]  # fmt: skip
    pairs = [_incidents(row.astype(np.int64), 1) for row in kinds]
    found = fit_graded(pairs, 0, 3000, truth.memories, 1)
    assert found.both[0, :, 1, 0] == pytest.approx([0.30, 0.25], abs=0.08)
    assert found.both_floor[0] == pytest.approx(0.01, rel=0.15)
    assert found.single.sum() + found.single_floor.sum() == pytest.approx(0.0, abs=1e-9)


def test_fit_says_which_grade_sets_off_which() -> None:
    single = np.zeros((GRADES, 1, 3, GRADES))
    single[1, 0, 1, 0] = 0.5  # light acts of one side set off grave ones of the other
    truth = Graded(np.array([5.0]), single, np.zeros((GRADES, 1, 2, GRADES)), np.array([0.01, 0.004]),
                   np.array([0.001, 0.001]), np.full(KINDS, 1 / KINDS))  # fmt: skip
    found = fit_graded(drawn(truth, 4000, 12, seed=2), 0, 4000, truth.memories, GRADES)
    assert found.single[1, 0, 1, 0] == pytest.approx(0.5, abs=0.1)
    rest = found.single.copy()
    rest[1, 0, 1, 0] = 0.0
    assert rest.max() < 0.06
    assert found.both.max() < 0.06


def test_fit_does_not_ask_which_side_comes_first() -> None:
    process = example()
    pairs = drawn(process, 400, 6, seed=3)
    swapped = [mirrored(found) if k % 2 else found for k, found in enumerate(pairs)]
    data, other = (table(some, 0, 400, MEMORIES, GRADES) for some in (pairs, swapped))
    x = flat(process)
    assert objective(data, x)[0] == pytest.approx(objective(other, x)[0], rel=1e-13)
    assert objective(data, x)[1] == pytest.approx(objective(other, x)[1], rel=1e-10)
    one, two = (fit_graded(some, 0, 400, MEMORIES, GRADES) for some in (pairs, swapped))
    assert flat(one) == pytest.approx(flat(two), rel=1e-3, abs=1e-3)
    assert loss(one, pairs[1], 0, 400) == pytest.approx(loss(two, swapped[1], 0, 400), rel=1e-4)


def test_fit_stands_at_the_top() -> None:
    """Slopes are 0 inside and do not point inwards at the bounds; another start leads to as high a place.

    Rates are those of states, an incident in years: that is what the unit of the floors is made for.
    """
    rare = replace(ONE_GRADE, single_floor=np.array([2e-4]), both_floor=np.array([1e-4]))
    pairs = drawn(rare, 8000, 40, seed=4)
    data = table(pairs, 0, 8000, rare.memories, 1)
    found = fit_graded(pairs, 0, 8000, rare.memories, 1)
    value, slope = objective(data, flat(found))
    inside = flat(found) > 1e-3
    assert np.abs(slope[inside]).max() < 0.5
    assert slope.max() < 0.5
    again = fit_graded(pairs, 0, 8000, rare.memories, 1, start=ONE_GRADE)
    assert objective(data, flat(again))[0] == pytest.approx(value, abs=0.05)


def test_fit_looks_at_no_later_day() -> None:
    pairs = drawn(example(), 300, 5, seed=5)
    known = [found.before(200) for found in pairs]
    one, two = (fit_graded(some, 0, 200, MEMORIES, GRADES) for some in (pairs, known))
    assert np.array_equal(flat(one), flat(two))
    assert np.array_equal(one.common, two.common)


def test_fit_of_a_single_incident_and_of_no_pairs() -> None:
    one = Incidents(np.array([5]), np.array([0]), np.array([1]))
    found = fit_graded([one], 0, 1000, MEMORIES, GRADES)
    assert found.single_floor[1] == pytest.approx(1 / 2000, rel=0.02)
    assert found.single.sum() + found.both.sum() < 0.01
    with pytest.raises(HawkesError) as caught:
        fit_graded([], 0, 1000, MEMORIES, GRADES)
    assert caught.value.code == "empty"
