"""A log-linear baseline that can drift, turn with the year and step; constant within each fortnight."""

from dataclasses import dataclass, replace

import numpy as np

from detente.numerics.hawkes.events import Floats, Ints

SPAN = 14
YEAR = 365.25
KNOT_YEARS = 2.0
WALK_SD = 0.5
CYCLE_SD = 0.5
STEP_SD = 1.5
EDGE = 13
CALENDAR_DAYS = 21
"""How long something announced is taken to raise the rate."""
CALENDAR_SD = 0.7


@dataclass(frozen=True, slots=True)
class Basis:
    """Rows (spans, p) of the log baseline, days in each span, precision (p, p) of its Gaussian prior."""

    rows: Floats
    days: Floats
    precision: Floats
    knots: int = 1
    steps: tuple[int, ...] = ()

    @property
    def width(self) -> int:
        """The number of coefficients p."""
        return int(self.rows.shape[1])

    @property
    def log_norm(self) -> float:
        """The log of the prior's density at 0."""
        log_det = np.linalg.slogdet(self.precision)[1]
        return float(0.5 * (log_det - self.width * np.log(2.0 * np.pi)))

    def with_calendar(self, starts: Ints) -> "Basis":
        """The same with a row for the share of each span that lies within CALENDAR_DAYS of `starts`.

        Its log height has prior N(0, CALENDAR_SD^2). Nothing is changed where there are no starts.
        """
        if not starts.size:
            return self
        n = SPAN * self.days.size
        busy = np.zeros(n)
        for day in starts.tolist():
            busy[max(day, 0) : max(day + CALENDAR_DAYS, 0)] = 1.0
        share = busy.reshape(-1, SPAN).mean(axis=1)
        precision = _blocks([self.precision, np.array([[CALENDAR_SD**-2]])])
        return replace(self, rows=np.column_stack([self.rows, share]), precision=precision)

    def observed(self, unobserved: Ints) -> "Basis":
        """The same with the days of `unobserved` spans (g, 2) taken out: they say nothing."""
        if not unobserved.size:
            return self
        seen = np.ones(SPAN * self.days.size)
        for low, high in np.clip(unobserved, 0, int(self.days.sum())).tolist():
            seen[low:high] = 0.0
        shares = seen.reshape(-1, SPAN).sum(axis=1) - (SPAN - self.days)
        return replace(self, days=np.clip(shares, 0.0, self.days))

    def with_step(self, span: int) -> "Basis":
        """The same basis with a change of level from `span` on; its log height has prior N(0, STEP_SD^2)."""
        column = (np.arange(self.rows.shape[0]) >= span).astype(float)
        return replace(
            self,
            rows=np.column_stack([self.rows, column]),
            precision=_blocks([self.precision, np.array([[STEP_SD**-2]])]),
            steps=(*self.steps, span),
        )


def constant(n: int) -> Basis:
    """The baseline without any drift, over n days."""
    days = span_days(n)
    return Basis(np.ones((days.size, 1)), days, np.array([[1e-2]]))


def drifting(n: int, *, years: float = KNOT_YEARS, walk_sd: float = WALK_SD) -> Basis:
    """A piecewise-linear log baseline over n days, a knot every so many years, two harmonics of the year.

    Ridge: a random walk over the knots, `walk_sd` a step; harmonics N(0, CYCLE_SD^2); level nearly free.
    """
    days = span_days(n)
    middle = SPAN * np.arange(days.size) + 0.5 * days
    knots = max(2, round(n / YEAR / years) + 1)
    hats = _hats(middle / n * (knots - 1), knots)
    walk = np.diff(np.eye(knots), axis=0)
    drift = walk.T @ walk / walk_sd**2 + 1e-2 * np.eye(knots) / knots
    cycles = _harmonics(middle) if n >= 2 * YEAR else np.zeros((days.size, 0))
    season = np.eye(cycles.shape[1]) / CYCLE_SD**2
    return Basis(np.column_stack([hats, cycles]), days, _blocks([drift, season]), knots)


def step_scores(basis: Basis, pull: Floats, weight: Floats, information: Floats) -> Floats:
    """Rao's score statistic for a change of level from each span on, shape (spans,), given a fitted baseline.

    `pull` and `weight` (spans,) are slope and negative curvature of the log-likelihood by the log rate of
    each span, `information` (p, p) that of the coefficients.
    """
    late, info = _from_the_end(pull), _from_the_end(weight)
    cross = _from_the_end(weight[:, None] * basis.rows)
    left = info - ((cross @ np.linalg.inv(information)) * cross).sum(axis=1)
    score: Floats = late**2 / np.maximum(left, 1.0)
    return score


def _from_the_end(values: Floats) -> Floats:
    return np.cumsum(values[::-1], axis=0)[::-1]


def rows_ahead(basis: Basis, ahead: int) -> Floats:
    """Rows (ahead, p) of the days after the last: level and steps as at the end, the year goes on turning.

    For a basis without calendar and gaps.
    """
    n, steps = basis.days.sum(), len(basis.steps)
    cycles = _harmonics(n + np.arange(ahead) + 0.5)[:, : basis.width - basis.knots - steps]
    end = np.eye(basis.knots)[np.full(ahead, -1)]
    return np.column_stack([end, cycles, np.ones((ahead, steps))])


def span_days(n: int) -> Floats:
    """The number of days in each span of n days; the last may be short."""
    return np.diff(np.append(np.arange(0, n, SPAN), n)).astype(float)


def span_of(days: Ints) -> Ints:
    """The span in which each day lies."""
    return days // SPAN


def daily(coarse: Floats, n: int) -> Floats:
    """A coarse row spread over n days."""
    return np.repeat(coarse, SPAN, axis=-1)[..., :n]


def _hats(place: Floats, knots: int) -> Floats:
    hats: Floats = np.maximum(0.0, 1.0 - np.abs(place[:, None] - np.arange(knots)))
    return hats


def _harmonics(middle: Floats) -> Floats:
    turn = 2.0 * np.pi * middle / YEAR
    return np.column_stack([np.sin(turn), np.cos(turn), np.sin(2.0 * turn), np.cos(2.0 * turn)])


def _blocks(parts: list[Floats]) -> Floats:
    size = sum(part.shape[0] for part in parts)
    whole, at = np.zeros((size, size)), 0
    for part in parts:
        end = at + part.shape[0]
        whole[at:end, at:end] = part
        at = end
    return whole
