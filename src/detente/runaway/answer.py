"""How could it get out of hand? The room's one question."""

from collections.abc import Mapping
from typing import Any

from detente.runaway import hazard, policy
from detente.runaway.fit import Fitted, fitted
from detente.runaway.model import LEAST_DAYS, EventDays, event_days, shown
from detente.runaway.prior import branching_prior, cascade_prior, why_prior
from detente.world.answers import Cascade, Hazard, Runaway
from detente.world.estimate import Interval
from detente.world.history import History
from detente.world.record import Record

HORIZON = 30
SUPPORTED = 0.95
WAVE_DAYS = 7.0
"""Memory from which on a wandering level without any reaction fits as well (measured, see `card`)."""
METHOD = "two-sided Hawkes process on event days, 90 % posterior interval"


def answer(record: Record, history: History, *, seed: int = 0) -> Runaway:
    """Whether the pair's acts set off each other, how far, and what would change it.

    `history` is closed; its parameters["runaway"] are a vintage of class priors. Method: Hawkes, Biometrika
    58 (1971) 83, on event days (Porter & White 2012), with a drifting baseline; see `card`.
    """
    history = history.with_record(record)
    parameters = history.parameters.get("runaway", {})
    days = event_days(history)
    accident = (*hazard.nuclear(history, parameters), *hazard.clash(days, parameters))
    if days.total() < LEAST_DAYS or days.stale() or not parameters.get("informative", False):
        return _from_prior(days, parameters, accident)
    return _from_pair(days, fitted(days, seed), accident)


def _from_pair(days: EventDays, found: Fitted, accident: tuple[Hazard, ...]) -> Runaway:
    ratio = found.ratio
    interval = Interval(ratio.value, ratio.low, ratio.high, METHOD)
    return Runaway(
        branching_ratio=interval,
        verdict=_verdict(interval),
        cascade=_cascade(days, found),
        accident=accident,
        what_if=policy.what_if(found, days),
        matrix=_matrix(days, found),
        days=shown(days),
        n=days.total(),
        prior_only=False,
        notes=(*_read(days), *_checks(found)),
    )


def _from_prior(days: EventDays, parameters: Mapping[str, Any], accident: tuple[Hazard, ...]) -> Runaway:
    interval = branching_prior(parameters)
    return Runaway(
        branching_ratio=interval,
        verdict="undetermined",
        cascade=cascade_prior(days, parameters, HORIZON),
        accident=accident,
        what_if=policy.what_if_prior(interval),
        matrix=(),
        days=shown(days),
        n=days.total(),
        prior_only=True,
        notes=(why_prior(days, parameters), *_read(days)),
    )


def _verdict(interval: Interval) -> str:
    if interval.high < 1.0:
        return "self-limiting"
    return "not self-limiting" if interval.low >= 1.0 else "undetermined"


def _matrix(days: EventDays, found: Fitted) -> tuple[tuple[str, str, float], ...]:
    """(doer, answerer, v): one act of the doer sets off v acts of the answerer."""
    sides = enumerate(days.sides)
    return tuple(
        (doer, other, float(found.matrix[i, j])) for j, doer in sides for i, other in enumerate(days.sides)
    )


def _cascade(days: EventDays, found: Fitted) -> Cascade:
    total, alone = found.totals([found.now()], HORIZON)[0, 0], found.uncaused(HORIZON)
    said = ", ".join(f"{name} {value:.2g}" for name, value in zip(days.sides, alone, strict=True))
    note = f"event days; of these, without any earlier act: {said}"
    expected = tuple((name, float(value)) for name, value in zip(days.sides, total, strict=True))
    return Cascade(HORIZON, expected, note)


def _read(days: EventDays) -> tuple[str, ...]:
    """What was read and what was left out."""
    notes = []
    if days.window is not None:
        notes.append(f"acts from {days.window.start} to {days.window.end}, one event day a side and day")
        notes.extend(days.window.notes)
    if days.vague:
        notes.append(f"{days.vague} acts known only to the month or year are left out")
    return tuple(notes)


def _checks(found: Fitted) -> tuple[str, ...]:
    """The drift check: baseline alone against excitation, and what a constant baseline would have said."""
    ratio, search = found.ratio, found.search
    steps = len(search.excited.sides[0].basis.steps)
    test = (
        f"against a drifting baseline alone excitation gains {search.log_bayes_factor:.1f} in log-evidence "
        f"(likelihood ratio {search.ratio:.1f}): probability {ratio.p_excited:.2f}; changes of level: {steps}"
    )
    naive = f"a constant baseline would have said {found.naive:.2f}, drift included"
    critical = f"chance that the ratio is 1 or more: {max(ratio.p_critical, 0.0):.3f}"
    if ratio.p_excited >= SUPPORTED:
        return (test, naive, critical, *_memory(1.0 / float(search.excited.params().decay)))
    return ("action and reaction cannot be told from drift", test, naive, critical)


def _memory(days: float) -> tuple[str, ...]:
    """How long a reaction lasts; a long one may be a common cause."""
    said = f"memory of the fitted reaction: {days:.1f} days"
    if days < WAVE_DAYS:
        return (said,)
    return (said, "a memory of weeks cannot be told from a common cause that lasts weeks: see the card")
