"""A judge of two: some decisions by the ranker, the rest by rule; what each part adds is measured with it."""

from collections.abc import Sequence

from detente.record.draft import Draft
from detente.record.gazetteer import Mention
from detente.record.judge import Judge, Parts, Scene, Word
from detente.record.rules import Rules
from detente.world.event import Event

DECISIONS = ("kinds", "parts", "status", "links", "trust")


class Mixed:
    """Takes the named decisions from `weighed`, all others from the rules."""

    def __init__(self, weighed: Judge, decisions: Sequence[str]) -> None:
        """`decisions` are some of `DECISIONS`."""
        rules = Rules()
        self._weighed, self._decisions = weighed, tuple(decisions)
        self._by = {name: weighed if name in decisions else rules for name in DECISIONS}
        self.floor = weighed.floor if "trust" in decisions else 0.0

    def of(self, text: str, spans: Sequence[tuple[int, int]], mentions: Sequence[Mention]) -> "Mixed":
        """The same for one dispatch."""
        return Mixed(self._weighed.of(text, spans, mentions), self._decisions) if self._decisions else self

    def kinds(self, words: Sequence[Word]) -> Sequence[tuple[str, float] | None]:
        """The kinds of act."""
        return self._by["kinds"].kinds(words)

    def parts(self, scene: Scene) -> Parts | None:
        """The states."""
        return self._by["parts"].parts(scene)

    def status(self, scene: Scene, draft: Draft) -> str:
        """The status."""
        return self._by["status"].status(scene, draft)

    def answered(self, events: Sequence[Event], drafts: Sequence[Draft], i: int) -> int | None:
        """The link."""
        return self._by["links"].answered(events, drafts, i)

    def trust(self, draft: Draft, before: Sequence[Draft]) -> float:
        """How far it is trusted."""
        return self._by["trust"].trust(draft, before)
