"""Back-test of RUNAWAY: does action and reaction predict the days of a pair's acts better than drift alone?

Rolling origin: for each year the models are fitted on the WINDOW years before it and score every day of the
year, knowing the days before. Score: negative log-likelihood of 'which side acts today' per event day, lower
is better. Dyads are resampled for the intervals. Window and input were chosen on years before TEST_FROM.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from detente.backtest.compare import resampled
from detente.backtest.runaway_accidents import accident_rows, check
from detente.backtest.runaway_daily import comparisons, daily
from detente.backtest.runaway_data import WINDOW, Series, day_of, load
from detente.backtest.runaway_prior import prior_line
from detente.numerics.hawkes.baseline import drifting, rows_ahead
from detente.numerics.hawkes.days import arrivals, log_none
from detente.numerics.hawkes.days_estimator import DayHawkes
from detente.numerics.hawkes.days_layout import cut
from detente.numerics.hawkes.events import DayLog, Floats, day_log
from detente.numerics.hawkes.hurdle import Pair, states
from detente.numerics.hawkes.hurdle_fit import Fit
from detente.numerics.hawkes.hurdle_search import search
from detente.numerics.hawkes.stream import Stream
from detente.world.answers import Comparison

TEST_FROM, TEST_TO = 1990, 2009
LEAST_DYAD, LEAST_TRAIN = 60, 30
CAP = 5
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Fold:
    """One dyad-year: event days in the window and the year, both counted from the window's start."""

    series: Series
    year: int
    start: int
    cut: int
    end: int

    @property
    def train(self) -> Pair:
        """Event days of the window."""
        return self.series.between(self.start, self.cut)

    @property
    def whole(self) -> Pair:
        """Event days of the window and the year."""
        return self.series.between(self.start, self.end)

    @property
    def events(self) -> int:
        """Event days (of either side, counted for each) in the year."""
        return sum(int((kind >= self.cut - self.start).sum()) for kind in self.whole)


def folds(series: Sequence[Series], years: range, window: int) -> list[Fold]:
    """Every dyad-year whose window lies in the data and holds enough event days."""
    found = []
    for one in series:
        for year in years:
            fold = Fold(one, year, day_of(max(1946, year - window)), day_of(year), day_of(year + 1))
            if year >= 1956 and np.union1d(*fold.train).size >= LEAST_TRAIN:
                found.append(fold)
    return found


def loss(fold: Fold, lam: Floats) -> float:
    """Negative log-likelihood of the year's days under daily rates lam, shape (2, days of the year)."""
    total = 0.0
    for k, kind in enumerate(fold.whole):
        hits = kind[kind >= fold.cut - fold.start] - (fold.cut - fold.start)
        total += lam[k].sum() - np.log(np.expm1(np.maximum(lam[k, hits], 1e-12))).sum()
    return float(total)


def rates(fold: Fold, found: Fit) -> Floats:
    """Daily rates of the year, one step ahead, from a fit on the window."""
    n, ahead = fold.cut - fold.start, fold.end - fold.cut
    rows, at = rows_ahead(found.sides[0].basis, ahead), np.arange(n, n + ahead)
    modes = (found.modes[0][found.best], found.modes[1][found.best])
    base = np.stack([np.exp(rows @ mode.x[: rows.shape[1]]) for mode in modes])
    grid = np.array([found.decays[found.best]])
    excited = np.stack([states(kind, at, grid)[0] for kind in fold.whole])
    lam: Floats = base + found.params().branching @ excited
    return lam


def losses(fold: Fold) -> tuple[float, float, float]:
    """Loss of Hawkes with drifting baseline, of the drifting baseline alone, and of a constant rate."""
    n, ahead = fold.cut - fold.start, fold.end - fold.cut
    found = search(Stream(fold.train, n))
    rate = np.array([(kind.size + 0.5) / n for kind in fold.train])
    flat = np.tile(rate[:, None], ahead)
    return loss(fold, rates(fold, found.excited)), loss(fold, rates(fold, found.plain)), loss(fold, flat)


_SHRINK = 4.0
"""Rate of the prior on the entries of the form for counts: a mean of a quarter."""


def count_loss(fold: Fold) -> float:
    """Loss of the generalized-Poisson form on counts of acts (capped), for the same days and sides.

    A side that was silent through the window is given half an event in it, as in the constant rate.
    """
    n, end = fold.cut - fold.start, fold.end - fold.start
    log = _acts(fold)
    process = DayHawkes(drifting(n), shrink=_SHRINK).fit(cut(log, n)).process(end)
    theta = np.maximum(arrivals(process, log, np.arange(n, end)), 0.5 / n)
    quiet = np.exp(log_none(theta, process.inner))
    hits = log.dense()[:, n:] > 0.0
    return sum(_each(hits[k], 1.0 - quiet[k]) for k in (0, 1))


def _each(hit: NDArray[np.bool_], chance: Floats) -> float:
    """Negative log-likelihood of a side's days; the sides are scored apart, as in `loss`."""
    chance = np.clip(chance, 1e-12, 1.0 - 1e-12)
    return float(-np.where(hit, np.log(chance), np.log1p(-chance)).sum())


def _acts(fold: Fold) -> DayLog:
    """Counts of both sides' acts, capped, over the window and the year."""
    inside = [(kind >= fold.start) & (kind < fold.end) for kind in fold.series.days]
    days = [kind[kept] - fold.start for kind, kept in zip(fold.series.days, inside, strict=True)]
    acts = [np.minimum(many[kept], CAP) for many, kept in zip(fold.series.acts, inside, strict=True)]
    sides = np.repeat([0, 1], [days[0].size, days[1].size])
    return day_log(np.concatenate(days), sides, n=fold.end - fold.start, kinds=2, counts=np.concatenate(acts))


def run(data_dir: Path, *, progress: Progress) -> list[Comparison]:
    """Score the models on every held-out year; see the module's words. DataError if the table is missing."""
    years = range(TEST_FROM, TEST_TO + 1)
    days_ahead = comparisons(daily(data_dir, years, progress), years)
    held = folds(load(data_dir, LEAST_DYAD), years, WINDOW)
    progress(f"{len(held)} dyad-years, {sum(f.events for f in held)} event days")
    scores = np.array([losses(fold) for fold in held])
    _accidents(load(data_dir, 1), progress)
    progress("day form scored; now the form for counts")
    counts = np.array([count_loss(fold) for fold in held])
    names = ("Hawkes on event days, drifting baseline", "drifting baseline alone", "constant rate")
    return [
        *days_ahead,
        prior_line(load(data_dir, 1), progress),
        compare(names[0], names[1], held, value=scores[:, 0], plain=scores[:, 1]),
        compare(names[0], names[2], held, value=scores[:, 0], plain=scores[:, 2]),
        compare("generalized Poisson on counts", names[0], held, value=counts, plain=scores[:, 0]),
    ]


def _accidents(series: Sequence[Series], progress: Progress) -> None:
    """Say what was foretold of accidents in each five years from 1960 on, and what came."""
    rows = accident_rows(before=TEST_TO + 1)
    for one in check([pair.incidents() for pair in series], rows, range(1960, TEST_TO, 5), 5):
        low, high = one.foretold.low, one.foretold.high
        progress(f"accidents {one.start}-{one.start + 4}: {low:.0f} to {high:.0f} foretold, {one.seen} came")


def compare(model: str, baseline: str, held: Sequence[Fold], *, value: Floats, plain: Floats) -> Comparison:
    """One line of the card: per event day, with dyads resampled 2,000 times."""
    events = np.array([fold.events for fold in held], dtype=float)
    gap = resampled(_by_dyad(held, value - plain), _by_dyad(held, events), what="dyads")
    test = (
        f"MIE 1.0, {len({fold.series.name for fold in held})} dyads with {LEAST_DYAD}+ event days, "
        f"years {TEST_FROM}-{TEST_TO} held out in turn, {WINDOW}-year window; dyads resampled"
    )
    total = events.sum()
    score = "negative log-likelihood per event day"
    return Comparison(
        model,
        baseline,
        score,
        int(total),
        value.sum() / total,
        plain.sum() / total,
        gap,
        gap.high < 0.0,
        test,
    )


def _by_dyad(held: Sequence[Fold], values: Floats) -> Floats:
    """Sums by dyad, in the order of their names."""
    dyads = sorted({fold.series.name for fold in held})
    index = np.array([dyads.index(fold.series.name) for fold in held])
    sums: Floats = np.bincount(index, values).astype(np.float64)
    return sums
