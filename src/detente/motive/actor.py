"""Whose motives are asked about, and the days that his state keeps."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from detente.world.actor import Dyad
from detente.world.event import Event


def likely_actor(record: Sequence[Event], acts: Sequence[Event], dyad: Dyad, day: date) -> str:
    """The first in the dispatch to use or show force up to `day`, not in answer to another; else the busier
    side."""
    for event in record:
        if (
            event.status == "actual"
            and event.militarized
            and event.source in dyad
            and event.answers_to is None
            and (event.when is None or event.when.start <= day)
        ):
            return event.source or dyad.a
    first, second = (
        len({e.date for e in acts if e.source == code and e.militarized}) for code in (dyad.a, dyad.b)
    )
    return dyad.b if second > first else dyad.a


def holidays_of(parameters: Mapping[str, Mapping[str, Any]], state: str) -> list[tuple[int, int]]:
    """Months and days of a state's anniversaries, from the room's shipped calendar."""
    calendar = parameters.get("motive", {}).get("anniversaries", {})
    return [(int(month), int(day)) for month, day in calendar.get(state, [])]
