"""A figure of the brief: drawn for a desk and for a phone, with its caption."""

from collections.abc import Callable
from dataclasses import dataclass

from detente.report.draw import NARROW, WIDE
from detente.report.draw_rows import Axis, Row, chart


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as SVG in two widths, and its caption."""

    key: str
    caption: str
    wide: str
    narrow: str


def twice(key: str, caption: str, draw: Callable[[int], str]) -> Figure:
    """The figure that `draw` makes of a width."""
    return Figure(key, caption, draw(WIDE), draw(NARROW))


def of_rows(key: str, caption: str, rows: list[Row], axis: Axis) -> Figure:
    """Rows on an axis; the caption's first sentence is the title."""
    title = caption.split(".")[0]
    return twice(key, caption, lambda width: chart(key, rows, axis, width, title=title))
