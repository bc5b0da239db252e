"""Where events stand in a text: its paragraphs and lines, cut at every beginning and end of a span.

Spans may lie inside one another, cross, repeat, or lie outside of the text; those outside are left out.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from detente.report.reading import Reading
from detente.world.event import Event

HARD_WRAPPED = 40
"""If all but the last line of a paragraph are longer, its lines were broken by a margin, not by an author."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of the text and the events that it tells, each with its number."""

    start: int
    end: int
    events: tuple[tuple[int, Event], ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text in which no mark begins or ends, and the marks that lie over it.

    `over` holds all of them, in the order of the text, the longer first; of these `begins` begin with it and
    `ends` end with it.
    """

    text: str
    over: tuple[Mark, ...]
    begins: tuple[Mark, ...]
    ends: tuple[Mark, ...]


def marks(reading: Reading) -> tuple[Mark, ...]:
    """One mark for each span that events have, without blanks at its ends; of two that begin together the
    longer first."""
    found: dict[Span, list[tuple[int, Event]]] = defaultdict(list)
    for number, event in reading.numbered:
        span = _trimmed(reading.text, event.span)
        if span is not None:
            found[span].append((number, event))
    spans = sorted(found, key=lambda s: (s[0], -s[1]))
    return tuple(Mark(*span, tuple(found[span])) for span in spans)


def _trimmed(text: str, span: Span | None) -> Span | None:
    if span is None or not 0 <= span[0] < span[1] <= len(text):
        return None
    words = text[span[0] : span[1]]
    start = span[0] + len(words) - len(words.lstrip())
    end = span[1] - len(words) + len(words.rstrip())
    return (start, end) if start < end else None


def paragraphs(text: str) -> Iterator[tuple[Span, ...]]:
    """The lines of each paragraph; a paragraph that a margin broke into lines is one line."""
    lines: list[Span] = []
    done = 0
    for match in re.finditer(r"[^\n]*\S[^\n]*", text):
        if lines and text.count("\n", done, match.start()) > 1:
            yield _joined(lines)
            lines = []
        lines.append(_trimmed(text, match.span()) or match.span())
        done = match.end()
    if lines:
        yield _joined(lines)


def _joined(lines: Sequence[Span]) -> tuple[Span, ...]:
    wrapped = all(end - start > HARD_WRAPPED for start, end in lines[:-1])
    return ((lines[0][0], lines[-1][1]),) if wrapped else tuple(lines)


def cut(text: str, found: Sequence[Mark]) -> Iterator[list[list[Piece]]]:
    """The text: for each paragraph its lines, for each line its pieces."""
    edges = sorted({edge for mark in found for edge in (mark.start, mark.end)})
    waiting, over = list(reversed(found)), list[Mark]()
    for paragraph in paragraphs(text):
        lines = []
        for start, end in paragraph:
            inner = edges[bisect_right(edges, start) : bisect_left(edges, end)]
            lines.append([_piece(text, at, to, over, waiting) for at, to in pairwise((start, *inner, end))])
        yield lines


def _piece(text: str, start: int, end: int, over: list[Mark], waiting: list[Mark]) -> Piece:
    """The next piece; marks move from `waiting` (the next one last) to `over` and out of it."""
    over[:] = [mark for mark in over if mark.end > start]
    while waiting and waiting[-1].start <= start:
        over.append(waiting.pop())
    return Piece(
        text=re.sub(r"\s+", " ", text[start:end]),
        over=tuple(over),
        begins=tuple(mark for mark in over if mark.start == start),
        ends=tuple(mark for mark in over if mark.end == end),
    )
