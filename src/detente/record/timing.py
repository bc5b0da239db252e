"""When an act happened: the date words of its own clause, then of the clauses above it."""

from collections.abc import Sequence
from datetime import date

from detente.record.anchors import told_date
from detente.record.dates import Mark
from detente.record.owners import dates_a_thing, owner, owners, parted, tokens_between
from detente.record.tree import Token, Tree
from detente.record.wordlist import words
from detente.world.when import When

_PRESENT = words("now still today currently has have will would may might could can should must 's")
_PAST = words("had was were")
_HISTORY = 30
_AT_ONCE = 12
_BEHIND = 8


def clause_date(
    tree: Tree,
    act: int,
    marks: Sequence[Mark],
    others: frozenset[int],
    day: date | None,
    last: When | None = None,
) -> When | None:
    """The date that the sentence gives for the act at token `act`.

    `others` are the tokens of other acts of the sentence: a date word that hangs below one of them is theirs.
    `last` is the last day that the sentences before told, from which "the next day" counts.
    """
    possible = [mark for mark in marks if not _of_another_time(tree, act, mark, day)]
    mark = _mark_of(tree, act, possible, others | {act}) if possible else None
    return None if mark is None else told_date(mark, marks, day, tree.tokens[act].start, last)


def _mark_of(tree: Tree, act: int, marks: Sequence[Mark], acts: frozenset[int]) -> Mark | None:
    """The date words of the act: its own, those that lead into its clause, those of a verb above it."""
    held = owners(tree, marks, acts)
    owned = [mark for mark, by in zip(marks, held, strict=True) if by == act]
    if owned:
        return _nearest(tree, act, owned)
    free = [m for m, by in zip(marks, held, strict=True) if by is None and not dates_a_thing(tree, m, acts)]
    return (
        _leading(tree, act, marks)
        or _nearest(tree, act, _above(tree, act, marks, acts - {act}))
        or _opening(tree, act, marks)
        or _trailing(tree, act, free)
    )


def _nearest(tree: Tree, act: int, marks: Sequence[Mark]) -> Mark | None:
    start = tree.tokens[act].start
    return min(marks, key=lambda mark: (mark.when is None, abs(mark.start - start)), default=None)


def _of_another_time(tree: Tree, act: int, mark: Mark, day: date | None) -> bool:
    """A day to come beside a past verb, a day long past beside a present one: not the act's own."""
    if day is None or mark.when is None:
        return False
    if tree.tokens[act].tag == "VBD":
        return mark.when.start > day
    return tree.tokens[act].tag == "VBZ" and is_history(mark.when, day) and not _opens(tree, mark)


def _above(tree: Tree, act: int, marks: Sequence[Mark], others: frozenset[int]) -> list[Mark]:
    """Date words of the verbs that govern the act; of another clause's verb only for an act in the past."""
    below = act
    for upper in tree.above(act):
        if _own_clause(tree, below) and not _past(tree, act):
            return []
        found = [m for m in marks if not m.joins and owner(tree, m, others | {upper}) == upper]
        found = [m for m in found if not parted(tree, m, act)]
        if found:
            return found
        below = upper
    return []


def _own_clause(tree: Tree, i: int) -> bool:
    token = tree.tokens[i]
    return token.dep in ("relcl", "advcl") and token.is_verb and token.tag != "VBG"


def _past(tree: Tree, i: int) -> bool:
    """Whether an act is told in the past tense, itself or by its verb, and not as what goes on now."""
    if not tree.tokens[i].is_verb:
        i = next((upper for upper in tree.above(i) if tree.tokens[upper].is_verb), i)
    aside = {tree.tokens[k].text.lower() for k in tree.children(i, "aux", "auxpass", "advmod")}
    return not aside & _PRESENT and (tree.tokens[i].tag == "VBD" or bool(aside & _PAST))


def _leading(tree: Tree, act: int, marks: Sequence[Mark]) -> Mark | None:
    """Date words that lead into the act's clause: "a day after jets bombed", "Monday, when jets bombed"."""
    start, governors = tree.tokens[act].start, set(tree.above(act))
    for mark in reversed(marks):
        into = (mark.joins and start < mark.reach) or _when_follows(tree, mark)
        if into and mark.end <= start and not _verb_between(tree, mark.end, start, governors):
            return mark
    return None


def _when_follows(tree: Tree, mark: Mark) -> bool:
    after = tokens_between(tree, mark.end, mark.end + _AT_ONCE)
    told = [token.lemma for token in after if token.text != ","][:2]
    return told[:1] == ["when"] or told in (["on", "which"], ["in", "which"])


def _verb_between(tree: Tree, start: int, end: int, governors: set[int]) -> bool:
    verbs = (token for token in tokens_between(tree, start, end) if token.is_verb)
    return any(verb.i not in governors and verb.dep not in ("aux", "auxpass", "amod") for verb in verbs)


def _opening(tree: Tree, act: int, marks: Sequence[Mark]) -> Mark | None:
    """The date that opens a sentence holds for what it tells in the past; a stamp ("Wed 07:15 -") for all."""
    start = tree.tokens[act].start
    mark = next((m for m in marks if m.when is not None and _opens(tree, m) and m.end <= start), None)
    return mark if mark is not None and (_past(tree, act) or _stamp(tree, mark)) else None


def _opens(tree: Tree, mark: Mark) -> bool:
    return not any(token.is_verb for token in tokens_between(tree, 0, mark.start))


def _stamp(tree: Tree, mark: Mark) -> bool:
    """Whether the mark stands at the very start, before a dash or colon."""
    after = tokens_between(tree, mark.end, mark.end + _AT_ONCE)
    return mark.start - tree.tokens[0].start < 3 and any(
        token.text in ("-", "–", "—", ":") for token in after
    )


def _trailing(tree: Tree, act: int, free: Sequence[Mark]) -> Mark | None:
    """The date right behind a verb and its object, whatever the parser made of it ("FLEW OVER X MONDAY")."""
    token = tree.tokens[act]
    behind = (mark for mark in free if token.is_verb and mark.start > token.start and mark.when is not None)
    return next((mark for mark in behind if _at_hand(tokens_between(tree, token.end, mark.start))), None)


def _at_hand(between: Sequence[Token]) -> bool:
    """Whether only an object and its place stand between a verb and a date."""
    return len(between) < _BEHIND and not any(
        token.is_verb or not token.text[0].isalnum() or token.text == "of" for token in between
    )


def is_history(when: When | None, day: date | None) -> bool:
    """Whether a date is background: more than 30 days before the dispatch's day."""
    return when is not None and day is not None and (day - when.end).days > _HISTORY
