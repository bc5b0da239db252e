"""Exponentials and a log of a product for a block of numbers at once, in loops that compile to vectors.

The compiler's own exp is called number by number. Here exp(x) = 2^n p(r), n = round(x / log 2), where the
polynomial p of degree 10 has relative error 2.2e-16 on |r| <= log(2) / 2 (Remez). Loops run over whole
arrays from 0, since an index that might be negative keeps Numba from making vectors.
"""

import math

import numpy as np

from detente.numerics.hawkes.events import Floats
from detente.numerics.hawkes.exponential_data import IMPOSSIBLE
from detente.numerics.hawkes.jit import compiled

BLOCK = 512
"""The most events in a block."""
REACH = 500.0
"""The most that an exponent may grow to within a block: far from where a double overflows."""
_PER_LOG2 = 1.4426950408889634
_LOG2_HIGH = 6.93145751953125e-1
_LOG2_LOW = 1.42860682030941723212e-6
_LOG2 = 0.6931471805599453
_SHIFT = 6755399441055744.0 + 1023.0
"""Added to a whole number n, leaves n + 1023, the exponent field of 2^n, in the lowest bits."""
_MANTISSA = 0xFFFFFFFFFFFFF
_ONE = 0x3FF0000000000000


@compiled
def exponentials(x: Floats, spare: Floats) -> None:
    """Put exp(x) in the place of x, |x| <= 700; `spare` is scratch, as long as x."""
    bits = spare.view(np.int64)
    for k in range(x.size):
        n = math.floor(x[k] * _PER_LOG2 + 0.5)
        r = (x[k] - n * _LOG2_HIGH) - n * _LOG2_LOW
        p = 2.7488428286629173e-07
        p = p * r + 2.7639784717913393e-06
        p = p * r + 2.4801917824123034e-05
        p = p * r + 0.00019841171344933242
        p = p * r + 0.0013888888498900594
        p = p * r + 0.008333333384696495
        p = p * r + 0.041666666668427436
        p = p * r + 0.16666666666557656
        p = p * r + 0.49999999999997286
        p = p * r + 1.0000000000000064
        x[k] = p * r + 1.0
        spare[k] = n + _SHIFT
    for k in range(x.size):
        bits[k] = bits[k] << 52
    for k in range(x.size):
        x[k] *= spare[k]


@compiled
def log_product(x: Floats, spare: Floats) -> float:
    """The sum of log(x) of at most BLOCK numbers; IMPOSSIBLE if one is 0. `spare` is scratch, as long as x.

    Exponents are added and mantissas, each in [1, 2), multiplied: one log for a block, and no overflow.
    """
    bits, mantissas = x.view(np.int64), spare.view(np.int64)
    exponents, least, product = 0, 2048, 1.0
    for k in range(x.size):
        field = bits[k] >> 52
        exponents += field
        least = min(least, field)
        mantissas[k] = (bits[k] & _MANTISSA) | _ONE
    if least <= 0:
        return _log_sum(x)
    for k in range(x.size):
        product *= spare[k]
    return math.log(product) + (exponents - 1023 * x.size) * _LOG2


@compiled
def _log_sum(x: Floats) -> float:
    """The same for numbers that may be 0 or too small for a full mantissa."""
    total = 0.0
    for value in x:
        total += math.log(value) if value > 0.0 else IMPOSSIBLE
    return total


@compiled
def block_end(times: Floats, first: int, latest: float) -> int:
    """One past the last event, from event `first` on, that a block may hold: none after time `latest`.

    At least one.
    """
    stop = min(first + BLOCK, times.size)
    if times[stop - 1] <= latest:
        return stop
    low, high = first, stop - 1
    while high - low > 1:
        middle = (low + high) // 2
        if times[middle] <= latest:
            low = middle
        else:
            high = middle
    return max(high, first + 1)
