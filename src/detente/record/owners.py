"""Which act a date word of a sentence hangs below."""

from bisect import bisect_left
from collections.abc import Sequence

from detente.record.dates import Mark
from detente.record.tree import Token, Tree
from detente.record.wordlist import words

_INSIDE = ("compound", "nummod", "amod", "nmod", "poss")
_SUBJECT = ("nsubj", "nsubjpass")
_ADVERBIAL = words("on in at since during until till from by before after early late around about")
_CALENDAR = words(
    "year month day week night summer winter spring autumn weekend evening morning afternoon noon dawn hour "
    "hours days weeks months end beginning start middle eve part half course close first"
)
_LASTING = words("sign conclude end begin")
_NEAR = 70


def owners(tree: Tree, marks: Sequence[Mark], acts: frozenset[int]) -> list[int | None]:
    """The act that each date word hangs below; "two days earlier" goes to the noun of action before it."""
    found = [owner(tree, mark, acts) for mark in marks]
    dated = {act for mark, act in zip(marks, found, strict=True) if mark.when is not None}
    return [
        _noun_before(tree, mark, acts, act) if mark.relative and act in dated else act
        for mark, act in zip(marks, found, strict=True)
    ]


def _noun_before(tree: Tree, mark: Mark, acts: frozenset[int], act: int | None) -> int | None:
    """ "Stormed posts on Saturday in reply to strikes two days earlier": the strikes, if they are near."""
    near = max((i for i in acts if tree.tokens[i].start < mark.start), default=None)
    if near is None or mark.joins or not tree.tokens[near].is_noun:
        return act
    return near if mark.start - tree.tokens[near].end < _NEAR else act


def owner(tree: Tree, mark: Mark, acts: frozenset[int]) -> int | None:
    """The nearest act above a date word, as far as no other clause lies between."""
    i = _token_of(tree, mark)
    if i is None or dates_a_thing(tree, mark, acts):
        return None
    closed = False
    for upper in (i, *tree.above(i)):
        token = tree.tokens[upper]
        if upper in acts and not (closed and token.is_verb):
            return None if parted(tree, mark, upper) else upper
        if closed or _to_come(tree, upper) or _other_clause(tree, upper):
            return None
        closed = token.is_verb and token.dep in ("relcl", "acl")
    return None


def tokens_between(tree: Tree, start: int, end: int) -> tuple[Token, ...]:
    """The tokens that begin at characters [start, end)."""
    first = bisect_left(tree.tokens, start, key=lambda token: token.start)
    return tree.tokens[first : bisect_left(tree.tokens, end, lo=first, key=lambda token: token.start)]


def parted(tree: Tree, mark: Mark, act: int) -> bool:
    """Whether a semicolon stands between a date and an act."""
    here = tree.tokens[act].start
    between = tokens_between(tree, min(here, mark.start), max(here, mark.start))
    return any(token.text == ";" for token in between)


def _token_of(tree: Tree, mark: Mark) -> int | None:
    """The word of a date that governs its others."""
    inside = [t.i for t in tokens_between(tree, mark.start, mark.end) if t.text[0].isalnum()]
    return min(inside, key=lambda i: sum(1 for _ in tree.above(i)), default=None)


def _other_clause(tree: Tree, i: int) -> bool:
    """A clause of its own beside or below another: "after it had left on Monday", "said that it would go"."""
    token = tree.tokens[i]
    own = tree.children(i, *_SUBJECT, "mark")
    return token.is_verb and token.dep in ("advcl", "ccomp", "conj", "parataxis") and bool(own)


def _to_come(tree: Tree, i: int) -> bool:
    """A verb of what is still to come: its date is not that of the act above it."""
    token = tree.tokens[i]
    if not token.is_verb or (token.dep == "xcomp" and tree.tokens[token.head].lemma == "be"):
        return False
    helpers = [tree.tokens[k] for k in tree.children(i, "aux")]
    return any(helper.tag == "TO" or helper.lemma in ("will", "would") for helper in helpers)


def dates_a_thing(tree: Tree, mark: Mark, acts: frozenset[int]) -> bool:
    """ "The 2018 accord", "the accord of 1994", "Friday's violation": the day of a thing, not of the verb."""
    first = bisect_left(tree.tokens, mark.start, key=lambda token: token.start)
    before = tree.tokens[first - 1] if first else None
    if before is not None and before.lemma == "of":
        noun = tree.tokens[before.head]
        lasting = tree.tokens[noun.head].lemma in _LASTING
        return _a_thing(noun, acts) and not lasting and not _of_subject(noun, mark)
    led = {token.lemma for token in tree.tokens[max(0, first - 1) : first + 1]} & _ADVERBIAL
    opened = before is None or not before.text[0].isalnum()
    return not led and not opened and _within_noun(tree, mark, acts)


def _within_noun(tree: Tree, mark: Mark, acts: frozenset[int]) -> bool:
    i = _token_of(tree, mark)
    if i is None or tree.tokens[i].dep not in _INSIDE:
        return False
    head = tree.tokens[tree.tokens[i].head]
    return _a_thing(head, acts) and not _of_subject(head, mark)


def _a_thing(noun: Token, acts: frozenset[int]) -> bool:
    return noun.is_noun and noun.i not in acts and noun.text.lower() not in _CALENDAR


def _of_subject(noun: Token, mark: Mark) -> bool:
    """ "Friday's note warned": the day of the subject is that of the verb, unless it is only a year."""
    return mark.name != "year" and noun.dep in _SUBJECT
