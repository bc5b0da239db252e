"""How could it get out of hand? The room's one question."""

from collections.abc import Sequence
from dataclasses import replace

from detente.numerics.hawkes.events import Floats
from detente.numerics.hawkes.graded_paths import Kinds
from detente.numerics.hawkes.process import spectral_radius
from detente.runaway import accident, ahead, hazard, policy
from detente.runaway.borrowed import Borrowed, borrowed
from detente.runaway.fit import (
    Fitted,
    control,
    fitted,
    half_life,
    lethal_ratio,
    levels,
    reactions,
    steps,
)
from detente.runaway.model import LEAST_DAYS, EventDays, event_days, patrons, shown
from detente.runaway.prior import branching_prior, why_prior
from detente.world.answers import Cascade, Control, Hazard, Runaway
from detente.world.estimate import Interval
from detente.world.history import History
from detente.world.record import Record
from detente.world.whatif import WhatIf

SUPPORTED = 0.95
CRITICAL = 0.1
"""Chance of a ratio of 1 or more from which the pair is said to be near runaway."""
WAVE_DAYS = 7.0
"""Memory from which on a wandering level without any reaction fits as well (measured, see `card`)."""
METHOD = "Hawkes process on event days, drifting baseline, other pairs as prior; 90 % of the posterior"


def answer(record: Record, history: History, *, seed: int = 0) -> Runaway:
    """Whether the pair's acts set off each other, how far, what comes next, and what would change it.

    `history` is closed; its parameters["runaway"] are a vintage of what all pairs say. Two models: the pair's
    own event days against a drifting baseline (does it react?), and the pooled process carried forward from
    the pair's past (what comes next?). Method: Hawkes, Biometrika 58 (1971) 83, on event days (Porter & White
    2012); see `card`.
    """
    history = history.with_record(record)
    parameters = history.parameters.get("runaway", {})
    days, given = event_days(history), borrowed(parameters)
    thin = days.total() < LEAST_DAYS or days.stale() or not parameters.get("informative", False)
    found = (
        _from_prior(days, history)
        if thin
        else _from_pair(days, fitted(days, given, seed), given, history, seed)
    )
    return _with_days_ahead(found, days, given, history, seed)


def _from_pair(days: EventDays, found: Fitted, given: Borrowed, history: History, seed: int) -> Runaway:
    ratio = found.ratio
    size = Interval(ratio.value, ratio.low, ratio.high, METHOD)
    check = control(found, given, seed)
    return Runaway(
        branching_ratio=size,
        verdict=_verdict(size, ratio.p_critical),
        cascade=Cascade(ahead.SOON, (), "no process of days ahead has been shown to work before this day"),
        accident=(),
        what_if=(),
        matrix=_matrix(days, found),
        days=shown(days),
        n=days.total(),
        prior_only=False,
        notes=(*_read(days), *_checks(found, check)),
        lethal_ratio=lethal_ratio(found),
        half_life=half_life(found),
        control=check,
        reactions=reactions(found, patrons(history)),
        generation=steps(found),
        levels=levels(found),
        sizes=ahead.sizes(_radii(found), ratio.p_excited),
    )


def _radii(found: Fitted) -> Floats:
    return spectral_radius(found.draws.branching if found.generations is None else found.generations)


def _from_prior(days: EventDays, history: History) -> Runaway:
    parameters = history.parameters.get("runaway", {})
    return Runaway(
        branching_ratio=branching_prior(parameters),
        verdict="undetermined",
        cascade=Cascade(ahead.SOON, (), "nothing is known of the days ahead"),
        accident=(),
        what_if=(),
        matrix=(),
        days=shown(days),
        n=days.total(),
        prior_only=True,
        notes=(why_prior(days, parameters), *_read(days)),
    )


def _with_days_ahead(
    found: Runaway, days: EventDays, given: Borrowed, history: History, seed: int
) -> Runaway:
    """The answer with paths, accidents and what-ifs."""
    parameters = history.parameters.get("runaway", {})
    nuclear = hazard.nuclear(history, parameters)
    if given.process is None or days.silent():
        return replace(
            found, accident=(*nuclear, *hazard.clash(days, parameters)), what_if=(policy.hotline(),)
        )
    coming = ahead.paths(days, given, seed=seed)
    return replace(
        found,
        cascade=ahead.cascade(days, coming, _how(days, coming)),
        accident=(*_accidents(coming, found, history, seed), *nuclear, *hazard.clash(days, parameters)),
        what_if=(policy.hotline(), *_what_if(days, given, history, seed)),
        fan=ahead.fan(coming),
        highest=ahead.highest(coming, len(given.refits)),
    )


def _how(days: EventDays, coming: Kinds) -> str:
    past = days.incidents().days.size
    known = f"{past} known incident days of the pair" if past else "no known incident day of the pair"
    patchy = "; days that no source covers are taken as quiet here, so more may come" if days.patchy() else ""
    return f"{len(coming)} simulated paths of the process of all pairs, from {known}{patchy}"


def _accidents(coming: Kinds, found: Runaway, history: History, seed: int) -> tuple[Hazard, ...]:
    return accident.answers(
        ahead.block_counts(coming), history.parameters.get("runaway", {}), history.as_of,
        days=ahead.DAYS, own_paths=not found.prior_only, seed=seed,
    )  # fmt: skip


def _what_if(days: EventDays, given: Borrowed, history: History, seed: int) -> tuple[WhatIf, ...]:
    assert given.process is not None
    known = policy.policies(days, sorted(patrons(history)))
    return policy.what_if(days, given.process, known, seed=seed)


def asked(record: Record, history: History, names: Sequence[str], *, seed: int = 0) -> tuple[WhatIf, ...]:
    """The what-ifs that a user asks for by NAME or NAME=SIZE; UsageError for one that is not known."""
    history = history.with_record(record)
    days, given = event_days(history), borrowed(history.parameters.get("runaway", {}))
    wanted, line = policy.chosen(names, policy.policies(days, sorted(patrons(history))))
    first = () if line is None else (line,)
    if not wanted or given.process is None or days.silent():
        return first
    return (*first, *policy.what_if(days, given.process, wanted, seed=seed)[: len(wanted)])


def _verdict(interval: Interval, p_critical: float) -> str:
    if interval.high < 1.0:
        return "self-limiting"
    if interval.low >= 1.0:
        return "not self-limiting"
    return "near runaway" if p_critical >= CRITICAL else "undetermined"


def _matrix(days: EventDays, found: Fitted) -> tuple[tuple[str, str, float], ...]:
    """(doer, answerer, v): one act of the doer sets off v acts of the answerer."""
    sides = enumerate(days.sides)
    return tuple(
        (doer, other, float(found.matrix[i, j])) for j, doer in sides for i, other in enumerate(days.sides)
    )


def _read(days: EventDays) -> tuple[str, ...]:
    """What was read and what was left out."""
    notes = []
    if days.window is not None:
        notes.append(f"acts from {days.window.start} to {days.window.end}, one event day a side and day")
        notes.extend(days.window.notes)
    if days.vague:
        notes.append(f"{days.vague} acts known only to the month or year are left out")
    return tuple(notes)


def _checks(found: Fitted, check: Control) -> tuple[str, ...]:
    """The drift check in words: baseline alone against excitation, and what a constant one would say."""
    test = (
        f"against a drifting baseline alone excitation gains {check.log_evidence:.1f} in log-evidence: "
        f"probability {check.p_excited:.2f}; changes of level: {len(check.changes)}"
    )
    naive = f"a constant baseline would have said {check.naive:.2f}, drift included"
    critical = f"chance that the ratio is 1 or more: {check.p_critical:.3f}"
    if check.mistaken is not None:
        critical += f"; of streams of such drift without reaction {check.mistaken:.0%} are read as reaction"
    if check.p_excited >= SUPPORTED:
        return (test, naive, critical, *_memory(1.0 / float(found.search.excited.params().decay)))
    return ("action and reaction cannot be told from drift", test, naive, critical)


def _memory(days: float) -> tuple[str, ...]:
    """How long a reaction lasts; a long one may be a common cause."""
    said = f"memory of the fitted reaction: {days:.1f} days"
    if days < WAVE_DAYS:
        return (said,)
    return (said, "a memory of weeks cannot be told from a common cause that lasts weeks: see the card")
