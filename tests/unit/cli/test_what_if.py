"""`detente runaway --what-if` through the real command line, and `simulate` beside it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from detente.report.terminal_runaway import what_if_lines
from detente.world.estimate import Interval
from detente.world.whatif import WhatIf

ROOT = Path(__file__).parents[3]
KOREA = ROOT / "examples/2022-11-03-korea.txt"
DAY = ("--pair", "PRK-KOR", "--as-of", "2017-09-03")


def detente(*argv: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "detente", *map(str, argv)], capture_output=True)


def asked(*names: str, about: tuple[object, ...] = DAY) -> subprocess.CompletedProcess[bytes]:
    return detente("runaway", *about, *(part for name in names for part in ("--what-if", name)))


@pytest.fixture(scope="module")
def whole() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(detente("runaway", *DAY, "--json").stdout)
    return found


def test_each_line_says_what_is_assumed_and_by_whose_word() -> None:
    done = asked("hotline=0.5", "looser-umbrella", "exercises=0.25")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.decode().splitlines()
    told = [line.partition(":")[0] for line in lines[::2]]
    assert told == ["hotline", "looser umbrella over KOR", "exercises suspended"]
    assert all(line.startswith("  assumed: ") and line.endswith(")") for line in lines[1::2])
    assert "accidents x 0.50 (0.50-0.50)" in lines[0]
    assert [line.endswith("(your assumption)") for line in lines[1::2]] == [True, False, True]
    assert "Johnson & Leeds" in lines[3]
    assert "25% is left" in lines[5]


def test_what_is_asked_is_what_the_whole_answer_says(whole: dict[str, Any]) -> None:
    done = asked("phased-deal", "hotline", about=(*DAY, "--json"))
    rows = json.loads(done.stdout)
    known = {row["policy"]: row for row in whole["what_if"]}
    assert [row for row in rows if "game" not in row["basis"] and row["reached"] is None] == [
        known["phased deal"], known["hotline"]
    ]  # fmt: skip
    assert asked("phased-deal", "hotline", about=(*DAY, "--json")).stdout == done.stdout
    assert asked("phased-deal", "hotline", about=(*DAY, "--json", "--seed", 1)).stdout != done.stdout


def test_a_dispatch_may_be_asked_about_too() -> None:
    done = asked("no-answer", about=(KOREA, "--no-model"))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(b"no answer by KOR: incident days of both within 90 days x ")
    assert b"\nno answer by PRK: " in done.stdout


@pytest.mark.parametrize(
    ("name", "code", "word"),
    [
        ("embargo", b"unknown-policy", b"there are: hotline, no-answer-by-KOR"),
        ("", b"unknown-policy", b"''"),
        ("hotline=-0.5", b"what-if-size", b"0 to 5"),
        ("exercises=some", b"what-if-size", b"'exercises=some'"),
    ],
)
def test_a_wrong_name_or_size_is_exit_2_and_says_what_there_is(name: str, code: bytes, word: bytes) -> None:
    done = asked(name)
    assert done.returncode == 2
    assert done.stderr.startswith(b"detente: " + code)
    assert word in done.stderr
    assert done.stdout == b""


def test_an_unwatched_pair_is_not_simulated() -> None:
    about = ("--pair", "CHL-ARG", "--as-of", "2017-09-03")
    done = asked("no-answer", about=about)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(b"of the days ahead nothing is known")
    refused = detente("simulate", *about)
    assert refused.returncode == 3
    assert refused.stderr.startswith(b"detente: thin-record: ARG-CHL")


def test_simulate_tells_each_side_and_either() -> None:
    done = detente("simulate", *DAY, "--days", 30, "--paths", 200)
    assert done.returncode == 0, done.stderr
    first, second, either = done.stdout.decode().splitlines()
    assert first.startswith("KOR: ")
    assert second.startswith("PRK: ")
    assert either.endswith("of 200 paths")
    late = detente("simulate", *DAY, "--days", 400)
    assert late.returncode == 3
    assert late.stderr.startswith(b"detente: horizon")


def test_lines_of_rows() -> None:
    ratio = Interval(0.5, 0.25, 0.75)
    rows = [
        WhatIf("a plan", "days", ratio, "", "less", "somebody", 0.9),
        WhatIf("another", "days", ratio, "", "more", "us"),
    ]
    assert what_if_lines(rows) == [
        "a plan: days x 0.50 (0.25-0.75); calmer in 90 % of the paths that differ",
        "  assumed: less (somebody)",
        "another: days x 0.50 (0.25-0.75)",
        "  assumed: more (us)",
    ]
    assert len(what_if_lines([])) == 1
