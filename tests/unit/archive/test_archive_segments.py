"""Segments are written once, whole or not at all, and damage is named before it is used."""

import os
import random
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from detente.archive.ingest import IngestReport, ingest
from detente.archive.query import Archive
from detente.archive.segments import check, default_dir, segments, writing
from detente.world.actor import Dyad
from detente.world.errors import DataError, SegmentDamaged

HEADER = "source,target,date,kind"
PAIR = Dyad("KOR", "PRK")


def feed(path: Path, days: int, kind: str = "threat") -> Path:
    lines = [HEADER, *(f"PRK,KOR,2020-01-{day:02},{kind}" for day in range(1, days + 1))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def files(archive: Path) -> list[tuple[str, bytes]]:
    found = (path for path in sorted(archive.rglob("*")) if path.is_file())
    return [(str(path.relative_to(archive)), path.read_bytes()) for path in found]


def test_the_same_file_again_adds_nothing(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    source = feed(tmp_path / "feed.csv", 5)
    (first,) = ingest("events", [source], archive)
    before = files(archive)
    (again,) = ingest("auto", [source], archive)
    assert files(archive) == before
    assert (first.already, again.already) == (False, True)
    assert (again.rows_read, again.rows_kept, again.rows_stored) == (5, 5, 5)
    assert again.line() == "feed.csv: in the archive already, nothing added"


def test_the_same_bytes_under_another_name_add_nothing(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    ingest("events", [feed(tmp_path / "one.csv", 5)], archive)
    (report,) = ingest("events", [feed(tmp_path / "two.csv", 5)], archive)
    assert report.already


def test_two_archives_have_the_same_bytes(tmp_path: Path) -> None:
    source = feed(tmp_path / "feed.csv", 20)
    for name in ("one", "two"):
        ingest("events", [source], tmp_path / name)
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_stray_files_are_ignored_and_swept(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    ingest("events", [feed(tmp_path / "one.csv", 5)], archive)
    stray = archive / "tmp" / "left" / "by-a-crash.parquet"
    stray.parent.mkdir()
    stray.write_bytes(b"half")
    assert len(Archive(archive).events(PAIR, date(2021, 1, 1))) == 5
    assert check(archive) == []
    ingest("events", [feed(tmp_path / "two.csv", 6)], archive)
    assert list((archive / "tmp").iterdir()) == []


def test_a_segment_is_never_written_over(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    (report,) = ingest("events", [feed(tmp_path / "one.csv", 5)], archive)
    assert report.segment is not None
    stamp = report.segment.stat().st_mtime_ns
    ingest("events", [feed(tmp_path / "two.csv", 6)], archive)
    assert report.segment.stat().st_mtime_ns == stamp
    assert len(segments(archive, "events")) == 2


def test_nothing_of_a_failed_ingest_stays(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    source = feed(tmp_path / "feed.csv", 5)

    def grow(_: str) -> None:
        with source.open("a", encoding="utf-8") as text:
            text.write("PRK,KOR,2020-02-01,threat\n")

    with pytest.raises(DataError, match="was changed while it was read"):
        ingest("events", [source], archive, progress=grow)
    assert files(archive) == []


def test_an_archive_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("a file, no folder", encoding="utf-8")
    with pytest.raises(DataError, match="cannot be written"):
        ingest("events", [feed(tmp_path / "feed.csv", 5)], tmp_path / "archive")


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from detente.archive.ingest import ingest\n"
    code += "ingest('events', [Path(sys.argv[1])], Path(sys.argv[2]))"
    source = feed(tmp_path / "feed.csv", 5)
    with writing(tmp_path / "archive"):
        other = subprocess.Popen([sys.executable, "-c", code, source, tmp_path / "archive"])
        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(1.5)
    assert other.wait(60) == 0
    assert len(segments(tmp_path / "archive", "events")) == 1


def damages(count: int) -> Callable[[bytes], list[bytes]]:
    """`count` ways to spoil a file: a byte flipped, the end cut off, or bytes added."""

    def spoil(sound: bytes) -> list[bytes]:
        chance = random.Random(7)
        return [one(sound, chance) for _ in range(count)]

    def one(sound: bytes, chance: random.Random) -> bytes:
        at = chance.randrange(len(sound))
        flipped = sound[:at] + bytes([sound[at] ^ (1 << chance.randrange(8))]) + sound[at + 1 :]
        return chance.choice([flipped, flipped, sound[:at], sound + b"\0"])

    return spoil


def assert_named_and_refused(tmp_path: Path, count: int) -> None:
    archive = tmp_path / "archive"
    report: IngestReport
    ingest("events", [feed(tmp_path / "one.csv", 7)], archive)
    (report,) = ingest("events", [feed(tmp_path / "two.csv", 28, "alert")], archive)
    assert report.segment is not None
    for spoilt in damages(count)(report.segment.read_bytes()):
        report.segment.write_bytes(spoilt)
        (named,) = check(archive)
        assert str(report.segment) in named
        with pytest.raises(SegmentDamaged, match="delete it and ingest"):
            Archive(archive).events(PAIR, date(2021, 1, 1))


def test_damage_is_named_and_refused(tmp_path: Path) -> None:
    assert_named_and_refused(tmp_path, 50)


@pytest.mark.nightly
def test_a_thousand_damages_are_named_and_refused(tmp_path: Path) -> None:
    assert_named_and_refused(tmp_path, 1000)


def test_the_default_folder_follows_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_ARCHIVE", "/one")
    assert default_dir() == Path("/one")
    monkeypatch.delenv("DETENTE_ARCHIVE")
    monkeypatch.setenv("XDG_DATA_HOME", "/two")
    assert default_dir() == Path("/two/detente/archive")
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", "/three")
    assert default_dir() == Path("/three/.local/share/detente/archive")


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_archive_is_named(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir(mode=0o500)
    with pytest.raises(DataError, match="cannot be written"):
        ingest("events", [feed(tmp_path / "feed.csv", 5)], archive)
