"""A model of words in context with small random weights: it knows nothing, and everything in it is run."""

from collections.abc import Mapping

import numpy as np

from detente.backtest.context_base import LABELS
from detente.numerics.encoder import Floats
from detente.record.context import AFTER, APART, BEFORE, FAR, ContextModel
from detente.record.layout import MENTIONS, SLOTS
from detente.record.pieces import Pieces
from tests.unit.numerics.encoders import affine, drawn, encoder_arrays

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
WORDS = ("bomb", "##ed", "##ing", "the", "attack", "village", "shell", "school", "war", "border", "guns")
PIECES = Pieces(("[CLS]", "[SEP]", "[UNK]", *LETTERS, *(f"##{each}" for each in LETTERS), *".,'-", *WORDS))
WIDTH, KEY, PLACES = 24, 8, 512


def context_arrays(rng: np.random.Generator, labels: Mapping[str, tuple[str, ...]]) -> dict[str, Floats]:
    """All arrays of a `ContextModel`."""
    found = {f"encoder.{name}": array for name, array in encoder_arrays(rng, layers=1, width=WIDTH).items()}
    rows = {"word": len(PIECES.names), "position": PLACES, "mention": len(MENTIONS), "slot": SLOTS + 1}
    found |= {name: drawn(rng, n, WIDTH) for name, n in (rows | {"place": 4}).items()}
    sizes = {name: len(each) for name, each in labels.items()}
    for role in ("source", "target"):
        heads = {"slot": SLOTS, "nobody": 1, "query": KEY, "key": KEY}
        sizes |= {f"{role}.{head}": n for head, n in heads.items()}
        found[f"{role}.apart"], found[f"{role}.kind"] = drawn(rng, len(APART) + 1), drawn(rng, len(MENTIONS))
        found[f"{role}.sentence"] = drawn(rng, AFTER - BEFORE + 1)
    sizes |= {"links.query": KEY, "links.key": KEY, "links.none": 1}
    found["links.apart"] = drawn(rng, 2 * FAR + 1)
    for name, size in sizes.items():
        found |= affine(rng, name, WIDTH, size)
    return found


def context_model(seed: int = 20221103) -> ContextModel:
    """With the labels of what is fitted, 24 numbers a word, one layer."""
    return ContextModel(PIECES, LABELS, context_arrays(np.random.default_rng(seed), LABELS))
