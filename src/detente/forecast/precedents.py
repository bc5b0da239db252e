"""The past disputes between the two, as an ingested table has them: when, who began, how far it went."""

from datetime import date

import numpy as np

from detente.forecast.annals import LEVELS, SETTLED, Annals
from detente.forecast.ledger import Floats
from detente.world.questions import Precedent

NO_FORCE, UNKNOWN = "no force", "unknown"


def precedents(
    annals: Annals, codes: tuple[str, ...], pair: tuple[int, int], day: int
) -> tuple[Precedent, ...]:
    """Those begun up to the ordinal `day`, the latest first; a state is an index into `codes`.

    The end and how far it went are given once the dispute is known to be over (`SETTLED`).
    """
    d = annals.disputes
    rows = annals.of_pair.get(pair, np.empty(0, dtype=np.int64))
    found = []
    for row in rows[d.start[rows] <= day][::-1].tolist():
        over = int(d.settled[row]) <= day
        found.append(
            Precedent(
                int(d.number[row]),
                date.fromordinal(int(d.start[row])).isoformat(),
                date.fromordinal(int(d.settled[row]) - SETTLED).isoformat() if over else None,
                codes[int(d.first_side[row])],
                _level(d.reached[row]) if over else UNKNOWN,
            )
        )
    return tuple(found)


def _level(reached: Floats) -> str:
    """The highest of `LEVELS` that is known to be reached."""
    if np.isnan(reached[0]):
        return UNKNOWN
    held = [level for level, value in zip(LEVELS, reached, strict=True) if value == 1]
    return held[-1] if held else NO_FORCE
