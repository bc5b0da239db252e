"""The level over time: event days a month of each side, what the baseline alone makes of it, and the days."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from detente.report import words
from detente.report.draw import Picture, Scale, fitted
from detente.report.draw_days import calendar, parsed
from detente.report.draw_marks import legend
from detente.report.draw_words import leading
from detente.world.answers import Level
from detente.world.assessment import Assessment

FORTNIGHT = 14
HOLE = 21
"""Days between two levels from which on the days between are not covered."""
AREA, STROKES = 72, 30
"""Height of the levels of a side, and of its event days below them."""
TOPS = (0.1, 0.2, 0.5, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0, 15.0, 20.0, 30.0)

Run = list[tuple[int, float, float]]
"""Levels without a hole between them: the day (ordinal), the rate, the baseline."""


@dataclass(frozen=True, slots=True)
class Lane:
    """The place of one side: its axis line at y `base`, `top` event days a month at its upper edge."""

    base: float
    top: float

    def y(self, rate: float) -> float:
        """The height of a rate."""
        return self.base - AREA * min(max(rate, 0.0), self.top) / self.top


def levels(assessment: Assessment, key: str, width: int) -> str:
    """A lane for each side: the rate as an area, the baseline's part darker, event days hanging below."""
    picture = Picture(key, width)
    runaway = assessment.runaway
    scale = _scale(picture, assessment)
    top = _top(max((v for level in runaway.levels for v in (level.rate, level.baseline)), default=1.0))
    changes = _changes(assessment, scale)
    y = _legend(picture, changed=bool(changes)) + 8
    for i, side in enumerate(_sides(assessment)):
        picture.text(2, y + 12, fitted(words.name(assessment, side), width - 130, 12), "group")
        if i == 0:
            picture.text(width - 2, y + 12, "event days a month", "axis", "end")
        lane = Lane(y + 24 + AREA, top)
        _lane(picture, assessment, side, lane, scale, i)
        for x in changes:
            picture.line((x, lane.y(lane.top) - 4), (x, lane.base + STROKES), "change")
        y = lane.base + STROKES + 8
    calendar(picture, scale, (y, y + 5))
    return picture.svg(y + 26, "Event days a month over time, and the days", _finding(assessment))


def _sides(assessment: Assessment) -> list[str]:
    first = leading(assessment)
    return list(dict.fromkeys((*first, *(level.side for level in assessment.runaway.levels))))


def _scale(picture: Picture, assessment: Assessment) -> Scale:
    starts = [when.start.toordinal() for level in assessment.runaway.levels if (when := parsed(level.start))]
    as_of = words.today(assessment).toordinal()
    low = min([as_of - 30, *starts])
    high = max([as_of, *(s + FORTNIGHT for s in starts)])
    return Scale(low, high, 34.0, picture.width - 4.0)


def _top(highest: float) -> float:
    return next((t for t in TOPS if t >= highest), 10.0 * math.ceil(highest / 10.0))


def _legend(picture: Picture, *, changed: bool) -> float:
    items = [
        (partial(_patch, "rate lane-0"), "in all"),
        (partial(_patch, "base lane-0"), "by the baseline alone"),
        (partial(_upright, "stroke lane-0"), "an event day"),
        (partial(_upright, "stroke fatal"), "a day that killed"),
        (partial(_upright, "change"), "the level itself changed"),
    ]
    return legend(picture, 12, items if changed else items[:-1])


def _patch(class_: str, picture: Picture, x: float, y: float) -> None:
    picture.box((x - 8, y - 5), (16, 10), class_)


def _upright(class_: str, picture: Picture, x: float, y: float) -> None:
    picture.line((x, y - 8), (x, y + 8), class_)


def _lane(picture: Picture, assessment: Assessment, side: str, lane: Lane, scale: Scale, index: int) -> None:
    """One side: grid, areas, holes and event days."""
    for value in (0.5 * lane.top, lane.top):
        picture.line((scale.left, lane.y(value)), (scale.right, lane.y(value)), "grid")
        picture.text(scale.left - 4, lane.y(value) + 4, f"{value:g}", "tick", "end")
    runs = _runs([level for level in assessment.runaway.levels if level.side == side])
    for start, end in _holes(runs, scale):
        picture.box((scale(start), lane.y(lane.top)), (scale(end) - scale(start), AREA), "hatched")
    for column, class_ in ((1, "rate"), (2, "base")):
        outline = "".join(_outline(run, column, lane, scale) for run in runs)
        if outline:
            picture.path(outline, f"{class_} lane-{min(index, 1)}")
    picture.line((scale.left, lane.base), (scale.right, lane.base), "axis-line")
    _strokes(picture, assessment, side, lane, scale, f"lane-{min(index, 1)}")


def _runs(of: Sequence[Level]) -> list[Run]:
    days = sorted(
        (w.start.toordinal(), level.rate, level.baseline) for level in of if (w := parsed(level.start))
    )
    runs: list[Run] = []
    for day in days:
        if runs and day[0] - runs[-1][-1][0] <= HOLE:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _holes(runs: Sequence[Run], scale: Scale) -> list[tuple[int, int]]:
    """Stretches without a level: not covered, so not quiet."""
    edges = [(int(scale.low), int(scale.low))]
    edges += [(run[0][0], run[-1][0] + FORTNIGHT) for run in runs]
    edges.append((int(scale.high), int(scale.high)))
    return [(a[1], b[0]) for a, b in pairwise(edges) if b[0] - a[1] > HOLE]


def _outline(run: Run, column: int, lane: Lane, scale: Scale) -> str:
    """An area with a flat top for each fortnight; those that share a pixel are drawn as the highest."""
    points: list[tuple[float, float]] = []
    for step in run:
        x, value = scale(step[0]), float(step[column])
        if points and x - points[-1][0] < 1.2:
            points[-1] = points[-1][0], max(value, points[-1][1])
        else:
            points.append((x, value))
    ends = [x for x, _ in points[1:]] + [scale(run[-1][0] + FORTNIGHT)]
    steps = "".join(f"V{lane.y(v):.1f}H{end:.1f}" for (_, v), end in zip(points, ends, strict=True))
    return f"M{points[0][0]:.1f} {lane.base:.1f}{steps}V{lane.base:.1f}Z"


def _strokes(
    picture: Picture, assessment: Assessment, side: str, lane: Lane, scale: Scale, class_: str
) -> None:
    """Event days hang below the axis line, the longer the higher the rung; at most one for each pixel."""
    highest: dict[int, int] = {}
    for text, doer, rung in assessment.runaway.days:
        when = parsed(text)
        if when is not None and doer in (side, "") and scale.holds(when.start.toordinal()):
            x = round(scale(when.start.toordinal()))
            highest[x] = max(highest.get(x, 0), rung)
    for kind, killed in ((class_, False), ("fatal", True)):
        shown = [(x, r) for x, r in sorted(highest.items()) if (r >= 7) == killed]
        if shown:
            drawn = "".join(f"M{x} {lane.base:g}v{3 + 2.8 * min(max(r, 0), 9):.1f}" for x, r in shown)
            picture.path(drawn, f"stroke {kind}")


def _changes(assessment: Assessment, scale: Scale) -> list[float]:
    """Where a line through the lanes says that the level itself changed."""
    control = assessment.runaway.control
    days = (parsed(text) for text in (control.changes if control else ()))
    starts = (when.start.toordinal() for when in days if when is not None)
    return [scale(day) for day in starts if scale.holds(day)]


def _finding(assessment: Assessment) -> str:
    told = []
    for side in _sides(assessment):
        own = [level for level in assessment.runaway.levels if level.side == side]
        if own:
            told.append(f"{words.name(assessment, side)}: {_course(own)}")
    control = assessment.runaway.control
    changed = ", ".join(control.changes) if control else ""
    return "; ".join([*told, *([f"the level itself changed on {changed}"] if changed else [])]) + "."


def _course(own: Sequence[Level]) -> str:
    most, last = max(own, key=lambda level: level.rate), max(own, key=lambda level: level.start)
    return (
        f"at most {most.rate:.2g} event days a month (in {most.start[:7]}), at last {last.rate:.2g}, "
        f"of these {last.baseline:.2g} by the baseline alone"
    )
