"""What a dispatch has said so far about its states."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from detente.record.draft import Draft
from detente.record.gazetteer import Mention
from detente.record.who import Cast


@dataclass(slots=True)
class Memory:
    """In which sentence each state was last named, and last acted or was addressed, or a leader
    of it was named; the last act.

    `rank` orders the states by how often the whole dispatch names them, 0 for the most named.
    """

    rank: dict[str, int] = field(default_factory=dict)
    named: dict[str, int] = field(default_factory=dict)
    acted: dict[str, int] = field(default_factory=dict)
    met: dict[str, int] = field(default_factory=dict)
    person: dict[str, int] = field(default_factory=dict)
    last: Draft | None = None

    def note_act(self, draft: Draft) -> None:
        """Remember an act that has been read."""
        self.acted |= dict.fromkeys(draft.sources, draft.sentence)
        self.met |= dict.fromkeys(draft.targets, draft.sentence)
        self.last = draft

    def note_sentence(self, sentence: int, cast: Cast) -> None:
        """Remember the states that a sentence names."""
        for mention in cast.at.values():
            if len(mention.codes) == 1:
                self.named[mention.codes[0]] = sentence
                if mention.kind in ("leader", "short"):
                    self.person[mention.codes[0]] = sentence


def ranks(mentions: Sequence[Mention]) -> dict[str, int]:
    """The states of a dispatch by how often it names them, 0 for the most named."""
    often = Counter(mention.codes[0] for mention in mentions if len(mention.codes) == 1)
    return {code: k for k, (code, _) in enumerate(often.most_common())}
