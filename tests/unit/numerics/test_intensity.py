"""A hidden daily rate: by dense matrices, as of its day, with holes, seasons and bursts that it must see."""

from datetime import date

import numpy as np
import pytest

from detente.numerics import intensity
from detente.numerics.intensity import RATES, Days, Floats, Ints, Marks, Outlook, outlook

FIRST = date(2001, 1, 1).toordinal()


def days(events: Ints | list[int], n: int, *, unwatched: slice = slice(0, 0), first: int = FIRST) -> Days:
    happened, watched = np.zeros(n, dtype=np.bool_), np.ones(n, dtype=np.bool_)
    happened[np.asarray(events, dtype=np.int64)] = True
    watched[unwatched] = False
    return Days(first, happened, watched)


def drawn(rate: Floats, seed: int) -> Ints:
    """Event days of daily rates."""
    return np.flatnonzero(np.random.default_rng(seed).random(rate.size) < -np.expm1(-rate))


def parts(found: Outlook) -> Floats:
    return np.stack([found.p, found.low, found.high])


@pytest.fixture(scope="module")
def busy() -> Days:
    return days(drawn(np.where(np.arange(1200) // 300 % 2 == 0, 0.01, 0.15), 0), 1200)


@pytest.mark.parametrize("first", [FIRST, date(1900, 2, 28).toordinal(), date(1999, 12, 31).toordinal()])
def test_the_place_in_the_year_is_that_of_the_calendar(first: int) -> None:
    found = days([], 800, first=first).of_year(30)
    by_hand = [min(date.fromordinal(first + t).timetuple().tm_yday, 365) - 1 for t in range(830)]
    assert found.tolist() == by_hand


def test_chances_grow_with_the_horizon_and_lie_in_their_range(busy: Days) -> None:
    found = outlook(busy, np.arange(40, 1200, 13), (1, 7, 14, 30, 90))
    assert (np.diff(found.p, axis=1) > 0).all()
    for part in (found.low, found.p, found.high):
        assert ((part > 0) & (part < 1)).all()
        assert (np.diff(part, axis=1) >= 0).all()
    assert ((found.low <= found.p) & (found.p <= found.high)).all()


def test_what_lies_after_an_origin_changes_nothing(busy: Days) -> None:
    """200 random origins: the later days cut off, shifted and turned over."""
    rng = np.random.default_rng(1)
    at = np.sort(rng.choice(np.arange(5, 1150), 200, replace=False))
    known = parts(outlook(busy, at, (7, 30)))
    for k in range(0, 200, 25):
        t = int(at[k])
        cut = Days(FIRST, busy.happened[: t + 1], busy.watched[: t + 1])
        moved = np.concatenate([busy.happened[: t + 1], np.roll(busy.happened[t + 1 :], 5)])
        turned = np.concatenate([busy.happened[: t + 1], ~busy.happened[t + 1 :]])
        hidden = np.concatenate([busy.watched[: t + 1], ~busy.watched[t + 1 :]])
        for other in (cut, Days(FIRST, moved, busy.watched), Days(FIRST, turned, hidden)):
            np.testing.assert_array_equal(parts(outlook(other, at[: k + 1], (7, 30))), known[:, : k + 1])


def test_acts_supposed_of_the_last_days_are_answered_as_if_asked_first(busy: Days) -> None:
    """Days before them are gone through once for all askers: none may see what another supposed."""
    last, supposed = 1199, []
    for back in (0, 1, 30, 59, 60, 61, 400):
        happened = busy.happened.copy()
        happened[last - back] ^= True
        supposed.append(Days(FIRST, happened, busy.watched))
    together = [parts(outlook(one, [last], (7, 90))) for one in (busy, *supposed)]
    for one, found in zip((busy, *supposed), together, strict=True):
        intensity._begun.cache_clear()
        np.testing.assert_array_equal(parts(outlook(one, [last], (7, 90))), found)
    assert len({found.tobytes() for found in together}) == len(together)


def test_one_origin_is_like_many(busy: Days) -> None:
    many = parts(outlook(busy, [200, 333, 900], (7, 30)))
    for k, t in enumerate((200, 333, 900)):
        np.testing.assert_allclose(parts(outlook(busy, [t], (7, 30)))[:, 0], many[:, k], rtol=1e-12)


def moves(target: Floats, jump: float) -> Floats:
    """The rate of tomorrow (columns) given that of today (rows), written out."""
    share = 0.5 * (intensity.DRIFT / np.log(RATES[1] / RATES[0])) ** 2
    stay = np.diag(np.full(RATES.size, 1.0 - 2.0 * share))
    walk = stay + share * (np.eye(RATES.size, k=1) + np.eye(RATES.size, k=-1))
    walk[0, 0] += share
    walk[-1, -1] += share
    moved: Floats = (1.0 - jump) * walk + jump * target
    return moved


def test_by_matrices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every voice by dense matrices over the grid, six weeks, before any season is learned."""
    monkeypatch.setattr(intensity, "SEASON_RENEWED", 10**6)
    happened = days([3, 9, 10, 30], 42).happened
    usual = np.exp(-0.5 * (np.log(RATES * intensity.USUAL_WAIT) / intensity.USUAL_SPREAD) ** 2)
    usual /= usual.sum()
    logs, chances = [], []
    for jump in intensity.JUMPS:
        for boost, fade in intensity.EXCITEMENT:
            log, chance = one_voice(happened, usual, (jump, boost, fade))
            logs += [log, log]
            chances += [chance, chance]
    share = np.exp(np.array(logs) - max(logs))
    by_hand = float(share @ np.array(chances) / share.sum())
    assert outlook(days([3, 9, 10, 30], 42), [41], (14,)).p[0, 0] == pytest.approx(by_hand, rel=1e-9)


def one_voice(happened: Marks, usual: Floats, voice: tuple[float, float, float]) -> tuple[float, float]:
    """Log weight of a voice, and its chance of an event in the next 14 days."""
    jump, boost, fade = voice
    belief, been, total, log, since = usual.copy(), intensity.OWN_PAST * usual, intensity.OWN_PAST, 0.0, 400
    for event in happened:
        belief = belief @ moves(been / total, jump)
        quiet = np.exp(-RATES * (1.0 + boost * np.exp(-since / fade)))
        joint = belief * (1.0 - quiet if event else quiet)
        log = log * 0.5 ** (1.0 / intensity.VOICE_HALF_LIFE) + np.log(joint.sum())
        belief = joint / joint.sum()
        been, total = been + belief, total + 1.0
        since = 0 if event else since + 1
    for k in range(14):
        belief = (belief @ moves(been / total, jump)) * np.exp(
            -RATES * (1.0 + boost * np.exp(-(since + k) / fade))
        )
    return float(log), float(1.0 - belief.sum())


def test_a_steady_rate_is_found() -> None:
    """Ten years at one event day in ten: the chance is near the true one, and the range holds it."""
    events = drawn(np.full(3650, 0.1), 3)
    found = outlook(days(events, 3650), np.arange(2000, 3650, 10), (7,))
    seen = -np.expm1(-7 * events.size / 3650)
    assert abs(found.p.mean() - seen) < 0.05
    assert ((found.low <= seen) & (seen <= found.high)).mean() > 0.8


def test_a_burst_raises_and_silence_lowers() -> None:
    quiet = outlook(days([10, 200, 420], 700), [699], (30,)).p[0, 0]
    burst = outlook(days([10, 200, 420, 670, 678, 685, 694], 700), [699], (30,)).p[0, 0]
    over = outlook(days([10, 200, 420, 670, 678, 685, 694], 1400), [1399], (30,)).p[0, 0]
    assert quiet < 0.25 < 0.5 < burst
    assert over < burst / 2


def test_a_season_is_learned() -> None:
    """Events in two months only, for twelve years: just before these months more is expected than later.

    The last event lies ten months back there and four months back later, which alone would say the opposite.
    """
    n = 12 * 365
    busy = np.isin(days([], n).of_year(0) // 30, (4, 5))
    before, off = 11 * 365 + 119, 11 * 365 + 300
    found = outlook(days(drawn(np.where(busy, 0.1, 0.0), 4), n), [before, off], (30,))
    assert found.p[0, 0] > 1.4 * found.p[1, 0]


def test_unwatched_days_are_not_quiet() -> None:
    """After a year that nobody watched the range is wider than after the same days watched and quiet."""
    events = drawn(np.full(1000, 0.08), 5)
    watched = outlook(days(events, 1365), [1364], (30,))
    hidden = outlook(days(events, 1365, unwatched=slice(1000, 1365)), [1364], (30,))
    before = outlook(days(events, 1365), [999], (30,))
    assert hidden.p[0, 0] > watched.p[0, 0]
    assert (hidden.high - hidden.low)[0, 0] > (before.high - before.low)[0, 0]


def test_an_event_on_an_unwatched_day_says_nothing_of_the_rate() -> None:
    """Only the clock of excitement hears of it: long after, it is as if it had not been."""
    events = drawn(np.full(500, 0.05), 6)
    gap = slice(500, 900)
    without = outlook(days(events, 1000, unwatched=gap), [520, 899], (30,)).p
    within = outlook(days([*events.tolist(), 519], 1000, unwatched=gap), [520, 899], (30,)).p
    assert within[0, 0] > without[0, 0]
    assert within[1, 0] == pytest.approx(without[1, 0], rel=1e-6)


def test_nothing_seen_is_the_usual_spread() -> None:
    found = outlook(days([], 5, unwatched=slice(0, 5)), [4], (30,))
    usual = np.exp(-0.5 * (np.log(RATES * intensity.USUAL_WAIT) / intensity.USUAL_SPREAD) ** 2)
    expected = (usual / usual.sum()) @ -np.expm1(-30 * RATES)
    assert found.p[0, 0] == pytest.approx(expected, abs=0.02)
    assert found.high[0, 0] - found.low[0, 0] > 0.8


@pytest.mark.parametrize("events", [[], [0], list(range(400))])
def test_extremes_stay_finite(events: list[int]) -> None:
    found = parts(outlook(days(events, 400), np.arange(400), (1, 30)))
    assert np.isfinite(found).all()
    assert ((found > 0) & (found < 1)).all()
