"""Simulated cases with known chances."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from detente.forecast.evidence import HALF_LIVES, Evidence
from detente.forecast.ledger import Floats
from detente.forecast.table import Cases

HORIZON_SHAPE = np.array([[0.4, 0.6, 0.8], [0.15, 0.25, 0.45], [0.03, 0.06, 0.1]])


@dataclass(frozen=True, slots=True)
class Simulated:
    """Cases and the chances that made them, (m, 3, 3)."""

    cases: Cases
    chance: Floats


def simulate(m: int, *, by_class: float, by_band: float, seed: int) -> Simulated:
    """`m` cases over 1946-2009, log-odds moved by class and by band of the act; pairs are otherwise alike."""
    rng = np.random.default_rng(seed)
    day = np.sort(rng.integers(date(1946, 2, 1).toordinal(), date(2009, 1, 1).toordinal(), m))
    pair = rng.integers(0, 150, m)
    group, band = pair % 6, rng.integers(0, 5, m)
    move = by_class * (group - 2.5) / 2.5 + by_band * (band - 2) / 2
    odds = np.log(HORIZON_SHAPE / (1 - HORIZON_SHAPE))[None] + move[:, None, None]
    chance = 1 / (1 + np.exp(-odds))
    followed = (rng.random((m, 1, 1)) < chance).astype(np.float64)
    silent = Evidence(
        np.zeros(m), np.zeros((m, 3, 3)), np.zeros((m, 3, len(HALF_LIVES))), np.zeros((m, len(HALF_LIVES)))
    )
    return Simulated(Cases(pair, day, group, band, followed, silent), chance)
