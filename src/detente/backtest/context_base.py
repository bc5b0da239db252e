"""The weights from which the model of words in context starts: a published encoder, the rest at random.

The encoder is that of all-MiniLM-L6-v2 (Apache-2.0; Wang et al. 2020, MiniLM), in the form in which it is
published: `model.safetensors` with `vocab.txt` beside it.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from detente.record.act_features import type_of
from detente.record.context import AFTER, APART, BEFORE, FAR
from detente.record.layout import MENTIONS, SLOTS
from detente.record.pieces import END, FIRST, UNKNOWN, Pieces
from detente.record.ranker import NO_ACT
from detente.world.kinds import KINDS

KEPT = 16_000
"""Pieces of the published vocabulary that are kept: the most frequent ones, in ASCII."""

WIDTH, KEY, LAYERS = 384, 96, 6
STATUSES = ("actual", "historical", "hypothetical", "denied")
TYPES = (NO_ACT, *sorted({type_of(kind) for kind in KINDS}))
LABELS = {"types": TYPES, "kinds": tuple(sorted(KINDS)), "status": STATUSES}


def kept_pieces(base: Path) -> Pieces:
    """The most frequent pieces of the published vocabulary, in its order."""
    names = (base.parent / "vocab.txt").read_text(encoding="utf-8").splitlines()
    plain = re.compile(r"(?:##)?[ -~]+")
    special = {FIRST, END, UNKNOWN}
    kept = [n for k, n in enumerate(names) if n in special or (k < KEPT and plain.fullmatch(n))]
    return Pieces([name for name in kept if name in special or not (name.startswith("[") and len(name) > 1)])


def published(base: Path) -> dict[str, Any]:
    """The arrays of a safetensors file: a length, a JSON of names, and the numbers."""
    raw = base.read_bytes()
    size = int.from_bytes(raw[:8], "little")
    head, body = json.loads(raw[8 : 8 + size]), raw[8 + size :]
    found = {}
    for name, item in head.items():
        if name == "__metadata__" or item["dtype"] != "F32":
            continue
        first, last = item["data_offsets"]
        found[name] = np.frombuffer(body[first:last], dtype="<f4").reshape(item["shape"]).copy()
    return found


def first_arrays(base: Path, pieces: Pieces, seed: int) -> dict[str, Any]:
    """The weights before anything is fitted: the published encoder, and small random numbers for the rest."""
    theirs, rng = published(base), np.random.default_rng(seed)
    names = {n: k for k, n in enumerate((base.parent / "vocab.txt").read_text(encoding="utf-8").splitlines())}
    table = theirs["embeddings.word_embeddings.weight"]
    word = table[[names[name] for name in pieces.names]]
    kind = theirs["embeddings.token_type_embeddings.weight"][0]
    found = {"word": word, "position": theirs["embeddings.position_embeddings.weight"] + kind}
    found["encoder.first.scale"] = theirs["embeddings.LayerNorm.weight"]
    found["encoder.first.shift"] = theirs["embeddings.LayerNorm.bias"]
    for k in range(LAYERS):
        found |= {f"encoder.{k}.{name}": a for name, a in _their_layer(theirs, f"encoder.layer.{k}.")}

    def small(*shape: int) -> Any:
        return 0.02 * rng.standard_normal(shape)

    found["mention"] = table[names["country"]] + small(len(MENTIONS), WIDTH)
    found["slot"], found["place"] = small(SLOTS + 1, WIDTH), small(4, WIDTH)
    sizes = {name: len(labels) for name, labels in LABELS.items()}
    for role in ("source", "target"):
        sizes |= {
            f"{role}.{part}": n for part, n in (("slot", SLOTS), ("nobody", 1), ("query", KEY), ("key", KEY))
        }
        found[f"{role}.apart"], found[f"{role}.kind"] = np.zeros(len(APART) + 1), np.zeros(len(MENTIONS))
        found[f"{role}.sentence"] = np.zeros(AFTER - BEFORE + 1)
    sizes |= {"links.query": KEY, "links.key": KEY, "links.none": 1}
    found["links.apart"] = np.zeros(2 * FAR + 1)
    for name, size in sizes.items():
        found[f"{name}.weights"], found[f"{name}.bias"] = small(WIDTH, size), np.zeros(size)
    return {name: np.ascontiguousarray(a, dtype=np.float32) for name, a in found.items()}


def _their_layer(theirs: Mapping[str, Any], at: str) -> Iterator[tuple[str, Any]]:
    parts = [f"{at}attention.self.{name}" for name in ("query", "key", "value")]
    yield "mix.weights", np.concatenate([theirs[f"{part}.weight"].T for part in parts], axis=1)
    yield "mix.bias", np.concatenate([theirs[f"{part}.bias"] for part in parts])
    for ours, name in (("out", "attention.output"), ("wide", "intermediate"), ("narrow", "output")):
        yield f"{ours}.weights", theirs[f"{at}{name}.dense.weight"].T
        yield f"{ours}.bias", theirs[f"{at}{name}.dense.bias"]
    for ours, name in (("after", "attention.output"), ("last", "output")):
        yield f"{ours}.scale", theirs[f"{at}{name}.LayerNorm.weight"]
        yield f"{ours}.shift", theirs[f"{at}{name}.LayerNorm.bias"]
