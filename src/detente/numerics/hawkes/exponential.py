"""The log-likelihood, with its gradient, of Hawkes processes with exponential kernels in continuous time.

Convention as in `process`: `entries[i, c]` is the mean number of events of kind i that one event of kind
source[c] sets off through column c, so "source[c] excites i". With b = decays[decay[c]],

    lambda_i(t) = mu_i(t) + sum_c entries[i, c] b R_c(t),
    R_c(t)      = sum over events (s, m) of kind source[c] before t of exp(slope m - b (t - s)),
    log L       = sum over events log lambda(t) - sum_i integral of lambda_i over [start, end].

The window starts without a past. Of tied events the one listed first counts as the earlier. One pass over
the events, no table of events by kinds. Source: Ozaki, Annals of the Institute of Statistical Mathematics
31 (1979) 145, equations 3.3 to 3.6, for one kind; the many-kind form follows kind by kind.
"""

from numpy.typing import ArrayLike

from detente.numerics.hawkes import exponential_reference
from detente.numerics.hawkes.events import EventLog, HawkesError
from detente.numerics.hawkes.exponential_data import Gradient, Layout, Observed, Parameters, Sums, closed
from detente.numerics.hawkes.jit import FAST

__all__ = ["Gradient", "Layout", "Likelihood", "Parameters", "log_likelihood"]


class Likelihood:
    """The log-likelihood of one log, to be called with parameters; what does not depend on them is done once.

    `edges` (B+1,) cut the baseline into B pieces and cover the window; None: one piece. `fast=False` takes
    the NumPy form even where Numba is installed. HawkesError: "kinds", "edges".
    """

    def __init__(
        self, log: EventLog, layout: Layout, edges: ArrayLike | None = None, *, fast: bool = FAST
    ) -> None:
        if log.kinds != layout.kinds:
            raise HawkesError("kinds", f"the log has {log.kinds} kinds, the layout {layout.kinds}")
        self.layout = layout
        self.data = Observed.of(log, layout, edges)
        self._fast = fast

    def __call__(self, parameters: Parameters) -> tuple[float, Gradient]:
        """Log-likelihood and gradient. HawkesError: "shape", "nan", or "range".

        It is -inf, with a gradient of NaN, where an event meets an intensity of 0.
        """
        parameters.check(self.layout, self.data.widths.size)
        return self.evaluate(parameters)

    def evaluate(self, parameters: Parameters) -> tuple[float, Gradient]:
        """The same for parameters known to be sound."""
        return closed(self.data, parameters, self._sums(parameters))

    def _sums(self, parameters: Parameters) -> Sums:
        if not self._fast:
            return exponential_reference.sums(self.data, parameters)
        from detente.numerics.hawkes import exponential_fast

        return exponential_fast.sums(self.data, parameters)


def log_likelihood(
    log: EventLog, layout: Layout, parameters: Parameters, edges: ArrayLike | None = None
) -> tuple[float, Gradient]:
    """Log-likelihood and gradient of one log at one set of parameters; see `Likelihood`."""
    return Likelihood(log, layout, edges)(parameters)
