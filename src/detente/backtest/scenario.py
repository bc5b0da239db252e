"""Do the nearest episodes tell what follows? A rolling test over our own library.

At the start of each episode only those that had ended before are known; the present course are its first
days. The forecast is the weighted share of outcomes among them, with the bandwidth that had scored best on
the cases that were over by then. It is held against two plain shares, of all past episodes and of those that
had come as high by their third day; all with Jeffreys' half a case on each side.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np

from detente.archive.traits import library
from detente.backtest.compare import Scored, compare, log_loss
from detente.scenario.model import (
    Course,
    H,
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
BANDWIDTHS = (0.02, 0.04, H, 0.16)
VINTAGES = tuple(range(1975, 2026, 5))
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Case:
    """One episode forecast a year ahead: shares by outcome, the analogues' by bandwidth, what happened."""

    pair: str
    year: int
    all_past: dict[str, float]
    as_high: dict[str, float]
    analogues: dict[float, dict[str, float]]
    happened: dict[str, bool]


def run(_data: Path | None = None, *, progress: Progress = lambda _: None) -> list[Comparison]:
    """Log-score differences of the analogues against both plain shares, per outcome."""
    return comparisons(forecasts(progress))


def comparisons(cases: Sequence[Case]) -> list[Comparison]:
    """The card's rows for these cases, in the order of time."""
    chosen = [
        case.analogues[h][o] for o in OUTCOMES for case, h in zip(cases, bandwidths(cases), strict=True)
    ]
    rows = []
    for index, outcome in enumerate(OUTCOMES):
        model = np.array(chosen[index * len(cases) : (index + 1) * len(cases)])
        rows.append(
            _comparison(cases, outcome, model, [c.all_past[outcome] for c in cases], "all past episodes")
        )
        as_high = [c.as_high[outcome] for c in cases]
        rows.append(_comparison(cases, outcome, model, as_high, "past episodes as high on day 3"))
    return rows


def bandwidths(cases: Sequence[Case]) -> list[float]:
    """The bandwidth of each case: the best by the log scores of all cases that were over before its year."""
    table = np.array([[_loss(case, h) for h in BANDWIDTHS] for case in cases])
    years = np.array([case.year for case in cases])
    return [_best(table[years + 1 < case.year]) for case in cases]


def _best(losses: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> float:
    return H if len(losses) < ENOUGH else BANDWIDTHS[int(losses.sum(axis=0).argmin())]


def _loss(case: Case, bandwidth: float) -> float:
    p = np.array([case.analogues[bandwidth][o] for o in OUTCOMES])
    return float(log_loss(p, np.array([case.happened[o] for o in OUTCOMES])).sum())


def forecasts(progress: Progress = lambda _: None) -> list[Case]:
    """Every episode after the first `BURN_IN`, forecast from those that were over by its third day."""
    cases = []
    for index, episode in enumerate(library()[BURN_IN:]):
        if index % 25 == 0:
            progress(f"scenario back-test: {index + BURN_IN} of {len(library())} episodes")
        now = episode.first_day + timedelta(days=FIRST_DAYS)
        known = [closed for e in library() if (closed := e.closed(now)) is not None]
        if episode.within[2] is not None and len(known) >= ENOUGH:
            cases.append(_case(episode, known, now.year))
    return cases


def _case(episode: Episode, known: Sequence[Episode], year: int) -> Case:
    course = _first(episode)
    opener = opener_of(course, episode.dyad)
    portrait = Portrait.of_episode(episode)
    similar = [(likeness(course, opener, e) + portrait.likeness(Portrait.of_episode(e))) / 2 for e in known]
    height = _height(episode)
    level = [1.0 if _height(e) == height else 0.0 for e in known]
    return Case(
        pair=episode.dyad.text,
        year=year,
        all_past=_shares(known, [1.0] * len(known)),
        as_high=_shares(known, level),
        analogues={h: _shares(known, weights(similar, h)) for h in BANDWIDTHS},
        happened={o: (episode.within[2] or 0) >= rung for o, rung in OUTCOMES.items()},
    )


def _first(episode: Episode) -> Course:
    return tuple(step for step in episode_course(episode) if step[0] <= FIRST_DAYS)


def _height(episode: Episode) -> int:
    """Below force, force, deaths: how high the first days came."""
    top = max((rung for _, _, rung in _first(episode)), default=0)
    return 0 if top < 5 else 1 if top < 7 else 2


def _shares(known: Sequence[Episode], weight: Sequence[float]) -> dict[str, float]:
    found = [(w, e.within[2]) for w, e in zip(weight, known, strict=True) if e.within[2] is not None]
    total = sum(w for w, _ in found)
    n = effective_number([w for w, _ in found])
    hits = {o: sum(w for w, worst in found if (worst or 0) >= rung) for o, rung in OUTCOMES.items()}
    return {o: (n * hits[o] / total + 0.5) / (n + 1.0) if total else 0.5 for o in OUTCOMES}


def _comparison(cases: Sequence[Case], outcome: str, model: np.ndarray[tuple[int], np.dtype[np.float64]],
                plain: Sequence[float], name: str) -> Comparison:  # fmt: skip
    scored = Scored(
        pairs=[c.pair for c in cases],
        happened=np.array([c.happened[outcome] for c in cases]),
        model=model,
        baseline=np.array(plain),
    )
    span = f"{cases[0].year}-{cases[-1].year}"
    test = f"own library, {span}, {outcome} within a year of the opening, from its first {FIRST_DAYS} days"
    return compare(scored, names=(f"scenario: analogues, {outcome}", name), test=test)


def write_vintages(_data: Path, out: Path, *, progress: Callable[[str], None]) -> list[Path]:
    """Bandwidth, and whether analogues were informative, by each year's cut: from cases over by then."""
    cases = forecasts()
    out.mkdir(parents=True, exist_ok=True)
    paths = []
    for year in VINTAGES:
        path = out / f"{year}.json"
        path.write_bytes(canonical(_vintage([c for c in cases if c.year + 1 < year], year)) + b"\n")
        progress(str(path))
        paths.append(path)
    return paths


def _vintage(cases: Sequence[Case], year: int) -> dict[str, object]:
    rows = comparisons(cases) if len(cases) >= ENOUGH else []
    return {
        "vintage": year,
        "made_by": "detente fit scenario",
        "bandwidth": _best(np.array([[_loss(c, h) for h in BANDWIDTHS] for c in cases])),
        "informative": bool(rows) and rows[0].used,
        "statement": _statement(rows, len(cases), year),
    }


def _statement(rows: Sequence[Comparison], n: int, year: int) -> str:
    """What the test says, for the reader of an answer."""
    if not rows:
        return f"too few past cases ({n}) before {year} to test whether analogues tell what follows"
    return f"tested on {n} episodes before {year} by log score: " + "; ".join(map(_in_words, rows))


def _in_words(row: Comparison) -> str:
    gap = row.difference
    better = "better than" if row.used else "not shown better than"
    outcome = row.model.rpartition(" ")[2]
    return f"{outcome}: {better} {row.baseline} ({gap.value:+.3f} [{gap.low:+.3f}, {gap.high:+.3f}])"
