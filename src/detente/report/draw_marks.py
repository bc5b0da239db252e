"""Marks of acts: each rung has its own shape and size, each status its own outline; and their legend."""

from collections.abc import Callable, Sequence

from detente.report.draw import Picture, around, text_width

SHORT = (
    "conciliation",
    "talk",
    "words",
    "pressure",
    "show of force",
    "violation",
    "force",
    "fatal clash",
    "war",
    "nuclear use",
)
"""The rungs of the ladder, short enough for a label."""

# Corners (0: a circle), inner radius as a share of the outer, turn in degrees, by rung.
_SHAPES = (
    (0, 0.0, 0.0),
    (0, 0.0, 0.0),
    (4, 0.0, 0.0),
    (3, 0.0, 180.0),
    (3, 0.0, 0.0),
    (5, 0.0, 0.0),
    (4, 0.0, 45.0),
    (4, 0.42, 45.0),
    (5, 0.42, 0.0),
    (8, 0.55, 0.0),
)

Item = tuple[Callable[[Picture, float, float], None], str]


def radius(rung: int) -> float:
    """The size of a rung's mark."""
    return 5.5 + 0.55 * rung


def mark(picture: Picture, x: float, y: float, rung: int, status: str = "actual") -> None:
    """The mark of an act: filled if it happened, hollow and broken if only possible, struck out if denied."""
    corners, inner, turn = _SHAPES[rung]
    r = radius(rung)
    class_ = f"mark r{rung} {status}"
    if corners:
        picture.polygon(around(x, y, r, corners=corners, inner=inner * r, turn=turn), class_)
    else:
        picture.put("circle", cx=x, cy=y, r=r, class_=class_)
    if rung == 0:
        picture.path(f"M{x - r:.1f} {y:.1f}h{2 * r:.1f}M{x:.1f} {y - r:.1f}v{2 * r:.1f}", "plus")
    if status == "denied":
        picture.line((x - r - 3, y + r + 1), (x + r + 3, y - r - 1), "strike")


def legend(picture: Picture, y: float, items: Sequence[Item], *, left: float = 0.0) -> float:
    """Draw marks with their words in as many lines as needed from base line y; the y below the last."""
    x = left
    for draw, text in items:
        needed = 22 + text_width(text, 11) + 14
        if x > left and x + needed > picture.width + 14:
            x, y = left, y + 19
        draw(picture, x + 9, y - 4)
        picture.text(x + 22, y, text, "small")
        x += needed
    return y + 10


def rung_item(rung: int) -> Item:
    """The legend of a rung."""
    return (lambda picture, x, y: mark(picture, x, y, rung)), f"{rung} {SHORT[rung]}"


def status_item(status: str, text: str) -> Item:
    """The legend of a status."""
    return (lambda picture, x, y: mark(picture, x, y, 4, status)), text
