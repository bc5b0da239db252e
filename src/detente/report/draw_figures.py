"""The figures of the brief: each drawn for a desk and for a phone, with its caption."""

from dataclasses import replace

from detente.report import words
from detente.report.draw_captioned import Figure, of_rows, twice
from detente.report.draw_courses import episode_courses
from detente.report.draw_days import coverage, day_strip
from detente.report.draw_events import event_strip
from detente.report.draw_loop import loop
from detente.report.draw_motive import motive_figures
from detente.report.draw_rows import Axis, Row, odds_axis
from detente.report.draw_runaway_ahead import fan, highest, sizes
from detente.report.draw_runaway_ladder import ladder
from detente.report.draw_runaway_levels import levels
from detente.report.draw_runaway_words import ahead, lasting_in, marks, ratio_of, same_speed
from detente.report.draw_what_if import what_if_figure
from detente.report.draw_words import TARGETS, chance, span
from detente.report.forecast_rows import provable, question_rows, reliability_rows
from detente.world.answers import Runaway
from detente.world.assessment import Assessment
from detente.world.estimate import Estimate

HORIZONS = (30, 90, 365)
SHAPES = {"incident": "circle", "fatal": "square", "war": "star"}


def figures(assessment: Assessment) -> dict[str, Figure]:
    """Every figure that has something to show, by name."""
    made = [
        _events(assessment),
        _odds(assessment),
        *(_steps(assessment, target) for target in ("war", "fatal")),
        _questions(assessment),
        _reliability(assessment),
        _courses(assessment),
        *motive_figures(assessment),
        _branching(assessment),
        _loop(assessment),
        _ladder(assessment),
        _levels(assessment),
        _fan(assessment),
        _highest(assessment),
        _sizes(assessment),
        _hazards(assessment),
        what_if_figure(assessment),
        _coverage(assessment),
    ]
    return {figure.key: figure for figure in made if figure is not None}


def _events(assessment: Assessment) -> Figure | None:
    if not assessment.record.events:
        return None
    caption = (
        "Who acted, and when. The numbers are those of the list below; the higher the rung of the ladder, "
        "the larger the mark. Left of the broken axis the past is not to scale."
    )
    return twice("events", caption, lambda width: event_strip(assessment, "events", width))


def _odds(assessment: Assessment) -> Figure:
    rows = [
        Row(f"{e.days} days", e.p, e.low, e.high, _said(e), TARGETS[target], SHAPES[target], e.base_rate)
        for target in TARGETS
        for e in (assessment.forecast.estimate(target, days) for days in HORIZONS)
    ]
    level = assessment.forecast.targets[0].level
    caption = (
        f"How likely, by when. Filled marks with their {level:.0%} interval are the answer; the hollow "
        "diamond below is what is usual for this pair. The axis is in log-odds: a step to the left is far "
        "rarer."
    )
    return of_rows("odds", caption, rows, odds_axis(rows))


def _said(e: Estimate) -> str:
    return f"{chance(e.p)} ({span(e.low, e.high)})"


def _steps(assessment: Assessment, target: str) -> Figure | None:
    """From the outside view to the answer, for a year."""
    forecast = assessment.forecast
    rates = [
        Row(r.reference, _open(r.p), r.low, r.high, f"{r.k:.3g} of {r.n:.4g}: {chance(r.p)}",
            "Outside view", "square")
        for r in forecast.base_rates if (r.target, r.days) == (target, 365)
    ]  # fmt: skip
    shifts = [
        Row(s.reason, _open(s.after), _open(s.after), _open(s.after), f"{s.log_odds:+.2f}: {chance(s.after)}",
            "Inside view: steps, in log-odds", start=_open(s.before))
        for s in forecast.shifts if (s.target, s.days) == (target, 365)
    ]  # fmt: skip
    if not rates and not shifts:
        return None
    rates = _common(rates)
    e = forecast.estimate(target, 365)
    rows = [
        *rates,
        *shifts,
        Row("within 365 days", e.p, e.low, e.high, _said(e), "The answer", SHAPES[target]),
    ]
    caption = f"{TARGETS[target]} within a year: from what is usual, step by step, to the answer."
    return of_rows(f"steps-{target}", caption, rows, odds_axis(rows))


def _questions(assessment: Assessment) -> Figure | None:
    rows = question_rows(assessment)
    caption = (
        "Asked beside the table: a new dispute, how far one begun now would go, when the next act comes. The "
        "diamond is the share of all pairs or disputes. Squares rest on that share alone."
    )
    return of_rows("questions", caption, rows, odds_axis(rows)) if rows else None


def _reliability(assessment: Assessment) -> Figure | None:
    rows = reliability_rows(assessment)
    caption = (
        "How often such forecasts came true. Diamonds are what was said before the vintage of days in the "
        "same situation, marks what came of it, with 95 % bounds by Wilson. A good forecast lies on its mark."
        f" {provable(assessment)}"
    )
    return of_rows("reliability", caption, rows, odds_axis(rows)) if rows else None


def _common(rows: list[Row]) -> list[Row]:
    """Rows whose labels all begin alike up to a colon, with that beginning moved into their heading."""
    heads = {row.label.partition(": ")[0] for row in rows if ": " in row.label}
    if len(heads) != 1 or len(rows) < 2 or any(": " not in row.label for row in rows):
        return rows
    head = heads.pop()
    return [replace(r, label=r.label.partition(": ")[2], group=f"{r.group}: {head}") for r in rows]


def _open(p: float) -> float:
    """A probability off the ends of a log-odds axis."""
    return min(max(p, 1e-9), 1 - 1e-9)


def _courses(assessment: Assessment) -> Figure | None:
    if not assessment.scenario.analogues:
        return None
    caption = (
        "The present course, and the nearest past episodes from their opening act on. Height is the rung of "
        "the ladder; the boxes say the worst of days 1 to 30, 1 to 90 and 1 to 365."
    )
    return twice("courses", caption, lambda width: episode_courses(assessment, "courses", width))


def _loop(assessment: Assessment) -> Figure | None:
    runaway = assessment.runaway
    if not runaway.matrix and not runaway.reactions:
        return None
    bounds = ", with its 90 % interval" if runaway.reactions else ""
    caption = (
        "Who answers whom. The number at an arrow is how many acts of the state it points to follow from one "
        f"act of the state it leaves{bounds}; the wider, the more.{_speed(runaway)}"
    )
    if any(r.doer not in assessment.pair for r in runaway.reactions):
        caption += " Boxes are states outside of the pair, and what one act of theirs sets off."
    return twice("loop", caption, lambda width: loop(assessment, "loop", width))


def _speed(runaway: Runaway) -> str:
    speed = same_speed(runaway)
    return "" if speed is None else f" Half of them come within {lasting_in(speed)}."


def _ladder(assessment: Assessment) -> Figure | None:
    runaway = assessment.runaway
    if not runaway.generation:
        return None
    caption = (
        "The ladder multiplies. Read down a column: one act of that kind, above, sets off these acts, on the "
        "left; the larger the dot, the more. An empty square is less than 0.005." + _frame(runaway)
    )
    return twice("ladder", caption, lambda width: ladder(assessment, "ladder", width))


def _frame(runaway: Runaway) -> str:
    """What the frame in the picture of the ladder holds, where there is one."""
    if not any(step.at == step.to == "lethal" for step in runaway.generation):
        return ""
    ratio = f"; their ratio is {ratio_of(runaway.lethal_ratio)}" if runaway.lethal_ratio else ""
    return f" The frame holds acts that kill after acts that kill{ratio}."


def _branching(assessment: Assessment) -> Figure:
    runaway = assessment.runaway
    ratio, lethal, control = runaway.branching_ratio, runaway.lethal_ratio, runaway.control
    rows = [Row("branching ratio", ratio.value, ratio.low, ratio.high, ratio_of(ratio))]
    if lethal is not None:
        name = "among acts that kill"
        rows.append(Row(name, lethal.value, lethal.low, lethal.high, ratio_of(lethal), shape="star"))
    caption = (
        "The branching ratio against 1. Below 1 each round of answers is smaller than the last; at 1 or "
        "above it does not stop by itself."
    )
    if control is not None:
        naive = control.naive
        rows.append(Row("with a constant baseline", naive, naive, naive, f"{naive:.2f}", shape="hollow"))
        caption += (
            " The hollow mark is what a baseline that may not drift would report: it takes drift for "
            "reaction."
        )
    return of_rows("branching", caption, rows, _against_one(rows))


def _against_one(rows: list[Row]) -> Axis:
    """A plain axis from nought over 1 to the highest bound, at most 4."""
    top = min(4.0, max(1.5, *(r.high for r in rows), 0.0))
    step = 0.25 if top <= 2 else 0.5
    ticks = tuple((i * step, f"{i * step:g}") for i in range(int(top / step + 0.999) + 1))
    return Axis(ticks, float, "further acts that one act sets off", (1.0, "1"), ("dies out", "feeds itself"))


def _levels(assessment: Assessment) -> Figure | None:
    if not assessment.runaway.levels:
        return _days(assessment)
    caption = (
        "Event days a month by fortnight. The full area is what the baseline alone would give, drift and "
        "season included; the pale area above it is what earlier acts have set off. Strokes are event days, "
        "the longer the higher the rung. Hatched: not covered, so not known to be quiet."
    )
    return twice("levels", caption, lambda width: levels(assessment, "levels", width))


def _fan(assessment: Assessment) -> Figure | None:
    if not assessment.runaway.fan:
        return None
    caption = (
        "Event days of the two together from now on, counted up along simulated paths. "
        f"Within {'; within '.join(ahead(f) for f in marks(assessment.runaway.fan))}."
    )
    return twice("fan", caption, lambda width: fan(assessment, "fan", width))


def _highest(assessment: Assessment) -> Figure | None:
    if not assessment.runaway.highest:
        return None
    caption = (
        "The highest act ahead. Each bar is all simulated paths, parted by the highest act on them; the "
        "marks below give each part with its 90 % interval."
    )
    return twice("highest", caption, lambda width: highest(assessment, "highest", width))


def _sizes(assessment: Assessment) -> Figure | None:
    if not assessment.runaway.sizes:
        return None
    caption = (
        "How large a cascade grows. The chance that one act sets off at least so many further event days, "
        "answers to answers counted in."
    )
    return twice("sizes", caption, lambda width: sizes(assessment, "sizes", width))


def _days(assessment: Assessment) -> Figure | None:
    if not assessment.runaway.days:
        return None
    caption = (
        "Days on which each side acted: one stroke for each day, the longer the higher its rung; thick "
        "strokes killed."
    )
    return twice("days", caption, lambda width: day_strip(assessment, "days", width))


def _hazards(assessment: Assessment) -> Figure | None:
    hazards = assessment.runaway.accident
    rows = [
        Row(h.what, _open(h.per_year.value), _open(h.per_year.low), _open(min(h.per_year.high, 1.0)),
            f"{chance(h.per_year.value)} {words.within(h.days)}{' (prior only)' if h.prior_only else ''}")
        for h in hazards
    ]  # fmt: skip
    caption = "Accidents. The chance of each, with its interval."
    return of_rows("hazards", caption, rows, odds_axis(rows, "chance, as odds")) if rows else None


def _coverage(assessment: Assessment) -> Figure | None:
    if not assessment.coverage:
        return None
    caption = "Which days the sources cover. Hatched: not covered, so nothing is known; that is not quiet."
    return twice("coverage", caption, lambda width: coverage(assessment, "coverage", width))
