"""The chance of an accident per year: published priors for nuclear use, the pair's own record for clashes."""

from collections.abc import Mapping, Sequence
from datetime import date
from math import expm1
from statistics import median
from typing import Any

from detente.runaway.model import EventDays, fatal_days
from detente.world.answers import Hazard
from detente.world.estimate import Interval
from detente.world.history import History

FIRST_YEAR = 1945
POOLED = "nuclear war"
_NORMAL_95 = 1.6448536269514722
_ABSOLUTE = (0.06270677794321385, 0.6744897501960817, 1.959963984540054)
"""5 %, 50 % and 95 % points of |Z|, Z standard normal."""


def nuclear(history: History, parameters: Mapping[str, Any]) -> tuple[Hazard, ...]:
    """The prior on nuclear use by accident, where a state of the pair is nuclear or has a nuclear patron."""
    if not (history.traits.nuclear or history.traits.umbrella):
        return ()
    what = "nuclear weapons used by accident or inadvertence"
    known = (row for row in parameters.get("hazards", ()) if int(row["year"]) < history.as_of.year)
    rows = [row for row in known if row["what"] == POOLED]
    if not rows:
        interval, source = _never(history.as_of), "no nuclear exchange since 1945; Jeffreys prior"
        return (Hazard(what, interval, True, (source,)),)
    sources = tuple(f"{row['source']} ({row['scope']})" for row in rows)
    return (Hazard(what, _pooled(rows), True, sources),)


def _pooled(rows: Sequence[Mapping[str, Any]]) -> Interval:
    """The median of the published central figures, from the lowest low to the highest high."""
    value = median(float(row["median"]) for row in rows)
    low, high = min(float(row["low"]) for row in rows), max(float(row["high"]) for row in rows)
    return Interval(
        value, low, high, f"range of {len(rows)} published figures; none of these is for this pair"
    )


def _never(as_of: date) -> Interval:
    low, value, high = jeffreys(0, as_of.year - FIRST_YEAR + 1)
    return Interval(value, low, high, "0 in the years since 1945, Gamma(1/2, years), 90 %; not for this pair")


def clash(days: EventDays, parameters: Mapping[str, Any]) -> tuple[Hazard, ...]:
    """The chance of a day within a year on which force kills short of war: above that of one by accident."""
    what = "a clash that kills, short of war (an upper bound for one by accident)"
    if days.window is None:
        known = parameters.get("fatal_per_year")
        return (
            () if known is None else (Hazard(what, _class(known), True, (str(parameters.get("data", "")),)),)
        )
    k, years = fatal_days(days), max(days.window.observed / 365.25, 1.0)
    low, value, high = map(_chance, jeffreys(k, years))
    method = f"{k} such days in {years:.0f} covered years to {days.window.end}, Gamma(k + 1/2, years), 90 %"
    return (Hazard(what, Interval(value, low, high, method), False, ("the pair's own covered acts",)),)


def _class(known: Mapping[str, float]) -> Interval:
    low, value, high = (_chance(known[key]) for key in ("low", "median", "high"))
    return Interval(
        value, low, high, "pairs with a long record of acts, 5 to 95 %; a quieter pair lies below"
    )


def _chance(rate: float) -> float:
    """The chance of at least one in a year."""
    return -expm1(-rate)


def jeffreys(k: int, years: float) -> tuple[float, float, float]:
    """5 %, 50 % and 95 % points of Gamma(k + 1/2, years), per year.

    For k = 0 exact (half the square of a normal); else Wilson & Hilferty, PNAS 17 (1931) 684, within 4 %.
    """
    if k == 0:
        low, middle, high = (0.5 * z * z for z in _ABSOLUTE)
    else:
        low, middle, high = _wilson_hilferty(k + 0.5)
    return low / years, middle / years, high / years


def _wilson_hilferty(shape: float) -> tuple[float, float, float]:
    spread, centre = 1.0 / (3.0 * shape**0.5), 1.0 - 1.0 / (9.0 * shape)
    at = (-_NORMAL_95, 0.0, _NORMAL_95)
    low, middle, high = (shape * (centre + z * spread) ** 3 for z in at)
    return max(low, 0.0), middle, high
