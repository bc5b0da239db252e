"""The days ahead: simulated paths of the pooled process from the pair's own past."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.numerics.hawkes.events import Floats, Ints
from detente.numerics.hawkes.graded import SIDES, Graded, habit, states, trust
from detente.numerics.hawkes.graded_paths import Kinds, simulate, unchanged
from detente.numerics.special import log_factorials
from detente.runaway.borrowed import SHORT, Borrowed
from detente.runaway.model import BLOCKS, EventDays
from detente.world.answers import Cascade, Fan, Highest

DAYS = 90
SOON = 30
PATHS = 2000
FAN_STEP = 3
SIZES = (1, 2, 3, 5, 10, 20)
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, slots=True)
class Start:
    """The day after the as-of day: S (K, 3G), the pair's habit (3G,), and what trust g has earned."""

    state: Floats
    usual: Floats
    trusted: float


def start(days: EventDays, process: Graded) -> Start:
    """All that the past says of the days ahead."""
    past = days.incidents()
    at = np.array([days.as_of.toordinal() + 1], dtype=np.int64)
    state = states(past, at, process.memories, process.grades)[0]
    return Start(state, habit(process.common, past, at)[0], float(trust(process, past)[-1]))


def paths(days: EventDays, given: Borrowed, *, ahead: int = DAYS, n: int = PATHS, seed: int = 0) -> Kinds:
    """Kinds of each day, -1 for none, (n, ahead); refits of the process take equal shares of the paths.

    The process must be there.
    """
    assert given.process is not None
    base, begun = unchanged(given.process), start(days, given.process)
    plans = [replace(base, process=one) for one in given.refits or (given.process,)]
    found = simulate(
        given.process, begun.state, begun.usual, days=ahead, paths=-(-n // len(plans)), seed=seed,
        plans=plans, short=SHORT, trusted=begun.trusted, common=False,
    )  # fmt: skip
    flat: Kinds = found.reshape(-1, ahead)[:n]
    return flat


def acts_by(found: Kinds, side: int) -> NDArray[np.bool_]:
    """Days on which a side acted, alone or with the other, the shape of `found`."""
    who = found // len(BLOCKS)
    acted: NDArray[np.bool_] = (found >= 0) & ((who == side) | (who == SIDES - 1))
    return acted


def block_counts(found: Kinds) -> Ints:
    """Incident days of each block, shape (paths, 3)."""
    grade = np.where(found >= 0, found % len(BLOCKS), -1)
    return np.stack([(grade == b).sum(axis=-1) for b in range(len(BLOCKS))], axis=-1)


def cascade(days: EventDays, found: Kinds, note: str) -> Cascade:
    """Expected event days of each side within SOON days."""
    expected = tuple(
        (side, float(acts_by(found[:, :SOON], k).sum(axis=1).mean())) for k, side in enumerate(days.sides)
    )
    return Cascade(SOON, expected, note)


def fan(found: Kinds) -> tuple[Fan, ...]:
    """Incident days so far, by day ahead."""
    total = np.cumsum(found >= 0, axis=1)
    days = range(FAN_STEP, found.shape[1] + 1, FAN_STEP)
    points = np.quantile(total[:, [d - 1 for d in days]], LEVELS, axis=0).T
    return tuple(Fan(day, *row) for day, row in zip(days, points.tolist(), strict=True))


def highest(found: Kinds, refits: int) -> tuple[Highest, ...]:
    """The chance of each highest block within 30 and 90 days; bounds are those over the refits."""
    rows = []
    for ahead in (SOON, found.shape[1]):
        grade = np.where(found[:, :ahead] >= 0, found[:, :ahead] % len(BLOCKS), -1).max(axis=1)
        for place, name in enumerate(("none", *BLOCKS), start=-1):
            shares = [float((part == place).mean()) for part in np.array_split(grade, max(refits, 1))]
            p = float((grade == place).mean())
            low, high = np.quantile(shares, (0.05, 0.95)).tolist()
            rows.append(Highest(ahead, name, p, min(p, low), max(p, high)))
    return tuple(rows)


def sizes(radius: Floats, p: float) -> tuple[tuple[int, float], ...]:
    """The chance that one act sets off at least so many further event days, over draws of the ratio.

    Total progeny of a Poisson chain, P(n) = e^(-rn) (rn)^(n-1) / n!: Borel, C. R. Acad. Sci. 214 (1942) 452.
    A ratio of 1 or more leaves the rest of the probability on chains without end.
    """
    n = np.arange(1, max(SIZES) + 1)
    rate = np.maximum(radius, 1e-9)[:, None]
    mass = np.exp(-rate * n + (n - 1) * np.log(rate * n) - log_factorials(n.size)[1:])
    below = np.cumsum(mass, axis=1)
    return tuple((k, p * float(np.clip(1.0 - below[:, k - 1], 0.0, 1.0).mean())) for k in SIZES)
