"""An assessment as JSON and back."""

import json
from collections.abc import Callable

import pytest

from detente.report.json import assessment_json, load, record_json, refused_json, schema
from detente.world.assessment import Assessment
from detente.world.errors import InputRefused
from detente.world.record import Refusal
from tests.unit.report.example import bare, full

BOTH = pytest.mark.parametrize("make", [full, bare])


@BOTH
def test_round_trip_keeps_every_byte(make: Callable[[], Assessment]) -> None:
    text = assessment_json(make())
    assert assessment_json(load(text.encode())) == text


def test_one_line() -> None:
    assert "\n" not in assessment_json(full())
    assert "\n" not in record_json(full().record)


@pytest.mark.parametrize(("old", "new"), [('"p":0.0067', '"p":0.0068'), ("not-war", "war-now"), ("23", "24")])
def test_tampered_assessment_is_refused(old: str, new: str) -> None:
    text = assessment_json(full())
    assert old in text
    with pytest.raises(InputRefused) as refused:
        load(text.replace(old, new, 1).encode())
    assert refused.value.code in ("edited-assessment", "not-an-assessment")


@pytest.mark.parametrize("raw", [b"", b"{}", b"[1]", b"\xff\xfe", b'{"schema": "assessment/1"}', b"null"])
def test_what_is_no_assessment_is_refused(raw: bytes) -> None:
    with pytest.raises(InputRefused) as refused:
        load(raw)
    assert refused.value.code == "not-an-assessment"


def test_refused_input_has_an_error_and_no_events() -> None:
    record = json.loads(refused_json("x.txt", Refusal("no-date", "no date")))
    assert record["error"] == {"code": "no-date", "message": "no date"}
    assert record["events"] == []


def test_schema_names_every_part() -> None:
    parts = schema()["$defs"]["Assessment"]["properties"]
    assert {"record", "forecast", "scenario", "motive", "runaway", "verdict"} <= set(parts)
