"""`detente simulate`."""

from datetime import date
from pathlib import Path

import click

from detente.cli.inputs import Day, Pair, archive_at, past_day
from detente.world.actor import Dyad


@click.command("simulate")
@click.option("--pair", type=Pair(), required=True, help="The two states, e.g. PRK-KOR.")
@click.option("--as-of", type=Day(), required=True, help="Use nothing later.")
@click.option("--days", type=int, default=90, show_default=True, help="Days ahead, at most 365.")
@click.option("--paths", type=click.IntRange(1, 1_000_000), default=10_000, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the draws.")
@click.option("--archive", type=click.Path(path_type=Path), help="Folder of ingested data.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON on stdout.")
def command(pair: Dyad, as_of: date, days: int, paths: int, seed: int, archive: Path | None,
            as_json: bool) -> None:  # fmt: skip
    """Draw paths of further militarized acts of a pair from the fitted action-reaction process."""
    from detente.archive.history import history
    from detente.runaway.paths import simulate
    from detente.world.canonical import canonical

    past_day(as_of)
    found = simulate(history(pair, as_of, archive_at(archive)), days=days, n=paths, seed=seed)
    if as_json:
        click.echo(canonical(found).decode())
        return
    for code, mean, low, high in found.sides:
        click.echo(
            f"{code}: {mean:.1f} of {days} days with a militarized act (90 %: {low:.0f} to {high:.0f})"
        )
    click.echo(f"at least one by either: {found.any_act:.1%} of {paths} paths")
