"""What a dispatch says happened, as of a day."""

from dataclasses import dataclass

from detente.world.actor import Dyad
from detente.world.event import Event
from detente.world.facts import Fact


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an input was refused."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Record:
    """Events and standing facts of a dispatch; the fields are those of `record --json`.

    `day` is the dispatch's own day and `day_source` says where it was found (`--date`, `text`, `file name`);
    `coder` names the reader that was used; `notes` are remarks for the user (an odd date, a pair chosen by
    evidence, fields left open).
    """

    dispatch: str | None
    as_of: str | None
    pair: tuple[str, str] | None
    error: Refusal | None
    events: tuple[Event, ...]
    facts: tuple[Fact, ...]
    day: str | None = None
    day_source: str | None = None
    coder: str = ""
    notes: tuple[str, ...] = ()

    @property
    def dyad(self) -> Dyad | None:
        """The pair that the dispatch is about."""
        return None if self.pair is None else Dyad.of(*self.pair)
