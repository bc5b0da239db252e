"""The next-generation matrix: who sets off how many acts, and how grave."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.numerics.hawkes.events import Floats
from detente.numerics.hawkes.graded import Graded
from detente.numerics.hawkes.process import spectral_radius
from detente.runaway.generation import MIX_PRIOR, lethal, mixes, next_generation, reactions
from detente.runaway.model import event_days
from detente.world.event import Event
from tests.unit.runaway.korea import EXCITED, MEMORIES, PROCESS, act, covered, past, swapped

A = np.array([[0.2, 0.3], [0.5, 0.1]])
MIX = np.array([[0.6, 0.3, 0.1], [0.2, 0.3, 0.5]])
SWAP = [3, 4, 5, 0, 1, 2]
"""The two sides the other way round."""


def process(rng: np.random.Generator, **parts: Floats) -> Graded:
    single, both = rng.gamma(0.5, 0.1, (3, 5, 3, 3)), rng.gamma(0.5, 0.1, (3, 5, 2, 3))
    common = rng.dirichlet(np.ones(9)).reshape(3, 3)
    common[:2] = common[:2].mean(axis=0)
    whole = Graded(MEMORIES, single, both, np.full(3, 1e-4), np.full(3, 1e-4), common.ravel())
    return replace(whole, **parts) if parts else whole


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**6))
def test_the_mean_over_a_sides_own_acts_is_its_branching(seed: int) -> None:
    rng = np.random.default_rng(seed)
    branching, mix = rng.gamma(1.0, 0.4, (4, 2, 2)), rng.dirichlet(np.ones(3), 2)
    found = next_generation(branching, mix, process(rng))
    assert (found >= 0.0).all()
    children = found.reshape(4, 2, 3, 2, 3).sum(axis=2)
    np.testing.assert_allclose(np.einsum("dijb,jb->dij", children, mix), branching, rtol=1e-9)


def test_the_mean_holds_where_the_pooled_process_knows_no_reaction() -> None:
    still = process(np.random.default_rng(0), single=np.zeros((3, 5, 3, 3)), both=np.zeros((3, 5, 2, 3)))
    found = next_generation(A, MIX, still).reshape(2, 3, 2, 3)
    np.testing.assert_allclose(np.einsum("ibjc,jc->ij", found, MIX), A)
    np.testing.assert_allclose(found[1, :, 0, 2], A[1, 0] * MIX[1])


def test_radius_of_a_product_is_the_product_of_the_radii() -> None:
    """All spreads alike and a common mix: M is A times R / (mix . R), block by block."""
    spread = np.array([[0.3, 0.1, 0.0], [0.1, 0.2, 0.1], [0.0, 0.1, 0.4]])
    single = np.repeat(spread[:, None, None, :] / 3.0, 5, axis=1).repeat(3, axis=2)
    alike = process(np.random.default_rng(1), single=single, both=np.zeros((3, 5, 2, 3)))
    mix = np.tile([0.5, 0.3, 0.2], (2, 1))
    whole = np.kron(A, reactions(alike)[0] / (mix[0] @ reactions(alike)[0].sum(axis=0)))
    np.testing.assert_allclose(reactions(alike)[0], reactions(alike)[1])
    np.testing.assert_allclose(next_generation(A, mix, alike), whole)
    by_hand = 0.15 + np.sqrt(0.05**2 + 0.15)
    expected = by_hand * spectral_radius(reactions(alike)[0]) / (mix[0] @ reactions(alike)[0].sum(axis=0))
    assert spectral_radius(whole) == pytest.approx(expected)


def test_radius_by_hand() -> None:
    ring = np.zeros((6, 6))
    ring[[1, 2, 0], [0, 1, 2]] = (0.5, 2.0, 0.27)
    assert spectral_radius(ring) == pytest.approx(0.27 ** (1 / 3))
    np.testing.assert_allclose(
        spectral_radius(np.stack([ring, np.diag(np.arange(6.0))])), [0.27 ** (1 / 3), 5.0]
    )


def test_lethal_part_are_the_last_blocks_of_both() -> None:
    whole = np.arange(72.0).reshape(2, 6, 6)
    np.testing.assert_array_equal(lethal(whole)[0], [[14.0, 17.0], [32.0, 35.0]])
    assert lethal(whole).shape == (2, 2, 2)


def test_direction_a_doer_is_a_column() -> None:
    """Only the second answers the first: the first's columns reach into the second's rows alone."""
    found = next_generation(np.array([[0.0, 0.0], [0.7, 0.0]]), MIX, PROCESS).reshape(2, 3, 2, 3)
    assert (found[1, :, 0] > 0.0).all()
    assert found[0].sum() == found[:, :, 1].sum() == 0.0


def test_a_swap_of_the_sides_swaps_the_matrix() -> None:
    plain = next_generation(A, MIX, PROCESS)
    mirror = next_generation(A[::-1, ::-1], MIX[::-1], PROCESS)
    np.testing.assert_allclose(mirror, plain[SWAP][:, SWAP])
    assert spectral_radius(mirror) == pytest.approx(spectral_radius(plain))


def test_days_of_both_count_half_to_each() -> None:
    """Where all days are days of both, an act sets off half of what such a day sets off."""
    common = np.concatenate([np.full(6, 1e-15), np.full(3, 1 / 3)])
    single = np.zeros((3, 5, 3, 3))
    single[0, 1, 2, 0] = 0.4
    both = np.zeros((3, 5, 2, 3))
    both[2, 0, 1, 0] = 0.2
    same, other = reactions(process(np.random.default_rng(0), common=common, single=single, both=both))
    np.testing.assert_allclose(same, other)
    np.testing.assert_allclose(same[:, 0], [0.2, 0.0, 0.1], atol=1e-9)
    assert same[:, 1:].sum() == pytest.approx(0.0, abs=1e-9)


def test_long_memories_are_no_reaction() -> None:
    slow = PROCESS.single.copy()
    slow[:, MEMORIES > 30.0] *= 7.0
    for plain, more in zip(reactions(PROCESS), reactions(replace(PROCESS, single=slow)), strict=True):
        np.testing.assert_array_equal(plain, more)


@pytest.mark.parametrize("acts", [EXCITED, [act(date(2005, 5, 5), rung=7)], []])
def test_mixes_are_shares_drawn_to_those_of_all(acts: list[Event]) -> None:
    found = mixes(event_days(past(acts)), PROCESS)
    np.testing.assert_allclose(found.sum(axis=1), 1.0)
    common = PROCESS.common.reshape(3, 3)[[0, 2]].sum(axis=0)
    counts = np.tile(MIX_PRIOR * common / common.sum(), (2, 1))
    for code, place in (("KOR", 0), ("PRK", 1)):
        rungs = [event.rung for event in acts if event.source == code]
        counts[place] += [0, sum(r == 6 for r in rungs), sum(r == 7 for r in rungs)]
    np.testing.assert_allclose(found, counts / counts.sum(axis=1, keepdims=True))


def test_mixes_count_a_day_once_at_its_highest_and_no_uncovered_day() -> None:
    day = date(2005, 5, 5)
    salvo = [act(day, rung=4, kind="missile_launch"), act(day, rung=7, kind="killing")]
    windows = (covered(until=day - timedelta(days=1)), covered())
    out, inside = (mixes(event_days(past(salvo, window)), PROCESS)[1] for window in windows)
    assert inside[2] == pytest.approx((3.0 * out[2] + 1.0) / 4.0)
    np.testing.assert_allclose(mixes(event_days(past(swapped(salvo))), PROCESS)[0], inside)
