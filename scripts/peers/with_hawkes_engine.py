"""hawkes-engine: free decays, one for each source kind; `alpha` is the jump of the intensity."""

from typing import Any

import hawkes_engine
import numpy as np
from hawkes_engine import _core
from serve import Run, load, serve


def likelihood(data: str) -> Run:
    """Log-likelihood with gradient in all parameters, at the truth."""
    events = load(data)
    types = events.types.astype(np.uint8)
    jumps = np.ascontiguousarray((events.branching * events.decay).ravel())
    decays = np.full(events.kinds, events.decay)

    def run() -> dict[str, Any]:
        found = _core.loglik(
            events.times, types, events.baseline, jumps, decays, events.end, events.kinds,
            shared_decay=True, grad=True,
        )  # fmt: skip
        return {"value": found["value"]}

    return run


def fit(data: str) -> Run:
    """The maximum, without standard errors."""
    events = load(data)
    types = events.types.astype(np.uint8)

    def run() -> dict[str, Any]:
        found = hawkes_engine.fit(
            events.times, types, M=events.kinds, T=events.end, shared_decay=True, se_method=None, seed=1
        )
        decays = np.broadcast_to(np.asarray(found.beta).reshape(-1), events.kinds)
        return {
            "value": float(found.loglik),
            "baseline": np.asarray(found.mu).tolist(),
            "branching": (np.asarray(found.alpha) / decays).tolist(),
            "decays": decays.tolist(),
        }

    return run


if __name__ == "__main__":
    serve({"likelihood": likelihood, "fit": fit})
