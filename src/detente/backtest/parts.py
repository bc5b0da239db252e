"""What a table is divided by: the decade of a forecast, the region of the world of its pair.

A state's region is read off its Correlates of War number, since the numbers run by region (Russett, Singer &
Small 1968, American Political Science Review 62:932). So Iran, Turkey and Sudan count to the Middle East,
Cyprus and the Caucasus to Europe, Myanmar to South Asia.
"""

from collections.abc import Sequence

import numpy as np

from detente.archive.tables import states
from detente.backtest.tested import Labels
from detente.forecast.ledger import Ints

_FROM = {
    2: "Americas",
    200: "Europe",
    400: "Sub-Saharan Africa",
    600: "Middle East and North Africa",
    700: "South and Central Asia",
    710: "East Asia and Oceania",
    750: "South and Central Asia",
    800: "East Asia and Oceania",
}
"""The region of the numbers from each one on."""

ACROSS = "across regions"


def decades_and_regions(codes: Sequence[str], years: Ints, i: Ints, j: Ints) -> dict[str, Labels]:
    """The parts of forecasts of pairs by kind; `years`, `i`, `j` (n,), states being indices into `codes`.

    A pair lies in a region if both of its states do.
    """
    region = _regions(codes)
    return {
        "decade": np.char.mod("%ds", years // 10 * 10),
        "region": np.where(region[i] == region[j], region[i], ACROSS),
    }


def _regions(codes: Sequence[str]) -> Labels:
    number = {state.code: state.cow for state in states() if state.cow is not None}
    return np.array([_region(number.get(code)) for code in codes], dtype=np.str_)


def _region(number: int | None) -> str:
    if number is None:
        return "no region"
    return next(name for first, name in reversed(_FROM.items()) if first <= number)
