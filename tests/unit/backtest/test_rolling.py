"""Serial, in processes and on Dask: the same bytes; a stopped run goes on; a damaged file is done again."""

import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from detente.backtest.rolling import Found, Plan, rolled
from detente.world.errors import UsageError
from tests.unit.backtest.tasks import Sums

ROOT = Path(__file__).parents[3]
ORIGINS = [1990, 1991, 1992, 1995]

ON_DASK = """
import sys
from pathlib import Path
from detente.backtest.rolling import Plan, rolled
from tests.unit.backtest.tasks import Sums

if __name__ == "__main__":
    rolled(Sums(Path(sys.argv[1])), [1990, 1991, 1992, 1995], Plan(2, "dask", Path(sys.argv[2])))
"""


def same(one: dict[int, Found], other: dict[int, Found]) -> bool:
    return list(one) == list(other) and all(
        list(one[o]) == list(other[o])
        and all(np.array_equal(one[o][name], other[o][name]) for name in one[o])
        and all(one[o][name].dtype == other[o][name].dtype for name in one[o])
        for o in one
    )


def kept(folder: Path) -> dict[str, bytes]:
    """The bytes of each finished origin."""
    return {file.name: file.read_bytes() for file in sorted((folder / "sums").iterdir())}


@pytest.fixture
def task(tmp_path: Path) -> Sums:
    return Sums(tmp_path / "done.txt")


def test_processes_give_the_same_bytes_as_one(task: Sums, tmp_path: Path) -> None:
    serial = rolled(task, ORIGINS, Plan(store=tmp_path / "serial"))
    spread = rolled(task, ORIGINS, Plan(2, store=tmp_path / "spread"))
    assert list(serial) == ORIGINS
    assert same(serial, spread)
    assert kept(tmp_path / "serial") == kept(tmp_path / "spread")
    assert sorted(task.done()) == sorted(2 * ORIGINS)


@pytest.mark.skipif(find_spec("distributed") is None, reason="dask is not installed")
def test_dask_gives_the_same_bytes(task: Sums, tmp_path: Path) -> None:
    """In a process of its own: a scheduler needs sockets, which these tests may not open."""
    rolled(task, ORIGINS, Plan(store=tmp_path / "serial"))
    script = tmp_path / "on_dask.py"
    script.write_text(ON_DASK, encoding="utf-8")
    arguments = [sys.executable, str(script), str(tmp_path / "log.txt"), str(tmp_path / "dask")]
    done = subprocess.run(arguments, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert kept(tmp_path / "serial") == kept(tmp_path / "dask")


def test_a_stopped_run_goes_on_from_what_it_did(task: Sums, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="killed"):
        rolled(Sums(task.log, stop_at=1992), ORIGINS, Plan(store=tmp_path / "store"))
    assert task.done() == [1990, 1991]
    told: list[str] = []
    whole = rolled(task, ORIGINS, Plan(store=tmp_path / "store", progress=told.append))
    assert task.done() == ORIGINS
    assert told[0].startswith("2 of 4 origins were done before")
    assert told[1:] == ["1992: 1 of 2", "1995: 2 of 2"]
    assert same(whole, rolled(task, ORIGINS, Plan()))
    assert same(whole, rolled(task, ORIGINS, Plan(store=tmp_path / "store")))
    assert task.done() == 2 * ORIGINS


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut short": lambda held: held[: len(held) // 2],
    "another file": lambda _: b"no archive of arrays",
    "a byte of an array changed": lambda held: held[:180] + bytes([held[180] ^ 255]) + held[181:],
    "its end changed": lambda held: held[:-30] + bytes(30),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_done_again(damage: str, task: Sums, tmp_path: Path) -> None:
    plan = Plan(store=tmp_path / "store")
    sound = rolled(task, ORIGINS, plan)
    before = kept(tmp_path / "store")
    file = tmp_path / "store" / "sums" / "1991.npz"
    file.write_bytes(DAMAGES[damage](before["1991.npz"]))
    assert same(rolled(task, ORIGINS, plan), sound)
    assert task.done() == [*ORIGINS, 1991]
    assert kept(tmp_path / "store") == before


def test_without_a_store_nothing_is_kept(task: Sums, tmp_path: Path) -> None:
    rolled(task, ORIGINS, Plan())
    assert [path.name for path in tmp_path.iterdir()] == ["done.txt"]


def test_an_unknown_executor_is_named(task: Sums) -> None:
    with pytest.raises(UsageError, match="'cloud': choose one of processes, dask") as caught:
        rolled(task, ORIGINS, Plan(executor="cloud"))
    assert caught.value.code == "no-such-executor"


def test_without_dask_it_is_said_what_to_install(task: Sums, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r"pip install 'detente\[scale\]'") as caught:
        rolled(task, ORIGINS, Plan(executor="dask"))
    assert caught.value.code == "no-dask"
