"""Who acts and whom it is done to, as one clause says it."""

from dataclasses import dataclass, replace

from detente.record.clause import CONTROL, Clause, accused
from detente.record.draft import FORCE, NO_TARGET, SELF
from detente.record.who import NOBODY, Cast, Who
from detente.record.wordlist import words
from detente.world.kinds import SYMMETRIC

_TOWARD = (
    "at",
    "on",
    "against",
    "into",
    "over",
    "across",
    "toward",
    "towards",
    "onto",
    "to",
    "upon",
    "inside",
)
_VERBAL = ("to", "at", "against", "with", "on", "upon", "toward", "towards", "from", "for")
_WITH = ("with", "between", "and", "among", "from", "to", "against", "by")
_NEAR = ("off", "near", "along", "in", "from", "through", "around", "of")
_BESIDE = ("off", "near", "around")
_AT_PLACE = ("diplomatic_break", "recall_ambassador", "close_border", "suspend_talks", "sanction")
_ADDRESSED = words(
    "threat nuclear_threat ultimatum threat_nonforce demand demand_withdrawal demand_release accusation "
    "condemnation protest_note rejection endorsement regret phone_call visit pledge_defence "
    "aid_military aid sanction appeal offer_talks promise agreement talks recognition appeal_deescalate "
    "mediation"
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
    if _mutual(cast, clause, kind, source, target) and kind not in NO_TARGET:
        return _symmetric(source, target)
    return Roles(source, target.without(source.codes) if target.how != "place" or target.codes else NOBODY)


def _source(cast: Cast, clause: Clause, kind: str) -> Who:
    doers = clause.doers or accused(cast.tree, clause.trigger)
    source = cast.all_of(doers)
    if source.how == "organ" and not clause.nominal:
        source = _commander(cast, clause, source)
    if source.codes or (source.how in ("nonstate", "organ", "thing") and not clause.nominal):
        return source
    if clause.nominal:
        source = _nominal_source(cast, clause, kind, source)
    elif kind in SELF and not doers:
        source = cast.all_of(clause.undergoers)
    if not source.codes and kind in FORCE:
        source = _instrument(cast, clause, source)
    return source


def _commander(cast: Cast, clause: Clause, known: Who) -> Who:
    """ "The president ordered the forces to ...": the nameless forces are the president's."""
    token = cast.tree.tokens[clause.trigger]
    upper = cast.tree.tokens[token.head]
    if token.dep in ("xcomp", "ccomp", "advcl") and upper.lemma in CONTROL - {
        "accuse",
        "urge",
        "demand",
        "ask",
    }:
        found = cast.all_of(cast.tree.children(upper.i, "nsubj"))
        return found if found.codes else known
    return known


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
    below = (k for doer in clause.doers for k in cast.tree.below(doer, ("conj", "advcl")))
    near = [
        noun for k in below if cast.tree.tokens[k].lemma == "from" for noun in cast.tree.children(k, "pobj")
    ]
    return cast.all_of(near, places=True)


def _complement(cast: Cast, clause: Clause) -> tuple[int, ...]:
    """Objects of the infinitive that a refusal or offer governs: "declined to give Georgia a plan"."""
    verbs = cast.tree.children(clause.trigger, "xcomp")
    return tuple(i for verb in verbs for i in cast.tree.children(verb, "dobj", "dative"))


def _target(cast: Cast, clause: Clause, kind: str, source: Who) -> Who:
    if kind in NO_TARGET:
        return NOBODY
    heads = () if kind in SELF else clause.undergoers or _complement(cast, clause)
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
    prepositions: tuple[str, ...] = _VERBAL if kind in _ADDRESSED else _TOWARD
    if kind in SYMMETRIC:
        prepositions = _WITH
    found = _first(cast, clause, prepositions, source)
    if kind in SELF and source.how in ("organ", "thing", "nobody"):
        return found
    if found.codes or (kind in _ADDRESSED and kind not in ("visit", "sanction")):
        return found if found.codes else _addressed_place(cast, clause, source)
    if kind in SYMMETRIC or not (kind in FORCE or kind in SELF or kind in _AT_PLACE):
        return found
    near = _BESIDE if kind in SELF else _NEAR
    wider = [i for preposition, i in clause.obliques if preposition in (*_TOWARD, *near)]
    heads_too = [*wider, *(() if kind in SELF else clause.undergoers)]
    for head in heads_too:
        place = cast.all_of(cast.tree.coordinated(head), places=True).without(source.codes)
        if place.codes:
            return Who(place.codes[:2], "place")
    return NOBODY


def _first(cast: Cast, clause: Clause, prepositions: tuple[str, ...], source: Who) -> Who:
    """The states of the first prepositional group that names any, with what is coordinated to it."""
    for preposition, i in clause.obliques:
        if preposition in prepositions:
            found = cast.all_of(cast.tree.coordinated(i)).without(source.codes)
            if found.codes:
                return found
    return NOBODY


def _addressed_place(cast: Cast, clause: Clause, source: Who) -> Who:
    """A capital after "to" or "on" is its government, not a place."""
    heads = [i for preposition, i in clause.obliques if preposition in ("to", "on", "against", "with")]
    found = cast.all_of(heads, places=True).without(source.codes)
    return replace(found, how="named") if found.codes else NOBODY


def _mutual(cast: Cast, clause: Clause, kind: str, source: Who, target: Who) -> bool:
    if kind in SYMMETRIC:
        clash = kind in FORCE and not clause.nominal and not clause.passive
        return not (clash and source.codes and target.codes and cast.all_of(clause.undergoers).codes)
    if clause.nominal and len(source.codes) == 2 and not target.codes and kind in FORCE:
        return True
    words = clause.words
    exchange = bool(words & {"exchange", "trade"}) and cast.tree.tokens[clause.trigger].lemma in (
        "exchange",
        "trade",
        "fire",
    )
    return (len(source.codes) == 2 and not target.codes and (exchange or source.how == "both")) or exchange


def _symmetric(source: Who, target: Who) -> Roles:
    """Both sides as doers: the first against the rest."""
    if len(source.codes) >= 2 and not target.codes:
        return Roles(replace(source, codes=source.codes[:1]), replace(source, codes=source.codes[1:]), True)
    return Roles(source, target.without(source.codes), True)
