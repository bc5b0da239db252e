"""The cards that ship: each room's comparison with the plain baseline, as its back-test printed it."""

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from detente.world.answers import Comparison
from detente.world.canonical import canonical


def table(rows: Sequence[Comparison]) -> str:
    """The comparisons as a plain-text table; lower scores are better."""
    lines = [f"{'model':<46} {'n':>6} {'score':>8} {'plain':>8}  difference (95 %)            used"]
    for row in rows:
        gap = row.difference
        lines.append(
            f"{row.model:<46} {row.n:>6} {row.value:>8.4f} {row.baseline_value:>8.4f}  "
            f"{gap.value:+.4f} [{gap.low:+.4f}, {gap.high:+.4f}]  {'yes' if row.used else 'no'}"
        )
    return "\n".join([*lines, *dict.fromkeys(f"test: {row.test}; against {row.baseline}" for row in rows)])


def write_card(room: str, rows: Sequence[Comparison]) -> Path:
    """Write data/fitted/<room>/card.json of the source tree; its path."""
    path = Path(str(files("detente.data"))) / "fitted" / room / "card.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(canonical(rows) + b"\n")
    return path
