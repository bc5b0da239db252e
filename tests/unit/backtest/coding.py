"""Coded rows and read events for the tests of scores: by hand, and at random."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from detente.world.event import Event
from detente.world.kinds import KINDS

Row = Mapping[str, Any]


def row(source: str | None, target: str | None, kind: str, **more: object) -> Row:
    """A coded event; ends that are None are left out, as in a file."""
    ends = {name: code for name, code in (("source", source), ("target", target)) if code}
    return {"status": "actual", **ends, "kind": kind, **more}


def event(source: str | None, target: str | None, kind: str, **more: Any) -> Event:
    """A read event."""
    date = more.pop("date", None)
    return Event(source, target, date, kind, KINDS[kind].rung, plover=KINDS[kind].plover, **more)


_CODES = st.sampled_from(["PER", "ECU", "USA", None])
_KINDS = st.sampled_from(["airstrike", "raid", "condemnation", "talks", "accident"])
_STATUS = st.sampled_from(["actual", "actual", "historical", "denied"])
_DATES = st.sampled_from([None, "1981", "1981-02", "1981-02-03", "1981-02-04", "1981-02-06", "1980-02-03"])
_COUNTS = st.sampled_from([None, 1, 2])


@st.composite
def rows(draw: st.DrawFn) -> list[Row]:
    """Up to five coded events, each of which may answer one of them."""
    n = draw(st.integers(0, 5))
    found = []
    for _ in range(n):
        more = {"status": draw(_STATUS), "symmetric": draw(st.booleans())}
        for name, value in (("date", draw(_DATES)), ("count", draw(_COUNTS))):
            more |= {} if value is None else {name: value}
        if draw(st.booleans()):
            more["answers"] = draw(st.integers(0, n - 1))
        found.append(row(draw(_CODES), draw(_CODES), draw(_KINDS), **more))
    return found


@st.composite
def events(draw: st.DrawFn) -> list[Event]:
    """Up to five read events, each of which may answer one of them."""
    n = draw(st.integers(0, 5))
    return [
        event(
            draw(_CODES),
            draw(_CODES),
            draw(_KINDS),
            date=draw(_DATES),
            status=draw(_STATUS),
            symmetric=draw(st.booleans()),
            count=draw(_COUNTS),
            answers_to=draw(st.one_of(st.none(), st.integers(0, n - 1))),
            p=draw(st.sampled_from([0.2, 0.5, 0.9])),
        )
        for _ in range(n)
    ]
