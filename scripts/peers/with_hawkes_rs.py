"""hawkes-rs (imported as `hawkes`): one shared decay, free."""

from typing import Any

import numpy as np
from hawkes import multivariate
from serve import Run, load, serve


def likelihood(data: str) -> Run:
    """Log-likelihood with gradient in all parameters, at the truth."""
    events = load(data)
    parameters = multivariate.Parameters(
        baseline=events.baseline, excitation=events.branching, decay=events.decay
    )
    by_kind = events.by_kind()

    def run() -> dict[str, Any]:
        value, _ = multivariate.negative_log_likelihood_and_gradient(parameters, by_kind, events.end)
        return {"value": -value}

    return run


def fit(data: str) -> Run:
    """The maximum, as far as the package gets."""
    events = load(data)
    by_kind = events.by_kind()

    def run() -> dict[str, Any]:
        found = multivariate.fit(by_kind, events.end)
        return {
            "value": -found.negative_log_likelihood,
            "converged": bool(found.converged),
            "baseline": np.asarray(found.parameters.baseline).tolist(),
            "branching": np.asarray(found.parameters.excitation).tolist(),
            "decays": [float(found.parameters.decay)] * events.kinds,
        }

    return run


if __name__ == "__main__":
    serve({"likelihood": likelihood, "fit": fit})
