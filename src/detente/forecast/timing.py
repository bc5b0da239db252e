"""How soon the next act comes, as a voice of the table: the hidden rate of `numerics/intensity`."""

import numpy as np

from detente.forecast.evidence import Windows
from detente.forecast.ledger import HORIZONS, SOON, Floats, Ints, Ledger, Marks
from detente.numerics.intensity import Days, outlook

LONGEST = 12 * 365
"""Days before the day asked about that are looked at: what is older weighs next to nothing."""

AHEAD = tuple(sorted({*SOON, *HORIZONS}))
"""Every number of days ahead that an answer asks of."""

LEAST = 5
"""Days with an act without which there is no rhythm to follow."""

CERTAIN = 1e-5
"""No chance of an act is nearer to 0 or 1."""


def chances(ledger: Ledger, windows: Windows, at: Ints) -> Floats:
    """Chances of an act within each of `HORIZONS` after each of the ordinals `at` (m,); shape (m, 3).

    They rest on the covered days up to each day; NaN where fewer than `LEAST` of the days before had an act.
    """
    said = np.full((at.size, len(HORIZONS)), np.nan)
    known = told(ledger, at)
    if windows and known.any():
        origins, where = np.unique(at[known], return_inverse=True)
        seen = covered(ledger.days, windows, int(origins[-1]), first=int(origins[0]))
        said[known] = outlook(seen, origins - seen.first, HORIZONS).p[where]
    return bounded(said)


def told(ledger: Ledger, at: Ints) -> Marks:
    """Whether enough days up to each of `at` (m,) had an act."""
    enough: Marks = np.searchsorted(ledger.days, at, side="right") >= LEAST
    return enough


def bounded(p: Floats) -> Floats:
    """Chances that are neither 0 nor 1."""
    inside: Floats = np.clip(p, CERTAIN, 1.0 - CERTAIN)
    return inside


def covered(acts: Ints, windows: Windows, day: int, *, first: int | None = None) -> Days:
    """The days from the first covered one, at most LONGEST ago, to `day`; `acts` are ordinals of act days.

    `first`: the first day that is asked about, if not `day`; LONGEST is counted from it.
    """
    asked = day if first is None else first
    start = max(asked - LONGEST + 1, min((since for since, _ in windows), default=day))
    happened, watched = (np.zeros(day - start + 1, dtype=np.bool_) for _ in range(2))
    happened[acts[(acts >= start) & (acts <= day)] - start] = True
    for since, last in windows:
        watched[max(since - start, 0) : max(min(last, day) - start + 1, 0)] = True
    return Days(start, happened, watched)
