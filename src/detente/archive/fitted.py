"""Fitted parameters in vintages, and the cards that say how their models did."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources.abc import Traversable
from typing import Any

from detente.archive import tables
from detente.world.answers import Comparison
from detente.world.errors import TableDamaged


def parameters(as_of: date) -> dict[str, dict[str, Any]]:
    """For each room the latest vintage not after the day (`fitted/<room>/<YYYY>.json`, as of 1 January).

    A room without one is absent; "vintage" in each says the year. TableDamaged if a file cannot be read.
    """
    found = {}
    for room in _rooms():
        years = [year for year in _vintages(room.name) if date(year, 1, 1) <= as_of]
        if years:
            found[room.name] = {**_read(room.name, max(years)), "vintage": str(max(years))}
    return found


@cache
def cards() -> tuple[Comparison, ...]:
    """Every room's shipped comparisons with its plain baseline (`fitted/<room>/card.json`)."""
    return tuple(comparison for room in _rooms() for comparison in _card(room))


def _rooms() -> Iterator[Traversable]:
    folder = tables.folder().joinpath("fitted")
    if folder.is_dir():
        yield from sorted((room for room in folder.iterdir() if room.is_dir()), key=lambda room: room.name)


@cache
def _vintages(room: str) -> tuple[int, ...]:
    stems = (path.name.removesuffix(".json") for path in _folder(room).iterdir())
    return tuple(sorted(int(stem) for stem in stems if len(stem) == 4 and stem.isdigit()))


@cache
def _read(room: str, year: int) -> dict[str, Any]:
    """A vintage; with "pairs_of" an earlier one, whose "pairs" hold where it has none of its own."""
    found: dict[str, Any] = _decoded(_folder(room).joinpath(f"{year}.json"), dict[str, Any])
    if "pairs_of" in found:
        found["pairs"] = {**_read(room, found.pop("pairs_of"))["pairs"], **found["pairs"]}
    return found


def _card(room: Traversable) -> tuple[Comparison, ...]:
    path = room.joinpath("card.json")
    return _decoded(path, tuple[Comparison, ...]) if path.is_file() else ()


def _decoded(path: Traversable, kind: Any) -> Any:
    import msgspec

    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.DecodeError) as error:
        raise TableDamaged("fitted-damaged", f"{path}: {error}; install detente again") from error


def _folder(room: str) -> Traversable:
    return tables.folder().joinpath("fitted", room)
