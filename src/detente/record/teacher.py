"""The judge that knows the answer: it reads a dispatch by its codes and notes what a ranker would see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from detente.record.act_features import act_features, tied_features, tied_types, type_of
from detente.record.casting import NOBODY, candidates
from detente.record.draft import Draft
from detente.record.gazetteer import Mention
from detente.record.judge import Parts, Scene, Word
from detente.record.link_features import link_features, near
from detente.record.links import answered
from detente.record.ranker import NO_ACT, YES
from detente.record.senses import RESPONSE
from detente.record.status_features import status_features, tied_status
from detente.world.event import Event

Row = Mapping[str, Any]
NO = "0"


@dataclass(slots=True)
class Samples:
    """What one model is fitted on: names of features, labels and tied features, one each a case."""

    features: list[tuple[str, ...]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    tied: list[Mapping[str, Sequence[str]]] = field(default_factory=list)

    def add(
        self, features: tuple[str, ...], label: str, tied: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        """Note a case."""
        self.features.append(features)
        self.labels.append(label)
        self.tied.append(tied or {})

    def extend(self, other: "Samples") -> None:
        """Add the cases of another dispatch."""
        self.features += other.features
        self.labels += other.labels
        self.tied += other.tied


class Teacher:
    """Answers by the coded events of one dispatch, rows with the fields of `corpus/GUIDE.md` and `span`.

    `samples` are the cases that it has met, by the name of the ranker's model; `met` the first characters of
    the words that may tell an act, `told` those of the words that do, with the numbers of their rows.
    """

    floor = 0.0

    def __init__(self, rows: Sequence[Row]) -> None:
        """`rows` in the order of the text."""
        self.rows = rows
        self.told: dict[int, list[int]] = {}
        self.met: list[int] = []
        self.samples = {name: Samples() for name in ("types", "kinds", "source", "target", "status", "links")}

    def of(self, text: str, spans: Sequence[tuple[int, int]], mentions: Sequence[Mention]) -> Self:  # noqa: ARG002
        """The same: it was made for one dispatch."""
        return self

    def kinds(self, words: Sequence[Word]) -> list[tuple[str, float] | None]:
        """The coded kind of the word of each coded event that tells it best."""
        self.met += [word.start for word in words]
        for number, row in enumerate(self.rows):
            first, last = row["span"]
            inside = [word for word in words if first <= word.start < last and _may_tell(word, row)]
            if inside:
                best = min(inside, key=lambda word: _rank(word, row["kind"]))
                self.told.setdefault(best.start, []).append(number)
        found: list[tuple[str, float] | None] = []
        for word in words:
            kind = self._kind(word)
            features = act_features(word)
            self.samples["types"].add(features, type_of(kind), tied_types(word))
            if kind != NO_ACT:
                self.samples["kinds"].add(features, kind, tied_features(word))
            found.append(None if kind == NO_ACT else (kind, 1.0))
        return found

    def _kind(self, word: Word) -> str:
        numbers = self.told.get(word.start)
        if not numbers:
            return NO_ACT
        return RESPONSE if word.rule == RESPONSE else str(self.rows[numbers[0]]["kind"])

    def parts(self, scene: Scene) -> Parts | None:
        """The coded states."""
        rows = [self.rows[n] for n in self.told[scene.draft.start]]
        symmetric = any(row.get("symmetric") for row in rows)
        doers = {row.get("source") or NOBODY for row in rows}
        others = {row.get("target") or NOBODY for row in rows}
        for candidate in candidates(scene):
            for name, features, own, opposite in (
                ("source", candidate.source, doers, others),
                ("target", candidate.target, others, doers),
            ):
                right = candidate.code in own or (symmetric and candidate.code in opposite)
                self.samples[name].add(features, YES if right else NO)
        return Parts(_ends(rows, "source"), _ends(rows, "target"), symmetric, 1.0)

    def status(self, scene: Scene, draft: Draft) -> str:
        """The coded status."""
        status = str(self.rows[self.told[draft.start][0]]["status"])
        self.samples["status"].add(status_features(scene, draft), status, tied_status(draft))
        return status

    def answered(self, events: Sequence[Event], drafts: Sequence[Draft], i: int) -> int | None:
        """The coded link."""
        if events[i].status == "denied":
            return None
        rule, right = answered(events, drafts, i), self.right(drafts, i)
        for k in near(i, len(events)):
            label = YES if k in right else NO
            self.samples["links"].add(link_features(events, drafts, i, k, rule), label)
        return min(right, default=None)

    def trust(self, draft: Draft, before: Sequence[Draft]) -> float:  # noqa: ARG002
        """What the codes say is right."""
        return 1.0

    def right(self, drafts: Sequence[Draft], i: int) -> frozenset[int]:
        """The events that event `i` answers by the codes."""
        wanted = {self.rows[n].get("answers") for n in self.told[drafts[i].start]}
        return frozenset(
            k for k, draft in enumerate(drafts) if k != i and wanted.intersection(self.told[draft.start])
        )


def _may_tell(word: Word, row: Row) -> bool:
    """Whether a word may tell a coded event; if only its sentence is known, a list must say that it may."""
    return not row.get("whole") or type_of(row["kind"]) in {type_of(kind) for kind in (word.rule, *word.may)}


def _rank(word: Word, kind: str) -> tuple[int, bool, int]:
    """How well a word tells a kind, least first: by the rule, by the thesaurus, a verb, high in the tree."""
    fit = 2 * (word.rule == kind) + (kind in word.may)
    return -fit, word.clause.nominal, sum(1 for _ in word.cast.tree.above(word.clause.trigger))


def _ends(rows: Sequence[Row], end: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(row[end]) for row in rows if row.get(end)))
