"""Random numbers that belong to a place and not to a stream: the number of child 3 of event 7 on path 12.

A place is a 64-bit key; its n-th child has a key of its own, and a key gives one uniform number. Equal places
have equal numbers whatever else is drawn, in any order and on any number of threads. The functions take
arrays of uint64; the compiled kernels do the same with single numbers.

Source: SplitMix64, Steele, Lea & Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014, pages
453 to 472; the n-th child of a key is the n-th output of that generator started from the key.
"""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from detente.numerics.hawkes.events import Floats, HawkesError

Keys = NDArray[np.uint64]
Bits = TypeVar("Bits", np.uint64, Keys)

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S12 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(12)
_ONE = np.uint64(1)
_STEP, _HALF = 2.0**-52, 2.0**-53


def mixed(bits: Bits) -> Bits:
    """A one-to-one scrambling of 64 bits: one bit changed at the entry changes half of those at the exit."""
    bits = (bits ^ (bits >> _S30)) * _FIRST
    bits = (bits ^ (bits >> _S27)) * _SECOND
    return bits ^ (bits >> _S31)


def child(key: Bits, n: Bits) -> Bits:
    """The key of the n-th child, n = 0, 1, ..., of the place with this key."""
    return mixed(key + (n + _ONE) * GOLDEN)


def unit(bits: Keys) -> Floats:
    """Numbers in the open interval (0, 1) from the upper 52 of 64 bits, so that neither end is met."""
    return (bits >> _S12).astype(np.float64) * _STEP + _HALF


def root(seed: int, purpose: int) -> np.uint64:
    """The key of a seed for one purpose. HawkesError "seed" unless it is a whole number in [0, 2**64)."""
    if int(seed) != seed or not 0 <= seed < 2**64:
        raise HawkesError("seed", f"{seed} is no seed; give a whole number from 0 to 2**64 - 1")
    return np.uint64(child(np.array([seed], dtype=np.uint64), np.array([purpose], dtype=np.uint64))[0])


PATHS, LOG = 0, 1
"""Purposes: many paths forward, each a child of the root; or one log of events, the root itself."""
