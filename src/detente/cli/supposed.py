"""Acts that a user supposes on the as-of day: `--event KIND:BY`, "given this act"."""

from collections.abc import Sequence
from dataclasses import replace

from detente.record.correction_fields import near_kinds
from detente.world.actor import Dyad
from detente.world.errors import UsageError
from detente.world.event import Event
from detente.world.kinds import KINDS, SYMMETRIC
from detente.world.record import Record


def given(record: Record, supposed: Sequence[str]) -> Record:
    """The record with the supposed acts on its day; UsageError for one that is not KIND:BY of the pair."""
    if not supposed:
        return record
    if record.dyad is None or record.as_of is None:
        raise UsageError("event-alone", "--event needs to know the two and the day: give --pair and --as-of")
    acts = tuple(_act(text, record.dyad, record.as_of) for text in supposed)
    return replace(record, events=(*record.events, *acts))


def _act(text: str, dyad: Dyad, day: str) -> Event:
    kind, _, doer = text.partition(":")
    if kind not in KINDS:
        raise UsageError("event-unknown", f"--event {text}: {kind!r} is no kind of act{near_kinds(kind)}")
    if kind in SYMMETRIC and not doer:
        doer = dyad.a
    if doer not in dyad:
        who = f"{kind}:{dyad.a} or {kind}:{dyad.b}"
        raise UsageError("event-unknown", f"--event {text}: say which of the two acts, {who}")
    act = KINDS[kind]
    return Event(
        doer, dyad.other(doer), day, kind, act.rung, plover=act.plover, symmetric=kind in SYMMETRIC,
        origin="supposed",
    )  # fmt: skip
