"""Why do they do it? Rival motives weighed by timing, what the dispatch argues from, why the deal failed."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from detente.motive.deal import deal
from detente.motive.fit import odds_ratio, strata, weigh
from detente.motive.model import HABIT, HYPOTHESES, Hypothesis, demonstrations, likely_actor, marked, window
from detente.motive.profile import profile
from detente.world.answers import Motive, Motives
from detente.world.event import Event
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
    holidays = _holidays(history.parameters.get("motive", {}), actor)
    weights = _weighed(acts, shown, actor, span, holidays, seed) if enough and span else _prior()
    return Motives(
        actor=actor,
        weights=weights,
        undetermined=not _decided(weights),
        deal=deal(acts, record, history.dyad),
        profile=profile(known, actor),
        n=len(shown),
        prior_only=not enough,
        notes=_notes(enough, len(shown), bool(holidays)),
    )


def _covered(history: History, shown: Sequence[date]) -> tuple[date, date] | None:
    """From the first demonstration to the as-of day: before it, no source need have looked."""
    return (shown[0], history.as_of) if shown else None


def _weighed(acts: Sequence[Event], shown: Sequence[date], actor: str, span: tuple[date, date],
             holidays: Sequence[tuple[int, int]], seed: int) -> tuple[Motive, ...]:  # fmt: skip
    tables = []
    for hypothesis in HYPOTHESES:
        first, last = (timedelta(days=d) for d in window(hypothesis.motive))
        triggers = marked(hypothesis.motive, acts, actor, holidays)
        tables.append(strata(shown, [(day + first, day + last) for day in triggers], span))
    shares = weigh(tables, [h.sign for h in HYPOTHESES], seed=seed)
    found = [f"odds ratio {odds_ratio(table):.2g} on the days it marks" for table in tables]
    texts = (*found, "the yardstick")
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


def _holidays(parameters: Mapping[str, Any], actor: str) -> list[tuple[int, int]]:
    return [(int(month), int(day)) for month, day in parameters.get("anniversaries", {}).get(actor, [])]


def _notes(enough: bool, n: int, holidays: bool) -> tuple[str, ...]:
    notes = []
    if not enough:
        notes.append(f"prior only: {n} days with a show or use of force are on record, {ENOUGH} are needed")
    elif not holidays:
        notes.append(
            "no anniversaries of this state are in our table: the domestic motive cannot show itself"
        )
    return tuple(notes)
