"""From all alarms to the answer: nested reference classes, the pair's own past, its recent rate and timing.

Each step gives chances of shape (m, 3 targets, 3 horizons). Steps 1-3 shrink a class to its parent,
(k + m0 p) / (n + m0), where n and m0 are common to all targets and horizons; step 4 moves the log-odds toward
the recent rate by one weight and leaves a small share to the classes; step 5 is a linear pool with a nested
logit, itself coherent; step 6 pools the chance of any act with what the timing of acts says, and keeps the
shares of acts that are fatal or war. Chances of a step are therefore increasing in those of the step before
and in counts that are themselves nested, so that war <= fatal <= incident and growth with the horizon hold by
construction.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from detente.forecast.evidence import Evidence
from detente.forecast.ledger import HORIZONS, YEAR, Floats
from detente.numerics.beta import pool, shrink, waiting

STEPS = ("all", "pairs", "acts", "pair", "rate", "logit", "timing")
"""The outside view and the six steps from it."""

CLASSES = ("far", "sea", "land", "far, allied", "sea, allied", "land, allied")
"""Classes of pairs: how near they lie to each other, and whether they are allied."""

DOUBT = 0.05
"""Share of the classes in the answer, for a course that breaks off; set after the fit, so that no bolder
weight eats it up (1960-89, summed log score: alarms 0.000, spells -0.014, quiet days -0.003)."""

OWN_PRIOR = 5.0
"""What the classes are worth beside the pair's own cases where no vintage says."""


def class_of(neighbours: str, allied: bool) -> int:
    """Index into `CLASSES` of a pair of neighbours by "land", by "sea" or by neither."""
    near = CLASSES.index(neighbours) if neighbours in ("land", "sea") else 0
    return near + 3 * allied


@dataclass(frozen=True, slots=True)
class Constants:
    """Fitted weights: prior cases of the steps 1-3, days and weight of the rate; None leaves a step out.

    `logit` is the share of the nested logit in the answer, `timing` that of the timing of acts in the chance
    of an act, `doubt` that of the classes beside the rate;
    `sigma` and `sigma_prior` are the scatter of true log-odds around answers with and without the pair's
    past.
    """

    pairs: float | None = None
    acts: float | None = None
    pair: float | None = None
    rate_days: float = 30.0
    rate: float | None = None
    doubt: float = 0.0
    logit: float | None = None
    timing: float | None = None
    half_life: float = 20.0
    sigma: float = 1.0
    sigma_prior: float = 1.5

    def but(self, step: str, value: float) -> "Constants":
        """The same with another constant of one of `STEPS`."""
        return replace(self, **{step: value})

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Constants":
        """The constants as a vintage stores them."""
        return cls(**{name: stored[name] for name in cls.__slots__ if name in stored})


@dataclass(frozen=True, slots=True)
class Counts:
    """Discounted counts of m days' reference classes: `n` (m,) cases, `k` (m, 3, 3) followed."""

    n: Floats
    k: Floats

    def toward(self, parent: Floats, prior: float | None) -> Floats:
        """The share of the class, shrunk to `parent` (m, 3, 3) by `prior` cases; the parent's own if None."""
        return parent if prior is None else shrink(self.k, self.n, parent=parent, prior=prior)

    def alone(self) -> Floats:
        """The share of the class by itself, with Jeffreys' half case on either side."""
        share: Floats = (self.k + 0.5) / (self.n[:, None, None] + 1.0)
        return share


@dataclass(frozen=True, slots=True)
class Voices:
    """What is known of m days: counts of all cases, of pairs like it, of acts like it, and the pair's own.

    `bands` are acts like it between any two states, `acts` those between pairs like it; `nested` (m, 3, 3)
    is what the nested logit says, `timing` (m, 3 horizons) what the timing of acts says of a further act; NaN
    or None where there is none.
    """

    everyone: Counts
    pairs: Counts
    bands: Counts
    acts: Counts
    own: Evidence
    nested: Floats | None = None
    timing: Floats | None = None


def steps(voices: Voices, c: Constants) -> tuple[Floats, ...]:
    """Chances after each of `STEPS`, each (m, 3, 3)."""
    everyone = voices.everyone.alone()
    pairs = voices.pairs.toward(everyone, c.pairs)
    acts = voices.acts.toward(voices.bands.toward(pairs, c.acts), c.acts)
    pair = Counts(voices.own.n, voices.own.k).toward(acts, c.pair)
    rate = _with_rate(pair, (everyone, acts), voices.own, c)
    logit = _with_logit(rate, voices, c)
    return everyone, pairs, acts, pair, rate, logit, _with_timing(logit, voices, c)


def usual(voices: Voices, c: Constants) -> Floats:
    """What is usual for the pair: its own past cases pooled with pairs like it, the present act left out."""
    pairs = voices.pairs.toward(voices.everyone.alone(), c.pairs)
    return Counts(voices.own.n, voices.own.k).toward(pairs, c.pair)


def _with_rate(p: Floats, outside: tuple[Floats, Floats], own: Evidence, c: Constants) -> Floats:
    """`p` moved toward the recent rate, as far as it is covered, but for the share left to the classes."""
    if c.rate is None:
        return p
    everyone, acts = outside
    share = own.watched[:, None, None]
    moved = pool(p, recent(everyone, own, c.rate_days), c.rate * share)
    mixed: Floats = moved + c.doubt * share * (acts - moved)
    return mixed


def _with_logit(p: Floats, voices: Voices, c: Constants) -> Floats:
    """A linear pool of `p` and the nested logit, as far as the pair's recent past is covered."""
    if c.logit is None or voices.nested is None:
        return p
    said = np.where(np.isnan(voices.nested), p, voices.nested)
    pooled: Floats = p + c.logit * voices.own.watched[:, None, None] * (said - p)
    return pooled


def _with_timing(p: Floats, voices: Voices, c: Constants) -> Floats:
    """The chance of an act pooled with what the timing of acts says; those of the other targets keep step."""
    if c.timing is None or voices.timing is None:
        return p
    act = p[:, 0]
    said = np.where(np.isnan(voices.timing), act, voices.timing)
    moved = act + c.timing * voices.own.watched[:, None] * (said - act)
    kept: Floats = np.maximum.accumulate(p * (moved / act)[:, None, :], axis=2)
    return kept


def recent(everyone: Floats, own: Evidence, days: float) -> Floats:
    """Chances from discounted Gamma-Poisson rates of act, fatal and war days; shape (m, 3, 3).

    The prior is `days` of exposure at the rate that gives the outside view's chance of a year.
    """
    prior = -np.log1p(-np.minimum(everyone[:, :, 2], 0.999)) / YEAR
    a = days * prior[:, :, None] + own.acts
    b = days + own.exposure
    ahead = np.array(HORIZONS, dtype=np.float64)[None, None, :, None]
    chance: Floats = waiting(a[:, :, None, :], b[:, None, None, :], ahead).mean(axis=3)
    return chance


def scatter(own: Evidence, c: Constants) -> Floats:
    """Sigma of each of the m answers: larger the less of the pair's recent past is covered."""
    share = own.watched
    sigma: Floats = np.sqrt(share * c.sigma**2 + (1.0 - share) * c.sigma_prior**2)
    return sigma


def effective_cases(own: Evidence, c: Constants) -> Floats:
    """Effective past cases behind each of the m answers: the pair's own and what its class is worth."""
    cases: Floats = own.n + (c.pair if c.pair is not None else OWN_PRIOR)
    return cases
