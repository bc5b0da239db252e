"""The outer cycle: its limit by hand, what it must reproduce, its certificate, and its what-ifs."""

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from detente.motive import window
from detente.motive.cycle import Cycle, solve
from detente.motive.cycle_whatif import EFFECTS, SUPPOSED, what_ifs
from detente.motive.terms import NAMES, Terms, draw
from detente.motive.window import Bools, Floats
from detente.world.traits import Traits

DRAWS = 60
PAIR = Traits(nuclear=("AAA",), umbrella=("BBB",), no_relations=True, economy={"AAA": 0.001, "BBB": 0.02})


def flat(value: float, draws: int = DRAWS) -> Floats:
    return np.full(draws, value)


@cache
def usual() -> Terms:
    return draw(PAIR, "AAA", "BBB", draws=DRAWS)


@cache
def solved() -> Cycle:
    return solve(usual())


def reduced(precision: float = 500.0) -> Terms:
    """The case worked by hand: talks whenever C holds still, phased terms from the willing alone and kept.

    A side that is paid a little to invite always does; a full deal costs C five prizes, so it is refused.
    """
    drawn = draw(Traits(), "AAA", "BBB", draws=DRAWS)
    return replace(
        drawn,
        precision=flat(precision), half_life=flat(1e9), talks=flat(-0.01), harm=flat(0.0),
        gain=flat(1.0), dislike=flat(5.0), full_gain=flat(0.0),
        loss=flat(5.0), share=flat(0.05), exposure=flat(0.1),
        inspection=flat(0.9), penalty=flat(5.0), advantage=flat(0.1),
        demonstration=np.random.default_rng(1).uniform(0.01, 0.4, DRAWS),
    )  # fmt: skip


def gain_of_a_deal(terms: Terms) -> Floats:
    """D - N of phased terms."""
    offer = terms.offer("phased")
    return window.kept(offer, terms.inspection_of("phased")) - offer.no_deal


def worthless(terms: Terms) -> Terms:
    return replace(terms, aid=1e-6 * terms.aid, recognition=1e-6 * terms.recognition)


def test_restraint_holds_where_hope_outweighs_a_demonstration() -> None:
    """In the limit of no noise C holds still iff m <= b a delta (D - N)."""
    terms = reduced()
    cycle = solve(terms, grid=81)
    m = terms.demonstration[:, None]
    hoped = cycle.grid * (terms.agreement * terms.patience * gain_of_a_deal(terms))[:, None]
    clear = cycle.converged[:, None] & (np.abs(hoped - m) > 0.05 * m)
    np.testing.assert_array_equal((cycle.demonstrates < 0.5)[clear], (m <= hoped)[clear])
    assert cycle.converged.mean() > 0.95
    assert 50 < (m <= hoped)[clear].sum() < clear.sum() - 50


def test_talks_without_an_offer_lower_the_belief_by_the_rule_of_hope() -> None:
    terms = reduced()
    cycle = solve(terms)
    b, a = cycle.grid, terms.agreement[:, None]
    none = cycle.says[:, 0]
    belief = b * none[0] / (b * none[0] + (1.0 - b) * none[1])
    worth = cycle.converged & (gain_of_a_deal(terms) > 0.1)
    assert worth.sum() > 30
    np.testing.assert_allclose(belief[worth], (b * (1 - a) / (1 - a * b))[worth], atol=1e-6)


def test_after_a_summit_without_a_deal_demonstrations_rise() -> None:
    terms = reduced(precision=60.0)
    cycle = solve(terms, limit=300)
    b = flat(0.6)
    fallen = b * (1.0 - terms.agreement) / (1.0 - terms.agreement * b)
    rise = cycle.outlook(fallen).demonstration - cycle.outlook(b).demonstration
    worth = cycle.converged & (gain_of_a_deal(terms) > 0.1)
    assert (rise[worth] > -1e-6).all()
    assert np.mean(rise[worth] > 0.05) > 0.3


@pytest.mark.parametrize("belief", [0.2, 0.5, 0.8])
def test_a_worthless_settlement_raises_demonstrations(belief: float) -> None:
    """A one-shot ladder gets this sign wrong. Where phased terms are what may be had and worth hoping for.

    The other side must not hold out for full terms, and choices must be more than noise.
    """
    terms = replace(usual(), precision=flat(40.0), full_gain=flat(0.0))
    worth, without = solve(terms, limit=300), solve(worthless(terms), limit=300)
    hoped = worth.converged & without.converged & (gain_of_a_deal(terms) > 0.05)
    rise = without.outlook(flat(belief)).demonstration - worth.outlook(flat(belief)).demonstration
    assert hoped.sum() >= 15
    assert (rise[hoped] > 0.0).all()


def test_more_inspection_inside_the_window_makes_compliance_likelier() -> None:
    terms = usual()
    offer = terms.offer("phased")
    inside = window.possible(offer)
    least = np.where(inside, window.least(offer), 0.5)
    most = np.where(inside, np.minimum(window.most(offer), 1.0), 0.5)
    shares = [complies(replace(terms, inspection=least + f * (most - least))) for f in (0.0, 0.5, 1.0)]
    rises = np.diff(np.stack(shares), axis=0)[:, inside]
    assert inside.sum() >= 15
    assert (rises > 0.0).all()


def test_inspection_beyond_the_most_makes_acceptance_less_likely() -> None:
    terms = usual()
    most = window.most(terms.offer("phased"))
    beyond = (most > 0.2) & (most < 0.8)
    steps = [np.where(beyond, most + more, 0.5) for more in (0.0, 0.1, 0.2)]
    shares = np.stack([accepts(replace(terms, inspection=q)) for q in steps])
    assert beyond.sum() >= 8
    assert (np.diff(shares, axis=0)[:, beyond] < 0.0).all()


def complies(terms: Terms) -> Floats:
    return solve(terms).complies[0, :, 10]


def accepts(terms: Terms) -> Floats:
    return solve(terms).accepts[0, :, 10]


def test_compliance_turns_where_the_window_says() -> None:
    """Without noise and hope, and with N = 0, a deal is kept iff inspection is at least q_lo."""
    terms = replace(reduced(), no_deal=flat(0.0), hope=flat(0.0), loss=flat(1.0), share=flat(1.0))
    q_lo = window.least(terms.offer("phased"))
    some = q_lo < 0.9
    below, above = (solve(replace(terms, inspection=q_lo + step)) for step in (-0.02, 0.02))
    assert some.all()
    assert (below.complies[0, :, 0] < 0.01).all()
    assert (above.complies[0, :, 0] > 0.99).all()


def test_chances_are_chances_and_sum_to_one() -> None:
    cycle = solved()
    np.testing.assert_allclose(cycle.says.sum(axis=1), 1.0, atol=1e-12)
    for chances in (cycle.demonstrates, cycle.invites, cycle.accepts, cycle.complies):
        assert ((chances >= 0.0) & (chances <= 1.0)).all()


def test_one_more_sweep_changes_nothing_and_the_flag_says_so() -> None:
    """The certificate: sweeping on from scratch with a finer tolerance gives the same game."""
    coarse, fine = solved(), solve(usual(), tolerance=1e-10)
    both = coarse.converged & fine.converged
    assert both.mean() > 0.95
    assert (coarse.residual[coarse.converged] <= 1e-6).all()
    np.testing.assert_allclose(coarse.values[:, both], fine.values[:, both], atol=2e-5)


def test_other_starts_find_the_same_game_in_nearly_every_draw() -> None:
    """Where they do not there is more than one equilibrium; that is rare in the assumed ranges."""
    for shake in (1, 2):
        other = solve(usual(), limit=300, shake=shake)
        both = settled(other)
        apart = np.abs(other.demonstrates - solved().demonstrates).max(axis=1)[both]
        assert both.mean() > 0.95
        assert np.mean(apart < 1e-3) > 0.95


def test_what_is_not_solved_is_flagged() -> None:
    cut = solve(usual(), limit=3)
    assert not cut.converged.any()
    assert (cut.residual > 1e-6).all()
    assert cut.sweeps == 3


def test_a_draw_is_solved_alone_as_in_a_batch() -> None:
    alone = solve(draw(PAIR, "AAA", "BBB", draws=1))
    twice = draw(PAIR, "AAA", "BBB", draws=1)
    doubled: dict[str, Any] = {n: np.tile(getattr(twice, n), 2) for n in NAMES}
    batch = solve(replace(twice, **doubled))
    np.testing.assert_allclose(batch.demonstrates, np.tile(alone.demonstrates, (2, 1)), atol=1e-9)


def settled(other: Cycle) -> Bools:
    return solved().converged & other.converged


def test_more_recognition_makes_a_deal_likelier_and_cheating_rarer() -> None:
    more = solve(replace(usual(), recognition=1.5 * usual().recognition))
    now, then = (c.outlook(flat(0.5)) for c in (solved(), more))
    both = settled(more)
    assert np.median((then.deal / now.deal)[both]) > 1.05
    assert ((then.cheating - now.cheating)[both] < 0.0).mean() > 0.9


def test_what_ifs_tell_each_effect_with_bounds_and_how_often_talks_are_reached() -> None:
    found = what_ifs(usual(), flat(0.5))
    assert [(w.policy, w.effect) for w in found] == [(s.name, e) for s in SUPPOSED for e in EFFECTS]
    talks = solved().outlook(flat(0.5)).talks
    assert all(w.reached is not None and talks.min() < w.reached < talks.max() for w in found)
    deals = [w.ratio.value for w in found if w.effect.startswith("a deal")]
    assert all(ratio > 1.0 for ratio in deals)
    assert found == what_ifs(usual(), flat(0.5))


def test_without_hope_of_solving_what_ifs_say_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.motive.cycle_whatif.SWEEPS", 2)
    assert what_ifs(usual(), flat(0.5)) == ()
