"""What people coded in the narratives of international crises, sentence by sentence: ICBe 1.1.

Douglass, Scherer, Gannon, Gartzke, Lindsay and others 2022 (arXiv:2202.07081); the table holds the events on
which its coders agreed. An act or a statement that is told counts; what a statement or a thought is about is
set aside: it is neither asked for nor held against a reader.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, product
from pathlib import Path
from typing import Any

from detente.backtest.icbe_names import states_of
from detente.backtest.source import query
from detente.world.errors import DataError
from detente.world.when import When

Pair = tuple[str, str]
Sides = Mapping[Pair, frozenset[str]]
"""The sides, conflict or cooperation, of every ordered pair (doer, target) found in a sentence."""

PARTS = ("development", "held-out")
EVENTS = "icbe_v1_1_events_agreed.parquet"
CRISES = "icb1_v14_crises.parquet"
CONFLICT, COOPERATION = "conflict", "cooperation"

_COLUMNS = (
    *(
        "crisno",
        "sentence_number_int_aligned",
        "sentence_span_text",
        "event_type",
        "do_actor_a",
        "do_actor_b",
    ),
    *("say_actor_a", "say_actor_b", "think_actor_a", "do_kind", "do_interact_kind", "sayintkind"),
    *("interact_escalate", "interact_deescalate", "interact_increasecoop"),
)
_SQL = f"select {', '.join(_COLUMNS)} from read_parquet($file) order by all"
_ENDS = "select crisno, yrterm, moterm, daterm from read_parquet($file)"
_STOPPED = re.compile(r"[.!?][\"'”’»)\]]*$")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")

SIDE_OF: Mapping[str, str] = {
    **dict.fromkeys(("escalatory", "uncooperative"), CONFLICT),
    **dict.fromkeys(("deescalatory", "cooperative"), COOPERATION),
    **dict.fromkeys(("accuse", "demand", "disapprove", "reject", "threaten", "ultimatum"), CONFLICT),
    **dict.fromkeys(("accept", "offer", "offer - without conditions", "praise", "promise"), COOPERATION),
}
"""Sides of ICBe's kinds of acts (`do_kind`, `do_interact_kind`) and statements (`sayintkind`).

An appeal and a stated intent can be either and have none.
"""

MUTUAL = frozenset(
    {
        *("battle/clash", "continuation of previous fighting", "cease fire", "declaration of peace"),
        *("discussion", "meeting", "mutual defense pact", "settle dispute", "sign formal agreement"),
    }
)
"""Acts without direction: either order of the two is right."""


@dataclass(frozen=True, slots=True)
class Coded:
    """What ICBe has in one sentence: told pairs with sides; unordered pairs that are mutual or set aside."""

    told: Sides
    mutual: frozenset[Pair]
    aside: frozenset[Pair]


@dataclass(frozen=True, slots=True)
class Crisis:
    """A narrative of sentences at characters `spans`, with the last day of its crisis.

    `counts` says how many of ICBe's events count and how many were left out, by reason.
    """

    number: int
    day: date | None
    text: str
    spans: tuple[tuple[int, int], ...]
    coded: tuple[Coded, ...]
    counts: Counter[str]


@dataclass(frozen=True, slots=True)
class _Act:
    """Doers and targets of one event; `told` is false for what a statement or a thought is about."""

    doers: tuple[str, ...]
    targets: tuple[str, ...]
    told: bool
    side: str | None = None
    mutual: bool = False

    @property
    def pairs(self) -> tuple[Pair, ...]:
        return tuple((a, b) for a, b in product(self.doers, self.targets) if a != b)


def part_of(number: int) -> str:
    """Development or held-out, by the first bit of the sha256 of the crisis number."""
    return PARTS[hashlib.sha256(str(number).encode()).digest()[0] >> 7]


def unordered(pair: Pair) -> Pair:
    """The pair in the order of its codes."""
    return min(pair), max(pair)


def read_crises(data: Path, part: str) -> tuple[Crisis, ...]:
    """The crises of one part in order of number.

    Raises:
        DataError: `data-missing` or `data-unreadable` for the tables of crises and of events.
    """
    ends = {number: tuple(end) for number, *end in query(_ENDS, data / CRISES)}
    rows = [dict(zip(_COLUMNS, row, strict=True)) for row in query(_SQL, data / EVENTS)]
    found = groupby(rows, key=lambda row: row["crisno"])
    crises = tuple(_crisis(n, list(each), ends.get(n)) for n, each in found if part_of(n) == part)
    if not crises:
        raise DataError(
            "data-missing", f"{data / EVENTS} has no crisis of part {part!r}: {' or '.join(PARTS)}"
        )
    return crises


def _crisis(number: int, rows: Sequence[Mapping[str, Any]], end: tuple[Any, ...] | None) -> Crisis:
    events: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        events[row["sentence_number_int_aligned"]].append(row)
    text, spans = _joined([" ".join(each[0]["sentence_span_text"].split()) for each in events.values()])
    day, counts = last_day(end, text), Counter[str]()
    coded = tuple(_coded(each, day, counts) for each in events.values())
    return Crisis(number, day, text, spans, coded, counts)


def _joined(sentences: Sequence[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text and where each sentence lies; one that was cut before its stop ends a paragraph."""
    text, spans = "", []
    for sentence in sentences:
        spans.append((len(text), len(text) + len(sentence)))
        text += sentence + (" " if _STOPPED.search(sentence) else "\n\n")
    return text, tuple(spans)


def last_day(end: tuple[Any, ...] | None, text: str) -> date | None:
    """The last day of a crisis by the table of crises (year, month, day), else of the last year in its text.

    The table writes days that are known only roughly as 66, 77 or 88: the last of that month is taken.
    """
    if end is None or end[0] is None:
        years = [int(year) for year in _YEAR.findall(text)]
        return date(max(years), 12, 31) if years else None
    year, month, day = end
    if month is None or not 1 <= month <= 12:
        return date(year, 12, 31)
    whole = When.of(year, month)
    return date(year, month, day) if day is not None and 1 <= day <= whole.end.day else whole.end


def _coded(rows: Sequence[Mapping[str, Any]], day: date | None, counts: Counter[str]) -> Coded:
    told: dict[Pair, set[str]] = {}
    mutual: set[Pair] = set()
    aside: set[Pair] = set()
    for act in (act for row in rows for act in _acts(row, day, counts)):
        if not act.told:
            aside |= {unordered(pair) for pair in act.pairs}
            continue
        mutual |= {unordered(pair) for pair in act.pairs if act.mutual}
        for pair in act.pairs:
            told.setdefault(pair, set()).update({act.side} if act.side else ())
    named = {unordered(pair) for pair in told}
    return Coded({p: frozenset(s) for p, s in told.items()}, frozenset(mutual), frozenset(aside - named))


def _acts(row: Mapping[str, Any], day: date | None, counts: Counter[str]) -> Iterator[_Act]:
    """The act and the statement of one row, each told or only spoken or thought of."""
    if row["event_type"] is None:
        return
    types = _parts(row["event_type"])
    counts["events"] += 1
    if not types & {"action", "speech"}:
        counts["thoughts" if types else "of no agreed type"] += 1
    for verb, kind in (("do", "action"), ("say", "speech")):
        act = _act(row, verb, day, told=kind in types)
        if act.told:
            counts[_fate(row, verb, act)] += 1
        yield act


def _act(row: Mapping[str, Any], verb: str, day: date | None, *, told: bool) -> _Act:
    doers, targets = (states_of(row[f"{verb}_actor_{end}"], day) for end in "ab")
    kinds = _parts(row["do_kind"], row["do_interact_kind"]) if verb == "do" else _parts(row["sayintkind"])
    sides = {SIDE_OF[kind] for kind in kinds if kind in SIDE_OF}
    acts = _parts(row["interact_escalate"], row["interact_deescalate"], row["interact_increasecoop"])
    return _Act(
        doers=doers,
        targets=targets,
        told=told,
        side=sides.pop() if len(sides) == 1 else None,
        mutual=verb == "do" and bool(acts & MUTUAL),
    )


def _fate(row: Mapping[str, Any], verb: str, act: _Act) -> str:
    """Whether an act that is told counts, and if not, why."""
    if act.pairs:
        return "acts and statements that count"
    if not row[f"{verb}_actor_a"] or not row[f"{verb}_actor_b"]:
        return "with no agreed doer or target"
    return "with an end that is no state"


def _parts(*cells: str | None) -> frozenset[str]:
    """The words of some cells, which are parted by semicolons."""
    return frozenset(part for cell in cells for part in (cell or "").split(";") if part)
