"""Changes of level in a day process, found by evidence: a step enters only if the answer with excitation
needs it.

Without excitation, Rao's score statistic says where a common change of level would help most; steps are
added one by one while the evidence grows. Then excitation is allowed, and as many of these steps stay as its
evidence asks for: bursts look like steps to a baseline alone, and a step looks like bursts to a constant one.
"""

from collections.abc import Sequence

import numpy as np

from detente.numerics.hawkes.baseline import EDGE, Basis
from detente.numerics.hawkes.days_fit import DayFit, Problem, fit_excited, fit_plain, problem_of
from detente.numerics.hawkes.days_profile import log_evidence
from detente.numerics.hawkes.events import DayLog, Floats
from detente.numerics.hawkes.hurdle_search import MAX_STEPS, STEP_GAIN


def fit_stepped(log: DayLog, basis: Basis, *, most: int = MAX_STEPS, shrink: float = 0.0) -> DayFit:
    """The fit with excitation on `basis` and up to `most` changes of level, as the evidence chooses."""
    tried = [fit_excited(one) for one in _candidates(problem_of(log, basis, shrink=shrink), log, most)]
    net = [log_evidence(fit) - STEP_GAIN * steps for steps, fit in enumerate(tried)]
    return tried[int(np.argmax(net))]


def _candidates(problem: Problem, log: DayLog, most: int) -> Sequence[Problem]:
    """The problem with no, one, ... changes of level, as long as each gains enough without excitation."""
    found, last = [problem], fit_plain(problem)
    while len(found) <= most:
        span = best_step(last)
        if span is None:
            break
        basis = last.problem.basis.with_step(span)
        rival = fit_plain(problem_of(log, basis, shrink=problem.shrink))
        if log_evidence(rival) < log_evidence(last) + STEP_GAIN:
            break
        found.append(rival.problem)
        last = rival
    return found


def best_step(plain: DayFit, edge: int = EDGE) -> int | None:
    """The span from which a change of level scores highest on a fit without excitation; None if too short."""
    layout, basis = plain.problem.layout, plain.problem.basis
    spans = basis.days.size
    if spans <= 2 * edge + 1:
        return None
    counts = np.zeros((spans, layout.kinds))
    np.add.at(counts, layout.span, layout.counts)
    mean = plain.process().baseline * layout.exposure
    gain = sum(_score(basis, counts[:, i] - mean[i], mean[i]) for i in range(layout.kinds))
    return int(edge + np.argmax(np.asarray(gain)[edge : spans - edge]))


def _score(basis: Basis, pull: Floats, mean: Floats) -> Floats:
    """Rao's score statistic for a change of level from each span on, of one kind."""
    info = (basis.rows * mean[:, None]).T @ basis.rows + basis.precision
    cross = _from_the_end(mean[:, None] * basis.rows)
    left = _from_the_end(mean) - ((cross @ np.linalg.inv(info)) * cross).sum(axis=1)
    score: Floats = _from_the_end(pull) ** 2 / np.maximum(left, 1.0)
    return score


def _from_the_end(values: Floats) -> Floats:
    return np.cumsum(values[::-1], axis=0)[::-1]
