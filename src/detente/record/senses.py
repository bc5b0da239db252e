"""Which act a verb or noun tells: the rows of the lexicons, read once and matched against a clause."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from detente.record.classes import CLASSES
from detente.record.clause import Clause
from detente.record.lexicon import VERBS
from detente.record.nouns import NOUNS
from detente.record.tree import Tree

RESPONSE = "response"
"""The pseudo-kind of "response" and "retaliation": an act of the kind that it answers."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a row; `where` is o, s, p, w, t or m."""

    where: str
    words: frozenset[str]
    wanted: bool


@dataclass(frozen=True, slots=True)
class Sense:
    """One row: the kind, or "-" for words that tell no act here."""

    kind: str
    conditions: tuple[Condition, ...]


@lru_cache(maxsize=2)
def table(nominal: bool) -> dict[str, tuple[Sense, ...]]:
    """The senses of each lemma, in the order of the rows."""
    found: dict[str, list[Sense]] = {}
    for line in (NOUNS if nominal else VERBS).strip().splitlines():
        kind, lemmas, conditions = (part.strip() for part in f"{line}||".split("|")[:3])
        sense = Sense(kind, tuple(_condition(text) for text in conditions.split()))
        for lemma in lemmas.split():
            found.setdefault(lemma, []).append(sense)
    return {lemma: tuple(senses) for lemma, senses in found.items()}


def _condition(text: str) -> Condition:
    wanted = not text.startswith("!")
    where, _, choices = text.lstrip("!").partition("=")
    words: set[str] = set()
    for choice in choices.split("/"):
        words |= CLASSES.get(choice, frozenset({choice}))
    return Condition(where, frozenset(words), wanted)


@lru_cache(maxsize=1)
def trigger_lemmas() -> frozenset[str]:
    """All lemmas that may tell an act."""
    return frozenset(table(False)) | frozenset(table(True))


def senses_of(tree: Tree, i: int, nominal: bool) -> tuple[Sense, ...]:
    """The rows of the lexicon for word `i`, none if it has none."""
    return (_noun_senses(tree, i) if nominal else table(False).get(tree.tokens[i].lemma)) or ()


def _noun_senses(tree: Tree, i: int) -> tuple[Sense, ...] | None:
    """The rows of a noun by its form, its singular or its lemma ("bombings", "bombing", "test")."""
    low, senses = tree.tokens[i].text.lower(), table(True)
    return senses.get(low) or senses.get(low.removesuffix("s")) or senses.get(tree.tokens[i].lemma)


def first_sense(tree: Tree, senses: tuple[Sense, ...], clause: Clause) -> str:
    """The kind of the first row whose conditions hold; "-" if none does or it says that no act is told."""
    for sense in senses:
        if all(_holds(condition, tree, clause) for condition in sense.conditions):
            return sense.kind
    return "-"


def _holds(condition: Condition, tree: Tree, clause: Clause) -> bool:
    return bool(_PLACES[condition.where](tree, clause) & condition.words) == condition.wanted


def group_words(tree: Tree, heads: tuple[int, ...]) -> frozenset[str]:
    """Lemmas and words of noun groups: heads, what stands before them and after their "of" and "with"."""
    found: set[str] = set()
    for head in heads:
        near = (head, *tree.children(head, "compound", "amod", "nummod", "poss", "nmod", "appos", "det"))
        for i in near:
            found |= {tree.tokens[i].lemma, tree.tokens[i].text.lower()}
            found |= tree.lemmas(tree.children(i, "compound", "amod", "conj"))
        for k in tree.children(head, "prep"):
            if tree.tokens[k].lemma == "of":
                found |= group_words(tree, tree.children(k, "pobj"))
    return frozenset(found)


def _objects(tree: Tree, clause: Clause) -> frozenset[str]:
    return group_words(tree, clause.undergoers)


def _subjects(tree: Tree, clause: Clause) -> frozenset[str]:
    return group_words(tree, clause.doers)


def _prepositions(_: Tree, clause: Clause) -> frozenset[str]:
    return frozenset(preposition for preposition, _ in clause.obliques)


def _particles(tree: Tree, clause: Clause) -> frozenset[str]:
    return frozenset(
        tree.tokens[k].lemma for k in tree.children(clause.trigger, "prt", "advmod", "prep", "npadvmod")
    )


def _modifiers(tree: Tree, clause: Clause) -> frozenset[str]:
    own = frozenset(tree.tokens[i].lemma for i in clause.modifiers)
    texts = frozenset(tree.tokens[i].text.lower() for i in clause.modifiers)
    of = {"of"} if clause.undergoers else set()
    own |= {
        tree.tokens[i].lemma for preposition, i in clause.obliques if preposition in ("on", "against", "at")
    }
    return own | texts | of | _parts(own | texts) | group_words(tree, clause.undergoers)


def _parts(words: frozenset[str]) -> frozenset[str]:
    return frozenset(part for word in words if "-" in word for part in word.split("-"))


def _words(_: Tree, clause: Clause) -> frozenset[str]:
    return clause.words


_PLACES: dict[str, Callable[[Tree, Clause], frozenset[str]]] = {
    "o": _objects,
    "s": _subjects,
    "p": _prepositions,
    "t": _particles,
    "m": _modifiers,
    "w": _words,
}
