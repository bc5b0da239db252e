"""The deal: facts of the record, conditions with their numbers, and what they may claim."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from detente.archive.history import history
from detente.archive.query import Archive
from detente.motive import window
from detente.motive.deal import deal, hoped, restraint_margin
from detente.motive.hope import behind
from detente.motive.terms import NAMES, PRIORS, central, draw, scales
from detente.world.actor import Dyad
from detente.world.event import Event
from detente.world.motives import Condition, Deal
from detente.world.record import Record
from detente.world.traits import Traits

PAGE = Path(__file__).parents[3] / "docs/theory/motive-deal.md"
RECORD = Record(None, "2010-01-01", ("AAA", "BBB"), None, (), ())
ARMED = Traits(nuclear=("AAA",), umbrella=("BBB",), no_relations=True, economy={"AAA": 0.001, "BBB": 0.03})


def act(day: str, source: str, kind: str, rung: int = 1) -> Event:
    return Event(source, "BBB" if source == "AAA" else "AAA", day, kind, rung)


TRIED = (act("2008-05-01", "AAA", "summit"), act("2009-02-01", "BBB", "reject_proposal", 2))


def named(found: Deal, name: str) -> Condition:
    return next(c for c in found.conditions if c.name == name)


def test_a_failed_deal_is_told_with_what_undid_it_and_the_belief_before_and_after() -> None:
    found = deal(TRIED, RECORD, "AAA", traits=ARMED)
    assert found.failed
    assert found.reasons == ("2009-02-01: reject proposal by BBB",)
    assert [h.why for h in found.hope] == ["summit of AAA and BBB", "reject proposal by BBB", "today"]
    before, after = (named(found, f"restraint {when}") for when in ("before", "after"))
    assert "the reject proposal by BBB on 2009-02-01" in before.sentence
    assert after.holds < before.holds
    assert "the failure alone undoes restraint" in after.sentence


def test_without_talks_the_conditions_say_so_and_rest_on_the_prior() -> None:
    found = deal((), RECORD, "AAA")
    assert found.hope == ()
    assert not found.failed
    assert "No talks of AAA with BBB are on record" in named(found, "restraint").sentence
    assert not any(c.name in ("restraint before", "restraint after") for c in found.conditions)
    assert all(c.prior_only for c in found.conditions)


def quoted(day: str | None, source: str, kind: str, words: str, target: str = "AAA") -> Event:
    return replace(act("2009-12-30", source, kind, 2), date=day, target=target, quote=words)


def test_where_nothing_was_tried_nothing_failed() -> None:
    refusal = quoted("2009-12-30", "BBB", "sanction", "froze assets")
    found = deal((refusal,), replace(RECORD, events=(refusal,)), "AAA")
    assert not found.failed
    assert found.summary == "no summit or accord between the two is on record"
    assert found.reasons == ('the dispatch: sanction by BBB: "froze assets"',)


@pytest.mark.parametrize(
    ("event", "fails"),
    [
        (quoted("2009-12-30", "BBB", "reject_talks", "refused"), True),
        (quoted(None, "BBB", "reject_talks", "refused"), True),
        (quoted("2007-03-01", "BBB", "reject_talks", "had refused before"), False),
        (quoted("2009-12-30", "CCC", "suspend_talks", "a quarrel of its own"), False),
    ],
)
def test_a_deal_failed_by_what_one_of_the_two_refused_the_other_since(event: Event, fails: bool) -> None:
    found = deal((TRIED[0], event), replace(RECORD, events=(event,)), "AAA")
    assert found.failed == fails
    assert any(f"{event.quote}" in reason for reason in found.reasons) == fails
    assert found.summary.startswith("summit of 2008-05-01")


def test_without_a_pair_or_a_day_there_are_facts_alone() -> None:
    for record in (replace(RECORD, pair=None), replace(RECORD, as_of=None)):
        found = deal(TRIED, record, "AAA")
        assert (*found.conditions, *found.windows, *found.hope) == ()
        assert found.reasons


def test_a_condition_says_in_words_what_its_numbers_say() -> None:
    found = deal(TRIED, RECORD, "AAA", traits=ARMED)
    for condition in found.conditions:
        if condition.name.startswith("lever"):
            continue
        assert f"holds in {condition.holds:.0%} of draws" in condition.sentence
        assert (condition.margin.value >= 0.0) == (condition.holds >= 0.5)
        assert condition.source
    assert all("AAA" in c.sentence for c in found.conditions if "lever" not in c.name)


def test_windows_are_those_of_the_draws() -> None:
    found = deal(TRIED, RECORD, "AAA", traits=ARMED)
    terms = draw(ARMED, "AAA", "BBB")
    assert [w.offer for w in found.windows] == ["full", "phased"]
    for shown in found.windows:
        offer = terms.offer(shown.offer)
        assert shown.possible == pytest.approx(np.mean(window.possible(offer)))
        least, most = window.least(offer), window.most(offer)
        assert shown.least.value == pytest.approx(np.median(np.clip(least, 0.0, 1.01)))
        assert shown.most.value == pytest.approx(np.median(np.clip(most, -0.01, 1.0)))
        assert (shown.least.high > 1.0) == (np.mean(least > 1.0) > 0.05)
        assert (shown.most.low < 0.0) == (np.mean(most < 0.0) > 0.05)
        assert named(found, f"window {shown.offer}").holds == pytest.approx(shown.possible)
    full, phased = found.windows
    assert phased.possible > full.possible


def test_fitted_draws_take_the_place_of_the_range_and_are_no_longer_prior_only() -> None:
    fitted = {"demonstration": np.full(1000, 1e-9)}
    found = deal(TRIED, RECORD, "AAA", traits=ARMED, fitted=fitted)
    restraint = named(found, "restraint")
    assert not restraint.prior_only
    assert "0.00 (0.00 to 0.00) against" in restraint.sentence
    assert named(found, "window full").prior_only
    plain = deal(TRIED, RECORD, "AAA", traits=ARMED)
    assert restraint.holds > named(plain, "restraint").holds
    assert found.windows == plain.windows


def test_a_fit_of_something_else_is_refused() -> None:
    with pytest.raises(ValueError, match="no terms of a deal: courage"):
        deal(TRIED, RECORD, "AAA", fitted={"courage": np.ones(3)})
    with pytest.raises(ValueError, match="empty or not finite"):
        deal(TRIED, RECORD, "AAA", fitted={"aid": np.array([np.nan])})


def test_same_seed_same_answer_and_another_seed_nearly_the_same() -> None:
    one, again, other = (deal(TRIED, RECORD, "AAA", traits=ARMED, seed=seed) for seed in (1, 1, 2))
    assert one == again
    assert one != other
    for mine, theirs in zip(one.conditions[:7], other.conditions[:7], strict=True):
        assert abs(mine.holds - theirs.holds) < 0.12


def test_acts_after_the_day_change_nothing() -> None:
    until = date(2009, 6, 1)
    later = (*TRIED, act("2009-07-01", "BBB", "summit"), act("2009-08-01", "BBB", "reject_talks", 2))
    known, unknown = (deal(acts, RECORD, "AAA", until=until).hope for acts in (TRIED, later))
    assert known == unknown


def test_the_power_behind_the_other_side_speaks_for_it_when_named() -> None:
    acts = (TRIED[0], Event("PPP", "AAA", "2009-02-01", "reject_proposal", 2))
    alone = deal(acts, RECORD, "AAA")
    together = deal(acts, RECORD, "AAA", others=("BBB", "PPP"))
    assert len(together.hope) == len(alone.hope) + 1
    assert together.hope[-1].belief.value < alone.hope[-1].belief.value


def test_a_summit_with_a_third_state_is_no_try_at_a_deal_with_these() -> None:
    third = Event("AAA", "CCC", "2009-06-01", "summit", 1)
    found = deal((*TRIED, third), RECORD, "AAA", others=("BBB",))
    assert found.summary == "summit of 2008-05-01 between AAA and BBB"


def test_the_lever_is_the_term_that_moves_the_margin_most() -> None:
    found = deal(TRIED, RECORD, "AAA", traits=ARMED)
    terms = draw(ARMED, "AAA", "BBB")
    moved = {}
    for term in ("aid", "recognition", "loss", "advantage", "penalty", "exposure"):
        more = replace(terms, **{term: 1.1 * getattr(terms, term)})
        change = window.slack(more.offer("phased")) - window.slack(terms.offer("phased"))
        moved[term] = abs(float(np.median(change)))
    best = max(moved, key=lambda term: moved[term])
    assert f"A tenth more of {best} " in named(found, "lever of the window").sentence


def test_restraint_is_the_formula() -> None:
    terms = draw(ARMED, "AAA", "BBB")
    belief = np.full(terms.draws, 0.4)
    aid, loss = terms.down_payment * terms.aid, terms.share * terms.loss
    value = aid + terms.recognition - loss - terms.exposure * terms.inspection - terms.no_deal
    expected = 0.4 * terms.agreement * terms.patience * value
    np.testing.assert_allclose(hoped(terms, belief), expected)
    np.testing.assert_allclose(restraint_margin(terms, belief), expected - terms.demonstration)


def test_draws_fill_every_range_evenly_and_stay_in_it() -> None:
    terms = draw(Traits(), "AAA", "BBB", draws=100)
    factors = scales(Traits(), "AAA", "BBB")
    for name in NAMES:
        prior, found = PRIORS[name], getattr(terms, name) / factors.get(name, 1.0)
        assert prior.low < found.min()
        assert found.max() < prior.high
        below = np.mean(found < prior.at(np.array(0.25)))
        assert below == pytest.approx(0.25, abs=0.011)
        assert prior.why


def test_terms_are_drawn_apart() -> None:
    terms = draw(Traits(), "AAA", "BBB")
    table = np.corrcoef([np.argsort(np.argsort(getattr(terms, name))) for name in NAMES])
    assert np.abs(table - np.eye(len(NAMES))).max() < 0.2


def test_what_is_known_of_the_pair_stretches_the_ranges() -> None:
    plain, armed = (central(traits, "AAA", "BBB") for traits in (Traits(no_relations=True), ARMED))
    assert armed.loss > plain.loss
    assert armed.aid > plain.aid
    assert armed.penalty > plain.penalty
    assert armed.recognition == plain.recognition
    assert central(Traits(), "AAA", "BBB").recognition < plain.recognition
    poorer = central(replace(ARMED, economy={"AAA": 0.03, "BBB": 0.001}), "AAA", "BBB")
    assert poorer.aid < plain.aid


def test_an_economy_that_is_not_known_is_not_taken_for_nothing() -> None:
    assert "aid" not in scales(Traits(economy={"AAA": 0.01}), "AAA", "BBB")


def korean(day: date) -> Deal:
    """As the page's program does it."""
    known = history(Dyad.of("KOR", "PRK"), day, Archive(None))
    record = Record(None, day.isoformat(), ("KOR", "PRK"), None, (), ())
    others = ("KOR", *sorted(behind(known.facts, "KOR")))
    return deal((*known.acts, *known.around), record, "PRK", others=others, traits=known.traits)


def test_the_korean_record_told_from_hanoi_on() -> None:
    found = korean(date(2022, 11, 3))
    assert "the reject proposal by USA on 2019-02-28" in named(found, "restraint before").sentence
    assert named(found, "restraint after").holds < named(found, "restraint before").holds
    assert found.summary == "summit of 2019-06-30 between PRK and USA"
    assert found.hope[-1].day == "2022-11-03"
    assert len(found.hope) <= 24


def test_the_page_tells_the_story_in_the_programs_own_numbers() -> None:
    rows = re.findall(
        r"^\| (\d{4}-\d\d-\d\d) \|.*\| (.+) \| (\d+) % \|$", PAGE.read_text("utf-8"), re.MULTILINE
    )
    assert len(rows) == 4
    for day, belief, share in rows:
        found = korean(date.fromisoformat(day))
        now = found.hope[-1].belief
        assert belief == f"{now.value:.2f} ({now.low:.2f} to {now.high:.2f})"
        assert share == f"{100 * named(found, 'restraint').holds:.0f}"


def test_swapping_the_states_mirrors_the_conditions() -> None:
    names = {"AAA": "BBB", "BBB": "AAA"}
    mine = deal(TRIED, RECORD, "AAA")
    theirs = deal([e.swapped(names) for e in TRIED], RECORD, "BBB")
    assert [c.margin for c in mine.conditions] == [c.margin for c in theirs.conditions]
    assert mine.windows == theirs.windows
