"""One sentence to drafts of acts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from detente.record.amounts import count_of, deaths_in
from detente.record.clause import CONTROL, Clause, accused
from detente.record.dates import Mark, find_dates
from detente.record.draft import FORCE, Draft
from detente.record.numbers import find_counts
from detente.record.realis import realis
from detente.record.roles import Roles, roles
from detente.record.senses import RESPONSE, read_senses, table
from detente.record.timing import clause_date, is_history
from detente.record.tree import Tree
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
_CLAIM = words("say claim allege assert accuse report insist affirm announce blame maintain charge")
_HARM = words("kill wound injure die hurt slay maim")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence to read: its number, text with offset, tree and the dispatch's day."""

    number: int
    text: str
    start: int
    tree: Tree
    day: date | None


def read_sentence(sentence: Sentence, cast: Cast) -> tuple[Draft, ...]:
    """The acts that one sentence tells, in order of place."""
    tree = sentence.tree
    found = _acts(tree)
    if not found:
        return ()
    marks = find_dates(sentence.text, sentence.day, sentence.start)
    counts = tuple(
        c
        for c in find_counts(sentence.text, sentence.start)
        if not any(c.start < m.end and m.start < c.end for m in marks)
    )
    acts = frozenset(i for i, _, _ in found)
    drafts = [_draft(sentence, cast, kind, clause, marks, acts, counts) for _, kind, clause in found]
    told = [twin for d in drafts if d is not None for twin in _twins(sentence, d, marks)]
    return _with_deaths(tree, told, counts)


def _twins(sentence: Sentence, draft: Draft, marks: Sequence[Mark]) -> tuple[Draft, ...]:
    """ "In 2018 and 2019": the same act at each of two dates."""
    if draft.when is None:
        return (draft,)
    for one, other in pairwise(marks):
        between = sentence.text[one.end - sentence.start : other.start - sentence.start]
        if between == " and " and draft.when in (one.when, other.when) and None not in (one.when, other.when):
            return replace(draft, when=one.when), replace(draft, when=other.when)
    return (draft,)


def _acts(tree: Tree) -> list[tuple[int, str, Clause]]:
    found = []
    carried: set[tuple[int, str]] = set()
    for token in tree.tokens:
        for kind, clause in read_senses(tree, token.i):
            if _doubled(clause, carried):
                continue
            if not clause.nominal:
                carried.add((token.i, kind))
            found.append((token.i, kind, clause))
    return [act for act in found if not _told_by_verb(tree, act, found)]


def _doubled(clause: Clause, carried: set[tuple[int, str]]) -> bool:
    """A noun whose light verb has told the act already."""
    return clause.nominal and clause.verb is not None and any(verb == clause.verb for verb, _ in carried)


def _told_by_verb(tree: Tree, act: tuple[int, str, Clause], acts: Sequence[tuple[int, str, Clause]]) -> bool:
    """A noun that its own verb already tells: "signed an accord", "condemned the attack" stays."""
    i, kind, clause = act
    if not clause.nominal:
        return False
    head = tree.tokens[i].head
    verbs = {j: other for j, other, each in acts if not each.nominal}
    near = next((v for v in (i, *tree.above(i)) if v in verbs), None)
    return (
        (clause.verb in verbs)
        or (head in verbs and verbs[head] == kind)
        or (near is not None and verbs[near] == kind)
    )


def _draft(
    sentence: Sentence,
    cast: Cast,
    kind: str,
    clause: Clause,
    marks: Sequence[Mark],
    acts: frozenset[int],
    counts: Sequence[object],
) -> Draft | None:
    tree = sentence.tree
    kind = _by_leader(cast, clause, kind)
    status = realis(tree, clause, kind)
    if status == "hypothetical" and _demanded(tree, clause, acts):
        return None
    who = roles(cast, clause, kind)
    count = count_of(tree, clause, kind, counts)  # type: ignore[arg-type]
    when = clause_date(tree, clause.trigger, marks, acts - {clause.trigger}, sentence.day)
    if clause.nominal and clause.verb is None and not _told(who, kind, when):
        return None
    return Draft(
        kind=kind,
        sentence=sentence.number,
        trigger=clause.trigger,
        span=_span(tree, clause, None if count is None else (count.start, count.end)),
        nominal=clause.nominal,
        sources=who.source.codes,
        targets=who.target.codes,
        source_how=who.source.how,
        target_how=who.target.how,
        symmetric=who.symmetric,
        status=_with_history(kind, status, when, who.source.former, sentence.day),
        former=who.source.former,
        when=when,
        dated=when is not None,
        count=None if count is None else count.value,
        qualifier=None if count is None else count.qualifier,
        claimed_by=_claimant(cast, clause),
        cue=_cue(tree, clause, kind),
        after=_after(tree, clause, acts),
        accused=bool(accused(tree, clause.trigger)),
        about=_about(tree, clause),
        definite=clause.nominal and _definite(tree, clause.trigger),
        light=clause.verb,
    )


def _told(who: Roles, kind: str, when: When | None) -> bool:
    """Whether a bare noun tells an act: it names its doer, both sides, a victim, or its day."""
    if who.source.codes or (who.target.codes and kind in FORCE):
        return True
    return when is not None or who.target.how == "both" or kind == "terror_attack"


def _by_leader(cast: Cast, clause: Clause, kind: str) -> str:
    """A leader who crosses a border pays a visit."""
    person = any(i in cast.at and cast.at[i].kind in ("leader", "short") for i in clause.doers)
    return "visit" if kind == "incursion" and person else kind


def _with_history(kind: str, status: str, when: When | None, former: bool, day: date | None) -> str:
    if kind == "war" and status == "hypothetical" and is_history(when, day):
        return "historical"
    if status == "actual" and (is_history(when, day) or (former and when is None)):
        return "historical"
    return status


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


def _claimant(cast: Cast, clause: Clause) -> str | None:
    """The state that asserts the act, if the narrator only reports it."""
    tree = cast.tree
    for upper in tree.above(clause.trigger):
        if tree.tokens[upper].lemma in _CLAIM:
            speaker = cast.all_of(tree.children(upper, "nsubj"))
            return speaker.codes[0] if len(speaker.codes) == 1 else None
    return None


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


def _with_deaths(tree: Tree, drafts: list[Draft], counts: Sequence[object]) -> tuple[Draft, ...]:
    """Give the dead of the sentence to the act they belong to, and drop words of harm that tell no act."""
    dead = deaths_in(tree, counts)  # type: ignore[arg-type]
    kept = [d for d in drafts if not _bare_harm(tree, d, drafts)]
    for token, number in dead:
        owner = _bearer(tree, kept, token)
        if owner is not None:
            kept[owner] = replace(kept[owner], deaths=max(number, kept[owner].deaths or 0))
    return tuple(kept)


def _bare_harm(tree: Tree, draft: Draft, drafts: Sequence[Draft]) -> bool:
    token = tree.tokens[draft.trigger]
    if token.lemma not in _HARM:
        return False
    others = [
        d
        for d in drafts
        if d is not draft and d.plover == "ASSAULT" and tree.tokens[d.trigger].lemma not in _HARM
    ]
    own = bool(tree.children(draft.trigger, "nsubj", "agent"))
    linked = token.dep in ("advcl", "conj") and any(d.trigger in tree.above(draft.trigger) for d in others)
    return bool(others) and not own and (linked or not draft.sources)


def _bearer(tree: Tree, drafts: Sequence[Draft], token: int) -> int | None:
    force = [
        k for k, d in enumerate(drafts) if d.plover == "ASSAULT" and d.status in ("actual", "historical")
    ]
    if not force:
        return None
    upper = (token, *tree.above(token))
    above = sorted(
        (k for k in force if drafts[k].trigger in upper), key=lambda k: upper.index(drafts[k].trigger)
    )
    nearest = sorted(force, key=lambda k: abs(drafts[k].trigger - token))
    return (above or nearest)[0]
