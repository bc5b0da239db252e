"""What must hold of the reader's answer to any input whatever; each breach is a sentence."""

import re
import signal
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from types import FrameType

from detente.assess import record_of
from detente.record.clean import decode
from detente.record.dispatch import Dispatch, open_dispatch
from detente.world.errors import DetenteError
from detente.world.event import STATUSES, Event
from detente.world.kinds import KINDS
from detente.world.record import Record
from detente.world.when import When
from tests.properties.hostile import Input
from tests.properties.rendered import UNSAFE, unsafe_json, unsafe_lines, unsafe_page

MS_A_KB, FLOOR = 50.0, 1.0
"""CPU milliseconds for a thousand bytes, and the seconds that any input may take."""

CODE = re.compile(r"[A-Z]{3}|IGO:[A-Z]+")


class TooSlow(BaseException):
    """Raised from a timer inside of whatever takes too long; no Exception, so that nothing swallows it."""


def _ring(_signal: int, frame: FrameType | None) -> None:
    raise TooSlow("".join(traceback.format_stack(frame)[-3:]))


def budget(raw: bytes) -> float:
    """CPU seconds that an input may take."""
    return FLOOR + MS_A_KB / 1000 * len(raw) / 1000


@contextmanager
def _timer(seconds: float) -> Iterator[None]:
    before = signal.signal(signal.SIGVTALRM, _ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def breaches(given: Input, *, model: bool, page: bool = True) -> list[str]:
    """Everything that is wrong with the answer to an input; empty if nothing is."""
    try:
        with _timer(5 * budget(given.raw)):
            return list(_timed(given, model, page))
    except TooSlow as slow:
        return [f"hang: over {5 * budget(given.raw):.0f} CPU s\n{slow}"]
    except Exception as error:
        return [_crash(error)]


def _timed(given: Input, model: bool, page: bool) -> Iterator[str]:
    limit, begun = budget(given.raw), time.process_time()
    try:
        dispatch = open_dispatch(given.raw, name=given.name, day=given.day)
        record = record_of(dispatch, model=model)
    except DetenteError as error:
        yield from _refusal(error)
        return
    read = time.process_time()
    if read - begun > limit:
        yield f"slow: {read - begun:.2f} of {limit:.2f} CPU s to read"
    yield from _record(record, dispatch, given.raw)
    shown = time.process_time()
    yield from unsafe_json(record)
    yield from unsafe_lines(record, dispatch)
    yield from unsafe_page(record, dispatch) if page else ()
    if time.process_time() - shown > limit:
        yield f"slow: {time.process_time() - shown:.2f} of {limit:.2f} CPU s to show"


def _crash(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = next(
        (f for f in reversed(traceback.extract_tb(error.__traceback__)) if "/detente/" in f.filename), last
    )
    return f"crash: {type(error).__name__} at {place.filename.rpartition('/')[2]}:{place.lineno}: {error}"[
        :300
    ]


def _refusal(error: DetenteError) -> Iterator[str]:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", error.code):
        yield f"code: {error.code!r} is no stable code"
    if not error.message or UNSAFE.search(error.message) or len(error.message) > 500:
        yield f"message: {error.message[:80]!r}"


def _record(record: Record, dispatch: Dispatch, raw: bytes) -> Iterator[str]:
    text = dispatch.text
    if len(text) != len(decode(raw)):
        yield "length: the text is not as long as the decoded input"
    for k, event in enumerate(record.events):
        yield from (f"event: {fault}" for fault in _event(event, k, len(record.events), text))
    if record.pair is not None and not (len(set(record.pair)) == 2 and all(map(CODE.fullmatch, record.pair))):
        yield f"pair: {record.pair}"


def _event(event: Event, k: int, count: int, text: str) -> Iterator[str]:
    if event.span is None or not 0 <= event.span[0] < event.span[1] <= len(text):
        yield f"span {event.span} of {len(text)}"
    elif not re.search(r"\w", text[slice(*event.span)]):
        yield "span without a word"
    if event.answers_to is not None and not (0 <= event.answers_to < count and event.answers_to != k):
        yield f"answers_to {event.answers_to} of {count}"
    if event.kind not in KINDS or event.status not in STATUSES or not 0 <= event.rung <= 9:
        yield f"kind {event.kind}, status {event.status}, rung {event.rung}"
    if not 0.0 <= event.p <= 1.0:
        yield f"p {event.p}"
    if event.date is not None and When.parse(event.date).precision != event.date_precision:
        yield f"date {event.date} {event.date_precision}"
    for name in "source", "target", "claimed_by":
        code = getattr(event, name)
        if code is not None and not CODE.fullmatch(code):
            yield f"{name} {code!r}"
    if event.source is not None and event.source == event.target:
        yield f"{event.source} acts on itself"
    if any(n is not None and n < 0 for n in (event.count, event.deaths)):
        yield f"count {event.count}, deaths {event.deaths}"
    if not set(event.inferred) <= {f.name for f in fields(Event)}:
        yield f"inferred {event.inferred}"
