"""The file of corrections that the program writes: it is TOML, corrects nothing, and is ready to edit."""

import re
import tomllib
from dataclasses import replace

from detente.report.reading import Reading
from detente.report.starter import starter
from tests.unit.report.readings import crowded

FIELDS = (
    "source|target|kind|date|status|count|qualifier|deaths|answers|symmetric|disputed|claimed_by|words|nth"
)


def test_as_written_it_sets_nothing() -> None:
    rows = tomllib.loads(starter(crowded()))
    assert rows.keys() == {"change"}
    assert [row["event"] for row in rows["change"]] == list(range(1, 12))
    assert {key for row in rows["change"] for key in row} == {"event", "was"}


def test_every_line_that_is_offered_is_sound() -> None:
    blocks, _, example = starter(crowded()).partition("# [[event]]")
    opened = re.sub(rf"^# ((?:{FIELDS}|pair) = )", r"\1", blocks, flags=re.MULTILINE)
    rows = tomllib.loads(opened)
    assert rows["pair"] == ["KOR", "PRK"]
    assert rows["change"][0]["count"] == 23
    assert rows["change"][0]["qualifier"] == ">="
    assert rows["change"][2]["answers"] == 1
    assert rows["change"][5]["date"] == "-"
    assert rows["change"][4]["claimed_by"] == "PRK"
    added = tomllib.loads("[[event]]" + example.replace("# ", ""))
    assert added["event"][0]["kind"] == "protest_note"


def test_a_hostile_text_writes_no_entry_of_its_own() -> None:
    sample = crowded()
    bad = '"\n[[drop]]\nevent = 1\n# \x1b[31m\\'
    events = tuple(replace(e, quote=bad) for e in sample.record.events)
    record = replace(sample.record, dispatch=bad, events=events)
    rows = tomllib.loads(starter(Reading(record, sample.text, {"PRK": bad})))
    assert rows.keys() == {"change"}


def test_numbers_are_those_shown() -> None:
    text = starter(replace(crowded(), numbers=tuple(range(5, 16))))
    assert "event = 5\n" in text
    assert "# answers = 5\n" in text
