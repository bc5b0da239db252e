"""Action and reaction: two states, and arrows as wide as the acts that one act of theirs sets off."""

import math
from collections.abc import Mapping

from detente.report import words
from detente.report.draw import Picture, Point, arrow_head, wrapped
from detente.report.draw_words import leading
from detente.world.assessment import Assessment

HEIGHT = 222
NODE = 40


def loop(assessment: Assessment, key: str, width: int) -> str:
    """The branching matrix as two nodes, two loops and two arrows, as SVG."""
    picture = Picture(key, width)
    one, other = leading(assessment)
    values = {(a, b): v for a, b, v in assessment.runaway.matrix}
    reach = 78.0 if picture.narrow else 170.0
    centre = width / 2
    left, right = (centre - reach, 112.0), (centre + reach, 112.0)
    _cross(picture, left, right, values.get((one, other), 0.0), up=True)
    _cross(picture, right, left, values.get((other, one), 0.0), up=False)
    _self(picture, left, values.get((one, one), 0.0), way=-1)
    _self(picture, right, values.get((other, other), 0.0), way=1)
    for state, (x, y), class_ in ((one, left, "opener"), (other, right, "other")):
        picture.put("circle", cx=x, cy=y, r=NODE, class_=f"node {class_}")
        lines = wrapped(words.name(assessment, state), 2 * NODE - 12, size=13)
        for i, line in enumerate(lines):
            picture.text(x, y + 5 + (i - (len(lines) - 1) / 2) * 15, line, "node-text", "middle")
    return picture.svg(HEIGHT, "What one act sets off", _finding(assessment, values))


def _thickness(value: float) -> float:
    return 1.2 + 13.0 * min(max(value, 0.0), 1.0)


def _cross(picture: Picture, start: Point, end: Point, value: float, *, up: bool) -> None:
    """An arc from one node to the other, above or below the line between them."""
    way, side = (1 if end[0] > start[0] else -1), (-1 if up else 1)
    angle = 0.62
    tail = (start[0] + way * (NODE + 3) * math.cos(angle), start[1] + side * (NODE + 3) * math.sin(angle))
    tip = (end[0] - way * (NODE + 3) * math.cos(angle), end[1] + side * (NODE + 3) * math.sin(angle))
    middle = ((tail[0] + tip[0]) / 2, tail[1] + side * 62)
    into = math.atan2(tip[1] - middle[1], tip[0] - middle[0])
    _flow(picture, f"M{_at(tail)}Q{_at(middle)} {_at(_back(tip, into, value))}", tip, into, value)
    picture.text(
        (tail[0] + tip[0]) / 2,
        tail[1] + side * 31 + (-12 if up else 22),
        f"{value:.2f}",
        "flow-text",
        "middle",
    )


def _self(picture: Picture, node: Point, value: float, *, way: int) -> None:
    """A loop on the outer side of a node."""
    x, y = node
    tail = (x + way * (NODE + 2) * math.cos(0.75), y - (NODE + 2) * math.sin(0.75))
    tip = (tail[0], y + (NODE + 2) * math.sin(0.75))
    far = x + way * (NODE + (50 if picture.narrow else 74))
    into = math.atan2(tip[1] - (y + 50), tip[0] - far)
    end = _back(tip, into, value)
    _flow(picture, f"M{_at(tail)}C{_at((far, y - 50))} {_at((far, y + 50))} {_at(end)}", tip, into, value)
    edge = x + way * (NODE + (26 if picture.narrow else 66))
    if picture.narrow:
        picture.text(edge, y - 48, f"{value:.2f}", "flow-text", "middle")
    else:
        picture.text(edge, y + 5, f"{value:.2f}", "flow-text", "end" if way < 0 else "start")


def _flow(picture: Picture, commands: str, tip: Point, into: float, value: float) -> None:
    picture.path(commands, "flow", stroke_width=_thickness(value))
    arrow_head(picture, tip, into, _head(value), "head flow-head")


def _head(value: float) -> float:
    return 9 + 1.1 * _thickness(value)


def _back(tip: Point, into: float, value: float) -> Point:
    """Where the stroke ends so that its head has room."""
    size = 0.8 * _head(value)
    return tip[0] - size * math.cos(into), tip[1] - size * math.sin(into)


def _at(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"


def _finding(assessment: Assessment, values: Mapping[tuple[str, str], float]) -> str:
    if not values:
        return "No act has been seen to set off another."
    told = [
        f"one act of {words.name(assessment, a)} sets off {v:.2f} acts of {words.name(assessment, b)}"
        for (a, b), v in values.items()
    ]
    return "; ".join(told) + "."
