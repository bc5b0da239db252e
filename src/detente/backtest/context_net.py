"""The encoder of `numerics.encoder` in PyTorch, in batches and with dropout, to be fitted."""

import random
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from detente.backtest.context_base import LAYERS, WIDTH
from detente.backtest.context_lessons import Piece
from detente.record.context import HEADS
from detente.record.layout import NO, SLOTS
from detente.record.pieces import UNKNOWN, Pieces

Parameters = Mapping[str, Any]
DROP, BLANK = 0.1, 0.06
"""Dropout, and the share of words that are hidden."""


def affine(p: Parameters, name: str, x: Any) -> Any:
    """x @ weights + bias."""
    return x @ p[f"{name}.weights"] + p[f"{name}.bias"]


def read(torch: Any, p: Parameters, batch: Sequence[Piece], pieces: Pieces, rng: random.Random) -> Any:
    """Vectors in context, shape (pieces, tokens, width)."""
    F = torch.nn.functional
    x = F.dropout(_norm(torch, p, "encoder.first", _embedded(torch, p, batch, pieces, rng)), DROP)
    n = x.shape[1]
    there = torch.tensor([[k < each.end - each.start for k in range(n)] for each in batch])
    mask = torch.zeros(len(batch), 1, 1, n).masked_fill(~there[:, None, None, :], -1e9)
    for k in range(LAYERS):
        at = f"encoder.{k}."
        mixed = affine(p, f"{at}mix", x).view(len(batch), n, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(*mixed, attn_mask=mask).transpose(1, 2).reshape(x.shape)
        x = _norm(torch, p, f"{at}after", x + F.dropout(affine(p, f"{at}out", seen), DROP))
        wide = F.gelu(affine(p, f"{at}wide", x), approximate="tanh")
        x = _norm(torch, p, f"{at}last", x + F.dropout(affine(p, f"{at}narrow", wide), DROP))
    return F.dropout(x, DROP)


def _norm(torch: Any, p: Parameters, name: str, x: Any) -> Any:
    return torch.nn.functional.layer_norm(x, (WIDTH,), p[f"{name}.scale"], p[f"{name}.shift"], 1e-12)


def _embedded(torch: Any, p: Parameters, batch: Sequence[Piece], pieces: Pieces, rng: random.Random) -> Any:
    n = max(piece.end - piece.start for piece in batch)
    rows = np.zeros((4, len(batch), n), dtype=int)
    rows[1] = NO
    for k, each in enumerate(batch):
        layout, here = each.lesson.layout, slice(each.start, each.end)
        size = each.end - each.start
        rows[0, k, :size] = _hidden(layout.piece[here], pieces, rng)
        rows[1, k, :size] = layout.kind[here]
        rows[2, k, :size] = [each.names[slot] if 0 <= slot < SLOTS else slot for slot in layout.slot[here]]
        rows[3, k, :size] = layout.place[here]
    piece, kind, slot, place = (torch.tensor(row).clamp(min=0) for row in rows)
    named = torch.tensor(rows[1] >= 0).unsqueeze(-1)
    mention = p["mention"][kind] + p["slot"][slot] + p["place"][place]
    return torch.where(named, mention, p["word"][piece]) + p["position"][:n]


def _hidden(row: Sequence[int], pieces: Pieces, rng: random.Random) -> list[int]:
    """Pieces, some of them hidden at random."""
    unknown, keep = pieces.names.index(UNKNOWN), (NO, pieces.first, pieces.end)
    return [unknown if k not in keep and rng.random() < BLANK else k for k in row]
