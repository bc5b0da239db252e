"""`detente game`: small published games of crisis, fitted to a table or solved, for scholars and teachers."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.world.errors import DataError, UsageError

if TYPE_CHECKING:
    from detente.cli.game_table import Table
    from detente.numerics.game.signalling import Payoffs
    from detente.numerics.game.strategic import Model
    from detente.numerics.game.strategic_fit import Fitted


@click.group("game")
def command() -> None:
    """Small published games of crisis: fit one to your table, or find all equilibria."""


Command = Callable[..., Any]


def _shared(players: str) -> Callable[[Command], Command]:
    """The options that both games have; `players` are the names by default."""

    def decorated(function: Command) -> Command:
        for option in (
            click.option("--json", "json_wanted", is_flag=True, help="Print JSON on stdout."),
            click.option(
                "--svg", type=click.Path(path_type=Path), help="Draw the tree and what is found in it."
            ),
            click.option("--players", default=players, show_default=True, metavar="A,B", help="Their names."),
        ):
            function = option(function)
        return function

    return decorated


@command.command("strategic")
@click.argument("data", type=click.Path(path_type=Path))
@click.option("--outcome", default="outcome", show_default=True,
              help="Column of outcomes: 0 let be, 1 player 2 gives in, 2 player 2 fights.")  # fmt: skip
@click.option("--u11", default="", metavar="TERMS", help="Worth to player 1 of letting it be.")
@click.option("--u13", default="", metavar="TERMS", help="Worth to player 1 of player 2's giving in.")
@click.option("--u14", default="", metavar="TERMS", help="Worth to player 1 of a fight.")
@click.option("--u24", default="", metavar="TERMS", help="Worth to player 2 of a fight; giving in is 0.")
@click.option("--link", type=click.Choice(["probit", "logit"]), default="probit", show_default=True,
              help="Whether errors are normal or of the extreme value kind.")  # fmt: skip
@click.option("--private", is_flag=True, help="Errors are private information about the outcomes (probit).")
@_shared("player 1,player 2")
def strategic(
    data: Path, outcome: str, players: str, svg: Path | None, json_wanted: bool, **how: Any
) -> None:
    """Fit the crisis game of two players and three outcomes to the rows of a CSV file.

    TERMS are columns parted by commas; 1 is the constant, NAME=VALUE is 1 where the column has that value. A
    utility without terms is 0. Signorino (1999), American Political Science Review 93:279-297.
    """
    from detente.cli.game_table import read_table
    from detente.cli.game_words import as_json, fit_lines, fit_picture, summary

    names, model = _players(players), _model(how)
    table = read_table(data, outcome, model.columns)
    found = summary(_fitted(model, table), table)
    if svg is not None:
        svg.write_text(fit_picture(found, names), encoding="utf-8")
    click.echo(as_json(found) if json_wanted else "\n".join(fit_lines(found, names)))


@command.command("signalling")
@click.option("--va", type=float, required=True, help="Worth to A of B's concession.")
@click.option("--wa", type=float, required=True, help="Worth to A of standing firm.")
@click.option("--a", type=float, required=True, help="Worth to A of backing down: the audience cost.")
@click.option("--vb", type=float, required=True, help="Worth to B of A's backing down.")
@click.option("--wb", type=float, required=True, help="Worth to B of A's standing firm.")
@click.option("--sa", type=float, default=0.0, show_default=True, help="Worth to A of the status quo.")
@click.option("--cb", type=float, default=0.0, show_default=True, help="Worth to B of conceding.")
@click.option("--along", "span", metavar="NAME=FROM:TO", help="All equilibria as this payoff changes.")
@_shared("A,B")
def signalling(span: str | None, players: str, svg: Path | None, json_wanted: bool, **worth: float) -> None:
    """Find all equilibria of the crisis game in which a challenge tells something of the challenger.

    Payoffs are in standard deviations of what each side does not know of the other; B's status quo is 0.
    Lewis and Schultz (2003), Political Analysis 11:345-367.
    """
    names, payoffs = _players(players), _payoffs(worth)
    lines, values, picture = _solved(payoffs, names) if span is None else _along(payoffs, span, names)
    if svg is not None:
        svg.write_text(picture, encoding="utf-8")
    click.echo(values if json_wanted else lines)


Told = tuple[str, str, str]
"""Lines, JSON and a picture."""


def _solved(payoffs: "Payoffs", names: tuple[str, str]) -> Told:
    from detente.cli.game_words import as_json, equilibria_picture, equilibrium_lines, equilibrium_values
    from detente.numerics.game.signalling import equilibria

    found = equilibria(payoffs)
    values = as_json({"equilibria": equilibrium_values(found)})
    return "\n".join(equilibrium_lines(found)), values, equilibria_picture(found, payoffs, names)


def _along(payoffs: "Payoffs", span: str, names: tuple[str, str]) -> Told:
    from detente.cli.game_words import along_lines, along_picture, along_values, as_json
    from detente.numerics.game.signalling_along import along

    name, low, high = _span(span)
    with _named(UsageError, "bad-range", f"--along {span}"):
        found = along(payoffs, name, low, high)
    lines = "\n".join(along_lines(name, found, names[1]))
    return lines, as_json(along_values(name, found)), along_picture(name, found, names[1])


def _span(text: str) -> tuple[str, float, float]:
    name, _, ends = text.partition("=")
    low, _, high = ends.partition(":")
    try:
        return name.strip().lower(), float(low), float(high)
    except ValueError as error:
        raise UsageError("bad-range", f"--along {text}: write NAME=FROM:TO, e.g. wb=-3.3:-2.2") from error


def _payoffs(worth: Mapping[str, float]) -> "Payoffs":
    from detente.numerics.game.signalling import Payoffs

    with _named(UsageError, "bad-payoff", "--va to --cb"):
        return Payoffs(**worth)


def _players(text: str) -> tuple[str, str]:
    one, _, other = (part.strip() for part in text.partition(","))
    if not one or not other or "," in other:
        raise UsageError("bad-players", f"--players {text!r}: give two names with a comma between them")
    return one, other


def _model(how: Mapping[str, Any]) -> "Model":
    from detente.numerics.game.strategic import UTILITIES, Errors, Model

    terms = {u: [t for part in how[u].split(",") if (t := part.strip())] for u in UTILITIES}
    with _named(UsageError, "bad-model", "--u11 to --u24, --link, --private"):
        return Model(**terms, errors=Errors(how["link"], how["private"]))


def _fitted(model: "Model", table: "Table") -> "Fitted":
    from detente.numerics.game.strategic_fit import fit

    where = f"{table.path}, {len(table.outcomes)} rows used"
    with _named(DataError, "unidentified", where):
        fitted = fit(model, table.columns, table.outcomes)
    if not (fitted.converged and fitted.identified):
        which = ", ".join(fitted.loose) or "all coefficients"
        why = f"the likelihood has no clear maximum, it does not tell apart {which}: leave out a term"
        raise DataError("no-maximum", f"{where}: {why}")
    return fitted


@contextmanager
def _named(kind: type[UsageError] | type[DataError], code: str, where: str) -> Iterator[None]:
    """The sums say what is wrong as ValueError; here it becomes a named error that says where."""
    try:
        yield
    except ValueError as error:
        raise kind(code, f"{where}: {error}") from error
