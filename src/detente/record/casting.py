"""Which states could be doer or addressed of an act, and what speaks for each of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from detente.record.judge import Scene
from detente.record.tree import Tree
from detente.record.who import Cast, Discourse
from detente.record.wordlist import words
from detente.world.kinds import KINDS, SYMMETRIC

NOBODY = "-"
"""Stands for no state among the candidates."""

_FAR = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A state, or NOBODY, and the names of what speaks for it as doer and as addressed."""

    code: str
    source: tuple[str, ...]
    target: tuple[str, ...]


def candidates(scene: Scene) -> tuple[Candidate, ...]:
    """Every state that the sentence, the rules, the pair or the sentences before offer, and nobody."""
    where = places(scene.cast)
    pair = scene.cast.discourse.pair
    codes = dict.fromkeys((*scene.draft.sources, *scene.draft.targets, *where))
    if scene.filled is not None:
        codes |= dict.fromkeys((*scene.filled.sources, *scene.filled.targets))
    if pair is not None:
        codes |= dict.fromkeys((pair.a, pair.b))
    codes |= dict.fromkeys((*scene.cast.discourse.subject, *scene.cast.discourse.doer))
    frame = _Frame(scene, where, {code: k for k, code in enumerate(where)})
    return tuple(
        Candidate(code, tuple(_features(frame, code, "source")), tuple(_features(frame, code, "target")))
        for code in (*codes, NOBODY)
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """A scene with the places at which each state is named, and the order of the states in the sentence."""

    scene: Scene
    where: dict[str, list[int]]
    order: dict[str, int]


def places(cast: Cast) -> dict[str, list[int]]:
    """The tokens at which each state is named, in order of place."""
    found: dict[str, list[int]] = {}
    for i, mention in cast.at.items():
        if len(mention.codes) == 1:
            found.setdefault(mention.codes[0], []).append(i)
    return found


def _features(f: _Frame, code: str, role: str) -> Iterator[str]:
    kind = f.scene.draft.kind
    plover = KINDS[kind].plover if kind in KINDS else kind
    mutual = "mutual" if kind in SYMMETRIC else "directed"
    yield "bias"
    for name in _rule_features(f, code, role):
        yield name
        yield f"{name} {plover}"
        yield f"{name} {kind}"
    if code == NOBODY:
        yield f"nobody states={min(len(f.where), 4)}"
        yield f"nobody {kind}"
        yield f"nobody {plover} {mutual}"
        yield f"nobody {f.scene.draft.source_how}/{f.scene.draft.target_how} {plover}"
        return
    by = _word(f, role)
    for name in _discourse_features(f, code):
        yield name
        yield f"{name} by={by}"
        yield f"{name} {mutual}"
        yield f"{name} {plover}"
    yield from _path_features(f, code, plover or kind)
    if code.startswith("IGO:"):
        yield f"igo {plover}"
        yield f"igo {kind}"


def _rule_features(f: _Frame, code: str, role: str) -> Iterator[str]:
    draft = f.scene.draft
    own, other = (draft.sources, draft.targets) if role == "source" else (draft.targets, draft.sources)
    how = draft.source_how if role == "source" else draft.target_how
    held = code in own if code != NOBODY else not own
    yield f"rule={held} how={how}"
    yield f"rule other={code in other} own={held} any={bool(own)}"
    if f.scene.filled is None:
        yield f"filled none own={held}"
    else:
        full = f.scene.filled.sources if role == "source" else f.scene.filled.targets
        full_other = f.scene.filled.targets if role == "source" else f.scene.filled.sources
        fits = code in full if code != NOBODY else not full
        yield f"filled={fits} how={how}"
        yield f"filled other={code in full_other} own={fits}"


def _discourse_features(f: _Frame, code: str) -> Iterator[str]:
    talk: Discourse = f.scene.cast.discourse
    yield f"pair={talk.pair is not None and code in talk.pair} here={code in f.where}"
    yield f"subject={code in talk.subject} here={code in f.where}"
    yield f"doer={code in talk.doer} home={code == talk.home}"
    yield f"rank={min(f.scene.memory.rank.get(code, 9), 3)} here={code in f.where}"
    yield from _last_features(f, code)
    memory = f.scene.memory
    for name, table in (
        ("named", memory.named),
        ("acted", memory.acted),
        ("met", memory.met),
        ("person", memory.person),
    ):
        last = table.get(code)
        gap = "never" if last is None else str(min(f.scene.draft.sentence - last, _FAR))
        yield f"{name}={gap} here={code in f.where}"
    others = [c for c in f.where if c != code]
    yield f"here={code in f.where} others={min(len(others), 3)}"


def _last_features(f: _Frame, code: str) -> Iterator[str]:
    last = f.scene.memory.last
    if last is None:
        yield "last none"
        return
    was = "doer" if code in last.sources else "met" if code in last.targets else "neither"
    near = min(f.scene.draft.sentence - last.sentence, _FAR)
    yield f"last={was} near={near}"
    yield f"last={was} {last.plover} cue={f.scene.draft.cue}"
    yield f"last={was} same={last.plover == f.scene.draft.plover}"


_WORDS = words("i we he she it they our my his her its their us them who which both neither each")


def _word(f: _Frame, role: str) -> str:
    """What stands in the clause for the role: a pronoun, a proper name, another word, or nothing."""
    heads = f.scene.clause.doers if role == "source" else f.scene.clause.undergoers
    if not heads:
        return "nothing"
    tree = f.scene.cast.tree
    token = tree.tokens[heads[0]]
    near = (heads[0], *tree.children(heads[0], "poss", "det"))
    pronoun = next((low for k in near if (low := tree.tokens[k].text.lower()) in _WORDS), None)
    if pronoun is not None:
        return pronoun
    return "name" if heads[0] in f.scene.cast.at else "proper" if token.tag.startswith("NNP") else "word"


def _path_features(f: _Frame, code: str, plover: str) -> Iterator[str]:
    places = f.where.get(code)
    if not places:
        return
    tree, trigger = f.scene.cast.tree, f.scene.clause.trigger
    i = min(places, key=lambda k: abs(k - trigger))
    mention = f.scene.cast.at[i]
    yield f"mention={mention.kind} place={mention.place}"
    side = "before" if i < trigger else "after"
    yield f"{side} {min(abs(i - trigger) // 4, 4)}"
    yield f"{side} order={f.order[code]} of={min(len(f.order), 4)}"
    nearer = sum(
        1 for c, ks in f.where.items() if c != code and min(abs(k - trigger) for k in ks) < abs(i - trigger)
    )
    yield f"nearer={nearer} {side}"
    for each in {path(tree, k, trigger) for k in places}:
        yield f"path={each}"
        yield f"path={each} {plover}"
        yield f"path={each} {mention.kind}"
        yield f"ends={'/'.join(each.split('/')[-2:])}"


def path(tree: Tree, word: int, trigger: int) -> str:
    """How a word hangs on a trigger: dependencies up from the word, then down; prepositions by name."""
    down = [trigger, *tree.above(trigger)]
    steps: list[str] = []
    here = word
    while here not in down and len(steps) < 6:
        steps.append(_step(tree, here))
        upper = tree.tokens[here].head
        if upper == here:
            break
        here = upper
    if here not in down:
        return "far"
    return "/".join((*steps, *("v" + tree.tokens[k].dep for k in reversed(down[: down.index(here)][:3]))))


def _step(tree: Tree, i: int) -> str:
    token = tree.tokens[i]
    return f"{token.dep}:{token.lemma}" if token.dep in ("prep", "agent") else token.dep
