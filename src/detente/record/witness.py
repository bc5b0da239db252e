"""The witness: it reads a dispatch by its codes and notes what evidence and context say of each decision."""

from collections.abc import Sequence
from typing import Self

from detente.record.act_features import type_of
from detente.record.casting import NOBODY
from detente.record.draft import Draft
from detente.record.gazetteer import Mention
from detente.record.judge import Parts, Scene, Word
from detente.record.links import answered
from detente.record.pool import ByLabel
from detente.record.pool_fit import Opinion
from detente.record.ranker import NO_ACT, Ranker
from detente.record.senses import RESPONSE
from detente.record.teacher import Row, Teacher
from detente.world.event import Event

DECISIONS = ("types", "kinds", "status", "source", "target")


class Witness(Teacher):
    """`opinions` are the cases of each decision, `links` those of links: two log-odds, and which is right."""

    def __init__(self, rows: Sequence[Row], ranker: Ranker) -> None:
        """`rows` as those of a `Teacher`; `ranker` must not have been fitted on them."""
        super().__init__(rows)
        self.ranker = ranker
        self.opinions: dict[str, list[Opinion]] = {name: [] for name in DECISIONS}
        self.links: list[tuple[float, float, bool]] = []

    def of(self, text: str, spans: Sequence[tuple[int, int]], mentions: Sequence[Mention]) -> Self:
        """The same, with a ranker that has the context of the dispatch."""
        self.ranker = self.ranker.of(text, spans, mentions)
        return self

    def kinds(self, words: Sequence[Word]) -> list[tuple[str, float] | None]:
        """The coded kinds."""
        found = super().kinds(words)
        for word, told in zip(words, found, strict=True):
            label = NO_ACT if told is None else type_of(told[0])
            self._note("types", *self.ranker.types(word), {label})
            if told is not None and told[0] != RESPONSE and label in self.ranker.models.types.labels:
                self._note("kinds", *self.ranker.kinds_within(word, label), {told[0]})
        return found

    def parts(self, scene: Scene) -> Parts | None:
        """The coded states."""
        rows = [self.rows[n] for n in self.told[scene.draft.start]]
        coded = {role: {row.get(role) or NOBODY for row in rows} for role in ("source", "target")}
        if any(row.get("symmetric") for row in rows):
            coded = dict.fromkeys(coded, coded["source"] | coded["target"])
        evidence = self.ranker.ends(scene)
        for role, right in coded.items():
            self._note(role, evidence[role], self.ranker.end_heard(role, scene), right)
        return super().parts(scene)

    def status(self, scene: Scene, draft: Draft) -> str:
        """The coded status."""
        found = super().status(scene, draft)
        self._note("status", *self.ranker.statuses(scene, draft), {found})
        return found

    def answered(self, events: Sequence[Event], drafts: Sequence[Draft], i: int) -> int | None:
        """The coded link."""
        found = super().answered(events, drafts, i)
        if events[i].status != "denied":
            right, rule = self.right(drafts, i), answered(events, drafts, i)
            self.links += [(e, c, k in right) for k, e, c in self.ranker.links(events, drafts, i, rule)]
        return found

    def _note(self, decision: str, evidence: ByLabel, context: ByLabel | None, right: set[str]) -> None:
        if context is not None:
            self.opinions[decision].append(Opinion(evidence, context, frozenset(right)))
