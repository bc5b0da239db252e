"""The Assessment and the Record as JSON, the schema that holds it, and the way back."""

import hashlib
from dataclasses import replace
from typing import Any

import msgspec

from detente.world.assessment import SCHEMA, Assessment
from detente.world.canonical import canonical
from detente.world.errors import InputRefused
from detente.world.record import Record, Refusal


def assessment_json(assessment: Assessment) -> str:
    """The canonical JSON of an assessment, one line."""
    return canonical(assessment).decode()


def record_json(record: Record) -> str:
    """The JSON of a record, one line."""
    return canonical(record).decode()


def refused_json(name: str, error: Refusal) -> str:
    """The record of an input that was refused: an error and no events."""
    return record_json(Record(name, None, None, error, (), ()))


def load(raw: bytes) -> Assessment:
    """Read a saved assessment; InputRefused where it is none, or where its id is not that of its content."""
    try:
        assessment = msgspec.json.decode(raw, type=Assessment)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        message = f"no {SCHEMA}: {error}; write one with `detente assess FILE --json`"
        raise InputRefused("not-an-assessment", message) from error
    expected = hashlib.sha256(canonical(replace(assessment, id=""))).hexdigest()
    if assessment.id != expected:
        message = f"its id is {assessment.id[:12]}..., its content gives {expected[:12]}...: it was edited"
        raise InputRefused("edited-assessment", message)
    return assessment


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of an assessment, as published in docs/reference."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA,
        **msgspec.json.schema(Assessment),
    }
