"""A small transformer encoder, read with NumPy alone: words in context as vectors.

Post-norm layers of self-attention and a feed-forward net (Vaswani et al. 2017, Attention Is All You Need,
section 3.1; Devlin et al. 2019, BERT), of the size of MiniLM (Wang et al. 2020, MiniLM, table 1). It only
reads; what fits the weights is another program.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_TINY = np.float32(1e-12)
_ROOT = np.float32(0.7978845608)  # sqrt(2 / pi)
_CUBE, _HALF = np.float32(0.044715), np.float32(0.5)


@dataclass(frozen=True, slots=True)
class Affine:
    """x @ weights + bias; `weights` has shape (in, out)."""

    weights: Floats
    bias: Floats

    def __call__(self, x: Floats) -> Floats:
        """Rows of shape (n, in) to rows of shape (n, out)."""
        return x @ self.weights + self.bias


@dataclass(frozen=True, slots=True)
class Norm:
    """Rows with mean 0 and variance 1, then scaled and moved (Ba et al. 2016, Layer Normalization)."""

    scale: Floats
    shift: Floats

    def __call__(self, x: Floats) -> Floats:
        """Rows of shape (n, width)."""
        x = x - x.mean(axis=1, keepdims=True)
        spread = np.einsum("ij,ij->i", x, x) / np.float32(x.shape[1])
        normed: Floats = x * (np.float32(1.0) / np.sqrt(spread + _TINY))[:, None]
        return normed * self.scale + self.shift


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: `mix` gives queries, keys and values side by side."""

    mix: Affine
    out: Affine
    after: Norm
    wide: Affine
    narrow: Affine
    last: Norm
    heads: int

    def __call__(self, x: Floats) -> Floats:
        """Rows of shape (n, width), every row attending to every row."""
        x = self.after(x + self.out(self._attended(x)))
        return self.last(x + self.narrow(gelu(self.wide(x))))

    def _attended(self, x: Floats) -> Floats:
        n, width = x.shape
        queries, keys, values = self.mix(x).reshape(n, 3, self.heads, -1).transpose(1, 2, 0, 3)
        scores = queries @ keys.transpose(0, 2, 1) / np.float32(np.sqrt(width / self.heads))
        share = np.exp(scores - scores.max(axis=2, keepdims=True))
        share /= share.sum(axis=2, keepdims=True)
        seen: Floats = (share @ values).transpose(1, 0, 2).reshape(n, width)
        return seen


def gelu(x: Floats) -> Floats:
    """x times the normal distribution function of x, by tanh (Hendrycks & Gimpel 2016, section 2)."""
    bent: Floats = np.tanh(_ROOT * (x + _CUBE * x * x * x))
    return _HALF * x * (np.float32(1.0) + bent)


@dataclass(frozen=True, slots=True)
class Encoder:
    """The first norm, which is applied to what is read, and the layers."""

    first: Norm
    layers: tuple[Layer, ...]

    def __call__(self, x: Floats) -> Floats:
        """Embedded tokens, shape (n, width), to vectors in context of the same shape."""
        x = self.first(x)
        for layer in self.layers:
            x = layer(x)
        return x

    @classmethod
    def of(cls, arrays: Mapping[str, Floats], heads: int) -> "Encoder":
        """From named arrays: `first.scale`, `0.mix.weights` and so on; KeyError for one that is absent."""
        count = len({name.split(".")[0] for name in arrays if name[0].isdigit()})
        return cls(_norm(arrays, "first"), tuple(_layer(arrays, f"{k}.", heads) for k in range(count)))


def _layer(arrays: Mapping[str, Floats], at: str, heads: int) -> Layer:
    mix, out, wide, narrow = (_affine(arrays, at + name) for name in ("mix", "out", "wide", "narrow"))
    return Layer(mix, out, _norm(arrays, f"{at}after"), wide, narrow, _norm(arrays, f"{at}last"), heads)


def _affine(arrays: Mapping[str, Floats], name: str) -> Affine:
    return Affine(arrays[f"{name}.weights"], arrays[f"{name}.bias"])


def _norm(arrays: Mapping[str, Floats], name: str) -> Norm:
    return Norm(arrays[f"{name}.scale"], arrays[f"{name}.shift"])
