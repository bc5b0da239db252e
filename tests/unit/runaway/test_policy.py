"""What-ifs: what each plan changes, that it moves the right way, and what a user may ask for."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from detente.numerics.hawkes.events import Floats
from detente.numerics.hawkes.graded import Graded
from detente.numerics.hawkes.graded_paths import unchanged
from detente.runaway.answer import asked
from detente.runaway.model import EventDays, event_days
from detente.runaway.policy import OWN, YOURS, Policy, chosen, hotline, policies, what_if
from detente.world.errors import UsageError
from detente.world.event import Event
from detente.world.history import Coverage
from detente.world.whatif import WhatIf
from tests.unit.runaway.korea import (
    AS_OF,
    BARE,
    EMPTY,
    EXCITED,
    MEMORIES,
    PROCESS,
    START,
    UMBRELLA,
    VINTAGE,
    act,
    covered,
    past,
)

BURST = [act(AS_OF - timedelta(days=k), code) for k in range(6) for code in ("KOR", "PRK")]
DRILLS = [act(AS_OF - timedelta(days=9 * k), "KOR", rung=4, kind="exercise") for k in range(10)]
STIRRED = event_days(past([*EXCITED, *BURST, *DRILLS]))
EVEN = replace(PROCESS, single=np.full((3, 5, 3, 3), 0.02), both=np.full((3, 5, 2, 3), 0.02))
"""Every kind of day sets off as much, so that what comes hangs on the number of days alone."""
KINDS = np.arange(9)
KOR, PRK, BOTH = KINDS[:3], KINDS[3:6], KINDS[6:]


def known(days: EventDays = STIRRED, protected: tuple[str, ...] = ("KOR",)) -> dict[str, Policy]:
    return {policy.name: policy for policy in policies(days, protected)}


def ran(process: Graded, days: EventDays = STIRRED, seed: int = 0) -> dict[str, WhatIf]:
    return {row.policy: row for row in what_if(days, process, tuple(known(days).values()), seed=seed)}


ROWS = ran(PROCESS)


def test_names_of_the_plans() -> None:
    always = [
        *("no answer by KOR", "no answer by PRK", "restraint after the first reply"),
        *("exercises suspended", "phased deal"),
    ]
    assert list(known(protected=())) == always
    umbrella = ["firmer umbrella over PRK", "looser umbrella over PRK"]
    assert list(known(protected=("PRK",))) == [*always, *umbrella]
    assert list(ROWS)[-2:] == ["one more act by KOR", "one more act by PRK"]


def test_every_ratio_lies_in_its_bounds_and_states_its_assumption() -> None:
    for row in ROWS.values():
        assert 0.0 <= row.ratio.low <= row.ratio.value <= row.ratio.high < float("inf")
        assert row.assumed
        assert row.safer is None or 0.0 <= row.safer <= 1.0
    assert all(policy.source for policy in known().values())
    assert "Johnson & Leeds" in known()["looser umbrella over KOR"].source


def test_plans_move_the_figure_the_right_way() -> None:
    for name in ("no answer by KOR", "no answer by PRK", "restraint after the first reply", "phased deal",
                 "exercises suspended", "firmer umbrella over KOR"):  # fmt: skip
        assert ROWS[name].ratio.value < 1.0
    assert ROWS["looser umbrella over KOR"].ratio.value > 1.0
    assert all(ROWS[f"one more act by {code}"].ratio.low > 1.0 for code in ("KOR", "PRK"))


@pytest.mark.parametrize("seed", range(2))
def test_with_common_numbers_no_path_moves_the_wrong_way(seed: int) -> None:
    """Where kinds of day do not matter, fewer causes can only take days away from a path, more only add."""
    for name, row in ran(EVEN, seed=seed).items():
        if name.startswith(("looser", "one more")):
            assert row.ratio.low >= 1.0
            assert row.safer in (None, 0.0)
        else:
            assert row.ratio.high <= 1.0
            assert row.safer in (None, 1.0)


def test_a_size_of_one_changes_nothing() -> None:
    same = [replace(policy, sizes=(1.0, 1.0, 1.0)) for policy in known().values()]
    for row in what_if(STIRRED, PROCESS, same)[: len(same)]:
        assert row.ratio.low == row.ratio.value == row.ratio.high == 1.0
        assert row.safer is None


def test_the_further_the_lower() -> None:
    plan = known()["no answer by KOR"]
    rows = what_if(STIRRED, EVEN, [replace(plan, sizes=(s, s, s)) for s in (1.0, 0.75, 0.5, 0.25, 0.0)])[:5]
    values = [row.ratio.value for row in rows]
    assert values == sorted(values, reverse=True)
    assert values[-1] < values[0]


def entries(name: str, size: float) -> Floats:
    """Factors of the plan on every entry, (child, parent)."""
    factors: Floats = known()[name].plan(unchanged(PROCESS), size).entries[0]
    return factors


def test_no_answer_takes_what_the_others_acts_set_off() -> None:
    expected = np.ones((9, 9))
    expected[np.ix_(KOR, PRK)] = expected[np.ix_(BOTH, PRK)] = 0.3
    np.testing.assert_array_equal(entries("no answer by KOR", 0.3), expected)
    mirror = np.concatenate([PRK, KOR, BOTH])
    np.testing.assert_array_equal(entries("no answer by PRK", 0.3), expected[np.ix_(mirror, mirror)])


def test_a_deal_takes_both_sides_answers_and_some_of_all_acts() -> None:
    expected = np.ones((9, 9))
    expected[np.ix_(KOR, PRK)] = expected[np.ix_(PRK, KOR)] = 0.5
    expected[np.ix_(BOTH, np.concatenate([KOR, PRK]))] = 0.5
    np.testing.assert_array_equal(entries("phased deal", 0.5), expected)
    deal = known()["phased deal"]
    keeps = [float(deal.plan(unchanged(PROCESS), size).keep[0]) for size in deal.sizes]
    assert keeps[1] == pytest.approx(0.75)
    left = [1.0 - size for size in deal.sizes]
    assert [share / left[1] for share in left] == [0.5, 1.0, 2.0]
    assert [(1.0 - keep) / (1.0 - keeps[1]) for keep in keeps] == [0.5, 1.0, 2.0]


def test_restraint_mutes_replies_only() -> None:
    plan = known()["restraint after the first reply"].plan(unchanged(PROCESS), 0.2)
    assert plan.mute is not None
    assert (plan.mute[np.ix_(KOR, PRK)] == 0.2).all()
    assert (plan.mute[np.ix_(PRK, KOR)] == 0.2).all()
    assert (plan.mute[np.ix_(KOR, KOR)] == 1.0).all()
    np.testing.assert_array_equal(plan.entries, unchanged(PROCESS).entries)


def test_umbrella_is_about_force_by_the_other() -> None:
    keep = known()["looser umbrella over KOR"].plan(unchanged(PROCESS), 1.5).keep
    np.testing.assert_array_equal(keep, [1, 1, 1, 1, 1.5, 1.5, 1, 1.5, 1.5])
    mirror = known(protected=("PRK",))["firmer umbrella over PRK"].plan(unchanged(PROCESS), 0.5).keep
    np.testing.assert_array_equal(mirror, [1, 0.5, 0.5, 1, 1, 1, 1, 0.5, 0.5])


def test_exercises_take_the_known_share_of_displays() -> None:
    alert = act(AS_OF, "KOR", rung=4, kind="alert")
    days = event_days(past([*EXCITED, *DRILLS[1:4], alert]))
    policy = known(days)["exercises suspended"]
    np.testing.assert_allclose(policy.plan(unchanged(PROCESS), 0.0).keep, [0.25, *[1.0] * 8])
    np.testing.assert_allclose(policy.plan(unchanged(PROCESS), 0.5).keep, [0.625, *[1.0] * 8])
    assert "KOR 75%" in policy.assumed
    assert "PRK 0%" in policy.assumed


def test_without_known_exercises_a_quarter_is_assumed_and_said() -> None:
    policy = known(event_days(past(EXCITED)))["exercises suspended"]
    np.testing.assert_allclose(policy.plan(unchanged(PROCESS), 0.0).keep, [0.75, 1, 1, 0.75, *[1.0] * 5])
    assert "assumed" in policy.assumed


def test_a_long_memory_is_no_answer() -> None:
    """A process without any short memory: nobody answers, so that no plan about answers changes anything."""
    slow = MEMORIES > 30.0
    level = replace(
        PROCESS, single=PROCESS.single * slow[:, None, None], both=PROCESS.both * slow[:, None, None]
    )
    rows = ran(level)
    for name in ("no answer by KOR", "no answer by PRK", "restraint after the first reply"):
        assert rows[name].ratio.low == rows[name].ratio.high == 1.0
    assert rows["phased deal"].ratio.high < 1.0


def test_the_value_is_that_of_the_central_size_and_the_bounds_hold_the_others() -> None:
    plan = known()["phased deal"]
    each = what_if(STIRRED, PROCESS, [replace(plan, sizes=(size,) * 3) for size in plan.sizes])[:3]
    row = ROWS["phased deal"].ratio
    assert row.value == each[1].ratio.value
    assert row.low == min(each[1].ratio.low, *(one.ratio.value for one in each))
    assert row.high == max(each[1].ratio.high, *(one.ratio.value for one in each))


def test_a_frozen_level_moves_less() -> None:
    """The bounds hold the run with the level frozen: with one size it is the only thing that differs."""
    deal = replace(known()["phased deal"], sizes=(0.5, 0.5, 0.5))
    (row, *_) = what_if(STIRRED, EVEN, [deal])
    assert row.ratio.value == row.ratio.low < row.ratio.high < 1.0


def test_same_seed_same_rows() -> None:
    assert ran(PROCESS) == ROWS
    assert ran(PROCESS, seed=1) != ROWS


def test_rows_do_not_hang_on_what_else_is_asked() -> None:
    alone = what_if(STIRRED, PROCESS, [known()["phased deal"]])[0]
    assert alone == ROWS["phased deal"]


def test_nothing_to_come_is_a_ratio_of_one() -> None:
    still = replace(PROCESS, single=0.0 * PROCESS.single, both=0.0 * PROCESS.both,
                    single_floor=np.full(3, 1e-12), both_floor=np.full(3, 1e-12))  # fmt: skip
    rows = ran(still, event_days(past([])))
    assert all(row.ratio.low == row.ratio.high == 1.0 for row in rows.values())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("no-answer", ["no answer by KOR", "no answer by PRK"]),
        ("no-answer-by-PRK", ["no answer by PRK"]),
        ("no answer by PRK", ["no answer by PRK"]),
        ("restraint", ["restraint after the first reply"]),
        ("exercises", ["exercises suspended"]),
        ("phased-deal", ["phased deal"]),
        ("deal", ["phased deal"]),
        ("umbrella", ["firmer umbrella over KOR", "looser umbrella over KOR"]),
        ("looser-umbrella", ["looser umbrella over KOR"]),
    ],
)
def test_a_plan_is_asked_for_by_name(text: str, names: list[str]) -> None:
    plans = known()
    found, line = chosen([text], tuple(plans.values()))
    assert found == tuple(plans[name] for name in names)
    assert line is None


@pytest.mark.parametrize(("size", "value"), [("0.3", 0.3), ("0", 0.0), ("5", 5.0), ("1e-1", 0.1)])
def test_a_size_of_the_users_own_replaces_the_range_and_says_so(size: str, value: float) -> None:
    (policy,), _ = chosen([f"phased-deal={size}"], tuple(known().values()))
    assert policy.sizes == (value, value, value)
    assert policy.source == YOURS
    assert f"{value:.0%} is left" in policy.assumed
    line = chosen([f"hotline={size}"], ())[1]
    assert line is not None
    assert (line.ratio.low, line.ratio.value, line.ratio.high, line.source) == (value, value, value, YOURS)


@pytest.mark.parametrize("text", ["embargo", "", "=0.5", "hot-line", "umbrella-over-PRK"])
def test_an_unknown_name_is_named_with_those_that_are_known(text: str) -> None:
    with pytest.raises(UsageError, match="there are: hotline, no-answer-by-KOR") as caught:
        chosen(["hotline", text], tuple(known().values()))
    assert caught.value.code == "unknown-policy"
    assert repr(text) in caught.value.message


@pytest.mark.parametrize("size", ["-0.5", "-1", "half", "nan", "inf", "5.1", "", "0.3=0.4"])
@pytest.mark.parametrize("name", ["hotline", "phased-deal"])
def test_a_bad_size_is_named(name: str, size: str) -> None:
    with pytest.raises(UsageError, match="0 to 5") as caught:
        chosen([f"{name}={size}"], tuple(known().values()))
    assert caught.value.code == "what-if-size"


def test_the_hotline_is_an_assumption_of_ours() -> None:
    row = hotline()
    assert (row.basis, row.source, row.effect) == ("assumption", OWN, "accidents")
    assert 0.0 < row.ratio.low < row.ratio.value < row.ratio.high < 1.0
    assert chosen(["hotline"], ()) == ((), row)


def test_asked_gives_what_is_asked_and_no_more() -> None:
    acts = [*EXCITED, *BURST]
    rows = asked(EMPTY, past(acts), ["phased-deal", "hotline", "no-answer-by-KOR=0"])
    assert [row.policy for row in rows] == ["hotline", "phased deal", "no answer by KOR"]
    assert rows == asked(EMPTY, past(acts), ["phased-deal", "hotline", "no-answer-by-KOR=0"])
    assert rows[2].source == YOURS
    told = replace(EMPTY, events=tuple(BURST))
    assert asked(told, past(EXCITED), ["phased-deal"]) == (rows[1],)


def test_an_umbrella_is_asked_for_only_where_there_is_one() -> None:
    with pytest.raises(UsageError, match="'umbrella' is no what-if"):
        asked(EMPTY, past(EXCITED), ["umbrella"])
    rows = asked(EMPTY, past([*EXCITED, *BURST], facts=(UMBRELLA,)), ["umbrella"])
    assert [row.policy for row in rows] == ["firmer umbrella over KOR", "looser umbrella over KOR"]


@pytest.mark.parametrize(
    ("acts", "window", "vintage"),
    [(EXCITED, covered(), BARE), ([act(START)], covered(START, date(2004, 1, 1)), VINTAGE)],
)
def test_without_a_process_or_a_recent_day_only_the_hotline_is_left(
    acts: list[Event], window: Coverage, vintage: dict[str, object]
) -> None:
    history = past(acts, window, vintage=vintage)
    assert asked(EMPTY, history, ["hotline", "no-answer"]) == (hotline(),)
    assert asked(EMPTY, history, ["no-answer"]) == ()
