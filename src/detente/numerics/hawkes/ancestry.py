"""A Hawkes process as a population: founders come by themselves, every event has children, delays between.

Founders of kind i come at rate baseline[i]. An event of kind j has Poisson(branching[k, i, j]) children of
kind i that come after exponential delays of rate decays[k]. What was before the start is known by the sums
R of `Process.state`; its children yet to come ("heirs") are Poisson(branching[k, i, j] R[k, j]) with the
same delays, because an exponential delay has no memory. Nothing is left out, so no burn-in is needed.

Source: Hawkes & Oakes, "A cluster process representation of a self-exciting process", Journal of Applied
Probability 11 (1974) 493.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from detente.numerics.hawkes.alias import Alias, alias, poisson_laws
from detente.numerics.hawkes.events import Floats, HawkesError, Ints
from detente.numerics.hawkes.process import Process

_CRITICAL = 1.0 - 1e-6
FOUNDERS, FOUNDER, HEIRS, HEIR, OTHERS = range(5)
"""Rows of the tables of a plan, in pairs of a number and what each of them is: founders and their kind, heirs
and their way, then from `OTHERS` + 2 j on the children of an event of kind j and their way."""


class Plan(NamedTuple):
    """What a simulation looks up. A "way" is an outcome k D + i: a child of kind i by decay k.

    `rate` of all founders; `tables` with the rows named above; `kind_of` a way, `pace_of` it (its decay's
    number) and mean `delay_of` it, (K D,); `decays` (K,).
    """

    rate: float
    tables: Alias
    kind_of: Ints
    pace_of: Ints
    delay_of: Floats
    decays: Floats


def plan(process: Process, state: Floats, span: float) -> Plan:
    """The tables of a process over `span` that starts with the sums `state` (K, D) of `Process.state`."""
    k, d = process.decays.size, process.kinds
    rate, heirs = float(process.baseline.sum()), process.branching @ state[:, :, None]
    ways = process.branching.transpose(2, 0, 1).reshape(d, k * d)
    rows = [*_poisson_rows([rate * span]), (0, process.baseline)]
    rows += [*_poisson_rows([heirs.sum()]), (0, heirs.ravel())]
    for litter, row in zip(_poisson_rows(ways.sum(axis=1)), ways, strict=True):
        rows += [litter, (0, row)]
    kind_of, pace_of = np.tile(np.arange(d), k), np.repeat(np.arange(k), d)
    decays = process.decays.astype(np.float64)
    return Plan(rate, alias(rows), kind_of, pace_of, 1.0 / decays[pace_of], decays)


def _poisson_rows(means: ArrayLike) -> list[tuple[int, Floats]]:
    lows, laws = poisson_laws(means)
    return list(zip(lows.tolist(), laws, strict=True))


def known_state(process: Process, state: Floats | None) -> Floats:
    """The sums to start with, 0 if none are given. HawkesError "state" for another shape, NaN or negative."""
    want = (process.decays.size, process.kinds)
    if state is None:
        return np.zeros(want)
    found = np.asarray(state, dtype=np.float64)
    if found.shape != want:
        raise HawkesError("state", f"a state has shape (decays, kinds) {want}, not {found.shape}")
    if not np.isfinite(found).all() or found.min(initial=0.0) < 0:
        raise HawkesError("state", "a state is finite and at least 0; take it from Process.state")
    return found


def refuse_floods(process: Process, state: Floats, span: float, most: int) -> None:
    """HawkesError "explosive" where founders, heirs or one litter alone are expected to exceed `most`."""
    founders, heirs = process.baseline.sum() * span, (process.branching @ state[:, :, None]).sum()
    litter = process.total.sum(axis=0).max(initial=0.0)
    if max(founders + heirs, litter) > most:
        raise HawkesError(
            "explosive",
            f"{founders:.3g} founders, {heirs:.3g} children of the past and up to {litter:.3g} children "
            f"of one event are expected, more than {most}: shorten the time or raise most",
        )


def likely_room(process: Process, state: Floats, span: float, most: int) -> int:
    """Events to take memory for: more than most windows have where cascades end, else as many as allowed.

    Memory that no event is written to costs nothing.
    """
    if process.radius >= _CRITICAL:
        return most + 1
    roots = process.baseline * span + (process.branching @ state[:, :, None]).sum(axis=(0, 2))
    mean = float(np.linalg.solve(np.eye(process.kinds) - process.total, roots).sum())
    return min(int(1.05 * mean + 10.0 * mean**0.5) + 64, most + 1)
