"""Yes, no and open: by the code that made the labels, and never no because nobody looked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.archive.ingest import ingest
from detente.archive.ledger import Entry
from detente.archive.query import Archive
from detente.backtest.claim import rule
from detente.backtest.resolve import Outcome, outcome, resolve, watches
from detente.forecast.ledger import HORIZONS, TARGETS
from detente.forecast.past import ledger_of
from detente.world.actor import Dyad
from detente.world.event import Event
from detente.world.history import Coverage, History
from tests.unit.archive.claims import entry

START, TODAY = date(2020, 1, 14), date(2024, 1, 1)
LONG = ("2010-01-01", "2023-06-30")


def act(
    day: str, rung: int = 4, *, origin: str = "a", deaths: int | None = None, kind: str = "alert"
) -> Event:
    return Event("PRK", "KOR", day, kind, rung, deaths=deaths, origin=origin)


def seen(acts: Sequence[Event], today: date = TODAY, /, **spans: Sequence[tuple[str, str]]) -> History:
    """The history of a pair with `acts`, covered by each data set over its spans."""
    covered = [Coverage(n, "acts", s[0][0], s[-1][1], 0, spans=tuple(s)) for n, s in spans.items()]
    return History(Dyad("KOR", "PRK"), today, acts=tuple(acts), coverage=tuple(covered))


def told(one: Entry, past: History, today: date = TODAY) -> Outcome:
    return outcome(one, watches(past), today)


def test_yes_with_the_day_and_the_source() -> None:
    found = told(entry(), seen([act("2020-01-01"), act("2020-01-20"), act("2020-01-05")], a=[LONG]))
    assert (found.outcome, found.source, found.on, found.scored) == ("yes", "a", "2020-01-05", True)
    assert found.why == "a has a militarized act on 2020-01-05"


@pytest.mark.parametrize("day", ["2020-01-01", "2020-02-01"])
def test_the_as_of_day_and_the_day_after_the_window_do_not_count(day: str) -> None:
    found = told(entry(), seen([act(day)], a=[LONG]))
    assert (found.outcome, found.source, found.on) == ("no", "a", "2020-01-31")
    assert found.scored


@pytest.mark.parametrize("day", ["2020-01-02", "2020-01-31"])
def test_the_first_and_the_last_day_of_the_window_count(day: str) -> None:
    assert told(entry(), seen([act(day)], a=[LONG])).outcome == "yes"


@pytest.mark.parametrize(
    ("spans", "unknown_from"),
    [
        ([("2010-01-01", "2020-01-30")], "2020-01-31"),
        ([("2020-01-03", "2023-01-01")], "2020-01-02"),
        ([("2010-01-01", "2020-01-10"), ("2020-01-12", "2023-01-01")], "2020-01-11"),
        ([("2010-01-01", "2011-01-01")], "2020-01-02"),
        ([], "2020-01-02"),
    ],
)
def test_a_day_not_covered_leaves_it_open(spans: list[tuple[str, str]], unknown_from: str) -> None:
    found = told(entry(), seen([], **({"a": spans} if spans else {})))
    assert (found.outcome, found.source, found.scored) == ("open", None, False)
    assert found.unknown_from == unknown_from
    assert unknown_from in found.why or "covers the pair" in found.why


def test_two_data_sets_with_half_the_window_each_do_not_make_a_no() -> None:
    halves = {"a": [("2010-01-01", "2020-01-20")], "b": [("2020-01-15", "2023-01-01")]}
    found = told(entry(), seen([], **halves))
    assert (found.outcome, found.unknown_from) == ("open", "2020-01-21")
    assert "a comes furthest" in found.why


def test_an_act_on_a_day_that_its_source_does_not_cover_is_no_yes() -> None:
    """It would be heard of only if it happened: such a forecast could never be no."""
    single = [act("2020-01-10", origin="b")]
    assert told(entry(), seen(single)).outcome == "open"
    assert told(entry(), seen(single, b=[("2010-01-01", "2020-01-09")])).outcome == "open"


def test_before_the_window_is_over_only_yes_is_known_and_not_scored() -> None:
    today = date(2020, 1, 31)
    covered = [("2010-01-01", "2020-01-31")]
    quiet = told(entry(), seen([], today, a=covered), today)
    assert (quiet.outcome, quiet.unknown_from) == ("open", None)
    assert "2020-01-31, which is not over" in quiet.why
    early = told(entry(), seen([act("2020-01-10")], today, a=covered), today)
    assert (early.outcome, early.scored) == ("yes", False)
    assert told(entry(), seen([], a=covered), date(2020, 2, 1)).outcome == "no"


def test_a_yes_of_half_a_window_is_not_scored() -> None:
    found = told(entry(), seen([act("2020-01-10")], a=[("2010-01-01", "2020-01-20")]))
    assert (found.outcome, found.scored) == ("yes", False)


def test_data_sets_that_contradict_each_other() -> None:
    found = told(entry(), seen([act("2020-01-10", origin="b")], a=[LONG], b=[LONG], c=[LONG]))
    assert (found.outcome, found.source) == ("yes", "b")
    assert found.why.endswith("against it, the whole window without one: a, c")


def test_deaths_of_two_data_sets_are_not_added_up() -> None:
    battle = [act("2020-01-10", 7, origin=name, deaths=600) for name in "ab"]
    war = entry(target="war")
    assert told(war, seen(battle, a=[LONG], b=[LONG])).outcome == "no"
    assert told(war, seen([*battle, act("2020-01-11", 7, deaths=400)], a=[LONG], b=[LONG])).source == "a"


def test_deaths_before_the_window_must_be_covered_to_rule_out_a_war() -> None:
    first = date(2020, 1, 2) - timedelta(364)
    spans = [((first + timedelta(late)).isoformat(), "2023-01-01") for late in (0, 1)]
    assert [told(entry(target="war"), seen([], a=[span])).outcome for span in spans] == ["no", "open"]
    assert [told(entry(target="fatal"), seen([], a=[span])).outcome for span in spans] == ["no", "no"]


def test_only_the_data_sets_of_the_rule_settle_it() -> None:
    past = seen([act("2020-01-10", origin="mie-1.0")], **{"mie-1.0": [LONG], "icews": [LONG]})
    patterns = (("*",), ("mie-*",), ("icews",), ("mie-*", "icews"), ("ucdp-*",))
    found = [told(entry(datasets=names), past) for names in patterns]
    assert [each.outcome for each in found] == ["yes", "yes", "no", "yes", "open"]
    assert found[-1].why == "no data set that may settle it covers the pair"


def test_an_act_known_only_to_the_year_is_no_quiet() -> None:
    past = seen([act("2020", 7, deaths=3)], a=[LONG])
    outcomes = {target: told(entry(target=target), past) for target in TARGETS}
    assert [each.outcome for each in outcomes.values()] == ["open", "open", "no"]
    assert "alert of 2020" in outcomes["fatal"].why
    assert told(entry("2021-01-01"), past).outcome == "no"
    both = seen([act("2020"), act("2020-01-10")], a=[LONG])
    assert told(entry(), both).outcome == "yes"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"target": "onset"}, "'onset' is no target"),
        ({"rule": {}}, "names no data sets"),
        ({"rule": {"datasets": "mie"}}, "names no data sets"),
        ({"rule": {"datasets": ["*"]}}, "not the one that this version checks"),
    ],
)
def test_what_this_version_cannot_check_stays_open(changed: dict[str, Any], words: str) -> None:
    found = told(replace(entry(), **changed), seen([act("2020-01-10")], a=[LONG]))
    assert found.outcome == "open"
    assert words in found.why


def test_a_rule_with_another_bound_stays_open() -> None:
    one = entry()
    other = replace(one, rule={**one.rule, "act": {**one.rule["act"], "rung_from": 5}})
    past = seen([act("2020-01-10")], a=[LONG])
    assert (told(one, past).outcome, told(other, past).outcome) == ("yes", "open")


days = st.integers(0, 800).map(lambda n: (date(2018, 6, 1) + timedelta(n)).isoformat())
shown = st.one_of(days, days.map(lambda day: day[:7]))
kinds = st.sampled_from(["alert", "threat", "demand", "invasion", "raid"])
deaths_known = st.one_of(st.none(), st.just(0), st.integers(0, 700))
acts = st.lists(
    st.builds(
        lambda d, r, k, n: act(d, r, kind=k, deaths=n),
        shown,
        st.sampled_from([2, 3, 4, 6, 7, 7, 8]),
        kinds,
        deaths_known,
    ),
    max_size=25,
)


def by_the_rule(rule: dict[str, Any], events: Sequence[Event], source: str) -> bool:
    """The rule read word by word, without our code: whether some day of its window comes to it."""
    totals: dict[date, tuple[int, int]] = {}
    for event in events:
        rung = max(event.rung, rule["act"]["rung_of"].get(event.kind, 0))
        militarized = event.rung >= rule["act"]["rung_from"] or event.kind in rule["act"]["or_kinds"]
        if not militarized or not any(fnmatchcase(source, name) for name in rule["datasets"]):
            continue
        text = event.date or ""
        day = date.fromisoformat(text if len(text) == 10 else f"{text}-{rule['day_of_month_only']}")
        least = rule["deaths_if_unknown"]
        unknown = least["rung_8_up"] if event.rung >= 8 else least["rung_7"] if event.rung == 7 else 0
        highest, total = totals.get(day, (0, 0))
        totals[day] = max(highest, rung), total + (unknown if event.deaths is None else event.deaths)
    return any(comes_to(rule["day"], day, totals) for day in totals if within(day, rule["window"]))


def within(day: date, window: Sequence[str]) -> bool:
    return window[0] <= day.isoformat() <= window[1]


def comes_to(needs: dict[str, int], day: date, totals: dict[date, tuple[int, int]]) -> bool:
    rung, deaths = totals[day]
    fatal = deaths >= needs.get("deaths_from", 0) or rung >= needs["or_rung_from"]
    reach = needs.get("deaths_of_days", 1)
    summed = sum(n for other, (_, n) in totals.items() if 0 <= (day - other).days < reach)
    return fatal and summed >= needs.get("deaths_of_days_from", 0)


@settings(max_examples=150, deadline=None)
@given(acts)
def test_rule_labels_and_outcomes_agree(events: list[Event]) -> None:
    """What is resolved is what was forecast, and what the rule says to a reader who has nothing but it."""
    watched = watches(seen(events, a=[LONG]))
    labels = ledger_of(events, TODAY).followed(np.array([START.toordinal()]))[0]
    for t, target in enumerate(TARGETS):
        for h, horizon in enumerate(HORIZONS):
            one = entry(START.isoformat(), target, horizon)
            found = outcome(one, watched, TODAY).outcome
            assert found == ("yes" if labels[t, h] else "no")
            assert (found == "yes") == by_the_rule(one.rule, events, "a")


spans = st.lists(st.tuples(st.integers(-500, 400), st.integers(0, 900)), max_size=3)


@settings(max_examples=200, deadline=None)
@given(
    acts,
    st.dictionaries(st.sampled_from("abc"), spans, max_size=3),
    st.sampled_from(TARGETS),
    st.integers(0, 500),
)
def test_never_no_by_silence(
    events: list[Event], covered: dict[str, list[tuple[int, int]]], target: str, later: int
) -> None:
    today = START + timedelta(later)
    days_of = {
        name: [
            ((START + timedelta(a)).isoformat(), (START + timedelta(a + n)).isoformat())
            for a, n in sorted(found)
        ]
        for name, found in covered.items()
        if found
    }
    one = entry(START.isoformat(), target, 90)
    found = told(one, seen([e for e in events if e.known_by(today)], today, **days_of), today)
    needed = {date.fromisoformat(one.rule["coverage"][0]) + timedelta(n) for n in range(500)}
    needed = {day for day in needed if day.isoformat() <= one.window[1]}
    whole = any(all(any(within(day, span) for span in found) for day in needed) for found in days_of.values())
    if found.outcome == "no" or found.scored:
        assert whole
        assert one.window[1] < today.isoformat()
    elif found.outcome == "open":
        assert not whole or one.window[1] >= today.isoformat()


def test_ingested_data_settle_and_nothing_later_than_today_is_used(tmp_path: Path) -> None:
    rows = ["source,target,date,kind,deaths", "PRK,USA,2019-01-01,threat,", "GRC,TUR,2019-01-01,threat,"]
    rows += ["GRC,TUR,2020-01-20,ground_clash,2", "PRK,USA,2021-06-30,threat,"]
    feed = tmp_path / "feed.csv"
    feed.write_text("\n".join(rows) + "\n", encoding="utf-8")
    archive = tmp_path / "archive"
    ingest("events", [feed], archive)
    pair = ("GRC", "TUR")
    asked = [entry(target=target, pair=pair) for target in TARGETS] + [entry("2020-03-01", pair=pair)]
    by_day = {
        day: [each.outcome for each in resolve(asked, Archive(archive), date.fromisoformat(day))]
        for day in ("2020-01-19", "2020-01-20", "2021-06-29", "2021-06-30")
    }
    assert by_day["2020-01-19"] == ["open"] * 4
    assert by_day["2020-01-20"] == ["yes", "yes", "open", "open"]
    assert by_day["2021-06-29"] == ["yes", "yes", "open", "open"]
    assert by_day["2021-06-30"] == ["yes", "yes", "no", "no"]
    assert [each.outcome for each in resolve(asked, Archive(None), TODAY)] == ["open"] * 4


def test_deaths_are_the_upper_estimate_that_the_rule_names(tmp_path: Path) -> None:
    rows = [
        "micnum,eventnum,ccode1,ccode2,stmon,stday,styear,endmon,endday,endyear,sidea1,action,hostlev,"
        "fatalmin1,fatalmax1,fatalmin2,fatalmax2,version",
        "1,1,350,640,1,1,2018,1,1,2018,1,7,3,0,0,0,0,mie-1.0",
        "1,2,350,640,1,10,2020,1,10,2020,1,17,4,0,700,0,700,mie-1.0",
        "1,3,350,640,6,30,2022,6,30,2022,1,7,3,0,0,0,0,mie-1.0",
    ]
    feed = tmp_path / "mie.csv"
    feed.write_text("\n".join(rows) + "\n", encoding="utf-8")
    ingest("mie", [feed], tmp_path / "archive")
    asked = [entry(target=target, pair=("GRC", "TUR")) for target in TARGETS]
    found = resolve(asked, Archive(tmp_path / "archive"), TODAY)
    assert asked[0].rule["deaths"] == "upper estimate"
    assert [each.outcome for each in found] == ["yes", "yes", "yes"]


def test_our_own_chronology_settles_its_pairs() -> None:
    asked = [entry("2010-11-01", target) for target in TARGETS]
    found = resolve([*asked, entry("2010-11-01", pair=("KOR", "USA"))], Archive(None), TODAY)
    assert [each.outcome for each in found] == ["yes", "yes", "no", "open"]
    assert found[1].on == "2010-11-23", "the shelling of Yeonpyeong"


def test_every_target_has_a_rule_of_its_own() -> None:
    window = ("2020-01-02", "2020-01-31")
    rules = [rule(("KOR", "PRK"), target, window) for target in TARGETS]
    assert [one["coverage"][0] for one in rules] == ["2020-01-02", "2020-01-02", "2019-01-03"]
    assert len({str(one["day"]) for one in rules}) == 3
