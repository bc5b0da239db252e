"""What a clause leaves open, filled from the dispatch as a whole and never silently."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from detente.record.draft import NO_TARGET, Draft
from detente.record.realis import speech
from detente.record.senses import RESPONSE
from detente.record.who import Discourse
from detente.record.wordlist import words
from detente.world.kinds import SYMMETRIC
from detente.world.when import When

_NO_IMPLIED = words(
    "appeal_deescalate endorsement mediation visit recognition aid meeting agreement joint_exercise "
    "aid_military martial_law recognition promise pledge_defence release territorial_claim phone_call "
    "summit withdraw_treaty"
)
_TALKED_OF = words("talks ceasefire ground_clash naval_clash war artillery_fire small_arms_fire agreement")


def _plain_appeal(draft: Draft) -> Draft:
    """An appeal for calm to both sides addresses nobody in particular."""
    if draft.kind == "appeal_deescalate" and len(draft.targets) > 1:
        return replace(draft, targets=(), target_how="nobody")
    return draft


def fill(draft: Draft, discourse: Discourse, before: Sequence[Draft]) -> Draft:
    """The draft with doer and target filled where the rules can."""
    return _target(_source(_plain_appeal(draft), discourse), discourse, before)


def answering(draft: Draft, before: Sequence[Draft]) -> Draft | None:
    """A "response" takes the kind of the act that it answers; without one it tells nothing."""
    if draft.kind != RESPONSE:
        return draft
    answered = next(
        (d for d in reversed(before) if d.status != "denied" and d.sources != draft.sources), None
    )
    if answered is None or not draft.sources:
        return None
    targets = draft.targets or answered.sources[:1]
    how = draft.target_how if draft.targets else "implied"
    when = draft.when or answered.when
    return replace(
        draft, kind=answered.kind, targets=targets, target_how=how, when=when, inferred=("kind",), cue=True
    )


def _source(draft: Draft, discourse: Discourse) -> Draft:
    if draft.sources:
        return draft
    if draft.source_how == "nonstate" or draft.kind == "terror_attack":
        return _by_no_state(draft, discourse)
    if draft.kind in SYMMETRIC and not draft.targets:
        return _whole_pair(draft, discourse)
    if draft.source_how in ("organ", "thing"):
        code = discourse.speaker(draft.targets, draft.source_how)
        if code is not None:
            return replace(draft, sources=(code,), inferred=(*draft.inferred, "source"))
    other = discourse.other(draft.targets[0]) if draft.targets else None
    if other is None or (draft.source_how == "nobody" and speech(draft.kind)):
        return draft
    return replace(draft, sources=(other,), source_how="implied", inferred=(*draft.inferred, "source"))


def _by_no_state(draft: Draft, discourse: Discourse) -> Draft:
    """An attack by nobody's soldiers: if the clause names no victim, it hit the state that speaks of it."""
    victim = draft.targets or tuple(c for c in (discourse.home, *discourse.subject) if c is not None)[:1]
    inferred = draft.inferred if draft.targets else (*draft.inferred, "target")
    return replace(draft, source_how="nonstate", targets=victim, inferred=inferred)


def _whole_pair(draft: Draft, discourse: Discourse) -> Draft:
    bare = draft.nominal and draft.light is None and not draft.dated
    if discourse.pair is None or draft.kind not in _TALKED_OF or bare:
        return draft
    return replace(
        draft,
        sources=(discourse.pair.a,),
        targets=(discourse.pair.b,),
        source_how="implied",
        target_how="implied",
        symmetric=True,
        inferred=(*draft.inferred, "source", "target"),
    )


def _target(draft: Draft, discourse: Discourse, before: Sequence[Draft]) -> Draft:
    if draft.targets or draft.kind in NO_TARGET or not draft.sources:
        return draft
    if draft.kind in _NO_IMPLIED and draft.kind not in SYMMETRIC:
        return draft
    source = draft.sources[0]
    speaker = draft.claimed_by if draft.force or draft.plover == "MOBILIZE" else None
    code = speaker if speaker not in (None, source) else discourse.other(source)
    if code is None and (speech(draft.kind) or draft.plover in ("MOBILIZE", "SANCTION", "ACCUSE")):
        code = _culprit(draft, before)
    if code is None:
        return draft
    return replace(draft, targets=(code,), target_how="implied", inferred=(*draft.inferred, "target"))


def _culprit(draft: Draft, before: Sequence[Draft]) -> str | None:
    """The doer of the act that a third state speaks of: the one it names, else the first militarized one."""
    hostile = [d for d in before if d.status == "actual" and d.sources and d.sources[0] not in draft.sources]
    named = next((d.sources[0] for d in hostile if d.kind in draft.about), None)
    return named or next((d.sources[0] for d in hostile if d.force or d.plover == "MOBILIZE"), None)


def between_states(draft: Draft) -> bool:
    """Whether the rules take it for an act between states."""
    if draft.sources and draft.targets:
        return True
    if draft.sources:
        return draft.kind in NO_TARGET or draft.kind in ("appeal_deescalate", "mediation", "missile_launch")
    return bool(draft.targets) and draft.source_how == "nonstate" and draft.force


def dated(draft: Draft, day: date | None) -> Draft:
    """An undated act of the news is of the dispatch's day; possible and denied ones stay undated."""
    if draft.when is not None or day is None or draft.status != "actual":
        return draft
    return replace(draft, when=When(day, day, "day"), inferred=(*draft.inferred, "date"))
