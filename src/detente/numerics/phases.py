"""A hidden semi-Markov chain of phases with counts in levels: filter, fit by EM, how long phases last.

Each of K phases passes through `stages` hidden stages with the same chance to stay, so its length has a
negative binomial law from `stages` bins on; observations are C levels in 0..L-1, independent given the
phase, -1 where nothing was observed. Rabiner 1989 (Proc. IEEE 77:257); Langrock & Zucchini 2011 (CSDA
55:715) for semi-Markov chains as expanded Markov chains.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

GAIN = 0.01
"""A round that gains less log posterior ends the climb."""

LONGEST = 240
"""Bins that a length is told in; what lies beyond is counted to the last."""


@dataclass(frozen=True, slots=True)
class Chain:
    """`stay` (K,), `move` (K, K) with zero diagonal, `emit` (K, C, L), `stages` of a phase."""

    stay: Floats
    move: Floats
    emit: Floats
    stages: int

    @property
    def size(self) -> int:
        """K, the number of phases."""
        return int(self.stay.size)

    @property
    def transition(self) -> Floats:
        """Of the expanded chain, (K * stages, K * stages): stay, go on a stage, or enter another phase."""
        r = self.stages
        full = np.zeros((self.size * r, self.size * r))
        for k, stay in enumerate(self.stay.tolist()):
            for stage in range(r):
                full[k * r + stage, k * r + stage] = stay
                if stage + 1 < r:
                    full[k * r + stage, k * r + stage + 1] = 1.0 - stay
            full[k * r + r - 1, ::r] += (1.0 - stay) * self.move[k]
        return full

    @property
    def long_run(self) -> Floats:
        """The stationary chances of the expanded chain, (K * stages,)."""
        matrix = self.transition.T - np.eye(self.size * self.stages)
        matrix[-1] = 1.0
        right = np.zeros(self.size * self.stages)
        right[-1] = 1.0
        solved = np.clip(np.linalg.solve(matrix, right), 1e-12, None)
        found: Floats = solved / solved.sum()
        return found

    def likelihood(self, seen: Ints) -> Floats:
        """The chance of each bin's levels in each phase, (..., T, K); `seen` (..., T, C)."""
        parts = self.emit[:, np.arange(self.emit.shape[1]), np.maximum(seen, 0)]
        found: Floats = np.moveaxis(np.where(seen >= 0, parts, 1.0).prod(axis=-1), 0, -1)
        return found


def filtered(chain: Chain, seen: Ints) -> tuple[Floats, Floats]:
    """Chances of the expanded states after each bin (T, K * stages), log chance of each bin (T,).

    `seen` (T, C). A bin uses itself and those before it; the chain starts from its long run.
    """
    weight = np.repeat(chain.likelihood(seen), chain.stages, axis=-1)
    now = chain.long_run
    states, scores = np.empty((len(seen), now.size)), np.empty(len(seen))
    step = chain.transition
    for t, likely in enumerate(weight):
        joint = (now if t == 0 else now @ step) * likely
        total = joint.sum()
        now = joint / total
        states[t], scores[t] = now, np.log(total)
    return states, scores


def phases(chain: Chain, states: Floats) -> Floats:
    """Chances of the phases (..., K) from those of the expanded states (..., K * stages)."""
    found: Floats = states.reshape(*states.shape[:-1], chain.size, chain.stages).sum(axis=-1)
    return found


def lengths(chain: Chain, phase: int) -> Floats:
    """The chance that a phase lasts 1, 2, ... bins, shape (LONGEST,)."""
    entry = np.zeros(chain.stages)
    entry[0] = 1.0
    return _ends(float(chain.stay[phase]), entry)


def remaining(chain: Chain, phase: int, state: Floats) -> Floats:
    """The chance that the running `phase` ends 1, 2, ... bins from now, (LONGEST,); `state` (K * stages,)."""
    own = state.reshape(chain.size, chain.stages)[phase]
    return _ends(float(chain.stay[phase]), own / own.sum())


def _ends(stay: float, stage: Floats) -> Floats:
    out = np.empty(LONGEST)
    now = stage.copy()
    for t in range(LONGEST):
        out[t] = now[-1] * (1.0 - stay)
        now = now * stay + np.concatenate([[0.0], now[:-1]]) * (1.0 - stay)
    out[-1] += max(0.0, 1.0 - out.sum())
    return out


def quantile(chances: Floats, level: float) -> int:
    """The number of bins, from 1 on, within which a length with these chances ends at `level`."""
    return int(np.searchsorted(np.cumsum(chances), level - 1e-12) + 1)


def fit(seen: Ints, prior: Chain, *, weight: float, rounds: int = 100) -> Chain:
    """The chain of the highest posterior that EM climbs to from `prior` on sequences `seen` (S, T, C).

    Each phase counts as if it had been observed for `weight` bins as `prior` has it (a Dirichlet prior), so
    that phases keep their place and their meaning.
    """
    chain, score = prior, -np.inf
    for _ in range(rounds):
        better, now = _round(seen, chain, prior, weight)
        if now - score < GAIN:
            break
        chain, score = better, now
    return chain


def _round(seen: Ints, chain: Chain, prior: Chain, weight: float) -> tuple[Chain, float]:
    """One round of EM and the log posterior of the chain before it."""
    likely = np.repeat(chain.likelihood(seen), chain.stages, axis=-1)
    step = chain.transition
    ahead, scale = _forward(chain.long_run, step, likely)
    back = _backward(step, likely, scale)
    pairs = np.einsum("stn,stm->nm", ahead[:, :-1], (likely * back / scale[..., None])[:, 1:]) * step
    counts = _counted(seen, phases(chain, ahead * back), pairs, prior)
    told = _Counts(*(own + weight * more for own, more in zip(counts, _expected(prior), strict=True)))
    score = float(np.log(scale).sum()) + weight * _agreement(chain, prior)
    return told.chain(chain.stages), score


class _Counts(NamedTuple):
    """Bins that a phase went on (K,) and was left in (K,), moves (K, K), levels (K, C, L)."""

    stays: Floats
    leaves: Floats
    moves: Floats
    levels: Floats

    def chain(self, stages: int) -> Chain:
        """The chain of the highest likelihood for these counts."""
        return Chain(
            self.stays / (self.stays + self.leaves),
            self.moves / self.moves.sum(axis=1, keepdims=True),
            self.levels / self.levels.sum(axis=2, keepdims=True),
            stages,
        )


def _expected(prior: Chain) -> _Counts:
    """What one bin in each phase would count."""
    leaves = 1.0 - prior.stay
    return _Counts(prior.stay, leaves, leaves[:, None] * prior.move, prior.emit)


def _agreement(chain: Chain, prior: Chain) -> float:
    """The log chance of what one bin in each phase of `prior` would show, under `chain`."""
    stays, leaves, moves, levels = _expected(prior)
    off = ~np.eye(chain.size, dtype=np.bool_)
    held = stays * np.log(chain.stay) + leaves * np.log1p(-chain.stay)
    moved = (moves[off] * np.log(chain.move[off])).sum()
    return float(held.sum() + moved + (levels * np.log(chain.emit)).sum())


def _forward(start: Floats, step: Floats, weight: Floats) -> tuple[Floats, Floats]:
    ahead, scale = np.empty_like(weight), np.empty(weight.shape[:2])
    for t in range(weight.shape[1]):
        joint = (start if t == 0 else ahead[:, t - 1] @ step) * weight[:, t]
        scale[:, t] = joint.sum(axis=-1)
        ahead[:, t] = joint / scale[:, t, None]
    return ahead, scale


def _backward(step: Floats, weight: Floats, scale: Floats) -> Floats:
    back = np.ones_like(weight)
    for t in range(weight.shape[1] - 2, -1, -1):
        back[:, t] = (weight[:, t + 1] * back[:, t + 1]) @ step.T / scale[:, t + 1, None]
    return back


def _counted(seen: Ints, phase: Floats, pairs: Floats, chain: Chain) -> _Counts:
    """Expected counts of the E step: chances of phases (S, T, K), of pairs of expanded states."""
    r, k = chain.stages, chain.size
    stays = np.diag(pairs).reshape(k, r).sum(axis=1)
    leaves = pairs.sum(axis=1).reshape(k, r).sum(axis=1) - stays
    hits = (seen[..., None] == np.arange(chain.emit.shape[2])).astype(np.float64)
    moves = pairs[r - 1 :: r, ::r] * (1.0 - np.eye(k))
    return _Counts(stays, leaves, moves, np.einsum("stk,stcl->kcl", phase, hits))


def ahead(chain: Chain, state: Floats) -> Floats:
    """The chance of each level of each class in the next bin, (C, L); `state` (K * stages,)."""
    found: Floats = np.einsum("k,kcl->cl", phases(chain, state @ chain.transition), chain.emit)
    return found
