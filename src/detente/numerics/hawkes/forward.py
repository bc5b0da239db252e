"""What follows a history: many paths of a Hawkes process from a moment on, given what happened up to it.

With exponential delays the past enters only through the sums of `Process.state`, so that a path costs as much
after ten events as after ten million. Paths are drawn by cascades (`forward_kernel`), or with `coupled` by
place in the genealogy (`genealogy`), so that processes share what they can. Path p of a seed has the same
events for any number of threads and of paths. Without Numba both ways are those of `genealogy` in NumPy.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from detente.numerics.hawkes.ancestry import known_state, plan, refuse_floods
from detente.numerics.hawkes.events import Floats, HawkesError, Ints
from detente.numerics.hawkes.genealogy import Ladders, Tally, generations, ladders
from detente.numerics.hawkes.keys import PATHS, child, root
from detente.numerics.hawkes.process import Process

MOST = 32_767
"""Events of a path unless more are allowed; up to here the counts by day fit into 16 bits."""
_CHUNKS_A_THREAD = 8
_ROWS = 64


@dataclass(frozen=True, slots=True)
class Forward:
    """Paths over [0, horizon) from the end of the history; D kinds.

    `counts` (paths, D); `first` (paths, D) time of the first event of each kind, inf where there is none;
    `capped` (paths,) whether the path was cut because it has more than `most` events: its counts are then too
    low and its first times may be too late; `daily` (paths, D, days) counts by unit of time, or None.
    """

    counts: Ints
    first: Floats
    capped: NDArray[np.bool_]
    horizon: float
    daily: NDArray[np.signedinteger] | None


def forward_paths(
    process: Process,
    state: Floats | None,
    horizon: float,
    n_paths: int,
    seed: int,
    threads: int = 1,
    *,
    coupled: bool = False,
    by_day: bool = False,
    most: int = MOST,
) -> Forward:
    """Paths of the process from `state` (K, D) on, `Process.state` of the history; None is no history.

    `coupled`: calls with one seed share random numbers by place in the genealogy; pathwise, an entry of the
    baseline, branching or state that is made smaller takes events away and moves none. A path with more than
    `most` events is cut and marked. HawkesError: "window", "paths", "state", "seed", or "explosive" where
    already the first generation is expected to exceed `most`.
    """
    if not (np.isfinite(horizon) and horizon > 0):
        raise HawkesError("window", f"horizon {horizon}; give a positive number of units of time")
    if n_paths < 1 or threads < 1 or most < 1:
        raise HawkesError("paths", f"{n_paths} paths, {threads} threads, most {most}: each at least 1")
    known, key, span = known_state(process, state), root(seed, PATHS), float(horizon)
    refuse_floods(process, known, span, most)
    tally = _blank(n_paths, process.kinds, span, most, by_day)
    _in_chunks(_drawing(process, known, key, span, most, coupled), tally, threads)
    first = np.where(tally.first < span, tally.first, np.inf)
    counts = tally.counts.sum(axis=2, dtype=np.int64)
    return Forward(counts, first, tally.capped, span, tally.counts if by_day else None)


def coupled_counts(
    processes: Sequence[Process],
    states: Sequence[Floats | None],
    horizon: float,
    n_paths: int,
    seed: int,
    threads: int = 1,
    *,
    most: int = MOST,
) -> Ints:
    """Counts of each process on common random numbers, shape (processes, n_paths, D).

    HawkesError as in `forward_paths`, and "explosive" where a path of any process has more than `most`
    events, since a path that is cut cannot be compared.
    """
    found = []
    for number, (process, state) in enumerate(zip(processes, states, strict=True)):
        one = forward_paths(process, state, horizon, n_paths, seed, threads, coupled=True, most=most)
        if one.capped.any():
            raise HawkesError(
                "explosive",
                f"{one.capped.sum()} of {n_paths} paths of process {number} have more than {most} events "
                f"(radius {process.radius:.3g}): shorten the horizon or raise most",
            )
        found.append(one.counts)
    return np.stack(found)


def _blank(n_paths: int, kinds: int, span: float, most: int, by_day: bool) -> Tally:
    cells, small = int(np.ceil(span)) if by_day else 1, by_day and most <= MOST
    return Tally(
        np.zeros((n_paths, kinds, cells), dtype=np.int16 if small else np.int64),
        np.full((n_paths, kinds), span),
        np.zeros(n_paths, dtype=np.bool_),
        1.0 if by_day else 0.0,
    )


def _rows(tally: Tally, low: int, high: int) -> Tally:
    return Tally(tally.counts[low:high], tally.first[low:high], tally.capped[low:high], tally.scale)


def _drawing(
    process: Process, state: Floats, key: np.uint64, span: float, most: int, coupled: bool
) -> Callable[[int, Tally], None]:
    """What fills the rows of a tally with the paths from a number on."""
    from detente.numerics.hawkes import jit

    if not jit.FAST:
        return partial(_by_generations, ladders(process, state, span), key, span, most)
    if coupled:
        from detente.numerics.hawkes.genealogy_kernel import told

        laws = ladders(process, state, span)
        return lambda first, rows: told(laws, key, first, span, most, rows)
    from detente.numerics.hawkes.forward_kernel import walked

    found = plan(process, state, span)
    return lambda first, rows: walked(found, key, first, span, most, rows)


def _in_chunks(draw: Callable[[int, Tally], None], tally: Tally, threads: int) -> None:
    """Draw all rows, in one go or by several threads; a path depends on its number alone."""
    n = tally.capped.size
    if threads == 1:
        draw(0, tally)
        return
    size = -(-n // (_CHUNKS_A_THREAD * threads))
    with ThreadPoolExecutor(threads) as pool:
        jobs = [pool.submit(draw, first, _rows(tally, first, first + size)) for first in range(0, n, size)]
        for job in jobs:
            job.result()


def _by_generations(laws: Ladders, key: np.uint64, span: float, most: int, first: int, tally: Tally) -> None:
    """The NumPy form, some rows at a time to bound its memory."""
    for low in range(0, tally.capped.size, _ROWS):
        rows = _rows(tally, low, low + _ROWS)
        numbers = np.arange(first + low, first + low + rows.capped.size, dtype=np.uint64)
        found, rows.capped[:] = generations(laws, child(np.array([key]), numbers), span, most)
        cells = (found.time * rows.scale).astype(np.int64)
        np.add.at(rows.counts, (found.path, found.kind, cells), 1)
        np.minimum.at(rows.first, (found.path, found.kind), found.time)
