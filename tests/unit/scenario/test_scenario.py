"""Episodes ranked by likeness, what followed, the counter-example, the phase."""

from datetime import date

import pytest

from detente.scenario.answer import answer
from detente.scenario.model import effective_number, present_course, weights
from detente.scenario.phase import phase
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


def test_the_like_course_comes_first() -> None:
    like = episode("shows", ("CCC", "DDD"), [4, 4, 4])
    unlike = episode("war", ("EEE", "FFF"), [6, 7, 8], within=(8, 8, 8))
    names = [a.name for a in answer(EMPTY, past([unlike, like])).analogues]
    assert names == ["shows", "war"]


def test_a_counter_example_is_shown_and_named() -> None:
    calm = [episode(f"calm {i}", (f"C{i}X", f"D{i}X"), [4, 4]) for i in range(9)]
    war = episode("war", ("EEE", "FFF"), [4, 8], within=(8, 8, 8))
    analogues = answer(EMPTY, past([*calm, war])).analogues
    assert [a.name for a in analogues if a.counter_example] == ["war"]


def test_what_ends_later_is_not_known() -> None:
    later = episode("later", ("CCC", "DDD"), [4, 4], start="2000-05-01", end="2000-08-01")
    assert answer(EMPTY, past([later])).analogues == ()


def test_an_outcome_not_yet_complete_is_not_counted() -> None:
    recent = episode("recent", ("CCC", "DDD"), [4, 4], start="2000-03-01", end="2000-04-01", within=(7, 7, 8))
    rates = {(r.target, r.days): r for r in answer(EMPTY, past([recent])).followed}
    assert rates["fatal", 90].n == pytest.approx(1.0)
    assert rates["war", 365].n == 0.0


def test_shares_grow_with_the_horizon_and_fall_with_the_target() -> None:
    mixed = [
        episode(f"e{i}", (f"C{i}X", f"D{i}X"), [4, 4], within=(4, 4 + i % 4, 5 + i % 4)) for i in range(12)
    ]
    rates = {(r.target, r.days): r.p for r in answer(EMPTY, past(mixed)).followed}
    assert rates["fatal", 30] <= rates["fatal", 90] <= rates["fatal", 365]
    assert rates["war", 365] <= rates["fatal", 365]


def test_swapping_the_states_mirrors_the_answer() -> None:
    names = {"AAA": "BBB", "BBB": "AAA"}
    library = [episode("shows", ("CCC", "DDD"), [4, 5, 4]), episode("war", ("EEE", "FFF"), [6, 8])]
    ours = answer(EMPTY, past(library))
    theirs = answer(EMPTY, past(library, [e.swapped(names) for e in SHOW]))
    assert theirs.analogues == ours.analogues
    assert theirs.present == tuple((d, names.get(s, s), r) for d, s, r in ours.present)


def test_the_course_begins_after_a_quiet_month() -> None:
    acts = [act("2000-01-01", "BBB", 6), *SHOW]
    assert present_course(acts, AS_OF) == ((0, "AAA", 4), (2, "BBB", 4))
    assert present_course(acts[:1], AS_OF) == ()


@pytest.mark.parametrize(
    ("acts", "name"),
    [
        ([act("2000-05-20", "AAA", 8, "war")], "war"),
        ([act("2000-05-20", "AAA", 7, "ground_clash")], "clash"),
        (SHOW, "provocation"),
        ([act("2000-04-20", "BBB", 2, "reject_talks")], "breakdown"),
        ([act("2000-04-20", "BBB", 1, "summit")], "detente"),
        ([act("1999-09-20", "BBB", 4), act("2000-04-20", "BBB", 1, "talks")], "talks"),
        ([], "quiet"),
    ],
)
def test_phases(acts: list[Event], name: str) -> None:
    assert phase(acts, AS_OF).name == name


def test_weights_fall_with_distance() -> None:
    nearest, next_one = weights([0.9, 0.82])
    assert nearest == 1.0
    assert next_one == pytest.approx(0.3679, abs=1e-3)
    assert effective_number([1.0, 1.0, 1.0]) == pytest.approx(3.0)
    assert effective_number([]) == 0.0
