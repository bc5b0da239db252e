"""Evidence by event: for each of the last moves a bar for or against each motive."""

import math
from dataclasses import dataclass

from detente.report import words
from detente.report.draw import Picture, fitted, text_width, wrapped
from detente.report.draw_words import day
from detente.report.motive_words import moved, ranked, signed, small, summed, weighed
from detente.world.assessment import Assessment
from detente.world.motives import MoveEvidence

SHOWN = 12
"""Moves in the picture, the latest."""

LINE = 14
"""Height of a line of words."""

LABEL = 240
"""Room for a move's words beside its bars."""

STEPS = (0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0, 20.0, 50.0, 100.0)
"""Nats that the edge of a column may stand for."""


@dataclass(frozen=True, slots=True)
class Columns:
    """A column for each motive, its zero in the middle; `top` nats reach the edge."""

    motives: tuple[str, ...]
    left: float
    wide: float
    top: float

    def zero(self, index: int) -> float:
        """Where the column's zero line stands."""
        return self.left + (index + 0.5) * self.wide

    def length(self, nats: float) -> float:
        """How long a bar is, with its sign."""
        return max(-1.0, min(1.0, nats / self.top)) * (self.wide / 2 - 4)


def evidence(assessment: Assessment, key: str, width: int) -> str:
    """A row for each move, the latest last, and the sum of the rows shown."""
    picture = Picture(key, width)
    shown = assessment.motive.evidence[-SHOWN:]
    columns = _columns(picture, assessment)
    y = _heads(picture, assessment, columns)
    for e in shown:
        y = _move(picture, assessment, columns, e, y)
    _scales(picture, columns, y)
    y = _together(picture, assessment, columns, y)
    return picture.svg(y + 10, "Evidence for and against each motive by event", _finding(assessment))


def _columns(picture: Picture, assessment: Assessment) -> Columns:
    motives = tuple(weighed(assessment))
    left = 0.0 if picture.narrow else float(LABEL)
    largest = max((abs(v) for e in assessment.motive.evidence[-SHOWN:] for _, v in e.nats), default=0.0)
    top = next((s for s in STEPS if s >= largest), math.ceil(largest))
    return Columns(motives, left, (picture.width - left) / max(1, len(motives)), top)


def _heads(picture: Picture, assessment: Assessment, columns: Columns) -> float:
    """Names and weights of the motives; the y below them."""
    weights = {m.motive: m.weight for m in ranked(assessment.motive)}
    for i, motive in enumerate(columns.motives):
        size = 12 if text_width(motive, 12) < columns.wide else 11
        class_ = "group" if size == 12 else "small"
        picture.text(columns.zero(i), 12, fitted(motive, columns.wide, size), class_, "middle")
        if motive in weights:
            picture.text(columns.zero(i), 27, small(weights[motive]), "tick", "middle")
    return 34.0


def _move(picture: Picture, assessment: Assessment, columns: Columns, e: MoveEvidence, y: float) -> float:
    """A move's words, its bars beside them or, on a phone, below; the y below both."""
    room = picture.width - 4 if picture.narrow else LABEL - 12
    lines = wrapped(moved(assessment, e), room, lines=2)
    for i, line in enumerate(lines):
        picture.text(2, y + LINE * (i + 1), line)
    when = f"{words.short_day(e.date, assessment.as_of)}, expected at {words.percent(e.p)}"
    told = y + LINE * (len(lines) + 1)
    picture.text(2, told, fitted(when, room, 11), "tick")
    _bars(picture, columns, e, told + 14 if picture.narrow else (y + told + 6) / 2)
    return told + (26 if picture.narrow else 6)


def _bars(picture: Picture, columns: Columns, e: MoveEvidence, middle: float) -> None:
    """A bar to the right of a column's zero speaks for its motive, one to the left against it."""
    nats = dict(e.nats)
    half = 5 if picture.narrow else 7
    for i, motive in enumerate(columns.motives):
        value = nats.get(motive)
        picture.line((columns.zero(i), middle - half - 3), (columns.zero(i), middle + half + 3), "axis-line")
        if value is None:
            picture.text(columns.zero(i), middle + 4, "?", "tick", "middle")
            continue
        length, zero = columns.length(value), columns.zero(i)
        class_ = "nat for" if value > 0 else "nat against"
        picture.box((min(zero, zero + length), middle - half), (max(abs(length), 0.6), 2 * half), class_)


def _scales(picture: Picture, columns: Columns, y: float) -> None:
    """What the edges of a column stand for."""
    for i in range(len(columns.motives)):
        zero, top = columns.zero(i), columns.length(columns.top)
        picture.text(zero - top, y + 14, f"−{columns.top:g}", "tick")
        picture.text(zero + top, y + 14, f"+{columns.top:g}", "tick", "end")


def _together(picture: Picture, assessment: Assessment, columns: Columns, y: float) -> float:
    """The sums of all moves that the answer holds; the y of their line."""
    told = f"all together ({len(assessment.motive.evidence)}), in nats"
    picture.text(2, y + 36, told, "group")
    y += 54 if picture.narrow else 36
    for i, motive in enumerate(columns.motives):
        picture.text(columns.zero(i), y, signed(summed(assessment, motive)), "sum", "middle")
    return y


def _finding(assessment: Assessment) -> str:
    told = []
    for e in assessment.motive.evidence[-SHOWN:]:
        nats = dict(e.nats)
        each = ", ".join(f"{m} {signed(nats[m])}" for m in weighed(assessment) if m in nats)
        told.append(f"{day(e.date)}, {moved(assessment, e)}: {each}")
    return "In nats against base rates. " + "; ".join(told) + "."
