"""The back-test's own arithmetic, and what it ships."""

import json
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from detente.backtest import runaway_daily, runaway_vintages
from detente.backtest.runaway import CAP, Fold, _acts, compare, count_loss, folds, loss, losses, rates
from detente.backtest.runaway_data import Series, day_of, stream_before
from detente.backtest.runaway_vintages import YEARS, hazards, vintage
from detente.numerics.hawkes.hurdle import intensity
from detente.numerics.hawkes.hurdle_search import search
from detente.numerics.hawkes.process import spectral_radius
from detente.numerics.hawkes.stream import DECAYS, Stream
from detente.runaway.borrowed import borrowed
from detente.runaway.model import BLOCKS
from tests.unit.backtest.series import cut, series

EXCITED = series(0, [[0.3, 0.2], [0.4, 0.3]])
OTHER = series(1, [[0.1, 0.1], [0.1, 0.1]], name=3, level=0.006)
KEYS = {
    *("command", "data", "prior", "branching", "fatal_per_year", "informative", "informative_ahead"),
    *("graded", "graded_refits", "exposure", "accidents", "hazards"),
}
FOLDS = folds([EXCITED], range(1956, 1958), 8)


def test_folds_see_only_their_window() -> None:
    fold, later = FOLDS
    assert (fold.start, fold.cut, fold.end) == (day_of(1948), day_of(1956), day_of(1957))
    assert (later.start, later.cut) == (day_of(1949), day_of(1957))
    assert all(kind.max() < fold.cut - fold.start for kind in fold.train)
    assert fold.events == sum(((k >= fold.cut) & (k < fold.end)).sum() for k in EXCITED.days)
    assert all((whole[: kind.size] == kind).all() for kind, whole in zip(fold.train, fold.whole, strict=True))


def test_folds_need_event_days_in_their_window_and_ten_years_of_data() -> None:
    few = replace(EXCITED, days=(EXCITED.days[0][:20], EXCITED.days[1][:5]))
    assert folds([few], range(1956, 1958), 8) == []
    assert [fold.year for fold in folds([EXCITED], range(1950, 1958), 8)] == [1956, 1957]


def test_loss_of_a_known_rate() -> None:
    (fold, _), lam = FOLDS, np.full((2, 366), 0.1)
    hits = fold.events
    assert loss(fold, lam) == pytest.approx(-(hits * np.log(1 - np.exp(-0.1)) - 0.1 * (732 - hits)))


def test_rates_go_on_where_the_window_ends() -> None:
    fold = FOLDS[0]
    found = search(Stream(fold.train, fold.cut - fold.start)).excited
    inside = intensity(found.params(), fold.train)
    assert rates(fold, found)[:, 0] == pytest.approx(inside[:, -1], abs=0.3)


def test_rates_of_a_day_know_nothing_of_it_or_later() -> None:
    fold = FOLDS[0]
    found = search(Stream(fold.train, fold.cut - fold.start)).excited
    last = fold.cut + 100
    past = replace(EXCITED, days=tuple(kind[kind < last] for kind in EXCITED.days))  # type: ignore[arg-type]
    early = rates(replace(fold, series=past), found)
    np.testing.assert_array_equal(early[:, :101], rates(fold, found)[:, :101])
    assert (early[:, 101:] <= rates(fold, found)[:, 101:]).all()


def test_excitation_beats_drift_and_a_constant_on_its_own_data() -> None:
    scores = np.array([losses(fold) for fold in FOLDS])
    assert scores[:, 0].sum() < scores[:, 1].sum()
    assert scores[:, 0].sum() < scores[:, 2].sum()


def test_the_form_for_counts_sees_capped_counts_of_the_same_days() -> None:
    fold = FOLDS[0]
    many = replace(EXCITED, acts=(EXCITED.acts[0] + CAP, EXCITED.acts[1]))
    counts = _acts(replace(fold, series=many)).dense()
    assert counts.shape == (2, fold.end - fold.start)
    for k, kind in enumerate(fold.whole):
        np.testing.assert_array_equal(np.flatnonzero(counts[k]), kind)
    assert set(counts[0][counts[0] > 0]) == {CAP}
    assert counts[1].max() == EXCITED.acts[1].max() < CAP
    assert count_loss(fold) < losses(fold)[2]


def test_comparison_is_per_event_day_and_signed() -> None:
    held = [fold for one in (EXCITED, replace(EXCITED, a=3)) for fold in folds([one], range(1956, 1958), 8)]
    plain = np.full(len(held), 10.0)
    row = compare("a", "b", held, value=plain - 1.0, plain=plain)
    assert row.used
    assert row.difference.value == pytest.approx(-len(held) / sum(f.events for f in held))
    assert not compare("a", "b", held, value=plain + 1.0, plain=plain).used


@pytest.fixture(scope="module", autouse=True)
def _small() -> Iterator[None]:
    """One memory and two refits in place of five and ten: what is asked here is what a vintage holds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runaway_daily, "MEMORIES", np.array([20.0]))
        patch.setattr(runaway_vintages, "REFITS", 2)
        yield


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    return vintage([EXCITED, OTHER], 1955, [], ahead=True)


def written(found: dict[str, Any]) -> str:
    return json.dumps(found, sort_keys=True)


def test_a_vintage_holds_what_the_room_reads(made: dict[str, Any]) -> None:
    assert made.keys() == KEYS
    given = borrowed(json.loads(written(made)))
    assert given.process is not None
    assert len(given.refits) == 2
    assert given.prior.pairs == made["branching"]["n"] == 2
    assert made["exposure"]["until"] == 1955
    assert sum(made["exposure"][block] for block in BLOCKS) == sum(
        (one.all_days() < day_of(1955)).sum() for one in (EXCITED, OTHER)
    )
    assert not made["informative"]
    assert made["informative_ahead"]


def test_a_vintage_ends_with_its_year(made: dict[str, Any]) -> None:
    early = [cut(one, 1955) for one in (EXCITED, OTHER)]
    assert all(
        one.all_days().size < two.all_days().size for one, two in zip(early, (EXCITED, OTHER), strict=True)
    )
    assert written(vintage(early, 1955, [], ahead=True)) == written(made)


def test_a_pair_that_begins_later_changes_nothing(made: dict[str, Any]) -> None:
    late = tuple(kind[kind >= day_of(1955)] for kind in EXCITED.days)
    ones = tuple(np.ones_like(kind) for kind in late)
    new = Series(7, 8, (late[0], late[1]), (ones[0], ones[1]), late[0][:3], (ones[0], ones[1]))
    assert written(vintage([EXCITED, OTHER, new], 1955, [], ahead=True)) == written(made)
    assert stream_before(new, 1955) is None


def test_a_vintage_before_any_act_holds_nothing_of_pairs() -> None:
    found = vintage([EXCITED], 1946, [])
    assert found["graded"] is None
    assert found["branching"] is None
    assert found["fatal_per_year"] is None
    assert found["exposure"] == {"until": 1946, "show": 0, "force": 0, "lethal": 0}
    assert borrowed(found).process is None


def test_a_fit_is_called_informative_by_earlier_years_of_two_dyads() -> None:
    other = replace(FOLDS[0], series=replace(EXCITED, a=3))

    def tested(fold: Fold, gain: float) -> dict[str, Any]:
        return {"year": fold.year, "fold": fold, "losses": (1.0 - gain, 1.0, 1.0)}

    def said(*rows: dict[str, Any], year: int = 1960) -> bool:
        found: bool = runaway_vintages._informative([row for row in rows if row["year"] < year])
        return found

    assert said(tested(FOLDS[0], 0.5), tested(other, 0.5))
    assert not said(tested(FOLDS[0], -0.5), tested(other, -0.5))
    assert not said(tested(FOLDS[0], 0.5), tested(FOLDS[1], 0.5))
    assert not said(tested(FOLDS[0], 0.5), tested(other, 0.5), year=1956)


def test_hazards_are_those_published() -> None:
    assert all(row["year"] < 2008 for row in hazards(before=2008))
    rows = hazards(before=9999)
    assert len(rows) > len(hazards(before=2008))
    assert all(row["low"] <= row["median"] <= row["high"] for row in rows if row["what"] == "nuclear war")


def shipped(year: int) -> dict[str, Any]:
    text = (files("detente.data") / "fitted" / "runaway" / f"{year}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@pytest.mark.parametrize("year", YEARS)
def test_shipped_vintages_hold(year: int) -> None:
    found = shipped(year)
    assert found.keys() == KEYS
    for known in (found["branching"], found["fatal_per_year"]):
        assert 0.0 <= known["low"] <= known["median"] <= known["high"]
    assert found["informative"] is (year > min(YEARS))
    assert isinstance(found["informative_ahead"], bool)
    prior = found["prior"]
    assert len(prior["decays"]) == DECAYS.size
    assert sum(prior["decays"]) == pytest.approx(1.0, abs=1e-3)
    assert 0.0 < prior["excited"] < 1.0
    assert prior["pairs"] == found["branching"]["n"] > 20
    limit = year + 5 if year < max(YEARS) else 9999
    assert all(row["year"] < limit for row in found["hazards"])
    assert all(int(row["date"][:4]) < limit for row in found["accidents"])
    assert found["exposure"]["until"] == year


@pytest.mark.parametrize("year", YEARS)
def test_shipped_processes_hold(year: int) -> None:
    given = borrowed({**shipped(year), "informative_ahead": True})
    assert given.process is not None
    assert len(given.refits) == 10
    for process in (given.process, *given.refits):
        assert process.memories.tolist() == [1.0, 7.0, 30.0, 180.0, 1000.0]
        assert process.grades == len(BLOCKS)
        assert (process.matrix() >= 0.0).all()
        assert (process.floor() >= 0.0).all()
        assert process.common.sum() == pytest.approx(1.0, abs=1e-3)
        np.testing.assert_array_equal(process.common[:3], process.common[3:6])
        assert 0.3 < spectral_radius(process.matrix().sum(axis=0)) < 1.5


def test_later_vintages_know_more() -> None:
    found = [shipped(year) for year in YEARS]
    for early, late in pairwise(found):
        assert all(early["exposure"][block] <= late["exposure"][block] for block in BLOCKS)
        assert len(early["accidents"]) <= len(late["accidents"])
        assert early["prior"]["pairs"] <= late["prior"]["pairs"]


def test_card_says_what_is_used() -> None:
    text = (files("detente.data") / "fitted" / "runaway" / "card.json").read_text(encoding="utf-8")
    rows = {(row["model"], row["baseline"]): row for row in json.loads(text)}
    used = {names: row["used"] for names, row in rows.items()}
    assert used["Hawkes on event days, drifting baseline", "drifting baseline alone"]
    assert not used["generalized Poisson on counts", "Hawkes on event days, drifting baseline"]
    assert used["pooled graded process", "the pair's last ten years"]
    assert used["prior from other pairs", "open prior"]
    for row in rows.values():
        assert row["used"] is (row["difference"]["high"] < 0.0)
        assert row["difference"]["value"] == pytest.approx(
            row["value"] - row["baseline_value"], abs=1e-5 * abs(row["value"])
        )
