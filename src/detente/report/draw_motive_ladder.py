"""The ladder today: a rail for each side, a lane for each height, lines as wide as moves are likely."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from detente.report import words
from detente.report.draw import Picture, fitted, text_width
from detente.report.draw_marks import legend, mark
from detente.report.draw_runaway_ladder import sign
from detente.report.draw_words import leading
from detente.report.motive_words import HEIGHTS, MOVES, bounds, chances, often, places, turn
from detente.world.assessment import Assessment
from detente.world.motives import LadderNode

WIDEST, THINNEST = 22.0, 0.8
"""Width of a line that is certain, and of one that is next to never drawn upon."""

LINE, GAP = 15, 12
"""Height of a line of words, and the room about a place's words."""


@dataclass(frozen=True, slots=True)
class Rails:
    """Where the two rails and the words beside them stand; `y` of each place, `lanes` by height.

    A place whose mover has no rail is told in words alone.
    """

    x: dict[str, float]
    words: float
    y: dict[LadderNode, float]
    lanes: dict[str, tuple[float, float]]

    def other(self, who: str) -> str:
        """The side across."""
        return next((code for code in self.x if code != who), who)

    def landing(self, height: str, who: str) -> float:
        """Where a move to a height ends: at that side's turn there, else in the middle of the lane."""
        turns = (y for node, y in self.y.items() if (node.at, node.mover) == (height, who))
        return next(turns, self.middle(height if height in self.lanes else "war"))

    def middle(self, height: str) -> float:
        """The middle of a height's lane."""
        top, bottom = self.lanes[height]
        return (top + bottom) / 2


def ladder(assessment: Assessment, key: str, width: int) -> str:
    """Lanes from war down to quiet; in each the places of that height and each move's chance in words."""
    picture = Picture(key, width)
    top = _legend(picture, assessment)
    rails, bottom = _laid(picture, assessment, top)
    _lanes(picture, rails)
    _branches(picture, rails)
    _marks(picture, assessment, rails)
    _told(picture, assessment, rails)
    return picture.svg(bottom + 4, "The ladder with today's chances", _finding(assessment))


def _legend(picture: Picture, assessment: Assessment) -> float:
    sides = leading(assessment)
    room = picture.width / 2 - 40
    items = [
        (partial(_signed, i), fitted(words.name(assessment, code), room, 11)) for i, code in enumerate(sides)
    ]
    strokes = ("hold", "show", "force", "lethal", "war", "concede")
    moves = [(partial(_stroke, move), MOVES[move]) for move in strokes]
    return legend(picture, 12, [*items, *moves]) + 2


def _signed(place: int, picture: Picture, x: float, y: float) -> None:
    sign(picture, x, y, place)


def _stroke(move: str, picture: Picture, x: float, y: float) -> None:
    picture.path(f"M{x - 8:.1f} {y:.1f}h16", f"branch {move}", stroke_width=6)


def _laid(picture: Picture, assessment: Assessment, y: float) -> tuple[Rails, float]:
    """Every lane as high as its words need."""
    sides = leading(assessment)
    left, apart, beside = (20.0, 84.0, 128.0) if picture.narrow else (48.0, 200.0, 296.0)
    rails = Rails({sides[0]: left, sides[1]: left + apart}, beside, {}, {})
    by_height = dict(places(assessment.motive))
    for height in reversed(HEIGHTS):
        start = y
        y += LINE + 10
        for node in by_height.get(height, []):
            lines = len(_lines(picture, rails, node))
            rails.y[node] = y + (lines + 1) * LINE / 2 - 4
            y += (lines + 1) * LINE + GAP
        y += 6 if height in by_height else LINE
        rails.lanes[height] = (start, y)
        y += 4
    return rails, y


def _lines(picture: Picture, rails: Rails, node: LadderNode) -> list[str]:
    """A place's chances, each move's whole on one line."""
    room = picture.width - rails.words - 8
    rows = [""]
    for part in chances(node):
        longer = f"{rows[-1]}, {part}" if rows[-1] else part
        if rows[-1] and text_width(longer) > room:
            rows[-1] += ","
            rows.append(part)
        else:
            rows[-1] = longer
    return [fitted(row, room + 8) for row in rows]


def _lanes(picture: Picture, rails: Rails) -> None:
    for height, (start, end) in rails.lanes.items():
        picture.box((0, start), (picture.width, end - start), "lane")
        picture.text(rails.words, start + 16, HEIGHTS[height], "group")
    tops = [start for start, _ in rails.lanes.values()]
    ends = [end for _, end in rails.lanes.values()]
    for x in rails.x.values():
        picture.line((x, min(tops) + 4), (x, max(ends) - 4), "grid")


def _branches(picture: Picture, rails: Rails) -> None:
    """The widest first, so that a thin line is seen on a wide one."""
    flows = [
        (node.reached * max(p.value, 0.0), node, move)
        for node in rails.y if node.mover in rails.x
        for move, p in node.moves
    ]  # fmt: skip
    for flow, node, move in sorted(flows, key=lambda row: -row[0]):
        if flow > 0:
            _branch(picture, rails, node, move, max(THINNEST, WIDEST * flow))


def _branch(picture: Picture, rails: Rails, node: LadderNode, move: str, wide: float) -> None:
    x, y = rails.x[node.mover], rails.y[node]
    across = rails.x[rails.other(node.mover)]
    way = 1 if across > x else -1
    if move == "hold":
        commands = f"M{x:.1f} {y:.1f}H{(x + across) / 2:.1f}"
    elif move == "concede":
        commands = f"M{x:.1f} {y:.1f}h{-way * (12 if picture.narrow else 26)}"
    else:
        end = rails.landing(move, rails.other(node.mover))
        bend = x + 0.45 * (across - x)
        commands = f"M{x:.1f} {y:.1f}C{bend:.1f} {y:.1f} {bend:.1f} {end:.1f} {across:.1f} {end:.1f}"
    picture.path(commands, f"branch {move}", stroke_width=wide)


def _marks(picture: Picture, assessment: Assessment, rails: Rails) -> None:
    sides = leading(assessment)
    for node, y in rails.y.items():
        if node.mover in rails.x:
            sign(picture, rails.x[node.mover], y, sides.index(node.mover))
    for x in rails.x.values():
        mark(picture, x, rails.middle("war"), 8)


def _told(picture: Picture, assessment: Assessment, rails: Rails) -> None:
    """Each place's chances beside it, and how often a round ends in war."""
    sides = leading(assessment)
    for node, middle in rails.y.items():
        lines = _lines(picture, rails, node)
        y = middle - (len(lines) - 1) * LINE / 2
        sign(picture, rails.words + 6, y - 4, sides.index(node.mover) if node.mover in sides else 2)
        picture.text(rails.words + 18, y, _head(picture, assessment, rails, node), "group")
        for i, line in enumerate(lines):
            picture.text(rails.words, y + (i + 1) * LINE, line, "plain-label")
    _ends(picture, assessment, rails)


def _ends(picture: Picture, assessment: Assessment, rails: Rails) -> None:
    """How often a round ends in war, beside the name of that height."""
    chosen = next((e.p for e in assessment.motive.ends if e.end == "war"), None)
    if chosen is not None:
        x = rails.words + text_width(HEIGHTS["war"]) + 8
        room, told = picture.width - x - 8, f"ends {bounds(chosen)} of rounds"
        short = told if text_width(told) <= room else fitted(f"ends {bounds(chosen)}", room)
        picture.text(x, rails.lanes["war"][0] + 16, short, "plain-label")


def _head(picture: Picture, assessment: Assessment, rails: Rails, node: LadderNode) -> str:
    """Whose turn and how often, without the name where there is no room for both."""
    room = picture.width - rails.words - 24
    whole = turn(assessment, node)
    return whole if text_width(whole) <= room else fitted(often(node.reached), room)


def _finding(assessment: Assessment) -> str:
    told: list[str] = []
    for height, nodes in reversed(places(assessment.motive)):
        told += [
            f"at {HEIGHTS.get(height, height)}, {turn(assessment, n)}: {', '.join(chances(n))}" for n in nodes
        ]
    return _sentences(told)


def _sentences(told: Sequence[str]) -> str:
    return "; ".join(told) + "."
