"""What a word and its neighbourhood show, as names: the evidence on which an act's kind is weighed."""

from collections.abc import Iterator
from functools import lru_cache

from detente.record.classes import CLASSES
from detente.record.clause import Clause
from detente.record.tree import Tree
from detente.record.who import Cast

_LEVELS = ("aux", "auxpass", "neg")
_STATES = ("none", "one", "two", "more")


@lru_cache(maxsize=4096)
def classes_of(lemma: str) -> tuple[str, ...]:
    """The classes that a lemma belongs to."""
    return tuple(name for name, members in CLASSES.items() if lemma in members)


def act_features(cast: Cast, clause: Clause, rule: str, around: tuple[str, str]) -> tuple[str, ...]:
    """Names of what holds of a clause.

    `rule` is the kind that the lexicon reads, "-" for words that it says tell none, "" where it has no row;
    `around` are the rule kinds of the act above and of the act below, "" without one.
    """
    return tuple(_features(cast, clause, rule, around))


def _features(cast: Cast, clause: Clause, rule: str, around: tuple[str, str]) -> Iterator[str]:
    tree = cast.tree
    token = tree.tokens[clause.trigger]
    lemma = token.lemma
    yield "bias"
    yield f"k={rule}"
    yield f"l={lemma}"
    yield f"k={rule} l={lemma}"
    yield f"t={token.tag} k={rule}"
    yield f"d={token.dep} k={rule}"
    yield f"noun={clause.nominal} light={clause.verb is not None and clause.nominal}"
    yield f"above={around[0]} k={rule}"
    yield f"below={around[1]} k={rule}"
    yield f"above={around[0]} d={token.dep}"
    yield from _governor(tree, clause)
    for name, heads in (("s", clause.doers), ("o", clause.undergoers)):
        yield f"{name}{len(heads) > 0} noun={clause.nominal}"
        yield from _group(cast, name, heads, lemma, rule)
    for preposition, noun in clause.obliques:
        yield f"p={preposition}"
        yield f"l={lemma} p={preposition}"
        yield from _group(cast, f"p-{preposition}", (noun,), lemma, rule)
    for k in tree.kids[clause.trigger]:
        yield from _child(tree, k, lemma)
    named = len({code for m in cast.at.values() for code in m.codes})
    yield f"states={_STATES[min(named, 3)]} k={rule}"


def _governor(tree: Tree, clause: Clause) -> Iterator[str]:
    here = clause.trigger if clause.verb is None else clause.verb
    for level, upper in enumerate(tree.above(here)):
        dep, token = tree.tokens[here].dep, tree.tokens[upper]
        yield f"g{level}={token.lemma} d={dep}"
        yield f"g{level}d={dep} tag={token.tag[:2]}"
        if level:
            return
        here = upper


def _group(cast: Cast, name: str, heads: tuple[int, ...], lemma: str, rule: str) -> Iterator[str]:
    tree = cast.tree
    for head in heads[:3]:
        who = cast.who(head)
        yield f"{name} how={who.how}"
        yield f"{name} how={who.how} k={rule}"
        noun = tree.tokens[head].lemma
        yield f"{name}={noun}"
        yield f"l={lemma} {name}={noun}"
        for each in classes_of(noun):
            yield f"{name}:{each}"
            yield f"l={lemma} {name}:{each}"
        for k in tree.children(head, "compound", "amod", "nmod"):
            inner = tree.tokens[k].lemma
            yield f"{name}m={inner}"
            for each in classes_of(inner):
                yield f"{name}m:{each}"


def _child(tree: Tree, k: int, lemma: str) -> Iterator[str]:
    token = tree.tokens[k]
    if token.dep in ("punct", "nsubj", "nsubjpass", "dobj", "prep"):
        return
    yield f"c={token.dep}"
    if token.dep in (*_LEVELS, "prt", "compound", "amod", "xcomp", "ccomp", "advmod", "mark", "det", "poss"):
        yield f"c={token.dep}:{token.lemma}"
        yield f"l={lemma} c={token.dep}:{token.lemma}"
        for each in classes_of(token.lemma):
            yield f"c={token.dep}:{each}"
