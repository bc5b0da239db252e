"""Does a fitted process explain its events? Time-rescaling residuals and two tests of them.

With the integral of each kind's intensity as its clock, the events of a true model come at the rate 1,
independently: the gaps are Exp(1). Source: Brown, Barbieri, Ventura, Kass & Frank, Neural Computation 14
(2002) 325, section 2. On the events that were fitted the p-values are too high, since the parameters follow
them; for an exact level simulate from the fit, refit, and compare the statistics.
"""

import numpy as np

from detente.numerics.hawkes.events import Floats, HawkesError
from detente.numerics.hawkes.exponential_data import Observed, Parameters
from detente.numerics.hawkes.exponential_reference import Walk


def rescaled(data: Observed, parameters: Parameters) -> list[Floats]:
    """The gaps of each kind's events on its own clock, an array for each kind.

    The first gap counts from the window's start; the last event's gap to the end is cut off and left out.
    """
    clock = np.zeros(data.times.size)
    walk, passed = Walk(data, parameters), np.zeros(data.kinds)
    for part, before in walk:
        types = data.types[part]
        gains = (types[:, None] == np.arange(data.kinds)) * walk.weights[part, None]
        mass = passed + np.cumsum(gains, axis=0) - gains
        spent = mass[:, data.source] - before[0]
        clock[part] = (parameters.entries[types] * spent).sum(axis=1)
        passed += gains.sum(axis=0)
    clock += _uncaused(data, parameters.baseline)
    return [np.diff(clock[data.types == kind], prepend=0.0) for kind in range(data.kinds)]


def _uncaused(data: Observed, baseline: Floats) -> Floats:
    """The integral of the baseline of each event's kind from the window's start to the event, (n,)."""
    whole = np.cumsum(baseline * data.widths, axis=1) - baseline * data.widths
    into = data.times - data.cuts[data.pieces]
    uncaused: Floats = whole[data.types, data.pieces] + baseline[data.types, data.pieces] * into
    return uncaused


def ks_exponential(gaps: Floats) -> tuple[float, float]:
    """Kolmogorov-Smirnov distance of gaps (n,) from Exp(1), and its p-value. HawkesError: "few"."""
    from scipy.stats import kstest

    _enough(gaps, 1)
    found = kstest(gaps, "expon")
    return float(found.statistic), float(found.pvalue)


def ljung_box(gaps: Floats, lags: int = 10) -> tuple[float, float]:
    """Ljung and Box's statistic of serial correlation in gaps (n,), and its p-value. HawkesError: "few".

    Source: Ljung & Box, Biometrika 65 (1978) 297, equation 1.3.
    """
    from scipy.special import chdtrc

    n = _enough(gaps, lags + 1)
    centred = gaps - gaps.mean()
    power = float(centred @ centred)
    if power <= 0:
        raise HawkesError("few", f"{n} equal gaps have no correlation")
    each = np.array([centred[lag:] @ centred[:-lag] / power for lag in range(1, lags + 1)])
    statistic = float(n * (n + 2) * (each**2 / (n - np.arange(1, lags + 1))).sum())
    return statistic, float(chdtrc(lags, statistic))


def _enough(gaps: Floats, least: int) -> int:
    if gaps.size < least:
        raise HawkesError("few", f"{gaps.size} gaps; this test needs {least} or more")
    return int(gaps.size)
