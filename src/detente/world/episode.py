"""A past crisis between two states: its course on the ladder, and what followed."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from detente.world.actor import Dyad
from detente.world.traits import Traits
from detente.world.when import When

HORIZONS = (30, 90, 365)
"""The days ahead that every forecast and every episode outcome speaks of."""

SETTLED = timedelta(days=30)
"""How long an episode must have been quiet before anyone can know that it is over."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an episode: `day` since its start, `side` "A", "B" or "AB", rung on the ladder."""

    day: int
    side: str
    rung: int


@dataclass(frozen=True, slots=True)
class Episode:
    """An episode between `a` and `b` (alphabetical), as restated in our own table.

    `within` are the highest rungs reached on days 1..30, 1..90 and 1..365 after `start` (None: not yet
    known on the as-of day); `after_year` the highest within 365 days after `end`; `traits` those of the
    pair at the start.
    """

    id: str
    name: str
    a: str
    b: str
    start: str
    end: str
    opener: str
    opening: str
    peak_a: int
    peak_b: int
    deaths: tuple[int, int]
    patrons_a: tuple[str, ...]
    patrons_b: tuple[str, ...]
    issue: str
    ended: str
    steps: tuple[Step, ...]
    within: tuple[int | None, int | None, int | None]
    after_year: int | None
    note: str
    sources: tuple[str, ...]
    traits: Traits = field(default_factory=Traits)

    @property
    def dyad(self) -> Dyad:
        """Its two states."""
        return Dyad.of(self.a, self.b)

    @property
    def peak(self) -> int:
        """The highest rung that either side reached."""
        return max(self.peak_a, self.peak_b)

    @property
    def first_day(self) -> date:
        """The earliest day that its start may be."""
        return When.parse(self.start).start

    @property
    def last_day(self) -> date:
        """The latest day that its end may be."""
        return When.parse(self.end).end

    def closed(self, day: date) -> "Episode | None":
        """The episode as it was known on `day`: None until it is settled; incomplete outcomes are None."""
        if self.last_day + SETTLED > day:
            return None
        began = When.parse(self.start).end
        month, quarter, year = (
            rung if began + timedelta(days=horizon) <= day else None
            for rung, horizon in zip(self.within, HORIZONS, strict=True)
        )
        after = self.after_year if self.last_day + timedelta(days=365) <= day else None
        return replace(self, within=(month, quarter, year), after_year=after)
