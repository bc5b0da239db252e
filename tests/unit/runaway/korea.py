"""A pair with a past, and a small vintage with all that a vintage of the room holds."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from detente.numerics.hawkes.events import Floats
from detente.numerics.hawkes.graded import Graded
from detente.numerics.hawkes.hurdle import Params, simulate
from detente.numerics.hawkes.stream import DECAYS
from detente.runaway.borrowed import held_form
from detente.world.actor import Dyad
from detente.world.event import Event
from detente.world.facts import Fact
from detente.world.history import Coverage, History
from detente.world.record import Record
from detente.world.traits import Traits

AS_OF = date(2010, 6, 30)
START = date(2001, 1, 1)
DYAD = Dyad("KOR", "PRK")
EMPTY = Record(None, AS_OF.isoformat(), ("KOR", "PRK"), None, (), ())
UMBRELLA = Fact("nuclear_umbrella", "KOR", "USA", "1953-10-01")
NAMES = {"KOR": "PRK", "PRK": "KOR"}

MEMORIES = np.array([1.0, 7.0, 30.0, 180.0, 1000.0])
BY_MEMORY = np.array([0.3, 0.3, 0.3, 0.5, 1.3])
BY_SIDE = np.array([0.5, 0.3, 0.2])
"""Of a parent by the same side, the other, both."""
SPREAD = np.array([[0.25, 0.03, 0.01], [0.05, 0.16, 0.04], [0.02, 0.04, 0.22]])
"""Child's grade by parent's grade."""
SINGLE = np.einsum("gh,k,p->gkph", SPREAD, BY_MEMORY, BY_SIDE)
BOTH = np.einsum("gh,k,p->gkph", SPREAD, BY_MEMORY, np.array([0.15, 0.5]))
PROCESS = Graded(
    memories=MEMORIES,
    single=SINGLE,
    both=BOTH,
    single_floor=np.array([3e-5, 1.5e-5, 3e-6]),
    both_floor=np.array([2e-6, 4e-6, 3e-6]),
    common=np.array([0.17, 0.09, 0.03, 0.17, 0.09, 0.03, 0.02, 0.1, 0.3]),
)
REFITS = tuple(replace(PROCESS, single=f * SINGLE, both=f * BOTH) for f in (0.8, 0.9, 1.1, 1.2))
BARE: dict[str, Any] = {
    "vintage": "2010",
    "informative": True,
    "informative_ahead": False,
    "branching": {"low": 0.0, "median": 0.3, "high": 0.7, "n": 60},
    "prior": {"mean": (-1.6, -1.9), "sd": (0.8, 1.0), "decays": (1 / DECAYS.size,) * DECAYS.size,
              "excited": 0.65, "pairs": 60},
    "fatal_per_year": {"low": 0.0, "median": 0.2, "high": 1.1},
    "data": "a table",
    "exposure": {"until": 2010, "show": 3000, "force": 2500, "lethal": 3500},
    "accidents": [
        {"date": f"{1960 + 4 * k}-03-03", "setting": "show", "deaths": 1, "between": True, "bystander": False,
         "then_war": "no"} for k in range(12)
    ],
    "hazards": [
        {"what": "nuclear war", "low": 1e-4, "median": 1e-3, "high": 5e-3, "year": 2008, "scope": "US-Russia",
         "source": "OLD"},
        {"what": "nuclear war", "low": 2e-4, "median": 9e-3, "high": 7e-2, "year": 2013, "scope": "US-Russia",
         "source": "NEW"},
    ],
}  # fmt: skip
"""A vintage before any process of days ahead was shown to work."""
VINTAGE: dict[str, Any] = {
    **BARE,
    "informative_ahead": True,
    "graded": held_form(PROCESS),
    "graded_refits": [held_form(one) for one in REFITS],
}


def act(day: date, source: str = "PRK", *, rung: int = 6, kind: str = "artillery_fire",
        target: str | None = None) -> Event:  # fmt: skip
    return Event(
        source, target or DYAD.other(source), day.isoformat(), kind, rung, symmetric=kind == "naval_clash"
    )


def covered(since: date = START, until: date = AS_OF, what: str = "our chronology") -> Coverage:
    span = (since.isoformat(), until.isoformat())
    return Coverage("own", what, *span, 1, spans=(span,) if "episode" not in what else ())


def past(acts: Iterable[Event], *coverage: Coverage, nuclear: tuple[str, ...] = ("PRK",),
         vintage: Mapping[str, Any] = VINTAGE, **more: Any) -> History:  # fmt: skip
    return History(
        DYAD, AS_OF, in_order(acts), coverage=coverage or (covered(),), traits=Traits(nuclear=nuclear),
        parameters={"runaway": vintage}, **more,
    )  # fmt: skip


def in_order(acts: Iterable[Event]) -> tuple[Event, ...]:
    return tuple(sorted(acts, key=lambda e: (e.date or "", e.source or "", e.kind)))


def stream(
    branching: list[list[float]], seed: int = 0, level: float = 0.015, decay: float = 0.3
) -> list[Event]:
    """Acts of force by both sides on the days of a process with a constant level."""
    n = (AS_OF - START).days + 1
    base: Floats = np.full((2, n), level)
    days = simulate(Params(base, np.array(branching), decay), np.random.default_rng(seed))
    pairs = zip(("KOR", "PRK"), days, strict=True)
    return [act(START + timedelta(days=int(day)), code) for code, kind in pairs for day in kind]


def swapped(acts: Iterable[Event]) -> list[Event]:
    return [event.swapped(NAMES) for event in acts]


EXCITED = stream([[0.2, 0.3], [0.5, 0.2]])
CALM = stream([[0.0, 0.0], [0.0, 0.0]])
