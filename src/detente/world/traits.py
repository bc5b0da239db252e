"""What two states are like on a day, apart from what they do to each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Traits:
    """What the pair is like on the day; shares are of the world total, None where unknown."""

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
