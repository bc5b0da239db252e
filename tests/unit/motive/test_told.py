"""What the rounds say, in nats and words."""

from datetime import timedelta

import numpy as np
import pytest

from detente.motive import told
from detente.motive.payoffs import MOTIVES
from detente.motive.view import View, view
from detente.motive.vintage import BASE, HABIT, MODELS
from detente.motive.weigh import weigh
from tests.unit.motive.pasts import DAY, act, acts, past

SEEN: View = view(past(acts(120, 3)), "AAA", holidays=())
ROUNDS = SEEN.rounds.rounds
LOGS = {m: np.random.default_rng(k).uniform(-6.0, -0.1, len(ROUNDS)) for k, m in enumerate(MODELS)}
WEIGHED = weigh({m: -k for k, m in enumerate(MODELS)}, {m: np.zeros(3) for m in MODELS}, seed=0)


FIRST_NEW = int(np.flatnonzero(told.climbing(SEEN))[-5])
NEW = np.arange(len(ROUNDS)) >= FIRST_NEW


def test_rounds_with_a_climb_are_those_in_which_force_was_shown() -> None:
    flags = told.climbing(SEEN)
    for flag, one in zip(flags, ROUNDS, strict=True):
        assert flag == any(step.move >= 2 for step in one.readings[0][1])
    assert 0 < flags.sum() < flags.size


def test_evidence_is_the_highest_climb_of_the_last_rounds_with_one() -> None:
    shown = told.evidence(SEEN, LOGS, WEIGHED, NEW)
    rows = np.flatnonzero(told.climbing(SEEN))[-told.SHOWN :]
    assert len(shown) == len(rows)
    for one, row in zip(shown, rows, strict=True):
        path = ROUNDS[row].readings[0][1]
        top = max(step.move for step in path)
        step = next(s for s in path if s.move == top)
        assert (one.date, one.move) == (step.day.isoformat(), top.name.lower())
        assert one.state == ("AAA", "BBB")[step.side]
        assert dict(one.nats) == pytest.approx(
            {m: LOGS[m][row] - LOGS[BASE][row] for m in MODELS if m != BASE}
        )


def test_a_move_is_expected_by_what_the_motives_had_foreseen_before_it() -> None:
    """Whatever came with the round or after it changes no weight in its chance."""
    shown = told.evidence(SEEN, LOGS, WEIGHED, NEW)
    rows = np.flatnonzero(told.climbing(SEEN))[-told.SHOWN :]
    for one, row in zip(shown, rows, strict=True):
        odds = {m: np.exp(WEIGHED.evidence[m] - LOGS[m][max(row, FIRST_NEW) :].sum()) for m in MOTIVES}
        motives = sum(odds[m] * np.exp(LOGS[m][row]) for m in MOTIVES) / sum(odds.values())
        assert one.p == pytest.approx(0.5 * motives + 0.5 * np.exp(LOGS[HABIT][row]))
    assert (rows < FIRST_NEW).any()
    assert (rows >= FIRST_NEW).any()


def test_the_doer_of_the_others_climb_is_the_other() -> None:
    seen = view(past([act(DAY - timedelta(days=90), "BBB", "artillery_fire")]), "AAA", holidays=())
    logs = {m: np.full(len(seen.rounds.rounds), -1.0) for m in MODELS}
    (one,) = told.evidence(seen, logs, WEIGHED, np.zeros(len(seen.rounds.rounds), dtype=bool))
    assert (one.state, one.move) == ("BBB", "force")


def test_what_a_model_found_is_its_nats_against_base_rates_in_all_and_since_the_fit() -> None:
    new = np.zeros(len(ROUNDS), dtype=bool)
    new[-5:] = True
    whole = WEIGHED.evidence[HABIT] - WEIGHED.evidence[BASE]
    lately = float((LOGS[HABIT] - LOGS[BASE])[-5:].sum())
    assert told.found(HABIT, WEIGHED, LOGS, new, fitted=True) == (
        f"{whole:+.1f} nats against base rates in all rounds foreseen, {lately:+.1f} in the 5 since its fit"
    )
    assert told.found(BASE, WEIGHED, LOGS, new, fitted=True) == "the yardstick"


def test_where_nothing_was_foreseen_nothing_was_found() -> None:
    blank = weigh(dict.fromkeys(MODELS, 0.0), {m: np.empty(0) for m in MODELS}, seed=0)
    none = np.zeros(len(ROUNDS), dtype=bool)
    assert told.found(HABIT, blank, LOGS, none, fitted=True) == "no round since the fit"


def test_of_a_pair_without_a_fit_only_the_last_ten_years_are_told() -> None:
    whole = WEIGHED.evidence[HABIT] - WEIGHED.evidence[BASE]
    assert told.found(HABIT, WEIGHED, LOGS, NEW, fitted=False) == (
        f"{whole:+.1f} nats against base rates in the {NEW.sum()} rounds of the last ten years"
    )


def test_every_model_says_what_it_expects() -> None:
    assert set(told.PREDICTS) == set(MODELS)
    assert all(told.PREDICTS.values())
