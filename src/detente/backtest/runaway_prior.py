"""Does what other pairs say help? The prior learnt from half of the pairs, scored on the other half."""

from collections.abc import Callable, Sequence

import numpy as np

from detente.backtest.compare import clustered
from detente.backtest.runaway_data import Series, stream_before
from detente.numerics.hawkes.hurdle_pool import pooled_prior
from detente.numerics.hawkes.hurdle_search import search
from detente.numerics.hawkes.stream import OPEN, Prior, Stream
from detente.world.answers import Comparison

UNTIL = 2010


def prior_line(series: Sequence[Series], progress: Callable[[str], None]) -> Comparison:
    """Minus the log-evidence of a pair's event days under the pooled prior and under the open one."""
    streams = [found for one in series if (found := stream_before(one, UNTIL)) is not None]
    halves = streams[::2], streams[1::2]
    priors = [pooled_prior(half, progress=progress) for half in reversed(halves)]
    ours, plain = [], []
    for half, prior in zip(halves, priors, strict=True):
        ours += [-evidence(stream, prior) for stream in half]
        plain += [-evidence(stream, OPEN) for stream in half]
    gap = np.array(ours) - np.array(plain)
    bounds = clustered(gap, [str(k) for k in range(gap.size)])
    test = (
        f"MIE 1.0, {gap.size} pairs with ten or more event days in the last 15 years of their acts before "
        f"{UNTIL}; prior from the other half of the pairs; pairs resampled"
    )
    score = "minus log-evidence of a pair's event days, nats"
    return Comparison("prior from other pairs", "open prior", score, gap.size, float(np.mean(ours)),
                      float(np.mean(plain)), bounds, bounds.high < 0.0, test)  # fmt: skip


def evidence(stream: Stream, prior: Prior) -> float:
    """Log-evidence over excitation and none, at the prior's chance of either."""
    found = search(stream, prior)
    terms = (
        found.excited.log_evidence + np.log(prior.excited),
        found.plain.log_evidence + np.log1p(-prior.excited),
    )
    return float(np.logaddexp(*terms))
