"""Who acts and whom it is done to, as one clause says it."""

from dataclasses import dataclass, replace

from detente.record.clause import Clause, accused
from detente.record.draft import FORCE, NO_TARGET, SELF
from detente.record.who import NOBODY, Cast, Who
from detente.world.kinds import SYMMETRIC

_TOWARD = ("at", "on", "against", "into", "over", "across", "toward", "towards", "onto", "to", "upon", "inside")
_VERBAL = ("to", "at", "against", "with", "on", "upon", "toward", "towards", "from", "for")
_WITH = ("with", "between", "and", "among", "from", "to", "against", "by")
_NEAR = ("off", "near", "along", "in", "from", "through", "around", "of")
_ADDRESSED = frozenset(
    "threat nuclear_threat ultimatum threat_nonforce demand demand_withdrawal demand_release accusation condemnation "
    "protest_note rejection endorsement regret phone_call visit pledge_defence aid_military aid sanction appeal "
    "diplomatic_break offer_talks promise agreement talks recognition appeal_deescalate mediation".split()
)


@dataclass(frozen=True, slots=True)
class Roles:
    """The doers and the addressed states of a clause; `symmetric` where neither comes first."""

    source: Who
    target: Who
    symmetric: bool = False


def roles(cast: Cast, clause: Clause, kind: str) -> Roles:
    """Read the roles of a clause that tells an act of `kind`."""
    source = _source(cast, clause, kind)
    target = _target(cast, clause, kind, source)
    if _mutual(cast, clause, kind, source, target):
        return _symmetric(source, target)
    return Roles(source, target.without(source.codes) if target.how != "place" or target.codes else NOBODY)


def _source(cast: Cast, clause: Clause, kind: str) -> Who:
    doers = clause.doers or accused(cast.tree, clause.trigger)
    source = cast.all_of(doers)
    if source.codes or (source.how in ("nonstate", "organ") and not clause.nominal):
        return source
    if clause.nominal:
        source = _nominal_source(cast, clause, kind, source)
    elif kind in SELF and not doers:
        source = cast.all_of(clause.undergoers)
    if not source.codes and kind in FORCE:
        source = _instrument(cast, clause, source)
    return source


def _nominal_source(cast: Cast, clause: Clause, kind: str, known: Who) -> Who:
    """Whose act a noun tells: "India's strike", "the Indian strike", "the launch of Indian missiles"."""
    found = cast._owned(clause.trigger)
    if found.codes and not _modifies_object(cast, clause, kind):
        return found
    if kind in SELF or kind in SYMMETRIC or kind == "response":
        found = cast.all_of(clause.undergoers)
        if found.codes:
            return found
    between = [i for preposition, i in clause.obliques if preposition in ("between", "by", "from")]
    found = cast.all_of(between)
    return found if found.codes else known


def _modifies_object(cast: Cast, clause: Clause, kind: str) -> bool:
    """ "The Iraq invasion" is done to Iraq; "the Iraqi invasion" by it."""
    owners = cast.tree.children(clause.trigger, "compound")
    named = any(cast.at[k].kind in ("name", "place") for k in owners if k in cast.at)
    return named and kind in FORCE and not cast.tree.children(clause.trigger, "poss")


def _instrument(cast: Cast, clause: Clause, known: Who) -> Who:
    """ "Killed by a U.S. drone", "hit by Iranian missiles", "from Syria"."""
    heads = [i for preposition, i in clause.obliques if preposition in ("by", "with")]
    found = cast.all_of(heads)
    if not found.codes and not clause.doers:
        found = cast.all_of([i for preposition, i in clause.obliques if preposition == "from"], places=True)
    if not found.codes and clause.doers:
        found = _from_of(cast, clause)
    return found if found.codes else known


def _from_of(cast: Cast, clause: Clause) -> Who:
    near = [
        noun
        for doer in clause.doers
        for k in cast.tree.children(doer, "prep")
        if cast.tree.tokens[k].lemma == "from"
        for noun in cast.tree.children(k, "pobj")
    ]
    return cast.all_of(near, places=True)


def _target(cast: Cast, clause: Clause, kind: str, source: Who) -> Who:
    if kind in NO_TARGET:
        return NOBODY
    heads = () if kind in SELF else clause.undergoers
    found = cast.all_of(heads).without(source.codes)
    if found.codes:
        return found
    if clause.nominal:
        found = _nominal_target(cast, clause, kind, source)
        if found.codes:
            return found
    return _oblique_target(cast, clause, kind, source)


def _nominal_target(cast: Cast, clause: Clause, kind: str, source: Who) -> Who:
    if _modifies_object(cast, clause, kind):
        return cast._owned(clause.trigger).without(source.codes)
    if kind in SELF:
        return NOBODY
    return cast.all_of(clause.undergoers, places=kind in FORCE).without(source.codes)


def _oblique_target(cast: Cast, clause: Clause, kind: str, source: Who) -> Who:
    prepositions = _VERBAL if kind in _ADDRESSED else _TOWARD
    if kind in SYMMETRIC:
        prepositions = _WITH
    heads = [i for preposition, i in clause.obliques if preposition in prepositions]
    found = cast.all_of(heads).without(source.codes)
    if found.codes or (kind in _ADDRESSED and kind not in ("visit", "sanction")):
        return found if found.codes else _addressed_place(cast, clause, source)
    if kind in SYMMETRIC:
        return found
    wider = [i for preposition, i in clause.obliques if preposition in (*_TOWARD, *_NEAR)]
    heads_too = [*wider, *(() if kind in SELF else clause.undergoers)]
    for head in heads_too:
        place = cast.who(head, places=True).without(source.codes)
        if place.codes:
            return Who(place.codes[:1], "place")
    return NOBODY


def _addressed_place(cast: Cast, clause: Clause, source: Who) -> Who:
    """A capital after "to" or "on" is its government, not a place."""
    heads = [i for preposition, i in clause.obliques if preposition in ("to", "on", "against", "with")]
    found = cast.all_of(heads, places=True).without(source.codes)
    return replace(found, how="named") if found.codes else NOBODY


def _mutual(cast: Cast, clause: Clause, kind: str, source: Who, target: Who) -> bool:
    if kind in SYMMETRIC:
        return True
    words = clause.words
    exchange = bool(words & {"exchange", "trade"}) and cast.tree.tokens[clause.trigger].lemma in ("exchange", "trade", "fire")
    return (len(source.codes) == 2 and not target.codes and (exchange or source.how == "both")) or exchange


def _symmetric(source: Who, target: Who) -> Roles:
    """Both sides as doers: the first against the rest."""
    if len(source.codes) >= 2 and not target.codes:
        return Roles(replace(source, codes=source.codes[:1]), replace(source, codes=source.codes[1:]), True)
    return Roles(source, target.without(source.codes), True)
