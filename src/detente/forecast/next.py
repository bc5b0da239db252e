"""When does the next act come? From the days on which the two acted to chances within 7, 14 and 30 days."""

from collections.abc import Sequence

import numpy as np

from detente.forecast.evidence import Windows
from detente.forecast.ledger import Ints
from detente.forecast.past import ledger_of, windows_of
from detente.numerics.intensity import LEVEL, Days, outlook
from detente.world.estimate import Estimate
from detente.world.history import History

DAYS = (7, 14, 30)
LONGEST = 12 * 365
"""Days before the as-of day that are looked at: what is older weighs next to nothing."""

TARGET = "incident"


def next_act(history: History, *, days: Sequence[int] = DAYS) -> tuple[Estimate, ...] | None:
    """The chances of at least one militarized act between the two within each of `days` after the as-of day.

    None if no covered day shows an act: the pair's own days say nothing then. Days that no source covers are
    unobserved. An estimate's base rate is that of all covered days; its `n` are the covered days with an act.
    """
    at = history.as_of.toordinal()
    seen = covered(ledger_of(history.acts, history.as_of).days, windows_of(history.coverage, at), at)
    acts = int((seen.happened & seen.watched).sum())
    if not acts:
        return None
    found = outlook(seen, [seen.happened.size - 1], days)
    usual = 1.0 - (1.0 - acts / int(seen.watched.sum())) ** np.array(days)
    return tuple(
        Estimate.of(TARGET, h, p, (low, high), base_rate=base, n=float(acts), level=LEVEL)
        for h, p, low, high, base in zip(
            days,
            *(part[0].tolist() for part in (found.p, found.low, found.high)),
            usual.tolist(),
            strict=True,
        )
    )


def covered(acts: Ints, windows: Windows, day: int) -> Days:
    """The days from the first covered one, at most LONGEST ago, to `day`; `acts` are ordinals of act days."""
    start = max(day - LONGEST + 1, min((first for first, _ in windows), default=day))
    happened, watched = (np.zeros(day - start + 1, dtype=np.bool_) for _ in range(2))
    happened[acts[(acts >= start) & (acts <= day)] - start] = True
    for first, last in windows:
        watched[max(first - start, 0) : max(min(last, day) - start + 1, 0)] = True
    return Days(start, happened, watched)
