"""Fits the logits of onset, of remote pairs too, and of escalation for the vintages that ship."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from detente.backtest.inputs import inputs, opened
from detente.backtest.onset import FIRST_YEAR, Panel
from detente.backtest.rolling import Progress
from detente.forecast import escalation
from detente.forecast.dispute_vintage import LEAST, Escalation, Onset, world_at
from detente.forecast.escalation import Begun
from detente.forecast.remote import FEW, Remote, RemoteYears

ENOUGH = 5
"""Years of pairs before a vintage without which no onset is fitted."""


def dispute_vintages(data: Path, years: Sequence[int], progress: Progress) -> Mapping[int, dict[str, Any]]:
    """The keys "onset", "remote", "escalation" of each vintage; absent where too little was over by then."""
    found = inputs(opened(None, data, progress), max(years) - 1)
    begun = Begun.of(found.structure, found.annals)
    columns = escalation.columns(found.structure, found.annals, begun)
    panel = Panel.of(found, min(years), max(years) - 1)
    far = RemoteYears.of(found.structure, found.annals, FIRST_YEAR, max(years) - 1)
    made: dict[int, dict[str, Any]] = {}
    for year in years:
        day = date(year, 1, 1).toordinal()
        made[year] = {"disputes": {"sources": found.sources, "hash": found.data_hash}}
        if year >= FIRST_YEAR + ENOUGH:
            world = world_at(found.structure, found.annals, day)
            made[year]["onset"] = Onset.fitted(panel.columns, panel.y, panel.r.year, year, world).stored()
        if far.disputes(year) >= FEW:
            made[year]["remote"] = Remote.fitted(far, year).stored()
        if escalation.training(begun, day).sum() >= LEAST:
            made[year]["escalation"] = Escalation.fitted(columns, begun, day).stored()
        progress(f"disputes: vintage {year}")
    return made
