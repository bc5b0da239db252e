"""The brief's table on coded dispatches against what came of them: `make bench-outcomes`.

Reads gold.jsonl of $DETENTE_DISPATCHES (or ../shared/dispatches), whose `outcome` says what followed, and the
archive of `make bench-forecast` where there is one. The dispatches were chosen on crises: this is for looking
at. Ends with one line of JSON, {measure: {value, peer, ratio, goal, holds}}; `peer` is what is usual.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent.parent
DISPATCHES = Path(os.environ.get("DETENTE_DISPATCHES", HERE.parent / "shared/dispatches"))
ARCHIVE = HERE / ".bench" / "archive"
DETENTE = str(Path(sys.executable).parent / "detente")

CELLS = [(target, days) for target in ("incident", "fatal", "war") for days in (30, 90, 365)]

Row = dict[tuple[str, int], tuple[float, float, int | None]]
"""Chance, what is usual, and what came (None if not known), by target and days."""


def main() -> None:
    """A line a dispatch, a line a cell of the table, then the JSON."""
    if not (DISPATCHES / "gold.jsonl").exists():
        raise SystemExit(f"{DISPATCHES} holds no gold.jsonl: name its folder in DETENTE_DISPATCHES")
    rows = list(_rows())
    found = {f"{name}, {t} within {h} days": value for t, h in CELLS for name, value in _scores(rows, t, h)}
    for measure, value in found.items():
        scores = f"{value['value']:.4f} usual {value['peer']:.4f}"
        print(f"{measure:<40} {scores} of {value['n']}, {value['came']} came")
    print(json.dumps(found))


def _rows() -> Iterator[Row]:
    for line in (DISPATCHES / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        coded = json.loads(line)
        if coded.get("outcome"):
            row = _row(DISPATCHES / coded["file"], coded["outcome"]["windows"])
            cells = (f"{t[0]}{h} {row[t, h][0]:.3f}/{row[t, h][2]}" for t, h in CELLS if h != 90)
            print(f"{coded['id']:<28}", *cells, flush=True)
            yield row


def _row(file: Path, windows: dict[str, Any]) -> Row:
    tables = ["--archive", str(ARCHIVE)] if ARCHIVE.is_dir() else []
    done = subprocess.run([DETENTE, "assess", str(file), "--json", *tables], capture_output=True, check=True)
    estimates = json.loads(done.stdout)["forecast"]["targets"]
    return {
        (e["target"], e["days"]): (e["p"], e["base_rate"], windows[str(e["days"])][e["target"]])
        for e in estimates
    }


def _scores(rows: list[Row], target: str, days: int) -> Iterator[tuple[str, dict[str, Any]]]:
    cells = [row[target, days] for row in rows if row[target, days][2] is not None]
    p, usual, y = np.array(cells, dtype=np.float64).T
    for name, ours, theirs in (
        ("Brier", np.mean((p - y) ** 2), np.mean((usual - y) ** 2)),
        ("log score", _log(p, y), _log(usual, y)),
    ):
        value, peer = float(ours), float(theirs)
        kept = {"value": value, "peer": peer, "ratio": value / peer, "goal": None, "holds": value < peer}
        yield name, {**kept, "n": y.size, "came": int(y.sum())}


def _log(p: np.ndarray[Any, Any], y: np.ndarray[Any, Any]) -> float:
    return float(-np.mean(np.log(np.where(y > 0, p, 1.0 - p))))


if __name__ == "__main__":
    main()
