"""The table of remote pairs on a made-up world without neighbours or powers, in which few pairs quarrel."""

from collections.abc import Sequence
from functools import cache
from itertools import combinations

import numpy as np

from detente.archive.schema import DisputeRow
from detente.backtest import tested
from detente.backtest.inputs import Inputs
from detente.backtest.onset_remote import BY_LAST_ACT, OURS, remote_tables
from detente.forecast.annals import Annals
from detente.forecast.covariates import Columns
from detente.forecast.ledger import Floats
from detente.forecast.remote import RemoteYears
from detente.forecast.structure import Structure
from tests.unit.forecast.tables_of import capabilities, dispute, tables_of

STATES = [f"S{letter}{letter}" for letter in "ABCDEFGHIJ"]
PAIRS = list(combinations(STATES, 2))


@cache
def disputes() -> tuple[DisputeRow, ...]:
    """Three pairs have a dispute in every second year from 1946 on, any pair one in fifty."""
    rng = np.random.default_rng(2)
    begun = [
        (pair, year) for year in range(1946, 1970) for k, pair in enumerate(PAIRS)
        if rng.random() < (0.5 if k % 15 == 0 else 0.02)
    ]  # fmt: skip
    return tuple(dispute(n, pair, f"{year}-05-01", f"{year}-06-01") for n, (pair, year) in enumerate(begun))


def half(columns: Columns, cut: int) -> Floats:
    """A logit of relevant pairs that knows nothing."""
    return np.full(columns["distance"].size, 0.5 + 0.0 * cut)


def run(rows: Sequence[DisputeRow], span: tuple[int, int]) -> list[tested.Tested]:
    tables = tables_of(*capabilities(1940, 1975, *STATES), *rows)
    s = Structure.of(tables)
    annals = Annals.of(tables["disputes"], tables["events"], s.index)
    years = RemoteYears.of(s, annals, 1946, span[1])
    return remote_tables(Inputs(s, annals, (), "made up"), years, span, half)


def begun(first: int, last: int) -> int:
    return len({(d.a, d.b, d.start[:4]) for d in disputes() if first <= int(d.start[:4]) <= last})


def test_all_pairs_of_all_years_are_forecast() -> None:
    (table,) = run(disputes(), (1957, 1969))
    assert (table.n, table.events) == (13 * len(PAIRS), begun(1957, 1969))
    assert {p.name for p in table.parts if p.kind == "decade"} == {"1950s", "1960s"}
    assert table.best_baseline in ("share of remote pairs", BY_LAST_ACT)
    assert table.line(OURS).log_score < table.line(table.best_baseline).log_score
    assert table.line("logit of relevant pairs").log_score > table.line("share of remote pairs").log_score


def test_what_begins_after_the_vintage_teaches_nothing() -> None:
    (table,) = run(disputes(), (1965, 1965))
    earlier = [row for row in disputes() if int(row.start[:4]) <= 1965]
    assert run(earlier, (1965, 1965)) == [table]
    other = [row for row in disputes() if int(row.start[:4]) < 1965]
    assert run(other, (1965, 1965))[0].events == 0 < table.events
    said = [b.forecast for b in table.reliability]
    assert [b.forecast for b in run(other, (1965, 1965))[0].reliability] == said


def test_few_disputes_make_no_table() -> None:
    few = [row for row in disputes() if int(row.start[:4]) >= 1955]
    assert run(few, (1957, 1969)) == []
