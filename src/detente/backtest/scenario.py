"""Do the nearest episodes tell what follows? A rolling test over our own library.

At the start of each episode only those that had ended before are known; the present course are its first
days. The forecast is the weighted share of outcomes among them; the weights of the three likenesses, the
bandwidth and the half-life are those that had scored best on the cases that were over by then.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from detente.backtest import scenario_phases
from detente.backtest.compare import Scored, clustered, compare, log_loss
from detente.backtest.scenario_cases import ENOUGH, FIRST_DAYS, Floats
from detente.backtest.scenario_cases import cases as all_cases
from detente.backtest.scenario_likeness import (
    CHOICES,
    SHUFFLES,
    Board,
    Rolling,
    best,
    board,
    outcome_sets,
    plain,
    rolling,
    shuffled,
)
from detente.scenario.outcomes import LEVEL, OUTCOMES, TARGETS
from detente.world.answers import Comparison
from detente.world.canonical import canonical
from detente.world.episode import HORIZONS

VINTAGES = tuple(range(1960, 2026, 5))
NEAR = 0.05
"""Sets of 80 % are as good as they say if they cover 75 to 85 %."""

RANDOM = "random episodes of the decade"
SCORE = "log score, nats"
Progress = Callable[[str], None]


def run(_data: Path | None = None, *, progress: Progress = lambda _: None) -> list[Comparison]:
    """The card: analogues against plain shares and random episodes, outcome sets, phases."""
    known = board(all_cases(progress=progress))
    return [*comparisons(rolling(known)), *scenario_phases.comparisons(progress)]


def comparisons(found: Rolling) -> list[Comparison]:
    """The card's rows about likeness for these cases, in the order of time."""
    shares = plain(found.cases)
    drawn = shuffled(found)
    rows = []
    for place, (target, _) in enumerate(TARGETS):
        rows += [_against(found, place, (target, name), p[:, place]) for name, p in shares.items()]
        rows.append(_against_random(found, place, target, drawn[:, :, place]))
    return [*rows, *_coverage(found)]


def _against(found: Rolling, place: int, names: tuple[str, str], baseline: Floats) -> Comparison:
    scored = Scored(_pairs(found), found.happened[:, place], found.ours[:, place], baseline)
    test = f"{_test(found)}, {names[0]} within a year of the opening, from its first {FIRST_DAYS} days"
    return compare(scored, names=(f"scenario: analogues, {names[0]}", names[1]), test=test)


def _pairs(found: Rolling) -> list[str]:
    return [case.pair for case in found.cases]


def _test(found: Rolling) -> str:
    return f"own library, {found.cases[0].year}-{found.cases[-1].year}"


def _against_random(found: Rolling, place: int, target: str, drawn: Floats) -> Comparison:
    """Against as many episodes of the same decades at random; the test's words tell the permutation p."""
    happened = found.happened[:, place]
    ours = log_loss(found.ours[:, place], happened)
    others = log_loss(drawn, happened)
    p = (1 + int((others.mean(axis=1) <= ours.mean()).sum())) / (SHUFFLES + 1)
    gap = clustered(ours - others.mean(axis=0), _pairs(found))
    return Comparison(
        model=f"scenario: analogues, {target}",
        baseline=RANDOM,
        score=SCORE,
        n=happened.size,
        value=float(ours.mean()),
        baseline_value=float(others.mean()),
        difference=gap,
        used=gap.high < 0.0 and p < 0.01,
        test=f"{_test(found)}, {target} within a year, what followed exchanged within decades {SHUFFLES} "
        f"times, permutation p = {p:.3f}",
    )


def _coverage(found: Rolling) -> Iterator[Comparison]:
    """How often the outcome fell into its 80 % set, per horizon."""
    for place, days in enumerate(HORIZONS):
        sets = outcome_sets(found, place)
        gap = clustered(sets.covered.astype(np.float64) - LEVEL, _pairs(found))
        yield Comparison(
            model=f"scenario: 80 % outcome sets, {days} days",
            baseline="80 % covered",
            score="share covered",
            n=sets.covered.size,
            value=float(sets.covered.mean()),
            baseline_value=LEVEL,
            difference=gap,
            used=abs(gap.value) <= NEAR,
            test=f"{_test(found)}, mean size {sets.size.mean():.2f} of {len(OUTCOMES)} outcomes",
        )


def write_vintages(_data: Path, out: Path, *, progress: Progress) -> list[Path]:
    """What was known by each year's cut: choice, whether informative, outcome sets, phases."""
    known = board(all_cases(progress=progress))
    out.mkdir(parents=True, exist_ok=True)
    paths = []
    for year in VINTAGES:
        path = out / f"{year}.json"
        vintage = {**_vintage(known.before(year), year), **scenario_phases.vintage(year)}
        path.write_bytes(canonical(vintage) + b"\n")
        progress(str(path))
        paths.append(path)
    return paths


def _vintage(known: Board, year: int) -> dict[str, object]:
    enough = len(known.cases) >= ENOUGH
    found = rolling(known) if enough else None
    rows = comparisons(found) if found else []
    return {
        "vintage": year,
        "made_by": "detente fit scenario",
        "choice": asdict(CHOICES[best(known.losses)]),
        "informative": bool(rows) and informative(rows),
        "sets": _sets(found) if found else {},
        "statement": _statement(rows, len(known.cases), year),
    }


def informative(rows: Sequence[Comparison]) -> bool:
    """Whether, for a death, analogues beat all past episodes, those of ten years and random ones."""
    return all(row.used for row in rows if row.model.endswith("fatal") and "high" not in row.baseline)


def _sets(found: Rolling) -> dict[str, tuple[float, float]]:
    """By horizon the threshold of the outcome sets and the share that they covered."""
    sets = {days: outcome_sets(found, place) for place, days in enumerate(HORIZONS)}
    return {str(days): (s.threshold, float(s.covered.mean())) for days, s in sets.items()}


def _statement(rows: Sequence[Comparison], n: int, year: int) -> str:
    """What the test says, for the reader of an answer."""
    if not rows:
        return f"too few past cases ({n}) before {year} to test whether analogues tell what follows"
    scores = [row for row in rows if row.score == SCORE]
    return f"tested on {n} episodes before {year} by log score: " + "; ".join(map(_in_words, scores))


def _in_words(row: Comparison) -> str:
    gap = row.difference
    better = "better than" if row.used else "not shown better than"
    outcome = row.model.rpartition(" ")[2]
    return f"{outcome}: {better} {row.baseline} ({gap.value:+.3f} [{gap.low:+.3f}, {gap.high:+.3f}])"
