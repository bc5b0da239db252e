"""The linear model: on data simulated from known weights, by hand, and where it must do nothing."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.numerics.linear import Linear, Logistic, Tied, fit_linear

LABELS = ("calm", "threat", "fire")
TRUE = {"bias": (0.5, 0.0, -0.5), "guns": (-1.0, 0.0, 1.0), "words": (0.0, 1.0, -1.0)}
RULE = 1.5
"""The weight that a label has because the rule gives it, in the data with tied features."""


def simulated(n: int, *, tied: bool = False) -> tuple[list[list[str]], list[str], list[Tied]]:
    """Samples with their labels drawn from `TRUE`, and from `RULE` if `tied`."""
    rng = np.random.default_rng(20221103)
    samples: list[list[str]] = []
    labels: list[str] = []
    rules: list[Tied] = []
    for _ in range(n):
        sample = ["bias", *(name for name in ("guns", "words") if rng.random() < 0.5)]
        rule = LABELS[rng.integers(3)]
        scores = np.sum([TRUE[name] for name in sample], axis=0)
        scores = scores + RULE * tied * (np.array(LABELS) == rule)
        samples.append(sample)
        labels.append(LABELS[int((scores + rng.gumbel(size=3)).argmax())])
        rules.append({"rule": (rule,)})
    return samples, labels, rules


def contrasts(model: Linear, name: str) -> np.ndarray:
    """The weights of a feature less those of calm: what a multinomial model is determined up to."""
    row = model.weights[model.vocabulary[name]].astype(float)
    ordered = np.array([row[model.place[label]] for label in LABELS])
    return np.asarray(ordered - ordered[0])


def test_known_weights_are_found_again() -> None:
    samples, labels, _ = simulated(6000)
    model = fit_linear(samples, labels, ridge=0.01)
    for name, weights in TRUE.items():
        assert contrasts(model, name) == pytest.approx(np.array(weights) - weights[0], abs=0.15), name


def test_a_tied_weight_is_found_again_and_shared_by_all_labels() -> None:
    samples, labels, rules = simulated(6000, tied=True)
    model = fit_linear(samples, labels, tied=rules, ridge=0.01)
    assert model.tied["rule"] == pytest.approx(RULE, abs=0.15)
    plain = model.scores(["bias"])
    for label in LABELS:
        change = model.scores(["bias"], {"rule": (label,)}) - plain
        assert change == pytest.approx(model.tied["rule"] * (np.array(model.labels) == label))


def test_a_tied_feature_that_says_nothing_weighs_nothing() -> None:
    samples, labels, rules = simulated(3000)
    assert fit_linear(samples, labels, tied=rules).tied["rule"] == pytest.approx(0.0, abs=0.1)


def test_the_fit_is_where_the_penalised_likelihood_is_highest() -> None:
    samples, labels, _ = simulated(200)
    model, ridge = fit_linear(samples, labels, ridge=2.0), 2.0

    def loss(weights: np.ndarray) -> float:
        other = Linear(model.labels, model.vocabulary, weights, {})
        p = [other.probabilities(s)[other.place[y]] for s, y in zip(samples, labels, strict=True)]
        return float(-np.log(p).sum() + 0.5 * ridge * (weights**2).sum())

    best = loss(model.weights.astype(float))
    rng = np.random.default_rng(1)
    for _ in range(20):
        step = 0.05 * rng.standard_normal(model.weights.shape)
        assert loss(model.weights + step) > best


def test_ridge_shrinks() -> None:
    samples, labels, _ = simulated(500)
    sizes = [float((fit_linear(samples, labels, ridge=r).weights ** 2).sum()) for r in (0.1, 10.0, 1e4)]
    assert sizes[0] > sizes[1] > sizes[2]
    assert sizes[2] < 0.01


def test_rare_features_are_left_out() -> None:
    samples, labels, _ = simulated(100)
    for sample in samples[:2]:
        sample.append("twice")
    for sample in samples[:3]:
        sample.append("thrice")
    vocabulary = fit_linear(samples, labels).vocabulary
    assert "twice" not in vocabulary
    assert "thrice" in vocabulary


def test_known_labels_are_there_even_if_no_sample_has_them() -> None:
    model = fit_linear([["a"]] * 50, ["yes"] * 50, known=("no", "yes"))
    assert model.labels == ("no", "yes")
    assert 0.8 < Logistic.of(model, "yes").probability(["a"]) < 1.0


def test_nothing_to_fit_on_is_even_odds() -> None:
    model = fit_linear([], [], known=("no", "yes"))
    assert model.probabilities(["a"]).tolist() == [0.5, 0.5]
    assert Logistic.of(model, "yes").probability(["a"]) == 0.5


def model_of(weights: Sequence[Sequence[float]], names: str = "abc", labels: str = "xyz") -> Linear:
    table = np.array(weights, dtype=np.float32)
    return Linear(tuple(labels), {name: k for k, name in enumerate(names)}, table, {"rule": 2.0})


MODEL = model_of([[1, 0, -1], [0.01, 0, 0], [0, 3, -0.015]])


def test_probabilities_by_hand() -> None:
    odds = np.exp([1.0, 3.0, -1.015])
    assert MODEL.probabilities(["a", "c"]) == pytest.approx(odds / odds.sum())
    odds = np.exp([1.0, 2.0, 1.0])
    assert MODEL.probabilities(["a"], {"rule": ("y", "z")}) == pytest.approx(odds / odds.sum())


def test_large_scores_do_not_overflow() -> None:
    p = model_of([[2000, 0, -2000]], "a").probabilities(["a"])
    assert p == pytest.approx([1.0, 0.0, 0.0])
    assert Logistic({"a": -3000.0}).probability(["a"]) == 0.0
    assert Logistic({"a": 3000.0}).probability(["a"]) == 1.0


def test_what_was_never_seen_is_harmless() -> None:
    assert MODEL.scores(["a", "unseen"]) == pytest.approx(MODEL.scores(["a"]))
    assert MODEL.probabilities([]) == pytest.approx([1 / 3] * 3)
    assert MODEL.probabilities(["unseen"]) == pytest.approx([1 / 3] * 3)
    assert MODEL.scores(["a"], {"other": ("x",)}) == pytest.approx(MODEL.scores(["a"]))
    assert MODEL.scores(["a"], {"rule": ("no label of it",)}) == pytest.approx(MODEL.scores(["a"]))
    assert Logistic({"a": 1.0}).probability(["unseen"]) == 0.5


def test_a_feature_counts_once_however_often_it_is_named() -> None:
    """As in the fit, where a sample either has a feature or not."""
    assert MODEL.scores(["a", "a", "c"]) == pytest.approx(MODEL.scores(["a", "c"]))
    yes = Logistic({"a": 1.0})
    assert yes.probability(["a", "a"]) == yes.probability(["a"])
    samples, labels, _ = simulated(300)
    once, often = fit_linear(samples, labels), fit_linear([[*s, *s] for s in samples], labels)
    assert often.weights == pytest.approx(once.weights, abs=1e-3)


def test_pruning_keeps_probabilities_and_drops_empty_features() -> None:
    small = MODEL.pruned(0.02)
    assert set(small.vocabulary) == {"a", "c"}
    assert small.weights[small.vocabulary["c"]].tolist() == [0.0, 3.0, 0.0]
    assert small.tied == MODEL.tied
    for sample in ([], ["a"], ["b"], ["a", "b", "c"]):
        assert small.probabilities(sample) == pytest.approx(MODEL.probabilities(sample), abs=0.01)


def test_pruning_everything_leaves_even_odds() -> None:
    assert MODEL.pruned(100.0).probabilities(["a", "c"]) == pytest.approx([1 / 3] * 3)


def test_pruning_a_fit_hardly_moves_its_probabilities() -> None:
    samples, labels, _ = simulated(400)
    model = fit_linear(samples, labels, ridge=5.0)
    small = model.pruned(0.02)
    for sample in samples[:50]:
        assert small.probabilities(sample) == pytest.approx(model.probabilities(sample), abs=0.02)


finite = st.floats(-20.0, 20.0)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(finite, finite), min_size=3, max_size=3), st.sets(st.sampled_from("abcd")))
def test_one_weight_a_feature_says_what_two_columns_say(
    weights: list[tuple[float, float]], sample: set[str]
) -> None:
    model = model_of(weights, labels="01")
    p = model.probabilities(sample)
    assert Logistic.of(model, "1").probability(sample) == pytest.approx(p[1], abs=1e-6)
    assert Logistic.of(model, "0").probability(sample) == pytest.approx(p[0], abs=1e-6)
