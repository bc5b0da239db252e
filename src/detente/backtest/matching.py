"""Read events against coded ones: matched one to one, closest dates and counts first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from detente.world.event import Event
from detente.world.kinds import KINDS

Row = Mapping[str, Any]
Same = Callable[[Row, Event], bool]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many were found right, how many read, how many coded."""

    right: int = 0
    read: int = 0
    coded: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """The sum, for micro-averages over dispatches."""
        return Tally(self.right + other.right, self.read + other.read, self.coded + other.coded)

    @property
    def precision(self) -> float:
        """Right of what was read; 0 if nothing was."""
        return self.right / self.read if self.read else 0.0

    @property
    def recall(self) -> float:
        """Right of what is coded; 0 if nothing is."""
        return self.right / self.coded if self.coded else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.read + self.coded
        return 2 * self.right / both if both else 0.0


def plover(row: Row) -> str | None:
    """The PLOVER type of a coded event: its own where the text asked for another, else its kind's."""
    if "plover" in row:
        return row["plover"]  # type: ignore[no-any-return]
    kind = KINDS.get(row["kind"])
    return None if kind is None else kind.plover


def same_dyad(row: Row, event: Event) -> bool:
    """The same two states, whatever the act."""
    return {row.get("source"), row.get("target")} == {event.source, event.target}


def same_triple(row: Row, event: Event) -> bool:
    """The same doer, addressed and PLOVER type; without order where either side says that it has none."""
    if plover(row) != event.plover:
        return False
    if row.get("symmetric") or event.symmetric:
        return same_dyad(row, event)
    return (row.get("source"), row.get("target")) == (event.source, event.target)


def same_dated(row: Row, event: Event) -> bool:
    """The same triple, and dates within a day or as far as the coarser of them says."""
    return same_triple(row, event) and same_date(row, event)


def same_date(row: Row, event: Event) -> bool:
    """Whether the dates agree; an undated coded event agrees with any."""
    one, other = row.get("date"), event.date
    if not one:
        return True
    if not other:
        return False
    if len(one) == 10 and len(other) == 10:
        return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) <= 1
    n = min(len(one), len(other))
    return bool(one[:n] == other[:n])


def matches(rows: Sequence[Row], events: Sequence[Event], same: Same) -> list[tuple[int, int]]:
    """Pairs (coded, read), each used once."""
    found = [
        (not same_date(row, event), (row.get("count") or 0) != (event.count or 0), i, j)
        for i, row in enumerate(rows)
        for j, event in enumerate(events)
        if same(row, event)
    ]
    pairs: list[tuple[int, int]] = []
    rows_left, events_left = set(range(len(rows))), set(range(len(events)))
    for _, _, i, j in sorted(found):
        if i in rows_left and j in events_left:
            rows_left.remove(i)
            events_left.remove(j)
            pairs.append((i, j))
    return pairs


def tally(rows: Sequence[Row], events: Sequence[Event], same: Same) -> Tally:
    """The tally of one dispatch."""
    return Tally(len(matches(rows, events, same)), len(events), len(rows))
