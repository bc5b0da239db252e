"""Action and reaction: two states, and arrows as wide as the acts that one act of theirs sets off."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.report import words
from detente.report.draw import Picture, Point, arrow_head, fitted, text_width, wrapped
from detente.report.draw_runaway_words import (
    SHOWN_PATRONS,
    answering,
    lasting,
    lasting_in,
    patrons,
    ratio_of,
    same_speed,
)
from detente.report.draw_words import leading
from detente.world.answers import Reaction
from detente.world.assessment import Assessment

LINE = 14


@dataclass(frozen=True, slots=True)
class Arrow:
    """How many acts follow, and what stands at the arrow below that number."""

    acts: float
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the two states stand, and how large."""

    left: Point
    right: Point
    radius: float

    def place(self, first: bool) -> Point:
        """The place of the first state, or of the second."""
        return self.left if first else self.right


Arrows = Mapping[tuple[str, str], Arrow]


def loop(assessment: Assessment, key: str, width: int) -> str:
    """Two nodes, two loops and two arrows, and below them the patrons that set off acts, as SVG."""
    picture = Picture(key, width)
    pair = leading(assessment)
    arrows = _arrows(assessment)
    extra = max((len(a.said) for a in arrows.values()), default=0)
    frame = _frame(picture, extra)
    drawn = patrons(assessment)[:SHOWN_PATRONS]
    bottom = frame.left[1] + 72
    if drawn:
        bottom = _boxes(picture, assessment, drawn, frame, bottom + 36)
    _flows(picture, pair, arrows, frame)
    for state, place, class_ in zip(pair, (frame.left, frame.right), ("opener", "other"), strict=True):
        _node(picture, words.name(assessment, state), place, frame.radius, class_)
    return picture.svg(bottom + 6, "Who answers whom", _finding(assessment, arrows))


def _arrows(assessment: Assessment) -> dict[tuple[str, str], Arrow]:
    """By (doer, answerer): the reactions, and the bare matrix where no reaction is known."""
    runaway = assessment.runaway
    speed = same_speed(runaway)
    found = {(a, b): Arrow(v) for a, b, v in runaway.matrix}
    for r in runaway.reactions:
        fast = () if speed else (f"half in {lasting(r.half_life.value)}",)
        found[r.doer, r.answerer] = Arrow(r.acts.value, (_bounds(r), *fast))
    return found


def _bounds(r: Reaction) -> str:
    return f"({r.acts.low:.2f} to {r.acts.high:.2f})"


def _frame(picture: Picture, extra: int) -> Frame:
    reach, radius = (108.0, 36.0) if picture.narrow else (160.0, 40.0)
    y = (98.0 if picture.narrow else 88.0) + LINE * extra
    return Frame((picture.width / 2 - reach, y), (picture.width / 2 + reach, y), radius)


def _flows(picture: Picture, pair: tuple[str, str], arrows: Arrows, frame: Frame) -> None:
    one, other = pair
    if (one, other) in arrows:
        _cross(picture, frame, arrows[one, other], up=True)
    if (other, one) in arrows:
        _cross(picture, frame, arrows[other, one], up=False)
    for state, first in ((one, True), (other, False)):
        if (state, state) in arrows:
            _self(picture, frame, arrows[state, state], first=first)


def _node(picture: Picture, name: str, place: Point, radius: float, class_: str) -> None:
    picture.put("circle", cx=place[0], cy=place[1], r=radius, class_=f"node {class_}")
    lines, size, text = wrapped(name, 2 * radius - 10, size=13), 13, "node-text"
    if any(line.endswith("…") for line in lines):
        lines, size, text = wrapped(name, 2 * radius - 10, size=10.5, lines=3), 10, "node-small"
    for i, line in enumerate(lines):
        y = place[1] + 0.38 * size + (i - (len(lines) - 1) / 2) * (size + 2)
        picture.text(place[0], y, line, text, "middle")


def _thickness(value: float) -> float:
    return 1.2 + 13.0 * min(max(value, 0.0), 1.0)


def _cross(picture: Picture, frame: Frame, arrow: Arrow, *, up: bool) -> None:
    """An arc from one node to the other: above from the first, below from the second."""
    start, end = (frame.left, frame.right) if up else (frame.right, frame.left)
    way, side = (1 if up else -1), (-1 if up else 1)
    dx, dy = (frame.radius + 3) * math.cos(0.62), (frame.radius + 3) * math.sin(0.62)
    tail, tip = (start[0] + way * dx, start[1] + side * dy), (end[0] - way * dx, end[1] + side * dy)
    middle = ((tail[0] + tip[0]) / 2, tail[1] + side * 62)
    into = math.atan2(tip[1] - middle[1], tip[0] - middle[0])
    _flow(picture, f"M{_at(tail)}Q{_at(middle)} {_at(_back(tip, into, arrow.acts))}", tip, into, arrow.acts)
    # The words of both arcs stand above them, clear of the arrows that come from below; the lower arc rises
    # towards its ends, so its words stand higher.
    half = max((text_width(line, 11) for line in arrow.said), default=40.0) / 2
    rise = 0.0 if up else 31 * (2 * half / abs(tip[0] - tail[0])) ** 2
    base = tail[1] + side * 31 - _thickness(arrow.acts) / 2 - 6 - rise
    _said(picture, (middle[0], base), arrow, "middle")


def _self(picture: Picture, frame: Frame, arrow: Arrow, *, first: bool) -> None:
    """A loop on the outer side of a node; on a phone on top of it."""
    x, y = frame.place(first)
    out = -math.pi / 2 if picture.narrow else (math.pi if first else 0.0)
    turn = 1 if first else -1
    reach, far = frame.radius + 2, frame.radius + (46 if picture.narrow else 74)
    edges = (out + 0.75 * turn, out - 0.75 * turn)
    tail, tip = ((x + reach * math.cos(a), y + reach * math.sin(a)) for a in edges)
    bend, end = (_aside((x, y), out, far, s * turn * 50) for s in (1, -1))
    into = math.atan2(tip[1] - end[1], tip[0] - end[0])
    curve = f"M{_at(tail)}C{_at(bend)} {_at(end)} {_at(_back(tip, into, arrow.acts))}"
    _flow(picture, curve, tip, into, arrow.acts)
    if picture.narrow:
        _said(picture, (x, y - frame.radius - 44), arrow, "middle")
    else:
        edge = x + (frame.radius + 66) * math.cos(out)
        _said(picture, (edge, y + 5 + LINE * len(arrow.said) / 2), arrow, "end" if first else "start")


def _aside(place: Point, angle: float, along: float, across: float) -> Point:
    """The point so far along a direction and so far to its side."""
    c, s = math.cos(angle), math.sin(angle)
    return place[0] + along * c - across * s, place[1] + along * s + across * c


def _said(picture: Picture, base: Point, arrow: Arrow, anchor: str) -> None:
    """The number and the lines under it; the last of them stands on `base`."""
    x, y = base
    picture.text(x, y - LINE * len(arrow.said), f"{arrow.acts:.2f}", "flow-text", anchor)
    for i, line in enumerate(arrow.said):
        picture.text(x, y - LINE * (len(arrow.said) - 1 - i), line, "small", anchor)


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


def _boxes(
    picture: Picture, assessment: Assessment, boxes: Sequence[Sequence[Reaction]], frame: Frame, top: float
) -> float:
    """A box for each patron with its numbers, and thin arrows to those who answer it; the y below them."""
    bottom, first = top, leading(assessment)[0]
    for i, reactions in enumerate(boxes):
        lines = _lines(picture, assessment, reactions, len(boxes))
        wide = max(text_width(line, 12.8) for line in lines) + 16
        centre = (
            picture.width * (i + 0.5) / len(boxes)
            if picture.narrow or len(boxes) == 1
            else (frame.left if i == 0 else frame.right)[0]
        )
        for r in reactions:
            _thin(picture, (centre, top), wide, frame.place(r.answerer == first), frame.radius)
        _box(picture, (centre, top), wide, lines)
        bottom = max(bottom, top + 16 * len(lines) + 12)
    return bottom


def _lines(picture: Picture, assessment: Assessment, reactions: Sequence[Reaction], boxes: int) -> list[str]:
    """The patron's name, then for each who answers it the name and the number."""
    room = picture.width / boxes - 28 if picture.narrow else 280.0
    lines = [fitted(words.name(assessment, reactions[0].doer), room - 16)]
    for r in reactions:
        name, number = words.name(assessment, r.answerer), ratio_of(r.acts)
        if text_width(f"{name}: {number}") <= room:
            lines.append(f"{name}: {number}")
        else:
            lines += [fitted(f"{name}:", room), number]
    return lines


def _thin(picture: Picture, box: Point, wide: float, node: Point, radius: float) -> None:
    """A thin arrow from the upper edge of a box to a node above it."""
    away = node[0] - box[0]
    start = (box[0] + min(max(away, -wide / 2 + 14), wide / 2 - 14), box[1])
    # From below, clear of the arcs at the node's sides.
    angle = min(max(math.atan2(start[1] - node[1], start[0] - node[0]), 1.05), math.pi - 1.05)
    tip = (node[0] + (radius + 4) * math.cos(angle), node[1] + (radius + 4) * math.sin(angle))
    into = math.atan2(tip[1] - start[1], tip[0] - start[0])
    picture.line(start, (tip[0] - 6 * math.cos(into), tip[1] - 6 * math.sin(into)), "patron-flow")
    arrow_head(picture, tip, into, 9, "head flow-head")


def _box(picture: Picture, place: Point, wide: float, lines: Sequence[str]) -> None:
    x, y = place
    picture.put("rect", x=x - wide / 2, y=y, width=wide, height=16 * len(lines) + 10, rx=6, class_="patron")
    for i, line in enumerate(lines):
        picture.text(x, y + 17 + 16 * i, line, "boxed" if i else "group", "middle")


def _finding(assessment: Assessment, arrows: Arrows) -> str:
    told = [
        f"one act of {words.name(assessment, a)} sets off {v.acts:.2f} acts of {words.name(assessment, b)}"
        + (f" {v.said[0]}" if v.said else "")
        for (a, b), v in arrows.items()
    ]
    return ("; ".join(told) or "No act has been seen to set off another") + f"{_speeds(assessment)}."


def _speeds(assessment: Assessment) -> str:
    """How soon half of the answers have come."""
    runaway = assessment.runaway
    speed = same_speed(runaway)
    if speed is not None:
        return f"; half of them come within {lasting_in(speed)}"
    told = [f"{answering(assessment, r)} in {lasting_in(r.half_life)}" for r in runaway.reactions]
    return f"; half of them come: {', '.join(told)}" if told else ""
