"""One act told twice is one event."""

from collections.abc import Sequence
from dataclasses import replace

from detente.record.draft import Draft
from detente.world.kinds import KINDS

_REACH = 150
"""Events of the beginning, and as many before the present one, that a repetition may mean."""


def merge(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """The drafts without repetitions; what the repetition adds (dead, count, date) goes to the first."""
    kept: list[Draft] = []
    for draft in drafts:
        near = (*range(min(_REACH, len(kept))), *range(max(_REACH, len(kept) - _REACH), len(kept)))
        same = next((k for k in near if _same(kept[k], draft)), None)
        if same is None:
            kept.append(draft)
        else:
            kept[same] = _joined(kept[same], draft)
    return tuple(kept)


def _same(first: Draft, again: Draft) -> bool:
    if first.plover != again.plover or not _states_agree(first, again):
        return False
    if not _dates_agree(first, again):
        return False
    if first.kind == again.kind:
        return first.status == again.status or again.definite
    close = again.definite and again.nominal and again.plover in ("ASSAULT", "MOBILIZE", "CONSULT")
    return close and first.status == "actual"


def _states_agree(first: Draft, again: Draft) -> bool:
    one, other = (first.sources, first.targets), (again.sources, again.targets)
    if one == other:
        return True
    if first.symmetric or again.symmetric:
        return set(first.sources + first.targets) == set(again.sources + again.targets)
    return again.definite and first.sources == again.sources


def _dates_agree(first: Draft, again: Draft) -> bool:
    if first.when is None or again.when is None:
        return True
    if not first.dated or not again.dated:
        return first.status == again.status or again.definite
    return first.when.start <= again.when.end and again.when.start <= first.when.end


def _joined(first: Draft, again: Draft) -> Draft:
    adopt = again.dated and not first.dated
    return replace(
        first,
        deaths=first.deaths if first.deaths is not None else again.deaths,
        count=first.count if first.count is not None or first.kind != again.kind else again.count,
        qualifier=first.qualifier if first.count is not None else again.qualifier,
        when=again.when if adopt else first.when,
        dated=first.dated or again.dated,
        inferred=tuple(f for f in first.inferred if f != "date") if adopt else first.inferred,
        cue=first.cue or again.cue,
    )


def rung_of(kind: str, deaths: int | None) -> int:
    """The kind's rung, raised to a fatal clash if the act killed."""
    rung = KINDS[kind].rung
    return 7 if deaths and KINDS[kind].plover == "ASSAULT" and 5 <= rung < 7 else rung
