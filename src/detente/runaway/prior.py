"""What other pairs say where the pair itself has too few event days."""

from collections.abc import Mapping
from typing import Any

from detente.runaway.model import LEAST_DAYS, EventDays
from detente.world.estimate import Interval

UNKNOWN = Interval(0.5, 0.0, 1.0, "no fitted class: anything between 0 and 1")


def branching_prior(parameters: Mapping[str, Any]) -> Interval:
    """The branching ratio over other pairs: their median, 5 to 95 %."""
    known = parameters.get("branching")
    if not known:
        return UNKNOWN
    method = (
        f"{known['n']} pairs with {LEAST_DAYS}+ event days before {parameters.get('vintage', '?')}, 5 to 95 %"
    )
    return Interval(float(known["median"]), float(known["low"]), float(known["high"]), method)


def why_prior(days: EventDays, parameters: Mapping[str, Any]) -> str:
    """Why nothing was fitted to the pair."""
    if not parameters.get("informative", False):
        return "prior only, not informative: no back-test before this day shows that a fit beats drift alone"
    if days.window is None:
        return "prior only: no source of acts covers this pair, and days without a report are not quiet days"
    if days.stale():
        return f"prior only: coverage of this pair ends on {days.window.end}, too long ago"
    return f"prior only: {days.total()} event days, fewer than the {LEAST_DAYS} that a fit needs"
