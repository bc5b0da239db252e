"""A fit as xarray and ArviZ know it, with named dimensions; either is imported only when it is asked for."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import numpy as np

from detente.numerics.hawkes.estimator import Hawkes
from detente.numerics.hawkes.events import Floats, HawkesError
from detente.numerics.hawkes.exponential_fit import Problem
from detente.numerics.hawkes.exponential_ratio import branching, gains, ratio
from detente.numerics.hawkes.intervals import sampled

_DIMS = {
    "baseline": ("target", "piece"),
    "branching": ("target", "source"),
    "by_decay": ("component", "target", "source"),
    "decay": ("component",),
    "slope": (),
    "spectral_radius": (),
}


def to_xarray(fitted: Hawkes, *, names: Sequence[str] | None = None) -> Any:
    """The estimates as a Dataset: `branching` (target, source), source excites target, and the others.

    `names` label the kinds. HawkesError: "missing-library" without xarray, "unfitted".
    """
    problem, found = fitted.fitted()
    values = _estimates(problem, found.x)
    variables = {name: (dims, values[name]) for name, dims in _DIMS.items()}
    return _library("xarray").Dataset(
        variables, coords=_coords(problem.log.kinds, names), attrs={"loglik": fitted.loglik_}
    )


def to_inference_data(
    fitted: Hawkes, draws: int = 1000, *, chains: int = 4, seed: int = 0, names: Sequence[str] | None = None
) -> Any:
    """Draws of the parameters as ArviZ's InferenceData (from ArviZ 1 on a DataTree), group `posterior`.

    Not a Markov chain: independent draws, (chain, draw, ...), from the normal law of the estimate with the
    inverse observed information as covariance, in logs where a parameter is positive; parts at a bound stay
    there. HawkesError: "missing-library" without arviz or xarray, "flat", "unfitted".
    """
    arviz, xarray = _library("arviz"), _library("xarray")
    problem, found = fitted.fitted()
    drawn = sampled(problem, found, fitted.covariance_, chains * draws, seed)
    each = [_estimates(problem, x) for x in drawn]
    variables = {}
    for name, dims in _DIMS.items():
        stacked = np.stack([values[name] for values in each])
        variables[name] = (("chain", "draw", *dims), stacked.reshape(chains, draws, *stacked.shape[1:]))
    coords = {**_coords(problem.log.kinds, names), "chain": np.arange(chains), "draw": np.arange(draws)}
    posterior = xarray.Dataset(variables, coords=coords, attrs={"law": "normal, about the estimate, in logs"})
    if hasattr(arviz, "InferenceData"):
        return arviz.InferenceData(posterior=posterior)
    return xarray.DataTree.from_dict({"posterior": posterior})


def _estimates(problem: Problem, x: Floats) -> dict[str, Floats]:
    """The numbers that one x stands for, by name."""
    parameters = problem.coding.parameters(x)
    return {
        "baseline": parameters.baseline,
        "branching": branching(problem, x),
        "by_decay": problem.coding.layout.branching(parameters.entries)
        * gains(problem.log, parameters.slope),
        "decay": parameters.decays,
        "slope": np.array(parameters.slope),
        "spectral_radius": np.array(ratio(problem, None, x)),
    }


def _coords(kinds: int, names: Sequence[str] | None) -> dict[str, Any]:
    labels = list(range(kinds)) if names is None else list(names)
    if len(labels) != kinds:
        raise HawkesError("shape", f"{len(labels)} names for {kinds} kinds")
    return {"target": labels, "source": labels}


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as missing:
        raise HawkesError("missing-library", f"this needs {name}: pip install {name}") from missing
