"""What the fifth room says in words, the same for its pictures, its page and the terminal."""

from detente.report import words
from detente.report.draw_words import chance, day, leading
from detente.world.answers import Control, Fan, Highest, Reaction, Runaway
from detente.world.assessment import Assessment
from detente.world.estimate import Interval

BLOCKS = ("show", "force", "lethal")
"""The blocks of the ladder from which and to which acts are counted, the lowest first."""

SHOWN_PATRONS = 2
"""Patrons in the picture of who answers whom; more are told in a table."""

HIGHEST = {
    "none": "no act",
    "show": "show of force at most",
    "force": "force, nobody killed",
    "lethal": "people killed",
}


def ratio_of(interval: Interval) -> str:
    """ "0.58 (0.39 to 0.83)"."""
    return f"{interval.value:.2f} ({interval.low:.2f} to {interval.high:.2f})"


def lasting(days: float) -> str:
    """A length of time: hours below a day, else days."""
    if days < 0.96:
        hours = max(1, round(24 * days))
        return "1 hour" if hours == 1 else f"{hours} hours"
    said = f"{days:.2g}" if days < 10 else f"{days:,.0f}"
    return "1 day" if said in ("1", "0.96", "0.97", "0.98", "0.99") else f"{said} days"


def lasting_in(interval: Interval) -> str:
    """ "6 days (3 to 14 days)"."""
    low, high = lasting(interval.low), lasting(interval.high)
    unit = high.partition(" ")[2]
    return f"{lasting(interval.value)} ({low.removesuffix(f' {unit}')} to {high})"


def share(p: float) -> str:
    """A probability as a percentage that is never nought."""
    return "under 0.1 %" if p < 0.001 else words.percent(p)


def paths(p: float) -> str:
    """The share of simulated paths, as odds; none of them is said as such."""
    return chance(p) if p > 0.0 else "none of the paths"


def sides(assessment: Assessment) -> list[str]:
    """The pair, the acting state first, then everybody else in the next-generation matrix."""
    met = (code for s in assessment.runaway.generation for code in (s.doer, s.answerer))
    return list(dict.fromkeys((*leading(assessment), *met)))


def same_speed(runaway: Runaway) -> Interval | None:
    """The half-life where every reaction has the same one, else None."""
    if runaway.half_life is None:
        return None
    speeds = {(r.half_life.value, r.half_life.low, r.half_life.high) for r in runaway.reactions}
    whole = (runaway.half_life.value, runaway.half_life.low, runaway.half_life.high)
    return runaway.half_life if speeds <= {whole} else None


def patrons(assessment: Assessment) -> list[list[Reaction]]:
    """The reactions to each state outside of the pair, those who set off most first."""
    found: dict[str, list[Reaction]] = {}
    for r in assessment.runaway.reactions:
        if r.doer not in assessment.pair and r.answerer in assessment.pair:
            found.setdefault(r.doer, []).append(r)
    return sorted(found.values(), key=lambda rows: -sum(r.acts.value for r in rows))


def tabled(assessment: Assessment) -> bool:
    """Whether a table of reactions tells more than their picture: several speeds, or patrons left out."""
    runaway = assessment.runaway
    crowded = len(patrons(assessment)) > SHOWN_PATRONS
    return bool(runaway.reactions) and (crowded or same_speed(runaway) is None)


def answering(assessment: Assessment, reaction: Reaction) -> str:
    """ "South Korea after North Korea", or "North Korea after its own"."""
    doer, answerer = (words.name(assessment, code) for code in (reaction.doer, reaction.answerer))
    return f"{answerer} after its own" if reaction.doer == reaction.answerer else f"{answerer} after {doer}"


def checks(runaway: Runaway) -> list[tuple[str, str]]:
    """How fast, and the check against false alarm: each as what was asked and what was found."""
    control, speed = runaway.control, runaway.half_life
    told = [] if speed is None else [("Half of the answers", f"come within {lasting_in(speed)}")]
    if control is None:
        return told
    return [
        *told,
        ("Any reaction at all", f"{share(control.p_excited)} probable: {_evidence(control)}"),
        ("A ratio of 1 or more", f"{share(control.p_critical)} probable"),
        ("A constant baseline", f"would report {control.naive:.2f}, drift included"),
        ("The level itself", f"changed on {_changes(control)}" if control.changes else "no change found"),
        ("Drift alone", _mistaken(control)),
    ]


def _evidence(control: Control) -> str:
    return f"{control.log_evidence:+.1f} in log-evidence over a drifting baseline alone"


def _changes(control: Control) -> str:
    return " and ".join(map(day, control.changes))


def _mistaken(control: Control) -> str:
    if control.mistaken is None:
        return "not simulated for this pair"
    if control.mistaken <= 0.0:
        return "never read as reaction in streams simulated without any"
    return f"read as reaction in {share(control.mistaken)} of streams simulated without any"


def ahead(fan: Fan) -> str:
    """ "30 days: 2 event days (half of the paths 1 to 3, 9 in 10 of them 0 to 6)"."""
    count = f"{fan.middle:,.0f} event day{'' if round(fan.middle) == 1 else 's'}"
    middle = f"half of the paths {fan.lower:,.0f} to {fan.upper:,.0f}"
    return f"{fan.day} days: {count} ({middle}, 9 in 10 of them {fan.low:,.0f} to {fan.high:,.0f})"


def marks(fan: tuple[Fan, ...]) -> list[Fan]:
    """The days of a fan that are told in words: those of 30 and 90 days, else its last."""
    told = [f for f in fan if f.day in (30, 90)]
    return told or sorted(fan, key=lambda f: f.day)[-1:]


def horizons(runaway: Runaway) -> list[tuple[int, list[Highest]]]:
    """The highest acts ahead by horizon, each from none up to the lethal."""
    order = {block: i for i, block in enumerate(HIGHEST)}
    by_days: dict[int, list[Highest]] = {}
    for h in runaway.highest:
        by_days.setdefault(h.days, []).append(h)
    return [(d, sorted(by_days[d], key=lambda h: order.get(h.block, 9))) for d in sorted(by_days)]


def undrawn(runaway: Runaway) -> str:
    """Which pictures are left out, and why; nothing where all are there."""
    parts = {
        "who answers whom": runaway.reactions or runaway.matrix,
        "the check against drift": runaway.control,
        "how the ladder multiplies": runaway.generation,
        "the level over time": runaway.levels,
        "paths ahead": runaway.fan or runaway.highest,
        "the size of a cascade": runaway.sizes,
    }
    lacking = ", ".join(name for name, there in parts.items() if not there)
    if not lacking:
        return ""
    if runaway.prior_only:
        return f"Left out, for nothing is fitted to this pair's own acts: {lacking}."
    return f"Left out, for this answer does not hold them: {lacking}."
