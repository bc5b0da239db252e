"""UCDP's conflicts between states: the Dyadic data set and UCDP/PRIO Armed Conflict (CC BY 4.0).

Only conflicts between states become rows; the others (within states, extra-systemic) are set aside.
"""

from functools import partial
from itertools import product

from detente.archive.codes import Codes
from detente.archive.formats.base import Cells, Format, RowRejected, day, one_of, words
from detente.archive.schema import ConflictRow
from detente.world.when import When

INTERSTATE = frozenset({"2", "interstate"})


def _convert(dataset: str, cells: Cells, _line: int, codes: Codes) -> list[ConflictRow]:
    kind = words(cells, "type_of_conflict").lower().removesuffix(".0")
    if kind not in INTERSTATE:
        raise RowRejected(f"no conflict between states (type {kind})")
    when = day(cells, "year", "")
    intensity = one_of(cells, "intensity_level", (1, 2))
    sides = _states(cells, "gwno_a", when, codes), _states(cells, "gwno_b", when, codes)
    pairs = sorted({tuple(sorted(pair)) for pair in product(*sides) if pair[0] != pair[1]})
    if not pairs:
        raise RowRejected("both sides are the same state")
    version = cells.get("version", "").strip()
    return [
        ConflictRow(a, b, when.start.year, intensity, f"{dataset}-{version}" if version else dataset)
        for a, b in pairs
    ]


def _states(cells: Cells, column: str, when: When, codes: Codes) -> list[str]:
    numbers = [part.strip().removesuffix(".0") for part in words(cells, column).split(",")]
    if not all(part.isascii() and part.isdigit() and len(part) < 6 for part in numbers):
        raise RowRejected(f"{column} is no list of Gleditsch-Ward numbers")
    return [codes.gw(int(part), when) for part in numbers]


_COMMON = ["conflict_id", "gwno_a", "gwno_b", "year", "intensity_level", "type_of_conflict", "start_date"]

UCDP_DYADIC = Format(
    "ucdp-dyadic",
    "conflicts",
    frozenset(["dyad_id", *_COMMON]),
    partial(_convert, "ucdp-dyadic"),
    what="UCDP Dyadic Dataset",
)

UCDP_ACD = Format(
    "ucdp-acd",
    "conflicts",
    frozenset(["ep_end", *_COMMON]),
    partial(_convert, "ucdp-acd"),
    what="UCDP/PRIO Armed Conflict Dataset",
)
