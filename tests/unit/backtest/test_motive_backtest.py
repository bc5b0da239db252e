"""Each round from those before it: later rounds change nothing, and signs are the right way round."""

from dataclasses import replace

import numpy as np
import pytest

from detente.backtest import motive
from detente.backtest.motive import MIXTURE, POOL, _Asked, _mixed, _motives, _nulls, compared
from detente.backtest.motive import tested as mixed
from detente.backtest.motive_prior import FIRST_GUESS, Learned, rates_before
from detente.motive.engine import FAST
from detente.motive.episodes import Array, Episodes
from detente.motive.estimate import Fit
from detente.motive.filter import filtered
from detente.motive.payoffs import MOTIVES, NAMES
from detente.motive.vintage import BASE, HABIT, MODELS
from tests.unit.backtest.motive_rounds import YEAR, known, one, pair

RNG = np.random.default_rng(2)
LOGS = {m: RNG.uniform(-3.0, -0.1, 7) for m in MODELS}
BEFORE = {m: float(k) for k, m in enumerate(MODELS)}
PRIORS = dict.fromkeys(MOTIVES, FIRST_GUESS)
ASKED = _Asked.of(one(), PRIORS, YEAR, YEAR + 3)


NUMBER = len(NAMES)
FITS = {m: Fit(np.zeros(NUMBER), np.eye(NUMBER), -3.0 - 0.5 * k, True) for k, m in enumerate(MOTIVES)}
LEARNED = Learned(PRIORS, rates_before([one()], YEAR), {one().name: FITS})


def test_every_fit_sees_the_years_before_what_it_foresees() -> None:
    assert [rows for _, rows in ASKED.rows] == [
        one().within(YEAR, YEAR + 2),
        one().within(YEAR + 2, YEAR + 3),
    ]
    assert [past for past, _ in ASKED.rows] == [one().past(YEAR), one().past(YEAR + 2)]
    assert all(past.stop <= ahead.start for past, ahead in ASKED.rows)


def test_later_rounds_change_nothing_of_what_is_foreseen_of_earlier_ones() -> None:
    """From the middle of the test on, all rounds are others."""
    alone = replace(ASKED, seen={"security": ASKED.seen["security"]})
    seen, at = ASKED.seen["security"], one().within(YEAR, YEAR + 1).stop
    order = np.concatenate([np.arange(at), at + np.random.default_rng(1).permutation(seen.size - at)])
    other = replace(ASKED, seen={"security": seen.part(order)})
    skipped = ASKED.rows[0][1].start
    ours, theirs = (_motives(asked)["security"] for asked in (alone, other))
    np.testing.assert_array_equal(ours[: at - skipped], theirs[: at - skipped])
    assert not np.allclose(ours[at - skipped :], theirs[at - skipped :])
    assert ours.size == ASKED.rows[-1][1].stop - skipped


def test_what_is_foreseen_is_by_the_fits_on_the_past(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fits begin where those before ended, and see no round that is foreseen by them."""
    begun: list[tuple[int, list[float]]] = []

    def fitted(seen: dict[str, Episodes], _: object, starts: dict[str, Array], __: object) -> dict[str, Fit]:
        begun.append((seen["status"].size, [float(theta[0]) for theta in starts.values()]))
        theta = FIRST_GUESS.mean + 0.1 * len(begun) * FIRST_GUESS.spread
        return {"status": replace(FITS["status"], theta=theta)}

    monkeypatch.setattr(motive, "fit_all", fitted)
    seen = ASKED.seen["status"]
    found, at = _motives(replace(ASKED, seen={"status": seen}))["status"], 0
    for n, (past, ahead) in enumerate(ASKED.rows, start=1):
        theta = FIRST_GUESS.mean + 0.1 * n * FIRST_GUESS.spread
        logs = filtered(seen.until(ahead.stop), theta[:, None], "status", engine=FAST).logs[ahead.start :, 0]
        np.testing.assert_allclose(found[at : at + logs.size], logs, atol=1e-9)
        at += logs.size
        assert begun[n - 1][0] == past.stop - past.start
    assert at == found.size
    first = FIRST_GUESS.mean[0] + 0.1 * FIRST_GUESS.spread[0]
    assert [starts for _, starts in begun] == [[], [pytest.approx(first)]]


def test_nulls_foresee_the_same_rounds_from_all_before() -> None:
    found = _nulls(one(), LEARNED, YEAR, YEAR + 3)
    rounds = one().within(YEAR, YEAR + 3)
    assert {m: logs.size for m, logs in found.items()} == dict.fromkeys(
        (BASE, HABIT), rounds.stop - rounds.start
    )
    later = pair([e for e in known(5) if (e.date or "") < f"{YEAR + 2}-06"])
    cut = later.within(YEAR, YEAR + 2).stop - rounds.start
    again = _nulls(later, LEARNED, YEAR, YEAR + 2)
    for null in (BASE, HABIT):
        np.testing.assert_array_equal(found[null][:cut], again[null][:cut])
        assert found[null][:10].std() > 0.0


def test_a_mixture_weighs_each_motive_by_what_it_foresaw_before() -> None:
    found = _mixed(LOGS, BEFORE)
    weights = np.exp(np.array([BEFORE[m] for m in MOTIVES]))
    for n in range(7):
        weights = weights / weights.sum()
        chances = np.exp([LOGS[m][n] for m in MOTIVES])
        assert found[n] == pytest.approx(np.log(weights @ chances))
        weights = weights * chances


def test_a_mixture_is_never_far_behind_its_best() -> None:
    best = max(LOGS[m].sum() for m in MOTIVES)
    assert _mixed(LOGS, dict.fromkeys(MOTIVES, 0.0)).sum() >= best - np.log(len(MOTIVES))


def test_the_mixture_begins_with_the_evidence_before_the_test_and_the_pool_is_half_of_it_half_habit() -> None:
    found = mixed(one(), LEARNED, LOGS)
    mixture = _mixed(LOGS, {m: LEARNED.fits[one().name][m].evidence for m in MOTIVES})
    np.testing.assert_allclose(found[MIXTURE], mixture)
    np.testing.assert_allclose(np.exp(found[POOL]), 0.5 * np.exp(mixture) + 0.5 * np.exp(LOGS[HABIT]))
    assert set(found) == {*MODELS, MIXTURE, POOL}


def test_a_model_that_foresees_better_is_used_and_its_loss_is_lower() -> None:
    rng = np.random.default_rng(4)
    found = []
    for _ in range(30):
        base = rng.uniform(-3.0, -1.0, 20)
        better = {"status": 0.5, "security": -0.5, HABIT: -0.1}
        found.append(
            {m: base + better.get(m, 0.0) + rng.normal(0, 0.05, 20) for m in (*MODELS, MIXTURE, POOL)}
        )
        found[-1][BASE] = base
        found[-1]["coercion"] = base + rng.normal(0.0, 1.0, 20)
    table = {(c.model, c.baseline): c for c in compared(found, [f"pair {n}" for n in range(30)])}
    good, bad = table["motive: status", BASE], table["motive: security", BASE]
    assert good.used
    assert good.value < good.baseline_value
    assert good.difference.value == pytest.approx(-0.5, abs=0.02)
    assert good.difference.high < 0.0
    assert not bad.used
    assert bad.difference.low > 0.0
    assert good.n == 600
    unsure = table["motive: coercion", BASE]
    assert unsure.difference.low < 0.0 < unsure.difference.high
    assert not unsure.used
    assert table["motive: status", HABIT].difference.value == pytest.approx(-0.6, abs=0.02)
    assert ("motive: habit", BASE) in table
    assert ("motive: habit", HABIT) not in table
    assert len(table) == 2 * 6 + 1
