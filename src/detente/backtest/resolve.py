"""Did a logged forecast come true? Yes, no, or open; never no because nobody looked.

Days and marks are made by `forecast.past` and `forecast.ledger`, the code that made the labels the forecast
was fitted on. Each data set is asked by itself: two that count the same deaths are not added up.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase

from detente.archive.history import history
from detente.archive.ledger import Claim, Entry
from detente.archive.query import Archive
from detente.backtest.claim import rule
from detente.forecast.ledger import TARGETS, Ledger
from detente.forecast.past import ledger_of
from detente.world.actor import Dyad
from detente.world.canonical import plain
from detente.world.event import Event
from detente.world.history import History

WORDS = {"incident": "a militarized act", "fatal": "a fatal act", "war": "the thousandth death of a year"}

Span = tuple[int, int]
"""First and last day, ordinals, both included."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the forecast `id`: "yes", "no" or "open", by which source, on which day, and why.

    `unknown_from` is the first day that is not covered and must be. `scored`: a data set covers all that a
    "no" needs. A "yes" is known sooner than a "no", so scores of all that is resolved would be too high.
    """

    id: str
    outcome: str
    source: str | None
    on: str | None
    why: str
    unknown_from: str | None = None
    scored: bool = False


@dataclass(frozen=True, slots=True)
class Watch:
    """One data set's view of a pair: the days it covers, its act days, its acts known only to the year."""

    source: str
    spans: tuple[Span, ...]
    ledger: Ledger
    vague: tuple[Event, ...]

    def first(self, target: str, within: Span) -> int | None:
        """The first covered day of the span on which the target was reached."""
        days = self.ledger.days[self.ledger.marks()[TARGETS.index(target)]]
        near = days[(days >= within[0]) & (days <= within[1])].tolist()
        return next((day for day in near if self.first_gap((day, day)) is None), None)

    def first_gap(self, needed: Span) -> int | None:
        """The first day of the span that is not covered; None if all are."""
        day, last = needed
        for first, until in sorted(self.spans):
            if first <= day <= until:
                day = until + 1
        return day if day <= last else None

    def unclear(self, target: str, within: Span) -> Event | None:
        """An act known only to the year that may have reached the target within the span."""
        for act in self.vague:
            if act.when is not None and _meets(_span(act.when.start, act.when.end), within):
                placed = ledger_of([replace(act, date=act.when.start.isoformat())], act.when.end)
                if placed.days[placed.marks()[TARGETS.index(target)]].size:
                    return act
        return None


def resolve(entries: Sequence[Entry], archive: Archive, today: date) -> tuple[Outcome, ...]:
    """The outcome of each forecast by what our tables and the archive know up to `today`."""
    pairs = sorted({entry.pair for entry in entries})
    watched = {pair: watches(history(Dyad(*pair), today, archive, {})) for pair in pairs}
    return tuple(outcome(entry, watched[entry.pair], today) for entry in entries)


def watches(past: History) -> tuple[Watch, ...]:
    """The data sets that cover days of the pair, in order of their names."""
    covering = sorted((source for source in past.coverage if source.spans), key=lambda c: c.source)
    return tuple(_watch(c.source, c.spans, past) for c in covering)


def _watch(source: str, spans: Iterable[tuple[str, str]], past: History) -> Watch:
    acts = [act for act in past.acts if act.origin == source]
    return Watch(
        source,
        tuple(_span(*map(date.fromisoformat, span)) for span in spans),
        ledger_of(acts, past.as_of),
        tuple(act for act in acts if act.militarized and act.date_precision == "year"),
    )


def outcome(entry: Entry, watched: Sequence[Watch], today: date) -> Outcome:
    """What the data sets that may settle the forecast say of it."""
    if strange := _strange(entry):
        return Outcome(entry.id, "open", None, None, strange)
    able = [w for w in watched if any(fnmatchcase(w.source, name) for name in entry.rule["datasets"])]
    window, needed = _days(entry.window), _days(entry.rule["coverage"])
    seen = [(day, w.source) for w in able if (day := w.first(entry.target, window)) is not None]
    over = window[1] < today.toordinal()
    whole = [w for w in able if over and w.first_gap(needed) is None]
    settling = [w for w in whole if w.unclear(entry.target, window) is None]
    if seen:
        return _yes(entry, seen, settling)
    if settling:
        return _no(entry, settling[0].source)
    return _open(entry, able, whole, today)


def _strange(entry: Claim) -> str:
    """Why this version cannot check a forecast; "" if it can."""
    if entry.target not in TARGETS:
        return f"{entry.target!r} is no target that this version resolves"
    datasets = entry.rule.get("datasets")
    if not isinstance(datasets, list) or not all(isinstance(name, str) for name in datasets):
        return "its rule names no data sets that may settle it"
    if entry.rule != plain(rule(entry.pair, entry.target, entry.window, datasets)):
        return "its rule is not the one that this version checks"
    return ""


def _yes(entry: Entry, seen: Sequence[tuple[int, str]], settling: Sequence[Watch]) -> Outcome:
    day, source = min(seen)
    on, told = date.fromordinal(day).isoformat(), {name for _, name in seen}
    silent = [w.source for w in settling if w.source not in told]
    against = f"; against it, the whole window without one: {', '.join(silent)}" if silent else ""
    why = f"{source} has {WORDS[entry.target]} on {on}{against}"
    return Outcome(entry.id, "yes", source, on, why, scored=bool(settling))


def _no(entry: Entry, source: str) -> Outcome:
    since, until = entry.rule["coverage"]
    why = f"{source} covers {since} to {until} and does not have {WORDS[entry.target]} in the window"
    return Outcome(entry.id, "no", source, entry.window[1], why, scored=True)


def _open(entry: Entry, able: Sequence[Watch], whole: Sequence[Watch], today: date) -> Outcome:
    unknown_from, source = _furthest(able, _days(entry.rule["coverage"]))
    if entry.window[1] >= today.isoformat():
        why = f"the window ends on {entry.window[1]}, which is not over on {today}"
    elif whole:
        why = _unclear(entry, whole[0])
    elif not able:
        why = "no data set that may settle it covers the pair"
    else:
        why = f"no data set covers all that a no needs: {source} comes furthest, but not to {unknown_from}"
    return Outcome(entry.id, "open", None, None, why, unknown_from)


def _furthest(able: Sequence[Watch], needed: Span) -> tuple[str | None, str]:
    """The first needed day that the data set which comes furthest does not cover, and its name."""
    gaps = [(needed[1] + 1 if (gap := w.first_gap(needed)) is None else gap, w.source) for w in able]
    day, source = max(gaps, default=(needed[0], ""))
    return (date.fromordinal(day).isoformat() if day <= needed[1] else None), source


def _unclear(entry: Entry, watch: Watch) -> str:
    act = watch.unclear(entry.target, _days(entry.window))
    told = f"{act.kind} of {act.date}" if act else "act"
    return f"{watch.source} has an act known only to the year that may lie in the window: {told}"


def _days(span: Sequence[str]) -> Span:
    return _span(*map(date.fromisoformat, span))


def _span(first: date, last: date) -> Span:
    return first.toordinal(), last.toordinal()


def _meets(one: Span, other: Span) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
