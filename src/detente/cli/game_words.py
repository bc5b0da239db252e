"""What `detente game` prints and draws: fits and equilibria as plain numbers, lines and pictures."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from detente.cli.game_table import Table
from detente.report.draw_game import Leaf, Node, Step, Tree, branches_picture, standalone, tree_picture

if TYPE_CHECKING:
    from detente.numerics.game.signalling import Equilibrium, Payoffs
    from detente.numerics.game.signalling_along import Along
    from detente.numerics.game.strategic_fit import Fitted

LEVEL, WIDE = 0.9, 760

Names = tuple[str, str]


def as_json(value: Any) -> str:
    """JSON with ten significant digits: a log-likelihood is published with seven."""
    return json.dumps(_rounded(value), sort_keys=True, allow_nan=False, ensure_ascii=False)


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.10g}")
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    return [_rounded(item) for item in value] if isinstance(value, list) else value


def summary(fitted: "Fitted", table: Table) -> dict[str, Any]:
    """All that is told of a fit, as plain numbers."""
    from detente.numerics.game.strategic import moves, probabilities, utilities
    from detente.numerics.game.strategic_statics import predicted

    model, rows = fitted.model, len(table.outcomes)
    mean = {name: [sum(column) / rows] for name, column in table.columns.items()}
    case = predicted(fitted, mean, 1, level=LEVEL)
    u = utilities(model.blocks(mean, 1), fitted.coefficients)
    every = probabilities(utilities(model.blocks(table.columns, rows), fitted.coefficients), model.errors)
    estimates = zip(model.names, fitted.coefficients.tolist(), fitted.standard_errors.tolist(), strict=True)
    return {
        "rows_read": table.read,
        "rows_used": rows,
        "link": model.errors.link,
        "private": model.errors.private,
        "log_likelihood": fitted.loglik,
        "aic": fitted.aic,
        "climbs_arrived": list(fitted.arrived),
        "coefficients": [
            {"utility": name[:3], "term": name[4:], "estimate": b, "standard_error": s}
            for name, b, s in estimates
        ],
        "outcomes": [
            {"outcome": j, "observed": table.outcomes.count(j) / rows, "fitted": float(every[:, j].mean()),
             "mean_case": float(case.p[0, j]), "low": float(case.low[0, j]), "high": float(case.high[0, j])}
            for j in range(3)
        ],
        "mean_case": {"utilities": u[0].tolist(), "moves": moves(u, model.errors)[0].tolist()},
    }  # fmt: skip


def fit_lines(found: Mapping[str, Any], names: Names) -> Iterator[str]:
    """The coefficients, and each outcome as observed, as fitted, and in the mean case."""
    aside = found["rows_read"] - found["rows_used"]
    kind = "private information, probit" if found["private"] else found["link"]
    yield f"{found['rows_used']} rows, {aside} set aside for a missing cell; {kind}"
    arrived, climbs = found["climbs_arrived"]
    yield (
        f"log-likelihood {found['log_likelihood']:.4f}, AIC {found['aic']:.4f}; "
        f"{arrived} of {climbs} climbs reached this maximum"
    )
    wide = max(len(row["term"]) for row in found["coefficients"])
    yield f"utility  {'term':{wide}}  estimate  std error       z"
    for row in found["coefficients"]:
        b, s = row["estimate"], row["standard_error"]
        yield f"{row['utility']:7}  {row['term']:{wide}}  {b:8.4f}  {s:9.4f}  {b / s:6.2f}"
    yield "outcome                      observed  fitted  mean case, 90 % interval"
    for row, what in zip(found["outcomes"], _ends(names), strict=True):
        shares = f"{row['observed']:8.1%}  {row['fitted']:6.1%}"
        interval = f"({row['low']:.1%} to {row['high']:.1%})"
        yield f"{row['outcome']} {what[:26]:26} {shares}  {row['mean_case']:.1%} {interval}"


def _ends(names: Names) -> tuple[str, str, str]:
    one, other = names
    return f"{one} lets it be", f"{other} gives in", f"{other} fights"


def fit_picture(found: Mapping[str, Any], names: Names) -> str:
    """The tree of the mean case as an SVG file."""
    one, other = names
    u11, u13, u14, u24 = found["mean_case"]["utilities"]
    on, fights = found["mean_case"]["moves"]
    ends = [f"{one} {a:.2f}" for a in (u11, u13, u14)]
    tree = Tree(
        (
            Node(one, True, "lets it be", Leaf("status quo", (ends[0],)), "goes on", on),
            Node(other, False, "gives in", Leaf("gives in", (ends[1], f"{other} 0")), "fights", fights),
        ),
        Leaf("fight", (ends[2], f"{other} {u24:.2f}")),
    )
    note = "Every regressor at its mean; branches are as wide as their probability"
    return standalone(tree_picture(tree, "strategic", WIDE, "The crisis game, as fitted", note))


def equilibrium_values(found: "Sequence[Equilibrium]") -> list[dict[str, Any]]:
    """The equilibria as plain numbers."""
    return [asdict(e) for e in found]


def equilibrium_lines(found: "Sequence[Equilibrium]") -> Iterator[str]:
    """A line of each equilibrium under its heads."""
    yield "challenge  resist  stand firm      SQ      CD      BD      SF"
    for e in found:
        moves = f"{e.challenge:9.4f}  {e.resist:6.4f}  {e.stand:10.4f}"
        ends = "  ".join(f"{p:6.4f}" for p in (e.sq, e.cd, e.bd, e.sf))
        yield f"{moves}  {ends}  {'stable' if e.stable else 'unstable'}"


def equilibria_picture(found: "Sequence[Equilibrium]", payoffs: "Payoffs", names: Names) -> str:
    """The tree of each equilibrium, one below the other, as an SVG file."""
    pictures = []
    for i, e in enumerate(found, start=1):
        title = "The only equilibrium" if len(found) == 1 else f"Equilibrium {i} of {len(found)}"
        note = "stable" if e.stable else "unstable: beliefs a little off drift away"
        pictures.append(tree_picture(_signalling(e, payoffs, names), f"equilibrium-{i}", WIDE, title, note))
    return standalone(*pictures)


def _signalling(e: "Equilibrium", p: "Payoffs", names: Names) -> Tree:
    one, other = names

    def leaf(name: str, first: str, second: str) -> Leaf:
        return Leaf(name, (f"{one} {first}", f"{other} {second}"))

    return Tree(
        (
            Node(one, True, "lets it be", leaf("SQ status quo", f"{p.sa:g}", "0"), "challenges", e.challenge),
            Node(
                other, False, "concedes", leaf("CD concession", f"{p.va:g}", f"{p.cb:g}"), "resists", e.resist
            ),
            Node(
                one,
                True,
                "backs down",
                leaf("BD back down", f"{p.a:g} + e", f"{p.vb:g}"),
                "stands firm",
                e.stand,
            ),
        ),
        leaf("SF stand firm", f"{p.wa:g} + e", f"{p.wb:g} + e"),
    )


def along_values(name: str, found: "Along") -> dict[str, Any]:
    """The equilibria along a payoff as plain numbers."""
    rows = [
        {name: value, "equilibria": equilibrium_values(each)}
        for value, each in zip(found.values, found.found, strict=True)
    ]
    return {"along": name, "folds": list(found.folds), "steps": rows}


def along_lines(name: str, found: "Along", other: str) -> Iterator[str]:
    """How many equilibria there are from where to where."""
    edges = [found.values[0], *found.folds, found.values[-1]]
    for low, high in pairwise(edges):
        middle = min(range(len(found.values)), key=lambda i: abs(found.values[i] - (low + high) / 2.0))
        resist = ", ".join(f"{e.resist:.4f}" for e in found.found[middle])
        many = len(found.found[middle])
        noun = "equilibrium" if many == 1 else "equilibria"
        yield (
            f"{name} {low:.4f} to {high:.4f}: {many} {noun}; "
            f"at {found.values[middle]:.4f} {other} resists with probability {resist}"
        )


def along_picture(name: str, found: "Along", other: str) -> str:
    """All equilibria along a payoff as an SVG file."""
    steps = [
        Step(value, tuple((e.resist, e.stable) for e in each))
        for value, each in zip(found.values, found.found, strict=True)
    ]
    what = f"Probability that {other} resists a challenge"
    return standalone(branches_picture(steps, "along", WIDE, payoff=name, what=what))
