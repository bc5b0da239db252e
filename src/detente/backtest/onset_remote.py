"""Are disputes of remote pairs foreseen? Pair-years of states neither neighbours nor with a major power.

A year is forecast by the last five-year vintage, as answers do it: from the years before the vintage alone.
"""

from collections.abc import Callable

import numpy as np

from detente.backtest.inputs import Inputs
from detente.backtest.parts import decades_and_regions
from detente.backtest.tested import Outcomes, Tested, scored
from detente.forecast.covariates import Columns
from detente.forecast.dispute_vintage import since_class
from detente.forecast.ledger import Floats
from detente.forecast.remote import FEW, Remote, RemoteYears

OURS = "detente: logit of remote pairs"
BY_LAST_ACT = "share by time since the last act"

Relevant = Callable[[Columns, int], Floats]
"""What the logit of relevant pairs of a vintage, named by its year, says of rows by their columns."""


def remote_tables(
    found: Inputs, years: RemoteYears, span: tuple[int, int], relevant: Relevant
) -> list[Tested]:
    """The table of the years of `span`; none where too few disputes come before the first vintage."""
    first, last = span
    vintages = range(first // 5 * 5, last + 1, 5)
    if years.disputes(vintages[0]) < FEW:
        return []
    said = [_said(years, cut, first, relevant) for cut in vintages]
    year, test = years.r.year, years.r.year >= first
    i, j = years.r.i[test], years.r.j[test]
    table = scored(
        ("onset", "pair-year, remote pairs"),
        span,
        Outcomes(years.y[test], i * 10_000 + j),
        {model: np.concatenate([p[model] for p in said]) for model in said[0]},
        ours=OURS,
        data_hash=found.data_hash,
        by=decades_and_regions(found.structure.codes, year[test], i, j),
        notes=(f"data: {found.sources}",),
    )
    return [table]


def _said(years: RemoteYears, cut: int, first: int, relevant: Relevant) -> dict[str, Floats]:
    """The chances that every model gives the years tested that the vintage `cut` serves."""
    past, year = years.r.year < cut, years.r.year
    now = np.flatnonzero((year >= max(cut, first)) & (year < cut + 5))
    columns = {name: values[now] for name, values in years.columns.items()}
    fit = Remote.fitted(years, cut)
    return {
        "share of remote pairs": np.full(now.size, years.y[past].mean()),
        BY_LAST_ACT: np.array(fit.shares)[since_class(columns["since event"])],
        "logit of relevant pairs": relevant(columns, cut),
        OURS: fit.chance(columns),
    }
