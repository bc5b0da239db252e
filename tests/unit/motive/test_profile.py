"""The profile: weights over time, who stands behind whom, conduct counted only where somebody watched."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from detente.archive import tables
from detente.archive import traits as shares
from detente.archive.history import history
from detente.archive.query import Archive
from detente.motive.profile import YEARS, profile
from detente.world.actor import Dyad
from detente.world.event import Event
from detente.world.facts import Fact
from detente.world.history import Coverage, History, close
from detente.world.motives import ProfileLine
from detente.world.tables import WeightRow
from detente.world.traits import Traits

AS_OF = date(2010, 1, 1)
PAIR = Dyad("AAA", "BBB")
FORCE = "days a year of force shown to the other side"
TALKS = "days a year of talks with the other side"


def act(day: str, source: str, target: str | None, kind: str, rung: int, origin: str = "own") -> Event:
    return Event(source, target, day, kind, rung, origin=origin)


def past(acts: list[Event], spans: tuple[tuple[str, str], ...] = (), facts: tuple[Fact, ...] = (),
         traits: Traits | None = None) -> History:  # fmt: skip
    covered = (Coverage("own", "acts", None, None, len(acts), "", spans),) if spans else ()
    between = tuple(e for e in acts if e.between(PAIR))
    around = tuple(e for e in acts if not e.between(PAIR))
    return History(PAIR, AS_OF, between, around, (), facts, covered, traits or Traits())


def line(lines: tuple[ProfileLine, ...], state: str, trait: str) -> ProfileLine | None:
    found = [one for one in lines if (one.state, one.trait) == (state, trait)]
    assert len(found) <= 1
    return found[0] if found else None


def known(lines: tuple[ProfileLine, ...], state: str, trait: str) -> ProfileLine:
    found = line(lines, state, trait)
    assert found is not None, (state, trait)
    return found


ALL = (("1990-01-01", "2010-01-01"),)


def test_nothing_known_says_nothing() -> None:
    assert profile(past([]), "AAA") == ()


def test_shares_and_their_gap_over_time() -> None:
    traits = Traits(
        economy_course={"AAA": ((1990, 0.01), (1995, 0.004), (2000, 0.002))},
        military_course={"AAA": ((1995, 0.02), (2000, 0.05), (2005, 0.06))},
    )
    lines = profile(past([], traits=traits), "AAA")
    economy = known(lines, "AAA", "share of the world's economy")
    assert (economy.value, economy.course[0]) == ("0.2 % in 2000", ("1990", 0.01))
    assert known(lines, "AAA", "share of the world's soldiers").value == "6 % in 2005"
    ratio = known(lines, "AAA", "soldiers for each unit of economic weight")
    assert ratio.course == (("1995", 5.0), ("2000", 25.0))
    assert ratio.value == "25 in 2000"
    assert {one.state for one in lines} == {"AAA"}


def test_force_is_counted_by_days_and_years_where_it_was_watched() -> None:
    acts = [
        act("2009-05-01", "AAA", "BBB", "missile_launch", 4),
        act("2009-05-01", "AAA", "BBB", "artillery_fire", 6),
        act("2009-06-01", "AAA", None, "missile_launch", 4),
        act("2009-07-01", "BBB", "AAA", "missile_launch", 4),
        act("2009-08-01", "AAA", "ZZZ", "missile_launch", 4),
        act("2009-09", "AAA", "BBB", "missile_launch", 4),
        act("2007-05-01", "AAA", "BBB", "threat", 2),
    ]
    lines = profile(past(acts, ALL), "AAA")
    force = known(lines, "AAA", FORCE)
    assert force.value == "2"
    assert [v for _, v in force.course] == [0.0] * 7 + [1.0, 0.0, 2.0]
    assert [day for day, _ in force.course][-2:] == ["2009-01-01", "2010-01-01"]
    assert len(force.course) == YEARS
    assert known(lines, "BBB", FORCE).value == "1"


def test_force_shown_to_an_ally_of_the_other_side_counts() -> None:
    acts = [act("2009-08-01", "AAA", "ZZZ", "missile_launch", 4)]
    facts = (Fact("alliance", "BBB", "ZZZ", "1954-11-17"),)
    assert line(profile(past(acts, ALL), "AAA"), "AAA", FORCE) is None
    assert known(profile(past(acts, ALL, facts), "AAA"), "AAA", FORCE).value == "1"


def test_a_year_that_nobody_watched_is_not_quiet() -> None:
    acts = [act("2003-05-01", "AAA", "BBB", "missile_launch", 4)]
    until_2005 = (("1990-01-01", "2005-01-10"),)
    force = known(profile(past(acts, until_2005), "AAA"), "AAA", FORCE)
    assert force.value == "0 in the year to 2005-01-02"
    assert [day for day, _ in force.course] == [
        (AS_OF - timedelta(days=365 * back)).isoformat() for back in (9, 8, 7, 6, 5)
    ]
    seen = act("2009-05-01", "AAA", "BBB", "missile_launch", 4)
    unwatched = known(profile(past([*acts, seen], until_2005), "AAA"), "AAA", FORCE)
    assert (unwatched.value, unwatched.course) == ("at least 1", ())
    nobody = known(profile(past([*acts, seen]), "AAA"), "AAA", FORCE)
    assert (nobody.value, nobody.course) == ("at least 1", ())


def test_a_source_of_force_alone_does_not_know_of_talks() -> None:
    fights = [act("2009-05-01", "AAA", "BBB", "missile_launch", 4)]
    meets = [act("2008-03-01", "AAA", "BBB", "talks", 1), act("2008-03-02", "BBB", "AAA", "summit", 1)]
    assert line(profile(past(fights, ALL), "AAA"), "AAA", TALKS) is None
    both = known(profile(past([*fights, *meets], ALL), "AAA"), "AAA", TALKS)
    assert both.value == "0"
    assert sum(v for _, v in both.course) == 2.0
    elsewhere = [replace(e, origin="another") for e in meets]
    assert line(profile(past([*fights, *elsewhere], ALL), "AAA"), "AAA", TALKS) is None


def test_meetings_with_great_powers_are_at_least_what_is_on_record() -> None:
    acts = [
        act("2008-06-12", "AAA", "USA", "summit", 1),
        act("2005-01-05", "RUS", "AAA", "visit", 1),
        act("1995-01-05", "RUS", "AAA", "visit", 1),
        act("2008-06-12", "AAA", "FRA", "summit", 1),
        act("2009-06-12", "AAA", "ZZZ", "summit", 1),
    ]
    lines = profile(past(acts, ALL), "AAA")
    assert (
        known(lines, "AAA", "talks or visits with other great powers in ten years").value == "at least 2 days"
    )
    assert known(lines, "AAA", "last summit with another great power").value == "2008-06-12, USA"
    assert line(lines, "AAA", "last summit with the other side") is None


def test_who_stands_behind_whom_since_when() -> None:
    facts = (
        Fact("alliance", "AAA", "ZZZ", "1950-01-01", sources=("own", "ATOP")),
        Fact("alliance", "AAA", "CHN", "1961-07-11", sources=("own",)),
        Fact("nuclear_umbrella", "BBB", "USA", "1954", sources=("own",)),
        Fact("nuclear_weapons", "AAA", None, "2006-10-09", sources=("own",)),
        Fact("no_relations", "AAA", "BBB", "1948", sources=("own",)),
        Fact("recognition_dispute", "BBB", "AAA", None, sources=("own",)),
    )
    lines = profile(past([], facts=facts), "AAA")
    allies = known(lines, "AAA", "allied with")
    assert (allies.value, allies.source) == ("CHN since 1961, ZZZ since 1950", "facts.csv: ATOP, own")
    assert known(lines, "AAA", "nuclear weapons").value == "since 2006-10-09"
    assert known(lines, "BBB", "under the nuclear umbrella of").value == "USA since 1954"
    assert known(lines, "AAA", "no diplomatic relations with").value == "BBB since 1948"
    assert known(lines, "BBB", "no diplomatic relations with").value == "AAA since 1948"
    assert known(lines, "AAA", "not recognised by").value == "BBB"
    assert line(lines, "BBB", "not recognised by") is None
    assert line(lines, "BBB", "nuclear weapons") is None


def test_of_many_partners_the_first_few_are_named() -> None:
    facts = tuple(Fact("alliance", "AAA", f"X{c}Y", "1990") for c in "ABCDEFG")
    value = known(
        profile(past([], facts=(*facts, Fact("alliance", "AAA", "USA"))), "AAA"), "AAA", "allied with"
    ).value
    assert value == "USA, XAY since 1990, XBY since 1990, XCY since 1990, 4 more"


def test_the_acting_state_comes_first() -> None:
    acts = [act("2009-05-01", s, t, "threat", 2) for s, t in (("AAA", "BBB"), ("BBB", "AAA"))]
    for actor, order in (("AAA", ["AAA", "BBB"]), ("BBB", ["BBB", "AAA"])):
        assert list(dict.fromkeys(one.state for one in profile(past(acts, ALL), actor))) == order


def test_every_line_names_its_source_and_the_last_of_its_course() -> None:
    past_ = history(Dyad.of("KOR", "PRK"), date(2022, 11, 3), Archive(None))
    lines = profile(past_, "PRK")
    assert all(one.source.partition(":")[2].strip() for one in lines)
    assert all(days == sorted(days) for days in ([day for day, _ in one.course] for one in lines))
    counted = [one for one in lines if one.trait in (FORCE, TALKS)]
    assert len(counted) == 4
    assert all(one.value == f"{one.course[-1][1]:.0f}" for one in counted)
    assert known(lines, "PRK", "allied with").value == "CHN since 1961"
    assert known(lines, "KOR", "under the nuclear umbrella of").value == "USA since 1954"
    ratios = [
        known(lines, s, "soldiers for each unit of economic weight").course[-1][1] for s in ("PRK", "KOR")
    ]
    assert ratios[0] > 20 * ratios[1]


@pytest.mark.parametrize("as_of", [date(1996, 1, 31), date(2015, 6, 1)])
def test_nothing_later_changes_a_line(as_of: date, monkeypatch: pytest.MonkeyPatch) -> None:
    pair = Dyad.of("KOR", "PRK")
    before = history(pair, as_of, Archive(None))
    told = profile(before, "PRK")
    later = act(f"{as_of.year + 1}-05-01", "PRK", "KOR", "missile_launch", 4, "detente:korea")
    fact = Fact("alliance", "PRK", "MNG", str(as_of.year + 1))
    grown = replace(before, acts=(*before.acts, later), facts=(*before.facts, fact))
    assert profile(close(grown), "PRK") == told
    row = WeightRow("PRK", as_of.year, 0.5, 0.5)
    more = [*tables.weights(), row, replace(row, year=as_of.year + 3)]
    monkeypatch.setattr(tables, "weights", lambda: more)
    shares._weights_of.cache_clear()
    try:
        assert profile(history(pair, as_of, Archive(None)), "PRK") == told
        assert len(shares._weights_of()["PRK"]) == len([r for r in more if r.code == "PRK"])
    finally:
        shares._weights_of.cache_clear()


def test_shares_end_before_the_year_of_the_day_and_agree_with_the_latest() -> None:
    traits = shares.traits(Dyad.of("KOR", "PRK"), date(2015, 12, 31))
    for latest, course in (
        (traits.economy, traits.economy_course),
        (traits.military, traits.military_course),
    ):
        assert {code: rows[-1][1] for code, rows in course.items()} == latest
        assert all(year < 2015 for rows in course.values() for year, _ in rows)
        assert all(rows == tuple(sorted(rows)) and len(rows) > 5 for rows in course.values())
