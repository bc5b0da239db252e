"""What the model of words in context learns from: dispatches as tokens, with the acts that they tell."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detente.record.layout import SLOTS, Layout, windows
from detente.record.pieces import Pieces

Row = Mapping[str, Any]
BATCH = 8
"""Dispatches that are learned from together."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A dispatch to learn from: its tokens, those of words that may tell an act, and the rows they tell."""

    layout: Layout
    words: tuple[int, ...]
    told: Mapping[int, tuple[int, ...]]
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Piece:
    """The tokens [start, end) of a lesson, new from `new` on; slots are renamed by `names`."""

    lesson: Lesson
    start: int
    end: int
    new: int
    names: tuple[int, ...]

    def words(self) -> list[int]:
        """Tokens of the words that may tell an act."""
        return [word for word in self.lesson.words if self.new <= word < self.end]

    def acts(self) -> list[int]:
        """Those that do."""
        return [word for word in self.words() if word in self.lesson.told]


def batches(lessons: Sequence[Lesson], pieces: Pieces, rng: random.Random) -> Iterator[list[Piece]]:
    """All dispatches in batches of much the same length, in random order, with slots renamed at random."""
    cut = [
        Piece(lesson, *window, _renamed(rng))
        for lesson in lessons
        for window in windows(lesson.layout, pieces)
    ]
    rng.shuffle(cut)
    cut.sort(key=lambda piece: (piece.end - piece.start) // 40)
    batches = [cut[k : k + BATCH] for k in range(0, len(cut), BATCH)]
    rng.shuffle(batches)
    yield from batches


def _renamed(rng: random.Random) -> tuple[int, ...]:
    """Slots with neighbours swapped now and then, so that little is learned from who is named most."""
    names = list(range(SLOTS))
    if rng.random() < 0.5:
        names[0], names[1] = 1, 0
    if rng.random() < 0.3:
        k = rng.randrange(1, 5)
        names[k], names[k + 1] = names[k + 1], names[k]
    return tuple(names)
