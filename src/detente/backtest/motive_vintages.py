"""Vintages of the room: priors of all pairs, rates of moves, and fits of every pair with enough rounds.

Each holds only what was known before its year. Later than MIE reaches, the fits of the pairs of our own
Korean chronology go on; priors, rates and the fits of all other pairs stay those of the last vintage that MIE
reaches.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
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
from detente.motive.engine import FAST
from detente.motive.estimate import Fit, Prior, reach
from detente.motive.filter import filtered
from detente.motive.nulls import base_rates, habit
from detente.motive.payoffs import MOTIVES, NAMES
from detente.motive.view import view
from detente.motive.vintage import BASE, HABIT, MODELS, Vintage
from detente.world.actor import Dyad

YEARS = range(1985, 2011, 5)
LATER = range(2015, 2026, 5)
OURS = (("KOR", "PRK"), ("PRK", "USA"))
DATA = "Gibler & Miller, MIE 1.0 (2023), and our Korean chronology; acts before the vintage's year"
DIGITS = 4
JOBS = 2
Progress = Callable[[str], None]
Row = dict[str, Any]


def write_vintages(data_dir: Path, out_dir: Path, *, progress: Progress) -> list[Path]:
    """Write <year>.json for every fifth year from 1985; about half an hour on two cores."""
    pairs, ours = played(opened(None, data_dir, progress), progress), _ours(Archive(None))
    calendar = json.loads((out_dir / "1945.json").read_text(encoding="utf-8"))["anniversaries"]
    found: dict[int, Row] = {}
    learned: Learned | None = None
    for year in (*YEARS, *LATER):
        views = _views(pairs if year in YEARS else ours, year)
        known, starts = None if year in YEARS else learned, None if learned is None else learned.fits
        fitted = learn(views, year, JOBS, progress, known=known, starts=starts)
        learned = fitted if year in YEARS else learned
        found[year] = vintage(fitted, views, year)
    chain(found, pairs, ours)
    return [_write(out_dir, year, one, calendar) for year, one in found.items()]


def _views(pairs: Sequence[Played], year: int) -> list[Played]:
    """Both views of each pair that takes part: a dispatch may ask of either side."""
    there = {one.dyad for one in taking_part(list(pairs), year)}
    return [one for one in pairs if one.dyad in there]


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


def vintage(learned: Learned, pairs: Sequence[Played], year: int) -> Row:
    """What was learned before the year, as the room reads it, but for what was foreseen (see `chain`)."""
    fits: Row = {}
    with ProcessPoolExecutor(JOBS) as pool:
        asked = [(one, learned.fits[one.name], learned.priors, year) for one in pairs]
        for one, motives in zip(pairs, pool.map(_posteriors, asked), strict=True):
            fits.setdefault(one.dyad.text, {})[one.actor] = {
                "cut": year,
                "n": int(one.climbed[one.past(year)].sum()),
                "motives": motives,
            }
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
        **({} if year in YEARS else {"pairs_of": YEARS[-1]}),
    }  # fmt: skip


def _posteriors(asked: tuple[Played, Mapping[str, Fit], Mapping[str, Prior], int]) -> Row:
    """Of each motive: mode and spread, and between what bounds a climb to war is worth."""
    one, fits, priors, year = asked
    found = {}
    for motive, fit in fits.items():
        seen = one.before(year, motive)
        war = reach(seen, fit.theta, priors[motive], motive, "war", FAST)
        found[motive] = {**_normal(fit.theta, np.sqrt(np.diag(fit.covariance))), "war": _round(war)}
    return found


def chain(found: Mapping[int, Row], pairs: Sequence[Played], ours: Sequence[Played]) -> None:
    """Adds to every pair of every vintage what each model had foreseen by then, in nats a year.

    The rounds between two vintages are foreseen by the earlier one: by the pair's own fit there, or by the
    parameters of all pairs. Nothing that a fit had seen counts for it.
    """
    seen: dict[str, dict[str, Counter[int]]] = {}
    last = None
    for year, one in found.items():
        views = {view.name: view for view in (pairs if year in YEARS else ours)}
        if last is not None:
            for name, view in views.items():
                _add(seen.setdefault(name, {m: Counter() for m in MODELS}), view, found[last], last, year)
        for dyad, by_actor in one["pairs"].items():
            for actor, known in by_actor.items():
                known.update(_foreseen(seen.get(f"{dyad}, {actor}")))
        last = year


def _add(to: Mapping[str, Counter[int]], one: Played, by: Row, last: int, year: int) -> None:
    """The rounds known whole between the years `last` and `year`, as the vintage of `last` foresaw them."""
    past, stop = one.past(last), one.past(year).stop
    if stop <= past.stop:
        return
    plain = Vintage(by)
    own = plain.known(one.dyad, one.actor)
    rows = slice(past.start, stop)
    bare = one.view.episodes(None).part(rows)
    logs = {BASE: base_rates(bare, plain.rates), HABIT: habit(bare, plain.rates)}
    for motive in MOTIVES:
        theta = (own.posteriors if own else plain.priors)[motive].mean
        seen = one.view.episodes(motive).part(rows)
        logs[motive] = filtered(seen, theta[:, None], motive, engine=FAST).logs[:, 0]
    years = [date.fromordinal(int(day)).year for day in one.starts[past.stop : stop]]
    for model, nats in logs.items():
        for at, value in zip(years, nats[past.stop - past.start :], strict=True):
            to[model][at] += value


def _foreseen(seen: Mapping[str, Counter[int]] | None) -> Row:
    years = sorted(seen[BASE]) if seen else []
    nats = {m: [round(seen[m][y], DIGITS) for y in years] if seen else [] for m in MODELS}
    evidence = {m: round(sum(nats[m]), DIGITS) for m in MODELS}
    return {"years": nats, "evidence": evidence}


def _informative() -> bool:
    """Whether the shipped card says that motives and habit together foresee better than habit alone."""
    return any(c.used for c in cards() if (c.model, c.baseline) == (f"motive: {POOL}", HABIT))


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
