"""Militarized Interstate Events 1.0 (Gibler & Miller 2023): dated acts of one state towards another.

Clashes and war battles have no direction in the data: the codebook puts the lower number first.
"""

from detente.archive.codes import Codes
from detente.archive.formats.base import Cells, Format, day, in_order, needed, number, one_of, two_states
from detente.archive.schema import EventRow
from detente.world.kinds import KINDS
from detente.world.ladder import rung_of_mie
from detente.world.when import When

KINDS_OF_ACTION = {
    1: "threat",
    2: "threat",
    3: "threat",
    4: "threat",
    5: "threat",
    6: "threat",
    7: "weapons_deployment",
    8: "alert",
    9: "alert",
    10: "troop_movement",
    11: "troop_movement",
    12: "incursion",
    13: "blockade",
    14: "occupation",
    15: "seizure",
    16: "raid",
    17: "ground_clash",
    18: "war",
    19: "raid",
    20: "war",
    21: "war",
    22: "war",
}
"""Our kind for each action of MIE and MID; 7 is a show of force, 10 mobilization, 11 a fortified border."""

CAMEO_OF_ACTION = {5: "1385", 7: "150", 19: "204"}
"""CAMEO where the action says more or less than the kind's default."""

UNDIRECTED = frozenset({17, 22})
"""Clash and war battle."""


def cameo_of(action: int) -> str | None:
    """The CAMEO code of an action."""
    return CAMEO_OF_ACTION.get(action, KINDS[KINDS_OF_ACTION[action]].cameo)


def dates(cells: Cells) -> tuple[When, When]:
    """First and last day of a row with the columns stday .. endyear."""
    begun = day(cells, "styear", "stmon", "stday")
    ended = day(cells, "endyear", "endmon", "endday") if number(cells, "endyear") else begun
    in_order(begun, ended)
    return begun, ended


def deaths(cells: Cells) -> tuple[int, int | None]:
    """The least and the most deaths of both sides together; None where the most is not known."""
    low = (number(cells, "fatalmin1") or 0) + (number(cells, "fatalmin2") or 0)
    first, second = number(cells, "fatalmax1"), number(cells, "fatalmax2")
    return low, None if first is None or second is None else max(low, first + second)


def _convert(cells: Cells, line: int, codes: Codes) -> list[EventRow]:
    begun, ended = dates(cells)
    action = one_of(cells, "action", KINDS_OF_ACTION)
    source, target = two_states(
        codes.cow(needed(cells, "ccode1"), begun), codes.cow(needed(cells, "ccode2"), begun)
    )
    low, high = deaths(cells)
    row = EventRow(
        source,
        target,
        begun.text,
        ended.text,
        KINDS_OF_ACTION[action],
        cameo_of(action),
        rung_of_mie(action, low),
        deaths_low=low,
        deaths_high=high,
        symmetric=action in UNDIRECTED,
        dataset=(cells.get("version") or "mie-1.0").strip().lower(),
        dataset_id=f"{needed(cells, 'micnum')}.{needed(cells, 'eventnum')}",
        line=line,
    )
    return [row]


MIE = Format(
    "mie",
    "events",
    frozenset(
        [
            "micnum",
            "eventnum",
            "ccode1",
            "ccode2",
            "stmon",
            "stday",
            "styear",
            "action",
            "fatalmin1",
            "fatalmin2",
        ]
    ),
    _convert,
    what="Militarized Interstate Events 1.0",
)
