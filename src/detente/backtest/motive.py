"""Does the timing of demonstrations follow a motive better than habit? A prequential test.

Each half-year is predicted by the mixture of all motives as weighed before it, against habit alone (Dawid
1984, J. R. Stat. Soc. A 147:278). The Korean chronology is used: it alone has talks, refusals and exercises
besides force.
"""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np

from detente.archive import tables
from detente.archive.fitted import parameters
from detente.backtest.compare import clustered
from detente.motive.answer import holidays_of
from detente.motive.fit import tables_of
from detente.motive.model import HYPOTHESES, demonstrations
from detente.numerics.matched import log_bayes_factor
from detente.world.answers import Comparison

ACTORS = ("PRK", "KOR")
END = date(2025, 12, 31)
Progress = Callable[[str], None]


def run(_data: Path | None = None, *, progress: Progress = lambda _: None) -> list[Comparison]:
    """One comparison a state: mean gain of the mixture over habit per half-year, in nats; lower is better."""
    return [_comparison(actor, progress) for actor in ACTORS]


def _comparison(actor: str, progress: Progress) -> Comparison:
    gains = gains_of(actor)
    progress(f"motive back-test: {actor}, {len(gains)} half-years")
    difference = clustered(-np.array(gains), [str(i // 2) for i in range(len(gains))])
    return Comparison(
        model=f"motive: mixture of motives, {actor}",
        baseline="habit alone",
        score="log score, nats",
        n=len(gains),
        value=difference.value,
        baseline_value=0.0,
        difference=difference,
        used=difference.high < 0.0,
        test=f"Korean chronology to {END.year}, each half-year predicted from those before",
    )


def gains_of(actor: str) -> list[float]:
    """The mixture's log probability of each half-year minus habit's, given the half-years before."""
    acts = [e for e in tables.korea() if e.happened and e.known_by(END)]
    shown = demonstrations([e for e in acts if {e.source, e.target} == {"PRK", "KOR"}], actor)
    rows = tables_of(acts, shown, actor, (shown[0], END), holidays_of(parameters(END), actor))
    running = [_mixture([table[:count] for table in rows]) for count in range(len(rows[0]) + 1)]
    return [after - before for before, after in pairwise(running)]


def _mixture(rows: Sequence[np.ndarray[tuple[int, int], np.dtype[np.float64]]]) -> float:
    """Log of the mean Bayes factor over the motives and habit, equal prior odds."""
    totals = zip(rows, HYPOTHESES, strict=True)
    logs = [float(log_bayes_factor(table.sum(axis=0), sign=h.sign)) for table, h in totals]
    return float(np.logaddexp.reduce([*logs, 0.0]) - np.log(len(logs) + 1))
