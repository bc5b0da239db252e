"""What the brief says beside its pictures: findings for headings, odds that may be nought, tolerant dates."""

from detente.report import words
from detente.report.words import multiple as multiple
from detente.world.answers import Comparison
from detente.world.assessment import Assessment
from detente.world.estimate import Estimate, frequency

TARGETS = {
    "incident": "Another militarized act",
    "fatal": "A fatal clash (at least one battle death)",
    "war": "War (a thousand battle deaths)",
}

PROOFS = ("better than the baseline", "worse than the baseline", "no difference proved")


def leading(assessment: Assessment) -> tuple[str, str]:
    """The pair, the acting state first."""
    one, other = assessment.pair
    return (other, one) if assessment.motive.actor == other else (one, other)


def chance(p: float) -> str:
    """ "1 in 150"; a count of nought is said as such, for it is not "never"."""
    return frequency(p) if p > 0.0 else "none so far"


def interval(estimate: Estimate) -> str:
    """ "1 in 1,000 to 1 in 40"; a lower bound of nought has no N."""
    top = chance(estimate.high)
    return f"{frequency(estimate.low)} to {top}" if estimate.low > 0.0 else f"up to {top}"


def span(low: float, high: float) -> str:
    """ "0.1 % to 2.5 %", or "up to 2.5 %"."""
    return f"{words.percent(low)} to {words.percent(high)}" if low > 0.0 else f"up to {words.percent(high)}"


def day(text: str | None) -> str:
    """A date in words, or as it stands where it is none."""
    try:
        return words.day(text)
    except ValueError:
        return text or "undated"


def days(start: str, end: str) -> str:
    """The days of an episode."""
    return day(start) if start == end else f"{day(start)} to {day(end)}"


def times(ratio: float) -> str:
    """ "× 13"."""
    return f"× {multiple(ratio)}"


def findings(assessment: Assessment) -> dict[str, str]:
    """The finding of each room for its heading; a weak one is said as plainly as a strong one."""
    return {
        "record": _record(assessment),
        "forecast": _forecast(assessment),
        "scenario": _scenario(assessment),
        "motive": _motive(assessment),
        "runaway": _runaway(assessment),
    }


def weak(assessment: Assessment) -> dict[str, bool]:
    """Which rooms have little to say."""
    return {
        "record": not assessment.record.events,
        "forecast": assessment.forecast.prior_only,
        "scenario": not assessment.scenario.informative or not assessment.scenario.analogues,
        "motive": _weak_motive(assessment),
        "runaway": assessment.runaway.prior_only,
    }


def _record(assessment: Assessment) -> str:
    events = assessment.record.events
    if not events:
        return "No act between states is recorded in this dispatch."
    kinds = {
        "actual": "reported",
        "historical": "earlier",
        "hypothetical": "only possible",
        "denied": "denied",
    }
    numbers = {status: sum(e.status == status for e in events) for status in kinds}
    counts = [f"{numbers[status]} {word}" for status, word in kinds.items() if numbers[status]]
    return f"{len(events)} act{'s' if len(events) > 1 else ''}: {', '.join(counts)}."


def _forecast(assessment: Assessment) -> str:
    war = assessment.forecast.estimate("war", 365)
    text = f"War within a year: about {chance(war.p)}. {war.words.capitalize()}."
    prior = "Prior only: no more is known than base rates of other pairs. "
    return prior + text if assessment.forecast.prior_only else text


def _scenario(assessment: Assessment) -> str:
    scenario = assessment.scenario
    if not scenario.analogues:
        return f"Phase: {scenario.phase}. No past episode to compare with."
    if not scenario.informative:
        return (
            f"Phase: {scenario.phase}. Not informative: by the shipped test the likenesses foretell nothing."
        )
    return f"Phase: {scenario.phase}. {len(scenario.analogues)} episodes like this; tested informative."


def _motive(assessment: Assessment) -> str:
    motive = assessment.motive
    who = words.name(assessment, motive.actor)
    if motive.prior_only:
        return f"Undetermined: prior only, nothing of {who} was enough to weigh."
    if motive.undetermined or not motive.weights:
        return f"Undetermined: no motive of {who} stands out."
    best = max(motive.weights, key=lambda m: m.weight)
    tested = (
        "" if motive.informative else " Not informative: by the shipped test habit foresees moves as well."
    )
    return f"{who}: {best.motive}, {words.percent(best.weight)} of the weight.{tested}"


def _weak_motive(assessment: Assessment) -> bool:
    motive = assessment.motive
    return motive.undetermined or motive.prior_only or not motive.informative


def _runaway(assessment: Assessment) -> str:
    runaway = assessment.runaway
    ratio = runaway.branching_ratio
    prior = "Prior only. " if runaway.prior_only else ""
    text = f"One act sets off {ratio.value:.2f} more ({ratio.low:.2f} to {ratio.high:.2f})"
    return f"{prior}{text}: {runaway.verdict}."


def proof(card: Comparison) -> str:
    """Who beat whom, and whether beyond doubt; scores are losses, so a negative difference is a win."""
    if card.difference.high < 0:
        return PROOFS[0]
    if card.difference.low > 0:
        return PROOFS[1]
    return PROOFS[2]
