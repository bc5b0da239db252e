"""Small multiples: the present crisis and past episodes on one axis of days since each opened."""

import math
from collections.abc import Sequence

from detente.report import words
from detente.report.draw import Picture, Scale, around, fitted, text_width
from detente.report.draw_marks import SHORT, legend
from detente.world.answers import Analogue
from detente.world.assessment import Assessment
from detente.world.episode import HORIZONS

Steps = Sequence[tuple[int, str, int]]

TICKS = (0, 1, 3, 7, 14, 30, 90, 365)
PLOT, PANEL = 60, 108
"""Height of the ladder in a panel, and of the panel."""

GUIDES = ((1, "talk"), (4, "show of force"), (7, "fatal clash"))


def episode_courses(assessment: Assessment, key: str, width: int) -> str:
    """One panel for the present course and one for each analogue, as SVG."""
    picture = Picture(key, width)
    scenario = assessment.scenario
    left = 20.0 if picture.narrow else 88.0
    scale = Scale(0, 365, left + 8, width - 14.0, math.log1p)
    y = _legend(picture)
    pair = " and ".join(words.name(assessment, code) for code in assessment.pair)
    _panel(picture, scale, y, f"Now: {pair}", scenario.present, "present")
    if not scenario.present:
        picture.text(left + 16, y + 56, "no running crisis is on record", "small")
    y += PANEL
    for index, analogue in enumerate(scenario.analogues):
        _panel(picture, scale, y, _title(index, analogue), analogue.steps, "past")
        _outcomes(picture, scale, y, analogue)
        y += PANEL
    _days(picture, scale, y)
    return picture.svg(y + 36, "The present course and past episodes", _finding(assessment))


def _title(index: int, analogue: Analogue) -> str:
    counter = "COUNTER-EXAMPLE: " if analogue.counter_example else ""
    year = "" if analogue.start[:4] in analogue.name else f" ({analogue.start[:4]})"
    alike = f"{words.percent(analogue.similarity)} alike"
    return f"{index + 1} {counter}{analogue.name}{year}, {alike}"


def _panel(picture: Picture, scale: Scale, y: float, title: str, steps: Steps, class_: str) -> None:
    base = y + PANEL - 16
    if class_ == "present":
        picture.box((0, y), (picture.width, PANEL - 8), "lane")
    picture.text(4, y + 14, fitted(title, picture.width - 8, 13), "group")
    for rung, name in GUIDES:
        level = _level(base, rung)
        picture.line((scale.left, level), (scale.right, level), "grid")
        text = str(rung) if picture.narrow else f"{rung} {name}"
        picture.text(scale.left - 12, level + 4, text, "tick", "end")
    for day in HORIZONS:
        picture.line((scale(day), y + 34), (scale(day), base + 4), "horizon")
    _course(picture, scale, base, steps)


def _level(base: float, rung: int) -> float:
    return base - PLOT * min(max(rung, 0), 9) / 9


def _course(picture: Picture, scale: Scale, base: float, steps: Steps) -> None:
    """Both sides' steps, each held until its next; a side is a line style and a mark."""
    opener = next((side for _, side, _ in steps if side), "")
    shown = [step for step in steps if 0 <= step[0] <= 365]
    for side in ("opener", "other"):
        own = [(d, r) for d, s, r in shown if s == "" or (s == opener) == (side == "opener")]
        _stairs(picture, scale, base, own, side)
    for day, state, rung in shown:
        kind = "both" if not state else "opener" if state == opener else "other"
        _sign(picture, scale(day), _level(base, rung), kind)
    if len(shown) < len(steps):
        picture.text(scale.right, base - 4, f"goes on to day {max(d for d, _, _ in steps)} ▸", "small", "end")


def _stairs(picture: Picture, scale: Scale, base: float, own: Sequence[tuple[int, int]], side: str) -> None:
    if len(own) < 2:
        return
    moves = [f"H{scale(day):.1f}V{_level(base, rung):.1f}" for day, rung in own[1:]]
    picture.path(f"M{scale(own[0][0]):.1f} {_level(base, own[0][1]):.1f}{''.join(moves)}", f"stairs {side}")


def _sign(picture: Picture, x: float, y: float, kind: str) -> None:
    if kind == "opener":
        picture.put("circle", cx=x, cy=y, r=4.5, class_="sign opener")
    else:
        turn, size = (45.0, 6.0) if kind == "other" else (0.0, 6.5)
        picture.polygon(around(x, y, size, corners=4, turn=turn), f"sign {kind}")


def _outcomes(picture: Picture, scale: Scale, y: float, analogue: Analogue) -> None:
    """The worst rung by each horizon, above its line."""
    for day, worst in zip(HORIZONS, analogue.worst_within, strict=True):
        fatal = worst is not None and worst >= 7
        name = "?" if worst is None else str(worst) if picture.narrow else SHORT[min(max(worst, 0), 9)]
        text = f"{name} †" if fatal else name
        half = text_width(text, 11) / 2 + 6
        x = min(scale(day), picture.width - half - 1)
        picture.box((x - half, y + 20), (2 * half, 16), "outcome fatal" if fatal else "outcome")
        picture.text(x, y + 32, text, "outcome-text", "middle")


def _days(picture: Picture, scale: Scale, y: float) -> None:
    picture.line((scale.left, y), (scale.right, y), "axis-line")
    for day in TICKS:
        if picture.narrow and day in (1, 14):
            continue
        picture.line((scale(day), y), (scale(day), y + 4), "axis-line")
        picture.text(scale(day), y + 16, str(day), "tick", "middle")
    told = "days since the opening act (early days drawn wider)"
    picture.text((scale.left + scale.right) / 2, y + 32, told, "axis", "middle")


def _legend(picture: Picture) -> float:
    items = [
        (lambda p, x, y: _sign(p, x, y, "opener"), "who acted first"),
        (lambda p, x, y: _sign(p, x, y, "other"), "the other side"),
        (lambda p, x, y: _sign(p, x, y, "both"), "both, or unnamed"),
        (_boxed, "worst of days 1 to 30, 90, 365 († killed)"),
    ]
    return legend(picture, 12, items) + 4


def _boxed(picture: Picture, x: float, y: float) -> None:
    picture.box((x - 8, y - 7), (17, 14), "outcome")
    picture.text(x, y + 4, "4", "outcome-text", "middle")


def _finding(assessment: Assessment) -> str:
    scenario = assessment.scenario
    highest = max((r for _, _, r in scenario.present), default=None)
    now = "no running crisis" if highest is None else f"now up to {SHORT[min(max(highest, 0), 9)]}"
    told = [f"{a.name}: {words.percent(a.similarity)} alike, {a.followed}" for a in scenario.analogues]
    return "; ".join([now, *told]) + "."
