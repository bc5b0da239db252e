"""The rules of a round: acts in one order are played turn by turn, see rounds.py for the words."""

from collections.abc import Sequence

from detente.motive.moves import ACTOR, TOP, Move
from detente.motive.placing import BOTH, Placed

Turn = tuple[int, int, int, int | None]
"""Side, `Move`, day (ordinal), index of the act or None."""


class Course:
    """One reading of a round, played from the day `first` on by what is known up to the day `last`.

    `acts` are sorted, from the place `at` on none is earlier than `first`. `turns` are the moves; `end` is
    the day the round ends, None if that is not known; only that of a war may lie after `last`. `known` is the
    day on which the last turn was certain: one after it where the next act or its absence had to tell.
    """

    __slots__ = (
        "_at",
        "_clock",
        "_height",
        "_held",
        "_side",
        "acts",
        "end",
        "first",
        "known",
        "last",
        "tau",
        "turns",
    )

    def __init__(self, acts: Sequence[Placed], at: int, first: int, last: int, tau: int) -> None:
        self.acts, self.first, self.last, self.tau = acts, first, last, tau
        self.turns: list[Turn] = []
        self.end: int | None = None
        self._at, self._side, self._height, self._held = at, ACTOR, 0, False
        self.known = last
        self._clock = first - 1  # the day of the move that the side on turn may answer
        while self.end is None and self._turn():
            pass

    def _turn(self) -> bool:
        """Play a turn; False if `last` cuts it."""
        due = self._clock + self.tau
        act = self._next()
        if act is None or act.day > due:
            if due > self.last:
                return False
            self._hold(due, None, due)
        elif act.side not in (self._side, BOTH):
            self._hold(max(self._clock, act.day - 1, self.first), None, act.day)
        elif act.height == 0:
            self._concede(act)
        else:
            return self._act(act)
        return True

    def _next(self) -> Placed | None:
        """The next act that is a move here."""
        acts = self.acts
        while self._at < len(acts) and acts[self._at].day <= self.last:
            act = acts[self._at]
            if act.side != BOTH or self._height > 0:
                return act
            self._at += 1
        return None

    def _hold(self, day: int, act: int | None, known: int) -> None:
        self.turns.append((self._side, Move.HOLD, day, act))
        self.known = known
        if self._held:
            self.end = day
        self._held, self._side, self._clock = True, 1 - self._side, day

    def _concede(self, act: Placed) -> None:
        self.turns.append((self._side, Move.CONCEDE, act.day, act.act))
        self.end = self.known = act.day

    def _act(self, act: Placed) -> bool:
        """Climb to the highest act of the move, or else answer in kind."""
        top, self._at = self._move(act)
        if top.height <= self._height:
            return self._in_kind(act)
        self._climb(top)
        return True

    def _in_kind(self, act: Placed) -> bool:
        """Hold, unless a concession follows; False as long as a climb or concession still may."""
        after = self._next()
        known = act.day + self.tau if after is None else min(after.day, act.day + self.tau)
        if known > self.last:
            return False
        if after is not None and after.day == known and after.side == self._side and after.height == 0:
            self._concede(after)
        else:
            self._hold(act.day, act.act, known)
        return True

    def _move(self, first: Placed) -> tuple[Placed, int]:
        """The highest act of the move that begins with `first`, and the place of the next act after it."""
        top, at, until = first, self._at, min(first.day + self.tau, self.last)
        while at < len(self.acts):
            act = self.acts[at]
            if act.side != first.side or act.height == 0 or act.day > until:
                break
            if act.height > top.height:
                top = act
            at += 1
        return top, at

    def _climb(self, top: Placed) -> None:
        self.turns.append((self._side, top.height + 1, top.day, top.act))
        self._height, self._held, self._clock, self._side = top.height, False, top.day, 1 - self._side
        if top.height == TOP:
            self._war(top.day)

    def _war(self, day: int) -> None:
        """The war ends the round when no act of war has come for `tau` days."""
        for act in self.acts[self._at :]:
            if act.day > min(day + self.tau, self.last):
                break
            if act.height == TOP:
                day = act.day
        self.end = self.known = day + self.tau
