"""How well dispatches were read: the measures of the record room, summed over dispatches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from detente.backtest.matching import Tally, matches, plover, same_dated, same_dyad, same_triple, tally
from detente.world.event import Event

Row = Mapping[str, Any]
BINS = 10


@dataclass(slots=True)
class Scores:
    """Tallies over some dispatches.

    `dyad`, `triple` and `dated` are of actual events, `told` of events of any status; `status`, `count` and
    `links` of events whose triple was found; `quiet` counts texts that tell no event and `disturbed` those of
    them in which one was read between two states. `trust` has a pair (p, right) for each event read.
    """

    dyad: Tally = field(default_factory=Tally)
    triple: Tally = field(default_factory=Tally)
    dated: Tally = field(default_factory=Tally)
    told: Tally = field(default_factory=Tally)
    status: Tally = field(default_factory=Tally)
    count: Tally = field(default_factory=Tally)
    links: Tally = field(default_factory=Tally)
    quiet: int = 0
    disturbed: int = 0
    trust: list[tuple[float, bool]] = field(default_factory=list)

    def add(self, rows: Sequence[Row], events: Sequence[Event], *, quiet: bool) -> None:
        """Count one dispatch; `quiet` if it tells no event."""
        if quiet:
            self.quiet += 1
            self.disturbed += any(e.status == "actual" and e.source and e.target for e in events)
            return
        coded = [row for row in rows if plover(row)]
        now = [row for row in coded if row["status"] == "actual"]
        read = [e for e in events if e.status == "actual" and e.plover]
        self.dyad += tally(now, read, same_dyad)
        self.triple += tally(now, read, same_triple)
        self.dated += tally(now, read, same_dated)
        self._add_found(rows, coded, events)

    def _add_found(self, rows: Sequence[Row], coded: Sequence[Row], events: Sequence[Event]) -> None:
        found = matches(coded, events, same_triple)
        self.told += Tally(len(found), sum(1 for e in events if e.plover), len(coded))
        for i, j in found:
            self.status += Tally(coded[i]["status"] == events[j].status, 1, 1)
            if coded[i].get("count") is not None:
                self.count += Tally(coded[i]["count"] == events[j].count, 1, 1)
        self.links += _links(rows, coded, events, found)
        right = {j for _, j in found}
        self.trust += [(event.p, j in right) for j, event in enumerate(events) if event.plover]

    def calibration(self) -> float:
        """Expected calibration error: |share right - mean p| over tenths of the events by p, by size.

        Events of the same p are of the same tenth.
        """
        if not self.trust:
            return 0.0
        p, right = (np.array(each, dtype=float) for each in zip(*self.trust, strict=True))
        edges = np.quantile(p, np.arange(1, BINS) / BINS)
        excess = np.bincount(np.searchsorted(edges, p, side="right"), right - p)
        return float(np.abs(excess).sum() / len(p))

    def accuracy_at(self, coverage: float) -> float:
        """The share right of the `coverage` of the events trusted most; of equals, the share of all."""
        alike: dict[float, list[bool]] = {}
        for p, right in self.trust:
            alike.setdefault(p, []).append(right)
        best = sorted((p for p, _ in self.trust), reverse=True)[: round(coverage * len(self.trust))]
        return sum(sum(alike[p]) / len(alike[p]) for p in best) / len(best) if best else 0.0


def _links(
    rows: Sequence[Row], coded: Sequence[Row], events: Sequence[Event], found: Sequence[tuple[int, int]]
) -> Tally:
    read_as = {id(coded[i]): j for i, j in found}
    wanted = [(rows[row["answers"]], row) for row in coded if row.get("answers") is not None]
    right = {(read_as.get(id(first)), read_as.get(id(second))) for first, second in wanted}
    read = {(event.answers_to, j) for j, event in enumerate(events) if event.answers_to is not None}
    return Tally(len({pair for pair in right if None not in pair} & read), len(read), len(wanted))
