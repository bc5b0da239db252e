"""Two assessments to show, with invented numbers: a full one for PRK-KOR in November 2022, and a bare one."""

import hashlib
from dataclasses import replace

from detente.world.answers import (
    Analogue,
    BaseRate,
    Cascade,
    Comparison,
    Forecast,
    Hazard,
    Runaway,
    Scenario,
    Shift,
)
from detente.world.assessment import SCHEMA, Assessment, Change, Provenance, Verdict
from detente.world.canonical import canonical
from detente.world.estimate import Estimate, Interval
from detente.world.event import Event
from detente.world.facts import Fact
from detente.world.history import Coverage
from detente.world.motives import Deal, Motive, Motives
from detente.world.record import Record
from detente.world.whatif import WhatIf
from tests.unit.report.example_motive import motives
from tests.unit.report.example_runaway import process

NAMES = {
    "CHN": "China",
    "IND": "India",
    "JPN": "Japan",
    "KOR": "South Korea",
    "PAK": "Pakistan",
    "PRK": "North Korea",
    "USA": "United States",
}

_ODDS = (
    ("incident", 30, 0.83, 0.70, 0.92, 0.55),
    ("incident", 90, 0.94, 0.86, 0.98, 0.78),
    ("incident", 365, 0.985, 0.95, 0.997, 0.95),
    ("fatal", 30, 0.011, 0.004, 0.031, 0.009),
    ("fatal", 90, 0.027, 0.011, 0.066, 0.024),
    ("fatal", 365, 0.083, 0.038, 0.17, 0.075),
    ("war", 30, 0.0008, 0.00009, 0.005, 0.0007),
    ("war", 90, 0.0021, 0.0003, 0.011, 0.0018),
    ("war", 365, 0.0067, 0.001, 0.025, 0.0059),
)


def full() -> Assessment:
    """A realistic assessment with something in every room."""
    return identified(
        Assessment(
            schema=SCHEMA,
            id="",
            as_of="2022-11-03",
            pair=("KOR", "PRK"),
            names=NAMES,
            record=_record(),
            forecast=_forecast(),
            scenario=_scenario(),
            motive=motives(),
            runaway=_runaway(),
            verdict=Verdict(
                "not-war",
                "NOT THE BEGINNING OF A WAR, on what is recorded.",
                "war within a year: about 1 in 150, usual for this pair 1 in 170",
            ),
            coverage=_coverage(),
            would_change=_changes(),
            provenance=_provenance(),
        )
    )


def bare() -> Assessment:
    """An assessment of a pair of which nothing is known: priors, no act, no episode, no source."""
    prior = tuple(
        Estimate.of(target, days, base, (0.0, min(1.0, base * 8)), base_rate=base, n=0.0)
        for target, days, base in (
            ("incident", 30, 0.004),
            ("incident", 90, 0.009),
            ("incident", 365, 0.03),
            ("fatal", 30, 0.0006),
            ("fatal", 90, 0.0014),
            ("fatal", 365, 0.005),
            ("war", 30, 0.00004),
            ("war", 90, 0.0001),
            ("war", 365, 0.0004),
        )
    )
    weights = tuple(
        Motive(motive, 0.2, 0.0127, 0.5271, f"what {motive} foretells", "prior only")
        for motive in ("security", "status", "coercion", "domestic", "habit")
    )
    return identified(
        Assessment(
            schema=SCHEMA,
            id="",
            as_of="2019-06-01",
            pair=("BOL", "FJI"),
            names={},
            record=Record("quiet.txt", "2019-06-01", ("BOL", "FJI"), None, (), ()),
            forecast=Forecast(prior, (), (), "base rate of all pairs", "2015", True),
            scenario=Scenario("quiet", "no act that our sources know of", (), False, 0.0, (), ()),
            motive=Motives("BOL", weights, True, Deal("no accord is on record", False, (), ()), (), 0, True),
            runaway=Runaway(
                Interval(0.3, 0.02, 1.4, "prior"),
                "undetermined",
                Cascade(30, (), ""),
                (),
                (),
                (),
                (),
                0,
                True,
            ),
            verdict=Verdict("no-new-act", "NO NEW ACT BETWEEN THE TWO in this dispatch.", "as things stood"),
            coverage=(),
            would_change=(),
            provenance=Provenance("0.1.0", 0, (), (), (), ()),
        )
    )


def identified(assessment: Assessment) -> Assessment:
    """The assessment with the id of its content."""
    blank = replace(assessment, id="")
    return replace(blank, id=hashlib.sha256(canonical(blank)).hexdigest())


def _record() -> Record:
    events = (
        Event(
            "PRK",
            "KOR",
            "2022-11-02",
            "missile_launch",
            4,
            count=23,
            plover="MOBILIZE",
            cameo="150",
            span=(62, 130),
            quote="the great scare that arrived on November 2 after the announcement of the launch of "
            "23 North Korean missiles",
            p=0.97,
        ),
        Event(
            "KOR",
            "PRK",
            "2022-11-02",
            "missile_launch",
            4,
            answers_to=0,
            span=(131, 171),
            p=0.81,
            quote="with the consequent response of South Korea",
            inferred=("kind", "date"),
        ),
        Event(
            "PRK",
            "KOR",
            "1953",
            "ceasefire",
            0,
            status="historical",
            symmetric=True,
            span=(240, 320),
            quote="a conflict which, technically, only experienced an armistice in 1953",
            p=0.93,
        ),
        Event(
            "PRK",
            None,
            "2017-09",
            "nuclear_test",
            4,
            status="historical",
            count=1,
            span=(900, 960),
            quote="Kim Jong-un carried out his sixth nuclear experiment",
            p=0.9,
            inferred=("date",),
        ),
        Event(
            "PRK",
            "KOR",
            "2018",
            "visit",
            1,
            status="historical",
            span=(1000, 1060),
            quote="sending his sister Kim Yo-jong on a visit to South Korea",
            p=0.95,
        ),
        Event(
            "USA",
            "PRK",
            "2019",
            "reject_proposal",
            2,
            status="historical",
            disputed=True,
            claimed_by="PRK",
            span=(1100, 1200),
            quote="Trump’s entourage had refused to allow the president to sign any agreement",
            p=0.72,
        ),
        Event(
            "PRK",
            "KOR",
            None,
            "nuclear_threat",
            2,
            status="hypothetical",
            span=(500, 570),
            p=0.6,
            quote="the triggering of an uncontrollable mechanism",
        ),
        Event(
            "KOR",
            "PRK",
            "2022-11-01",
            "incursion",
            5,
            status="denied",
            span=(600, 650),
            p=0.66,
            quote="Seoul denied that its aircraft had crossed the line",
        ),
    )
    facts = (
        Fact("armistice", "KOR", "PRK", "1953-07-27", None, "", ("un",), (250, 290), True),
        Fact("no_peace_treaty", "KOR", "PRK", None, None, "", (), (300, 340), True),
        Fact("nuclear_weapons", "PRK", None, "2006-10-09", None, "", ("iaea",), (520, 560), True),
        Fact("nuclear_umbrella", "KOR", "USA", "1978", None, "", ("scm",), (580, 620), None),
        Fact("alliance", "CHN", "PRK", "1971", None, "", (), (630, 650), False),
        Fact("territorial_dispute", "KOR", "PRK", None, None, "the Northern Limit Line", (), None, None),
    )
    return Record(
        dispatch="dispatches/o-seed-2022-11-03.txt",
        as_of="2022-11-03",
        pair=("KOR", "PRK"),
        error=None,
        events=events,
        facts=facts,
        day="2022-11-03",
        day_source="text",
        coder="patterns and en_core_web_sm 3.8.0",
        notes=("the kind of South Korea's response is not said; it is read as an answer in kind",),
    )


def _forecast() -> Forecast:
    estimates = tuple(
        Estimate.of(t, d, p, (low, high), base_rate=base, n=212.0) for t, d, p, low, high, base in _ODDS
    )
    classes = (
        ("all disputes since 1946", 2180.0, {"war": 49.0, "fatal": 402.0}),
        ("disputes with a nuclear state", 410.0, {"war": 5.0, "fatal": 61.0}),
        ("rivals with an armistice", 168.0, {"war": 1.4, "fatal": 19.0}),
        ("this pair's own alarms", 74.0, {"war": 0.0, "fatal": 5.6}),
    )
    rates = tuple(
        BaseRate(name, target, 365, n, k[target], *_jeffreys(n, k[target]), "mie;detente:korea")
        for target in ("war", "fatal")
        for name, n, k in classes
    )
    shifts = (
        Shift("war", 365, "this pair's own record of alarms", 0.0225, 0.0059, -1.36),
        Shift("war", 365, "23 missiles in a day, far above its usual", 0.0059, 0.0091, 0.44),
        Shift("war", 365, "nobody was hit", 0.0091, 0.0067, -0.31),
        Shift("fatal", 365, "this pair's own record of alarms", 0.184, 0.075, -1.02),
        Shift("fatal", 365, "23 missiles in a day, far above its usual", 0.075, 0.098, 0.29),
        Shift("fatal", 365, "nobody was hit", 0.098, 0.083, -0.18),
    )
    return Forecast(
        estimates,
        rates,
        shifts,
        "pooled rates with recency",
        "2020",
        False,
        ("deaths at sea of unknown cause are not counted",),
    )


def _jeffreys(n: float, k: float) -> tuple[float, float, float]:
    """About a Jeffreys interval; plausible bounds are enough to draw."""
    p = (k + 0.5) / (n + 1)
    spread = 1.65 * (p * (1 - p) / (n + 1)) ** 0.5
    return p, max(p / 30, p - spread), min(1.0, p + spread * 1.3)


def _scenario() -> Scenario:
    analogues = (
        _analogue(
            ("KOR", "PRK"),
            "Missiles of spring 2017",
            "2017-02-12",
            "2017-09-15",
            0.91,
            ("the same two states", "one nuclear state", "an armistice without peace"),
            ("an alliance under strain",),
            "Tests went on until the winter, then talks; within a year at worst: demonstration of force",
            (4, 4, 4),
            (
                (0, "PRK", 4),
                (3, "KOR", 4),
                (21, "PRK", 4),
                (46, "PRK", 4),
                (60, "KOR", 4),
                (142, "PRK", 4),
                (203, "PRK", 4),
                (215, "KOR", 4),
            ),
        ),
        _analogue(
            ("KOR", "PRK"),
            "Yeonpyeong shelling",
            "2010-11-23",
            "2010-12-20",
            0.84,
            ("the same two states", "one nuclear state"),
            ("people were killed",),
            "Four died on the island; both sides drilled, then talks were offered",
            (7, 7, 7),
            ((0, "PRK", 7), (0, "KOR", 6), (5, "KOR", 4), (27, "KOR", 4), (42, "PRK", 1)),
        ),
        _analogue(
            ("KOR", "PRK"),
            "Landmine and loudspeakers",
            "2015-08-04",
            "2015-08-25",
            0.80,
            ("the same two states",),
            ("a mine on land",),
            "An accord at Panmunjom with regret for the wounded",
            (6, 6, 4),
            (
                (0, "PRK", 6),
                (6, "KOR", 3),
                (16, "PRK", 5),
                (16, "KOR", 5),
                (17, "PRK", 4),
                (18, "", 1),
                (21, "", 0),
            ),
        ),
        _analogue(
            ("IND", "PAK"),
            "Balakot",
            "2019-02-14",
            "2019-03-01",
            0.71,
            ("a standing dispute over land",),
            ("other states", "two nuclear states"),
            "A pilot was returned within days",
            (7, 7, 7),
            ((0, "", 2), (12, "IND", 6), (13, "PAK", 6), (15, "PAK", 0)),
        ),
        _analogue(
            ("KOR", "PRK"),
            "Poplar trees at Panmunjom",
            "1976-08-18",
            "1976-09-16",
            0.68,
            ("the same two states", "an armistice without peace"),
            ("no nuclear state",),
            "Regret was expressed; the joint area was divided",
            (7, 7, 7),
            ((0, "PRK", 7), (3, "KOR", 4), (3, "PRK", 0), (19, "", 0)),
        ),
        _analogue(
            ("IND", "PAK"),
            "Kargil",
            "1999-05-03",
            "1999-07-26",
            0.55,
            ("a standing dispute over land",),
            ("other states", "two nuclear states"),
            "War below the nuclear threshold: a thousand and more died in ten weeks",
            (7, 8, 8),
            ((0, "PAK", 5), (6, "IND", 6), (23, "IND", 7), (31, "PAK", 7), (60, "", 8), (84, "PAK", 0)),
            counter=True,
        ),
    )
    followed = tuple(
        BaseRate("episodes like this", target, days, 9.4, k, *_jeffreys(9.4, k), "detente:episodes")
        for target, counts in (("fatal", (2.1, 2.4, 3.0)), ("war", (0.1, 0.3, 0.4)))
        for days, k in zip((30, 90, 365), counts, strict=True)
    )
    present = (
        (0, "PRK", 4),
        (5, "KOR", 4),
        (9, "PRK", 5),
        (19, "PRK", 6),
        (20, "KOR", 4),
        (39, "PRK", 4),
        (39, "KOR", 4),
    )
    return Scenario(
        phase="provocation",
        phase_why="7 militarized acts within 30 days against 0 talks within 90",
        analogues=analogues,
        informative=False,
        n_eff=9.4,
        followed=followed,
        present=present,
        notes=("log score of the likest against all episodes: difference -0.004 (-0.031 to 0.022)",),
    )


def _analogue(
    pair: tuple[str, str],
    name: str,
    start: str,
    end: str,
    similarity: float,
    alike: tuple[str, ...],
    unlike: tuple[str, ...],
    followed: str,
    within: tuple[int | None, int | None, int | None],
    steps: tuple[tuple[int, str, int], ...],
    counter: bool = False,
) -> Analogue:
    sources = ("mie", "keesing") if pair[0] == "KOR" else ("icb", "ganguly")
    return Analogue(
        pair, name, start, end, similarity, alike, unlike, followed, sources, within, steps, counter
    )


def _runaway() -> Runaway:
    hazards = (
        Hazard(
            "a shot by mistake at the Northern Limit Line",
            Interval(0.06, 0.02, 0.14, "Gamma"),
            False,
            ("korea",),
        ),
        Hazard(
            "a missile that strays over land", Interval(0.02, 0.003, 0.09, "Gamma"), False, ("korea", "mie")
        ),
        Hazard(
            "a false warning that is answered",
            Interval(0.0008, 0.00001, 0.01, "expert prior"),
            True,
            ("barrett-2013",),
        ),
    )
    what_if = (
        WhatIf(
            "a hotline that works",
            "answers set off by accident",
            Interval(0.72, 0.5, 0.98),
            "assumption",
            "one in four of the answers of each side is not given; 5 to 50 % tried",
            "two cut lines, two restored; nobody has measured it",
            0.96,
        ),
        WhatIf(
            "large exercises put off",
            "acts of North Korea",
            Interval(0.81, 0.6, 1.1),
            "fitted to the pair",
            "no exercise of KOR or USA for a year",
            "1994, 2018",
            0.87,
        ),
        WhatIf("a phased deal", "all acts within a year", Interval(0.55, 0.28, 1.05), "1994 to 2002, 2018"),
        WhatIf(
            "answer in kind to each launch",
            "acts of both",
            Interval(1.3, 1.02, 1.7),
            "the fitted matrix",
            safer=0.04,
        ),
    )
    matrix = (("PRK", "PRK", 0.46), ("PRK", "KOR", 0.27), ("KOR", "PRK", 0.12), ("KOR", "KOR", 0.19))
    days = tuple(
        (
            f"20{year:02}-{1 + (i * 5 + year) % 12:02}-{1 + (i * 7) % 27:02}",
            "PRK" if (i + year) % 3 else "KOR",
            7 if (year, i) == (10, 3) else 4 + (i % 4 == 0) + (i % 9 == 0),
        )
        for year in range(6, 23)
        for i in range(4 + (year * 7) % 9)
        if (year, 1 + (i * 5 + year) % 12) < (22, 11)
    )
    fitted = Runaway(
        branching_ratio=Interval(0.58, 0.39, 0.83, "profile likelihood"),
        verdict="self-limiting",
        cascade=Cascade(30, (("PRK", 1.3), ("KOR", 0.6)), "the baseline of both is counted in"),
        accident=hazards,
        what_if=what_if,
        matrix=matrix,
        days=tuple(sorted(days)),
        n=len(days),
        prior_only=False,
        notes=("days before 2006 are covered too thinly to be used",),
    )
    return process(fitted, "2022-11-03")


def _coverage() -> tuple[Coverage, ...]:
    return (
        Coverage(
            "detente:korea", "a chronology of the two Koreas, day by day", "1953-07-27", "2022-10-28", 412
        ),
        Coverage(
            "mie", "militarized interstate events", "1946-01-01", "2014-12-31", 689, "nothing after 2014"
        ),
        Coverage(
            "csis",
            "missile and nuclear tests",
            "1984-04-09",
            "2022-11-02",
            231,
            "South Korea's own launches are not listed",
        ),
        Coverage("icews", "events read from news by machine", None, None, 0, "not ingested"),
    )


def _changes() -> tuple[Change, ...]:
    return (
        Change("war by PRK", "war", 365, 0.55, 82.1),
        Change("killing by PRK", "war", 365, 0.041, 6.1),
        Change("air strike by PRK", "war", 365, 0.022, 3.3),
        Change("incursion by PRK", "war", 365, 0.0093, 1.39),
        Change("agreement by PRK", "war", 365, 0.0048, 0.72),
    )


def _provenance() -> Provenance:
    cards = (
        Comparison(
            "forecast: pooled rates with recency",
            "base rate of the pair",
            "log score, fatal, 365 days",
            4210,
            0.2714,
            0.2861,
            Interval(-0.0147, -0.0215, -0.0081, "block bootstrap"),
            True,
            "rolling origin 1990-2014, looked at once",
        ),
        Comparison(
            "scenario: likest episodes",
            "all episodes",
            "log score, fatal, 365 days",
            388,
            0.4102,
            0.4141,
            Interval(-0.004, -0.031, 0.022, "paired bootstrap"),
            False,
            "leave one crisis out, 1946-2019",
        ),
        Comparison(
            "runaway: mutual excitation",
            "one excited by itself alone",
            "log likelihood per act",
            689,
            1.872,
            1.861,
            Interval(0.011, 0.002, 0.02, "paired bootstrap"),
            False,
            "rolling origin 1995-2014",
        ),
    )
    inputs = tuple(
        (name, hashlib.sha256(name.encode()).hexdigest()) for name in ("record", "korea.csv", "episodes.csv")
    )
    citations = (
        "Gibler, D. and Miller, S. (2023). The Militarized Interstate Events data, 1816-2014. Journal of "
        "Conflict Resolution.",
        "CSIS Beyond Parallel (2022). Database of North Korean provocations. https://beyondparallel.csis.org/",
    )
    return Provenance("0.1.0", 7, inputs, (("forecast", "2020"), ("runaway", "2020")), cards, citations)
