"""The reader of dispatches against the people who coded ICBe, and against plain readers.

Each narrative is rebuilt from its sentences and read as one dispatch. The reader sees the text and its day
alone. The day is the last one of the crisis, because a narrative is told from its end: acts lie before it,
and names of states are those known by then. The day the crisis began is not used, nor any code of ICBe. An
event lies in the sentence where its words begin; what the reader calls possible or denied is left out.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from detente.archive import tables
from detente.assess import record_of
from detente.backtest.icbe_names import is_state
from detente.backtest.icbe_plain import named_pairs, rule_pairs, side_by_verbs
from detente.backtest.icbe_score import MEASURES, Counts, Reading, score, single_side, tally
from detente.backtest.icbe_table import (
    CONFLICT,
    COOPERATION,
    PARTS,
    Coded,
    Crisis,
    Pair,
    Sides,
    read_crises,
)
from detente.record import parsed, shallow
from detente.record.dispatch import open_dispatch
from detente.record.gazetteer import Gazetteer, Mention
from detente.record.words import lemma
from detente.world.errors import InputRefused
from detente.world.event import Event

Progress = Callable[[str], None]

OURS = "our reader"
NAMED = "all pairs named"
RULES = "subject-verb-object"
LISTED, USUAL = f"{OURS}'s pairs, 30 verbs", f"{OURS}'s pairs, usual side"
"""Plain sides of the very pairs that our reader shares with ICBe."""

RIVALS: Mapping[str, Sequence[str]] = {
    NAMED: MEASURES[:3],
    RULES: MEASURES[:3],
    LISTED: MEASURES[3:],
    USUAL: MEASURES[3:],
}
"""What our reader is held against, on which measures."""

_COOPERATIVE = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})
_CONFLICTUAL = frozenset(
    {"REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}
)
_EVERY = 25


@dataclass(frozen=True, slots=True)
class Read:
    """One crisis as every reader read it, a reading by the reader's name."""

    coded: tuple[Coded, ...]
    readings: Mapping[str, Reading]
    counts: Counter[str]


def icbe_report(data: Path, *, model: bool, part: str, progress: Progress = lambda _: None) -> dict[str, Any]:
    """Scores of our reader and of the plain ones on one part of ICBe, as plain JSON values.

    `part` is development or held-out; `model` reads with spaCy, else with patterns and without the plain
    reader that needs trees. `data` is the folder of the publishers' tables.

    Raises:
        DataError: `data-missing` or `data-unreadable` for a table, `no-model` if spaCy is wanted and absent.
    """
    crises = read_crises(data, part)
    usual = _usual(crises if part == PARTS[0] else read_crises(data, PARTS[0]))
    reads = tuple(_reads(crises, usual, model, progress))
    tallies = {name: [_tally(read, name) for read in reads] for name in reads[0].readings}
    return {
        "against": "icbe",
        "part": part,
        "coder": parsed.CODER if model else shallow.CODER,
        "crises": len(crises),
        "sentences": sum(len(c.spans) for c in crises),
        "sentences_with_a_pair": sum(bool(s.told) for c in crises for s in c.coded),
        "usual_side": usual,
        "icbe": _total(c.counts for c in crises),
        "read": _total(r.counts for r in reads),
        "unsided": {name: int(sum(t["unsided"].sum() for t in each)) for name, each in tallies.items()},
        "rows": [asdict(row) for row in score(tallies, OURS, RIVALS)],
    }


def lines(report: Mapping[str, Any]) -> list[str]:
    """The report as lines of plain text."""
    head = (
        f"ICBe, {report['part']} part: {report['crises']} crises, {report['sentences']} sentences, "
        f"{report['sentences_with_a_pair']} with a pair of states; {report['coder']}"
    )
    counted = [
        f"{title}: " + ", ".join(f"{n} {what}" for what, n in report[key].items())
        for key, title in (("icbe", "ICBe"), ("read", OURS), ("unsided", "shared pairs without one side"))
    ]
    width = max(len(row["reader"]) for row in report["rows"])
    table = [
        f"{row['reader']:<{width}}  {row['measure']:<24}  {row['score']:<9}  "
        f"{row['value']:>6.3f} [{row['low']:>6.3f}, {row['high']:>6.3f}]  {row['n']:>6}"
        for row in report["rows"]
    ]
    return [head, *counted, f"the usual side is {report['usual_side']}; 95 % intervals over crises", *table]


def _total(counts: Iterable[Counter[str]]) -> dict[str, int]:
    return dict(sorted(sum(counts, Counter[str]()).items()))


def _usual(crises: Sequence[Crisis]) -> str:
    """The side that most pairs of ICBe have in the development part."""
    sides = Counter(single_side(s.told, pair) for c in crises for s in c.coded for pair in s.told)
    return CONFLICT if sides[CONFLICT] >= sides[COOPERATION] else COOPERATION


def _reads(crises: Sequence[Crisis], usual: str, model: bool, progress: Progress) -> Iterator[Read]:
    for done, crisis in enumerate(crises, 1):
        yield _read(crisis, usual, model)
        if done % _EVERY == 0 or done == len(crises):
            progress(f"ICBe: {done} of {len(crises)} narratives read")


def _read(crisis: Crisis, usual: str, model: bool) -> Read:
    counts = Counter[str]()
    ours = _ours(crisis, model, counts)
    mentions = _mentions(crisis)
    listed = [side_by_verbs(_lemmas(crisis.text[a:b]), usual) for a, b in crisis.spans]
    named = [named_pairs(each, side) for each, side in zip(mentions, listed, strict=True)]
    readings: dict[str, Reading] = {
        OURS: ours,
        NAMED: named,
        LISTED: [_sided(sides, side) for sides, side in zip(ours, listed, strict=True)],
        USUAL: [_sided(sides, usual) for sides in ours],
    }
    if model:
        trees = parsed.parse_all(crisis.text, crisis.spans)
        readings[RULES] = [rule_pairs(tree, m, usual) for tree, m in zip(trees, mentions, strict=True)]
    return Read(crisis.coded, readings, counts)


def _tally(read: Read, name: str) -> Mapping[str, Counts]:
    """The counts of one reader; readers of our reader's pairs have sides alone."""
    counts = tally(read.coded, read.readings[name])
    return {m: counts[m] for m in ("side", "unsided")} if name in (LISTED, USUAL) else counts


def _ours(crisis: Crisis, model: bool, counts: Counter[str]) -> Reading:
    """What our reader finds in each sentence; a narrative that it refuses has nothing."""
    found: list[dict[Pair, set[str]]] = [{} for _ in crisis.spans]
    starts = [start for start, _ in crisis.spans]
    for event in _events(crisis, model, counts):
        reason = _left_out(event)
        counts[reason or "acts that count"] += 1
        if reason is None and event.source and event.target and event.span:
            sides = found[bisect_right(starts, event.span[0]) - 1].setdefault(
                (event.source, event.target), set()
            )
            sides |= {side} if (side := side_of(event)) else set()
    return [{pair: frozenset(sides) for pair, sides in each.items()} for each in found]


def _events(crisis: Crisis, model: bool, counts: Counter[str]) -> tuple[Event, ...]:
    try:
        dispatch = open_dispatch(crisis.text.encode(), day=crisis.day)
        return record_of(dispatch, model=model).events
    except InputRefused:
        counts["narratives refused"] += 1
        return ()


def _left_out(event: Event) -> str | None:
    if not event.happened:
        return "possible or denied"
    if event.source is None or event.target is None:
        return "with no doer or no target"
    return None if is_state(event.source) and is_state(event.target) else "with an end that is no state"


def side_of(event: Event) -> str | None:
    """Conflict or cooperation by the PLOVER quad class of an act; None for accidents."""
    if event.plover in _COOPERATIVE:
        return COOPERATION
    return CONFLICT if event.plover in _CONFLICTUAL else None


def _sided(sides: Sides, side: str) -> Sides:
    """The same pairs, those of one side all on `side`; the others stay without one."""
    return {pair: frozenset({side}) if single_side(sides, pair) else frozenset() for pair in sides}


def _mentions(crisis: Crisis) -> list[tuple[Mention, ...]]:
    """The mentions of states in each sentence."""
    found = _gazetteer().find(crisis.text, crisis.day)
    return [tuple(m for m in found if start <= m.start < end) for start, end in crisis.spans]


def _lemmas(sentence: str) -> Iterator[str]:
    return (lemma(word.strip(".,;:()\"'")) for word in sentence.lower().split())


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer(tables.states(), tables.names(), tables.leaders(), tables.places())
