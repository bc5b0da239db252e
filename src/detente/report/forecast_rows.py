"""Rows of the forecast's further figures: the questions beside the table, and how like forecasts came out."""

from collections import Counter

from detente.report.draw_rows import Row
from detente.report.draw_words import TARGETS, chance, span
from detente.world.answers import Forecast
from detente.world.assessment import Assessment
from detente.world.questions import Question, Reliable

ASKED = {
    ("onset", "dispute"): "A new dispute within a year",
    ("escalation", "force"): "A dispute begun now comes to the use of force",
    ("escalation", "fatal"): "A dispute begun now costs a life",
    ("escalation", "war"): "A dispute begun now comes to war",
    ("next", "act"): "The next act comes within {days} days",
}
"""What each question asks, in words."""

HOW_FAR = {
    "war": "became war",
    "fatal": "cost lives",
    "force": "came to force",
    "no force": "without force",
    "unknown": "not known how far",
}
"""How far a dispute went, in words."""

_GROUP = {True: "Of other pairs alone", False: "Of this pair"}
_SHAPE = {True: "square", False: "circle"}

YEAR = 365


def asked(q: Question) -> str:
    """The question in words."""
    return ASKED[q.question, q.target].format(days=q.days)


def question_rows(assessment: Assessment) -> list[Row]:
    """A row a question; the diamond is the share of all pairs or of this pair's usual days."""
    return [
        Row(asked(q), q.p, q.low, q.high, _said(q), _GROUP[q.prior_only], _SHAPE[q.prior_only], q.base_rate)
        for q in assessment.forecast.questions
    ]


def _said(q: Question) -> str:
    return f"{chance(q.p)} ({span(q.low, q.high)})"


def reliability_rows(assessment: Assessment) -> list[Row]:
    """A row a bin of past forecasts of a fatal act and of war within a year."""
    return [
        Row(f"said {chance(b.forecast)}", _open(b.observed), _open(b.low), _open(b.high),
            f"came {chance(_open(b.observed)) if b.observed else 'never'} of {b.n:,}",
            f"{TARGETS[b.target]} within a year", "circle", _open(b.forecast))
        for b in shown(assessment)
    ]  # fmt: skip


def shown(assessment: Assessment) -> list[Reliable]:
    """The bins that the page draws: those of the headline's targets, a year ahead."""
    return [b for b in assessment.forecast.reliability if b.days == YEAR and b.target in ("war", "fatal")]


def provable(assessment: Assessment) -> str:
    """Below which chance of war within a year the vintage's past forecasts can prove nothing; "" without any.

    The upper 95 % bound of a share of which n cases show none is about 3 / n (Hanley & Lippman-Hand 1983,
    JAMA 249:1743).
    """
    bins = [b for b in assessment.forecast.reliability if (b.target, b.days) == ("war", YEAR)]
    if not bins:
        return ""
    least = min(bins, key=lambda b: b.forecast)
    return (
        f"Of the {least.n:,} lowest past forecasts of war within a year, {chance(_open(least.forecast))} on "
        f"average, {round(least.n * least.observed):,} came true. Had none come true, the share could still "
        f"be as high as {chance(_open(3.0 / least.n))} (95 % bound, 3 / n): no lower chance can be proved."
    )


def precedents_line(forecast: Forecast) -> str:
    """How many disputes between the two the ingested table has, how far they went, and the last one."""
    past = forecast.precedents
    went = Counter(p.reached for p in past)
    levels = ", ".join(f"{went[level]} {HOW_FAR[level]}" for level in HOW_FAR if went[level])
    last = past[0]
    end = f" to {last.end}" if last.end else ""
    return (
        f"disputes between the two in the ingested table: {len(past)} (as a whole {levels}); the last, "
        f"number {last.dispute}, from {last.start}{end}, begun by {last.began}: "
        f"{HOW_FAR[last.reached]}"
    )


def reasons_line(forecast: Forecast) -> str:
    """What moves the chance that a dispute begun now comes to force."""
    first = [r for r in forecast.reasons if r.step == forecast.reasons[0].step]
    said = "; ".join(f"{r.what} {r.log_odds:+.2f}" for r in first)
    return f"toward {first[0].step}, in log-odds against the average past dispute: {said}"


def _open(p: float) -> float:
    return min(max(p, 1e-5), 1.0 - 1e-5)
