"""The deal: the window of inspection for each kind of terms, and the belief in a deal over time."""

import math

from detente.report import words
from detente.report.draw import Picture, Scale, around, arrow_head, fitted, text_width, wrapped
from detente.report.draw_days import calendar, parsed
from detente.report.draw_marks import legend
from detente.report.draw_rows import SHARES
from detente.report.motive_words import deepest_fall, hoped, inspection, opening, turning_points
from detente.world.assessment import Assessment
from detente.world.estimate import Interval
from detente.world.motives import Hope, Window

BAR = 26
"""Height of a window's bar."""

PLOT = 150
"""Height of the belief's plot."""

TOLD = 4
"""Changes of the belief that are told below its plot."""


def window(assessment: Assessment, key: str, width: int) -> str:
    """For each kind of terms a bar of 0 to 100 % inspection, and its two edges with their intervals."""
    picture = Picture(key, width)
    scale = Scale(0.0, 1.0, 12.0, width - 12.0)
    y = _zones_legend(picture)
    for w in assessment.motive.deal.windows:
        picture.text(2, y + 14, opening(w), "group")
        _zones(picture, w, scale, y + 22)
        y += 22 + BAR
        y = _edge(picture, "needed", w.least, scale, y, "circle")
        y = _edge(picture, "borne", w.most, scale, y, "square") + 16
    _shares(picture, scale, y)
    return picture.svg(y + 36, "The window of a deal", _window_words(assessment))


def _zones_legend(picture: Picture) -> float:
    return legend(picture, 12, [
        (lambda p, x, y: p.box((x - 8, y - 6), (16, 12), "zone little"), "too little: cheating pays"),
        (lambda p, x, y: p.box((x - 8, y - 6), (16, 12), "hatched"), "too much: not borne"),
        (lambda p, x, y: p.box((x - 8, y - 6), (16, 12), "zone open"), "the window"),
    ]) + 6  # fmt: skip


def _zones(picture: Picture, w: Window, scale: Scale, y: float) -> None:
    """What is too little from the left, what is too much from the right; between them the window."""
    least, most = scale(w.least.value), scale(w.most.value)
    whole = (scale.right - scale.left, BAR)
    picture.box((scale.left, y), whole, "lane")
    picture.box((scale.left, y), (least - scale.left, BAR), "zone little")
    picture.box((most, y), (scale.right - most, BAR), "hatched")
    if w.least.value <= min(w.most.value, 1.0):
        picture.box((least, y), (max(2.0, most - least), BAR), "zone open")
    picture.box((scale.left, y), whole, "frame")


def _edge(picture: Picture, name: str, at: Interval, scale: Scale, y: float, shape: str) -> float:
    """One edge of the window with its interval, and its number in words; the y below it."""
    said = inspection(at)
    text_y, mark_y = y + 18, y + 32
    picture.text(scale.left, text_y, fitted(name, picture.width - text_width(said) - 40))
    picture.text(scale.right, text_y, said, "said", "end")
    picture.line((scale(at.low), mark_y), (scale(at.high), mark_y), "interval")
    for value, way in ((at.low, math.pi), (at.high, 0.0)):
        x = scale(value)
        if scale.holds(value):
            picture.line((x, mark_y - 4), (x, mark_y + 4), "interval")
        else:
            arrow_head(picture, (x + 5 * math.cos(way), mark_y), way, 9)
    if shape == "circle":
        picture.put("circle", cx=scale(at.value), cy=mark_y, r=5.5, class_="dot circle")
    else:
        picture.polygon(around(scale(at.value), mark_y, 7.5, corners=4, turn=45.0), "dot square")
    return y + 36


def _shares(picture: Picture, scale: Scale, y: float) -> None:
    picture.line((scale.left, y), (scale.right, y), "axis-line")
    for value, text in SHARES:
        picture.line((scale(value), y), (scale(value), y + 4), "axis-line")
        half = text_width(text, 11) / 2
        picture.text(min(max(scale(value), half), picture.width - half), y + 16, text, "tick", "middle")
    picture.text(
        (scale.left + scale.right) / 2,
        y + 31,
        "inspection: the chance that cheating is found",
        "axis",
        "middle",
    )


def _window_words(assessment: Assessment) -> str:
    told = [
        f"{opening(w)}; complying pays from {inspection(w.least)}, borne up to {inspection(w.most)}"
        for w in assessment.motive.deal.windows
    ]
    return "; ".join(told) + "."


def hope(assessment: Assessment, key: str, width: int) -> str:
    """A step after each act, with its interval; the largest changes are numbered and told below."""
    picture = Picture(key, width)
    path = [h for h in assessment.motive.deal.hope if parsed(h.day)]
    days = [_ordinal(h.day) for h in path]
    as_of = words.today(assessment).toordinal()
    first = min([*days, as_of - 365])
    across = Scale(first, max(as_of, *days, first + 1), 44.0, width - 8.0)
    up = Scale(0.0, 1.0, 16.0 + PLOT, 16.0)
    calendar(picture, across, (up(1.0), up(0.0)))
    _levels(picture, across, up)
    xs = [*map(across, days), across(as_of)]
    _steps(picture, path, xs, up)
    _fall(picture, path, xs, up)
    y = _numbered(picture, path, xs, up)
    return picture.svg(y, "The belief in a deal over time", _hope_words(path))


def _ordinal(text: str) -> int:
    when = parsed(text)
    return when.start.toordinal() if when else 0


def _levels(picture: Picture, across: Scale, up: Scale) -> None:
    for value, text in SHARES:
        if value in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
            picture.line((across.left, up(value)), (across.right, up(value)), "grid")
            picture.text(across.left - 6, up(value) + 4, text, "tick", "end")
    picture.line((across.left, up(0.0)), (across.right, up(0.0)), "axis-line")


def _steps(picture: Picture, path: list[Hope], xs: list[float], up: Scale) -> None:
    """The interval as boxes, the belief as a line of steps."""
    for h, x, end in zip(path, xs, xs[1:], strict=False):
        top, bottom = up(min(h.belief.high, 1.0)), up(max(h.belief.low, 0.0))
        picture.box((x, top), (end - x, bottom - top), "band outer")
    if not path:
        return
    moves = [f"V{up(h.belief.value):.1f}H{end:.1f}" for h, end in zip(path, xs[1:], strict=False)]
    picture.path(f"M{xs[0]:.1f} {up(path[0].belief.value):.1f}{''.join(moves)}", "middle")


def _fall(picture: Picture, path: list[Hope], xs: list[float], up: Scale) -> None:
    fall = deepest_fall(path)
    if fall is not None:
        picture.line((xs[fall], up(1.0)), (xs[fall], up(0.0)), "change")


def _numbered(picture: Picture, path: list[Hope], xs: list[float], up: Scale) -> float:
    """Numbers at the largest changes, and below the plot what they were; the y below."""
    y = up(0.0) + 44
    taken: list[tuple[float, float]] = []
    for number, i in enumerate(turning_points(path, TOLD), start=1):
        x, top = xs[i], up(path[i].belief.value) - 12
        while any(abs(x - a) < 16 and abs(top - b) < 17 for a, b in taken):
            top -= 17
        top = max(top, 9.0)
        taken.append((x, top))
        picture.put("circle", cx=x, cy=top, r=8, class_="number")
        picture.text(x, top + 4, str(number), "count", "middle")
        told = f"{number}: {'largest fall: ' if i == deepest_fall(path) else ''}{hoped(path[i])}"
        for line in wrapped(told, picture.width - 8, lines=3):
            picture.text(4, y, line)
            y += 15
    return y


def _hope_words(path: list[Hope]) -> str:
    return "; ".join(map(hoped, path)) + "."
