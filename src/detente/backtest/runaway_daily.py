"""Is tomorrow an incident day, by whom and how grave? Every day of the held-out years, for every pair.

Rolling origin: each year the pooled process is fitted on what was known of all pairs before it, and scores
every day of the year knowing the days before. Pairs scored: those with LEAST incident days in the table, so
that the hard days are there. Score: negative log-probability summed over all days, per incident day, in nats;
lower is better. Plain baselines: the pair's discounted rate (Gamma-Poisson) at seven half-lives, their mean,
and the pair's last ten years. Their prior was chosen for each on the twenty years before the first test year.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from detente.backtest.compare import resampled
from detente.backtest.runaway_data import Series, day_of, load
from detente.numerics.hawkes.events import Floats
from detente.numerics.hawkes.graded import Graded, Incidents, habit, loss, shares
from detente.numerics.hawkes.graded_fit import fit_graded
from detente.world.answers import Comparison

LEAST = 30
FIRST_YEAR = 1946
MEMORIES = np.array([1.0, 7.0, 30.0, 180.0, 1000.0])
"""A day, a week, a month, half a year, three years: chosen among eleven such sets on 1970-1989."""
HALF_LIVES = (15, 30, 60, 120, 240, 480, 960)
TEN_YEARS = 3652
PRIORS = tuple((a, b) for a in (0.003, 0.01, 0.03, 0.1) for b in (0.3, 1.0, 3.0, 10.0))
"""Prior of a discounted rate: as if a * b incident days had been seen in b days."""
GRADES = 3
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Losses:
    """Of each pair: incident days, and summed losses of each model by name; shapes (pairs,)."""

    names: tuple[str, ...]
    events: Floats
    by_model: dict[str, Floats]
    kinds: dict[str, Floats]

    def per_event(self, model: str) -> float:
        """The score of whether a day is an incident day."""
        return float(self.by_model[model].sum() / self.events.sum())


def scored(series: Sequence[Series], years: range, progress: Progress) -> Losses:
    """Losses of the pooled process and of all baselines."""
    pairs = [one.incidents() for one in series]
    held = [k for k, pair in enumerate(pairs) if pair.days.size >= LEAST]
    first, last = day_of(years.start), day_of(years.stop)
    events = [float(((pairs[k].days >= first) & (pairs[k].days < last)).sum()) for k in held]
    ours = _pooled(pairs, held, years, progress)
    chosen = {hl: _best_prior([pairs[k] for k in held], hl, years.start) for hl in HALF_LIVES}
    plain = {
        f"discounted rate, {hl} days": _each(pairs, held, first, last, {hl: chosen[hl]}) for hl in HALF_LIVES
    }
    plain["mean of seven discounted rates"] = _each(pairs, held, first, last, chosen)
    plain["the pair's last ten years"] = np.array([_ten_years(pairs[k], first, last) for k in held])
    kinds = {OURS: ours[1], PLAIN_KINDS: np.array([_kinds(pairs, k, first, last) for k in held])}
    return Losses(tuple(series[k].name for k in held), np.array(events), {OURS: ours[0], **plain}, kinds)


OURS = "pooled graded process"
PLAIN_KINDS = "discounted shares of who and how grave"


def _pooled(pairs: Sequence[Incidents], held: Sequence[int], years: range, progress: Progress) -> Floats:
    """Summed losses (2, held): of the days, and of the kinds."""
    total, process = np.zeros((2, len(held))), None
    for year in years:
        process = known_process(pairs, year, start=process)
        total += np.array([loss(process, pairs[k], day_of(year), day_of(year + 1)) for k in held]).T
        progress(f"{year}: fitted on {sum(p.before(day_of(year)).days.size for p in pairs)} incident days")
    return total


def known_process(pairs: Sequence[Incidents], year: int, *, start: Graded | None = None) -> Graded:
    """The process fitted on all that was known before `year`."""
    known = [past for pair in pairs if (past := pair.before(day_of(year))).days.size]
    return fit_graded(known, day_of(FIRST_YEAR), day_of(year), MEMORIES, GRADES, start=start)


def _each(pairs: Sequence[Incidents], held: Sequence[int], first: int, last: int,
          chosen: dict[int, tuple[float, float]]) -> Floats:  # fmt: skip
    """Losses of the mean of the discounted rates."""
    found = []
    for k in held:
        rates = [discounted(pairs[k], last, hl)[first:] for hl in chosen]
        priors = list(chosen.values())
        rate = np.mean(
            [(s + a * b) / (w + b) for (s, w), (a, b) in zip(map(np.transpose, rates), priors, strict=True)],
            axis=0,
        )
        found.append(bernoulli_loss(rate, pairs[k], first, last))
    return np.array(found)


def discounted(pair: Incidents, n: int, half_life: float) -> Floats:
    """Discounted incident days and discounted days before each day 0..n-1, shape (n, 2)."""
    keep = 0.5 ** (1.0 / half_life)
    hits = np.zeros(n)
    hits[pair.days[pair.days < n]] = 1.0
    sums, state = np.zeros(n), 0.0
    for t in range(n):
        sums[t] = state
        state = keep * (state + hits[t])
    weight = keep * (1.0 - keep ** np.arange(n)) / (1.0 - keep)
    return np.stack([sums, weight], axis=1)


def bernoulli_loss(rate: Floats, pair: Incidents, first: int, last: int) -> float:
    """Negative log-probability of the days first..last-1 under daily rates."""
    inside = pair.days[(pair.days >= first) & (pair.days < last)] - first
    rate = np.maximum(rate, 1e-9)
    return float(rate.sum() - (np.log(-np.expm1(-rate[inside])) + rate[inside]).sum())


def _best_prior(pairs: Sequence[Incidents], half_life: int, year: int) -> tuple[float, float]:
    """The prior (a, b) with the lowest loss on the twenty years before `year`."""
    first, last = day_of(max(FIRST_YEAR, year - 20)), day_of(year)
    sums = [discounted(pair, last, half_life)[first:] for pair in pairs]

    def total(prior: tuple[float, float]) -> float:
        a, b = prior
        rates = [(s[:, 0] + a * b) / (s[:, 1] + b) for s in sums]
        return sum(bernoulli_loss(rate, pair, first, last) for rate, pair in zip(rates, pairs, strict=True))

    return min(PRIORS, key=total)


def _ten_years(pair: Incidents, first: int, last: int) -> float:
    """The rate of the last ten years, as if half a day more had been seen."""
    at = np.arange(first, last)
    seen = np.searchsorted(pair.days, at) - np.searchsorted(pair.days, at - TEN_YEARS)
    return bernoulli_loss((seen + 0.5) / TEN_YEARS, pair, first, last)


def _kinds(pairs: Sequence[Incidents], k: int, first: int, last: int) -> float:
    """The loss of who and how grave, given an incident day, by the pair's discounted shares alone."""
    pair = pairs[k]
    inside = np.flatnonzero((pair.days >= first) & (pair.days < last))
    usual = habit(shares([p.before(first) for p in pairs], GRADES), pair, pair.days[inside])
    return float(-np.log(usual[np.arange(inside.size), pair.kinds(GRADES)[inside]]).sum())


def supported(pairs: Sequence[Incidents], years: range, progress: Progress) -> dict[int, bool]:
    """For each year: whether the pooled process had beaten a discounted rate since `years.start`.

    The rate is that of a 60-day half-life; pairs are those that had LEAST incident days before the year
    scored and some in the years scored, drawn again for the interval. False for the first years.
    """
    gaps, process = np.zeros((len(pairs), 2)), None
    verdict = {}
    for year in years:
        shown = gaps[:, 1] > 0
        verdict[year] = (
            bool(shown.sum() > 1) and resampled(gaps[shown, 0], gaps[shown, 1], what="pairs").high < 0.0
        )
        if any(pair.before(day_of(year)).days.size for pair in pairs):
            process = known_process(pairs, year, start=process)
            gaps += np.array([_gap(process, pair, year) for pair in pairs])
        progress(f"{year}: pooled process supported: {verdict[year]}")
    return verdict


def _gap(process: Graded, pair: Incidents, year: int) -> tuple[float, float]:
    """Loss of the process minus that of a discounted rate, and incident days, of one pair and year."""
    low, high = day_of(year), day_of(year + 1)
    if pair.before(low).days.size < LEAST:
        return 0.0, 0.0
    seen, weight = discounted(pair, high, 60.0)[low:].T
    plain = bernoulli_loss((seen + 0.01) / (weight + 1.0), pair, low, high)
    events = float(((pair.days >= low) & (pair.days < high)).sum())
    return loss(process, pair, low, high)[0] - plain, events


def comparisons(found: Losses, years: range) -> list[Comparison]:
    """Lines of the card: against the best discounted rate, the mean of seven, ten years; and the kinds."""
    rates = [name for name in found.by_model if name.startswith("discounted")]
    best = min(rates, key=found.per_event)
    test = (
        f"MIE 1.0, every day of {years.start}-{years.stop - 1}, {len(found.names)} pairs with {LEAST}+ "
        "incident days, fitted each year on all pairs before it; pairs resampled"
    )
    plain = (best, "mean of seven discounted rates", "the pair's last ten years")
    rows = [_line(found, OURS, name, (found.by_model[OURS], found.by_model[name]), test) for name in plain]
    kinds = (found.kinds[OURS], found.kinds[PLAIN_KINDS])
    both = (found.by_model[OURS] + kinds[0], found.by_model[best] + kinds[1])
    return [
        *rows,
        _line(found, "who and how grave, " + OURS, PLAIN_KINDS, kinds, test),
        _line(found, "day, who and how grave, " + OURS, f"{best}; {PLAIN_KINDS}", both, test),
    ]


def failures(found: Losses, most: int = 8) -> list[str]:
    """The pairs (Correlates of War numbers) on which the process loses most to the best discounted rate."""
    best = min((name for name in found.by_model if name.startswith("discounted")), key=found.per_event)
    gap = found.by_model[OURS] - found.by_model[best]
    worst = [k for k in np.argsort(-gap)[:most].tolist() if gap[k] > 0]
    lost = int((gap > 0).sum())
    told = [f"{found.names[k]}: +{gap[k]:.1f} nats on {found.events[k]:.0f} days" for k in worst]
    return [f"worse than {best} on {lost} of {gap.size} pairs", *told]


def _line(found: Losses, model: str, baseline: str, losses: tuple[Floats, Floats], test: str) -> Comparison:
    total = float(found.events.sum())
    ours, plain = (float(one.sum()) / total for one in losses)
    gap = resampled(losses[0] - losses[1], found.events, what="pairs")
    score = "negative log-probability per incident day, nats"
    return Comparison(model, baseline, score, int(total), ours, plain, gap, gap.high < 0.0, test)


def daily(data_dir: Path, years: range, progress: Progress) -> Losses:
    """Losses on every day of `years`; DataError if the table is missing."""
    return scored(load(data_dir, 1), years, progress)
