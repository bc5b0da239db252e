"""Each parameter is paid where its words say: every play by hand beside the sums of patterns."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from detente.motive.episodes import places
from detente.motive.moves import Move
from detente.motive.payoffs import DISASTER, HEIGHTS, HONOUR, MOTIVES, NAMES, Rules, games, patterns, tree
from detente.numerics.game.games import Games
from tests.unit.motive.plays import Payer, Play, beliefs, every_play, steps, thetas

ALL_RULES = Rules(risk=(0.02, 0.1, 0.3), honour=0.2, protected=1, settlement=0.21, recognition=0.13)
PLAYS = every_play()


def games_of(payer: Payer) -> Games:
    one = np.ones(1)
    theta = np.array([payer.theta[name] for name in NAMES])[:, None]
    return games(theta, one * payer.intensity, one * payer.hope, beliefs(1, 0), payer.motive, payer.rules)


def summed(found: Games, play: Play, side: int, kind: int) -> float:
    """What the arrays pay along the play, each place by the chance that it is reached."""
    reached, total = 1.0, 0.0
    for _, at, action in places(steps(play)):
        total += reached * float(found.gain[at, action, side, kind, 0])
        reached *= float(found.go[at, action, 0])
    return total


def payer(motive: str | None, seed: int, **more: Any) -> Payer:
    drawn = dict(zip(NAMES, thetas(1, seed)[:, 0].tolist(), strict=True))
    return replace(Payer(drawn, motive, 0.7, 0.4, ALL_RULES), **more)


@pytest.mark.parametrize("motive", [*MOTIVES, None])
@pytest.mark.parametrize("protected", [None, 0, 1])
def test_every_play_pays_both_sides_of_every_type_what_the_words_say(
    motive: str | None, protected: int | None
) -> None:
    one = payer(motive, 3, rules=replace(ALL_RULES, protected=protected))
    found = games_of(one)
    for play in PLAYS:
        for side in (0, 1):
            for kind in range(len(DISASTER)):
                assert summed(found, play, side, kind) == pytest.approx(one.paid(play, side, kind), abs=1e-12)


def test_the_plays_are_all_of_the_tree() -> None:
    full = tree()
    assert full.histories == 54
    ends = int((full.open & (full.child == -1)).sum())
    assert len(set(PLAYS)) == len(PLAYS) == ends


def test_quiet_is_worth_nothing_without_hope_or_a_motive_that_minds_it() -> None:
    quiet: Play = ((0, Move.HOLD), (1, Move.HOLD))
    usual = {"hope": 0.0, "rules": Rules()}
    for motive in (None, "status", "coercion", "domestic"):
        found = games_of(payer(motive, 1, **usual))
        assert [summed(found, quiet, side, 0) for side in (0, 1)] == [0.0, 0.0]
    found = games_of(payer("security", 1, **usual))
    assert summed(found, quiet, 0, 0) < 0.0 == summed(found, quiet, 1, 0)


def test_motives_are_the_actors_alone_and_of_equal_strength() -> None:
    """Where a motive pays at all, its largest payment at one place is one strength."""
    at = NAMES.index("strength")
    for motive in MOTIVES:
        where = patterns(motive)[at]
        assert not where[:, :, 1].any()
        assert np.abs(where).max() == 1.0
        assert not np.delete(patterns(motive) - patterns(None), at, axis=0).any()


def test_an_umbrella_helps_the_protected_and_hurts_the_other_at_war_alone() -> None:
    firm = replace(ALL_RULES, honour=5.0)
    bare, held = (games_of(payer(None, 5, rules=replace(firm, protected=p))) for p in (None, 1))
    gap = (held.gain - bare.gain)[..., 0, 0]
    war = (tree().rung[:, None] + np.arange(tree().actions) - 1 == len(HEIGHTS)) & tree().open
    assert (gap[war, 1] > 0.0).all()
    assert (gap[war, 0] < 0.0).all()
    assert not gap[~war].any()


def test_a_patron_as_he_was_fitted_changes_nothing_and_one_who_stands_aside_takes_his_share_away() -> None:
    alone = games_of(payer(None, 5, rules=replace(ALL_RULES, protected=None)))
    usual = games_of(payer(None, 5, rules=replace(ALL_RULES, honour=HONOUR)))
    np.testing.assert_array_equal(usual.gain, alone.gain)
    aside = games_of(payer(None, 5, rules=replace(ALL_RULES, honour=-50.0)))
    gap = (aside.gain - alone.gain)[..., 0, 0]
    assert gap[:, :, 1].min() < 0.0 < gap[:, :, 0].max()


def test_risk_stops_the_play_and_only_for_climbs_short_of_war() -> None:
    found, full = games_of(payer(None, 2)), tree()
    on = full.child != -1
    climbing = np.arange(full.actions)[None, :] > 1
    height = full.rung[:, None] + np.arange(full.actions) - 1
    for h, risk in enumerate(ALL_RULES.risk, start=1):
        assert found.go[..., 0][on & climbing & (height == h)] == pytest.approx(1.0 - risk)
    assert found.go[..., 0][on & ~climbing] == pytest.approx(1.0)
    assert not found.go[~on].any()


def test_intensity_and_hope_of_nothing_leave_the_bare_ladder() -> None:
    for motive in MOTIVES:
        one = payer(motive, 4, intensity=0.0)
        np.testing.assert_array_equal(games_of(one).gain, games_of(replace(one, motive=None)).gain)


def test_a_batch_is_each_of_its_columns() -> None:
    theta, prior = thetas(3, 7), beliefs(3, 7)
    called, hoped = np.array([0.0, 0.5, 1.0]), np.array([1.0, 0.2, 0.0])
    whole = games(theta, called, hoped, prior, "status", ALL_RULES)
    for n in range(3):
        one = games(theta[:, [n]], called[[n]], hoped[[n]], prior[..., [n]], "status", ALL_RULES)
        for name in ("gain", "go", "prior", "precision"):
            np.testing.assert_allclose(getattr(whole, name)[..., [n]], getattr(one, name), atol=1e-14)
    assert whole.precision == pytest.approx(np.exp(theta[NAMES.index("precision")]))
