"""Episodes ranked by likeness, what followed, the counter-example, the phase."""

from dataclasses import replace

import pytest

from detente.scenario.answer import answer
from detente.scenario.course import Move, present_course
from detente.scenario.model import Choice, effective_number, weights
from detente.scenario.phase import phase
from detente.world.event import Event
from tests.unit.scenario.crises import AS_OF, EMPTY, SHOW, act, episode, past


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
    assert present_course(acts, AS_OF) == (
        Move(0, "AAA", 4, "missile_launch"),
        Move(2, "BBB", 4, "missile_launch"),
    )
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


def test_weights_fall_with_distance_and_age() -> None:
    nearest, next_one = weights([0.9, 0.82], [0.0, 40.0], Choice(bandwidth=0.08))
    assert nearest == 1.0
    assert next_one == pytest.approx(0.3679, abs=1e-3)
    assert weights([0.9, 0.9], [0.0, 40.0], Choice(half_life=20.0)) == pytest.approx([1.0, 0.25])
    assert effective_number([1.0, 1.0, 1.0]) == pytest.approx(3.0)
    assert effective_number([]) == 0.0


def test_the_choice_comes_from_the_vintage() -> None:
    course = {"course": 0.8, "traits": 0.1, "third_parties": 0.1, "bandwidth": 0.02, "half_life": 0.0}
    like = episode("shows", ("CCC", "DDD"), [4, 4, 4], nuclear=2)
    same = episode("states", ("EEE", "FFF"), [6, 7, 7])
    plain, chosen = (
        past([like, same]),
        replace(past([like, same]), parameters={"scenario": {"choice": course}}),
    )
    traits = replace(plain, parameters={"scenario": {"choice": {**course, "course": 0.1, "traits": 0.8}}})
    assert answer(EMPTY, chosen).analogues[0].name == "shows"
    assert answer(EMPTY, traits).analogues[0].name == "states"


def test_three_likenesses_make_the_similarity() -> None:
    likeness = answer(EMPTY, past([episode("shows", ("CCC", "DDD"), [4, 4])])).analogues[0].likeness
    assert likeness is not None
    assert likeness.course is not None
    choice = Choice()
    mean = (
        choice.course * likeness.course
        + choice.traits * likeness.traits
        + choice.third_parties * likeness.third_parties
    )
    assert answer(EMPTY, past([episode("shows", ("CCC", "DDD"), [4, 4])])).analogues[0].similarity == mean


def test_without_a_running_crisis_there_is_no_course_to_compare() -> None:
    found = answer(EMPTY, past([episode("shows", ("CCC", "DDD"), [4, 4])], acts=[]))
    assert found.analogues[0].likeness is not None
    assert found.analogues[0].likeness.course is None
    assert any("no running crisis" in note for note in found.notes)


def test_an_outcome_set_names_its_outcomes_from_the_likeliest() -> None:
    calm = [episode(f"calm {i}", (f"C{i}X", f"D{i}X"), [4, 4]) for i in range(9)]
    found = answer(EMPTY, past(calm)).outcomes
    assert [one.days for one in found] == [30, 90, 365]
    assert all("show" in one.outcomes for one in found)
    wide = replace(past(calm), parameters={"scenario": {"sets": {"365": [1.0, 0.8]}}})
    year = answer(EMPTY, wide).outcomes[2]
    assert year.covered == 0.8
    assert set(year.outcomes) == {"none", "show", "force", "fatal", "war"}
