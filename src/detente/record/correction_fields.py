"""The fields of one correction as fields of an event: checked, and what follows from them worked out."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from detente.world.errors import InputRefused
from detente.world.event import STATUSES, Event
from detente.world.kinds import KINDS
from detente.world.when import When

CHANGED = "corrected by hand"
NOTHING = "-"
"""What stands for "no value": TOML has no null, and an empty cell of a CSV says nothing at all."""

QUALIFIERS = (">=", ">", "~", "<=", "<")
REMARKS = ("event", "was", "note")
"""Fields that change nothing: the event's number, the words it was read from, and what a person noted."""

_CODE = re.compile(r"[A-Z]{3}|IGO:[A-Z]+")
_EMPTY = frozenset(
    {"source", "target", "claimed_by", "date", "count", "qualifier", "deaths", "answers", "words"}
)


@dataclass(frozen=True, slots=True)
class Beside:
    """What the fields are checked against: the text, the state codes, the as-of day, and the events' numbers.

    Numbers go from 1 to `last`; those in `gone` are dropped.
    """

    text: str
    states: frozenset[str]
    day: str | None
    last: int
    gone: frozenset[int]


class _WrongError(ValueError):
    """What is wrong with a value and what to do; the caller knows the field and the entry."""


def refused(where: str, why: str) -> InputRefused:
    """The error for an entry that cannot be carried out."""
    return InputRefused("bad-correction", f"{where}: {why}")


def rung_of(kind: str, deaths: int | None) -> int:
    """The kind's rung, raised to a fatal clash where force was used and somebody was killed."""
    rung = KINDS[kind].rung
    return 7 if deaths and KINDS[kind].plover == "ASSAULT" and 5 <= rung < 7 else rung


def read_fields(
    number: int, where: str, fields: Mapping[str, Any], old: Event | None, beside: Beside
) -> dict[str, Any]:
    """The fields of the event that the correction sets, with those that follow: codes, rung, span, quote.

    `old` is the event as it was read, None for one that is added.

    Raises:
        InputRefused: `no-such-kind`, `words-not-found`, `other-event` or `bad-correction`.
    """
    _known(where, fields)
    _same_event(where, fields.get("was"), number, old)
    changes = _words(where, fields, beside)
    for name in READERS.keys() & fields.keys():
        changes[NAMES.get(name, name)] = _value(number, where, name, fields[name], beside)
    if "count" in changes:
        changes.setdefault("count_qualifier", None)
    if "date" in changes:
        changes["date_precision"] = None  # an event works it out from its date
    if old is None:
        _complete(where, changes)
    if changes:
        _sound(where, changes, old, beside)
    return changes | _codes(changes, old)


def _known(where: str, fields: Mapping[str, Any]) -> None:
    unknown = sorted(fields.keys() - READERS.keys() - {"words", "nth", *REMARKS})
    if unknown:
        known = ", ".join(("words", "nth", *READERS))
        raise refused(where, f"{unknown[0]!r} is no field of an event; the fields are {known}")


def _same_event(where: str, was: Any, number: int, old: Event | None) -> None:
    """InputRefused if the entry was written for other words than those of the event that has the number."""
    if was is None or old is None or _bare(str(was)) == _bare(old.quote or ""):
        return
    raise InputRefused(
        "other-event",
        f"{where}: event {number} was {str(was)[:60]!r} and now reads {(old.quote or '')[:60]!r}: the text "
        "was read otherwise than for this file; compare the numbers with `detente record FILE`",
    )


def _bare(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _words(where: str, fields: Mapping[str, Any], beside: Beside) -> dict[str, Any]:
    """Span and quote of the words; blanks and line breaks count as one blank."""
    words, nth = fields.get("words"), fields.get("nth", 1)
    if words is None or words == NOTHING:
        return {} if words is None else {"span": None, "quote": None}
    if not _whole(nth) or nth < 1:
        raise refused(where, f"nth = {nth!r} is no number from 1 on")
    pattern = r"\s+".join(map(re.escape, str(words).split()))
    spans = [m.span() for m in re.finditer(pattern, beside.text)] if pattern else []
    if len(spans) < nth:
        often = f"stand {len(spans)} times in the text, not {nth}" if spans else "are not in the text"
        raise InputRefused(
            "words-not-found",
            f"{where}: words {str(words)[:80]!r} {often}: copy them from one place, or leave them out",
        )
    start, end = spans[nth - 1]
    return {"span": (start, end), "quote": " ".join(beside.text[start:end].split())}


def _value(number: int, where: str, name: str, value: Any, beside: Beside) -> Any:
    if value == NOTHING and name in _EMPTY:
        return None
    if name == "kind" and value not in KINDS:
        raise InputRefused("no-such-kind", f"{where}: kind = {value!r} is no kind of act{near_kinds(value)}")
    try:
        found = READERS[name](value, beside)
        if name == "answers" and found + 1 == number:
            raise _WrongError("is the event itself")
    except _WrongError as error:
        raise refused(where, f"{name} = {value!r} {error}") from error
    return found


def _code(value: Any, beside: Beside) -> str:
    if not isinstance(value, str) or not _CODE.fullmatch(value):
        raise _WrongError('is no code: write ISO 3166 alpha-3 ("KOR"), "IGO:UN", or "-" for nobody')
    if beside.states and value not in beside.states and not value.startswith("IGO:"):
        raise _WrongError("is no state that we know: use the codes of the tables page")
    return value


def near_kinds(value: Any) -> str:
    """What to say to a kind that does not exist."""
    near = get_close_matches(str(value), KINDS, n=3)
    return f": did you mean {' or '.join(near)}?" if near else ": the page on ladder and kinds lists them"


def _date(value: Any, _: Beside) -> str:
    text = str(value) if isinstance(value, (str, int, date)) and not isinstance(value, bool) else ""
    try:
        return When.parse(text).text
    except ValueError as error:
        raise _WrongError("is no date: write YYYY-MM-DD, YYYY-MM or YYYY") from error


def _status(value: Any, _: Beside) -> str:
    if value not in STATUSES:
        raise _WrongError(f"is no status: choose one of {', '.join(STATUSES)}")
    return str(value)


def _qualifier(value: Any, _: Beside) -> str:
    if value not in QUALIFIERS:
        raise _WrongError(f"is no qualifier: choose one of {' '.join(QUALIFIERS)}")
    return str(value)


def _number(value: Any, _: Beside) -> int:
    if not _whole(value) or value < 0:
        raise _WrongError("is no whole number from 0 on")
    return int(value)


def _flag(value: Any, _: Beside) -> bool:
    if not isinstance(value, bool):
        raise _WrongError("is neither true nor false")
    return value


def _answers(value: Any, beside: Beside) -> int:
    """The index of the event that is answered, before any is dropped."""
    if not _whole(value) or not 1 <= value <= beside.last or value in beside.gone:
        gone = ", and it must not be dropped" if value in beside.gone else ""
        raise _WrongError(f"is no number of an event from 1 to {beside.last}{gone}")
    return int(value) - 1


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _complete(where: str, changes: Mapping[str, Any]) -> None:
    if "kind" not in changes:
        raise refused(where, "an event that is added needs a kind")
    if not changes.get("source") and not changes.get("target"):
        raise refused(where, "an event that is added needs a source or a target")


def _codes(changes: Mapping[str, Any], old: Event | None) -> dict[str, Any]:
    """PLOVER type, CAMEO code and rung, where the kind or the number of dead was set."""
    if not changes.keys() & {"kind", "deaths"}:
        return {}
    kind, deaths = _now("kind", changes, old), _now("deaths", changes, old)
    codes = {"plover": KINDS[kind].plover, "cameo": KINDS[kind].cameo} if "kind" in changes else {}
    return {**codes, "rung": rung_of(kind, deaths)}


def _sound(where: str, changes: Mapping[str, Any], old: Event | None, beside: Beside) -> None:
    """InputRefused where the fields contradict each other or the as-of day."""
    source, target, day = (_now(name, changes, old) for name in ("source", "target", "date"))
    if source is not None and source == target:
        raise refused(where, f"source and target are both {source}")
    happened = _now("status", changes, old) not in ("hypothetical", "denied")
    set_here = bool(changes.keys() & {"date", "status"})
    if set_here and beside.day and day and happened and day > beside.day:
        raise refused(where, f"date {day} lies after {beside.day}: an act to come is hypothetical")


def _now(name: str, changes: Mapping[str, Any], old: Event | None) -> Any:
    """A field as the correction leaves it."""
    return changes.get(name, getattr(old, name, None))


Reader = Callable[[Any, Beside], Any]

READERS: dict[str, Reader] = {
    "source": _code,
    "target": _code,
    "kind": lambda value, _: str(value),
    "date": _date,
    "status": _status,
    "count": _number,
    "qualifier": _qualifier,
    "deaths": _number,
    "answers": _answers,
    "symmetric": _flag,
    "disputed": _flag,
    "claimed_by": _code,
}
"""How the value of each field is read."""

NAMES = {"qualifier": "count_qualifier", "answers": "answers_to"}
"""Fields that have another name in an event."""
