"""Militarized Interstate Disputes 5.0 (Palmer et al. 2022) and Gibler, Miller & Little's 2.2.1.

MIDB lists the participants of disputes: opponents whose days overlap make a row of `disputes`; MIDA adds the
deaths of disputes between two. MIDIP lists the participants of incidents: every act towards an opponent
makes a row of `events`; MIDI adds days that MIDIP leaves out. MIDA and MIDI alone name no states.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from detente.archive.codes import Codes
from detente.archive.formats.base import Cells, Format, code, needed, number, one_of
from detente.archive.formats.mie import KINDS_OF_ACTION, UNDIRECTED, cameo_of, dates
from detente.archive.schema import DisputeRow, EventRow
from detente.world.ladder import rung_of_mie
from detente.world.when import When

FATALITY: dict[int | None, tuple[int | None, int | None]] = {
    None: (None, None),
    0: (0, 0),
    1: (1, 25),
    2: (26, 100),
    3: (101, 250),
    4: (251, 500),
    5: (501, 999),
    6: (1000, None),
}
"""Least and most deaths of a MID fatality level; None where there is no bound."""

HOSTILITY = {0: 1, **dict.fromkeys(range(1, 7), 2), **dict.fromkeys(range(7, 13), 3)}
HOSTILITY |= {**dict.fromkeys(range(13, 20), 4), **dict.fromkeys(range(20, 23), 5)}
"""Hostility level of an action, as the codebook groups them."""

LEVELS = range(1, 6)

Range = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Part:
    """A participant of a dispute or incident over one span of days."""

    dispute: int
    incident: int
    state: str
    side_a: bool
    begun: When
    ended: When
    act: int
    hostility: int | None
    deaths: Range
    originator: bool
    dataset: str
    line: int


@dataclass(frozen=True, slots=True)
class Whole:
    """A dispute or incident as a whole, all its states together; by default nothing is known of it."""

    number: int = 0
    begun: When | None = None
    deaths: Range = (None, None)
    hostility: int | None = None
    fatality: int | None = None
    max_days: int | None = None


UNKNOWN = Whole()


def both(one: Range, other: Range) -> Range:
    """The deaths of two sides together: the known least, and the most if both have a bound."""
    lows = [low for low in (one[0], other[0]) if low is not None]
    high = None if one[1] is None or other[1] is None else one[1] + other[1]
    return (sum(lows) if lows else None), high


def fatality(cells: Cells, column: str = "fatality") -> Range:
    """The range of deaths of a fatality level, or the exact number where the file gives one."""
    exact = number(cells, column.replace("fatality", "fatalpre"))
    level = number(cells, column)
    if exact and level:
        return exact, exact
    return FATALITY.get(level, (None, None))


def participant(cells: Cells, line: int, codes: Codes) -> list[Part]:
    """A row of MIDB, MIDIP or the GML participants."""
    begun, ended = dates(cells)
    act = one_of(cells, "action" if "action" in cells else "hiact", (0, *KINDS_OF_ACTION))
    part = Part(
        needed(cells, "dispnum"),
        number(cells, "incidnum") or 0,
        codes.cow(needed(cells, "ccode"), begun),
        one_of(cells, "insidea" if "insidea" in cells else "sidea", (0, 1)) == 1,
        begun,
        ended,
        act,
        number(cells, "hostlev") or HOSTILITY[act],
        fatality(cells),
        number(cells, "orig") == 1,
        _dataset(cells),
        line,
    )
    return [part]


def _dataset(cells: Cells) -> str:
    version = cells.get("version", "").strip().lower()
    if version.startswith("gml"):
        return version
    if "stabb" not in cells:
        return "gml-2.2.1"
    return f"mid-{version if '.' in version else f'{version or 5}.0'}"


def whole(cells: Cells, _line: int, _codes: Codes) -> list[Whole]:
    """A row of MIDA or MIDI."""
    key = "incidnum" if "incidnum" in cells else "dispnum"
    return [whole_of(cells, key, dates(cells)[0])]


def whole_of(cells: Cells, key: str, begun: When | None) -> Whole:
    """What a row says of a dispute or incident as a whole."""
    return Whole(
        needed(cells, key),
        begun,
        fatality(cells),
        code(cells, "hostlev", LEVELS),
        code(cells, "fatality", range(7)),
        code(cells, "maxdur", range(100_000)),
    )


def disputes(parts: list[Part], wholes: list[Whole]) -> Iterator[DisputeRow]:
    """A row for every two opponents whose days in a dispute overlap."""
    known = {w.number: w for w in wholes}
    for group in _grouped(parts, "dispute"):
        of_all = known.get(group[0].dispute, UNKNOWN)
        for one, other in _opponents(group):
            if max(one.begun.start, other.begun.start) <= min(one.ended.end, other.ended.end):
                yield _dispute(one, other, of_all, alone=len(group) == 2)


def incidents(parts: list[Part], wholes: list[Whole]) -> Iterator[EventRow]:
    """A row for every act of one participant towards each opponent; a clash is one row for both."""
    begun = {w.number: w.begun for w in wholes}
    for group in _grouped(parts, "incident"):
        for one, other in _opponents(group):
            yield from _acts(one, other, begun.get(one.incident))


def _grouped(parts: list[Part], key: str) -> Iterable[list[Part]]:
    groups: dict[int, list[Part]] = defaultdict(list)
    for part in parts:
        groups[getattr(part, key)].append(part)
    return groups.values()


def _opponents(group: list[Part]) -> Iterator[tuple[Part, Part]]:
    """Every two of opposite sides, in alphabetical order of their codes."""
    for one, other in product((p for p in group if p.side_a), (p for p in group if not p.side_a)):
        if one.state != other.state:
            yield (one, other) if one.state < other.state else (other, one)


def _dispute(a: Part, b: Part, of_all: Whole, *, alone: bool) -> DisputeRow:
    deaths = both(a.deaths, b.deaths)
    if deaths[0] is None and alone:
        deaths = of_all.deaths
    return DisputeRow(
        a.dispute,
        a.state,
        b.state,
        max(a.begun, b.begun).text,
        min(a.ended, b.ended, key=lambda when: when.end).text,
        a.hostility,
        b.hostility,
        *deaths,
        a.originator and b.originator,
        of_all.hostility,
        of_all.fatality,
        of_all.max_days,
        a.side_a,
        a.dataset,
    )


def _acts(a: Part, b: Part, begun: When | None) -> Iterator[EventRow]:
    if a.act == b.act and a.act in UNDIRECTED:
        yield _act(a, b, begun)
        return
    for doer, other in ((a, b), (b, a)):
        if doer.act:
            yield _act(doer, other, begun)


def _act(doer: Part, other: Part, begun: When | None) -> EventRow:
    low, high = both(doer.deaths, other.deaths)
    day = begun if begun and doer.begun.precision != "day" and begun.start in doer.begun else doer.begun
    return EventRow(
        doer.state,
        other.state,
        day.text,
        doer.ended.text,
        KINDS_OF_ACTION[doer.act],
        cameo_of(doer.act),
        rung_of_mie(doer.act, low or 0),
        deaths_low=low,
        deaths_high=high,
        symmetric=doer.act == other.act and doer.act in UNDIRECTED,
        dataset=doer.dataset,
        dataset_id=f"{doer.dispute}.{doer.incident}",
        line=doer.line,
    )


_SPAN = ["stday", "stmon", "styear", "endday", "endmon", "endyear"]

MID_DISPUTES = Format(
    "mid",
    "disputes",
    frozenset(["dispnum", "stabb", "ccode", "sidea", "hiact", "hostlev", "orig", "fatality", *_SPAN]),
    participant,
    frozenset(["dispnum", *_SPAN, "fatality", "hiact", "hostlev", "numa", "numb", "recip"]),
    whole,
    disputes,
    what="MID 5.0 participants (MIDB), with disputes (MIDA)",
)

MID_INCIDENTS = Format(
    "mid",
    "events",
    frozenset(["dispnum", "incidnum", "ccode", "insidea", "action", "fatality", *_SPAN]),
    participant,
    frozenset(["dispnum", "incidnum", "action", "hostlev", "fatality", "numa", *_SPAN]),
    whole,
    incidents,
    what="MID 5.0 incident participants (MIDIP), with incidents (MIDI)",
)
