"""When an act happened: the date words of its own clause, then of the clauses above it."""

from collections.abc import Sequence
from datetime import date, timedelta

from detente.record.dates import Mark
from detente.record.tree import Tree
from detente.record.wordlist import words
from detente.world.when import When

_BLOCK = ("relcl", "advcl", "ccomp")
_AFTERMATH = words("after before since following")


def clause_date(
    tree: Tree, act: int, marks: Sequence[Mark], others: frozenset[int], day: date | None
) -> When | None:
    """The date that the sentence gives for the act at token `act`.

    `others` are the tokens of other acts of the sentence: a date word that hangs below one of them is theirs.
    """
    if not marks:
        return None
    owned = [mark for mark in marks if _owner(tree, mark, others | {act}) == act]
    if not owned:
        owned = _above(tree, act, marks, others)
    best = min(
        owned, key=lambda mark: (mark.when is None, abs(mark.start - tree.tokens[act].start)), default=None
    )
    if best is None:
        return _anchored(tree, act, marks, day)
    return _resolve(best, marks, day, tree.tokens[act].start)


def _token_at(tree: Tree, mark: Mark) -> int | None:
    inside = [t.i for t in tree.tokens if mark.start <= t.start < mark.end]
    return min(inside, key=lambda i: _depth(tree, i), default=None)


def _depth(tree: Tree, i: int) -> int:
    return sum(1 for _ in tree.above(i))


def _owner(tree: Tree, mark: Mark, acts: frozenset[int]) -> int | None:
    """The nearest act above a date word."""
    i = _token_at(tree, mark)
    if i is None:
        return None
    if mark.name == "year" and _dates_a_noun(tree, i, acts):
        return None
    for upper in (i, *tree.above(i)):
        if upper in acts:
            return upper
        if _ahead(tree, upper):
            return None
    return None


def _dates_a_noun(tree: Tree, i: int, acts: frozenset[int]) -> bool:
    """ "The 2018 accord", "the accord of 1994": the year of a thing, not of what is done to it."""
    token = tree.tokens[i]
    if token.dep in ("compound", "nummod", "amod", "nmod"):
        return token.head not in acts and not tree.tokens[token.head].is_verb
    upper = tree.tokens[token.head]
    of = token.dep == "pobj" and upper.lemma == "of" and tree.tokens[upper.head].is_noun
    noun = tree.tokens[upper.head]
    return (
        of and noun.i not in acts and tree.tokens[noun.head].lemma not in ("sign", "conclude", "end", "begin")
    )


def _ahead(tree: Tree, i: int) -> bool:
    """A verb of what is still to come: its date is not that of the act above it."""
    if not tree.tokens[i].is_verb:
        return False
    return any(
        tree.tokens[k].tag == "TO" or tree.tokens[k].lemma in ("will", "would")
        for k in tree.children(i, "aux")
    )


def _above(tree: Tree, act: int, marks: Sequence[Mark], others: frozenset[int]) -> list[Mark]:
    """Date words of the verbs that govern the act, as far as no other clause lies between."""
    below = act
    for upper in tree.above(act):
        dep = tree.tokens[below].dep
        if dep in ("relcl", "advcl") and tree.tokens[below].is_verb and tree.tokens[below].tag != "VBG":
            return []
        found = [m for m in marks if not m.relative and _owner(tree, m, others | {upper}) == upper]
        if found:
            return found
        below = upper
    return []


def _anchored(tree: Tree, act: int, marks: Sequence[Mark], day: date | None) -> When | None:
    """ "On Wednesday, a day after jets bombed": the act right after a span counts from the other date."""
    start = tree.tokens[act].start
    for mark in marks:
        if (
            mark.relative
            and mark.shift
            and 0 <= start - mark.end < 90
            and not _verb_between(tree, mark.end, start)
        ):
            base = next((m.when for m in marks if not m.relative and m.when is not None), None)
            return _shifted(base, -mark.shift, day)
    return None


def _verb_between(tree: Tree, start: int, end: int) -> bool:
    return any(token.is_verb and start <= token.start < end for token in tree.tokens)


def _resolve(mark: Mark, marks: Sequence[Mark], day: date | None, start: int) -> When | None:
    if not mark.relative:
        return mark.when
    if mark.joins and mark.end <= start:
        base = next((m.when for m in marks if not m.relative and m.when is not None), None)
        return _shifted(base, -mark.shift, day)
    base = next(
        (m.when for m in marks if not m.relative and m.when is not None and m.when.precision == "day"), None
    )
    return _shifted(base, mark.shift, day)


def _shifted(base: When | None, days: int, day: date | None) -> When | None:
    anchor = base.start if base is not None else day
    if anchor is None or (base is not None and base.precision != "day"):
        return None
    try:
        moved = anchor + timedelta(days=days)
    except OverflowError:
        return None
    return When(moved, moved, "day")


def is_history(when: When | None, day: date | None) -> bool:
    """Whether a date is background: more than 30 days before the dispatch's day."""
    return when is not None and day is not None and when.end < day - timedelta(days=30)
