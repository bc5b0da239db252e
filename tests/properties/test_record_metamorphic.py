"""What must not matter to the reader does not matter, as far as was measured.

Each change of a dispatch (line wrapping, quotation marks, capitals, the two states swapped ...) should leave
its events as they are: source, target, PLOVER type and status. The share that stays is held by a floor.
"""

from datetime import date

import pytest

from detente.record.parsed import available
from tests.properties.metamorphic import CHANGES, ROOT, gold, ours, share
from tests.properties.namesakes import exchanged

pytestmark = pytest.mark.nightly

GOLD = ROOT.parent / "shared" / "dispatches"

FLOORS = {
    #                      ours            coded elsewhere
    #                      patterns model  patterns model
    "lines wrapped":      (0.98, 0.98, 0.98, 0.98),
    "Windows lines":      (0.94, 0.91, 0.93, 0.89),
    "blanks":             (0.97, 0.97, 0.97, 0.97),
    "justified lines":    (0.87, 0.83, 0.92, 0.87),
    "quotation marks":    (0.98, 0.96, 0.96, 0.97),
    "dashes":             (0.97, 0.97, 0.96, 0.98),
    "British spelling":   (0.98, 0.96, 0.93, 0.98),
    "American spelling":  (0.93, 0.94, 0.92, 0.94),
    "unrelated sentence": (0.95, 0.96, 0.96, 0.95),
    "dateline left out":  (0.79, 0.84, 0.80, 0.85),
    "order of sentences": (0.81, 0.76, 0.83, 0.86),
    "headline case":      (0.54, 0.77, 0.43, 0.73),
    "capitals":           (0.93, 0.91, 0.93, 0.93),
    "states swapped":     (0.89, 0.87, 0.87, 0.85),
}  # fmt: skip
"""The least share of events that stay the same under each change, some hundredths under what was measured.
`pytest -rP` on this file prints what is measured."""

NIGHTLY = pytest.mark.nightly
SHARES = [
    pytest.param(change, column, id=f"{change}, {name}", marks=marks)
    for change in CHANGES
    for column, name, marks in ((0, "patterns", ()), (1, "model", NIGHTLY))
]


def _held(change: str, column: int, *, elsewhere: bool) -> None:
    if column == 1 and not available():
        pytest.skip("the model is not here")
    found, events = share(change, gold(GOLD) if elsewhere else ours(), model=column == 1)
    floor = FLOORS[change][column + 2 * elsewhere]
    print(f"{change}: {found:.3f} of {events} events stay, floor {floor}")
    assert events >= 10
    assert found >= floor


@pytest.mark.parametrize(("change", "column"), SHARES)
def test_events_stay(change: str, column: int) -> None:
    _held(change, column, elsewhere=False)


@NIGHTLY
@pytest.mark.skipif(not (GOLD / "gold.jsonl").exists(), reason="dispatches coded elsewhere are not here")
@pytest.mark.parametrize(("change", "column"), SHARES)
def test_events_stay_in_dispatches_coded_elsewhere(change: str, column: int) -> None:
    _held(change, column, elsewhere=True)


def test_every_change_has_a_floor() -> None:
    assert set(FLOORS) == set(CHANGES)


def test_the_dispatches_are_not_those_of_the_test_fold() -> None:
    assert len(ours()) == 42
    assert len({told.id for told in ours()}) == 42


def test_a_swap_swaps_every_kind_of_name() -> None:
    text = "LIMA - An Ecuadorian patrol fired on Peru. Garcia protested; ECUADORIANS LEFT. lima waits."
    assert exchanged(text, ("PER", "ECU"), date(1988, 1, 5)) == (
        "QUITO - A Peruvian patrol fired on Ecuador. Febres Cordero protested; PERUVIANS LEFT. quito waits."
    )
    korea = "The South answered. The U.S. and the DPRK met Kim Il Sung; North Koreans fired."
    assert exchanged(korea, ("KOR", "PRK"), date(1990, 1, 5)) == (
        "The North answered. The U.S. and the ROK met Roh Tae Woo; South Koreans fired."
    )
