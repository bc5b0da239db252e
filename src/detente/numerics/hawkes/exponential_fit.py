"""Maximum likelihood for exponential kernels: L-BFGS-B from several first guesses of the decays.

Source: Byrd, Lu, Nocedal & Zhu, SIAM Journal on Scientific Computing 16 (1995) 1190 (SciPy's code).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from detente.numerics.hawkes.events import EventLog, Floats
from detente.numerics.hawkes.exponential import Likelihood
from detente.numerics.hawkes.exponential_coding import Coding, memory_bounds, starts

SMALL = 5000
"""Up to so many events every guess is followed to its end; of more, only the one ahead after a trial."""
_TRIAL = 12
"""Steps of a trial, on the first SMALL events if the baseline is one piece, else on all."""
_WORST = 1e300


@dataclass(frozen=True, slots=True)
class Problem:
    """One log with all that a search needs; x is standardised as z = x / scale."""

    log: EventLog
    coding: Coding
    likelihood: Likelihood
    scale: Floats
    bounds: tuple[Floats, Floats]
    starts: list[Floats]

    @classmethod
    def of(
        cls, log: EventLog, coding: Coding, likelihood: Likelihood, memory: tuple[float, float] | None
    ) -> "Problem":
        """The problem of one log. HawkesError: "memory"."""
        span = memory_bounds(log, memory)
        tried = starts(log, span, coding.layout.decays)
        return cls(log, coding, likelihood, coding.scale(log), coding.bounds(log, span), tried)

    def beginning(self, number: int) -> "Problem":
        """The same problem for the first events only; the baseline must be one piece."""
        log = self.log
        first = replace(
            log,
            times=log.times[:number],
            types=log.types[:number],
            marks=log.marks[:number],
            end=float(log.times[number - 1]),
        )
        likelihood = Likelihood(first, self.coding.layout)
        return replace(self, log=first, likelihood=likelihood, scale=self.coding.scale(first))

    def objective(self, x: Floats) -> tuple[float, Floats]:
        """Log-likelihood plus log prior of the baseline's coefficients, and its gradient in x."""
        value, gradient = self.likelihood.evaluate(self.coding.parameters(x))
        prior, pull = self.coding.penalty(x)
        return value + prior, self.coding.chain(x, gradient) + pull


@dataclass(frozen=True, slots=True)
class Found:
    """Where a search ended: x, the objective there, whether it converged, and how often it looked."""

    x: Floats
    value: float
    converged: bool
    evaluations: int


def maximise(problem: Problem) -> Found:
    """The best end of searches from several first guesses of the decays."""
    guesses = [problem.coding.guess(problem.log, decays) for decays in problem.starts]
    if problem.log.times.size <= SMALL:
        return _best([climb(problem, guess) for guess in guesses])
    part = problem.beginning(SMALL) if problem.coding.pieces == 1 else problem
    trials = [climb(part, guess, steps=_TRIAL) for guess in guesses]
    ahead = max((trial.x for trial in trials), key=lambda x: problem.objective(x)[0])
    last = climb(problem, ahead)
    return replace(last, evaluations=last.evaluations + sum(trial.evaluations for trial in trials))


def climb(
    problem: Problem, guess: Floats, *, steps: int = 1000, fixed: dict[int, float] | None = None
) -> Found:
    """One search uphill from a guess, some parts of x held fixed."""
    from scipy.optimize import minimize

    low, high = (bound.copy() for bound in problem.bounds)
    for at, value in (fixed or {}).items():
        low[at] = high[at] = value
    done = minimize(
        _downhill(problem),
        np.clip(guess, low, high) / problem.scale,
        jac=True,
        method="L-BFGS-B",
        bounds=np.column_stack([low, high]) / problem.scale[:, None],
        options={"maxiter": steps, "maxfun": 20 * steps, "maxcor": 20, "ftol": 1e-13, "gtol": 1e-4},
    )
    x = np.clip(done.x * problem.scale, low, high)
    return Found(x, -float(done.fun), done.status == 0, int(done.nfev))


def _downhill(problem: Problem) -> Callable[[Floats], tuple[float, Floats]]:
    def value(z: Floats) -> tuple[float, Floats]:
        if not np.isfinite(z).all():
            return _WORST, np.zeros(z.size)
        found, gradient = problem.objective(z * problem.scale)
        if not np.isfinite(found):
            return _WORST, np.zeros(z.size)
        return -found, -gradient * problem.scale

    return value


def _best(ends: list[Found]) -> Found:
    return max(ends, key=lambda end: end.value)
