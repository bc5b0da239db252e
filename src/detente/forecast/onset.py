"""Will this pair have a dispute in the next year or month? Two voices: a ridge logit and boosted trees."""

from collections.abc import Mapping

import numpy as np

from detente.forecast.annals import Annals
from detente.forecast.covariates import (
    DISPUTE_YEARS,
    FADED,
    Columns,
    Rows,
    of_either,
    pair_disputes,
    pair_events,
    pair_structure,
    peace,
    world_rate,
)
from detente.forecast.ledger import Floats, Ints
from detente.forecast.structure import PLEDGES, Structure
from detente.numerics.ridge import Ridge
from detente.numerics.trees import Growth, Trees

PEACE = ("peace", "peace 2", "peace 3")
STRUCTURE = (
    "land", "near", "distance", "majors", "ratio", "stronger", "weaker", *PLEDGES,
    "both free", "less free", "more free", "rule unknown", "nuclear",
)  # fmt: skip
HISTORY = (
    *(f"disputes {years:g}y" for years in DISPUTE_YEARS),
    "forceful", "fatal", "wars", "going on", "disputes 2y, more", "disputes 2y, less", "world",
)  # fmt: skip
EVENTS = (*FADED[:-2], "since start", "since end", *FADED[-2:])
STATES = tuple(
    f"{name}, {which}"
    for name in ("events 1y", "events 10y", "age", "neighbours", "soldiers", "people")
    for which in ("more", "less")
)
NAMES = (*PEACE, *STRUCTURE, *HISTORY, *EVENTS, *STATES)
"""The columns of both voices, chosen on 1970-1989."""

STRENGTH = 0.3
GROWTH = Growth(trees=300, rate=0.03, leaves=8, least=30, ridge=10.0, columns=0.3)
VOICES = ("logit", "trees")


def onset_columns(s: Structure, annals: Annals, r: Rows) -> Columns:
    """All columns of `NAMES` for pairs and days."""
    parts = (
        peace(s, annals, r),
        pair_structure(s, r),
        pair_disputes(annals, r),
        pair_events(annals, r),
        of_either(s, annals, r),
        world_rate(annals, r, s),
    )
    return {name: values for part in parts for name, values in part.items()}


def begun_within(annals: Annals, r: Rows, days: Ints) -> Floats:
    """Whether a dispute that both began starts on one of the `days` (m,) from each day on, that day first."""
    d = annals.disputes
    began: dict[tuple[int, int], Ints] = {
        pair: d.start[past[d.both_began[past]]] for pair, past in annals.of_pair.items()
    }
    none = np.empty(0, dtype=np.int64)
    starts = [began.get(pair, none) for pair in zip(r.i.tolist(), r.j.tolist(), strict=True)]
    found = [
        bool(np.searchsorted(s, at + n) > np.searchsorted(s, at)) if s.size else False
        for s, at, n in zip(starts, r.at.tolist(), days.tolist(), strict=True)
    ]
    return np.array(found, dtype=np.float64)


def voices(x: Floats, y: Floats, weight: Floats | None = None) -> Mapping[str, Ridge | Trees]:
    """Both voices, fitted on rows `x` (m, columns) and outcomes `y` (m,)."""
    return {
        "logit": Ridge.fitted(x, y, strength=STRENGTH, weight=weight),
        "trees": Trees.fitted(x, y, GROWTH, weight=weight),
    }
