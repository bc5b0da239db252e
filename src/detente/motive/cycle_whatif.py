"""What a phased deal on the table, or recognition within a deal, would change in the next round of the cycle.

Each supposition is a change of terms; the game is solved with and without it at the same draws, and the ratio
of the chances is told. All of it rests on assumed ranges.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from detente.motive.cycle import Cycle, Outlook, solve
from detente.motive.hope import interval
from detente.motive.terms import NAMES, Terms
from detente.motive.window import Bools, Floats
from detente.world.whatif import WhatIf

USED = 32
"""Draws that are solved: enough for a median and a range, few enough for an answer."""

TOLERANCE = 1e-4
SWEEPS = 100
ENOUGH = 0.95
GRID = 15
RECOGNITION = 1.5
OWN = "an assumption of ours"
ROUND = "in a round of half a year"
TINY = 1e-12


@dataclass(frozen=True, slots=True)
class _Supposed:
    name: str
    assumed: str
    change: Callable[[Terms], Terms]


def _on_the_table(terms: Terms) -> Terms:
    gain = terms.full_gain
    return replace(terms, gain=gain, dislike=-gain, agreement=np.ones_like(terms.agreement))


def _recognised(terms: Terms) -> Terms:
    return replace(terms, recognition=RECOGNITION * terms.recognition)


SUPPOSED = (
    _Supposed(
        "phased deal on the table",
        "the other side, willing or not, likes phased terms as much as full ones, and nothing holds it up",
        _on_the_table,
    ),
    _Supposed("recognition in a deal", "a deal brings half as much recognition again", _recognised),
)

EFFECTS: Mapping[str, Callable[[Outlook], Floats]] = {
    f"demonstrations {ROUND}": lambda o: o.demonstration,
    f"a deal {ROUND}": lambda o: o.deal,
    "cheating in a deal": lambda o: o.cheating,
}


def what_ifs(terms: Terms, belief: Floats) -> tuple[WhatIf, ...]:
    """The effects of each supposition at a belief (draws,), as ratios to now, over the draws that settle.

    `reached` is the median chance that talks, where terms matter, are reached in the round. Nothing is said
    where fewer than half of the draws settle.
    """
    cases = [_first(terms), *(s.change(_first(terms)) for s in SUPPOSED)]
    solved = solve(_joined(cases), grid=GRID, tolerance=TOLERANCE, limit=SWEEPS, enough=ENOUGH)
    parts = _parts(solved, np.tile(belief[:USED], len(cases)), len(cases))
    settled: Bools = np.all(solved.converged.reshape(len(cases), -1), axis=0)
    if settled.mean() < 0.5:
        return ()
    return tuple(
        _told(supposed, effect, read(parts[0]), read(part), parts[0].talks, settled)
        for supposed, part in zip(SUPPOSED, parts[1:], strict=True)
        for effect, read in EFFECTS.items()
    )


def _told(
    supposed: _Supposed, effect: str, now: Floats, then: Floats, talks: Floats, settled: Bools
) -> WhatIf:
    ratio = (np.maximum(then, TINY) / np.maximum(now, TINY))[settled]
    basis = f"the outer cycle solved at {settled.sum()} of {settled.size} draws of assumed terms"
    safer = float(np.mean(ratio < 1.0))
    reached = float(np.median(talks[settled]))
    return WhatIf(
        supposed.name, effect, interval(ratio), basis, supposed.assumed, OWN, safer=safer, reached=reached
    )


def _first(terms: Terms) -> Terms:
    """The first `USED` draws; each term is in random order, so they are a sample of all."""
    return _each(lambda name: getattr(terms, name)[:USED], terms)


def _joined(cases: list[Terms]) -> Terms:
    return _each(lambda name: np.concatenate([getattr(case, name) for case in cases]), cases[0])


def _each(values: Callable[[str], Floats], like: Terms) -> Terms:
    changed: dict[str, Any] = {name: values(name) for name in NAMES}
    return replace(like, **changed)


def _parts(solved: Cycle, belief: Floats, n: int) -> list[Outlook]:
    """The outlook of each of `n` cases that were solved together."""
    whole = solved.outlook(belief)
    rows = {f.name: getattr(whole, f.name).reshape(n, -1) for f in fields(Outlook)}
    return [Outlook(**{name: row[i] for name, row in rows.items()}) for i in range(n)]
