"""Dispatches of the corpus that a second coder coded without seeing the first one's codes."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.backtest.corpus import Coded
from detente.backtest.matching import plover
from detente.world.errors import DataError
from detente.world.event import Event
from detente.world.kinds import KINDS

Row = Mapping[str, Any]
Aligned = tuple[Row, Row]
"""What the first and the second coder say of the same words."""


@dataclass(frozen=True, slots=True)
class Twice:
    """The codes that two coders gave to one dispatch of `sentences`; rows have `status` and `span`."""

    sentences: int
    rows: Sequence[Row]
    again: Sequence[Row]

    @property
    def events(self) -> tuple[Event, ...]:
        """The second coder's rows as events, so that they are scored as what a program reads."""
        return tuple(_event(row) for row in self.again)

    def turned(self) -> "Twice":
        """The first coder measured by the second."""
        return Twice(self.sentences, self.again, self.rows)


def read_second(folder: Path, corpus: Sequence[Coded]) -> tuple[Twice, ...]:
    """Every dispatch of `folder`, by name, with the codes of `corpus` beside those of the second coder.

    Raises:
        DataError: `bad-corpus` for a file that is no TOML, is of no dispatch, or has an event that cannot be.
    """
    coded = {each.id: each for each in corpus}
    return tuple(_twice(path, coded) for path in sorted(folder.glob("*.toml")))


def _twice(path: Path, coded: Mapping[str, Coded]) -> Twice:
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("event", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError("bad-corpus", f"{path}: {error}") from error
    if path.stem not in coded:
        raise DataError("bad-corpus", f"{path}: the corpus has no dispatch of this name")
    first = coded[path.stem]
    again = [_placed(path, k, first.text, row) for k, row in enumerate(rows)]
    return Twice(len(first.sentences), first.events, again)


def _placed(path: Path, k: int, text: str, row: Row) -> Row:
    """The row with its status and span; DataError if it cannot be an event of the text."""
    words, start = str(row.get("words", "")), -1
    for _ in range(row.get("nth", 1)):
        start = text.find(words, start + 1)
    if not words or start < 0:
        raise DataError("bad-corpus", f"{path}: event {k}: words {words!r} are not in the text")
    placed = {"status": "actual", **row, "span": (start, start + len(words))}
    try:
        _event(placed)
    except (KeyError, TypeError, ValueError) as error:
        raise DataError("bad-corpus", f"{path}: event {k}: {error}") from error
    return placed


def _event(row: Row) -> Event:
    return Event(
        source=row.get("source"),
        target=row.get("target"),
        date=row.get("date"),
        kind=row["kind"],
        rung=KINDS[row["kind"]].rung,
        plover=plover(row),
        count=row.get("count"),
        status=row["status"],
        answers_to=row.get("answers"),
        symmetric=bool(row.get("symmetric")),
        span=row["span"],
    )


def aligned(twice: Twice) -> tuple[Aligned, ...]:
    """Rows whose words overlap, each used once: first those of one PLOVER type, then by length of overlap."""
    found = sorted(
        (plover(one) != plover(other), -_overlap(one, other), i, j)
        for i, one in enumerate(twice.rows)
        for j, other in enumerate(twice.again)
        if _overlap(one, other) > 0
    )
    pairs: dict[int, int] = {}
    for _, _, i, j in found:
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return tuple((twice.rows[i], twice.again[j]) for i, j in sorted(pairs.items()))


def _overlap(one: Row, other: Row) -> int:
    """Characters that both rows quote."""
    return int(min(one["span"][1], other["span"][1]) - max(one["span"][0], other["span"][0]))
