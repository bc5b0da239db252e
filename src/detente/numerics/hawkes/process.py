"""A Hawkes process with exponential kernels, as numbers: what a fit finds and a simulation starts from.

Convention everywhere: `branching[k, i, j]` is the mean number of events of kind i that ONE event of kind j
sets off with decay k, so "j excites i", over all time to come. At time t

    lambda_i(t) = baseline[i] + sum_k sum_j branching[k, i, j] decays[k] R[k, j](t),
    R[k, j](t)  = sum over events (s, m) of kind j with s < t of exp(slope m - decays[k] (t - s)).

Source: Hawkes, Biometrika 58 (1971) 83, equations 2 and 9; marks as in Ogata, JASA 83 (1988) 9, equation 6.
"""

from dataclasses import dataclass

import numpy as np

from detente.numerics.hawkes.events import EventLog, Floats, HawkesError


def spectral_radius(matrix: Floats) -> Floats:
    """The largest absolute eigenvalue of square matrices, (..., d, d) -> (...); 0 for d = 0."""
    found: Floats = np.abs(np.linalg.eigvals(matrix)).max(axis=-1, initial=0.0)
    return found


@dataclass(frozen=True, slots=True)
class Process:
    """`baseline` (D,) and `decays` (K,) per unit of time, `branching` (K, D, D), `slope` per unit of mark.

    One shared decay is K = 1. A decay for each block of source kinds is K blocks, where branching[k][:, j]
    is 0 unless kind j belongs to block k. HawkesError: "shape", "nan", or "range" (a negative entry).
    """

    baseline: Floats
    branching: Floats
    decays: Floats
    slope: float = 0.0

    def __post_init__(self) -> None:
        want = (self.decays.size, self.baseline.size, self.baseline.size)
        if self.baseline.ndim != 1 or self.decays.ndim != 1 or self.branching.shape != want:
            raise HawkesError(
                "shape",
                f"baseline {self.baseline.shape} and decays {self.decays.shape} need branching {want}, "
                f"not {self.branching.shape}",
            )
        parts = (self.baseline, self.branching, self.decays, np.array(self.slope))
        if not all(np.isfinite(part).all() for part in parts):
            raise HawkesError("nan", "a process has finite baseline, branching, decays and slope")
        if min(part.min(initial=0.0) for part in parts[:2]) < 0 or not np.all(self.decays > 0):
            raise HawkesError("range", "baseline and branching are at least 0, decays above 0")

    @property
    def kinds(self) -> int:
        """The number of kinds D."""
        return int(self.baseline.size)

    @property
    def total(self) -> Floats:
        """Mean number of events of kind i set off by one of kind j with mark 0, all decays, shape (D, D)."""
        summed: Floats = self.branching.sum(axis=0)
        return summed

    @property
    def radius(self) -> float:
        """The spectral radius of `total`: below 1 every cascade ends."""
        return float(spectral_radius(self.total))

    def state(self, log: EventLog) -> Floats:
        """R at the end of the window, shape (K, D): all that the past says about what follows.

        Children yet to come of kind i: Poisson with mean branching[k, i, j] R[k, j], each after an
        exponential delay of rate decays[k].
        """
        if log.kinds != self.kinds:
            raise HawkesError(
                "kinds", f"the log has {log.kinds} kinds, the process {self.kinds}; give kinds="
            )
        weights = np.exp(self.slope * log.marks - np.outer(self.decays, log.end - log.times))
        return np.stack([np.bincount(log.types, row, self.kinds) for row in weights])
