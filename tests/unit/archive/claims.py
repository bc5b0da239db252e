"""Made-up forecasts for a ledger."""

from dataclasses import asdict
from datetime import date
from typing import Any

from detente.archive.ledger import SCHEMA, Claim, Entry, window_after
from detente.backtest.claim import rule

KOREAS = ("KOR", "PRK")


def claim(as_of: str = "2020-01-01", target: str = "incident", days: int = 30, **changed: Any) -> Claim:
    """A forecast with the rule of its target; `datasets` may settle it, other fields as `changed`."""
    window = window_after(date.fromisoformat(as_of), days)
    pair, datasets = changed.get("pair", KOREAS), changed.pop("datasets", ("*",))
    fields = {
        "made_at": f"{as_of}T12:00:00Z", "as_of": as_of, "pair": pair, "target": target, "days": days,
        "window": window, "p": 0.3, "low": 0.1, "high": 0.5, "base_rate": 0.2,
        "rule": rule(pair, target, window, datasets), "assessment": "a", "version": "0", "vintage": "2010",
    }  # fmt: skip
    return Claim(**{**fields, **changed})


def entry(as_of: str = "2020-01-01", target: str = "incident", days: int = 30, **changed: Any) -> Entry:
    """The same as a line of a ledger."""
    said = claim(as_of, target, days, **changed)
    return Entry(**asdict(said), schema=SCHEMA, id=f"{said.pair}/{as_of}/{target}/{days}", previous="")
