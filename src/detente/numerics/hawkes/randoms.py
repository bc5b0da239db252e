"""The random numbers of the compiled simulators: one stream for each key, kept in registers.

A stream is the generator xoshiro256++, its 256 bits set from a key by SplitMix64, so that path p of seed s
has the same draws whatever else runs. A state is a tuple of four words that goes into and comes out of each
function: `bits, state = advance(state)`. Only kernels compiled by Numba call these functions.

Sources: Blackman & Vigna, "Scrambled linear pseudorandom number generators", ACM Transactions on Mathematical
Software 47 (2021) article 36; Steele, Lea & Flood, OOPSLA 2014, pages 453 to 472 (SplitMix64); Marsaglia &
Tsang, "The ziggurat method for generating random variables", Journal of Statistical Software 5 (2000) number
8, with the layer and the place within it from different bits.
"""

from math import exp, log

import numpy as np

from detente.numerics.hawkes import keys
from detente.numerics.hawkes.alias import Alias
from detente.numerics.hawkes.events import Floats
from detente.numerics.hawkes.jit import compiled, inlined

State = tuple[np.uint64, np.uint64, np.uint64, np.uint64]

LAYERS = 256
_EDGE = 7.69711747013104972
"""Where the tail of the exponential density begins; with 256 layers each has the area `_AREA`."""
_AREA = 3.949659822581572e-3
_STEP, _HALF = 2.0**-52, 2.0**-53
_S12, _S17, _S19, _S23, _S41, _S45, _S64 = (np.uint64(n) for n in (12, 17, 19, 23, 41, 45, 64))
_BYTE = np.uint64(LAYERS - 1)
_ZERO, _ONE, _TWO, _THREE = (np.uint64(n) for n in range(4))

mixed = inlined(keys.mixed)


@inlined
def child(key: np.uint64, n: np.uint64) -> np.uint64:
    """`keys.child` for one key."""
    return mixed(key + (n + _ONE) * keys.GOLDEN)


def _edges() -> Floats:
    """Right ends of the layers, shape (257,): 0, ..., the edge of the tail, and the width of the lowest."""
    found = np.zeros(LAYERS + 1)
    found[LAYERS], found[LAYERS - 1] = _AREA * exp(_EDGE), _EDGE
    for layer in range(LAYERS - 2, 0, -1):
        found[layer] = -log(_AREA / found[layer + 1] + exp(-found[layer + 1]))
    return found


_INNER = _edges()[:-1]
_OUTER = _edges()[1:]
_TOP = np.exp(-_INNER)
_BOTTOM = np.append(_TOP[1:], 0.0)


@inlined
def uniform(bits: np.uint64) -> float:
    """A number in (0, 1) from the upper 52 bits."""
    return float(np.int64(bits >> _S12)) * _STEP + _HALF


@inlined
def seeded(key: np.uint64) -> State:
    """The start of the stream of this key."""
    return child(key, _ZERO), child(key, _ONE), child(key, _TWO), child(key, _THREE)


@inlined
def advance(state: State) -> tuple[np.uint64, State]:
    """64 random bits and the next state."""
    a, b, c, d = state
    total = a + d
    bits = ((total << _S23) | (total >> _S41)) + a
    c ^= a
    d ^= b
    return bits, (a ^ d, b ^ c, c ^ (b << _S17), (d << _S45) | (d >> _S19))


@inlined
def exponential(state: State) -> tuple[float, State]:
    """An exponential number of mean 1; 99 in 100 need one look-up and no logarithm."""
    bits, state = advance(state)
    layer = int(bits & _BYTE)
    x = uniform(bits) * _OUTER[layer]
    if x >= _INNER[layer]:
        x, state = _corner(x, layer, state)
    return x, state


@compiled
def _corner(x: float, layer: int, state: State) -> tuple[float, State]:
    """The rest of the ziggurat: the tail, or the part of a layer that the density cuts."""
    while True:
        bits, state = advance(state)
        if layer == LAYERS - 1:
            return _EDGE - log(uniform(bits)), state
        if _BOTTOM[layer] + uniform(bits) * (_TOP[layer] - _BOTTOM[layer]) < exp(-x):
            return x, state
        bits, state = advance(state)
        layer = int(bits & _BYTE)
        x = uniform(bits) * _OUTER[layer]
        if x < _INNER[layer]:
            return x, state


@inlined
def picked(bits: np.uint64, row: int, tables: Alias) -> int:
    """An outcome of the distribution in a row of the tables.

    Both outcomes of the cell are read before one is chosen, which compiles to a choice without a jump; a jump
    would be guessed wrong every second time.
    """
    width = tables.bits[row]
    cell = tables.first[row] + np.int64(bits >> (_S64 - width))
    own: int = tables.own[cell]
    other: int = tables.other[cell]
    return own if (bits << width) < tables.cut[cell] else other
