"""Why the last deal failed, as far as the record and the dispatch say, and when one could hold.

Facts come from the record. The conditions are a model's: restraint (docs/theory/motive-deal.md), the window
of inspection (window.py), and the belief of hope.py, over ranges that terms.py assumes. Each says whether any
of its numbers was fitted.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from detente.motive import window
from detente.motive.hope import GIVEN, REFUSED, Path, interval, path, told
from detente.motive.terms import OFFERS, Terms, draw
from detente.motive.window import Floats
from detente.world.estimate import Interval
from detente.world.event import Event
from detente.world.motives import Condition, Deal, Hope, Window
from detente.world.record import Record
from detente.world.traits import Traits

TRIES = frozenset({"summit", "agreement"})
UNDOING = REFUSED | {kind for kind, ratio in GIVEN.items() if ratio < 1.0}
BROKEN_WITHIN = timedelta(days=365)
SURE = 0.5
"""An act of a dispatch moves the belief if it is likelier than not, and its day is told and not inferred."""

SHOWN = 4
SHOWN_HOPE = 24

RESTRAINT = "our model of restraint, docs/theory/motive-deal.md"
INSPECTION = "reduced form in the manner of Coe & Vaynman (2020), APSR 114:342-355"
IN_HOPE = ("demonstration", "agreement", "hope", "half_life", "patience")
IN_OFFER = ("aid", "recognition", "loss", "advantage", "penalty", "exposure", "no_deal", "share",
            "down_payment")  # fmt: skip
LEVERS = ("aid", "recognition", "loss", "advantage", "penalty", "exposure", "inspection")
MORE = 1.1
BEYOND = 0.01
"""Off the scale of 0 to 1 by which it is said that no inspection is enough, or none is borne."""


def sure(acts: Iterable[Event]) -> list[Event]:
    """The acts that are likelier than not, on days that were told."""
    return [act for act in acts if act.p >= SURE and "date" not in act.inferred]


def deal(
    acts: Sequence[Event],
    record: Record,
    actor: str,
    *,
    others: Sequence[str] = (),
    until: date | None = None,
    traits: Traits | None = None,
    fitted: Mapping[str, Floats] | None = None,
    seed: int = 0,
) -> Deal:
    """The last summit or accord of `actor`, what undid it, and the conditions of restraint and of a deal.

    `others` are the other state of the pair, first, and the powers that stand behind it; by default the other
    state of `record`. `until` is the as-of day, by default the record's; without either, or without another
    state, there are no conditions. `fitted` are the caller's draws of terms by name (see `terms.PRIORS`).
    """
    acts = sure(acts)
    pair = tuple(others) or tuple(code for code in record.pair or () if code != actor)
    facts = _facts(sorted(acts, key=_by_day), record, actor, pair)
    day = until or (date.fromisoformat(record.as_of) if record.as_of else None)
    if not pair or day is None:
        return facts
    terms = draw(traits or Traits(), actor, pair[0], fitted=fitted, seed=seed)
    case = _Case(actor, pair[0], terms, path(acts, actor, pair, day, terms), day)
    return replace(
        facts,
        conditions=conditions(case),
        windows=tuple(_window(terms, name) for name in OFFERS),
        hope=_shown(told(case.course, day)),
    )


def _facts(acts: Sequence[Event], record: Record, actor: str, others: Sequence[str]) -> Deal:
    """Without a summit or accord on record nothing can have failed; refusals are told all the same."""
    refused = [
        e for e in record.events if e.kind in UNDOING and e.happened and e.quote and _with(e, actor, others)
    ]
    tries = [e for e in acts if e.kind in TRIES and e.when is not None and _with(e, actor, others)]
    if not tries:
        known = "no summit or accord between the two is on record"
        return Deal(known, False, tuple(_quoted(e) for e in refused), ())
    last = tries[-1]
    undone = _undone(last, acts, actor, others)
    said = tuple(_quoted(e) for e in refused if _not_before(e, last))
    summary = f"{last.kind} of {last.date} between {last.source} and {last.target}"
    reasons = tuple(f"{e.date}: {_plainly(e)}" for e in undone)
    origins = tuple(sorted({e.origin for e in (last, *undone) if e.origin}))
    return Deal(summary, bool(undone or said), (*said, *reasons), origins)


def _plainly(event: Event) -> str:
    return f"{event.kind.replace('_', ' ')} by {event.source or 'somebody'}"


def _quoted(event: Event) -> str:
    return f'the dispatch: {_plainly(event)}: "{event.quote}"'


def _not_before(event: Event, last: Event) -> bool:
    """Whether an act may have followed another; one without a day is taken for new."""
    return event.when is None or last.when is None or event.when.end >= last.when.start


def _by_day(event: Event) -> tuple[str, str, str]:
    return event.date or "", event.kind, event.source or ""


def _with(event: Event, actor: str, others: Sequence[str]) -> bool:
    """Whether the act is the actor's with one of `others`; with anyone where none is named."""
    ends = (event.source, event.target)
    return actor in ends and (not others or any(state in others for state in ends))


def _undone(last: Event, acts: Sequence[Event], actor: str, others: Sequence[str]) -> list[Event]:
    """What undid it within a year, the first `SHOWN`."""
    made = last.when
    if made is None:
        return []
    later = [e for e in acts if e.kind in UNDOING and e.when and _with(e, actor, others)]
    return [e for e in later if e.when and made.start <= e.when.start <= made.end + BROKEN_WITHIN][:SHOWN]


def _shown(course: tuple[Hope, ...]) -> tuple[Hope, ...]:
    return course[-SHOWN_HOPE:]


@dataclass(frozen=True, slots=True)
class _Case:
    """Who asks on which day, the draws of its terms and the course of its belief."""

    actor: str
    other: str
    terms: Terms
    course: Path
    day: date

    @property
    def belief(self) -> Floats:
        """The belief on the day, its own acts included."""
        return self.course.at(self.day.toordinal() + 1)


def conditions(case: _Case) -> tuple[Condition, ...]:
    """Restraint around the last failed try and today, inspection, the windows, and what moves them most."""
    return (
        *_around_failure(case),
        _restraint(case, "restraint", _today(case), case.belief),
        _least(case),
        _most(case),
        *(_between(case, name) for name in OFFERS),
        _full_terms(case),
        _lever(
            case, "lever of restraint", "restraint", lambda t: restraint_margin(t, case.belief), RESTRAINT
        ),
        _lever(case, "lever of the window", "the window of phased terms", _phased_slack, INSPECTION),
    )


def restraint_margin(terms: Terms, belief: Floats) -> Floats:
    """By how much hope outweighs a demonstration: b a delta (D - N) - m, in units of the prize."""
    return hoped(terms, belief) - terms.demonstration


def hoped(terms: Terms, belief: Floats) -> Floats:
    """What holding still is worth by the hope of a phased deal: b a delta (D - N), in units of the prize."""
    offer = terms.offer("phased")
    gain = window.kept(offer, terms.inspection_of("phased")) - offer.no_deal
    return belief * terms.agreement * terms.patience * gain


def _today(case: _Case) -> str:
    if case.course.steps:
        return f"On {case.day}"
    none = f"No talks of {case.actor} with {case.other} are on record, so the belief is the prior"
    return f"{none}; on {case.day}"


def _around_failure(case: _Case) -> tuple[Condition, ...]:
    failed = case.course.failures()
    if not failed:
        return ()
    last = failed[-1]
    step, before, after = case.course.steps[last], case.course.before[last], case.course.after[last]
    act = f"the {step.why} on {date.fromordinal(step.day)}"
    undone = (restraint_margin(case.terms, before) >= 0.0) & (restraint_margin(case.terms, after) < 0.0)
    alone = f"; the failure alone undoes restraint in {np.mean(undone):.0%} of draws"
    return (
        _restraint(case, "restraint before", f"Before {act}", before),
        _restraint(case, "restraint after", f"After {act}", after, alone),
    )


def _restraint(case: _Case, name: str, when: str, belief: Floats, more: str = "") -> Condition:
    told_belief = _text(interval(belief))
    gain = _text(interval(hoped(case.terms, belief)))
    sentence = (
        f"{when}, restraint holds while a demonstration is worth less to {case.actor} than belief x chance "
        f"of agreement x patience x gain of a deal: {_text(interval(case.terms.demonstration))} against "
        f"{gain}, with a belief of {told_belief}{more}"
    )
    margin = restraint_margin(case.terms, belief)
    return _condition(case, name, sentence, margin, RESTRAINT, (*IN_HOPE, *IN_OFFER, "inspection"))


def _least(case: _Case) -> Condition:
    offer, q = case.terms.offer("phased"), case.terms.inspection_of("phased")
    sentence = (
        f"{case.actor} keeps phased terms while inspection finds cheating with a chance of at least "
        f"{_share(window.least(offer))}; {_share(q)} is assumed to be agreed on"
    )
    margin = window.kept(offer, q) - window.cheated(offer, q)
    return _condition(case, "least inspection", sentence, margin, INSPECTION, (*IN_OFFER, "inspection"))


def _most(case: _Case) -> Condition:
    offer, q = case.terms.offer("phased"), case.terms.inspection_of("phased")
    sentence = (
        f"{case.actor} takes part in phased terms while inspection finds cheating with a chance of at most "
        f"{_share(window.most(offer))}; {_share(q)} is assumed to be agreed on"
    )
    margin = window.kept(offer, q) - offer.no_deal
    return _condition(case, "most inspection", sentence, margin, INSPECTION, (*IN_OFFER, "inspection"))


def _between(case: _Case, name: str) -> Condition:
    offer = case.terms.offer(name)
    sentence = (
        f"There is inspection both enough and bearable for {name} terms: {case.actor} complies from "
        f"{_share(window.least(offer))} and takes part up to {_share(window.most(offer))}"
    )
    return _condition(case, f"window {name}", sentence, window.slack(offer), INSPECTION, IN_OFFER)


def _full_terms(case: _Case) -> Condition:
    offer, q = case.terms.offer("full"), case.terms.inspection_of("full")
    kept = window.kept(offer, q)
    sentence = (
        f"{case.actor} takes full terms, all given up under full inspection, while they are worth more than "
        f"no deal: {_text(interval(kept))} against {_text(interval(offer.no_deal))}"
    )
    margin = np.minimum(kept - window.cheated(offer, q), kept - offer.no_deal)
    return _condition(case, "full terms", sentence, margin, INSPECTION, IN_OFFER)


def _phased_slack(terms: Terms) -> Floats:
    return window.slack(terms.offer("phased"))


def _lever(case: _Case, name: str, of: str, margin: Callable[[Terms], Floats], source: str) -> Condition:
    """The term of which a tenth more moves a margin most; it holds in the draws that agree on it."""
    base = margin(case.terms)
    moves = {term: margin(_more(case.terms, term)) - base for term in LEVERS}
    ranked = sorted(LEVERS, key=lambda term: -abs(float(np.median(moves[term]))))
    first, second = (f"{term} ({float(np.median(moves[term])):+.3f})" for term in ranked[:2])
    sentence = f"A tenth more of {first} would move the margin of {of} most, then of {second}"
    most = np.argmax(np.abs(np.stack([moves[term] for term in LEVERS])), axis=0) == LEVERS.index(ranked[0])
    return Condition(name, sentence, interval(moves[ranked[0]]), float(np.mean(most)),
                     _unfitted(case, (*IN_HOPE, *IN_OFFER, "inspection")), source)  # fmt: skip


def _more(terms: Terms, term: str) -> Terms:
    more: Floats = getattr(terms, term) * MORE
    changed: dict[str, Any] = {term: np.minimum(more, 1.0) if term == "inspection" else more}
    return replace(terms, **changed)


def _window(terms: Terms, name: str) -> Window:
    offer = terms.offer(name)
    least = np.clip(window.least(offer), 0.0, 1.0 + BEYOND)
    most = np.clip(window.most(offer), -BEYOND, 1.0)
    return Window(name, interval(least), interval(most), float(np.mean(window.possible(offer))))


def _condition(
    case: _Case, name: str, sentence: str, margin: Floats, source: str, used: Sequence[str]
) -> Condition:
    holds = float(np.mean(margin >= 0.0))
    told_share = f"{sentence}; holds in {holds:.0%} of draws"
    return Condition(name, told_share, interval(margin), holds, _unfitted(case, used), source)


def _unfitted(case: _Case, used: Sequence[str]) -> bool:
    return not case.terms.fitted.intersection(used)


def _share(values: Floats) -> str:
    """Shares of 0 to 1 with their interval, cut to what can be."""
    found = interval(np.clip(values, 0.0, 1.0))
    return f"{found.value:.0%} ({found.low:.0%} to {found.high:.0%})"


def _text(found: Interval) -> str:
    return f"{found.value:.2f} ({found.low:.2f} to {found.high:.2f})"
