"""One answer, looked at closely."""

import json
from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files
from itertools import pairwise

import pytest

from detente.forecast.answer import answer
from detente.forecast.model import STEPS
from detente.world.actor import Dyad
from detente.world.answers import Forecast
from detente.world.event import Event
from detente.world.history import Coverage, History
from detente.world.record import Record
from detente.world.traits import Traits

AS_OF, PAIR = date(2012, 6, 30), Dyad("KOR", "PRK")
FITTED = json.loads((files("detente.data") / "fitted" / "forecast" / "2010.json").read_text(encoding="utf-8"))
SPAN = ("1953-07-27", "2012-06-30")
WATCHED = (Coverage("chronology", "acts between KOR and PRK", *SPAN, 9, "", (SPAN,)),)
SILENT = Record(None, AS_OF.isoformat(), ("KOR", "PRK"), None, (), ())


def act(back: int, kind: str = "artillery_fire", rung: int = 6) -> Event:
    return Event("PRK", "KOR", (AS_OF - timedelta(days=back)).isoformat(), kind, rung)


def past(*backs: int, coverage: tuple[Coverage, ...] = WATCHED) -> History:
    acts = tuple(act(back) for back in sorted(backs, reverse=True))
    traits = Traits(neighbours="land")
    return History(PAIR, AS_OF, acts, coverage=coverage, traits=traits, parameters={"forecast": FITTED})


def said(*events: Event) -> Record:
    return replace(SILENT, events=events)


def chance(forecast: Forecast, target: str = "incident", days: int = 30) -> float:
    return forecast.estimate(target, days).p


def test_the_steps_lead_from_the_outside_view_to_the_answer() -> None:
    forecast = answer(said(act(1)), past(100, 400, 2000))
    for estimate in forecast.targets:
        chain = [s for s in forecast.shifts if (s.target, s.days) == (estimate.target, estimate.days)]
        if estimate.days == 90:
            assert chain == []
            continue
        assert len(chain) == len(STEPS) - 1
        assert chain[0].before == pytest.approx(forecast_p(forecast, estimate.target, estimate.days))
        assert all(one.after == other.before for one, other in pairwise(chain))
        assert chain[-1].after == estimate.p


def forecast_p(forecast: Forecast, target: str, days: int) -> float:
    return next(r.p for r in forecast.base_rates if (r.target, r.days) == (target, days))


def test_a_graver_act_raises_the_chance_of_war() -> None:
    display = answer(said(act(0, "exercise", 4)), past())
    fatal = answer(said(act(0, "killing", 7)), past())
    assert chance(fatal, "war", 365) > chance(display, "war", 365)
    assert chance(fatal, "fatal", 30) > chance(display, "fatal", 30)


def test_a_long_quiet_lowers_and_a_hot_month_raises_the_chance_of_an_incident() -> None:
    quiet, alarm = answer(SILENT, past(900)), answer(said(act(0)), past(900))
    spell = answer(said(act(0)), past(5, 9, 12, 20, 33, 41, 900))
    assert chance(quiet) < 0.1 < chance(alarm) < 0.5 < chance(spell)


def test_without_coverage_the_past_does_not_count_and_the_interval_is_wider() -> None:
    known, unknown = (answer(said(act(0)), past(*range(40, 4000, 90), coverage=c)) for c in (WATCHED, ()))
    assert not known.prior_only
    assert unknown.prior_only
    assert "nothing of the pair's own past is covered" in unknown.notes[0]

    def ratio(forecast: Forecast) -> float:
        e = forecast.estimate("war", 365)
        return e.high / e.low

    assert ratio(unknown) > 1.5 * ratio(known)
    assert unknown.estimate("war", 30).n < known.estimate("war", 30).n


def test_the_library_of_episodes_is_no_coverage_of_acts() -> None:
    library = (Coverage("episodes", "our library of 512 past episodes of all pairs", "1946", "2010", 3),)
    assert answer(said(act(0)), past(100, coverage=library)) == answer(said(act(0)), past(100, coverage=()))


def test_a_hole_in_a_source_is_not_read_as_quiet() -> None:
    parts = (("1953-07-27", "2010-12-31"), ("2012-06-02", "2012-06-30"))
    holed = (replace(WATCHED[0], spans=parts),)
    whole, part = (answer(said(act(0)), past(900, coverage=c)) for c in (WATCHED, holed))
    assert chance(part) > chance(whole)


def test_threats_count_and_talks_denials_and_hypotheticals_do_not() -> None:
    base = answer(SILENT, past(900))
    for event in (
        act(0, "talks", 1),
        replace(act(0), status="denied"),
        replace(act(0), status="hypothetical"),
    ):
        assert answer(said(event), past(900)) == base
    assert chance(answer(said(act(0, "threat", 2)), past(900))) > chance(base)


def test_acts_with_others_do_not_count() -> None:
    other = Event("PRK", "USA", AS_OF.isoformat(), "artillery_fire", 6)
    assert answer(said(other), past(900)) == answer(SILENT, past(900))


def test_before_the_first_vintage_round_numbers_stand_in_and_say_so() -> None:
    early = History(PAIR, date(1948, 5, 1))
    forecast = answer(SILENT, early)
    assert forecast.vintage == "default"
    assert "round numbers" in forecast.notes[0]
    assert forecast.estimate("war", 365).high > 0.05


def test_the_seed_changes_nothing() -> None:
    assert answer(SILENT, past(3, 900), seed=1) == answer(SILENT, past(3, 900), seed=2)


def test_what_is_usual_leaves_out_the_present_act() -> None:
    mild, grave = (answer(said(act(0, k, r)), past(900, 2000)) for k, r in (("exercise", 4), ("killing", 7)))
    assert [e.base_rate for e in mild.targets] == [e.base_rate for e in grave.targets]


def test_an_invasion_and_a_thousand_dead_are_war_like_acts() -> None:
    force, killing = act(0), act(0, "killing", 7)
    plain, grave = (chance(answer(said(e), past(900)), "war", 30) for e in (force, killing))
    for event in (act(0, "invasion"), replace(killing, deaths=1200)):
        assert chance(answer(said(event), past(900)), "war", 30) > 2 * max(plain, grave)
