"""Likeness of crises in three parts: the course so far, what the states are like, third parties.

Similarity s is the weighted mean of the three, each in [0, 1]; an episode's voice has weight
exp((s - best s) / bandwidth), halved for every `half_life` years that it lies back. All five numbers are
chosen by `detente fit scenario` on the cases that were over by the vintage; whether the ranking tells
anything is tested by `detente backtest scenario`, and the answer says so.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from detente.scenario.cast import Cast, present_cast
from detente.scenario.course import Course, course_likeness, episode_course, opener_of, present_course
from detente.scenario.portrait import Portrait
from detente.world.actor import Dyad
from detente.world.episode import Episode
from detente.world.history import History
from detente.world.resemblance import Likeness


@dataclass(frozen=True, slots=True)
class Choice:
    """The weights of the three parts (sum 1), the bandwidth, the half-life in years (0: no decay)."""

    course: float = 0.4
    traits: float = 0.4
    third_parties: float = 0.2
    bandwidth: float = 0.08
    half_life: float = 0.0

    @classmethod
    def of(cls, card: Mapping[str, Any]) -> "Choice":
        """The choice that a vintage holds; the default where it holds none."""
        return cls(**card["choice"]) if "choice" in card else cls()

    def similarity(self, likeness: Likeness) -> float:
        """The weighted mean of the three likenesses; of two where there is no course to compare."""
        rest = self.traits * likeness.traits + self.third_parties * likeness.third_parties
        if likeness.course is None:
            return rest / (self.traits + self.third_parties)
        return self.course * likeness.course + rest


@dataclass(frozen=True, slots=True)
class Story:
    """All that is compared of a crisis, present or past."""

    course: Course
    portrait: Portrait
    cast: Cast

    @classmethod
    def of_episode(cls, episode: Episode) -> "Story":
        """A past crisis."""
        portrait = Portrait.of(episode.traits)
        return cls(episode_course(episode), portrait, Cast.of_episode(episode))

    @classmethod
    def of_present(cls, history: History) -> "Story":
        """The running crisis of a pair; an empty course if there is none."""
        course = present_course(history.acts, history.as_of)
        opener = opener_of(course, (history.dyad.a, history.dyad.b))
        cast = present_cast(history.dyad, opener, history.as_of, history.episodes, history.facts)
        return cls(course, Portrait.of(history.traits), cast)

    def likeness(self, past: "Story") -> Likeness:
        """How like `past` is to this one, part by part; no course if none is running."""
        course = (
            course_likeness(self.course, self.cast.opener, past.course, past.cast.opener)
            if self.course
            else None
        )
        third = self.cast.likeness(past.cast, opened=bool(self.course))
        return Likeness(course, self.portrait.likeness(past.portrait), third)


@dataclass(frozen=True, slots=True)
class Voice:
    """A past episode beside the present, and how like it is."""

    episode: Episode
    story: Story
    likeness: Likeness
    similarity: float


def ranked(present: Story, dyad: Dyad, episodes: Sequence[Episode], choice: Choice) -> list[Voice]:
    """Every episode, the most alike first; among equals the same two states, then the latest."""
    voices = [_voice(present, episode, choice) for episode in episodes]
    return sorted(voices, key=lambda v: (-v.similarity, v.episode.dyad != dyad, *_latest(v.episode)))


def _voice(present: Story, episode: Episode, choice: Choice) -> Voice:
    story = Story.of_episode(episode)
    likeness = present.likeness(story)
    return Voice(episode, story, likeness, choice.similarity(likeness))


def _latest(episode: Episode) -> tuple[int, str]:
    return -episode.first_day.toordinal(), episode.id


def weights(similarities: Sequence[float], years: Sequence[float], choice: Choice) -> list[float]:
    """The voice of each episode, shape (n,), at most 1; `years` since each began."""
    best = max(similarities, default=0.0)
    near = [math.exp((s - best) / choice.bandwidth) for s in similarities]
    if choice.half_life == 0.0:
        return near
    return [w * 0.5 ** (back / choice.half_life) for w, back in zip(near, years, strict=True)]


def years_back(episode: Episode, day: date) -> float:
    """Years from an episode's first day to `day`."""
    return (day - episode.first_day).days / 365.25


def effective_number(weight: Sequence[float]) -> float:
    """How many equal voices the weights amount to: (sum w)^2 / sum w^2 (Kish 1965)."""
    squares = sum(w * w for w in weight)
    return sum(weight) ** 2 / squares if squares > 0 else 0.0
