"""Draw a Hawkes process in continuous time: every event of a window, in order, with the exact law.

The compiled form walks through time (`simulate_kernel`). Without Numba the same law comes from `genealogy`,
generation by generation, sorted at the end; a seed then gives other events.
"""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from detente.numerics.hawkes.ancestry import HEIRS, Plan, known_state, likely_room, plan, refuse_floods
from detente.numerics.hawkes.events import EventLog, Floats, HawkesError, Ints
from detente.numerics.hawkes.genealogy import generations, ladders
from detente.numerics.hawkes.keys import LOG, root
from detente.numerics.hawkes.process import Process

_SPARE = 256
Draw = tuple[Floats, Ints]
Number = TypeVar("Number", np.float64, np.int64)


def simulate(
    process: Process,
    *,
    start: float = 0.0,
    end: float,
    seed: int,
    state: Floats | None = None,
    most: int = 10_000_000,
) -> EventLog:
    """Events in [start, end], times increasing, marks 0; equal arguments give equal events.

    `state` (K, D) is `Process.state` of what happened up to `start`; without it nothing did, and the rates
    climb from the baseline. HawkesError: "window", "state", "seed", or "explosive" where there are more than
    `most` events, as in cascades that feed themselves (radius at least 1).
    """
    from detente.numerics.hawkes import jit

    if not (np.isfinite(start) and np.isfinite(end) and start < end):
        raise HawkesError("window", f"the window [{start}, {end}] is empty; give start < end")
    known, key = known_state(process, state), root(seed, LOG)
    refuse_floods(process, known, end - start, most)
    draw = _walk if jit.FAST else _by_generations
    times, types = draw(process, known, key, float(start), float(end), most)
    return EventLog(times, types, process.kinds, float(start), float(end), np.zeros(times.size))


def _walk(process: Process, state: Floats, key: np.uint64, start: float, end: float, most: int) -> Draw:
    """The compiled form; where an array is full it comes back, the array grows, and it goes on."""
    from detente.numerics.hawkes.simulate_kernel import begun, filled

    found = plan(process, state, 0.0)
    widest, room = _widest(found), likely_room(process, state, end - start, most)
    times, types, words = np.empty(room), np.empty(room, dtype=np.int64), np.empty(4, dtype=np.uint64)
    sizes = np.zeros(process.decays.size, dtype=np.int64)
    waiting = np.empty((sizes.size, 2 * widest + _SPARE), dtype=np.int64)
    begun(found, key, waiting, sizes, words)
    n, t = 0, start
    while True:
        more, t, ended = filled(found, end, widest, t, times[n:], types[n:], waiting, sizes, words)
        n += more
        if n > most or sizes.sum() > 2 * most + widest:
            raise _explosion(process, most, t - start)
        if ended:
            return times[:n], types[:n]
        if n == times.size:
            times, types = _longer(times, most + 1), _longer(types, most + 1)
        else:
            waiting = np.concatenate([waiting, np.empty_like(waiting)], axis=1)


def _widest(found: Plan) -> int:
    """The greatest number of children that enter the pools at once."""
    rows = range(HEIRS, found.tables.first.size, 2)
    cells = [slice(found.tables.first[row], found.tables.first[row + 1]) for row in rows]
    return max(int(max(found.tables.own[one].max(), found.tables.other[one].max())) for one in cells)


def _longer(values: NDArray[Number], most: int) -> NDArray[Number]:
    return np.concatenate([values, np.empty(min(values.size, most - values.size), dtype=values.dtype)])


def _explosion(process: Process, most: int, after: float) -> HawkesError:
    return HawkesError(
        "explosive",
        f"more than {most} events within {after:.6g} units of time; the spectral radius of the branching is "
        f"{process.radius:.3g}, and from 1 on cascades need not end: shorten the window or raise most",
    )


def _by_generations(
    process: Process, state: Floats, key: np.uint64, start: float, end: float, most: int
) -> Draw:
    """The NumPy form."""
    span = end - start
    found, cut = generations(ladders(process, state, span), np.array([key]), span, most)
    if cut[0]:
        raise _explosion(process, most, span)
    order = np.argsort(found.time)
    return _increasing(start + found.time[order]), found.kind[order]


def _increasing(times: Floats) -> Floats:
    """Sorted times with the rare ties that rounding makes moved up by one step of the number format."""
    while (tied := np.flatnonzero(np.diff(times) <= 0.0)).size:
        times[tied + 1] = np.nextafter(times[tied], np.inf)
    return times
