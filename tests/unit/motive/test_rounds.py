"""Acts in time to rounds: each rule of the clock, the sums over ambiguity, and what no record may change."""

import time
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.archive.history import history
from detente.archive.query import Archive
from detente.motive.rounds import MOST_READINGS, Round, Rounds, merged, relinked, rounds
from detente.world.actor import Dyad
from detente.world.errors import InputRefused
from detente.world.event import Event

PAIR = Dyad.of("AAA", "BBB")
DAY0 = date(2000, 1, 1)
CONCEDE, HOLD, SHOW, FORCE, LETHAL, WAR = range(6)
KIND = {0: "release", 1: "exercise", 2: "artillery_fire", 3: "ground_clash", 4: "war"}
RUNG = {0: 0, 1: 4, 2: 6, 3: 7, 4: 8}


def day(n: int) -> date:
    return DAY0 + timedelta(days=n)


def act(n: int | str, side: int, height: int, **more: Any) -> Event:
    """The act of a side on the n-th day (or a date in words) to a height; height 0 concedes."""
    source, target = ("AAA", "BBB") if side == 0 else ("BBB", "AAA")
    when = n if isinstance(n, str) else day(n).isoformat()
    return Event(source, target, when, more.pop("kind", KIND[height]), RUNG[height], **more)


def read(acts: list[Event], until: int = 364, *, seen: bool = True, **more: Any) -> Rounds:
    spans = more.pop("spans", [(DAY0, day(until))])
    since = date.min if seen else None
    return rounds(acts, PAIR, "AAA", spans, shown_since=since, until=day(until), **more)


def moves(found: Round, reading: int = 0) -> list[tuple[int, int]]:
    return [(step.side, step.move) for step in found.readings[reading][1]]


def days(found: Round) -> list[int]:
    return [(step.day - DAY0).days for step in found.readings[0][1]]


def table(found: Round) -> dict[tuple[tuple[int, int], ...], float]:
    return {tuple(moves(found, n)): weight for n, (weight, _) in enumerate(found.readings)}


# The clock


def test_ten_quiet_years_are_rounds_of_four_weeks() -> None:
    found = read([], until=3652).rounds
    assert len(found) == 131
    assert all(moves(one) == [(0, HOLD), (1, HOLD)] for one in found[:-1])
    assert days(found[0]) == [13, 27]
    assert (found[1].start, found[1].end) == (day(28), day(55))
    assert found[-1].open
    assert not any(one.open for one in found[:-1])


def test_an_unanswered_show_takes_two_waits_more() -> None:
    first, second = read([act(5, 0, 1)]).rounds[:2]
    assert moves(first) == [(0, SHOW), (1, HOLD), (0, HOLD)]
    assert days(first) == [5, 19, 33]
    assert [step.act for step in first.readings[0][1]] == [0, None, None]
    assert (second.start, moves(second)) == (day(34), [(0, HOLD), (1, HOLD)])


def test_an_answer_in_kind_does_not_climb() -> None:
    first = read([act(5, 0, 1), act(7, 1, 1)]).rounds[0]
    assert moves(first) == [(0, SHOW), (1, HOLD), (0, HOLD)]
    assert days(first) == [5, 7, 21]
    assert first.readings[0][1][1].act == 1


def test_an_answer_above_climbs_and_turns_alternate() -> None:
    first = read([act(5, 0, 1), act(7, 1, 2), act(9, 0, 3)]).rounds[0]
    assert moves(first) == [(0, SHOW), (1, FORCE), (0, LETHAL), (1, HOLD), (0, HOLD)]


def test_the_acts_of_a_move_are_one_and_the_highest_dates_it() -> None:
    first = read([act(3, 0, 1), act(6, 0, 2), act(9, 0, 1), act(16, 1, 3)]).rounds[0]
    assert moves(first)[:2] == [(0, FORCE), (1, LETHAL)]
    assert days(first)[:2] == [6, 16]


def test_a_move_lasts_tau_days_at_most() -> None:
    within = read([act(0, 0, 1), act(14, 0, 2)]).rounds[0]
    assert moves(within) == [(0, FORCE), (1, HOLD), (0, HOLD)]
    beyond = read([act(0, 0, 1), act(15, 0, 2)]).rounds[0]
    assert moves(beyond) == [(0, SHOW), (1, HOLD), (0, FORCE), (1, HOLD), (0, HOLD)]


def test_a_side_overtaken_has_held() -> None:
    first = read([act(5, 1, 2)]).rounds[0]
    assert moves(first) == [(0, HOLD), (1, FORCE), (0, HOLD), (1, HOLD)]
    assert days(first) == [4, 5, 19, 33]
    at_once = read([act(0, 1, 2)]).rounds[0]
    assert days(at_once)[:2] == [0, 0]


def test_the_last_day_of_a_wait_is_in_time_and_the_next_is_late() -> None:
    assert moves(read([act(5, 0, 1), act(19, 1, 2)]).rounds[0])[:2] == [(0, SHOW), (1, FORCE)]
    late = read([act(5, 0, 1), act(20, 1, 2)]).rounds
    assert moves(late[0]) == [(0, SHOW), (1, HOLD), (0, HOLD)]
    assert (late[1].start, moves(late[1])[:2]) == (day(20), [(0, HOLD), (1, FORCE)])


def test_tau_sets_the_clock() -> None:
    assert len(read([], until=59, tau=15).rounds) == 2
    assert moves(read([act(5, 0, 1), act(12, 1, 2)], tau=6).rounds[0]) == [(0, SHOW), (1, HOLD), (0, HOLD)]
    with pytest.raises(ValueError, match="tau"):
        read([], tau=0)


# The end


def test_a_concession_ends_it() -> None:
    first, second = read([act(5, 0, 2), act(8, 1, 0)]).rounds[:2]
    assert moves(first) == [(0, FORCE), (1, CONCEDE)]
    assert (first.end, second.start) == (day(8), day(9))


def test_a_concession_by_the_side_not_on_turn_is_its_next_move() -> None:
    first = read([act(5, 0, 2), act(8, 0, 0)]).rounds[0]
    assert moves(first) == [(0, FORCE), (1, HOLD), (0, CONCEDE)]


def test_an_answer_in_kind_that_ends_in_a_concession_is_one() -> None:
    first = read([act(5, 0, 2), act(8, 1, 2), act(8, 1, 0)]).rounds[0]
    assert moves(first) == [(0, FORCE), (1, CONCEDE)]


def test_an_accord_is_made_by_the_side_on_turn_and_at_quiet_by_none() -> None:
    accord = [act(5, 0, 2), act(8, 0, 0, kind="agreement")]
    assert moves(read(accord).rounds[0]) == [(0, FORCE), (1, CONCEDE)]
    assert moves(read(accord[1:]).rounds[0]) == [(0, HOLD), (1, HOLD)]


def test_war_ends_it_and_lasts_while_acts_of_war_follow() -> None:
    acts = [act(5, 0, 4), act(6, 1, 3), act(15, 1, 4), act(20, 0, 3), act(40, 1, 1)]
    first, second = read(acts).rounds[:2]
    assert moves(first) == [(0, WAR)]
    assert (first.end, second.start) == (day(29), day(30))
    assert moves(second)[:2] == [(0, HOLD), (1, SHOW)]


# What is not known


def test_the_as_of_day_leaves_the_round_open() -> None:
    waiting = read([act(5, 0, 1)], until=18).rounds[-1]
    assert (waiting.open, moves(waiting)) == (True, [(0, SHOW)])
    held = read([act(5, 0, 1)], until=19).rounds[-1]
    assert (held.open, moves(held)) == (True, [(0, SHOW), (1, HOLD)])
    over = read([act(5, 0, 1)], until=33).rounds[-1]
    assert not over.open


def test_an_answer_in_kind_may_still_become_a_climb() -> None:
    acts = [act(5, 0, 1), act(7, 1, 1)]
    assert moves(read(acts, until=20).rounds[0]) == [(0, SHOW)]
    assert moves(read(acts, until=21).rounds[0])[:2] == [(0, SHOW), (1, HOLD)]


def test_a_war_that_may_go_on_is_open() -> None:
    found = read([act(5, 0, 4)], until=10).rounds[-1]
    assert (found.open, moves(found)) == (True, [(0, WAR)])


def test_no_round_crosses_a_gap_and_what_lies_in_it_is_unknown() -> None:
    spans = [(day(0), day(9)), (day(100), day(364))]
    found = read([act(5, 0, 1), act(12, 1, 2), act(105, 1, 1)], spans=spans).rounds
    assert (found[0].end, found[0].cut, moves(found[0])) == (day(9), True, [(0, SHOW)])
    assert (found[1].start, moves(found[1])[:2]) == (day(100), [(0, HOLD), (1, SHOW)])
    assert not found[0].open


def test_a_source_that_ends_before_the_day_cuts_too() -> None:
    last = read([], until=100, spans=[(DAY0, day(60))]).rounds[-1]
    assert (last.end, last.cut, last.open) == (day(60), True, False)


def test_spans_that_touch_are_one() -> None:
    spans = [(day(50), day(90)), (day(0), day(20)), (day(21), day(30)), (day(25), day(28))]
    assert merged(spans, day(70)) == ((day(0), day(30)), (day(50), day(70)))
    assert merged(spans, day(-1)) == ()


def test_what_is_denied_undated_or_later_is_no_move() -> None:
    acts = [
        act(5, 0, 2, status="denied"),
        act(6, 0, 2, status="hypothetical"),
        Event("AAA", "BBB", None, "artillery_fire", 6),
        act(400, 0, 2),
        act("2000-12", 0, 2),  # not over by the as-of day
    ]
    assert read(acts, until=360).note.startswith("no show or use of force")


# Ambiguity


def test_a_doubtful_act_is_summed_over() -> None:
    first = read([act(5, 0, 2, p=0.7), act(300, 1, 1)]).rounds[0]
    assert table(first) == pytest.approx(
        {((0, FORCE), (1, HOLD), (0, HOLD)): 0.7, ((0, HOLD), (1, HOLD)): 0.3}
    )
    unlikely = read([act(5, 0, 2, p=0.2), act(300, 1, 1)]).rounds[0]
    assert unlikely.end == day(27)
    assert table(unlikely) == pytest.approx({((0, HOLD), (1, HOLD)): 0.8, ((0, FORCE), (1, HOLD)): 0.2})


def test_an_unnamed_doer_is_the_other_side_by_half() -> None:
    shot = Event(None, "AAA", day(5).isoformat(), "artillery_fire", 6)
    first = read([shot, act(300, 0, 1)]).rounds[0]
    assert table(first)[((0, HOLD), (1, FORCE), (0, HOLD), (1, HOLD))] == pytest.approx(0.5)


def test_a_month_is_tried_at_its_first_middle_and_last_day() -> None:
    second, third = read([act("2000-02", 0, 1), act(300, 1, 1)]).rounds[1:3]
    assert (second.start, second.end, third.end) == (day(28), day(44), day(73))  # the 45th is the middle
    assert table(second) == pytest.approx({((0, HOLD), (1, HOLD)): 2 / 3, ((0, SHOW),): 1 / 3})
    assert table(third) == pytest.approx(
        {((0, HOLD), (1, HOLD)): 2 / 3, ((0, SHOW), (1, HOLD), (0, HOLD)): 1 / 3}
    )


def test_acts_of_both_on_one_day_are_tried_in_both_orders() -> None:
    first = read([act(5, 0, 2), act(5, 1, 1)]).rounds[0]
    assert table(first) == pytest.approx(
        {
            ((0, FORCE), (1, HOLD), (0, HOLD)): 0.5,
            ((0, HOLD), (1, SHOW), (0, FORCE), (1, HOLD)): 0.5,
        }
    )


def test_an_answer_settles_the_order() -> None:
    answered = read([act(5, 0, 2, answers_to=1), act(5, 1, 1)]).rounds[0]
    assert moves(answered) == [(0, HOLD), (1, SHOW), (0, FORCE), (1, HOLD), (0, HOLD)]
    assert len(answered.readings) == 1


def test_an_answer_settles_its_own_order_only() -> None:
    acts = [act(5, 0, 1), act(5, 1, 2, answers_to=0), act(5, 1, 3)]  # the last one may have been first
    assert {path[:2] for path in table(read(acts).rounds[0])} == {
        ((0, SHOW), (1, LETHAL)),
        ((0, HOLD), (1, LETHAL)),
    }


def test_orders_share_the_chance_of_a_doubtful_act() -> None:
    first = read([act(5, 0, 2), act(5, 1, 1, p=0.6)]).rounds[0]
    assert table(first) == pytest.approx(
        {
            ((0, FORCE), (1, HOLD), (0, HOLD)): 0.3,
            ((0, FORCE), (1, HOLD)): 0.4,  # known up to the last day of the likeliest reading
            ((0, HOLD), (1, SHOW), (0, FORCE), (1, HOLD)): 0.3,
        }
    )


def test_a_clash_is_both_sides_act() -> None:
    first = read([act(5, 0, 3, symmetric=True)]).rounds[0]
    assert {path[:2] for path in table(first)} == {((0, LETHAL), (1, HOLD)), ((0, HOLD), (1, LETHAL))}
    assert set(table(first).values()) == {0.5}


def test_from_a_day_on_concessions_are_shown_and_before_it_as_if_they_never_were() -> None:
    acts = [act(n, n // 7 % 2, 1 + n // 11 % 3) for n in range(3, 330, 13)]
    never, ever = read(acts, seen=False).rounds, read(acts).rounds
    mixed = rounds(acts, PAIR, "AAA", [(DAY0, day(364))], shown_since=never[1].start, until=day(364)).rounds
    assert mixed == (*never[:2], *ever[2:])
    assert never[:2] != ever[:2]
    assert never[2:] != ever[2:]


def test_readings_are_capped_and_sum_to_one() -> None:
    acts = [act(n, n % 2, 1 + n % 3, p=0.5 + n / 100) for n in range(12)]
    found = read(acts)
    assert max(len(one.readings) for one in found.rounds) > MOST_READINGS // 2
    for one in found.rounds:
        assert len(one.readings) <= MOST_READINGS
        assert sum(w for w, _ in one.readings) == pytest.approx(1.0)
        assert [w for w, _ in one.readings] == sorted((w for w, _ in one.readings), reverse=True)


# Silence where concessions are not seen


def test_unseen_concessions_part_the_silence_at_the_end() -> None:
    first, second = read([act(5, 0, 1)], seen=False).rounds[:2]
    assert table(first) == {
        ((0, SHOW), (1, HOLD), (0, HOLD)): 1.0,
        ((0, SHOW), (1, HOLD), (0, CONCEDE)): 1.0,
        ((0, SHOW), (1, CONCEDE)): 1.0,
    }
    assert set(table(second)) == {((0, HOLD), (1, HOLD)), ((0, HOLD), (1, CONCEDE)), ((0, CONCEDE),)}


def test_an_answer_in_kind_is_no_silence() -> None:
    first = read([act(5, 0, 1), act(7, 1, 1)], seen=False).rounds[0]
    assert set(table(first)) == {
        ((0, SHOW), (1, HOLD), (0, HOLD)),
        ((0, SHOW), (1, HOLD), (0, CONCEDE)),
    }


def test_the_parted_silence_has_the_chance_of_not_climbing() -> None:
    """If every turn holds with .6 and concedes with .1, the silences seen sum to (.6 + .1)(...)."""
    chance = {CONCEDE: 0.1, HOLD: 0.6, SHOW: 0.3}
    for one in read([act(5, 0, 1)], seen=False).rounds[:2]:
        total = 0.0
        for weight, path in one.readings:
            for step in path:
                weight *= chance[step.move]
            total += weight
        before = 0.3 if one.start == DAY0 else 1.0
        assert total == pytest.approx(before * (0.1 + 0.6 * (0.1 + 0.6)))


def test_an_open_round_parts_its_silence_too() -> None:
    last = read([act(5, 0, 1)], until=20, seen=False).rounds[-1]
    assert set(table(last)) == {((0, SHOW), (1, HOLD)), ((0, SHOW), (1, CONCEDE))}


# Facts and refusals


@pytest.mark.parametrize(
    ("acts", "word"),
    [
        ([], "no show or use of force"),
        ([act(5, 0, 0, kind="talks")], "no show or use of force"),
        ([act(5, 0, 1)], "BBB never moves"),
        ([act(5, 1, 1)], "AAA never moves"),
        ([act(5, 0, 1), act(50, 1, 1)], ""),
    ],
)
def test_a_record_that_tells_nothing_says_so(acts: list[Event], word: str) -> None:
    note = read(acts).note
    assert word in note
    assert bool(note) == bool(word)


def test_without_coverage_nothing_is_known() -> None:
    found = read([act(5, 0, 1), act(50, 1, 1)], spans=[])
    assert found.rounds == ()
    assert "no source covers" in found.note


def test_an_unknown_actor_is_refused() -> None:
    with pytest.raises(InputRefused) as refused:
        rounds([], PAIR, "CCC", [], shown_since=date.min, until=day(9))
    assert refused.value.code == "moves-actor"


@pytest.mark.parametrize(
    "acts",
    [
        [act(5, 0, 1, answers_to=1), act(7, 1, 1)],  # the later one
        [act(5, 0, 1, answers_to=1), act(5, 1, 1, answers_to=0)],  # a circle
        [act(5, 0, 1, answers_to=0)],  # itself
        [act(5, 0, 1, answers_to=4), act(7, 1, 1)],  # none there
        [act(5, 0, 1), act(5, 1, 1, answers_to=2), act(5, 0, 1, answers_to=3), act(5, 1, 1, answers_to=1)],
    ],
)
def test_contradictory_orders_are_refused(acts: list[Event]) -> None:
    with pytest.raises(InputRefused) as refused:
        read(acts)
    assert refused.value.code == "moves-contradict"


def test_a_month_may_answer_a_day_of_it() -> None:
    assert read([act("2000-02", 0, 1, answers_to=1), act(40, 1, 1)]).rounds


def test_links_of_a_dispatch_are_turned_into_places_of_the_record() -> None:
    first = act(5, 1, 1)
    answer = act(5, 0, 2, answers_to=0)
    stored = act(1, 0, 1, answers_to=7, origin="some data")
    found = relinked([stored, answer, first], [first, answer])
    assert [event.answers_to for event in found] == [None, 2, None]
    assert moves(read(list(found)).rounds[0])[:3] == [(0, SHOW), (1, HOLD), (0, FORCE)]
    with pytest.raises(InputRefused):
        relinked([first, answer], [answer, first])  # the first one answers itself


# Properties of any record

Row = tuple[int, int, int, bool, float]
RECORD = st.lists(
    st.tuples(
        st.integers(0, 300),
        st.integers(0, 1),
        st.integers(0, 4),
        st.booleans(),
        st.sampled_from([0.4, 0.7, 1.0, 1.0]),
    ),
    max_size=20,
)


def events(rows: list[Row]) -> list[Event]:
    return [act(n, side, height, symmetric=both and height > 0, p=p) for n, side, height, both, p in rows]


@settings(max_examples=60, deadline=None)
@given(RECORD, st.integers(1, 20), st.booleans())
def test_rounds_tile_the_days_and_obey_the_game(rows: list[Row], tau: int, seen: bool) -> None:
    found = read(events(rows), until=320, tau=tau, seen=seen).rounds
    assert found[0].start == DAY0
    assert found[-1].end == day(320)
    assert all(b.start == a.end + timedelta(days=1) for a, b in pairwise(found))
    for one in found:
        for _, path in one.readings:
            _check_path(one, path)


def _check_path(one: Round, path: tuple[Any, ...]) -> None:
    height, held, ended = 0, False, False
    last = one.start
    for turn, step in enumerate(path):
        assert not ended
        assert step.side == turn % 2
        assert last <= step.day <= one.end
        assert step.move <= HOLD or step.move - 1 > height
        height = max(height, step.move - 1)
        ended = step.move in (CONCEDE, WAR) or (step.move == HOLD and held)
        held, last = step.move == HOLD, step.day


@settings(max_examples=60, deadline=None)
@given(RECORD, st.integers(0, 320))
def test_what_is_over_is_not_changed_by_what_comes_later(rows: list[Row], until: int) -> None:
    acts = events(rows)
    then, now = read(acts, until=until), read(acts, until=400)
    over = [one for one in then.rounds if not one.open]
    assert list(now.rounds[: len(over)]) == over
    known = [event for event in acts if event.known_by(day(until))]
    assert [r.readings for r in then.rounds] == _reindexed(read(known, until=until), known, acts)


def _reindexed(found: Rounds, known: list[Event], acts: list[Event]) -> list[Any]:
    """The readings with acts counted among all acts; equal acts may stand for each other."""
    where = [n for n, event in enumerate(acts) if event in known]
    return [
        tuple(
            (w, tuple(s._replace(act=None if s.act is None else where[s.act]) for s in path))
            for w, path in one.readings
        )
        for one in found.rounds
    ]


@settings(max_examples=40, deadline=None)
@given(RECORD, st.randoms(use_true_random=False))
def test_the_order_of_the_list_is_of_no_account(rows: list[Row], random: Random) -> None:
    acts = events(rows)
    shuffled = random.sample(acts, len(acts))
    assert _dated(read(acts)) == _dated(read(shuffled))


def _dated(found: Rounds) -> list[Any]:
    """Bounds and, by moves, weights: all but which of equal acts made a move."""
    return [(one.start, one.end, one.open, sorted((k, round(w, 9)) for k, w in table(one).items()))
            for one in found.rounds]  # fmt: skip


def test_seventy_years_take_no_time() -> None:
    acts = [act((n * 7919) % 25500, n % 2, 1 + n % 3, symmetric=n % 3 == 0) for n in range(3000)]
    start = time.process_time()
    found = read(acts, until=25567, seen=False)
    assert time.process_time() - start < 1.0  # 0.15 s on a quiet core
    assert len(found.rounds) > 700


# The shipped Korean chronology


@cache
def korea() -> tuple[tuple[Event, ...], Rounds]:
    known = history(Dyad.of("KOR", "PRK"), date(2022, 11, 3), Archive(None), {})
    spans = [
        (date.fromisoformat(first), date.fromisoformat(last))
        for source in known.coverage
        for first, last in source.spans
    ]
    found = rounds(known.acts, known.dyad, "PRK", spans, shown_since=date.min, until=known.as_of)
    return known.acts, found


@pytest.mark.parametrize(
    ("when", "side", "move"),
    [
        (date(2010, 3, 26), 0, LETHAL),  # a torpedo sinks the Cheonan
        (date(2010, 11, 23), 0, LETHAL),  # shells on Yeonpyeong
        (date(2022, 11, 2), 0, FORCE),  # the article's missiles, over the Northern Limit Line
    ],
)
def test_known_attacks_are_moves_of_their_day(when: date, side: int, move: int) -> None:
    _, found = korea()
    one = next(one for one in found.rounds if one.start <= when <= one.end)
    made = [w for w, path in one.readings for s in path if (s.side, s.move, s.day) == (side, move, when)]
    assert sum(made) >= 0.5


def test_the_koreas_are_never_at_war_and_every_move_but_silence_has_its_act() -> None:
    acts, found = korea()
    assert (found.rounds[0].start, found.rounds[-1].end) == (date(1953, 7, 27), date(2022, 11, 3))
    steps = [step for one in found.rounds for _, path in one.readings for step in path]
    assert not any(step.move == WAR for step in steps)
    assert all(step.act is not None for step in steps if step.move != HOLD)
    for step in steps:
        if step.act is not None:
            when = acts[step.act].when
            assert when is not None
            assert when.start <= step.day <= when.end


def test_more_days_to_answer_are_fewer_rounds() -> None:
    acts, fortnight = korea()
    spans = list(fortnight.spans)
    month = rounds(acts, fortnight.dyad, "PRK", spans, tau=30, shown_since=date.min, until=date(2022, 11, 3))
    assert 400 < len(month.rounds) < len(fortnight.rounds) < 1100
