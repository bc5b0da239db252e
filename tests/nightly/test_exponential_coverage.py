"""Do intervals of the branching ratio hold the truth as often as they say? 500 fits, from 150 events on."""

import numpy as np
import pytest

from detente.numerics.hawkes.estimator import Hawkes
from detente.numerics.hawkes.events import EventLog
from detente.numerics.hawkes.process import Process
from detente.numerics.hawkes.simulate import simulate

RUNS = 500
CASES = {"150 events, .6": (0.2, 0.6, 300.0), "750 events, .6": (0.2, 0.6, 1500.0)}


def logs(mu: float, ratio: float, end: float) -> list[EventLog]:
    truth = Process(np.array([mu]), np.array([[[ratio]]]), np.array([1.2]))
    return [simulate(truth, end=end, seed=seed) for seed in range(RUNS)]


@pytest.mark.nightly
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_intervals_hold_the_truth_as_often_as_they_say(case: tuple[float, float, float]) -> None:
    ratio = case[1]
    fits = [Hawkes(memory=(0.05, 50.0)).fit(log) for log in logs(*case)]
    wald = [fit.interval() for fit in fits]
    profile = [fit.interval(method="profile") for fit in fits]
    for found in (wald, profile):
        assert 0.93 <= np.mean([low < ratio < high for low, high in found]) <= 0.97
