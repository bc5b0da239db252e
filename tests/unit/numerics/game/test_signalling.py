"""The signalling game: every equilibrium against independent sums and against play; fits as published."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import log_ndtr, ndtr, ndtri, owens_t

from detente.numerics.game import signalling_fit
from detente.numerics.game.signalling import Equilibrium, Floats, Payoffs, equilibria, log_ends
from detente.numerics.game.signalling_along import along
from detente.numerics.game.signalling_fit import Expected, Regressors, nested, pseudo
from detente.numerics.game.strategic import Unidentified

SANCTIONS = Path(__file__).parents[5] / "shared" / "data" / "sigint_sanctions.parquet"
needs_sanctions = pytest.mark.skipif(
    not SANCTIONS.exists(), reason="no sigint_sanctions.parquet in ../shared/data"
)

EXAMPLE = Payoffs(va=1.0, wa=-1.9, a=-1.2, vb=1.0, wb=-2.9)


def both(h: Floats, k: Floats) -> Floats:
    """The standard bivariate normal distribution function with correlation 1/sqrt(2), by Owen's T."""
    rho, s = 0.5**0.5, 0.5**0.5
    apart = np.where(h * k < 0, 0.5, 0.0)
    ends = owens_t(h, (k - rho * h) / (h * s)) + owens_t(k, (h - rho * k) / (k * s))
    return np.asarray(0.5 * (ndtr(h) + ndtr(k)) - ends - apart, dtype=np.float64)


def answered(resist: Floats, p: Payoffs) -> Floats:
    """B's best answer as the papers write it: by A's cut, the chance of a challenge, of standing firm."""
    c = (p.sa - (1.0 - resist) * p.va) / resist
    challenge = 1.0 - ndtr(c - p.wa) * ndtr(c - p.a)
    stand = both(np.full_like(c, (p.wa - p.a) / 2**0.5), p.wa - c) / challenge
    index = (stand * p.wb + (1.0 - stand) * p.vb - p.cb) / stand
    return np.asarray(ndtr(index), dtype=np.float64)


def some_payoffs(n: int, seed: int) -> list[Payoffs]:
    draws = np.random.default_rng(seed).uniform(-3.0, 3.0, (n, 7))
    return [Payoffs(*map(float, row)) for row in draws]


def test_the_published_example_has_23_equilibria() -> None:
    found = [equilibria(replace(EXAMPLE, wb=float(wb))) for wb in np.linspace(-2.9, -2.2, 15)]
    assert [len(each) for each in found] == [3] * 4 + [1] * 11
    assert [e.resist for e in found[0]] == pytest.approx([0.2511, 0.5947, 0.8133], abs=2e-4)


@pytest.mark.parametrize("wb", [-3.4, -2.94, -2.9, -2.8, -2.75, -2.5])
def test_all_are_found_that_a_dense_grid_finds(wb: float) -> None:
    payoffs = replace(EXAMPLE, wb=wb)
    p = np.linspace(1e-3, 1 - 1e-3, 100_001)
    gap = p - answered(p, payoffs)
    crossed = p[np.flatnonzero(np.sign(gap[:-1]) != np.sign(gap[1:]))]
    assert [e.resist for e in equilibria(payoffs)] == pytest.approx(crossed.tolist(), abs=1e-5)


def test_every_equilibrium_answers_itself() -> None:
    for payoffs in (EXAMPLE, *some_payoffs(40, seed=1)):
        for e in equilibria(payoffs):
            # Where A hardly ever challenges, the papers' formulas lose all digits.
            if 1e-3 < e.resist < 1 - 1e-9 and e.challenge > 1e-4:
                (back,) = answered(np.array([e.resist]), payoffs)
                assert back == pytest.approx(e.resist, abs=1e-8)


def test_there_is_an_odd_number_and_outcomes_are_all_that_can_happen() -> None:
    for payoffs in some_payoffs(60, seed=2):
        found = equilibria(payoffs)
        assert len(found) % 2 == 1
        for e in found:
            assert e.sq + e.cd + e.bd + e.sf == pytest.approx(1.0, abs=1e-10)
            assert 1.0 - e.sq == pytest.approx(e.challenge, abs=1e-10)
            assert e.sf == pytest.approx(e.challenge * e.resist * e.stand, abs=1e-12)


@pytest.mark.parametrize("index", [0, 2])
def test_drawn_players_play_it(index: int) -> None:
    """Each side with its own errors does best against the other's probabilities, and produces its own."""
    rng, n = np.random.default_rng(index), 400_000
    e = equilibria(EXAMPLE)[index]
    firm, back = EXAMPLE.wa + rng.normal(size=n), EXAMPLE.a + rng.normal(size=n)
    challenges = (1 - e.resist) * EXAMPLE.va + e.resist * np.maximum(firm, back) > EXAMPLE.sa
    stand = float((firm > back)[challenges].mean())
    fought = EXAMPLE.wb + rng.normal(size=n)
    resists = e.stand * fought + (1 - e.stand) * EXAMPLE.vb > EXAMPLE.cb
    assert challenges.mean() == pytest.approx(e.challenge, abs=0.003)
    assert stand == pytest.approx(e.stand, abs=0.003)
    assert resists.mean() == pytest.approx(e.resist, abs=0.003)


def test_stable_ones_are_those_to_which_beliefs_come_back() -> None:
    for e in equilibria(EXAMPLE):
        believed = np.array([e.resist + 1e-3])
        for _ in range(400):
            believed = answered(believed, EXAMPLE)
        assert (abs(float(believed[0]) - e.resist) < 1e-6) == e.stable
    assert [e.stable for e in equilibria(EXAMPLE)] == [True, False, True]


@pytest.mark.parametrize(
    ("c", "own", "other"),
    [(-3.0, -1.9, -1.2), (2.0, -1.0, -2.0), (-500.0, 1.0, 4.0), (15.0, -3.0, 2.0), (9.0, -2.0, 9.0)],
)
def test_ends_keep_their_digits_in_the_tails(c: float, own: float, other: float) -> None:
    start = max(c, own - 12.0)

    def log_density(x: float) -> float:
        return float(-0.5 * (x - own) ** 2 + log_ndtr(x - other) - 0.5 * np.log(2 * np.pi))

    top = max(log_density(x) for x in np.linspace(start, max(start, own, other) + 12.0, 4001))
    mass, _ = quad(
        lambda x: np.exp(log_density(x) - top), start, start + 40.0, limit=400, points=[max(start, own)]
    )
    firm, back = log_ends(np.array([c]), own, other)
    assert firm[0] == pytest.approx(np.log(mass) + top, abs=1e-8)
    assert log_ends(np.array([c]), other, own)[0] == back


@pytest.mark.parametrize("payoffs", [
    Payoffs(va=1.0, wa=-30.0, a=-30.0, vb=30.0, wb=-30.0),
    Payoffs(va=-30.0, wa=30.0, a=-30.0, vb=-30.0, wb=30.0, sa=30.0),
    Payoffs(va=0.0, wa=0.0, a=0.0, vb=0.0, wb=0.0),
    Payoffs(va=30.0, wa=-5.0, a=25.0, vb=-2.0, wb=-30.0, sa=-30.0, cb=30.0),
])  # fmt: skip
def test_the_ends_of_the_scale_are_answered(payoffs: Payoffs) -> None:
    for e in equilibria(payoffs):
        values = [e.challenge, e.resist, e.stand, e.sq, e.cd, e.bd, e.sf]
        assert all(0.0 <= v <= 1.0 for v in values)
        assert e.sq + e.cd + e.bd + e.sf == pytest.approx(1.0, abs=1e-9)


def test_with_nothing_at_stake_b_tosses_a_coin() -> None:
    """All payoffs 0: A challenges unless both its errors are negative."""
    (e,) = equilibria(Payoffs(0.0, 0.0, 0.0, 0.0, 0.0))
    assert (e.challenge, e.resist, e.stand) == pytest.approx((0.75, 0.5, 0.5), abs=1e-9)


def test_folds_are_where_the_number_changes() -> None:
    line = along(EXAMPLE, "wb", -3.3, -2.2, steps=23)
    assert [len(line.found[0]), len(line.found[-1])] == [1, 1]
    for fold in line.folds:
        near = [len(equilibria(replace(EXAMPLE, wb=fold + side))) for side in (-1e-5, 1e-5)]
        assert sorted(near) == [1, 3]
    assert line.values == tuple(sorted(line.values))
    assert len(line.folds) == 2


@pytest.mark.parametrize(
    ("name", "low", "high", "steps", "said"),
    [
        ("x", 0.0, 1.0, 9, "no payoff"),
        ("wb", 1.0, 1.0, 9, "must go up"),
        ("wb", float("nan"), 1.0, 9, "must go up"),
        ("wb", 0.0, 1.0, 1, "two steps"),
        ("wb", 0.0, 31.0, 9, "wb is"),
    ],
)
def test_lines_that_lead_nowhere(name: str, low: float, high: float, steps: int, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        along(EXAMPLE, name, low, high, steps=steps)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -30.5])
def test_payoffs_that_are_none(value: float) -> None:
    with pytest.raises(ValueError, match="wa is"):
        replace(EXAMPLE, wa=value)


MODEL = Regressors(
    sa=("root_sender", "senderdemocracy", "contig", "ally"),
    va=("1", "anticipatedsendercosts"),
    cb=("1", "root_target", "anticipatedtargetcosts", "contig", "ally"),
    wa=("1", "root_sender", "senderdemocracy", "lncaprat"),
    wb=("1", "targetdemocracy", "lncaprat"),
    a=("1", "senderdemocracy"),
)


@lru_cache
def sanctions() -> tuple[dict[str, Any], Floats]:
    rows = (
        duckdb.connect()
        .execute(f"""SELECT *, sqrt(senderecondep) AS root_sender,
        sqrt(targetecondep) AS root_target FROM '{SANCTIONS}'""")
        .fetchnumpy()
    )
    return rows, np.column_stack([rows[name] for name in ("sq", "cd", "bd", "sf")]).astype(np.float64)


@needs_sanctions
def test_sanctions_pseudo_likelihood_as_published() -> None:
    rows, tallies = sanctions()
    found = pseudo(MODEL, rows, tallies, Expected(rows["PRhat"], rows["PFhat"]), starts=2)
    assert len(tallies) == 418
    assert round(found.loglik, 3) == -3963.956
    assert found.slope < 1e-8
    assert not found.agreed


@needs_sanctions
def test_sanctions_nested_as_published() -> None:
    rows, tallies = sanctions()
    first = pseudo(MODEL, rows, tallies, Expected(rows["PRnpl"], rows["PFnpl"]), starts=1)
    found = nested(MODEL, rows, tallies, first)
    assert found.agreed
    assert round(found.loglik, 3) == -3932.447


def drawn(n: int = 120) -> tuple[Regressors, Floats, dict[str, Floats], Floats, Expected]:
    """Games with a regressor in three places, two hundred plays each, and what truly is expected in each."""
    rng = np.random.default_rng(11)
    x, z = rng.normal(size=n), rng.normal(size=n)
    true = np.array([1.0, -0.5, -1.0, 0.4, -1.6, 0.3, -1.0])
    model = Regressors(va=("1",), cb=("x",), wa=("1", "x"), wb=("1", "z"), a=("1",))
    games: list[Equilibrium] = [
        equilibria(Payoffs(va=1.0, wa=-1.0 + 0.4 * a, a=-1.0, vb=0.0, wb=-1.6 + 0.3 * b, cb=-0.5 * a))[0]
        for a, b in zip(x.tolist(), z.tolist(), strict=True)
    ]
    tallies = np.array([rng.multinomial(200, [e.sq, e.cd, e.bd, e.sf]) for e in games], dtype=np.float64)
    expected = Expected(np.array([e.resist for e in games]), np.array([e.stand for e in games]))
    return model, true, {"x": x, "z": z}, tallies, expected


def test_gradients_are_exact() -> None:
    model, _, table, tallies, expected = drawn(40)
    problem = signalling_fit._Problem(model, table, tallies, expected)
    b = np.random.default_rng(0).normal(0.0, 0.5, len(model.names))
    differences = [
        (problem.valued(b + h)[0] - problem.valued(b - h)[0]) / 2e-6 for h in 1e-6 * np.eye(b.size)
    ]
    assert problem.valued(b)[1] == pytest.approx(differences, rel=1e-5, abs=1e-4)


def test_coefficients_come_back_and_expectations_agree() -> None:
    model, true, table, tallies, expected = drawn()
    one = pseudo(model, table, tallies, expected)
    rough = Expected(np.clip(expected.resist * 0.8, 0.05, 0.95), np.clip(expected.stand * 1.2, 0.05, 0.95))
    found = nested(model, table, tallies, pseudo(model, table, tallies, rough))
    assert one.coefficients == pytest.approx(true, abs=0.25)
    assert found.agreed
    assert found.coefficients == pytest.approx(true, abs=0.25)


def test_implied_expectations_are_the_equilibrium() -> None:
    model, true, table, tallies, expected = drawn(40)
    problem = signalling_fit._Problem(model, table, tallies, expected)
    implied = problem.implied(true * problem.sizes)
    assert implied.resist == pytest.approx(expected.resist, abs=1e-9)
    assert implied.stand == pytest.approx(expected.stand, abs=1e-9)


def test_what_no_data_could_tell_is_refused() -> None:
    with pytest.raises(Unidentified, match="every payoff of B"):
        Regressors(cb=("1",), wb=("1", "x"), vb=("1",))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"x": np.full(40, np.nan)}, "cb:x is not finite in game 1"),
        ({"x": np.zeros(40)}, "cb:x is 0 in every game"),
        ({"tallies": np.full((40, 4), -1.0)}, "four counts a game"),
        ({"tallies": np.ones((40, 3))}, "four counts a game"),
        ({"expected": Expected(np.full(40, 0.5), np.ones(40))}, "inside of 0 to 1"),
        ({"expected": Expected(np.full(9, 0.5), np.full(9, 0.5))}, "one a game"),
    ],
)
def test_games_that_cannot_be_used(changed: dict[str, Any], said: str) -> None:
    model, _, table, tallies, expected = drawn(40)
    table = {**table, "x": changed.get("x", table["x"])}
    with pytest.raises(ValueError, match=said):
        pseudo(model, table, changed.get("tallies", tallies), changed.get("expected", expected))


def test_the_quantile_of_an_equilibrium_is_its_own_answer_near_the_edge() -> None:
    """B nearly always resists: the chance of conceding keeps its digits."""
    (e,) = equilibria(Payoffs(va=1.0, wa=-1.0, a=-1.0, vb=3.0, wb=2.0))
    stand = e.stand
    index = (stand * 2.0 + (1.0 - stand) * 3.0) / stand
    assert e.cd / e.challenge == pytest.approx(float(ndtr(-index)), rel=1e-6)
    assert float(ndtri(e.resist)) == pytest.approx(index, abs=1e-4)


def test_folds_between_two_steps_are_found() -> None:
    """Both ends of the only step have one equilibrium; the three lie between."""
    line = along(EXAMPLE, "wb", -3.3, -2.5, steps=2)
    assert line.folds == pytest.approx([-2.94691, -2.74704], abs=1e-4)
