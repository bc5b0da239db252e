"""What a word and its neighbourhood show, as names: the evidence on which an act's kind is weighed."""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from detente.record.classes import CLASSES
from detente.record.clause import Clause
from detente.record.judge import Word
from detente.record.tree import Tree
from detente.record.who import Cast
from detente.world.kinds import KINDS

_LEVELS = ("aux", "auxpass", "neg")
_STATES = ("none", "one", "two", "more")


@lru_cache(maxsize=4096)
def classes_of(lemma: str) -> tuple[str, ...]:
    """The classes that a lemma belongs to."""
    return tuple(name for name, members in CLASSES.items() if lemma in members)


def act_features(word: Word) -> tuple[str, ...]:
    """Names of what holds of a word and its clause."""
    return tuple(_features(word))


def tied_features(word: Word) -> dict[str, tuple[str, ...]]:
    """Which kinds the rule and the thesaurus point at."""
    found: dict[str, tuple[str, ...]] = {}
    if word.rule not in ("", "-"):
        found |= {"rule": (word.rule,), "rule family": _family((word.rule,))}
    if word.may:
        found |= {"may": word.may, "may family": _family(word.may)}
        if word.rule in ("", "-"):
            found["may alone"] = word.may
    return found


def tied_types(word: Word) -> dict[str, tuple[str, ...]]:
    """Which PLOVER types the rule and the thesaurus point at."""
    found: dict[str, tuple[str, ...]] = {}
    if word.rule not in ("", "-"):
        found["rule"] = (type_of(word.rule),)
    if word.may:
        types = Counter(map(type_of, word.may))
        found |= {"may": tuple(types), "may most": (types.most_common(1)[0][0],)}
        if word.rule in ("", "-"):
            found["may alone"] = tuple(types)
    return found


def type_of(label: str) -> str:
    """The PLOVER type of a kind; a label outside PLOVER stands for itself."""
    kind = KINDS.get(label)
    return label if kind is None or kind.plover is None else kind.plover


@lru_cache(maxsize=4096)
def _family(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """All kinds with the PLOVER type of one of `kinds`."""
    types = {KINDS[kind].plover for kind in kinds if kind in KINDS}
    return tuple(name for name, kind in KINDS.items() if kind.plover in types)


def _features(word: Word) -> Iterator[str]:
    cast, clause, rule = word.cast, word.clause, word.rule
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
    yield f"above={word.above} k={rule}"
    yield f"below={word.below} k={rule}"
    yield f"above={word.above} d={token.dep}"
    yield f"twice={word.twice} k={rule}"
    things = tuple(_things(tree, clause))
    for kind in word.may:
        yield f"may={kind}"
        yield f"may={kind} d={token.dep}"
        yield from (f"may={kind} {each}" for each in things)
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


def _things(tree: Tree, clause: Clause) -> Iterator[str]:
    """The classes of what it is done with or to."""
    seen: set[tuple[str, str]] = set()
    for name, heads in (("s", clause.doers), ("o", clause.undergoers)):
        near = [w for h in heads[:3] for w in (h, *tree.children(h, "compound", "amod"))]
        seen |= {(name, c) for w in near for c in classes_of(tree.tokens[w].lemma)}
    seen |= {(p, c) for p, h in clause.obliques for c in classes_of(tree.tokens[h].lemma)}
    if clause.nominal:
        seen |= {("m", c) for w in clause.modifiers for c in classes_of(tree.tokens[w].lemma)}
    return (f"{name}:{each}" for name, each in sorted(seen))


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
