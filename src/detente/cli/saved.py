"""A record that was read already: one JSON object, from `detente record --json` or from any other coder."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import msgspec

from detente.cli.coded_event import CodedEvent, WrongFieldError, check_code, event_of, shortly
from detente.world.errors import InputRefused
from detente.world.facts import Fact
from detente.world.record import Record, Refusal
from detente.world.when import When

_PATH = re.compile(r"(.*) - at `\$\.?(.*)`", re.DOTALL)


@dataclass(frozen=True, slots=True)
class CodedRecord:
    """A record as another program writes it."""

    events: tuple[CodedEvent, ...]
    as_of: str | None = None
    pair: tuple[str, str] | None = None
    dispatch: str | None = None
    error: Refusal | None = None
    facts: tuple[Fact, ...] = ()
    day: str | None = None
    day_source: str | None = None
    coder: str = ""
    notes: tuple[str, ...] = ()


def load_record(raw: bytes, name: str) -> Record:
    """The record in the JSON object of a file called `name`, with what is absent worked out.

    Raises:
        InputRefused: `several-records`, `refused-record`, or `not-a-record` naming field and value.
    """
    coded, plain = _decoded(raw, name)
    if coded.error is not None:
        why = f"{name}: this dispatch was refused ({coded.error.code}: {coded.error.message})"
        raise InputRefused("refused-record", f"{why}; give a record that was read")
    try:
        return _record(coded, name, tuple(_unknown(plain)))
    except WrongFieldError as error:
        raise InputRefused("not-a-record", f"{name}: {error}") from error


def _decoded(raw: bytes, name: str) -> tuple[CodedRecord, Any]:
    lines = [line for line in raw.splitlines() if line.strip()]
    if len(lines) > 1 and lines[0].strip().endswith(b"}") and lines[0].strip().startswith(b"{"):
        why = f"{name} holds {len(lines)} records, one a line: pass one of them"
        raise InputRefused("several-records", f"{why}, e.g. `head -n 1 {name} | detente assess --record -`")
    try:
        plain = msgspec.json.decode(raw)
        return msgspec.convert(plain, CodedRecord), plain
    except msgspec.ValidationError as error:
        raise InputRefused("not-a-record", f"{name}: {_placed(str(error), plain)}") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        why = f"{name} is no JSON object: {error}; write one with `detente record FILE --json`"
        raise InputRefused("not-a-record", why) from error


def _placed(message: str, plain: Any) -> str:
    """The decoder's words with the field and its value first."""
    if isinstance(plain, list):
        return f"a list of {len(plain)}: pass one record, an object with `events`"
    if isinstance(plain, dict) and "schema" in plain:
        return "this is an assessment, not a record: show it with `detente report`"
    match = _PATH.fullmatch(message)
    if match is None or not match[2]:
        return message
    return f"{match[2]} is {shortly(_at(plain, match[2]))}: {match[1]}"


def _at(plain: Any, path: str) -> Any:
    """The value at "events[0].rung"; what lies above it where it is absent."""
    for key, index in re.findall(r"(\w+)|\[(\d+)\]", path):
        try:
            plain = plain[int(index)] if index else plain[key]
        except (KeyError, IndexError, TypeError):
            return plain
    return plain


def _unknown(plain: Any) -> Iterator[str]:
    """A note of the fields that we do not know: left out, not refused, but a misspelt one is seen."""
    top = plain.keys() - {field.name for field in fields(CodedRecord)}
    below = {key for event in plain["events"] for key in event} - {f.name for f in fields(CodedEvent)}
    left = sorted((*top, *(f"events[].{key}" for key in below)))
    if left:
        yield f"fields that are not known were left out: {', '.join(left)}"


def _record(coded: CodedRecord, name: str, notes: Sequence[str]) -> Record:
    day, as_of = _day("day", coded.day), _day("as_of", coded.as_of or coded.day)
    if day is not None and as_of is not None and day > as_of:
        raise WrongFieldError("as_of", as_of, f"it lies before the dispatch's own day {day}")
    total = len(coded.events)
    return Record(
        dispatch=coded.dispatch or name,
        as_of=as_of,
        pair=_pair(coded.pair),
        error=None,
        events=tuple(event_of(f"events[{k}]", event, total) for k, event in enumerate(coded.events)),
        facts=tuple(_fact(f"facts[{k}]", fact) for k, fact in enumerate(coded.facts)),
        day=day,
        day_source=coded.day_source or (day and "record"),
        coder=coded.coder or "another coder",
        notes=(*coded.notes, *notes, *_later(coded.events, as_of)),
    )


def _later(events: Sequence[CodedEvent], as_of: str | None) -> Iterator[str]:
    """A note of each act that is said to have happened after the as-of day, by whatever slip."""
    for k, event in enumerate(events):
        if as_of and event.date and event.date > as_of and event.status in ("actual", "historical"):
            yield f"events[{k}] is dated {event.date}, after the as-of day, and yet told as {event.status}"


def _pair(codes: tuple[str, str] | None) -> tuple[str, str] | None:
    """The pair in alphabetical order."""
    for k, code in enumerate(codes or ()):
        check_code(f"pair[{k}]", code)
    if codes and codes[0] == codes[1]:
        raise WrongFieldError("pair", codes, "a pair needs two states")
    return codes and (min(codes), max(codes))


def _fact(at: str, fact: Fact) -> Fact:
    check_code(f"{at}.a", fact.a)
    check_code(f"{at}.b", fact.b)
    for field in ("since", "until"):
        bound = getattr(fact, field)
        try:
            When.parse(bound or "2000")
        except ValueError as error:
            raise WrongFieldError(f"{at}.{field}", bound, "write YYYY-MM-DD, YYYY-MM or YYYY") from error
    return fact


def _day(path: str, text: str | None) -> str | None:
    try:
        return None if text is None else date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise WrongFieldError(path, text, "it is no day: write YYYY-MM-DD") from error
