"""Every command and program in README and docs runs, and prints what the page says it prints.

In a `console` block a line "$ detente ..." is run in the repository's folder; "# exit N" at its end names the
exit status expected; each line that follows must be a line of the output, in order ("..." skips).
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^```(console|python)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def snippets(language: str) -> list[tuple[str, str]]:
    found = []
    for page in PAGES:
        for number, match in enumerate(FENCE.finditer(page.read_text(encoding="utf-8"))):
            if match[1] == language:
                found.append((f"{page.relative_to(ROOT)}-{number}", match[2]))
    return found


def commands(block: str) -> list[tuple[str, int, list[str]]]:
    """(command, expected exit status, expected lines of output) for each "$ " of a block."""
    found: list[tuple[str, int, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            command, _, status = line[2:].partition("# exit ")
            found.append((command.strip(), int(status or 0), []))
        elif found and line.strip() not in ("", "..."):
            found[-1][2].append(line.rstrip())
    return found


def run(command: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "DETENTE_ARCHIVE": str(home / "archive"),
    }
    return subprocess.run(command, shell=True, cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize("block", [pytest.param(text, id=name) for name, text in snippets("console")])
def test_console(block: str, tmp_path: Path) -> None:
    for command, status, expected in commands(block):
        if shlex.split(command)[0] != "detente":
            continue
        done = run(command, tmp_path)
        assert done.returncode == status, done.stderr
        output = iter(line.rstrip() for line in (done.stdout + done.stderr).splitlines())
        for line in expected:
            assert line in output, f"`{command}` does not print this line (in this order): {line!r}"


@pytest.mark.parametrize("block", [pytest.param(text, id=name) for name, text in snippets("python")])
def test_python(block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("DETENTE_ARCHIVE", str(tmp_path / "archive"))
    exec(compile(block, "<snippet>", "exec"), {"__name__": "snippet"})


def test_every_command_is_documented() -> None:
    from detente.cli import COMMANDS

    page = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "docs/reference").glob("command-line*.md"))
    assert [name for name in COMMANDS if f"## detente {name}" not in page] == []
