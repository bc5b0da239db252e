"""pygambit: the logit path of an extensive game from lambda = 0, whatever the game."""

import signal
import time
from typing import Any

import pygambit
from serve import Run, serve


def moves(history: Any) -> str:
    """The types drawn and the moves of the players, as `0-1 hold climb`."""
    steps = [step for step in history if step.action not in ("none", "disaster")]
    return " ".join(step.action for step in steps)


def solve(path: str, precision: float, limit: int) -> Run:
    """Strategies of players one and two at one lambda; the process ends itself after `limit` seconds.

    `seconds` is the CPU time of the solve alone. `chances` has a row of chances for each information set, by
    the first history in it.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    game = pygambit.read_efg(path)

    def run() -> dict[str, Any]:
        signal.alarm(limit)
        start = time.process_time()
        found = pygambit.qre.logit_solve_lambda(game, lam=precision)[0]
        seconds = time.process_time() - start
        signal.alarm(0)
        behaviour = {
            player: [
                [moves(history), [chance for _, chance in chances]]
                for history, chances in found.profile[player]
            ]
            for player in ("one", "two")
        }
        return {"seconds": seconds, "chances": behaviour, "version": pygambit.__version__}

    return run


if __name__ == "__main__":
    serve({"solve": solve})
