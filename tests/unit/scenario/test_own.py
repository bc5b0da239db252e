"""A pair's own past crises, cut from its acts."""

from dataclasses import replace
from datetime import date, timedelta

from detente.scenario.answer import answer
from detente.scenario.own import own_episodes
from detente.scenario.shown import RUNS
from detente.world.event import Event
from detente.world.history import Coverage, History
from tests.unit.scenario.crises import AS_OF, EMPTY, act, episode, past

ALL = Coverage("feed", "acts", "1980-01-01", "2000-06-01", 0, spans=(("1980-01-01", "2000-06-01"),))


def run(start: str, rungs: list[int], step: int = 3) -> list[Event]:
    day = date.fromisoformat(start)
    return [act((day + timedelta(days=step * i)).isoformat(), ("AAA", "BBB")[i % 2], rung)
            for i, rung in enumerate(rungs)]  # fmt: skip


def known(acts: list[Event], *, covered: bool = True) -> History:
    return replace(past([], acts), coverage=(ALL,) if covered else ())


def test_a_run_of_acts_is_named_plainly() -> None:
    (found,) = own_episodes(known(run("1995-05-03", [4, 4, 5, 4, 4, 7])))
    assert found.name == "6 acts, 3 May to 18 May 1995"
    assert (found.opener, found.peak_a, found.peak_b) == ("AAA", 5, 7)
    assert found.within == (7, 7, 7)


def test_thirty_quiet_days_part_two_runs() -> None:
    acts = [*run("1995-05-03", [4] * 5), *run("1995-06-20", [4] * 5)]
    assert [e.start for e in own_episodes(known(acts))] == ["1995-05-03", "1995-06-20"]


def test_what_came_later_counts_as_what_followed() -> None:
    acts = [*run("1995-05-03", [4] * 5), *run("1995-09-01", [7])]
    assert [e.within for e in own_episodes(known(acts))] == [(4, 4, 7)]


def test_a_gap_is_not_quiet() -> None:
    (found,) = own_episodes(known(run("1995-05-03", [4] * 5), covered=False))
    assert found.within == (None, None, None)


def test_few_days_and_days_that_the_library_tells_are_left_out() -> None:
    acts = [*run("1995-05-03", [4] * 4), *run("1997-05-03", [4] * 6)]
    told = episode("told", ("AAA", "BBB"), [4, 4], start="1997-05-10", end="1997-05-12")
    assert [e.start for e in own_episodes(known(acts))] == ["1997-05-03"]
    assert own_episodes(replace(known(acts), episodes=(told,))) == ()


def test_a_running_one_is_not_over() -> None:
    late = run((AS_OF - timedelta(days=40)).isoformat(), [4] * 6)
    assert own_episodes(known(late)) == ()


def test_later_acts_change_no_run_that_was_over() -> None:
    acts = run("1998-05-03", [4] * 6)
    later = [e for e in [*acts, *run("2001-01-01", [7] * 6)] if e.known_by(AS_OF)]
    assert own_episodes(known(acts)) == own_episodes(known(later))


def test_patrons_and_traits_are_those_of_the_time() -> None:
    told = episode("told", ("AAA", "BBB"), [4, 4], start="1990-01-10", end="1990-02-12", nuclear=2)
    backed = replace(told, patrons_a=("CHN",))
    (found,) = own_episodes(replace(known(run("1995-05-03", [4] * 6)), episodes=(backed,)))
    assert found.patrons_a == ("CHN",)
    assert found.traits == backed.traits


def test_few_runs_are_shown() -> None:
    acts = [e for year in range(1985, 1999) for e in run(f"{year}-05-03", [4] * 6)]
    shown = answer(EMPTY, known(acts)).analogues
    assert len(shown) == RUNS
