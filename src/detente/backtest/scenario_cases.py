"""Cases of the rolling test of likeness: an episode's first days beside the episodes over by then."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from detente.archive.traits import facts_about, library
from detente.scenario.cast import present_cast
from detente.scenario.course import episode_course
from detente.scenario.model import Story, years_back
from detente.scenario.outcomes import outcome
from detente.scenario.portrait import Portrait
from detente.world.episode import Episode

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FIRST_DAYS = 3
BURN_IN = 40
ENOUGH = 20
UNKNOWN = -1
PLACES: Ints = np.array([*(outcome(rung) for rung in range(10)), UNKNOWN])
"""The place among the outcomes of each rung; of -1 by its index, the last."""


@dataclass(frozen=True, slots=True)
class Case:
    """An episode and the m that were over by its third day.

    `likeness` (m, 3) by course, traits, third parties; `years` (m,) since each began; `high` (m,) whether it
    had come as high by its third day; `worst` (m, 3) the highest rung by horizon, -1 where not known yet;
    `happened` (3,) the same of the episode itself.
    """

    pair: str
    year: int
    likeness: Floats
    years: Floats
    high: NDArray[np.bool_]
    worst: Ints
    happened: Ints

    @property
    def outcomes(self) -> Ints:
        """The place of `worst` among the outcomes, -1 where not known, (m, 3)."""
        return PLACES[self.worst]

    @property
    def happened_outcomes(self) -> Ints:
        """The same of the episode itself, (3,)."""
        return PLACES[self.happened]


def cases(episodes: Sequence[Episode] | None = None, *, burn_in: int = BURN_IN,
          progress: Callable[[str], None] = lambda _: None) -> list[Case]:  # fmt: skip
    """Every episode after the first `burn_in` whose year is over, in the order of time."""
    episodes = library() if episodes is None else episodes
    stories = {episode.id: Story.of_episode(episode) for episode in episodes}
    found = []
    for index, episode in enumerate(episodes[burn_in:]):
        if index % 100 == 0:
            progress(f"scenario back-test: {index + burn_in} of {len(episodes)} episodes")
        day = episode.first_day + timedelta(days=FIRST_DAYS)
        known = [closed for e in episodes if (closed := e.closed(day)) is not None]
        if episode.within[2] is not None and len(known) >= ENOUGH:
            found.append(_case(episode, known, day, stories))
    return found


def _case(episode: Episode, known: Sequence[Episode], day: date, stories: Mapping[str, Story]) -> Case:
    present = first_days(episode, known, day)
    likenesses = [present.likeness(stories[e.id]) for e in known]
    return Case(
        pair=episode.dyad.text,
        year=day.year,
        likeness=np.array([(like.course or 0.0, like.traits, like.third_parties) for like in likenesses]),
        years=np.array([years_back(e, day) for e in known]),
        high=np.array([_height(e) == _height(episode) for e in known]),
        worst=np.array([_rungs(e) for e in known]),
        happened=np.array(_rungs(episode)),
    )


def first_days(episode: Episode, known: Sequence[Episode], day: date) -> Story:
    """The episode as it looked on its third day: third parties by rule, not as the library tells them."""
    course = tuple(move for move in episode_course(episode) if move.day <= FIRST_DAYS)
    facts = [fact.closed(day) for fact in facts_about(episode.dyad) if fact.valid_on(day)]
    cast = present_cast(episode.dyad, episode.opener, day, known, facts)
    return Story(course, Portrait.of(episode.traits), cast)


def _rungs(episode: Episode) -> list[int]:
    return [UNKNOWN if rung is None else rung for rung in episode.within]


def _height(episode: Episode) -> int:
    """Below force, force, deaths: how high the first days came."""
    top = max((step.rung for step in episode.steps if step.day <= FIRST_DAYS), default=0)
    return 0 if top < 5 else 1 if top < 7 else 2
