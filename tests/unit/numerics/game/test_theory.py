"""What the theory of crisis bargaining says, held against the solver; each statement with its source.

Signs that are theorems of best replies are asked of every draw, in the limit where they are theorems. On
logit equilibria of the ladder they are asked of most draws; `docs/theory/games.md` has the shares.
"""

from dataclasses import replace
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray

from detente.numerics.game.bargaining import Menu, Race, Ultimatum, bargaining_range, critical_risk
from detente.numerics.game.crisis import Crisis, Ends, ends, games
from detente.numerics.game.games import Games, Solved
from detente.numerics.game.kernel import solve_fast
from detente.numerics.game.regret import step_by_step
from detente.numerics.game.tree import CLIMB, CONCEDE
from detente.numerics.hawkes.process import spectral_radius
from tests.unit.numerics.game.ladders import crises

Floats = NDArray[np.float64]
DRAWS = 1_000
SURE = 1_000.0
"""A precision at which choices are best replies."""


def played(crisis: Crisis, precision: float) -> tuple[Solved, Ends]:
    found = solve_fast(games(crisis, precision))
    assert found.solved.all()
    return found, ends(crisis, found.strategy).over_types(crisis)


def offers(seed: int) -> Ultimatum:
    """The best demand is inside: the first's cost is below the other's largest, p + c2 is 1 at most."""
    rng = np.random.default_rng(seed)
    win, most = rng.uniform(0.1, 0.6, DRAWS), rng.uniform(0.05, 0.4, DRAWS)
    return Ultimatum(win, rng.uniform(0.01, 1.0, DRAWS) * most, most)


def best_by_search(offer: Ultimatum) -> Floats:
    """The demand that pays most, by narrowing a grid; it knows the payoff alone."""
    low, high = np.zeros(offer.win.size), np.ones(offer.win.size)
    for _ in range(14):
        demands = low + (high - low) * np.linspace(0.0, 1.0, 41)[:, None]
        at = offer.worth(demands).argmax(axis=0)
        step = (high - low) / 40.0
        best = low + at * step
        low, high = np.maximum(best - step, 0.0), np.minimum(best + step, 1.0)
    return 0.5 * (low + high)


def test_fearon_demand_and_chance_of_war() -> None:
    """Fearon (1995), International Organization 49:379-414: x* = p + (c - cA) / 2."""
    offer = offers(1)
    found = best_by_search(offer)
    assert np.abs(found - (offer.win + 0.5 * (offer.most - offer.cost))).max() < 1e-6
    assert np.abs(found - offer.demand()).max() < 1e-6
    assert np.abs(offer.fights(found) - 0.5 * (1.0 - offer.cost / offer.most)).max() < 1e-6
    assert np.abs(offer.war() - 0.5 * (1.0 - offer.cost / offer.most)).max() < 1e-12


def test_fearon_chance_of_war_by_playing_it() -> None:
    """The share of drawn opponents for whom a fight is worth more than what the best demand leaves."""
    offer, rng = offers(2), np.random.default_rng(3)
    few = Ultimatum(offer.win[:20], offer.cost[:20], offer.most[:20])
    own = rng.uniform(size=(200_000, 1)) * few.most
    fights = (1.0 - few.win - own > 1.0 - few.demand()).mean(axis=0)
    assert np.abs(fights - few.war()).max() < 0.006


def test_fearon_who_may_not_gain_asks_for_what_is_sure() -> None:
    """With a cost above the other's largest no risk is worth running."""
    sure = Ultimatum(np.array([0.4]), np.array([0.5]), np.array([0.3]))
    assert (float(sure.demand()[0]), float(sure.war()[0])) == (0.4, 0.0)
    assert best_by_search(sure) == pytest.approx(0.4, abs=1e-6)


def test_fearon_there_is_always_a_bargain() -> None:
    """Fearon (1995): from p - cA to p + cB. Within, both prefer a share to a fight; beyond, not both."""
    offer = offers(4)
    low, high = bargaining_range(offer.win, offer.cost, offer.most)
    assert high - low == pytest.approx(offer.cost + offer.most)
    share = np.random.default_rng(5).uniform(low - 0.2, high + 0.2)
    agreed = (share > offer.win - offer.cost) & (1.0 - share > 1.0 - offer.win - offer.most)
    np.testing.assert_array_equal(agreed, (share > low) & (share < high))
    assert 0.2 < agreed.mean() < 0.98


def test_banks_in_any_game_the_stronger_fights_more_and_settles_better() -> None:
    """Banks (1990), American Journal of Political Science 34:599-614; settlements are voluntary."""
    rng = np.random.default_rng(6)
    differ = 0
    for _ in range(DRAWS):
        plans = int(rng.integers(2, 12))
        menu = Menu(rng.uniform(0.0, 1.0, plans), rng.uniform(0.0, 1.0, plans))
        fight = np.sort(rng.uniform(-1.0, menu.settlement.min(), 6))
        chosen = menu.chosen(fight)
        assert (np.diff(menu.war[chosen]) >= 0.0).all()
        assert (np.diff(menu.settlement[chosen]) >= -1e-12).all()
        differ += int(np.ptp(chosen) > 0)
    assert differ > DRAWS // 10


def best_reply_war(game: Games, solved: Solved, fights: Floats) -> Floats:
    """The share of his cost that each type (T, B) of player 0 bears on average if he replies best."""
    tree = game.tree
    view = np.exp(step_by_step(game, solved.logs))
    worth = np.zeros((tree.histories + 1, game.types, game.size))
    bears = np.zeros_like(worth)
    for i in range(tree.histories - 1, -1, -1):
        go, child = game.go[i][:, None], tree.child[i]
        gains = game.gain[i, :, 0] + go * worth[child]
        costs = fights[i][:, None] + go * bears[child]
        if tree.mover[i] == 0:
            best = np.where(tree.open[i][:, None, None], gains, -np.inf).argmax(axis=0)[None]
            worth[i], bears[i] = (np.take_along_axis(x, best, axis=0)[0] for x in (gains, costs))
        else:
            seen = (solved.strategy[i] * view[i, 0]).sum(axis=1)[:, None]
            worth[i], bears[i] = (seen * gains).sum(axis=0), (seen * costs).sum(axis=0)
    return cast(Floats, bears[0])


def cost_borne(crisis: Crisis, game: Games) -> Floats:
    """The share (N, A, B) of his cost of disaster that an action loads on player 0 at once."""
    free = replace(crisis, disaster=np.zeros_like(crisis.disaster))
    borne = (games(free, game.precision).gain - game.gain)[:, :, 0, -1] / crisis.disaster[0, -1]
    return cast(Floats, borne)


def test_banks_on_the_ladder_with_best_replies() -> None:
    """Exact for a player who replies best, whatever the other does; here the other plays by logit."""
    crisis = replace(crises(DRAWS, 7, 3, 3), patron=None)
    game = games(crisis, 4.0)
    solved = solve_fast(game)
    borne = best_reply_war(game, solved, cost_borne(crisis, game))
    assert (np.diff(borne, axis=0) <= 1e-12).all()
    assert (np.diff(borne, axis=0) < -1e-6).any(axis=0).mean() > 0.05


@pytest.mark.parametrize("precision", [2.0, 10.0])
def test_banks_on_the_ladder_in_logit_equilibrium(precision: float) -> None:
    """No theorem there; it holds on all these draws."""
    crisis = crises(300, 8, 3, 3)
    found = solve_fast(games(crisis, precision))
    by_type = ends(crisis, found.strategy)
    fights = ((by_type.fight + by_type.disaster) * crisis.prior[1][None]).sum(axis=1)
    assert (np.diff(fights, axis=0) <= 1e-12).all()


@pytest.mark.parametrize("off", [-1e-3, 1e-3])
def test_critical_risk_at_the_foot_of_the_ladder(off: float) -> None:
    """Powell (1988), APSR 82:155: stay if and only if r < (w - s) / (w + d). Conceding is free here, s = 0.

    The other would hold, and the first concede rather than leave things as they are: he concedes or climbs.
    """
    rng = np.random.default_rng(9)
    prevail, disaster = rng.uniform(0.2, 1.0, (2, DRAWS))
    critical = critical_risk(prevail, np.zeros(DRAWS), disaster)
    crisis = Crisis(
        1, np.broadcast_to(disaster, (2, 1, DRAWS)), np.ones((2, 1, DRAWS)), prize=0.0, patron=None,
        status_quo=((-10.0,), (10.0,)), benefit=0.0, war=prevail / disaster, risk=critical + off, growth=1.0,
    )  # fmt: skip
    assert (critical + off < 0.95).all()
    found = solve_fast(games(crisis, 1e5))
    assert (found.strategy[0, CLIMB, 0] > 0.99).all() == (off < 0.0)
    assert (found.strategy[0, CONCEDE, 0] > 0.99).all() == (off > 0.0)


@pytest.mark.parametrize("off", [-1e-3, 1e-3])
def test_critical_risk_where_submitting_costs(off: float) -> None:
    """On the second rung of two: the second player pays half his audience cost to submit, s = -a / 2."""
    rng = np.random.default_rng(10)
    prevail, disaster = rng.uniform(0.2, 1.0, (2, DRAWS))
    audience = rng.uniform(0.1, 0.5, DRAWS)
    critical = critical_risk(prevail, -0.5 * audience, disaster)
    crisis = Crisis(
        2, np.broadcast_to(disaster, (2, 1, DRAWS)), np.ones((2, 1, DRAWS)), prize=0.0, patron=None,
        status_quo=((10.0,), (-10.0,)), audience=audience, benefit=0.0, war=prevail / disaster,
        risk=critical + off, growth=1.0,
    )  # fmt: skip
    below = critical + off < 0.95
    found = solve_fast(games(crisis, 1e5))
    climbs = found.strategy[int(np.flatnonzero(games(crisis, 1.0).tree.rung == 1)[0]), CLIMB, 0]
    assert np.count_nonzero(below) > DRAWS // 3
    assert ((climbs[below] > 0.99) == (off < 0.0)).all()


@pytest.mark.parametrize(("precision", "share"), [(2.0, 1.0), (5.0, 1.0), (10.0, 0.97)])
def test_a_safer_crisis_invites_more_of_it(precision: float, share: float) -> None:
    """Powell (2015), International Organization 69:589: stability-instability.

    Fewer accidents a climb, and more climbs.
    """
    crisis = crises(200, 11, 3, 3)
    _, before = played(crisis, precision)
    _, after = played(replace(crisis, risk=np.asarray(crisis.risk) / 3.0), precision)
    more = after.climbs.sum(axis=0) > before.climbs.sum(axis=0)
    safer = after.disaster / after.climbs.sum(axis=0) < before.disaster / before.climbs.sum(axis=0)
    assert safer.all()
    assert more.mean() >= share
    assert (after.fight > before.fight).mean() >= 0.97


def test_a_larger_audience_cost_never_raises_what_one_concedes_from_a_height() -> None:
    """Fearon (1994), APSR 88:577, with complete information and best replies.

    Conceding at the foot costs nothing and is left out: who climbs once for the benefit of climbing alone, to
    concede later, concedes at once when that becomes dear.
    """
    crisis = crises(DRAWS, 12, 3, 1)
    found, before = played(crisis, SURE)
    fewer = 0
    for player in (0, 1):
        raised = crisis.by_player("audience").copy()
        raised[player] += 0.3
        dearer, after = played(replace(crisis, audience=raised), SURE)
        at_once = [one.strategy[0, CONCEDE, 0] if player == 0 else 0.0 for one in (found, dearer)]
        was, now = before.concedes[player] - at_once[0], after.concedes[player] - at_once[1]
        assert (now <= was + 1e-9).all()
        fewer += int(np.count_nonzero(now < was - 1e-6))
    assert fewer > 0


def test_without_a_benefit_of_climbing_it_never_raises_any_concession() -> None:
    crisis = replace(crises(DRAWS, 12, 3, 1), benefit=0.0)
    _, before = played(crisis, SURE)
    for player in (0, 1):
        raised = crisis.by_player("audience").copy()
        raised[player] += 0.3
        _, after = played(replace(crisis, audience=raised), SURE)
        assert (after.concedes[player] <= before.concedes[player] + 1e-9).all()


def test_richardson_settles_where_the_process_does() -> None:
    """kl / (ab) is the square of the branching ratio: there and back is one round; both are 1 together."""
    rng = np.random.default_rng(13)
    for k, a, back, b in rng.uniform(0.1, 1.0, (200, 4)):
        race = Race(k, a, back, b)
        radius = float(spectral_radius(race.branching()))
        assert radius**2 == pytest.approx(race.ratio)
        assert (np.linalg.eigvals(race.flow()).real.max() < 0.0) == (race.ratio < 1.0) == (radius < 1.0)


def test_chances_of_all_ends_add_up() -> None:
    crisis = crises(50, 14, 4, 2, 2)
    _, found = played(crisis, 3.0)
    assert found.concedes.sum(axis=0) + found.settles + found.disaster + found.fight == pytest.approx(1.0)


def test_costs_that_are_none_are_refused() -> None:
    with pytest.raises(ValueError, match="costs above 0"):
        Ultimatum(np.array([0.5]), np.array([0.0]), np.array([0.2]))
