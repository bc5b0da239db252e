"""The ranker's models from the cases that teachers have met."""

from collections.abc import Iterable, Mapping, Sequence

from detente.numerics.linear import Linear, fit_linear
from detente.record.ranker import NO_ACT, YES, Models
from detente.record.teacher import NO, Samples

RIDGE = {"types": 2.0, "kinds": 2.0, "source": 12.0, "target": 12.0, "status": 4.0, "links": 6.0}
"""How strongly the weights of each model are held at 0; chosen on the train fold of the corpus."""

KNOWN = {"types": (NO_ACT,), "source": (NO, YES), "target": (NO, YES), "links": (NO, YES)}
"""Labels that a model has even if no case has them, as in a small corpus in which nothing is answered."""

_SMALLEST = 0.02


def fit_models(met: Iterable[Mapping[str, Samples]]) -> Models:
    """The models fitted on the cases of many dispatches."""
    cases = {name: Samples() for name in RIDGE}
    for each in met:
        for name, samples in each.items():
            cases[name].extend(samples)
    return Models(**{name: _fitted(cases[name], ridge, KNOWN.get(name, ())) for name, ridge in RIDGE.items()})


def fit_right(cases: Samples) -> Linear:
    """The model of trust, fitted on what rankers read in dispatches that they were not fitted on."""
    return fit_linear(cases.features, cases.labels, ridge=1.0, known=(NO, YES))


def _fitted(cases: Samples, ridge: float, known: Sequence[str]) -> Linear:
    model = fit_linear(cases.features, cases.labels, tied=cases.tied, ridge=ridge, known=known)
    return model.pruned(_SMALLEST)
