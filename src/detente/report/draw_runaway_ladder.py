"""How the ladder multiplies: acts of each side and block that one act of each side and block sets off."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from detente.report import words
from detente.report.draw import Picture, around, wrapped
from detente.report.draw_marks import legend
from detente.report.draw_runaway_words import BLOCKS, sides
from detente.world.assessment import Assessment

LEAST = 0.005
"""Acts below which a square stays empty: its number would read 0.00."""

Kind = tuple[str, str]
"""A block of the ladder and a state."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The squares: columns are what was done, rows what follows, both block by block."""

    columns: tuple[Kind, ...]
    rows: tuple[Kind, ...]
    acts: Mapping[tuple[Kind, Kind], float]
    left: float
    top: float
    wide: float
    high: float

    def corner(self, column: int, row: int) -> tuple[float, float]:
        """The upper left corner of a square."""
        return self.left + column * self.wide, self.top + row * self.high


def ladder(assessment: Assessment, key: str, width: int) -> str:
    """A square for each pair of kinds, a dot as large as the acts set off, and the sum of each column."""
    picture = Picture(key, width)
    top = _legend(picture, assessment)
    grid = _grid(picture, assessment, top)
    _heads(picture, assessment, grid)
    _lines(picture, grid)
    largest = max(grid.acts.values(), default=0.0)
    for j, column in enumerate(grid.columns):
        for i, row in enumerate(grid.rows):
            _dot(picture, grid, (j, i), grid.acts.get((column, row), 0.0), largest)
    _lethal(picture, grid)
    bottom = _sums(picture, grid)
    return picture.svg(bottom + 12, "How the ladder multiplies", _finding(assessment, grid))


def _grid(picture: Picture, assessment: Assessment, top: float) -> Grid:
    steps = assessment.runaway.generation
    order = list(dict.fromkeys((*BLOCKS, *(b for s in steps for b in (s.at, s.to)))))
    who = sides(assessment)
    done, following = {(s.at, s.doer) for s in steps}, {(s.to, s.answerer) for s in steps}
    kinds = [(block, code) for block in order for code in who]
    columns, rows = (tuple(kind for kind in kinds if kind in met) for met in (done, following))
    left, most, high = (76.0, 44.0, 44.0) if picture.narrow else (170.0, 74.0, 56.0)
    wide = min(most, (picture.width - left - 2) / max(1, len(columns)))
    acts = {((s.at, s.doer), (s.to, s.answerer)): s.acts for s in steps}
    return Grid(columns, rows, acts, left, top + (46 if picture.narrow else 62), wide, high)


def _legend(picture: Picture, assessment: Assessment) -> float:
    """Whose mark is which, where there is no room for names at the squares."""
    if not picture.narrow:
        return 0.0
    items = [(partial(_signed, i), words.name(assessment, code)) for i, code in enumerate(sides(assessment))]
    return legend(picture, 12, [(draw, wrapped(name, 140, size=11, lines=1)[0]) for draw, name in items])


def _signed(place: int, picture: Picture, x: float, y: float) -> None:
    sign(picture, x, y, place)


def sign(picture: Picture, x: float, y: float, place: int) -> None:
    """The mark of the first, the second and any further state."""
    if place == 0:
        picture.put("circle", cx=x, cy=y, r=4.5, class_="sign opener")
    else:
        turn, size = (45.0, 6.0) if place == 1 else (0.0, 6.5)
        picture.polygon(around(x, y, size, corners=4, turn=turn), "sign other" if place == 1 else "sign both")


def _heads(picture: Picture, assessment: Assessment, grid: Grid) -> None:
    """Blocks and states along both edges, and which edge is which."""
    who = sides(assessment)
    acts, sets_off = (
        ("one act →", "sets off ↓") if picture.narrow else ("one act of this kind →", "sets off these ↓")
    )
    picture.text(2, grid.top - (28 if picture.narrow else 30), acts, "small")
    picture.text(2, grid.top - 12, sets_off, "small")
    for j, (block, code) in enumerate(grid.columns):
        x, y = grid.corner(j, 0)
        if j == 0 or grid.columns[j - 1][0] != block:
            same = sum(b == block for b, _ in grid.columns)
            over = y - (28 if picture.narrow else 44)
            picture.text(x + same * grid.wide / 2, over, block, "group", "middle")
        _who(picture, assessment, who.index(code), code, (x + grid.wide / 2, y - 12))
    for i, (block, code) in enumerate(grid.rows):
        x, y = grid.corner(0, i)
        if i == 0 or grid.rows[i - 1][0] != block:
            picture.text(2, y + grid.high / 2 + 4, block, "group")
        _beside(picture, assessment, who.index(code), code, (x - 12, y + grid.high / 2))


def _who(picture: Picture, assessment: Assessment, place: int, code: str, at: tuple[float, float]) -> None:
    x, y = at
    if picture.narrow:
        sign(picture, x, y - 2, place)
        return
    lines = wrapped(words.name(assessment, code), 64, size=11)
    for i, line in enumerate(lines):
        picture.text(x, y - 13 * (len(lines) - 1 - i), line, "tick", "middle")


def _beside(picture: Picture, assessment: Assessment, place: int, code: str, at: tuple[float, float]) -> None:
    x, y = at
    if picture.narrow:
        sign(picture, x, y, place)
        return
    lines = wrapped(words.name(assessment, code), 104, size=11)
    for i, line in enumerate(lines):
        picture.text(x, y + 4 + (i - (len(lines) - 1) / 2) * 13, line, "tick", "end")


def _lines(picture: Picture, grid: Grid) -> None:
    right, bottom = grid.corner(len(grid.columns), len(grid.rows))
    for j in range(len(grid.columns) + 1):
        x = grid.corner(j, 0)[0]
        picture.line((x, grid.top), (x, bottom), _weight(grid.columns, j))
    for i in range(len(grid.rows) + 1):
        y = grid.corner(0, i)[1]
        picture.line((grid.left, y), (right, y), _weight(grid.rows, i))


def _weight(kinds: tuple[Kind, ...], index: int) -> str:
    """A line between two blocks is stronger than one inside of a block."""
    edge = index in (0, len(kinds)) or kinds[index - 1][0] != kinds[index][0]
    return "block-line" if edge else "grid"


def _dot(picture: Picture, grid: Grid, square: tuple[int, int], acts: float, largest: float) -> None:
    if acts < LEAST:
        return
    x, y = grid.corner(*square)
    most = min(grid.wide, grid.high - 14) / 2 - 2
    picture.put(
        "circle",
        cx=x + grid.wide / 2,
        cy=y + (grid.high - 13) / 2,
        r=max(1.0, most * (acts / largest) ** 0.5),
        class_=f"acts block-{place(grid.rows[square[1]][0])}",
    )
    if grid.wide >= 28:
        picture.text(x + grid.wide / 2, y + grid.high - 4, f"{acts:.2f}", "tick", "middle")


def place(block: str) -> int:
    """The place of a block on the ladder, which is its colour."""
    return BLOCKS.index(block) if block in BLOCKS else len(BLOCKS)


def _lethal(picture: Picture, grid: Grid) -> None:
    """A frame about the squares of acts that kill after acts that kill."""
    across = [j for j, (block, _) in enumerate(grid.columns) if block == "lethal"]
    down = [i for i, (block, _) in enumerate(grid.rows) if block == "lethal"]
    if across and down:
        corner = grid.corner(across[0], down[0])
        picture.box(corner, (len(across) * grid.wide, len(down) * grid.high), "lethal-corner")


def _sums(picture: Picture, grid: Grid) -> float:
    """What one act of each column sets off in all; the y below it."""
    y = grid.corner(0, len(grid.rows))[1] + 20
    picture.text(2, y, "in all", "group")
    if grid.wide >= 28:
        for j, column in enumerate(grid.columns):
            total = sum(v for (done, _), v in grid.acts.items() if done == column)
            picture.text(grid.corner(j, 0)[0] + grid.wide / 2, y, f"{total:.2f}", "sum", "middle")
    return y


def _finding(assessment: Assessment, grid: Grid) -> str:
    told = []
    for column in grid.columns:
        after = [f"{v:.2f} {_kind(assessment, row)}" for row in grid.rows
                 if (v := grid.acts.get((column, row), 0.0)) >= LEAST]  # fmt: skip
        told.append(f"after one {_kind(assessment, column)}: {', '.join(after) or 'next to nothing'}")
    return "; ".join(told) + "."


def _kind(assessment: Assessment, kind: Kind) -> str:
    return f"{kind[0]} by {words.name(assessment, kind[1])}"
