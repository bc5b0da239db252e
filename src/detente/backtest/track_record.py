"""The track record of a ledger: how its forecasts scored, beside the base rate that was logged with them.

Only forecasts count for which a data set covers all that a "no" needs: of the others one hears of what
happened, not of what did not. Forecasts made before their window and those made afterwards stand apart.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np

from detente.archive.ledger import Claim, Entry
from detente.backtest.resolve import Outcome
from detente.forecast.ledger import TARGETS, Floats, Ints
from detente.numerics.scores import (
    Bin,
    Difference,
    brier,
    log_score,
    paired_difference,
    reliability,
    wilson,
)

FEW = 30
"""Forecasts apart from each other under which nothing is judged."""

FEW_PAIRS = 10
"""Pairs of states under which a difference gets no interval: too few clusters to resample."""

RESAMPLES = 1000
MISSES = 3


@dataclass(frozen=True, slots=True)
class Score:
    """A mean score beside that of the base rate; their difference is None where there are too few cases."""

    value: float
    base_rate: float
    difference: Difference | None


@dataclass(frozen=True, slots=True)
class Row:
    """Scores of the forecasts of one target and horizon that were `made` "ahead" or "afterwards".

    Of the `n` so many are `apart` that their windows do not overlap within a pair. Intervals rest on these,
    and are None where there are too few.
    """

    made: str
    target: str
    days: int
    n: int
    apart: int
    pairs: int
    mean_p: float
    observed: float
    observed_low: float | None
    observed_high: float | None
    brier: Score
    log_score: Score
    reliability: tuple[Bin, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Miss:
    """A forecast with a high log score, in nats."""

    id: str
    made: str
    pair: tuple[str, str]
    as_of: str
    target: str
    days: int
    p: float
    outcome: str
    log_score: float


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """A ledger's forecasts on a day.

    The windows of `due` are over, and a share `due_resolved` of these is not open; `scored` are in `rows`.
    """

    today: str
    n: int
    yes: int
    no: int
    open: int
    due: int
    due_resolved: float | None
    scored: int
    rows: tuple[Row, ...]
    worst: tuple[Miss, ...]
    resolved: tuple[Outcome, ...]


def track_record(entries: Sequence[Entry], outcomes: Sequence[Outcome], today: date) -> TrackRecord:
    """The track record of forecasts with their outcomes, in the same order."""
    both = list(zip(entries, outcomes, strict=True))
    due = [o for e, o in both if e.window[1] < today.isoformat()]
    scored = [(e, o.outcome == "yes") for e, o in both if o.scored]
    counts = {word: sum(o.outcome == word for o in outcomes) for word in ("yes", "no", "open")}
    return TrackRecord(
        today.isoformat(),
        len(entries),
        counts["yes"],
        counts["no"],
        counts["open"],
        len(due),
        sum(o.outcome != "open" for o in due) / len(due) if due else None,
        len(scored),
        _rows(scored),
        _worst(scored),
        tuple(outcomes),
    )


def made(claim: Claim) -> str:
    """Whether a forecast was made "ahead", by the end of its window's first day (UTC), or "afterwards"."""
    day = datetime.fromisoformat(claim.made_at).date().isoformat()
    return "ahead" if day <= claim.window[0] else "afterwards"


def _rows(scored: Sequence[tuple[Entry, bool]]) -> tuple[Row, ...]:
    groups = defaultdict(list)
    for each in scored:
        groups[_key(each[0])].append(each)
    order = sorted(groups, key=lambda key: (key[0] != "ahead", TARGETS.index(key[1]), key[2]))
    return tuple(_row(groups[key]) for key in order)


def _key(entry: Entry) -> tuple[str, str, int]:
    return made(entry), entry.target, entry.days


def _row(group: Sequence[tuple[Entry, bool]]) -> Row:
    entries = [entry for entry, _ in group]
    y = np.array([happened for _, happened in group], dtype=np.float64)
    p, base = (np.array([getattr(e, name) for e in entries]) for name in ("p", "base_rate"))
    pairs = sorted({e.pair for e in entries})
    cluster = np.array([pairs.index(e.pair) for e in entries])
    alone = apart(entries)
    enough = alone >= FEW
    judged = enough and len(pairs) >= FEW_PAIRS
    low, high = wilson(float(y.mean()) * alone, alone) if enough else (None, None)
    return Row(
        *_key(entries[0]),
        len(entries),
        alone,
        len(pairs),
        float(p.mean()),
        float(y.mean()),
        low,
        high,
        _score(brier(p, y), brier(base, y), cluster if judged else None),
        _score(log_score(p, y), log_score(base, y), cluster if judged else None),
        _bins(p, y, alone) if enough else (),
        _note(enough, judged),
    )


def _score(ours: Floats, base: Floats, cluster: Ints | None) -> Score:
    gap = None if cluster is None else paired_difference(ours - base, cluster, resamples=RESAMPLES)
    return Score(float(ours.mean()), float(base.mean()), gap)


def apart(claims: Sequence[Claim]) -> int:
    """The most of the forecasts whose windows do not overlap within their pair: how many cases they are."""
    count, last = 0, dict[tuple[str, str], str]()
    for claim in sorted(claims, key=lambda c: c.window[1]):
        if claim.window[0] > last.get(claim.pair, ""):
            count, last[claim.pair] = count + 1, claim.window[1]
    return count


def _bins(p: Floats, y: Floats, alone: int) -> tuple[Bin, ...]:
    """Reliability bins of ten cases or more, their bounds as wide as the cases apart from each other say."""
    found = reliability(p, y, bins=min(10, alone // 10))
    return tuple(_widened(each, alone / y.size) for each in found)


def _widened(each: Bin, share: float) -> Bin:
    low, high = wilson(each.observed * each.n * share, each.n * share)
    return replace(each, low=low, high=high)


def _note(enough: bool, judged: bool) -> str:
    if not enough:
        return f"too few to judge: under {FEW} forecasts with windows of their own"
    return "" if judged else f"too few pairs of states for an interval of the difference: under {FEW_PAIRS}"


def _worst(scored: Sequence[tuple[Entry, bool]]) -> tuple[Miss, ...]:
    misses = [_miss(entry, happened) for entry, happened in scored]
    return tuple(sorted(misses, key=lambda m: (-m.log_score, m.id))[:MISSES])


def _miss(e: Entry, happened: bool) -> Miss:
    loss = float(log_score(np.array([e.p]), np.array([float(happened)]))[0])
    word = "yes" if happened else "no"
    return Miss(e.id, made(e), e.pair, e.as_of, e.target, e.days, e.p, word, loss)
