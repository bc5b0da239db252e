"""Between too little inspection and too much: when a deal is kept and when it is worth taking part in.

In the manner of Coe & Vaynman (2020), APSR 114:342-355: arms control needs inspection enough to assure
compliance, but what assures also exposes. The algebra is our own reduced form, not theirs. With inspection
q, the chance that cheating is found before it pays, and all values those of the whole deal in prizes:

    a deal that is kept is worth   X + R - L - tau q                                          (1)
    a deal that is cheated on      (1 - q) (X + R + A) - q P                                  (2)
    C complies iff (1) >= (2):     q >= q_lo = (A + L) / (X + R + A + P - tau)                (3)
    C takes part iff (1) >= N:     q <= q_hi = (X + R - L - N) / tau                          (4)

where (3) asks for a positive denominator; without one no inspection is enough, for what each unit of it adds
to the fear of being found it takes away by exposing. A deal is possible iff q_lo <= min(q_hi, 1).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Offer:
    """Terms of a deal, arrays of one shape (draws,), in units of the prize; only `no_deal` may be negative.

    `aid` X and `recognition` R are given, `loss` L of deterrent and `exposure` tau by inspection are borne,
    `advantage` A is what cheating keeps, `penalty` P follows when it is found, `no_deal` N is the value of
    going on without a deal.
    """

    aid: Floats
    recognition: Floats
    loss: Floats
    advantage: Floats
    penalty: Floats
    exposure: Floats
    no_deal: Floats


def kept(offer: Offer, q: Floats) -> Floats:
    """What a deal that is kept under inspection `q` is worth to the actor, equation (1)."""
    return offer.aid + offer.recognition - offer.loss - offer.exposure * q


def cheated(offer: Offer, q: Floats) -> Floats:
    """What a deal that is cheated on under inspection `q` is worth to the actor, equation (2)."""
    return (1.0 - q) * (offer.aid + offer.recognition + offer.advantage) - q * offer.penalty


def least(offer: Offer) -> Floats:
    """The least inspection at which the actor complies, equation (3); infinite where none is enough."""
    below = offer.aid + offer.recognition + offer.advantage + offer.penalty - offer.exposure
    found = np.full(below.shape, np.inf)
    np.divide(offer.advantage + offer.loss, below, out=found, where=below > 0.0)
    return found


def most(offer: Offer) -> Floats:
    """The most inspection that the actor would bear, equation (4); negative where it would bear none."""
    above = offer.aid + offer.recognition - offer.loss - offer.no_deal
    free = np.where(above >= 0.0, np.inf, -np.inf)
    np.divide(above, offer.exposure, out=free, where=offer.exposure > 0.0)
    return free


def possible(offer: Offer) -> Bools:
    """Whether some inspection of 0 to 1 is both enough and bearable."""
    return least(offer) <= np.minimum(most(offer), 1.0)


def slack(offer: Offer) -> Floats:
    """How far the better-placed inspection of 0 to 1 clears both conditions, in units of the prize.

    The most that the smaller of (1) - (2) and (1) - N can be; a deal is possible iff it is not negative. Both
    are straight in q, so the most lies at an end or where they cross.
    """
    fear = offer.penalty + offer.aid + offer.recognition + offer.advantage
    complies = -(offer.advantage + offer.loss), fear - offer.exposure
    joins = offer.aid + offer.recognition - offer.loss - offer.no_deal, -offer.exposure
    cross = np.clip((joins[0] - complies[0]) / fear, 0.0, 1.0)
    smaller = [np.minimum(complies[0] + complies[1] * q, joins[0] + joins[1] * q) for q in (0.0, cross, 1.0)]
    found: Floats = np.maximum.reduce(smaller)
    return found
