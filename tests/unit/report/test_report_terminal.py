"""The terminal brief on the two examples."""

from dataclasses import replace

import pytest

from detente.report.terminal import TITLES, WIDTH, brief, section
from detente.world.assessment import Assessment
from tests.unit.report.example import bare, full


def _poor() -> Assessment:
    """The bare example with lower bounds that have an N."""
    sample = bare()
    targets = tuple(replace(e, low=e.p / 8) for e in sample.forecast.targets)
    return replace(sample, forecast=replace(sample.forecast, targets=targets))


def test_full_brief_answers_in_order() -> None:
    text = brief(full())
    assert text.startswith("North Korea - South Korea, as of 3 November 2022\nNOT THE BEGINNING OF A WAR")
    places = [text.index(f"\n{title}") for title in TITLES.values()]
    assert places == sorted(places)
    assert "War within a year: about 1 in 150 (1 in 1,000 to 1 in 40); usual for this pair 1 in 170." in text


def test_bare_brief_says_what_it_does_not_know() -> None:
    text = brief(_poor())
    for words in (
        "no act between states",
        "prior only",
        "not informative",
        "undetermined",
        "no source covers",
    ):
        assert words in text


@pytest.mark.parametrize("room", list(TITLES))
def test_each_room_stands_alone(room: str) -> None:
    assert section(full(), room).startswith(TITLES[room])
    assert section(_poor(), room).startswith(TITLES[room])


def test_lines_fit_the_terminal() -> None:
    for text in (brief(full()), brief(_poor())):
        assert max(len(line) for line in text.splitlines()) <= WIDTH
