"""What a commentator argues from: economic against military weight, demonstrations, summits, refusals."""

from collections.abc import Sequence
from datetime import date

from detente.motive.model import REFUSALS
from detente.world.answers import ProfileLine
from detente.world.event import Event
from detente.world.history import History

MEETINGS = frozenset({"summit", "visit", "talks", "meeting", "phone_call", "family_reunion"})
TABLES = "detente tables"


def profile(history: History, actor: str) -> tuple[ProfileLine, ...]:
    """The lines for the acting state and then for the other; only what is known is said."""
    acts = (*history.acts, *history.around)
    lines: list[ProfileLine] = []
    for state in (actor, history.dyad.other(actor)):
        lines += _weight(history, state) + _status(history, state) + _conduct(acts, state, history.as_of)
    return tuple(lines)


def _weight(history: History, state: str) -> list[ProfileLine]:
    economy = history.traits.economy.get(state)
    military = history.traits.military.get(state)
    if economy is None or military is None:
        return []
    ratio = military / economy if economy > 0 else float("inf")
    lines = [
        ProfileLine(state, "share of the world's economy", f"{economy:.2%}", TABLES),
        ProfileLine(state, "share of the world's soldiers", f"{military:.2%}", TABLES),
    ]
    if economy > 0:
        lines.append(ProfileLine(state, "military for each unit of economic weight", f"{ratio:.1f}", TABLES))
    return lines


def _status(history: History, state: str) -> list[ProfileLine]:
    traits = history.traits
    known = (
        (state in traits.nuclear, "nuclear weapons", "yes"),
        (state in traits.umbrella, "under a nuclear umbrella", "yes"),
    )
    return [ProfileLine(state, trait, value, TABLES) for holds, trait, value in known if holds]


def _conduct(acts: Sequence[Event], state: str, as_of: date) -> list[ProfileLine]:
    counted = (
        ("shows or uses of force in the last year", 365, lambda e: e.militarized and e.source == state),
        ("summits, visits and talks in the last five years", 1826,
         lambda e: e.kind in MEETINGS and state in (e.source, e.target)),
        ("refusals and sanctions met in the last five years", 1826,
         lambda e: e.kind in REFUSALS and e.target == state),
    )  # fmt: skip
    lines = []
    for trait, back, holds in counted:
        # Days, not rows: a feed may report one meeting a hundred times.
        days = {e.date for e in acts if holds(e) and e.when and 0 <= (as_of - e.when.end).days <= back}
        if days:
            lines.append(ProfileLine(state, trait, f"{len(days)} days", "events on record"))
    return lines
