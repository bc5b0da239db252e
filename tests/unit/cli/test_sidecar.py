"""A file of corrections, TOML or CSV, as entries that say where they stand."""

from datetime import date
from pathlib import Path

import pytest

from detente.cli.sidecar import read_corrections
from detente.record.corrections import Corrections
from detente.world.actor import Dyad
from detente.world.errors import InputRefused

TOML = """\
date = 2022-11-03
pair = ["PRK", "KOR"]

[[change]]
event = 1
target = "KOR"
count = 23
symmetric = false

[[drop]]
event = 4

[[event]]
words = "air-raid alarm sounded"
kind = "alert"
date = 2022-11-02
"""

CSV = """\
entry,event,words,target,kind,count,symmetric,date,pair
dispatch,,,,,,,2022-11-03,PRK-KOR
change,1,,KOR,,23,False,,
drop,4,,,,,,,
event,,"air-raid alarm sounded",,alert,,,2022-11-02,
"""


def read(folder: Path, text: str, name: str = "fix.toml") -> Corrections:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_corrections(path)


def refusal(folder: Path, text: str, name: str = "fix.toml") -> InputRefused:
    with pytest.raises(InputRefused) as caught:
        read(folder, text, name)
    return caught.value


@pytest.mark.parametrize(("name", "text"), [("fix.toml", TOML), ("fix.csv", CSV), ("FIX.CSV", CSV)])
def test_both_forms_say_the_same(tmp_path: Path, name: str, text: str) -> None:
    found = read(tmp_path, text, name)
    assert (found.name, found.day, found.pair) == (name, date(2022, 11, 3), Dyad("KOR", "PRK"))
    rows = sorted((e.verb, {k: str(v) for k, v in e.fields.items()}) for e in found.entries)
    assert rows == [
        ("change", {"event": "1", "target": "KOR", "count": "23", "symmetric": "False"}),
        ("drop", {"event": "4"}),
        ("event", {"words": "air-raid alarm sounded", "kind": "alert", "date": "2022-11-02"}),
    ]


def test_entries_say_where_they_stand(tmp_path: Path) -> None:
    assert [e.where for e in read(tmp_path, TOML).entries] == [
        "fix.toml line 13: [[event]] number 1",
        "fix.toml line 4: [[change]] number 1",
        "fix.toml line 10: [[drop]] number 1",
    ]
    assert [e.where for e in read(tmp_path, CSV, "fix.csv").entries] == [
        f"fix.csv line {k}" for k in (3, 4, 5)
    ]


def test_entries_of_another_layout_are_counted(tmp_path: Path) -> None:
    found = read(tmp_path, 'drop = [{event = 1}, {event = 2, note = "\\n[[drop]]"}]')
    assert [e.where for e in found.entries] == [
        "fix.toml: [[drop]] number 1",
        "fix.toml: [[drop]] number 2",
    ]


def test_numbers_of_a_table_are_numbers(tmp_path: Path) -> None:
    [entry] = read(tmp_path, "entry,event,count,deaths\nchange,2,many,007\n", "fix.csv").entries
    assert entry.fields == {"event": 2, "count": "many", "deaths": 7}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[[change]]\nevent = \n", "line 2"),
        ("[" * 5000, ""),
        ("x = 1" + "0" * 5000, ""),
    ],
)
def test_what_is_no_toml_is_unreadable(tmp_path: Path, text: str, word: str) -> None:
    error = refusal(tmp_path, text)
    assert error.code == "corrections-unreadable"
    assert "fix.toml" in error.message
    assert word in error.message


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as caught:
        read_corrections(tmp_path / "none.toml")
    assert caught.value.code == "corrections-unreadable"
    assert "No such file" in caught.value.message


@pytest.mark.parametrize(
    ("name", "text", "word"),
    [
        ("fix.toml", "[[changes]]\nevent = 1", "'changes'"),
        ("fix.toml", "[change]\nevent = 1", "[[change]]"),
        ("fix.toml", 'date = "Thursday"', "YYYY-MM-DD"),
        ("fix.toml", "date = 2022-11-03T12:00:00", "YYYY-MM-DD"),
        ("fix.toml", 'pair = ["PRK"]', "PRK-KOR"),
        ("fix.toml", 'pair = ["PRK", "PRK"]', "two states"),
        ("fix.csv", "event,kind\n1,threat\n", "entry"),
        ("fix.csv", "entry,kinds\ndrop,threat\n", "'kinds'"),
        ("fix.csv", "entry,event\nremove,1\n", "line 2"),
        ("fix.csv", "entry,event\ndrop,1,2\n", "line 2"),
        ("fix.csv", "entry,event\ndrop\n", "line 2"),
        ("fix.csv", "entry,kind,date\ndispatch,threat,2022-11-03\n", "line 2"),
    ],
)
def test_what_no_file_may_say_is_named(tmp_path: Path, name: str, text: str, word: str) -> None:
    error = refusal(tmp_path, text, name)
    assert error.code == "bad-correction"
    assert name in error.message
    assert word in error.message
