"""What is known of the pair on the day: its ledger, the days that somebody watched, its situation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from detente.forecast.evidence import Evidence, Windows, evidence, merged, past_cases
from detente.forecast.ledger import BANDS, HORIZONS, MEMORY, QUIET, WAR_DEATHS, Floats, Ledger
from detente.forecast.model import class_of
from detente.forecast.nested import columns
from detente.forecast.timing import AHEAD, bounded, covered, told
from detente.numerics.intensity import Days, Outlook, outlook
from detente.world.event import Event
from detente.world.history import Coverage, History
from detente.world.when import When

MID_MONTH = 14
"""Days from a month's first to the day on which an act known to the month stands."""


@dataclass(frozen=True)
class Past:
    """The pair as of an ordinal `day`; `group` and `band` are indices into `CLASSES` and `BANDS`.

    `powers`: how many of the two are major powers, how many have nuclear weapons.

    `prior_only`: no source that covers days of the pair shows an act, whatever the dispatch says.
    """

    day: int
    ledger: Ledger
    windows: Windows
    situation: str
    group: int
    band: int
    powers: tuple[int, int]
    prior_only: bool

    @classmethod
    def of(cls, known: History, recorded: History) -> "Past":
        """The past of a history, `known` with the dispatch's acts and `recorded` without."""
        day = known.as_of.toordinal()
        ledger, windows = ledger_of(known.acts, known.as_of), windows_of(known.coverage, day)
        situation = _situation(ledger, windows, day)
        group = class_of(known.traits.neighbours, known.traits.allied)
        prior_only = not any(_inside(_day(act, known.as_of), windows) for act in recorded.acts)
        powers = len(known.traits.major), len(known.traits.nuclear)
        return cls(day, ledger, windows, situation, group, _band(ledger, day), powers, prior_only)

    @property
    def covered_acts(self) -> int:
        """How many covered days had a militarized act."""
        return sum(_inside(day, self.windows) for day in self.ledger.days.tolist())

    def own(self, situation: str) -> Evidence:
        """What the pair's covered past says, its past cases being those of `situation`."""
        past = past_cases(self.ledger, situation, self.windows)
        return evidence(self.ledger, past, np.array([self.day]), self.windows)

    def columns(self) -> Floats:
        """The columns of the nested logit, shape (1, k)."""
        at, group, band = (np.array([value]) for value in (self.day, self.group, self.band))
        return columns(self.ledger, at, group, band, np.array([self.powers], dtype=np.float64))

    @cached_property
    def seen(self) -> Days:
        """The covered days, and which of them had an act."""
        return covered(self.ledger.days, self.windows, self.day)

    @cached_property
    def outlook(self) -> Outlook:
        """What the timing of the pair's acts says of a further one within each of `AHEAD`; one row."""
        return outlook(self.seen, [self.seen.happened.size - 1], AHEAD)

    def timing(self) -> Floats:
        """The same within each of `HORIZONS`, shape (1, 3); NaN where too few acts are known."""
        if not told(self.ledger, np.array([self.day])).all():
            return np.full((1, len(HORIZONS)), np.nan)
        return bounded(self.outlook.p[:, [AHEAD.index(h) for h in HORIZONS]])

    @property
    def at_odds(self) -> bool:
        """Whether a militarized act of the last ten years is known."""
        days = self.ledger.days
        return bool(days.size) and self.day - int(days[-1]) <= MEMORY


def ledger_of(acts: Iterable[Event], as_of: date) -> Ledger:
    """The militarized acts known by the day; a month's act stands on its 15th, a year's nowhere."""
    rows = [(day, _rung(event), _deaths(event)) for event in acts if (day := _day(event, as_of))]
    days, rungs, deaths = zip(*rows, strict=True) if rows else ((), (), ())
    return Ledger.of(np.array(days, dtype=np.int64), np.array(rungs, dtype=np.int64), np.array(deaths, float))


def _day(event: Event, as_of: date) -> int:
    """The ordinal day of a militarized act known by the day; 0 for every other event."""
    if not (event.militarized and event.happened) or (when := event.when) is None:
        return 0
    if when.precision == "year" or not when.known_by(as_of):
        return 0
    return when.start.toordinal() + (MID_MONTH if when.precision == "month" else 0)


def windows_of(coverage: Iterable[Coverage], day: int) -> Windows:
    """The days up to `day` on which a source of acts between the two would have shown one.

    A source that ends within 30 days of the day counts as going on: it has no row for a quiet day.
    """
    spans = [
        (When.parse(since).start.toordinal(), When.parse(until).end.toordinal())
        for source in coverage
        for since, until in source.spans
    ]
    return merged([(first, day if last >= day - QUIET else last) for first, last in spans])


def _situation(ledger: Ledger, windows: Windows, day: int) -> str:
    found = ledger.situation(day)
    watched = bool(windows) and windows[-1][1] >= day - QUIET
    return "any" if found == "quiet" and not watched else found


def _inside(day: int, windows: Windows) -> bool:
    return any(first <= day <= last for first, last in windows)


def _band(ledger: Ledger, day: int) -> int:
    """The band of the highest act of the last 30 days; "war" if they brought the thousandth death."""
    at_war = ledger.days[ledger.war]
    recent = at_war.size and day - int(at_war[-1]) <= QUIET
    return BANDS.index("war") if recent else int(ledger.bands(np.array([day]))[0])


def _rung(event: Event) -> int:
    """Its rung; an invasion is a battle in MIE's sense: a sustained fight of organized armed forces."""
    return max(event.rung, 8) if event.kind == "invasion" else event.rung


def _deaths(event: Event) -> float:
    """Its battle deaths; where they are not known, the least that its rung means."""
    if event.deaths is not None:
        return float(event.deaths)
    return WAR_DEATHS if event.rung >= 8 else float(event.rung == 7)


NO_ACT = len(BANDS) - 1
"""The band of a day without a recent act."""
