"""The loop that runs inside a package's own environment: a line of JSON asks, a line of JSON answers.

It needs NumPy and the standard library alone. A task takes its arguments and returns a run that can be called
again and again; what it has to prepare is outside the clock. The last run is kept, so that two packages can
be asked in turn. An answer has the CPU `seconds` of the best of `repeats` calls and what the last returned,
or else what `failed`.
"""

import json
import os
import resource
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

Run = Callable[[], dict[str, Any]]
Task = Callable[..., Run]


class Events(NamedTuple):
    """What `truth.write` saved: events, the window [0, end], and the process they were drawn from.

    `branching[i, j]` is the mean number of events of kind i that one event of kind j sets off.
    """

    times: np.ndarray
    types: np.ndarray
    end: float
    baseline: np.ndarray
    branching: np.ndarray
    decay: float

    @property
    def kinds(self) -> int:
        """The number of kinds."""
        return self.baseline.size

    def by_kind(self) -> list[np.ndarray]:
        """The times of each kind."""
        return [np.ascontiguousarray(self.times[self.types == kind]) for kind in range(self.kinds)]

    def first(self, number: int) -> "Events":
        """The first events, with the window closed at the last of them."""
        return self._replace(
            times=self.times[:number], types=self.types[:number], end=float(self.times[number - 1])
        )


def load(path: str) -> Events:
    """The events of one file."""
    with np.load(path) as saved:
        return Events(
            times=saved["times"],
            types=saved["types"],
            end=float(saved["end"]),
            baseline=saved["baseline"],
            branching=saved["branching"],
            decay=float(saved["decay"]),
        )


def growth(path: str, task: Callable[[Events], Run]) -> Run:
    """A run that says by how many MB one evaluation, prepared and done, lifts the resident set at its peak.

    A small evaluation goes first, so that code loaded or compiled at the first call is not counted; neither
    are the events themselves, in the arrays the package takes.
    """
    events = load(path)
    task(events.first(2_000))()

    def run() -> dict[str, Any]:
        before = _resident()
        _forget_peak()
        task(events)()
        return {"mb": max(_peak() - before, 0.0)}

    return run


def serve(tasks: dict[str, Task]) -> None:
    """Answer until standard input ends. What a package prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    kept: tuple[str, Run] | None = None
    for line in sys.stdin:
        request = json.loads(line)
        key = json.dumps([request["task"], request["arguments"]], sort_keys=True)
        try:
            if kept is None or kept[0] != key:
                kept = None
                kept = (key, tasks[request["task"]](**request["arguments"]))
            found = work(kept[1], request["repeats"])
        except Exception as problem:
            traceback.print_exc()
            found = {"failed": f"{type(problem).__name__}: {problem}"[:300]}
        answers.write(json.dumps(found) + "\n")
        answers.flush()


def work(run: Run, repeats: int) -> dict[str, Any]:
    """What the run returned last, and the CPU seconds of the fastest call."""
    best, found = float("inf"), {}
    for _ in range(repeats):
        start = time.process_time()
        found = run()
        best = min(best, time.process_time() - start)
    return {"seconds": best, **found}


def _status(field: str) -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return float(line.split()[1]) / 1024
    raise LookupError(field)


def _resident() -> float:
    """Resident MB now; where the system does not tell, the peak so far."""
    return _status("VmRSS") if Path("/proc/self/status").exists() else _peak()


def _peak() -> float:
    if Path("/proc/self/status").exists():
        return _status("VmHWM")
    scale = 1024**2 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale


def _forget_peak() -> None:
    """Let the peak start again from what is resident now, where the system can."""
    clear = Path("/proc/self/clear_refs")
    if clear.exists():
        clear.write_text("5")
