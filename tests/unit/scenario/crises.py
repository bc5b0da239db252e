"""Made-up crises of made-up states."""

from datetime import date

from detente.world.actor import Dyad
from detente.world.episode import Episode, Step
from detente.world.event import Event
from detente.world.history import History, close
from detente.world.record import Record
from detente.world.traits import Traits

AS_OF = date(2000, 6, 1)
EMPTY = Record(None, "2000-06-01", ("AAA", "BBB"), None, (), ())


def episode(
    name: str,
    pair: tuple[str, str],
    rungs: list[int],
    *,
    start: str = "1990-01-01",
    end: str = "1990-03-01",
    within: tuple[int, int, int] = (4, 4, 4),
    nuclear: int = 0,
) -> Episode:
    steps = tuple(Step(2 * i, "AB"[i % 2], r) for i, r in enumerate(rungs))
    sides = ([s.rung for s in steps if s.side == side] or [0] for side in "AB")
    peak_a, peak_b = (max(side) for side in sides)
    return Episode(name, name, *pair, start, end, pair[0], "missile_launch", peak_a, peak_b, (0, 0), (), (),
                   "policy", "fade", steps, within, 0, "It faded.", ("own",),
                   Traits(nuclear=("X", "Y")[:nuclear]))  # fmt: skip


def act(day: str, source: str, rung: int, kind: str = "missile_launch") -> Event:
    return Event(source, "BBB" if source == "AAA" else "AAA", day, kind, rung)


SHOW = [act("2000-05-28", "AAA", 4), act("2000-05-30", "BBB", 4)]


def past(episodes: list[Episode], acts: list[Event] = SHOW) -> History:
    return close(History(Dyad("AAA", "BBB"), AS_OF, tuple(acts), episodes=tuple(episodes)))
