"""The lines of the result, and how packages are set to the same work in turn."""

import sys
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any

from peers.call import Peer, PeerError

Line = dict[str, Any]
Answer = dict[str, Any]
Answers = dict[str, Answer | None]


def note(text: str) -> None:
    """Progress, to standard error."""
    print(text, file=sys.stderr, flush=True)


def line(
    value: float | None, peer: float | None, ratio: float | None, goal: float | None, holds: bool | None
) -> Line:
    """One measure, to four digits."""
    value, peer, ratio = (None if one is None else float(f"{one:.4g}") for one in (value, peer, ratio))
    return {"value": value, "peer": peer, "ratio": ratio, "goal": goal, "holds": holds}


def times_faster(ours: float | None, theirs: float | None, goal: float, *, rate: bool = False) -> Line:
    """How many times faster ours is; the figures are costs, or with `rate` the more the better.

    Without the peer nothing is said; without ours the goal is missed.
    """
    if ours is None or theirs is None:
        return line(ours, theirs, None, goal, False if ours is None else None)
    ratio = ours / theirs if rate else theirs / ours
    return line(ours, theirs, ratio, goal, ratio >= goal)


def at_most(value: float | None, goal: float | None, *, peer: float | None = None) -> Line:
    """A figure that must not exceed the goal, if there is one; the peer's is for comparison."""
    ratio = None if not value or peer is None else peer / value
    holds = None if goal is None else value is not None and value <= goal
    return line(value, peer, ratio, goal, holds)


def at_least(value: float | None, goal: float, *, peer: float | None = None) -> Line:
    """A figure that must reach the goal."""
    ratio = None if value is None or not peer else value / peer
    return line(value, peer, ratio, goal, value is not None and value >= goal)


def between(value: float | None, low: float, high: float) -> Line:
    """A share that must lie within bounds; the goal is the nearer of the two."""
    if value is None:
        return line(None, None, None, low, False)
    goal = low if abs(value - low) < abs(value - high) else high
    return line(value, None, None, goal, low <= value <= high)


def unknown(goal: float) -> Line:
    """A comparison with a package that is not there."""
    return line(None, None, None, goal, None)


def seconds(answer: Answer | None, scale: float = 1.0) -> float | None:
    """CPU seconds times a scale."""
    return None if answer is None else answer["seconds"] * scale


def figure(answer: Answer | None, key: str) -> float | None:
    """One number of an answer."""
    return None if answer is None else float(answer[key])


def ask(name: str, task: str, **arguments: Any) -> Answer | None:
    """The answer of a fresh process of one package; None, with a note, where it cannot."""
    return race({name: (task, arguments)}, rounds=1)[name]


def race(
    entrants: Mapping[str, tuple[str, Mapping[str, Any]]], *, rounds: int = 4, repeats: int = 1
) -> Answers:
    """Each package's answer with its least CPU time; they run in turn, so that other load hits all alike."""
    best: Answers = dict.fromkeys(entrants)
    with ExitStack() as stack:
        peers = {name: _started(stack, name) for name in entrants}
        for _ in range(rounds):
            for name, (task, arguments) in entrants.items():
                found = _asked(peers[name], task, repeats, arguments)
                before = best[name]
                if found and (before is None or found["seconds"] < before["seconds"]):
                    best[name] = found
                elif found is None:
                    peers[name] = None
    return best


def _started(stack: ExitStack, name: str) -> Peer | None:
    try:
        return stack.enter_context(Peer(name))
    except PeerError as problem:
        note(str(problem))
        return None


def _asked(peer: Peer | None, task: str, repeats: int, arguments: Mapping[str, Any]) -> Answer | None:
    try:
        return None if peer is None else peer.ask(task, repeats=repeats, **arguments)
    except PeerError as problem:
        note(str(problem))
        return None
