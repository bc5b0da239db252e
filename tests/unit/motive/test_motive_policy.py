"""What-ifs of the game: what each changes, on which side, and how often the place is reached."""

from dataclasses import replace

import numpy as np
import pytest

from detente.motive.payoffs import MOTIVES, RISK, Rules, tree
from detente.motive.policy import SAFER, Policy, policies, what_ifs
from detente.motive.today import ENDS, Round, State, play, supposed
from detente.numerics.game.tree import HOLD, NONE
from detente.world.whatif import WhatIf
from tests.unit.motive.plays import Array, beliefs, thetas
from tests.unit.motive.test_today import states

RULES = Rules(protected=1)
STATES = states(8, 5)
NOW = play(STATES, RULES)
ROWS = what_ifs(STATES, NOW, policies(RULES, "BBB"))
EFFECTS = ("a side climbs", "accident", "war")


def many(count: int, seed: int) -> tuple[State, ...]:
    """Draws from the first guess, even by motive."""
    rng, theta, belief = np.random.default_rng(seed), thetas(count, seed), beliefs(count, seed)
    return tuple(
        State(MOTIVES[n % 4], theta[:, n], belief[..., n], rng.random(), rng.random(), 1.0 / count)
        for n in range(count)
    )


def named(name: str) -> Policy:
    return next(p for p in policies(RULES, "BBB") if p.name.startswith(name))


def rows(name: str) -> dict[str, WhatIf]:
    return {r.effect.removesuffix(", in a round"): r for r in ROWS if r.policy.startswith(name)}


def climbs(played: Round) -> Array:
    """How many climbs a round sees on average (D,)."""
    return np.asarray((played.reach[:, None] * played.move[:, HOLD + 1 :]).sum(axis=(0, 1)))


def test_a_hotline_is_safer_a_climb_and_invites_more_of_them() -> None:
    """Powell (2015): in all draws an accident is rarer, also a climb; in nearly all a climb is likelier."""
    drawn = many(400, 1)
    now, then = play(drawn, RULES), play(drawn, named("hotline").rules)
    accident = ENDS.index("accident")
    assert (then.ends[accident] < now.ends[accident]).all()
    assert (then.ends[accident] / climbs(then) < now.ends[accident] / climbs(now)).all()
    assert ((then.ends[accident] / now.ends[accident])[then.opened > now.opened] > SAFER).all()
    assert np.mean(then.opened >= now.opened) > 0.97
    assert np.mean(climbs(then) >= climbs(now)) > 0.97
    assert then.opened.mean() > now.opened.mean()


def test_every_policy_says_all_three_effects_and_how_often_it_is_reached() -> None:
    assert len(ROWS) == 3 * 6
    for row in ROWS:
        assert row.effect.removesuffix(", in a round") in EFFECTS
        assert row.reached is not None
        assert 0.0 <= row.reached <= 1.0
        assert row.safer is not None
        assert -1e-9 <= row.safer <= 1.0 + 1e-9
        assert row.assumed
        assert "assumption" in row.source


def test_a_ratio_is_that_of_the_mean_chances_before_and_after() -> None:
    for policy in policies(RULES, "BBB"):
        then = play(supposed(STATES, policy.changes), policy.rules)
        found = {r.effect: r for r in what_ifs(STATES, NOW, (policy,))}
        for end in ("accident", "war"):
            at = ENDS.index(end)
            ratio = (then.ends[at] @ then.share) / (NOW.ends[at] @ NOW.share)
            assert found[f"{end}, in a round"].ratio.value == pytest.approx(ratio)
        climbs = (then.opened @ then.share) / (NOW.opened @ NOW.share)
        assert found["a side climbs, in a round"].ratio.value == pytest.approx(climbs)


def test_an_umbrella_is_offered_only_where_there_is_one_and_acts_where_war_is() -> None:
    assert not [p for p in policies(Rules(), None) if "umbrella" in p.name]
    firm, none = (rows(f"{which} umbrella over BBB")["war"] for which in ("firm", "no"))
    assert firm.reached == none.reached == pytest.approx(float(NOW.ends[ENDS.index("war")] @ NOW.share))
    assert firm.ratio.value != none.ratio.value
    actors = policies(replace(RULES, protected=0), "AAA")
    assert [p.name for p in actors if "umbrella" in p.name] == [
        "firm umbrella over AAA",
        "no umbrella over AAA",
    ]


def at_rest(history: int) -> Array:
    """The chance (D,) that the round comes to rest below a history with no climb of the actor."""
    full = tree()
    after = int(full.child[history, HOLD])
    found = NOW.reach[history] * NOW.move[history, HOLD] if after == NONE else at_rest(after)
    if full.mover[history] == 1:
        climbs = [int(full.child[history, a]) for a in np.flatnonzero(full.open[history]) if a > HOLD]
        found = found + sum((at_rest(n) for n in climbs if n != NONE), np.zeros_like(found))
    return np.asarray(found)


def test_where_each_policy_acts_is_how_often_it_is_reached() -> None:
    quiet, settled = (float(NOW.ends[ENDS.index(end)] @ NOW.share) for end in ("quiet", "settled"))
    assert rows("hotline")["war"].reached == pytest.approx(float(NOW.opened @ NOW.share))
    assert rows("recognition")["war"].reached == pytest.approx(float(at_rest(0) @ NOW.share))
    assert quiet < float(at_rest(0) @ NOW.share) < quiet + settled
    assert rows("phased deal")["war"].reached == pytest.approx(quiet + settled)
    assert rows("exercises")["war"].reached == pytest.approx(1.0)


def test_a_policy_changes_what_it_says_and_nothing_else() -> None:
    hotline, phased, met = named("hotline"), named("phased deal"), named("recognition")
    assert hotline.rules.risk == tuple(SAFER * r for r in RISK)
    assert replace(hotline.rules, risk=RISK) == RULES
    assert hotline.changes == {}
    assert named("exercises").rules == RULES
    assert named("exercises").changes == {"security": 0.0}
    assert replace(phased.rules, settlement=0.0) == replace(met.rules, recognition=0.0) == RULES
    assert phased.rules.settlement > 0.0
    assert met.rules.recognition > 0.0
    assert phased.changes == {"hope": 1.0, "coercion": 0.0}
    assert "no refusal counts" in phased.assumed


def test_exercises_suspended_matters_to_security_alone() -> None:
    others = states(6, 2, [m for m in MOTIVES if m != "security"])
    found = what_ifs(others, play(others, RULES), (named("exercises"),))
    assert all(r.ratio.value == pytest.approx(1.0) for r in found)
    afraid = tuple(replace(s, intensity=1.0) for s in states(6, 2, ["security"]))
    climbs = what_ifs(afraid, play(afraid, RULES), (named("exercises"),))[0]
    assert climbs.ratio.high < 1.0
    assert climbs.safer == pytest.approx(1.0)


def test_what_recognition_and_a_deal_add_to_restraint_is_taken_up_in_all_draws() -> None:
    """The rules alone, without what else the policies suppose."""
    drawn = many(60, 2)
    now, quiet, settled = play(drawn, RULES), ENDS.index("quiet"), ENDS.index("settled")
    assert (play(drawn, named("recognition").rules).ends[quiet] > now.ends[quiet]).all()
    peace = play(drawn, named("phased deal").rules).ends[[quiet, settled]].sum(axis=0)
    assert (peace > now.ends[[quiet, settled]].sum(axis=0)).all()


def test_without_change_every_ratio_is_one() -> None:
    same = Policy("nothing", "nothing", RULES, {}, "any")
    for row in what_ifs(STATES, NOW, (same,)):
        assert (row.ratio.low, row.ratio.value, row.ratio.high) == pytest.approx((1.0, 1.0, 1.0))
        assert row.safer == 0.0
