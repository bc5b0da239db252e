"""Speed of whole commands: CPU seconds of a fresh process, best of three, and of a warm call.

Prints a table and, as the last line, JSON {measure: {value, goal, holds}}; `--json` prints that line alone.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent.parent
SHARED = Path(os.environ.get("DETENTE_SHARED_DISPATCHES", HERE.parent / "shared/dispatches"))
EXAMPLE = HERE / "examples/2022-11-03-korea.txt"
DETENTE = [str(Path(sys.executable).parent / "detente")]
REPEATS = 3


def cpu_of(command: list[str]) -> float:
    """User + system seconds of a fresh process, best of `REPEATS`; its output is thrown away."""
    return min(_once(command) for _ in range(REPEATS))


def _once(command: list[str]) -> float:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 4):
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def warm(dispatch: Path) -> float:
    """CPU seconds of the second assessment in one process, best of `REPEATS`."""
    from detente.archive.query import Archive
    from detente.assess import assess, record_of
    from detente.record.dispatch import open_dispatch

    def run() -> None:
        record = record_of(open_dispatch(dispatch.read_bytes(), name=dispatch.name))
        assess(record, Archive(None))

    run()
    return min(_cpu(run) for _ in range(REPEATS))


def _cpu(run: Callable[[], None]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def saved(dispatch: Path, folder: Path) -> Path:
    """An assessment saved as JSON."""
    path = folder / "saved.json"
    done = subprocess.run([*DETENTE, "assess", str(dispatch), "--json"], capture_output=True, check=True)
    path.write_bytes(done.stdout)
    return path


def filler(dispatch: Path, folder: Path, size: int) -> Path:
    """The dispatch followed by plain prose up to `size` bytes."""
    text = dispatch.read_text(encoding="utf-8")
    path = folder / f"{size}.txt"
    prose = "The committee discussed the price of barley and the repair of the old bridge for a while. "
    path.write_text(text + "\n\n" + prose * ((size - len(text)) // len(prose)), encoding="utf-8")
    return path


def measures(folder: Path) -> dict[str, tuple[float, float]]:
    """CPU seconds and goal by measure."""
    seed = SHARED / "o-seed-2022-11-03.txt"
    dispatch = seed if seed.is_file() else EXAMPLE
    assess = [*DETENTE, "assess"]
    half, whole = (cpu_of([*assess, str(filler(dispatch, folder, size))]) for size in (500_000, 1_000_000))
    cold = cpu_of([*assess, str(dispatch)])
    return {
        "python start-up alone, CPU s": (cpu_of([sys.executable, "-c", "pass"]), float("inf")),
        "detente --help, CPU s": (cpu_of([*DETENTE, "--help"]), 0.090),
        "report saved.json, CPU s": (cpu_of([*DETENTE, "report", str(saved(dispatch, folder))]), 0.200),
        f"assess {dispatch.name} cold, CPU s": (cold, 3.0),
        f"assess {dispatch.name} cold without the language model, CPU s": (
            cpu_of([*assess, "--no-model", str(dispatch)]), 3.0,
        ),
        f"assess {dispatch.name} warm, CPU s": (warm(dispatch), 0.5),
        "assess 0.5 MB, CPU s": (half, float("inf")),
        "assess 1 MB, CPU s": (whole, float("inf")),
        "growth from 0.5 to 1 MB beyond the start, ratio": ((whole - cold) / max(half - cold, 1e-3), 2.6),
    }  # fmt: skip


def main() -> None:
    """Measure, print, and say what holds."""
    with tempfile.TemporaryDirectory() as folder:
        rows = measures(Path(folder))
    if "--json" not in sys.argv:
        for name, (value, goal) in rows.items():
            bound = "" if goal == float("inf") else f"goal {goal:g}: {'holds' if value <= goal else 'MISSED'}"
            print(f"{name:<66} {value:8.3f}  {bound}")
    print(json.dumps({n: _verdict(v, g) for n, (v, g) in rows.items()}, sort_keys=True))


def _verdict(value: float, goal: float) -> dict[str, float | bool | None]:
    bound = None if goal == float("inf") else goal
    return {"value": round(value, 3), "goal": bound, "holds": None if bound is None else value <= bound}


if __name__ == "__main__":
    main()
