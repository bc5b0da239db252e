"""The hidden semi-Markov chain: filter against enumeration, EM on simulated data, lengths."""

from dataclasses import replace
from itertools import pairwise, product

import numpy as np
import pytest

from detente.numerics.phases import Chain, ahead, filtered, fit, lengths, phases, quantile, remaining

CALM, BUSY = (0.9, 0.08, 0.02), (0.2, 0.4, 0.4)


def chain(stages: int = 1) -> Chain:
    emit = np.array([[CALM, CALM], [BUSY, CALM], [CALM, BUSY]])
    move = np.array([[0.0, 0.7, 0.3], [0.5, 0.0, 0.5], [0.6, 0.4, 0.0]])
    return Chain(np.array([0.9, 0.8, 0.7]), move, emit, stages)


def drawn(true: Chain, bins: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    state, states, seen = 0, [], []
    for _ in range(bins):
        state = int(rng.choice(true.size * true.stages, p=true.transition[state]))
        phase = state // true.stages
        states.append(phase)
        seen.append([int(rng.choice(3, p=row)) for row in true.emit[phase]])
    return np.array(seen), np.array(states)


@pytest.mark.parametrize("stages", [1, 2])
def test_the_expanded_chain_is_a_chain(stages: int) -> None:
    one = chain(stages)
    assert one.transition.sum(axis=1) == pytest.approx(np.ones(3 * stages))
    assert one.long_run @ one.transition == pytest.approx(one.long_run)


@pytest.mark.parametrize("stages", [1, 2])
def test_the_filter_agrees_with_all_paths(stages: int) -> None:
    one = chain(stages)
    seen = np.array([[0, 0], [2, 0], [-1, -1], [1, 1]])
    joint = np.zeros(3 * stages)
    for path in product(range(3 * stages), repeat=len(seen)):
        p = one.long_run[path[0]]
        for before, after in pairwise(path):
            p *= one.transition[before, after]
        for state, row in zip(path, seen, strict=True):
            p *= np.prod([one.emit[state // stages, c, x] for c, x in enumerate(row) if x >= 0])
        joint[path[-1]] += p
    states, scores = filtered(one, seen)
    assert states[-1] == pytest.approx(joint / joint.sum())
    assert scores.sum() == pytest.approx(np.log(joint.sum()))


def test_what_comes_later_changes_nothing_before() -> None:
    seen, _ = drawn(chain(), 60, 1)
    later = seen.copy()
    later[40:] = 2
    assert filtered(chain(), seen)[0][:40].tolist() == filtered(chain(), later)[0][:40].tolist()


def test_an_unseen_bin_tells_nothing() -> None:
    one = chain()
    states, scores = filtered(one, np.array([[1, 0], [-1, -1]]))
    assert states[1] == pytest.approx(states[0] @ one.transition)
    assert scores[1] == pytest.approx(0.0)


def test_em_finds_the_phases_again() -> None:
    seen = np.stack([drawn(chain(), 900, seed)[0] for seed in (1, 2, 3)])
    blurred = replace(chain(), stay=np.full(3, 0.6), emit=0.6 * chain().emit + 0.4 / 3)
    found = fit(seen, blurred, weight=1.0)
    assert found.emit == pytest.approx(chain().emit, abs=0.12)
    assert found.stay == pytest.approx(chain().stay, abs=0.12)
    test, states = drawn(chain(), 600, 9)
    assert (phases(found, filtered(found, test)[0]).argmax(axis=1) == states).mean() > 0.7


def test_em_never_leaves_a_worse_chain() -> None:
    seen = drawn(chain(), 300, 4)[0][None]
    start = replace(chain(), stay=np.full(3, 0.5))
    scores = [filtered(fit(seen, start, weight=0.01, rounds=n), seen[0])[1].sum() for n in (0, 1, 3, 9)]
    assert scores == sorted(scores)


def test_a_heavy_prior_keeps_its_phases() -> None:
    seen = drawn(chain(), 300, 5)[0][None]
    assert fit(seen, chain(), weight=1e6).emit == pytest.approx(chain().emit, abs=1e-3)


def test_lengths_are_geometric_with_one_stage() -> None:
    p = lengths(chain(), 1)
    assert p[:3] == pytest.approx([0.2, 0.16, 0.128])
    assert p.sum() == pytest.approx(1.0)
    assert quantile(p, 0.2) == 1
    assert quantile(p, 0.5) == 4


def test_two_stages_last_two_bins_at_least() -> None:
    p = lengths(chain(2), 1)
    assert p[0] == 0.0
    assert p[1] == pytest.approx(0.04)


def test_a_phase_in_its_last_stage_ends_sooner() -> None:
    fresh, late = np.zeros(6), np.zeros(6)
    fresh[2] = late[3] = 1.0
    ends = [float(remaining(chain(2), 1, state)[:3].sum()) for state in (fresh, late)]
    assert ends[0] < ends[1]


def test_the_next_bin_is_a_mean_over_phases() -> None:
    told = ahead(chain(), np.array([1.0, 0.0, 0.0]))
    assert told.sum(axis=1) == pytest.approx([1.0, 1.0])
    assert told[0] == pytest.approx(np.array(CALM) * 0.93 + np.array(BUSY) * 0.07)
