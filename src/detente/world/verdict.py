"""The headline: is this the beginning of a war, on what is recorded? A rule that anyone can check."""

from datetime import date

from detente.world.answers import Forecast
from detente.world.assessment import Verdict
from detente.world.estimate import frequency
from detente.world.record import Record

# Upper bounds on the chance of war within a year; chosen as round odds, not fitted to outcomes.
_HEADLINES = (
    (0.02, "not-war", "NOT THE BEGINNING OF A WAR, on what is recorded."),
    (0.10, "probably-not-war", "PROBABLY NOT THE BEGINNING OF A WAR, on what is recorded."),
    (0.50, "could-be-war", "THIS COULD BECOME A WAR, on what is recorded."),
    (1.01, "probably-war", "PROBABLY THE BEGINNING OF A WAR, on what is recorded."),
)
RECENT_DAYS = 30


def verdict(record: Record, forecast: Forecast, as_of: date) -> Verdict:
    """The verdict on a record: war if it is recorded, else by the chance of war within a year."""
    war = forecast.estimate("war", 365)
    odds = f"war within a year: about {frequency(war.p)}, usual for this pair {frequency(war.base_rate)}"
    if _war_recorded(record, as_of):
        return Verdict(
            "war-recorded", "WAR IS RECORDED, not only feared.", f"the dispatch asserts war; {odds}"
        )
    if not any(e.status == "actual" and _of_pair(record, e.source, e.target) for e in record.events):
        return Verdict(
            "no-new-act", "NO NEW ACT BETWEEN THE TWO in this dispatch.", f"as things stood: {odds}"
        )
    code, headline = next((code, text) for bound, code, text in _HEADLINES if war.p < bound)
    return Verdict(code, headline, odds)


def _war_recorded(record: Record, as_of: date) -> bool:
    return any(
        e.status == "actual" and e.rung >= 8 and _of_pair(record, e.source, e.target)
        and (e.when is None or (as_of - e.when.end).days <= RECENT_DAYS)
        for e in record.events
    )  # fmt: skip


def _of_pair(record: Record, source: str | None, target: str | None) -> bool:
    """Whether an act stays between the two, or is done by one of them with nobody addressed."""
    pair = record.pair or ()
    return (source in pair or target in pair) and all(code in pair for code in (source, target) if code)
