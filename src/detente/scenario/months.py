"""A pair's acts by 30 days: on how many days of each was there an act of each class."""

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from detente.world.event import Event
from detente.world.ladder import MILITARIZED

BIN = 30
"""Days of a bin. The last one ends on the day that is asked about, so that none is cut short."""

BREAKDOWN = frozenset(
    {"suspend_talks", "suspend_agreement", "reject_talks", "reject_proposal", "withdraw_treaty",
     "close_border", "diplomatic_break", "recall_ambassador", "demolition"}
)  # fmt: skip
CLASSES = ("conciliatory", "words", "breakdown", "show", "force", "lethal")
LEVELS = 3
"""A class is told in levels: no day, one day, more days. How densely a source reports matters less so."""

Span = tuple[date, date]


def levels(
    acts: Sequence[Event], until: date, bins: int, covered: Sequence[Span] | None = None
) -> NDArray[np.int64]:
    """The level of each class in the `bins` bins that end on `until`, the latest last: (bins, classes).

    A bin that no span of `covered` holds whole is -1: nothing was observed. None: all is covered.
    """
    days: list[list[set[date]]] = [[set() for _ in CLASSES] for _ in range(bins)]
    for event in acts:
        when = event.when
        back = -1 if when is None or when.precision != "day" else (until - when.start).days // BIN
        if when is not None and 0 <= back < bins:
            days[bins - 1 - back][class_of(event)].add(when.start)
    found = np.array([[min(len(one), LEVELS - 1) for one in row] for row in days], dtype=np.int64)
    found = found.reshape(bins, len(CLASSES))
    if covered is not None:
        found[~_seen(until, bins, covered)] = -1
    return found


def class_of(event: Event) -> int:
    """The place of an act in `CLASSES`."""
    if event.kind in BREAKDOWN:
        return 2
    if event.rung < MILITARIZED:
        return 0 if event.rung <= 1 else 1
    return 3 if event.rung == MILITARIZED else 4 if event.rung < 7 else 5


def _seen(until: date, bins: int, covered: Sequence[Span]) -> NDArray[np.bool_]:
    last = until.toordinal() - BIN * np.arange(bins - 1, -1, -1)
    seen = np.zeros(bins, dtype=np.bool_)
    for start, end in covered:
        seen |= (start.toordinal() <= last - BIN + 1) & (last <= end.toordinal())
    return seen
