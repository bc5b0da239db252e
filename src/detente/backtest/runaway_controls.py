"""What the day-stamped Hawkes process says where the truth is known: bias, false alarm under drift, coverage.

Events are drawn in continuous time by clusters (Hawkes & Oakes, J. Appl. Prob. 11 (1974) 493), from a quiet
start, and only then lose their time of day; nothing is shared with the process that is fitted.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from detente.numerics.hawkes.days_estimator import DayHawkes
from detente.numerics.hawkes.events import DayLog, Floats, Ints, day_log

Progress = Callable[[str], None]
Shape = Callable[[Floats], Floats]

YEARS_10 = 3650
TWO_KINDS = np.array([[0.35, 0.25], [0.40, 0.20]])
"""Asymmetric; its spectral radius is .6."""
DECAYS = (0.15, 0.5, 1.2, 4.0)
SETTINGS = {
    1: (np.array([0.17]), np.array([[0.6]])),
    2: (np.array([0.1, 0.07]), TWO_KINDS),
}
_RATE = 0.4
_MEMORY = 2.0


def cycle(t: Floats) -> Floats:
    """A yearly cycle of 90 %."""
    return 1.0 + 0.9 * np.sin(2.0 * np.pi * t / 365.25)


def trend(t: Floats) -> Floats:
    """A line that rises fourfold in ten years."""
    return 0.4 + 1.2 * t / YEARS_10


def step(t: Floats) -> Floats:
    """Five times as much in the second half."""
    return np.where(t < 0.5 * YEARS_10, 1.0 / 3.0, 5.0 / 3.0)


def level(t: Floats) -> Floats:
    """No drift."""
    return np.ones_like(t)


SHAPES: dict[str, Shape] = {"constant": level, "cycle": cycle, "trend": trend, "step": step}
_TOP = 2.0


@dataclass(frozen=True, slots=True)
class Bias:
    """Estimates over replicates of ten years: mean ratio with its standard error, median decay; the truth."""

    kinds: int
    baseline: str
    true_ratio: float
    true_decay: float
    ratio: float
    standard_error: float
    decay: float

    @property
    def off(self) -> float:
        """Mean ratio less the truth."""
        return self.ratio - self.true_ratio

    @property
    def decay_off(self) -> float:
        """Median decay over the truth, less 1."""
        return self.decay / self.true_decay - 1.0


@dataclass(frozen=True, slots=True)
class Drift:
    """Mean ratios over replicates of one baseline: under a constant baseline, and under a drifting one.

    `alarms`: the share of replicates whose 95 % interval lies above 0; `critical`: whose interval holds 1 or
    more.
    """

    shape: str
    true_ratio: float
    events: float
    constant: float
    drifting: float
    spread: float
    alarms: float
    critical: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often 95 % intervals hold the true ratio, and how often it lies below and above them."""

    true_ratio: float
    events: float
    runs: int
    covered: float
    below: float
    above: float
    bias: float


def clusters(
    rates: Floats,
    branching: Floats,
    decay: float,
    end: float,
    *,
    rng: np.random.Generator,
    shape: Shape = level,
) -> tuple[Floats, Ints]:
    """Times and kinds, unordered: generation after generation, roots at rates * shape(t), shape at most 2."""
    counts = rng.poisson(_TOP * rates * end)
    kinds, times = np.repeat(np.arange(rates.size), counts), rng.uniform(0.0, end, counts.sum())
    kept = rng.random(times.size) * _TOP < shape(times)
    times, kinds = times[kept], kinds[kept]
    found = [(times, kinds)]
    while times.size:
        born = rng.poisson(branching[:, kinds])
        target, parent = np.nonzero(born)
        repeat = born[target, parent]
        times = np.repeat(times[parent], repeat) + rng.exponential(1.0 / decay, repeat.sum())
        kinds = np.repeat(target, repeat)
        times, kinds = times[times < end], kinds[times < end]
        found.append((times, kinds))
    return np.concatenate([t for t, _ in found]), np.concatenate([k for _, k in found])


def stamped(times: Floats, kinds: Ints, known: int, days: int) -> DayLog:
    """The events with nothing but their day."""
    return day_log(np.floor(times).astype(np.int64), kinds, n=days, kinds=known)


def silent(_: str) -> None:
    """No report of progress."""


def day_stamp_bias(
    reps: int, seed: int, *, baseline: str = "constant", progress: Progress = silent
) -> tuple[Bias, ...]:
    """Ratio .6 from ten years of days, one kind and two, at each decay: what is estimated."""
    found = []
    for kinds, (rates, branching) in SETTINGS.items():
        for decay in DECAYS:
            values = []
            for rep in range(reps):
                rng = np.random.default_rng([seed, rep, kinds])
                log = stamped(*clusters(rates, branching, decay, YEARS_10, rng=rng), kinds, YEARS_10)
                model = DayHawkes(baseline).fit(log)
                values.append((model.spectral_radius_, model.decay_))
            ratio, fast = np.array(values).T
            error = float(ratio.std() / np.sqrt(reps))
            found.append(
                Bias(kinds, baseline, 0.6, decay, float(ratio.mean()), error, float(np.median(fast)))
            )
            progress(f"{kinds} kind(s), decay {decay}: ratio {ratio.mean():.3f}, decay {np.median(fast):.3f}")
    return tuple(found)


def drift_control(
    reps: int, seed: int, *, shapes: Sequence[str] = (*SHAPES, "wandering"), progress: Progress = silent
) -> tuple[Drift, ...]:
    """About 1,450 events in ten years with and without excitation, under every shape and a level that
    wanders.

    The wandering level (correlated over 60 days, standard deviation .8 of its log) is the case that fails: a
    drift as fast as the memory is not told from excitation.
    """
    found = []
    for true in (0.0, 0.5):
        for name in shapes:
            rows = np.array([_drift(name, true, np.random.default_rng([seed, rep])) for rep in range(reps)])
            events, constant, drifting, alarm, critical = rows.mean(axis=0).tolist()
            spread = float(rows[:, 2].std())
            found.append(Drift(name, true, events, constant, drifting, spread, alarm, critical))
            progress(f"true {true}, {name}: constant {constant:.3f}, drifting {drifting:.3f}")
    return tuple(found)


def _drift(name: str, true: float, rng: np.random.Generator) -> tuple[float, ...]:
    """Events, both ratios, and whether the interval excludes 0 and whether it holds 1."""
    shape = SHAPES[name] if name in SHAPES else wandering(rng)
    rates, branching = np.array([_RATE * (1.0 - true)]), np.array([[true]])
    events = clusters(rates, branching, 1.0 / _MEMORY, YEARS_10, rng=rng, shape=shape)
    log = stamped(*events, 1, YEARS_10)
    naive, model = DayHawkes("constant").fit(log), DayHawkes("drifting").fit(log)
    low, high = model.interval(0.95)
    ratios = (naive.spectral_radius_, model.spectral_radius_)
    return events[0].size, *ratios, float(low > 0.0), float(high >= 1.0)


def wandering(rng: np.random.Generator, memory: float = 60.0, spread: float = 0.8) -> Shape:
    """A level whose log is autoregressive; cut at the most that `clusters` allows, and of mean near 1."""
    keep = np.exp(-1.0 / memory)
    noise = rng.standard_normal(YEARS_10) * np.sqrt(1.0 - keep**2)
    log, walk = rng.standard_normal(), np.empty(YEARS_10)
    for day in range(YEARS_10):
        log = keep * log + noise[day]
        walk[day] = log
    daily = np.exp(spread * walk)
    values = np.minimum(daily / daily.mean(), _TOP)

    def shape(t: Floats) -> Floats:
        return np.asarray(values[np.minimum(t.astype(np.int64), YEARS_10 - 1)])

    return shape


def interval_coverage(
    runs: int, seed: int, *, level: float = 0.95, progress: Progress = silent
) -> tuple[Coverage, ...]:
    """Intervals from 300 days, about 150 events at ratio .6 and 550 at .9."""
    found = []
    for true in (0.6, 0.9):
        rows = np.array([_interval(true, level, np.random.default_rng([seed, run])) for run in range(runs)])
        events, ratio, below, above = rows.mean(axis=0).tolist()
        covered = 1.0 - below - above
        found.append(Coverage(true, events, runs, covered, below, above, ratio - true))
        progress(f"ratio {true}, {events:.0f} events: covered {covered:.3f}")
    return tuple(found)


def _interval(true: float, level: float, rng: np.random.Generator) -> tuple[float, ...]:
    """Events, the ratio estimated, and whether the truth lies below and above the interval."""
    events = clusters(np.array([0.2]), np.array([[true]]), 0.5, 300.0, rng=rng)
    model = DayHawkes("constant").fit(stamped(*events, 1, 300))
    low, high = model.interval(level)
    return events[0].size, model.spectral_radius_, float(true < low), float(true > high)
