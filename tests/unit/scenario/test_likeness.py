"""Third parties, the words for what is alike and unlike, and which episodes are shown."""

from dataclasses import replace

import pytest

from detente.scenario.answer import answer
from detente.scenario.cast import Cast, present_cast
from detente.scenario.families import FAMILIES, family, number
from detente.scenario.shown import ELSEWHERE, PER_PAIR, SHOWN
from detente.world.actor import Dyad
from detente.world.episode import Episode
from detente.world.facts import Fact
from detente.world.kinds import KINDS
from tests.unit.scenario.crises import AS_OF, EMPTY, act, episode, past

PAIR = Dyad("AAA", "BBB")


def cast(opener: str = "AAA", behind: str = "", against: str = "") -> Cast:
    answerer = "BBB" if opener == "AAA" else "AAA"
    return Cast(opener, answerer, frozenset(behind.split()), frozenset(against.split()))


def test_the_same_camps_are_wholly_alike() -> None:
    assert cast(behind="CHN", against="USA").likeness(cast(behind="CHN", against="USA")) == 1.0


def test_who_opened_does_not_change_the_company() -> None:
    one, other = cast(behind="CHN", against="USA"), cast("BBB", behind="USA", against="CHN")
    assert one.company(other) == 1.0


def test_the_power_behind_one_as_the_foe_itself_is_half_the_company() -> None:
    foe = Cast("AAA", "USA", frozenset({"CHN"}))
    assert cast(behind="CHN", against="USA").company(foe) == 0.75


def test_without_an_opener_the_sides_are_matched_either_way() -> None:
    one, other = cast(behind="CHN"), Cast("EEE", "FFF", frozenset(), frozenset({"CHN"}))
    assert one.likeness(other, opened=False) > one.likeness(other)


def test_patrons_of_today_are_those_of_the_last_episode_with_the_other() -> None:
    facts = [Fact("nuclear_umbrella", "BBB", "USA"), Fact("alliance", "FRA", "BBB")]
    far = episode("far", ("CCC", "DDD"), [4])
    assert present_cast(PAIR, "AAA", AS_OF, [far], facts).third == frozenset()
    told = backed("own", ("AAA", "BBB"), ("CHN",), ("USA",), start="1998-01-01", end="1998-02-01")
    other = backed("other", ("AAA", "CCC"), ("FRA",), (), start="1999-01-01", end="1999-02-01")
    now = present_cast(PAIR, "BBB", AS_OF, [told, other], [])
    assert now == Cast("BBB", "AAA", frozenset({"USA"}), frozenset({"CHN"}))


def test_without_an_episode_allies_among_known_powers_stand_behind() -> None:
    facts = [
        Fact("nuclear_umbrella", "BBB", "USA"),
        Fact("alliance", "FRA", "BBB"),
        Fact("alliance", "AAA", "CCC"),
    ]
    old = backed("old", ("AAA", "BBB"), ("CHN",), ("USA",), start="1970-01-01", end="1970-02-01")
    assert present_cast(PAIR, "AAA", AS_OF, [old], facts).behind_answerer == frozenset({"USA"})


def backed(
    name: str, pair: tuple[str, str], a: tuple[str, ...], b: tuple[str, ...], *, start: str, end: str
) -> Episode:
    return replace(episode(name, pair, [4, 4], start=start, end=end), patrons_a=a, patrons_b=b)


def test_every_kind_has_a_family() -> None:
    assert all(family(kind) in FAMILIES for kind in KINDS)
    assert all(0 < number(kind) <= len(FAMILIES) for kind in KINDS)
    assert number("") == number("nonsense") == 0


def test_openings_answers_and_heights_are_told() -> None:
    like = episode("shows", ("CCC", "DDD"), [4, 4])
    told = answer(EMPTY, past([like])).analogues[0]
    assert "both opened with a missile launch" in told.alike
    assert "the answer came within 2 days in both" in told.alike
    assert "both came as high as demonstration of force" in told.alike
    assert told.unlike == ("other states",)


def test_a_higher_and_unanswered_course_is_told_as_unlike() -> None:
    alone = episode("war", ("CCC", "DDD"), [8])
    told = answer(EMPTY, past([alone])).analogues[0]
    assert "it had come as high as war by then" in told.unlike
    assert "no answer of one side alone so far" in told.unlike


def test_one_state_of_the_pair_is_named() -> None:
    told = answer(EMPTY, past([episode("shows", ("BBB", "DDD"), [4, 4])])).analogues[0]
    assert told.alike[0] == "BBB is in both"


def test_something_is_always_unlike() -> None:
    twin = episode("twin", ("AAA", "BBB"), [4, 4])
    told = answer(EMPTY, past([twin])).analogues[0]
    assert told.unlike == ("it began 10 years ago",)
    assert len(told.alike) >= 3


def test_at_most_so_many_of_one_pair_and_some_from_elsewhere() -> None:
    own = [episode(f"own {i}", ("AAA", "BBB"), [4, 4], start=f"19{80 + i}-01-01", end=f"19{80 + i}-02-01")
           for i in range(9)]  # fmt: skip
    near = [episode(f"near {i}", ("BBB", f"C{i}X"), [4, 4]) for i in range(9)]
    away = [episode(f"away {i}", (f"D{i}X", f"E{i}X"), [6, 7, 8]) for i in range(4)]
    shown = answer(EMPTY, past([*own, *near, *away])).analogues
    assert len(shown) == SHOWN
    assert sum(a.pair == ("AAA", "BBB") for a in shown) == PER_PAIR
    assert sum(a.name.startswith("away") for a in shown) == ELSEWHERE


def test_shown_weights_are_shares_of_all_voices() -> None:
    found = answer(EMPTY, past([episode("a", ("CCC", "DDD"), [4, 4]), episode("b", ("EEE", "FFF"), [7, 7])]))
    assert sum(a.weight for a in found.analogues) == pytest.approx(1.0)


def test_an_answer_that_has_not_come_yet_is_unlike_one_that_came() -> None:
    alone = past([episode("shows", ("CCC", "DDD"), [4, 4])], [act("2000-05-30", "AAA", 4)])
    assert "the answer came within 2 days" in answer(EMPTY, alone).analogues[0].unlike
