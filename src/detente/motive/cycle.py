"""The outer cycle: confrontation, talks, deal, breakdown; a Markov game in the belief that a deal can be had.

A round is half a year. C demonstrates, or holds still. If it holds still, the other side, willing or not and
knowing which, invites to talks or not, and offers nothing, phased or full terms; a phased offer is open to it
with chance a only. C accepts or refuses. In a deal C complies, and keeps it, or cheats: cheating is found
with chance q and leads to a penalty and a round of breakdown, without talks; else it ends the game with the
gain. The belief b that the other side is willing moves by Bayes's rule with every act of the other side and
returns to its prior by half every few years. All discount by delta a round; deals are worth what window.py
says, and going on with a demonstration in every round and without a deal is worth N.

Choices are logit with precision lambda, P(a | s) = exp(lambda v(a, s)) / sum exp(lambda v), as in the dynamic
crisis game of Crisman-Cox & Gibilisco (2018), AJPS 62:566-580, where v counts payoffs in units of the shocks.
Unlike theirs the value of a state is the mean of v over choices, without the shocks' own worth, as in an
agent quantal response equilibrium (McKelvey & Palfrey 1998, Experimental Economics 1:9-41).

Solved by value iteration over a grid of beliefs, for a batch of draws of the terms at once, extrapolated
along the slowest error (Lyusternik's acceleration). It is no contraction, since beliefs depend on choices:
what has not settled is flagged.
"""

from dataclasses import dataclass, replace

import numpy as np

from detente.motive import window
from detente.motive.terms import Terms
from detente.motive.window import Bools, Floats

ROUND_YEARS = 0.5
GRID = 21
TOLERANCE = 1e-6
SWEEPS = 2000
LEAP = 6
"""Values are extrapolated every so many sweeps."""
MOST_SLOW = 0.97
BOLD = 100
"""Sweeps after which what has not settled is moved part of the way only, down to `SLOWEST`."""
SLOWEST = 0.05
OFFERS = ("phased", "full")


@dataclass(frozen=True, slots=True)
class Cycle:
    """The solved game: chances of each choice, by draw and by belief on `grid`.

    `demonstrates` has shape (draws, grid); `invites` (willing or not, ...); `says` (willing or not; none,
    phased, full; ...); `accepts` and `complies` (phased, full; ...); `values` (C, willing, unwilling; ...) in
    confrontation. `residual` (draws,) is the largest change of a value or chance in the last sweep, in units
    of the prize or of chance; a draw is `converged` if it is no more than the tolerance.
    """

    grid: Floats
    demonstrates: Floats
    invites: Floats
    says: Floats
    accepts: Floats
    complies: Floats
    values: Floats
    residual: Floats
    converged: Bools
    sweeps: int

    def offered(self) -> Floats:
        """The chance, for C, that talks bring no, a phased or a full offer; shape (3, draws, grid)."""
        return _mixed(self.grid, self.says)

    def invited(self) -> Floats:
        """The chance, for C, to be invited if it holds still; shape (draws, grid)."""
        return _mixed(self.grid, self.invites)

    def outlook(self, belief: Floats) -> "Outlook":
        """What the round that begins at a belief (draws,) may bring, for C."""
        b = belief[:, None]
        shows, invited = (_between(self.grid, v, b)[:, 0] for v in (self.demonstrates, self.invited()))
        met = _bayes(b, _between(self.grid, self.invites, b))
        struck = _between(self.grid, self.offered()[1:] * self.accepts, met)[..., 0]
        cheats = 1.0 - _between(self.grid, self.complies, met)[..., 0]
        talks = (1.0 - shows) * invited
        total = struck.sum(axis=0)
        return Outlook(shows, talks, talks * total, (struck * cheats).sum(axis=0) / total)


@dataclass(frozen=True, slots=True)
class Outlook:
    """Chances in the next round, arrays (draws,): of a demonstration, of talks, of a deal; and that C would
    cheat in a deal if there is one.
    """

    demonstration: Floats
    talks: Floats
    deal: Floats
    cheating: Floats


@dataclass(frozen=True, slots=True)
class _Game:
    """What does not change while it is solved; players are C, the willing and the unwilling other side."""

    grid: Floats
    precision: Floats
    patience: Floats
    agreement: Floats
    talks: Floats
    rest: Floats
    shown: Floats
    kept: Floats
    got_away: Floats
    found: Floats
    q: Floats
    prior: Floats
    stays: Floats

    def leaked(self, belief: Floats) -> Floats:
        """The belief at the start of the next round."""
        leaked: Floats = self.prior + (belief - self.prior) * self.stays
        return leaked


@dataclass(frozen=True, slots=True)
class _State:
    """Values in confrontation, and the other side's choices, on which beliefs rest."""

    values: Floats
    invites: Floats
    says: Floats


def solve(
    terms: Terms,
    *,
    grid: int = GRID,
    tolerance: float = TOLERANCE,
    limit: int = SWEEPS,
    enough: float = 1.0,
    shake: int | None = None,
) -> Cycle:
    """The cycle at every draw of `terms`, on `grid` beliefs from 0 to 1.

    Stops when a share `enough` of the draws has settled to the `tolerance`, or after `limit` sweeps. `shake`
    is the seed of a random start in place of the usual one, to look for other equilibria.
    """
    game = _game(terms, grid)
    state, step = _start(game, terms.draws), np.zeros(())
    state = state if shake is None else _shaken(state, np.random.default_rng(shake))
    for sweep in range(1, limit + 1):
        new, choices = _sweep(game, state)
        residual, last, step = _change(state, new), step, new.values - state.values
        if float(np.mean(residual <= tolerance)) >= enough or sweep == limit:
            break
        state = _next(state, new, sweep, last, step)
    state = new
    demonstrates, accepts, complies = choices
    return Cycle(
        game.grid, demonstrates, state.invites, state.says, accepts, complies, state.values, residual,
        residual <= tolerance, sweep,
    )  # fmt: skip


def _game(terms: Terms, grid: int) -> _Game:
    def column(values: Floats) -> Floats:
        return values[:, None]

    zero = np.zeros_like(terms.gain)
    offers = {name: terms.offer(name) for name in OFFERS}
    q = {name: terms.inspection_of(name) for name in OFFERS}
    theirs = {"phased": (terms.gain, -terms.dislike), "full": (terms.full_gain, terms.full_gain)}
    kept = [[window.kept(offers[name], q[name]), *theirs[name]] for name in OFFERS]
    away = [
        [o.aid + o.recognition + o.advantage, -o.advantage, -o.advantage] for o in (offers[n] for n in OFFERS)
    ]
    found = [[-terms.penalty, zero, zero] for _ in OFFERS]
    rest = [terms.no_deal * (1.0 - terms.patience) - terms.demonstration, zero, zero]
    shown = [terms.demonstration, -terms.harm, -terms.harm]
    return _Game(
        grid=np.linspace(0.0, 1.0, grid)[None, :],
        precision=column(terms.precision),
        patience=column(terms.patience),
        agreement=column(terms.agreement),
        talks=column(terms.talks),
        rest=np.stack(rest)[..., None],
        shown=np.stack(shown)[..., None],
        kept=np.array(kept)[..., None],
        got_away=np.array(away)[..., None],
        found=np.array(found)[..., None],
        q=np.stack([q[name] for name in OFFERS])[..., None],
        prior=column(terms.hope),
        stays=column(0.5 ** (ROUND_YEARS / terms.half_life)),
    )


def _start(game: _Game, draws: int) -> _State:
    """No deal for ever, and every choice of the other side as good as any other."""
    shape = (draws, game.grid.size)
    none = (game.rest + game.shown) / (1.0 - game.patience)
    says = _chances(game, np.zeros((3, 2, *shape)))
    return _State(np.broadcast_to(none, (3, *shape)), np.full((2, *shape), 0.5), says)


def _shaken(state: _State, rng: np.random.Generator) -> _State:
    """Any choices of the other side, and values a prize up or down."""
    says = np.moveaxis(rng.dirichlet(np.ones(3), size=state.says[:, 0].shape), -1, 1)
    shift = rng.normal(size=(*state.values.shape[:2], 1))
    return _State(state.values + shift, rng.uniform(size=state.invites.shape), says)


def _sweep(game: _Game, state: _State) -> tuple[_State, tuple[Floats, Floats, Floats]]:
    """One round of best answers, players looking at the values and beliefs of the last sweep."""
    again = game.patience * _at(
        game, state.values, game.leaked(np.broadcast_to(game.grid, state.values[0].shape))
    )
    deals, complies = _deals(game, again)
    worth, accepts = _offers(game, state, deals)
    says = _chances(game, worth[:, 1:])
    talks = _talks(game, worth, says)
    held, invites = _invited(game, state, talks)
    shown = game.rest + game.shown + again
    demonstrates = _logit(game, shown[0] - held[0])
    values = demonstrates * shown + (1.0 - demonstrates) * held
    return _State(values, invites, says), (demonstrates, accepts, complies)


def _deals(game: _Game, again: Floats) -> tuple[Floats, Floats]:
    """Values of a deal that begins, and the chance that C complies; cheating found leads to a breakdown."""
    broken = game.rest + _logit(game, game.shown[0]) * game.shown + again
    q = game.q[:, None]
    cheats = (1.0 - q) * game.got_away + q * (game.found + game.patience * broken)
    complies = _logit(game, game.kept[:, 0] - cheats[:, 0])
    p = complies[:, None]
    return p * game.kept + (1.0 - p) * cheats, complies


def _offers(game: _Game, state: _State, deals: Floats) -> tuple[Floats, Floats]:
    """What no, phased and full terms are worth to each player, shape (3, 3, ...), and C's acceptance."""
    worth, accepts = [], []
    for k in range(3):
        belief = _bayes(game.grid, state.says[:, k])
        refused = game.patience * _at(game, state.values, game.leaked(belief))
        if k:
            agreed = game.patience * _at(game, deals[k - 1], belief)
            accepts.append(_logit(game, agreed[0] - refused[0]))
            refused = accepts[-1] * agreed + (1.0 - accepts[-1]) * refused
        worth.append(refused)
    return np.stack(worth), np.stack(accepts)


def _chances(game: _Game, worth: Floats) -> Floats:
    """The chance of each offer by the willing and the unwilling; phased terms are open with chance a only."""
    scale = np.exp(game.precision * (worth - worth.max(axis=0)))
    every = scale / scale.sum(axis=0)
    full = _logit(game, worth[2] - worth[0])
    closed = np.stack([1.0 - full, np.zeros_like(full), full])
    return np.swapaxes(game.agreement * every + (1.0 - game.agreement) * closed, 0, 1)


def _talks(game: _Game, worth: Floats, says: Floats) -> Floats:
    """The value of talks to each player."""
    offered = _mixed(game.grid, says)
    theirs = [(says[i] * worth[:, i + 1]).sum(axis=0) for i in (0, 1)]
    return np.stack([(offered * worth[:, 0]).sum(axis=0), *theirs])


def _invited(game: _Game, state: _State, talks: Floats) -> tuple[Floats, Floats]:
    """The value of a round in which C holds still, and the chance of each side's inviting to talks."""
    yes, no = _bayes(game.grid, state.invites), _bayes(game.grid, 1.0 - state.invites)
    met = _at(game, talks, yes)
    unmet = game.patience * _at(game, state.values, game.leaked(no))
    met[1:] -= game.talks
    invites = _logit(game, met[1:] - unmet[1:])
    mine = _mixed(game.grid, invites)
    share = np.concatenate([mine[None], invites])
    return game.rest + share * met + (1.0 - share) * unmet, invites


def _mixed(belief: Floats, chances: Floats) -> Floats:
    """Chances (willing or not, ...) as C sees them."""
    mixed: Floats = belief * chances[0] + (1.0 - belief) * chances[1]
    return mixed


def _bayes(belief: Floats, likelihood: Floats) -> Floats:
    """The belief after an act of `likelihood` (willing, unwilling); as before where neither would do it."""
    willing, unwilling = belief * likelihood[0], (1.0 - belief) * likelihood[1]
    total = willing + unwilling
    held = np.broadcast_to(belief, total.shape).copy()
    np.divide(willing, total, out=held, where=total > 1e-300)
    return held


def _at(game: _Game, values: Floats, belief: Floats) -> Floats:
    return _between(game.grid, values, belief)


def _between(grid: Floats, values: Floats, belief: Floats) -> Floats:
    """Values (..., draws, grid) at beliefs (draws, any), straight between grid points."""
    place = belief * (grid.size - 1)
    left = np.minimum(place.astype(np.intp), grid.size - 2)
    flat = values.reshape(*values.shape[:-2], -1)
    index = left + grid.size * np.arange(left.shape[0])[:, None]
    low = np.take(flat, index, axis=-1)
    found: Floats = low + (place - left) * (np.take(flat, index + 1, axis=-1) - low)
    return found


def _logit(game: _Game, gain: Floats) -> Floats:
    """The chance of the choice that is better by `gain`."""
    return 0.5 * (1.0 + np.tanh(0.5 * game.precision * gain))


def _next(old: _State, new: _State, sweep: int, last: Floats, step: Floats) -> _State:
    """Where the next sweep starts: extrapolated at first, ever more cautious if it does not settle."""
    if sweep <= BOLD:
        return new if sweep % LEAP else replace(new, values=new.values + _further(last, step))
    pace = max(0.5 ** (sweep / BOLD - 1.0), SLOWEST)
    pairs = ((old.values, new.values), (old.invites, new.invites), (old.says, new.says))
    return _State(*(a + pace * (b - a) for a, b in pairs))


def _further(last: Floats, step: Floats) -> Floats:
    """How much further the values go if the error shrinks on as it did, by player and draw."""
    ratio = (step * last).sum(axis=-1, keepdims=True) / np.maximum(
        (last * last).sum(axis=-1, keepdims=True), 1e-30
    )
    ratio = np.clip(ratio, 0.0, MOST_SLOW)
    further: Floats = step * ratio / (1.0 - ratio)
    return further


def _change(old: _State, new: _State) -> Floats:
    """The largest change of anything, by draw."""
    pairs = ((old.values, new.values), (old.invites, new.invites), (old.says, new.says))
    changes = [np.abs(b - a).max(axis=(*range(a.ndim - 2), a.ndim - 1)) for a, b in pairs]
    largest: Floats = np.max(changes, axis=0)
    return largest
