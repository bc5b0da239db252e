"""What-ifs of both rooms that make them, together: their order, how often they matter, what they trade."""

from detente.report.draw_words import times
from detente.report.motive_words import often
from detente.world.assessment import Assessment
from detente.world.whatif import WhatIf

CHANGED = 0.02
"""A ratio nearer to 1 than this counts as no change."""


def what_ifs(assessment: Assessment) -> list[WhatIf]:
    """The what-ifs of RUNAWAY, then of MOTIVE, those of one policy together."""
    rows = (*assessment.runaway.what_if, *assessment.motive.what_if)
    order = list(dict.fromkeys(w.policy for w in rows))
    return sorted(rows, key=lambda w: order.index(w.policy))


def label(rows: list[WhatIf], w: WhatIf) -> str:
    """The policy, and what it changes where it changes several things."""
    several = sum(other.policy == w.policy for other in rows) > 1
    return f"{w.policy}: {w.effect}" if several else w.policy


def reached(w: WhatIf) -> str:
    """ "the place it changes is reached in 2 % of rounds"; empty where no game was solved."""
    return "" if w.reached is None else f"the place it changes is reached in {often(w.reached)}"


def trade_offs(assessment: Assessment) -> list[str]:
    """For each policy that lowers one thing and raises another, a sentence that says so."""
    by_policy: dict[str, list[WhatIf]] = {}
    for w in what_ifs(assessment):
        by_policy.setdefault(w.policy, []).append(w)
    return [told for policy, rows in by_policy.items() if (told := _trade_off(policy, rows))]


def _trade_off(policy: str, rows: list[WhatIf]) -> str:
    lower = [w for w in rows if w.ratio.value < 1 - CHANGED]
    higher = [w for w in rows if w.ratio.value > 1 + CHANGED]
    if not lower or not higher:
        return ""
    tail = ": a safer crisis invites more of them" if any("accident" in w.effect for w in lower) else ""
    return f"Trade-off: {policy} lowers {_listed(lower)} and raises {_listed(higher)}{tail}."


def _listed(rows: list[WhatIf]) -> str:
    return " and ".join(f"{w.effect} ({times(w.ratio.value)})" for w in rows)
