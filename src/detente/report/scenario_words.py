"""The room of past episodes in sentences, the same for the terminal and the page."""

from detente.report import words
from detente.world.answers import Analogue, Scenario
from detente.world.resemblance import OutcomeSet

SHOWN_NEXT = 3
OUTCOMES = {
    "none": "nothing militarized",
    "show": "a show of force",
    "force": "force without deaths",
    "fatal": "deaths",
    "war": "war",
}


def cycle(scenario: Scenario) -> list[str]:
    """Where the pair stands in the learned cycle: chances, how much longer, what comes after."""
    if scenario.remaining is None:
        return []
    others = [f"{row.phase} {words.percent(row.p)}" for row in scenario.phases[:SHOWN_NEXT] if row.p >= 0.01]
    left = scenario.remaining
    after = [f"{row.phase} {words.percent(row.p)}" for row in scenario.next_phases[:SHOWN_NEXT]]
    return [
        f"the learned cycle: {', '.join(others)}; the likeliest since {words.day(scenario.since)}; it may go "
        f"on for {left.value:.0f} days ({left.low:.0f} to {left.high:.0f}, {left.method})",
        f"after it: {', '.join(after)}",
    ]


def lengths(scenario: Scenario) -> str:
    """How long each phase lasts: half its spells, and four in five."""
    rows = [
        f"{row.phase} {row.lasts.value:.0f} days ({row.lasts.low:.0f} to {row.lasts.high:.0f})"
        for row in scenario.phases
    ]
    return f"how long phases last: {', '.join(rows)}" if rows else ""


def title(analogue: Analogue) -> str:
    """The name of an episode and its days, which the name of a run of acts tells already."""
    if words.day(analogue.end) in analogue.name:
        return analogue.name
    return f"{analogue.name} ({words.span_of_days(analogue.start, analogue.end)})"


def likeness(analogue: Analogue) -> str:
    """ "87 % alike: course 79 %, states 100 %, third parties 75 %"."""
    whole = f"{_share(analogue.similarity)} alike"
    parts = analogue.likeness
    if parts is None:
        return whole
    course = "no course to compare" if parts.course is None else f"course {_share(parts.course)}"
    traits, third = _share(parts.traits), _share(parts.third_parties)
    return f"{whole}: {course}, states {traits}, third parties {third}"


def _share(part: float) -> str:
    return f"{100 * part:.0f} %"


def outcomes(scenario: Scenario) -> list[str]:
    """The outcomes that most such episodes came to, by horizon."""
    return [_outcome(one) for one in scenario.outcomes]


def _outcome(one: OutcomeSet) -> str:
    names = " or ".join(OUTCOMES[name] for name in one.outcomes)
    tested = "" if one.covered is None else f"; such sets held {words.percent(one.covered)} of tested cases"
    return f"within {one.days} days of the opening, {words.percent(one.level)} set: {names}{tested}"
