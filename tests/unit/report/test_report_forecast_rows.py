"""What past forecasts of war can prove, by how many there were."""

from dataclasses import replace

import pytest

from detente.report.forecast_rows import provable
from detente.world.questions import Reliable
from tests.unit.report.example import full


@pytest.mark.parametrize(("n", "bound"), [(150, "1 in 50"), (300, "1 in 100")])
def test_the_bound_follows_the_number_of_the_lowest_forecasts(n: int, bound: str) -> None:
    bins = (
        Reliable("war", 365, 40, 0.5, 0.5, 0.35, 0.65),
        Reliable("war", 365, n, 0.004, 2 / n, 0.001, 0.03),
        Reliable("fatal", 365, 900, 0.001, 0.0, 0.0, 0.004),
    )
    said = provable(replace(full(), forecast=replace(full().forecast, reliability=bins)))
    assert f"{n} lowest" in said
    assert "2 came true" in said
    assert f"as high as {bound}" in said


def test_without_past_forecasts_nothing_is_said() -> None:
    assert provable(replace(full(), forecast=replace(full().forecast, reliability=()))) == ""
