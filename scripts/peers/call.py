"""Install each package in an environment of its own under `.bench/`, and ask it for a piece of work."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
BENCH = ROOT / ".bench"
OURS = "detente"
PINS = {
    "hawkes-engine": ("hawkes-engine==0.2.0",),
    "intensify": ("intensify==0.3.3",),
    "hawkes-rs": ("hawkes-rs==0.1.2",),
    "tick": ("tick==0.8.0.2", "numpydoc==1.11.0", "six==1.17.0"),
}
"""The versions that the goals were measured against; tick asks for neither of its last two but needs both."""
GAME_PINS = {"pygambit": ("pygambit==17.0.0b2",)}
"""The package that solves games; `bench_motive_game` asks it."""
ALL_PINS = PINS | GAME_PINS
ONE_THREAD = {
    f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL", "RAYON", "NUMBA", "VECLIB")
}


class PeerError(RuntimeError):
    """A package that is not installed, ended early, or raised."""


def python_of(name: str) -> Path | None:
    """The interpreter that has the package, or None; ours has `detente`."""
    if name == OURS:
        return Path(sys.executable)
    python = BENCH / name / "bin/python"
    return python if python.exists() and _stamp(name).exists() else None


def install(name: str) -> str | None:
    """Make sure that the pinned package is there; None, or why it is not."""
    pins = "\n".join(ALL_PINS[name])
    if python_of(name) and _stamp(name).read_text() == pins:
        return None
    home = BENCH / name
    shutil.rmtree(home, ignore_errors=True)
    commands = (
        [sys.executable, "-m", "venv", str(home)],
        [
            str(home / "bin/python"),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            *ALL_PINS[name],
        ],
    )
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines()
            return said[-1] if said else f"{command[0]} ended with {done.returncode}"
    _stamp(name).write_text(pins)
    return None


def _stamp(name: str) -> Path:
    """Says that the environment is whole, and with which pins."""
    return BENCH / name / "installed.txt"


class Peer:
    """A package at work in a process of its own, one thread of each library; to be used in a `with`."""

    def __init__(self, name: str) -> None:
        python = python_of(name)
        if python is None:
            raise PeerError(f"{name} is not installed under {BENCH}")
        self.name = name
        self._process = subprocess.Popen(
            [str(python), str(HERE / f"with_{name.replace('-', '_')}.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if os.environ.get("BENCH_LOUD") else subprocess.DEVNULL,
            text=True,
            env={**os.environ, **ONE_THREAD},
        )

    def ask(self, task: str, *, repeats: int = 1, **arguments: Any) -> dict[str, Any]:
        """The CPU `seconds` of the best of `repeats` runs and what the last of them found."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        request = {"task": task, "arguments": arguments, "repeats": repeats}
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise PeerError(f"{self.name} ended during {task}; BENCH_LOUD=1 shows what it said")
        found: dict[str, Any] = json.loads(line)
        if "failed" in found:
            raise PeerError(f"{self.name}, {task}: {found['failed']}")
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(BrokenPipeError):
                pipe.close()
        self._process.wait()
