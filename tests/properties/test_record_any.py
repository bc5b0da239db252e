"""Any text is answered or refused by name, and what is answered stands in the text."""

import re
from contextlib import suppress
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.record.answer import answer
from detente.record.dispatch import open_dispatch
from detente.record.gazetteer import Gazetteer
from detente.world.errors import InputRefused
from detente.world.record import Record
from detente.world.tables import LeaderRow, NameRow, PlaceRow

_GAZETTEER = Gazetteer(
    [],
    [
        *(NameRow("PER", alias, "name") for alias in ("Peru", "Peruvian")),
        *(NameRow("ECU", alias, "name") for alias in ("Ecuador", "Ecuadorean")),
        NameRow("PRK", "the North", "relative", needs_pair=True),
        NameRow("PRK", "North Korea", "name"),
        NameRow("KOR", "Seoul", "capital"),
    ],
    [LeaderRow("PER", "Alan Garcia", "Garcia", "head_of_state", "1985-07-28", "1990-07-28")],
    [PlaceRow("Piura", "PER")],
)
_VOCABULARY = """
Peru Peruvian Ecuador Ecuadorean Seoul North Korea Garcia Piura it they both sides the a of at into on and , .
which after before if not no never may will fired missiles 23 at least two dozen shells shelled bombed troops
jets ships
crossed border killed soldiers accused threatened said denied responded response talks war accord signed
Monday yesterday 1953 March 3 by its was were been to attack strike launch
"""
_WORDS = st.sampled_from(_VOCABULARY.split())
_PROSE = st.lists(_WORDS, min_size=3, max_size=60).map(" ".join)
_DAYS = st.none() | st.dates(date(1946, 1, 1), date(2030, 12, 31))


def _read(text: str, day: date | None) -> Record | None:
    try:
        return answer(open_dispatch(text.encode("utf-8", "replace"), day=day), _GAZETTEER, model=False)
    except InputRefused:
        return None


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400) | _PROSE, _DAYS)
def test_any_text_is_answered_or_refused(text: str, day: date | None) -> None:
    record = _read(text, day)
    assert record is None or record.error is None


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_answered_or_refused(raw: bytes) -> None:
    with suppress(InputRefused):
        answer(open_dispatch(raw), _GAZETTEER, model=False)


@settings(max_examples=200, deadline=None)
@given(_PROSE, _DAYS)
def test_spans_hold_the_words_and_links_point_to_events(text: str, day: date | None) -> None:
    record = _read(text, day)
    for k, event in enumerate(() if record is None else record.events):
        assert event.span is not None
        start, end = event.span
        assert 0 <= start < end <= len(text)
        assert event.quote == " ".join(text[start:end].split())
        assert re.search(r"\w", event.quote)
        assert event.answers_to != k
        assert record is not None
        assert event.answers_to is None or 0 <= event.answers_to < len(record.events)
        assert event.source != event.target or event.source is None


@settings(max_examples=60, deadline=None)
@given(_PROSE, _DAYS)
def test_reading_twice_gives_the_same(text: str, day: date | None) -> None:
    assert _read(text, day) == _read(text, day)


@settings(max_examples=60, deadline=None)
@given(_PROSE, _DAYS)
def test_nothing_undated_is_called_later_than_the_day(text: str, day: date | None) -> None:
    record = _read(text, day)
    today = "" if day is None else day.isoformat()
    for event in () if record is None or day is None else record.events:
        if event.status == "historical":
            assert event.date is None or event.date < today
