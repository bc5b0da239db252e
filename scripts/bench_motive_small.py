"""Small published games: our estimates and equilibria beside the published figures; in `make bench-motive`.

The published figures are the outputs of the R packages games 1.1.2 and sigInt 0.2.0 on their own data, to
the digits in which they were noted. A figure holds if ours, rounded so, is the same. Where the data are not
there nothing is measured: `value` and `holds` are then null.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from detente.numerics.game.signalling import Payoffs, equilibria
from detente.numerics.game.signalling_fit import Expected, Regressors, nested, pseudo
from detente.numerics.game.strategic import Errors, Model
from detente.numerics.game.strategic_compare import clarke, vuong
from detente.numerics.game.strategic_fit import backwards, fit

SHARED = Path(__file__).parents[2] / "shared/data"
Line = dict[str, Any]
Lines = Iterator[tuple[str, Line]]

FIRST, SECOND = ("regime1=dem", "regime1=mixed"), ("regime2=dem", "regime2=mixed")
REGIMES = Model(("1", "s_wt_re1", "revis1"), (), ("1", *FIRST), ("1", "balanc", *SECOND))
BALANCE = Model(("1", "balanc", "s_wt_re1"), (), ("1", "balanc"), ("1", "balanc", "s_wt_re1"))
POLITY = Model(("1", *FIRST), (), ("1", *FIRST, *SECOND), ("1", *FIRST, *SECOND))
COEFFICIENTS = (-0.4954, -0.7400, 0.4272, 0.2219, -1.9022, -0.5841, 0.4991, -0.0420, -1.5436, -0.6168)
STANDARD_ERRORS = (0.599, 0.280, 0.264, 1.217, 0.664, 0.550, 0.441, 0.569, 0.453, 0.321)

# Leblang (2003), International Studies Quarterly 47:533-559.
CURRENCIES = Model(
    ("capcont", "lreserves", "overval", "creditgrow", "USinterest", "service", "contagion", "prioratt"),
    ("1",),
    ("1",),
    ("1", "unifgov", "lexports", "preelec", "postelec", "rightgov", "realinterest", "capcont", "lreserves"),
    Errors(private=True),
)
EXAMPLE = Payoffs(va=1.0, wa=-1.9, a=-1.2, vb=1.0, wb=-2.9)
SANCTIONS = Regressors(
    sa=("root_sender", "senderdemocracy", "contig", "ally"),
    va=("1", "anticipatedsendercosts"),
    cb=("1", "root_target", "anticipatedtargetcosts", "contig", "ally"),
    wa=("1", "root_sender", "senderdemocracy", "lncaprat"),
    wb=("1", "targetdemocracy", "lncaprat"),
    a=("1", "senderdemocracy"),
)


def measures() -> Lines:
    """Each published figure by name: ours, the published one as peer and goal, and whether they agree."""
    for lines, file in (
        (war_lines, "games_war1800.parquet"),
        (rival_lines, "games_war1800.parquet"),
        (currency_lines, "games_leblang2003.csv"),
        (sanction_lines, "sigint_sanctions.parquet"),
    ):
        yield from lines() if (SHARED / file).exists() else _absent(lines)
    yield from signalling_lines()


def _absent(lines: Callable[[], Lines]) -> Lines:
    yield f"{lines.__name__.removesuffix('_lines')}: no data", _line(None, None, 0)


def _line(value: float | None, published: float | None, digits: int) -> Line:
    """A figure that must be the published one to so many decimals."""
    if value is None or published is None:
        return {"value": None, "peer": published, "ratio": None, "goal": published, "holds": None}
    ours = round(value, digits)
    return {
        "value": ours,
        "peer": published,
        "ratio": ours / published if published else None,
        "goal": published,
        "holds": ours == published,
    }


def _rows(query: str) -> dict[str, Any]:
    found: dict[str, Any] = duckdb.connect().execute(query).fetchnumpy()
    return found


def _wars(since: int = 0) -> tuple[dict[str, Any], Any]:
    rows = _rows(f"""SELECT *, CASE WHEN esc = 0 THEN 0 WHEN war = 1 THEN 2 ELSE 1 END AS outcome
        FROM '{SHARED / "games_war1800.parquet"}'
        WHERE regime1 IS NOT NULL AND regime2 IS NOT NULL AND year >= {since}""")
    for name in (*FIRST, *SECOND):
        column, value = name.split("=")
        rows[name] = np.asarray(rows[column] == value, dtype=np.float64)
    return rows, rows["outcome"]


def war_lines() -> Lines:
    """Signorino's model of the crises of the 19th century."""
    found = fit(REGIMES, *_wars())
    yield "war1800 probit, log-likelihood", _line(found.loglik, -286.1238, 4)
    for name, ours, published in zip(REGIMES.names, found.coefficients, COEFFICIENTS, strict=True):
        yield f"war1800 probit, {name}", _line(float(ours), published, 4)
    for name, ours, published in zip(REGIMES.names, found.standard_errors, STANDARD_ERRORS, strict=True):
        yield f"war1800 probit, standard error of {name}", _line(float(ours), published, 3)
    logit = fit(replace(REGIMES, errors=Errors("logit")), *_wars())
    yield "war1800 logit, log-likelihood", _line(logit.loglik, -286.1828, 4)
    yield "war1800 probit from 1850, log-likelihood", _line(fit(REGIMES, *_wars(1850)).loglik, -214.5474, 4)


def rival_lines() -> Lines:
    """Balance of power against regimes; the published figures are those of two-step estimates."""
    balance, polity = fit(BALANCE, *_wars()), fit(POLITY, *_wars())
    yield (
        "war1800 balance model, log-likelihood where our climb ends (there is no maximum)",
        _line(balance.loglik, -291.0592, 4),
    )
    yield "war1800 regime model, log-likelihood at its maximum", _line(polity.loglik, -288.6744, 4)
    rough, other = backwards(BALANCE, *_wars()), backwards(POLITY, *_wars())
    yield "war1800 balance model, log-likelihood by backward induction", _line(rough.loglik, -291.0592, 4)
    by_size, by_sign = vuong(rough, other), clarke(rough, other)
    yield "Vuong, balance against regime, by backward induction", _line(by_size.statistic, 1.7, 1)
    yield "Vuong, p", _line(by_size.p, 0.087, 3)
    yield "Clarke, balance against regime, by backward induction", _line(by_sign.statistic, 158, 0)
    yield "Clarke, p", _line(by_sign.p, 0.049, 3)


def currency_lines() -> Lines:
    """Speculative attacks on currencies, private information; the published climb stops before its summit."""
    rows = _rows(f"SELECT * FROM '{SHARED / 'games_leblang2003.csv'}'")
    outcomes = [("no attack", "devaluation", "defense").index(outcome) for outcome in rows["outcome"]]
    found = fit(CURRENCIES, rows, outcomes)
    yield "Leblang 2003, log-likelihood", _line(found.loglik, -482.0155, 4)
    for name, ours, published in zip(
        CURRENCIES.names, found.coefficients, (-0.4521, 0.2292, -0.4413), strict=False
    ):
        yield f"Leblang 2003, {name}", _line(float(ours), published, 4)


def signalling_lines() -> Lines:
    """Lewis and Schultz' game: the example of several equilibria; the published grid is good to 2e-4."""
    found = [equilibria(replace(EXAMPLE, wb=float(wb))) for wb in np.linspace(-2.9, -2.2, 15)]
    yield "signalling example, equilibria in 15 games", _line(sum(map(len, found)), 23, 0)
    yield "signalling example, games with three of them", _line(sum(len(each) == 3 for each in found), 4, 0)
    for i, published in enumerate((0.2511, 0.5947, 0.8133)):
        ours = found[0][i].resist if len(found[0]) == 3 else None
        near = None if ours is None else abs(ours - published) < 2e-4
        each = _line(ours, published, 4)
        yield f"signalling example, p_R of equilibrium {i + 1} at WB = -2.9", {**each, "holds": near}


def sanction_lines() -> Lines:
    """Economic sanctions in 418 dyad-decades, with the first stage that the package ships."""
    rows = _rows(f"""SELECT *, sqrt(senderecondep) AS root_sender, sqrt(targetecondep) AS root_target
        FROM '{SHARED / "sigint_sanctions.parquet"}'""")
    tallies = np.column_stack([rows[name] for name in ("sq", "cd", "bd", "sf")])
    first = pseudo(SANCTIONS, rows, tallies, Expected(rows["PRhat"], rows["PFhat"]))
    yield "sanctions, log pseudo-likelihood", _line(first.loglik, -3963.956, 3)
    yield (
        "sanctions, nested log pseudo-likelihood",
        _line(nested(SANCTIONS, rows, tallies, first).loglik, -3932.447, 3),
    )
