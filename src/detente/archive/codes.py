"""Publishers' numbers and names of states as our codes, on the day of the event."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Self

from detente.archive import tables
from detente.world.actor import State
from detente.world.tables import NameRow
from detente.world.when import When

Key = tuple[str, int | str]

NAMES = frozenset({"name", "abbrev"})
"""The kinds of names that stand for the state itself in a column of countries."""

FLOOR = "1945-01-01"
"""Where our table of states begins; a number that stood for a state then is taken for it before as well."""


class StateUnknown(ValueError):
    """A number, code or name stands for no state on that day."""


@dataclass(frozen=True, slots=True)
class Span:
    """A code and the days on which a key stands for it."""

    first: date
    last: date
    code: str

    def overlaps(self, when: When) -> bool:
        """Whether some day of `when` lies in it."""
        return self.first <= when.end and when.start <= self.last


class Codes:
    """Looks up states by CoW number, Gleditsch-Ward number, our code, or name."""

    def __init__(self, states: Iterable[State], names: Iterable[NameRow]) -> None:
        self._spans: dict[Key, list[Span]] = defaultdict(list)
        for state in states:
            self._add_state(state)
        for row in names:
            if row.kind in NAMES and not row.needs_pair:
                self._add(("name", row.alias.casefold()), row.start, row.end, row.code)

    @classmethod
    def shipped(cls) -> Self:
        """Over our own tables."""
        return cls(tables.states(), tables.names())

    def cow(self, number: int, when: When) -> str:
        """The code of a Correlates of War number; StateUnknown if it is no state then."""
        return self._find(("CoW number", number), when)

    def gw(self, number: int, when: When) -> str:
        """The code of a Gleditsch-Ward number; StateUnknown if it is no state then."""
        return self._find(("Gleditsch-Ward number", number), when)

    def text(self, text: str, when: When) -> str:
        """The code of a code or name as texts write it; `IGO:` codes pass; StateUnknown for others."""
        if text.startswith("IGO:") and len(text) > 4:
            return text
        key: Key = ("code", text)
        return self._find(key if key in self._spans else ("name", text.casefold()), when)

    def _add_state(self, state: State) -> None:
        keys: list[Key] = [("code", state.code), ("name", state.name.casefold())]
        if state.cow is not None:
            keys.append(("CoW number", state.cow))
        if state.gw is not None:
            keys.append(("Gleditsch-Ward number", state.gw))
        for key in keys:
            numbered = isinstance(key[1], int) and state.start == FLOOR
            self._add(key, "" if numbered else state.start, state.end, state.code)

    def _add(self, key: Key, start: str, end: str, code: str) -> None:
        first = When.parse(start).start if start else date.min
        last = When.parse(end).end if end else date.max
        self._spans[key].append(Span(first, last, code))

    def _find(self, key: Key, when: When) -> str:
        spans = self._spans.get(key, ())
        for span in spans:
            if span.overlaps(when):
                return span.code
        kind, value = key
        why = f"is no state on {when.text}" if spans else "is no state that we know"
        raise StateUnknown(f"{kind} {value!r} {why}")


@cache
def shipped_codes() -> Codes:
    """The look-up over our own tables, built once a process."""
    return Codes.shipped()
