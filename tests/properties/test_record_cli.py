"""Hostile files on the command line: an answer or a named error, no traceback, nothing a terminal obeys."""

import json
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner, Result

from detente.cli import main
from tests.properties.hostile import Input, inputs
from tests.properties.hostile_words import BOMBS, INJECTIONS
from tests.properties.rendered import UNSAFE
from tests.unit.report.parsing import Page, dangers

TEXT = (
    "SEOUL, Nov 3, 2022 - North Korea fired 23 missiles on Wednesday. {} South Korea fired three in response."
)
Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `detente` in this process; what it raises besides its exit is a failure."""
    import click

    command = click.Command("detente", callback=lambda: main(ARGS))
    monkeypatch.setenv("COLUMNS", "100")

    def detente(*argv: str, stdin: bytes | None = None) -> Result:
        ARGS[:] = argv
        result = CliRunner().invoke(command, [], input=stdin, color=True)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert result.exit_code in (0, 2, 3, 4), result.stderr
        assert "Traceback" not in result.stderr
        shown = result.stderr if "--json" in argv else result.output
        assert not UNSAFE.search(shown.replace("\n", "")), shown
        return result

    return detente


ARGS: list[str] = []


def test_every_injection_in_one_page(run: Run, tmp_path: Path) -> None:
    files = []
    for k, part in enumerate((*INJECTIONS, *BOMBS)):
        files.append(tmp_path / f"{k}.txt")
        files[-1].write_bytes(TEXT.format(part).encode("utf-8", "surrogatepass"))
    page = tmp_path / "page.html"
    run("record", "--no-model", "--html", str(page), *map(str, files))
    read = Page(page.read_text(encoding="utf-8"))
    assert dangers(read) == []
    assert not UNSAFE.search(read.text)
    assert "{{7*7}}" in read.text
    assert "Wednesday. 49" not in read.text


def test_hostile_files_as_json(run: Run, tmp_path: Path) -> None:
    files = []
    for k, given in enumerate(inputs(seed=11, count=150)):
        files.append(tmp_path / f"{k}.txt")
        files[-1].write_bytes(given.raw)
    done = run("record", "--no-model", "--json", *map(str, files))
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["dispatch"] for row in rows] == list(map(str, files))
    assert all(row["events"] == [] for row in rows if row["error"])


NAMES = (
    *("a\nb.txt", "<b>.txt", "$(id).txt", "-x.txt", "{{7*7}}"),
    *("\x1b[31mred.txt", "\u202etxt.exe", "\udcff.txt"),
)


@pytest.mark.parametrize("name", NAMES)
def test_hostile_names(run: Run, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_text(TEXT.format(""), encoding="utf-8")
    page = tmp_path / "page.html"
    assert run("record", "--no-model", "--html", str(page), str(file)).exit_code == 0
    assert dangers(Page(page.read_text(encoding="utf-8"))) == []
    assert run("record", "--no-model", "--json", str(file)).exit_code == 0
    assert run("record", "--no-model", str(tmp_path / f"no{name}")).exit_code == 4


@pytest.mark.parametrize(
    "day", ["0001-01-01", "1582-10-10", "1900-02-28", "9999-12-31", "99999-01-01", "2022-02-30", "x"]
)
def test_days_far_out(run: Run, tmp_path: Path, day: str) -> None:
    file = tmp_path / "x.txt"
    file.write_text("Iran fired on Iraq on Monday, the day before yesterday, last year and next week.")
    for option in "--date", "--as-of":
        run("record", "--no-model", option, day, str(file))


@pytest.mark.parametrize("command", ["record", "assess", "forecast"])
def test_what_is_no_file(run: Run, tmp_path: Path, command: str) -> None:
    assert run(command, str(tmp_path)).exit_code == 4
    assert run(command, str(tmp_path / "none")).exit_code == 4
    assert run(command, "-", stdin=b"").exit_code == 4
    assert run(command, "-", stdin=bytes(Random(3).randbytes(500))).exit_code == 4


def test_every_option_with_nonsense(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_text(TEXT.format(""))
    for value in ("", "x", "\x1b[31m", "KOR-KOR", "prk-kor", "KOR-PRK-USA", "QQQ-ZZZ", "<b>", "-"):
        for option in "--pair", "--as-of", "--date":
            run("record", "--no-model", option, value, str(file))


def test_a_hostile_dispatch_is_assessed(run: Run, tmp_path: Path) -> None:
    file, page = tmp_path / "x.txt", tmp_path / "page.html"
    parts = [part for part in INJECTIONS if "html" not in part.lower() and "ody" not in part]
    file.write_bytes(TEXT.format(" ".join(parts)).encode())
    assert run("assess", "--no-model", "--html", str(page), str(file)).exit_code in (0, 4)
    if page.exists():
        assert dangers(Page(page.read_text(encoding="utf-8"))) == []


def test_what_is_tried_is_hostile() -> None:
    assert any(isinstance(given, Input) and b"<" in given.raw for given in inputs(seed=11, count=150))
