"""Made-up pairs with rounds for the back-test of motives."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

from detente.backtest.motive_pairs import Played
from detente.motive.view import CONCESSIONS, view
from detente.world.actor import Dyad
from detente.world.event import Event
from detente.world.history import Coverage, History
from tests.unit.motive.pasts import act, acts

SINCE, LAST = date(1994, 1, 1), date(2004, 12, 31)
YEAR = 2000
"""The cut of the tests: rounds of six years before it and five after it."""


def known(seed: int, count: int = 90) -> list[Event]:
    """Acts of eleven years; concessions enough from the start, so that no later act shows that they are."""
    early = [act(SINCE + timedelta(days=n), "BBB", "release") for n in range(CONCESSIONS)]
    return [*early, *acts(count, seed, since=SINCE, until=LAST)]


def pair(events: Sequence[Event], actor: str = "AAA", *, names: dict[str, str] | None = None) -> Played:
    """The pair as the back-test sees it; `names` renames both states."""
    renamed = [e.swapped(names) for e in events] if names else list(events)
    code = (names or {}).get(actor, actor)
    dyad = Dyad.of(*((names or {}).get(c, c) for c in ("AAA", "BBB")))
    coverage = Coverage("made up", "acts", SINCE.isoformat(), LAST.isoformat(), len(renamed), "",
                        ((SINCE.isoformat(), LAST.isoformat()),))  # fmt: skip
    ordered = tuple(sorted(renamed, key=lambda e: (e.date or "", e.source or "", e.kind)))
    seen = view(History(dyad, LAST, ordered, coverage=(coverage,)), code, holidays=())
    return Played.of(dyad, code, seen)


@cache
def one(seed: int = 5) -> Played:
    """One pair for all tests that change nothing of it."""
    return pair(known(seed))
