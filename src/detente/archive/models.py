"""Fitted models of reading on disk: compressed NumPy files in `fitted/record`.

One file of linear models a reader, and `context.npz` for both. Names are kept as text joined by line ends,
weights as half floats, large tables as bytes with a scale a column; nothing in a file is ever executed.
"""

import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from detente.archive import tables
from detente.numerics.linear import Linear
from detente.world.errors import TableDamaged

FOLDER = "record"
NUMBERS = "numbers"
LARGE = 20_000
"""Numbers of a table from which on it is kept as bytes."""

SCALE = ".of_bytes"
_DAMAGE = (BadZipFile, zlib.error, OSError, EOFError, LookupError, RuntimeError, TypeError, ValueError)
"""What NumPy and zipfile raise at bytes that are not what was written."""


def write_models(path: Path, models: Mapping[str, Linear], numbers: Mapping[str, float]) -> None:
    """Write models, and numbers beside them, under their names."""
    arrays: dict[str, Any] = {NUMBERS: _text(f"{name}\t{value}" for name, value in numbers.items())}
    for name, model in models.items():
        arrays[f"{name}.labels"] = _text(model.labels)
        arrays[f"{name}.features"] = _text(sorted(model.vocabulary, key=lambda f: model.vocabulary[f]))
        arrays[f"{name}.weights"] = model.weights.astype(np.float16)
        arrays[f"{name}.tied"] = _text(f"{feature}\t{weight}" for feature, weight in model.tied.items())
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **arrays)


@cache
def read_models(reader: str) -> tuple[dict[str, Linear], dict[str, float]] | None:
    """The models that ship for a reader of sentences ("model" or "patterns") and their numbers; None without.

    TableDamaged if the file cannot be read.
    """
    path = Path(str(tables.folder())) / "fitted" / FOLDER / f"{reader}.npz"
    if not path.is_file():
        return None
    try:
        with np.load(BytesIO(path.read_bytes()), allow_pickle=False) as stored:
            arrays = dict(stored)
        names = dict.fromkeys(key.rpartition(".")[0] for key in arrays if key != NUMBERS)
        if not names:
            raise ValueError("no models in it")
        return {name: _model(name, arrays) for name in names}, _numbers(arrays[NUMBERS])
    except _DAMAGE as error:
        raise TableDamaged("model-damaged", f"{path}: {error}; install detente again") from error


def _model(name: str, arrays: Mapping[str, Any]) -> Linear:
    features = _lines(arrays[f"{name}.features"])
    weights = arrays[f"{name}.weights"].astype(np.float32)
    vocabulary = {feature: row for row, feature in enumerate(features)}
    return Linear(
        tuple(_lines(arrays[f"{name}.labels"])), vocabulary, weights, _numbers(arrays[f"{name}.tied"])
    )


def _text(lines: Any) -> Any:
    return np.frombuffer("\n".join(lines).encode(), dtype=np.uint8)


def _lines(array: Any) -> list[str]:
    text = array.tobytes().decode()
    return text.split("\n") if text else []


def _numbers(array: Any) -> dict[str, float]:
    return {name: float(value) for name, _, value in (line.rpartition("\t") for line in _lines(array))}


def write_context(
    path: Path, pieces: Sequence[str], labels: Mapping[str, Sequence[str]], arrays: Mapping[str, Any]
) -> None:
    """Write the model of words in context: its vocabulary, the labels of its heads, its weights."""
    stored: dict[str, Any] = {"pieces": _text(pieces), "labels": _text(labels), "arrays": _text(arrays)}
    stored |= {f"labels.{name}": _text(each) for name, each in labels.items()}
    for name, array in arrays.items():
        stored |= _packed(f"arrays.{name}", array)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **stored)


def _packed(name: str, array: Any) -> dict[str, Any]:
    """Half floats, or for large tables bytes with a scale a column."""
    if array.size < LARGE:
        return {name: array.astype(np.float16)}
    scale = (np.abs(array).max(axis=0) / 127.0 + 1e-12).astype(np.float32)
    return {name: np.round(array / scale).astype(np.int8), f"{name}{SCALE}": scale}


@cache
def read_context() -> tuple[list[str], dict[str, tuple[str, ...]], dict[str, Any]] | None:
    """The vocabulary, labels and weights of the model of words in context that ships; None without.

    TableDamaged if the file cannot be read.
    """
    path = Path(str(tables.folder())) / "fitted" / FOLDER / "context.npz"
    if not path.is_file():
        return None
    try:
        with np.load(BytesIO(path.read_bytes()), allow_pickle=False) as stored:
            found = dict(stored)
        labels = {name: tuple(_lines(found[f"labels.{name}"])) for name in _lines(found["labels"])}
        arrays = {name: _unpacked(found, f"arrays.{name}") for name in _lines(found["arrays"])}
        return _lines(found["pieces"]), labels, arrays
    except _DAMAGE as error:
        raise TableDamaged("model-damaged", f"{path}: {error}; install detente again") from error


def _unpacked(found: Mapping[str, Any], name: str) -> Any:
    array = found[name].astype(np.float32)
    return array * found[f"{name}{SCALE}"] if found[name].dtype == np.int8 else array
