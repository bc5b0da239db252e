"""The hyper-parameters of a pool: EM to come near, then quasi-Newton steps.

Each sweep gives every series' score by Fisher's identity. The information of the first step is the sum of the
scores' outer products (Berndt, Hall, Hall & Hausman, Annals of Economic and Social Measurement 3 (1974) 653)
and the weak prior's precision, so it is positive definite for a single series too; later ones update it
(BFGS: Nocedal & Wright, Numerical Optimization, 2nd ed., equation 6.19). Steps are halved until the penalised
log-evidence rises. At the end the information is the slope of the total score itself, by central differences;
with thousands of series the outer products at the maximum say the same.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from detente.numerics.hawkes.events import Floats
from detente.numerics.hawkes.pool_prior import Family
from detente.numerics.hawkes.pool_sweep import How, Swept, sweep
from detente.numerics.hawkes.pool_table import DayTable, take

CLOSE = 1e-4
"""Steps end when a step would gain less: hyper-parameters within a hundredth of their standard errors."""
_EM, _HALVINGS, _SAMPLE = 3, 8, 2000
_MANY, _NEAR = 3000, 0.1
_STARTS = {1: [[np.log(b)] for b in (2.0, 0.5, 0.12, 0.03)], 2: [[0.7, -2.0, 0.0], [0.0, -4.0, 0.0]]}


class Look(NamedTuple):
    """One eta: penalised log-evidence, its slope (D,), information of the steps (D, D), and the sweep."""

    eta: Floats
    value: float
    score: Floats
    information: Floats
    swept: Swept


@dataclass(frozen=True, slots=True)
class Ascent:
    """A table to be fitted by a family."""

    table: DayTable
    family: Family
    how: How

    def look(self, eta: Floats, modes: Floats) -> Look:
        """The penalised log-evidence at eta and its slopes; `modes` (P, q) only speed it up."""
        swept = sweep(self.table, self.family, eta, modes, self.how)
        scores = self.family.scores(eta, swept.moments)
        centre, width = self.family.weak(self.table)
        off = (eta - centre) / width
        outer = np.einsum("pi,pj->ij", scores, scores) + np.diag(width**-2.0)
        value = float(swept.evidence.sum() - 0.5 * off @ off)
        return Look(eta, value, scores.sum(axis=0) - off / width, outer, swept)

    def begin(self, eta: Floats) -> Look:
        """The look at eta after a few steps of EM in means and standard deviations."""
        now = self.look(eta, np.tile(self.family.prior(eta).mean, (self.table.series, 1)))
        for _ in range(_EM):
            new = self.look(self.family.climbed(now.eta, now.swept.moments), now.swept.modes)
            if new.value < now.value:
                break
            now = new
        return now

    def step(self, now: Look) -> Look | None:
        """A better look, or None where none is found.

        Near the maximum, where quadrature blurs the evidence more than its slope, a smaller slope is better.
        """
        step, gain = np.linalg.solve(now.information, now.score), _gain(self.family, now)
        step = step / max(1.0, float(np.abs(step).max()))
        for k in range(_HALVINGS):
            new = self.look(self.family.cut(now.eta + 0.5**k * step), now.swept.modes)
            left = _gain(self.family, new._replace(information=now.information))
            near = gain < _NEAR and new.value > now.value - gain
            if new.value > now.value or (near and left < 0.5 * gain):
                return new
        return None

    def climb(self, now: Look, most: int) -> tuple[Look, int, bool]:
        """The look at the maximum, the steps taken, and whether they ended by themselves."""
        fresh = True
        for k in range(most):
            if _gain(self.family, now) < CLOSE:
                return now, k, True
            new = self.step(now)
            if new is None and fresh:
                return now, k, _gain(self.family, now) < 100.0 * CLOSE
            if new is None:
                now, fresh = self.look(now.eta, now.swept.modes), True
            else:
                now, fresh = _learned(now, new), False
        return now, most, False

    def covariance(self, at: Look) -> Floats:
        """Of eta (D, D): the inverse of the observed information, as wide as the weak prior at most."""
        if self.table.series >= _MANY:
            outer = self.look(at.eta, at.swept.modes).information
            return np.asarray(np.linalg.inv(outer), dtype=np.float64)
        width = self.family.weak(self.table)[1]
        gaps = 0.25 * np.sqrt(np.diag(np.linalg.inv(at.information)))
        rows = []
        for gap, unit in zip(gaps, np.eye(gaps.size), strict=True):
            up, down = (self.look(at.eta + s * gap * unit, at.swept.modes).score for s in (1.0, -1.0))
            rows.append((down - up) / (2.0 * gap))
        scaled = width[:, None] * np.array(rows) * width
        values, vectors = np.linalg.eigh(0.5 * (scaled + scaled.T))
        inverse = (vectors / np.maximum(values, 1.0)) @ vectors.T
        return np.asarray(width[:, None] * inverse * width)


def _learned(old: Look, new: Look) -> Look:
    """The new look with the old one's information, updated by how much the slope changed over the step."""
    step, turn = new.eta - old.eta, old.score - new.score
    pull, curved = old.information @ step, float(step @ turn)
    if curved <= 1e-8 * float(np.linalg.norm(step) * np.linalg.norm(turn)):
        return new._replace(information=old.information)
    known = old.information - np.outer(pull, pull) / (step @ pull) + np.outer(turn, turn) / curved
    return new._replace(information=known)


def _gain(family: Family, now: Look) -> float:
    """What a full step within the bounds promises, twice."""
    step = np.linalg.solve(now.information, now.score)
    moved = family.cut(now.eta + step) - now.eta
    return float(now.score @ moved)


def started(ascent: Ascent) -> Floats:
    """The best of a few decays, on at most 2,000 of the series, evenly chosen."""
    table, family = ascent.table, ascent.family
    pick = np.unique(np.linspace(0, table.series - 1, _SAMPLE).astype(np.int64))
    few = Ascent(take(table, pick), family, ascent.how)
    begun, eta = [], family.start(few.table)
    for place in _STARTS[family.decays]:
        eta[family.means + family.rates :] = place
        begun.append(few.begin(eta))
    return max(begun, key=lambda one: one.value).eta
