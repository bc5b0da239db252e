"""What must hold of a record once it is shown: JSON, terminal, HTML; each breach is a sentence."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from detente.assess import record_of
from detente.record.dispatch import Dispatch, open_dispatch
from detente.report.json import record_json
from detente.report.reading import Reading
from detente.report.record_lines import record_lines
from detente.report.record_page import record_page
from detente.world.record import Record
from tests.unit.report.parsing import Page, dangers

EXAMPLE = Path(__file__).parents[2] / "examples" / "2022-11-03-korea.txt"
UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What could drive a terminal or turn a line around."""


def unsafe_json(record: Record) -> Iterator[str]:
    """The JSON is one line that can be read again."""
    line = record_json(record)
    if "\n" in line or len(json.loads(line)["events"]) != len(record.events):
        yield "json: not one line with every event"


def unsafe_lines(record: Record, dispatch: Dispatch) -> Iterator[str]:
    """The lines for a terminal drive no terminal."""
    for line in record_lines(Reading(record, dispatch.text)):
        if UNSAFE.search(line):
            yield f"terminal: {UNSAFE.findall(line)[:3]} in {line[:60]!r}"


def unsafe_page(record: Record, dispatch: Dispatch) -> Iterator[str]:
    """The page holds the elements of any other, nothing that runs or leads out, and no turning mark."""
    text = record_page([Reading(record, dispatch.text)])
    try:
        page = Page(text)
    except AssertionError as error:
        yield f"page: {error}"
        return
    yield from (f"page: {danger}" for danger in dangers(page))
    strange = {tag for tag, _ in page.elements} - _tags()
    if strange:
        yield f"page: unknown elements {sorted(strange)}"
    if UNSAFE.search(text.replace("\n", "")):
        yield f"page: {UNSAFE.findall(text.replace(chr(10), ''))[:3]}"


@cache
def _tags() -> frozenset[str]:
    """The elements of the page of our own example, and of one without events, day and pair."""
    dull = b"The weather was fine\nin all of\nthe valleys."
    dispatches = [open_dispatch(raw) for raw in (EXAMPLE.read_bytes(), dull)]
    pages = [record_page([Reading(record_of(each, model=False), each.text)]) for each in dispatches]
    return frozenset(tag for page in pages for tag, _ in Page(page).elements)
