"""Plain readers to beat: every pair that is named; subject, verb, object; a list of thirty verbs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product

from detente.backtest.icbe_names import is_state
from detente.backtest.icbe_table import CONFLICT, COOPERATION, Pair, Sides
from detente.record.gazetteer import Mention
from detente.record.tree import Tree

VERBS: Mapping[str, str] = {
    **dict.fromkeys(
        (
            *("accuse", "attack", "bomb", "clash", "condemn", "cross", "demand", "fire"),
            *("invade", "kill", "protest", "reject", "seize", "shell", "threaten"),
        ),
        CONFLICT,
    ),
    **dict.fromkeys(
        (
            *("accept", "agree", "aid", "assist", "meet", "mediate", "negotiate", "offer"),
            *("pledge", "recognise", "release", "sign", "support", "visit", "withdraw"),
        ),
        COOPERATION,
    ),
}
"""Fifteen verbs of each side, written down before any was tried."""


def side_by_verbs(lemmas: Iterable[str], otherwise: str) -> str:
    """The side of most of the listed verbs among some lemmas; `otherwise` where they tie or there is none."""
    sides = [VERBS[lemma] for lemma in lemmas if lemma in VERBS]
    balance = sides.count(CONFLICT) - sides.count(COOPERATION)
    return otherwise if balance == 0 else (CONFLICT if balance > 0 else COOPERATION)


def named_pairs(mentions: Sequence[Mention], side: str) -> Sides:
    """Every two states that a sentence names, the one named first as the doer."""
    codes = dict.fromkeys(m.codes[0] for m in mentions if len(m.codes) == 1 and is_state(m.codes[0]))
    return {pair: frozenset({side}) for pair in combinations(codes, 2)}


def rule_pairs(tree: Tree, mentions: Sequence[Mention], otherwise: str) -> Sides:
    """States below the subject of a verb, to those below its objects and prepositions; any verb, no lexicon.

    The side is that of the verb's lemma in the list, else `otherwise`.
    """
    found: dict[Pair, set[str]] = {}
    for verb, doers, targets in _clauses(tree):
        side = side_by_verbs((tree.tokens[verb].lemma,), otherwise)
        states = (_states(tree, heads, mentions) for heads in (doers, targets))
        for pair in product(*states):
            if pair[0] != pair[1]:
                found.setdefault((pair[0], pair[1]), set()).add(side)
    return {pair: frozenset(sides) for pair, sides in found.items()}


def _clauses(tree: Tree) -> Iterator[tuple[int, tuple[int, ...], tuple[int, ...]]]:
    """Every verb with the heads of who does it and whom it is done to, the passive turned round."""
    for verb in (token.i for token in tree.tokens if token.is_verb):
        by = tuple(i for k in tree.children(verb, "agent") for i in tree.children(k, "pobj"))
        near = tuple(i for k in tree.children(verb, "prep") for i in tree.children(k, "pobj"))
        yield verb, (*tree.children(verb, "nsubj"), *by), (*tree.children(verb, "dobj", "nsubjpass"), *near)


def _states(tree: Tree, heads: tuple[int, ...], mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The states that are named in the subtrees of some words."""
    starts = [tree.tokens[i].start for head in heads for i in tree.below(head)]
    named = (m for m in mentions if len(m.codes) == 1 and any(m.start <= at < m.end for at in starts))
    return tuple(dict.fromkeys(m.codes[0] for m in named if is_state(m.codes[0])))
