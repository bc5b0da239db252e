"""Tells a scare from a war: read a dated dispatch about two states, answer five questions with numbers."""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

# Where each public name lives; it is imported at first use, so that `import detente` costs nothing.
_HOMES = {
    "open_dispatch": "detente.record.dispatch",
    "Dispatch": "detente.record.dispatch",
    "Archive": "detente.archive.query",
    "Dyad": "detente.world.actor",
    "Event": "detente.world.event",
    "Record": "detente.world.record",
    "Assessment": "detente.world.assessment",
    "Estimate": "detente.world.estimate",
    "LADDER": "detente.world.ladder",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'detente' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
