"""The encoder: against a slow reference in loops and doubles, and what holds of any encoder."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from detente.numerics.encoder import Encoder, Floats, gelu
from tests.unit.numerics.encoders import drawn, encoder_arrays

WIDTH, HEADS, LAYERS = 12, 3, 2
Row = list[float]


def arrays(seed: int = 7) -> dict[str, Floats]:
    return encoder_arrays(np.random.default_rng(seed), layers=LAYERS, width=WIDTH)


def words(n: int, seed: int = 8) -> Floats:
    return drawn(np.random.default_rng(seed), n, WIDTH)


ENCODER = Encoder.of(arrays(), HEADS)


class Slow:
    """The same sums as the papers have them, one number at a time."""

    def __init__(self, arrays: Mapping[str, Floats]) -> None:
        self.arrays = {name: array.astype(np.float64).tolist() for name, array in arrays.items()}

    def affine(self, name: str, x: Row) -> Row:
        weights, bias = self.arrays[f"{name}.weights"], self.arrays[f"{name}.bias"]
        return [bias[j] + sum(x[i] * weights[i][j] for i in range(len(x))) for j in range(len(bias))]

    def norm(self, name: str, x: Row) -> Row:
        scale, shift = self.arrays[f"{name}.scale"], self.arrays[f"{name}.shift"]
        mean = sum(x) / len(x)
        spread = math.sqrt(sum((v - mean) ** 2 for v in x) / len(x))
        return [(v - mean) / spread * scale[i] + shift[i] for i, v in enumerate(x)]

    def attended(self, at: str, rows: Sequence[Row]) -> list[Row]:
        mixed = [self.affine(f"{at}mix", x) for x in rows]
        size = WIDTH // HEADS
        found: list[Row] = [[] for _ in rows]
        for head in range(HEADS):
            first = head * size
            queries, keys, values = (
                [m[part * WIDTH + first : part * WIDTH + first + size] for m in mixed] for part in range(3)
            )
            for n, query in enumerate(queries):
                odds = [math.exp(dot(query, key) / math.sqrt(size)) for key in keys]
                shares = [each / sum(odds) for each in odds]
                found[n] += [sum(s * v[j] for s, v in zip(shares, values, strict=True)) for j in range(size)]
        return found

    def layer(self, at: str, rows: Sequence[Row]) -> list[Row]:
        found = []
        for x, seen in zip(rows, self.attended(at, rows), strict=True):
            x = self.norm(f"{at}after", added(x, self.affine(f"{at}out", seen)))
            wide = [slow_gelu(v) for v in self.affine(f"{at}wide", x)]
            found.append(self.norm(f"{at}last", added(x, self.affine(f"{at}narrow", wide))))
        return found

    def read(self, x: Floats) -> np.ndarray:
        rows = [self.norm("first", row) for row in x.astype(np.float64).tolist()]
        for k in range(LAYERS):
            rows = self.layer(f"{k}.", rows)
        return np.array(rows)


def added(one: Row, other: Row) -> Row:
    return [a + b for a, b in zip(one, other, strict=True)]


def dot(one: Row, other: Row) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def slow_gelu(x: float) -> float:
    return 0.5 * x * (1 + math.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


@pytest.mark.parametrize("n", [1, 2, 9])
def test_it_is_what_the_papers_say(n: int) -> None:
    x = words(n)
    found = ENCODER(x)
    assert found.dtype == np.float32
    assert found == pytest.approx(Slow(arrays()).read(x), abs=2e-5)


def test_rows_in_another_order_give_the_same_rows_in_that_order() -> None:
    """Where a word stands is known only from what is embedded."""
    x, order = words(7), np.random.default_rng(1).permutation(7)
    assert ENCODER(x[order]) == pytest.approx(ENCODER(x)[order], abs=1e-5)


def test_every_row_depends_on_every_other() -> None:
    x = words(5)
    for k in range(5):
        other = x.copy()
        other[k] = words(1, seed=99)[0]
        assert (np.abs(ENCODER(other) - ENCODER(x)).max(axis=1) > 1e-3).all()


def test_large_scores_do_not_overflow() -> None:
    loud = arrays()
    for name in ("0.mix.weights", "1.mix.weights"):
        loud[name] = 1000 * loud[name]
    assert np.isfinite(Encoder.of(loud, HEADS)(words(4))).all()


def test_what_it_is_given_stays_as_it_was() -> None:
    x = words(4)
    ENCODER(x)
    assert x.tolist() == words(4).tolist()


@pytest.mark.parametrize("name", sorted(arrays()))
def test_a_missing_array_is_named(name: str) -> None:
    rest = {other: array for other, array in arrays().items() if other != name}
    with pytest.raises(KeyError, match=name):
        Encoder.of(rest, HEADS)


def test_gelu_is_near_the_normal_distribution() -> None:
    x = np.linspace(-6, 6, 241, dtype=np.float32)
    exact = [v * 0.5 * (1 + math.erf(v / math.sqrt(2))) for v in x.tolist()]
    assert gelu(x) == pytest.approx(exact, abs=1e-3)
    assert gelu(x) != pytest.approx(np.maximum(x, 0), abs=1e-3)
