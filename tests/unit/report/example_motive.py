"""The fourth answer of the full example: invented numbers of a plausible size."""

from detente.world.estimate import Interval
from detente.world.motives import (
    Condition,
    Deal,
    Hope,
    LadderNode,
    Motive,
    Motives,
    MoveEvidence,
    ProfileLine,
    RoundEnd,
    Separation,
    Window,
)
from detente.world.whatif import WhatIf

NAMES = ("security", "status", "domestic", "coercion", "habit")
"""Motives that the evidence is given for, in its order; base rates are what they are measured against."""

_WEIGHTS = (
    ("security", 0.15, 0.03, 0.34, "demonstrates more in rounds that begin under pressure",
     "4 nats worse than status"),
    ("status", 0.38, 0.17, 0.59, "demonstrates more the longer it has not been met as an equal",
     "the best of the four by 1.1 nats"),
    ("domestic", 0.06, 0.01, 0.19, "demonstrates more about anniversaries and a new leader's first year",
     "no better than base rates"),
    ("coercion", 0.23, 0.08, 0.44, "demonstrates more after refusals and sanctions",
     "1.1 nats worse than status"),
    ("base rates", 0.04, 0.0, 0.12, "moves as often in every round", "the yardstick"),
    ("habit", 0.14, 0.04, 0.31, "moves more often for a while after it has moved",
     "0.9 nats worse than status"),
)  # fmt: skip

_EVIDENCE = (
    ("2022-01-05", "PRK", "show", 0.31, (-0.04, 0.33, 0.02, 0.21, 0.05)),
    ("2022-01-19", "KOR", "show", 0.83, (0.01, 0.02, 0.0, 0.01, 0.03)),
    ("2022-03-24", "PRK", "show", 0.36, (0.09, 0.31, -0.11, 0.24, 0.18)),
    ("2022-05-25", "PRK", "show", 0.44, (0.34, 0.28, -0.12, 0.30, 0.41)),
    ("2022-06-08", "PRK", "show", 0.55, (-0.42, -0.31, 0.06, -0.22, -0.48)),
    ("2022-08-17", "PRK", "show", 0.35, (0.46, 0.19, 0.17, 0.11, -0.06)),
    ("2022-09-25", "PRK", "show", 0.41, (0.51, 0.2, 0.22, 0.13, 0.11)),
    ("2022-10-14", "PRK", "force", 0.08, (0.38, 0.27, -0.1, 0.19, 0.33)),
    ("2022-10-28", "PRK", "show", 0.47, (0.33, 0.24, -0.09, 0.2, 0.52)),
    ("2022-11-02", "PRK", "show", 0.52, (0.71, 0.3, -0.08, 0.26, 0.63)),
)

_LADDER = (
    ("quiet", "PRK", 1.0, (("concede", 0.01, 0.003, 0.02), ("hold", 0.53, 0.44, 0.61),
                           ("show", 0.43, 0.35, 0.52), ("force", 0.026, 0.011, 0.05),
                           ("lethal", 0.004, 0.001, 0.011), ("war", 0.0003, 0.00002, 0.001))),
    ("quiet", "KOR", 0.53, (("concede", 0.006, 0.001, 0.02), ("hold", 0.86, 0.79, 0.91),
                            ("show", 0.13, 0.08, 0.19), ("force", 0.004, 0.001, 0.012),
                            ("lethal", 0.0006, 0.0001, 0.003), ("war", 0.0001, 0.00001, 0.0006))),
    ("show", "KOR", 0.44, (("concede", 0.02, 0.007, 0.05), ("hold", 0.91, 0.85, 0.95),
                           ("force", 0.064, 0.03, 0.11), ("lethal", 0.005, 0.001, 0.014),
                           ("war", 0.0004, 0.00005, 0.002))),
    ("show", "PRK", 0.46, (("concede", 0.008, 0.002, 0.02), ("hold", 0.93, 0.88, 0.97),
                           ("force", 0.055, 0.02, 0.1), ("lethal", 0.006, 0.001, 0.018),
                           ("war", 0.0007, 0.0001, 0.003))),
    ("force", "KOR", 0.051, (("concede", 0.05, 0.01, 0.13), ("hold", 0.86, 0.74, 0.94),
                             ("lethal", 0.085, 0.03, 0.18), ("war", 0.003, 0.0004, 0.014))),
    ("force", "PRK", 0.048, (("concede", 0.03, 0.006, 0.09), ("hold", 0.88, 0.77, 0.95),
                             ("lethal", 0.08, 0.03, 0.17), ("war", 0.004, 0.0006, 0.02))),
    ("lethal", "KOR", 0.011, (("concede", 0.06, 0.01, 0.19), ("hold", 0.9, 0.74, 0.97),
                              ("war", 0.036, 0.006, 0.13))),
    ("lethal", "PRK", 0.0098, (("concede", 0.05, 0.01, 0.17), ("hold", 0.91, 0.77, 0.98),
                               ("war", 0.031, 0.005, 0.12))),
)  # fmt: skip

_ENDS = (
    ("quiet", 0.455, 0.37, 0.54),
    ("settled", 0.49, 0.4, 0.57),
    ("concession", 0.036, 0.015, 0.08),
    ("accident", 0.017, 0.004, 0.045),
    ("war", 0.002, 0.0004, 0.008),
)

_HOPE = (
    ("2017-04-26", "talks offered by USA", 0.24, 0.08, 0.49),
    ("2018-03-08", "summit offered by PRK", 0.36, 0.15, 0.63),
    ("2018-06-12", "summit of PRK and USA", 0.52, 0.25, 0.79),
    ("2018-09-19", "accord of KOR and PRK", 0.58, 0.3, 0.83),
    ("2019-02-28", "summit without a deal: USA refused the proposal of PRK", 0.29, 0.09, 0.6),
    ("2019-06-30", "summit of PRK and USA", 0.36, 0.13, 0.67),
    ("2019-10-05", "talks of PRK and USA broken off", 0.19, 0.05, 0.47),
    ("2020-06-16", "demolition by PRK", 0.16, 0.04, 0.42),
)

_COURSES = {
    "share of the world's economy": (
        ((1955, 0.0025), (1965, 0.0024), (1975, 0.0025), (1985, 0.00226), (1995, 0.00114), (2005, 0.00057),
         (2015, 0.00038)),
        ((1955, 0.0019), (1965, 0.0022), (1975, 0.0042), (1985, 0.0075), (1995, 0.0138), (2005, 0.0157),
         (2015, 0.016)),
    ),
    "share of the world's soldiers": (
        ((1955, 0.017), (1965, 0.018), (1975, 0.019), (1985, 0.028), (1995, 0.0477), (2005, 0.055),
         (2020, 0.0645)),
        ((1955, 0.034), (1965, 0.031), (1975, 0.024), (1985, 0.022), (1995, 0.027), (2005, 0.034),
         (2020, 0.0302)),
    ),
    "soldiers for each unit of economic weight": (
        ((1955, 6.8), (1965, 7.5), (1975, 7.6), (1985, 12.4), (1995, 41.8), (2005, 96.5), (2015, 156.8)),
        ((1955, 17.9), (1965, 14.1), (1975, 5.7), (1985, 2.9), (1995, 2.0), (2005, 2.2), (2015, 1.9)),
    ),
    "days a year of force shown to the other side": (
        tuple((2013 + i, float(v)) for i, v in enumerate((19, 16, 11, 17, 14, 1, 9, 5, 7, 46))),
        tuple((2013 + i, float(v)) for i, v in enumerate((8, 7, 9, 6, 8, 2, 3, 2, 4, 19))),
    ),
    "days a year of talks with the other side": (
        tuple((2013 + i, float(v)) for i, v in enumerate((6, 4, 5, 0, 0, 27, 15, 1, 0, 0))),
        tuple((2013 + i, float(v)) for i, v in enumerate((6, 4, 5, 0, 0, 24, 4, 0, 0, 0))),
    ),
}  # fmt: skip

_STANDING = (
    ("PRK", "nuclear weapons", "since 2006-10-09"),
    ("PRK", "allied with", "CHN since 1961-09-10"),
    ("PRK", "no diplomatic relations with", "JPN, KOR, USA"),
    ("KOR", "allied with", "USA since 1954-11-17"),
    ("KOR", "under the nuclear umbrella of", "USA since 1954-11-17"),
)


def motives() -> Motives:
    """A weighed answer in which no motive stands out."""
    return Motives(
        "PRK",
        tuple(Motive(*row) for row in _WEIGHTS),
        True,
        _deal(),
        (*_courses(), *(ProfileLine(*row, "facts.csv: own, ATOP") for row in _STANDING)),
        143,
        False,
        ("the intervals of the first two overlap",),
        evidence=tuple(
            MoveEvidence(day, state, move, p, tuple(zip(NAMES, nats, strict=True)))
            for day, state, move, p, nats in _EVIDENCE
        ),
        ladder=tuple(
            LadderNode(
                at,
                who,
                reached,
                tuple((move, Interval(p, low, high, "draws")) for move, p, low, high in moves),
            )
            for at, who, reached, moves in _LADDER
        ),
        ends=tuple(RoundEnd(end, Interval(p, low, high, "draws")) for end, p, low, high in _ENDS),
        separations=(
            Separation("a test within two weeks of a summit", "coercion", "status", 0.62),
            Separation("restraint through a joint exercise of KOR and USA", "status", "security", 0.41),
        ),
        what_if=_what_if(),
        informative=False,
    )


def _deal() -> Deal:
    reasons = (
        'the dispatch: USA refused: "any agreement that did not provide for a verifiable denuclearization"',
        "2019-02-28: reject proposal by USA",
        "2020-06-16: demolition by PRK",
    )
    conditions = (
        Condition("restraint", "Restraint of PRK holds while a demonstration is worth less than belief x "
                  "chance of agreement x patience x gain of a deal: 0.08 against 0.03 (0.01 to 0.11)",
                  Interval(-0.05, -0.14, 0.06, "draws"), 0.17, False, "Coe & Vaynman 2020, APSR 114:342"),
        Condition("compliance", "Under full terms complying pays from an inspection of 93 % (61 to 120 %) on",
                  Interval(-0.9, -1.9, 0.1, "draws"), 0.06, True, "Coe & Vaynman 2020, APSR 114:342"),
        Condition("phased", "Under phased terms it pays from 50 % (28 to 83 %) on, and up to 58 % (19 to "
                  "97 %) is borne", Interval(0.08, -0.42, 0.5, "draws"), 0.54, True, "own reduced form"),
    )  # fmt: skip
    windows = (
        Window("full", Interval(0.93, 0.61, 1.2, "draws"), Interval(-0.17, -0.6, 0.3, "draws"), 0.02),
        Window("phased", Interval(0.5, 0.28, 0.83, "draws"), Interval(0.58, 0.19, 0.97, "draws"), 0.54),
    )
    hope = tuple(Hope(day, why, Interval(p, low, high, "draws")) for day, why, p, low, high in _HOPE)
    return Deal(
        "summit of 2019-02 between PRK and USA",
        True,
        reasons,
        ("korea:2019-02-28", "korea:2020-06-16"),
        conditions,
        windows,
        hope,
    )


def _courses() -> list[ProfileLine]:
    lines = []
    for trait, courses in _COURSES.items():
        for state, course in zip(("PRK", "KOR"), courses, strict=True):
            year, last = course[-1]
            value = f"{100 * last:.2g} % in {year}" if trait.startswith("share") else f"{last:g}"
            source = "korea.csv: KCNA, CSIS" if trait.startswith("days") else "weights.csv: NMC7, AFM2020"
            lines.append(ProfileLine(state, trait, value, source, tuple((str(y), v) for y, v in course)))
    return lines


def _what_if() -> tuple[WhatIf, ...]:
    assumed = "a third of the accident risk"
    return (
        WhatIf("hotline", "accidents in a round", Interval(0.41, 0.2, 0.7), "solved in the game", assumed,
               "an assumption of ours", 0.98, 0.44),
        WhatIf("hotline", "shows of force in a round", Interval(1.09, 1.01, 1.24), "solved in the game",
               assumed, "an assumption of ours", 0.02, 0.44),
        WhatIf("firmer umbrella over KOR", "deliberate war in a round", Interval(0.81, 0.4, 1.2),
               "solved in the game", "USA surely honours its word", "an assumption of ours", 0.71, 0.02),
        WhatIf("recognition", "shows of force in a round", Interval(0.77, 0.52, 1.08), "solved in the game",
               "PRK is met as an equal", "an assumption of ours", 0.83, 1.0),
    )  # fmt: skip
