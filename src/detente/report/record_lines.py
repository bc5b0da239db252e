"""What was read from a dispatch, for a terminal: its text with the events marked in it, then the list.

A mark is `[1 PRK>KOR missile launch: fired 23 missiles]`. Where two marks cross, their ends name them: `/1]`.
Square brackets are ours: those of the text are shown as round ones.
"""

import textwrap
from collections.abc import Iterator, Sequence

from detente.report.reading import Reading, answered, facts, head, how_many, remarks, what, who
from detente.report.spans import Mark, Piece, cut, marks
from detente.report.words import STATUS, safe
from detente.world.event import Event

WIDTH = 100
COLUMNS = ("#", "date", "who > whom", "what", "count", "p", "remarks")
RIGHT = ("#", "count")
ROUND = str.maketrans("[]", "()")
EXPLAINED = 'p: the reader\'s own chance that states and type are right. "not said": taken from the context.'


def record_lines(reading: Reading) -> list[str]:
    """All of it, wrapped to `WIDTH` columns; without the text, the list alone."""
    record = reading.record
    lines = [safe(record.dispatch or "dispatch"), *_wrapped(head(reading)), ""]
    lines += marked_text(reading)
    lines += table(reading) if record.events else ["No act between states was read."]
    stated = facts(reading)
    lines += ["", "Standing facts", *_bullets(stated)] if stated else []
    return lines + (["", "Notes", *_bullets(record.notes)] if record.notes else [])


def marked_text(reading: Reading) -> list[str]:
    """The text with its marks; an empty line follows each paragraph."""
    lines: list[str] = []
    inside: list[Mark] = []
    crossed: set[Mark] = set()
    for paragraph in cut(reading.text, marks(reading)):
        for line in paragraph:
            lines += _wrapped("".join(_shown(piece, inside, crossed) for piece in line))
        lines.append("")
    return lines


def _shown(piece: Piece, inside: list[Mark], crossed: set[Mark]) -> str:
    """A piece between the marks that begin and end with it; `inside` are the marks that are open."""
    inside += piece.begins
    opened = "".join(f"[{_label(mark)}: " for mark in piece.begins)
    closed = "".join(_closed(mark, inside, crossed) for mark in reversed(inside) if mark in piece.ends)
    return opened + safe(piece.text).translate(ROUND) + closed


def _closed(mark: Mark, inside: list[Mark], crossed: set[Mark]) -> str:
    """The end of a mark; it says which one it ends if another began inside it and goes on."""
    later = inside[inside.index(mark) + 1 :]
    crossed |= {mark, *later} if later else set()
    inside.remove(mark)
    return f" /{mark.events[0][0]}]" if mark in crossed else "]"


def _label(mark: Mark) -> str:
    """ "1 PRK>KOR threat, 2 PRK>USA threat, possible"."""
    told = (
        " ".join((str(number), who(event, ">"), what(event)))
        + (f", {STATUS[event.status]}" if STATUS[event.status] else "")
        for number, event in mark.events
    )
    return safe("; ".join(told))


def table(reading: Reading) -> list[str]:
    """The events, a row each; remarks are wrapped under themselves."""
    rows = [COLUMNS, *_rows(reading)]
    widths = [max(len(row[k]) for row in rows) for k in range(len(COLUMNS) - 1)]
    return ["Events", *(line for row in rows for line in _row(row, widths)), *_wrapped(EXPLAINED)]


def _rows(reading: Reading) -> Iterator[tuple[str, ...]]:
    for number, event in reading.numbered:
        cells = (str(number), event.date or "undated", who(event), what(event), how_many(event))
        yield tuple(map(safe, (*cells, f"{event.p:.2f}", _remarks(reading, event))))


def _remarks(reading: Reading, event: Event) -> str:
    """What may make a reader doubt comes last."""
    number = answered(reading, event)
    return "; ".join(([] if number is None else [f"answers {number}"]) + remarks(reading, event))


def _row(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    fixed = "  ".join(
        cell.rjust(width) if title in RIGHT else cell.ljust(width)
        for cell, width, title in zip(cells, widths, COLUMNS, strict=False)
    )
    hang = " " * (len(fixed) + 4)
    return textwrap.wrap(f"  {fixed}  {cells[-1]}", WIDTH, subsequent_indent=hang, drop_whitespace=True)


def _bullets(items: Sequence[str]) -> list[str]:
    return [
        line
        for item in items
        for line in textwrap.wrap(safe(item), WIDTH, initial_indent="  ", subsequent_indent="    ")
    ]


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(safe(text), WIDTH, break_on_hyphens=False)
