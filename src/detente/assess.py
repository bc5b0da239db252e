"""The corridor: a dispatch through the record and the four rooms to an Assessment.

Answers of rooms meet here and only here; no room sees another.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from detente import __version__
from detente.archive import tables
from detente.archive.cite import citations
from detente.archive.history import cards, inputs_digest
from detente.archive.history import history as closed_history
from detente.archive.models import read_context, read_models
from detente.archive.query import Archive
from detente.forecast.answer import answer as forecast
from detente.forecast.answer import estimates as chances
from detente.motive.answer import answer as motive
from detente.motive.answer import asked as motive_what_if
from detente.record import parsed
from detente.record.answer import answer as read
from detente.record.context import ContextModel
from detente.record.dispatch import Dispatch
from detente.record.gazetteer import Gazetteer
from detente.record.judge import Judge
from detente.record.pieces import Pieces
from detente.record.pool import Pool
from detente.record.ranker import Least, Models, Ranker
from detente.record.rules import Rules
from detente.runaway.answer import answer as runaway
from detente.runaway.answer import asked as runaway_what_if
from detente.scenario.answer import answer as scenario
from detente.world.actor import Dyad
from detente.world.assessment import SCHEMA, Assessment, Change, Provenance
from detente.world.canonical import canonical
from detente.world.errors import InputRefused, UsageError
from detente.world.event import Event
from detente.world.facts import Fact
from detente.world.history import History
from detente.world.kinds import KINDS
from detente.world.record import Record
from detente.world.verdict import verdict
from detente.world.whatif import WhatIf

TOMORROW = ("agreement", "threat", "missile_launch", "incursion", "airstrike", "killing", "war")
"""Kinds of act that a dispatch of tomorrow could bring, from the lowest rung to the highest."""

SHOWN_CHANGES = 5


def record_of(dispatch: Dispatch, *, as_of: date | None = None, pair: Dyad | None = None,
              model: bool | None = None) -> Record:  # fmt: skip
    """What the dispatch says happened; facts that it states are checked against our tables."""
    day = as_of or dispatch.day
    known = tables.facts() if day is None else tuple(f.closed(day) for f in tables.facts() if f.begun_by(day))
    return read(dispatch, _gazetteer(), as_of=as_of, pair=pair, facts=known, model=model, judge=_judge(model))


def assess(record: Record, archive: Archive, *, seed: int = 0) -> Assessment:
    """The five answers to a record as of its day; InputRefused if it has no day or no pair."""
    dyad, as_of = subject(record)
    past = closed_history(dyad, as_of, archive)
    record = with_standing_facts(record, past)
    is_war = forecast(record, past, seed=seed)
    assessment = Assessment(
        schema=SCHEMA,
        id="",
        as_of=as_of.isoformat(),
        pair=(dyad.a, dyad.b),
        names={},
        record=record,
        forecast=is_war,
        scenario=scenario(record, past, seed=seed),
        motive=motive(record, past, seed=seed),
        runaway=runaway(record, past, seed=seed),
        verdict=verdict(record, is_war, as_of),
        coverage=past.coverage,
        would_change=_changes(record, past, is_war.estimate("war", 365).p),
        provenance=_provenance(record, past, seed),
    )
    return _identified(replace(assessment, names=_names(assessment, as_of)))


def what_if(record: Record, archive: Archive, names: Sequence[str], *, seed: int = 0) -> tuple[WhatIf, ...]:
    """The what-ifs that a user asks for by name, of RUNAWAY and of MOTIVE's game; UsageError if none has it.

    Other errors as `assess`.
    """
    dyad, as_of = subject(record)
    past = closed_history(dyad, as_of, archive)
    record = with_standing_facts(record, past)
    rows: list[WhatIf] = []
    for name, game in zip(names, motive_what_if(record, past, names, seed=seed), strict=True):
        try:
            rows += runaway_what_if(record, past, (name,), seed=seed)
        except UsageError:
            if not game:
                raise
        rows += game
    return tuple(rows)


def subject(record: Record) -> tuple[Dyad, date]:
    """The pair and the as-of day; InputRefused naming the option that would give what is missing.

    UsageError for a code that stands for no state on that day.
    """
    if record.as_of is None:
        raise InputRefused("no-date", "the dispatch has no date of its own; give one with --date YYYY-MM-DD")
    if record.dyad is None:
        raise InputRefused("no-pair", "the dispatch is not about two states; name them with --pair AAA-BBB")
    as_of = date.fromisoformat(record.as_of)
    for code in record.dyad.a, record.dyad.b:
        if not tables.existed(code, as_of):
            raise UsageError(
                "unknown-state", f"{code} is no state that we know on {as_of} (ISO 3166 alpha-3)"
            )
    return record.dyad, as_of


def with_standing_facts(record: Record, past: History) -> Record:
    """The record with the facts of its pair that our tables know and the dispatch does not say.

    Facts between the two, and what either has alone or from a patron: weapons, an umbrella.
    """
    said = {(f.fact, f.a, f.b) for f in record.facts}
    silent = tuple(f for f in past.facts if (f.fact, f.a, f.b) not in said and _stands(f, past.dyad))
    return replace(record, facts=(*record.facts, *silent))


def _stands(fact: Fact, dyad: Dyad) -> bool:
    between = fact.a in dyad and fact.b in dyad
    return between or (fact.fact in ("nuclear_weapons", "nuclear_umbrella") and fact.a in dyad)


def _judge(model: bool | None) -> Judge:
    """The ranker that was fitted for the reader of sentences in use; the rules alone where none ships."""
    return ranker("model" if (parsed.available() if model is None else model) else "patterns") or Rules()


@cache
def ranker(reader: str) -> Ranker | None:
    """The ranker that ships for a reader of sentences, "model" or "patterns"; None if none does."""
    stored = read_models(reader)
    if stored is None:
        return None
    models, numbers = stored
    return Ranker(Models(**models), Least.of(numbers), _context(), Pool.of(numbers))


@cache
def _context() -> ContextModel | None:
    stored = read_context()
    if stored is None:
        return None
    pieces, labels, arrays = stored
    return ContextModel(Pieces(pieces), labels, arrays)


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer(tables.states(), tables.names(), tables.leaders(), tables.places())


def _changes(record: Record, past: History, now: float) -> tuple[Change, ...]:
    """What tomorrow's act would do to the chance of war within a year, the largest moves first."""
    doer = next((e.source for e in record.events if e.source in past.dyad), None) or past.dyad.a
    moves = []
    for kind in TOMORROW:
        act = _act(kind, doer, past)
        table = chances(replace(record, events=(*record.events, act)), past)
        then = next(e.p for e in table if (e.target, e.days) == ("war", 365))
        what = f"{KINDS[kind].text} by {tables.name_on(doer, past.as_of)}"
        moves.append(Change(what, "war", 365, then, then / now))
    return tuple(sorted(moves, key=lambda c: -abs(c.ratio - 1.0))[:SHOWN_CHANGES])


def _act(kind: str, doer: str, past: History) -> Event:
    return Event(doer, past.dyad.other(doer), past.as_of.isoformat(), kind, KINDS[kind].rung)


def _provenance(record: Record, past: History, seed: int) -> Provenance:
    text = hashlib.sha256(canonical(record)).hexdigest()
    vintages = tuple(sorted((room, str(p.get("vintage", ""))) for room, p in past.parameters.items()))
    datasets = sorted({c.source for c in past.coverage})
    return Provenance(
        version=__version__,
        seed=seed,
        inputs=(("record", text), *inputs_digest(past)),
        vintages=vintages,
        cards=cards(),
        citations=tuple(citations(datasets)),
    )


def _names(assessment: Assessment, as_of: date) -> dict[str, str]:
    """The names on that day of every state that the assessment speaks of."""
    codes = set(assessment.pair)
    codes |= {code for e in assessment.record.events for code in (e.source, e.target) if code}
    codes |= {code for f in assessment.record.facts for code in (f.a, f.b) if code}
    codes |= {code for a in assessment.scenario.analogues for code in (*a.pair, *a.third_parties)}
    said = canonical(assessment.motive).decode()
    codes |= set(re.findall(r"\b[A-Z]{3}\b", said)) & tables.codes()
    return {code: tables.name_on(code, as_of) for code in sorted(codes)}


def _identified(assessment: Assessment) -> Assessment:
    return replace(assessment, id=hashlib.sha256(canonical(assessment)).hexdigest())
