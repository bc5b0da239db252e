"""Forecasts on past days of MIE's pairs resolve to the labels that the model was fitted on."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from detente.archive.codes import StateUnknown, shipped_codes
from detente.archive.ingest import ingest
from detente.archive.ledger import Entry
from detente.archive.query import Archive
from detente.backtest.alarms import FILES, read_ledgers
from detente.backtest.resolve import resolve
from detente.forecast.ledger import HORIZONS, TARGETS
from detente.world.when import When
from tests.unit.archive.claims import entry

SHARED = Path(__file__).parents[3] / "shared" / "data"
FIRST, LAST = date(1950, 1, 1).toordinal(), date(2008, 12, 31).toordinal()
PAIRS = 150

Case = tuple[Entry, bool]


def code(number: int, day: date) -> str:
    return shipped_codes().cow(number, When.parse(day.isoformat()))


def cases() -> Iterator[Case]:
    """A forecast of each target and horizon on a day of each situation of `PAIRS` pairs, with its label."""
    chance, ledgers = np.random.default_rng(11), read_ledgers(SHARED)
    for number in chance.permutation(sorted(ledgers))[:PAIRS].tolist():
        for situation in ("alarm", "spell", "quiet"):
            days = ledgers[number].cases(situation, FIRST, LAST)
            if days.size:
                day = int(chance.choice(days))
                yield from labelled(number, day, ledgers[number].followed(np.array([day]))[0].tolist())


def labelled(number: int, ordinal: int, followed: list[list[bool]]) -> Iterator[Case]:
    day = date.fromordinal(ordinal)
    try:
        one, other = sorted(code(each, day) for each in divmod(number, 1000))
    except StateUnknown:
        return
    if one != other:
        for target, row in zip(TARGETS, followed, strict=True):
            for days, label in zip(HORIZONS, row, strict=True):
                yield entry(day.isoformat(), target, days, pair=(one, other), datasets=("mie-*",)), label


@pytest.mark.nightly
@pytest.mark.skipif(not (SHARED / FILES[0]).exists(), reason="no publishers' files in ../shared/data")
def test_outcomes_are_the_labels(tmp_path: Path) -> None:
    ingest("mie", [SHARED / FILES[0]], tmp_path)
    asked = list(cases())
    found = resolve([one for one, _ in asked], Archive(tmp_path), date(2026, 1, 1))
    settled = [
        (o.outcome == "yes", label) for o, (_, label) in zip(found, asked, strict=True) if o.outcome != "open"
    ]
    assert len(settled) > 0.95 * len(asked) > 1000
    assert sum(label for _, label in settled) > 100
    assert [said for said, _ in settled] == [label for _, label in settled]
