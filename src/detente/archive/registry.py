"""The registry of shipped tables: what each file is, its licence, its rows and its sha256.

`python -m detente.archive.registry` rewrites it after a table was edited; `detente check` reads it.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from detente.archive import tables
from detente.world.errors import TableDamaged

REGISTRY = "REGISTRY.json"
LICENCE = "CC-BY-4.0"

WHAT = {
    "states.csv": "states with their codes, numbers and spans",
    "names.csv": "names of states, demonyms, capitals and bodies",
    "leaders.csv": "leaders and the spans in which they spoke for a state",
    "places.csv": "places and their states",
    "neighbours.csv": "pairs with a common border",
    "facts.csv": "standing facts: armistices, alliances, umbrellas, disputes",
    "korea.csv": "chronology of the Koreas since the armistice",
    "episodes.csv": "library of interstate episodes since 1946",
    "accidents.csv": "unintended violent or near-violent events between states since 1946",
    "weights.csv": "shares of the world's product and military personnel",
}
"""What is said of each table when it is registered."""

Entry = dict[str, Any]


def register() -> Path:
    """Rewrite REGISTRY.json from the files in the source tree; its path. For developers."""
    root = tables.folder()
    entries = {name: _entry(name, path) for name, path in _files(root)}
    target = Path(str(root)) / REGISTRY
    target.write_text(json.dumps(entries, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    _entries.cache_clear()
    return target


def check_tables() -> Iterator[str]:
    """Name every shipped table that is missing, unregistered, or not what was registered."""
    found = dict(_files(tables.folder()))
    known = _entries()
    for name in sorted(found.keys() | known.keys()):
        if name not in known:
            yield f"{name}: not in {REGISTRY}"
        elif name not in found:
            yield f"{name}: missing"
        elif _sha256(found[name]) != known[name]["sha256"]:
            yield f"{name}: not what was registered"


def days_covered(name: str) -> tuple[str, str]:
    """First and last day of a dated table as it was registered; TableDamaged if it is not there."""
    entry = _entries().get(name, {})
    if "covers" not in entry:
        raise TableDamaged("not-registered", f"{REGISTRY} does not say which days {name} covers")
    since, until = entry["covers"]
    return str(since), str(until)


@cache
def _entries() -> dict[str, Entry]:
    path = tables.folder().joinpath(REGISTRY)
    try:
        entries: dict[str, Entry] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TableDamaged("registry-damaged", f"{REGISTRY}: {error}; install detente again") from error
    return entries


def _files(root: Traversable, prefix: str = "") -> Iterator[tuple[str, Traversable]]:
    """All data files under the data folder with their names from there, but for the registry."""
    for path in sorted(root.iterdir(), key=lambda path: path.name):
        name = prefix + path.name
        if path.is_dir():
            yield from _files(path, f"{name}/")
        elif name.endswith((".csv", ".json", ".npz")) and name != REGISTRY:
            yield name, path


def _entry(name: str, path: Traversable) -> Entry:
    raw = path.read_bytes()
    entry: Entry = {"sha256": hashlib.sha256(raw).hexdigest(), "licence": LICENCE, "what": _what(name)}
    if name.endswith(".csv"):
        rows = list(csv.DictReader(io.StringIO(raw.decode())))
        entry["rows"] = len(rows)
        if rows and "date" in rows[0]:
            days = sorted(row["date"] for row in rows if len(row["date"]) == 10)
            entry["covers"] = [days[0], days[-1]]
    return entry


def _what(name: str) -> str:
    if name.startswith("sources_"):
        return f"sources of {name.removeprefix('sources_')}"
    if name.startswith("fitted/"):
        return "fitted parameters, or the card of their back-test"
    return WHAT.get(name, "a table of our own")


def _sha256(path: Traversable) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    print(register())
