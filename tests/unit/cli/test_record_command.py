"""The record command's aids and `--record`, `--corrections` of the others, through the real command line."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
KOREA = ROOT / "examples/2022-11-03-korea.txt"
AEGEAN = ROOT / "examples/1996-01-31-aegean.txt"
FIX = """\
[[change]]
event = 1
was = "fired at least 23 missiles"
target = "KOR"
count = 24

[[event]]
words = "Nobody was hurt"
source = "KOR"
target = "PRK"
kind = "airstrike"
deaths = 12
date = "2022-11-03"
answers = 1
"""


def detente(*argv: object, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "detente", *map(str, argv)]
    return subprocess.run(command, input=stdin, capture_output=True)


def record(*argv: object, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return detente("record", *argv, "--no-model", stdin=stdin)


@pytest.fixture
def fix(tmp_path: Path) -> Path:
    path = tmp_path / "fix.toml"
    path.write_text(FIX, encoding="utf-8")
    return path


def test_the_text_with_its_marks_then_the_table() -> None:
    text = record(KOREA).stdout.decode()
    assert re.search(r"North Korea \[1 PRK>KOR [a-z ]+: fired at least 23 missiles\]\s", text)
    assert text.index("capitals ruled out") < text.index("\nEvents\n") < text.index("\nStanding facts\n")


def test_several_files_and_a_refused_one(tmp_path: Path) -> None:
    page = tmp_path / "new" / "page.html"
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    done = record(KOREA, empty, AEGEAN, "--html", page)
    assert done.returncode == 4
    assert done.stdout.decode().count("\nEvents\n") == 2
    assert b"empty" in done.stderr
    assert str(page.resolve()).encode() in done.stderr
    html = page.read_text(encoding="utf-8")
    assert html.startswith("<!DOCTYPE html>")
    assert html.count("<section") == 4
    assert "Refused:" in html


def test_json_is_as_without_the_page(tmp_path: Path) -> None:
    with_page = record(KOREA, "--json", "--html", tmp_path / "page.html").stdout
    assert with_page == record(KOREA, "--json").stdout


def test_escape_sequences_do_not_reach_the_terminal() -> None:
    text = b"Nov 3, 2022 - North Korea \x1b[2J\x9bfired three missiles at South Korea.\xc2\x9b31m\x07"
    done = record("-", stdin=text)
    assert done.returncode == 0
    assert not {7, 0x1B, 0x9B} & set(done.stdout.replace("…".encode(), b""))


def test_corrections_change_the_record(fix: Path) -> None:
    events = json.loads(record(KOREA, "--json", "--corrections", fix).stdout)["events"]
    assert events[0]["count"] == 24
    assert events[0]["p"] == 1
    added = next(e for e in events if e["quote"] == "Nobody was hurt")
    assert (added["kind"], added["answers_to"], added["inferred"]) == ("airstrike", 0, ["added by hand"])
    text = " ".join(record(KOREA, "--corrections", fix).stdout.decode().split())
    assert "KOR>PRK airstrike: Nobody was hurt]" in text
    assert "corrected by hand (fix.toml): 1 changed, 1 added" in text


def test_corrections_change_the_answers(fix: Path) -> None:
    plain = detente("assess", KOREA, "--no-model", "--json")
    fixed = detente("assess", KOREA, "--no-model", "--json", "--corrections", fix)
    assert json.loads(fixed.stdout)["forecast"] != json.loads(plain.stdout)["forecast"]
    room = detente("forecast", KOREA, "--no-model", "--json", "--corrections", fix)
    assert json.loads(room.stdout) == json.loads(fixed.stdout)["forecast"]


def test_day_and_pair_of_the_corrections_hold_unless_an_option_says_otherwise(tmp_path: Path) -> None:
    fix = tmp_path / "fix.toml"
    fix.write_text('date = 2022-11-10\npair = ["USA", "PRK"]\n', encoding="utf-8")
    found = json.loads(record(KOREA, "--json", "--corrections", fix).stdout)
    assert (found["day"], found["as_of"], found["day_source"]) == ("2022-11-10", "2022-11-10", "corrections")
    assert found["pair"] == ["PRK", "USA"]
    other = record(KOREA, "--json", "--corrections", fix, "--pair", "KOR-PRK", "--date", "2022-11-04")
    assert json.loads(other.stdout)["pair"] == ["KOR", "PRK"]
    assert json.loads(other.stdout)["day_source"] == "--date"


@pytest.mark.parametrize("command", ["record", "assess"])
def test_a_wrong_correction_is_refused_by_its_place(command: str, tmp_path: Path) -> None:
    fix = tmp_path / "fix.toml"
    fix.write_text('[[drop]]\nevent = 1\n\n[[change]]\nevent = 99\nkind = "threat"\n', encoding="utf-8")
    done = detente(command, KOREA, "--no-model", "--corrections", fix)
    assert done.returncode == 4
    assert b"no-such-event: fix.toml line 4: [[change]] number 1: event = 99" in done.stderr
    assert done.stdout == b""


def test_the_file_to_edit_corrects_nothing_and_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "new" / "fix.toml"
    assert record(KOREA, "--write-corrections", path).returncode == 0
    events = json.loads(record(KOREA, "--json").stdout)["events"]
    assert len(tomllib.loads(path.read_text(encoding="utf-8"))["change"]) == len(events)
    assert record(KOREA, "--json", "--corrections", path).stdout == record(KOREA, "--json").stdout
    again = record(KOREA, "--write-corrections", path)
    assert again.returncode == 2
    assert b"file-exists" in again.stderr


def test_an_edited_line_is_a_correction(tmp_path: Path) -> None:
    path = tmp_path / "fix.toml"
    record(KOREA, "--write-corrections", path)
    text = path.read_text(encoding="utf-8").replace("# count = 23", "count = 25", 1)
    path.write_text(text, encoding="utf-8")
    events = json.loads(record(KOREA, "--json", "--corrections", path).stdout)["events"]
    assert [e["count"] for e in events if e["p"] == 1 and "corrected by hand" in e["inferred"]] == [25]


@pytest.mark.parametrize(
    "options",
    [
        (KOREA, AEGEAN, "--corrections", "fix.toml"),
        (KOREA, AEGEAN, "--write-corrections", "new.toml"),
        (KOREA, "--corrections", "fix.toml", "--write-corrections", "new.toml"),
        (KOREA, "--write-corrections", "new.csv"),
    ],
)
def test_options_that_do_not_go_together(options: tuple[object, ...]) -> None:
    done = record(*options)
    assert done.returncode == 2
    assert b"corrections-options" in done.stderr
    assert not Path("new.csv").exists()


@pytest.fixture(scope="module")
def saved() -> bytes:
    return record(KOREA, "--json").stdout


def test_a_saved_record_gives_the_answers_of_its_dispatch(saved: bytes, tmp_path: Path) -> None:
    path = tmp_path / "saved.json"
    path.write_bytes(saved)
    direct = json.loads(detente("assess", KOREA, "--no-model", "--json").stdout)
    again = json.loads(detente("assess", "--record", path, "--json").stdout)
    for room in ("forecast", "scenario", "motive", "runaway", "verdict"):
        assert again[room] == direct[room]
    assert again["record"]["events"] == direct["record"]["events"]


@pytest.mark.parametrize("room", ["forecast", "scenario", "motive", "runaway"])
def test_each_question_takes_a_saved_record(room: str, saved: bytes) -> None:
    done = detente(room, "--record", "-", "--json", stdin=saved)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(b"{")


def test_a_saved_record_can_be_corrected_without_its_text(saved: bytes, tmp_path: Path) -> None:
    fix = tmp_path / "fix.toml"
    fix.write_text('[[change]]\nevent = 1\nkind = "war"\n', encoding="utf-8")
    done = detente("assess", "--record", "-", "--corrections", fix, stdin=saved)
    assert b"WAR IS RECORDED" in done.stdout
    fix.write_text('[[change]]\nevent = 1\nwords = "fired at least 23 missiles"\n', encoding="utf-8")
    done = detente("assess", "--record", "-", "--corrections", fix, stdin=saved)
    assert done.returncode == 4
    assert b"words-not-found" in done.stderr


def test_acts_can_be_given_by_hand_alone(tmp_path: Path) -> None:
    fix = tmp_path / "acts.toml"
    fix.write_text('[[event]]\nsource = "GRC"\ntarget = "TUR"\nkind = "incursion"\n', encoding="utf-8")
    done = detente("assess", "--pair", "GRC-TUR", "--as-of", "1996-01-31", "--corrections", fix, "--json")
    assert [e["kind"] for e in json.loads(done.stdout)["record"]["events"]] == ["incursion"]


BARE = b'{"events": [{"source": "PRK", "target": "KOR", "date": "2022-11-02", "kind": "missile_launch"}]}'
DATED = b'{"as_of": "2022-11-03", "pair": ["PRK", "KOR"], "events": []}'


@pytest.mark.parametrize(
    ("argv", "stdin", "status", "word"),
    [
        (("--record", "-"), BARE, 4, b"it has no as_of"),
        (("--record", "-", "--as-of", "2022-11-03"), BARE, 4, b"it has no pair"),
        (("--record", "-", "--as-of", "2022-11-03", "--pair", "PRK-KOR"), BARE, 0, b""),
        (("--record", "-", "--as-of", "2022-11-01"), DATED, 2, b"as-of-too-early"),
        (("--record", "-", "--date", "2022-11-03"), DATED, 2, b"read-already"),
        (("--record", "-", "--no-model"), DATED, 2, b"read-already"),
        ((KOREA, "--record", "-"), DATED, 2, b"read-already"),
        (("--record", "-"), DATED.replace(b"2022", b"2999"), 2, b"still to come"),
        (("--record", "/no/such/file.json"), b"", 4, b"No such file"),
        (("--record", "-"), BARE + b"\n" + BARE, 4, b"pass one"),
        (("--record", "-"), BARE.replace(b"PRK", b"NKO"), 4, b'events[0].source is "NKO"'),
        ((), b"", 2, b"nothing-to-assess"),
    ],
)
def test_records_that_are_refused_say_what_to_do(
    argv: tuple[object, ...], stdin: bytes, status: int, word: bytes
) -> None:
    done = detente("assess", *argv, stdin=stdin)
    assert done.returncode == status, done.stderr
    assert word in done.stderr
    assert b"Traceback" not in done.stderr


THREE = (
    b"QUITO, March 3, 2008 - Ecuador severed relations with Colombia on Monday, two days after Colombian "
    b"aircraft bombed a camp in Ecuador. Venezuela threatened Colombia with war and ordered ten battalions "
    b"with tanks to the Colombian border."
)


def test_each_pair_gets_its_record() -> None:
    done = record("-", "--each-pair", "--json", stdin=THREE)
    pairs = [json.loads(line)["pair"] for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert pairs == [["COL", "ECU"], ["COL", "VEN"]]
    alone = json.loads(record("-", "--json", stdin=THREE).stdout)
    assert any("COL-VEN" in note for note in alone["notes"])
    assert record("-", "--each-pair", "--pair", "COL-VEN", stdin=THREE).returncode == 2
