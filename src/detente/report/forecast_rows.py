"""Rows of the forecast's further figures: the questions beside the table, and how like forecasts came out."""

from detente.report.draw_rows import Row
from detente.report.draw_words import TARGETS, chance, span
from detente.world.answers import Question, Reliable
from detente.world.assessment import Assessment

ASKED = {
    ("onset", "dispute"): "A new dispute within a year",
    ("escalation", "force"): "A dispute begun now comes to the use of force",
    ("escalation", "fatal"): "A dispute begun now costs a life",
    ("escalation", "war"): "A dispute begun now comes to war",
    ("next", "act"): "The next act comes within {days} days",
}
"""What each question asks, in words."""

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


def _open(p: float) -> float:
    return min(max(p, 1e-5), 1.0 - 1e-5)
