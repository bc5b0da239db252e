"""`detente fit`."""

from importlib import import_module
from pathlib import Path

import click

from detente.world.errors import DataError

# The module of each room that writes its vintages.
ROOMS = {
    "forecast": "forecast",
    "scenario": "scenario",
    "motive": "motive_vintages",
    "runaway": "runaway_vintages",
}


@click.command("fit")
@click.argument("room", type=click.Choice(["record", *ROOMS]))
@click.option("--data", type=click.Path(path_type=Path), default=Path("../shared/data"), show_default=True,
              help="Folder of the publishers' tables as Parquet.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), default=Path("src/detente/data/fitted"),
              show_default=True, help="Folder to write <room>/<year>.json to.")  # fmt: skip
@click.option("--corpus", type=click.Path(path_type=Path), default=Path("corpus/dispatches"),
              show_default=True, help="Folder of coded dispatches, for the record room.")  # fmt: skip
@click.option("--also", type=click.Path(path_type=Path),
              help="For the record room: a further folder of dispatches, with a gold.jsonl.")  # fmt: skip
@click.option("--base", type=click.Path(path_type=Path),
              help="For the record room: the published encoder that its context starts from.")  # fmt: skip
def command(room: str, data: Path, out: Path, corpus: Path, also: Path | None, base: Path | None) -> None:
    """Fit a room's parameters: a vintage every five years, each on what was known before its year.

    The record room is fitted on the train fold of a corpus of coded dispatches.
    """
    if room == "record":
        _record(corpus, out / room, also, base)
        return
    if not data.is_dir():
        raise DataError("no-data", f"{data} is no folder: say with --data where the publishers' tables are")
    write = import_module(f"detente.backtest.{ROOMS[room]}").write_vintages
    for path in write(data, out / room, progress=lambda line: click.echo(line, err=True)):
        click.echo(path)


def _record(corpus: Path, out: Path, also: Path | None, base: Path | None) -> None:
    """The weights of the record room, one file a reader of sentences."""
    from detente.backtest.record_fit import write_fitted

    if not corpus.is_dir():
        raise DataError(
            "no-corpus", f"{corpus} is no folder: say with --corpus where the coded dispatches are"
        )
    for path in write_fitted(corpus, out, lambda line: click.echo(line, err=True), also, base):
        click.echo(path)
