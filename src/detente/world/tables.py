"""Rows of our own tables that name things: states, leaders, places."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name by which texts call a state, from `start` until `end` (ISO, either empty).

    `kind` is name, demonym, capital, metonym, abbrev, body or relative; one with `needs_pair` counts only
    where the pair is known already.
    """

    code: str
    alias: str
    kind: str
    start: str = ""
    end: str = ""
    needs_pair: bool = False


@dataclass(frozen=True, slots=True)
class LeaderRow:
    """A person who spoke for a state from `start` until `end`; `short` is the name texts repeat."""

    code: str
    name: str
    short: str
    role: str
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place and the state that it lies in or stands for."""

    place: str
    code: str


@dataclass(frozen=True, slots=True)
class NeighbourRow:
    """Two states that share a border of `kind` land or sea, from `start` until `end` (ISO, either empty)."""

    a: str
    b: str
    kind: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class WeightRow:
    """A state's shares of the world's product and of its military personnel in a year, None if unknown."""

    code: str
    year: int
    economy: float | None
    military: float | None
