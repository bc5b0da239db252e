"""The disputes and event days of all pairs, in order, ready to be counted up to any day."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.forecast.ledger import Floats, Ints, Marks
from detente.forecast.structure import Columns
from detente.world.ladder import MILITARIZED, THREATS_OF_FORCE
from detente.world.when import When

FORCE, WAR = 4, 5
"""MID hostility levels: use of force, war."""

SETTLED = 183
"""Days without an act after which a dispute is over: MID's rule of six months (Jones, Bremer & Singer 1996,
CMPS 15:163). Before that nobody can know that it is, though a table made later gives its last day."""

LEVELS = ("force", "fatal", "war")
"""How far a dispute can go, each within the one before."""


@dataclass(frozen=True, slots=True)
class Disputes:
    """n disputes, one row a pair of states in one, in order of their start.

    `number` of the dispute, states `i` < `j`, `start` of the pair's part (an ordinal), `settled`: the day on
    which the whole was known to be over (an ordinal), `reached` (n, 3): whether the whole dispute reached
    each of `LEVELS`, NaN where that is not known; `first_side`: the state of the pair that is on the side
    that began; `both_began`: both are originators.
    """

    number: Ints
    i: Ints
    j: Ints
    start: Ints
    settled: Ints
    reached: Floats
    first_side: Ints
    both_began: Marks

    @classmethod
    def of(cls, table: Columns, at: Mapping[str, int]) -> "Disputes":
        """From the archive's table of disputes; a date known to the month stands on its first day."""
        i, j = (np.array([at[str(code)] for code in table[c]], dtype=np.int64) for c in ("a", "b"))
        low, high = np.minimum(i, j), np.maximum(i, j)
        first = np.where(table["side_a"] == 0, j, i)
        start, ended = _days(table["start"], last=False), _days(table["end"], last=True)
        order = np.lexsort((high, low, table["dispute"], start))
        whole = Disputes(
            table["dispute"],
            low,
            high,
            start,
            _whole_end(table["dispute"], np.maximum(start, ended)) + SETTLED,
            _reached(table["hostility"].astype(np.float64), table["fatality"].astype(np.float64)),
            first,
            table["originators"] == 1,
        )
        return whole.take(order)

    def take(self, rows: NDArray[Any]) -> "Disputes":
        """The disputes of `rows`, a mask or indices."""
        return Disputes(*(getattr(self, name)[rows] for name in self.__slots__))


@dataclass(frozen=True)
class Annals:
    """Disputes, and the event days of each pair with whether somebody was killed: `events`."""

    disputes: Disputes
    events: Mapping[tuple[int, int], tuple[Ints, Marks]]

    @classmethod
    def of(cls, disputes: Columns, events: Columns, at: Mapping[str, int]) -> "Annals":
        """From the archive's tables; acts known to the month stand on its 15th, those of a year nowhere."""
        return cls(Disputes.of(disputes, at), _event_days(events, at))

    @cached_property
    def of_pair(self) -> dict[tuple[int, int], Ints]:
        """Rows of `disputes` of each pair, in order."""
        found: dict[tuple[int, int], list[int]] = defaultdict(list)
        for row, pair in enumerate(zip(self.disputes.i.tolist(), self.disputes.j.tolist(), strict=True)):
            found[pair].append(row)
        return {pair: np.array(rows, dtype=np.int64) for pair, rows in found.items()}

    @cached_property
    def of_state(self) -> dict[int, Ints]:
        """Rows of `disputes` of each state, one a dispute, in order."""
        d = self.disputes
        found: dict[int, dict[int, int]] = defaultdict(dict)
        for row, (number, i, j) in enumerate(zip(d.number.tolist(), d.i.tolist(), d.j.tolist(), strict=True)):
            found[i].setdefault(number, row)
            found[j].setdefault(number, row)
        return {state: np.array(list(rows.values()), dtype=np.int64) for state, rows in found.items()}

    @cached_property
    def days_of_state(self) -> dict[int, Ints]:
        """The days on which each state had an event with anyone."""
        found: dict[int, list[Ints]] = defaultdict(list)
        for (i, j), (days, _) in self.events.items():
            found[i].append(days)
            found[j].append(days)
        return {state: np.unique(np.concatenate(parts)) for state, parts in found.items()}


def _days(texts: NDArray[Any], *, last: bool) -> Ints:
    found, where = np.unique(texts, return_inverse=True)
    spans = [When.parse(str(text)) if text else None for text in found]
    days = [0 if when is None else (when.end if last else when.start).toordinal() for when in spans]
    return np.array(days, dtype=np.int64)[where] if days else np.empty(0, dtype=np.int64)


def _whole_end(number: Ints, end: Ints) -> Ints:
    numbers, where = np.unique(number, return_inverse=True)
    latest = np.zeros(numbers.size, dtype=np.int64)
    np.maximum.at(latest, where, end)
    whole: Ints = latest[where]
    return whole


def _reached(hostility: Floats, fatality: Floats) -> Floats:
    """War is fatal and fatal is force, whatever single columns say; unknown deaths stay unknown."""
    war = np.where(np.isnan(hostility), np.nan, hostility >= WAR)
    fatal = np.where(war == 1, 1.0, np.where(np.isnan(fatality), np.nan, fatality > 0))
    force = np.where(fatal == 1, 1.0, np.where(np.isnan(hostility), np.nan, hostility >= FORCE))
    fatal = np.where(force == 0, 0.0, fatal)
    return np.stack((force, fatal, war), axis=1)


def _event_days(events: Columns, at: Mapping[str, int]) -> dict[tuple[int, int], tuple[Ints, Marks]]:
    known = (np.char.str_len(events["date"].astype(np.str_)) >= 7) & _militarized(events)
    days = _days(events["date"][known], last=False)
    days = days + 14 * (np.char.str_len(events["date"][known].astype(np.str_)) == 7)
    one, other = (
        np.array([at.get(str(code), -1) for code in events[c][known]], dtype=np.int64)
        for c in ("source", "target")
    )
    lethal = (events["rung"][known] >= 7) | (np.nan_to_num(events["deaths_high"][known].astype(float)) > 0)
    i, j = np.minimum(one, other), np.maximum(one, other)
    order = np.lexsort((days, j, i))
    i, j, days, lethal = i[order], j[order], days[order], lethal[order]
    edges = np.flatnonzero((np.diff(i) != 0) | (np.diff(j) != 0)) + 1
    parts = [part for part in np.split(np.arange(i.size), edges) if part.size and i[part[0]] >= 0]
    return {(int(i[p[0]]), int(j[p[0]])): _by_day(days[p], lethal[p]) for p in parts}


def _militarized(events: Columns) -> Marks:
    """Threats, displays and uses of force that happened, as `Event.militarized` has them."""
    threat = np.isin(events["kind"], sorted(THREATS_OF_FORCE)) | (events["rung"] >= MILITARIZED)
    done: Marks = threat & np.isin(events["status"], ("actual", "historical"))
    return done


def _by_day(days: Ints, lethal: Marks) -> tuple[Ints, Marks]:
    unique, where = np.unique(days, return_inverse=True)
    return unique, np.bincount(where, weights=lethal) > 0
