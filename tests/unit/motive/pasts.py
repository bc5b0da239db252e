"""Made-up pasts of two states, and a vintage made of the first guess, as if it had been fitted."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from detente.backtest.motive_prior import FIRST_GUESS, NULLS
from detente.motive.nulls import SPOTS, spots
from detente.motive.payoffs import MOTIVES, tree
from detente.motive.vintage import MODELS
from detente.world.actor import Dyad
from detente.world.event import Event
from detente.world.history import Coverage, History
from detente.world.kinds import KINDS
from detente.world.record import Record

PAIR = Dyad("AAA", "BBB")
SINCE, DAY, CUT = date(1992, 1, 1), date(2006, 6, 30), 2005
KINDS_MADE = ("exercise", "missile_launch", "artillery_fire", "ground_clash", "release", "talks", "sanction")
EMPTY = Record(None, DAY.isoformat(), ("AAA", "BBB"), None, (), ())


def act(day: date | str, source: str | None, kind: str, target: str | None = "", **more: Any) -> Event:
    """An act of one of the two on the other, unless a target is named."""
    when = day if isinstance(day, str) else day.isoformat()
    other = {"AAA": "BBB", "BBB": "AAA"}.get(source or "") if target == "" else target
    return Event(source, other, when, kind, more.pop("rung", KINDS[kind].rung), **more)


def acts(count: int, seed: int, *, since: date = SINCE, until: date = DAY, doers: str = "AB") -> list[Event]:
    """Acts at random, AAA's more often than BBB's, in order of time."""
    rng = np.random.default_rng(seed)
    days = sorted(rng.integers(since.toordinal(), until.toordinal(), count).tolist())
    kinds = rng.choice(KINDS_MADE, count, p=[0.35, 0.2, 0.15, 0.05, 0.1, 0.1, 0.05])
    by = ["AAA" if doers == "A" or (doers == "AB" and rng.random() < 0.6) else "BBB" for _ in days]
    return [act(date.fromordinal(d), who, str(kind)) for d, who, kind in zip(days, by, kinds, strict=True)]


def past(
    known: Sequence[Event],
    *,
    day: date = DAY,
    since: date | None = SINCE,
    motive: dict[str, Any] | None = None,
    **more: Any,
) -> History:
    """A history on the day, covered from `since` to it (None: not at all)."""
    spans = () if since is None else ((since.isoformat(), day.isoformat()),)
    coverage = Coverage(
        "made up",
        "acts",
        None if since is None else since.isoformat(),
        day.isoformat(),
        len(known),
        "",
        spans,
    )
    ordered = sorted(known, key=lambda e: (e.date or "", e.source or "", e.kind, e.rung))
    given = {"motive": motive} if motive is not None else {}
    return History(PAIR, day, tuple(ordered), coverage=(coverage,), parameters=given, **more)


def fitted(*, pairs: dict[str, Any] | None = None) -> dict[str, Any]:
    """The room's parameters."""
    normal = {"mean": FIRST_GUESS.mean.tolist(), "spread": FIRST_GUESS.spread.tolist()}
    weight, half_life, trust = NULLS
    return {
        "priors": dict.fromkeys(MOTIVES, normal),
        "rates": {"moves": moves().tolist(), "weight": weight, "half_life": half_life, "trust": trust},
        "pairs": pairs or {},
    }


def moves() -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Moves of other pairs: mostly holds."""
    there = np.zeros((SPOTS, tree().actions))
    there[spots()] = tree().open
    sizes = np.array([1.0, 20.0, 4.0, 2.0, 1.0, 0.5])
    return np.asarray(there * sizes)


def of_pair(actor: str, *, n: int = 20, years: int = 12, best: str = "", by: float = 4.0) -> dict[str, Any]:
    """A fit of AAA and BBB with the actor's motives; the model `best` better `by` so many nats in all."""
    normal = {
        "mean": FIRST_GUESS.mean.tolist(),
        "spread": (0.5 * FIRST_GUESS.spread).tolist(),
        "war": [-3.0, -1.5],
    }
    yearly = {m: [-5.0 + (by / years if m == best else 0.0)] * years for m in MODELS}
    found = {
        "cut": CUT,
        "n": n,
        "motives": dict.fromkeys(MOTIVES, normal),
        "evidence": {m: float(sum(values)) for m, values in yearly.items()},
        "years": yearly,
    }
    return {PAIR.text: {actor: found}}


def shifted(events: Sequence[Event], days: int) -> list[Event]:
    """The same acts some days later."""
    return [
        act(date.fromisoformat(e.date) + timedelta(days=days), e.source, e.kind, e.target)
        for e in events
        if e.date is not None
    ]
