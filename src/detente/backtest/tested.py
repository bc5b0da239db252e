"""A back-test's table: every model's scores on the same rows, and its difference from the best baseline."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.forecast.ledger import Marks
from detente.numerics.scores import (
    Bin,
    Difference,
    Floats,
    Ints,
    average_precision,
    brier,
    log_score,
    paired_difference,
    reliability,
    roc_area,
)

RESAMPLES = 1000

Labels = NDArray[Any]
"""The name of the part of each forecast, (n,)."""


@dataclass(frozen=True, slots=True)
class Line:
    """The mean scores of a model; its log score less that of the best baseline, pairs of states resampled."""

    model: str
    log_score: float
    brier: float
    auc: float
    ap: float
    versus_best_baseline: Difference


@dataclass(frozen=True, slots=True)
class Part:
    """Our log score and the best baseline's in one part; `kind` is "decade", "region" or "year"."""

    kind: str
    name: str
    n: int
    events: int
    ours: float
    best_baseline: float


@dataclass(frozen=True, slots=True)
class Tested:
    """A model and its baselines on the same `n` forecasts of `first` to `last`; `events` came true."""

    name: str
    target: str
    first: int
    last: int
    n: int
    events: int
    data_hash: str
    ours: str
    best_baseline: str
    rows: tuple[Line, ...]
    reliability: tuple[Bin, ...]
    parts: tuple[Part, ...] = ()
    notes: tuple[str, ...] = ()
    also: tuple["Tested", ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """What `detente backtest NAME --json` prints."""
        stored = asdict(self)
        stored["from"], stored["to"] = stored.pop("first"), stored.pop("last")
        for row in stored["rows"]:
            gap = row["versus_best_baseline"]
            gap["mean"] = gap.pop("value")
        stored["also"] = [other.as_json() for other in self.also]
        return stored

    def with_others(self, others: Sequence["Tested"]) -> "Tested":
        """The same table with those of further targets under it."""
        return replace(self, also=tuple(others))

    def line(self, model: str) -> Line:
        """The row of a model."""
        return next(row for row in self.rows if row.model == model)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What is forecast: `y` (n,) 0 or 1, and the `cluster` (n,) that an interval resamples whole."""

    y: Floats
    cluster: Ints


def weights_note(voices: Sequence[str], weights: Floats, when: str) -> str:
    """A line of a table's notes: the weights that the voices had, and when."""
    return f"weights of {', '.join(voices)} {when}: {', '.join(f'{w:.2f}' for w in weights)}"


def scored(
    task: tuple[str, str],
    years: tuple[int, int],
    outcomes: Outcomes,
    forecasts: Mapping[str, Floats],
    *,
    ours: str,
    data_hash: str,
    variants: Sequence[str] = (),
    by: Mapping[str, Labels] | None = None,
    notes: Sequence[str] = (),
) -> Tested:
    """The table of `task` (name, target); all of `forecasts` but `ours` and its `variants` are baselines.

    `forecasts`: chances (n,) by model, in the order of the table; `by`: the part of each forecast, names (n,)
    by the kind of part.
    """
    y = outcomes.y
    losses = {model: log_score(p, y) for model, p in forecasts.items()}
    best = min(
        (m for m in forecasts if m != ours and m not in variants), key=lambda m: float(losses[m].mean())
    )
    gaps = {model: losses[model] - losses[best] for model in forecasts}
    lines = [_line(m, p, outcomes, losses[m], gaps[m]) for m, p in forecasts.items()]
    return Tested(
        *task,
        *years,
        y.size,
        int(y.sum()),
        data_hash,
        ours,
        best,
        tuple(lines),
        tuple(reliability(forecasts[ours], y)),
        tuple(
            Part(kind, name, *_figures(mask, y, losses[ours], losses[best]))
            for kind, name, mask in _masks(by or {})
        ),
        tuple(notes),
    )


def _line(model: str, p: Floats, outcomes: Outcomes, loss: Floats, gap: Floats) -> Line:
    y = outcomes.y
    difference = paired_difference(gap, outcomes.cluster, resamples=RESAMPLES)
    return Line(
        model,
        float(loss.mean()),
        float(brier(p, y).mean()),
        roc_area(p, y),
        average_precision(p, y),
        difference,
    )


def _masks(by: Mapping[str, Labels]) -> Iterator[tuple[str, str, Marks]]:
    for kind, labels in by.items():
        for name in np.unique(labels).tolist():
            yield kind, name, labels == name


def _figures(mask: Marks, y: Floats, ours: Floats, best: Floats) -> tuple[int, int, float, float]:
    return int(mask.sum()), int(y[mask].sum()), float(ours[mask].mean()), float(best[mask].mean())


def shown(result: Tested) -> str:
    """The table in plain text, with those of the further targets under it."""
    head = (
        f"{result.name}, {result.target}, {result.first}-{result.last}: {result.n:,} forecasts, "
        f"{result.events:,} came true; log score in nats, lower is better; data {result.data_hash[:12]}"
    )
    columns = (
        f"{'model':<44} {'log':>8} {'Brier':>8} {'AUC':>6} {'AP':>6}  less {result.best_baseline} (95 %)"
    )
    bins = [
        f"  said {b.forecast:.4f}, came {b.observed:.4f} ({b.low:.4f}-{b.high:.4f}) of {b.n}"
        for b in result.reliability
    ]
    lines = [head, columns, *map(_shown, result.rows), "reliability of ours:", *bins, *_parted(result.parts)]
    return "\n".join([*lines, *result.notes, *(f"\n{shown(other)}" for other in result.also)])


def _parted(parts: Sequence[Part]) -> Iterator[str]:
    for kind, group in groupby(parts, key=lambda part: part.kind):
        yield f"by {kind}:"
        for p in group:
            scores = f"{p.ours:.5f} against {p.best_baseline:.5f}"
            yield f"  {p.name:<28} n {p.n:>6} events {p.events:>5}  {scores}"


def _shown(row: Line) -> str:
    gap = row.versus_best_baseline
    return (
        f"{row.model:<44} {row.log_score:>8.5f} {row.brier:>8.5f} {row.auc:>6.3f} {row.ap:>6.3f}  "
        f"{gap.value:+.5f} [{gap.low:+.5f}, {gap.high:+.5f}]"
    )
