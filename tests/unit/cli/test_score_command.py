"""`detente forecast --log` and `detente score` through the command line."""

import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from detente.archive.ledger import append, read
from detente.cli import main
from detente.forecast.ledger import HORIZONS, TARGETS
from tests.unit.archive.claims import claim

YEONPYEONG = ("--pair", "PRK-KOR", "--as-of", "2010-11-01")
MADE = ("--made-at", "2010-11-01T21:00:00+09:00")
TODAY = ("--today", "2024-01-01")


@dataclass(frozen=True, slots=True)
class Done:
    returncode: object
    stdout: str
    stderr: str


def detente(folder: Path, *argv: object) -> Done:
    """The command in this process, with `folder` as the user's own."""
    out, err = StringIO(), StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setenv("DETENTE_ARCHIVE", str(folder / "archive"))
        patch.chdir(folder)
        with pytest.raises(SystemExit) as stopped:
            main([str(part) for part in argv])
    return Done(stopped.value.code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where one answer was logged in the default ledger."""
    found = tmp_path_factory.mktemp("logged")
    done = detente(found, "forecast", *YEONPYEONG, "--log", *MADE, "--json")
    assert done.returncode == 0, done.stderr
    assert done.stderr == f"9 forecasts logged in {found / 'ledger.jsonl'}\n"
    (found / "answer.json").write_text(done.stdout, encoding="utf-8")
    return found


def scored(folder: Path, *argv: object) -> dict[str, Any]:
    done = detente(folder, "score", *argv, *TODAY, "--json")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_what_is_logged_is_what_was_answered(folder: Path) -> None:
    answer = json.loads((folder / "answer.json").read_text(encoding="utf-8"))
    entries = read(folder / "ledger.jsonl").entries
    assert [(e.target, e.days) for e in entries] == [(t, h) for t in TARGETS for h in HORIZONS]
    fields = ("target", "days", "p", "low", "high", "base_rate")
    assert [[getattr(e, f) for f in fields] for e in entries] == [
        [target[f] for f in fields] for target in answer["targets"]
    ]
    assert {(e.made_at, e.as_of, e.pair, e.vintage) for e in entries} == {
        ("2010-11-01T12:00:00Z", "2010-11-01", ("KOR", "PRK"), answer["vintage"])
    }
    assert detente(folder, "forecast", *YEONPYEONG, "--json").stdout == json.dumps(
        answer, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ) + "\n"  # fmt: skip


def test_the_same_answer_again_is_kept_once(folder: Path) -> None:
    whole = (folder / "ledger.jsonl").read_bytes()
    done = detente(folder, "forecast", *YEONPYEONG, "--log")
    assert "0 forecasts logged" in done.stderr
    assert "9 were there already and are kept once" in done.stderr
    assert (folder / "ledger.jsonl").read_bytes() == whole


def test_the_track_record_as_json(folder: Path) -> None:
    found = scored(folder)
    assert (found["n"], found["yes"], found["no"], found["open"]) == (9, 6, 3, 0)
    assert (found["due"], found["due_resolved"], found["scored"]) == (9, 1, 9)
    assert [(row["target"], row["days"]) for row in found["rows"]] == [
        (t, h) for t in TARGETS for h in HORIZONS
    ]
    assert {row["made"] for row in found["rows"]} == {"ahead"}
    assert [one["on"] for one in found["resolved"][3:6]] == ["2010-11-23"] * 3
    assert [one["source"] for one in found["resolved"]] == ["detente:korea"] * 9
    assert scored(folder, folder / "ledger.jsonl") == found


def test_the_track_record_in_words(folder: Path) -> None:
    done = detente(folder, "score", *TODAY)
    lines = done.stdout.splitlines()
    assert lines[0] == (
        "9 forecasts on 2024-01-01: 6 yes, 3 no, 0 open; 9 windows are over, 100% of them resolved"
    )
    assert "made before their windows:" in lines
    assert sum(line.endswith("too few to judge") for line in lines) == 9
    assert next(line for line in lines if "log score" in line).startswith(
        "  KOR-PRK as of 2010-11-01: fatal in"
    )
    assert max(map(len, lines)) <= 110
    assert not any("\x1b" in line for line in lines)


def test_a_day_before_the_windows_end_leaves_them_open(folder: Path) -> None:
    done = detente(folder, "score", "--today", "2010-11-20")
    assert done.stdout.startswith("9 forecasts on 2010-11-20: 3 yes, 0 no, 6 open; 0 windows are over\n")
    assert "  2 of KOR-PRK: the window ends on 2010-12-01, which is not over on 2010-11-20" in done.stdout


def test_a_ledger_of_many_pairs_in_words(tmp_path: Path) -> None:
    """Three hundred made-up forecasts, of which a made-up feed settles those of ten pairs."""
    pairs = [(code, "TUR") for code in ("BEL", "CHE", "DNK", "ESP", "FIN", "FRA", "GRC", "ITA", "NLD", "NOR")]
    months = [f"{year}-{month:02}" for year in range(2010, 2021) for month in (1, 5)]
    rows = [f"{a},{b},{month}-15,threat" for a, b in pairs for month in months]
    feed = tmp_path / "feed.csv"
    feed.write_text("\n".join(["source,target,date,kind", *rows]) + "\n", encoding="utf-8")
    assert detente(tmp_path, "ingest", "events", feed).returncode == 0
    days = [f"{year}-{month:02}-01" for year in range(2011, 2020) for month in (1, 3, 8)]
    said = [
        claim(day, pair=pair, p=0.9 if day[5:7] == "01" else 0.2, high=0.95) for pair in pairs for day in days
    ]
    said += [claim("2015-01-01", pair=("AAA", other)) for other in ("UAA", "UBA", "UCA")]
    append(tmp_path / "ledger.jsonl", said)
    done = detente(tmp_path, "score", *TODAY)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("273 forecasts on 2024-01-01: 90 yes, 180 no, 3 open;")
    (row,) = [line for line in done.stdout.splitlines() if line.startswith("incident")]
    assert row.split()[:7] == ["incident", "30", "270", "43", "%", "90", "(28"]
    assert "  less usual: Brier -" in done.stdout
    assert "95 %, 10 pairs of states resampled" in done.stdout
    assert "  of 27 with mean p 90 % came true 27 (88 % to >99 %)" in done.stdout
    assert "  1 of AAA-UAA: no data set that may settle it covers the pair" in done.stdout


def test_only_chosen_data_sets_settle(tmp_path: Path) -> None:
    done = detente(tmp_path, "forecast", *YEONPYEONG, "--log=own.jsonl", *MADE, "--settled-by", "mie-*")
    assert done.returncode == 0, done.stderr
    own = tmp_path / "own.jsonl"
    assert {tuple(e.rule["datasets"]) for e in read(own).entries} == {("mie-*",)}
    assert scored(tmp_path, "own.jsonl")["open"] == 9


def test_a_back_dated_forecast_says_so_and_stands_apart(tmp_path: Path) -> None:
    done = detente(tmp_path, "forecast", *YEONPYEONG, "--log")
    assert "their windows had begun when they were made: they will be scored apart" in done.stderr
    assert {row["made"] for row in scored(tmp_path)["rows"]} == {"afterwards"}
    assert "made when their windows had begun" in detente(tmp_path, "score", *TODAY).stdout


def test_a_torn_line_is_reported_and_set_aside(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.jsonl"
    append(ledger, [claim(days=days) for days in (30, 90)])
    ledger.write_bytes(ledger.read_bytes()[:-100])
    done = detente(tmp_path, "score", *TODAY)
    assert done.stdout.startswith("1 forecasts on ")
    assert "its last line is torn" in done.stderr
    done = detente(tmp_path, "forecast", *YEONPYEONG, "--log", *MADE)
    assert f"moved to {ledger}.torn" in done.stderr
    assert len(read(ledger).entries) == 10
    assert Path(f"{ledger}.torn").exists()


def test_an_empty_ledger_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "ledger.jsonl").touch()
    done = detente(tmp_path, "score")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "no forecast is logged yet: `detente forecast --log` adds some\n"
    assert scored(tmp_path)["n"] == 0


@pytest.mark.parametrize(
    ("argv", "status", "words"),
    [
        (("score",), 3, "detente: no-ledger: "),
        (("score", __file__), 3, "detente: ledger-damaged: "),
        (("forecast", *YEONPYEONG, "--log", __file__), 3, "detente: ledger-damaged: "),
        (("forecast", *YEONPYEONG, f"--log={__file__}/ledger.jsonl"), 3, "detente: ledger-unwritable: "),
        (("forecast", *YEONPYEONG, *MADE), 2, "detente: log-options: "),
        (("forecast", *YEONPYEONG, "--settled-by", "mie-*"), 2, "detente: log-options: "),
        (("forecast", *YEONPYEONG, "--log", "--made-at", "2010-11-01"), 2, "has no zone"),
        (("forecast", *YEONPYEONG, "--log", "--made-at", "noon"), 2, "YYYY-MM-DDTHH:MM:SSZ"),
        (("forecast", *YEONPYEONG, "--log", "--made-at", "0001-01-01T00:00:00+09:00"), 2, "is no time"),
        (("score", "--today", "soon"), 2, "write YYYY-MM-DD"),
    ],
)
def test_errors_are_named(tmp_path: Path, argv: tuple[str, ...], status: int, words: str) -> None:
    own = Path(__file__).read_bytes()
    done = detente(tmp_path, *argv)
    assert (done.returncode, done.stdout) == (status, ""), done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert Path(__file__).read_bytes() == own
