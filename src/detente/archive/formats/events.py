"""Our own plain CSV of events; its columns are named like the fields of `world.event.Event`.

Needed: source, target (code or name), date (YYYY, YYYY-MM or YYYY-MM-DD), and one of kind, cameo, rung.
Optional: count, deaths, status, symmetric, id, dataset.
"""

from detente.archive.codes import Codes
from detente.archive.formats.base import Cells, Format, RowRejected, iso, number, one_of, two_states, words
from detente.archive.formats.cameo import kind_of_cameo, rung_of
from detente.archive.schema import EventRow
from detente.world.event import STATUSES
from detente.world.kinds import KINDS, SYMMETRIC

KIND_OF_RUNG = (
    "agreement",
    "talks",
    "accusation",
    "sanction",
    "weapons_deployment",
    "incursion",
    "raid",
    "killing",
    "war",
    "nuclear_strike",
)
"""What stands for a rung in rows that give nothing else."""

ACT = ("kind", "cameo", "rung")


def _convert(cells: Cells, line: int, codes: Codes) -> list[EventRow]:
    when = iso(cells, "date")
    source, target = two_states(
        codes.text(words(cells, "source"), when), codes.text(words(cells, "target"), when)
    )
    deaths = number(cells, "deaths")
    kind, cameo, rung = _act(cells, deaths or 0)
    row = EventRow(
        source,
        target,
        when.text,
        None,
        kind,
        cameo,
        rung,
        number=number(cells, "count"),
        deaths_low=deaths,
        deaths_high=deaths,
        status=_status(cells),
        symmetric=_symmetric(cells, kind),
        dataset=cells.get("dataset", "").strip() or "events",
        dataset_id=cells.get("id", "").strip() or None,
        line=line,
    )
    return [row]


def _act(cells: Cells, deaths: int) -> tuple[str, str | None, int]:
    """Kind, CAMEO code and rung; the rung given wins, else a use of force that killed is a fatal clash."""
    kind, cameo = cells.get("kind", "").strip(), cells.get("cameo", "").strip()
    stated = one_of(cells, "rung", range(10)) if cells.get("rung", "").strip() else None
    if kind:
        if kind not in KINDS:
            raise RowRejected(f"kind {kind[:40]!r} is none that we know")
        rung = KINDS[kind].rung
    elif cameo:
        kind, rung = kind_of_cameo(cameo), rung_of(cameo)
    elif stated is not None:
        kind, rung = KIND_OF_RUNG[stated], stated
    else:
        raise RowRejected("kind, cameo and rung are missing")
    usual = 7 if deaths and rung == 6 else rung
    return kind, cameo or KINDS[kind].cameo, usual if stated is None else stated


def _status(cells: Cells) -> str:
    status = cells.get("status", "").strip() or "actual"
    if status not in STATUSES:
        raise RowRejected(f"status {status[:40]!r} is none of {', '.join(STATUSES)}")
    return status


def _symmetric(cells: Cells, kind: str) -> bool:
    text = cells.get("symmetric", "").strip().lower()
    return text in ("1", "true", "yes") if text else kind in SYMMETRIC


EVENTS = Format(
    "events",
    "events",
    frozenset(["source", "target", "date"]),
    _convert,
    what="plain events: source, target, date, and kind or cameo or rung",
)
