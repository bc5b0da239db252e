"""`detente check`."""

from pathlib import Path

import click

from detente.cli.inputs import archive_at
from detente.world.errors import DataError


@click.command("check")
@click.option("--archive", type=click.Path(path_type=Path), help="Folder of ingested data.")
def command(archive: Path | None) -> None:
    """Verify every shipped table and archive segment against its sha256; exit 3 naming the damaged ones.

    With nothing damaged, list the releases that the archive holds.
    """
    from detente.archive.registry import check_tables
    from detente.archive.releases import releases

    store = archive_at(archive)
    damaged = [*check_tables(), *store.check()]
    for name in damaged:
        click.echo(name)
    if damaged:
        raise DataError("damaged", f"{len(damaged)} damaged: delete and ingest again, or reinstall detente")
    for release in releases(store):
        click.echo(release.line())
    click.echo(
        f"tables and {store.segment_count()} segments in {store.folder} are as they were written", err=True
    )
