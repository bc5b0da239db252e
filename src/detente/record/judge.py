"""What is decided while a dispatch is read, and by whom: by rules, by weighed evidence, or by a teacher."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from detente.record.clause import Clause
from detente.record.draft import Draft
from detente.record.gazetteer import Mention
from detente.record.memory import Memory
from detente.record.who import Cast
from detente.world.event import Event


@dataclass(frozen=True, slots=True)
class Word:
    """A verb or noun that may tell an act.

    `rule` is the kind that the lexicon reads, "-" where it says that the word tells none here, "" where it
    has no row for it; `may` are the kinds of the thesaurus; `above` and `below` the rules' kinds of the
    nearest such words that govern it and that it governs; `twice`: a rule says that another word tells the
    same act.
    """

    cast: Cast
    clause: Clause
    rule: str
    may: tuple[str, ...]
    above: str = ""
    below: str = ""
    twice: bool = False

    @property
    def start(self) -> int:
        """The character at which the word begins."""
        return self.cast.tree.tokens[self.clause.trigger].start


@dataclass(frozen=True, slots=True)
class Scene:
    """An act before its states are settled: the rules' reading of the clause and, filled, of the dispatch."""

    cast: Cast
    clause: Clause
    draft: Draft
    filled: Draft | None
    memory: Memory
    day: date | None


@dataclass(frozen=True, slots=True)
class Parts:
    """Who acts on whom: state codes, empty for nobody; `p` that both ends are right."""

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    symmetric: bool
    p: float


class Judge(Protocol):
    """Decides what the evidence amounts to; `floor` is the least trust of an event that is told."""

    floor: float

    def of(self, text: str, spans: Sequence[tuple[int, int]], mentions: Sequence[Mention]) -> "Judge":
        """The judge of one dispatch, with its sentences and the names of states in it."""

    def kinds(self, words: Sequence[Word]) -> Sequence[tuple[str, float] | None]:
        """For each word of a sentence the kind of act that it tells and how likely, None for no act."""

    def parts(self, scene: Scene) -> Parts | None:
        """The states of an act; None if it is none between states."""

    def status(self, scene: Scene, draft: Draft) -> str:
        """Actual, historical, hypothetical or denied; `draft` has its states and date."""

    def answered(self, events: Sequence[Event], drafts: Sequence[Draft], i: int) -> int | None:
        """The index of the event that event `i` answers; `drafts[k]` is what event `k` was read from."""

    def trust(self, draft: Draft, before: Sequence[Draft]) -> float:
        """The probability that states and PLOVER type are right and the act not told already in `before`."""
