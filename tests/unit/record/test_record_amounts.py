"""Which number belongs to an act, and which to its dead, on trees of the reader without a model."""

import pytest

from detente.record import shallow
from detente.record.amounts import count_of, deaths_in
from detente.record.clause import noun_clause, verb_clause
from detente.record.numbers import find_counts
from detente.record.tree import Tree


def _tree(sentence: str) -> Tree:
    return next(iter(shallow.parse_all(sentence, [(0, len(sentence))])))


def _count(sentence: str, act: str, kind: str) -> int | None:
    tree = _tree(sentence)
    token = next(t for t in tree.tokens if t.text == act)
    clause = verb_clause(tree, token.i) if token.is_verb else noun_clause(tree, token.i)
    found = count_of(tree, clause, kind, find_counts(sentence))
    return None if found is None else found.value


@pytest.mark.parametrize(
    ("sentence", "act", "kind", "count"),
    [
        ("The army fired 23 missiles into the sea.", "fired", "missile_launch", 23),
        ("The guards fired 12 rounds across the river.", "fired", "small_arms_fire", 12),
        ("Four frigates patrolled three boxes off the coast.", "patrolled", "naval_deployment", 4),
        ("A pair of jets bombed the bridge.", "bombed", "airstrike", 2),
        ("Jets bombed three airfields.", "bombed", "airstrike", None),
        ("Troops attacked two consulates.", "attacked", "raid", 2),
        ("It sent a submarine and two frigates south.", "sent", "naval_deployment", 3),
        ("The gunboat seized a trawler.", "seized", "seizure", 1),
        ("Police boarded no ship.", "boarded", "seizure", None),
        ("A Russian bomber crossed the line.", "crossed", "incursion", 1),
        ("Jets twice entered the airspace.", "entered", "incursion", 2),
        ("It rejected three proposals.", "rejected", "reject_proposal", None),
        ("The minister urged both governments to hold back.", "urged", "appeal_deescalate", None),
        ("Gunmen killed five soldiers.", "killed", "killing", None),
        ("The test was its sixth nuclear test.", "test", "nuclear_test", None),
    ],
)
def test_the_number_is_that_of_the_things(sentence: str, act: str, kind: str, count: int | None) -> None:
    assert _count(sentence, act, kind) == count


def test_an_ordinal_counts_one() -> None:
    assert _count("It carried out a third test.", "test", "nuclear_test") == 1


@pytest.mark.parametrize(
    ("sentence", "dead"),
    [
        ("The raid killed four guards.", {4}),
        ("Two guards were killed.", {2}),
        ("Gunmen killed a soldier.", {1}),
        ("Shells fell, killing some twenty people.", {20}),
        ("The clash left 16 soldiers and at least two officers dead.", {18}),
        ("Five villagers are dead.", {5}),
        ("It protested the murder of nine diplomats.", {9}),
        ("No guard was killed.", set()),
        ("Two guards were wounded.", set()),
    ],
)
def test_the_dead_are_counted_apart(sentence: str, dead: set[int]) -> None:
    assert {number for _, number in deaths_in(_tree(sentence), find_counts(sentence))} == dead
