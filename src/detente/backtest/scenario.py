"""Do the nearest episodes tell what follows? A rolling test over our own library.

At the start of each episode only those that had ended before are known; the present course are its first
days. The forecast is the weighted share of outcomes among them, against the plain share of all; both with
Jeffreys' half a case on each side.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from detente.archive import tables
from detente.archive.history import with_traits
from detente.backtest.compare import Scored, compare
from detente.scenario.model import (
    Portrait,
    effective_number,
    episode_course,
    likeness,
    opener_of,
    weights,
)
from detente.world.answers import Comparison
from detente.world.canonical import canonical
from detente.world.episode import Episode

FIRST_DAYS = 3
BURN_IN = 40
ENOUGH = 20
OUTCOMES = {"fatal": 7, "war": 8}
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Case:
    """One forecast: the library's share, the analogues' share, and what happened within a year."""

    pair: str
    year: int
    plain: dict[str, float]
    analogue: dict[str, float]
    happened: dict[str, bool]


def run(_data: Path | None = None, *, progress: Progress = lambda _: None) -> list[Comparison]:
    """Log-score differences of the analogues against the library's share, per outcome."""
    cases = forecasts(progress)
    return [_comparison(cases, outcome) for outcome in OUTCOMES]


def forecasts(progress: Progress = lambda _: None) -> list[Case]:
    """Every episode after the first `BURN_IN`, forecast from those that had ended by its third day."""
    library = sorted((with_traits(e) for e in tables.episodes()), key=lambda e: (e.first_day, e.id))
    cases = []
    for index, episode in enumerate(library[BURN_IN:]):
        if index % 25 == 0:
            progress(f"scenario back-test: {index + BURN_IN} of {len(library)} episodes")
        now = episode.first_day + timedelta(days=FIRST_DAYS)
        closed = [c for e in library if (c := e.closed(now)) is not None]
        if episode.within[2] is not None and len(closed) >= BURN_IN // 2:
            cases.append(_case(episode, closed, now))
    return cases


def _case(episode: Episode, known: Sequence[Episode], now: date) -> Case:
    course = tuple(s for s in episode_course(episode) if s[0] <= FIRST_DAYS)
    opener = opener_of(course, episode.dyad)
    portrait = _portrait(episode)
    similar = [(likeness(course, opener, e) + portrait.likeness(_portrait(e))) / 2 for e in known]
    weight = weights(similar)
    worst = episode.within[2] or 0
    return Case(
        pair=episode.dyad.text,
        year=now.year,
        plain={o: _share(known, [1.0] * len(known), rung) for o, rung in OUTCOMES.items()},
        analogue={o: _share(known, weight, rung) for o, rung in OUTCOMES.items()},
        happened={o: worst >= rung for o, rung in OUTCOMES.items()},
    )


def _portrait(episode: Episode) -> Portrait:
    return Portrait.of(episode.traits, bool(episode.patrons_a or episode.patrons_b))


def _share(known: Sequence[Episode], weight: Sequence[float], rung: int) -> float:
    pairs = [(w, e.within[2]) for w, e in zip(weight, known, strict=True) if e.within[2] is not None]
    n = effective_number([w for w, _ in pairs])
    total = sum(w for w, _ in pairs)
    k = n * sum(w for w, worst in pairs if (worst or 0) >= rung) / total if total else 0.0
    return (k + 0.5) / (n + 1.0)


def _comparison(cases: Sequence[Case], outcome: str) -> Comparison:
    scored = Scored(
        pairs=[c.pair for c in cases],
        happened=np.array([c.happened[outcome] for c in cases]),
        model=np.array([c.analogue[outcome] for c in cases]),
        baseline=np.array([c.plain[outcome] for c in cases]),
    )
    test = f"own library, {cases[0].year}-{cases[-1].year}, first {FIRST_DAYS} days of each, a year ahead"
    return compare(scored, names=(f"analogues: {outcome}", "share of all past episodes"), test=test)


VINTAGES = tuple(range(1975, 2026, 5))


def write_vintages(_data: Path, out: Path) -> list[Path]:
    """Whether analogues were informative by each year's cut, from forecasts whose year was over by then."""
    cases = forecasts()
    out.mkdir(parents=True, exist_ok=True)
    paths = []
    for year in VINTAGES:
        path = out / f"{year}.json"
        path.write_bytes(canonical(_vintage([c for c in cases if c.year + 1 < year], year)) + b"\n")
        paths.append(path)
    return paths


def _vintage(cases: Sequence[Case], year: int) -> dict[str, object]:
    rows = [_comparison(cases, outcome) for outcome in OUTCOMES] if len(cases) >= ENOUGH else []
    gaps = [(r.model, r.difference) for r in rows]
    told = [f"{model} {gap.value:+.3f} [{gap.low:+.3f}, {gap.high:+.3f}]" for model, gap in gaps]
    statement = f"log score against the plain share, {len(cases)} cases before {year}: {'; '.join(told)}"
    return {
        "vintage": year,
        "made_by": "detente fit scenario",
        "informative": any(r.used for r in rows),
        "statement": statement
        if rows
        else f"too few past cases ({len(cases)}) before {year} to test analogues",
    }
