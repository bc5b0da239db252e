"""Words shared by the terminal and by HTML, and the HTML brief's own."""

from dataclasses import replace

import pytest

from detente.report import draw_words, words
from detente.world.answers import Comparison
from detente.world.estimate import Estimate, Interval
from tests.unit.report.example import bare, full


def test_safe_takes_away_what_drives_or_turns_a_line() -> None:
    assert words.safe("a\x00\x1b[31mb\u202ec\nd") == "a [31mb c d"


@pytest.mark.parametrize(
    ("text", "said"),
    [(None, "undated"), ("1953", "1953"), ("2017-09", "September 2017"), ("2022-11-02", "2 November 2022")],
)
def test_day(text: str | None, said: str) -> None:
    assert words.day(text) == said
    assert draw_words.day(text) == said


def test_day_of_no_date_stands_as_it_is() -> None:
    assert draw_words.day("next spring") == "next spring"


def test_deed_counts_answers_and_doubts() -> None:
    sample = full()
    told = [words.deed(sample, event) for event in sample.record.events]
    assert told[0] == "North Korea launched 23 missiles"
    assert told[1] == "South Korea launched missiles, in answer to that"
    assert told[2] == "North Korea ceased fire with South Korea [earlier]"
    assert "(disputed; says North Korea) [earlier]" in told[5]
    assert told[6].endswith("[possible]")
    assert told[7].endswith("[denied]")


def test_name_of_a_state_without_one_is_its_code() -> None:
    assert words.name(bare(), "BOL") == "BOL"
    assert words.name(full(), "IGO:UNO") == "UNO"
    assert words.name(full(), None) == "nobody named"


def test_standing_facts_say_where_text_and_tables_disagree() -> None:
    told = words.standing(full())
    assert "China and North Korea allied since 1971 (THE DISPATCH AND OUR TABLES DISAGREE)" in told
    assert (
        "armistice between South Korea and North Korea since 1953 (the dispatch says so, our tables agree)"
        in told
    )


@pytest.mark.parametrize(
    ("p", "said"),
    [(0.995, ">99 %"), (0.83, "83 %"), (0.083, "8.3 %"), (0.0067, "0.67 %"), (0.00009, "0.009 %")],
)
def test_percent(p: float, said: str) -> None:
    assert words.percent(p) == said


def test_chance_and_bounds_of_nought() -> None:
    low = Estimate.of("war", 365, 0.001, (0.0, 0.01), base_rate=0.0, n=0)
    assert draw_words.interval(low) == "up to 1 in 100"
    assert draw_words.chance(low.base_rate) == "none so far"
    assert draw_words.span(0.0, 0.01) == "up to 1 %"


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (-2.0, -1.0, "better than the baseline"),
        (1.0, 2.0, "worse than the baseline"),
        (-1.0, 1.0, "no difference proved"),
    ],
)
def test_proof(low: float, high: float, said: str) -> None:
    card = Comparison("m", "b", "s", 1, 0.0, 0.0, Interval((low + high) / 2, low, high), True, "t")
    assert draw_words.proof(card) == said


def test_findings_of_strong_rooms() -> None:
    sample = full()
    strong = replace(
        sample,
        scenario=replace(sample.scenario, informative=True),
        motive=replace(sample.motive, undetermined=False, informative=True),
    )
    found = draw_words.findings(strong)
    assert found["scenario"] == "Phase: provocation. 6 episodes like this; tested informative."
    assert found["motive"] == "North Korea: status, 38 % of the weight."
    assert not any(draw_words.weak(strong).values())
