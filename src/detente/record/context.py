"""What the words of a dispatch tell when they are read in context, as scores for the ranker to weigh."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.numerics.encoder import Encoder
from detente.record.casting import NOBODY
from detente.record.gazetteer import Mention
from detente.record.layout import SLOTS, Layout, lay_out, windows
from detente.record.pieces import Pieces

Floats = NDArray[np.float32]
ROLES = ("source", "target")
HEADS = 12
APART = np.array((-30.0, -15.0, -8.0, -4.0, -1.5, 0.0, 1.5, 4.0, 8.0, 15.0, 30.0), dtype=np.float32)
"""Edges of the steps in which the tokens between a word and a name are counted."""

BEFORE, AFTER = -3, 2
"""Sentences before and after a word that are told apart."""

FAR = 20
"""Acts between two that are told apart."""

_UNNAMED = np.float32(-4.0)
"""What a state that is not named near counts for."""


@dataclass(frozen=True, slots=True)
class ContextModel:
    """The fitted weights.

    `labels` are those of the heads `types`, `kinds` and `status`; `arrays` hold the encoder's weights under
    `encoder.` and all others under their names.
    """

    pieces: Pieces
    labels: Mapping[str, tuple[str, ...]]
    arrays: Mapping[str, Floats]

    def read(self, text: str, spans: Sequence[tuple[int, int]], mentions: Sequence[Mention]) -> "Context":
        """The context of every word of the sentences `spans`."""
        layout = lay_out(text, spans, mentions, self.pieces)
        inner = {name[8:]: a for name, a in self.arrays.items() if name.startswith("encoder.")}
        encoder = Encoder.of(inner, HEADS)
        vectors = np.empty((len(layout), self.arrays["word"].shape[1]), dtype=np.float32)
        first = np.zeros(len(layout), dtype=int)
        last = np.zeros(len(layout), dtype=int)
        for start, end, new in windows(layout, self.pieces):
            vectors[new:end] = encoder(self._embedded(layout, start, end))[new - start :]
            first[new:end], last[new:end] = start, end
        return Context(self, layout, vectors, first, last)

    def _embedded(self, layout: Layout, start: int, end: int) -> Floats:
        """The tokens [start, end) as vectors, before the encoder's first norm."""
        a = self.arrays
        piece, kind, slot, place = (
            np.array(row[start:end]) for row in (layout.piece, layout.kind, layout.slot, layout.place)
        )
        named = kind >= 0
        x = a["word"][np.where(named, 0, piece)]
        x[named] = a["mention"][kind[named]] + a["slot"][slot[named]] + a["place"][place[named]]
        embedded: Floats = x + a["position"][: end - start]
        return embedded


@dataclass(frozen=True, slots=True)
class Context:
    """A dispatch's tokens with their vectors; scores are log-odds up to a constant of each word.

    Token k was read together with the tokens [first[k], last[k]).
    """

    model: ContextModel
    layout: Layout
    vectors: Floats
    first: NDArray[np.int_]
    last: NDArray[np.int_]

    def token(self, start: int) -> int | None:
        """The token of the word that begins at a character."""
        return self.layout.at.get(start)

    def scores(self, head: str, token: int) -> dict[str, float]:
        """The log-probability of each label of `types`, `kinds` or `status`."""
        scores = self._affine(head, self.vectors[token])
        top = float(scores.max())
        total = top + float(np.log(np.exp(scores - top).sum()))
        return {
            label: float(score) - total for label, score in zip(self.model.labels[head], scores, strict=True)
        }

    def ends(self, role: str, token: int) -> dict[str, float]:
        """For each state that the text names, and NOBODY, how much speaks for it as `source` or `target`."""
        vector = self.vectors[token]
        named = self._named(role, token)
        known = self._affine(f"{role}.slot", vector)
        found = {code: float(known[k] + named.get(k, _UNNAMED)) for k, code in enumerate(self.layout.codes)}
        return {**found, NOBODY: float(self._affine(f"{role}.nobody", vector)[0])}

    def _named(self, role: str, token: int) -> dict[int, float]:
        """For each slot the sum of what its mentions that were read with the word speak for it."""
        a, slot = self.model.arrays, np.array(self.layout.slot[self.first[token] : self.last[token]])
        near = np.flatnonzero((slot >= 0) & (slot < SLOTS))
        if not len(near):
            return {}
        at = near + self.first[token]
        query = self._affine(f"{role}.query", self.vectors[token])
        keys = self._affine(f"{role}.key", self.vectors[at])
        sentence = np.array(self.layout.sentence)[at] - self.layout.sentence[token]
        score = keys @ query / np.float32(np.sqrt(len(query)))
        score += a[f"{role}.apart"][np.searchsorted(APART, (at - token).astype(np.float32))]
        score += a[f"{role}.sentence"][np.clip(sentence, BEFORE, AFTER) - BEFORE]
        score += a[f"{role}.kind"][np.array(self.layout.kind)[at]]
        return {int(k): _log_sum(score[slot[near] == k]) for k in np.unique(slot[near])}

    def links(self, token: int, others: Sequence[int], steps: Sequence[int]) -> list[float]:
        """How much speaks for it that the act at `token` answers each of `others`, against answering none.

        `steps` are the acts between, negative for those told before.
        """
        a, vector = self.model.arrays, self.vectors[token]
        if not len(others):
            return []
        query = self._affine("links.query", vector)
        keys = self._affine("links.key", self.vectors[list(others)])
        score = keys @ query / np.float32(np.sqrt(len(query)))
        score += a["links.apart"][np.clip(np.array(steps), -FAR, FAR) + FAR]
        none = float(self._affine("links.none", vector)[0])
        return [float(each) - none for each in score]

    def _affine(self, name: str, x: Floats) -> Floats:
        result: Floats = x @ self.model.arrays[f"{name}.weights"] + self.model.arrays[f"{name}.bias"]
        return result


def _log_sum(scores: Floats) -> float:
    top = float(scores.max())
    return top + float(np.log(np.exp(scores - top).sum()))
