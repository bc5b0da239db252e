"""The check against false alarm: how often drift alone, as fitted, would be read as excitation."""

from dataclasses import replace

import numpy as np

from detente.numerics.hawkes.hurdle import Params, simulate
from detente.numerics.hawkes.hurdle_fit import fit
from detente.numerics.hawkes.hurdle_search import FEW, NONE, Search
from detente.numerics.hawkes.stream import Prior, Stream

STREAMS = 20
SURE = 3.0
"""Log-evidence from which a stream counts as read as excited: odds of twenty to one."""


def mistaken(found: Search, stream: Stream, prior: Prior, *, seed: int, streams: int = STREAMS) -> float:
    """The share of streams simulated from the fitted baseline without excitation that are read as excited.

    Each is fitted with the baseline's form already known, on a few memories, so that this can be asked of
    every answer; the slow form of the check stands in the nightly tests.
    """
    params = found.plain.params()
    basis = found.plain.sides[0].basis
    wrong = 0
    for k in range(streams):
        days = simulate(Params(params.baseline, params.branching, 1.0), np.random.default_rng([seed, k]))
        one = replace(stream, days=(stream.seen(days[0]), stream.seen(days[1])))
        plain = fit(one, basis, NONE).log_evidence
        wrong += fit(one, basis, FEW, prior=prior).log_evidence > plain + SURE
    return wrong / streams
