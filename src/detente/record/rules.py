"""The judge that follows the lexicons and rules alone: the baseline, and what the ranker learns from."""

from collections.abc import Sequence
from typing import Self

from detente.record.draft import FORCE, Draft
from detente.record.gazetteer import Mention
from detente.record.judge import Parts, Scene, Word
from detente.record.links import answered
from detente.world.event import Event

RIGHT = 0.65
"""Of the events that the rules alone read in the train fold of the corpus."""


class Rules:
    """Decides by rule; every decision has the probability 1, for rules weigh nothing."""

    floor = 0.0

    def of(self, text: str, spans: Sequence[tuple[int, int]], mentions: Sequence[Mention]) -> Self:  # noqa: ARG002
        """The same: rules read each sentence alone."""
        return self

    def kinds(self, words: Sequence[Word]) -> list[tuple[str, float] | None]:
        """The kind that the lexicon reads, once an act."""
        return [None if word.rule in ("", "-") or word.twice else (word.rule, 1.0) for word in words]

    def parts(self, scene: Scene) -> Parts | None:
        """The states that the rules read and fill; None where they find too few, or it is only asked for."""
        draft, filled = scene.draft, scene.filled
        if filled is None or draft.demanded or (draft.nominal and draft.light is None and not _told(draft)):
            return None
        return Parts(filled.sources, filled.targets, filled.symmetric, 1.0)

    def status(self, scene: Scene, draft: Draft) -> str:  # noqa: ARG002
        """The draft's own."""
        return draft.status

    def answered(self, events: Sequence[Event], drafts: Sequence[Draft], i: int) -> int | None:
        """The act that the words, or reciprocity, point at."""
        return answered(events, drafts, i)

    def trust(self, draft: Draft, before: Sequence[Draft]) -> float:  # noqa: ARG002
        """The share of what rules read that is right on texts they were not written for."""
        return RIGHT


def _told(draft: Draft) -> bool:
    """Whether a bare noun tells an act: it names its doer, both sides, a victim, or its day."""
    if draft.sources or (draft.targets and draft.kind in FORCE):
        return True
    return draft.dated or draft.target_how == "both" or draft.kind == "terror_attack"
