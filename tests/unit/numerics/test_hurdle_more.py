"""Event days with what surrounds them: days that no source covers, a third party, a calendar, other pairs."""

from dataclasses import replace

import numpy as np
import pytest

from detente.numerics.hawkes.baseline import CALENDAR_DAYS, SPAN, constant, drifting
from detente.numerics.hawkes.events import Floats, Ints
from detente.numerics.hawkes.hurdle import Pair, Params, simulate, spectral_radius, states
from detente.numerics.hawkes.hurdle_control import mistaken
from detente.numerics.hawkes.hurdle_fit import Fit, fit, log_density, side_of
from detente.numerics.hawkes.hurdle_pool import LEAST_SD, WEIGHT, pooled_prior
from detente.numerics.hawkes.hurdle_search import (
    NONE,
    Draws,
    Search,
    bounds,
    draw,
    naive,
    prepared,
    ratio,
    search,
)
from detente.numerics.hawkes.stream import DECAYS, OPEN, Prior, Stream

N = 3653
NOTHING = np.zeros((2, 2))
STRONG = np.array([[0.3, 0.15], [0.5, 0.3]])
GAPS = np.array([[400, 900], [1500, 2100], [3000, 3300]], dtype=np.int64)


def days_of(*days: int) -> Ints:
    return np.array(days, dtype=np.int64)


def flat(rate: float, n: int = N) -> Floats:
    return np.full((2, n), rate)


def drawn(base: Floats, branching: Floats, decay: float, seed: int) -> Pair:
    return simulate(Params(base, branching, decay), np.random.default_rng(seed))


def watched(days: Pair, gaps: Ints, n: int = N) -> Stream:
    """What is known where no source covers the gaps."""
    whole = Stream(days, n, gaps)
    return replace(whole, days=(whole.seen(days[0]), whole.seen(days[1])))


# --- days that no source covers ---------------------------------------------------------------------------


def test_spans_are_joined_and_cut() -> None:
    spans = np.array([[50, 70], [-5, 3], [60, 65], [70, 72], [95, 120], [80, 80]])
    one = Stream((days_of(), days_of()), 100, spans)
    assert one.gaps() == [(0, 3), (50, 72), (95, 100)]
    assert one.seen(days_of(0, 2, 3, 49, 50, 71, 72, 94, 95, 130)).tolist() == [3, 49, 72, 94, 130]
    assert Stream((days_of(), days_of()), 100).gaps() == []


@pytest.mark.parametrize("n", [100, 98, 13, 29])
def test_observed_days_are_counted_one_by_one(n: int) -> None:
    spans = np.array([[-5, 3], [9, 13], [11, 20], [n - 2, n + 40]])
    seen = np.ones(n)
    for low, high in spans.tolist():
        seen[max(low, 0) : high] = 0.0
    found = constant(n).observed(spans).days
    assert found.tolist() == [seen[k : k + SPAN].sum() for k in range(0, n, SPAN)]
    assert constant(n).observed(np.zeros((0, 2), dtype=np.int64)).days.sum() == n


def likelihood_by_hand(stream: Stream, k: int, log_mu: Floats, decay: float, entries: list[float]) -> float:
    """Sum over the observed days of the log-probability of kind k's event or none, one day at a time."""
    kinds = (stream.days[k], stream.days[1 - k], stream.patrons[k])
    total = 0.0
    for t in range(stream.n):
        if any(low <= t < high for low, high in stream.unobserved.tolist()):
            continue
        lam = float(np.exp(log_mu[t // SPAN]))
        for entry, days in zip(entries, kinds, strict=False):
            past = days[days < t]
            lam += entry * float(((1.0 - np.exp(-decay)) * np.exp(-decay * (t - past - 1))).sum())
        total += np.log(1.0 - np.exp(-lam)) if t in stream.days[k] else -lam
    return total


@pytest.mark.parametrize("patron", [True, False])
def test_likelihood_is_that_of_the_observed_days(patron: bool) -> None:
    n, rng = 100, np.random.default_rng(0)
    gaps = np.array([[20, 37], [30, 45], [90, 130]])
    whole = Stream(
        days=(np.flatnonzero(rng.random(n) < 0.2), np.flatnonzero(rng.random(n) < 0.1)),
        n=n,
        unobserved=gaps,
        patrons=(days_of(5, 33, 60), days_of(2)) if patron else (days_of(), days_of()),
        calendar=days_of(10, 60),
    )
    stream = replace(whole, days=(whole.seen(whole.days[0]), whole.seen(whole.days[1])))
    basis = prepared(drifting(n), stream)
    for k in (0, 1):
        side = side_of(stream, k, basis)
        x = np.concatenate([rng.normal(-1.5, 0.3, basis.width), np.log([0.3, 0.5, 0.8][: side.entries])])
        by_hand = likelihood_by_hand(
            stream, k, basis.rows @ x[: basis.width], float(DECAYS[4]), np.exp(x[basis.width :]).tolist()
        )
        assert side.entries == (3 if patron else 2)
        assert log_density(side, 4, x)[1] == pytest.approx(by_hand, rel=1e-9)


def test_gaps_are_not_read_as_quiet() -> None:
    """Two fifths of the days unseen: the rate and the ratio stay, while read as quiet both go astray."""
    found: list[list[float]] = []
    quiet: list[list[float]] = []
    for seed in range(4):
        days = drawn(flat(0.04), STRONG, 0.3, seed)
        seen = watched(days, GAPS)
        for stream, into in ((seen, found), (replace(seen, unobserved=GAPS[:0]), quiet)):
            process = fit(stream, constant(N).observed(stream.unobserved)).params()
            into.append([process.baseline.mean(), float(spectral_radius(process.branching))])
    rate, own = np.mean(found, axis=0)
    assert rate == pytest.approx(0.04, rel=0.12)
    assert own == pytest.approx(0.574, abs=0.06)
    assert np.mean(quiet, axis=0)[0] < 0.03
    assert np.mean(quiet, axis=0)[1] > own + 0.05


def test_gaps_alone_do_not_look_like_excitation() -> None:
    whole = [drawn(flat(0.06), NOTHING, 1.0, seed) for seed in range(4)]
    seen = [watched(days, GAPS) for days in whole]
    full, gaps = (np.mean([naive(one) for one in some]) for some in ([Stream(d, N) for d in whole], seen))
    assert gaps == pytest.approx(full, abs=0.05)
    assert np.mean([naive(replace(stream, unobserved=GAPS[:0])) for stream in seen]) > full + 0.2


# --- a third party ----------------------------------------------------------------------------------------


def with_patron(seed: int) -> Stream:
    """Bursts of a third party's acts; each act sets off .7 days of the first kind and none of the second."""
    rng = np.random.default_rng([seed, 5])
    bursts = rng.choice(N - 30, 25, replace=False)
    third = np.unique(np.concatenate([start + np.flatnonzero(rng.random(14) < 0.5) for start in bursts]))
    base = flat(0.02)
    base[0] += 0.7 * states(third, np.arange(N), np.array([0.3]))[0]
    return Stream(drawn(base, STRONG, 0.3, seed), N, patrons=(third, days_of()))


@pytest.fixture(scope="module")
def abroad() -> list[Stream]:
    return [with_patron(seed) for seed in range(6)]


def test_a_patron_is_found_and_what_it_does_is_not_the_pairs(abroad: list[Stream]) -> None:
    known = [search(stream).excited for stream in abroad]
    unknown = [search(replace(stream, patrons=(days_of(), days_of()))).excited for stream in abroad]
    third = np.mean([np.exp(one.modes[0][one.best].x[-1]) for one in known])
    assert third == pytest.approx(0.7, abs=0.15)
    own, inflated = (np.mean([one.params().branching for one in some], axis=0) for some in (known, unknown))
    assert own[0, 0] == pytest.approx(STRONG[0, 0], abs=0.08)
    assert spectral_radius(own) == pytest.approx(0.574, abs=0.08)
    assert inflated[0, 0] > own[0, 0] + 0.1


def test_draws_hold_what_a_patron_sets_off(abroad: list[Stream]) -> None:
    stream = abroad[0]
    found = draw(search(stream).excited, stream)
    low, middle, high = np.quantile(found.patrons[:, 0], (0.05, 0.5, 0.95))
    assert low < 0.7 < high
    assert middle > 0.35
    assert np.median(found.patrons[:, 1]) < middle
    alone = replace(stream, patrons=(days_of(), days_of()))
    assert not draw(search(alone).excited, alone).patrons.any()


# --- a calendar -------------------------------------------------------------------------------------------

DRILLS = np.sort(np.random.default_rng(4).choice(N - 30, 20, replace=False)).astype(np.int64)


def test_calendar_row_is_the_share_of_announced_days() -> None:
    starts = days_of(-40, -10, 5, 8, 30, 95)
    basis = constant(98).with_calendar(starts)
    busy = np.zeros(98)
    for day in starts.tolist():
        for t in range(day, day + CALENDAR_DAYS):
            if 0 <= t < 98:
                busy[t] = 1.0
    assert basis.rows[:, -1] == pytest.approx(busy.reshape(-1, SPAN).mean(axis=1))
    assert basis.width == 2
    assert constant(98).with_calendar(days_of()).width == 1
    assert not constant(98).with_calendar(days_of(-CALENDAR_DAYS, -500)).rows[:, -1].any()


def test_a_rate_raised_by_what_was_announced_is_taken_up_by_the_row() -> None:
    raised = np.zeros(N, dtype=np.bool_)
    for day in DRILLS.tolist():
        raised[day : day + CALENDAR_DAYS] = True
    heights, rates, evidence = [], [], []
    for seed in range(6):
        days = drawn(np.tile(0.03 * np.exp(1.2 * raised), (2, 1)), NOTHING, 1.0, seed)
        both = [search(Stream(days, N, calendar=calendar)) for calendar in (DRILLS, DRILLS[:0])]
        plain = both[0].plain
        column = plain.sides[0].basis.width - len(plain.sides[0].basis.steps) - 1
        heights += [side[0].x[column] for side in plain.modes]
        rates.append([one.plain.params().baseline[:, raised].mean() for one in both])
        evidence.append([one.log_bayes_factor for one in both])
    with_row, without = np.mean(rates, axis=0) / (0.03 * np.exp(1.2))
    assert np.mean(heights) == pytest.approx(1.2, abs=0.2)
    assert with_row > 0.8  # fortnights that are busy in part are the rest
    assert without < 0.6
    assert np.mean(evidence, axis=0)[0] < np.mean(evidence, axis=0)[1] - 2.0  # nor is it excitation


# --- the whole answer -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def everything() -> tuple[Stream, Search, Draws]:
    stream = replace(watched(with_patron(3).days, GAPS), patrons=with_patron(3).patrons, calendar=DRILLS)
    found = search(stream)
    return stream, found, draw(found.excited, stream)


def test_swapped_sides_swap_the_whole_answer(everything: tuple[Stream, Search, Draws]) -> None:
    stream, one, first = everything
    other = search(stream.swapped())
    second = draw(other.excited, stream.swapped())
    assert stream.swapped().swapped() == stream
    assert one.log_bayes_factor == other.log_bayes_factor
    assert np.array_equal(first.branching, second.branching[:, ::-1, ::-1])
    assert np.array_equal(first.patrons, second.patrons[:, ::-1])
    assert np.array_equal(first.coef[0], second.coef[1])
    assert ratio(one, first) == ratio(other, second)
    assert naive(stream) == naive(stream.swapped())
    assert mistaken(one, stream, OPEN, seed=0, streams=2) == mistaken(other, stream, OPEN, seed=0, streams=2)


def test_draws_are_normal_about_the_modes(everything: tuple[Stream, Search, Draws]) -> None:
    stream, one, _ = everything
    decay = one.excited.decays[[4]]
    found = fit(stream, one.excited.sides[0].basis, decay)
    many = draw(found, stream, size=20_000, seed=1)
    mode, p = found.modes[0][0], found.sides[0].basis.width
    logs = np.log(np.stack([many.branching[:, 0, 0], many.branching[:, 0, 1], many.patrons[:, 0]], axis=1))
    both = np.concatenate([many.coef[0], logs], axis=1)
    error = np.sqrt(np.diag(np.linalg.inv(mode.hessian)))
    kept = mode.x + 4.0 * error < 5.0  # draws are cut at 5
    assert kept[p:].any()
    assert (np.abs(both.mean(axis=0) - mode.x)[kept] < 5.0 * error[kept] / np.sqrt(20_000)).all()
    assert np.cov(both.T)[np.ix_(kept, kept)] == pytest.approx(
        np.linalg.inv(mode.hessian)[np.ix_(kept, kept)], abs=0.05 * error.max() ** 2
    )


def test_decays_are_drawn_by_weight(everything: tuple[Stream, Search, Draws]) -> None:
    _, one, found = everything
    counts = np.array([(found.decay == decay).sum() for decay in one.excited.decays])
    assert np.abs(counts - counts.sum() * one.excited.weight).max() <= 1.0


@pytest.mark.parametrize("p", [1.0, 0.99, 0.96, 0.9, 0.3])
def test_bounds_are_those_of_the_mixture(p: float) -> None:
    values = np.random.default_rng(0).lognormal(-0.5, 0.4, 2000)
    value, low, high = bounds(values, p)
    zeros = np.zeros(round(values.size * (1.0 - p) / p))
    mixed = np.concatenate([values, zeros])
    assert low == pytest.approx(np.quantile(mixed, 0.05), abs=2e-3)
    assert value == pytest.approx(p * np.median(values))
    assert high == pytest.approx(np.quantile(values, 0.95))
    assert low <= value <= high


def test_low_bound_never_passes_the_value() -> None:
    assert bounds(np.full(50, 0.4), 0.97) == pytest.approx((0.388, 0.388, 0.4))


def test_ratio_weighs_evidence_with_the_chance_beforehand() -> None:
    stream = Stream(drawn(flat(0.03), NOTHING, 1.0, 0), N)
    one = search(stream)
    found = draw(one.excited, stream)
    assert -5.0 < one.log_bayes_factor < 5.0
    for chance in (0.2, 0.5, 0.8):
        told = ratio(replace(one, chance=chance), found)
        odds = np.exp(one.log_bayes_factor) * chance / (1.0 - chance)
        assert told.p_excited == pytest.approx(odds / (1.0 + odds))
    assert search(stream, replace(OPEN, excited=0.8)).chance == 0.8
    radius = np.linspace(0.5, 1.5, 401)
    own = ratio(one, found, radius)
    assert own.p_critical == pytest.approx(own.p_excited * (radius >= 1.0).mean())
    assert own.high == pytest.approx(np.quantile(radius, 0.95))


# --- what drift would be read as --------------------------------------------------------------------------


@pytest.mark.parametrize("gaps", [GAPS, GAPS[:0]])
def test_constant_streams_are_hardly_mistaken(gaps: Ints) -> None:
    stream = watched(drawn(flat(0.03), NOTHING, 1.0, 1), gaps)
    assert mistaken(search(stream), stream, OPEN, seed=0) <= 0.1


def test_mistaken_simulates_no_day_that_no_source_covers(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = watched(drawn(flat(0.05), NOTHING, 1.0, 2), GAPS)
    found, fitted = search(stream), []

    def spy(one: Stream, *given: object, **more: object) -> Fit:
        fitted.append(one)
        return fit(one, *given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("detente.numerics.hawkes.hurdle_control.fit", spy)
    mistaken(found, stream, OPEN, seed=0, streams=3)
    assert len(fitted) == 6
    assert all(one.seen(kind).size == kind.size > 50 for one in fitted for kind in one.days)


# --- other pairs ------------------------------------------------------------------------------------------

MEAN = np.array([-1.2, -1.9])


def many(pairs: int, sd: float) -> list[Stream]:
    """Pairs whose log entries are normal about MEAN, with a memory of five days."""
    found = []
    for seed in range(pairs):
        rng = np.random.default_rng([seed, 8])
        own, other = np.exp(MEAN[:, None] + sd * rng.standard_normal((2, 2)))
        branching = np.array([[own[0], other[0]], [other[1], own[1]]])
        found.append(Stream(drawn(flat(0.06, 2500), branching, 0.2, seed), 2500))
    return found


@pytest.fixture(scope="module")
def learnt() -> tuple[Prior, Prior]:
    streams = many(16, 0.3)
    return pooled_prior(streams[:4]), pooled_prior(streams)


def test_nothing_is_learnt_from_nothing() -> None:
    assert pooled_prior([]) is OPEN


def test_other_pairs_say_how_strong_and_how_long(learnt: tuple[Prior, Prior]) -> None:
    """As the mean over the pairs and WEIGHT more that are taken to be like nothing known.

    A baseline that may drift takes some of what a kind sets off in itself: hence not closer than .2.
    """
    few, more = learnt
    assert (few.pairs, more.pairs) == (4, 16)
    for prior in learnt:
        mixed = (prior.pairs * MEAN + WEIGHT * np.array(OPEN.mean)) / (prior.pairs + WEIGHT)
        assert prior.mean == pytest.approx(mixed, abs=0.2)
    assert more.mean[0] > more.mean[1] + 0.3
    assert more.excited > 0.8
    assert sum(more.decays) == pytest.approx(1.0, abs=1e-3)
    memory = 1.0 / np.exp(np.array(more.decays) @ np.log(DECAYS))
    assert 3.0 < memory < 9.0


def test_more_pairs_are_surer(learnt: tuple[Prior, Prior]) -> None:
    few, more = learnt
    assert all(b < a < open_ for a, b, open_ in zip(few.sd, more.sd, OPEN.sd, strict=True))
    assert all(sd >= LEAST_SD for sd in more.sd)
    assert few.excited < more.excited


def test_one_round_of_learning_by_hand() -> None:
    """Mean, spread of the modes and about each, and chances of one pair, with WEIGHT of the open prior."""
    (stream,) = many(1, 0.3)
    known, basis = pooled_prior([stream], rounds=1), search(stream).excited.sides[0].basis
    found, plain = fit(stream, basis), search(stream).plain.log_evidence
    p = 1.0 / (1.0 + np.exp(plain - found.log_evidence))
    total, width = p + WEIGHT, basis.width
    assert known.excited == pytest.approx((p + 0.5 * WEIGHT) / (1.0 + WEIGHT), abs=1e-4)
    for place in (0, 1):
        first = square = 0.0
        for g, weight in enumerate(found.weight.tolist()):
            for mode in (found.modes[0][g], found.modes[1][g]):
                x, spread = mode.x[width + place], np.linalg.inv(mode.hessian)[width + place, width + place]
                first += 0.5 * weight * x
                square += 0.5 * weight * (x**2 + spread)
        open_mean, open_sd = OPEN.mean[place], OPEN.sd[place]
        mean = (p * first + WEIGHT * open_mean) / total
        whole = (p * square + WEIGHT * (open_mean**2 + open_sd**2)) / total
        assert known.mean[place] == pytest.approx(mean, abs=1e-3)
        assert known.sd[place] == pytest.approx(np.sqrt(whole - mean**2), abs=1e-3)
    decays = (p * found.weight + WEIGHT / DECAYS.size) / total
    assert known.decays == pytest.approx(decays / decays.sum(), abs=1e-3)


def test_each_round_of_learning_is_told() -> None:
    told: list[str] = []
    pooled_prior(many(1, 0.3), rounds=2, progress=told.append)
    assert [line[:16] for line in told] == ["round 1 of 2: 1 ", "round 2 of 2: 1 "]


def test_a_prior_gives_a_patron_what_it_gives_the_other() -> None:
    prior = Prior((-1.0, -2.0), (0.5, 0.7), OPEN.decays, 0.5)
    assert [row.tolist() for row in prior.of(3)] == [[-1.0, -2.0, -2.0], [0.5, 0.7, 0.7]]
    assert [row.tolist() for row in prior.of(2)] == [[-1.0, -2.0], [0.5, 0.7]]


def test_baseline_alone_has_no_entries() -> None:
    stream = Stream(drawn(flat(0.03), NOTHING, 1.0, 0), N)
    found = fit(stream, constant(N), NONE)
    assert not found.params().branching.any()
    assert found.params().baseline.mean() == pytest.approx(0.03, rel=0.15)
