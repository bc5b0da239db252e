"""What would lower or raise the risk: plans carried through the process with common random numbers.

Every plan states what it is assumed to do, whose finding or assumption that is, and is run at the low, the
central and the high end of plausible effects. It is also run with the level frozen, as if the long memories
had causes of their own; the bounds span all of these.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from detente.numerics.hawkes.events import Floats, Ints
from detente.numerics.hawkes.graded import SIDES, Graded
from detente.numerics.hawkes.graded_paths import Plan, simulate, unchanged
from detente.runaway.ahead import DAYS, start
from detente.runaway.borrowed import SHORT
from detente.runaway.model import BLOCKS, EventDays, exercise_share
from detente.world.errors import UsageError
from detente.world.estimate import Interval
from detente.world.whatif import WhatIf

PATHS = 160
ACTS = "incident days of both within 90 days"
SIMULATED = "simulated from the pair's past"
OWN = "an assumption of ours"
YOURS = "your assumption"
METHOD = "central effect; bounds over plausible effects, and with the level free or frozen"
SIZE = len(BLOCKS)

Effect = tuple[float, float, float]
"""Low, central and high size of an effect."""


@dataclass(frozen=True, slots=True)
class Policy:
    """A plan by name: words for what is assumed, its source, sizes of the effect, and the plan at a size."""

    name: str
    assumed: str
    source: str
    sizes: Effect
    plan: Callable[[Plan, float], Plan]


def hotline(sizes: Effect = (0.1, 1.0 / 3.0, 0.8), source: str = OWN) -> WhatIf:
    """A stated assumption, not an estimate: what it leaves of the accident hazard."""
    low, middle, high = sizes
    assumed = f"leaves {middle:.0%} of the accident hazard ({low:.0%} to {high:.0%})"
    return WhatIf(
        "hotline",
        "accidents",
        Interval(middle, low, high, "stated assumption"),
        "assumption",
        assumed,
        source,
    )


def policies(days: EventDays, protected: Sequence[str] = ()) -> tuple[Policy, ...]:
    """The plans that a pair can be asked about; `protected` are sides with a nuclear patron."""
    found = [_no_answer(days, k) for k in (0, 1)]
    found += [_restraint(), _exercises(days), _deal()]
    return (*found, *(p for side in protected for p in _umbrella(days, side)))


def _no_answer(days: EventDays, side: int) -> Policy:
    name = days.sides[side]

    def plan(base: Plan, left: float) -> Plan:
        return replace(base, entries=base.entries * _crossing(left, child=side))

    return Policy(f"no answer by {name}", f"{name} leaves half of its answers undone (a quarter to all)", OWN,
                  (0.75, 0.5, 0.0), plan)  # fmt: skip


def _restraint() -> Policy:
    def plan(base: Plan, left: float) -> Plan:
        return replace(base, mute=_crossing(left)[0])

    return Policy("restraint after the first reply", "three quarters of replies draw no reply (half to all)",
                  OWN, (0.5, 0.25, 0.0), plan)  # fmt: skip


def _exercises(days: EventDays) -> Policy:
    shares = [exercise_share(days, name) for name in days.sides]
    done = ", ".join(f"{name} {share:.0%}" for name, share in zip(days.sides, shares, strict=True))
    pooled = not any(shares)

    def plan(base: Plan, kept: float) -> Plan:
        keep = base.keep.copy()
        for side, share in enumerate(shares):
            keep[side * SIZE] *= 1.0 - (1.0 - kept) * (0.25 if pooled else share)
        return replace(base, keep=keep)

    known = (
        "a quarter of displays are exercises (assumed)" if pooled else f"of displays exercises are: {done}"
    )
    return Policy(
        "exercises suspended", f"all exercises stop, or half of them; {known}", OWN, (0.5, 0.0, 0.0), plan
    )


def _deal() -> Policy:
    def plan(base: Plan, left: float) -> Plan:
        return replace(base, entries=base.entries * _crossing(left), keep=base.keep * (0.5 + 0.5 * left))

    assumed = "both leave undone half of their answers and a quarter of all acts (half to twice)"
    return Policy("phased deal", assumed, OWN, (0.75, 0.5, 0.0), plan)


def _umbrella(days: EventDays, side: str) -> tuple[Policy, Policy]:
    """Firmer and looser: what the other does with force against the protected side."""
    other = 1 - days.sides.index(side)
    source = "sign: Johnson & Leeds, Foreign Policy Analysis 7 (2011) 45; size: an assumption of ours"

    def plan(base: Plan, factor: float) -> Plan:
        keep = base.keep.copy()
        for grade in (1, 2):
            keep[[other * SIZE + grade, 2 * SIZE + grade]] *= factor
        return replace(base, keep=keep)

    firmer = f"{days.sides[other]} uses force a fifth less (none to two fifths)"
    looser = f"{days.sides[other]} uses force a quarter more (none to two thirds)"
    return (
        Policy(f"firmer umbrella over {side}", firmer, source, (1.0, 0.8, 0.6), plan),
        Policy(f"looser umbrella over {side}", looser, source, (1.0, 1.25, 1.67), plan),
    )


def _crossing(left: float, child: int | None = None) -> Floats:
    """Factors (1, 3G, 3G) that leave a share of what one side's acts set off in the other's, or in both's."""
    factors = np.ones((SIDES, SIZE, SIDES, SIZE))
    for one in (0, 1) if child is None else (child,):
        factors[one, :, 1 - one, :] = left
        factors[SIDES - 1, :, 1 - one, :] = left
    return factors.reshape(1, SIDES * SIZE, SIDES * SIZE)


def what_if(
    days: EventDays, process: Graded, asked: Sequence[Policy], *, seed: int = 0
) -> tuple[WhatIf, ...]:
    """Ratios of incident days within 90 days, of each plan to none; and of one more act of each side."""
    base = unchanged(process)
    plans = [base]
    for policy in asked:
        plans += [_quick(policy.plan(base, size), base, process) for size in policy.sizes]
        plans.append(replace(plans[-2], frozen=True))
    plans += [replace(base, extra=side * SIZE + grade) for side in (0, 1) for grade in range(SIZE)]
    begun = start(days, process)
    found = simulate(
        process, begun.state, begun.usual, days=DAYS, paths=PATHS, seed=seed, plans=plans, short=SHORT,
        trusted=begun.trusted,
    )  # fmt: skip
    totals = (found >= 0).sum(axis=2)
    rows = [_row(policy, totals[0], totals[1 + 4 * k : 5 + 4 * k]) for k, policy in enumerate(asked)]
    more = totals[1 + 4 * len(asked) :].reshape(2, SIZE, -1)
    return (*rows, *(_one_more(days.sides[side], totals[0], more[side]) for side in (0, 1)))


def _quick(plan: Plan, base: Plan, process: Graded) -> Plan:
    """Only reaction is changed in the entries: long memories are no answers."""
    quick = (process.memories <= SHORT)[:, None, None]
    return replace(plan, entries=np.where(quick, plan.entries, base.entries))


def _row(policy: Policy, now: Ints, then: Ints) -> WhatIf:
    ratios = [_ratio(one, now) for one in then]
    value = ratios[1]
    fewer, more = float((then[1] < now).sum()), float((then[1] > now).sum())
    return WhatIf(
        policy=policy.name,
        effect=ACTS,
        ratio=Interval(value, min(ratios), max(ratios), METHOD),
        basis=SIMULATED,
        assumed=policy.assumed,
        source=policy.source,
        safer=fewer / (fewer + more) if fewer + more else None,
    )


def _ratio(then: Ints, now: Ints) -> float:
    """Of the means; 1 where nothing comes either way."""
    return float((then.sum() + 1e-9) / (now.sum() + 1e-9))


def _one_more(name: str, now: Ints, then: Ints) -> WhatIf:
    """One more act of a side on the as-of day, a show of force; bounds are those over the blocks."""
    ratios = [_ratio(one, now) for one in then]
    assumed = f"{name} acts once more today: a show of force (force; killing)"
    interval = Interval(ratios[0], min(ratios), max(ratios), "bounds over the blocks of the ladder")
    return WhatIf(f"one more act by {name}", ACTS, interval, SIMULATED, assumed, "")


def chosen(names: Sequence[str], known: Sequence[Policy]) -> tuple[tuple[Policy, ...], WhatIf | None]:
    """The policies that `--what-if NAME[=SIZE]` asks for, and the hotline if asked; UsageError for others.

    NAME may be the beginning of a policy's name; SIZE replaces the range by the user's own central effect.
    """
    wanted: list[Policy] = []
    line: WhatIf | None = None
    for text in names:
        name, given, size = text.partition("=")
        name = name.replace("-", " ")
        own = _size(text, size) if given else None
        if name == "hotline":
            line = hotline() if own is None else hotline((own, own, own), YOURS)
            continue
        found = [p for p in known if name and (p.name.startswith(name) or name in p.name.split())]
        if not found:
            names_known = ", ".join(["hotline", *(p.name.replace(" ", "-") for p in known)])
            raise UsageError(
                "unknown-policy", f"{text!r} is no what-if of this pair; there are: {names_known}"
            )
        wanted += found if own is None else [_sized(p, own) for p in found]
    return tuple(wanted), line


def _sized(policy: Policy, own: float) -> Policy:
    """The policy at the user's own size, and words that say so."""
    assumed = f"{own:.0%} is left of what it acts on; ours would be: {policy.assumed}"
    return replace(policy, assumed=assumed, source=YOURS, sizes=(own, own, own))


def _size(text: str, size: str) -> float:
    try:
        value = float(size)
    except ValueError:
        value = -1.0
    if not 0.0 <= value <= 5.0:
        raise UsageError("what-if-size", f"{text!r}: give the share that is left as a number from 0 to 5")
    return value
