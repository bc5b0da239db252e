"""`detente backtest`."""

import os
from importlib import import_module
from pathlib import Path

import click

from detente.world.errors import DataError

ROOMS = ("record", "forecast", "scenario", "motive", "runaway")
TESTS = ("onset", "onset-month", "escalation", "next", "analogues")
"""Tests of disputes and next acts, on an archive and any span of years."""


def _narrate(line: str) -> None:
    click.echo(line, err=True)


@click.command("backtest")
@click.argument("name", type=click.Choice([*ROOMS, *TESTS]))
@click.option("--data", type=click.Path(path_type=Path), default=Path("../shared/data"), show_default=True,
              help="Folder of the publishers' tables as Parquet.")  # fmt: skip
@click.option("--archive", type=click.Path(file_okay=False, path_type=Path),
              help="Folder of ingested data, for the tests; without it --data is used.")  # fmt: skip
@click.option("--from", "first", type=click.IntRange(1816, 2100), help="First year tested.")
@click.option("--to", "last", type=click.IntRange(1816, 2100), help="Last year tested.")
@click.option("--jobs", type=click.IntRange(1, 256), help="Origins at once; by default as many as cores.")
@click.option("--executor", type=click.Choice(["processes", "dask"]), default="processes", show_default=True,
              help="What runs them.")  # fmt: skip
@click.option("--write", is_flag=True, help="Also write the card that ships with the program.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON on stdout.")
def command(
    name: str, data: Path, archive: Path | None, first: int | None, last: int | None, jobs: int | None,
    executor: str, write: bool, as_json: bool,
) -> None:  # fmt: skip
    """Score a model on real data against the plain one, rolling origin.

    A room's name scores the room; onset, escalation, next and analogues score questions on an archive.
    """
    if name in TESTS:
        from detente.backtest.plans import Asked, Plan, opened, run, show, store_of, write_card

        plan = Plan(jobs or os.cpu_count() or 1, executor, store_of(archive), _narrate)
        tested = run(name, Asked(opened(archive, data, _narrate), first, last), plan)
        click.echo(show(tested, as_json=as_json))
        if write:
            click.echo(f"card: {write_card(tested)}", err=True)
        return
    _room(name, data, write=write, as_json=as_json)


def _room(name: str, data: Path, *, write: bool, as_json: bool) -> None:
    from detente.backtest.cards import table, write_card
    from detente.world.canonical import canonical

    if not data.is_dir() and name in ("forecast", "motive", "runaway"):
        raise DataError("no-data", f"{data} is no folder: say with --data where the publishers' tables are")
    rows = import_module(f"detente.backtest.{name}").run(data, progress=_narrate)
    click.echo(canonical(rows).decode() if as_json else table(rows))
    if write:
        click.echo(f"card: {write_card(name, rows)}", err=True)
