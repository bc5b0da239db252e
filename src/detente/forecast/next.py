"""When does the next act come? From the days on which the two acted to chances within 7, 14 and 30 days."""

import numpy as np

from detente.forecast.ledger import SOON
from detente.forecast.past import Past
from detente.forecast.timing import AHEAD
from detente.numerics.intensity import LEVEL
from detente.world.estimate import Estimate

TARGET = "incident"


def next_act(past: Past) -> tuple[Estimate, ...] | None:
    """The chances of a militarized act between the two within each of `SOON` days after the as-of day.

    None if no covered day shows an act: the pair's own days say nothing then. Days that no source covers are
    unobserved. An estimate's base rate is that of all covered days; its `n` are the covered days with an act.
    """
    seen = past.seen
    acts = int((seen.happened & seen.watched).sum())
    if not acts:
        return None
    asked = [AHEAD.index(h) for h in SOON]
    usual = 1.0 - (1.0 - acts / int(seen.watched.sum())) ** np.array(SOON)
    return tuple(
        Estimate.of(TARGET, h, p, (low, high), base_rate=base, n=float(acts), level=LEVEL)
        for h, p, low, high, base in zip(
            SOON,
            *(part[0, asked].tolist() for part in (past.outlook.p, past.outlook.low, past.outlook.high)),
            usual.tolist(),
            strict=True,
        )
    )
