"""Runs a task at every origin, in one process, in several, or on Dask: the same bytes, and a run can go on.

Each finished origin is a file under `store`, named by the key of the task: a stopped run goes on from it.
"""

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Protocol
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from detente.world.errors import UsageError

Found = Mapping[str, NDArray[Any]]
Progress = Callable[[str], None]

EXECUTORS = ("processes", "dask")

DAMAGED = (OSError, ValueError, EOFError, KeyError, NotImplementedError, BadZipFile, zlib.error)
"""What reading a file raises that was cut short or changed."""


class Task(Protocol):
    """What is done at an origin; it must pickle. `key` names its data, its code and its settings."""

    @property
    def key(self) -> str:
        """The name under which finished origins are kept."""

    def at(self, origin: int) -> Found:
        """The arrays of an origin, from what was known before it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How to run: `jobs` at once by `executor`, finished origins under `store` if it is given."""

    jobs: int = 1
    executor: str = "processes"
    store: Path | None = None
    progress: Progress = lambda _: None


def rolled(task: Task, origins: Sequence[int], plan: Plan) -> dict[int, Found]:
    """What the task gives at each origin, in their order."""
    found = {origin: kept for origin in origins if (kept := _kept(task, origin, plan.store)) is not None}
    if found:
        plan.progress(f"{len(found)} of {len(origins)} origins were done before: {plan.store}")
    open_ones = [origin for origin in origins if origin not in found]
    for done, (origin, arrays) in enumerate(_run(task, open_ones, plan), 1):
        _keep(task, origin, arrays, plan.store)
        found[origin] = arrays
        plan.progress(f"{origin}: {done} of {len(open_ones)}")
    return {origin: found[origin] for origin in origins}


def _run(task: Task, origins: Sequence[int], plan: Plan) -> Iterator[tuple[int, Found]]:
    if plan.executor not in EXECUTORS:
        raise UsageError("no-such-executor", f"{plan.executor!r}: choose one of {', '.join(EXECUTORS)}")
    if plan.executor == "dask":
        yield from _on_dask(task, origins, plan.jobs)
    elif plan.jobs > 1 and len(origins) > 1:
        with ProcessPoolExecutor(plan.jobs, get_context("spawn"), _receive, (task,)) as pool:
            # The late origins take longest: they go first.
            late = sorted(origins, reverse=True)
            yield from zip(late, pool.map(_work, late), strict=True)
    else:
        yield from ((origin, task.at(origin)) for origin in origins)


_received: list[Task] = []


def _receive(task: Task) -> None:
    _received[:] = [task]


def _work(origin: int) -> Found:
    return _received[0].at(origin)


def _on_dask(task: Task, origins: Sequence[int], jobs: int) -> Iterator[tuple[int, Found]]:
    """On a cluster of this machine, or on that of the environment variable DASK_SCHEDULER_ADDRESS."""
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError("no-dask", "dask is not installed: pip install 'detente[scale]'") from error
    import os

    address = os.environ.get("DASK_SCHEDULER_ADDRESS")
    options: dict[str, Any] = {"address": address} if address else {
        "n_workers": jobs, "threads_per_worker": 1, "dashboard_address": None,
    }  # fmt: skip
    connect: Any = Client
    with connect(**options) as client:
        shared = client.scatter(task, broadcast=True)
        futures = [client.submit(_at, shared, origin, pure=False) for origin in origins]
        yield from zip(origins, (future.result() for future in futures), strict=True)


def _at(task: Task, origin: int) -> Found:
    return task.at(origin)


def _file(task: Task, origin: int, store: Path) -> Path:
    return store / task.key / f"{origin}.npz"


def _kept(task: Task, origin: int, store: Path | None) -> Found | None:
    if store is None or not (file := _file(task, origin, store)).exists():
        return None
    try:
        with file.open("rb") as stream, np.load(stream) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except DAMAGED:
        return None


def _keep(task: Task, origin: int, arrays: Found, store: Path | None) -> None:
    if store is None:
        return
    file, named = _file(task, origin, store), dict[str, Any](arrays)
    file.parent.mkdir(parents=True, exist_ok=True)
    staged = file.with_suffix(".part")
    with staged.open("wb") as stream:
        np.savez(stream, **named)
    staged.replace(file)
