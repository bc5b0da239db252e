"""Vintages of the room: priors of all pairs, rates of moves, and fits of every pair with enough rounds.

Each holds only what was known before its year. Later than MIE reaches, the fits of the pairs of our own
Korean chronology go on; priors and rates stay those of the last vintage that MIE reaches.
"""

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from detente.archive.fitted import cards, parameters
from detente.archive.history import history
from detente.archive.query import Archive
from detente.backtest.inputs import opened
from detente.backtest.motive import LAST as TESTED
from detente.backtest.motive import POOL
from detente.backtest.motive_pairs import FIRST, Played, played, taking_part
from detente.backtest.motive_prior import Learned, learn
from detente.motive.actor import holidays_of
from detente.motive.nulls import base_rates, habit
from detente.motive.payoffs import MOTIVES, NAMES
from detente.motive.view import view
from detente.motive.vintage import BASE, HABIT, MODELS
from detente.world.actor import Dyad

YEARS = range(1985, 2011, 5)
LATER = range(2015, 2026, 5)
OURS = (("KOR", "PRK"), ("PRK", "USA"))
DATA = "Gibler & Miller, MIE 1.0 (2023), and our Korean chronology; acts before the vintage's year"
DIGITS = 4
JOBS = 2
Progress = Callable[[str], None]


def write_vintages(data_dir: Path, out_dir: Path, *, progress: Progress) -> list[Path]:
    """Write <year>.json for every fifth year from 1985; about twenty minutes on two cores."""
    pairs = played(opened(None, data_dir, progress), progress)
    calendar = json.loads((out_dir / "1945.json").read_text(encoding="utf-8"))["anniversaries"]
    paths: list[Path] = []
    learned: Learned | None = None
    for year in YEARS:
        learned = learn(_both(pairs, year), year, JOBS, progress, starts=learned.fits if learned else None)
        paths.append(_write(out_dir, year, vintage(learned, _both(pairs, year), year), calendar))
    assert learned is not None
    ours = _ours(Archive(None))
    for year in LATER:
        again = learn(_both(ours, year), year, JOBS, progress, known=learned, starts=learned.fits)
        paths.append(_write(out_dir, year, vintage(again, _both(ours, year), year), calendar))
    return paths


def _both(pairs: Sequence[Played], year: int) -> list[Played]:
    """Both views of the pairs that take part."""
    dyads = {one.dyad for one in taking_part(list(pairs), year)}
    return [one for one in pairs if one.dyad in dyads]


def _ours(archive: Archive) -> list[Played]:
    """Our own chronology's pairs, to its end; each vintage looks only at the rounds before its year."""
    last, found = date(LATER[-1] - 1, 12, 31), []
    for pair in OURS:
        dyad = Dyad.of(*pair)
        past = history(dyad, last, archive)
        for actor in (dyad.a, dyad.b):
            seen = view(past, actor, holidays=holidays_of(parameters(last), actor)).since(FIRST)
            found.append(Played.of(dyad, actor, seen))
    return found


def vintage(learned: Learned, pairs: Sequence[Played], year: int) -> dict[str, Any]:
    """What was learned before the year, as the room reads it."""
    fits: dict[str, dict[str, Any]] = {}
    for one in pairs:
        fits.setdefault(one.dyad.text, {})[one.actor] = _pair(learned, one, year)
    rates = learned.rates
    return {
        "command": "detente fit motive",
        "data": DATA,
        "names": list(NAMES),
        "informative": year > TESTED and _informative(),
        "priors": {m: _normal(p.mean, p.spread) for m, p in learned.priors.items()},
        "rates": {"moves": _round(rates.moves), "weight": rates.weight, "half_life": rates.half_life,
                  "trust": rates.trust},
        "pairs": fits,
    }  # fmt: skip


def _informative() -> bool:
    """Whether the shipped card says that motives and habit together foresee better than habit alone."""
    return any(c.used for c in cards() if (c.model, c.baseline) == (f"motive: {POOL}", HABIT))


def _pair(learned: Learned, one: Played, year: int) -> dict[str, Any]:
    rows = one.past(year)
    seen = one.before(year, None)
    fits = learned.fits[one.name]
    logs = {m: fits[m].logs for m in MOTIVES}
    logs |= {BASE: base_rates(seen, learned.rates), HABIT: habit(seen, learned.rates)}
    years = np.array([date.fromordinal(int(day)).year for day in one.starts[rows]])
    known = sorted(set(years.tolist()))
    evidence = {m: fits[m].evidence for m in MOTIVES} | dict(learned.nulls[one.name])
    return {
        "n": int(one.climbed[rows].sum()),
        "first": known[0],
        "motives": {m: _normal(fits[m].theta, np.sqrt(np.diag(fits[m].covariance))) for m in MOTIVES},
        "evidence": {m: round(evidence[m], 2) for m in MODELS},
        "years": {m: [round(float(logs[m][years == y].sum()), 2) for y in known] for m in MODELS},
    }


def _normal(mean: Any, spread: Any) -> dict[str, Any]:
    return {"mean": _round(mean), "spread": _round(spread)}


def _round(values: Any) -> Any:
    return np.round(np.asarray(values, dtype=np.float64), DIGITS).tolist()


def _write(out_dir: Path, year: int, found: dict[str, Any], calendar: dict[str, Any]) -> Path:
    out_dir.mkdir(parents=True, exist_ok=True)
    path = out_dir / f"{year}.json"
    text = json.dumps({**found, "anniversaries": calendar}, sort_keys=True, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
    return path
