"""Why do they do it? Rival motives weighed by a bargaining game, today's ladder, why the deal failed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from detente.motive import told
from detente.motive.actor import holidays_of, likely_actor
from detente.motive.cycle_whatif import what_ifs as deal_what_ifs
from detente.motive.deal import deal, sure
from detente.motive.filter import Array, Filtered, together
from detente.motive.hope import path as hope_path
from detente.motive.ladder import ends, nodes
from detente.motive.nulls import base_rates, habit
from detente.motive.payoffs import MOTIVES, Rules
from detente.motive.policy import policies, what_ifs
from detente.motive.profile import profile
from detente.motive.separate import separations
from detente.motive.terms import draw
from detente.motive.today import Round, State, UnsolvedError, play
from detente.motive.view import COVARIATES, UNKNOWN, View, known_by, view
from detente.motive.vintage import BASE, HABIT, MODELS, WINDOW, Known, Vintage, drawn
from detente.motive.weigh import Weighed, weigh
from detente.world.estimate import Interval
from detente.world.history import History
from detente.world.motives import Deal, Motive, Motives
from detente.world.record import Record
from detente.world.whatif import WhatIf

Flags = NDArray[np.bool_]

ENOUGH = 10
"""Rounds with a climb below which moves tell nothing of motives."""

DECIDED = 0.6
"""A motive is named only if its weight is at least this and its interval lies above every other's."""

GOES_ON = 5
"""Years between two vintages: a fit that is older than that has not been renewed."""

YEARS = 10
"""Years of rounds that an answer passes through: by then a type drawn before has turned over."""

# The prior of one of K equal weights (uniform Dirichlet) is Beta(1, K - 1): mean and 5-95 %.
PRIOR = Interval(1 / 6, 0.0102, 0.4507)
PRIOR_AMONG = Interval(1 / 4, 0.0170, 0.6316)
NONE = Interval(0.0, 0.0, 0.0)


def answer(record: Record, history: History, *, seed: int = 0) -> Motives:
    """Weights over security, status, coercion, domestic, base rates and habit for the state that acts."""
    known = history.with_record(record)
    actor = likely_actor(record.events, known.acts, history.dyad, history.as_of)
    vintage = Vintage(history.parameters.get("motive", {}))
    holidays = holidays_of(history.parameters, actor)
    seen = view(known, actor, events=record.events, holidays=holidays)
    plain = Motives(
        actor=actor,
        weights=_prior(),
        undetermined=True,
        deal=_deal(known, record, actor, seen, seed),
        profile=profile(known, actor),
        n=0,
        prior_only=True,
        notes=(seen.contradiction,) if seen.contradiction else (),
    )
    try:
        case = _case(seen, vintage, known, actor, seed)
        return _noted(plain, *_few(vintage, seen)) if case is None else _weighed(plain, case, known, seed)
    except UnsolvedError as error:
        return _noted(plain, f"prior only: the solver gave up on {error}")


def _noted(found: Motives, *notes: str) -> Motives:
    return replace(found, notes=(*found.notes, *notes))


def _few(vintage: Vintage, seen: View) -> Iterator[str]:
    """Why there is nothing to weigh."""
    if seen.rounds.note:
        yield seen.rounds.note
    if not vintage.there:
        yield "prior only: nothing was fitted that early"
    elif seen.rounds.note:
        yield "prior only: moves of both sides are needed"
    else:
        yield f"prior only: fewer than {ENOUGH} rounds with a show or use of force are on record"


@dataclass(frozen=True, slots=True)
class _Case:
    """Rounds of the last years under every model; `new` (R,): those after the vintage."""

    seen: View
    known: Known | None
    logs: Mapping[str, Array]
    new: Flags
    n: int
    weighed: Weighed
    played: Round
    states: tuple[State, ...]
    rules: Rules
    sides: tuple[str, str]


def _case(seen: View, vintage: Vintage, known: History, actor: str, seed: int) -> _Case | None:
    """None if nothing is on record from which motives could be weighed."""
    if not vintage.there:
        return None
    pair = vintage.known(known.dyad, actor)
    first = _first(pair, known.as_of)
    lately = seen.since(first)
    climbs = np.array([lately.climbs(r) for r in lately.rounds.rounds], dtype=bool)
    tau = lately.rounds.tau
    years = np.array([known_by(r, tau).year for r in lately.rounds.rounds], dtype=np.int64)
    moved = np.array([any(path for _, path in r.readings) for r in lately.rounds.rounds], dtype=bool)
    new = moved & (years >= pair.cut) if pair else moved
    n = int((climbs & new).sum()) + (pair.n if pair else 0)
    if n < ENOUGH or (pair is None and lately.rounds.note):
        return None
    priors = pair.posteriors if pair else vintage.priors
    found = together({m: lately.episodes(m) for m in MOTIVES}, {m: priors[m].mean for m in MOTIVES})
    if not all(f.solved.all() for f in found.values()):
        raise UnsolvedError("games of past rounds")
    logs = {m: f.logs[:, 0] for m, f in found.items()}
    logs |= _nulls(seen.since(min(first, _ago(WINDOW, known.as_of))), vintage, len(years))
    weighed = weigh(*_evidence(pair, logs, years, new), seed=seed)
    draws = {m: drawn(priors[m], pair.war[m] if pair else None, seed=seed) for m in MOTIVES}
    states = _states(lately, found, draws, weighed)
    rules = Rules(protected=_protected(known, actor))
    sides = (actor, known.dyad.other(actor))
    return _Case(lately, pair, logs, new, n, weighed, play(states, rules), states, rules, sides)


def _first(pair: Known | None, as_of: date) -> date:
    """The day from which an answer passes through the rounds: all that are new to the fit are among them."""
    first = _ago(YEARS, as_of)
    return first if pair is None else min(first, date(pair.cut, 1, 1))


def _ago(years: int, as_of: date) -> date:
    return as_of - timedelta(days=round(365.25 * years))


def _nulls(seen: View, vintage: Vintage, last: int) -> dict[str, Array]:
    """Log chances of the `last` rounds of those that are counted: as many years as for a fit."""
    plain = seen.episodes(None)
    rest = slice(plain.size - last, None)
    return {BASE: base_rates(plain, vintage.rates)[rest], HABIT: habit(plain, vintage.rates)[rest]}


def _evidence(pair: Known | None, logs: Mapping[str, Array], years: NDArray[np.int64],
              new: Flags) -> tuple[dict[str, float], dict[str, Array]]:  # fmt: skip
    """Nats of each model, of the vintage and since, in all and year by year."""
    after = sorted(set(years[new].tolist()))
    lately = {m: np.array([logs[m][new & (years == y)].sum() for y in after]) for m in MODELS}
    if pair is None:
        return {m: float(lately[m].sum()) for m in MODELS}, lately
    evidence = {m: pair.evidence[m] + float(lately[m].sum()) for m in MODELS}
    return evidence, {m: np.concatenate([pair.years[m], lately[m]]) for m in MODELS}


def _states(seen: View, found: Mapping[str, Filtered], draws: Mapping[str, Array],
            weighed: Weighed) -> tuple[State, ...]:  # fmt: skip
    """Every draw as it stands today, with its share among the motives."""
    last = seen.settings[-1] if seen.settings else None
    states = []
    for motive in MOTIVES:
        value = getattr(last, COVARIATES[motive]) if last else None
        called, hope = UNKNOWN if value is None else value, (last.hope if last else None) or 0.0
        share = weighed.among(MOTIVES)[motive].value / draws[motive].shape[1]
        belief = found[motive].belief[-1, :, :, 0]
        states += [
            State(motive, theta, belief, called, hope, share, mode=k == 0)
            for k, theta in enumerate(draws[motive].T)
        ]
    return tuple(states)


def _protected(known: History, actor: str) -> int | None:
    """The side under a nuclear umbrella, if one is."""
    umbrella = known.traits.umbrella
    return next(
        (side for side, state in enumerate((actor, known.dyad.other(actor))) if state in umbrella), None
    )


def _weighed(plain: Motives, case: _Case, known: History, seed: int) -> Motives:
    among, shares = case.weighed.among(MOTIVES), case.weighed.shares
    weights = tuple(
        _motive(
            m,
            shares[m],
            told.found(m, case.weighed, case.logs, case.new, fitted=case.known is not None),
            among.get(m, NONE),
        )
        for m in case.weighed.models
    )
    found = replace(
        plain,
        weights=weights if case.weighed.judged else plain.weights,
        undetermined=not (case.weighed.judged and _decided(weights)),
        n=case.n,
        prior_only=not case.weighed.judged,
        evidence=told.evidence(case.seen, case.logs, case.weighed, case.new),
        ladder=nodes(case.played, case.sides),
        ends=ends(case.played),
        separations=separations(case.states, plain.actor),
        what_if=_what_if(case, known, plain.actor, seed),
        informative=bool(known.parameters.get("motive", {}).get("informative", False)),
    )
    notes = [f"since the fit: {case.seen.rounds.note}"] if case.seen.rounds.note else []
    if case.known and known.as_of.year - case.known.cut >= GOES_ON:
        notes.append(f"the pair's parameters were fitted on rounds before {case.known.cut}")
    if case.known is None:
        notes.append(
            "no fit of this pair with this actor: parameters and today's ladder are those of all pairs"
        )
    if not case.weighed.judged:
        notes.append("prior only: no round since 1985 has been foreseen yet")
    return _noted(found, *notes)


def _what_if(case: _Case, known: History, actor: str, seed: int) -> tuple[WhatIf, ...]:
    protected = None if case.rules.protected is None else case.sides[case.rules.protected]
    rows = what_ifs(case.states, case.played, policies(case.rules, protected))
    terms = draw(known.traits, actor, known.dyad.other(actor), seed=seed)
    course = hope_path(sure(case.seen.acts), actor, case.seen.others, known.as_of, terms)
    return (*rows, *deal_what_ifs(terms, course.at(known.as_of.toordinal() + 1)))


def asked(
    record: Record, history: History, names: Sequence[str], *, seed: int = 0
) -> list[tuple[WhatIf, ...]]:
    """The game's what-ifs for each NAME, which begins theirs or is a word of it; none for NAME=SIZE.

    The game has sizes of its own; a size of the user's is RUNAWAY's.
    """
    rows = answer(record, history, seed=seed).what_if
    wanted = [name.replace("-", " ") for name in names]
    return [
        tuple(row for row in rows if name and (row.policy.startswith(name) or name in row.policy.split()))
        for name in wanted
    ]


def _deal(known: History, record: Record, actor: str, seen: View, seed: int) -> Deal:
    return deal(
        seen.acts, record, actor, others=seen.others, until=known.as_of, traits=known.traits, seed=seed
    )


def _prior() -> tuple[Motive, ...]:
    return tuple(_motive(m, PRIOR, "prior only", PRIOR_AMONG if m in MOTIVES else NONE) for m in MODELS)


def _motive(model: str, weight: Interval, found: str, among: Interval) -> Motive:
    return Motive(
        model, weight.value, weight.low, weight.high, told.PREDICTS[model], found,
        among.value, among.low, among.high,
    )  # fmt: skip


def _decided(weights: Sequence[Motive]) -> bool:
    best = max(weights, key=lambda m: m.weight)
    rest = [m.high for m in weights if m is not best]
    return best.motive in MOTIVES and best.weight >= DECIDED and best.low > max(rest)
