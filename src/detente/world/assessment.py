"""The whole answer to one dispatch: the record, five answers, and where every number comes from."""

from dataclasses import dataclass

from detente.world.answers import Comparison, Forecast, Runaway, Scenario
from detente.world.history import Coverage
from detente.world.motives import Motives
from detente.world.record import Record

SCHEMA = "assessment/1"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The headline: `code` for programs, `headline` for people, `why` in a sentence."""

    code: str
    headline: str
    why: str


@dataclass(frozen=True, slots=True)
class Change:
    """An event that would move the answer: `p` is the chance of war within a year if it happened now."""

    event: str
    target: str
    days: int
    p: float
    ratio: float


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made the answer: program, seed, the closed inputs by sha256, the model cards, the citations."""

    version: str
    seed: int
    inputs: tuple[tuple[str, str], ...]
    vintages: tuple[tuple[str, str], ...]
    cards: tuple[Comparison, ...]
    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """One dispatch assessed; `id` is the sha256 of its canonical JSON without the id.

    `names` gives each state code that occurs its name on the as-of day.
    """

    schema: str
    id: str
    as_of: str
    pair: tuple[str, str]
    names: dict[str, str]
    record: Record
    forecast: Forecast
    scenario: Scenario
    motive: Motives
    runaway: Runaway
    verdict: Verdict
    coverage: tuple[Coverage, ...]
    would_change: tuple[Change, ...]
    provenance: Provenance
