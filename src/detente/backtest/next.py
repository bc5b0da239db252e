"""Is it foreseen when the next act comes? Every day of North Korea's list, every week of busy pairs.

Ours is `numerics/intensity.py`. Its figures were chosen by log score on the event days of pairs in MIE
(1946-2009), nuclear tests by state (1945-1996), missile tests of India, Iran and Pakistan (to 2013) and the
list itself up to 2013; so the test of pairs is no test of them, that of the list from 2014 on is. These years
were looked at once with these figures, and twice after: other figures that did better on the streams above
did worse there and were dropped. The weights of the voices are learned on the way, from days before each
forecast.

Baselines are climatology (shares of past windows, renewed every 1 January), Poisson rates of the last 365 and
90 days, and Gamma-Poisson rates that fade with six half-lives, with their mean. The best half-life alone is a
choice made with hindsight.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from detente.archive.query import Archive
from detente.backtest.code import code_hash
from detente.backtest.next_streams import MEAN, Stream, calendar, north_korea, pairs
from detente.backtest.rolling import Found, Plan, rolled
from detente.backtest.tested import Labels, Outcomes, Tested, scored
from detente.forecast.ledger import SOON, Floats, Ints
from detente.numerics.intensity import outlook
from detente.numerics.scores import log_score, paired_difference
from detente.numerics.slope import slope
from detente.world.errors import DataError

NORTH_KOREA, PAIRS = (2014, 2026), (1990, 2009)
"""Years tested if none are asked for."""

LEAST = 20
"""Event days before the first tested year from which a pair is tested."""

WEEK = 7
OURS = "detente: hidden rate, excitement, season"
HALVES = "the same and the mean of half-lives, half each"
"""A variant that was thought of when the years from 2014 on had been seen."""

CODE = (
    "backtest/next", "backtest/next_streams", "backtest/tested", "forecast/ledger", "numerics/intensity",
    "numerics/decay", "numerics/scores", "numerics/slope", "numerics/special", "numerics/beta",
)  # fmt: skip


@dataclass(frozen=True)
class Trial:
    """Streams with the years tested, the days between two origins, and the horizons in days."""

    streams: tuple[Stream, ...]
    years: tuple[int, int]
    step: int
    days: tuple[int, ...]

    @property
    def data_hash(self) -> str:
        """A hash of all streams."""
        return hashlib.sha256(b"".join(stream.digest for stream in self.streams)).hexdigest()

    @property
    def key(self) -> str:
        """Data, code and what is asked."""
        asked = "-".join(map(str, (*self.years, self.step, *self.days)))
        return f"next-{asked}-{self.data_hash[:16]}-{code_hash(CODE)[:16]}"

    def at(self, origin: int) -> Found:
        """Of the stream `origin`: the days `at` (m,), and of each model the chances (m, H)."""
        stream, at = self.streams[origin], self.origins(origin)
        each = [stream.baselines(at, h) for h in self.days]
        plain = {name: np.stack([found[name] for found in each], axis=1) for name in each[0]}
        ours = outlook(stream.days, at - stream.first, self.days).p
        return {"at": at, OURS: ours, HALVES: (ours + plain[MEAN]) / 2.0, **plain}

    def origins(self, k: int) -> Ints:
        """The days of the years tested, a step apart, after which a stream goes on for the least horizon."""
        stream, (first, last) = self.streams[k], self.years
        end = min(date(last, 12, 31).toordinal(), stream.last - min(self.days))
        return np.arange(max(date(first, 1, 1).toordinal(), stream.first), end + 1, self.step)


def run(
    archive: Archive, first: int | None, last: int | None, plan: Plan, *, days: Sequence[int] = SOON
) -> Tested:
    """The tables of North Korea's list by horizon, with those of all pairs under them.

    Years that are None are the usual ones of each. DataError if neither has days in the years asked for.
    """
    asked = tuple(days)
    tables = [
        *_listed(archive, _years(NORTH_KOREA, first, last), asked, plan),
        *_paired(archive, _years(PAIRS, first, last), asked, plan),
    ]
    if not tables:
        how = "ingest the list of provocations or MIE, or choose other years with --from and --to"
        raise DataError("data-stale", f"the archive holds no acts to forecast in these years: {how}")
    return tables[0].with_others(tables[1:])


def _years(usual: tuple[int, int], first: int | None, last: int | None) -> tuple[int, int]:
    return first or usual[0], last or usual[1]


def _listed(archive: Archive, years: tuple[int, int], days: tuple[int, ...], plan: Plan) -> list[Tested]:
    stream = north_korea(archive)
    trial = Trial((stream,) if stream else (), years, 1, days)
    return _tables(trial, "North Korea, missile or nuclear", plan)


def _paired(archive: Archive, years: tuple[int, int], days: tuple[int, ...], plan: Plan) -> list[Tested]:
    start = date(years[0], 1, 1).toordinal()
    busy = [stream for stream in pairs(archive).values() if (stream.events < start).sum() >= LEAST]
    return _tables(Trial(tuple(busy), years, WEEK, days), f"{len(busy)} pairs, militarized", plan)


def _tables(trial: Trial, what: str, plan: Plan) -> list[Tested]:
    known = [k for k in range(len(trial.streams)) if trial.origins(k).size]
    if not known:
        return []
    plan.progress(f"{what}: {sum(trial.origins(k).size for k in known):,} origins")
    done = rolled(trial, known, plan)
    return [_table(trial, done, k, f"{what} act within {h} days") for k, h in enumerate(trial.days)]


def _table(trial: Trial, done: Mapping[int, Found], k: int, target: str) -> Tested:
    at = np.concatenate([found["at"] for found in done.values()])
    stream = np.concatenate([np.full(found["at"].size, n) for n, found in done.items()])
    y = np.concatenate([trial.streams[n].came(found["at"], trial.days[k]) for n, found in done.items()])
    over = ~np.isnan(y)
    names = [name for name in next(iter(done.values())) if name != "at"]
    said = {name: np.concatenate([f[name][:, k] for f in done.values()])[over] for name in names}
    # One stream: its quarters of a year are drawn again; many: the streams.
    cluster = (calendar(at, "M") // 3 if len(done) == 1 else stream)[over]
    return scored(
        ("next", target),
        trial.years,
        Outcomes(y[over], cluster),
        said,
        ours=OURS,
        data_hash=trial.data_hash,
        variants=(HALVES,),
        by=_parts(calendar(at[over], "Y") + 1970, alone=len(done) == 1),
        notes=(_against_mean(said, y[over], cluster), f"calibration slope {slope(said[OURS], y[over]):.3f}"),
    )


def _parts(years: Ints, *, alone: bool) -> dict[str, Labels]:
    """A stream alone by year, many by decade."""
    return {"year": years.astype(np.str_)} if alone else {"decade": np.char.mod("%ds", years // 10 * 10)}


def _against_mean(said: Mapping[str, Floats], y: Floats, cluster: Ints) -> str:
    """The difference from the baseline that needs no choice of a half-life."""
    gap = paired_difference(log_score(said[OURS], y) - log_score(said[MEAN], y), cluster, resamples=1000)
    return f"less {MEAN}: {gap.value:+.4f} [{gap.low:+.4f}, {gap.high:+.4f}]"
