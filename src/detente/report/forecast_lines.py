"""The questions beside the forecast's table, and its reliability, for the terminal."""

from detente.report import words
from detente.report.forecast_rows import YEAR, asked, precedents_line, provable, reasons_line
from detente.world.assessment import Assessment


def lines(assessment: Assessment) -> list[str]:
    """A line a question, why, the two's past disputes; then what came of war forecasts like this one."""
    forecast = assessment.forecast
    return [
        *_questions(assessment),
        *([reasons_line(forecast)] if forecast.reasons else []),
        *([precedents_line(forecast)] if forecast.precedents else []),
        *_reliability(assessment),
    ]


def _questions(assessment: Assessment) -> list[str]:
    rows = [
        f"  {asked(q)}: {words.percent(q.p)} ({words.percent(q.low)} to {words.percent(q.high)}), "
        f"usual {words.percent(q.base_rate)}{', prior only' if q.prior_only else ''}"
        for q in assessment.forecast.questions
    ]
    rests = dict.fromkeys(q.basis for q in assessment.forecast.questions)
    return ["asked beside the table:", *rows, *(f"  resting on {basis}" for basis in rests)] if rows else []


def _reliability(assessment: Assessment) -> list[str]:
    """The bin of past forecasts that this one falls into."""
    p = assessment.forecast.estimate("war", YEAR).p
    bins = [b for b in assessment.forecast.reliability if (b.target, b.days) == ("war", YEAR)]
    if not bins:
        return []
    near = min(bins, key=lambda b: abs(b.forecast - p))
    came = words.percent(near.observed) if near.observed else "never"
    return [
        f"of {near.n:,} past forecasts of war within a year near this one, on average "
        f"{words.percent(near.forecast)}, came true: {came} (95 % {words.percent(near.low)} to "
        f"{words.percent(near.high)})",
        provable(assessment),
    ]
