"""Is this war? How likely a further incident, a fatal clash, a war is, and how we get there from outside."""

from dataclasses import dataclass, replace

import numpy as np

from detente.forecast import words
from detente.forecast.ledger import HORIZONS, TARGETS, Floats
from detente.forecast.model import Constants, Counts, Voices, effective_cases, scatter, steps, usual
from detente.forecast.past import Past
from detente.forecast.questions import beside
from detente.forecast.vintage import Vintage
from detente.numerics.beta import jeffreys, logit
from detente.numerics.calibrate import interval
from detente.world.answers import BaseRate, Forecast, Shift
from detente.world.estimate import Estimate
from detente.world.history import History
from detente.world.questions import Reliable
from detente.world.record import Record

LEVEL = 0.9
SHIFTED = (30, 365)
"""Days ahead for which the steps are shown."""


@dataclass(frozen=True, slots=True)
class _Now:
    past: Past
    vintage: Vintage
    c: Constants
    voices: Voices


def answer(record: Record, history: History, *, seed: int = 0) -> Forecast:  # noqa: ARG001
    """The chances of an incident, a fatal act and a war within 30, 90 and 365 days after the as-of day.

    `history` must be closed; nothing here is drawn at random, so `seed` changes nothing. Method: nested
    reference classes pooled with the pair's own past, its recent rate and timing (`forecast/model.py`),
    constants and counts of the vintage in `history.parameters["forecast"]`, made from MIE 1.0 (Gibler &
    Miller 2023).
    """
    known = history.with_record(record)
    now = _now(known, history)
    past, vintage = now.past, now.vintage
    chain, also = steps(now.voices, now.c), beside(known, past)
    return Forecast(
        _estimates(chain[-1][0], now),
        _base_rates(now),
        _shifts(chain, now),
        words.MODEL,
        vintage.name,
        past.prior_only,
        words.notes(past, vintage.name),
        also.questions,
        _reliability(now),
        also.precedents,
        also.reasons,
    )


def estimates(record: Record, history: History) -> tuple[Estimate, ...]:
    """The table of `answer` alone, for those who ask what one more act would change."""
    now = _now(history.with_record(record), history)
    return _estimates(steps(now.voices, now.c)[-1][0], now)


def _now(known: History, recorded: History) -> _Now:
    past, vintage = Past.of(known, recorded), Vintage(recorded.parameters.get("forecast") or {})
    return _Now(past, vintage, vintage.constants(past.situation), _voices(past, vintage, past.situation))


def _voices(past: Past, vintage: Vintage, situation: str) -> Voices:
    table, own, nested = vintage.table(situation), past.own(situation), vintage.nested(situation)
    voices = table.voices(np.array([past.group]), np.array([past.band]), own)
    if nested is not None:
        voices = replace(voices, nested=nested.chance(past.columns()))
    return replace(voices, timing=past.timing()) if vintage.constants(situation).timing else voices


def _estimates(p: Floats, now: _Now) -> tuple[Estimate, ...]:
    own = now.voices.own
    low, high = interval(p, float(scatter(own, now.c)[0]), level=LEVEL)
    base, n = _usual(now), float(effective_cases(own, now.c)[0])
    return tuple(
        Estimate.of(target, days, *_at(t, h, p, low, high), base_rate=float(base[t, h]), n=n, level=LEVEL)
        for t, target in enumerate(TARGETS)
        for h, days in enumerate(HORIZONS)
    )


def _at(t: int, h: int, p: Floats, low: Floats, high: Floats) -> tuple[float, tuple[float, float]]:
    return float(p[t, h]), (float(low[t, h]), float(high[t, h]))


def _reliability(now: _Now) -> tuple[Reliable, ...]:
    """What came of like forecasts before the vintage, in the same situation."""
    return tuple(
        Reliable(target, days, int(n), forecast, observed, low, high)
        for target, by_days in zip(TARGETS, now.vintage.reliability(now.past.situation), strict=False)
        for days, bins in zip(HORIZONS, by_days, strict=True)
        for n, forecast, observed, low, high in bins
    )


def _usual(now: _Now) -> Floats:
    """What is usual for the pair: on an alarm if it has acts now, else on a day such as this."""
    situation = "alarm" if now.past.situation == "spell" else now.past.situation
    chances: Floats = usual(_voices(now.past, now.vintage, situation), now.vintage.constants(situation))[0]
    return chances


def _base_rates(now: _Now) -> tuple[BaseRate, ...]:
    v, own = now.voices, now.voices.own
    classes = (v.everyone, v.pairs, v.bands, v.acts, Counts(own.n, own.k))
    names, sources = words.references(now.past, now.c), words.sources(now.past, now.vintage.name)
    shown = [
        (counts, name, source)
        for counts, name, source in zip(classes, names, sources, strict=True)
        if name and counts.n[0] >= 1.0
    ]
    if not shown:
        return ()
    n = np.array([counts.n[0] for counts, _, _ in shown])[:, None, None]
    k = np.minimum(np.array([counts.k[0] for counts, _, _ in shown]), n)
    p, (low, high) = (k + 0.5) / (n + 1.0), jeffreys(k, n, level=LEVEL)
    return tuple(
        BaseRate(
            name,
            target,
            days,
            float(counts.n[0]),
            float(k[i, t, h]),
            *_flat(*_at(t, h, p[i], low[i], high[i])),
            source,
        )
        for i, (counts, name, source) in enumerate(shown)
        for t, target in enumerate(TARGETS)
        for h, days in enumerate(HORIZONS)
    )


def _flat(p: float, bounds: tuple[float, float]) -> tuple[float, float, float]:
    return p, bounds[0], bounds[1]


def _shifts(chain: tuple[Floats, ...], now: _Now) -> tuple[Shift, ...]:
    reasons = words.reasons(now.past, now.c, now.voices)
    p = np.concatenate(chain)
    moved = np.diff(logit(p), axis=0)
    return tuple(
        Shift(target, days, reason, float(p[i, t, h]), float(p[i + 1, t, h]), float(moved[i, t, h]))
        for t, target in enumerate(TARGETS)
        for h, days in enumerate(HORIZONS)
        if days in SHIFTED
        for i, reason in enumerate(reasons)
    )
