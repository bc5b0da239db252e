"""The table of a back-test on numbers computed by hand, and the names of its JSON."""

import json

import numpy as np
import pytest

from detente.backtest import tested
from detente.backtest.plans import show
from detente.backtest.tested import Outcomes, scored, shown
from detente.numerics.scores import Floats

Y = np.array([1.0, 0.0, 0.0, 1.0])
SAID: dict[str, Floats] = {
    "voice": np.array([0.9, 0.1, 0.1, 0.9]),
    "good": np.array([0.5, 0.5, 0.25, 0.5]),
    "bad": np.array([0.25, 0.5, 0.5, 0.5]),
    "ours": np.array([0.8, 0.2, 0.5, 0.6]),
}


REGIONS = np.array(["Europe", "Americas", "Europe", "Europe"])


def table(**said: Floats) -> tested.Tested:
    years = np.array([1990, 1990, 2000, 2000])
    return scored(
        ("onset", "pair-year"),
        (1990, 2000),
        Outcomes(Y, np.array([1, 1, 2, 3])),
        {**SAID, **said},
        ours="ours",
        data_hash="ab" * 32,
        variants=("voice",),
        by={"decade": np.where(years == 1990, "1990s", "2000s"), "region": REGIONS},
        notes=("a note",),
    )


def test_the_scores_are_those_by_hand() -> None:
    row = table().line("ours")
    losses = -np.log([0.8, 0.8, 0.5, 0.6])
    assert row.log_score == pytest.approx(losses.mean())
    assert row.brier == pytest.approx((0.04 + 0.04 + 0.25 + 0.16) / 4)
    assert row.auc == 1.0
    assert row.ap == 1.0
    against = losses + np.log([0.5, 0.5, 0.75, 0.5])
    gap = row.versus_best_baseline
    assert gap.value == pytest.approx(against.mean())
    assert gap.low <= gap.value <= gap.high
    # Whole pairs are drawn: the mean of three draws lies between the least and the greatest of a pair.
    means = [against[:2].mean(), against[2], against[3]]
    assert min(means) <= gap.low < gap.high <= max(means)


def test_the_best_baseline_is_no_voice_of_ours_and_differs_by_nothing_from_itself() -> None:
    found = table()
    assert found.best_baseline == "good"
    assert (found.n, found.events) == (4, 2)
    own = found.line("good").versus_best_baseline
    assert (own.value, own.low, own.high) == (0.0, 0.0, 0.0)
    assert table(good=np.full(4, 0.01)).best_baseline == "bad"


def test_parts_are_of_their_rows() -> None:
    first, second, americas, europe = table().parts
    assert (first.kind, first.name, first.n, first.events) == ("decade", "1990s", 2, 1)
    assert first.ours == pytest.approx(-np.log(0.8))
    assert second.best_baseline == pytest.approx(-(np.log(0.75) + np.log(0.5)) / 2)
    assert (americas.kind, americas.name, americas.n, americas.events) == ("region", "Americas", 1, 0)
    assert (europe.name, europe.n) == ("Europe", 3)
    assert europe.ours == pytest.approx(-np.log([0.8, 0.5, 0.6]).mean())


def test_the_same_forecasts_give_the_same_table() -> None:
    assert table() == table()


def test_the_names_of_the_json() -> None:
    found = table().with_others([table(bad=SAID["good"])])
    told = json.loads(show(found, as_json=True))
    head = {"name", "target", "from", "to", "n", "events", "data_hash", "ours", "rows"}
    assert set(told) == head | {"best_baseline", "reliability", "parts", "notes", "also"}
    assert (told["name"], told["target"], told["from"], told["to"]) == ("onset", "pair-year", 1990, 2000)
    assert (told["n"], told["events"], told["ours"], told["data_hash"]) == (4, 2, "ours", "ab" * 32)
    assert [row["model"] for row in told["rows"]] == list(SAID)
    for row in told["rows"]:
        assert set(row) == {"model", "log_score", "brier", "auc", "ap", "versus_best_baseline"}
        assert set(row["versus_best_baseline"]) == {"mean", "low", "high"}
    assert {frozenset(b) for b in told["reliability"]} == {
        frozenset({"n", "forecast", "observed", "low", "high"})
    }
    assert {frozenset(p) for p in told["parts"]} == {
        frozenset({"kind", "name", "n", "events", "ours", "best_baseline"})
    }
    (other,) = told["also"]
    assert set(other) == set(told)
    assert other["rows"][0]["versus_best_baseline"].keys() == {"mean", "low", "high"}


def test_the_numbers_of_the_json_are_those_of_the_table_to_ten_digits() -> None:
    found = table()
    told = json.loads(show(found, as_json=True))
    for row, line in zip(told["rows"], found.rows, strict=True):
        assert row["log_score"] == pytest.approx(line.log_score, rel=1e-9)
        assert row["versus_best_baseline"]["mean"] == pytest.approx(line.versus_best_baseline.value, rel=1e-9)
        assert len(repr(row["log_score"]).replace(".", "").lstrip("0")) <= 10


def test_the_text_names_every_model_and_the_baseline_compared_with() -> None:
    found = table().with_others([table()])
    text = shown(found)
    assert text == show(found, as_json=False)
    assert all(text.count(f"\n{model} ") == 2 for model in SAID)
    assert text.count("less good (95 %)") == 2
    assert "4 forecasts, 2 came true" in text
    assert "a note" in text
    assert text.count("\nby decade:\n") == text.count("\nby region:\n") == 2
