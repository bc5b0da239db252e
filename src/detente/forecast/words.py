"""The plain words of the forecast: reference classes, reasons of each step, notes."""

import numpy as np

from detente.forecast.ledger import BANDS
from detente.forecast.model import CLASSES, Constants, Voices
from detente.forecast.past import NO_ACT, Past

MODEL = (
    "nested reference classes, the pair's own past, its rate, a nested logit and the timing of acts, pooled"
)

_SITUATION = {
    "alarm": "alarms (a militarized act after 30 days without one)",
    "spell": "days within a spell of militarized acts",
    "quiet": "days without a militarized act for 30 days, of pairs with one in ten years",
    "any": "days of pairs with a militarized act in the last ten years",
}
_CLASS = {
    "far": "pairs without a common border or alliance",
    "sea": "neighbours across the sea",
    "land": "neighbours by land",
    "far, allied": "allies without a common border",
    "sea, allied": "allies across the sea",
    "land, allied": "allies with a common land border",
}
_BAND = {
    "threat": "a threat of force",
    "display": "a display of force",
    "force": "a violation or use of force that killed nobody",
    "fatal": "a fatal act",
    "war": "a battle of a war",
    "none": "no militarized act",
}
NOT_USED = "not used: it did not improve past forecasts of this kind"
NOT_COVERED = "no source covers the pair's own acts: nothing to add, and not read as quiet"


def references(past: Past, c: Constants) -> tuple[str, ...]:
    """The names of the five reference classes, from all to the pair; empty where there is none to show."""
    kind, act = _SITUATION[past.situation], "" if past.band == NO_ACT else f", after {_act(past)}"
    return (
        f"{kind}: all pairs, battles of running wars included, weight halved every {c.half_life:g} years",
        f"{kind}: {_pairs(past)}",
        act and f"{kind}: all pairs{act}",
        act and f"{kind}: {_pairs(past)}{act}",
        f"{kind}: this pair, weight halved every 10 years" if past.windows else "",
    )


def sources(past: Past, vintage: str) -> tuple[str, ...]:
    """Where the counts of each reference class come from."""
    fitted = f"MIE 1.0 (Gibler & Miller 2023), vintage {vintage}" if vintage != "default" else "round numbers"
    return *(4 * (fitted,)), f"the covered acts of the pair ({past.covered_acts} days with one)"


def reasons(past: Past, c: Constants, voices: Voices) -> tuple[str, ...]:
    """Why the chance moves at each step from all cases to the answer."""
    return (
        _pairs(past) + _unless(c.pairs),
        f"the highest act of the last 30 days was {_act(past)}" + _unless(c.acts),
        _own(past, c, float(voices.own.n[0])),
        _rate(c, float(voices.own.watched[0])),
        _logit(c, float(voices.own.watched[0])),
        _timing(past, c, voices),
    )


def notes(past: Past, vintage: str) -> tuple[str, ...]:
    """Remarks for the reader on what the figures rest on."""
    said = (
        ("no fitted vintage for this day: round numbers of our own, wide intervals", vintage == "default"),
        ("nothing of the pair's own past is covered: base rates of other pairs only", past.prior_only),
        (
            "no source covers the last 30 days and the dispatch tells of no militarized act: figures are for "
            "any day of pairs with a militarized act in ten years, too high for pairs at peace",
            past.situation == "any",
        ),
        (
            "no militarized act of the pair in ten years is known: its reference class is rougher than it",
            past.situation == "quiet" and not past.at_odds,
        ),
    )
    return tuple(text for text, holds in said if holds)


def _pairs(past: Past) -> str:
    return _CLASS[CLASSES[past.group]]


def _act(past: Past) -> str:
    return _BAND[BANDS[past.band]]


def _unless(constant: float | None) -> str:
    return "" if constant is not None else f" ({NOT_USED})"


def _own(past: Past, c: Constants, n: float) -> str:
    if not past.windows:
        return NOT_COVERED
    return f"what followed {n:.1f} past cases of this pair (recent ones count more)" + _unless(c.pair)


def _logit(c: Constants, watched: float) -> str:
    """The share of the logit, or why it has none."""
    if not watched:
        return NOT_COVERED
    share = "" if c.logit is None else f", {c.logit * watched:.0%} of the answer"
    return f"a logit on the two and all their acts, recent ones counting more{share}" + _unless(c.logit)


def _timing(past: Past, c: Constants, voices: Voices) -> str:
    """The share of the timing of acts in the chance of an act, or why it has none."""
    if not past.windows:
        return NOT_COVERED
    if c.timing is None:
        return f"the timing of the pair's acts ({NOT_USED})"
    if voices.timing is None or np.isnan(voices.timing).any():
        return "too few acts of the pair to tell their rhythm"
    share = c.timing * float(voices.own.watched[0])
    return f"the timing of the pair's acts, {share:.0%} of the chance of a further one"


def _rate(c: Constants, watched: float) -> str:
    if not watched:
        return NOT_COVERED
    return f"how often the two acted of late ({watched:.0%} of the recent past is covered)" + _unless(c.rate)
