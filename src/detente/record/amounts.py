"""How many missiles, ships or men an act counts, and how many it killed."""

from collections.abc import Sequence

from detente.record.classes import CLASSES
from detente.record.clause import Clause
from detente.record.numbers import Count, is_ordinal
from detente.record.tree import Tree
from detente.record.wordlist import words

_UNITS = words(
    "hour day week month year minute second mile kilometre kilometer km metre meter percent knot degree "
    "ton tonne dollar time decade century euro mm foot round people-hour article nation country side "
    "megaton kiloton"
)
_ONE = (
    CLASSES["MISSILE"]
    | CLASSES["AIRCRAFT"]
    | CLASSES["SHIP"]
    | CLASSES["PERSON"]
    | frozenset(("satellite", "test"))
)
_MANY = words("crew aircraft series salvo barrage troop police fleet navy navies armada shelling")
_PLURAL_COUNT = words(
    "missile_launch nuclear_test shootdown capture seizure naval_deployment space_launch "
    "missile_strike drone_strike incursion abduction assassination ramming killing detention "
    "release mine_blast"
)  # fmt: skip


def count_of(tree: Tree, clause: Clause, kind: str, counts: Sequence[Count]) -> Count | None:
    """The number that belongs to the act's things, else one for a thing in the singular."""
    heads = (*clause.undergoers, *_carried(tree, clause))
    for head in heads:
        found = _in_group(tree, head, counts)
        if found is not None:
            return found
    if clause.nominal:
        ordinal = _ordinal(tree, clause.trigger)
        return ordinal if ordinal is not None else _in_group(tree, clause.trigger, counts, deep=False)
    for head in heads:
        one = _ordinal(tree, head) or _single(tree, head, kind)
        if one is not None:
            return one
    return None


def _carried(tree: Tree, clause: Clause) -> tuple[int, ...]:
    """Doers that are the act's means ("two missiles fell"), and what the verb works with."""
    means = CLASSES["MISSILE"] | CLASSES["SHIP"] | CLASSES["AIRCRAFT"] | CLASSES["TROOPS"] | CLASSES["DRONE"]
    doers = tuple(i for i in clause.doers if tree.tokens[i].lemma in means)
    return (*doers, *(i for preposition, i in clause.obliques if preposition == "with"))


def _in_group(tree: Tree, head: int, counts: Sequence[Count], *, deep: bool = True) -> Count | None:
    if tree.tokens[head].lemma in _UNITS:
        return None
    members = {head, *tree.children(head, "nummod", "amod", "det", "quantmod", "compound", "nmod", "poss")}
    members |= {
        j
        for i in tuple(members)
        for j in tree.children(i, "quantmod", "nummod", "advmod", "amod", "compound")
    }
    if deep:
        for k in tree.children(head, "prep"):
            if tree.tokens[k].lemma == "of":
                members |= {
                    j for i in tree.children(k, "pobj") for j in (i, *tree.children(i, "nummod", "amod"))
                }
    places = [tree.tokens[i].start for i in members]
    return next((c for c in counts if any(c.start <= place < c.end for place in places)), None)


def _ordinal(tree: Tree, head: int) -> Count | None:
    for k in tree.children(head, "amod", "nummod", "compound"):
        token = tree.tokens[k]
        if is_ordinal(token.text):
            return Count(token.start, token.end, 1, None)
    return None


def _single(tree: Tree, head: int, kind: str) -> Count | None:
    token = tree.tokens[head]
    countable = token.lemma in _ONE or token.tag == "NNP" or any(char.isdigit() for char in token.text)
    if (
        kind not in _PLURAL_COUNT
        or token.tag not in ("NN", "NNP", "CD")
        or not countable
        or token.lemma in _MANY
    ):
        return None
    article = any(tree.tokens[k].dep in ("det", "poss") for k in tree.kids[head])
    return Count(token.start, token.end, 1, None) if article else None


def deaths_in(tree: Tree, counts: Sequence[Count]) -> tuple[tuple[int, int], ...]:
    """(token, number) of each word of killing in the sentence that carries a number of dead."""
    found = []
    for token in tree.tokens:
        if token.lemma not in ("kill", "die", "dead", "death", "slay", "perish", "lose", "drown"):
            continue
        number = _dead(tree, token.i, counts)
        if number is not None and not _negative(tree, token.i):
            found.append((token.i, number))
    return tuple(found)


def _dead(tree: Tree, i: int, counts: Sequence[Count]) -> int | None:
    token = tree.tokens[i]
    if token.is_verb:
        heads: tuple[int, ...] = (
            tree.children(i, "dobj", "nsubjpass")
            if token.lemma not in ("die", "perish", "drown")
            else tree.children(i, "nsubj")
        )
        if token.lemma == "lose":
            heads = tuple(
                h
                for h in tree.children(i, "dobj")
                if tree.tokens[h].lemma in CLASSES["PERSON"] | CLASSES["TROOPS"] | {"life"}
            )
    else:
        heads = (i,) if token.tag[:2] in ("JJ", "NN") else ()
    heads = tuple(j for h in heads for j in tree.coordinated(h))
    values = [c.value for h in heads if (c := _in_group(tree, h, counts)) is not None]
    if values:
        return sum(values)
    return _one_dead(tree, heads) if token.is_verb and token.lemma != "lose" else None


def _one_dead(tree: Tree, heads: tuple[int, ...]) -> int | None:
    single = [
        h
        for h in heads
        if tree.tokens[h].tag in ("NN", "NNP")
        and tree.tokens[h].lemma in CLASSES["PERSON"] | CLASSES["LEADERP"]
    ]
    return 1 if single and len(heads) == 1 else None


def _negative(tree: Tree, i: int) -> bool:
    if any(
        tree.tokens[k].dep == "neg" or tree.tokens[k].lemma in ("no", "might", "could", "would", "may")
        for k in tree.kids[i]
    ):
        return True
    subjects = tree.children(i, "nsubj", "nsubjpass")
    return any(tree.tokens[k].lemma in ("no", "none") for s in subjects for k in (s, *tree.kids[s]))
