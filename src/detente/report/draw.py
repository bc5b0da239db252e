"""SVG by hand: a picture that escapes every word put into it, scales, and how wide a text runs."""

import html
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from detente.report import words

WIDE, NARROW = 760, 340
"""Each figure is drawn twice, for a desk and for a phone, so that its letters stay as large as the text."""

SIZE = 12
ATTRIBUTE = {"class_": "class", "view_box": "viewBox"}
UNPRINTABLE = re.compile("[\ud800-\udfff\u061c\u2028\u2029\ufeff\ufff9-\uffff]+")
THIN, BROAD = frozenset("iljtfrI.,:;'|!()[]/ "), frozenset("mwMWABCDGHKNOQRUVXY%@×<>")

Point = tuple[float, float]


def clean(text: str) -> str:
    """Text of others without characters that drive, turn around or break a page."""
    harmless = text.isascii() and text.isprintable()
    return text if harmless else UNPRINTABLE.sub(" ", words.safe(text))


@lru_cache(4096)
def escaped(text: str) -> str:
    """Text of others as it may stand in HTML, inside or outside of an attribute."""
    return html.escape(clean(text), quote=True)


def number(value: float) -> str:
    """A coordinate, to a tenth."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


class Picture:
    """An SVG under construction; `key` makes its ids unique on the page, `width` is in CSS pixels."""

    def __init__(self, key: str, width: int) -> None:
        self.id = f"{key}-{width}"
        self.width = width
        self.narrow = width < 500
        self._parts: list[str] = []

    def put(self, tag: str, text: str | None = None, /, **attributes: str | float) -> None:
        """Add an element; `class_` is its class, an underscore in a name becomes a hyphen."""
        pairs = "".join(f' {_named(key)}="{_valued(value)}"' for key, value in attributes.items())
        self._parts.append(f"<{tag}{pairs}/>" if text is None else f"<{tag}{pairs}>{escaped(text)}</{tag}>")

    def text(self, x: float, y: float, text: str, class_: str = "", anchor: str = "start") -> None:
        """Add one line of text with its base line at y."""
        self.put("text", text, x=x, y=y, class_=class_ or "label", text_anchor=anchor)

    def line(self, start: Point, end: Point, class_: str) -> None:
        """Add a straight line."""
        self.put("line", x1=start[0], y1=start[1], x2=end[0], y2=end[1], class_=class_)

    def polygon(self, points: Sequence[Point], class_: str) -> None:
        """Add a closed shape."""
        self.put("polygon", points=" ".join(f"{number(x)},{number(y)}" for x, y in points), class_=class_)

    def path(self, commands: str, class_: str, **attributes: float) -> None:
        """Add a path from its commands."""
        self.put("path", d=commands, class_=class_, **attributes)

    def box(self, corner: Point, size: Point, class_: str) -> None:
        """Add a rectangle; class "hatched" is filled with this picture's hatching."""
        fill = {"fill": f"url(#{self.id}-hatch)"} if class_ == "hatched" else {}
        self.put(
            "rect", x=corner[0], y=corner[1], width=max(0.0, size[0]), height=size[1], class_=class_, **fill
        )

    def svg(self, height: float, title: str, finding: str) -> str:
        """The picture; `finding` says in words what it shows, for those who cannot see it."""
        size = f'viewBox="0 0 {self.width} {number(height)}" width="{self.width}" height="{number(height)}"'
        names = f'role="img" aria-labelledby="{self.id}-t {self.id}-d"'
        named = f'<title id="{self.id}-t">{escaped(title)}</title>'
        said = f'<desc id="{self.id}-d">{escaped(finding)}</desc>'
        return f"<svg {size} {names}>{named}{said}{self._hatching()}{''.join(self._parts)}</svg>"

    def _hatching(self) -> str:
        if not any("-hatch)" in part for part in self._parts):
            return ""
        return (
            f'<defs><pattern id="{self.id}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
            'patternTransform="rotate(45)"><path class="hatch" d="M0 0V6"/></pattern></defs>'
        )


def _named(key: str) -> str:
    return ATTRIBUTE.get(key, key.replace("_", "-"))


def _valued(value: str | float) -> str:
    return escaped(value) if isinstance(value, str) else number(value)


@dataclass(frozen=True, slots=True)
class Scale:
    """From values in [low, high] to pixels in [left, right], bent by `warp`; others stick to the edge."""

    low: float
    high: float
    left: float
    right: float
    warp: Callable[[float], float] = float

    def __call__(self, value: float) -> float:
        """The pixel of `value`."""
        a, b = self.warp(self.low), self.warp(self.high)
        share = (self.warp(min(max(value, self.low), self.high)) - a) / (b - a) if b > a else 0.5
        return self.left + share * (self.right - self.left)

    def holds(self, value: float) -> bool:
        """Whether `value` needs no sticking."""
        return self.low <= value <= self.high


def logit(p: float) -> float:
    """Log-odds of a probability strictly between 0 and 1."""
    return math.log(p / (1.0 - p))


@lru_cache(4096)
def text_width(text: str, size: float = SIZE) -> float:
    """How wide a text runs in a common sans serif, in pixels, rather too much than too little."""
    ems = (0.37 if c in THIN else 0.8 if c in BROAD else 0.63 if ord(c) < 0x1100 else 1.0 for c in text)
    return size * sum(ems)


def fitted(text: str, room: float, size: float = SIZE) -> str:
    """The text, cut with an ellipsis where it is wider than `room` pixels."""
    text = clean(text)
    if text_width(text, size) <= room:
        return text
    while text and text_width(text + "…", size) > room:
        text = text[: -max(1, len(text) // 20)]
    return text.rstrip() + "…"


def wrapped(text: str, room: float, *, size: float = SIZE, lines: int = 2) -> list[str]:
    """The text in at most `lines` lines no wider than `room`, the last cut if need be."""
    rows = [""]
    for word in clean(text).split():
        longer = f"{rows[-1]} {word}".strip()
        if rows[-1] and len(rows) < lines and text_width(longer, size) > room:
            rows.append(word)
        else:
            rows[-1] = longer
    return [fitted(row, room, size) for row in rows]


def spaced(
    labels: Sequence[tuple[float, str]], *, size: float = SIZE, gap: float = 3.0
) -> list[tuple[float, str]]:
    """Those of the centred labels, left to right, that do not run into the one before."""
    kept: list[tuple[float, str]] = []
    edge = -math.inf
    for x, text in sorted(labels):
        half = text_width(text, size) / 2
        if x - half >= edge:
            kept.append((x, text))
            edge = x + half + gap
    return kept


def around(
    x: float, y: float, radius: float, *, corners: int, inner: float = 0.0, turn: float = 0.0
) -> list[Point]:
    """A regular polygon about (x, y), its first corner up; with `inner` a star of that inner radius."""
    total = corners * 2 if inner else corners
    points = []
    for i in range(total):
        r = inner if inner and i % 2 else radius
        angle = math.radians(turn) + 2 * math.pi * i / total - math.pi / 2
        points.append((x + r * math.cos(angle), y + r * math.sin(angle)))
    return points


def arrow_head(picture: Picture, tip: Point, angle: float, size: float, class_: str = "head") -> None:
    """A filled arrow head whose point is `tip`, flying in direction `angle` (radians, y down)."""
    back = [(tip[0] - size * math.cos(angle + s), tip[1] - size * math.sin(angle + s)) for s in (0.45, -0.45)]
    picture.polygon([tip, *back], class_)
