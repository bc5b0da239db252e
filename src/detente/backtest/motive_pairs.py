"""Pairs of states with enough rounds to weigh motives on: their rounds and settings, from an archive."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from detente.archive.fitted import parameters
from detente.archive.history import history
from detente.archive.query import Archive
from detente.backtest.rolling import Progress
from detente.motive.actor import holidays_of
from detente.motive.episodes import Episodes
from detente.motive.moves import ACTOR, Move
from detente.motive.view import View, known_by, view
from detente.motive.vintage import WINDOW
from detente.world.actor import Dyad

FIRST = date(1960, 1, 1)
LAST = date(2009, 12, 31)
LEAST = 10
"""Rounds with a climb, in the window before a cut, from which a pair takes part."""

DAYS = 10
"""Days with an act on record from which a pair is looked at."""


@dataclass(frozen=True, slots=True)
class Played:
    """A pair seen from `actor`: `opened` (R,) whether he opened the round, `climbed` (R,) whether one of the
    two climbed in it.

    `starts` and `over` (R,) are ordinals: the first day, and the day by which all of the round was known.
    """

    dyad: Dyad
    actor: str
    view: View
    starts: np.ndarray[tuple[int], np.dtype[np.int64]]
    over: np.ndarray[tuple[int], np.dtype[np.int64]]
    opened: np.ndarray[tuple[int], np.dtype[np.bool_]]
    climbed: np.ndarray[tuple[int], np.dtype[np.bool_]]

    @classmethod
    def of(cls, dyad: Dyad, actor: str, seen: View) -> "Played":
        """The pair with what its likeliest readings say."""
        likely = [r.readings[0][1] if r.readings else () for r in seen.rounds.rounds]
        opened = [bool(p) and p[0].side == ACTOR and p[0].move >= Move.SHOW for p in likely]
        climbed = [seen.climbs(r) for r in seen.rounds.rounds]
        starts = [r.start.toordinal() for r in seen.rounds.rounds]
        over = [known_by(r, seen.rounds.tau).toordinal() for r in seen.rounds.rounds]
        return cls(dyad, actor, seen, np.array(starts), np.array(over), np.array(opened), np.array(climbed))

    def within(self, first: int, last: int) -> slice:
        """The rounds that begin in the years first..last-1."""
        edges = [date(year, 1, 1).toordinal() for year in (first, last)]
        at, end = np.searchsorted(self.starts, edges)
        return slice(int(at), int(end))

    def past(self, cut: int) -> slice:
        """The rounds of the window before the year `cut` that were known whole by then."""
        rows = self.within(cut - WINDOW, cut)
        known = int(np.searchsorted(self.over, date(cut, 1, 1).toordinal()))
        return slice(rows.start, max(rows.start, min(rows.stop, known)))

    def before(self, cut: int, motive: str | None) -> Episodes:
        """The rounds of `past`, with what the motive answers to."""
        return self.view.episodes(motive).part(self.past(cut))

    @property
    def name(self) -> str:
        """The pair and who is asked."""
        return f"{self.dyad.text}, {self.actor}"


def played(archive: Archive, progress: Progress) -> list[Played]:
    """Both views of every pair with at least `DAYS` days with an act by `LAST`; nothing later is read."""
    found: list[Played] = []
    pairs = [Dyad.of(a, b) for a, b in archive.pairs(LAST, DAYS)]
    for n, dyad in enumerate(pairs):
        past = history(dyad, LAST, archive)
        if n % 50 == 0:
            progress(f"motive: rounds of {dyad.text}, {n} of {len(pairs)} pairs")
        for actor in (dyad.a, dyad.b):
            holidays = holidays_of(parameters(LAST), actor)
            seen = view(past, actor, holidays=holidays).since(FIRST)
            found.append(Played.of(dyad, actor, seen))
    return found


def taking_part(pairs: list[Played], cut: int) -> list[Played]:
    """One view of each pair with enough rounds before the year `cut`: of the side that opened more of
    them."""
    best: dict[Dyad, Played] = {}
    for one in pairs:
        rows = one.past(cut)
        if one.climbed[rows].sum() < LEAST:
            continue
        known = best.get(one.dyad)
        if known is None or one.opened[rows].sum() > known.opened[known.past(cut)].sum():
            best[one.dyad] = one
    return [best[dyad] for dyad in sorted(best, key=lambda d: d.text)]
