"""Hawkes processes with exponential kernels, fitted by maximum likelihood, in the manner of scikit-learn."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Literal, Self

import numpy as np
from numpy.typing import ArrayLike

from detente.numerics.hawkes.events import EventLog, Floats, HawkesError
from detente.numerics.hawkes.exponential import Layout, Likelihood
from detente.numerics.hawkes.exponential_coding import Coding
from detente.numerics.hawkes.exponential_fit import Found, Problem, maximise
from detente.numerics.hawkes.exponential_ratio import branching, gains, ratio
from detente.numerics.hawkes.intervals import covariance, log_wald, profile
from detente.numerics.hawkes.log_linear import LogLinear
from detente.numerics.hawkes.process import Process
from detente.numerics.hawkes.residuals import rescaled

if TYPE_CHECKING:
    from detente.numerics.hawkes.forward import Forward


@dataclass(eq=False)
class Hawkes:
    """A Hawkes process to be fitted; D kinds, C columns of entries, K decays, B pieces of the baseline.

    Model, as in `exponential`: column c are events of kind j that fade at one decay.
    - `decays`: 1 shared by all kinds, more for as many decays of every kind (C = K D), or "block" for one
      decay for each block of source kinds: kind j belongs to `blocks[j]`, or to a block of its own.
    - `marked`: an event with mark m counts exp(slope m), slope fitted.
    - `edges` (B+1,) cut the baseline into pieces and cover every window that is fitted or scored; with `rows`
      (B, p) the log of its level is rows @ coef, with precision `ridge` (number, (p,) or (p, p)) about 0.
    - `memory`: bounds of 1 / decay; by default from a tenth of the median gap to a quarter of the window.

    After `fit`: `baseline_` (D, B), `coef_` (D, p) or None, `entries_` (D, C), `branching_` (D, D): the mean
    number of events of kind i that one event of kind j sets off (at the average effect of its marks),
    `decay_` (K,), rising where they are interchangeable, NaN where all its entries are 0, `half_life_` (K,),
    `slope_`, `loglik_`, `spectral_radius_`, `converged_`, `process_`.
    """

    decays: int | Literal["block"] = 1
    blocks: Sequence[int] | None = None
    marked: bool = False
    edges: ArrayLike | None = None
    rows: ArrayLike | None = None
    ridge: ArrayLike = 0.0
    memory: tuple[float, float] | None = None
    baseline_: Floats = field(init=False, repr=False)
    coef_: Floats | None = field(init=False, repr=False)
    entries_: Floats = field(init=False, repr=False)
    branching_: Floats = field(init=False, repr=False)
    decay_: Floats = field(init=False, repr=False)
    half_life_: Floats = field(init=False, repr=False)
    slope_: float = field(init=False, repr=False)
    loglik_: float = field(init=False, repr=False)
    spectral_radius_: float = field(init=False, repr=False)
    converged_: bool = field(init=False, repr=False)
    process_: Process = field(init=False, repr=False)
    _fitted: "tuple[Problem, Found] | None" = field(default=None, init=False, repr=False)
    _spread: Floats | None = field(default=None, init=False, repr=False)

    def fit(self, log: EventLog) -> Self:
        """Fit to one log, searching from several decays. HawkesError: "empty", "mark", "rows", and others."""
        known = self._readable(log)
        if not known.times.size:
            raise HawkesError("empty", "no events: there is nothing to fit")
        if self.marked and not known.marks.std() > 0:
            raise HawkesError("mark", "all marks are alike, so that their slope is open; use marked=False")
        layout = self._layout(known.kinds)
        likelihood = Likelihood(known, layout, self.edges)
        coding = Coding(layout, likelihood.data.widths.size, self._covariates(likelihood), self.marked)
        problem = Problem.of(known, coding, likelihood, self.memory)
        self._keep(problem, maximise(problem))
        return self

    def score(self, log: EventLog) -> float:
        """Log-likelihood per event of a log, without a past before its window. HawkesError: "empty"."""
        known, (problem, found) = self._readable(log), self.fitted()
        if not known.times.size:
            raise HawkesError("empty", "no events: a score per event has no meaning")
        likelihood = Likelihood(known, problem.coding.layout, self.edges)
        return likelihood(problem.coding.parameters(found.x))[0] / known.times.size

    def residuals(self, log: EventLog | None = None) -> list[Floats]:
        """Each kind's gaps on its own clock, Exp(1) under a true model; by default of the fitted log."""
        problem, found = self.fitted()
        data = problem.likelihood.data
        if log is not None:
            data = Likelihood(self._readable(log), problem.coding.layout, self.edges).data
        return rescaled(data, problem.coding.parameters(found.x))

    def predict(
        self,
        horizon: float,
        n_paths: int = 1000,
        seed: int = 0,
        *,
        log: EventLog | None = None,
        threads: int = 1,
    ) -> "Forward":
        """Paths over `horizon` after the end of a log, by default the fitted one; see `forward_paths`.

        The baseline stays at its last level; events to come have the average effect of their kind's marks.
        """
        from detente.numerics.hawkes.forward import forward_paths

        problem, _ = self.fitted()
        known = problem.log if log is None else self._readable(log)
        effect = gains(problem.log, self.slope_)
        ahead = replace(self.process_, branching=self.process_.branching * effect, slope=0.0)
        return forward_paths(ahead, self.process_.state(known) / effect, horizon, n_paths, seed, threads)

    def interval(
        self,
        level: float = 0.95,
        *,
        of: tuple[int, int] | None = None,
        method: Literal["wald", "profile"] = "wald",
    ) -> tuple[float, float]:
        """The interval of the spectral radius, or with `of=(i, j)` of `branching_[i, j]`.

        "wald" is symmetric in the log. "profile", by likelihood ratio, takes one column a kind without marks,
        and an entry or a single kind. HawkesError: "flat", "bound", "level", "profile".
        """
        problem, found = self.fitted()
        if method == "wald":
            target = partial(ratio, problem, of)
            return log_wald(target, problem, found.x, self.covariance_, level)
        layout = problem.coding.layout
        if layout.columns > layout.kinds or self.marked or (of is None and layout.kinds > 1):
            raise HawkesError(
                "profile", "a profile interval takes one column a kind, no marks, and of=(i, j); use wald"
            )
        i, j = of or (0, 0)
        return profile(problem, found, problem.coding.entries.start + i * layout.columns + j, level)

    @property
    def covariance_(self) -> Floats:
        """Of (baseline or coef, entries, log decays, slope if marked), (P, P); NaN for parts at a bound.

        The inverse of the observed information, worked out when first asked for. HawkesError: "flat".
        """
        if self._spread is None:
            problem, found = self.fitted()
            self._spread = covariance(problem, found.x)
        return self._spread

    def _keep(self, problem: Problem, found: Found) -> None:
        coding = problem.coding
        x = coding.in_order(found.x)
        parameters = coding.parameters(x)
        self._fitted, self._spread = (problem, replace(found, x=x)), None
        self.baseline_, self.entries_, self.slope_ = parameters.baseline, parameters.entries, parameters.slope
        self.coef_ = None if coding.covariates is None else coding.coefficients(x)
        self.process_ = parameters.process(coding.layout)
        used = self.process_.branching.any(axis=(1, 2))
        self.decay_ = np.where(used, parameters.decays, np.nan)
        self.half_life_ = np.log(2.0) / self.decay_
        self.branching_ = branching(problem, x)
        self.spectral_radius_ = ratio(problem, None, x)
        self.loglik_ = problem.likelihood(parameters)[0]
        self.converged_ = found.converged

    def fitted(self) -> tuple[Problem, Found]:
        """The likelihood's problem and where the search ended. HawkesError: "unfitted"."""
        if self._fitted is None:
            raise HawkesError("unfitted", "call fit first")
        return self._fitted

    def _readable(self, log: EventLog) -> EventLog:
        return log if self.marked else replace(log, marks=np.zeros(log.times.size))

    def _layout(self, kinds: int) -> Layout:
        if self.decays == "block":
            blocks = range(kinds) if self.blocks is None else self.blocks
            if len(blocks) != kinds:
                raise HawkesError("blocks", f"{len(blocks)} blocks for {kinds} kinds")
            return Layout.per_block(blocks)
        if not isinstance(self.decays, int) or self.decays < 1:
            raise HawkesError("decays", f'decays are a number from 1 on or "block", not {self.decays!r}')
        return Layout.shared(kinds) if self.decays == 1 else Layout.several(kinds, self.decays)

    def _covariates(self, likelihood: Likelihood) -> LogLinear | None:
        if self.rows is None:
            if likelihood.data.widths.min() <= 0:
                raise HawkesError("edges", "a piece of the baseline lies outside the window: give rows")
            return None
        covariates = LogLinear.of(self.rows, self.ridge)
        if covariates.rows.shape[0] != likelihood.data.widths.size:
            raise HawkesError(
                "rows",
                f"{covariates.rows.shape[0]} rows for {likelihood.data.widths.size} pieces; give edges",
            )
        return covariates
