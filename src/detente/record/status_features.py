"""What speaks for it that an act happened, is past, is only possible, or is denied."""

from collections.abc import Iterator
from datetime import date

from detente.record.draft import Draft
from detente.record.judge import Scene
from detente.record.tree import Tree
from detente.world.kinds import KINDS

_NEAR_WORDS = ("aux", "auxpass", "neg", "mark", "advmod", "det", "expl")
_LEVELS = 3


def status_features(scene: Scene, draft: Draft) -> tuple[str, ...]:
    """Names of what holds of an act's clause, date and place; `draft` has its states."""
    return tuple(_features(scene, draft))


def tied_status(draft: Draft) -> dict[str, tuple[str, ...]]:
    """Which status the rule gives."""
    return {"rule": (draft.status,)}


def _features(scene: Scene, draft: Draft) -> Iterator[str]:
    tree, clause = scene.cast.tree, scene.clause
    plover = KINDS[draft.kind].plover if draft.kind in KINDS else draft.kind
    verb = clause.verb if clause.verb is not None else clause.trigger
    dated = _dated(draft, scene.day)
    yield "bias"
    for name in (f"rule={draft.status}", f"date={dated}", f"tag={tree.tokens[verb].tag}"):
        yield name
        yield f"{name} {plover}"
        yield f"{name} noun={clause.nominal}"
    yield f"rule={draft.status} date={dated}"
    yield f"kind={draft.kind}"
    yield f"demanded={draft.demanded} {plover}"
    yield f"definite={draft.definite} noun={clause.nominal}"
    yield f"claimed={draft.claimed_by is not None}"
    yield f"former={draft.former}"
    yield f"sentence={min(draft.sentence, 6)} date={dated}"
    yield from _words(tree, {verb, clause.trigger}, "w")
    yield from _governors(tree, verb, plover or draft.kind)
    yield from _before(scene, draft, dated)
    for i in (*clause.doers[:1], *clause.undergoers[:1]):
        yield from _words(tree, {i}, "n")


def _words(tree: Tree, heads: set[int], name: str) -> Iterator[str]:
    for head in sorted(heads):
        for k in tree.children(head, *_NEAR_WORDS):
            yield f"{name}:{tree.tokens[k].dep}={tree.tokens[k].text.lower()}"


def _governors(tree: Tree, verb: int, plover: str) -> Iterator[str]:
    here, chain = verb, []
    for level, upper in enumerate(tree.above(verb)):
        if level == _LEVELS:
            break
        token, dep = tree.tokens[upper], tree.tokens[here].dep
        chain.append(dep)
        yield f"g{level}={token.lemma} {dep}"
        yield f"g={token.lemma} {dep} {tree.tokens[here].tag}"
        yield f"g{level} {dep} {token.tag} {plover}"
        yield from _words(tree, {upper}, f"g{level}")
        here = upper
    yield f"chain={'/'.join(chain)} {tree.tokens[verb].tag}"


def _before(scene: Scene, draft: Draft, dated: str) -> Iterator[str]:
    last = scene.memory.last
    if last is None:
        yield "first"
        return
    near = min(draft.sentence - last.sentence, 2)
    yield f"last={last.status} near={near} date={dated}"
    yield f"last={last.status} near={near} {scene.cast.tree.tokens[draft.trigger].tag}"


def _dated(draft: Draft, day: date | None) -> str:
    if draft.when is None:
        return "none"
    if day is None:
        return f"some {draft.when.precision}"
    back = (day - draft.when.end).days
    if back < 0:
        return "ahead" if draft.when.start > day else "around"
    size = "today" if back <= 1 else "week" if back <= 7 else "month" if back <= 31 else "past"
    return f"{size} {draft.when.precision}"
