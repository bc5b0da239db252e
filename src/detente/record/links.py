"""Which act answers which, as the text says."""

from collections.abc import Sequence
from typing import TypeVar

from detente.record.draft import REACTIONS, Draft
from detente.record.wordlist import words
from detente.world.event import Event
from detente.world.ladder import THREATS_OF_FORCE

_REFUSALS = words("rejection reject_proposal reject_talks refuse_withdrawal")
_ASKED = words("demand demand_withdrawal demand_release ultimatum offer_talks demand_aid appeal sanction")
T = TypeVar("T")
_REACH = 100
_STATUSES = ("actual", "hypothetical")


def answered(events: Sequence[Event], drafts: Sequence[Draft], i: int) -> int | None:
    """The event that event `i` answers, by rule; `drafts[k]` is what event `k` was read from."""
    draft, event = drafts[i], events[i]
    if event.status not in _STATUSES:
        return None
    stated = _stated(i, events, drafts)
    stated = _named(i, events, drafts) if stated is None else stated
    if stated is not None:
        return stated
    if draft.accused:
        return None
    if draft.cue:
        return _last_of_other(i, events, drafts)
    return _gravest(i, events, drafts) if event.kind in REACTIONS else None


def _near(i: int, items: Sequence[T]) -> list[tuple[int, T]]:
    """The numbered items of the beginning and around the present one, so that time stays linear."""
    first, last = max(_REACH, i - _REACH), min(len(items), i + _REACH)
    return [(k, items[k]) for k in (*range(min(_REACH, len(items))), *range(first, last))]


def _stated(i: int, events: Sequence[Event], drafts: Sequence[Draft]) -> int | None:
    """The act that an "after" clause or an accusation of the same sentence names."""
    for k, other in _near(i, drafts):
        if k == i or other.sentence != drafts[i].sentence or not _by_another(events[k], events[i]):
            continue
        if other.trigger == drafts[i].after or (other.accused and events[i].kind == "accusation"):
            return k
    return None


def _named(i: int, events: Sequence[Event], drafts: Sequence[Draft]) -> int | None:
    """The act that the object of words names: "condemned the shelling"."""
    about = drafts[i].about
    if events[i].plover not in ("ACCUSE", "REJECT", "SANCTION") or not about:
        return None
    named = [k for k, e in _near(i, events) if k != i and e.kind in about and _by_another(e, events[i])]
    sided = [
        k for k in named if events[i].target in (None, events[k].source) and _before(drafts[k], drafts[i])
    ]
    return sided[0] if sided else None


def _by_another(answered: Event, event: Event) -> bool:
    """Whether an act can be what another answers: asserted and done by another."""
    return answered.source != event.source and answered.status == "actual"


def _deed(event: Event) -> bool:
    return event.rung >= 3 or event.kind in THREATS_OF_FORCE


def _answerable(answered: Event, event: Event) -> bool:
    """Deeds and threats are answered; a refusal answers what was asked."""
    if event.kind in _REFUSALS:
        return answered.kind in _ASKED
    return _deed(answered)


def _candidates(i: int, events: Sequence[Event]) -> list[int]:
    """Acts of the state that event `i` addresses, none later than it."""
    event = events[i]
    return [
        k
        for k, other in _near(i, events)
        if k != i and _by_another(other, event) and _answerable(other, event) and _sided(other, event)
        and not (event.date and other.date and other.date[: len(event.date)] > event.date[: len(other.date)])
    ]  # fmt: skip


def _sided(answered: Event, event: Event) -> bool:
    if answered.symmetric:
        return event.source in (answered.source, answered.target)
    return answered.source is not None and (event.target is None or answered.source == event.target)


def _before(one: Draft, other: Draft) -> bool:
    return (one.sentence, one.trigger) < (other.sentence, other.trigger)


def _last_of_other(i: int, events: Sequence[Event], drafts: Sequence[Draft]) -> int | None:
    before = [k for k in _candidates(i, events) if _before(drafts[k], drafts[i])]
    return max(before, key=lambda k: (drafts[k].sentence, drafts[k].trigger), default=None)


def _gravest(i: int, events: Sequence[Event], drafts: Sequence[Draft]) -> int | None:
    """The gravest such act, of equals the first told; else an attack by no state on the one who reacts."""
    pool = [
        k for k in _candidates(i, events) if _before(drafts[k], drafts[i]) or _earlier(events[k], events[i])
    ]
    pool = pool or [
        k for k, e in enumerate(events) if e.source is None and e.rung >= 6 and e.target == events[i].source
    ]
    return max(
        pool,
        key=lambda k: (
            not events[k].symmetric,
            min(events[k].rung, 5),
            -drafts[k].sentence,
            -drafts[k].trigger,
        ),
        default=None,
    )


def _earlier(answered: Event, event: Event) -> bool:
    return bool(answered.date and event.date and answered.date < event.date[: len(answered.date)])
