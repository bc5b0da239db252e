"""tick: a table of states for a fixed decay, and the only simulator here that starts from a history.

Its attributes are declared by a module that needs numpydoc; without it no model can be set up.
"""

from typing import Any

import numpy as np
from serve import Events, Run, growth, load, serve
from tick.hawkes import ModelHawkesExpKernLogLik, SimuHawkesExpKernels


def _evaluation(events: Events) -> Run:
    by_kind = events.by_kind()
    coefficients = np.concatenate([events.baseline, events.branching.ravel()])

    def run() -> dict[str, Any]:
        model = ModelHawkesExpKernLogLik(events.decay, n_threads=1)
        model.fit(by_kind, end_times=events.end)
        loss, _ = model.loss_and_grad(coefficients)
        return {"value": -float(loss) * events.times.size - events.kinds * events.end}

    return run


def likelihood(data: str) -> Run:
    """Log-likelihood with gradient at a fixed decay, its table made anew, at the truth.

    tick minimises, a mean over events, minus the log of the ratio to the likelihood of rate 1 for every kind.
    """
    return _evaluation(load(data))


def memory(data: str) -> Run:
    """What an evaluation holds beyond the events."""
    return growth(data, _evaluation)


def forward(data: str, memory: float, horizon: float, paths: int) -> Run:
    """Paths after the end of a history, of which the last `memory` days are kept: the rest has faded."""
    events = load(data)
    start = events.end - memory
    by_kind = [times[times > start] - start for times in events.by_kind()]
    known = sum(map(len, by_kind))

    def path(seed: int) -> int:
        process = SimuHawkesExpKernels(
            events.branching, events.decay, baseline=events.baseline, verbose=False, seed=seed
        )
        process.set_timestamps(by_kind, memory)
        process.end_time = memory + horizon
        process.simulate()
        return int(process.n_total_jumps) - known

    def run() -> dict[str, Any]:
        counts = [path(seed) for seed in range(1, paths + 1)]
        return {"mean": float(np.mean(counts)), "se": float(np.std(counts) / np.sqrt(paths))}

    return run


if __name__ == "__main__":
    serve({"likelihood": likelihood, "memory": memory, "forward": forward})
