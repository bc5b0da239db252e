"""The test of the next act: streams as they are read, baselines by hand, what each may know, the tables."""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest

from detente.archive.query import Archive
from detente.backtest import next as next_test
from detente.backtest import next_streams
from detente.backtest.next import HALVES, OURS, Trial, run
from detente.backtest.next_streams import CLIMATOLOGY, HALF_LIVES, MEAN, THREE_YEARS, Stream, calendar
from detente.backtest.rolling import Plan
from detente.forecast.ledger import Floats, Ints
from detente.world.errors import DataError

FIRST = date(1990, 1, 1).toordinal()
Table = dict[str, np.ndarray[Any, Any]]


def stream(seed: int, years: int = 8, rate: float = 0.05) -> Stream:
    n = 365 * years + 2
    events = FIRST + np.flatnonzero(np.random.default_rng(seed).random(n) < rate)
    return Stream(events, FIRST, FIRST + n - 1, FIRST)


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def text_of(days: Ints) -> list[str]:
    return [date.fromordinal(d).isoformat() for d in days.tolist()]


def provocations(days: Ints, *, other: tuple[str, ...] = ()) -> Table:
    dates = [*text_of(days), *other]
    types = ["Missile Provocation", "Nuclear Provocation"] * days.size
    return {
        "date": np.array(dates),
        "type": np.array(types[: days.size] + ["Other Provocation"] * len(other)),
    }


def acts(rows: list[tuple[str, str, str, str, int, str, str]]) -> Table:
    names = ("source", "target", "date", "kind", "rung", "status", "dataset")
    return {name: np.array(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}


@pytest.fixture
def shelve(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Archive]:
    """An archive whose tables are those given."""

    def put(**tables: Table) -> Archive:
        empty = {
            "provocations": {"date": np.array([], dtype="<U10"), "type": np.array([], dtype="<U10")},
            "events": acts([("A", "B", "1990", "talks", 1, "actual", "none")]),
        }
        monkeypatch.setattr(next_streams, "columns", lambda _, name: {**empty, **tables}[name])
        return Archive(None)

    return put


def test_calendar_counts_from_1970() -> None:
    days = np.array([day("1969-12-31"), day("1970-01-01"), day("1971-02-28")])
    assert calendar(days, "Y").tolist() == [-1, 0, 1]
    assert calendar(days, "M").tolist() == [-1, 0, 13]


def test_the_list_as_it_is_read(shelve: Callable[..., Archive]) -> None:
    """Missile and nuclear days once each, from the year of the first one to the last row of any type."""
    days = np.array([day("2003-04-05"), day("2003-04-05"), day("2006-10-09")])
    archive = shelve(provocations=provocations(days, other=("1990-01-01", "2006-12-01")))
    found = next_streams.north_korea(archive)
    assert found is not None
    assert text_of(found.events) == ["2003-04-05", "2006-10-09"]
    assert (found.first, found.last, found.counted) == (
        day("2003-01-01"),
        day("2006-12-01"),
        day("2003-01-01"),
    )
    early = next_streams.north_korea(shelve(provocations=provocations(np.array([day("1993-05-29")]))))
    assert early is not None
    assert early.counted == day("1998-01-01")
    assert (
        next_streams.north_korea(shelve(provocations=provocations(days[:0], other=("1990-01-01",)))) is None
    )


def test_pairs_as_they_are_read(shelve: Callable[..., Archive]) -> None:
    rows = [
        ("B", "A", "1990-03-01", "artillery_fire", 6, "actual", "mie-1.0"),
        ("A", "B", "1990-03-01", "artillery_fire", 6, "actual", "mie-1.0"),
        ("A", "B", "1991-05-02", "artillery_fire", 6, "actual", "mie-1.0"),
        ("A", "B", "1991-06", "artillery_fire", 6, "actual", "mie-1.0"),
        ("A", "B", "1991-06-07", "talks", 1, "actual", "mie-1.0"),
        ("A", "B", "1940-06-07", "artillery_fire", 6, "actual", "mie-1.0"),
        ("A", "C", "1992-01-01", "artillery_fire", 6, "actual", "mie-1.0"),
        ("A", "C", "1989-01-01", "artillery_fire", 6, "actual", "mie-0.9"),
        ("A", "C", "1999-01-01", "artillery_fire", 6, "actual", "icews"),
    ]
    found = next_streams.pairs(shelve(events=acts(rows)))
    assert {name: text_of(one.events) for name, one in found.items()} == {
        "A-B": ["1990-03-01", "1991-05-02"],
        "A-C": ["1992-01-01"],
    }
    assert {text_of(np.array([one.last]))[0] for one in found.values()} == {"1992-01-01"}
    assert next_streams.pairs(shelve()) == {}


def test_outcomes_by_hand() -> None:
    one = Stream(FIRST + np.array([5, 12]), FIRST, FIRST + 20, FIRST)
    at = FIRST + np.array([0, 4, 5, 11, 12, 14])
    np.testing.assert_array_equal(one.came(at, 7), [1, 1, 1, 1, 0, np.nan])
    np.testing.assert_array_equal(one.came(at, 5), [1, 1, 0, 1, 0, 0])


@pytest.mark.parametrize("h", [7, 30])
def test_baselines_by_hand(h: int) -> None:
    one = stream(0)
    at = np.array([day("1994-05-06"), day("1996-12-31"), day("1997-01-01")])
    found = one.baselines(at, h)
    hits = set(one.events.tolist())
    for k, t in enumerate(at.tolist()):
        over = date(date.fromordinal(t).year, 1, 1).toordinal() - h
        windows = [any(s + d in hits for d in range(1, h + 1)) for s in range(FIRST, over)]
        for name, kept in ((CLIMATOLOGY, windows), (THREE_YEARS, windows[-1095:])):
            assert found[name][k] == pytest.approx((sum(kept) + 0.5) / (len(kept) + 1))
        for days, prior in ((365, 0.5), (90, 30.0)):
            rate = (sum(t - days < e <= t for e in hits) + 0.5) / (days + prior)
            assert found[f"Poisson, last {days} days"][k] == pytest.approx(1 - np.exp(-h * rate))
        fading = []
        for hl in HALF_LIVES:
            shape = 0.5 + sum(0.5 ** ((t - e) / hl) for e in hits if e <= t)
            exposure = 15 + sum(0.5 ** (d / hl) for d in range(t - FIRST + 1))
            fading.append(1 - (exposure / (exposure + h)) ** shape)
            assert found[f"Gamma-Poisson, half-life {hl} days"][k] == pytest.approx(fading[-1])
        assert found[MEAN][k] == pytest.approx(np.mean(fading))


def said(one: Stream, at: Ints) -> dict[str, Floats]:
    trial = Trial((one,), (1996, 1996), 1, (7, 14, 30))
    found = trial.at(0)
    rows = np.isin(found["at"], at)
    return {name: chances[rows] for name, chances in found.items() if name != "at"}


def test_what_lies_after_an_origin_changes_no_forecast() -> None:
    """200 random origins of a year, ours and the baselines: later events deleted or shifted by ten days.

    Equal but for the last bit: a sum over fewer events is summed in another order.
    """
    one = stream(1)
    at = np.random.default_rng(0).choice(np.arange(day("1996-01-01"), day("1996-12-31")), 200, replace=False)
    whole = said(one, at)
    order = {t: k for k, t in enumerate(sorted(at.tolist()))}
    for t in sorted(at.tolist())[::20]:
        early, late = one.events[one.events <= t], one.events[one.events > t] + 10
        for events in (early, np.concatenate([early, late[late <= one.last]])):
            other = said(Stream(events, one.first, one.last, one.counted), at)
            for name, chances in whole.items():
                known = slice(0, order[t] + 1)
                np.testing.assert_allclose(other[name][known], chances[known], rtol=1e-12, err_msg=name)


def test_origins_are_a_step_apart_and_end_before_the_stream() -> None:
    one = stream(2)
    weekly = Trial((one,), (1996, 1999), 7, (7, 30)).origins(0)
    assert weekly[0] == day("1996-01-01")
    assert (np.diff(weekly) == 7).all()
    assert one.last - 14 < weekly[-1] <= one.last - 7
    assert Trial((one,), (1960, 1991), 1, (7,)).origins(0)[[0, -1]].tolist() == [FIRST, day("1991-12-31")]
    assert Trial((one,), (2005, 2006), 1, (7,)).origins(0).size == 0


def test_the_key_names_data_and_what_is_asked() -> None:
    one, two = stream(2), stream(3)
    keys = {
        Trial(streams, years, step, (7,)).key
        for streams in ((one,), (two,), (one, two))
        for years in ((1996, 1996), (1996, 1997))
        for step in (1, 7)
    }
    assert len(keys) == 12
    assert Trial((stream(2),), (1996, 1996), 1, (7,)).key in keys


@pytest.fixture
def archive(shelve: Callable[..., Archive]) -> Archive:
    rows = [
        ("A", other, text, "artillery_fire", 6, "actual", "mie-1.0")
        for seed, other in enumerate(("B", "C"))
        for text in text_of(stream(seed + 10, years=4).events)
    ]
    rows += [("A", "D", "1990-01-01", "artillery_fire", 6, "actual", "mie-1.0")]
    return shelve(provocations=provocations(stream(5, years=4).events), events=acts(rows))


def test_the_tables(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list by horizon, then the pairs with enough days before the first year, on the rows they share."""
    monkeypatch.setattr(next_streams, "PAIRS_SINCE", FIRST)
    lines: list[str] = []
    found = run(archive, 1993, 1993, Plan(progress=lines.append), days=(7, 30))
    tables = [found, *found.also]
    assert [t.target for t in tables] == [
        "North Korea, missile or nuclear act within 7 days",
        "North Korea, missile or nuclear act within 30 days",
        "2 pairs, militarized act within 7 days",
        "2 pairs, militarized act within 30 days",
    ]
    one = stream(5, years=4)
    at = np.arange(day("1993-01-01"), int(one.events[-1]) - 29)
    assert (tables[1].n, tables[1].events) == (at.size, int(one.came(at, 30).sum()))
    for table in tables:
        assert (table.name, table.first, table.last, table.ours) == ("next", 1993, 1993, OURS)
        assert len(table.rows) == 13
        assert table.best_baseline not in (OURS, HALVES)
        assert any(note.startswith("calibration slope") for note in table.notes)
    assert [[p.name for p in t.parts] for t in (tables[0], tables[2])] == [["1993"], ["1990s"]]
    assert any("origins" in line for line in lines)


def test_years_without_acts_are_refused(archive: Archive) -> None:
    with pytest.raises(DataError) as refused:
        run(archive, 2030, 2031, Plan())
    assert refused.value.code == "data-stale"


def test_the_usual_years_are_those_of_each(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the list nor the pairs reach their own usual years unless these are moved."""
    monkeypatch.setattr(next_streams, "PAIRS_SINCE", FIRST)
    monkeypatch.setattr(next_test, "PAIRS", (2000, 2009))
    with pytest.raises(DataError, match="other years"):
        run(archive, None, None, Plan())
    monkeypatch.setattr(next_test, "NORTH_KOREA", (1993, 1993))
    found = run(archive, None, None, Plan(), days=(7,))
    assert (found.first, found.last, found.also) == (1993, 1993, ())
