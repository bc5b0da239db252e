"""States and pairs of states."""

from dataclasses import dataclass
from typing import Self

from detente.world.errors import UsageError


@dataclass(frozen=True, slots=True)
class State:
    """A state over one span of its existence.

    `code` is ISO 3166 alpha-3 (former states by our table), `cow` the Correlates of War number, `gw` the
    Gleditsch-Ward number; `start` and `end` are ISO days, `end` empty while it exists.
    """

    code: str
    name: str
    cow: int | None
    gw: int | None
    start: str
    end: str
    capital: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Dyad:
    """Two states without direction, in alphabetical order of their codes."""

    a: str
    b: str

    def __post_init__(self) -> None:
        if self.a == self.b:
            raise UsageError("one-state-pair", f"a pair needs two states, found {self.a!r} twice")
        if self.a > self.b:
            raise ValueError(f"use Dyad.of({self.a!r}, {self.b!r}): it puts the codes in order")

    @classmethod
    def of(cls, one: str, other: str) -> Self:
        """The pair of two codes in either order."""
        return cls(*sorted((one, other)))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "PRK-KOR"."""
        parts = text.upper().split("-")
        if len(parts) != 2 or not all(len(p) == 3 and p.isalpha() for p in parts):
            raise UsageError("bad-pair", f"{text!r} is no pair: write two ISO alpha-3 codes, e.g. PRK-KOR")
        return cls.of(*parts)

    @property
    def text(self) -> str:
        """The two codes joined by a hyphen."""
        return f"{self.a}-{self.b}"

    def other(self, code: str) -> str:
        """The pair's other state."""
        return self.b if code == self.a else self.a

    def __contains__(self, code: object) -> bool:
        return code in (self.a, self.b)

    def toward(self, source: str) -> "DirectedDyad":
        """The pair seen from `source`."""
        return DirectedDyad(source, self.other(source))


@dataclass(frozen=True, slots=True, order=True)
class DirectedDyad:
    """Who acts and whom it is done to."""

    source: str
    target: str

    @property
    def dyad(self) -> Dyad:
        """The same two states without direction."""
        return Dyad.of(self.source, self.target)
