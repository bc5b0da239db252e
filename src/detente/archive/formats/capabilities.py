"""National Material Capabilities 5 to 7 (Singer, Bremer & Stuckey 1972): a row a state and year."""

from detente.archive.codes import Codes
from detente.archive.formats.base import Cells, Format, measure, needed, some, versioned, year
from detente.archive.schema import CapabilityRow


def _convert(cells: Cells, _line: int, codes: Codes) -> list[CapabilityRow]:
    when = year(cells)
    state = codes.cow(needed(cells, "ccode"), when)
    values = {
        "cinc": measure(cells, "cinc", 1.0),
        "milper": measure(cells, "milper"),
        "milex": measure(cells, "milex"),
        "tpop": measure(cells, "tpop"),
    }
    some(values)
    return [CapabilityRow(state, when.start.year, **values, dataset=versioned("nmc", cells))]


NMC = Format(
    "nmc",
    "capabilities",
    frozenset(["ccode", "year", "cinc", "milper", "milex", "tpop"]),
    _convert,
    what="National Material Capabilities",
)
