import json
from typing import Any

import pytest
from click.testing import CliRunner

from detente.cli.forecast import command
from detente.cli.supposed import given
from detente.world.errors import UsageError
from detente.world.record import Record

EMPTY = Record(None, "2022-11-03", ("KOR", "PRK"), None, (), ())


def test_a_supposed_act_stands_on_the_day() -> None:
    (act,) = given(EMPTY, ["missile_launch:PRK"]).events
    assert (act.source, act.target, act.date, act.kind) == ("PRK", "KOR", "2022-11-03", "missile_launch")


@pytest.mark.parametrize("text", ["missile_launch", "missile_launch:USA", "missle_launch:PRK", "", ":PRK"])
def test_what_is_no_act_of_the_two_is_named(text: str) -> None:
    with pytest.raises(UsageError, match="--event"):
        given(EMPTY, [text])


def test_a_day_is_needed() -> None:
    with pytest.raises(UsageError, match="--as-of"):
        given(Record(None, None, None, None, (), ()), ["talks:PRK"])


def test_a_killing_raises_the_chance_of_war() -> None:
    asked = ["--pair", "GRC-TUR", "--as-of", "2020-08-20", "--json"]
    plain, grave = (
        json.loads(CliRunner().invoke(command, [*asked, *more], catch_exceptions=False).stdout)
        for more in ([], ["--event", "killing:TUR"])
    )
    assert war_within_a_year(grave) > war_within_a_year(plain)


def war_within_a_year(forecast: dict[str, Any]) -> float:
    p: float = next(t["p"] for t in forecast["targets"] if (t["target"], t["days"]) == ("war", 365))
    return p
