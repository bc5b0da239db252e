"""The figures of the fourth room with their captions: weights, evidence, ladder, deal, the two states."""

from detente.report import words
from detente.report.draw_captioned import Figure, of_rows, twice
from detente.report.draw_motive_deal import hope, window
from detente.report.draw_motive_evidence import evidence
from detente.report.draw_motive_ladder import ladder
from detente.report.draw_motive_profile import courses, profile
from detente.report.draw_rows import Row, odds_axis, share_axis
from detente.report.draw_words import chance, span
from detente.report.motive_words import (
    ENDS,
    LEAST_TOLD,
    deepest_fall,
    is_null,
    ranked,
    rivals,
    weighed,
    weighing,
)
from detente.world.assessment import Assessment
from detente.world.estimate import Interval

LEAST = 1e-9
"""A chance off the end of a log-odds axis, which has no nought."""


def motive_figures(assessment: Assessment) -> list[Figure | None]:
    """The figures that have something to show, None in place of the others."""
    return [
        _weights(assessment),
        _evidence(assessment),
        _ladder(assessment),
        _ends(assessment),
        _window(assessment),
        _hope(assessment),
        _profile(assessment),
    ]


def _weights(assessment: Assessment) -> Figure | None:
    """All accounts, and the motives once more among themselves, for a yardstick may leave them nothing."""
    motive = assessment.motive
    if not motive.weights:
        return None
    rows = [
        Row(f"{m.motive}, a yardstick" if is_null(m.motive) else m.motive, m.weight, m.low, m.high,
            weighing(m.weight, m.low, m.high), group="All accounts",
            shape="hollow" if is_null(m.motive) else "circle")
        for m in ranked(motive)
    ]  # fmt: skip
    rows += [
        Row(m.motive, m.among, m.among_low, m.among_high, weighing(m.among, m.among_low, m.among_high),
            group="The motives alone", shape="circle")
        for m in rivals(motive)
    ]  # fmt: skip
    who = words.name(assessment, motive.actor)
    end = "No motive stands out." if motive.undetermined else "The weights of a group add up to 100 %."
    hollow = (
        " Hollow marks are yardsticks, which say nothing of why."
        if any(is_null(m.motive) for m in motive.weights)
        else ""
    )
    caption = f"Weights of rival motives of {who}, with their intervals. {end}{hollow}"
    return of_rows("motives", caption, rows, share_axis("weight"))


def _evidence(assessment: Assessment) -> Figure | None:
    if not weighed(assessment):
        return None
    caption = (
        "What each of the last moves says for and against each motive. A bar to the right: the motive "
        "foresaw the move better than base rates do; to the left: worse. 0.7 nats are twice as likely. The "
        "percentage beside a move is the chance that motives and habit, half each, gave that round."
    )
    return twice("motive-evidence", caption, lambda width: evidence(assessment, "motive-evidence", width))


def _ladder(assessment: Assessment) -> Figure | None:
    if not assessment.motive.ladder:
        return None
    caption = (
        "The ladder today. Each mark is a side's turn at a height; a line rises to where a move leads, as "
        "wide as it is likely in the round that begins today. A grey bar across: the side holds still, and "
        "the other moves or the round ends. The thinnest lines are rarer than 1 in 27."
    )
    return twice("motive-ladder", caption, lambda width: ladder(assessment, "motive-ladder", width))


def _ends(assessment: Assessment) -> Figure | None:
    rows = [
        Row(ENDS.get(e.end, e.end), _open(e.p.value), _open(e.p.low), _open(e.p.high), _odds(e.p),
            shape={"war": "star", "accident": "square"}.get(e.end, "circle"))
        for e in assessment.motive.ends
    ]  # fmt: skip
    caption = "How the round that begins today ends. The axis is in log-odds."
    return of_rows("motive-ends", caption, rows, odds_axis(rows)) if rows else None


def _odds(p: Interval) -> str:
    return f"{words.percent(p.value) if p.value >= 0.1 else chance(p.value)} ({span(_told(p.low), p.high)})"


def _told(p: float) -> float:
    """A chance as it is told: one below the least is none."""
    return p if p >= LEAST_TOLD else 0.0


def _open(p: float) -> float:
    return min(max(p, LEAST), 1 - LEAST)


def _window(assessment: Assessment) -> Figure | None:
    if not assessment.motive.deal.windows:
        return None
    caption = (
        "How much inspection a deal needs and how much it bears. Left of the circle cheating pays; right of "
        "the square inspection costs more than the deal is worth. A deal needs the circle left of the "
        "square; where the two grounds overlap there is none."
    )
    return twice("motive-window", caption, lambda width: window(assessment, "motive-window", width))


def _hope(assessment: Assessment) -> Figure | None:
    path = assessment.motive.deal.hope
    if not path:
        return None
    fall = " The dashed line is where it fell most." if deepest_fall(path) is not None else ""
    caption = (
        "The belief that the other side would accept a phased deal, as it stands after each act, with its "
        f"interval.{fall}"
    )
    return twice("motive-hope", caption, lambda width: hope(assessment, "motive-hope", width))


def _profile(assessment: Assessment) -> Figure | None:
    if not courses(assessment):
        return None
    caption = (
        "The two states over time. The last value is that of the table; a line ends where its source does."
    )
    return twice("motive-profile", caption, lambda width: profile(assessment, "motive-profile", width))
