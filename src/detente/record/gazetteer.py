"""Names of states, their people, capitals, organs, leaders and places, found in one pass over a text."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import ahocorasick

from detente.record.compass import compass_mentions
from detente.record.not_states import NOT_STATES
from detente.record.sentences import is_caseless
from detente.world.actor import State
from detente.world.tables import LeaderRow, NameRow, PlaceRow
from detente.world.when import When

_COUNTERPART = {
    "PRK": "KOR",
    "KOR": "PRK",
    "VNM": "RVN",
    "RVN": "VNM",
    "CHN": "TWN",
    "TWN": "CHN",
    "DDR": "DEU",
    "DEU": "DDR",
}
"""States that a text calls by a word that both could claim: the North, the mainland."""

_TITLE = re.compile(
    r"(?:president|premier|minister|chancellor|general|marshal|secretary|king|colonel|chairman|"
    r"leader|emperor|prince|"
    r"shah|ayatollah|foreign|ambassador|comrade|mr\.?|admiral|sheikh|under)\s$",
    re.IGNORECASE,
)
_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|near|from|outside|around|off|inside|toward|towards|above|over|north of|south of|"
    r"east of|west of|"
    r"through|via|into|for|left|between)\s(?:the\s)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """States named at characters [start, end): several `codes` where the word means several.

    `kind` is that of the name, or leader, short, place; `place`: the words stand for where, not for who;
    `former`: a leader who was in office before the day but is not on it.
    """

    start: int
    end: int
    codes: tuple[str, ...]
    kind: str
    place: bool = False
    former: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    code: str
    kind: str
    start: str
    end: str
    needs_pair: bool

    def valid(self, day: date | None) -> bool:
        return self.begun(day) and (day is None or not self.end or When.parse(self.end).end >= day)

    def begun(self, day: date | None) -> bool:
        return day is None or not self.start or When.parse(self.start).may_be_before(day)


class Gazetteer:
    """All names in one automaton; built once, read for every dispatch."""

    def __init__(
        self,
        states: Sequence[State],
        names: Sequence[NameRow],
        leaders: Sequence[LeaderRow],
        places: Sequence[PlaceRow],
    ) -> None:
        """Build from our tables; an alias may belong to several states, told apart by day and context."""
        table: dict[str, list[_Entry]] = {}
        for key, entry in _entries(states, names, leaders, places):
            known = table.setdefault(key, [])
            if entry not in known:
                known.append(entry)
        self._automaton: Any = ahocorasick.Automaton()
        for key, entries in table.items():
            self._automaton.add_word(key, (len(key), tuple(entries)))
        for phrase in NOT_STATES:
            self._automaton.add_word(fold(phrase), (len(phrase), ()))
        self._automaton.add_word("\0", (1, ()))
        self._automaton.make_automaton()
        self._names = {state.code: state.name for state in states}

    def state_name(self, code: str) -> str:
        """The state's name, or the code itself if it is not in the table."""
        return self._names.get(code, code)

    def find(self, text: str, day: date | None) -> tuple[Mention, ...]:
        """All mentions valid on `day` in order of place, the longest reading at each place."""
        folded = fold(text)
        hits = self._hits(text, folded)
        open_codes = _sure_codes(hits, day)
        found = (_mention(text, start, end, entries, day, open_codes) for start, end, entries in hits)
        named = [mention for mention in found if mention is not None]
        sides = compass_mentions(text, [(m.start, m.end) for m in named], self._sides(day, open_codes))
        named += [Mention(start, end, (code,), "relative") for start, end, code in sides]
        return tuple(sorted(named, key=lambda mention: mention.start))

    def _sides(self, day: date | None, sure: frozenset[str]) -> dict[str, str]:
        """Which states north and south stand for, if the text names one of two such states."""
        found: dict[str, str] = {}
        for side in ("north", "south"):
            _, entries = self._automaton.get(f"the {side}", (0, ()))
            best = _best([e for e in entries if _usable(e, sure)], day, False, sure)
            if len({e.code for e in best}) == 1:
                found[side] = best[0].code
        return found

    def _hits(self, text: str, folded: str) -> list[tuple[int, int, tuple[_Entry, ...]]]:
        caseless = is_caseless(text)
        hits: list[tuple[int, int, tuple[_Entry, ...]]] = []
        for last, (length, entries) in self._automaton.iter(folded):
            start, end = last - length + 1, last + 1
            named = caseless or not entries or _cased(text, start, end)
            if not named or not _bounded(folded, start, end):
                continue
            while hits and hits[-1][0] >= start:
                hits.pop()
            if not hits or hits[-1][1] <= start:
                hits.append((start, end, entries))
        return hits


def fold(text: str) -> str:
    """Small letters without accents and with plain apostrophes; the length stays the same."""
    if text.isascii():
        return text.lower()
    return "".join(map(_fold_char, text))


def _fold_char(char: str) -> str:
    if char.isascii():
        return char.lower()
    if char in "’‘":
        return "'"
    plain = unicodedata.normalize("NFD", char)[0].lower()
    return plain if len(plain) == 1 else char


def _entries(
    states: Sequence[State],
    names: Sequence[NameRow],
    leaders: Sequence[LeaderRow],
    places: Sequence[PlaceRow],
) -> Iterable[tuple[str, _Entry]]:
    for state in states:
        yield fold(state.name), _Entry(state.code, "name", "", state.end, False)
    for name in names:
        yield fold(name.alias), _Entry(name.code, name.kind, name.start, name.end, name.needs_pair)
    for leader in leaders:
        yield fold(leader.name), _Entry(leader.code, "leader", leader.start, leader.end, False)
        if len(leader.short) > 2:
            yield fold(leader.short), _Entry(leader.code, "short", leader.start, leader.end, False)
    for place in places:
        yield fold(place.place), _Entry(place.code, "place", "", "", False)


def _bounded(folded: str, start: int, end: int) -> bool:
    before = folded[start - 1 : start]
    after = folded[end : end + 1]
    return not before.isalnum() and not after.isalnum() and before not in ("$", "@")


def _cased(text: str, start: int, end: int) -> bool:
    """Whether the words are written as a name: not "turkey" and not "us"."""
    piece = text[start:end]
    words = [word for word in re.split(r"[\s-]+", piece) if word[:1].isalpha()]
    if not words:
        return piece[:1].isupper()
    capitals = sum(word[0].isupper() for word in words)
    if len(piece) <= 3 and piece.isalpha():
        return piece.isupper() or (piece[0].isupper() and piece[1:].islower() and len(piece) == 3)
    return capitals >= (len(words) + 1) // 2 and (words[-1][0].isupper() or capitals >= 2)


def _sure_codes(hits: list[tuple[int, int, tuple[_Entry, ...]]], day: date | None) -> frozenset[str]:
    """States that the text names without doubt; words that need a pair count only beside one of them."""
    sure: set[str] = set()
    for _, _, entries in hits:
        strong = {e.code for e in entries if not e.needs_pair and e.kind != "short" and e.begun(day)}
        if len(strong) == 1:
            sure |= strong
    return frozenset(sure)


def _usable(entry: _Entry, sure: frozenset[str]) -> bool:
    return not entry.needs_pair or entry.code in sure or _COUNTERPART.get(entry.code) in sure


def _mention(
    text: str, start: int, end: int, entries: tuple[_Entry, ...], day: date | None, sure: frozenset[str]
) -> Mention | None:
    usable = [e for e in entries if _usable(e, sure)]
    best = _best(usable, day, bool(_TITLE.search(text[max(0, start - 14) : start])), sure)
    if not best:
        return None
    codes = tuple(sorted({e.code for e in best}))
    kind = best[0].kind
    where = kind == "place" or (
        kind in ("capital", "name") and bool(_PLACE_BEFORE.search(text[max(0, start - 16) : start]))
    )
    former = kind in ("leader", "short") and not any(e.valid(day) for e in best)
    return Mention(start, end, codes, kind, where, former)


def _best(entries: list[_Entry], day: date | None, titled: bool, sure: frozenset[str]) -> list[_Entry]:
    """The entries that the day and the context allow, the firmest kind first; empty if none is left."""
    valid = [e for e in entries if e.valid(day)]
    past = [e for e in entries if e.begun(day) and not e.valid(day) and (e.kind != "short" or titled)]
    chosen = _firmest(valid) or _firmest(past)
    codes = {e.code for e in chosen}
    if len(codes) > 1 and codes & sure:
        chosen = [e for e in chosen if e.code in sure]
    if len({e.code for e in chosen}) > 2 or (chosen and chosen[0].kind == "short" and _vague(chosen, sure)):
        return []
    return chosen


def _vague(chosen: list[_Entry], sure: frozenset[str]) -> bool:
    return not {e.code for e in chosen} & sure and len({e.code for e in chosen}) > 1


_ORDER = ("name", "demonym", "abbrev", "capital", "relative", "metonym", "body", "leader", "place", "short")


def _firmest(entries: list[_Entry]) -> list[_Entry]:
    if not entries:
        return []
    first = min(_ORDER.index(e.kind) if e.kind in _ORDER else len(_ORDER) for e in entries)
    return [e for e in entries if (_ORDER.index(e.kind) if e.kind in _ORDER else len(_ORDER)) == first]
