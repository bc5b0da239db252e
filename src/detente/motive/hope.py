"""Hope: the belief that the other side, or the power behind it, would accept a phased deal.

The other side is willing or not, and its own secret. In a round of talks a willing side agrees with chance a,
an unwilling one never. So when it breaks a round off, Bayes's rule lowers the belief b that it is willing:

    b -> b (1 - a) / (1 - a b)                                                                (1)

Other acts are signs: the odds b / (1 - b) are multiplied by a likelihood ratio, further from 1 for what
costs more (costly signals of reassurance: Kydd 2005, Trust and Mistrust in International Relations). The
figures are our assumption. All lie below 3, "not worth more than a bare mention" (Kass & Raftery 1995, JASA
90:777), since an unwilling side talks, signs lesser accords and lays sanctions too. A round lasts half a year
and is as strong a sign as its strongest act, so that ten working meetings are not ten signs. Between acts the
belief returns to the prior by half every few years, for leaders change. Silence is never read as a refusal.

The actor's own refusals tell it nothing about the other side and do not count.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import log

import numpy as np

from detente.motive.terms import Terms, central
from detente.motive.window import Floats
from detente.world.estimate import Interval
from detente.world.event import Event
from detente.world.facts import Fact
from detente.world.motives import Hope
from detente.world.traits import Traits
from detente.world.when import When

MUTUAL = {"phone_call": 1.1, "visit": 1.1, "mediation": 1.1, "talks": 1.25, "meeting": 1.25,
          "family_reunion": 1.25, "summit": 1.5, "agreement": 2.0}  # fmt: skip
"""Likelihood ratios of acts that take both sides, whoever is named first. Assumed."""

GIVEN = {"offer_talks": 1.1, "promise": 1.1, "aid": 1.25, "release": 1.25, "withdrawal": 1.25,
         "concession": 1.5, "recognition": 2.0,
         "sanction": 0.8, "close_border": 0.8, "refuse_withdrawal": 0.8, "withdraw_treaty": 0.8}  # fmt: skip
"""Likelihood ratios of acts that are signs, of either kind, only when the other side does them. Assumed."""

REFUSED = frozenset({"reject_talks", "reject_proposal", "rejection", "suspend_talks", "suspend_agreement",
                     "diplomatic_break"})  # fmt: skip
"""Acts of the other side that break a round of talks off."""

ROUND_DAYS = 182
"""A round of talks counts as one sign for half a year from its first act."""

OPEN_DAYS = 365
"""A refusal more than a year after the last sign of talks ends no round."""

YEAR = 365.25
LEVEL = (0.05, 0.95)
METHOD = "median and 90 % over the assumed ranges"


@dataclass(frozen=True, slots=True)
class Step:
    """An act that moves the belief: by a likelihood ratio, or, where `ratio` is None, by equation (1)."""

    day: int
    why: str
    ratio: float | None
    p: float
    event: Event


@dataclass(frozen=True, slots=True)
class Path:
    """The belief along the steps: `before` and `after` each, arrays (steps, draws)."""

    steps: tuple[Step, ...]
    before: Floats
    after: Floats
    prior: Floats
    half_life: Floats

    def at(self, day: int) -> Floats:
        """The belief on an ordinal day, by acts of earlier days alone; the prior before the first."""
        last = bisect_left([step.day for step in self.steps], day) - 1
        if last < 0:
            return self.prior
        return _leaked(self.after[last], self.prior, self.half_life, day - self.steps[last].day)

    def failures(self) -> list[int]:
        """Which steps broke a round of talks off."""
        return [i for i, step in enumerate(self.steps) if step.ratio is None]


def behind(facts: Iterable[Fact], state: str) -> dict[str, date]:
    """The powers behind a state by their nuclear umbrella, and since when: for South Korea one, from 1954."""
    return {
        f.b: When.parse(f.since).start if f.since else date.min
        for f in facts
        if f.fact == "nuclear_umbrella" and f.a == state and f.b
    }


def path(acts: Sequence[Event], actor: str, others: Collection[str], until: date, terms: Terms) -> Path:
    """The belief of `actor` about `others` (the other state and those behind it) through acts up to `until`.

    One column for each draw of `terms`, of which agreement, hope and half_life are used.
    """
    found = steps(acts, actor, others, until)
    before = np.empty((len(found), terms.draws))
    after = np.empty_like(before)
    belief, day = terms.hope, 0
    for i, step in enumerate(found):
        before[i] = _leaked(belief, terms.hope, terms.half_life, step.day - day)
        belief = after[i] = _moved(before[i], step, terms.agreement)
        day = step.day
    return Path(tuple(found), before, after, terms.hope, terms.half_life)


def hope(
    acts: Sequence[Event], actor: str, others: Collection[str], until: date, terms: Terms
) -> tuple[Hope, ...]:
    """The belief after every act that moved it and on the day `until`; nothing where no act did."""
    return told(path(acts, actor, others, until, terms), until)


def told(course: Path, until: date) -> tuple[Hope, ...]:
    """A path as it is shown: median and 90 % over draws after each step, and on the day `until`."""
    if not course.steps:
        return ()
    days = [*(step.day for step in course.steps), until.toordinal()]
    reasons = [*(step.why for step in course.steps), "today"]
    beliefs = np.vstack([course.after, course.at(until.toordinal() + 1)])
    bounds = np.quantile(beliefs, (LEVEL[0], 0.5, LEVEL[1]), axis=1).T.tolist()
    return tuple(
        Hope(date.fromordinal(day).isoformat(), why, Interval(middle, low, high, METHOD))
        for day, why, (low, middle, high) in zip(days, reasons, bounds, strict=True)
    )


def hope_on(acts: Sequence[Event], actor: str, others: Collection[str], days: Sequence[date]) -> list[float]:
    """The belief on each of `days` at the middle of every assumed range, by acts of earlier days alone."""
    if not days:
        return []
    found = path(acts, actor, others, max(days), central(Traits(), "", ""))
    return [float(found.at(day.toordinal())[0]) for day in days]


def steps(acts: Sequence[Event], actor: str, others: Collection[str], until: date) -> list[Step]:
    """The acts that move the belief, by day; in one day signs come before refusals, weaker ones first."""
    found: list[Step] = []
    warm, cold, spoken = _Round(), _Round(), -OPEN_DAYS
    for step in sorted(_signals(acts, actor, others, until), key=_order):
        if step.ratio is None:
            if step.day - spoken < OPEN_DAYS:
                found.append(step)
                warm, spoken = _Round(), -OPEN_DAYS
            continue
        if step.ratio > 1.0:
            spoken = step.day
        more = (warm if step.ratio > 1.0 else cold).more(step)
        if more != 1.0:
            found.append(replace(step, ratio=more))
    return found


def _order(step: Step) -> tuple[int, bool, float, float, str]:
    return step.day, step.ratio is None, abs(log(step.ratio or 1.0)), step.p, step.why


@dataclass(slots=True)
class _Round:
    """Half a year that counts as one sign; `strongest` is the likelihood ratio that it has shown so far."""

    opened: int = -ROUND_DAYS
    strongest: float = 1.0

    def more(self, step: Step) -> float:
        """By how much an act goes beyond what the round has shown; 1 where it does not."""
        ratio = step.ratio or 1.0
        if step.day - self.opened >= ROUND_DAYS:
            self.opened, self.strongest = step.day, 1.0
        if abs(log(ratio)) <= abs(log(self.strongest)):
            return 1.0
        more, self.strongest = ratio / self.strongest, ratio
        return more


def interval(values: Floats) -> Interval:
    """Median and 5 to 95 % of draws."""
    low, middle, high = (float(v) for v in np.quantile(values, (LEVEL[0], 0.5, LEVEL[1])))
    return Interval(middle, low, high, METHOD)


def _signals(acts: Sequence[Event], actor: str, others: Collection[str], until: date) -> list[Step]:
    found = []
    for event in acts:
        signal, ratio = _read(event, actor, others)
        if not signal or not event.happened or not event.known_by(until) or event.when is None:
            continue
        found.append(Step(event.when.end.toordinal(), _told(event), ratio, event.p, event))
    return found


def _told(event: Event) -> str:
    doers = f"of {event.source} and {event.target}" if event.kind in MUTUAL else f"by {event.source}"
    return f"{event.kind.replace('_', ' ')} {doers}"


def _read(event: Event, actor: str, others: Collection[str]) -> tuple[bool, float | None]:
    """Whether an act speaks of the other side's willingness, and its likelihood ratio (None: a refusal)."""
    theirs = event.source in others and event.target == actor
    mine = event.source == actor and event.target in others
    if theirs and event.kind in REFUSED:
        return True, None
    ratio = MUTUAL.get(event.kind) if theirs or mine else None
    if ratio is None and theirs:
        ratio = GIVEN.get(event.kind)
    return ratio is not None, ratio


def _moved(belief: Floats, step: Step, agreement: Floats) -> Floats:
    """The belief after an act that the reader has right with chance p."""
    if step.ratio is None:
        moved = belief * (1.0 - agreement) / (1.0 - agreement * belief)
    else:
        moved = belief * step.ratio / (belief * step.ratio + 1.0 - belief)
    return belief + step.p * (moved - belief)


def _leaked(belief: Floats, prior: Floats, half_life: Floats, days: int) -> Floats:
    return prior + (belief - prior) * 0.5 ** (days / YEAR / half_life)
