"""An event as another program writes it, made whole: what is absent is worked out, what is wrong is named."""

import json
import re
from dataclasses import dataclass, fields
from typing import Annotated

import msgspec

from detente.archive import tables
from detente.archive.formats.base import RowRejected
from detente.archive.formats.cameo import kind_of_cameo
from detente.record.correction_fields import QUALIFIERS, near_kinds, rung_of
from detente.world.event import STATUSES, Event
from detente.world.kinds import KINDS, SYMMETRIC
from detente.world.when import When

KIND_OF_PLOVER = {
    "AGREE": "promise",
    "CONSULT": "meeting",
    "SUPPORT": "endorsement",
    "CONCEDE": "concession",
    "COOPERATE": "aid",
    "AID": "aid",
    "RETREAT": "withdrawal",
    "REQUEST": "demand",
    "ACCUSE": "condemnation",
    "REJECT": "rejection",
    "THREATEN": "threat_nonforce",
    "PROTEST": "condemnation",
    "SANCTION": "sanction",
    "MOBILIZE": "weapons_deployment",
    "COERCE": "obstruction",
    "ASSAULT": "raid",
}
"""The kind that stands for a PLOVER type where no kind is given: that of its CAMEO root in our table."""

Whole = Annotated[int, msgspec.Meta(ge=0)]
Span = tuple[Whole, Whole]
_CODE = re.compile(r"[A-Z]{3}|IGO:[A-Z]+")


@dataclass(frozen=True, slots=True)
class CodedEvent:
    """An event as another program writes it: what is absent is worked out or left open."""

    source: str | None = None
    target: str | None = None
    date: str | None = None
    kind: str | None = None
    rung: Annotated[int, msgspec.Meta(ge=0, le=9)] | None = None
    date_precision: str | None = None
    plover: str | None = None
    cameo: str | None = None
    count: Whole | None = None
    count_qualifier: str | None = None
    deaths: Whole | None = None
    status: str = "actual"
    answers_to: Whole | None = None
    symmetric: bool | None = None
    disputed: bool = False
    claimed_by: str | None = None
    span: Span | None = None
    quote: str | None = None
    p: Annotated[float, msgspec.Meta(ge=0, le=1)] = 1.0
    inferred: tuple[str, ...] = ()
    origin: str | None = None


class WrongFieldError(ValueError):
    """Which field is wrong, its value, and why."""

    def __init__(self, path: str, value: object, why: str) -> None:
        super().__init__(f"{path} is {shortly(value)}: {why}")


def shortly(value: object) -> str:
    """A value as JSON, cut to what fits a message; nothing in it can drive a terminal."""
    text = json.dumps(value, default=str)
    return text if len(text) <= 60 else f"{text[:57]}..."


def event_of(at: str, coded: CodedEvent, total: int) -> Event:
    """The event at a path such as "events[0]", one of `total`; WrongFieldError for a value that cannot be."""
    kind, inferred = _kind(at, coded)
    _check(at, coded, total)
    given = {field.name: getattr(coded, field.name) for field in fields(coded)}
    worked_out = {
        "kind": kind,
        "plover": coded.plover or KINDS[kind].plover,
        "cameo": coded.cameo or (None if inferred else KINDS[kind].cameo),
        "rung": rung_of(kind, coded.deaths) if coded.rung is None else coded.rung,
        "symmetric": _without_direction(kind) if coded.symmetric is None else coded.symmetric,
        "inferred": tuple(dict.fromkeys((*coded.inferred, *inferred))),
    }
    return Event(**{**given, **worked_out})


def _kind(at: str, coded: CodedEvent) -> tuple[str, tuple[str, ...]]:
    """The kind by its name, else by the CAMEO code, else by the PLOVER type; and what was worked out."""
    if coded.plover is not None and coded.plover not in KIND_OF_PLOVER:
        raise WrongFieldError(f"{at}.plover", coded.plover, f"choose one of {', '.join(KIND_OF_PLOVER)}")
    by_cameo = None if coded.cameo is None else _by_cameo(at, coded.cameo)
    if coded.kind is not None:
        if coded.kind not in KINDS:
            raise WrongFieldError(f"{at}.kind", coded.kind, f"it is no kind of act{near_kinds(coded.kind)}")
        return coded.kind, ()
    kind = by_cameo or KIND_OF_PLOVER.get(coded.plover or "")
    if kind is None:
        raise WrongFieldError(f"{at}.kind", None, "it needs a kind, or else a cameo code or a plover type")
    return kind, ("kind",)


def _by_cameo(at: str, code: str) -> str:
    try:
        return kind_of_cameo(code)
    except RowRejected as error:
        why = "it is no CAMEO code of two to four digits; leave it out to take that of the kind"
        raise WrongFieldError(f"{at}.cameo", code, why) from error


def _check(at: str, coded: CodedEvent, total: int) -> None:
    """WrongFieldError for the first value that cannot be."""
    if coded.status not in STATUSES:
        raise WrongFieldError(f"{at}.status", coded.status, f"choose one of {', '.join(STATUSES)}")
    if coded.count_qualifier not in (None, *QUALIFIERS):
        why = f"choose one of {' '.join(QUALIFIERS)}"
        raise WrongFieldError(f"{at}.count_qualifier", coded.count_qualifier, why)
    if coded.answers_to is not None and (coded.answers_to >= total or at == f"events[{coded.answers_to}]"):
        why = f"it is the index, counted from 0, of another of the {total} events"
        raise WrongFieldError(f"{at}.answers_to", coded.answers_to, why)
    if coded.span is not None and coded.span[0] >= coded.span[1]:
        raise WrongFieldError(f"{at}.span", coded.span, "the end comes after the start; null for none")
    _check_states(at, coded)
    _check_date(at, coded)


def _check_states(at: str, coded: CodedEvent) -> None:
    for name in ("source", "target", "claimed_by"):
        check_code(f"{at}.{name}", getattr(coded, name))
    if coded.source is not None and coded.source == coded.target:
        raise WrongFieldError(f"{at}.target", coded.target, "nobody acts on themselves; null for nobody")


def _check_date(at: str, coded: CodedEvent) -> None:
    if coded.date is None:
        return
    try:
        When.parse(coded.date)
    except ValueError as error:
        why = "write YYYY-MM-DD, YYYY-MM or YYYY; null if it is not known"
        raise WrongFieldError(f"{at}.date", coded.date, why) from error


def _without_direction(kind: str) -> bool:
    return kind in SYMMETRIC and kind != "joint_exercise"


def check_code(path: str, code: str | None) -> None:
    """WrongFieldError for what is neither a state that we know, nor an organisation, nor None."""
    if code is None or (_CODE.fullmatch(code) and (code in tables.codes() or code.startswith("IGO:"))):
        return
    raise WrongFieldError(path, code, 'it is no state that we know: write ISO 3166 alpha-3, or "IGO:UN"')
