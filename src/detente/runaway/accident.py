"""What may happen unintended: hazards per event day and block, and the chance over simulated paths.

An accident is an unintended event between two states at odds that kills. Counts come from our table, days
from the acts of all pairs, published figures for other encounters join them in one pool (see
`accident_pool`). None of it is the pair's own, except for the paths.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from detente.numerics.hawkes.events import Floats, Ints
from detente.runaway.accident_pool import Pool, pool
from detente.runaway.model import BLOCKS
from detente.world.answers import Hazard
from detente.world.errors import DataError
from detente.world.estimate import Interval

FIGURE = "unintended fatal event"
WAR_DAYS = 90
LEAST_FATAL = 10
"""Unintended fatal events below which nothing is said of what they lead to."""
DRAWS = 2000
QUANTILES = (0.05, 0.5, 0.95)
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class BlockHazard:
    """The chance of an accident on one event day of a block: `events` of them in `days` of all pairs.

    `prior_only`: no days were counted, so that nothing but the pool and published figures enters.
    """

    block: str
    events: int
    days: int
    per_day: Interval
    prior_only: bool
    sources: tuple[str, ...]


def is_accident(row: Row) -> bool:
    """Whether a row counts: it killed, the two were at odds, and the act was not aimed at a third state."""
    return bool(int(row["deaths"]) > 0 and row["between"] and not row["bystander"])


def events(rows: Iterable[Row], before: date) -> dict[str, int]:
    """Accidents before a day by block."""
    found = [row["setting"] for row in rows if is_accident(row) and row["date"] < before.isoformat()]
    return {block: found.count(block) for block in BLOCKS}


def hazards(parameters: Mapping[str, Any], accidents: Sequence[Row], as_of: date) -> tuple[BlockHazard, ...]:
    """The hazard of each block as known on the day.

    parameters["exposure"] = {"until": year, "show": days, ...} are event days of all pairs before that year;
    accidents count up to there and before `as_of`. parameters["hazards"]: rows of published figures.
    """
    known = _Known.read(parameters, accidents, as_of)
    found = known.pool()
    return tuple(known.block(index, found) for index in range(len(BLOCKS)))


def draws(
    parameters: Mapping[str, Any], accidents: Sequence[Row], as_of: date, n: int = DRAWS, seed: int = 0
) -> Floats:
    """`n` joint posterior draws of the three hazards per event day, shape (n, 3)."""
    return _Known.read(parameters, accidents, as_of).pool().draws(len(BLOCKS), n, seed)


def chances(counts: Ints, hazards_drawn: Floats) -> Floats:
    """The chance of at least one accident under each draw, shape (draws,), averaged over paths.

    `counts` (paths, 3) are event days of each block. 1 - mean of exp(-counts . hazards): accidents are summed
    out path by path (Rao-Blackwell), so that no rare hit has to be drawn.
    """
    if counts.ndim != 2 or counts.shape[1] != len(BLOCKS) or (counts < 0).any():
        raise DataError("counts", f"shape {counts.shape}: give event days >= 0 as (paths, {len(BLOCKS)})")
    if counts.shape[0] == 0:
        return np.zeros(hazards_drawn.shape[0])
    different, times = np.unique(counts, axis=0, return_counts=True)
    weights = times / times.sum()
    parts = np.array_split(hazards_drawn, max(1, hazards_drawn.shape[0] // 250))
    found: Floats = np.concatenate([-np.expm1(-part @ different.T) @ weights for part in parts])
    return np.clip(found, 0.0, 1.0)


def war_after(accidents: Sequence[Row], as_of: date, n: int = DRAWS, seed: int = 0) -> Floats | None:
    """Draws of the chance that an accident becomes a war within 90 days, shape (n,).

    Jeffreys: Beta(w + 1/2, k - w + 1/2) of k fatal events between states at odds (bystanders too) that are at
    least 90 days old, w of which led to a war. None with fewer than LEAST_FATAL.
    """
    fatal = _fatal(accidents, as_of)
    if len(fatal) < LEAST_FATAL:
        return None
    wars = sum(row["then_war"] == "yes" for row in fatal)
    return np.random.default_rng(seed).beta(wars + 0.5, len(fatal) - wars + 0.5, n)


def answers(
    counts: Ints, parameters: Mapping[str, Any], as_of: date, *, days: int, own_paths: bool, seed: int = 0
) -> tuple[Hazard, ...]:
    """An accident, and war by way of one, within the `days` of the paths; parameters["accidents"] are rows.

    `own_paths`: whether the paths come from the pair's own record. War is always "prior only".
    """
    rows = parameters.get("accidents", ())
    known, blocks = (
        chances(counts, draws(parameters, rows, as_of, seed=seed)),
        hazards(parameters, rows, as_of),
    )
    seen = ", ".join(f"{row.events} in {row.days:,} {row.block}" for row in blocks)
    sources = blocks[0].sources
    first = _interval(known, f"on all pairs' event days: {seen}; averaged over paths; 90 % over hazards")
    prior_only = not own_paths or any(row.prior_only for row in blocks)
    found = (Hazard("an unintended event that kills, between the two", first, prior_only, sources, days),)
    war = war_after(rows, as_of, seed=seed + 1)
    if war is None:
        return found
    method = f"times the chance that one leads to war within {WAR_DAYS} days: {_led(rows, as_of)}; 90 %"
    return (
        *found,
        Hazard("war by way of such an event", _interval(known * war, method), True, sources, days),
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """What was known on the day: events and days of each block, published figures, first year not counted."""

    events: tuple[int, ...]
    days: tuple[int, ...]
    figures: tuple[Row, ...]
    until: int
    data: str

    @classmethod
    def read(cls, parameters: Mapping[str, Any], accidents: Sequence[Row], as_of: date) -> "_Known":
        exposure = parameters.get("exposure") or {"until": 1}
        until = int(exposure["until"])
        days = tuple(int(exposure.get(block, 0)) for block in BLOCKS)
        found = events(accidents, min(as_of, date(until, 1, 1)))
        counted = tuple(found[block] if n else 0 for block, n in zip(BLOCKS, days, strict=True))
        figures = tuple(
            row
            for row in parameters.get("hazards", ())
            if row["what"] == FIGURE and int(row["year"]) < as_of.year
        )
        return cls(counted, days, figures, until, str(parameters.get("data", "acts of all pairs")))

    def pool(self) -> Pool:
        more = [(int(row["events"]), int(row["trials"])) for row in self.figures]
        return pool([*self.events, *(k for k, _ in more)], [*self.days, *(n for _, n in more)])

    def block(self, index: int, found: Pool) -> BlockHazard:
        low, value, high = (-np.expm1(-rate) for rate in found.quantiles(index, QUANTILES))
        k, n = self.events[index], self.days[index]
        seen = f"{k} in {n:,} event days of all pairs before {self.until}" if n else "no event days counted"
        method = f"{seen}; pooled with the other blocks and {len(self.figures)} published figures, 90 %"
        return BlockHazard(BLOCKS[index], k, n, Interval(float(value), float(low), float(high), method),
                           n == 0, self.sources())  # fmt: skip

    def sources(self) -> tuple[str, ...]:
        own = (f"our table of accidents, on event days of: {self.data}",) if any(self.days) else ()
        return own + tuple(f"{row['source']} ({row['scope']})" for row in self.figures)


def _fatal(accidents: Sequence[Row], as_of: date) -> list[Row]:
    last = (as_of - timedelta(days=WAR_DAYS)).isoformat()
    return [row for row in accidents if int(row["deaths"]) > 0 and row["between"] and row["date"] < last]


def _led(accidents: Sequence[Row], as_of: date) -> str:
    then = [row["then_war"] for row in _fatal(accidents, as_of)]
    aside = f", {n} came before a war for other reasons" if (n := then.count("unrelated")) else ""
    return f"{then.count('yes')} of {len(then)} did{aside}"


def _interval(values: Floats, method: str) -> Interval:
    low, value, high = (float(v) for v in np.quantile(values, QUANTILES))
    return Interval(value, low, high, method)
