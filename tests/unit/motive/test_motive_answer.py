"""Why do they do it: weights only from evidence, no hindsight, and an answer to every bad input."""

from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from detente.motive.actor import likely_actor
from detente.motive.answer import DECIDED, ENOUGH, PRIOR, _decided, answer, asked
from detente.motive.payoffs import MOTIVES
from detente.motive.vintage import MODELS
from detente.world.canonical import canonical
from detente.world.estimate import Interval
from detente.world.event import Event
from detente.world.history import History
from detente.world.motives import Motive, Motives
from detente.world.record import Record
from detente.world.traits import Traits
from tests.unit.motive.pasts import CUT, DAY, EMPTY, PAIR, SINCE, act, acts, fitted, of_pair, past

ACTS = acts(150, 11)
HISTORY = past(ACTS, motive=fitted())
FOUND = answer(EMPTY, HISTORY)
NAMES = {"AAA": "BBB", "BBB": "AAA"}


def told(*events: Event, as_of: date = DAY) -> Record:
    return replace(EMPTY, events=events, as_of=as_of.isoformat())


def weights(found: Motives) -> dict[str, float]:
    return {m.motive: m.weight for m in found.weights}


def prior_alone(found: Motives) -> bool:
    """No weight without evidence: the prior, nothing solved, and a note that says why."""
    assert {m.motive for m in found.weights} == set(MODELS)
    assert all(Interval(m.weight, m.low, m.high) == PRIOR for m in found.weights)
    assert found.undetermined
    nothing = (found.evidence, found.ladder, found.ends, found.separations, found.what_if, found.n)
    assert nothing == ((), (), (), (), (), 0)
    assert found.notes
    return found.prior_only


# What is said


def test_weights_sum_to_one_within_their_bounds_and_rest_on_rounds() -> None:
    assert sum(weights(FOUND).values()) == pytest.approx(1.0)
    assert all(0.0 <= m.low <= m.weight <= m.high <= 1.0 for m in FOUND.weights)
    assert sum(m.among for m in FOUND.weights) == pytest.approx(1.0)
    assert FOUND.n >= ENOUGH
    assert not FOUND.prior_only
    assert len(FOUND.evidence) > 5
    assert sum(e.p.value for e in FOUND.ends) == pytest.approx(1.0)
    assert FOUND.ladder[0].mover == FOUND.actor == "AAA"
    assert any(note.startswith("no fit of this pair") for note in FOUND.notes)


def test_evidence_is_in_order_of_time_and_of_the_pair() -> None:
    days = [e.date for e in FOUND.evidence]
    assert all(one <= two for one, two in pairwise(days))
    assert {e.state for e in FOUND.evidence} <= {"AAA", "BBB"}
    assert all(0.0 < e.p <= 1.0 for e in FOUND.evidence)


def test_a_pairs_own_fit_is_used_and_counts_with_what_came_since() -> None:
    """In the fit all models are alike but one; only rounds since the vintage's year are added."""
    plain = answer(EMPTY, past(ACTS, motive=fitted(pairs=of_pair("AAA", n=25))))
    better = answer(EMPTY, past(ACTS, motive=fitted(pairs=of_pair("AAA", n=25, best="coercion", by=6.0))))
    assert not [note for note in plain.notes if "all pairs" in note]
    odds = [weights(f)["coercion"] / weights(f)["habit"] for f in (plain, better)]
    assert odds[1] / odds[0] == pytest.approx(403.4, rel=0.01)  # e^6
    since = [e for e in better.evidence if e.date >= f"{CUT}-01-16"]
    assert 25 < better.n <= 25 + len(since) + 1
    assert better.n < FOUND.n + 25


def test_a_motive_is_named_only_if_sure_and_apart() -> None:
    def table(first: tuple[float, float, float], *rest: tuple[float, float, float]) -> list[Motive]:
        names = [*MOTIVES, "base rates", "habit"]
        return [Motive(n, *v, "", "") for n, v in zip(names, (first, *rest), strict=False)]

    low = (0.1, 0.05, 0.3)
    assert _decided(table((0.7, 0.5, 0.9), low, low))
    assert not _decided(table((DECIDED - 0.01, 0.5, 0.9), low, low))
    assert not _decided(table((0.7, 0.25, 0.9), low, (0.02, 0.0, 0.04)))
    assert not _decided(table(low, low, low, low, (0.8, 0.7, 0.9)))


def test_one_year_of_evidence_names_no_motive() -> None:
    start = DAY - timedelta(days=150)
    many = acts(60, 4, since=start)
    found = answer(EMPTY, past(many, since=start, motive=fitted()))
    assert found.undetermined


# Who acts


def test_who_is_asked_is_the_first_to_use_force_in_the_dispatch_unprovoked() -> None:
    def asked_of(*events: Event) -> str:
        return likely_actor(events, ACTS, PAIR, DAY)

    first, reply = act(DAY, "BBB", "exercise"), act(DAY, "AAA", "artillery_fire", answers_to=0)
    assert asked_of(act(DAY, "AAA", "talks"), first) == "BBB"
    assert asked_of(first, reply) == "BBB"
    assert asked_of(replace(first, status="denied"), act(DAY, "AAA", "exercise")) == "AAA"
    assert asked_of(replace(first, source="CCC"), reply) == "AAA"
    assert asked_of() == "AAA"
    assert likely_actor((), acts(150, 2, doers="B"), PAIR, DAY) == "BBB"


# No hindsight

LATER = [
    act(DAY + timedelta(days=d), who, kind)
    for d, who, kind in (
        (1, "BBB", "artillery_fire"),
        (3, "BBB", "release"),
        (40, "AAA", "war"),
        (41, "BBB", "summit"),
    )
]


def test_what_a_dispatch_says_of_later_days_changes_no_byte() -> None:
    history = past(ACTS, motive=fitted(pairs=of_pair("AAA", best="status")))
    now = act(DAY, "AAA", "missile_launch")
    one = canonical(answer(told(now), history))
    assert canonical(answer(told(now, *LATER), history)) == one
    assert canonical(answer(told(*LATER[::-1], now), history)) == one
    assert canonical(answer(told(*LATER), HISTORY)) == canonical(FOUND)


def test_an_act_of_the_day_itself_is_known() -> None:
    assert canonical(answer(told(act(DAY, "AAA", "missile_launch")), HISTORY)) != canonical(FOUND)


def test_rounds_that_the_vintage_could_not_know_whole_are_counted_once_and_now() -> None:
    """A climb a few days before the vintage's year, still without an answer when it began."""
    quiet = [e for e in ACTS if not f"{CUT - 1}-11" <= (e.date or "") <= f"{CUT}-03"]
    climb = act(date(CUT - 1, 12, 28), "AAA", "missile_launch")
    motive = fitted(pairs=of_pair("AAA", n=25))
    without, counted = (answer(EMPTY, past(e, motive=motive)).n for e in (quiet, [*quiet, climb]))
    assert counted == without + 1
    early = act(date(CUT - 1, 11, 3), "AAA", "missile_launch")
    assert answer(EMPTY, past([*quiet, early], motive=motive)).n == without


def test_base_rates_count_what_was_done_before_the_rounds_that_are_passed_through() -> None:
    """Acts of twenty years ago: no round of the last ten, and yet counted, as they are for a fit."""
    old = [act(DAY - timedelta(days=round(365.25 * 20) + 9 * n), "AAA", "artillery_fire") for n in range(60)]
    begun = date(DAY.year - 30, 1, 1)
    pasts = [past([*more, *ACTS], since=begun, motive=fitted()) for more in ([], old)]
    told_of = [answer(EMPTY, one).evidence for one in pasts]
    assert [e.date for e in told_of[0]] == [e.date for e in told_of[1]]
    gains = [[nats for e in found for m, nats in e.nats if m == "status"] for found in told_of]
    assert gains[0] != gains[1]


def test_a_fit_from_before_the_window_of_the_counts_is_gone_on_with() -> None:
    """Forty years after the cut all rounds since are new, and counted."""
    late = date(CUT + 40, 6, 1)
    long_run = acts(300, 3, since=date(CUT - 5, 1, 1), until=late)
    found = answer(
        replace(EMPTY, as_of=late.isoformat()),
        past(long_run, day=late, since=date(CUT - 5, 1, 1), motive=fitted(pairs=of_pair("AAA", n=25))),
    )
    assert found.n > 100
    assert sum(weights(found).values()) == pytest.approx(1.0)


def test_a_fit_that_was_not_renewed_says_so() -> None:
    motive = fitted(pairs=of_pair("AAA", n=25))
    told_at = {
        year: any("fitted on rounds before" in note for note in answer(EMPTY, history).notes)
        for year in (CUT + 4, CUT + 5)
        for history in [past(ACTS, day=date(year, 6, 1), motive=motive)]
    }
    assert told_at == {CUT + 4: False, CUT + 5: True}


# Names and seeds


def test_swapping_the_states_swaps_the_answer() -> None:
    def mirrored(history: History) -> History:
        swapped = sorted(
            (e.swapped(NAMES) for e in history.acts), key=lambda e: (e.date or "", e.source or "", e.kind)
        )
        return replace(history, acts=tuple(swapped))

    given, other = (fitted(pairs=of_pair(actor, best="domestic")) for actor in ("AAA", "BBB"))
    ours = answer(EMPTY, past(ACTS, motive=given))
    theirs = answer(EMPTY, mirrored(past(ACTS, motive=other)))
    text = canonical(theirs).decode().replace("AAA", "\0").replace("BBB", "AAA").replace("\0", "BBB")
    assert text == canonical(ours).decode()


def test_one_seed_one_answer_and_weights_of_every_seed_are_alike() -> None:
    again, other = answer(EMPTY, HISTORY), answer(EMPTY, HISTORY, seed=9)
    assert canonical(again) == canonical(FOUND)
    assert canonical(other) != canonical(FOUND)
    assert weights(other) == pytest.approx(weights(FOUND))


# Bad input


@pytest.mark.parametrize(
    ("history", "says"),
    [
        (past((), motive=fitted()), "no show or use of force"),
        (past([act(DAY, "AAA", "talks"), act(DAY, "BBB", "sanction")], motive=fitted()), "no show or use"),
        (past(acts(80, 3, doers="A"), motive=fitted()), "one side only is on record: BBB never moves"),
        (past(ACTS, since=None, motive=fitted()), "no source covers the two"),
        (past(ACTS[:6], motive=fitted()), f"fewer than {ENOUGH} rounds"),
        (past(ACTS), "nothing was fitted that early"),
        (past(ACTS, motive={"vintage": "1945", "anniversaries": {}}), "nothing was fitted that early"),
    ],
    ids=["no moves", "talks alone", "one side", "no coverage", "few", "no room", "before the first vintage"],
)
def test_without_evidence_there_is_the_prior_and_a_note(history: History, says: str) -> None:
    found = answer(EMPTY, history)
    assert prior_alone(found)
    assert any(says in note for note in found.notes), found.notes


def test_a_side_that_never_acts_is_asked_nothing() -> None:
    """The dispatch says that AAA may threaten; on record there is nothing but what BBB did."""
    found = answer(
        told(act(DAY, "AAA", "threat", status="hypothetical")), past(acts(80, 3, doers="B"), motive=fitted())
    )
    assert found.actor == "BBB"
    assert prior_alone(found)


def test_contradictory_answers_are_left_out_and_said() -> None:
    first, then = act(DAY, "AAA", "exercise", answers_to=1), act(DAY, "BBB", "exercise", answers_to=0)
    found = answer(told(first, then), HISTORY)
    assert any(note.startswith("who answered whom is left out") for note in found.notes)
    free = answer(told(replace(first, answers_to=None), replace(then, answers_to=None)), HISTORY)
    assert found.actor == free.actor
    assert weights(found) == weights(free)


def test_acts_by_nobody_named_are_doubted_and_break_nothing() -> None:
    unknown = [act(SINCE + timedelta(days=90 * n), None, "artillery_fire", "AAA") for n in range(50)]
    assert prior_alone(answer(EMPTY, past(unknown, motive=fitted())))
    mixed = answer(EMPTY, past([*ACTS, *unknown], motive=fitted()))
    assert sum(weights(mixed).values()) == pytest.approx(1.0)
    stranger = act(DAY, "CCC", "artillery_fire", "DDD")
    assert answer(told(stranger), HISTORY).weights == FOUND.weights


@pytest.mark.parametrize("part", ["today", "filter"])
def test_nothing_is_told_from_games_that_were_not_solved(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module = import_module(f"detente.motive.{part}")
    solved = module.solve

    def gives_up(*args: Any, **kwargs: Any) -> Any:
        found = solved(*args, **kwargs)
        return replace(found, solved=np.arange(found.solved.size) > 0)

    monkeypatch.setattr(module, "solve", gives_up)
    found = answer(EMPTY, HISTORY)
    assert prior_alone(found)
    assert any("the solver gave up on" in note for note in found.notes)


def test_undated_and_imprecise_acts_break_nothing() -> None:
    undated = replace(act(DAY, "AAA", "exercise"), date=None, date_precision=None)
    vague = [undated, act("2003", "BBB", "artillery_fire"), act("2004-02", "AAA", "exercise")]
    found = answer(told(*vague), past([*ACTS, *vague[1:]], motive=fitted()))
    assert sum(weights(found).values()) == pytest.approx(1.0)


def test_a_gap_of_the_record_after_the_fit_leaves_the_fit() -> None:
    """The pair is known, but no source covers the years since: weights are the vintage's, nothing is new."""
    history = past((), since=None, motive=fitted(pairs=of_pair("AAA", n=25, best="status")))
    found = answer(told(act(DAY, "AAA", "exercise")), history)
    assert (found.actor, found.n, found.evidence) == ("AAA", 25, ())
    assert weights(found)["status"] / weights(found)["habit"] == pytest.approx(54.6, rel=0.01)  # e^4
    assert any("no source covers" in note for note in found.notes)
    assert {m.found.rpartition(", ")[2] for m in found.weights} == {"none since its fit", "the yardstick"}


def test_evidence_far_apart_is_no_crash() -> None:
    """Thousands of nats between models, for and against motives."""
    for best in ("status", "habit"):
        pairs = of_pair("AAA", n=25, best=best, by=4000.0)
        found = answer(EMPTY, past(ACTS, motive=fitted(pairs=pairs)))
        assert weights(found)[best] == pytest.approx(1.0)
        assert found.undetermined == (best == "habit")
        assert sum(e.p.value for e in found.ends) == pytest.approx(1.0)


# What if


def test_what_ifs_are_asked_for_by_name() -> None:
    def policies(history: History, *names: str) -> list[set[str]]:
        return [{row.policy for row in rows} for rows in asked(EMPTY, history, names)]

    hotline, phased = {"hotline"}, {"phased deal", "phased deal on the table"}
    found = policies(HISTORY, "hotline", "phased-deal", "umbrella", "", "nothing-of-ours")
    assert found == [hotline, phased, set(), set(), set()]
    covered = replace(HISTORY, traits=Traits(umbrella=("BBB",)))
    assert policies(covered, "umbrella") == [{"firm umbrella over BBB", "no umbrella over BBB"}]
    assert policies(past((), motive=fitted()), "hotline") == [set()]


def test_informative_is_what_the_vintage_says() -> None:
    assert not FOUND.informative
    assert answer(EMPTY, past(ACTS, motive={**fitted(), "informative": True})).informative
