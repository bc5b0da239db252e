"""What a deal and a demonstration are worth: ranges that we assume, and draws from them.

All values are in units of the prize of the ladder. A concession moves half a prize from one side to the
other, so the prize is the difference between the other's giving in and one's own. Nothing here is measured.
Each range says why it is what it is. No fit of ours replaces one; a caller's own draws take its place, by
name. Positive values are spread evenly in their logarithm, shares and values of either sign evenly as they
are; draws are stratified, so that a few hundred cover every range.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from detente.motive.window import Floats, Offer
from detente.world.traits import Traits

DRAWS = 400
OFFERS = ("full", "phased")


@dataclass(frozen=True, slots=True)
class Prior:
    """A range of 0 to 100 %, whether it is even in the logarithm, and why it is what it is."""

    low: float
    high: float
    log: bool
    why: str

    def at(self, share: Floats, factor: float = 1.0) -> Floats:
        """The value at shares of 0 to 1 of the range, of which a positive one is stretched by `factor`."""
        if self.log:
            return factor * self.low * (self.high / self.low) ** share
        return self.low + (self.high - self.low) * share


PRIORS: Mapping[str, Prior] = {
    "demonstration": Prior(0.01, 0.2, True, "a show of force is worth less than a fifth of the prize that "
                           "force is threatened for"),
    "agreement": Prior(0.3, 0.8, False, "a willing side is held up by its own in a fifth to most rounds"),
    "hope": Prior(0.2, 0.6, False, "before any act, neither trust nor its absence is taken for granted"),
    "half_life": Prior(2.0, 8.0, False, "years; the middle half of the terms of office in leaders.csv since "
                       "1946 lasts 1.7 to 7.7 (on leaders as actors: Goemans, Gleditsch & Chiozza 2009, "
                       "JPR 46:269-283)"),
    "patience": Prior(0.8, 0.95, False, "what a half-year takes off the future"),
    "aid": Prior(0.2, 1.2, True, "aid and an end of sanctions over years, against one crisis's prize"),
    "recognition": Prior(0.1, 0.6, True, "standing as an equal, less than aid at either end"),
    "loss": Prior(0.3, 1.2, True, "the deterrent given up in full is worth up to more than the prize"),
    "advantage": Prior(0.1, 0.5, True, "what a hidden remnant buys is less than the whole deterrent"),
    "penalty": Prior(0.3, 1.2, True, "sanctions back, or worse, when cheating is found"),
    "exposure": Prior(0.15, 0.9, True, "what inspectors see can be struck (Coe & Vaynman 2020)"),
    "no_deal": Prior(-0.2, 0.2, False, "today is the zero; it may get worse or better by itself"),
    "inspection": Prior(0.3, 0.8, False, "the chance that inspection as agreed in phases finds cheating"),
    "share": Prior(0.3, 0.6, False, "a phased deal gives up a third to more than half of the deterrent"),
    "down_payment": Prior(0.4, 0.9, False, "and brings about as much or more of the aid"),
    "gain": Prior(0.1, 0.6, True, "what a willing side gains by a phased deal"),
    "dislike": Prior(0.1, 0.6, True, "what a phased deal costs an unwilling side, with its own public or "
                     "its principles"),
    "full_gain": Prior(0.2, 1.2, True, "what either gains by a full deal: twice as much"),
    "harm": Prior(0.01, 0.2, True, "what a demonstration costs the other side, as much as it is worth"),
    "talks": Prior(0.002, 0.05, True, "what inviting to talks costs, which is little"),
    "precision": Prior(4.0, 30.0, True, "at a gain of a tenth of the prize the better choice is made in 60 "
                       "to 95 % of cases"),
}  # fmt: skip
"""Every assumed range, in units of the prize but for chances, shares, years and precision."""


@dataclass(frozen=True, slots=True)
class Terms:
    """One draw of every term of `PRIORS` along arrays of shape (draws,); `fitted` names those not assumed."""

    demonstration: Floats
    agreement: Floats
    hope: Floats
    half_life: Floats
    patience: Floats
    aid: Floats
    recognition: Floats
    loss: Floats
    advantage: Floats
    penalty: Floats
    exposure: Floats
    no_deal: Floats
    inspection: Floats
    share: Floats
    down_payment: Floats
    gain: Floats
    dislike: Floats
    full_gain: Floats
    harm: Floats
    talks: Floats
    precision: Floats
    fitted: frozenset[str] = frozenset()

    @property
    def draws(self) -> int:
        """How many draws there are."""
        return self.demonstration.size

    def offer(self, name: str) -> Offer:
        """The "full" terms or the "phased" ones: a share of what is given up, a down payment of the aid."""
        part, paid = (self.share, self.down_payment) if name == "phased" else (1.0, 1.0)
        return Offer(
            aid=paid * self.aid,
            recognition=self.recognition,
            loss=part * self.loss,
            advantage=part * self.advantage,
            penalty=self.penalty,
            exposure=self.exposure,
            no_deal=self.no_deal,
        )

    def inspection_of(self, name: str) -> Floats:
        """How much inspection the terms ask for: all of it in full, what is agreed on in phases."""
        return self.inspection if name == "phased" else np.ones_like(self.inspection)


NAMES = tuple(f.name for f in fields(Terms) if f.name != "fitted")


def draw(
    traits: Traits,
    actor: str,
    other: str,
    *,
    fitted: Mapping[str, Floats] | None = None,
    seed: int = 0,
    draws: int = DRAWS,
) -> Terms:
    """`draws` stratified draws of every term, scaled by what is known of the pair.

    `fitted` replaces terms by the caller's draws, which are drawn from anew where their number differs; a
    name that is none of the terms raises `ValueError`. The same seed draws the same places in every range, so
    that two days or two pairs differ by what is known of them only.
    """
    known = dict(fitted or {})
    unknown = sorted(set(known) - set(NAMES))
    if unknown:
        raise ValueError(f"no terms of a deal: {', '.join(unknown)}")
    rng = np.random.default_rng(seed)
    factors = scales(traits, actor, other)
    places = (rng.permuted(np.tile(np.arange(draws), (len(NAMES), 1)), axis=1) + 0.5) / draws
    values = {name: PRIORS[name].at(places[i], factors.get(name, 1.0)) for i, name in enumerate(NAMES)}
    values |= {name: _resampled(found, draws, rng) for name, found in sorted(known.items())}
    return Terms(**values, fitted=frozenset(known))


def central(traits: Traits, actor: str, other: str) -> Terms:
    """One draw, shape (1,): the middle of every range."""
    return draw(traits, actor, other, draws=1)


def scales(traits: Traits, actor: str, other: str) -> dict[str, float]:
    """By which factor what is known of the pair stretches a range; assumptions, like the ranges."""
    found: dict[str, float] = {}
    if actor in traits.nuclear:  # it has weapons to give up
        found["loss"] = 1.5
    gap = _gap(traits, actor, other)
    if gap is not None:
        found["aid"] = float(np.clip(1.0 + 0.25 * gap, 0.5, 1.75))
    if (
        other in traits.umbrella or other in traits.nuclear
    ):  # it or its patron could strike what inspectors see
        found["exposure"] = found["penalty"] = 1.25
    if not (traits.no_relations or traits.armistice):  # the two have relations already
        found["recognition"] = 0.5
    return found


def _gap(traits: Traits, actor: str, other: str) -> float | None:
    """How many powers of ten the other's economy is above the actor's; None where one is not known."""
    mine, theirs = (traits.economy.get(code) for code in (actor, other))
    return float(np.log10(theirs / mine)) if mine and theirs else None


def _resampled(found: Floats | Sequence[float], draws: int, rng: np.random.Generator) -> Floats:
    values = np.asarray(found, dtype=np.float64).reshape(-1)
    if not values.size or not np.isfinite(values).all():
        raise ValueError("fitted draws of a term are empty or not finite")
    return values if values.size == draws else rng.choice(values, draws)
