"""Fits the model of words in context on coded dispatches; needs PyTorch, as nothing else here does.

Everything is fitted together: whether a word tells an act, its kind and status, who does it to whom, what it
answers.
"""

import math
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from detente.backtest.context_base import LABELS, first_arrays, kept_pieces
from detente.backtest.context_lessons import BATCH, Lesson, batches
from detente.backtest.context_losses import WEIGHT, losses
from detente.record.context import ContextModel
from detente.world.errors import DataError

Progress = Callable[[str], None]
RATE, FASTER, DECAY = 3e-4, 5.0, 0.01
"""Step of the encoder, how much larger that of the rest, and decay of weights."""


def fit_context(
    lessons: Sequence[Lesson],
    base: Path | ContextModel,
    *,
    epochs: int,
    rate: float = RATE,
    seed: int = 0,
    progress: Progress,
) -> ContextModel:
    """Fit on lessons, from the published weights in `base` or on from a model that was fitted.

    DataError `no-torch` without PyTorch.
    """
    torch = _torch()
    torch.manual_seed(seed)
    rng = random.Random(seed)
    pieces = base.pieces if isinstance(base, ContextModel) else kept_pieces(base)
    arrays = dict(base.arrays) if isinstance(base, ContextModel) else first_arrays(base, pieces, seed)
    p = {name: torch.nn.Parameter(torch.tensor(array)) for name, array in arrays.items()}
    inner = [name for name in p if name.startswith("encoder.") or name in ("word", "position")]
    outer = [name for name in p if name not in inner]
    groups = [
        {"params": [p[n] for n in inner], "lr": rate},
        {"params": [p[n] for n in outer], "lr": rate * FASTER},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=DECAY)
    steps = epochs * math.ceil(len(lessons) / BATCH)
    plan = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda k: min(1.0, (k + 1) / (0.1 * steps)) * max(0.0, 1.0 - k / steps)
    )
    for epoch in range(epochs):
        sums: dict[str, list[float]] = {name: [0.0, 0.0] for name in WEIGHT}
        for batch in batches(lessons, pieces, rng):
            found = losses(torch, p, batch, pieces, rng)
            if not any(n for _, n in found.values()):
                continue
            total = sum(WEIGHT[name] * value / max(n, 1) for name, (value, n) in found.items())
            optimizer.zero_grad()
            total.backward()
            torch.nn.utils.clip_grad_norm_(list(p.values()), 1.0)
            optimizer.step()
            plan.step()
            for name, (value, n) in found.items():
                sums[name][0] += float(value.detach())
                sums[name][1] += n
        told = ", ".join(f"{name} {value / max(n, 1):.2f}" for name, (value, n) in sums.items())
        progress(f"context, epoch {epoch + 1} of {epochs}: loss an act: {told}")
    fitted = {name: parameter.detach().numpy() for name, parameter in p.items()}
    return ContextModel(pieces, LABELS, fitted)


def _torch() -> Any:
    try:
        import torch
    except ImportError as error:
        why = "fitting the model of words in context needs PyTorch: pip install torch"
        raise DataError("no-torch", why) from error
    return torch
