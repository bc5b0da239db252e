"""Nearest cases against brute force; what a row is told hangs on the past and itself alone."""

import numpy as np
import pytest

from detente.numerics.neighbours import Floats, nearest


def cases(seed: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Past cases, rows, ages and outcomes, some of them unknown."""
    rng = np.random.default_rng(seed)
    y = rng.choice([0.0, 1.0, np.nan], 50, p=[0.5, 0.3, 0.2])
    scale = np.array([1.0, 20.0, 0.01])
    return rng.normal(size=(50, 3)) * scale, rng.normal(size=(6, 3)) * scale, rng.uniform(0, 100, 50), y


@pytest.mark.parametrize("k", [1, 7, 50])
def test_against_brute_force(k: int) -> None:
    past, rows, age, y = cases(k)
    found = nearest(past, rows, age, k=k, half_life=30.0)
    share = found.share(y, 0.2, 3.0)
    for m, row in enumerate(rows):
        away = np.sqrt((((row - past) / past.std(axis=0)) ** 2).sum(axis=1))
        order = np.argsort(away)[:k]
        weight = 2.0 ** (-age[order] / 30.0) / (1.0 + away[order] / np.median(away[order]))
        known = ~np.isnan(y[order])
        told = ((weight * y[order])[known].sum() + 3.0 * 0.2) / (weight[known].sum() + 3.0)
        assert found.index[m].tolist() == order.tolist()
        assert found.distance[m] == pytest.approx(away[order], abs=1e-9)
        assert found.weight[m] == pytest.approx(weight, rel=1e-9)
        assert share[m] == pytest.approx(told, rel=1e-9)


def test_a_row_is_told_the_same_alone_and_among_others() -> None:
    past, rows, age, y = cases(3)
    together = nearest(past, rows, age, k=9, half_life=30.0).share(y, 0.2, 3.0)
    alone = [nearest(past, row[None], age, k=9, half_life=30.0).share(y, 0.2, 3.0)[0] for row in rows]
    assert together == pytest.approx(alone, rel=1e-9)


def test_ages_may_differ_by_row() -> None:
    past, rows, age, _ = cases(4)
    older = np.stack([age + 30.0 * m for m in range(6)])
    one, other = (nearest(past, rows, a, k=5, half_life=30.0) for a in (age, older))
    assert other.weight == pytest.approx(one.weight * 0.5 ** np.arange(6)[:, None], rel=1e-12)


def test_without_known_outcomes_the_base_remains() -> None:
    past, rows, age, y = cases(5)
    found = nearest(past, rows, age, k=5, half_life=30.0)
    assert found.share(np.full(y.size, np.nan), 0.17, 3.0) == pytest.approx(np.full(6, 0.17))
    assert (found.share(np.ones(y.size), 0.17, 3.0) < 1.0).all()


def test_a_column_that_does_not_vary_and_cases_that_are_the_same_break_nothing() -> None:
    past = np.full((8, 2), 1e6 / 3.0)
    found = nearest(past, past[:2], np.zeros(8), k=4, half_life=1.0)
    assert found.distance.tolist() == [[0.0] * 4] * 2
    assert found.effective() == pytest.approx([4.0, 4.0])


def test_the_effective_number_is_that_of_equal_weights() -> None:
    past, rows, age, _ = cases(6)
    found = nearest(past, rows, age, k=9, half_life=10.0)
    told = [w.sum() ** 2 / (w @ w) for w in found.weight]
    assert found.effective() == pytest.approx(told)
    assert (found.effective() < 9.0).all()
