"""Paths as family trees in which every number belongs to a place: founder 2 of kind 0, its third child, ...

The number of children of one kind, by one decay, is the quantile of its Poisson law at a uniform number that
belongs to (parent, kind, decay); a child's delay belongs to (parent, kind, decay, rank). Two processes with
one seed therefore share whatever they can. Where one has a smaller branching, baseline or state and the rest
alike, its events are a part of the other's on every path: families lose their last children, with all that
descends from them, and nobody moves. Differences between processes then have little noise, which is what a
what-if asks for (common random numbers: Glasserman & Yao, Management Science 38 (1992) 884).

This is the NumPy form, generation by generation over many paths at once; `genealogy_kernel` gives the same
numbers compiled.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.numerics.hawkes.alias import poisson_laws
from detente.numerics.hawkes.events import Floats, Ints
from detente.numerics.hawkes.keys import Keys, child, unit
from detente.numerics.hawkes.process import Process


class Ladders(NamedTuple):
    """Poisson laws as distribution functions, for quantiles. A "way" k D + i is a child of kind i by decay k.

    `roots` (D + K D, w): founders of each kind, then children of the past by each way, counted from `low`
    (D + K D,); `litter` (D, K D, w): children of one event of each kind, counted from 0; `kind_of` and mean
    `delay_of` (K D,) of a way.
    """

    low: Ints
    roots: Floats
    litter: Floats
    kind_of: Ints
    delay_of: Floats


class Tally(NamedTuple):
    """What is kept of paths: `counts` (paths, D, cells), `first` (paths, D) and `capped` (paths,).

    An event at t counts in cell int(t `scale`): 1.0 for cells of one unit of time, 0.0 for a single cell, so
    that the inner loop asks no question. `first` starts with the end of the span, which no event reaches.
    """

    counts: NDArray[np.signedinteger]
    first: Floats
    capped: NDArray[np.bool_]
    scale: float


class Family(NamedTuple):
    """Events of one generation, each (n,): number of the path, key, kind, time."""

    path: Ints
    key: Keys
    kind: Ints
    time: Floats


def ladders(process: Process, state: Floats, span: float) -> Ladders:
    """The laws of a process over `span` that starts with the sums `state` (K, D) of `Process.state`."""
    k, d = process.decays.size, process.kinds
    heirs = (process.branching @ state[:, :, None]).ravel()
    low, roots = _summed(np.concatenate([process.baseline * span, heirs]))
    least, litter = _summed(process.branching.transpose(2, 0, 1).ravel())
    kinds, delays = np.tile(np.arange(d), k), np.repeat(1.0 / process.decays, d)
    litter = _from_zero(least, litter)
    return Ladders(low, roots, litter.reshape(d, k * d, litter.shape[1]), kinds, delays)


def _summed(means: Floats) -> tuple[Ints, Floats]:
    """Least outcomes of Poisson laws and P(number <= least + n), 1 in the last column."""
    low, laws = poisson_laws(means)
    steps = np.cumsum(laws, axis=1)
    steps[:, -1] = 1.0
    return low, steps


def _from_zero(low: Ints, steps: Floats) -> Floats:
    """The same for outcomes counted from 0; only entries of a branching near 200 start later."""
    place = np.arange(steps.shape[1] + int(low.max(initial=0))) - low[:, None]
    held = np.take_along_axis(steps, np.clip(place, 0, steps.shape[1] - 1), axis=1)
    return np.where(place < 0, 0.0, held)


def generations(laws: Ladders, keys: Keys, span: float, most: int) -> tuple[Family, NDArray[np.bool_]]:
    """All events of the paths with these keys in [0, span), and which paths were cut beyond `most` events.

    Events come by generation, not by time. A path that is cut has all of the generations up to there.
    """
    alive = _founders(laws, keys, span)
    found, sizes = [alive], np.bincount(alive.path, minlength=keys.size)
    while alive.path.size:
        kept = sizes[alive.path] <= most
        alive = _children(laws, _only(kept, alive), span)
        sizes += np.bincount(alive.path, minlength=keys.size)
        found.append(alive)
    return Family(*(np.concatenate(parts) for parts in zip(*found, strict=True))), sizes > most


def _founders(laws: Ladders, keys: Keys, span: float) -> Family:
    """The first generation: founders at uniform times, children of the past after their delays."""
    d = laws.litter.shape[0]
    places = child(keys[:, None], np.arange(laws.low.size, dtype=np.uint64))
    numbers = laws.low + _quantiles(laws.roots, unit(places))
    path, row, key = _unrolled(places, numbers)
    chance = unit(key)
    kinds = np.concatenate([np.arange(d), laws.kind_of])[row]
    delays = np.concatenate([np.zeros(d), laws.delay_of])[row]
    times = np.where(row < d, span * chance, -np.log(chance) * delays)
    return _before(span, Family(path, key, kinds, times))


def _children(laws: Ladders, parents: Family, span: float) -> Family:
    """The next generation."""
    ways = np.arange(laws.kind_of.size, dtype=np.uint64)
    places = child(parents.key[:, None], ways)
    chance = unit(places)
    numbers = np.zeros(chance.shape, dtype=np.int64)
    for step in range(laws.litter.shape[2] - 1):
        above = chance >= laws.litter[parents.kind, :, step]
        if not above.any():
            break
        numbers += above
    parent, way, key = _unrolled(places, numbers)
    times = parents.time[parent] - np.log(unit(key)) * laws.delay_of[way]
    return _before(span, Family(parents.path[parent], key, laws.kind_of[way], times))


def _quantiles(steps: Floats, chances: Floats) -> Ints:
    """For each column of `chances` (n, rows) the number of steps of its row that lie at or below it."""
    found = np.empty(chances.shape, dtype=np.int64)
    for column, (row, u) in enumerate(zip(steps, chances.T, strict=True)):
        found[:, column] = np.searchsorted(row, u, side="right")
    return found


def _unrolled(places: Keys, numbers: Ints) -> tuple[Ints, Ints, Keys]:
    """Row, column and key of each single one, where (row, column) has `numbers` of them."""
    rows, columns = np.nonzero(numbers)
    count = numbers[rows, columns]
    rank = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    keys = child(np.repeat(places[rows, columns], count), rank.astype(np.uint64))
    return np.repeat(rows, count), np.repeat(columns, count), keys


def _before(span: float, family: Family) -> Family:
    return _only(family.time < span, family)


def _only(kept: NDArray[np.bool_], family: Family) -> Family:
    return Family(family.path[kept], family.key[kept], family.kind[kept], family.time[kept])
