"""The random numbers: published outputs of the generators, and the laws of what is made of them."""

import numpy as np
import pytest
from scipy import stats

from detente.numerics.hawkes import jit, keys
from detente.numerics.hawkes.alias import Alias, alias, poisson_laws
from detente.numerics.hawkes.events import Floats, HawkesError, Ints
from detente.numerics.hawkes.randoms import State, advance, exponential, picked, seeded, uniform

DRAWS = 400_000
streams = pytest.mark.skipif(not jit.FAST, reason="streams are drawn compiled only")


@jit.compiled
def outputs(state: State, found: keys.Keys) -> None:
    for n in range(found.size):
        found[n], state = advance(state)


@jit.compiled
def exponentials(key: np.uint64, found: Floats) -> None:
    state = seeded(key)
    for n in range(found.size):
        found[n], state = exponential(state)


@jit.compiled
def outcomes(key: np.uint64, tables: Alias, row: int, found: Ints) -> None:
    state = seeded(key)
    for n in range(found.size):
        bits, state = advance(state)
        found[n] = picked(bits, row, tables)


def chi_square_p(found: Ints, law: Floats) -> float:
    seen = np.bincount(found, minlength=law.size).astype(float)
    assert seen.size == law.size, "an outcome that the law does not have"
    often = law * found.size > 5.0
    cells = np.array([*seen[often], seen[~often].sum()])
    due = np.array([*law[often], law[~often].sum()]) * found.size
    return float(stats.chisquare(cells[due > 0], due[due > 0]).pvalue)


def test_splitmix_gives_its_published_outputs() -> None:
    published = [6457827717110365317, 3203168211198807973, 9817491932198370423]
    seed, places = np.array([1234567], dtype=np.uint64), np.arange(3, dtype=np.uint64)
    assert keys.child(seed, places).tolist() == published


@streams
def test_xoshiro_gives_its_published_outputs() -> None:
    found = np.zeros(5, dtype=np.uint64)
    outputs((np.uint64(1), np.uint64(2), np.uint64(3), np.uint64(4)), found)
    published = [41943041, 58720359, 3588806011781223, 3591011842654386, 9228616714210784205]
    assert found.tolist() == published


def test_units_never_meet_the_ends() -> None:
    ends = np.array([0, 2**64 - 1], dtype=np.uint64)
    low, high = keys.unit(ends)
    assert 0.0 < low < 2.0**-52
    assert 1.0 - 2.0**-52 < high < 1.0
    if jit.FAST:
        assert [uniform(bits) for bits in ends] == [low, high]


def test_units_of_neighbouring_places_are_independent() -> None:
    seeds = np.array([keys.root(seed, keys.PATHS) for seed in range(300)])
    units = keys.unit(keys.child(seeds[:, None], np.arange(300, dtype=np.uint64)))
    assert stats.kstest(units.ravel(), "uniform").pvalue > 1e-3
    for one, other in ((units[:, 1:], units[:, :-1]), (units[1:], units[:-1])):
        assert abs(np.corrcoef(one.ravel(), other.ravel())[0, 1]) < 4.0 / np.sqrt(one.size)


@streams
def test_exponentials() -> None:
    found = np.zeros(DRAWS)
    exponentials(keys.root(5, keys.LOG), found)
    assert stats.kstest(found, "expon").pvalue > 1e-3
    far = found[found > 7.7] - 7.7
    assert far.size > 100, "the tail beyond the last layer is drawn"
    assert stats.kstest(found[found > 6.0] - 6.0, "expon").pvalue > 1e-3


@pytest.mark.parametrize("mean", [0.0, 0.02, 0.7, 12.0, 171.0, 25_000.0])
def test_poisson_laws(mean: float) -> None:
    low, laws = poisson_laws([mean])
    outcomes_ = low[0] + np.arange(laws.shape[1])
    assert laws[0] == pytest.approx(stats.poisson.pmf(outcomes_, mean), rel=1e-9, abs=1e-15)
    assert laws.sum() == pytest.approx(1.0, abs=1e-12)


def test_poisson_laws_in_one_table_are_those_alone() -> None:
    means = [0.3, 900.0, 0.0]
    low, laws = poisson_laws(means)
    for mean, least, law in zip(means, low, laws, strict=True):
        alone_low, alone = poisson_laws([mean])
        assert least == alone_low[0]
        assert law[: alone.shape[1]] == pytest.approx(alone[0], rel=1e-9, abs=1e-18)


@streams
@pytest.mark.parametrize("weights", [[1.0], [0.0, 3.0], [0.2, 0.5, 0.3, 0.0, 4.0], [0.0, 0.0, 0.0]])
def test_picked_outcomes_follow_their_weights(weights: list[float]) -> None:
    law = np.array(weights) / sum(weights) if sum(weights) else np.eye(len(weights))[0]
    tables = alias([(0, np.ones(7)), (0, np.array(weights)), (3, np.ones(2))])
    found = np.zeros(DRAWS // 4, dtype=np.int64)
    outcomes(keys.root(1, keys.LOG), tables, 1, found)
    assert set(found.tolist()) <= set(np.flatnonzero(law).tolist())
    assert np.flatnonzero(law).size == 1 or chi_square_p(found, law) > 1e-3
    outcomes(keys.root(1, keys.LOG), tables, 2, found)
    assert set(found.tolist()) == {3, 4}


@streams
@pytest.mark.parametrize("mean", [0.6, 30.0, 400.0])
def test_poisson_numbers_from_tables(mean: float) -> None:
    low, laws = poisson_laws([mean])
    found = np.zeros(DRAWS, dtype=np.int64)
    outcomes(keys.root(2, keys.LOG), alias([(int(low[0]), laws[0])]), 0, found)
    assert chi_square_p(found - low[0], laws[0]) > 1e-3


@pytest.mark.parametrize("seed", [-1, 2**64, 0.5])
def test_what_is_no_seed_is_refused(seed: int) -> None:
    with pytest.raises(HawkesError) as caught:
        keys.root(seed, keys.LOG)
    assert caught.value.code == "seed"
