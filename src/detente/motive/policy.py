"""What-ifs of the bargaining game: the round that begins today, played again under other rules.

Risks, patrons and settlements change the game, and both sides know it: a safer crisis is entered more often
(Powell 2015, IO 69:589, on the stability-instability paradox). So every what-if says what it does to the
chance that a side climbs as well as to the accident and to war, and how often the place that it changes is
reached at all. Sizes are assumptions and say so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from detente.motive.filter import Array
from detente.motive.payoffs import RISK, Rules, tree
from detente.motive.today import ENDS, Round, State, bounds, mean, play_all, supposed
from detente.numerics.game.tree import HOLD, NONE
from detente.world.estimate import Interval
from detente.world.whatif import WhatIf

OWN = "an assumption of ours"
BASIS = "bargaining game, today's round"
METHOD = "5-95 % over draws of the weighed motives"
SAFER = 1.0 / 3.0
"""What a hotline leaves of the risk that a climb gets out of hand; as in RUNAWAY."""

SETTLING = 0.15
"""What a phased deal adds to settling, in prizes."""

STANDING = 0.15
"""What recognition adds to a round that settles without a climb of the actor, in prizes."""


@dataclass(frozen=True, slots=True)
class Policy:
    """A what-if: what is assumed, the rules and states that it leads to, and where it acts."""

    name: str
    assumed: str
    rules: Rules
    changes: dict[str, float]
    acts_on: str


def policies(rules: Rules, protected: str | None) -> tuple[Policy, ...]:
    """All what-ifs of a pair; `protected` names the side under a patron's umbrella."""
    one, two, three = RISK
    found = [
        Policy("hotline", f"a third of the risk of each climb is left ({SAFER:.0%})",
               replace(rules, risk=(SAFER * one, SAFER * two, SAFER * three)), {}, "climb"),
        Policy("exercises suspended", "the actor sees no pressure before the round", rules, {"security": 0.0},
               "any"),
        Policy("recognition", f"the actor has just been met as an equal, and restraint is worth {STANDING:g} "
               "of the prize more", replace(rules, recognition=STANDING), {"status": 0.0}, "restraint"),
        Policy("phased deal", f"settling is worth {SETTLING:g} of the prize more to both, and a deal is "
               "believed in; no refusal counts", replace(rules, settlement=SETTLING),
               {"hope": 1.0, "coercion": 0.0}, "settled"),
    ]  # fmt: skip
    if protected is not None:
        found += [
            Policy(f"firm umbrella over {protected}", "the patron is sure to honour his word",
                   replace(rules, honour=10.0), {}, "war"),
            Policy(f"no umbrella over {protected}", "the patron is sure to stand aside",
                   replace(rules, honour=-10.0), {}, "war"),
        ]  # fmt: skip
    return tuple(found)


def what_ifs(states: Sequence[State], now: Round, asked: Sequence[Policy]) -> tuple[WhatIf, ...]:
    """Ratios to now of an accident, of war, and of the chance that anybody climbs, for each policy."""
    rows = []
    cases = [(supposed(states, policy.changes), policy.rules) for policy in asked]
    for policy, then in zip(asked, play_all(cases), strict=True):
        rows += [_row(policy, effect, now, then) for effect in ("a side climbs", "accident", "war")]
    return tuple(rows)


def _row(policy: Policy, effect: str, now: Round, then: Round) -> WhatIf:
    before, after = _chance(now, effect), _chance(then, effect)
    ratios = after / np.maximum(before, 1e-300)
    value = _tidy(mean(after, then.centre) / max(mean(before, now.centre), 1e-300))
    low, high = bounds(ratios, now.share)
    return WhatIf(
        policy=policy.name,
        effect=f"{effect}, in a round",
        ratio=Interval(value, min(_tidy(low), value), max(_tidy(high), value), METHOD),
        basis=BASIS,
        assumed=policy.assumed,
        source=OWN,
        safer=_tidy(float(now.share @ (after < before))),
        reached=min(1.0, _tidy(mean(_place(now, policy.acts_on), now.centre))),
    )


def _tidy(value: float) -> float:
    """Without the noise of sums, which keeps a chance of 1 just below it and differs between machines."""
    return round(value, 12)


def _chance(found: Round, effect: str) -> Array:
    return found.opened if effect == "a side climbs" else np.asarray(found.ends[ENDS.index(effect)])


def _place(now: Round, acts_on: str) -> Array:
    """The chance (D,) that the place which the policy changes is reached."""
    if acts_on == "any":
        return np.ones_like(now.share)
    if acts_on == "climb":
        return now.opened
    if acts_on == "restraint":
        rests = (tree().child[:, HOLD] == NONE) & (tree().climbs[:, 0] == 0)
        return np.asarray((now.reach * now.move[:, HOLD])[rests].sum(axis=0))
    quiet, settled, war = now.ends[[ENDS.index(end) for end in ("quiet", "settled", "war")]]
    return np.asarray({"settled": quiet + settled, "war": war}[acts_on])
