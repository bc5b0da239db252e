"""The number that stands in a noun's own group of words."""

from collections.abc import Iterable, Sequence

from detente.record.numbers import Count
from detente.record.tree import Tree
from detente.record.wordlist import words

HARMED = words("dead kill wound injure hurt miss lose drown")
"""Words of those that an act harmed: its dead are counted apart."""

_NO_THING = words(
    "hour day week month year minute second mile kilometre kilometer km metre meter percent knot degree "
    "ton tonne dollar time decade century euro mm foot people-hour article nation country side megaton "
    "kiloton"
)
_QUANTITY = words("pair couple trio dozen score half number one first")
_INNER = ("quantmod", "nummod", "advmod", "amod", "compound", "npadvmod")


def core(tree: Tree, head: int) -> int:
    """The thing itself: of "a pair of jets" and "one of the boats" the jets and the boats."""
    token = tree.tokens[head]
    if token.tag != "CD" and token.lemma not in _QUANTITY:
        return head
    of = next((k for k in tree.children(head, "prep") if tree.tokens[k].lemma == "of"), None)
    inner = None if of is None else tree.child(of, "pobj")
    return head if inner is None else inner


def group_count(tree: Tree, head: int, counts: Sequence[Count], *, deep: bool = True) -> Count | None:
    """The number in the noun's own group of words, with `deep` also in its "of ..." and its apposition."""
    if tree.tokens[head].lemma in _NO_THING or tree.tokens[core(tree, head)].lemma in _NO_THING:
        return None
    members = {head, *tree.children(head, "nummod", "amod", "det", "quantmod", "compound", "nmod", "poss")}
    members = {i for i in members if i == head or tree.tokens[i].lemma not in HARMED}
    members |= {j for i in tuple(members) for j in tree.children(i, *_INNER)}
    if deep:
        members |= set(_of_and_apposition(tree, head))
    return covering(tree, members, counts)


def _of_and_apposition(tree: Tree, head: int) -> Iterable[int]:
    for k in tree.children(head, "prep"):
        for i in tree.children(k, "pobj") if tree.tokens[k].lemma == "of" else ():
            if not _parties(tree, i):
                yield from (i, *tree.children(i, "nummod", "amod", "quantmod"))
    for k in tree.children(head, "appos"):
        if tree.tokens[k].lemma not in HARMED:
            yield from (k, *tree.children(k, "nummod", "amod"))


def _parties(tree: Tree, i: int) -> bool:
    """ "Of the two countries", "of the two": who is meant, not how many."""
    definite = any(tree.tokens[k].lemma == "the" for k in tree.children(i, "det"))
    return tree.tokens[i].lemma in _NO_THING or (tree.tokens[i].tag == "CD" and definite)


def covering(tree: Tree, members: Iterable[int], counts: Sequence[Count]) -> Count | None:
    """The first number of which one of these tokens is part."""
    places = [tree.tokens[i].start for i in members]
    return next((c for c in counts if any(c.start <= place < c.end for place in places)), None)
