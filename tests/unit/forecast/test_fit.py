"""The fit finds what is there and leaves out what is not."""

from dataclasses import replace

import numpy as np
import pytest

from detente.forecast.fit import cuts, fit, fit_situation, known
from detente.forecast.model import Constants, steps
from detente.forecast.table import Table, first_day
from detente.numerics.beta import jeffreys
from tests.unit.forecast.simulate import simulate


def test_known_effects_are_found_and_their_chances_recovered() -> None:
    true = simulate(4000, by_class=0.8, by_band=0.8, seed=1)
    fitted = fit_situation(true.cases, 2005)
    c = fitted.constants
    assert c.pairs is not None
    assert c.acts is not None
    assert c.pair is None
    assert c.rate is None
    late = true.cases.day >= first_day(2005)
    test = true.cases.take(late)
    p = steps(fitted.table.voices(test.group, test.band, test.own), c)[-1]
    assert np.abs(p - true.chance[late]).mean() < 0.04


def test_the_intervals_of_classes_cover_the_truth() -> None:
    true = simulate(6000, by_class=0.8, by_band=0.0, seed=2)
    inside = []
    for group in range(6):
        rows = true.cases.group == group
        low, high = jeffreys(true.cases.followed[rows].sum(axis=0), float(rows.sum()))
        inside.append((low <= true.chance[rows][0]) & (true.chance[rows][0] <= high))
    assert np.mean(inside) > 0.8


def test_shuffled_labels_let_no_step_in() -> None:
    true = simulate(2000, by_class=0.8, by_band=0.8, seed=3)
    order = np.random.default_rng(4).permutation(2000)
    shuffled = replace(true.cases, followed=true.cases.followed[order])
    for year in (1985, 2010):
        c = fit_situation(shuffled, year).constants
        assert (c.pairs, c.acts, c.pair, c.rate) == (None, None, None, None)


def test_a_vintage_does_not_see_later_cases() -> None:
    cases = simulate(1500, by_class=0.8, by_band=0.8, seed=5).cases
    past = cases.take(known(cases, 1985))
    later = replace(cases, followed=np.where(known(cases, 1985)[:, None, None], cases.followed, 1.0))
    assert fit({"alarm": past}, 1985) == fit({"alarm": cases}, 1985) == fit({"alarm": later}, 1985)


def test_few_cases_fit_no_constants() -> None:
    cases = simulate(60, by_class=0.8, by_band=0.8, seed=6).cases
    assert fit_situation(cases, 2010).constants == Constants()


def test_a_table_survives_being_stored() -> None:
    table = Table.count(simulate(2000, by_class=0.5, by_band=0.5, seed=7).cases, 2000, 20.0)
    again = Table.read(table.stored())
    assert again.n == pytest.approx(table.n, abs=1e-3)
    assert again.k == pytest.approx(table.k, abs=1e-3)
    assert (again.k <= again.n[:, :, None, None]).all()


def test_cuts_are_the_vintage_not_after_the_day() -> None:
    days = np.array([first_day(1949), first_day(1955) - 1, first_day(1955), first_day(2009)])
    assert cuts(days).tolist() == [1950, 1950, 1955, 2005]
