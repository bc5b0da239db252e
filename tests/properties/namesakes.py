"""One state's names for another's: every name, demonym, capital, leader and place of a pair exchanged."""

import re
from datetime import date
from functools import cache

from detente.archive import tables
from tests.properties.hostile import sentences

Named = tuple[str, str, str]
"""A kind of name, its form, the name."""

VOWELS = "AEIOU"


def exchanged(text: str, pair: tuple[str, str], day: date) -> str:
    """The text with the two states of a pair in each other's place."""
    a, b = pair
    table = {**_table(a, b, day), **_table(b, a, day)}
    table = {case(name): case(new) for name, new in table.items() for case in (str.upper, str.lower)} | table
    table |= {_sentence(name): _sentence(new) for name, new in table.items() if name.startswith("the ")}
    names = "|".join(re.escape(name) for name in sorted(table, key=len, reverse=True))
    found = re.compile(rf"(?:\b(?P<an>[Aa]n?) )?\b(?P<name>{names})(?!\w)")
    return found.sub(lambda match: _put(match, table), text)


def _sentence(name: str) -> str:
    return name[0].upper() + name[1:]


def _put(match: re.Match[str], table: dict[str, str]) -> str:
    new = table[match["name"]]
    if not match["an"]:
        return new
    return f"{match['an'][0]}{'n' if new[0] in VOWELS and not new.startswith('U.') else ''} {new}"


def _table(code: str, other: str, day: date) -> dict[str, str]:
    """The other state's name for each of a state's names; names without a counterpart stay."""
    theirs: dict[tuple[str, str], list[str]] = {}
    for kind, form, name in _named(other, day):
        theirs.setdefault((kind, form), []).append(name)
    table: dict[str, str] = {}
    for k, (kind, form, name) in enumerate(_named(code, day)):
        known = theirs.get((kind, form)) or theirs.get(_LIKE.get(kind, (kind, ""))) or ()
        if known:
            new = known[k % len(known)] if kind == "place" else known[0]
            table.setdefault(name, new)
            table.setdefault(name.removeprefix("the "), new.removeprefix("the "))
    return table


_LIKE = {"abbrev": ("demonym", ""), "metonym": ("capital", "")}
"""What stands for a name whose kind the other state has not: "Peruvian ships" for "U.S. ships"."""
_THE = (
    *("United", "Soviet Union", "Philippines", "Netherlands", "Democratic", "Islamic", "People", "Republic"),
    *("Kingdom", "Socialist", "Federal", "Union", "Hashemite", "Russian Fed", "Hellenic"),
    *("Bahamas", "Maldives", "Gambia", "Dominican Rep", "Central African", "Comoros", "Seychelles"),
)


@cache
def _told(name: str) -> int:
    """How often our corpus says a name."""
    return sum(sentence.count(name) for sentence in sentences())


def _named(code: str, day: date) -> list[Named]:
    """The names in use on a day, the commonest of each kind first."""
    on = day.isoformat()
    known = [r for r in tables.names() if r.code == code and _valid(r.start, r.end, on)]
    rows = [r for r in known if not r.needs_pair or r.kind == "relative"]
    rows.sort(key=lambda r: (-_told(r.alias), len(r.alias)))
    kept = [(r.kind, "", r.alias) for r in rows if r.kind in ("capital", "relative", "abbrev", "metonym")]
    names = [("name", "", _with_article(r.alias)) for r in rows if r.kind == "name"]
    demonyms = _demonyms([r.alias for r in rows if r.kind == "demonym"])
    return [*names, *kept, *demonyms, *_leaders(code, on), *_places(code)]


def _with_article(name: str) -> str:
    return f"the {name}" if name.startswith(_THE) else name


def _valid(start: str, end: str, on: str) -> bool:
    return (not start or start <= on) and (not end or on <= end)


def _demonyms(aliases: list[str]) -> list[Named]:
    """The adjective before the people: Turkish, Turk; and "Turks" apart."""
    people = [alias for alias in aliases if alias.endswith("s") and alias[:-1] in aliases]
    one = [alias for alias in aliases if alias not in people]
    return [*(("demonym", "", alias) for alias in one), *(("demonym", "people", alias) for alias in people)]


def _leaders(code: str, on: str) -> list[Named]:
    """Those in office, the heads first."""
    rows = [r for r in tables.leaders() if r.code == code and _valid(r.start, r.end, on)]
    rows.sort(key=lambda r: (not r.role.startswith("head"), -_told(r.short)))
    return [("leader", form, name) for r in rows for form, name in (("full", r.name), ("short", r.short))]


def _places(code: str) -> list[Named]:
    return [("place", "", row.place) for row in tables.places() if row.code == code]
