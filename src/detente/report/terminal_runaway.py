"""The fifth room for a terminal: as few lines as its numbers allow."""

from collections.abc import Sequence

from detente.report import words
from detente.report.draw_runaway_words import (
    ahead,
    horizons,
    lasting,
    marks,
    same_speed,
    share,
)
from detente.report.what_if_words import reached, trade_offs, what_ifs
from detente.world.answers import Control, Hazard, Highest, Reaction, Runaway
from detente.world.assessment import Assessment
from detente.world.estimate import Interval
from detente.world.whatif import WhatIf

SHOWN_NOTES = 2
SHOWN_SIZES = (1, 2, 5, 10)


def lines(assessment: Assessment) -> list[str]:
    """The rows of the room, each one thought."""
    runaway = assessment.runaway
    return [
        *_ratio(runaway),
        *([_control(runaway.control)] if runaway.control else []),
        *_answers(assessment),
        *(f"next {ahead(f)}" for f in marks(runaway.fan)),
        *(_highest(days, rows) for days, rows in horizons(runaway)),
        *_sizes(runaway),
        _expected(assessment),
        *map(_accident, runaway.accident),
        *_what_ifs(what_ifs(assessment)),
        *(told[0].lower() + told[1:] for told in trade_offs(assessment)),
        *runaway.notes[:SHOWN_NOTES],
    ]


def _ratio(runaway: Runaway) -> list[str]:
    known = f"{runaway.verdict}{' - prior only' if runaway.prior_only else ''}"
    ratio = runaway.branching_ratio
    rows = [f"one act sets off {ratio.value:.2f} more ({ratio.low:.2f}-{ratio.high:.2f}) against 1: {known}"]
    more = [f"among acts that kill {_bounds(runaway.lethal_ratio)}"] if runaway.lethal_ratio else []
    if runaway.half_life:
        more.append(f"half of the answers within {_speed(runaway.half_life)}")
    return [*rows, f"  {'; '.join(more)}"] if more else rows


def _bounds(interval: Interval) -> str:
    """ "0.58 (0.39-0.83)"."""
    return f"{interval.value:.2f} ({interval.low:.2f}-{interval.high:.2f})"


def _speed(interval: Interval) -> str:
    """ "6.2 days (2.9-14)"."""
    value, low, high = (lasting(days) for days in (interval.value, interval.low, interval.high))
    unit = value.partition(" ")[2]
    return f"{value} ({low.removesuffix(f' {unit}')}-{high.removesuffix(f' {unit}')})"


def _control(control: Control) -> str:
    """The check against false alarm."""
    parts = [
        f"check: any reaction {share(control.p_excited)}, ratio of 1 or more {share(control.p_critical)}",
        f"a constant baseline says {control.naive:.2f}",
    ]
    if control.mistaken is not None:
        parts.append(f"drift alone passes for reaction in {share(control.mistaken)}")
    if control.changes:
        parts.append(f"level changed {', '.join(control.changes)}")
    return "; ".join(parts)


def _answers(assessment: Assessment) -> list[str]:
    """A row for each state that answers, with those whom it answers."""
    rows: dict[str, list[str]] = {}
    one_speed = same_speed(assessment.runaway) is not None
    for r in assessment.runaway.reactions:
        rows.setdefault(r.answerer, []).append(_answer(assessment, r, one_speed))
    return [f"{words.name(assessment, who)} answers {', '.join(told)}" for who, told in rows.items()]


def _answer(assessment: Assessment, r: Reaction, one_speed: bool) -> str:
    whom = "itself" if r.doer == r.answerer else words.name(assessment, r.doer)
    return f"{whom} {_bounds(r.acts)}" + ("" if one_speed else f" half in {lasting(r.half_life.value)}")


def _highest(days: int, rows: Sequence[Highest]) -> str:
    """ "highest in 30 days: none 17 %, show 64 % (52-74), force 16 % (9-26), lethal 2.5 % (0.9-5.5)"."""
    told = [f"{r.block} {share(r.p)}" + ("" if r.block == "none" else f" ({_span(r)})") for r in rows]
    return f"highest in {days} days: {', '.join(told)}"


def _span(row: Highest) -> str:
    return "-".join(words.percent(bound).removesuffix(" %") for bound in (row.low, row.high))


def _sizes(runaway: Runaway) -> list[str]:
    known = dict(runaway.sizes)
    shown = [count for count in SHOWN_SIZES if count in known] or list(known)[: len(SHOWN_SIZES)]
    told = ", ".join(f"{count} ({share(known[count])})" for count in shown)
    return [f"event days that one act sets off, at least: {told}"] if told else []


def _expected(assessment: Assessment) -> str:
    """What to expect of each side; the note where no path ahead tells more."""
    cascade = assessment.runaway.cascade
    told = ", ".join(f"{words.name(assessment, code)} {acts:.2g}" for code, acts in cascade.expected)
    note = f"; {cascade.note}" if cascade.note and not assessment.runaway.fan else ""
    return f"expected further acts in {cascade.days} days: {told or 'nothing is known'}{note}"


def _accident(hazard: Hazard) -> str:
    rate = hazard.per_year
    low, value, high = map(words.rate, (rate.low, rate.value, rate.high))
    known = ", prior only" if hazard.prior_only else ""
    return f"accident: {hazard.what}: {value} {words.within(hazard.days)} ({low}-{high}){known}"


def _what_ifs(rows: Sequence[WhatIf]) -> list[str]:
    """A row for each policy and each way to know what it does."""
    found: dict[tuple[str, str], list[str]] = {}
    for w in rows:
        known = w.basis + (f"; {reached(w)}" if w.reached is not None else "")
        found.setdefault((w.policy, known), []).append(f"{w.effect} x {_bounds(w.ratio)}")
    return [f"what if, {policy}: {', '.join(told)}, {known}" for (policy, known), told in found.items()]


def what_if_lines(rows: Sequence[WhatIf]) -> list[str]:
    """Each what-if with what it assumes and by whose word, for those asked for alone."""
    found = []
    for w in rows:
        safer = "" if w.safer is None else f"; calmer in {share(w.safer)} of the paths that differ"
        found.append(f"{w.policy}: {w.effect} x {_bounds(w.ratio)}{safer}")
        found.append(f"  assumed: {w.assumed} ({w.source})")
    return found or ["of the days ahead nothing is known: no tested process, or no known day of late"]
