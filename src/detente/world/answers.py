"""What each room answers; the field names are those of `assess --json`."""

from dataclasses import dataclass

from detente.world.estimate import Estimate, Interval
from detente.world.questions import Precedent, Question, Reason, Reliable
from detente.world.resemblance import Likeness, NextPhase, OutcomeSet, PhaseLine
from detente.world.whatif import WhatIf


@dataclass(frozen=True, slots=True)
class BaseRate:
    """One nested reference class: of `n` past alarms, `k` were followed by `target` within `days`."""

    reference: str
    target: str
    days: int
    n: float
    k: float
    p: float
    low: float
    high: float
    source: str


@dataclass(frozen=True, slots=True)
class Shift:
    """One step from the outside view to the answer, for one target and horizon, in log-odds."""

    target: str
    days: int
    reason: str
    before: float
    after: float
    log_odds: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """A line of a model card: the rolling score of a model beside the plain baseline's, lower is better.

    `difference` is model - baseline in `score` units with its interval; `used`: whether the model is used.
    """

    model: str
    baseline: str
    score: str
    n: int
    value: float
    baseline_value: float
    difference: Interval
    used: bool
    test: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """Is this war? `prior_only` says that nothing but shipped base rates of other pairs was known.

    `precedents` are the disputes between the two, the latest first, and `reasons` those of the answer to
    "escalation"; both empty without ingested tables that reach the day.
    """

    targets: tuple[Estimate, ...]
    base_rates: tuple[BaseRate, ...]
    shifts: tuple[Shift, ...]
    model: str
    vintage: str
    prior_only: bool
    notes: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    reliability: tuple[Reliable, ...] = ()
    precedents: tuple[Precedent, ...] = ()
    reasons: tuple[Reason, ...] = ()

    def estimate(self, target: str, days: int) -> Estimate:
        """The estimate of a target and horizon."""
        return next(e for e in self.targets if (e.target, e.days) == (target, days))


@dataclass(frozen=True, slots=True)
class Analogue:
    """A past episode beside the present one; `steps` are (day, state, rung) for drawing it.

    `weight` is its share in what followed; `third_parties` are the powers that stood behind a side.
    """

    pair: tuple[str, str]
    name: str
    start: str
    end: str
    similarity: float
    alike: tuple[str, ...]
    unlike: tuple[str, ...]
    followed: str
    sources: tuple[str, ...]
    worst_within: tuple[int | None, int | None, int | None]
    steps: tuple[tuple[int, str, int], ...]
    counter_example: bool = False
    likeness: Likeness | None = None
    weight: float = 0.0
    third_parties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scenario:
    """Have we been here before? `informative` is the outcome of the shipped test, not an opinion.

    `phases` are the learned phases, the likeliest first; `since` the day since which the present one has
    been the likeliest; `remaining` the days that it may still last; `next_phases` what may come after it.
    """

    phase: str
    phase_why: str
    analogues: tuple[Analogue, ...]
    informative: bool
    n_eff: float
    followed: tuple[BaseRate, ...]
    present: tuple[tuple[int, str, int], ...]
    notes: tuple[str, ...] = ()
    outcomes: tuple[OutcomeSet, ...] = ()
    phases: tuple[PhaseLine, ...] = ()
    since: str | None = None
    remaining: Interval | None = None
    next_phases: tuple[NextPhase, ...] = ()


@dataclass(frozen=True, slots=True)
class Cascade:
    """What one more act sets off: expected further acts within `days`, by doer."""

    days: int
    expected: tuple[tuple[str, float], ...]
    note: str


@dataclass(frozen=True, slots=True)
class Hazard:
    """The chance of an accident, as a sourced prior or estimate: `per_year`, or within `days` if not 365."""

    what: str
    per_year: Interval
    prior_only: bool
    sources: tuple[str, ...]
    days: int = 365


@dataclass(frozen=True, slots=True)
class Reaction:
    """How strongly and how fast `answerer` follows `doer`: acts set off by one act, with 90 % bounds.

    `half_life` in days: within it half of them have come. `doer` may be a patron, who is not of the pair.
    """

    doer: str
    answerer: str
    acts: Interval
    half_life: Interval


@dataclass(frozen=True, slots=True)
class Step:
    """An entry of the next-generation matrix: acts of `answerer` at `to` that one of `doer` at `at` sets off.

    `at` and `to` are blocks of the ladder: "show", "force" or "lethal".
    """

    doer: str
    at: str
    answerer: str
    to: str
    acts: float


@dataclass(frozen=True, slots=True)
class Control:
    """The check against false alarm: what drift alone would explain.

    `naive` is the ratio that a constant baseline would report; `log_evidence` what excitation gains over the
    drifting baseline alone; `p_excited` and `p_critical` the probabilities of any excitation and of a ratio
    of 1 or more; `changes` the ISO days on which the level itself changed; `mistaken` the share of simulated
    streams with this baseline and without any reaction that were read as excited, None if not simulated.
    """

    naive: float
    log_evidence: float
    p_excited: float
    p_critical: float
    changes: tuple[str, ...]
    mistaken: float | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """Event days a month of one side in the covered fortnight from `start`: in all, by the baseline alone."""

    start: str
    side: str
    rate: float
    baseline: float


@dataclass(frozen=True, slots=True)
class Fan:
    """Event days of the pair from now to `day`: 5, 25, 50, 75 and 95 % points of the simulated paths."""

    day: int
    low: float
    lower: float
    middle: float
    upper: float
    high: float


@dataclass(frozen=True, slots=True)
class Highest:
    """The chance that the highest act within `days` is at `block`: "none", "show", "force" or "lethal"."""

    days: int
    block: str
    p: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Runaway:
    """How could it get out of hand? `branching_ratio` is the mean number of acts that one act sets off.

    `lethal_ratio` is the same among acts that kill; `half_life` in days; `sizes` are the chances of at least
    so many further event days set off by one act; `fan`, `highest` and `sizes` come from simulated paths.
    """

    branching_ratio: Interval
    verdict: str
    cascade: Cascade
    accident: tuple[Hazard, ...]
    what_if: tuple[WhatIf, ...]
    matrix: tuple[tuple[str, str, float], ...]
    days: tuple[tuple[str, str, int], ...]
    n: int
    prior_only: bool
    notes: tuple[str, ...] = ()
    lethal_ratio: Interval | None = None
    half_life: Interval | None = None
    control: Control | None = None
    reactions: tuple[Reaction, ...] = ()
    generation: tuple[Step, ...] = ()
    levels: tuple[Level, ...] = ()
    fan: tuple[Fan, ...] = ()
    highest: tuple[Highest, ...] = ()
    sizes: tuple[tuple[int, float], ...] = ()
