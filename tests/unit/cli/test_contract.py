"""The command line as other programs rely on it: names, JSON keys, streams, exit statuses."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from detente.cli import COMMANDS
from detente.report.json import schema

ROOT = Path(__file__).parents[3]
KOREA = ROOT / "examples/2022-11-03-korea.txt"
EVENT_KEYS = {
    *("source", "target", "date", "date_precision", "plover", "cameo", "kind", "rung", "count"),
    *("count_qualifier", "deaths", "status", "answers_to", "symmetric", "disputed", "claimed_by"),
    *("span", "p", "inferred"),
}


def detente(*argv: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "detente", *argv], input=stdin, capture_output=True)


@pytest.fixture(scope="module")
def assessment() -> dict[str, Any]:
    done = detente("assess", str(KOREA), "--json")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_assess_has_the_names_that_programs_rely_on(assessment: dict[str, Any]) -> None:
    assert assessment["schema"] == "assessment/1"
    keys = {
        "id",
        "as_of",
        "pair",
        "record",
        "forecast",
        "scenario",
        "motive",
        "runaway",
        "verdict",
        "coverage",
    }
    assert keys | {"provenance"} <= assessment.keys()
    target = assessment["forecast"]["targets"][0]
    assert {"target", "days", "p", "low", "high", "base_rate", "one_in", "words"} <= target.keys()
    analogue = assessment["scenario"]["analogues"][0]
    assert {
        "pair",
        "name",
        "start",
        "end",
        "similarity",
        "alike",
        "unlike",
        "followed",
        "sources",
    } <= analogue.keys()
    assert {"motive", "weight", "low", "high"} <= assessment["motive"]["weights"][0].keys()
    assert {"value", "low", "high"} <= assessment["runaway"]["branching_ratio"].keys()
    assert {"verdict", "cascade", "accident", "what_if"} <= assessment["runaway"].keys()


def test_record_has_the_names_that_programs_rely_on() -> None:
    done = detente("record", str(KOREA), "--json")
    record = json.loads(done.stdout)
    assert {"dispatch", "as_of", "pair", "error", "events", "facts"} <= record.keys()
    assert record["pair"] == ["KOR", "PRK"]
    assert record["events"][0].keys() >= EVENT_KEYS


def test_the_published_schema_is_the_one_in_use() -> None:
    published = json.loads((ROOT / "docs/reference/assessment-1.schema.json").read_text(encoding="utf-8"))
    assert published == json.loads(json.dumps(schema()))


def test_a_refused_input_is_an_error_object_and_exit_4(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    done = detente("record", str(empty), "--json")
    record = json.loads(done.stdout)
    assert done.returncode == 4
    assert record["error"]["code"] == "empty"
    assert record["events"] == []


UNDATED = b"North Korea fired three missiles into the sea off South Korea and Seoul condemned the launch."


@pytest.mark.parametrize(
    ("argv", "stdin", "status", "word"),
    [
        (("assess", "-"), UNDATED, 4, b"--date"),
        (("assess", "-", "--date", "2999-01-01"), UNDATED, 4, b"still to come"),
        (("assess", "-", "--date", "2022-13-45"), UNDATED, 2, b"YYYY-MM-DD"),
        (("assess", "-", "--date", "2022-11-03", "--as-of", "2021-01-01"), UNDATED, 2, b"as-of"),
        (("forecast",), b"", 2, b"--pair"),
        (("forecast", "--pair", "PRK", "--as-of", "2020-01-01"), b"", 2, b"PRK-KOR"),
        (("assess", "/no/such/file"), b"", 4, b"No such file"),
        (("nonsense",), b"", 2, b"No such command"),
        (("ingest", "nonsense", __file__), b"", 2, b"mie"),
    ],
)
def test_errors_have_a_status_and_say_what_to_do(
    argv: tuple[str, ...], stdin: bytes, status: int, word: bytes, tmp_path: Path
) -> None:
    extra = ("--archive", str(tmp_path)) if argv[0] == "ingest" else ()
    done = detente(*argv, *extra, stdin=stdin)
    assert done.returncode == status, done.stderr
    assert word in done.stderr
    assert b"Traceback" not in done.stderr
    assert done.stdout == b""


def test_an_undated_dispatch_is_read_with_dates_unresolved() -> None:
    done = detente("record", "-", "--json", stdin=UNDATED)
    record = json.loads(done.stdout)
    assert done.returncode == 0
    assert record["as_of"] is None
    assert record["events"]
    assert all(e["date"] is None for e in record["events"])


@pytest.mark.parametrize("room", ["forecast", "scenario", "motive", "runaway"])
def test_each_question_alone(room: str, assessment: dict[str, Any]) -> None:
    done = detente(room, str(KOREA), "--json")
    assert json.loads(done.stdout) == assessment[room]


def test_a_pair_and_a_day_are_enough() -> None:
    done = detente("forecast", "--pair", "TUR-GRC", "--as-of", "1996-01-31")
    assert done.returncode == 0
    assert b"war" in done.stdout


def test_report_shows_a_saved_assessment(assessment: dict[str, Any], tmp_path: Path) -> None:
    saved = tmp_path / "saved.json"
    saved.write_bytes(detente("assess", str(KOREA), "--json").stdout)
    done = detente("report", str(saved), "--html", str(tmp_path / "brief.html"))
    assert done.returncode == 0
    assert b"as of 3 November 2022" in done.stdout
    assert (tmp_path / "brief.html").read_text(encoding="utf-8").lower().startswith("<!doctype html>")
    assert detente("report", str(saved), "--json").stdout == saved.read_bytes()
    assert assessment["id"].encode() in saved.read_bytes()


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_explains_itself(name: str) -> None:
    done = detente(name, "--help")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(b"Usage: detente")
