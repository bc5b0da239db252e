"""Third parties: who stands behind each side of a crisis, and which states were in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from detente.world.actor import Dyad
from detente.world.episode import Episode
from detente.world.facts import Fact

MEMORY = timedelta(days=15 * 365)
"""How long the patrons of a past episode tell who stands behind a state today."""

COMMITMENTS = ("alliance", "nuclear_umbrella")


@dataclass(frozen=True, slots=True)
class Cast:
    """The opener, the answerer, and the great powers behind each."""

    opener: str
    answerer: str
    behind_opener: frozenset[str] = frozenset()
    behind_answerer: frozenset[str] = frozenset()

    @classmethod
    def of_episode(cls, episode: Episode) -> "Cast":
        """As our library tells it; the second state opened if the first did not."""
        behind = {episode.a: frozenset(episode.patrons_a), episode.b: frozenset(episode.patrons_b)}
        answerer = episode.a if episode.opener == episode.b else episode.b
        opener = episode.dyad.other(answerer)
        return cls(opener, answerer, behind[opener], behind[answerer])

    @property
    def backing(self) -> tuple[bool, bool]:
        """Whether a great power stands behind the opener, and behind the answerer."""
        return bool(self.behind_opener), bool(self.behind_answerer)

    @property
    def third(self) -> frozenset[str]:
        """The powers behind either side."""
        return self.behind_opener | self.behind_answerer

    def likeness(self, other: "Cast", *, opened: bool = True) -> float:
        """Half the share of sides backed in the same way, half the share of states that are the same.

        Where nobody has `opened` a present crisis, the sides are matched whichever way is more alike.
        """
        backed = _agree(self.backing, other.backing)
        if not opened:
            backed = max(backed, _agree(self.backing, other.backing[::-1]))
        return (backed + self.company(other)) / 2

    def company(self, other: "Cast") -> float:
        """States on the same side as a share of all, whichever side opened; 1 for the same two camps."""
        mine, theirs = self._camps(), other._camps()
        return max(_overlap(mine, theirs), _overlap(mine, theirs[::-1]))

    def _camps(self) -> tuple[frozenset[str], frozenset[str]]:
        return self.behind_opener | {self.opener}, self.behind_answerer | {self.answerer}


def _agree(one: tuple[bool, bool], other: tuple[bool, bool]) -> float:
    return sum(a == b for a, b in zip(one, other, strict=True)) / 2


Camps = tuple[frozenset[str], frozenset[str]]


def _overlap(one: Camps, other: Camps) -> float:
    sides = tuple(zip(one, other, strict=True))
    return sum(len(a & b) for a, b in sides) / sum(len(a | b) for a, b in sides)


def present_cast(
    dyad: Dyad, opener: str, day: date, episodes: Sequence[Episode], facts: Sequence[Fact]
) -> Cast:
    """Who stands behind each today: by its last episode with the other, else its last with anybody.

    A state without an episode in `MEMORY` has its allies and protectors among the powers that were ever
    behind a side of `episodes`.
    """
    answerer = dyad.other(opener)
    behind = {code: _behind(code, dyad, day, episodes, facts) for code in (opener, answerer)}
    return Cast(opener, answerer, behind[opener], behind[answerer])


def _behind(
    code: str, dyad: Dyad, day: date, episodes: Sequence[Episode], facts: Sequence[Fact]
) -> frozenset[str]:
    own = [e for e in episodes if code in e.dyad and day - e.last_day < MEMORY]
    told = [e for e in own if e.dyad == dyad] or own
    if told:
        last = max(told, key=lambda e: (e.last_day, e.id))
        return frozenset(last.patrons_a if last.a == code else last.patrons_b) - {dyad.a, dyad.b}
    powers = {power for e in episodes for power in (*e.patrons_a, *e.patrons_b)}
    return frozenset(_committed(code, facts) & powers) - {dyad.a, dyad.b}


def _committed(code: str, facts: Sequence[Fact]) -> set[str]:
    """Allies either way round; protectors only of the state that is under the umbrella."""
    bound = [fact for fact in facts if fact.fact in COMMITMENTS and fact.b]
    protectors = {fact.b for fact in bound if fact.a == code and fact.b}
    allies = {fact.a for fact in bound if fact.b == code and fact.fact == "alliance"}
    return protectors | allies
