"""The search of windows against brute force."""

import numpy as np
import pytest

from detente.numerics.windows import Windows

RNG = np.random.default_rng(3)
MANY = RNG.normal(size=(3000, 12)).cumsum(axis=1)
WEIGHT = 0.8 ** np.arange(12)[::-1]


def brute(windows: np.ndarray, query: np.ndarray, weight: np.ndarray, normal: bool) -> np.ndarray:
    if normal:
        windows = (windows - windows.mean(axis=1, keepdims=True)) / windows.std(axis=1, keepdims=True)
        query = (query - query.mean()) / query.std()
    distance: np.ndarray = np.sqrt((weight * (windows - query) ** 2).sum(axis=1))
    return distance


@pytest.mark.parametrize("normal", [True, False])
@pytest.mark.parametrize("weight", [np.ones(12), WEIGHT])
def test_the_nearest_are_those_of_brute_force(normal: bool, weight: np.ndarray) -> None:
    query = RNG.normal(size=12).cumsum()
    places, distances = Windows.of(MANY, weight, normal=normal).nearest(query, 25)
    expected = brute(MANY, query, weight, normal)
    assert places.tolist() == np.argsort(expected, kind="stable")[:25].tolist()
    assert distances == pytest.approx(expected[places], abs=1e-3)


def test_level_and_scale_are_taken_out_of_shapes() -> None:
    shapes = Windows.of(MANY)
    places, distances = shapes.nearest(5.0 + 3.0 * MANY[17], 1)
    assert places.tolist() == [17]
    assert distances[0] == pytest.approx(0.0, abs=1e-3)


def test_a_flat_window_has_no_shape() -> None:
    windows = np.vstack([np.full((1, 12), 7.0), MANY[:3]])
    places, _ = Windows.of(windows).nearest(np.zeros(12), 1)
    assert places.tolist() == [0]


def test_ties_come_in_the_order_of_their_place() -> None:
    places, _ = Windows.of(np.repeat(MANY[:1], 9, axis=0)).nearest(MANY[0], 4)
    assert places.tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize(("k", "found"), [(0, 0), (5, 3)])
def test_no_more_are_given_than_there_are(k: int, found: int) -> None:
    assert len(Windows.of(MANY[:3]).nearest(MANY[0], k)[0]) == found
