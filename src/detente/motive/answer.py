"""Why do they do it? Rival motives weighed by timing, what the dispatch argues from, why the deal failed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from detente.motive.deal import deal
from detente.motive.fit import Floats, odds_ratio, tables_of, weigh
from detente.motive.model import HABIT, HYPOTHESES, Hypothesis, demonstrations, likely_actor
from detente.motive.profile import profile
from detente.world.answers import Motive, Motives
from detente.world.history import History
from detente.world.record import Record

ENOUGH = 20
"""Days with a demonstration below which timing tells nothing."""

DECIDED = 0.6
"""A motive is named only if its weight is at least this and its interval lies above every other's."""

# Beta(1, 4), the prior of one of five equal weights (uniform Dirichlet): mean and 5-95 %.
PRIOR = (0.2, 0.0127, 0.5271)


def answer(record: Record, history: History, *, seed: int = 0) -> Motives:
    """Weights over security, status, coercion, domestic and habit for the state that acts; they sum to 1."""
    known = history.with_record(record)
    acts = tuple(sorted((*known.acts, *known.around), key=lambda e: (e.date or "", e.kind, e.source or "")))
    actor = likely_actor(record.events, known.acts, history.dyad)
    shown = demonstrations(known.acts, actor)
    span = _covered(history, shown)
    enough = span is not None and len(shown) >= ENOUGH
    holidays = holidays_of(history.parameters, actor)
    weights = _weighed(tables_of(acts, shown, actor, span, holidays), seed) if enough and span else _prior()
    return Motives(
        actor=actor,
        weights=weights,
        undetermined=not _decided(weights),
        deal=deal(acts, record, actor),
        profile=profile(known, actor),
        n=len(shown),
        prior_only=not enough,
        notes=_notes(enough, len(shown), bool(holidays)),
    )


def _covered(history: History, shown: Sequence[date]) -> tuple[date, date] | None:
    """From the first demonstration to the as-of day: before it, no source need have looked."""
    return (shown[0], history.as_of) if shown else None


def _weighed(tables: Sequence[Floats], seed: int) -> tuple[Motive, ...]:
    shares = weigh(tables, [h.sign for h in HYPOTHESES], seed=seed)
    texts = [
        *(f"odds ratio {odds_ratio(table):.2g} on the days it marks" for table in tables),
        "the yardstick",
    ]
    return tuple(
        _motive(h, row, text) for h, row, text in zip((*HYPOTHESES, HABIT), shares, texts, strict=True)
    )


def _prior() -> tuple[Motive, ...]:
    return tuple(_motive(h, PRIOR, "prior only") for h in (*HYPOTHESES, HABIT))


def _motive(hypothesis: Hypothesis, bounds: Sequence[float], found: str) -> Motive:
    weight, low, high = (float(v) for v in bounds)
    return Motive(hypothesis.motive, weight, low, high, hypothesis.predicts, found)


def _decided(weights: Sequence[Motive]) -> bool:
    best = max(weights, key=lambda m: m.weight)
    rest = [m.high for m in weights if m is not best]
    return best.motive != HABIT.motive and best.weight >= DECIDED and best.low > max(rest)


def holidays_of(parameters: Mapping[str, Mapping[str, Any]], state: str) -> list[tuple[int, int]]:
    """Months and days of a state's anniversaries, from the room's shipped calendar."""
    calendar = parameters.get("motive", {}).get("anniversaries", {})
    return [(int(month), int(day)) for month, day in calendar.get(state, [])]


def _notes(enough: bool, n: int, holidays: bool) -> tuple[str, ...]:
    notes = []
    if not enough:
        notes.append(f"prior only: {n} days with a show or use of force are on record, {ENOUGH} are needed")
    elif not holidays:
        notes.append(
            "no anniversaries of this state are in our table: the domestic motive cannot show itself"
        )
    return tuple(notes)
