"""A small game as a picture: its tree with the equilibrium in it, and all equilibria along a payoff."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from detente.report.draw import Picture, Point, Scale, fitted, spaced, text_width, wrapped

BAND, HALF, ASIDE = 34.0, 19.0, 50.0
"""In pixels: a branch that is taken for sure; half the height of a node; how far aside of it words begin."""

STYLE = """
:root { --paper: #fcfbf8; --ink: #1b1d21; --soft: #545a63; --faint: #d9d7d0; --one: #0072b2; --two: #d55e00; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #16181c; --ink: #eceae4; --soft: #a9adb5; --faint: #3b3f47; }
  :root { --one: #56b4e9; --two: #f0a35e; }
}
svg { background: var(--paper); }
text { font: 12px system-ui, "Segoe UI", Roboto, "DejaVu Sans", Arial, sans-serif; fill: var(--ink); }
.title { font-size: 15px; font-weight: 700; }
.group { font-weight: 650; }
.small, .tick { font-size: 11px; fill: var(--soft); }
.move { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
.node { fill: var(--paper); stroke-width: 2.5; }
.first { stroke: var(--one); }
.second { stroke: var(--two); stroke-dasharray: 5 3; }
.way { fill: none; stroke-opacity: .55; }
.way.first { stroke: var(--one); }
.way.second { stroke: var(--two); stroke-dasharray: none; }
.end { stroke: var(--ink); stroke-width: 3; }
.grid { stroke: var(--faint); stroke-width: 1; }
.axis-line { stroke: var(--soft); stroke-width: 1.2; }
.several { fill: var(--faint); fill-opacity: .55; }
.steady { fill: none; stroke: var(--one); stroke-width: 2.4; }
.unsteady { fill: none; stroke: var(--two); stroke-width: 2; stroke-dasharray: 5 4; }
"""
"""Okabe-Ito colours; what they say is said by a shape, a line style or a word as well."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """Where a game ends, and what it is worth to each player, in words and numbers."""

    name: str
    payoffs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A player's choice between ending the game and going on; the last one has two ends."""

    player: str
    first: bool
    """Whether it is the player who moves first."""
    stop: str
    """The move that ends the game in `leaf`."""
    leaf: Leaf
    go: str
    p_go: float
    """Probability of going on, if the choice is reached."""


@dataclass(frozen=True, slots=True)
class Tree:
    """The choices in turn, and where the last "go" ends."""

    nodes: tuple[Node, ...]
    last: Leaf

    def reached(self, index: int) -> float:
        """The probability that a choice is reached."""
        return math.prod(node.p_go for node in self.nodes[:index])

    @property
    def ends(self) -> list[tuple[Leaf, float]]:
        """Each end with its probability."""
        found = [(n.leaf, self.reached(i) * (1.0 - n.p_go)) for i, n in enumerate(self.nodes)]
        return [*found, (self.last, self.reached(len(self.nodes)))]


def tree_picture(tree: Tree, key: str, width: int, title: str, note: str = "") -> str:
    """The tree as SVG: branches as wide as their probability, payoffs at the ends."""
    picture = Picture(key, width)
    head = 46.0 + 15.0 * bool(note)
    frame = _frame(picture, tree, head)
    picture.text(4, 20, fitted(title, width - 8, 15), "title")
    if note:
        picture.text(4, 38, fitted(note, width - 8, 11), "small")
    for i in reversed(range(len(tree.nodes))):
        _ways(picture, tree, frame, i)
    for i, node in enumerate(tree.nodes):
        _node(picture, node, frame.place(i))
    for i, (leaf, p) in enumerate(tree.ends):
        _leaf(picture, frame, leaf, p, frame.top + i * frame.down)
    return picture.svg(frame.top + frame.down * len(tree.nodes) + 48, title, _told(tree))


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where things stand: choices go down, on a wide picture also to the right; ends stand in one column."""

    left: float
    top: float
    across: float
    down: float
    ends: float
    room: float
    """How wide the words at an end may run."""

    def place(self, index: int) -> Point:
        """The middle of a choice."""
        return self.left + index * self.across, self.top + index * self.down


def _frame(picture: Picture, tree: Tree, head: float) -> _Frame:
    # Names at the ends are bold, which runs a tenth wider.
    words = [1.1 * text_width(line) for leaf, p in tree.ends for line in _words(picture, leaf, p)]
    room = min(max(words), picture.width * 0.4)
    ends, top = picture.width - room - 14, head + 34
    if picture.narrow:
        return _Frame(46.0, top, 0.0, 104.0, ends, room)
    return _Frame(52.0, top, (ends - 230.0) / max(1, len(tree.nodes) - 1), 104.0, ends, room)


def _ways(picture: Picture, tree: Tree, frame: _Frame, index: int) -> None:
    """Both moves of a choice: straight on to the end, and down to what comes next."""
    node, (x, y) = tree.nodes[index], frame.place(index)
    reached, last = tree.reached(index), index + 1 == len(tree.nodes)
    class_ = "way first" if node.first else "way second"
    stop, go = _wide(reached * (1.0 - node.p_go)), _wide(reached * node.p_go)
    picture.path(f"M{x:.1f} {y:.1f}H{frame.ends:.1f}", class_, stroke_width=stop)
    below, to = y + frame.down, frame.ends if last else frame.place(index + 1)[0]
    bend = min(40.0, to - x)
    turn = f"V{below - bend:.1f}Q{x:.1f} {below:.1f} {x + bend:.1f} {below:.1f}H{to:.1f}" if bend else ""
    picture.path(f"M{x:.1f} {y:.1f}{turn or f'V{below:.1f}'}", class_, stroke_width=go)
    room = frame.ends - x - ASIDE - 4
    _move(picture, (x + ASIDE, y), node.stop, 1.0 - node.p_go, (stop, room))
    if bend:
        _move(
            picture,
            (x + ASIDE, below),
            node.go,
            node.p_go,
            (go, room if last else frame.across - 2 * ASIDE - 4),
        )
    else:
        _move(
            picture,
            (x + ASIDE, y + frame.down / 2 + 12),
            node.go,
            node.p_go,
            (0.0, picture.width - x - ASIDE - 4),
        )


def _wide(p: float) -> float:
    return max(1.0, BAND * p)


def _move(picture: Picture, place: Point, name: str, p: float, band: tuple[float, float]) -> None:
    """The move above its branch, of the given width and room, and its probability, below it if need be."""
    (x, y), (wide, room), share = place, band, percent(p)
    if text_width(f"{name}  {share}") <= room:
        picture.text(x, y - wide / 2 - 6, f"{name}  {share}", "move")
    else:
        picture.text(x, y - wide / 2 - 6, fitted(name, room), "move")
        picture.text(x, y + wide / 2 + 14, share, "move")


def percent(p: float) -> str:
    """A probability in per cent; never 0 or 100 where it is neither."""
    if 0.0 < p < 0.0005:
        return "< 0.1 %"
    if 0.9995 < p < 1.0:
        return "> 99.9 %"
    return f"{100 * p:.1f} %"


def _node(picture: Picture, node: Node, place: Point) -> None:
    """The player's name in a shape of its own: a pill for the one who moves first, a box for the other."""
    x, y = place
    lines = wrapped(node.player, 74.0)
    wide = max(52.0, *(1.1 * text_width(line) + 10 for line in lines))
    class_, corner = ("node first", HALF) if node.first else ("node second", 2.0)
    picture.put("rect", x=x - wide / 2, y=y - HALF, width=wide, height=2 * HALF, class_=class_, rx=corner)
    for i, line in enumerate(lines):
        picture.text(x, y + 4 + 14 * (i - (len(lines) - 1) / 2), line, "group", "middle")


def _leaf(picture: Picture, frame: _Frame, leaf: Leaf, p: float, y: float) -> None:
    half = max(9.0, _wide(p) / 2 + 2)
    picture.line((frame.ends, y - half), (frame.ends, y + half), "end")
    lines = _words(picture, leaf, p)
    for i, line in enumerate(lines):
        base = y + 4 + 15 * (i - (len(lines) - 1) / 2)
        picture.text(frame.ends + 9, base, fitted(line, frame.room), "small" if i else "group")


def _words(picture: Picture, leaf: Leaf, p: float) -> list[str]:
    """What stands at an end; on a phone the probability has a line of its own."""
    named = (leaf.name, percent(p)) if picture.narrow else (f"{leaf.name}  {percent(p)}",)
    return [*named, *leaf.payoffs]


def _told(tree: Tree) -> str:
    choices = [f"{n.player}: {n.go} {percent(n.p_go)}, {n.stop} {percent(1.0 - n.p_go)}" for n in tree.nodes]
    ends = [f"{leaf.name} {percent(p)} ({', '.join(leaf.payoffs)})" for leaf, p in tree.ends]
    return f"Choices, if reached: {'; '.join(choices)}. Ends: {'; '.join(ends)}."


@dataclass(frozen=True, slots=True)
class Step:
    """The equilibria at one value of a payoff: each a probability and whether it is stable, ascending."""

    value: float
    found: tuple[tuple[float, bool], ...]


def branches_picture(steps: Sequence[Step], key: str, width: int, *, payoff: str, what: str) -> str:
    """All equilibria along a payoff: a line each, whole if stable, broken if not; grey where several."""
    picture = Picture(key, width)
    x = Scale(steps[0].value, steps[-1].value, 46, width - 16)
    y = Scale(0.0, 1.0, 330, 66)
    title = f"All equilibria along {payoff}"
    picture.text(4, 20, title, "title")
    picture.text(4, 46, fitted(what, width - 8, 11), "small")
    _several(picture, steps, x, y)
    _axes(picture, x, y, payoff)
    for class_, line in _lines(steps):
        points = " L".join(f"{x(value):.2f} {y(p):.2f}" for value, p in line)
        picture.path(f"M{points}", class_)
    _key(picture, y(0.0) + 60)
    return picture.svg(y(0.0) + 84, title, _counted(steps, payoff, what))


def _several(picture: Picture, steps: Sequence[Step], x: Scale, y: Scale) -> None:
    for one, two in _runs(steps):
        if len(steps[one].found) > 1:
            left, right = x(steps[one].value), x(steps[two].value)
            picture.box((left, y(1.0)), (max(2.0, right - left), y(0.0) - y(1.0)), "several")


def _runs(steps: Sequence[Step]) -> list[tuple[int, int]]:
    """First and last step of each stretch with one number of equilibria."""
    starts = [i for i, s in enumerate(steps) if i == 0 or len(s.found) != len(steps[i - 1].found)]
    return list(zip(starts, [i - 1 for i in starts[1:]] + [len(steps) - 1], strict=True))


def _axes(picture: Picture, x: Scale, y: Scale, payoff: str) -> None:
    for i in range(5):
        level = y(i / 4)
        picture.line((x.left, level), (x.right, level), "grid")
        picture.text(x.left - 7, level + 4, f"{i / 4:.2f}", "tick", "end")
    picture.line((x.left, y(0.0)), (x.right, y(0.0)), "axis-line")
    for place, text in spaced([(x(v), f"{v:.6g}") for v in _round_values(x.low, x.high)], size=11):
        picture.line((place, y(0.0)), (place, y(0.0) + 5), "axis-line")
        picture.text(place, y(0.0) + 18, text, "tick", "middle")
    picture.text((x.left + x.right) / 2, y(0.0) + 36, payoff, "small", "middle")


def _round_values(low: float, high: float) -> list[float]:
    """Four to nine round numbers from low to high, or low alone."""
    if high <= low:
        return [low]
    rough = 10.0 ** math.floor(math.log10((high - low) / 4))
    step = next(m * rough for m in (5.0, 2.0, 1.0) if m * rough <= (high - low) / 4)
    return [i * step for i in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]


Line = list[tuple[float, float]]


def _lines(steps: Sequence[Step]) -> list[tuple[str, Line]]:
    """The equilibria of one step joined with the next ones of their kind; two that vanish together meet."""
    done: list[tuple[str, Line]] = []
    open_: list[tuple[bool, Line]] = [(stable, [(steps[0].value, p)]) for p, stable in steps[0].found]
    for step in steps[1:]:
        free = list(step.found)
        kept: list[tuple[bool, Line]] = []
        for stable, line in open_:
            near = min(
                (f for f in free if f[1] == stable), key=lambda f: abs(f[0] - line[-1][1]), default=None
            )
            if near is None or _taken(open_, near, line):
                done.append((_named(stable), line))
                continue
            free.remove(near)
            line.append((step.value, near[0]))
            kept.append((stable, line))
        open_ = [*kept, *((stable, [(step.value, p)]) for p, stable in free)]
    return [*done, *((_named(stable), line) for stable, line in open_)]


def _taken(open_: Sequence[tuple[bool, Line]], near: tuple[float, bool], line: Line) -> bool:
    """Whether another line of the same kind ends nearer to that equilibrium."""
    mine = abs(near[0] - line[-1][1])
    return any(
        s == near[1] and o is not line and abs(near[0] - o[-1][1]) < mine and o[-1][0] == line[-1][0]
        for s, o in open_
    )


def _named(stable: bool) -> str:
    return "steady" if stable else "unsteady"


def _key(picture: Picture, y: float) -> None:
    left = 46.0
    drifts = "unstable" if picture.narrow else "unstable: beliefs a little off drift away"
    for class_, text in (("steady", "stable"), ("unsteady", drifts)):
        picture.path(f"M{left:.1f} {y - 4:.1f}h26", class_)
        picture.text(left + 33, y, text, "small")
        left += 33 + text_width(text, 11) + 22
    picture.box((left, y - 11), (20, 13), "several")
    picture.text(left + 27, y, "several", "small")


def _counted(steps: Sequence[Step], payoff: str, what: str) -> str:
    told = []
    for one, two in _runs(steps):
        n = len(steps[one].found)
        span = (
            f"from {steps[one].value:.4g} to {steps[two].value:.4g}"
            if two > one
            else f"at {steps[one].value:.4g}"
        )
        at = ", ".join(f"{p:.3f}{'' if stable else ' (unstable)'}" for p, stable in steps[one].found)
        told.append(f"{payoff} {span}: {n} {'equilibrium' if n == 1 else 'equilibria'}, first {at}")
    return f"{what}. {'; '.join(told)}."


def standalone(*pictures: str) -> str:
    """One SVG file of one or several pictures, one below the other, with its own style sheet."""
    sizes = [_size(p) for p in pictures]
    width, height = max(w for w, _ in sizes), sum(h for _, h in sizes)
    parts, top = [], 0.0
    for picture, (_, high) in zip(pictures, sizes, strict=True):
        parts.append(picture.replace("<svg ", f'<svg y="{top:g}" ', 1))
        top += high
    size = f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><style>{STYLE}</style>{"".join(parts)}</svg>\n'


def _size(picture: str) -> tuple[float, float]:
    _, _, width, height = picture.split('viewBox="', 1)[1].split('"', 1)[0].split()
    return float(width), float(height)
