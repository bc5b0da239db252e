"""What a round begins with: each number by hand, and nothing from after its first day."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as given_settings
from hypothesis import strategies as st

from detente.motive.rounds import Round, Rounds
from detente.motive.setting import Setting, settings
from detente.world.actor import Dyad
from detente.world.errors import InputRefused
from detente.world.event import Event
from detente.world.kinds import KINDS

PAIR = Dyad.of("AAA", "BBB")
DAY0 = date(2001, 1, 1)
TALKS = Event("AAA", "BBB", "2001-01-02", "talks", 1)


def day(n: int) -> date:
    return DAY0 + timedelta(days=n)


def act(n: int | str, source: str | None, target: str | None, kind: str, **more: Any) -> Event:
    when = n if isinstance(n, str) else day(n).isoformat()
    return Event(source, target, when, kind, more.pop("rung", KINDS[kind].rung), **more)


def starting(*days: int, since: int = 0) -> Rounds:
    """Rounds that begin on those days; what was done in them is of no account here."""
    one = tuple(Round(day(n), day(n + 27), ()) for n in days)
    return Rounds(PAIR, "AAA", 14, ((day(since), day(4000)),), one)


def at(n: int, acts: list[Event], **more: Any) -> Setting:
    given = {"holidays": [], "leaders_since": [], "hope": None, "since": 0} | more
    found = starting(n, since=given.pop("since"))
    return settings(found, acts, given.pop("around", []), "AAA", PAIR, **given)[0]


# Security


@pytest.mark.parametrize(
    ("shown", "pressure"),
    [(999, 0.5 ** (1 / 30)), (985, 0.5**0.5), (970, 0.5), (969, 0.0), (1000, 0.0), (1005, 0.0)],
)
def test_pressure_is_the_others_show_of_force_and_fades(shown: int, pressure: float) -> None:
    assert at(1000, [act(shown, "BBB", "AAA", "exercise")]).pressure == pytest.approx(pressure)


def test_pressure_is_the_heaviest_act_and_weighs_its_chance() -> None:
    acts = [act(970, "BBB", "AAA", "exercise"), act(985, "BBB", "AAA", "threat", p=0.5)]
    assert at(1000, acts).pressure == pytest.approx(0.5)
    assert at(1000, acts[1:]).pressure == pytest.approx(0.5 * 0.5**0.5)


def test_only_the_other_side_and_who_stands_behind_it_press() -> None:
    own = act(999, "AAA", "BBB", "exercise")
    third = act(999, "CCC", "AAA", "exercise")
    assert at(1000, [own], around=[third]).pressure == 0.0
    assert at(1000, [own], around=[third], behind=frozenset({"CCC"})).pressure > 0.9  # type: ignore[operator]


def test_pressure_before_the_record_is_unknown() -> None:
    assert at(20, []).pressure is None
    assert at(30, []).pressure == 0.0
    assert at(100, [], since=80).pressure is None
    assert at(20, [act(19, "BBB", "AAA", "exercise")]).pressure is not None


# Status


def test_unmet_grows_from_the_last_time_met_as_an_equal() -> None:
    acts = [TALKS, act(1000, "BBB", "AAA", "summit"), act(700, "AAA", "BBB", "visit")]
    assert at(1001, acts).unmet == pytest.approx(1 - 0.5 ** (1 / 365.25))
    assert at(1000, acts).unmet == pytest.approx(1 - 0.5 ** (300 / 365.25))
    assert at(1000 + 1461, acts).unmet == pytest.approx(1 - 0.5**4)


def test_never_met_is_one_and_talks_of_officials_do_not_count() -> None:
    assert at(1000, [TALKS]).unmet == 1.0
    assert at(1000, [TALKS], around=[act(900, "CCC", "AAA", "summit")]).unmet == 1.0
    met = at(1000, [TALKS], around=[act(900, "CCC", "AAA", "summit")], behind=frozenset({"CCC"})).unmet
    assert met == pytest.approx(1 - 0.5 ** (100 / 365.25))


def test_a_summit_that_hardly_was_does_not_count() -> None:
    assert at(1000, [TALKS, act(900, "BBB", "AAA", "summit", p=0.3)]).unmet == 1.0


# Coercion


def test_need_sums_what_was_refused() -> None:
    acts = [TALKS, act(910, "BBB", "AAA", "sanction"), act(955, "BBB", "AAA", "reject_talks")]
    assert at(1000, acts).need == pytest.approx(min(1.0, 0.5 + 0.5**0.5))
    assert at(1000, acts[:2]).need == pytest.approx(0.5)
    assert at(1091, acts[:2]).need == 0.0


def test_a_refusal_told_often_counts_once() -> None:
    told = [TALKS, *[act(820, "BBB", "AAA", "sanction") for _ in range(9)]]
    assert at(1000, told).need == pytest.approx(0.25)


def test_what_the_actor_refuses_is_no_need_of_its_own() -> None:
    assert at(1000, [TALKS, act(990, "AAA", "BBB", "suspend_talks")]).need == 0.0
    assert at(1000, [TALKS, act(990, "AAA", "BBB", "suspend_talks", symmetric=True)]).need > 0.9  # type: ignore[operator]


def test_a_source_of_force_alone_knows_neither_status_nor_need() -> None:
    found = at(1000, [act(900, "BBB", "AAA", "artillery_fire"), act(950, "BBB", "AAA", "threat")])
    assert (found.unmet, found.need) == (None, None)
    later = at(1000, [act(1001, "BBB", "AAA", "summit")])
    assert (later.unmet, later.need) == (None, None)


# At home


@pytest.mark.parametrize(("offset", "home"), [(-1, 0.0), (0, 1.0), (13, 1.0), (20, 1.0), (21, 0.0)])
def test_an_anniversary_near_the_beginning(offset: int, home: float) -> None:
    feast = day(1000 + offset)
    assert at(1000, [], holidays=[(feast.month, feast.day)]).home == home


def test_an_anniversary_after_new_year_and_on_a_leap_day() -> None:
    assert at(360, [], holidays=[(1, 3)]).home == 1.0
    assert at(50, [], holidays=[(2, 29)]).home == 1.0


def test_a_new_leader_wears_off() -> None:
    for age, home in ((1, 0.5 ** (1 / 182.5)), (365, 0.25), (366, 0.0), (0, None), (-5, None)):
        found = at(1000, [], leaders_since=[day(1000 - age)]).home
        assert found == (None if home is None else pytest.approx(home))


def test_without_calendar_and_leader_home_is_unknown() -> None:
    assert at(1000, [TALKS]).home is None
    assert at(1000, [], holidays=[(1, 1)]).home == 0.0


# Hope and refusals


def test_hope_is_passed_through_round_by_round() -> None:
    found = settings(starting(10, 50), [], [], "AAA", PAIR, holidays=[], leaders_since=[], hope=[0.25, None])
    assert [one.hope for one in found] == [0.25, None]
    assert at(10, []).hope is None
    with pytest.raises(ValueError, match="1 beliefs for 2 rounds"):
        settings(starting(10, 50), [], [], "AAA", PAIR, holidays=[], leaders_since=[], hope=[0.1])


def test_an_unknown_actor_is_refused() -> None:
    with pytest.raises(InputRefused):
        settings(starting(10), [], [], "CCC", PAIR, holidays=[], leaders_since=[], hope=None)


# No hindsight

ACTS = st.lists(
    st.builds(
        act,
        st.integers(0, 2000) | st.sampled_from(["2002", "2003-05", "2004-02"]),
        st.sampled_from(["AAA", "BBB", "CCC", None]),
        st.sampled_from(["AAA", "BBB", None]),
        st.sampled_from(["exercise", "threat", "artillery_fire", "summit", "talks", "sanction", "agreement"]),
        p=st.sampled_from([0.3, 1.0]),
        symmetric=st.booleans(),
    ),
    max_size=40,
)


@given_settings(max_examples=80, deadline=None)
@given(ACTS, st.integers(0, 2000), st.integers(1, 900))
def test_what_comes_after_the_start_of_a_round_changes_no_setting_of_it(
    acts: list[Event], n: int, shift: int
) -> None:
    past = [event for event in acts if event.when is not None and event.when.end < day(n)]
    later = [
        act((date.fromisoformat(e.date) - DAY0).days + shift, e.source, e.target, e.kind)
        for e in acts
        if e.date and e.date_precision == "day" and e.date >= day(n).isoformat()
    ]
    leaders, found = [day(200), day(1200)], at(n, acts, leaders_since=[day(200), day(1200)])
    assert found == at(n, past, leaders_since=[one for one in leaders if one < day(n)])
    assert found == at(n, [*past, *later], leaders_since=leaders)
    for value in (found.pressure, found.unmet, found.need, found.home):
        assert value is None or 0.0 <= value <= 1.0
