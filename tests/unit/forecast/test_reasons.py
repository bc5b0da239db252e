"""Why the logits of escalation say what they say: every column has words, and the terms add up."""

import numpy as np
import pytest

from detente.forecast.escalation import NAMES
from detente.forecast.reasons import MOST, OTHERS, STEPS, in_words, reasons
from detente.numerics.ridge import Ridge


def ladder(seed: int) -> list[Ridge]:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(300, len(NAMES)))
    return [Ridge.fitted(x, (rng.random(300) < 0.4).astype(np.float64), strength=0.1) for _ in STEPS]


def test_every_column_has_words_of_its_own() -> None:
    said = [in_words(name) for name in NAMES]
    assert all(said)
    assert len(set(said)) == len(NAMES)


def test_the_terms_of_a_step_add_up_and_the_greatest_come_first() -> None:
    fitted, x = ladder(1), np.random.default_rng(2).normal(size=(2, len(NAMES)))
    found = reasons(fitted, x)
    for step, ridge in zip(STEPS, fitted, strict=True):
        of_step = [r for r in found if r.step == step]
        assert len(of_step) == MOST + 1
        assert of_step[-1].what == OTHERS
        sizes = [abs(r.log_odds) for r in of_step[:-1]]
        assert sizes == sorted(sizes, reverse=True)
        whole = float(ridge.terms(x).sum(axis=1).mean())
        assert sum(r.log_odds for r in of_step) == pytest.approx(whole, abs=5e-4)
