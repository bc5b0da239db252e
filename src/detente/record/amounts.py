"""How many missiles, ships or men an act counts."""

import re
from collections.abc import Sequence

from detente.record.classes import CLASSES
from detente.record.clause import Clause
from detente.record.deaths import deaths_in
from detente.record.groups import HARMED, core, covering, group_count
from detente.record.numbers import Count
from detente.record.tree import Tree
from detente.record.wordlist import words
from detente.world.kinds import KINDS

__all__ = ["count_of", "deaths_in"]

_WORDS_ONLY = words("ACCUSE REJECT REQUEST THREATEN CONSULT SUPPORT")
"""Types of act that count nothing: of "rejected three proposals" the three are no size of the act."""

_PARTIES = words(
    "government capital leader minister president party neighbour neighbor republic class proposal chief "
    "word reason goal state half people power army"
)
_GROUPS = (
    CLASSES["SHIP"],
    CLASSES["AIRCRAFT"] | CLASSES["DRONE"],
    CLASSES["MISSILE"],
    CLASSES["PERSON"] | CLASSES["TROOPS"] | CLASSES["DIPLOMAT"] | words("clerk attache attaché relative"),
    CLASSES["LAND"] | words("crossing consulate bridge"),
)
_THING = (
    CLASSES["MISSILE"]
    | CLASSES["AIRCRAFT"]
    | CLASSES["SHIP"]
    | CLASSES["PERSON"]
    | CLASSES["DIPLOMAT"]
    | words("satellite test plane airliner yak")
)
_MASS = words(
    "crew aircraft series salvo barrage troop police fleet navy navies armada shelling mission staff people "
    "flotilla squadron air-force airforce two three four five six"
)
_MEANS = CLASSES["MISSILE"] | CLASSES["SHIP"] | CLASSES["AIRCRAFT"] | CLASSES["TROOPS"] | CLASSES["DRONE"]
_PLACE = CLASSES["LAND"] | words("target airfield position area site place point tower camp zone box")
_BY_FIRE = words(
    "airstrike missile_strike artillery_fire drone_strike small_arms_fire naval_clash ground_clash "
    "warning_shots missile_launch live_fire_drill naval_deployment air_patrol"
)
_COUNTS_ONE = words(
    "missile_launch nuclear_test shootdown capture seizure naval_deployment space_launch missile_strike "
    "drone_strike incursion abduction assassination ramming killing detention release mine_blast airstrike "
    "torpedo_attack accident obstruction expel_diplomats drone_incursion"
)
_COUNTS_UNIT = words("troop_movement weapons_deployment alert")
_UNIT = words("brigade regiment battalion division company battery carrier")
_OF_SHIPS = words("seizure naval_deployment ramming torpedo_attack obstruction release shootdown")
_KILL = words("kill murder slay massacre murdering execute")
_NO = words("no any every each neither either what which")
_TITLE = words(
    "mr ms mrs mr. ms. mrs. messrs messrs. general colonel captain lieutenant sergeant major admiral"
)
_MODEL = re.compile(r"[a-z]{1,4}-?\d{1,3}[a-z]?")


def count_of(tree: Tree, clause: Clause, kind: str, counts: Sequence[Count]) -> Count | None:
    """The number that belongs to the act's things, else one for a thing in the singular."""
    if _type(kind) in _WORDS_ONLY:
        return None
    if clause.nominal:
        return _of_noun(tree, clause, kind, counts)
    if _kills(tree, clause.trigger):
        return None
    for heads in (_done_to(tree, clause, kind), _doing(tree, clause), _fired_on(tree, clause, kind)):
        found = _together(tree, heads, kind, counts)
        if found is not None:
            return found
    return _often(tree, clause, counts)


def _kills(tree: Tree, trigger: int) -> bool:
    """Whether the word itself says that it killed: then its number is that of the dead."""
    shot_dead = any(tree.tokens[k].lemma == "dead" for k in tree.children(trigger))
    return tree.tokens[trigger].lemma in _KILL or (tree.tokens[trigger].is_verb and shot_dead)


def _type(kind: str) -> str | None:
    return KINDS[kind].plover if kind in KINDS else None


def _of_noun(tree: Tree, clause: Clause, kind: str, counts: Sequence[Count]) -> Count | None:
    """ "Two raids", "a pair of boardings", "the seizure of three boats"."""
    if _kills(tree, clause.trigger):
        return None
    heads = _done_to(tree, clause, kind)
    own = _above(tree, clause.trigger, counts) or group_count(tree, clause.trigger, counts, deep=False)
    done_to = _together(tree, heads, kind, counts)
    return own if own is not None and (done_to is None or done_to.value == 1) else done_to


def _above(tree: Tree, noun: int, counts: Sequence[Count]) -> Count | None:
    token = tree.tokens[noun]
    of = tree.tokens[token.head]
    if token.dep != "pobj" or of.lemma != "of":
        return None
    return covering(tree, (of.head,), counts)


def _done_to(tree: Tree, clause: Clause, kind: str) -> tuple[int, ...]:
    """What the act is done to or with; of fire only the weapons, not the targets."""
    token = tree.tokens[clause.trigger]
    told = (token.head,) if token.dep == "amod" and tree.tokens[token.head].is_noun else ()
    heads = (*clause.undergoers, *told)
    return tuple(h for h in heads if not (kind in _BY_FIRE and tree.tokens[core(tree, h)].lemma in _PLACE))


def _doing(tree: Tree, clause: Clause) -> tuple[int, ...]:
    """Doers that are the act's means ("two missiles fell"), and what the verb works with."""
    doers = tuple(i for i in clause.doers if _is_means(tree, i))
    used = (i for preposition, i in clause.obliques if preposition == "with")
    return (*doers, *(i for i in used if not any(tree.tokens[k].lemma in HARMED for k in tree.kids[i])))


def _fired_on(tree: Tree, clause: Clause, kind: str) -> tuple[int, ...]:
    """Ships and aircraft that were fired on."""
    if kind not in _BY_FIRE:
        return ()
    on = (i for preposition, i in clause.obliques if preposition in ("on", "at", "against"))
    return tuple(i for i in on if _sort(tree, core(tree, i)) in (0, 1))


def _is_means(tree: Tree, i: int) -> bool:
    i = core(tree, i)
    lemma = tree.tokens[i].lemma
    return lemma in _MEANS or lemma == "man" or bool(_MODEL.fullmatch(lemma)) or _named(tree, i, _MEANS)


def _together(tree: Tree, heads: Sequence[int], kind: str, counts: Sequence[Count]) -> Count | None:
    """The number of the first thing that has one, coordinated things of one sort added up."""
    heads = [h for h in heads if tree.tokens[core(tree, h)].lemma not in _PARTIES]
    found = [(h, c) for h in heads if (c := group_count(tree, h, counts)) is not None]
    singles = [(h, c) for h in heads if (c := _single(tree, h, kind)) is not None]
    told = dict((*singles, *found))
    if not told:
        return None
    first = found[0][1] if found else singles[0][1]
    sorts = {_sort(tree, h) for h in heads}
    if len(told) == len(heads) > 1 and len(sorts) == 1 and None not in sorts and len(set(told.values())) > 1:
        return Count(first.start, first.end, sum(c.value for c in told.values()), first.qualifier)
    return first


def _sort(tree: Tree, head: int) -> int | None:
    """Which sort of thing a noun is: ship, aircraft, missile, man or place."""
    near = {tree.tokens[i].lemma for i in (head, *tree.children(head, "compound", "nmod"))}
    if _MODEL.fullmatch(tree.tokens[head].lemma):
        return 1
    return 3 if _titled(tree, head) else next((k for k, group in enumerate(_GROUPS) if near & group), None)


def _single(tree: Tree, head: int, kind: str) -> Count | None:
    token = tree.tokens[head]
    if kind not in _COUNTS_ONE | _COUNTS_UNIT or token.tag not in ("NN", "NNP", "CD"):
        return None
    marked = {tree.tokens[k].lemma for k in tree.children(head, "det", "poss")}
    if marked & _NO or (token.lemma in _MASS and not marked & {"a", "an"}):
        return None
    if kind in _COUNTS_UNIT:
        one = token.lemma in _UNIT
    elif token.tag == "NN":
        one = token.lemma in _THING or (bool(marked) and bool(_MODEL.fullmatch(token.lemma)))
    else:
        one = _proper(tree, head, kind, marked=bool(marked))
    return Count(token.start, token.end, 1, None) if one else None


def _proper(tree: Tree, head: int, kind: str, *, marked: bool) -> bool:
    """ "The trawler Estai", "a MiG-21", "Mr. Glas", "the Nimitz"."""
    model = marked and bool(_MODEL.fullmatch(tree.tokens[head].lemma))
    return model or _named(tree, head, _THING) or _titled(tree, head) or (marked and kind in _OF_SHIPS)


def _titled(tree: Tree, head: int) -> bool:
    return tree.tokens[head].tag == "NNP" and _named(tree, tree.head_of_chain(head), _TITLE)


def _named(tree: Tree, head: int, things: frozenset[str]) -> bool:
    """ "The trawler Estai", "Mr. Glas": a name behind the word for what bears it."""
    return any(tree.tokens[k].text.lower() in things for k in tree.children(head, "compound", "nmod"))


def _often(tree: Tree, clause: Clause, counts: Sequence[Count]) -> Count | None:
    """ "Twice entered the airspace", "three times"."""
    return covering(tree, tree.children(clause.trigger, "advmod", "npadvmod", "dep"), counts)
