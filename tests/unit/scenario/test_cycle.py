"""The learned cycle: months of acts, where a pair stands, what is said of it."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from detente.scenario.answer import answer
from detente.scenario.cycle import MEANING, MEMORY, NAMES, Standing, prior
from detente.scenario.months import BIN, CLASSES, class_of, levels
from detente.world.event import Event
from detente.world.history import Coverage, History
from tests.unit.scenario.crises import AS_OF, EMPTY, act, past

ALL = [(date(1980, 1, 1), AS_OF)]
SPANS = (("1980-01-01", AS_OF.isoformat()),)


def monthly(kind: str, rung: int, months: int, until: date = AS_OF) -> list[Event]:
    """Two acts in each of the last months."""
    days = [until - timedelta(days=BIN * i + back) for i in range(months) for back in (3, 12)]
    return [act(day.isoformat(), ("AAA", "BBB")[i % 2], rung, kind) for i, day in enumerate(days)]


def standing(acts: list[Event]) -> Standing:
    return Standing.of(prior(), acts, AS_OF, ALL)


def test_days_are_counted_in_levels_and_the_last_bin_ends_on_the_day() -> None:
    acts = [act("2000-06-01", "AAA", 4), act("2000-05-20", "BBB", 4), act("2000-05-20", "AAA", 4),
            act("2000-05-03", "AAA", 7), act("2000-05-02", "AAA", 0, "agreement")]  # fmt: skip
    assert levels(acts, AS_OF, 2).tolist() == [[1, 0, 0, 0, 0, 0], [0, 0, 0, 2, 0, 1]]


def test_a_bin_that_is_not_covered_is_not_quiet() -> None:
    seen = levels([], AS_OF, 3, [(date(2000, 4, 10), AS_OF)])
    assert seen[:, 0].tolist() == [-1, -1, 0]
    assert levels([], AS_OF, 3, [])[:, 0].tolist() == [-1, -1, -1]


@pytest.mark.parametrize(
    ("kind", "rung", "name"),
    [("talks", 1, "conciliatory"), ("threat", 2, "words"), ("suspend_talks", 3, "breakdown"),
     ("reject_talks", 2, "breakdown"), ("missile_launch", 4, "show"), ("incursion", 5, "force"),
     ("raid", 7, "lethal")],
)  # fmt: skip
def test_classes(kind: str, rung: int, name: str) -> None:
    assert CLASSES[class_of(act("2000-05-20", "AAA", rung, kind))] == name


def test_every_phase_means_something_of_every_class() -> None:
    assert all(len(row) == len(CLASSES) for row in MEANING.values())
    assert prior().emit.sum(axis=2) == pytest.approx(np.ones((len(NAMES), len(CLASSES))))


@pytest.mark.parametrize(
    ("kind", "rung", "name"),
    [("summit", 1, "detente"), ("missile_launch", 4, "provocation"), ("suspend_talks", 3, "breakdown"),
     ("ground_clash", 7, "clash")],
)  # fmt: skip
def test_a_run_of_months_names_its_phase(kind: str, rung: int, name: str) -> None:
    found = standing(monthly(kind, rung, 6))
    assert found.name == name
    assert date.fromisoformat(found.since) <= AS_OF - timedelta(days=4 * BIN)


def test_nothing_at_all_is_quiet_since_ever() -> None:
    found = standing([])
    assert found.name == "quiet"
    assert found.since == (AS_OF - timedelta(days=BIN * MEMORY - 1)).isoformat()


def test_chances_sum_to_one_and_lengths_are_in_order() -> None:
    found = standing(monthly("missile_launch", 4, 4))
    assert sum(line.p for line in found.lines()) == pytest.approx(1.0)
    assert sum(row.p for row in found.next_phases()) == pytest.approx(1.0)
    assert found.name not in {row.phase for row in found.next_phases()}
    left = found.remaining()
    assert BIN <= left.low <= left.value <= left.high


def card(*, names: bool) -> dict[str, object]:
    chain = prior()
    told = {"stay": chain.stay.tolist(), "move": chain.move.tolist(), "emit": chain.emit.tolist()}
    return {"vintage": "2000", "phases": {**told, "stages": chain.stages, "names": names}}


def known(acts: list[Event], *, names: bool = True, covered: bool = True) -> History:
    coverage = (Coverage("feed", "acts", *SPANS[0], len(acts), spans=SPANS),) if covered else ()
    return replace(past([], acts), coverage=coverage, parameters={"scenario": card(names=names)})


def test_the_learned_name_is_used_where_it_was_shown_better() -> None:
    acts = [*monthly("summit", 1, 8), act("2000-05-28", "AAA", 4)]
    learned, rules = answer(EMPTY, known(acts)), answer(EMPTY, known(acts, names=False))
    assert (learned.phase, rules.phase) == ("detente", "talks")
    assert "by plain rules: talks" in learned.phase_why
    assert learned.phases == rules.phases


def test_without_covered_months_nothing_learned_is_said() -> None:
    found = answer(EMPTY, known(monthly("summit", 1, 8), covered=False))
    assert (found.phases, found.since, found.remaining, found.next_phases) == ((), None, None, ())


def test_a_war_is_named_by_the_rules() -> None:
    assert answer(EMPTY, known([act("2000-05-28", "AAA", 8, "war")])).phase == "war"


def test_later_acts_change_nothing() -> None:
    acts = monthly("missile_launch", 4, 5)
    later = [e for e in [*acts, act("2000-06-20", "AAA", 8, "war")] if e.known_by(AS_OF)]
    assert answer(EMPTY, known(acts)) == answer(EMPTY, known(later))
