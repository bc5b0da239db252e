"""Who did what to whom, when, in answer to what, and where the text says so."""

from dataclasses import dataclass, replace
from datetime import date as Day
from typing import Self

from detente.world.actor import Dyad
from detente.world.ladder import MILITARIZED, THREATS_OF_FORCE
from detente.world.when import When

STATUSES = ("actual", "historical", "hypothetical", "denied")


@dataclass(frozen=True, slots=True)
class Event:
    """One act; the fields are those of `record --json` and of the plain events CSV.

    `source` and `target` are state codes or `IGO:` codes, None where no state acts or is addressed; `date` is
    ISO text cut to its precision; `span` are character offsets [start, end) in the decoded dispatch, None for
    an event that comes from a data set, whose key then stands in `origin`; `p` is the reader's probability
    that the event is coded right; `inferred` names the fields that the text does not say outright.
    """

    source: str | None
    target: str | None
    date: str | None
    kind: str
    rung: int
    date_precision: str | None = None
    plover: str | None = None
    cameo: str | None = None
    count: int | None = None
    count_qualifier: str | None = None
    deaths: int | None = None
    status: str = "actual"
    answers_to: int | None = None
    symmetric: bool = False
    disputed: bool = False
    claimed_by: str | None = None
    span: tuple[int, int] | None = None
    quote: str | None = None
    p: float = 1.0
    inferred: tuple[str, ...] = ()
    origin: str | None = None

    def __post_init__(self) -> None:
        if self.status not in STATUSES:
            raise ValueError(f"status {self.status!r} is none of {', '.join(STATUSES)}")
        if not 0 <= self.rung <= 9:
            raise ValueError(f"rung {self.rung} is not on the ladder 0..9")
        if not 0.0 <= self.p <= 1.0:
            raise ValueError(f"p {self.p} is no probability")
        if self.date is not None:
            object.__setattr__(self, "date_precision", When.parse(self.date).precision)

    @property
    def when(self) -> When | None:
        """The date as a span of days, None if the text gives none."""
        return None if self.date is None else When.parse(self.date)

    @property
    def militarized(self) -> bool:
        """Whether it is a threat, display or use of force in the MID sense."""
        return self.rung >= MILITARIZED or self.kind in THREATS_OF_FORCE

    @property
    def fatal(self) -> bool:
        """Whether force killed somebody."""
        return self.rung >= 7

    @property
    def happened(self) -> bool:
        """Whether the narrator or a party asserts it, now or as history."""
        return self.status in ("actual", "historical")

    def between(self, dyad: Dyad) -> bool:
        """Whether the two states are its doer and its target."""
        return self.source in dyad and self.target in dyad

    def known_by(self, day: Day) -> bool:
        """Whether it lies wholly on or before `day`; undated acts are not known to."""
        when = self.when
        return when is not None and when.known_by(day)

    def swapped(self, names: dict[str, str]) -> Self:
        """The same act with states renamed by `names`; for tests of symmetry."""

        def rename(code: str | None) -> str | None:
            return None if code is None else names.get(code, code)

        return replace(
            self, source=rename(self.source), target=rename(self.target), claimed_by=rename(self.claimed_by)
        )
