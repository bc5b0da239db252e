"""Hope: Bayes's rule worked by hand, whose acts count, no hindsight, and the Korean record."""

import random
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from detente.archive.history import history
from detente.archive.query import Archive
from detente.motive.hope import MUTUAL, behind, hope, hope_on, path, steps
from detente.motive.terms import PRIORS, Terms, central, draw
from detente.world.actor import Dyad
from detente.world.event import Event
from detente.world.traits import Traits

OTHERS = frozenset({"BBB", "PPP"})
DAY = date(2000, 1, 1)
TERMS = draw(Traits(), "AAA", "BBB", draws=50)
MIDDLE = central(Traits(), "AAA", "BBB")


def act(day: date | str, source: str, kind: str, target: str = "AAA", p: float = 1.0) -> Event:
    return Event(source, target, str(day), kind, 1, p=p)


def later(days: int) -> date:
    return DAY + timedelta(days=days)


def after(acts: list[Event], terms: Terms = MIDDLE) -> float:
    """The middle belief after the last step."""
    return float(path(acts, "AAA", OTHERS, later(9000), terms).after[-1][0])


TALKS = act(DAY, "BBB", "talks")
REFUSAL = act(later(30), "BBB", "reject_proposal")


def test_a_refusal_after_talks_moves_the_belief_by_the_rule() -> None:
    course = path([TALKS, REFUSAL], "AAA", OTHERS, later(60), TERMS)
    b, a = course.before[1], TERMS.agreement
    np.testing.assert_allclose(course.after[1], b * (1 - a) / (1 - a * b), rtol=1e-12)
    assert (course.after[1] < b).all()
    assert course.failures() == [1]


def test_a_sign_multiplies_the_odds() -> None:
    course = path([TALKS], "AAA", OTHERS, DAY, TERMS)
    before, now = course.before[0], course.after[0]
    np.testing.assert_allclose(now / (1 - now), MUTUAL["talks"] * before / (1 - before), rtol=1e-12)


def test_between_acts_half_the_distance_to_the_prior_goes_in_a_half_life() -> None:
    course = path([TALKS], "AAA", OTHERS, DAY, MIDDLE)
    end = DAY.toordinal() + round(float(MIDDLE.half_life[0]) * 365.25)
    far, near = (float((course.at(d) - MIDDLE.hope)[0]) for d in (DAY.toordinal() + 1, end))
    assert near / far == pytest.approx(0.5, rel=1e-3)


def test_a_refusal_without_talks_or_long_after_them_ends_no_round() -> None:
    assert steps([REFUSAL], "AAA", OTHERS, later(60)) == []
    late = act(later(400), "BBB", "reject_proposal")
    assert [s.ratio is None for s in steps([TALKS, late], "AAA", OTHERS, later(900))] == [False]


def test_a_second_refusal_needs_new_talks() -> None:
    again = act(later(31), "BBB", "suspend_talks")
    assert len(steps([TALKS, REFUSAL, again], "AAA", OTHERS, later(60))) == 2


def test_the_actors_own_refusal_and_third_states_do_not_count() -> None:
    own = act(later(30), "AAA", "reject_proposal", "BBB")
    third = act(later(30), "CCC", "reject_proposal")
    assert steps([TALKS, own, third], "AAA", OTHERS, later(60)) == steps([TALKS], "AAA", OTHERS, later(60))


def test_the_power_behind_the_other_side_counts() -> None:
    theirs = act(later(30), "PPP", "reject_proposal")
    assert after([TALKS, theirs]) == after([TALKS, REFUSAL])


def test_an_offer_counts_only_when_the_other_side_makes_it() -> None:
    assert len(steps([act(DAY, "BBB", "offer_talks")], "AAA", OTHERS, DAY)) == 1
    assert steps([act(DAY, "AAA", "offer_talks", "BBB")], "AAA", OTHERS, DAY) == []


def test_ten_working_meetings_are_one_sign_and_a_summit_tops_them_up() -> None:
    meetings = [act(later(i), "BBB", "talks") for i in range(10)]
    assert after(meetings) == after(meetings[:1])
    topped = steps([*meetings, act(later(20), "BBB", "summit")], "AAA", OTHERS, later(60))
    assert topped[-1].ratio == pytest.approx(MUTUAL["summit"] / MUTUAL["talks"])
    next_round = [*meetings, act(later(200), "BBB", "talks")]
    assert len(steps(next_round, "AAA", OTHERS, later(300))) == 2


def test_a_sanction_lowers_hope_and_the_next_within_the_half_year_adds_nothing() -> None:
    sanction = act(DAY, "BBB", "sanction")
    assert after([sanction]) < float(MIDDLE.hope[0])
    assert after([sanction, act(later(9), "PPP", "sanction")]) == after([sanction])


def test_a_doubtful_act_moves_the_belief_by_its_chance() -> None:
    whole, half, none = (after([replace(TALKS, p=p)]) for p in (1.0, 0.5, 0.0))
    assert none == pytest.approx(float(MIDDLE.hope[0]))
    assert half == pytest.approx((whole + none) / 2)


def test_a_refusal_is_worse_the_likelier_a_willing_side_would_have_agreed() -> None:
    ready, slow = (replace(MIDDLE, agreement=np.array([a])) for a in (0.8, 0.3))
    assert after([TALKS, REFUSAL], ready) < after([TALKS, REFUSAL], slow)


def test_nothing_later_changes_the_belief_of_a_day() -> None:
    acts = korean()[0]
    days = [date(2017, 12, 1), date(2018, 6, 12), date(2019, 3, 1)]
    now = hope_on(acts, "PRK", {"KOR", "USA"}, days)
    for day, known in zip(days, now, strict=True):
        earlier = [e for e in acts if e.when is not None and e.when.end < day]
        assert hope_on(earlier, "PRK", {"KOR", "USA"}, [day]) == [known]


def test_an_act_of_the_day_itself_counts_from_the_next() -> None:
    on, next_day = hope_on([TALKS], "AAA", OTHERS, [DAY, later(1)])
    assert on == float(MIDDLE.hope[0]) < next_day


def test_an_act_known_to_the_month_counts_when_the_month_is_over() -> None:
    vague = act("2000-03", "BBB", "summit")
    inside, past = hope_on([vague], "AAA", OTHERS, [date(2000, 3, 20), date(2000, 4, 1)])
    assert inside == float(MIDDLE.hope[0]) < past


def test_the_order_of_the_rows_does_not_matter() -> None:
    acts = korean()[0]
    mixed = list(acts)
    random.Random(1).shuffle(mixed)
    until = date(2022, 11, 3)
    assert hope(mixed, "PRK", {"KOR", "USA"}, until, TERMS) == hope(acts, "PRK", {"KOR", "USA"}, until, TERMS)


def test_no_act_no_path_and_no_days_no_values() -> None:
    assert hope([], "AAA", OTHERS, DAY, TERMS) == ()
    assert hope_on([TALKS], "AAA", OTHERS, []) == []
    assert hope_on([], "AAA", OTHERS, [DAY]) == [float(MIDDLE.hope[0])]


def test_beliefs_are_chances_whatever_the_record() -> None:
    rng = np.random.default_rng(5)
    kinds = ["talks", "summit", "agreement", "reject_talks", "sanction", "suspend_talks", "recognition"]
    acts = [act(later(int(d)), "BBB", str(rng.choice(kinds))) for d in rng.integers(0, 8000, 400)]
    course = path(acts, "AAA", OTHERS, later(9000), TERMS)
    assert len(course.steps) > 50
    assert ((course.after > 0.0) & (course.after < 1.0)).all()


def test_a_failed_summit_lowers_the_hope_of_the_korean_record() -> None:
    acts, others = korean()
    assert others == {"KOR", "USA"}
    before, now = hope_on(acts, "PRK", others, [date(2019, 2, 28), date(2019, 3, 1)])
    assert now < 0.8 * before
    shown = hope(acts, "PRK", others, date(2019, 3, 1), TERMS)
    assert [h.day for h in shown] == sorted(h.day for h in shown)
    assert shown[-2].why == "reject proposal by USA"
    assert PRIORS["hope"].low < hope_on(acts, "PRK", others, [date(1954, 1, 1)])[0] < PRIORS["hope"].high


def korean() -> tuple[tuple[Event, ...], set[str]]:
    known = history(Dyad.of("KOR", "PRK"), date(2022, 11, 3), Archive(None))
    return (*known.acts, *known.around), {"KOR", *behind(known.facts, "KOR")}
