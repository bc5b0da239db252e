"""What is logged stays as it was, each forecast once; what was changed, removed or torn is found."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.archive.ledger import Book, Claim, Entry, append, default_ledger, read, set_aside
from detente.world.canonical import canonical
from detente.world.errors import DataError
from tests.unit.archive.claims import claim

FOUR = tuple(claim(days=days) for days in (7, 30, 90, 365))


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "new/ledger.jsonl"
    append(path, FOUR)
    return path


def refusal(function: Callable[..., Any], *args: Any) -> DataError:
    with pytest.raises(DataError) as caught:
        function(*args)
    return caught.value


def said(entry: Entry) -> Claim:
    return Claim(**{field.name: getattr(entry, field.name) for field in fields(Claim)})


def forged(line: bytes, **changed: Any) -> bytes:
    """The line with other contents and the id that fits them."""
    body = {**json.loads(line), **changed}
    body.pop("id")
    return canonical({**body, "id": hashlib.sha256(canonical(body)).hexdigest()})


def test_what_is_logged_is_read(ledger: Path) -> None:
    book = read(ledger)
    assert tuple(said(each) for each in book.entries) == FOUR
    assert book.torn == b""


def test_each_line_names_itself_and_the_one_before(ledger: Path) -> None:
    before = ""
    for line in ledger.read_bytes().splitlines():
        found = json.loads(line)
        assert found["previous"] == before
        body = {key: value for key, value in found.items() if key != "id"}
        assert found["id"] == hashlib.sha256(canonical(body)).hexdigest()
        assert (found["schema"], line) == ("ledger/1", canonical(found))
        before = hashlib.sha256(line).hexdigest()


def test_the_same_forecast_is_kept_once(ledger: Path) -> None:
    whole = ledger.read_bytes()
    later = [replace(each, made_at="2021-01-01T00:00:00Z") for each in FOUR]
    done = append(ledger, later)
    assert (done.added, done.known, ledger.read_bytes()) == ((), 4, whole)
    other = claim(p=0.1234567891)
    done = append(ledger, [other, FOUR[0], other])
    assert (len(done.added), done.known) == (1, 2)
    assert append(ledger, [other]).known == 1, "more digits than are written make no other forecast"
    assert ledger.read_bytes().startswith(whole)


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("forge", [False, True])
def test_a_changed_line_is_found(ledger: Path, number: int, forge: bool) -> None:
    lines = ledger.read_bytes().splitlines()
    line = lines[number]
    changed = forged(line, p=0.2) if forge else line.replace(b'"low":0.1', b'"low":0.05')
    assert changed != line
    ledger.write_bytes(b"\n".join([*lines[:number], changed, *lines[number + 1 :]]) + b"\n")
    if forge and number == 3:
        assert read(ledger).entries[-1].p == 0.2, "nothing follows the last line that could tell"
        return
    error = refusal(read, ledger)
    assert (error.code, error.exit_status) == ("ledger-damaged", 3)
    assert f"line {number + 1 + forge}" in error.message


@pytest.mark.parametrize(
    "order", [(1, 2, 3), (0, 2, 3), (0, 1, 3), (0, 1, 1, 2, 3), (1, 0, 2, 3), (0, 1, 3, 2)]
)
def test_lines_removed_doubled_or_moved_are_found(ledger: Path, order: tuple[int, ...]) -> None:
    lines = ledger.read_bytes().splitlines()
    ledger.write_bytes(b"".join(lines[i] + b"\n" for i in order))
    damaged = ledger.read_bytes()
    for act in (lambda: read(ledger), lambda: append(ledger, [claim(days=1)])):
        assert refusal(act).code == "ledger-damaged"
    assert ledger.read_bytes() == damaged, "what is damaged is left as it is"


def test_a_line_torn_anywhere_is_set_aside_and_no_other_is_lost(ledger: Path) -> None:
    whole = ledger.read_bytes()
    *_, last = whole.splitlines(keepends=True)
    begun = len(whole) - len(last)
    for cut in range(begun + 1, len(whole) - 1, 7):
        ledger.write_bytes(whole[:cut])
        book = read(ledger)
        assert (len(book.entries), book.torn) == (3, whole[begun:cut])
        done = append(ledger, FOUR)
        assert (len(done.added), done.known, done.torn) == (1, 3, book.torn)
        assert ledger.read_bytes() == whole
        assert set_aside(ledger).read_bytes() == book.torn + b"\n"
        set_aside(ledger).unlink()


def test_a_whole_last_line_without_its_end_is_kept(ledger: Path) -> None:
    whole = ledger.read_bytes()
    ledger.write_bytes(whole[:-1])
    assert (len(read(ledger).entries), read(ledger).torn) == (4, b"")
    assert append(ledger, [claim(days=1)]).torn == b""
    assert ledger.read_bytes().startswith(whole)
    assert len(read(ledger).entries) == 5


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"North Korea fired missiles.", "ledger-damaged"),
        (b"North Korea fired missiles.\n", "ledger-damaged"),
        (b"\n", "ledger-damaged"),
        (b"[]\n", "ledger-damaged"),
        (b"{}\n", "ledger-damaged"),
        (b"\xff\xfe\n", "ledger-damaged"),
        (b'{"schema":"ledger/2"}\n', "ledger-schema"),
        (b'{"schema":"assessment/1"}\n', "ledger-schema"),
        (b"[" * 100_000 + b"\n", "ledger-damaged"),
    ],
)
def test_another_file_is_named_and_not_written_to(tmp_path: Path, raw: bytes, code: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(raw)
    assert refusal(read, path).code == code
    assert refusal(append, path, FOUR).code == code
    assert path.read_bytes() == raw
    assert not set_aside(path).exists()


def test_a_field_too_many_is_found_even_in_the_last_line(ledger: Path) -> None:
    *lines, last = ledger.read_bytes().splitlines()
    ledger.write_bytes(b"\n".join([*lines, forged(last, remark="x")]) + b"\n")
    assert refusal(read, ledger).code == "ledger-damaged"


@pytest.mark.parametrize(
    "changed",
    [
        {"pair": ["PRK", "KOR"]},
        {"pair": ["KOR", "KOR"]},
        {"days": 366},
        {"days": 10**12},
        {"window": ["2020-01-01", "2020-12-31"]},
        {"p": 0.9},
        {"base_rate": 1.5},
        {"made_at": "2020-01-01T00:00:00"},
        {"made_at": "2020-01-01T00:00:00+01:00"},
        {"as_of": "soon"},
        {"rule": []},
    ],
)
def test_a_line_that_cannot_be_is_damage(ledger: Path, changed: dict[str, Any]) -> None:
    *lines, last = ledger.read_bytes().splitlines()
    ledger.write_bytes(b"\n".join([*lines, forged(last, **changed)]) + b"\n")
    assert refusal(read, ledger).code == "ledger-damaged"


def test_no_ledger_and_an_empty_one(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    assert refusal(read, path).code == "no-ledger"
    path.touch()
    assert read(path) == Book((), b"")


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_bytes_are_read_or_named(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path = tmp_path_factory.mktemp("any") / "ledger.jsonl"
    append(path, FOUR[:2])
    raw = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(raw)))
    raw[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=40))
    path.write_bytes(raw)
    try:
        found: Book | str = read(path)
    except DataError as error:
        found = error.code
    assert found in ("ledger-damaged", "ledger-schema") or isinstance(found, Book)


def test_many_writers_at_once_write_whole_lines(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    code = (
        "import sys; from pathlib import Path; from dataclasses import fields, replace\n"
        "from detente.archive.ledger import append; from tests.unit.archive.claims import claim\n"
        "for n in range(5):\n"
        "    one = [claim(assessment=f'{sys.argv[2]}-{n}', days=d) for d in range(1, 10)]\n"
        "    append(Path(sys.argv[1]), one)\n"
    )
    root = Path(__file__).parents[3]
    command = [sys.executable, "-c", code, str(path)]
    writers = [subprocess.Popen([*command, str(n)], cwd=root) for n in range(4)]
    assert [writer.wait(60) for writer in writers] == [0] * 4
    entries = read(path).entries
    assert len(entries) == len({(e.assessment, e.days) for e in entries}) == 4 * 5 * 9
    blocks = [entries[i : i + 9] for i in range(0, len(entries), 9)]
    assert all(len({e.assessment for e in block}) == 1 for block in blocks)


def test_a_full_disk_is_named_and_takes_nothing_away(ledger: Path) -> None:
    """No file may grow beyond the limit: the same error as a disk without room."""
    whole = ledger.read_bytes()
    code = (
        "import resource, sys; from pathlib import Path\n"
        "from detente.archive.ledger import append; from detente.world.errors import DataError\n"
        "from tests.unit.archive.claims import claim\n"
        "limit = int(sys.argv[2]); resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))\n"
        "try: append(Path(sys.argv[1]), [claim(days=1), claim(days=2)])\n"
        "except DataError as error: print(error.code)\n"
    )
    for room in (1, 900):
        command = [sys.executable, "-c", code, str(ledger), str(len(whole) + room)]
        done = subprocess.run(command, cwd=Path(__file__).parents[3], capture_output=True, text=True)
        assert done.stdout == "ledger-unwritable\n", done.stderr
        assert ledger.read_bytes() == whole


def test_the_default_lies_beside_the_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_ARCHIVE", str(tmp_path / "archive"))
    assert default_ledger() == tmp_path / "ledger.jsonl"
