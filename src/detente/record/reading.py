"""One sentence to drafts of acts."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from detente.record.act_features import type_of
from detente.record.acts import Act, Sentence, Told
from detente.record.amounts import deaths_in
from detente.record.clause import Clause
from detente.record.dates import Mark
from detente.record.draft import Draft
from detente.record.fill import answering, between_states, dated, fill
from detente.record.judge import Judge, Parts, Scene
from detente.record.memory import Memory
from detente.record.roles import roles
from detente.record.timing import is_history
from detente.record.tree import Tree
from detente.record.who import Cast
from detente.record.wordlist import words
from detente.world.when import When

_CLAIM = words("say claim allege assert accuse report insist affirm announce blame maintain charge")
_HARM = words("kill wound injure die hurt slay maim")


def read_sentence(
    sentence: Sentence, told: Told, cast: Cast, judge: Judge, memory: Memory, before: Sequence[Draft]
) -> tuple[Draft, ...]:
    """The drafts of the acts that a sentence tells, with their states; `before` are those told earlier."""
    drafts: list[Draft] = []
    for act in told.acts:
        draft = _settled(sentence, act, cast, judge, memory, [*before, *drafts])
        if draft is not None:
            memory.note_act(draft)
            drafts.append(draft)
    memory.note_sentence(sentence.number, cast)
    twins = [twin for draft in drafts for twin in _twins(sentence, draft, told.marks)]
    return _with_deaths(sentence.tree, twins, told.counts)


def _settled(
    sentence: Sentence, act: Act, cast: Cast, judge: Judge, memory: Memory, before: Sequence[Draft]
) -> Draft | None:
    draft = answering(_draft(sentence, cast, act), before)
    if draft is None:
        return None
    filled = fill(draft, cast.discourse, before)
    scene = Scene(cast, act.clause, draft, filled if between_states(filled) else None, memory, sentence.day)
    parts = judge.parts(scene)
    if parts is None:
        return None
    settled = replace(
        filled,
        sources=parts.sources,
        targets=parts.targets,
        symmetric=parts.symmetric,
        inferred=(*draft.inferred, *_inferred(cast, draft, parts)),
        ruled=_agreed(act, scene, parts),
        p_kind=act.p,
        p_states=parts.p,
    )
    settled = replace(settled, status=judge.status(scene, settled))
    p = judge.trust(settled, before)
    return dated(replace(settled, p=p), sentence.day) if p >= judge.floor else None


def _agreed(act: Act, scene: Scene, parts: Parts) -> str:
    """In what the rules alone would agree: the type of act, its states, both or neither."""
    kind = type_of(act.rule) == type_of(act.kind)
    filled = scene.filled
    states = filled is not None and (filled.sources, filled.targets) == (parts.sources, parts.targets)
    return f"{'type' if kind else ''}{'states' if states else ''}"


def _inferred(cast: Cast, draft: Draft, parts: Parts) -> Iterator[str]:
    """Which ends neither the clause says nor the sentence names."""
    named = {code for mention in cast.at.values() for code in mention.codes}
    if not named.issuperset(set(parts.sources) - set(draft.sources)):
        yield "source"
    if not named.issuperset(set(parts.targets) - set(draft.targets)):
        yield "target"


def _twins(sentence: Sentence, draft: Draft, marks: Sequence[Mark]) -> tuple[Draft, ...]:
    """ "In 2018 and 2019": the same act at each of two dates."""
    if draft.when is None:
        return (draft,)
    for one, other in pairwise(marks):
        between = sentence.text[one.end - sentence.start : other.start - sentence.start]
        if between == " and " and draft.when in (one.when, other.when) and None not in (one.when, other.when):
            return replace(draft, when=one.when), replace(draft, when=other.when)
    return (draft,)


def _draft(sentence: Sentence, cast: Cast, act: Act) -> Draft:
    clause = act.clause
    who = roles(cast, clause, act.kind)
    return Draft(
        kind=act.kind,
        sentence=sentence.number,
        trigger=clause.trigger,
        start=sentence.tree.tokens[clause.trigger].start,
        span=act.span,
        nominal=clause.nominal,
        sources=who.source.codes,
        targets=who.target.codes,
        source_how=who.source.how,
        target_how=who.target.how,
        symmetric=who.symmetric,
        status=_with_history(act.kind, act.status, act.when, who.source.former, sentence.day),
        former=who.source.former,
        when=act.when,
        dated=act.when is not None,
        count=None if act.count is None else act.count.value,
        qualifier=None if act.count is None else act.count.qualifier,
        claimed_by=_claimant(cast, clause),
        cue=act.cue,
        after=act.after,
        accused=act.accused,
        about=act.about,
        definite=act.definite,
        light=clause.verb,
        demanded=act.demanded,
    )


def _with_history(kind: str, status: str, when: When | None, former: bool, day: date | None) -> str:
    if kind == "war" and status == "hypothetical" and is_history(when, day):
        return "historical"
    if status == "actual" and (is_history(when, day) or (former and when is None)):
        return "historical"
    return status


def _claimant(cast: Cast, clause: Clause) -> str | None:
    """The state that asserts the act, if the narrator only reports it."""
    tree = cast.tree
    for upper in tree.above(clause.trigger):
        if tree.tokens[upper].lemma in _CLAIM:
            speaker = cast.all_of(tree.children(upper, "nsubj"))
            return speaker.codes[0] if len(speaker.codes) == 1 else None
    return None


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
    return bool(others) and not own and (linked or "source" in draft.inferred or not draft.sources)


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
