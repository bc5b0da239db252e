"""What was read from dispatches as one offline HTML page: each text with its events marked, then their table.

A mark is an underline: its colour and dash say the PLOVER class, and its number leads to the table and back.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.report import draw_words, reading, words
from detente.report.reading import QUADS, UNCLASSED, Reading, quad
from detente.report.spans import Mark, Piece, cut, marks
from detente.report.template import compiled, policy, style
from detente.world.event import Event
from detente.world.ladder import LADDER

LANES = 4
"""How many underlines lie under one word before they share a line."""

Key = tuple[int, int, str]

STATUSES = {
    "actual": "asserted",
    "historical": "earlier",
    "hypothetical": "only possible",
    "denied": "denied",
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the text: the CSS classes of its underlines (the lowest first), what they mean, and the
    events that begin here."""

    text: str
    lines: tuple[str, ...]
    title: str
    begins: tuple[tuple[int, Event], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One dispatch on the page; `marked` are the numbers of the events that stand in the text."""

    key: str
    reading: Reading
    paragraphs: list[list[list[Stretch]]]
    marked: frozenset[int]
    facts: list[str]


def record_page(readings: Sequence[Reading]) -> str:
    """The page; a record with an error is shown as refused. The same readings give the same bytes."""
    sections = [_section(f"d{k}", each) for k, each in enumerate(readings, 1)]
    return TEMPLATE.render(
        sections=sections,
        css=CSS,
        policy=POLICY,
        quads=(*QUADS, UNCLASSED),
        statuses=STATUSES,
        ladder=LADDER,
        class_of=_class,
        quad=quad,
        what=reading.what,
        who=_who,
        how_many=reading.how_many,
        answered=reading.answered,
        remarks=reading.remarks,
        said=_said,
    )


def _section(key: str, each: Reading) -> Section:
    found = marks(each)
    lanes = _lanes(found)
    paragraphs = [[_line(each, line, lanes) for line in part] for part in cut(each.text, found)]
    numbers = frozenset(number for mark in found for number, _ in mark.events)
    return Section(key, each, paragraphs, numbers, reading.facts(each))


def _line(each: Reading, pieces: Sequence[Piece], lanes: dict[Key, int]) -> list[Stretch]:
    return [_stretch(each, piece, lanes) for piece in pieces]


def _stretch(each: Reading, piece: Piece, lanes: dict[Key, int]) -> Stretch:
    keys = sorted({key for mark in piece.over for key in _keys(mark)}, key=lambda k: -lanes[k])
    told = [f"{number}: {_said(each, event)}" for mark in piece.over for number, event in mark.events]
    return Stretch(
        piece.text,
        tuple(f"{_class(key[2])} lane-{lanes[key]}" for key in keys),
        "\n".join(told),
        tuple(event for mark in piece.begins for event in mark.events),
    )


def _keys(mark: Mark) -> Iterator[Key]:
    """One underline for each class of the mark's events."""
    for name in dict.fromkeys(quad(event) for _, event in mark.events):
        yield mark.start, mark.end, name


def _lanes(found: Sequence[Mark]) -> dict[Key, int]:
    """The lane of every underline, so that those over one word do not hide each other."""
    ends: list[int] = []
    lanes = {}
    for key in (key for mark in found for key in _keys(mark)):
        free = next((k for k, end in enumerate(ends) if end <= key[0]), len(ends))
        ends[free : free + 1] = [key[1]]
        lanes[key] = min(free, LANES - 1)
    return lanes


def _class(name: str) -> str:
    """ "verbal conflict" as a CSS class."""
    return f"q-{name.lower().replace(' ', '-')}"


def _who(each: Reading, event: Event) -> str:
    doer = each.name(event.source) if event.source else "somebody"
    between = " and " if event.symmetric else " to "
    return doer + (f"{between}{each.name(event.target)}" if event.target else "")


def _said(each: Reading, event: Event) -> str:
    """What a mark means, in one line: who, what, when, by which codes."""
    status = f", {words.STATUS[event.status]}" if words.STATUS[event.status] else ""
    codes = ", ".join(filter(None, (event.plover, event.cameo and f"CAMEO {event.cameo}")))
    day = draw_words.day(event.date)
    return (
        f"{_who(each, event)}, {reading.what(event)}{status}, {day}"
        f" ({codes or UNCLASSED}, rung {event.rung}, p {event.p:.2f})"
    )


# Made once, when the first page is asked for.
CSS = style("brief.css", "record.css")
POLICY = policy(CSS)
TEMPLATE = compiled("record.html.jinja", {"day": draw_words.day})
