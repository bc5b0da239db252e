"""Acts to moves: the table, row by row."""

import pytest

from detente.motive.moves import Move, Sides, concedes, height_of, mutual
from detente.world.actor import Dyad
from detente.world.errors import InputRefused
from detente.world.event import Event
from detente.world.kinds import KINDS

KOREAS = Dyad.of("PRK", "KOR")
SIDES = Sides.of(KOREAS, "PRK", frozenset({"USA"}))


def act(
    source: str | None,
    target: str | None,
    kind: str,
    rung: int | None = None,
    *,
    count: int | None = None,
    symmetric: bool = False,
    p: float = 1.0,
) -> Event:
    level = KINDS[kind].rung if rung is None else rung
    return Event(source, target, "2022-11-02", kind, level, count=count, symmetric=symmetric, p=p)


@pytest.mark.parametrize(
    ("kind", "rung", "height"),
    [
        ("talks", 1, 0), ("protest_note", 2, 0), ("sanction", 3, 0),
        ("threat", 2, 1), ("ultimatum", 2, 1), ("nuclear_threat", 2, 1), ("threat_nonforce", 2, 0),
        ("exercise", 4, 1), ("missile_launch", 4, 1), ("nuclear_test", 4, 1),
        ("warning_shots", 5, 2), ("artillery_fire", 6, 2),
        ("ground_clash", 7, 3), ("war", 8, 4), ("nuclear_strike", 9, 4),
        ("collision", 5, 0), ("accident", 5, 0),
    ],
)  # fmt: skip
def test_the_height_is_that_of_kind_and_rung(kind: str, rung: int, height: int) -> None:
    assert height_of(act("PRK", "KOR", kind, rung)) == height


def test_every_kind_yields_climbs_or_is_no_move() -> None:
    for kind in KINDS.values():
        event = act("PRK", "KOR", kind.name)
        assert not (concedes(event) and height_of(event))
        assert event.militarized or not height_of(event)


@pytest.mark.parametrize(
    ("kind", "rung", "count", "target", "height"),
    [
        ("missile_launch", 4, 23, "KOR", 2),
        ("missile_launch", 4, 10, "KOR", 2),
        ("missile_launch", 4, 9, "KOR", 1),
        ("missile_launch", 4, 23, None, 1),  # nobody is addressed
        ("missile_launch", 5, 23, "KOR", 2),  # force already
        ("live_fire_drill", 4, 50, "KOR", 2),
        ("joint_exercise", 4, 240, "KOR", 1),  # 240 aircraft are no salvo
    ],
)
def test_a_salvo_towards_the_other_side_counts_one_height_up(
    kind: str, rung: int, count: int, target: str | None, height: int
) -> None:
    assert height_of(act("PRK", target, kind, rung, count=count)) == height


def test_two_who_exercise_with_each_other_show_nothing() -> None:
    assert height_of(act("PRK", "KOR", "joint_exercise", symmetric=True)) == 0
    assert height_of(act("KOR", "PRK", "joint_exercise")) == 1


@pytest.mark.parametrize("kind", ["release", "withdrawal", "concession", "regret", "ceasefire", "agreement"])
def test_what_yields_is_a_concession(kind: str) -> None:
    assert concedes(act("PRK", "KOR", kind))


@pytest.mark.parametrize("kind", ["offer_talks", "promise", "talks", "summit", "aid", "exercise"])
def test_what_gives_nothing_yet_is_none(kind: str) -> None:
    assert not concedes(act("PRK", "KOR", kind))


@pytest.mark.parametrize(
    ("source", "target", "doers"),
    [
        ("PRK", "KOR", (0,)), ("KOR", "PRK", (1,)),
        ("PRK", None, (0,)), ("KOR", None, (1,)),  # a test launch has no addressee
        ("PRK", "USA", (0,)), ("USA", "PRK", (1,)),  # who stands behind the other
        ("USA", None, ()), ("USA", "KOR", ()), ("KOR", "USA", ()),
        ("CHN", "PRK", ()), ("PRK", "JPN", ()), ("JPN", "KOR", ()), (None, None, ()),
        (None, "PRK", (1,)), (None, "KOR", (0,)), (None, "USA", ()),
    ],
)  # fmt: skip
def test_whose_act_it_is(source: str | None, target: str | None, doers: tuple[int, ...]) -> None:
    assert SIDES.doers(act(source, target, "missile_launch")) == doers


def test_the_other_actor_has_the_other_sides() -> None:
    sides = Sides.of(KOREAS, "KOR")
    assert sides.doers(act("PRK", "KOR", "missile_launch")) == (1,)
    assert sides.doers(act("USA", "PRK", "exercise")) == ()


def test_what_is_mutual_is_both_sides() -> None:
    clash = act("KOR", "PRK", "ground_clash", 7, symmetric=True)
    assert SIDES.doers(clash) == (0, 1)
    assert mutual(act("PRK", "KOR", "agreement"))
    assert SIDES.doers(act("PRK", "CHN", "agreement", symmetric=True)) == ()
    assert SIDES.doers(act("PRK", None, "agreement", symmetric=True)) == (0,)


def test_an_unnamed_doer_halves_the_chance() -> None:
    assert SIDES.chance(act("PRK", "KOR", "artillery_fire", p=0.8)) == 0.8
    assert SIDES.chance(act(None, "KOR", "artillery_fire", p=0.8)) == 0.4


@pytest.mark.parametrize("actor", ["USA", "JPN", "", "kor"])
def test_an_actor_outside_the_pair_is_refused(actor: str) -> None:
    with pytest.raises(InputRefused, match="KOR-PRK") as refused:
        Sides.of(KOREAS, actor)
    assert refused.value.code == "moves-actor"


def test_an_actor_cannot_stand_behind_its_adversary() -> None:
    with pytest.raises(InputRefused):
        Sides.of(KOREAS, "PRK", frozenset({"PRK", "USA"}))


def test_to_climb_to_a_height_is_the_move_above_it() -> None:
    assert [Move(height + 1).name for height in (1, 2, 3, 4)] == ["SHOW", "FORCE", "LETHAL", "WAR"]
