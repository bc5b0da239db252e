"""Our likelihood against that of other packages, where `make bench-runaway` has installed them."""

from pathlib import Path

import numpy as np
import pytest

from detente.numerics.hawkes.estimator import Hawkes
from detente.numerics.hawkes.events import EventLog, event_log
from detente.numerics.hawkes.exponential import Layout, Parameters, log_likelihood
from detente.numerics.hawkes.process import Process
from detente.numerics.hawkes.simulate import simulate
from scripts.peers.call import PINS, Peer, python_of
from scripts.peers.truth import save

ANSWERED = np.array([[0.30, 0.55, 0.00], [0.05, 0.20, 0.40], [0.25, 0.00, 0.10]])
PROCESS = Process(np.array([0.5, 0.2, 0.9]), ANSWERED[None], np.array([1.7]))


def some_log() -> EventLog:
    """Events that owe nothing to any simulator; kind 1 is rare, the window opens and closes in silence."""
    rng = np.random.default_rng(4)
    times = np.sort(rng.uniform(3.0, 97.0, 400))
    return event_log(times, rng.choice(3, 400, p=[0.5, 0.1, 0.4]), start=0.0, end=100.0)


def ours(process: Process) -> float:
    parameters = Parameters(process.baseline[:, None], process.branching[0], process.decays)
    return log_likelihood(some_log(), Layout.shared(3), parameters)[0]


def started(name: str) -> Peer:
    if python_of(name) is None:
        pytest.skip(f"{name} is not installed; `make bench-runaway` does it")
    return Peer(name)


@pytest.fixture(params=sorted(PINS))
def peer(request: pytest.FixtureRequest) -> Peer:
    return started(str(request.param))


def test_the_log_likelihood_is_that_of_the_peer(peer: Peer, tmp_path: Path) -> None:
    path = tmp_path / "events.npz"
    save(path, some_log(), PROCESS)
    with peer:
        theirs = peer.ask("likelihood", data=str(path))["value"]
    assert ours(PROCESS) == pytest.approx(theirs, rel=1e-9, abs=0)


def test_agreement_would_notice_the_other_convention() -> None:
    turned = Process(PROCESS.baseline, PROCESS.branching.transpose(0, 2, 1).copy(), PROCESS.decays)
    assert ours(PROCESS) != pytest.approx(ours(turned), rel=1e-3, abs=0)


def test_the_maximum_is_that_of_hawkes_rs(tmp_path: Path) -> None:
    path, log = tmp_path / "events.npz", simulate(PROCESS, end=400.0, seed=2)
    save(path, log, PROCESS)
    with started("hawkes-rs") as peer:
        theirs = peer.ask("fit", data=str(path))
    found = Hawkes().fit(log)
    assert theirs["converged"]
    assert found.loglik_ == pytest.approx(theirs["value"], abs=0.01)
    assert found.branching_ == pytest.approx(np.array(theirs["branching"]), abs=0.01)
    assert found.decay_[0] == pytest.approx(theirs["decays"][0], rel=0.02)
