"""An ingest killed at any moment and repeated leaves every row once."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from detente.archive.query import Archive
from detente.archive.segments import check, segments

FEEDS = 3
ROWS = 400
CODE = (
    "import sys; from pathlib import Path; from detente.archive.ingest import ingest\n"
    "print('ready', flush=True)\n"
    "for path in sys.argv[2:]: ingest('events', [Path(path)], Path(sys.argv[1]))"
)


def feeds(folder: Path) -> list[Path]:
    paths = []
    for number in range(FEEDS):
        path = folder / f"{number}.csv"
        days = (f"{2000 + number}-{1 + n % 12:02}-{1 + n % 28:02}" for n in range(ROWS))
        lines = ["source,target,date,kind,id", *(f"PRK,KOR,{day},threat,{n}" for n, day in enumerate(days))]
        path.write_text("\n".join([*lines, "PRK,NAR,2000-01-01,threat,x"]) + "\n", encoding="utf-8")
        paths.append(path)
    return paths


def started(archive: Path, paths: list[Path]) -> subprocess.Popen[str]:
    """An ingest in a process of its own, past its imports."""
    child = subprocess.Popen([sys.executable, "-c", CODE, archive, *paths], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def finish(child: subprocess.Popen[str], after: float) -> int:
    """Let it run for so many seconds, then kill it; its exit status."""
    with child:
        try:
            return child.wait(after)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
    return child.returncode


def contents(archive: Path) -> dict[str, bytes]:
    found = (path for path in archive.rglob("*") if path.is_file())
    return {str(path.relative_to(archive)): path.read_bytes() for path in found}


def killed_and_repeated(tmp_path: Path, kills: int) -> None:
    paths = feeds(tmp_path)
    began = time.perf_counter()
    assert finish(started(tmp_path / "whole", paths), 120) == 0
    length = time.perf_counter() - began
    whole = contents(tmp_path / "whole")
    assert len(segments(tmp_path / "whole", "events")) == FEEDS
    chance = random.Random(11)
    done = 0
    for turn in range(kills):
        archive = tmp_path / f"archive-{turn}"
        killed = finish(started(archive, paths), chance.uniform(0, length)) == -signal.SIGKILL
        assert check(archive) == [], "what is published is whole"
        assert contents(archive).keys() - whole.keys() <= {
            name for name in contents(archive) if name.startswith("tmp/")
        }
        assert finish(started(archive, paths), 120) == 0
        assert contents(archive) == whole
        done += killed
    assert done > 0, "no kill came before the end"
    assert Archive(tmp_path / "whole").segment_count() == FEEDS


def test_twenty_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    killed_and_repeated(tmp_path, 20)


@pytest.mark.nightly
def test_two_hundred_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    killed_and_repeated(tmp_path, 200)


@pytest.mark.parametrize("step", range(12))
def test_an_ingest_that_stops_at_any_step_is_repeated_whole(tmp_path: Path, step: int) -> None:
    """Exit without a word at the n-th flush, rename or write of a segment."""
    code = (
        "import os, sys; from pathlib import Path\n"
        "from detente.archive import ingest as module, segments\n"
        "left = [int(sys.argv[3])]\n"
        "def stopping(step):\n"
        "    def wrapped(*args, **kwargs):\n"
        "        left[0] -= 1\n"
        "        if left[0] < 0: os._exit(9)\n"
        "        return step(*args, **kwargs)\n"
        "    return wrapped\n"
        "segments._flush = stopping(segments._flush)\n"
        "os.replace = stopping(os.replace)\n"
        "module.write = stopping(module.write)\n"
        "module.ingest('events', [Path(sys.argv[2])], Path(sys.argv[1]))\n"
    )
    (path, *_) = feeds(tmp_path)
    archive = tmp_path / "archive"
    command = [sys.executable, "-c", code, str(archive), str(path)]
    assert subprocess.run([*command, str(step)], check=False).returncode == (9 if step < 9 else 0)
    assert check(archive) == []
    assert subprocess.run([*command, "999"], check=False).returncode == 0
    assert len(Archive(archive).tables()["events"]) == 1
    assert sorted(name.split("/")[0] for name in contents(archive)) == ["events", "rejects"]


@pytest.mark.parametrize("limit", [200, 2_000, 5_000])
def test_a_full_disk_is_named_and_leaves_nothing(tmp_path: Path, limit: int) -> None:
    """No file may grow beyond `limit` bytes: the same error as a disk without room."""
    code = (
        "import resource, sys; from pathlib import Path\n"
        "from detente.archive.ingest import ingest; from detente.world.errors import DataError\n"
        "import duckdb; limit = int(sys.argv[3])\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))\n"
        "try: ingest('events', [Path(sys.argv[2])], Path(sys.argv[1]))\n"
        "except DataError as error: print(error.code); sys.exit(3)\n"
    )
    (path, *_) = feeds(tmp_path)
    command = [sys.executable, "-c", code, str(tmp_path / "archive"), str(path), str(limit)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (3, "archive-unwritable\n"), done.stderr
    assert [name for name in contents(tmp_path / "archive") if not name.startswith("rejects/")] == []
