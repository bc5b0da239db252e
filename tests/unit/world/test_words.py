"""The words: dates with precision, the ladder and its maps, estimates that cannot stand alone."""

from datetime import date

import pytest

from detente.world.estimate import Estimate, frequency, likelihood_words
from detente.world.kinds import KINDS
from detente.world.ladder import LADDER, rung_of_cameo, rung_of_hostility, rung_of_mie, rung_of_plover
from detente.world.when import When


def test_a_year_is_known_only_when_it_is_over() -> None:
    year = When.parse("1953")
    assert (year.precision, year.text) == ("year", "1953")
    assert date(1953, 7, 27) in year
    assert not year.known_by(date(1953, 12, 30))
    assert year.known_by(date(1953, 12, 31))


@pytest.mark.parametrize("text", ["", "53", "1953-13", "1953-02-30", "2022-1-02", "abcd"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (datetime's own message for an impossible day)
        When.parse(text)


def test_the_maps_lead_to_the_same_ladder() -> None:
    assert [rung.level for rung in LADDER] == list(range(10))
    assert (rung_of_cameo("0871"), rung_of_cameo("138"), rung_of_cameo("195")) == (0, 2, 6)
    assert (rung_of_mie(7), rung_of_mie(16), rung_of_mie(16, deaths=3), rung_of_mie(22)) == (4, 6, 7, 8)
    assert (rung_of_hostility(3), rung_of_hostility(4, deaths=1), rung_of_hostility(5)) == (4, 7, 8)
    assert (rung_of_plover("CONSULT"), rung_of_plover("ASSAULT")) == (1, 6)
    with pytest.raises(LookupError):
        rung_of_cameo("99")


def test_every_kind_has_a_rung_and_known_codes() -> None:
    for kind in KINDS.values():
        assert 0 <= kind.rung <= 9
        if kind.plover and kind.cameo:
            rung_of_plover(kind.plover)
            rung_of_cameo(kind.cameo)


def test_an_estimate_needs_its_interval_and_is_never_certain() -> None:
    with pytest.raises(ValueError, match="does not hold"):
        Estimate.of("war", 365, 0.1, (0.2, 0.3), base_rate=0.1, n=3)
    with pytest.raises(ValueError, match="between 0 and 1"):
        Estimate("war", 365, 0.0, 0.0, 0.1, 0.1, 3, 1, "")
    assert (frequency(1 / 150), frequency(0.9)) == ("1 in 150", "9 in 10")
    assert likelihood_words(0.004) == "almost no chance"
