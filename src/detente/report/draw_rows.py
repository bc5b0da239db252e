"""Rows of dots with their intervals, or of arrows, on one axis: odds, weights, hazards, ratios, shifts."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from detente.report.draw import Picture, Scale, around, arrow_head, fitted, logit, spaced, text_width, wrapped

PITCH, STACKED = 34, 44
"""Height of a row with its label beside it, and on a phone above it."""

LABEL = 220
"""Room for a label beside its row."""

Tick = tuple[float, str]
ODDS: tuple[Tick, ...] = (
    (1e-5, "1 in 100,000"),
    (1e-4, "1 in 10,000"),
    (1e-3, "1 in 1,000"),
    (1e-2, "1 in 100"),
    (0.1, "1 in 10"),
    (0.5, "1 in 2"),
    (0.9, "9 in 10"),
    (0.99, "99 in 100"),
    (0.999, "999 in 1,000"),
)
RATIOS: tuple[Tick, ...] = tuple(
    (r, f"× {r:g}") for r in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
)
SHARES: tuple[Tick, ...] = tuple((s / 100, f"{s} %") for s in (0, 20, 40, 60, 80, 100))


@dataclass(frozen=True, slots=True)
class Row:
    """A dot at `value` in [low, high]; `usual` is a hollow diamond; from `start` an arrow in place of both.

    `said` is the row's number in words; `shape` is circle, square, star or diamond; `group` heads the rows
    that share it.
    """

    label: str
    value: float
    low: float
    high: float
    said: str
    group: str = ""
    shape: str = "circle"
    usual: float | None = None
    start: float | None = None


@dataclass(frozen=True, slots=True)
class Axis:
    """What the rows are drawn on; `guide` is a value with a line and words of its own."""

    ticks: tuple[Tick, ...]
    warp: Callable[[float], float]
    name: str
    guide: Tick | None = None
    sides: tuple[str, str] | None = None


def odds_axis(rows: Sequence[Row], name: str = "chance, as odds") -> Axis:
    """A log-odds axis from the tick below the lowest bound to the tick above the highest."""
    return Axis(_cut(ODDS, _bounds(rows, 1e-5)), logit, name)


def ratio_axis(rows: Sequence[Row], name: str) -> Axis:
    """A logarithmic axis around 1."""
    low, high = _bounds(rows, 0.01)
    ticks = _cut(RATIOS, (min(low, 0.45), max(high, 2.2)))
    return Axis(ticks, math.log, name, (1.0, "as now"), ("less risk", "more risk"))


def share_axis(name: str) -> Axis:
    """A plain axis from 0 to 1."""
    return Axis(SHARES, float, name)


def _bounds(rows: Sequence[Row], floor: float) -> tuple[float, float]:
    values = [v for r in rows for v in (r.value, r.low, r.high, r.usual, r.start) if v is not None]
    return max(floor, min((v for v in values if v > 0), default=floor)), max(values, default=floor)


def _cut(ticks: tuple[Tick, ...], bounds: tuple[float, float]) -> tuple[Tick, ...]:
    """The run of ticks that just encloses the bounds, at least two."""
    first = max((i for i, (v, _) in enumerate(ticks) if v <= bounds[0]), default=0)
    last = min((i for i, (v, _) in enumerate(ticks) if v >= bounds[1]), default=len(ticks) - 1)
    first = min(first, len(ticks) - 2)
    return ticks[first : max(last, first + 1) + 1]


def chart(key: str, rows: Sequence[Row], axis: Axis, width: int, *, title: str) -> str:
    """The rows as SVG; the finding in words is made of the rows' own words."""
    picture = Picture(key, width)
    left, right = _edges(picture, rows)
    scale = Scale(axis.ticks[0][0], axis.ticks[-1][0], left, right, axis.warp)
    top = 34.0 if axis.sides else 18.0
    heights = _places(picture, rows, top)
    bottom = (heights[-1] if heights else top) + 16
    _grid(picture, axis, scale, (top - 4, bottom))
    for index, (row, y) in enumerate(zip(rows, heights, strict=True)):
        if _continues(rows, index):
            x = scale(rows[index - 1].value)
            picture.line((x, heights[index - 1] + 7), (x, y - 6), "guide")
        _heading(picture, rows, index, y)
        _labels(picture, row, y, right)
        _drawn(picture, row, y, scale)
    return picture.svg(bottom + 38, title, finding(rows))


def finding(rows: Sequence[Row]) -> str:
    """The rows in words."""
    return "; ".join(", ".join(part for part in (r.group, r.label, r.said) if part) for r in rows) + "."


def _edges(picture: Picture, rows: Sequence[Row]) -> tuple[float, float]:
    """Where the axis begins and ends."""
    if picture.narrow:
        return 12.0, picture.width - 12.0
    label = max((text_width(line) for r in rows for line in _lines(picture, r)), default=0.0)
    said = max((text_width(r.said) for r in rows), default=0.0)
    return label + 24, picture.width - min(said, 190.0) - 24


def _places(picture: Picture, rows: Sequence[Row], top: float) -> list[float]:
    """The middle of each row."""
    y, places = top, []
    for index, row in enumerate(rows):
        y += (24 if _heads(rows, index) else 0) + _height(picture, row)
        places.append(y - _below(picture, row))
    return places


def _lines(picture: Picture, row: Row) -> list[str]:
    """The label, broken into lines."""
    return wrapped(row.label, picture.width - 24 if picture.narrow else LABEL, lines=4)


def _height(picture: Picture, row: Row) -> float:
    lines = len(_lines(picture, row))
    if not picture.narrow:
        return max(PITCH, 14 * lines + 8)
    return STACKED if _beside(picture, row) else STACKED + 15 * lines


def _below(picture: Picture, row: Row) -> float:
    """From the middle of a row to its lower edge."""
    return 10 if picture.narrow else _height(picture, row) / 2


def _beside(picture: Picture, row: Row) -> bool:
    """Whether label and number share a line on a phone."""
    return text_width(row.label) + text_width(row.said) <= picture.width - 32


def _heads(rows: Sequence[Row], index: int) -> bool:
    return bool(rows[index].group) and (index == 0 or rows[index - 1].group != rows[index].group)


def _continues(rows: Sequence[Row], index: int) -> bool:
    """Whether an arrow starts where the row before ended."""
    start = rows[index].start
    return index > 0 and start is not None and math.isclose(rows[index - 1].value, start, rel_tol=0.02)


def _heading(picture: Picture, rows: Sequence[Row], index: int, y: float) -> None:
    if _heads(rows, index):
        top = y + _below(picture, rows[index]) - _height(picture, rows[index])
        picture.text(0, top - 5, fitted(rows[index].group, picture.width, 13), "group")


def _labels(picture: Picture, row: Row, y: float, right: float) -> None:
    lines = _lines(picture, row)
    if not picture.narrow:
        _column(picture, 0, y, lines, "label")
        _column(picture, right + 20, y, wrapped(row.said, picture.width - right - 20), "said")
    elif _beside(picture, row):
        picture.text(12, y - 13, row.label)
        picture.text(picture.width - 12, y - 13, row.said, "said", "end")
    else:
        for i, line in enumerate([*lines, fitted(row.said, picture.width - 24)]):
            picture.text(12, y - 13 - 15 * (len(lines) - i), line, "label" if i < len(lines) else "said")


def _column(picture: Picture, x: float, y: float, lines: Sequence[str], class_: str) -> None:
    for i, line in enumerate(lines):
        picture.text(x, y + 4 + (i - (len(lines) - 1) / 2) * 14, line, class_)


def _grid(picture: Picture, axis: Axis, scale: Scale, span: tuple[float, float]) -> None:
    top, bottom = span
    for value, _ in axis.ticks:
        picture.line((scale(value), top), (scale(value), bottom), "grid")
    for x, text in spaced([(_inside(picture, scale(v), t), t) for v, t in axis.ticks], size=11):
        picture.text(x, bottom + 14, text, "tick", "middle")
    picture.text((scale.left + scale.right) / 2, bottom + 31, axis.name, "axis", "middle")
    if axis.guide:
        x = scale(axis.guide[0])
        picture.line((x, top - 4), (x, bottom), "one")
        picture.text(x, top - 8, axis.guide[1], "group", "middle")
        _sides(picture, axis, x, top - 8)


def _sides(picture: Picture, axis: Axis, x: float, y: float) -> None:
    if axis.sides and axis.guide:
        away = text_width(axis.guide[1]) / 2 + 16
        picture.text(x - away, y, f"← {axis.sides[0]}", "small", "end")
        picture.text(x + away, y, f"{axis.sides[1]} →", "small")


def _inside(picture: Picture, x: float, text: str) -> float:
    """The middle of a label, moved so that it stays on the picture."""
    half = text_width(text, 11) / 2
    return min(max(x, half), picture.width - half)


def _drawn(picture: Picture, row: Row, y: float, scale: Scale) -> None:
    if row.usual is not None:
        picture.polygon(around(scale(row.usual), y + 9, 5.5, corners=4), "usual")
    if row.start is None:
        _interval(picture, row, y, scale)
    else:
        _shift(picture, scale(row.start), scale(row.value), y)


def _interval(picture: Picture, row: Row, y: float, scale: Scale) -> None:
    low, high = scale(row.low), scale(row.high)
    picture.line((low, y), (high, y), "interval")
    for x, held, way in ((low, scale.holds(row.low), math.pi), (high, scale.holds(row.high), 0.0)):
        if held:
            picture.line((x, y - 4), (x, y + 4), "interval")
        else:
            arrow_head(picture, (x + 5 * math.cos(way), y), way, 9)
    _dot(picture, scale(row.value), y, row.shape)


def _dot(picture: Picture, x: float, y: float, shape: str) -> None:
    if shape == "circle":
        picture.put("circle", cx=x, cy=y, r=5.5, class_="dot circle")
        return
    corners, inner, turn, size = {"square": (4, 0.0, 45.0, 7.5), "star": (5, 3.4, 0.0, 8.5)}.get(
        shape, (4, 0.0, 0.0, 7.0)
    )
    picture.polygon(around(x, y, size, corners=corners, inner=inner, turn=turn), f"dot {shape}")


def _shift(picture: Picture, start: float, end: float, y: float) -> None:
    """An arrow; a shift too small to see is a bar across."""
    way = "up" if end - start > 0.3 else "down" if end - start < -0.3 else "same"
    if abs(end - start) < 3:
        picture.line((end, y - 7), (end, y + 7), f"shift {way}")
        return
    angle = 0.0 if end > start else math.pi
    tail = end - min(9.0, abs(end - start)) * math.cos(angle)
    picture.line((start, y), (tail, y), f"shift {way}")
    arrow_head(picture, (end, y), angle, 11, f"head {way}")
