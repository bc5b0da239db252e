"""From event days to the fitted process, its draws and the days ahead."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.numerics.hawkes.baseline import rows_ahead
from detente.numerics.hawkes.hurdle import Floats, Params, expected, state_after
from detente.numerics.hawkes.hurdle_fit import Fit
from detente.numerics.hawkes.hurdle_search import Draws, Ratio, Search, draw, naive, ratio, search
from detente.runaway.model import EventDays

YEAR = 365
DRAWS = 60
"""Draws carried through the days ahead; the branching ratio itself uses all of them."""


@dataclass(frozen=True, slots=True)
class Future:
    """A what-if: factors on both baselines (2,), branching (1 + DRAWS, 2, 2), state now (1 + DRAWS, 2)."""

    scale: Floats
    branching: Floats
    state: Floats


@dataclass(frozen=True, slots=True)
class Fitted:
    """The fitted pair: with and without excitation, the ratio, and what a constant baseline would say."""

    search: Search
    ratio: Ratio
    naive: float
    ahead: Params
    alone: Floats
    state: Floats

    @property
    def matrix(self) -> Floats:
        """Acts of i that one act of j sets off, averaged over both models, shape (2, 2)."""
        averaged: Floats = self.ratio.p_excited * self.ahead.branching[0]
        return averaged

    def now(self) -> "Future":
        """The year after the as-of day as it stands."""
        return Future(np.ones(2), self.ahead.branching, self.state)

    def totals(self, futures: Sequence["Future"], days: int = YEAR) -> Floats:
        """Expected event days of each side, shape (futures, 1 + DRAWS, 2): at the mode first, then draws."""
        p, scale = self.ratio.p_excited, np.stack([f.scale for f in futures])[:, None, :, None]
        branching, state = np.stack([f.branching for f in futures]), np.stack([f.state for f in futures])
        ahead = Params(scale * self.ahead.baseline[..., :days], branching, self.ahead.decay)
        alone = -np.expm1(-scale * self.alone[..., :days]).sum(axis=-1)
        found: Floats = p * expected(ahead, state).sum(axis=-1) + (1.0 - p) * alone
        return found

    def uncaused(self, days: int) -> Floats:
        """Expected event days of each side within `days` by the baseline alone, shape (2,)."""
        p = self.ratio.p_excited
        base = -np.expm1(-self.ahead.baseline[0, :, :days]).sum(axis=-1)
        alone = -np.expm1(-self.alone[0, :, :days]).sum(axis=-1)
        found: Floats = p * base + (1.0 - p) * alone
        return found


def fitted(days: EventDays, seed: int) -> Fitted:
    """Fit the window's event days; the window must exist and hold days of at least one side."""
    assert days.window is not None
    n, pair = days.window.days, days.pair()
    found = search(pair, n)
    draws = draw(found.excited, pair, seed=seed)
    gap = days.window.index(days.as_of) + 1 - n
    decays = np.concatenate(
        [[found.excited.params().decay], draws.decay[:: draws.decay.size // DRAWS][:DRAWS]]
    )
    return Fitted(
        search=found,
        ratio=ratio(found, draws),
        naive=naive(pair, n),
        ahead=_ahead(found.excited, draws, gap, decays),
        alone=_alone(found.plain, gap),
        state=state_after(days.known(), n + gap, decays),
    )


def _ahead(found: Fit, draws: Draws, gap: int, decays: Floats) -> Params:
    """The process over the year after the as-of day: the mode first, then draws, stacked."""
    every = draws.decay.size // DRAWS
    rows = rows_ahead(found.sides[0].basis, gap + YEAR)[gap:]
    width = rows.shape[1]
    coef = [np.vstack([found.modes[k][found.best].x[:width], draws.coef[k][::every][:DRAWS]]) for k in (0, 1)]
    base = np.stack([np.exp(np.minimum(c @ rows.T, 3.0)) for c in coef], axis=1)
    branching = np.concatenate([found.params().branching[None], draws.branching[::every][:DRAWS]])
    return Params(base, branching, decays)


def _alone(plain: Fit, gap: int) -> Floats:
    rows = rows_ahead(plain.sides[0].basis, gap + YEAR)[gap:]
    coef = np.stack([plain.modes[k][0].x for k in (0, 1)])
    base: Floats = np.exp(np.minimum(coef @ rows.T, 3.0))[None]
    return base
