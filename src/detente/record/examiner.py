"""The ranker under examination: it reads by its weights and notes how often the codes agree."""

from collections.abc import Sequence

from detente.record.draft import Draft
from detente.record.ranker import YES, Ranker, trust_features
from detente.record.teacher import NO, Row, Samples
from detente.world.kinds import KINDS


class Examiner(Ranker):
    """A ranker that knows the codes of a dispatch but does not use them; `samples` are its cases of trust."""

    def __init__(self, ranker: Ranker, rows: Sequence[Row]) -> None:
        """`rows` as those of a `Teacher`."""
        super().__init__(ranker.models, ranker.least, ranker.context_model, ranker.pool)
        self.rows = rows
        self.left = set(range(len(rows)))
        self.samples = Samples()

    def trust(self, draft: Draft, before: Sequence[Draft]) -> float:
        """As the ranker's, after noting whether every event of the draft is coded and not found already."""
        ends = [(s, t) for s in draft.sources or (None,) for t in draft.targets or (None,)]
        found = [self._coded(draft, source, target) for source, target in ends]
        right = None not in found
        self.left -= {row for row in found if row is not None}
        self.samples.add(trust_features(draft, before), YES if right else NO)
        return super().trust(draft, before)

    def _coded(self, draft: Draft, source: str | None, target: str | None) -> int | None:
        """The first coded event that is the draft's and was not found yet."""
        fits = (k for k in sorted(self.left) if _same(self.rows[k], draft, source, target))
        return next(fits, None)


def _same(row: Row, draft: Draft, source: str | None, target: str | None) -> bool:
    own = row["plover"] if "plover" in row else KINDS[row["kind"]].plover
    if own != draft.plover:
        return False
    ends, told = (row.get("source"), row.get("target")), (source, target)
    return ends == told or (bool(row.get("symmetric") or draft.symmetric) and ends == told[::-1])
