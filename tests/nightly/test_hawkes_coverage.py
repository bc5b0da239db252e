"""Slow checks of the day Hawkes process: coverage of the 90 % interval, and streams without excitation."""

import numpy as np
import pytest

from detente.numerics.hawkes.events import Floats
from detente.numerics.hawkes.hurdle import Params, simulate, spectral_radius
from detente.numerics.hawkes.hurdle_search import Ratio, draw, ratio, search
from detente.numerics.hawkes.stream import Stream

pytestmark = pytest.mark.nightly

N, STREAMS = 5479, 300
TIME = np.arange(N)
NONE = np.zeros((2, 2))
SHAPES = {
    "constant": np.ones(N),
    "yearly cycle of 90 %": 1.0 + 0.9 * np.sin(2 * np.pi * TIME / 365.25),
    "linear x4": 0.4 + 1.2 * TIME / N,
    "step x5": np.where(TIME < N / 2, 1 / 3, 5 / 3),
}


def ratios(shape: str, level: float, branching: Floats, decay: float) -> list[Ratio]:
    found = []
    for seed in range(STREAMS):
        base = np.stack([level * SHAPES[shape], 0.7 * level * SHAPES[shape]])
        days = Stream(simulate(Params(base, branching, decay), np.random.default_rng([seed, 11])), N)
        one = search(days)
        found.append(ratio(one, draw(one.excited, days)))
    return found


@pytest.mark.parametrize("decay", [1.0, 0.2, 0.05])
@pytest.mark.parametrize("branching", [[[0.3, 0.15], [0.5, 0.3]], [[0.15, 0.1], [0.2, 0.15]]])
def test_interval_covers(branching: list[list[float]], decay: float) -> None:
    true = float(spectral_radius(np.array(branching)))
    found = ratios("constant", 0.012, np.array(branching), decay)
    held = np.mean([one.low <= true <= one.high for one in found])
    assert 0.84 <= held <= 1.0, f"a 90 % interval held {true:.2f} in {held:.3f} of {STREAMS} streams"


@pytest.mark.parametrize("level", [0.006, 0.02, 0.1])
@pytest.mark.parametrize("shape", SHAPES)
def test_drift_is_not_excitation(shape: str, level: float) -> None:
    found = ratios(shape, level, NONE, 0.2)
    fooled = np.mean([one.low > 0.0 for one in found])
    assert fooled <= 0.08, f"{shape}: excitation claimed in {fooled:.3f} of {STREAMS} streams"
    assert np.mean([one.high >= 1.0 for one in found]) <= 0.02
    assert np.median([one.value for one in found]) <= 0.05
