"""The two states over time: a small picture for each trait that changes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from detente.report import words
from detente.report.draw import Picture, Scale, fitted, text_width
from detente.report.draw_marks import legend
from detente.report.draw_runaway_ladder import sign
from detente.report.draw_words import leading
from detente.report.motive_words import measured
from detente.world.assessment import Assessment
from detente.world.when import When

PLOT, PANEL = 76, 138
"""Height of the plot in a panel, and of the panel."""

SPREAD, APART = 30.0, 4.0
"""A panel is logarithmic from these ratios on: of the largest to the smallest value, of the states' tops."""

Course = list[tuple[float, float]]
"""Year, with its fraction, and value."""


@dataclass(frozen=True, slots=True)
class Trait:
    """A trait's course for each state that has one, and what the line says of it."""

    name: str
    by_state: dict[str, Course]
    said: dict[str, str]

    @property
    def share(self) -> bool:
        """Whether its values are shares."""
        return any("%" in text for text in self.said.values())

    def last(self, code: str) -> str:
        """The last value of a state's course in words."""
        return measured(self.by_state[code][-1][1], share=self.share)


def courses(assessment: Assessment) -> list[Trait]:
    """The traits of which some state has a course of two points or more, in the order of the profile."""
    found: dict[str, Trait] = {}
    for line in assessment.motive.profile:
        course = [(year, value) for text, value in line.course if (year := _year(text)) is not None]
        if len(course) > 1:
            trait = found.setdefault(line.trait, Trait(line.trait, {}, {}))
            trait.by_state[line.state], trait.said[line.state] = sorted(course), line.value
    return list(found.values())


def _year(text: str) -> float | None:
    try:
        start = When.parse(text).start
    except ValueError:
        return None
    return start.year + (start.timetuple().tm_yday - 1) / 366


def profile(assessment: Assessment, key: str, width: int) -> str:
    """Panels in two columns, on a phone in one; each with both states' lines."""
    picture = Picture(key, width)
    sides = leading(assessment)
    items = [(partial(_signed, i), fitted(words.name(assessment, code), width / 2 - 40, 11))
             for i, code in enumerate(sides)]  # fmt: skip
    top = legend(picture, 12, items) + 4
    traits = courses(assessment)
    across = 1 if picture.narrow else 2
    wide = (width - 24.0 * (across - 1)) / across
    for i, trait in enumerate(traits):
        corner = ((i % across) * (wide + 24.0), top + (i // across) * PANEL)
        _panel(picture, trait, sides, corner, wide)
    rows = -(-len(traits) // across)
    return picture.svg(top + rows * PANEL, "The two states over time", _finding(assessment, traits))


def _signed(place: int, picture: Picture, x: float, y: float) -> None:
    sign(picture, x, y, place)


def _panel(
    picture: Picture, trait: Trait, sides: Sequence[str], corner: tuple[float, float], wide: float
) -> None:
    x, y = corner
    values = [v for course in trait.by_state.values() for _, v in course]
    bent = _bent(trait)
    note = "log scale" if bent else ""
    picture.text(x, y + 12, fitted(trait.name, wide - text_width(note, 11) - 8), "group")
    picture.text(x + wide, y + 12, note, "axis", "end")
    years = [t for course in trait.by_state.values() for t, _ in course]
    room = max(text_width(trait.last(code), 11) for code in trait.by_state) + 14
    ends = (measured(v, share=trait.share) for v in (min(0.0, *values), min(values), max(values)))
    left = max(text_width(text, 11) for text in ends) + 10
    across = Scale(min(years), max(years), x + left, x + wide - room)
    up = _upright(values, y + 24 + PLOT, y + 24, bent)
    _grid(picture, across, up, share=trait.share)
    last: list[float] = []
    for place, code in enumerate(sides):
        if code in trait.by_state:
            _line(picture, trait, code, place, (across, up), last)


def _bent(trait: Trait) -> bool:
    """Whether one state's line would lie flat at the foot of the other's."""
    tops = [max(v for _, v in course) for course in trait.by_state.values()]
    lowest = min(v for course in trait.by_state.values() for _, v in course)
    return lowest > 0 and max(tops) / lowest >= SPREAD and max(tops) / min(tops) >= APART


def _upright(values: Sequence[float], bottom: float, top: float, bent: bool) -> Scale:
    if bent:
        return Scale(min(values), max(values), bottom, top, math.log)
    return Scale(min(0.0, *values), max(*values, 1e-12), bottom, top)


def _grid(picture: Picture, across: Scale, up: Scale, *, share: bool) -> None:
    """The lowest and the highest value, and the first and the last year."""
    for value in (up.low, up.high):
        picture.line((across.left, up(value)), (across.right, up(value)), "grid")
        picture.text(across.left - 6, up(value) + 4, measured(value, share=share), "tick", "end")
    picture.line((across.left, up(up.low) + 4), (across.right, up(up.low) + 4), "axis-line")
    for year, anchor in ((across.low, "start"), (across.high, "end")):
        picture.text(across(year), up(up.low) + 19, f"{int(year)}", "tick", anchor)


def _line(
    picture: Picture, trait: Trait, code: str, place: int, scales: tuple[Scale, Scale], last: list[float]
) -> None:
    """A state's line, and its last value beside its end, moved where it would touch the other's."""
    across, up = scales
    points = [(across(t), up(v)) for t, v in trait.by_state[code]]
    picture.path(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points), f"stairs {'other' if place else 'opener'}"
    )
    x, y = points[-1]
    sign(picture, x, y, place)
    at = y + 4
    if last and abs(at - last[0]) < 13:
        at = last[0] + (13 if at >= last[0] else -13)
    last.append(at)
    picture.text(across.right + 10, at, trait.last(code), "tick")


def _finding(assessment: Assessment, traits: Sequence[Trait]) -> str:
    told = [
        f"{words.name(assessment, code)}, {trait.name}, from {measured(course[0][1], share=trait.share)} "
        f"in {int(course[0][0])} to {trait.last(code)} in {int(course[-1][0])}"
        for trait in traits
        for code, course in trait.by_state.items()
    ]
    return "; ".join(told) + "."
