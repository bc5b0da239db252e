"""How a baseline may drift: knots as close as the evidence asks for, and changes of level where needed.

A drift that a baseline cannot follow is read as excitation, so that knots two years apart compete with closer
ones. Then Rao's score statistic says where a common change of level would help most without excitation; steps
are added one by one while the evidence grows, excitation is allowed, and as many of them stay as its evidence
asks for: bursts look like steps to a baseline alone, and a step looks like bursts to a constant one.
"""

from collections.abc import Sequence

import numpy as np

from detente.numerics.hawkes.baseline import EDGE, Basis, drifting, step_scores
from detente.numerics.hawkes.days_fit import DayFit, Problem, fit_excited, fit_plain, problem_of
from detente.numerics.hawkes.days_profile import Line, log_evidence
from detente.numerics.hawkes.events import DayLog, Floats
from detente.numerics.hawkes.hurdle_search import MAX_STEPS, STEP_GAIN

CLOSER = (1.0, 0.5)
"""Years between knots, beside the two of `baseline.drifting`."""
WALK = 1.0
"""Standard deviation of the log level's walk from one of the closer knots to the next."""
FAR = 6.0
"""Log-evidence below the best at which a baseline is no longer looked at."""


def drifting_lines(log: DayLog, *, most: int = MAX_STEPS, shrink: float = 0.0) -> tuple[Line, ...]:
    """Fits with excitation on drifting baselines of several knots and steps: those near the best evidence."""
    wide = problem_of(log, drifting(log.n), shrink=shrink)
    close = [problem_of(log, drifting(log.n, years=years, walk_sd=WALK), shrink=shrink) for years in CLOSER]
    best = max((fit_excited(one) for one in close), key=log_evidence)
    found = [line for one in (wide, best.problem) for line in stepped_lines(one, log, most)]
    return _near_best(found)


def stepped_lines(problem: Problem, log: DayLog, most: int) -> list[Line]:
    """Fits with excitation with no, one, ... up to `most` changes of level."""
    tried = _candidates(problem, log, most) if most else [problem]
    return [Line(fit_excited(one), STEP_GAIN * steps) for steps, one in enumerate(tried)]


def _near_best(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines in order of evidence, without those that nothing could bring back."""
    net = np.array([line.net for line in lines])
    order = np.argsort(-net, kind="stable")
    return tuple(lines[k] for k in order if net[k] > net.max() - FAR)


def lines_of(log: DayLog, basis: Basis, *, most: int = 0, shrink: float = 0.0) -> tuple[Line, ...]:
    """Fits with excitation on a basis with up to `most` changes of level: those near the best evidence."""
    return _near_best(stepped_lines(problem_of(log, basis, shrink=shrink), log, most))


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
    """The scores of one kind with Poisson counts of these means."""
    information = (basis.rows * mean[:, None]).T @ basis.rows + basis.precision
    return step_scores(basis, pull, mean, information)
