"""What two states are like on a day, apart from what they do to each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Traits:
    """What the pair is like on the day; shares are of the world total, None where unknown.

    The courses give each state's shares as (year, share) of years that were over by the day, the oldest
    first; `leaders` the ISO days up to it on which a head of state, government or ruling party took office.
    Both are known for a pair's history only, not for past episodes.
    """

    neighbours: str = ""
    nuclear: tuple[str, ...] = ()
    umbrella: tuple[str, ...] = ()
    major: tuple[str, ...] = ()
    allied: bool = False
    territorial: bool = False
    armistice: bool = False
    no_relations: bool = False
    economy: Mapping[str, float] = field(default_factory=dict)
    military: Mapping[str, float] = field(default_factory=dict)
    economy_course: Mapping[str, tuple[tuple[int, float], ...]] = field(default_factory=dict)
    military_course: Mapping[str, tuple[tuple[int, float], ...]] = field(default_factory=dict)
    leaders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
