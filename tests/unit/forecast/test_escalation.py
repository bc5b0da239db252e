"""How far a dispute goes: who leads it, what its steps are, and that war <= fatal <= force always."""

from datetime import date

import numpy as np
import pytest

from detente.archive.schema import Canonical, CapabilityRow
from detente.forecast.annals import SETTLED, Annals
from detente.forecast.escalation import (
    Begun,
    by_analogy,
    by_logit,
    climbed,
    columns,
    ladder,
    likelihood,
    steps,
    training,
    world_shares,
)
from detente.forecast.ledger import Floats
from detente.forecast.structure import Structure
from detente.numerics.ridge import Ridge
from tests.unit.forecast.tables_of import capabilities, dispute, tables_of

AB, AC, BC, CD = ("AAA", "BBB"), ("AAA", "CCC"), ("BBB", "CCC"), ("CCC", "DDD")
NAN = float("nan")


def known(*made: Canonical) -> tuple[Structure, Annals]:
    states = capabilities(1900, 1960, "AAA", "BBB", "CCC", "DDD")
    strong = [CapabilityRow("CCC", year, 0.3, 10.0, None, 1000.0, "nmc") for year in range(1900, 1961)]
    table = tables_of(*states, *strong, *made)
    s = Structure.of(table)
    return s, Annals.of(table["disputes"], table["events"], s.index)


def test_the_lead_pair_is_the_strongest_of_those_that_began() -> None:
    s, annals = known(
        dispute(5, AB, "1950-01-10", "1950-02-01", began="BBB"),
        dispute(5, BC, "1950-01-10", "1950-03-01", began="CCC"),
        dispute(5, CD, "1950-01-10", "1950-04-01", originators=False),
        dispute(4, AC, "1949-01-01", "1949-02-01"),
        dispute(6, AB, "1951-01-01", "1951-02-01", originators=False),
    )
    begun = Begun.of(s, annals)
    assert begun.number.tolist() == [4, 5]
    assert (s.codes[begun.r.i[1]], s.codes[begun.r.j[1]]) == BC
    assert (s.codes[begun.beginner[1]], s.codes[begun.target[1]]) == ("CCC", "BBB")
    assert begun.originators.tolist() == [1.0, 2.0]
    assert begun.settled[1] == date(1950, 4, 1).toordinal() + SETTLED


def test_who_joins_later_neither_leads_nor_is_counted() -> None:
    """At the start nobody knew of them."""
    s, annals = known(dispute(5, AB, "1950-01-10", "1950-02-01"), dispute(5, BC, "1950-01-20", "1950-02-01"))
    begun = Begun.of(s, annals)
    assert (s.codes[begun.r.i[0]], s.codes[begun.r.j[0]]) == AB
    assert begun.originators.tolist() == [1.0]
    assert begun.r.at.tolist() == [date(1950, 1, 10).toordinal()]


def test_only_what_is_known_to_be_over_teaches() -> None:
    s, annals = known(dispute(1, AB, "1950-01-01", "1950-12-31"), dispute(2, AB, "1950-02-01", "1951-01-01"))
    assert training(Begun.of(s, annals), date(1951, 1, 1).toordinal() + SETTLED).tolist() == [True, False]


def test_what_a_state_did_in_a_role_counts_in_that_role() -> None:
    past = dispute(1, AB, "1949-01-01", "1949-02-01", 4, 1, began="BBB")
    for began, same in (("BBB", True), ("AAA", False)):
        s, annals = known(past, dispute(2, AB, "1950-01-01", "1950-01-02", began=began))
        found = columns(s, annals, Begun.of(s, annals))
        world = 1.0 / (1.0 + np.exp(-found["world fatal"][1]))
        for side in ("beginner", "target"):
            assert found[f"{side} fatal"][1] > world
            assert (found[f"{side} fatal as such"][1] > world) == same


def test_shares_of_the_world_are_of_what_was_over() -> None:
    made = [dispute(n, AB, f"19{40 + n}-01-01", f"19{40 + n}-02-01", 5, 6) for n in range(5)]
    after = [dispute(10, AC, "1945-01-01", "1945-02-01"), dispute(11, AC, "1951-01-01", "1951-02-01")]
    shares = []
    for level, deaths in ((2, 0), (5, 6)):
        s, annals = known(*made, dispute(9, CD, "1944-06-01", "1949-12-31", level, deaths), *after)
        shares.append(columns(s, annals, Begun.of(s, annals))["world war"])
    assert shares[0][0] == pytest.approx(0.0)
    assert (np.diff(shares[0][:5]) > 0).all()
    assert shares[0][:-1].tolist() == shares[1][:-1].tolist()
    assert shares[0][-1] < shares[1][-1]


def test_a_dispute_that_settles_on_the_day_is_not_over_by_it() -> None:
    begun = Begun.of(*known(dispute(1, AB, "1950-01-01", "1950-02-01", 5, 6)))
    end = date(1950, 2, 1).toordinal() + SETTLED
    shares = world_shares(begun, np.array([end, end + 1]))
    assert shares[0] == pytest.approx([0.5] * 3)
    assert (shares[1] > 0.7).all()


def test_the_steps_are_taken_by_those_who_stood_before_them() -> None:
    reached = np.array(
        [[0, 0, 0], [1, 0, 0], [1, 1, 0], [1, 1, 1], [1, NAN, 0], [NAN, NAN, NAN], [1, 1, NAN]]
    )
    found = [(np.flatnonzero(stood).tolist(), took.tolist()) for stood, took in steps(reached)]
    assert found == [
        ([0, 1, 2, 3, 4, 6], [0, 1, 1, 1, 1, 1]),
        ([1, 2, 3, 6], [0, 1, 1, 1]),
        ([2, 3], [0, 1]),
    ]


def test_the_likelihood_sums_over_what_is_unknown() -> None:
    reached = np.array(
        [[0, 0, 0], [1, 0, 0], [1, 1, 0], [1, 1, 1], [1, NAN, 0], [NAN, NAN, NAN], [1, 1, NAN], [NAN, 0, NAN]]
    )
    p = np.tile([0.7, 0.3, 0.1], (8, 1))
    assert likelihood(p, reached) == pytest.approx([0.3, 0.4, 0.2, 0.1, 0.6, 1.0, 0.3, 0.7])


def outcomes(rng: np.random.Generator, n: int) -> Floats:
    """How far n disputes went, a tenth of the deaths unknown; each end occurs."""
    ends = np.concatenate(([0, 1, 2, 3], rng.choice(4, n - 4, p=rng.dirichlet(np.ones(4)))))
    reached = (ends[:, None] > np.arange(3)).astype(np.float64)
    reached[(rng.random(n) < 0.1) & (ends == 1), 1] = NAN
    return reached


def coherent(p: Floats) -> bool:
    return bool(
        np.isfinite(p).all() and (p >= 0).all() and (p <= 1).all() and (np.diff(p, axis=1) <= 0).all()
    )


def test_ten_thousand_rows_by_any_ridges_without_a_violation() -> None:
    rng = np.random.default_rng(1)
    for _ in range(100):
        size = rng.choice([0.1, 3.0, 300.0])
        fitted = [
            Ridge(rng.normal(size=6), rng.exponential(size=6) + 0.01, size * rng.normal(size=6), rng.normal())
            for _ in range(3)
        ]
        assert coherent(by_logit(fitted, 5.0 * rng.normal(size=(100, 6))))


def test_ten_thousand_rows_by_fits_and_analogies_without_a_violation() -> None:
    rng = np.random.default_rng(2)
    for _ in range(25):
        n = int(rng.choice([5, 30, 150]))
        past, reached, age = rng.normal(size=(n, 4)), outcomes(rng, n), rng.uniform(0, 60_000, n)
        x = rng.choice([1.0, 10.0]) * rng.normal(size=(400, 4))
        assert coherent(by_analogy(past, reached, age, x))
        assert coherent(by_logit(ladder(past, reached, age), x))


def test_steps_climb_to_products() -> None:
    p = climbed([np.array([0.5, 1.0]), np.array([0.5, 0.2]), np.array([0.1, 1.0])])
    assert p == pytest.approx(np.array([[0.5, 0.25, 0.025], [1.0, 0.2, 0.2]]))
