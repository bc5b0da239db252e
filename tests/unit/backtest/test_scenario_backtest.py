"""The rolling test of likeness and of phases: nothing later is used, and its sums are those of the answer."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from detente.backtest import scenario_phases, scenario_speed
from detente.backtest.scenario import comparisons, informative
from detente.backtest.scenario_cases import UNKNOWN, Case, cases
from detente.backtest.scenario_likeness import (
    CHOICES,
    Board,
    _chances,
    _mass_above,
    board,
    outcome_sets,
    rolling,
    shares,
    shuffled,
    voices,
)
from detente.scenario.cycle import NAMES
from detente.scenario.model import Choice, weights
from detente.scenario.outcomes import chances, known_outcomes, mass_above
from detente.world.episode import Episode
from tests.unit.scenario.crises import episode

ROOT = Path(__file__).parents[3]


def made_up(n: int, *, told: bool, seed: int = 0) -> list[Case]:
    """Cases with 60 past episodes each; if `told`, the more alike the course the more like the outcome."""
    rng = np.random.default_rng(seed)
    return [_made_up(rng, 1960 + i // 4, told) for i in range(n)]


def _made_up(rng: np.random.Generator, year: int, told: bool) -> Case:
    own = int(rng.integers(4, 9))
    like = np.clip(own + rng.integers(-1, 2), 4, 8)
    worst = rng.integers(4, 9, size=(60, 3))
    course = np.exp(-np.abs(worst[:, 2] - like)) if told else rng.random(60)
    likeness = np.stack([course, np.full(60, 0.5), np.full(60, 0.5)], axis=1)
    years, high = rng.uniform(0, 30, 60), rng.random(60) < 0.5
    return Case(f"P{rng.integers(30)}", year, likeness, years, high, worst, np.full(3, own))


def library(n: int = 70) -> list[Episode]:
    rungs = ([4, 4], [4, 5, 4], [6, 7], [4, 6, 8])
    return [
        episode(
            f"e{i:02}",
            (f"A{i % 7}X", f"B{i % 5}X"),
            rungs[i % 4],
            start=f"{1950 + i // 2}-0{1 + i % 2}-01",
            end=f"{1950 + i // 2}-0{2 + i % 2}-01",
            within=(rungs[i % 4][-1],) * 3,
            nuclear=i % 3,
        )
        for i in range(n)
    ]


def test_later_episodes_change_no_earlier_case() -> None:
    full, cut = cases(library(70), burn_in=30), cases(library(50), burn_in=30)
    for one, other in zip(full, cut, strict=False):
        assert one.likeness.tolist() == other.likeness.tolist()
        assert one.worst.tolist() == other.worst.tolist()
    assert len(full) > len(cut) > 0


def test_an_outcome_that_was_not_complete_is_unknown() -> None:
    found = cases(library(), burn_in=30)
    assert all((case.worst[case.years < 1.0, 2] == UNKNOWN).all() for case in found)
    assert any((case.worst[:, 2] >= 0).any() for case in found)


def test_later_outcomes_change_no_earlier_forecast() -> None:
    known = made_up(120, told=True)
    changed = [replace(c, happened=13 - c.happened - 1) if c.year >= 1985 else c for c in known]
    one, other = rolling(board(known)), rolling(board(changed))
    early = [i for i, c in enumerate(known) if c.year <= 1985]
    assert one.ours[early].tolist() == other.ours[early].tolist()
    assert one.choices.tolist() != other.choices.tolist() or one.ours.tolist() == other.ours.tolist()


def test_the_board_before_a_year_is_that_of_its_cases() -> None:
    known = made_up(80, told=True)
    early = [c for c in known if c.year + 1 < 1970]
    assert board(known).before(1970).table.tolist() == board(early).table.tolist()
    assert isinstance(board(known).before(1900), Board)


def test_weights_and_chances_are_those_of_the_answer() -> None:
    case = made_up(1, told=True)[0]
    choice = CHOICES[13]
    similar = case.likeness @ np.array([choice.course, choice.traits, choice.third_parties])
    expected = weights(similar.tolist(), case.years.tolist(), choice)
    assert voices(case, choice) == pytest.approx(expected)
    episodes = [episode("e", ("CCC", "DDD"), [4], within=tuple(row)) for row in case.worst.tolist()]
    p = chances(known_outcomes(episodes, expected, 2))
    assert _chances(case, np.array(expected), 2) == pytest.approx(p)
    assert _mass_above(np.array(p)) == pytest.approx([mass_above(p, place) for place in range(5)])


def test_informative_likeness_is_found_and_chance_is_not() -> None:
    told, untold = (comparisons(rolling(board(made_up(160, told=t)))) for t in (True, False))
    assert informative(told)
    assert not informative(untold)


def test_exchange_within_decades_keeps_the_mean() -> None:
    known = made_up(30, told=True)
    found = rolling(board(known))
    flat = replace(found, choices=np.full(30, CHOICES.index(Choice(bandwidth=0.16))))
    drawn = shuffled(flat)
    assert drawn.shape == (199, 30, 2)
    plain = np.array([shares(c, voices(c, CHOICES[int(flat.choices[0])])) for c in known])
    assert drawn.std(axis=0).mean() > 0.0
    assert abs(drawn.mean() - plain.mean()) < 0.1


def test_outcome_sets_cover_about_what_they_say() -> None:
    sets = outcome_sets(rolling(board(made_up(400, told=True))), 2)
    assert 0.75 <= sets.covered[100:].mean() <= 0.87
    assert sets.size.mean() < 5


def test_the_timeline_has_every_month_once_and_known_names() -> None:
    told = scenario_phases.timeline(ROOT / "tests/data/korea_phases.csv")
    months = [(day.year, day.month) for day, _ in told]
    assert months == [(y, m) for y in range(1990, 2023) for m in range(1, 13)]
    assert {name for _, name in told} <= set(NAMES)


def test_kappa_is_one_for_the_same_and_none_for_chance() -> None:
    names = ["talks", "provocation", "talks", "quiet"] * 10
    assert scenario_phases.agreement(names, names).kappa == pytest.approx(1.0)
    assert scenario_phases.agreement(names, ["talks"] * 40).kappa == pytest.approx(0.0)
    clash = ["clash" if name == "provocation" else name for name in names]
    assert scenario_phases.agreement(names, clash).share == 1.0


def test_a_vintage_of_phases_knows_nothing_later() -> None:
    seen = scenario_phases.observed(date(1969, 12, 31))
    assert seen.shape == (3, (date(1969, 12, 31) - date(1953, 7, 27)).days // 30, 6)
    acts = scenario_phases.acts(scenario_phases.PAIR)
    assert any(event.known_by(date(1969, 12, 31)) for event in acts)
    assert not scenario_phases.better_than_rules(1990)


def test_the_speed_is_told_in_milliseconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scenario_speed, "WINDOWS", 2000)
    found = scenario_speed.run()
    assert found["windows"] == 2000
    assert found["query_ms"] > 0.0
