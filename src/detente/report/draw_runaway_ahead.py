"""Paths ahead: a fan of event days, the highest act, and how many further acts one act sets off."""

from collections.abc import Sequence

from detente.report.draw import Picture, Scale, around, fitted, text_width
from detente.report.draw_marks import legend
from detente.report.draw_rows import SHARES
from detente.report.draw_runaway_words import HIGHEST, ahead, horizons, marks, paths, share
from detente.report.draw_words import span
from detente.world.answers import Fan, Highest
from detente.world.assessment import Assessment

PLOT = 190
"""Height of the fan."""
ROW, STACKED = 28, 42
"""Height of a row with its words beside it, and on a phone above it."""


def fan(assessment: Assessment, key: str, width: int) -> str:
    """Bands of the simulated paths over the days ahead: nine in ten, half, and the middle."""
    picture = Picture(key, width)
    steps = _from_now(assessment.runaway.fan)
    y = _fan_legend(picture)
    last, highest = steps[-1].day, max(f.high for f in steps)
    ends = (steps[-1].low, steps[-1].middle, highest)
    room = max(text_width(_count(value), 13.0) for value in ends) + 12
    across = Scale(0, max(last, 1), room, width - room - 4)
    up = Scale(0.0, max(highest, 1.0) * 1.04, y + PLOT, y)
    _fan_grid(picture, across, up)
    _band(picture, [(f.day, f.low, f.high) for f in steps], across, up, "band outer")
    _band(picture, [(f.day, f.lower, f.upper) for f in steps], across, up, "band inner")
    middle = "L".join(f"{across(f.day):.1f} {up(f.middle):.1f}" for f in steps)
    picture.path(f"M{middle}", "middle")
    _ends(picture, steps[-1], across.right + 7, up)
    told = "; within ".join(ahead(f) for f in marks(assessment.runaway.fan))
    return picture.svg(y + PLOT + 36, "Event days from now on", f"Within {told}.")


def _from_now(fan: Sequence[Fan]) -> list[Fan]:
    """The fan in order, begun at nought today."""
    steps = sorted(fan, key=lambda f: f.day)
    return steps if steps[0].day <= 0 else [Fan(0, 0.0, 0.0, 0.0, 0.0, 0.0), *steps]


def _fan_legend(picture: Picture) -> float:
    return legend(picture, 12, [
        (lambda p, x, y: p.line((x - 8, y), (x + 8, y), "middle"), "the middle path"),
        (lambda p, x, y: p.box((x - 8, y - 6), (16, 12), "band inner"), "half of the paths"),
        (lambda p, x, y: p.box((x - 8, y - 6), (16, 12), "band outer"), "9 in 10 of them"),
    ]) + 8  # fmt: skip


def _fan_grid(picture: Picture, across: Scale, up: Scale) -> None:
    for value in _steps(up.high, 4):
        picture.line((across.left, up(value)), (across.right, up(value)), "grid")
        picture.text(across.left - 5, up(value) + 4, _count(value), "tick", "end")
    picture.line((across.left, up(0)), (across.right, up(0)), "axis-line")
    for day in _days(int(across.high)):
        picture.line((across(day), up(0)), (across(day), up(0) + 4), "axis-line")
        picture.text(across(day), up(0) + 17, str(day), "tick", "middle")
    picture.text((across.left + across.right) / 2, up(0) + 32, "days from now", "axis", "middle")


def _steps(top: float, most: int) -> list[float]:
    """Round values from nought to `top`, at most `most` above nought."""
    size = next(s * 10**e for e in range(9) for s in (1, 2, 5) if top / (s * 10**e) <= most)
    return [float(size * i) for i in range(int(top / size) + 1)]


def _days(last: int) -> list[int]:
    size = next((s for s in (1, 2, 5, 10, 15, 30, 60, 90) if last / s <= 6), 365)
    return list(range(0, last + 1, size))


def _band(
    picture: Picture, steps: Sequence[tuple[int, float, float]], across: Scale, up: Scale, class_: str
) -> None:
    there = [f"{across(day):.1f} {up(high):.1f}" for day, _, high in steps]
    back = [f"{across(day):.1f} {up(low):.1f}" for day, low, _ in reversed(steps)]
    picture.path(f"M{'L'.join([*there, *back])}Z", class_)


def _count(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def _ends(picture: Picture, last: Fan, x: float, up: Scale) -> None:
    """The numbers of the last day at the right edge, moved apart where they would touch."""
    below = up(0) + 20
    for value, class_ in ((last.low, "tick"), (last.middle, "sum"), (last.high, "tick")):
        y = min(up(value) + 4, below - 14)
        picture.text(x, y, _count(value), class_)
        below = y


def highest(assessment: Assessment, key: str, width: int) -> str:
    """For each horizon one bar in four parts, and below it each part's share with its interval."""
    picture = Picture(key, width)
    left, right = (8.0, width - 12.0) if picture.narrow else (168.0, width - 190.0)
    scale = Scale(0.0, 1.0, left, right)
    y = 0.0
    for days, rows in horizons(assessment.runaway):
        picture.text(0, y + 14, f"within {days} days", "group")
        _stack(picture, rows, scale, y + 24)
        y += 46
        for row in rows:
            y = _highest_row(picture, row, scale, y)
        y += 12
    _share_axis(picture, scale, y, "share of the simulated paths")
    return picture.svg(y + 34, "The highest act ahead", _highest_words(assessment))


def _place(block: str) -> int:
    """The colour of a block; nothing has one of its own."""
    return list(HIGHEST).index(block) - 1 if block in HIGHEST else 3


def _block_class(block: str) -> str:
    return "none" if block == "none" else f"block-{_place(block)}"


def _stack(picture: Picture, rows: Sequence[Highest], scale: Scale, y: float) -> None:
    whole = sum(max(r.p, 0.0) for r in rows) or 1.0
    at = 0.0
    for row in rows:
        x, end = scale(at / whole), scale((at + max(row.p, 0.0)) / whole)
        picture.box((x, y), (end - x, 18), f"part {_block_class(row.block)}")
        at += max(row.p, 0.0)


def _highest_row(picture: Picture, row: Highest, scale: Scale, y: float) -> float:
    """A part's mark, name, interval and number; the y below it."""
    name, said = HIGHEST.get(row.block, row.block), f"{paths(row.p)} ({span(row.low, row.high)})"
    middle = y + ROW / 2
    if picture.narrow:
        middle = y + STACKED - 12
        picture.text(24, y + 14, fitted(name, picture.width - text_width(said) - 40))
        picture.text(picture.width - 4, y + 14, said, "said", "end")
    else:
        picture.text(24, middle + 4, fitted(name, 136))
        apart = text_width(said) > picture.width - scale.right - 18
        lines = (paths(row.p), f"({span(row.low, row.high)})") if apart else (said,)
        for i, line in enumerate(lines):
            picture.text(scale.right + 18, middle + 4 + (i - (len(lines) - 1) / 2) * 13, line, "said")
    _sign(picture, (10, (y + 10) if picture.narrow else middle), row.block)
    picture.line((scale.left, middle), (scale.right, middle), "grid")
    picture.line((scale(row.low), middle), (scale(row.high), middle), "interval")
    for bound in (row.low, row.high):
        picture.line((scale(bound), middle - 4), (scale(bound), middle + 4), "interval")
    _sign(picture, (scale(row.p), middle), row.block)
    return y + (STACKED if picture.narrow else ROW)


def _sign(picture: Picture, at: tuple[float, float], block: str) -> None:
    """Each block has its own shape besides its colour."""
    class_ = f"mark {_block_class(block)}"
    shapes = {"show": (3, 0.0, 0.0, 7.0), "force": (4, 0.0, 45.0, 6.5), "lethal": (5, 3.4, 0.0, 8.5)}
    if block not in shapes:
        picture.put("circle", cx=at[0], cy=at[1], r=5, class_=class_)
        return
    corners, inner, turn, size = shapes[block]
    picture.polygon(around(at[0], at[1], size, corners=corners, inner=inner, turn=turn), class_)


def _share_axis(picture: Picture, scale: Scale, y: float, name: str) -> None:
    picture.line((scale.left, y - 4), (scale.right, y - 4), "axis-line")
    for value, text in (tick for tick in SHARES if scale.holds(tick[0])):
        picture.line((scale(value), y - 4), (scale(value), y), "axis-line")
        x = min(max(scale(value), text_width(text, 11) / 2), picture.width - text_width(text, 11) / 2)
        picture.text(x, y + 12, text, "tick", "middle")
    picture.text((scale.left + scale.right) / 2, y + 28, name, "axis", "middle")


def _highest_words(assessment: Assessment) -> str:
    told = [
        f"within {days} days "
        + ", ".join(f"{HIGHEST.get(r.block, r.block)} {paths(r.p)} ({span(r.low, r.high)})" for r in rows)
        for days, rows in horizons(assessment.runaway)
    ]
    return "; ".join(told) + "."


def sizes(assessment: Assessment, key: str, width: int) -> str:
    """A bar for each number of further event days: the chance that one act sets off at least so many."""
    picture = Picture(key, width)
    left, right = (96.0, width - 84.0) if picture.narrow else (168.0, width - 190.0)
    scale = Scale(0.0, _top(max(p for _, p in assessment.runaway.sizes)), left, right)
    y = 4.0
    for count, p in sorted(assessment.runaway.sizes):
        picture.text(left - 10, y + 14, f"at least {count:,}", "label", "end")
        picture.line((left, y + 10), (right, y + 10), "grid")
        picture.box((left, y + 3), (scale(p) - left, 14), "bar")
        picture.text(right + 12, y + 14, _size_said(picture, p), "said")
        y += 24
    _share_axis(picture, scale, y + 8, "chance")
    return picture.svg(y + 42, "Further event days that one act sets off", _size_words(assessment))


def _top(p: float) -> float:
    """The lowest tick of the axis that holds `p`."""
    return next((value for value, _ in SHARES[1:] if value >= p), 1.0)


def _size_said(picture: Picture, p: float) -> str:
    if p <= 0.0:
        return "none" if picture.narrow else "none of the paths"
    return share(p) if picture.narrow else f"{paths(p)} ({share(p)})"


def _size_words(assessment: Assessment) -> str:
    told = [f"at least {count:,}: {paths(p)}" for count, p in sorted(assessment.runaway.sizes)]
    return f"Further event days set off by one act: {'; '.join(told)}."
