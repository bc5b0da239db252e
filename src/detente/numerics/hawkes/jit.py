"""Compile a kernel with Numba where it is installed (`detente[fast]`); without it the NumPy forms are used.

Numba has no types of its own, so that a typed pass-through keeps the signatures of the kernels.
"""

from collections.abc import Callable
from typing import TypeVar, cast

Kernel = TypeVar("Kernel", bound=Callable[..., object])

try:
    import numba

    FAST = True
except ImportError:  # pragma: no cover - the core install
    FAST = False
"""Whether kernels run compiled."""


def compiled(kernel: Kernel) -> Kernel:
    """The kernel compiled, cached on disk, without the interpreter's lock, so that threads can share it."""
    if not FAST:  # pragma: no cover - the core install
        return kernel
    return cast(Kernel, numba.njit(cache=True, nogil=True, fastmath=True)(kernel))


def inlined(kernel: Kernel) -> Kernel:
    """The same for a small helper that is copied into the kernels that call it."""
    if not FAST:  # pragma: no cover - the core install
        return kernel
    return cast(Kernel, numba.njit(cache=True, nogil=True, fastmath=True, inline="always")(kernel))
