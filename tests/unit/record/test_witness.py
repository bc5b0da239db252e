"""A witness tells what is coded, and notes for each decision what was said of it and what is right."""

from collections.abc import Sequence

import pytest

from detente.record.act_features import type_of
from detente.record.casting import NOBODY
from detente.record.fit import fit_models
from detente.record.gazetteer import Gazetteer
from detente.record.pool import Pool
from detente.record.pool_fit import Opinion
from detente.record.ranker import NO_ACT, Least, Models, Ranker
from detente.record.senses import RESPONSE
from detente.record.witness import DECISIONS, Witness
from tests.unit.record.tiny import PAIRS, Tiny, act, both_ways, read_by, taught, tiny, told
from tests.unit.record.tiny_context import context_model

GIVEN = both_ways(PAIRS[:1])
QUARREL, RETURNED = GIVEN[0], GIVEN[2]
HEARING = Pool(types_context=1.0)


@pytest.fixture(scope="module")
def models(gazetteer: Gazetteer) -> Models:
    """Of other pairs."""
    return fit_models(taught(each, gazetteer).samples for each in both_ways(PAIRS[1:]))


@pytest.fixture(scope="module")
def ranker(models: Models) -> Ranker:
    return Ranker(models, Least(), context_model(), HEARING)


def witness(given: Tiny, ranker: Ranker, gazetteer: Gazetteer) -> Witness:
    """A witness that has read a dispatch."""
    found = Witness(given.rows, ranker)
    read_by(found, given, gazetteer)
    return found


def right(cases: Sequence[Opinion]) -> list[set[str]]:
    return [set(case.right) for case in cases]


@pytest.mark.parametrize("given", GIVEN, ids=range(len(GIVEN)))
def test_it_tells_exactly_what_is_coded(given: Tiny, ranker: Ranker, gazetteer: Gazetteer) -> None:
    found = Witness(given.rows, ranker)
    assert told(read_by(found, given, gazetteer)) == given.coded
    assert found.samples["types"].labels == taught(given, gazetteer).samples["types"].labels


def test_the_right_types_are_those_of_all_words_that_may_tell_an_act(
    ranker: Ranker, gazetteer: Gazetteer
) -> None:
    found = witness(QUARREL, ranker, gazetteer)
    assert right(found.opinions["types"]) == [{label} for label in found.samples["types"].labels]
    acts = [label for label in found.samples["types"].labels if label != NO_ACT]
    assert acts == ["ASSAULT", "ACCUSE", "SANCTION", "MOBILIZE", "ASSAULT", "MOBILIZE"]


def test_the_right_kinds_and_statuses_are_the_coded_ones(ranker: Ranker, gazetteer: Gazetteer) -> None:
    opinions = witness(QUARREL, ranker, gazetteer).opinions
    for decision, field in (("kinds", "kind"), ("status", "status")):
        assert right(opinions[decision]) == [{row[field]} for row in QUARREL.rows], decision
    for case, row in zip(opinions["kinds"], QUARREL.rows, strict=True):
        assert {type_of(kind) for kind in case.evidence} == {type_of(row["kind"])}


def test_a_response_has_no_kind_of_its_own(ranker: Ranker, gazetteer: Gazetteer) -> None:
    opinions = witness(RETURNED, ranker, gazetteer).opinions
    assert {RESPONSE} in right(opinions["types"])
    assert right(opinions["kinds"]) == [{"artillery_fire"}, {"meeting"}]


def test_a_type_that_the_ranker_does_not_know_has_no_kinds(models: Models, gazetteer: Gazetteer) -> None:
    """No model of the tiny dispatches has ever met a threat."""
    given = tiny("Peru threatened Ecuador.", ("PER", "ECU"), act("threatened", "PER", "ECU", "threat"))
    opinions = witness(given, Ranker(models, Least(), context_model(), HEARING), gazetteer).opinions
    assert right(opinions["types"]) == [{"THREATEN"}]
    assert opinions["kinds"] == []


def test_the_right_states_are_the_coded_ones_and_both_where_there_is_no_direction(
    ranker: Ranker, gazetteer: Gazetteer
) -> None:
    opinions = witness(QUARREL, ranker, gazetteer).opinions
    for end in ("source", "target"):
        wanted = [{"PER", "ECU"} if row.get("symmetric") else {row[end]} for row in QUARREL.rows]
        assert right(opinions[end]) == wanted
        assert all({"PER", "ECU", NOBODY} <= case.evidence.keys() for case in opinions[end])


def test_nobody_is_right_where_no_state_is_coded(ranker: Ranker, gazetteer: Gazetteer) -> None:
    given = tiny("Ecuador tested a rocket.", ("PER", "ECU"), act("tested", "ECU", None, "missile_launch"))
    opinions = witness(given, ranker, gazetteer).opinions
    assert (right(opinions["source"]), right(opinions["target"])) == ([{"ECU"}], [{NOBODY}])


def test_several_acts_of_one_word_are_right_together(ranker: Ranker, gazetteer: Gazetteer) -> None:
    words = "urged calm"
    rows = [act(words, code, "PER", "appeal_deescalate") for code in ("TUR", "GRC")]
    given = tiny("Turkey and Greece urged calm on Peru.", ("PER", "ECU"), *rows)
    opinions = witness(given, ranker, gazetteer).opinions
    assert (right(opinions["source"]), right(opinions["target"])) == ([{"TUR", "GRC"}], [{"PER"}])


def test_links_have_two_log_odds_and_are_right_where_they_are_coded(
    ranker: Ranker, gazetteer: Gazetteer
) -> None:
    found = witness(QUARREL, ranker, gazetteer)
    labels = found.samples["links"].labels
    assert [right for _, _, right in found.links] == [label == "1" for label in labels]
    assert sum(right for _, _, right in found.links) == 2
    assert len({context for _, context, _ in found.links}) > len(labels) // 2


def test_the_codes_are_right_where_the_rules_say_something_else(ranker: Ranker, gazetteer: Gazetteer) -> None:
    row = act("bombed an Ecuadorean post", "ECU", "PER", "raid", status="hypothetical")
    given = tiny("Peruvian aircraft bombed an Ecuadorean post on Tuesday.", ("PER", "ECU"), row)
    opinions = witness(given, ranker, gazetteer).opinions
    assert [right(opinions[name])[-1] for name in ("kinds", "status", "source", "target")] == [
        {"raid"}, {"hypothetical"}, {"ECU"}, {"PER"}
    ]  # fmt: skip


def test_an_answer_to_an_act_of_several_answers_each(ranker: Ranker, gazetteer: Gazetteer) -> None:
    rows = [act("urged calm", code, "PER", "appeal_deescalate") for code in ("TUR", "GRC")]
    answer = act("rejected the appeal", "PER", "TUR", "rejection", answers=0)
    given = tiny(
        "Turkey and Greece urged calm on Peru.\nPeru rejected the appeal.", ("PER", "TUR"), *rows, answer
    )
    assert [right for _, _, right in witness(given, ranker, gazetteer).links] == [False] * 4 + [True] * 2


def test_what_is_noted_is_what_evidence_and_context_say(ranker: Ranker, gazetteer: Gazetteer) -> None:
    """The heads of the context have all their labels, as the evidence has those that it was fitted on."""
    opinions = witness(QUARREL, ranker, gazetteer).opinions
    model = ranker.context_model
    assert model is not None
    for decision in ("types", "kinds", "status"):
        assert {tuple(case.context) for case in opinions[decision]} == {model.labels[decision]}
    for decision in ("source", "target"):
        assert {frozenset(case.context) for case in opinions[decision]} == {frozenset({"PER", "ECU", NOBODY})}
    assert {tuple(case.evidence) for case in opinions["types"]} == {ranker.models.types.labels}
    assert {tuple(case.evidence) for case in opinions["status"]} == {ranker.models.status.labels}
    for decision in DECISIONS:
        assert len({tuple(case.context.values()) for case in opinions[decision]}) > 1, decision


def test_without_context_there_is_nothing_to_weigh(models: Models, gazetteer: Gazetteer) -> None:
    for deaf in (Ranker(models, Least()), Ranker(models, Least(), context_model(), Pool())):
        found = witness(QUARREL, deaf, gazetteer)
        assert not any(found.opinions.values())
        assert {context for _, context, _ in found.links} == {0.0}
