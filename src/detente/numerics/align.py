"""How alike two short courses of steps are: alignment with gaps; level, doer, sort and time are counted.

Needleman & Wunsch (1970), J. Mol. Biol. 48:443, eq. of the recursion; the substitution cost is our own.
"""

from collections.abc import Sequence

Step = tuple[float, int, float, int]
"""(time since the start, side 0 | 1 | 2 = both, level in [0, 1], sort of step, 0 where it is not known)."""

GAP = 0.35
SIDE = 0.3
SORT = 0.3
TIME = 0.15


def course_distance(one: Sequence[Step], other: Sequence[Step]) -> float:
    """The mean cost of aligning two courses, in [0, 1]; 0 only for equal ones; symmetric.

    A step costs `GAP` where the other course has none; two steps cost their difference in level, plus
    `SIDE` for another doer, `SORT` for another sort where both are known, and up to `TIME` for another pace.
    Shapes (m,), (n,); 1.0 if either is empty.
    """
    if not one or not other:
        return 1.0
    above = [GAP * j for j in range(len(other) + 1)]
    for i, step in enumerate(one, start=1):
        row = [GAP * i]
        for j, counterpart in enumerate(other, start=1):
            row.append(min(above[j - 1] + _cost(step, counterpart), above[j] + GAP, row[j - 1] + GAP))
        above = row
    return min(1.0, above[-1] / max(len(one), len(other)))


def _cost(one: Step, other: Step) -> float:
    side = 0.0 if one[1] == other[1] else SIDE / 2 if 2 in (one[1], other[1]) else SIDE
    sort = SORT if one[3] and other[3] and one[3] != other[3] else 0.0
    longer = max(one[0], other[0])
    pace = TIME * abs(one[0] - other[0]) / longer if longer > 0 else 0.0
    return abs(one[2] - other[2]) + side + sort + pace
