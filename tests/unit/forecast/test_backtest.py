"""The back-test itself: its reading of MIE, and its windows."""

import json
from datetime import date
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from detente.backtest.alarms import FILES, hashes, read_cases, read_ledgers
from detente.backtest.forecast import (
    COMMAND,
    HELD_OUT,
    calibration,
    compare,
    further_tables,
    roll_situation,
    shown,
)
from detente.forecast.fit import cuts, fit
from detente.forecast.table import first_day
from detente.world.errors import DataError
from tests.unit.forecast.simulate import simulate

SHARED = Path(__file__).parents[4] / "shared" / "data"
needs_data = pytest.mark.skipif(
    not (SHARED / FILES[0]).exists(), reason="no publishers' files in ../shared/data"
)


@needs_data
def test_the_invasion_of_kuwait_is_an_act_of_war_on_its_day() -> None:
    found = read_ledgers(SHARED)[645690]
    day = date(1990, 8, 2).toordinal()
    at = int(np.searchsorted(found.days, day))
    assert found.days[at] == day
    assert found.war[at]
    assert not found.war[:at].any()


@needs_data
def test_the_shipped_vintage_is_what_the_command_makes() -> None:
    shipped = json.loads(
        (files("detente.data") / "fitted" / "forecast" / "1960.json").read_text(encoding="utf-8")
    )
    made = {**fit(read_cases(SHARED, before=1960), 1960), "made_by": COMMAND, "data": hashes(SHARED)}
    of_disputes = ("disputes", "onset", "remote", "escalation")
    assert json.loads(json.dumps(made)) == {k: v for k, v in shipped.items() if k not in of_disputes}


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=FILES[0]):
        read_ledgers(tmp_path)


def test_a_real_effect_is_reported_with_an_interval_below_zero() -> None:
    true = simulate(3000, by_class=0.8, by_band=0.8, seed=11)
    rolled = roll_situation("alarm", true.cases, (1985, 1990, 2005))
    assert np.isin(cuts(rolled.cases.day), (1985, 1990, 2005)).all()
    assert rolled.chain[-1].shape == rolled.plain.shape == rolled.cases.followed.shape
    rows = list(compare(rolled))
    full = next(r for r in rows if "full, every target" in r.model and "1960" in r.test)
    assert full.difference.high < 0
    assert full.n == rolled.cases.day.size
    assert shown(full)
    assert len([row for row in rows if shown(row)]) < 0.4 * len(rows)


def test_an_effect_that_is_not_there_does_not_win() -> None:
    none = simulate(2000, by_class=0.0, by_band=0.0, seed=12)
    rolled = roll_situation("alarm", none.cases, (1985, 1990))
    assert abs(next(iter(compare(rolled))).difference.value) < 0.05
    held = rolled.since(HELD_OUT)
    assert (held.cases.day >= first_day(HELD_OUT)).all()
    tables, (share, clusters) = calibration(rolled)
    assert len(tables) == 9
    assert clusters == 0 or 0.7 < share <= 1.0


def test_without_tables_of_states_further_voices_are_left_out_and_it_says_so(tmp_path: Path) -> None:
    said: list[str] = []
    assert further_tables(tmp_path, said.append) is None
    assert said[-1].startswith("further voices are not tried: ")
