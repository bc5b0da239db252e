"""What the room sees of a pair: rounds, settings, links, and what no source can know."""

from datetime import date, timedelta

import pytest

from detente.motive.moves import Move
from detente.motive.payoffs import MOTIVES
from detente.motive.rounds import TAU, Round
from detente.motive.view import CONCESSIONS, COVARIATES, UNKNOWN, View, known_by, view
from detente.world.facts import Fact
from tests.unit.motive.pasts import DAY, SINCE, act, acts, past

ACTS = acts(120, 7)
SEEN = view(past(ACTS), "AAA", holidays=[(10, 10)])
ROUNDS = SEEN.rounds.rounds


def test_every_round_has_its_setting_and_each_motive_its_own_number_of_it() -> None:
    assert len(SEEN.settings) == len(ROUNDS) > 50
    for motive in MOTIVES:
        found = SEEN.episodes(motive)
        given = [getattr(s, COVARIATES[motive]) for s in SEEN.settings]
        assert found.intensity.tolist() == [UNKNOWN if v is None else v for v in given]
        assert found.size == len(ROUNDS)
    assert not SEEN.episodes(None).intensity.any()
    assert len({tuple(SEEN.episodes(m).intensity) for m in MOTIVES}) == len(MOTIVES)


def test_hope_is_known_where_talks_and_concessions_are() -> None:
    tenth = sorted(e.date or "" for e in ACTS if e.kind == "release")[CONCESSIONS - 1]
    for one, setting in zip(ROUNDS, SEEN.settings, strict=True):
        assert (setting.hope is not None) == (one.start.isoformat() > tenth)
    assert SEEN.episodes("status").hope.tolist() == [s.hope or 0.0 for s in SEEN.settings]
    assert 0.0 < SEEN.episodes("status").hope[-1] < 1.0
    silent = [e for e in ACTS if e.kind != "release"]
    assert {s.hope for s in view(past(silent), "AAA", holidays=()).settings} == {None}


def moves_of(one: Round) -> list[tuple[float, list[tuple[int, Move, date]]]]:
    """The readings without the places of their acts in a list."""
    return [(weight, [step[:3] for step in path]) for weight, path in one.readings]


def silent_concessions(seen: View) -> int:
    """How many readings end in a concession that nobody reported."""
    ends = [path[-1] for one in seen.rounds.rounds for _, path in one.readings if path]
    return sum(step.move == Move.CONCEDE and step.act is None for step in ends)


def test_a_source_without_concessions_leaves_open_whether_silence_was_one() -> None:
    few = [e for e in ACTS if e.kind != "release"]
    few += [act(SINCE + timedelta(days=n), "AAA", "release") for n in range(CONCESSIONS - 1)]
    assert silent_concessions(view(past(few), "AAA", holidays=())) > 20
    enough = [*few, act(SINCE, "BBB", "release")]
    shown = view(past(enough), "AAA", holidays=())
    tenth = SINCE + timedelta(days=CONCESSIONS - 2)
    assert silent_concessions(shown.since(tenth + timedelta(days=1))) == 0


@pytest.mark.parametrize(("since", "stands"), [("1990", True), ("", True), (f"{DAY.year + 1}", False)])
def test_a_power_counts_for_the_other_side_from_the_day_it_stood_behind_it(since: str, stands: bool) -> None:
    """Its show of force a week ago is pressure and a move, or its own affair."""
    umbrella = Fact("nuclear_umbrella", "BBB", "PPP", since or None)
    shown = act(DAY - timedelta(days=7), "PPP", "artillery_fire", "AAA")
    seen = view(past(ACTS, around=(shown,), facts=(umbrella,)), "AAA", holidays=())
    alone = view(past(ACTS, facts=(umbrella,)), "AAA", holidays=())
    assert (seen.settings[-1].pressure != alone.settings[-1].pressure) == stands
    assert (shown in seen.acts) == stands
    assert seen.others == ("BBB", "PPP")


@pytest.mark.parametrize("doer", ["AAA", "BBB", "PPP"])
def test_a_round_counts_as_one_with_a_climb_only_if_one_of_the_two_climbed(doer: str) -> None:
    shown = act(DAY - timedelta(days=60), doer, "artillery_fire", "BBB" if doer == "AAA" else "AAA")
    umbrella = Fact("nuclear_umbrella", "BBB", "PPP", "1990")
    between, around = ((), (shown,)) if doer == "PPP" else ((shown,), ())
    seen = view(past(between, around=around, facts=(umbrella,)), "AAA", holidays=())
    moved = [
        r for r in seen.rounds.rounds if any(step.act is not None for _, path in r.readings for step in path)
    ]
    assert [seen.climbs(r) for r in moved] == [doer != "PPP"]
    assert not seen.climbs(seen.rounds.rounds[-1])


def test_rounds_since_a_day_are_those_that_began_on_it_or_later() -> None:
    day = ROUNDS[40].start
    late = SEEN.since(day)
    assert late.rounds.rounds == tuple(r for r in ROUNDS if r.start >= day)
    assert late.settings == SEEN.settings[-len(late.rounds.rounds) :]
    none = SEEN.since(date(2030, 1, 1))
    assert (none.rounds.rounds, none.settings) == ((), ())
    assert none.episodes("status").size == 0


def test_all_of_a_round_is_known_when_no_answer_can_still_change_it() -> None:
    """What comes later than that changes nothing of it: the record is cut there and read again."""
    known = [*(act(SINCE + timedelta(days=n), "AAA", "release") for n in range(CONCESSIONS)), *ACTS]
    for one in view(past(known), "AAA", holidays=()).rounds.rounds[5:-3:9]:
        day = known_by(one, TAU)
        assert day == one.end + timedelta(days=TAU)
        cut = view(past([e for e in known if (e.date or "") <= day.isoformat()], day=day), "AAA", holidays=())
        same = next(r for r in cut.rounds.rounds if r.start == one.start)
        assert (same.end, moves_of(same)) == (one.end, moves_of(one))


def test_a_dispatch_links_its_acts() -> None:
    """Two acts of a day with no order, but for the link that says who answered."""
    first = act("2006-05-10", "BBB", "exercise")
    then = act("2006-05-10", "AAA", "artillery_fire", answers_to=0)
    linked = view(past([first, then]), "AAA", holidays=(), events=(first, then))
    loose = view(past([first, then]), "AAA", holidays=())
    last = [
        next(r for r in s.rounds.rounds if r.start <= date(2006, 5, 10) <= r.end) for s in (linked, loose)
    ]
    assert len(last[0].readings) < len(last[1].readings)
    assert linked.contradiction == ""


@pytest.mark.parametrize("answers", [(1, 0), (None, 0), (None, 7)])
def test_links_that_contradict_are_left_out_and_said(answers: tuple[int | None, int | None]) -> None:
    """A circle, an answer to a later act, and an answer to none."""
    first = act("2006-05-20", "BBB", "exercise", answers_to=answers[0])
    then = act("2006-05-10", "AAA", "artillery_fire", answers_to=answers[1])
    found = view(past([first, then]), "AAA", holidays=(), events=(first, then))
    plain = view(past([first, then]), "AAA", holidays=())
    assert found.contradiction.startswith("who answered whom is left out: ")
    assert found.rounds == plain.rounds


def test_the_round_that_begins_now_has_no_moves_and_knows_the_acts_of_today() -> None:
    shown = act(DAY, "BBB", "exercise")
    for events, pressure in ((ACTS, None), ([*ACTS, shown], 0.5 ** (1 / 30))):
        found = view(past(events), "AAA", holidays=())
        last = found.rounds.rounds[-1]
        assert last.start == DAY + timedelta(days=1)
        assert last.readings == ((1.0, ()),)
        if pressure is not None:
            assert found.settings[-1].pressure == pytest.approx(pressure)
    before = view(past(ACTS), "AAA", holidays=()).settings[-1].pressure
    assert before is not None
    assert before < 0.5
