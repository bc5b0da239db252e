"""The acts that one sentence tells, whoever the states are: kind, clause, realis, number and date."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from detente.record.amounts import count_of
from detente.record.clause import CONTROL, Clause, accused
from detente.record.dates import Mark, find_dates
from detente.record.judge import Judge, Word
from detente.record.numbers import Count, find_counts
from detente.record.realis import realis
from detente.record.senses import RESPONSE, table
from detente.record.timing import clause_date
from detente.record.tree import Tree
from detente.record.triggers import words_that_tell
from detente.record.who import Cast
from detente.record.wordlist import words
from detente.world.when import When

_RESPOND = words("answer respond retaliate reply react return counter riposte avenge")
_CUE = re.compile(
    r"\b(?:in (?:response|retaliation|reply|answer|reprisal|revenge|return|reaction) (?:to|for)|"
    r"in (?:response|retaliation|turn|reprisal|reply)|"
    r"retaliat\w+|prompt(?:ed|ing|s)|provok(?:ed|ing)|return(?:ed|ing) fire|in revenge|avenge\w*|reprisal)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence to read: its number, text with offset, tree and the dispatch's day."""

    number: int
    text: str
    start: int
    tree: Tree
    day: date | None


@dataclass(frozen=True, slots=True)
class Act:
    """One act as its sentence tells it.

    `status` is its realis before any history; `span` its characters; `cue`: the words say that it answers
    something, `after` the trigger of what it follows; `accused`: it is told as an accusation; `about`: kinds
    that its object may name; `definite`: a noun that points back; `demanded`: what a demand, an appeal or an
    offer of the same sentence speaks of; `rule` what the lexicon reads; `p` that the word tells an act of the
    kind's PLOVER type.
    """

    kind: str
    clause: Clause
    status: str
    count: Count | None
    when: When | None
    span: tuple[int, int]
    cue: bool
    after: int | None
    accused: bool
    about: frozenset[str]
    definite: bool
    demanded: bool
    rule: str
    p: float


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence tells: its acts in order of place, its date words and its numbers."""

    acts: tuple[Act, ...]
    marks: tuple[Mark, ...] = ()
    counts: tuple[Count, ...] = ()


def read_acts(sentence: Sentence, cast: Cast, judge: Judge) -> Told:
    """The acts of a sentence, as `judge` finds; `cast` only tells which words are persons."""
    words = words_that_tell(cast)
    found = [(word, *told) for word, told in zip(words, judge.kinds(words), strict=True) if told is not None]
    if not found:
        return Told(())
    marks = find_dates(sentence.text, sentence.day, sentence.start)
    counts = tuple(
        c
        for c in find_counts(sentence.text, sentence.start)
        if not any(c.start < m.end and m.start < c.end for m in marks)
    )
    triggers = frozenset(word.clause.trigger for word, _, _ in found)
    told = (_act(sentence, word, kind, p, marks, counts, triggers) for word, kind, p in found)
    return Told(tuple(told), marks, counts)


def _act(
    sentence: Sentence,
    word: Word,
    kind: str,
    p: float,
    marks: Sequence[Mark],
    counts: Sequence[Count],
    acts: frozenset[int],
) -> Act:
    tree, clause = sentence.tree, word.clause
    kind = _by_leader(word.cast, clause, kind)
    count = count_of(tree, clause, kind, counts)
    status = realis(tree, clause, kind)
    return Act(
        kind=kind,
        clause=clause,
        status=status,
        count=count,
        when=clause_date(tree, clause.trigger, marks, acts - {clause.trigger}, sentence.day),
        span=_span(tree, clause, None if count is None else (count.start, count.end)),
        cue=_cue(tree, clause, kind),
        after=_after(tree, clause, acts),
        accused=bool(accused(tree, clause.trigger)),
        about=_about(tree, clause),
        definite=clause.nominal and _definite(tree, clause.trigger),
        demanded=status == "hypothetical" and _demanded(tree, clause, acts),
        rule=word.rule,
        p=p,
    )


def _by_leader(cast: Cast, clause: Clause, kind: str) -> str:
    """A leader who crosses a border pays a visit."""
    person = any(i in cast.at and cast.at[i].kind in ("leader", "short") for i in clause.doers)
    return "visit" if kind == "incursion" and person else kind


def _span(tree: Tree, clause: Clause, count: tuple[int, int] | None) -> tuple[int, int]:
    """From the verb or noun of action to its first object or count, whichever way they stand."""
    near = [clause.trigger, *clause.undergoers[:1], *([clause.verb] if clause.verb is not None else [])]
    edges = [(tree.tokens[i].start, tree.tokens[i].end) for i in near] + ([count] if count else [])
    return min(start for start, _ in edges), max(end for _, end in edges)


def _demanded(tree: Tree, clause: Clause, acts: frozenset[int]) -> bool:
    """An act that a demand, an appeal or an offer speaks of is no act of its own."""
    here = clause.verb if clause.verb is not None else clause.trigger
    for upper in tree.above(here):
        token = tree.tokens[upper]
        if (
            upper in acts
            and token.is_verb
            and token.lemma
            in CONTROL
            | {
                "appeal",
                "offer",
                "promise",
                "pledge",
                "agree",
                "propose",
                "refuse",
                "reject",
                "vow",
                "insist",
                "undertake",
            }
        ):
            return True
    return False


def _cue(tree: Tree, clause: Clause, kind: str) -> bool:
    token = tree.tokens[clause.trigger]
    then = any(tree.tokens[k].lemma == "then" for k in tree.children(clause.trigger, "advmod"))
    if then or kind == RESPONSE or token.lemma in _RESPOND:
        return True
    below = tree.below(clause.trigger, ("conj", "relcl"))
    words = " ".join(tree.tokens[i].text for i in below)
    return bool(_CUE.search(words))


def _after(tree: Tree, clause: Clause, acts: frozenset[int]) -> int | None:
    """The act in a clause with "after", "when" or "because" below this one, or above one with "prompting"."""
    for k in tree.children(clause.trigger, "advcl", "prep"):
        first = {tree.tokens[j].lemma for j in tree.children(k, "mark", "advmod")} | {tree.tokens[k].lemma}
        if first & {"after", "since", "following", "because", "over", "for", "to"}:
            inner = [i for i in tree.below(k) if i in acts]
            if inner and (first & {"after", "following", "because"} or _respond_noun(tree, k)):
                return inner[0]
    return None


def _about(tree: Tree, clause: Clause) -> frozenset[str]:
    """The kinds of act that the object of words may name."""
    if clause.nominal:
        return frozenset()
    nouns = (
        *clause.undergoers,
        *(i for preposition, i in clause.obliques if preposition in ("for", "over", "of")),
    )
    return frozenset(
        s.kind for i in nouns for s in table(True).get(tree.tokens[i].lemma, ()) if s.kind != "-"
    )


def _respond_noun(tree: Tree, k: int) -> bool:
    near = {tree.tokens[i].lemma for i in (tree.tokens[k].head, *tree.below(k))}
    return bool(near & {"response", "retaliation", "revenge", "reply", "reprisal", "answer", "reaction"})


def _definite(tree: Tree, noun: int) -> bool:
    return any(
        tree.tokens[k].lemma in ("the", "this", "that", "these", "those", "such")
        for k in tree.children(noun, "det")
    )
