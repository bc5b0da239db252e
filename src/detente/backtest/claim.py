"""What a forecast claims, as a rule that a program can check later without us."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from detente.archive.ledger import Claim, window_after
from detente.forecast.ledger import WAR_DEATHS, YEAR
from detente.forecast.past import MID_MONTH
from detente.world.assessment import Assessment
from detente.world.estimate import Estimate
from detente.world.ladder import MILITARIZED, THREATS_OF_FORCE

ANY = ("*",)
"""Every data set of acts may settle a forecast."""

_FATAL = {"deaths_from": 1, "or_rung_from": 7}
_DAY: dict[str, dict[str, int]] = {
    "incident": {},
    "fatal": _FATAL,
    "war": {**_FATAL, "deaths_of_days": YEAR, "deaths_of_days_from": int(WAR_DEATHS)},
}
"""What a day's acts must come to, by target; the deaths of days are those of the days up to it."""


def claims(assessment: Assessment, made_at: datetime, datasets: Sequence[str] = ANY) -> tuple[Claim, ...]:
    """The forecasts of an assessment, one for each target and horizon, made at a time with its zone.

    `datasets` are the names of those that may settle them; `*` stands for any letters.
    """
    made = made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return tuple(_claim(assessment, estimate, made, datasets) for estimate in assessment.forecast.targets)


def _claim(assessment: Assessment, estimate: Estimate, made_at: str, datasets: Sequence[str]) -> Claim:
    window = window_after(date.fromisoformat(assessment.as_of), estimate.days)
    return Claim(
        made_at,
        assessment.as_of,
        assessment.pair,
        estimate.target,
        estimate.days,
        window,
        estimate.p,
        estimate.low,
        estimate.high,
        estimate.base_rate,
        rule(assessment.pair, estimate.target, window, datasets),
        assessment.id,
        assessment.provenance.version,
        assessment.forecast.vintage,
    )


def rule(
    pair: tuple[str, str], target: str, window: tuple[str, str], datasets: Sequence[str] = ANY
) -> dict[str, Any]:
    """When a forecast has come true: on a day of the window whose acts between the two come to the target.

    The bounds are those of `forecast.ledger.Ledger`, which made every label the forecast was fitted on.
    `coverage` are the days that one data set must cover before the answer may be no.
    """
    return {
        "between": list(pair),
        "window": list(window),
        "act": {"rung_from": MILITARIZED, "or_kinds": sorted(THREATS_OF_FORCE), "rung_of": {"invasion": 8}},
        "day": _DAY[target],
        "deaths": "upper estimate",
        "deaths_if_unknown": {"rung_7": 1, "rung_8_up": int(WAR_DEATHS)},
        "day_of_month_only": MID_MONTH + 1,
        "datasets": list(datasets),
        "coverage": [_from(target, window[0]), window[1]],
    }


def _from(target: str, first: str) -> str:
    """The first day that must be covered: deaths before the window may be part of a war in it."""
    reach = _DAY[target].get("deaths_of_days", 1) - 1
    return (date.fromisoformat(first) - timedelta(reach)).isoformat()
