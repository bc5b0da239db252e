"""Readings of sentences against ICBe: precision and recall of pairs, sides of shared pairs, intervals."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.backtest.icbe_table import CONFLICT, COOPERATION, Coded, Pair, Sides, unordered

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]
Reading = Sequence[Sides]
"""What a reader found in one crisis, a mapping a sentence."""

RESAMPLES = 1_000
SEED = 20221103
MEASURES = ("pairs", "pairs where ICBe has one", "who to whom", "side")
SCORES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(MEASURES[:3], ("precision", "recall", "F1")),
    "side": ("accuracy", "macro-F1"),
}
_LAST = {measure: scores[-1] for measure, scores in SCORES.items()}
_SIDES = (CONFLICT, COOPERATION)


@dataclass(frozen=True, slots=True)
class Row:
    """One score of one reader with its 95 % interval over crises; `n` is what its denominator holds."""

    reader: str
    measure: str
    score: str
    value: float
    low: float
    high: float
    n: int


def tally(coded: Sequence[Coded], reading: Reading) -> Mapping[str, Counts]:
    """Counts of one crisis by measure: (right, read, coded), for sides (2, 2): ICBe's by the reader's.

    `unsided` counts the shared pairs of which one of the two has no single side.
    """
    shape = {"side": (2, 2), "unsided": (1,)}
    counts = {m: np.zeros(shape.get(m, (3,)), dtype=np.int64) for m in (*MEASURES, "unsided")}
    for gold, found in zip(coded, reading, strict=True):
        read = {pair: sides for pair, sides in found.items() if unordered(pair) not in gold.aside}
        pairs, told = {unordered(pair) for pair in read}, {unordered(pair) for pair in gold.told}
        counts["pairs"] += _hits(pairs, told)
        counts["pairs where ICBe has one"] += _hits(pairs, told) if told else 0
        counts["who to whom"] += _hits(_directed(read, gold), _directed(gold.told, gold))
        for pair in pairs & told:
            place = (_side(gold.told, pair), _side(read, pair))
            if None in place:
                counts["unsided"] += 1
            else:
                counts["side"][place] += 1
    return counts


def _hits(read: set[Pair], told: set[Pair]) -> Counts:
    return np.array([len(read & told), len(read), len(told)], dtype=np.int64)


def _directed(sides: Sides, gold: Coded) -> set[Pair]:
    """Ordered pairs, those of a mutual act in one order for both readers."""
    return {unordered(pair) if unordered(pair) in gold.mutual else pair for pair in sides}


def _side(sides: Sides, pair: Pair) -> int | None:
    """The one side of a pair whichever way it goes, None if it has none or both."""
    found = {side for each in (pair, pair[::-1]) for side in sides.get(each, ())}
    return _SIDES.index(found.pop()) if len(found) == 1 else None


def single_side(sides: Sides, pair: Pair) -> str | None:
    """The one side of an unordered pair, None if it has none or both."""
    place = _side(sides, unordered(pair))
    return None if place is None else _SIDES[place]


def score(
    readers: Mapping[str, Sequence[Mapping[str, Counts]]], first: str, rivals: Mapping[str, Sequence[str]]
) -> tuple[Row, ...]:
    """Every score of every reader, and what `first` is better by than each rival on some measures.

    `readers` has the counts of the same crises in the same order for each; a measure that a reader has no
    counts of is left out.
    """
    drawn = {name: _draws(crises) for name, crises in readers.items()}
    own = [row for name in readers for row in _rows(name, drawn[name])]
    gaps = [_gaps(first, name, measures, drawn) for name, measures in rivals.items() if name in drawn]
    return (*own, *(row for rows in gaps for row in rows))


Drawn = Mapping[tuple[str, str], tuple[Floats, int]]


def _draws(crises: Sequence[Mapping[str, Counts]]) -> Drawn:
    """Each score of the crises as they are, then of every resample; the same resamples for each reader."""
    n = len(crises)
    weights = np.random.default_rng(SEED).multinomial(n, np.full(n, 1.0 / n), size=RESAMPLES)
    weights = np.vstack([np.ones((1, n), dtype=np.int64), weights])
    found: dict[tuple[str, str], tuple[Floats, int]] = {}
    for measure in (m for m in MEASURES if m in crises[0]):
        sums = np.tensordot(weights, np.stack([counts[measure] for counts in crises]), axes=1).astype(float)
        values = _side_scores(sums) if measure == "side" else _pair_scores(sums)
        sizes = _sizes(sums[0], measure)
        found |= {(measure, name): (values[name], sizes[name]) for name in SCORES[measure]}
    return found


def _sizes(counts: Floats, measure: str) -> Mapping[str, int]:
    if measure == "side":
        return dict.fromkeys(SCORES["side"], int(counts.sum()))
    _, read, told = (int(count) for count in counts)
    return {"precision": read, "recall": told, "F1": read + told}


def _pair_scores(sums: Floats) -> Mapping[str, Floats]:
    """Scores of counts (right, read, coded), shape (draws, 3); 0 where nothing was read or coded."""
    right, read, told = sums.T
    return {
        "precision": _share(right, read),
        "recall": _share(right, told),
        "F1": _share(2.0 * right, read + told),
    }


def _side_scores(sums: Floats) -> Mapping[str, Floats]:
    """Scores of tables (draws, 2, 2) of ICBe's side by the reader's."""
    right = np.diagonal(sums, axis1=1, axis2=2)
    each = _share(2.0 * right, sums.sum(axis=1) + sums.sum(axis=2))
    return {"accuracy": _share(right.sum(axis=1), sums.sum(axis=(1, 2))), "macro-F1": each.mean(axis=1)}


def _share(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0.0)


def _rows(name: str, drawn: Drawn) -> Iterator[Row]:
    for (measure, label), (values, n) in drawn.items():
        if n:
            yield _row(name, measure, label, values, n)


def _gaps(first: str, name: str, measures: Sequence[str], drawn: Mapping[str, Drawn]) -> Iterator[Row]:
    for measure in measures:
        label = _LAST[measure]
        (ours, n), (theirs, other) = drawn[first][measure, label], drawn[name][measure, label]
        if n and other:
            yield _row(f"{first} less {name}", measure, label, ours - theirs, n)


def _row(name: str, measure: str, label: str, values: Floats, n: int) -> Row:
    low, high = np.quantile(values[1:], (0.025, 0.975))
    return Row(name, measure, label, float(values[0]), float(low), float(high), n)
