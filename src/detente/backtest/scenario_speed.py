"""How long an analogue query takes: one window among 900,000, the median of a few runs."""

from statistics import median
from time import perf_counter

import numpy as np

from detente.numerics.windows import Windows

WINDOWS, LENGTH, NEAREST, RUNS = 900_000, 24, 50, 9


def run() -> dict[str, float]:
    """Milliseconds of a query, and seconds to make the windows ready, on made-up windows."""
    drawn = np.random.default_rng(0).standard_normal((WINDOWS, LENGTH), dtype=np.float32)
    began = perf_counter()
    windows = Windows.of(drawn)
    ready = perf_counter() - began
    times = [_milliseconds(windows, drawn[place]) for place in range(RUNS)]
    return {"windows": WINDOWS, "query_ms": median(times), "ready_s": ready}


def _milliseconds(windows: Windows, query: np.ndarray[tuple[int], np.dtype[np.float32]]) -> float:
    began = perf_counter()
    windows.nearest(query, NEAREST)
    return 1000.0 * (perf_counter() - began)
