"""One byte form for every value: sorted keys, six significant digits, no white space."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

DIGITS = 6
"""Significant digits of every number: more are noise of the last bit, which differs between machines."""


def canonical(value: Any) -> bytes:
    """The canonical JSON of a world value, UTF-8; equal values have equal bytes. ValueError for NaN."""
    text = json.dumps(
        plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    return text.encode(errors="backslashreplace")  # a file's name need be no UTF-8: its bytes are escaped


def plain(value: Any) -> Any:
    """Dataclasses, tuples and mappings as dicts and lists, with floats rounded to `DIGITS`."""
    if isinstance(value, float):
        return _rounded(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def _rounded(value: float) -> float | int:
    near = float(f"{value:.{DIGITS}g}")
    if near == 1.0 and value < 1.0:
        return value  # a probability just under 1 must not become 1
    return int(near) if near.is_integer() else near  # 5, 5.0 and 5.0000001 are one value and have one form
