"""`detente fit`."""

from importlib import import_module
from pathlib import Path

import click

from detente.world.errors import DataError

# The module of each room that writes its vintages.
ROOMS = {"forecast": "forecast", "scenario": "scenario", "runaway": "runaway_vintages"}


@click.command("fit")
@click.argument("room", type=click.Choice(list(ROOMS)))
@click.option("--data", type=click.Path(path_type=Path), default=Path("../shared/data"), show_default=True,
              help="Folder of the publishers' tables as Parquet.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), default=Path("src/detente/data/fitted"),
              show_default=True, help="Folder to write <room>/<year>.json to.")  # fmt: skip
def command(room: str, data: Path, out: Path) -> None:
    """Fit a room's parameters: a vintage every five years, each on what was known before its year."""
    if not data.is_dir():
        raise DataError("no-data", f"{data} is no folder: say with --data where the publishers' tables are")
    for path in import_module(f"detente.backtest.{ROOMS[room]}").write_vintages(data, out / room):
        click.echo(path)
