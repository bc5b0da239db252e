"""How many an act killed."""

from collections.abc import Iterable, Sequence

from detente.record.classes import CLASSES
from detente.record.groups import group_count
from detente.record.numbers import Count
from detente.record.tree import Tree
from detente.record.wordlist import words

_DEATH = words("kill die dead death slay perish lose drown murder massacre assassinate assassination")
_OF_THEMSELVES = words("die perish drown")
_PEOPLE = CLASSES["PERSON"] | CLASSES["TROOPS"] | words("life hand")
_ONE = CLASSES["PERSON"] | CLASSES["LEADERP"] | words("militiaman refugee")
_UNREAL = words("no might could would may")
_BEFORE = 60


def deaths_in(tree: Tree, counts: Sequence[Count]) -> tuple[tuple[int, int], ...]:
    """(token, number) of each word of killing in the sentence that carries a number of dead."""
    found = []
    for token in tree.tokens:
        if (token.lemma in _DEATH or _shot_dead(tree, token.i)) and not _negative(tree, token.i):
            number = _dead(tree, token.i, counts)
            found += [] if number is None else [(token.i, number)]
    return tuple(found)


def _shot_dead(tree: Tree, i: int) -> bool:
    token = tree.tokens[i]
    return token.lemma == "shoot" and any(tree.tokens[k].lemma == "dead" for k in tree.kids[i])


def _dead(tree: Tree, i: int, counts: Sequence[Count]) -> int | None:
    token = tree.tokens[i]
    heads = tuple(dict.fromkeys(j for h in _victims(tree, i) for j in tree.coordinated(h)))
    numbered = {h: c.value for h in heads if (c := group_count(tree, h, counts)) is not None}
    if token.lemma == "dead":
        return max(sum(numbered.values()), _told_before(tree, i, counts)) or None
    if numbered:
        return sum(numbered.values()) + sum(_is_one(tree, h) for h in heads if h not in numbered)
    one = token.is_verb and token.lemma != "lose" and len(heads) == 1 and _is_one(tree, heads[0])
    return 1 if one else None


def _victims(tree: Tree, i: int) -> tuple[int, ...]:
    """Those of whom a word of killing says it: its object, its subject, the noun that it stands behind."""
    token = tree.tokens[i]
    if token.lemma == "dead":
        return (i, *_dead_subjects(tree, i))
    if not token.is_verb:
        return tuple(_of(tree, i)) or ((i,) if token.tag[:2] in ("JJ", "NN") else ())
    if token.lemma == "lose":
        return tuple(h for h in tree.children(i, "dobj") if tree.tokens[h].lemma in _PEOPLE)
    if token.lemma in _OF_THEMSELVES:
        return tree.children(i, "nsubj")
    own = tree.children(i, "dobj", "nsubjpass")
    return own or ((token.head,) if token.dep == "acl" and token.tag == "VBN" else ())


def _dead_subjects(tree: Tree, i: int) -> tuple[int, ...]:
    """ "Five villagers are dead"."""
    head = tree.tokens[tree.tokens[i].head]
    return tree.children(head.i, "nsubj") if head.lemma == "be" and head.i != i else ()


def _of(tree: Tree, i: int) -> Iterable[int]:
    """ "The murder of nine men"."""
    for k in tree.children(i, "prep"):
        if tree.tokens[k].lemma == "of":
            yield from tree.children(k, "pobj")


def _told_before(tree: Tree, i: int, counts: Sequence[Count]) -> int:
    """ "Left 16 soldiers and at least two officers dead": the numbers of the words before, up to a verb."""
    start = tree.tokens[i].start
    near = start - _BEFORE
    for token in tree.tokens[:i]:
        if token.is_verb or token.text in (",", ";", "-", ":", "(") or token.lemma in ("with", "while"):
            near = max(near, token.end)
    return sum(c.value for c in counts if near <= c.start and c.end <= start)


def _is_one(tree: Tree, head: int) -> bool:
    return tree.tokens[head].tag in ("NN", "NNP") and tree.tokens[head].lemma in _ONE


def _negative(tree: Tree, i: int) -> bool:
    if any(tree.tokens[k].dep == "neg" or tree.tokens[k].lemma in _UNREAL for k in tree.kids[i]):
        return True
    subjects = tree.children(i, "nsubj", "nsubjpass")
    return any(tree.tokens[k].lemma in ("no", "none") for s in subjects for k in (s, *tree.kids[s]))
