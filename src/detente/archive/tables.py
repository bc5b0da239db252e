"""Our own shipped tables as world types; each is read once a process.

A table that must be there and is not, or a cell that cannot be read, raises `TableDamaged` with its line.
"""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar

from detente.world.actor import State
from detente.world.episode import Episode, Step
from detente.world.errors import TableDamaged
from detente.world.event import Event
from detente.world.facts import Fact
from detente.world.kinds import KINDS, SYMMETRIC
from detente.world.tables import LeaderRow, NameRow, NeighbourRow, PlaceRow, WeightRow

Row = dict[str, str]
T = TypeVar("T")

KOREA = "detente:korea"
EPISODES = "detente:episodes"
FACTS = "detente:facts"


def folder() -> Traversable:
    """The folder of the shipped tables."""
    return files("detente.data")


@cache
def states() -> tuple[State, ...]:
    """Every state over every span of its existence (states.csv)."""
    return _load("states.csv", _state)


def codes() -> frozenset[str]:
    """Every state code that we know."""
    return frozenset(state.code for state in states())


def existed(code: str, day: date) -> bool:
    """Whether our table has a state of that code on the day."""
    iso = day.isoformat()
    return any(state.code == code and state.start <= iso <= (state.end or iso) for state in states())


def name_on(code: str, day: date) -> str:
    """The name of a state on a day; the code without its prefix for organisations and unknown codes."""
    spans = [state for state in states() if state.code == code]
    iso = day.isoformat()
    alive = [state for state in spans if state.start <= iso <= (state.end or iso)]
    return (alive or spans)[0].name if spans else code.removeprefix("IGO:")


@cache
def names() -> tuple[NameRow, ...]:
    """The names of states (names.csv)."""
    return _load("names.csv", _name)


@cache
def leaders() -> tuple[LeaderRow, ...]:
    """Leaders and their spans (leaders.csv)."""
    columns = ("code", "name", "short", "role", "start", "end")
    return _load("leaders.csv", lambda row: LeaderRow(*(row[column] for column in columns)))


@cache
def places() -> tuple[PlaceRow, ...]:
    """Places and their states (places.csv)."""
    return _load("places.csv", lambda row: PlaceRow(row["place"], row["code"]))


@cache
def neighbours() -> tuple[NeighbourRow, ...]:
    """Pairs with a common border on land or at sea (neighbours.csv)."""
    columns = ("a", "b", "kind", "start", "end")
    return _load("neighbours.csv", lambda row: NeighbourRow(*(row[column] for column in columns)))


@cache
def facts() -> tuple[Fact, ...]:
    """Standing facts of states and pairs (facts.csv)."""
    return _load("facts.csv", _fact)


@cache
def korea() -> tuple[Event, ...]:
    """The Korean chronology day by day (korea.csv); `origin` is "detente:korea"."""
    return _load("korea.csv", _korean)


@cache
def episodes() -> tuple[Episode, ...]:
    """The library of interstate episodes (episodes.csv)."""
    return _load("episodes.csv", _episode)


@cache
def weights() -> tuple[WeightRow, ...]:
    """Shares of the world's product and military personnel (weights.csv); empty if it is not shipped."""
    return _load("weights.csv", _weight) if folder().joinpath("weights.csv").is_file() else ()


@cache
def sources() -> dict[str, str]:
    """Citation by key, over all sources_*.csv."""
    found = sorted(
        entry.name
        for entry in folder().iterdir()
        if entry.name.startswith("sources_") and entry.name.endswith(".csv")
    )
    return {key: text for name in found for key, text in _load(name, _source)}


def table_rows(name: str) -> Iterator[tuple[int, Row]]:
    """The rows of a shipped CSV with their line numbers; TableDamaged if it is not there or ragged."""
    path = folder().joinpath(name)
    if not path.is_file():
        raise TableDamaged("table-missing", f"{name} is not in the installed package: install detente again")
    reader = csv.DictReader(io.StringIO(path.read_bytes().decode(), newline=""), restkey="")
    for row in reader:
        if "" in row or None in row.values():
            raise TableDamaged("table-ragged", f"{name} line {reader.line_num}: wrong number of cells")
        yield reader.line_num, row


def _load(name: str, convert: Callable[[Row], T]) -> tuple[T, ...]:
    return tuple(_converted(name, line, row, convert) for line, row in table_rows(name))


def _converted(name: str, line: int, row: Row, convert: Callable[[Row], T]) -> T:
    try:
        return convert(row)
    except (KeyError, ValueError) as error:
        raise TableDamaged("table-damaged", f"{name} line {line}: {error}") from error


def _state(row: Row) -> State:
    return State(
        row["code"],
        row["name"],
        _int(row["cow"]),
        _int(row["gw"]),
        row["start"],
        row["end"],
        row["capital"],
    )


def _name(row: Row) -> NameRow:
    return NameRow(row["code"], row["alias"], row["kind"], row["start"], row["end"], _flag(row["needs_pair"]))


def _fact(row: Row) -> Fact:
    return Fact(
        row["fact"],
        row["a"],
        row["b"] or None,
        row["start"] or None,
        row["end"] or None,
        row["detail"],
        _list(row["source"]),
    )


def _korean(row: Row) -> Event:
    kind = KINDS.get(row["kind"])
    return Event(
        row["source"] or None,
        row["target"] or None,
        row["date"],
        row["kind"],
        int(row["rung"]),
        plover=None if kind is None else kind.plover,
        cameo=None if kind is None else kind.cameo,
        count=_int(row["count"]),
        count_qualifier=row["qualifier"] or None,
        deaths=_int(row["deaths"]),
        # A joint exercise is held with a friend: towards the rival it has a direction.
        symmetric=row["kind"] in SYMMETRIC - {"joint_exercise"},
        disputed=_flag(row["disputed"]),
        origin=KOREA,
    )


def _episode(row: Row) -> Episode:
    return Episode(
        row["id"],
        row["name"],
        row["a"],
        row["b"],
        row["start"],
        row["end"],
        row["opener"],
        row["opening"],
        peak_a=int(row["peak_a"]),
        peak_b=int(row["peak_b"]),
        deaths=(int(row["deaths_low"]), int(row["deaths_high"])),
        patrons_a=_list(row["patron_a"]),
        patrons_b=_list(row["patron_b"]),
        issue=row["issue"],
        ended=row["ended"],
        steps=tuple(_step(text) for text in row["steps"].split()),
        within=(_int(row["within_30"]), _int(row["within_90"]), _int(row["within_365"])),
        after_year=_int(row["after_365"]),
        note=row["note"],
        sources=_list(row["cite"]),
    )


def _step(text: str) -> Step:
    day, side, rung = text.split(":")
    return Step(int(day), side, int(rung))


def _weight(row: Row) -> WeightRow:
    return WeightRow(row["code"], int(row["year"]), _float(row["economy"]), _float(row["military"]))


def _source(row: Row) -> tuple[str, str]:
    parts = (row["publisher"], row["title"], row["year"], row["url"])
    return row["key"], ", ".join(part for part in parts if part)


def _int(text: str) -> int | None:
    return int(text) if text else None


def _float(text: str) -> float | None:
    return float(text) if text else None


def _flag(text: str) -> bool:
    return text.strip().lower() in ("1", "true", "yes")


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace(";", "|").split("|") if part.strip())
