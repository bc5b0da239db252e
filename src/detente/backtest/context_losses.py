"""How far the model of words in context is from the codes: the losses of its parts, in PyTorch."""

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from detente.backtest.context_base import KEY, LABELS, TYPES
from detente.backtest.context_lessons import Piece, Row
from detente.backtest.context_net import affine, read
from detente.record.act_features import type_of
from detente.record.context import AFTER, APART, BEFORE, FAR
from detente.record.layout import SLOTS
from detente.record.pieces import Pieces

WEIGHT = {"types": 1.0, "kinds": 0.5, "status": 0.6, "source": 1.0, "target": 1.0, "links": 0.5}
"""How much each part counts in the loss; set once, by hand."""


def losses(
    torch: Any, p: Mapping[str, Any], batch: Sequence[Piece], pieces: Pieces, rng: random.Random
) -> Any:
    """For each part the summed loss and the number of its cases."""
    vectors = read(torch, p, batch, pieces, rng)
    found: dict[str, list[Any]] = {name: [torch.zeros(()), 0] for name in WEIGHT}
    for piece, rows in zip(batch, vectors, strict=True):
        for name, value, n in _piece_losses(torch, p, piece, rows):
            found[name][0] = found[name][0] + value
            found[name][1] += n
    return {name: tuple(pair) for name, pair in found.items()}


def _piece_losses(
    torch: Any, p: Mapping[str, Any], piece: Piece, rows: Any
) -> Iterator[tuple[str, Any, int]]:
    words, acts = piece.words(), piece.acts()
    if not words:
        return
    told = {word: [piece.lesson.rows[n] for n in piece.lesson.told[word]] for word in acts}
    types = [TYPES.index(_type(told[word][0])) if word in told else 0 for word in words]
    yield "types", _label_loss(torch, p, "types", rows, _at(piece, words), types), max(len(acts), 1)
    if not acts:
        return
    for head, field in (("kinds", "kind"), ("status", "status")):
        labels = [LABELS[head].index(told[word][0][field]) for word in acts]
        yield head, _label_loss(torch, p, head, rows, _at(piece, acts), labels), len(acts)
    for role in ("source", "target"):
        yield role, *_end_loss(torch, p, piece, rows, role, told)
    if len(acts) > 1:
        yield "links", *_link_loss(torch, p, piece, rows, acts)


def _at(piece: Piece, tokens: Sequence[int]) -> list[int]:
    """Tokens counted from the beginning of a piece."""
    return [token - piece.start for token in tokens]


def _label_loss(
    torch: Any, p: Mapping[str, Any], head: str, rows: Any, at: Sequence[int], labels: Sequence[int]
) -> Any:
    """Cross-entropy of one label each."""
    scores = affine(p, head, rows[at])
    return torch.nn.functional.cross_entropy(scores, torch.tensor(labels), reduction="sum")


def _type(row: Row) -> str:
    own = row.get("plover")
    return str(own) if own in TYPES else type_of(row["kind"])


def _end_loss(
    torch: Any, p: Mapping[str, Any], piece: Piece, rows: Any, role: str, told: Mapping[int, Sequence[Row]]
) -> tuple[Any, int]:
    """Cross-entropy of the coded states of one end; several count alike."""
    layout = piece.lesson.layout
    slots = {code: piece.names[k] for k, code in enumerate(layout.codes)}
    wanted = torch.tensor([_wanted(rows_, role, slots) for rows_ in told.values()])
    known = wanted.sum(dim=1) > 0
    share = wanted / wanted.sum(dim=1, keepdim=True).clamp(min=1.0)
    scores = _end_scores(torch, p, piece, rows, role, list(told))
    there = torch.zeros(SLOTS + 1, dtype=torch.bool)
    there[[*slots.values(), SLOTS]] = True
    chance = torch.log_softmax(scores.masked_fill(~there, -1e4), dim=1)
    return -(share * chance)[known].sum(), int(known.sum())


def _wanted(rows: Sequence[Row], role: str, slots: Mapping[str, int]) -> list[float]:
    """1 for each slot that is coded at that end, the last for nobody; of equals the first state acts."""
    found = [0.0] * (SLOTS + 1)
    for row in rows:
        ends = [row.get("source"), row.get("target")]
        if row.get("symmetric"):
            ends.sort(key=lambda code: slots.get(code, SLOTS) if code else SLOTS)
        code = ends[role == "target"]
        if not code:
            found[SLOTS] = 1.0
        elif code in slots:
            found[slots[code]] = 1.0
    return found


def _end_scores(
    torch: Any, p: Mapping[str, Any], piece: Piece, rows: Any, role: str, acts: Sequence[int]
) -> Any:
    """As `Context.ends`, for all acts at once, shape (acts, slots + 1)."""
    layout, a = piece.lesson.layout, piece.start
    word = torch.tensor(_at(piece, acts))
    known, nobody = affine(p, f"{role}.slot", rows[word]), affine(p, f"{role}.nobody", rows[word])
    at = [k for k in range(piece.start, piece.end) if 0 <= layout.slot[k] < SLOTS]
    if not at:
        return torch.cat([known - 4.0, nobody], dim=1)
    near = torch.tensor(_at(piece, at))
    score = affine(p, f"{role}.query", rows[word]) @ affine(p, f"{role}.key", rows[near]).T / math.sqrt(KEY)
    apart = (near[None, :] - word[:, None]).float()
    score = score + p[f"{role}.apart"][torch.bucketize(apart, torch.tensor(APART))]
    sentence = torch.tensor(layout.sentence)
    gap = sentence[near + a][None, :] - sentence[word + a][:, None]
    score = score + p[f"{role}.sentence"][gap.clamp(BEFORE, AFTER) - BEFORE]
    score = score + p[f"{role}.kind"][torch.tensor([layout.kind[k] for k in at])][None, :]
    slot = torch.tensor([piece.names[layout.slot[k]] for k in at])
    columns = [
        torch.logsumexp(score[:, slot == k], dim=1)
        if bool((slot == k).any())
        else torch.full((len(acts),), -4.0)
        for k in range(SLOTS)
    ]
    return torch.cat([known + torch.stack(columns, dim=1), nobody], dim=1)


def _link_loss(
    torch: Any, p: Mapping[str, Any], piece: Piece, rows: Any, acts: Sequence[int]
) -> tuple[Any, int]:
    """Cross-entropy of the act that each act answers, or of none."""
    lesson = piece.lesson
    place = {row: k for k, act in enumerate(acts) for row in lesson.told[act]}
    vectors = rows[_at(piece, acts)]
    score = affine(p, "links.query", vectors) @ affine(p, "links.key", vectors).T / math.sqrt(KEY)
    order = torch.arange(len(acts))
    score = score + p["links.apart"][(order[None, :] - order[:, None]).clamp(-FAR, FAR) + FAR]
    score = score.masked_fill(torch.eye(len(acts), dtype=torch.bool), -1e4)
    chance = torch.log_softmax(torch.cat([score, affine(p, "links.none", vectors)], dim=1), dim=1)
    total, n = torch.zeros(()), 0
    for k, act in enumerate(acts):
        answers = {lesson.rows[row].get("answers") for row in lesson.told[act]} - {None}
        right = {place[row] for row in answers if row in place} - {k}
        if answers and not right:
            continue
        total = total - (torch.logsumexp(chance[k][sorted(right)], dim=0) if right else chance[k][-1])
        n += 1
    return total, n
