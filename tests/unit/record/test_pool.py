"""Two opinions in one: the evidence alone until the context is found to count, and what is found to count."""

import math
from collections.abc import Callable
from dataclasses import asdict, fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.record.pool import DECISIONS, Pool, log_odds, shares
from detente.record.pool_fit import Opinion, fit_factors, fit_links, fit_pool
from detente.record.witness import DECISIONS as WITNESSED

LABELS = ("calm", "threat", "fire")
finite = st.floats(-50.0, 50.0)
said = st.dictionaries(st.sampled_from("abcdef"), finite, min_size=1)


@settings(max_examples=100, deadline=None)
@given(said, st.one_of(st.none(), said))
def test_by_itself_a_pool_is_the_evidence_alone(
    evidence: dict[str, float], context: dict[str, float] | None
) -> None:
    for decision in DECISIONS:
        found = Pool().scores(decision, evidence, context)
        assert list(found.items()) == list(evidence.items())


def test_without_context_even_a_pool_that_hears_it_is_the_evidence_alone() -> None:
    pool = Pool(types_evidence=0.5, types_context=2.0)
    assert pool.scores("types", {"a": 1.0, "b": -1.0}, None) == {"a": 1.0, "b": -1.0}


def test_the_sum_by_hand_and_a_label_unknown_to_the_context_has_its_least() -> None:
    pool = Pool(types_evidence=0.5, types_context=2.0)
    context = {"a": -1.0, "c": -3.0, "unheard of": -2.0}
    assert pool.scores("types", {"a": 1.0, "b": 4.0}, context) == {"a": -1.5, "b": -4.0}
    assert pool.scores("kinds", {"a": 1.0, "b": 4.0}, context) == {"a": 1.0, "b": 4.0}
    assert pool.scores("types", {"a": 1.0}, {}) == {"a": 0.5}


@pytest.mark.parametrize("decision", DECISIONS)
def test_it_hears_as_soon_as_the_context_counts_for_anything(decision: str) -> None:
    assert not Pool().hears
    assert not Pool.of({f"{decision}_evidence": 0.5, "links_bias": 1.0}).hears
    pool = Pool.of({f"{decision}_evidence": 0.5, f"{decision}_context": 0.1})
    assert pool.hears
    assert pool.factors(decision) == (0.5, 0.1)
    assert {pool.factors(other) for other in DECISIONS if other != decision} == {(1.0, 0.0)}


def test_numbers_make_a_pool_and_a_pool_makes_numbers() -> None:
    pool = Pool(**{field.name: k / 8 for k, field in enumerate(fields(Pool))})
    assert Pool.of(asdict(pool)) == pool
    assert Pool.of({**asdict(pool), "event": 0.3, "act": 0.4}) == pool
    assert Pool.of({"act": 0.4}) == Pool.of({}) == Pool()


def test_shares_and_log_odds_by_hand() -> None:
    assert shares({"a": math.log(1), "b": math.log(3)}) == pytest.approx({"a": 0.25, "b": 0.75})
    assert shares({"a": 2000.0, "b": -2000.0}) == {"a": 1.0, "b": 0.0}
    assert log_odds(0.75) == pytest.approx(math.log(3))
    assert [log_odds(p) for p in (0.0, 1.0)] == pytest.approx([-math.log(99999), math.log(99999)])


def simulated(own: float, other: float, n: int = 1200) -> list[Opinion]:
    """Cases whose right label is drawn from the pool of two random opinions with those factors."""
    rng = np.random.default_rng(20221103)
    found = []
    for _ in range(n):
        evidence, context = rng.normal(scale=2.0, size=(2, len(LABELS)))
        scores = own * evidence + other * context
        right = LABELS[int((scores + rng.gumbel(size=len(LABELS))).argmax())]
        one, two = (dict(zip(LABELS, map(float, z), strict=True)) for z in (evidence, context))
        found.append(Opinion(one, two, frozenset({right})))
    return found


@pytest.mark.parametrize("factors", [(1.0, 0.0), (0.0, 1.0), (0.6, 0.9), (1.2, 0.3), (0.0, 0.0)])
def test_the_factors_are_found_again(factors: tuple[float, float]) -> None:
    """An opinion that says nothing of what is right counts for about nothing."""
    assert fit_factors(simulated(*factors)) == pytest.approx(factors, abs=0.12)


def test_an_opinion_that_is_mostly_wrong_counts_for_nothing_and_not_against() -> None:
    own, other = fit_factors(simulated(1.0, -1.0))
    assert own > 0.3
    assert other == 0.0


def test_an_opinion_that_is_always_right_counts_for_much_and_is_held_back() -> None:
    """7.3 is where the chance of a mistake, 2 exp(-w), weighs as much as the penalty of w."""
    evidence = dict.fromkeys(LABELS, 0.0)
    cases = [Opinion(evidence, {**evidence, label: 1.0}, frozenset({label})) for label in LABELS * 20]
    own, other = fit_factors(cases)
    assert own == pytest.approx(0.5, abs=0.05)
    assert other == pytest.approx(7.3, abs=0.3)


def test_any_of_several_right_labels_will_do() -> None:
    """Each opinion is right by a label of its own: neither is held against the other."""
    case = Opinion({"a": 3.0, "b": 0.0, "c": 0.0}, {"a": 0.0, "b": 3.0, "c": 0.0}, frozenset("ab"))
    assert min(fit_factors([case])) > 0.6
    for label, wrong in (("a", 1), ("b", 0)):
        alone = fit_factors([Opinion(case.evidence, case.context, frozenset(label))])
        assert alone[wrong] == 0.0


def test_the_factors_are_those_under_which_what_is_right_is_likeliest() -> None:
    """Held near an even half where the cases leave them open; a second label is right in every other case."""
    cases = simulated(0.6, 0.9, 60)
    cases = [replace(c, right=c.right | set(LABELS[k % 6 : k % 6 + 1])) for k, c in enumerate(cases)]

    def loss(own: float, other: float) -> float:
        total = 0.0
        for case in cases:
            pooled = {label: own * case.evidence[label] + other * case.context[label] for label in LABELS}
            total -= math.log(sum(p for label, p in shares(pooled).items() if label in case.right))
        return total / len(cases) + 1e-4 * ((own - 0.5) ** 2 + (other - 0.5) ** 2)

    best = fit_factors(cases)
    for angle in range(8):
        step = 0.05 * math.cos(angle * math.pi / 4), 0.05 * math.sin(angle * math.pi / 4)
        assert loss(best[0] + step[0], best[1] + step[1]) > loss(*best)


def test_cases_without_a_right_label_among_those_weighed_are_passed_over() -> None:
    cases = simulated(0.6, 0.9, 200)
    stray = [Opinion(case.evidence, case.context, frozenset({"unheard of"})) for case in cases]
    assert fit_factors([*stray, *cases]) == fit_factors(cases)
    assert fit_factors(stray) == fit_factors([]) == (1.0, 0.0)


def test_a_label_that_the_context_does_not_know_has_its_least_in_the_fit_too() -> None:
    cases = simulated(0.6, 0.9, 200)
    least = [
        Opinion(c.evidence, {k: z for k, z in c.context.items() if z > min(c.context.values())}, c.right)
        for c in cases
    ]
    filled = [
        Opinion(c.evidence, {k: d.context.get(k, min(d.context.values())) for k in c.context}, c.right)
        for c, d in zip(cases, least, strict=True)
    ]
    assert fit_factors(least) == fit_factors(filled)
    assert fit_factors(least) != pytest.approx(fit_factors(cases), abs=0.01)


def links(own: float, other: float, added: float, n: int = 6000) -> list[tuple[float, float, bool]]:
    """Links that are right as often as the pool of two random log-odds says."""
    rng = np.random.default_rng(20221103)
    z = rng.normal(scale=2.0, size=(n, 2))
    p = 1.0 / (1.0 + np.exp(-(z @ (own, other) + added)))
    return [(float(e), float(c), bool(right)) for (e, c), right in zip(z, rng.random(n) < p, strict=True)]


@pytest.mark.parametrize("factors", [(1.0, 0.0, 0.0), (0.0, 1.0, 0.5), (0.6, 0.4, -2.0)])
def test_the_factors_of_links_are_found_again(factors: tuple[float, float, float]) -> None:
    assert fit_links(links(*factors)) == pytest.approx(factors, abs=0.15)


def test_log_odds_that_are_mostly_wrong_count_for_nothing() -> None:
    own, other, _ = fit_links(links(1.0, -1.0, 0.0))
    assert own > 0.3
    assert other == 0.0


def test_without_links_the_evidence_is_all() -> None:
    assert fit_links([]) == (1.0, 0.0, 0.0)


@pytest.mark.parametrize("made", [dict, lambda: {name: [] for name in WITNESSED}])
def test_without_cases_the_pool_is_that_of_the_evidence(made: Callable[[], dict[str, list[Opinion]]]) -> None:
    assert fit_pool(made(), []) == Pool()


def test_each_decision_has_factors_of_its_own() -> None:
    first, second = simulated(0.6, 0.9, 200), simulated(1.5, 0.3, 200)
    pool = fit_pool({"types": first, "target": second}, links(0.6, 0.4, -2.0, 200))
    assert pool.factors("types") == fit_factors(first)
    assert pool.factors("target") == fit_factors(second)
    assert (*pool.factors("links"), pool.links_bias) == fit_links(links(0.6, 0.4, -2.0, 200))
    assert pool.factors("source") == (1.0, 0.0)


def test_all_that_is_witnessed_is_pooled() -> None:
    assert {*WITNESSED, "links"} == set(DECISIONS)
