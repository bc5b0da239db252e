"""The words of a sentence that may tell an act: the verbs and nouns that lexicons or thesaurus know."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from detente.record.clause import noun_clause, verb_clause
from detente.record.judge import Word
from detente.record.senses import first_sense, senses_of, trigger_lemmas
from detente.record.thesaurus import noun_kinds, trigger_words, verb_kinds
from detente.record.tree import Token, Tree
from detente.record.who import Cast


def words_that_tell(cast: Cast) -> tuple[Word, ...]:
    """The words of a sentence that may tell an act, in order, each with what the rules make of it."""
    words = tuple(_word(cast, token, nominal) for token, nominal in _known(cast.tree))
    acts = {word.clause.trigger: word for word in words if word.rule not in ("", "-")}
    return tuple(_in_company(word, cast.tree, acts) for word in words)


@lru_cache(maxsize=1)
def known_words() -> frozenset[str]:
    """All lemmas that may tell an act."""
    return trigger_words() | trigger_lemmas()


def _known(tree: Tree) -> Iterator[tuple[Token, bool]]:
    known = known_words()
    for token in tree.tokens:
        nominal = token.is_noun or (token.tag in ("JJ", "DT") and token.dep in ("dobj", "pobj", "nsubj"))
        if not nominal and not token.is_verb:
            continue
        low = token.text.lower()
        if token.lemma in known or (nominal and (low in known or low.removesuffix("s") in known)):
            yield token, nominal


def _word(cast: Cast, token: Token, nominal: bool) -> Word:
    tree = cast.tree
    clause = noun_clause(tree, token.i) if nominal else verb_clause(tree, token.i)
    senses = senses_of(tree, token.i, nominal)
    rule = first_sense(tree, senses, clause) if senses else ""
    return Word(cast, clause, rule, _may(tree, token, nominal))


def _may(tree: Tree, token: Token, nominal: bool) -> tuple[str, ...]:
    """The kinds that the thesaurus gives for a word, as it is tagged first, then as the other class.

    A noun goes by its form, its singular or its lemma ("relations", "firings", "clashes").
    """
    near = tree.children(token.i, "prt", "advmod", "prep", "npadvmod")
    as_verb = verb_kinds(token.lemma, tree.lemmas(near))
    low = token.text.lower()
    as_noun = noun_kinds(low) or noun_kinds(low.removesuffix("s")) or noun_kinds(token.lemma)
    return (as_noun or as_verb) if nominal else (as_verb or as_noun)


def _in_company(word: Word, tree: Tree, acts: dict[int, Word]) -> Word:
    i = word.clause.trigger
    above = next((acts[u].rule for u in tree.above(i) if u in acts), "")
    below = next((acts[d].rule for d in tree.below(i) if d != i and d in acts), "")
    return replace(word, above=above, below=below, twice=_told_twice(tree, word, acts))


def _told_twice(tree: Tree, word: Word, acts: dict[int, Word]) -> bool:
    """A noun that its own verb already tells: "signed an accord"; "condemned the attack" stays."""
    clause = word.clause
    if not clause.nominal:
        return False
    verbs = {i: each.rule for i, each in acts.items() if not each.clause.nominal}
    if clause.verb in verbs:
        return True
    head = tree.tokens[clause.trigger].head
    near = next((v for v in (clause.trigger, *tree.above(clause.trigger)) if v in verbs), None)
    return verbs.get(head) == word.rule or (near is not None and verbs[near] == word.rule)
