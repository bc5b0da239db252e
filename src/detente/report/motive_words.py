"""What the fourth room says in words, the same for its pictures, its page and the terminal."""

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from detente.report import words
from detente.report.draw_words import chance, day, span
from detente.world.assessment import Assessment
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
    Window,
)

NULLS = ("base rates", "habit")
"""Accounts that say nothing of why: yardsticks that a motive must beat."""

HEIGHTS = {
    "quiet": "quiet",
    "show": "show of force",
    "force": "force, nobody killed",
    "lethal": "people killed",
    "war": "war",
}
"""The heights of the ladder, the lowest first."""

MOVES = {
    "concede": "yields",
    "hold": "holds still",
    "show": "shows force",
    "force": "uses force",
    "lethal": "kills",
    "war": "goes to war",
}
DONE = {
    "show": "showed force",
    "force": "used force",
    "lethal": "killed",
    "war": "went to war",
}

LEAST_TOLD = 1e-5
"""A chance below which only that is told."""

HELD = re.compile(r"; holds in [^;]* of draws$")

ENDS = {
    "quiet": "nothing happens",
    "settled": "both stop where they stand",
    "concession": "one side yields",
    "accident": "an accident",
    "war": "a war that somebody chose",
}


def ranked(motive: Motives) -> list[Motive]:
    """The accounts by weight, the heaviest first; equal ones in their own order."""
    return sorted(motive.weights, key=lambda m: -m.weight)


def is_null(motive: str) -> bool:
    """Whether an account is a yardstick and no motive."""
    return motive in NULLS


def caveats(assessment: Assessment) -> list[str]:
    """What a reader must know before the weights; empty where they are strong."""
    motive = assessment.motive
    who = words.name(assessment, motive.actor)
    told = []
    if motive.prior_only:
        told.append(
            f"Prior only: too little of {who} is known, so the weights are those from before any evidence."
        )
    elif motive.undetermined:
        told.append(
            f"What {who} did ({motive.n:,} rounds with a show or use of force) singles out no motive."
        )
    if not motive.prior_only and is_null(ranked(motive)[0].motive):
        told.append(
            f"A yardstick foresees better than any motive. Among the motives alone: {_among(motive)}."
        )
    if not motive.informative:
        told.append(
            "Motives do not foresee the next move better than habit does here; they are shown because they "
            "say what would have to be true."
        )
    return told


def _among(motive: Motives) -> str:
    """ "security 72 % (40 % to 90 %), status 20 % (5 % to 45 %)": the motives, the nulls left out."""
    return ", ".join(f"{m.motive} {weighing(m.among, m.among_low, m.among_high)}" for m in rivals(motive))


def rivals(motive: Motives) -> list[Motive]:
    """The motives by their share among themselves, the nulls left out; the heaviest first."""
    return sorted((m for m in motive.weights if not is_null(m.motive)), key=lambda m: -m.among)


def weighing(weight: float, low: float, high: float) -> str:
    """ "62 % (50 % to 73 %)"; where both bounds are next to nothing, or all, that alone."""
    told = small(weight)
    return told if small(low) == small(high) == told else f"{told} ({small(low)} to {small(high)})"


def small(p: float) -> str:
    """A weight; one that is next to nothing is said as such."""
    return words.percent(p) if p >= 0.001 or p <= 0.0 else "<0.1 %"


def share_of(interval: Interval) -> str:
    """ "62 % (50 % to 73 %)"."""
    return f"{words.percent(interval.value)} ({span(interval.low, interval.high)})"


def bounds(interval: Interval) -> str:
    """ "62 % (50-73)", as short as it goes; what is less than 1 in 100,000 is said as such."""
    value, low, high = (
        words.percent(v) if v >= LEAST_TOLD else "<0.001 %"
        for v in (interval.value, interval.low, interval.high)
    )
    return f"{value} ({low.removesuffix(' %')}-{high.removesuffix(' %')})"


def signed(value: float) -> str:
    """A signed number with a true minus; what rounds to nought has no sign."""
    text = f"{value:+.1f}" if abs(value) >= 0.05 else f"{value:+.2f}"
    return "0" if float(text) == 0 else text.replace("-", "−")


def moved(assessment: Assessment, e: MoveEvidence) -> str:
    """ "North Korea showed force"."""
    return f"{words.name(assessment, e.state)} {done(assessment, e)}"


def done(assessment: Assessment, e: MoveEvidence) -> str:
    """ "showed force"; "launched 23 missiles" where the dispatch tells the act."""
    told = [
        event for event in assessment.record.events
        if (event.date, event.source) == (e.date, e.state) and event.happened and event.militarized
    ]  # fmt: skip
    if not told:
        return DONE.get(e.move, e.move)
    plain = replace(max(told, key=lambda event: event.rung), answers_to=None, disputed=False, status="actual")
    return words.deed(assessment, plain).removeprefix(words.name(assessment, e.state)).strip()


def weighed(assessment: Assessment) -> list[str]:
    """The motives for which there is evidence, in order of their weight; not the base rates."""
    told = dict.fromkeys(m for e in assessment.motive.evidence for m, _ in e.nats if m != "base rates")
    place = {m.motive: i for i, m in enumerate(ranked(assessment.motive))}
    return sorted(told, key=lambda m: place.get(m, len(place)))


def summed(assessment: Assessment, motive: str) -> float:
    """The nats of one motive over the moves that are shown."""
    return sum(v for e in assessment.motive.evidence for m, v in e.nats if m == motive)


def turn(assessment: Assessment, node: LadderNode) -> str:
    """ "North Korea's turn: 46 % of rounds"."""
    return f"{whose(words.name(assessment, node.mover))} turn: {often(node.reached)}"


def whose(name: str) -> str:
    """ "North Korea's", "United States'"."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def often(p: float) -> str:
    """ "every round", "46 % of rounds", "1 in 100 rounds"."""
    if p >= 0.995:
        return "every round"
    return f"{words.percent(p)} of rounds" if p >= 0.1 else f"{chance(p)} rounds" if p > 0 else "no round"


def chances(node: LadderNode) -> list[str]:
    """ "holds still 91 % (85-95)", "uses force 6.4 % (3-11)" ..., the likeliest first."""
    rows = sorted(node.moves, key=lambda row: -row[1].value)
    return [f"{MOVES.get(move, move)} {bounds(p)}" for move, p in rows]


def places(motive: Motives) -> list[tuple[str, list[LadderNode]]]:
    """The places of the ladder by height, the highest first; of one height those reached most first."""
    order = list(HEIGHTS)
    heights = sorted({n.at for n in motive.ladder}, key=lambda h: order.index(h) if h in order else -1)
    return [
        (h, sorted((n for n in motive.ladder if n.at == h), key=lambda n: -n.reached))
        for h in reversed(heights)
    ]


def stated(c: Condition) -> str:
    """The condition without a share of draws at its end, which stands beside it."""
    return HELD.sub("", c.sentence.rstrip(". "))


def judged(c: Condition) -> str:
    """ "Holds in 17 % of draws; margin −0.05 (−0.14 to +0.06) of the prize"."""
    m = c.margin
    margin = f"margin {_two(m.value)} ({_two(m.low)} to {_two(m.high)}) of the prize"
    return f"Holds in {often_in(c.holds)}; {margin}"


def assumed(deal: Deal) -> str:
    """Which of the conditions rest on assumptions alone, where all or none do; empty where some do."""
    kinds = {c.prior_only for c in deal.conditions}
    if kinds == {True}:
        return "Prior only: no number in these was fitted; they follow from what is assumed of the terms."
    return "" if True in kinds else "Some numbers in each of these were fitted." if kinds else ""


def often_in(p: float) -> str:
    """A share of draws; none and all of them are said as such."""
    return "no draw" if p <= 0 else "every draw" if p >= 1 else f"{words.percent(p)} of draws"


def _two(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")


def opening(w: Window) -> str:
    """ "full terms: a window in 2 % of draws"."""
    return f"{w.offer} terms: a window in {often_in(w.possible)}"


def inspection(interval: Interval) -> str:
    """ "93 % (61 % to over 100 %)"; what lies off the scale is said as such."""
    return f"{_level(interval.value)} ({_level(interval.low)} to {_level(interval.high)})"


def _level(value: float) -> str:
    if value < 0.0:
        return "none"
    return "over 100 %" if value > 1.0 else "100 %" if value > 0.995 else words.percent(value)


def hoped(h: Hope) -> str:
    """ "28 February 2019, summit without a deal: 29 % (9 % to 60 %)"."""
    return f"{day(h.day)}, {h.why}: {share_of(h.belief)}"


def turning_points(hope: Sequence[Hope], most: int) -> list[int]:
    """The places of the largest changes of a belief, in order of time."""
    steps = [(abs(hope[i].belief.value - hope[i - 1].belief.value), i) for i in range(1, len(hope))]
    largest = sorted(steps, key=lambda step: (-step[0], step[1]))[:most]
    return sorted(i for size, i in largest if size > 0.005)


def deepest_fall(hope: Sequence[Hope]) -> int | None:
    """The place of the largest fall of a belief; None where it never falls."""
    falls = [(hope[i].belief.value - hope[i - 1].belief.value, i) for i in range(1, len(hope))]
    worst = min(falls, default=(0.0, 0))
    return worst[1] if worst[0] < -0.005 else None


def partings(assessment: Assessment) -> list[str]:
    """What would have to be seen for one rival to part from another, the most telling first."""
    rows = sorted(assessment.motive.separations, key=lambda s: -s.nats)
    return [
        f"{s.observation}, would speak for {s.speaks_for} against {s.speaks_against}: "
        f"{times_as_likely(s.nats)}"
        for s in rows
    ]


def times_as_likely(nats: float) -> str:
    """ "1.9 times as likely (0.6 nats)"."""
    return f"{math.exp(min(nats, 30.0)):.2g} times as likely ({nats:.1f} nats)"


def at_first(line: ProfileLine) -> str:
    """Where a trait's course began: "0.13 % in 1950"."""
    when, value = line.course[0]
    return f"{measured(value, share='%' in line.value)} in {when[:4]}"


def measured(value: float, *, share: bool) -> str:
    """A value of a course, to two digits; a share of the world as a percentage."""
    if share:
        return f"{100 * value:.2g} %"
    return f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:.2g}"
