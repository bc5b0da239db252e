"""`detente backtest`."""

from importlib import import_module
from pathlib import Path

import click

from detente.world.errors import DataError

ROOMS = ("record", "forecast", "scenario", "motive", "runaway")


@click.command("backtest")
@click.argument("name", type=click.Choice(ROOMS))
@click.option("--data", type=click.Path(path_type=Path), default=Path("../shared/data"), show_default=True,
              help="Folder of the publishers' tables as Parquet.")  # fmt: skip
@click.option("--write", is_flag=True, help="Also write the card that ships with the program.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON on stdout.")
def command(name: str, data: Path, write: bool, as_json: bool) -> None:
    """Score a room's model on real data against the plain one, rolling origin."""
    from detente.backtest.cards import table, write_card
    from detente.world.canonical import canonical

    if not data.is_dir() and name in ("forecast", "runaway"):
        raise DataError("no-data", f"{data} is no folder: say with --data where the publishers' tables are")
    rows = import_module(f"detente.backtest.{name}").run(
        data, progress=lambda line: click.echo(line, err=True)
    )
    click.echo(canonical(rows).decode() if as_json else table(rows))
    if write:
        click.echo(f"card: {write_card(name, rows)}", err=True)
