"""Citations of data sets and of the sources of our own tables."""

from collections.abc import Iterable

from detente.archive import tables
from detente.archive.publishers import OWN, PUBLISHERS


def citations(names: Iterable[str] = ()) -> list[str]:
    """A line for each data set ("mie-1.0", "detente:korea") or source key; of all that we know without names.

    A name that nobody has recorded is said to be uncited, not passed over.
    """
    return [_line(name) for name in names] or [_line(name) for name in _all()]


def _all() -> list[str]:
    return [*OWN, *(publisher.key for publisher in PUBLISHERS), *tables.sources()]


def _line(name: str) -> str:
    if name in OWN:
        return f"{name}: {OWN[name]}"
    for publisher in PUBLISHERS:
        if name == publisher.key or name.startswith(f"{publisher.key}-"):
            return f"{name}: {publisher.text}"
    return f"{name}: {tables.sources().get(name, 'no citation is recorded: it is your own data')}"
