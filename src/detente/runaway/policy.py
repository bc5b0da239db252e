"""What would lower or raise the risk: ratios from the fitted process, or marked as prior or assumption."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from detente.numerics.hawkes.hurdle import Floats
from detente.runaway.fit import YEAR, Fitted, Future
from detente.runaway.model import EventDays, exercise_share
from detente.world.answers import WhatIf
from detente.world.estimate import Interval

FITTED = "fitted to the pair"
PRIOR = "prior only"
LEVEL = (0.05, 0.95)
DEAL = 0.75
"""Uncaused acts that a phased deal is assumed to leave."""
SOON = 30
MOST = 0.95

Plan = tuple[str, str, Future]
"""A policy's name, its effect in words, and the year under it."""


def hotline() -> WhatIf:
    """A stated assumption, not an estimate."""
    effect = "the accident hazard divided by 3 (assumed; nobody has measured it)"
    return WhatIf("hotline", effect, Interval(1 / 3, 0.1, 0.8, "stated assumption"), "assumption")


def what_if(fitted: Fitted, days: EventDays) -> tuple[WhatIf, ...]:
    """The policies, as ratios of expected acts of both sides within a year (one more act: 30 days)."""
    year = [*_answers(fitted, days), _moratorium(fitted, days), _deal(fitted)]
    soon = list(_one_more(fitted, days))
    return (hotline(), *_rows(fitted, year, YEAR), *_rows(fitted, soon, SOON))


def _rows(fitted: Fitted, planned: Sequence[Plan], days: int) -> Iterator[WhatIf]:
    acts = fitted.totals([fitted.now(), *(future for _, _, future in planned)], days).sum(axis=-1)
    for (policy, effect, _), then in zip(planned, acts[1:], strict=True):
        yield WhatIf(policy, effect, _ratio(then / acts[0]), FITTED)


def _answers(fitted: Fitted, days: EventDays) -> Iterator[Plan]:
    for side, name in enumerate(days.sides):
        branching = fitted.ahead.branching.copy()
        branching[:, side, 1 - side] *= 0.5
        effect = f"{name} leaves half of its answers undone: acts of both within a year"
        yield f"no answer by {name}", effect, replace(fitted.now(), branching=branching)


def _moratorium(fitted: Fitted, days: EventDays) -> Plan:
    shares = [exercise_share(days, name) for name in days.sides]
    done = ", ".join(f"{name} {share:.0%}" for name, share in zip(days.sides, shares, strict=True))
    effect = f"unprovoked acts lowered by the share of event days with exercises only ({done})"
    scale = np.maximum(1.0 - np.array(shares), 0.02)
    return "exercise moratorium", effect, replace(fitted.now(), scale=scale)


def _deal(fitted: Fitted) -> Plan:
    branching = fitted.ahead.branching.copy()
    branching[:, (0, 1), (1, 0)] *= 0.5
    effect = f"both halve their answers and do {1 - DEAL:.0%} less unprovoked (assumed): acts within a year"
    return "phased deal", effect, Future(np.full(2, DEAL), branching, fitted.state)


def _one_more(fitted: Fitted, days: EventDays) -> Iterator[Plan]:
    for side, name in enumerate(days.sides):
        state = fitted.state.copy()
        state[:, side] += -np.expm1(-np.asarray(fitted.ahead.decay))
        effect = f"one more act of {name} now: further acts of both within {SOON} days"
        yield f"one more act by {name}", effect, replace(fitted.now(), state=state)


def _ratio(found: Floats) -> Interval:
    """The mode's ratio with the draws' 90 % bounds."""
    low, high = np.quantile(found[1:], LEVEL).tolist()
    value = float(found[0])
    return Interval(value, min(low, value), max(high, value), "90 % of posterior draws")


def what_if_prior(branching: Interval) -> tuple[WhatIf, ...]:
    """The same policies for a symmetric pair with the class's branching ratio, half of it by answers."""
    half = "half of its answers undone: acts in the long run"
    deal = f"both halve their answers, {1 - DEAL:.0%} less unprovoked (assumed): acts in the long run"
    more = "acts set off by one more act, itself included"
    return (
        hotline(),
        WhatIf("no answer by one side", half, _over(branching, lambda rho: _long_run(rho, 0.5, 1.0)), PRIOR),
        _moratorium_assumed(),
        WhatIf("phased deal", deal, _over(branching, lambda rho: DEAL * _long_run(rho, 0.5, 0.5)), PRIOR),
        WhatIf("one more act", more, _over(branching, lambda rho: 1.0 / (1.0 - rho)), PRIOR),
    )


def _moratorium_assumed() -> WhatIf:
    effect = "a quarter less unprovoked (assumed): acts in the long run"
    return WhatIf("exercise moratorium", effect, Interval(0.75, 0.5, 1.0, "stated assumption"), "assumption")


def _over(branching: Interval, ratio: Callable[[float], float]) -> Interval:
    """The ratio at the class's bounds and middle, cut at MOST where the sums would not end."""
    at = (branching.low, branching.value, branching.high)
    low, value, high = sorted(ratio(min(rho, MOST)) for rho in at)
    return Interval(value, low, high, "class prior")


def _long_run(rho: float, one: float, two: float) -> float:
    """Total progeny (I - A)^-1, own and cross entries rho/2 each: with cuts to the cross ones, to without."""
    half = 0.5 * rho
    own = 1.0 - half
    total = (2.0 * own + half * (one + two)) / (own * own - half * half * one * two)
    plain = 2.0 / (own - half)
    return total / plain
