"""ICBe's names of actors as our state codes; organisations, movements and peoples are no states."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cache

from detente.archive import tables
from detente.archive.codes import NAMES, StateUnknown, shipped_codes
from detente.world.when import When

NO_STATES = frozenset({"PSE"})
"""Codes of our tables that ICBe has as movements; pairs with them are left out on both sides."""

FORMER: Mapping[str, str] = {
    "Austria-Hungary": "AUT",
    "Columbia": "COL",
    "Czechoslovak Republic (1918-1938)": "CSK",
    "Free France": "FRA",
    "German Empire": "DEU",
    "Kingdom of Bulgaria": "BGR",
    "Kingdom of Italy": "ITA",
    "Kingdom of Nejd and Hejaz": "SAU",
    "Kingdom of Romania": "ROU",
    "Kingdom of Serbs, Croats and Slovenes": "SRB",
    "Kingdom of Yugoslavia": "SRB",
    "Mutawakkilite Kingdom of Yemen": "YEM",
    "Ottoman Empire": "TUR",
    "Republican faction (Spanish Civil War)": "ESP",
    "Russian Empire": "RUS",
    "Russian Soviet Federative Socialist Republic": "RUS",
    "Second Polish Republic": "POL",
    "Second Spanish Republic": "ESP",
    "Sultanate of Nejd": "SAU",
    "Transjordan": "JOR",
    "Vichy France": "FRA",
    "Vietnam": "VNM",
    "Weimar Republic": "DEU",
}
"""Former states and odd spellings, as the state that our tables give their government or successor.

The Spanish Republic is the government of 1936-39, its Nationalist rebels are none. Hejaz, conquered in 1925,
has no successor of its own and stays without a code.
"""


def is_state(code: str | None) -> bool:
    """Whether an end of an event is a state in this test: no organisation, nobody, nor a movement."""
    return code is not None and not code.startswith("IGO:") and code not in NO_STATES


def states_of(names: str | None, day: date | None) -> tuple[str, ...]:
    """The states among the names of a cell, which are parted by semicolons, in order and once each."""
    codes = (code_of(name.strip(), day) for name in (names or "").split(";"))
    return tuple(dict.fromkeys(code for code in codes if code is not None))


def code_of(name: str, day: date | None) -> str | None:
    """The code of a name: ICBe has modern names of any time, so the day only parts states that share one."""
    if name in FORMER:
        return FORMER[name]
    codes = _names().get(name.casefold(), frozenset())
    if len(codes) > 1 and day is not None:
        codes = frozenset({_on(name, day)} & codes)
    return next((code for code in codes if is_state(code)), None) if len(codes) == 1 else None


def _on(name: str, day: date) -> str:
    try:
        return shipped_codes().text(name, When.of(day.year, day.month, day.day))
    except StateUnknown:
        return ""


@cache
def _names() -> Mapping[str, frozenset[str]]:
    """Every code that a name of our tables has stood for."""
    found: dict[str, set[str]] = defaultdict(set)
    for state in tables.states():
        found[state.name.casefold()].add(state.code)
    for row in tables.names():
        if row.kind in NAMES:
            found[row.alias.casefold()].add(row.code)
    return {name: frozenset(codes) for name, codes in found.items()}
