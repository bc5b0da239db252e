"""A record from elsewhere: completed where something is absent, refused by field and value where wrong."""

import json
from pathlib import Path
from typing import Any

import pytest

from detente.archive.formats.cameo import KIND_OF_CAMEO
from detente.cli.coded_event import KIND_OF_PLOVER
from detente.cli.saved import load_record
from detente.report.json import record_json
from detente.world.errors import InputRefused
from detente.world.event import Event
from detente.world.facts import Fact
from detente.world.kinds import KINDS
from detente.world.ladder import LADDER
from detente.world.record import Record

PAGE = Path(__file__).parents[3] / "docs/how-to/own-coder.md"
WHOLE = Record(
    "d.txt", "2022-11-04", ("KOR", "PRK"), None,
    (
        Event("PRK", "KOR", "2022-11-02", "missile_launch", 4, plover="MOBILIZE", cameo="150", count=23,
              count_qualifier=">=", span=(3, 9), quote="fired", p=0.82, inferred=("target",)),
        Event("IGO:UN", "PRK", None, "collision", 5, status="denied", answers_to=0, symmetric=True,
              disputed=True, claimed_by="KOR", deaths=0),
    ),
    (Fact("armistice", "KOR", "PRK", "1953-07-27", None, "x", ("own",), (3, 5), True),),
    "2022-11-03", "text", "patterns", ("a note",),
)  # fmt: skip


def load(*events: dict[str, Any], **top: Any) -> Record:
    return load_record(json.dumps({"events": events, **top}).encode(), "mine.json")


def one(**fields: Any) -> Event:
    return load({"kind": "threat", **fields}).events[0]


def refusal(raw: bytes) -> InputRefused:
    with pytest.raises(InputRefused) as caught:
        load_record(raw, "mine.json")
    assert caught.value.message.startswith("mine.json")
    return caught.value


def test_a_record_comes_back_as_it_was() -> None:
    assert load_record(record_json(WHOLE).encode(), "x") == WHOLE


def test_what_is_absent_is_worked_out() -> None:
    assert one() == Event(None, None, None, "threat", 2, plover="THREATEN", cameo="138", p=1.0)
    assert one(date="2022-11").date_precision == "month"


@pytest.mark.parametrize(("fields", "kind", "plover", "cameo", "rung"), [
    ({"plover": "ASSAULT"}, "raid", "ASSAULT", None, 6),
    ({"plover": "ASSAULT", "deaths": 4}, "raid", "ASSAULT", None, 7),
    ({"cameo": "1041"}, "demand", "REQUEST", "1041", 2),
    ({"cameo": "195", "plover": "ASSAULT"}, "airstrike", "ASSAULT", "195", 6),
    ({"kind": "airstrike", "cameo": "190"}, "airstrike", "ASSAULT", "190", 6),
    ({"kind": "airstrike", "rung": 5}, "airstrike", "ASSAULT", "195", 5),
    ({"kind": "collision"}, "collision", None, None, 5),
])  # fmt: skip
def test_kind_and_codes(
    fields: dict[str, Any], kind: str, plover: str | None, cameo: str | None, rung: int
) -> None:
    event = load(fields).events[0]
    assert (event.kind, event.plover, event.cameo, event.rung) == (kind, plover, cameo, rung)
    assert event.inferred == (() if "kind" in fields else ("kind",))


@pytest.mark.parametrize(
    ("kind", "symmetric"), [("talks", True), ("joint_exercise", False), ("visit", False)]
)
def test_acts_without_direction(kind: str, symmetric: bool) -> None:
    assert one(kind=kind).symmetric is symmetric
    assert one(kind=kind, symmetric=not symmetric).symmetric is not symmetric


def test_every_plover_type_has_a_kind() -> None:
    assert KIND_OF_PLOVER.keys() == {plover for rung in LADDER for plover in rung.plover}
    assert set(KIND_OF_PLOVER.values()) <= KINDS.keys()


def test_the_page_shows_the_tables_in_use() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [p for p, kind in KIND_OF_PLOVER.items() if f"| {p} | `{kind}` |" not in text] == []
    assert [c for c, kind in KIND_OF_CAMEO.items() if f"`{c}` {kind}" not in text] == []


def test_the_page_shows_the_example_that_it_runs() -> None:
    example = PAGE.with_suffix(".json").read_text(encoding="utf-8")
    assert example in PAGE.read_text(encoding="utf-8")


def test_the_record_is_completed() -> None:
    record = load(pair=["PRK", "KOR"], day="2022-11-03")
    assert (record.as_of, record.pair) == ("2022-11-03", ("KOR", "PRK"))
    assert (record.dispatch, record.coder, record.day_source) == ("mine.json", "another coder", "record")


def test_unknown_fields_are_left_out_and_noted() -> None:
    record = load({"kind": "threat", "knid": 1, "why": "x"}, model="m")
    assert record.notes == ("fields that are not known were left out: events[].knid, events[].why, model",)


def test_an_act_told_before_it_happened_is_noted() -> None:
    record = load({"kind": "threat", "date": "2022-12-01"}, as_of="2022-11-03")
    assert record.notes == ("events[0] is dated 2022-12-01, after the as-of day, and yet told as actual",)


@pytest.mark.parametrize(("fields", "start"), [
    ({"kind": "missle_launch"}, 'events[0].kind is "missle_launch": it is no kind of act: did you'),
    ({"kind": None}, "events[0].kind is null: it needs a kind, or else a cameo code or a plover type"),
    ({"source": "North Korea"}, 'events[0].source is "North Korea": it is no state that we know'),
    ({"target": "ZZZ"}, 'events[0].target is "ZZZ"'),
    ({"claimed_by": "x\x9b31m"}, 'events[0].claimed_by is "x\\u009b31m"'),
    ({"source": "PRK", "target": "PRK"}, 'events[0].target is "PRK": nobody acts on themselves'),
    ({"date": "3 Nov"}, 'events[0].date is "3 Nov": write YYYY-MM-DD'),
    ({"status": "real"}, 'events[0].status is "real": choose one of actual'),
    ({"rung": 12}, "events[0].rung is 12: Expected `int` <= 9"),
    ({"rung": "high"}, 'events[0].rung is "high": Expected `int | null`, got `str`'),
    ({"p": 1.5}, "events[0].p is 1.5: "),
    ({"count": -1}, "events[0].count is -1: "),
    ({"count_qualifier": "about"}, 'events[0].count_qualifier is "about": choose one of >='),
    ({"plover": "ATTACK"}, 'events[0].plover is "ATTACK": choose one of AGREE'),
    ({"cameo": "99"}, 'events[0].cameo is "99": it is no CAMEO code'),
    ({"answers_to": 0}, "events[0].answers_to is 0: it is the index, counted from 0, of another of the 1"),
    ({"answers_to": 7}, "events[0].answers_to is 7: "),
    ({"span": [9, 3]}, "events[0].span is [9, 3]: the end comes after the start"),
    ({"span": [3]}, "events[0].span is [3]: "),
    ({"inferred": "kind"}, 'events[0].inferred is "kind": '),
])  # fmt: skip
def test_a_wrong_event_is_named_by_field_and_value(fields: dict[str, Any], start: str) -> None:
    error = refusal(json.dumps({"events": [{"kind": "threat", **fields}]}).encode())
    assert error.code == "not-a-record"
    assert error.message.startswith(f"mine.json: {start}")


@pytest.mark.parametrize(("top", "start"), [
    ({"events": "none"}, 'events is "none": '),
    ({"pair": ["PRK", "XX"]}, 'pair[1] is "XX": '),
    ({"pair": ["PRK", "PRK"]}, 'pair is ["PRK", "PRK"]: a pair needs two states'),
    ({"pair": ["PRK"]}, 'pair is ["PRK"]: '),
    ({"as_of": "2022-11"}, 'as_of is "2022-11": it is no day'),
    ({"as_of": "2022-11-03", "day": "2022-11-04"}, 'as_of is "2022-11-03": it lies before'),
    ({"facts": [{"fact": "armistice", "a": "XX"}]}, 'facts[0].a is "XX": '),
    ({"facts": [{"fact": "armistice", "a": "PRK", "since": "long ago"}]}, 'facts[0].since is "long ago": '),
])  # fmt: skip
def test_a_wrong_record_is_named_by_field_and_value(top: dict[str, Any], start: str) -> None:
    error = refusal(json.dumps({"events": [], **top}).encode())
    assert error.code == "not-a-record"
    assert error.message.startswith(f"mine.json: {start}")


@pytest.mark.parametrize(("raw", "code", "word"), [
    (b"{}", "not-a-record", "events"),
    (b"[]", "not-a-record", "pass one record"),
    (b"3", "not-a-record", "Expected"),
    (b"", "not-a-record", "detente record FILE --json"),
    (b"{", "not-a-record", "no JSON object"),
    (b"\xff\xfe\x00", "not-a-record", "no JSON object"),
    (b"[" * 100_000, "not-a-record", "no JSON object"),
    (b'{"schema": "assessment/1", "record": {}}', "not-a-record", "detente report"),
    (b'{"events": []}\n{"events": []}\n', "several-records", "2 records, one a line: pass one"),
    (b'{"events": [], "error": {"code": "empty", "message": "no text"}}', "refused-record", "empty: no text"),
])  # fmt: skip
def test_what_is_no_record_is_refused(raw: bytes, code: str, word: str) -> None:
    error = refusal(raw)
    assert error.code == code
    assert word in error.message


def test_an_object_over_several_lines_is_one_record() -> None:
    assert load_record(b'{\n"events": [\n{"kind": "threat"}\n]\n}\n', "x").events
    assert load_record(json.dumps({"events": []}, indent=1).encode(), "x").events == ()
