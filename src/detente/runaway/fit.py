"""A pair's own fit: does it react or only drift, how strongly, how fast, and up which rungs."""

from dataclasses import dataclass
from datetime import timedelta
from math import log

import numpy as np

from detente.numerics.hawkes.baseline import SPAN
from detente.numerics.hawkes.events import Floats
from detente.numerics.hawkes.hurdle import intensity, states
from detente.numerics.hawkes.hurdle_control import mistaken
from detente.numerics.hawkes.hurdle_search import Draws, Ratio, Search, bounds, draw, naive, ratio, search
from detente.numerics.hawkes.process import spectral_radius
from detente.runaway.borrowed import Borrowed
from detente.runaway.generation import lethal, mixes, next_generation
from detente.runaway.model import BLOCKS, EventDays
from detente.world.answers import Control, Level, Reaction, Step
from detente.world.estimate import Interval

METHOD = "90 % of posterior draws"
CRITICAL = 1.0
STEPS_SHOWN = 0.005
MONTH = 30.4375
"""Days."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """With and without excitation, posterior draws, the ratio, M of each draw (None: no pooled blocks)."""

    days: EventDays
    search: Search
    draws: Draws
    ratio: Ratio
    generations: Floats | None

    @property
    def matrix(self) -> Floats:
        """Acts of i that one act of j sets off: the median, over excitation and none, shape (2, 2)."""
        found: Floats = self.ratio.p_excited * np.median(self.draws.branching, axis=0)
        return found


def fitted(days: EventDays, given: Borrowed, seed: int) -> Fitted:
    """Fit the window's event days; the window must exist and hold days of at least one side."""
    stream = days.stream()
    found = search(stream, given.prior)
    draws = draw(found.excited, stream, seed=seed)
    generations = None
    if given.process is not None:
        generations = next_generation(draws.branching, mixes(days, given.process), given.process)
    own = None if generations is None else spectral_radius(generations)
    return Fitted(days, found, draws, ratio(found, draws, own), generations)


def interval(found: Fitted, values: Floats) -> Interval:
    """The bounds of draws that hold only if there is excitation."""
    value, low, high = bounds(values, found.ratio.p_excited)
    return Interval(value, low, high, METHOD)


def lethal_ratio(found: Fitted) -> Interval | None:
    """The spectral radius among acts that kill."""
    if found.generations is None:
        return None
    return interval(found, spectral_radius(lethal(found.generations)))


def half_life(found: Fitted) -> Interval:
    """Days within which half of an act's answers come, given that there are any."""
    low, value, high = np.quantile(log(2.0) / found.draws.decay, (0.05, 0.5, 0.95)).tolist()
    return Interval(value, low, high, METHOD)


def reactions(found: Fitted, patrons: dict[str, str]) -> tuple[Reaction, ...]:
    """Who answers whom: both sides to themselves and each other, and to the other's nuclear patron."""
    speed, sides = half_life(found), found.days.sides
    rows = [
        Reaction(doer, other, interval(found, found.draws.branching[:, i, j]), speed)
        for j, doer in enumerate(sides)
        for i, other in enumerate(sides)
    ]
    for k, side in enumerate(sides):
        patron = patrons.get(sides[1 - k])
        if patron and found.days.stream().patrons[k].size:
            rows.append(Reaction(patron, side, interval(found, found.draws.patrons[:, k]), speed))
    return tuple(rows)


def steps(found: Fitted) -> tuple[Step, ...]:
    """The next-generation matrix at the median, without its smallest entries."""
    if found.generations is None:
        return ()
    middle = found.ratio.p_excited * np.median(found.generations, axis=0)
    names = [(side, block) for side in found.days.sides for block in BLOCKS]
    return tuple(
        Step(doer, at, answerer, to, float(middle[i, j]))
        for j, (doer, at) in enumerate(names)
        for i, (answerer, to) in enumerate(names)
        if middle[i, j] >= STEPS_SHOWN
    )


def control(found: Fitted, given: Borrowed, seed: int) -> Control:
    """What drift alone would explain; simulated where the interval reaches 1."""
    window, stream = found.days.window, found.days.stream()
    assert window is not None
    changed = [window.start + timedelta(days=SPAN * s) for s in found.search.excited.sides[0].basis.steps]
    near = found.ratio.high >= CRITICAL
    return Control(
        naive=naive(stream),
        log_evidence=found.search.log_bayes_factor,
        p_excited=found.ratio.p_excited,
        p_critical=max(found.ratio.p_critical, 0.0),
        changes=tuple(day.isoformat() for day in sorted(changed)),
        mistaken=mistaken(found.search, stream, given.prior, seed=seed) if near else None,
    )


def levels(found: Fitted) -> tuple[Level, ...]:
    """Each side's fitted event days a month in each covered fortnight, and those of the baseline alone."""
    window, params = found.days.window, found.search.excited.params()
    assert window is not None
    covered = found.search.excited.sides[0].basis.days >= SPAN
    lam, rows = intensity(params, found.days.pair()) + _by_patrons(found), []
    for span in np.flatnonzero(covered).tolist():
        day, part = window.start + timedelta(days=SPAN * span), slice(SPAN * span, SPAN * (span + 1))
        for k, side in enumerate(found.days.sides):
            rate, base = lam[k, part].mean(), params.baseline[k, part].mean()
            rows.append(Level(day.isoformat(), side, float(MONTH * rate), float(MONTH * base)))
    return tuple(rows)


def _by_patrons(found: Fitted) -> Floats:
    """What acts of patrons add to each side's rate at the mode of the best decay, shape (2, days)."""
    stream, fit = found.days.stream(), found.search.excited
    if not stream.has_patron:
        return np.zeros((2, stream.n))
    grid, at = fit.decays[[fit.best]], np.arange(stream.n)
    entries = [np.exp(side[fit.best].x[-1]) for side in fit.modes]
    return np.stack([a * states(days, at, grid)[0] for a, days in zip(entries, stream.patrons, strict=True)])
