"""Ladders of brinkmanship solved: ours and pygambit at the same games in one run.

pygambit is installed by this command in an environment of its own under `.bench/`. It follows the logit path
of any extensive game; ours knows the family. Its times are CPU seconds of one thread; ours wall seconds of a
call, compiled, the best of many, certificate included. PYGAMBIT_SECONDS (60) is what the peer gets for a game
before it counts as not solved.
"""

import argparse
import json
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from peers.brink import efg
from peers.call import GAME_PINS, ROOT, install, python_of
from peers.lines import Answer, Line, ask, at_least, at_most, line, note, times_faster, unknown

from detente.numerics.game.bargaining import Ultimatum, critical_risk
from detente.numerics.game.crisis import Crisis, Ends, ends, games, typical
from detente.numerics.game.games import Array, Games
from detente.numerics.game.kernel import solve_fast, strategies
from detente.numerics.game.regret import certificate
from detente.numerics.game.solve import followed
from detente.numerics.game.tree import CLIMB, HOLD, NONE, ladder

LIMIT = int(os.environ.get("PYGAMBIT_SECONDS", "60"))
PRECISIONS = (2.0, 5.0, 10.0)
GOALS = {(3, 3): 1_000.0, (5, 3): 10_000.0, (5, 5): 15_000.0, (8, 2): None}
"""Rungs and types, and how many times faster than the peer we want to be."""
AT_ONCE = 5e-3
"""Seconds for the ladder of eight rungs that the peer does not finish."""
GRID = ((2, 2), (3, 2), (3, 3), (5, 2))
REFERENCE = ROOT / "tests/data/game_reference.json"
PEER = "pygambit"
Lines = Iterator[tuple[str, Line]]


@dataclass(frozen=True, slots=True)
class Case:
    """A ladder of the benchmark at one lambda."""

    rungs: int
    types: int
    precision: float

    def crisis(self) -> Crisis:
        """The ladder."""
        return typical(self.rungs, self.types)

    def games(self) -> Games:
        """The ladder as arrays."""
        return games(self.crisis(), self.precision)

    def peer(self, limit: int) -> Answer | None:
        """What the peer says; None if nothing within the limit."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "ladder.efg"
            path.write_text(efg(self.crisis()), encoding="utf-8")
            return ask(PEER, "solve", path=str(path), precision=self.precision, limit=limit)

    def difference(self, found: Answer) -> float:
        """The largest difference of a chance between the peer's answer and ours."""
        mine = solve_fast(self.games()).strategy[..., 0]
        rows = rows_of(found, self.rungs)
        return max(float(np.abs(mine[at, :, t] - chances).max()) for at, t, chances in rows)


def rows_of(found: Answer, rungs: int) -> list[tuple[int, int, list[float]]]:
    """History, the mover's own type, chances; for each information set of the peer's answer."""
    rows = []
    for mover, name in enumerate(("one", "two")):
        for said, chances in found["chances"][name]:
            types, *moves = said.split()
            rows.append((history(rungs, moves), int(types.split("-")[mover]), chances))
    return rows


def history(rungs: int, moves: list[str]) -> int:
    """The history after these moves."""
    at = 0
    for move in moves:
        at = int(ladder(rungs).child[at, HOLD if move == "hold" else CLIMB])
        assert at != NONE
    return at


def best(case: Case, spend: float = 1.0) -> float:
    """Wall seconds of one compiled solve with its residual; the best of those that fit into some seconds."""
    game, least, end = case.games(), float("inf"), time.perf_counter() + spend
    strategies(game)
    while time.perf_counter() < end:
        start = time.perf_counter()
        _, residual = strategies(game)
        least = min(least, time.perf_counter() - start)
        assert residual[0] <= 1e-10
    return least


def speed_lines() -> Lines:
    """One solve, and how far the answers differ."""
    gaps = []
    for (rungs, types), goal in GOALS.items():
        hopeless = False
        for precision in PRECISIONS:
            case = Case(rungs, types, precision)
            found = None if hopeless else case.peer(LIMIT)
            hopeless = found is None
            theirs = None if found is None else float(found["seconds"])
            name = f"solve, {rungs} rungs, {types} types, lambda {precision:g}, seconds"
            if goal is None:
                yield name + _none_in(theirs), at_most(best(case), AT_ONCE, peer=theirs)
            else:
                yield name + _none_in(theirs), times_faster(best(case), theirs, goal)
            gaps += [] if found is None else [case.difference(found)]
    name = f"largest difference of a chance from {PEER}, {len(gaps)} games, lambda up to 10"
    yield name, at_most(max(gaps), 1e-6) if gaps else unknown(1e-6)


def _none_in(theirs: float | None) -> str:
    """What to say of a peer without an answer; after one at the least lambda it is not asked again."""
    why = f"none in {LIMIT} s" if python_of(PEER) else "not installed"
    return "" if theirs is not None else f" (peer: {why})"


def rate_lines(count: int = 5_000) -> Lines:
    """Solves a second at five rungs and three types, payoffs drawn, lambda 5."""
    game = games(drawn(count, seed=3), 5.0)
    strategies(game.some(np.arange(2)))
    for threads, goal in ((1, None), (2, 5_000.0)):
        spent = min(_spent(game, threads) for _ in range(3))
        name = f"solves a second, 5 rungs, 3 types, {count} drawn games, {threads} thread{'s'[: threads - 1]}"
        yield name, at_least(count / spent, goal) if goal else line(count / spent, None, None, None, None)


def _spent(game: Games, threads: int) -> float:
    start = time.perf_counter()
    strategies(game, threads=threads)
    return time.perf_counter() - start


def drawn(count: int, seed: int, rungs: int = 5, types: int = 3) -> Crisis:
    """Ladders with all payoffs and risks at random, disaster costs from .1 to 6 times the prize."""
    rng = np.random.default_rng(seed)
    low, high, share = (
        rng.uniform(0.1, 1.0, count),
        rng.uniform(1.5, 6.0, count),
        rng.uniform(0.1, 0.6, count),
    )
    costs = low + (high - low) * np.linspace(0.0, 1.0, types)[:, None]
    return Crisis(
        rungs,
        disaster=np.broadcast_to(costs, (2, types, count)),
        prior=np.full((2, types, count), 1.0 / types),
        status_quo=np.stack([share, 1.0 - share]),
        audience=rng.uniform(0.0, 1.0, (2, count)),
        benefit=rng.normal(0.0, 0.1, (2, count)),
        war=-rng.uniform(0.2, 1.5, (2, count)),
        risk=rng.uniform(0.005, 0.08, count),
        growth=rng.uniform(1.0, 1.6, count),
    )


def convergence_lines(count: int = 1_000) -> Lines:
    """Random ladders of five rungs and three types: how many are solved, and whether those truly are."""
    crisis = drawn(count, seed=1)
    for precision, goal in ((5.0, 1.0), (10.0, 1.0), (20.0, 1.0), (80.0, 0.99)):
        game, start = games(crisis, precision), time.perf_counter()
        swept = float((strategies(game)[1] <= 1e-10).mean())
        found = solve_fast(game)
        spent = time.perf_counter() - start
        name = f"share solved of {count} random ladders, lambda {precision:g}"
        yield name, at_least(float(found.solved.mean()), goal)
        yield f"{name}: by compiled sweeps alone", line(swept, None, None, None, None)
        checked = certificate(game, found).holds(1e-9)
        yield f"{name}: solved but not certified", at_most(float((found.solved & ~checked).sum()), 0)
        yield f"{name}: seconds", at_most(spent, None)


def branch_lines(count: int = 150) -> Lines:
    """How often sweeps from even chances end on the branch from lambda = 0 that the path follows."""
    for precision in (5.0, 20.0, 80.0):
        game = games(drawn(count, seed=4), precision)
        found = solve_fast(game)
        paths = [followed(game.some(np.array([k]))) for k in range(count)]
        apart = [np.abs(one.strategy[..., 0] - found.strategy[..., k]).max() for k, one in enumerate(paths)]
        both = found.solved & np.array([one.solved[0] for one in paths])
        share = float((np.array(apart) < 1e-6)[both].mean())
        name = (
            f"share of {int(both.sum())} random ladders where `solve` is on the branch, lambda {precision:g}"
        )
        yield name, at_least(share, 1.0) if precision < 80.0 else line(share, None, None, None, None)


def closed_form_lines(count: int = 1_000) -> Lines:
    """Closed forms of theory against a search for the best, or against the ladder at a very high lambda."""
    rng = np.random.default_rng(6)
    win, most = rng.uniform(0.1, 0.6, count), rng.uniform(0.05, 0.4, count)
    offer = Ultimatum(win, rng.uniform(0.01, 1.0, count) * most, most)
    low, high = np.zeros(count), np.ones(count)
    for _ in range(60):
        third = (high - low) / 3.0
        right = offer.worth(low + third) < offer.worth(high - third)
        low, high = np.where(right, low + third, low), np.where(right, high, high - third)
    war = offer.fights(0.5 * (low + high))
    gap = float(np.abs(war - 0.5 * (1.0 - offer.cost / offer.most)).max())
    yield f"Fearon: chance of war at the best demand less (1 - cA / c) / 2, {count} draws", at_most(gap, 1e-6)
    prevail, disaster = rng.uniform(0.2, 1.0, (2, count))
    critical, right = critical_risk(prevail, np.zeros(count), disaster), np.ones(count, dtype=np.bool_)
    for off in (-1e-3, 1e-3):
        foot = Crisis(
            1, np.broadcast_to(disaster, (2, 1, count)), np.ones((2, 1, count)), prize=0.0, patron=None,
            status_quo=((-10.0,), (10.0,)), benefit=0.0, war=prevail / disaster, risk=critical + off,
            growth=1.0,
        )  # fmt: skip
        right &= (solve_fast(games(foot, 1e5)).strategy[0, CLIMB, 0] > 0.5) == (off < 0.0)
    yield "critical risk (w - s) / (w + d): share decided by it to .001", at_least(float(right.mean()), 1.0)


def theory_lines(count: int = 1_000) -> Lines:
    """Signs of theory in logit equilibria of random ladders, three rungs and types: shares of draws."""
    for precision in (2.0, 5.0, 10.0, 20.0):
        crisis, at = drawn(count, seed=5, rungs=3), f"lambda {precision:g}"
        strategy, before = _played(crisis, precision)
        by_type = ends(crisis, strategy)
        fights = ((by_type.fight + by_type.disaster) * crisis.prior[1][None]).sum(axis=1)
        banks = (np.diff(fights, axis=0) <= 1e-12).all(axis=0)
        yield f"Banks: the stronger type fights more, share, {at}", at_least(float(banks.mean()), 1.0)
        _, after = _played(replace(crisis, risk=np.asarray(crisis.risk) / 3.0), precision)
        climbs = [one.climbs.sum(axis=0) for one in (before, after)]
        yield f"Powell: a third of the risk, more climbs, share, {at}", _share(climbs[1] > climbs[0])
        each = after.disaster / climbs[1] < before.disaster / climbs[0]
        yield (
            f"Powell: a third of the risk, fewer disasters a climb, share, {at}",
            at_least(float(each.mean()), 1.0),
        )
        fewer = after.disaster < before.disaster
        yield f"a third of the risk, fewer disasters in all, share, {at}", _share(fewer)
        yield f"a third of the risk, more fights, share, {at}", _share(after.fight > before.fight)
        audience = crisis.by_player("audience") + np.array([[0.3], [0.0]])
        _, dearer = _played(replace(crisis, audience=audience), precision)
        concedes = dearer.concedes[0] <= before.concedes[0] + 1e-9
        yield f"Fearon: a larger audience cost, no more own concession, share, {at}", _share(concedes)


def _played(crisis: Crisis, precision: float) -> tuple[Array, Ends]:
    found = solve_fast(games(crisis, precision))
    assert found.solved.all()
    return found.strategy, ends(crisis, found.strategy).over_types(crisis)


def _share(holds: NDArray[np.bool_]) -> Line:
    """A finding, not a goal."""
    return line(float(holds.mean()), None, None, None, None)


def stored() -> dict[str, Any]:
    """The peer's answers on the committed grid, to twelve digits; raises where it gives none."""
    table: dict[str, Any] = {"package": GAME_PINS[PEER][0], "date": date.today().isoformat(), "games": []}
    for rungs, types in GRID:
        for precision in PRECISIONS:
            case = Case(rungs, types, precision)
            found = case.peer(LIMIT)
            if found is None:
                raise SystemExit(f"no answer for {case}")
            rows = [[at, t, *(round(c, 12) for c in chances)] for at, t, chances in rows_of(found, rungs)]
            few = sorted(rows)[:: max(1, len(rows) // 24)]
            table["games"].append({"rungs": rungs, "types": types, "precision": precision, "rows": few})
    return table


def measures() -> Lines:
    """Every measure of this file."""
    note(install(PEER) or f"{PEER}: installed")
    yield from speed_lines()
    yield from rate_lines()
    yield from convergence_lines()
    yield from branch_lines()
    yield from closed_form_lines()
    yield from theory_lines()


def main() -> None:
    """Measure and print; or store the peer's answers for the tests."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", action="store_true", help=f"write {REFERENCE.relative_to(ROOT)}")
    if parser.parse_args().store:
        install(PEER)
        REFERENCE.write_text(json.dumps(stored()).replace('{"rungs"', '\n{"rungs"') + "\n", encoding="utf-8")
        return
    found = {}
    for name, one in measures():
        print(f"{name}: {json.dumps(one)}", flush=True)
        found[name] = one
    print(json.dumps(found))


if __name__ == "__main__":
    main()
