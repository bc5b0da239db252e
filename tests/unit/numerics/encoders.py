"""Random weights for encoders, small enough to be read by loops."""

import numpy as np

from detente.numerics.encoder import Floats


def encoder_arrays(rng: np.random.Generator, *, layers: int, width: int) -> dict[str, Floats]:
    """The arrays of an encoder under the names that `Encoder.of` wants."""
    sizes = {"mix": (width, 3 * width), "out": (width, width), "wide": (width, 4 * width)}
    sizes["narrow"] = 4 * width, width
    found = normed(rng, "first", width)
    for k in range(layers):
        for name, shape in sizes.items():
            found |= affine(rng, f"{k}.{name}", *shape)
        found |= normed(rng, f"{k}.after", width) | normed(rng, f"{k}.last", width)
    return found


def affine(rng: np.random.Generator, name: str, wide: int, out: int) -> dict[str, Floats]:
    """Weights that keep the size of what they are given, and a bias."""
    weights: Floats = drawn(rng, wide, out) / np.float32(np.sqrt(wide))
    return {f"{name}.weights": weights, f"{name}.bias": drawn(rng, out)}


def normed(rng: np.random.Generator, name: str, width: int) -> dict[str, Floats]:
    scale: Floats = np.float32(1) + drawn(rng, width) / np.float32(4)
    return {f"{name}.scale": scale, f"{name}.shift": drawn(rng, width)}


def drawn(rng: np.random.Generator, *shape: int) -> Floats:
    return rng.standard_normal(shape).astype(np.float32)
