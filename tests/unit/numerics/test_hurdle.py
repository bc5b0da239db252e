"""The day Hawkes process: convention, likelihood, simulation, the days ahead."""

from itertools import product

import numpy as np
import pytest

from detente.numerics.hawkes.events import Ints
from detente.numerics.hawkes.hurdle import (
    Pair,
    Params,
    intensity,
    log_likelihood,
    simulate,
    spectral_radius,
    spent_between,
    states,
)

ASYMMETRIC = np.array([[0.1, 0.0], [0.8, 0.1]])
"""Kind 0 sets off 0.8 days of kind 1; kind 1 sets off no day of kind 0."""


def days_of(*days: int) -> Ints:
    return np.array(days, dtype=np.int64)


def flat(rates: tuple[float, float], n: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.tile(np.array(rates)[:, None], n)


def test_states_are_the_sum_they_say() -> None:
    days, decay = days_of(2, 3, 9), 0.4
    at = np.arange(12)
    by_hand = [sum((1 - np.exp(-decay)) * np.exp(-decay * (t - s - 1)) for s in days if s < t) for t in at]
    assert states(days, at, np.array([decay]))[0] == pytest.approx(by_hand)
    assert spent_between(days, 0, 12, np.array([decay]))[0] == pytest.approx(sum(by_hand))


@pytest.mark.parametrize(("low", "high"), [(0, 12), (3, 4), (5, 9), (9, 10), (10, 40), (0, 2), (7, 7)])
def test_sums_between_two_days_by_brute_force(low: int, high: int) -> None:
    days, decays = days_of(2, 3, 9), np.array([0.05, 0.4, 4.0])
    by_hand = states(days, np.arange(low, high), decays).sum(axis=1)
    assert spent_between(days, low, high, decays) == pytest.approx(by_hand, abs=1e-14)
    assert not spent_between(days_of(), low, high, decays).any()


def test_no_days_leave_no_state() -> None:
    assert not states(days_of(), np.arange(5), np.array([1.0, 2.0])).any()


def test_branching_row_is_set_off_by_column() -> None:
    params = Params(flat((0.01, 0.01), 5), ASYMMETRIC, 1.0)
    lam = intensity(params, (days_of(1), days_of()))
    assert lam[0, 2] == pytest.approx(0.01 + 0.1 * (1 - np.exp(-1)))
    assert lam[1, 2] == pytest.approx(0.01 + 0.8 * (1 - np.exp(-1)))


def test_likelihood_sums_to_one_over_all_streams() -> None:
    params = Params(flat((0.3, 0.2), 4), np.array([[0.3, 0.5], [0.7, 0.2]]), 0.7)
    total = 0.0
    for cells in product((0, 1), repeat=8):
        grid = np.array(cells).reshape(2, 4)
        days: Pair = (np.flatnonzero(grid[0]), np.flatnonzero(grid[1]))
        total += np.exp(log_likelihood(params, days))
    assert total == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize(
    ("matrix", "radius"),
    [
        ([[0.3, 0.0], [0.0, 0.6]], 0.6),
        ([[0.0, 0.5], [0.5, 0.0]], 0.5),
        ([[0.2, 0.9], [0.0, 0.4]], 0.4),
        ([[0.0, 0.0], [0.0, 0.0]], 0.0),
    ],
)
def test_spectral_radius(matrix: list[list[float]], radius: float) -> None:
    assert spectral_radius(np.array(matrix)) == pytest.approx(radius)


def test_simulated_rate_is_that_of_the_branching_process() -> None:
    n, mu = 50_000, (0.004, 0.002)
    days = simulate(Params(flat(mu, n), ASYMMETRIC, 0.03), np.random.default_rng(1))
    theory = np.linalg.solve(np.eye(2) - ASYMMETRIC, np.array(mu))
    found = np.array([days[0].size, days[1].size]) / n
    assert found == pytest.approx(theory, rel=0.12)
